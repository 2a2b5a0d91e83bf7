import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("Importing people")
struct PeopleImportTests {
    private let header = "staff_no,name,unit,role,status\n"

    /// What is told about `rows` when `number` sends them.
    private func told(_ rows: String, by number: StaffNumber?) async throws -> [String] {
        let world = try await World()
        let caller = if let number { try await world.caller(number) } else { Caller.operatorAtTheMachine }
        let before = try await world.dump(without: ["imports", "import_rows"])
        let receipt = try await world.apply(.people, Sheet(header + rows), by: caller)
        if receipt.state == .refused {
            #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
        }
        #expect((receipt.state == .applied) == receipt.told.isEmpty)
        return receipt.told
    }

    @Test("creates, updates and leaves as it is, row by row")
    func upserts() async throws {
        let world = try await World()
        let zhang = try await world.person(.zhang)
        let receipt = try await world.apply(
            .people,
            Sheet(header + "00017,张某某,610621991201,,\n00018,李某,610621991202,,\n00030,新某,610621991,inspector,"))
        #expect(receipt.results == [.updated, .unchanged, .created])
        #expect(try await world.person(.zhang).name == "张某某")
        #expect(try await world.person(.zhang).id == zhang.id)
        #expect(try await world.person("00030").role == .inspector)
        #expect(try await world.person("00030").unit == .firstTown)
    }

    @Test("a second time changes nothing", arguments: [nil, .chen] as [StaffNumber?])
    func again(_ number: StaffNumber?) async throws {
        let world = try await World()
        let caller = if let number { try await world.caller(number) } else { Caller.operatorAtTheMachine }
        let cells = try await world.records.export(.people, for: caller)
        #expect(cells.count == (number == nil ? 9 : 5))
        let before = try await world.dump(without: ["imports", "import_rows"])
        let receipt = try await world.apply(
            .people, Sheet(header: ImportKind.people.columns.map(\.name), cells: cells), by: caller)
        #expect(receipt.state == .applied)
        #expect(receipt.count(.unchanged) == cells.count)
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
    }

    @Test("refuses a number that stands twice, also when only leading zeros differ")
    func twice() async throws {
        #expect(
            try await told("N1,甲,610621,,\nN1,乙,610621,,\n0N1,丙,610621,,", by: nil) == [
                "3 staff_no twice", "4 staff_no leading_zeros",
            ])
    }

    @Test("notices a number that a spreadsheet shortened", arguments: ["17", "0017", "000017"])
    func leadingZeros(_ number: String) async throws {
        #expect(try await told("\(number),张某,610621991201,,", by: nil) == ["2 staff_no leading_zeros"])
    }

    @Test("leaves role and status alone when the file has no column for them, and resets them when a cell is empty")
    func columnsThatAreNotThere() async throws {
        let world = try await World()
        let names = "staff_no,name,unit\nC-0001,陈某,610621\n00021,孙某,610621991201\nA-0001,郑某,610000"
        #expect(try await world.apply(.people, Sheet(names)).results == [.unchanged, .unchanged, .unchanged])
        try await world.apply(.people, Sheet(header + "C-0001,陈某,610621,,"))
        #expect(try await world.person(.chen).role == .learner)
        try await world.apply(.people, Sheet("staff_no,name,unit\nN1,新某,610621"))
        #expect(try await world.person("N1").role == .learner)
        #expect(try await world.person("N1").status == .active)
    }

    @Test("keeps leading zeros")
    func keepsLeadingZeros() async throws {
        let world = try await World()
        try await world.apply(.people, Sheet(header + "0000,零某,610621,,"))
        #expect(try await world.person("0000").staffNumber.rawValue == "0000")
        await #expect(throws: Refusal.notFound) { try await world.person("0") }
    }

    @Test("keeps a personal ID number nowhere, not even in the refused file's own rows")
    func idNumber() async throws {
        let world = try await World()
        let number = "61062118900101005X"
        for rows in ["\(number),张某,610621,,", "N1,\(number),610621,,", "N1,张某,610621,\(number),"] {
            let request = world.request(.people, Sheet(header + rows))
            let plan = try await world.records.planImport(request, by: .operatorAtTheMachine, at: monday)
            let receipt = try await world.apply(.people, Sheet(header + rows))
            #expect(receipt.state == .refused && plan.count(.error) == 1)
            #expect(!"\(receipt)\(plan)".contains(number))
        }
        #expect(!"\(try await world.dump())".contains(number))
    }

    @Test(
        "keeps a coordinator inside the own county, telling no name and no unit",
        arguments: [
            ("00020,赵某,610622991,,", ["2 staff_no not_available", "2 unit not_available"]),
            ("00020,赵某,610621,,", ["2 staff_no not_available"]),
            ("00017,张某,610622991,,", ["2 unit not_available"]), ("00017,张某,NOWHERE,,", ["2 unit not_available"]),
            ("00017,张某,610600,,", ["2 unit not_available"]), ("00017,张某,610621991202,,", []),
            ("N1,新某,610621992,coordinator,", []),
        ] as [(String, [String])])
    func scope(_ row: String, _ expected: [String]) async throws {
        #expect(try await told(row, by: .chen) == expected)
    }

    @Test("lets whoever has scope over both units transfer a person")
    func transfer() async throws {
        #expect(try await told("00017,张某,610622991,,", by: .zheng) == [])
        #expect(try await told("00017,张某,610622991,,", by: .zhou) == ["2 staff_no not_available"])
    }

    @Test("lets only administrators make or change administrators")
    func adminOnly() async throws {
        #expect(try await told("N1,新某,610621,admin,", by: .chen) == ["2 role admin_only"])
        #expect(try await told("00017,张某,610621991201,admin,", by: .chen) == ["2 role admin_only"])
        #expect(try await told("00017,张某,610621991201,admin,", by: .zheng) == [])
        let world = try await World()
        try await world.apply(.people, Sheet(header + "A-0002,冯某,610621,admin,"))
        let receipt = try await world.apply(
            .people, Sheet(header + "A-0002,冯某,610621,learner,"), by: world.caller(.chen))
        #expect(receipt.told == ["2 role admin_only"])
    }

    @Test("lets nobody change their own role or status, but their name")
    func yourself() async throws {
        #expect(try await told("C-0001,陈某,610621,inspector,", by: .chen) == ["2 staff_no yourself"])
        #expect(try await told("C-0001,陈某,610621,coordinator,suspended", by: .chen) == ["2 staff_no yourself"])
        #expect(try await told("C-0001,陈某某,610621,coordinator,", by: .chen) == [])
    }

    @Test("never takes the last administrator")
    func lastAdmin() async throws {
        #expect(try await told("A-0001,郑某,610000,learner,", by: nil) == ["2 role last_admin"])
        #expect(try await told("A-0001,郑某,610000,admin,suspended", by: nil) == ["2 role last_admin"])
        #expect(try await told("A-0001,郑某,610000,learner,\nA-0002,冯某,610621,admin,", by: nil) == [])
        #expect(try await told("A-0002,冯某,610621,admin,\nA-0001,郑某,610000,learner,", by: nil) == [])
        #expect(
            try await told("A-0001,郑某,610000,learner,\nA-0002,冯某,610621,admin,suspended", by: nil) == [
                "2 role last_admin"
            ])
    }

    @Test("writes nothing when one row of many is bad")
    func allOrNothing() async throws {
        let good = (1...50).map { "N\($0),新某,610621,,\n" }.joined()
        #expect(try await told(good + "N51,新某,NOWHERE,,", by: nil) == ["52 unit not_available"])
    }
}

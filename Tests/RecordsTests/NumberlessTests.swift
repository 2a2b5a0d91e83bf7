import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("A list of people without numbers")
struct NumberlessTests {
    /// What became of each row: its number and result.
    private func told(_ receipt: ImportReceipt) -> [String] {
        receipt.outcomes.map { "\($0.row.cells[0]) \($0.result.rawValue)" }
    }

    private func codes(_ receipt: ImportReceipt) -> [String] { receipt.notes.map { "\($0.code) \($0.rows)" } }

    @Test("creates everybody once, however often it is sent", arguments: [true, false])
    func again(_ hasColumn: Bool) async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let (header, none) = hasColumn ? ("工号,姓名,单位代码\n", ",") : ("姓名,单位代码\n", "")
        let list = Sheet(header + "\(none)孙小某,示例甲村\n\(none)孙小某,示例甲村\n\(none)钱小某,示例乙村\n\(none)张某,示例甲村")
        let first = try await world.apply(.people, list, by: chen)
        #expect(first.header.first == "工号")
        #expect(first.results == [.created, .created, .created, .unchanged])
        let numbers = first.outcomes.map(\.row.cells[0])
        #expect(numbers[3] == "00017" && Set(numbers).count == 4)
        #expect(numbers.prefix(3).allSatisfy { StaffNumber(rawValue: $0).map(SignInNumber.isOne) == true })
        #expect(codes(first).contains("number_given [2, 3, 4]") && codes(first).contains("taken_for_same [5]"))
        #expect(codes(first).first == "same_name [2, 3]")

        let second = try await world.apply(.people, list, by: chen)
        #expect(second.results == [.unchanged, .unchanged, .unchanged, .unchanged])
        #expect(Set(second.outcomes.map(\.row.cells[0])) == Set(numbers))
        let answer = Sheet(header: first.header, rows: first.outcomes.map(\.row))
        #expect(try await world.apply(.people, answer, by: chen).results == second.results)
    }

    @Test("gets the numbers that its plan showed")
    func plan() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let request = world.request(.people, Sheet("name,unit\n孙小某,610621991201\n钱小某,610621991202"))
        let plan = try await world.records.planImport(request, by: chen, at: monday)
        #expect(plan.header == ["staff_no", "name", "unit"])
        _ = try await world.records.applyPlan(plan.id, catalogue: CourseCatalogue([]), by: chen, at: monday)
        for outcome in plan.outcomes {
            let number = try #require(StaffNumber(rawValue: outcome.row.cells[0]))
            #expect(try await world.person(number).name == outcome.row.cells[1])
        }
        #expect(
            try await world.records.importReceipt(plan.id, for: chen).outcomes.map(\.row) == plan.outcomes.map(\.row))
    }

    @Test("takes nobody of another unit, and nobody whom another row names, for the same")
    func others() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let list = Sheet("staff_no,name,unit\n,张某,610621991202\n00018,李某,610621991202\n,李某,610621991202\n,赵某,610621")
        let receipt = try await world.apply(.people, list, by: chen)
        #expect(receipt.results == [.created, .unchanged, .created, .created])
        // 赵某 of the sibling county is not theirs to know.
        #expect(codes(receipt).filter { $0.hasPrefix("likely_double") } == ["likely_double [2]", "likely_double [4]"])
    }

    @Test("says which of its people may be known already, before anything else")
    func doubles() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let rows = [
            // Of one name in the unit, beside it and above it; of one name far away; a number with a slip.
            "N1,张某,610621991201", "N2,张某,610621991202", "N3,张某,610621991", "N4,张某,610621992", "00016,张某,610621992",
            "N6,新某,610621991201",
        ]
        let request = world.request(.people, Sheet("staff_no,name,unit\n" + rows.joined(separator: "\n")))
        let plan = try await world.records.planImport(request, by: chen, at: monday)
        let doubles = plan.notes.filter { $0.code == "likely_double" }
        #expect(doubles.map(\.rows) == [[2], [3], [4], [6]])
        #expect(plan.notes.prefix(4) == doubles[...])
        #expect(doubles.allSatisfy { $0.message.zh.contains("张某（00017，示例甲村）") && $0.warns })
        #expect(plan.problems.isEmpty, "a warning is no mistake")
    }

    @Test("keeps no number for a row that cannot be taken, so that it is looked at anew when it is put right")
    func mistakes() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let plan = try await world.records.planImport(
            world.request(.people, Sheet("staff_no,name,unit,role\n,张某,NOWHERE,\n,李某,610621991202,boss")), by: chen,
            at: monday)
        #expect(plan.outcomes.map(\.row.cells[0]) == ["", ""])
        #expect(
            plan.problems.map { "\($0.row) \($0.column) \($0.code)" } == [
                "2 unit not_available", "3 role unknown_word",
            ])
        #expect(!codes(plan).contains { $0.hasPrefix("number_given") })
    }

    @Test("refuses a number of the server's with a digit wrong")
    func checkDigits() async throws {
        let world = try await World()
        let receipt = try await world.apply(
            .people, Sheet("staff_no,name,unit\nDLH000000097,孙小某,610621\nDLH000000098,钱小某,610621"))
        #expect(receipt.problems.map { "\($0.row) \($0.column) \($0.code)" } == ["2 staff_no check_digits"])
    }

    @Test("asks by the index of names, in groups")
    func statements() async throws {
        let world = try await World()
        let names = (1...450).map { "人\($0),610621" }.joined(separator: "\n")
        let (_, statements) = try await world.database.statements {
            try await world.records.planImport(
                world.request(.people, Sheet("name,unit\n" + names)), by: .operatorAtTheMachine, at: monday)
        }
        let asking = statements.filter { $0.sql.contains("name IN") }
        #expect(asking.count == 2)
        for statement in asking.prefix(1) {
            let plan = try await world.database.plan(of: statement)
            #expect(plan.allSatisfy { $0.hasPrefix("SEARCH people USING INDEX people_name") }, "\(plan)")
        }
    }
}

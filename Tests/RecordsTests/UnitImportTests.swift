import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("Importing units")
struct UnitImportTests {
    @Test("takes rows in any order", arguments: 0..<10)
    func anyOrder(_ seed: Int) async throws {
        var dice = Dice(seed: seed)
        let world = try await World.empty()
        let rows = dice.shuffled(Province.units.rows.map(\.cells))
        let receipt = try await world.apply(.units, Sheet(header: Province.units.header, cells: rows))
        #expect(receipt.state == .applied)
        #expect(receipt.count(.created) == 10)
        #expect(try await world.paths() == World().paths())
        #expect(try await world.paths()["610621991201"] == "/610000/610600/610621/610621991/610621991201/")
    }

    @Test("refuses a parent that is neither known nor in the file, and writes nothing")
    func unknownParent() async throws {
        let world = try await World.empty()
        let before = try await world.dump(without: ["imports", "import_rows"])
        let receipt = try await world.apply(.units, Sheet("code,name,parent\n1,甲,\n2,乙,9"))
        #expect(receipt.state == .refused)
        #expect(receipt.told == ["3 parent not_available"])
        #expect(receipt.results == [.created, .error])
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
    }

    @Test(
        "refuses units above each other in a circle, whichever of them stand in the file",
        arguments: [
            "610600,延安市,610621991", "610621,延长县,610621991201", "610000,陕西省,SX-XIXIAN", "610621,延长县,610621",
            "N1,新一,N2\nN2,新二,N1", "610600,延安市,610622\n610622,延川县,610621",
        ])
    func circle(_ rows: String) async throws {
        let world = try await World()
        let before = try await world.paths()
        let receipt = try await world.apply(.units, Sheet("code,name,parent\n" + rows))
        #expect(receipt.state == .refused)
        #expect(receipt.problems.map(\.code) == ["cycle"])
        #expect(try await world.paths() == before)
    }

    @Test("refuses a circle over where units report to, also one that only the former files tell of")
    func reportingCircle() async throws {
        let world = try await World()
        let both = "code,name,parent,reports_to\nSX-XIXIAN,西咸新区,610000,610621"
        #expect(try await world.apply(.units, Sheet(both)).state == .applied)
        // Without a column for it, what is known about 西咸新区 stays: it reports to 延长县.
        let receipt = try await world.apply(
            .units, Sheet("code,name,parent\nSX-XIXIAN,西咸新区,610000\n610621,延长县,SX-XIXIAN"))
        #expect(receipt.state == .refused)
        #expect(receipt.problems.map(\.code) == ["cycle"])
    }

    @Test("keeps where a unit reports to when the file has no column for it, and takes it away when the cell is empty")
    func keepsReportsTo() async throws {
        let world = try await World()
        func reportsTo() async throws -> UnitCode? {
            try await world.records.unit(.xixian, for: .operatorAtTheMachine).reportsTo
        }
        try await world.apply(.units, Sheet("code,name,parent,reports_to\nSX-XIXIAN,西咸新区,610000,610600"))
        #expect(try await reportsTo() == .yanan)
        try await world.apply(.units, Sheet("code,name,parent\nSX-XIXIAN,西咸,610000"))
        #expect(try await reportsTo() == .yanan)
        try await world.apply(.units, Sheet("code,name,parent,reports_to\nSX-XIXIAN,西咸,610000,"))
        #expect(try await reportsTo() == nil)
    }

    @Test("of a unit with a new parent moves everything below it")
    func movesSubtree() async throws {
        let world = try await World()
        let receipt = try await world.apply(.units, Sheet("code,name,parent\n610621,延长县,SX-XIXIAN"))
        #expect(receipt.results == [.updated])
        let paths = try await world.paths()
        #expect(paths["610621"] == "/610000/SX-XIXIAN/610621/")
        #expect(paths["610621991202"] == "/610000/SX-XIXIAN/610621/610621991/610621991202/")
        #expect(paths["610622991"] == "/610000/610600/610622/610622991/")
    }

    @Test("turns a branch upside down in one file")
    func upsideDown() async throws {
        let world = try await World()
        // 示例一镇 above 延安市 above 延长县; the villages stay where they are.
        let rows = "code,name,parent\n610621,延长县,610600\n610600,延安市,610621991\n610621991,示例一镇,610000"
        #expect(try await world.apply(.units, Sheet(rows)).state == .applied)
        let paths = try await world.paths()
        #expect(paths["610621"] == "/610000/610621991/610600/610621/")
        #expect(paths["610621991201"] == "/610000/610621991/610621991201/")
        #expect(paths["610622991"] == "/610000/610621991/610600/610622/610622991/")
    }

    /// After any sequence of moves, alone or several in one file, each path is what the parents say.
    @Test("keeps every path true to the parents", arguments: 0..<40)
    func pathsFollowParents(_ seed: Int) async throws {
        var dice = Dice(seed: seed)
        let world = try await World.empty()
        let codes = (0..<7).map { "\($0)" }
        var parents: [String: String] = [:]
        for step in 0..<8 {
            let moved = step == 0 ? codes : Array(dice.shuffled(codes).prefix(3))
            var next = parents
            for code in moved {
                let above = step == 0 ? Array(codes.prefix { $0 != code }) : codes
                next[code] = above.isEmpty || dice.once(in: 5) ? "" : dice.pick(above)
            }
            let cells = moved.map { [$0, "单位\($0)", next[$0] ?? ""] }
            let receipt = try await world.apply(.units, Sheet(header: ["code", "name", "parent"], cells: cells))
            if receipt.state == .applied { parents = next }
            let expected = Dictionary(uniqueKeysWithValues: parents.keys.map { ($0, path(of: $0, in: parents)) })
            #expect(try await world.paths() == expected)
        }
    }

    private func path(of code: String, in parents: [String: String]) -> String {
        guard let parent = parents[code], !parent.isEmpty else { return "/\(code)/" }
        return path(of: parent, in: parents) + "\(code)/"
    }

    @Test("a second time changes nothing", arguments: [Person.Role.admin, .coordinator])
    func again(_ role: Person.Role) async throws {
        let world = try await World()
        let caller = role == .admin ? Caller.operatorAtTheMachine : try await world.caller(.chen)
        let sheet = Sheet(
            header: ImportKind.units.columns.map(\.name), cells: try await world.records.export(.units, for: caller))
        let receipt = try await world.apply(.units, sheet, by: caller)
        #expect(receipt.state == .applied)
        #expect(receipt.count(.unchanged) == (role == .admin ? 10 : 5))
        #expect(receipt.count(.unchanged) == sheet.rows.count)
    }

    @Test("exported by someone in charge of a unit and of one below it stand there once")
    func exportedOnce() async throws {
        let world = try await World()
        let caller = Caller(person: nil, name: "two", role: .inspector, units: [.firstTown, .thirdTown, .yanchang])
        let codes = try await world.records.export(.units, for: caller).map { $0[0] }
        #expect(codes == ["610621", "610621991", "610621991201", "610621991202", "610621992", "610622991"])
        #expect(try await world.records.export(.people, for: caller).count == 6)
    }

    @Test("tells a code that stands twice")
    func twice() async throws {
        let world = try await World()
        let receipt = try await world.apply(.units, Sheet("code,name,parent\n1,甲,610000\n1,乙,610000"))
        #expect(receipt.told == ["3 code twice"])
    }

    @Test(
        "keeps a coordinator inside the own county",
        arguments: [
            ("610622,延川县,610600", ["2 code not_available"]),
            ("610600,延安市,610621", ["2 code not_available", "2 parent cycle"]),
            ("610621,延长县,610622", ["2 parent not_available"]), ("N,新村,610622991", ["2 parent not_available"]),
            ("N,新村,NOWHERE", ["2 parent not_available"]), ("N,新村,", ["2 parent root"]),
            ("610621,延长县,", ["2 parent root"]), ("N,新村,610621991", []), ("610621991201,示例甲村,610621992", []),
            ("610621,延长县新名,610600", []), ("N,新镇,610621\nM,新村,N", []),
            ("M,新村,N\nN,新镇,610622", ["2 parent not_available", "3 parent not_available"]),
        ] as [(String, [String])])
    func scope(_ rows: String, _ expected: [String]) async throws {
        let world = try await World()
        let receipt = try await world.apply(
            .units, Sheet("code,name,parent\n" + rows), by: world.caller(.chen))
        #expect(receipt.told == expected)
        #expect((receipt.state == .applied) == expected.isEmpty)
        #expect(receipt.problems.allSatisfy { !$0.message.zh.contains("延川") })
    }

    @Test("lets a coordinator make units report only inside the own county")
    func reportingScope() async throws {
        let world = try await World()
        let header = "code,name,parent,reports_to\n610621991,示例一镇,610621,"
        let chen = try await world.caller(.chen)
        #expect(
            try await world.apply(.units, Sheet(header + "610622"), by: chen).told == ["2 reports_to not_available"])
        #expect(
            try await world.apply(.units, Sheet(header + "NOWHERE"), by: chen).told == ["2 reports_to not_available"])
        #expect(try await world.apply(.units, Sheet(header + "610621992"), by: chen).told == [])
        // What an administrator said stays: the coordinator could not say it, nor can take it back.
        try await world.apply(.units, Sheet(header + "SX-XIXIAN"))
        #expect(try await world.apply(.units, Sheet(header + "SX-XIXIAN"), by: chen).results == [.unchanged])
        #expect(try await world.apply(.units, Sheet(header), by: chen).told == ["2 reports_to not_available"])
    }

    @Test("keeps a coordinator of two units from taking either away from the one above it")
    func movingWhatIsInCharge() async throws {
        let world = try await World()
        let two = Caller(person: nil, name: "two", role: .coordinator, units: [.yanchang, .xixian])
        func told(_ row: String) async throws -> [String] {
            try await world.apply(.units, Sheet("code,name,parent\n" + row), by: two).told
        }
        #expect(try await told("610621,延长县,SX-XIXIAN") == ["2 parent not_available"])
        #expect(try await told("610621992,示例二镇,SX-XIXIAN") == [])
    }
}

import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("A people file that names everybody")
struct RemovalTests {
    private let header = "staff_no,name,unit\n"

    /// Sends `rows` as everybody of `unit`.
    private func send(
        _ rows: String, within unit: String, atMost percent: Int = 100, by caller: Caller, to world: World
    ) async throws -> ImportReceipt {
        try await world.records.applyImport(
            request(rows, unit, percent, in: world), by: caller, at: monday.days(1))
    }

    private func request(_ rows: String, _ unit: String, _ percent: Int, in world: World) -> ImportRequest {
        ImportRequest(
            kind: .people, sheet: Sheet(header + rows), ignored: IgnoredColumns(), encoding: "UTF-8",
            catalogue: CourseCatalogue([]),
            removals: Removals(within: unit, atMost: percent))
    }

    private func atWork(_ world: World) async throws -> Set<StaffNumber> {
        let rows = try await world.rows("SELECT staff_no FROM people WHERE status = 'active'")
        return Set(rows.compactMap { StaffNumber(rawValue: $0[0].text) })
    }

    @Test("suspends whoever is at work there and not in it, and nobody else")
    func suspends() async throws {
        let world = try await World()
        let before = try await atWork(world)
        let receipt = try await send(
            "00017,张某,610621991201", within: "610621991", by: world.caller(.chen), to: world)
        #expect(receipt.state == .applied && receipt.results == [.unchanged])
        #expect(receipt.suspended.map(\.staffNumber) == [.li, .wang])
        #expect(try await atWork(world) == before.subtracting([.li, .wang]))
        #expect(try await world.person(.li).name == "李某")
        #expect(try await world.report(of: .firstTown, at: monday.days(1)).totals.assigned == 1)
        #expect(try await world.report(of: .firstTown, on: Day(at: monday)).totals.assigned == 3)
    }

    @Test("takes the unit by its name as well")
    func byName() async throws {
        let world = try await World()
        let receipt = try await send("00017,张某,示例甲村", within: "示例一镇", by: world.caller(.chen), to: world)
        #expect(receipt.suspended.map(\.staffNumber) == [.li, .wang])
    }

    @Test("suspends nobody when more are missing than the bound allows, and says how many and who")
    func bound() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let before = try await world.dump(without: ["imports", "import_rows"])
        // Two of three are 67 percent.
        let rows = "00017,张某,610621991201"
        for percent in [0, 5, 66] {
            let problems = await #expect(throws: RowProblems.self) {
                try await send(rows, within: "610621991", atMost: percent, by: chen, to: world)
            }
            #expect(problems?.problems.map(\.code) == ["too_many_removals"])
            #expect(problems?.problems.first?.message.zh.contains("00018 李某、00019 王某") == true)
        }
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
        // Kept for whoever no longer waits for the answer.
        let refused = try await world.rows("SELECT id FROM imports WHERE state = 'refused'")
        #expect(refused.count == 3)
        let id = try #require(refused.first.flatMap { ImportID($0[0].text) })
        let told = try await world.records.importReceipt(id, for: chen)
        #expect(told.problems.map(\.code) == ["too_many_removals"])
        let receipt = try await send(rows, within: "610621991", atMost: 67, by: chen, to: world)
        #expect(receipt.suspended.count == 2)
    }

    @Test("reaches nowhere outside the scope", arguments: ["610622", "610600", "NOWHERE", "延川县"])
    func scope(_ unit: String) async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let problems = await #expect(throws: RowProblems.self) {
            try await send("00017,张某,610621991201", within: unit, by: chen, to: world)
        }
        #expect(problems?.problems.map(\.code) == ["not_available"])
        #expect(problems?.problems.first?.message.zh.contains("610622") == false)
    }

    @Test("never suspends whoever sends it, and says so")
    func caller() async throws {
        let world = try await World()
        let receipt = try await send("00017,张某,610621991201", within: "610621", by: world.caller(.chen), to: world)
        #expect(receipt.suspended.map(\.staffNumber) == [.li, .wang])
        #expect(receipt.notes.contains { $0.code == "not_suspended" && $0.message.zh.contains("C-0001 陈某") })
        #expect(try await atWork(world).contains(.chen))
    }

    @Test("never suspends the last administrator, but others that there are")
    func lastAdmin() async throws {
        let world = try await World()
        let operator_ = Caller.operatorAtTheMachine
        let receipt = try await send("00017,张某,610621991201", within: "610000", by: operator_, to: world)
        #expect(try await atWork(world) == [.zhang, .zheng])
        #expect(receipt.notes.contains { $0.code == "not_suspended" })
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nA-0002,冯某,610621,admin"), at: monday.days(1))
        let second = try await send("A-0002,冯某,610621", within: "610000", by: operator_, to: world)
        #expect(second.suspended.map(\.staffNumber) == [.zhang, .zheng])
        #expect(try await atWork(world) == ["A-0002"])
    }

    @Test("by a coordinator suspends no administrator")
    func admins() async throws {
        let world = try await World()
        try await world.apply(
            .people, Sheet("staff_no,name,unit,role\nA-0002,冯某,610621992,admin"), at: monday)
        let receipt = try await send("00017,张某,610621991201", within: "610621992", by: world.caller(.chen), to: world)
        #expect(receipt.suspended.isEmpty)
        #expect(try await atWork(world).contains("A-0002"))
    }

    @Test("as a plan suspends those that it named, or, when something changed, nobody")
    func plan() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let request = request("00017,张某,610621991201", "610621991", 100, in: world)
        let plan = try await world.records.planImport(request, by: chen, at: monday)
        #expect(plan.suspended.map(\.staffNumber) == [.li, .wang])
        #expect(try await world.records.importReceipt(plan.id, for: chen).suspended == plan.suspended)
        #expect(try await atWork(world).contains(.li))
        let stale = try await world.records.planImport(request, by: chen, at: monday)
        // Another caller may come to other people: what was shown is what is done.
        let done = try await world.records.applyPlan(plan.id, catalogue: CourseCatalogue([]), by: chen, at: monday)
        #expect(done.suspended == plan.suspended)
        #expect(try await !atWork(world).contains(.li))
        await expectConflict("data_changed") {
            _ = try await world.records.applyPlan(stale.id, catalogue: CourseCatalogue([]), by: chen, at: monday)
        }
    }

    @Test("that has a mistake suspends nobody")
    func mistakes() async throws {
        let world = try await World()
        let receipt = try await send(
            "00017,张某,610621991201\nN1,,610621991", within: "610621991", by: world.caller(.chen), to: world)
        #expect(receipt.state == .refused && receipt.suspended.isEmpty)
        #expect(try await atWork(world).contains(.li))
    }

    @Test("is asked for in so many words, for people, within a unit and up to a percentage")
    func words() throws {
        #expect(try Removals.asked(nil, within: "610621", atMost: "5", for: .units) == nil)
        #expect(try Removals.asked("suspend", within: "610621", atMost: nil, for: .people)?.atMost == 5)
        for (what, unit, percent, kind) in [
            ("delete", "610621", "5", ImportKind.people), ("suspend", "", "5", .people),
            ("suspend", "610621", "101", .people), ("suspend", "610621", "x", .people),
            ("suspend", "610621", "5", .units),
        ] {
            #expect(throws: Refusal.self) {
                try Removals.asked(what, within: unit, atMost: percent, for: kind)
            }
        }
    }
}

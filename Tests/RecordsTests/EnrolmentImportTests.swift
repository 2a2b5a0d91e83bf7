import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("Importing enrolments")
struct EnrolmentImportTests {
    private let header = "staff_no,unit,course,due,status\n"

    private func results(_ world: World, _ rows: String, at now: Date = monday) async throws -> [ImportReceipt.Result] {
        let receipt = try await world.apply(.enrolments, Sheet(header + rows), at: now)
        #expect(receipt.state == .applied)
        return receipt.results
    }

    private func due(_ world: World, _ number: StaffNumber, at now: Date = monday) async throws -> [String] {
        try await world.records.learning(of: world.person(number).id, at: now).filter(\.assigned)
            .map { "\($0.course) \($0.due.map(String.init) ?? "-")" }
    }

    @Test("asks a course of a unit, of all below it and of nobody else")
    func ofUnits() async throws {
        let world = try await World()
        #expect(try await due(world, .zhang) == ["publicity -", "visits 2026-11-20"])
        #expect(try await due(world, .li) == ["publicity -", "visits 2026-11-30"])
        #expect(try await due(world, .chen) == ["publicity -", "visits 2026-11-30"])
        #expect(try await due(world, .zhao) == ["publicity -"])
        #expect(try await due(world, .sun) == [])
        #expect(try await due(world, .zheng) == [])
    }

    @Test("asks it of those who join later, too")
    func ofThoseWhoJoin() async throws {
        let world = try await World()
        try await world.apply(.people, Sheet("staff_no,name,unit\n00020,赵某,610621992"), at: monday.days(3))
        #expect(try await due(world, .zhao, at: monday.days(3)) == ["publicity -", "visits 2026-11-30"])
    }

    @Test("changes a deadline, withdraws, and takes a course up again")
    func changes() async throws {
        let world = try await World()
        #expect(try await results(world, ",610621,visits,2026-12-01,", at: monday.days(1)) == [.updated])
        #expect(try await due(world, .li) == ["publicity -", "visits 2026-12-01"])
        #expect(try await due(world, .zhang) == ["publicity -", "visits 2026-11-20"])
        #expect(try await results(world, "00017,,visits,,withdrawn", at: monday.days(2)) == [.updated])
        #expect(try await due(world, .zhang) == ["publicity -", "visits 2026-12-01"])
        #expect(try await results(world, ",610621,visits,,withdrawn", at: monday.days(3)) == [.updated])
        #expect(try await due(world, .zhang) == ["publicity -"])
        #expect(try await results(world, ",610621,visits,,", at: monday.days(4)) == [.created])
        #expect(try await due(world, .zhang) == ["publicity -", "visits -"])
    }

    @Test("asks all courses of a plan, in the plan's days from then, and nothing more when it comes again")
    func plan() async throws {
        let world = try await World()
        #expect(try await results(world, "00020,,plan:new-staff,,") == [.created])
        let (first, later) = (Day(at: monday).adding(30), Day(at: monday).adding(60))
        #expect(try await due(world, .zhao) == ["publicity \(first)", "visits \(first)"])
        #expect(try await results(world, "00020,,plan:new-staff,,", at: monday.days(5)) == [.unchanged])
        #expect(try await results(world, "00020,,plan:new-staff,\(later),", at: monday.days(5)) == [.updated])
        #expect(try await due(world, .zhao, at: monday.days(5)) == ["publicity \(later)", "visits \(later)"])
    }

    @Test("withdraws with a plan what was assigned with it, and a new day keeps the plan")
    func planWithdrawn() async throws {
        let world = try await World()
        #expect(try await results(world, "00020,,plan:new-staff,,\n00019,,visits,,") == [.created, .created])
        #expect(try await results(world, "00020,,visits,2026-12-30,", at: monday.days(1)) == [.updated])
        let ended = "00020,,plan:new-staff,,withdrawn\n00019,,plan:new-staff,,withdrawn"
        #expect(try await results(world, ended, at: monday.days(2)) == [.updated, .unchanged])
        #expect(try await due(world, .zhao, at: monday.days(2)) == ["publicity -"])
        #expect(try await results(world, ended, at: monday.days(3)) == [.unchanged, .unchanged])
    }

    @Test("leaves a later day that somebody was given, and two plans with one course do not move its day")
    func planKept() async throws {
        let world = try await World()
        let (first, later) = (Day(at: monday).adding(30), Day(at: monday).adding(90))
        #expect(try await results(world, "00020,,plan:new-staff,,") == [.created])
        let given = try #require(Extension(due: later, reason: "下乡"))
        try await world.records.extend(
            "visits", to: given, for: [.zhao], in: .thirdTown, by: world.caller(.zhou), at: monday.days(20))
        #expect(try await results(world, "00020,,plan:new-staff,,", at: monday.days(21)) == [.unchanged])
        #expect(try await results(world, "00020,,plan:yearly,,", at: monday.days(22)) == [.unchanged])
        let dues = ["publicity \(first)", "visits \(later)"]
        #expect(try await due(world, .zhao, at: monday.days(22)) == dues)
        #expect(try await results(world, "00020,,plan:new-staff,,withdrawn", at: monday.days(23)) == [.updated])
        #expect(try await due(world, .zhao, at: monday.days(23)) == ["publicity -"])
    }

    @Test("does not take a plan that there is not, nor a course twice by its plan")
    func badPlans() async throws {
        let world = try await World()
        let receipt = try await world.apply(
            .enrolments, Sheet(header + "00020,,plan:old-staff,,\n00020,,plan:new-staff,,\n00020,,publicity,,"))
        #expect(receipt.problems.map(\.code) == ["unknown_course", "twice"])
        #expect(receipt.problems.map(\.row) == [2, 4])
        #expect(receipt.problems[0].message.en.hasSuffix("visits, plan:new-staff, plan:yearly."))
    }

    @Test("changes nothing a second time, nor by withdrawing what was not there")
    func unchanged() async throws {
        let world = try await World()
        let before = try await world.dump(without: ["imports", "import_rows"])
        let again = try await world.apply(.enrolments, Province.enrolments, at: monday.days(1))
        #expect(again.results == [.unchanged, .unchanged, .unchanged])
        #expect(
            try await results(world, "00018,,visits,,withdrawn\n,610622,visits,2026-11-30,撤销") == [
                .unchanged, .unchanged,
            ])
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
    }

    @Test("is what an export gives back, withdrawn ones included", arguments: [nil, .chen] as [StaffNumber?])
    func exported(_ number: StaffNumber?) async throws {
        let world = try await World()
        _ = try await results(world, "00018,,publicity,2026-12-24,\n00019,,visits,,", at: monday.days(1))
        _ = try await results(world, "00018,,publicity,,withdrawn", at: monday.days(2))
        let caller = if let number { try await world.caller(number) } else { Caller.operatorAtTheMachine }
        let cells = try await world.records.export(.enrolments, for: caller)
        #expect(
            cells == (number == nil ? [["", "610600", "publicity", "", "active"]] : []) + [
                ["", "610621", "visits", "2026-11-30", "active"], ["00019", "", "visits", "", "active"],
                ["00017", "", "visits", "2026-11-20", "active"], ["00018", "", "publicity", "", "withdrawn"],
            ])
        let before = try await world.dump(without: ["imports", "import_rows"])
        let receipt = try await world.apply(
            .enrolments, Sheet(header: ImportKind.enrolments.columns.map(\.name), cells: cells), by: caller,
            at: monday.days(3))
        #expect(receipt.state == .applied && receipt.count(.unchanged) == cells.count)
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
    }

    @Test(
        "tells what a coordinator may not enrol, and what is not there",
        arguments: [
            ("00020,,visits,,", ["2 staff_no not_available"]), ("99999,,visits,,", ["2 staff_no not_available"]),
            (",610622,visits,,", ["2 unit not_available"]), (",610600,visits,,", ["2 unit not_available"]),
            (",610621,cooking,,", ["2 course unknown_course"]),
            ("00017,,visits,,\n00017,,visits,2026-12-01,", ["3 course twice"]), ("00017,,publicity,,", []),
        ] as [(String, [String])])
    func problems(_ rows: String, _ expected: [String]) async throws {
        let world = try await World()
        let receipt = try await world.apply(.enrolments, Sheet(header + rows), by: world.caller(.chen))
        #expect(receipt.told == expected)
    }
}

@Suite("A plan")
struct ImportPlanTests {
    private let joining = Sheet("staff_no,name,unit\n00030,新某,610621\n00017,张某某,610621991201")

    private func plan(_ world: World, _ kind: ImportKind, _ sheet: Sheet, by number: StaffNumber = .chen) async throws
        -> ImportReceipt
    {
        try await world.records.planImport(world.request(kind, sheet), by: world.caller(number), at: monday)
    }

    private func applied(_ world: World, _ id: ImportID, by number: StaffNumber = .chen) async throws -> ImportReceipt {
        try await world.records.applyPlan(
            id, catalogue: world.catalogue, by: world.caller(number), at: monday.minutes(5))
    }

    @Test("writes nothing, then does exactly what it said")
    func planThenApply() async throws {
        let world = try await World()
        let before = try await world.dump(without: ["imports", "import_rows"])
        let plan = try await plan(world, .people, joining)
        #expect(plan.state == .planned && plan.results == [.created, .updated])
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)

        let receipt = try await applied(world, plan.id)
        #expect(receipt.state == .applied && receipt.results == plan.results)
        #expect(try await world.person("00030").unit == .yanchang)
        #expect(try await world.records.importReceipt(plan.id, for: world.caller(.chen)) == receipt)
    }

    @Test("is applied once")
    func once() async throws {
        let world = try await World()
        let plan = try await plan(world, .people, joining)
        _ = try await applied(world, plan.id)
        let before = try await world.dump()
        await expectConflict("already_applied") { _ = try await applied(world, plan.id) }
        #expect(try await world.dump() == before)
    }

    @Test(
        "is refused after units, people or enrolments changed",
        arguments: [
            (.units, "code,name,parent\nN,新村,610621992"), (.people, "staff_no,name,unit\n00018,李某某,610621991202"),
            (.enrolments, "staff_no,course\n00018,visits"),
        ] as [(ImportKind, String)])
    func changedSince(_ kind: ImportKind, _ change: String) async throws {
        let world = try await World()
        let plan = try await plan(world, .people, joining)
        try await world.apply(kind, Sheet(change))
        await expectConflict("data_changed") { _ = try await applied(world, plan.id) }
        await #expect(throws: Refusal.notFound) { try await world.person("00030") }
    }

    @Test("still holds after an import that changed nothing, a refused one, and learning")
    func notChangedSince() async throws {
        let world = try await World()
        let plan = try await plan(world, .people, joining)
        try await world.apply(.people, Province.people)
        try await world.apply(.units, Sheet("code,name,parent\n1,甲,NOWHERE"))
        try await world.finish(.visits, as: .zhang)
        #expect(try await applied(world, plan.id).state == .applied)
    }

    @Test("with problems comes back refused, and writes nothing")
    func withProblems() async throws {
        let world = try await World()
        let plan = try await plan(world, .people, Sheet("staff_no,name,unit\n00030,新某,610621\n00031,新某,610622"))
        #expect(plan.told == ["3 unit not_available"])
        let before = try await world.dump()
        #expect(try await applied(world, plan.id).state == .refused)
        #expect(try await world.dump() == before)
    }

    @Test("is another coordinator's business as little as an unknown one, and the administrator's always")
    func whose() async throws {
        let world = try await World()
        let plan = try await plan(world, .people, joining)
        await #expect(throws: Refusal.notFound) { try await applied(world, plan.id, by: .zhou) }
        await #expect(throws: Refusal.notFound) {
            try await world.records.importReceipt(plan.id, for: world.caller(.zhou))
        }
        await #expect(throws: Refusal.notFound) { try await applied(world, "no-such-plan", by: .zheng) }
        #expect(try await world.records.importReceipt(plan.id, for: world.caller(.zheng)) == plan)
    }

    @Test("of a header that is not understood is thrown, not kept")
    func header() async throws {
        let world = try await World()
        let before = try await world.dump()
        await #expect(throws: RowProblems.self) { try await plan(world, .people, Sheet("staff_no,name\n1,张某")) }
        #expect(try await world.dump() == before)
    }
}

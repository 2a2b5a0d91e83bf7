import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("The report on a learning plan")
struct PlanReportTests {
    private let today = Day(at: monday)
    private let plan = LearningPlan(
        id: "new-staff", title: Bilingual(zh: "新进", en: "New"), courses: ["visits", "publicity"], days: nil)

    private func report(
        of unit: UnitCode, _ world: World, by caller: Caller = .operatorAtTheMachine, day: Int = 0
    ) async throws -> PlanReport {
        try await world.records.planReport(of: unit, plan, for: caller, at: monday.days(day))
    }

    @Test("counts everyone once: finished with all their courses, in progress with one")
    func people() async throws {
        let world = try await World()
        let none = try await report(of: .yanchang, world).totals
        #expect(none.assigned == 4 && none.notStarted == 4 && none.completed == 0)
        try await world.finish(.visits, as: .zhang)
        #expect(try await report(of: .yanchang, world).totals.inProgress == 1)
        try await world.finish(.publicity, as: .zhang)
        try await world.read("01-knock", of: .visits, as: .li)
        let whole = try await report(of: .yanchang, world)
        #expect(whole.totals.completed == 1 && whole.totals.inProgress == 1 && whole.totals.notStarted == 2)
        #expect(whole.direct.assigned == 1)
        #expect(whole.children.map(\.unit.code) == [.firstTown, .secondTown])
        #expect(whole.children[0].totals.assigned == 3 && whole.children[1].totals == Tally())
        #expect(whole.children.map(\.totals).reduce(whole.direct, +) == whole.totals)
    }

    @Test("asks no course of those who are exempt from it, and nothing that is not assigned")
    func exempt() async throws {
        let world = try await World()
        func exempt(_ number: StaffNumber, _ course: CourseID?) async throws {
            let exemption = Exemption(course: course, reason: .secondment, note: "", from: today, until: nil)
            _ = try await world.records.exempt(
                [number], in: .yanchang, try #require(exemption), by: .operatorAtTheMachine, at: monday)
        }
        try await exempt(.wang, nil)
        try await exempt(.li, "visits")
        try await world.finish(.publicity, as: .li)
        let totals = try await report(of: .yanchang, world).totals
        #expect(totals.exempt == 1 && totals.completed == 1 && totals.assigned == 3)
        try await world.finish(.publicity, as: .zhao)
        #expect(try await report(of: .thirdTown, world).totals.completed == 1, "visits is not assigned there")
    }

    @Test("counts who is late with any course once")
    func overdue() async throws {
        let world = try await World()
        #expect(try await report(of: .yanchang, world, day: 11).totals.overdue == 0)
        #expect(try await report(of: .yanchang, world, day: 12).totals.overdue == 1)
        #expect(try await report(of: .yanchang, world, day: 30).totals.overdue == 4)
    }

    @Test("is nobody's outside the scope, and walks through nobody else's people")
    func scope() async throws {
        let world = try await World()
        let zhou = try await world.caller(.zhou)
        await #expect(throws: Refusal.notFound) { _ = try await report(of: .yanchang, world, by: zhou) }
        let (_, statements) = try await world.database.statements { _ = try await report(of: .yanchuan, world) }
        for statement in statements {
            let steps = try await world.database.plan(of: statement)
            #expect(!steps.contains { $0.hasPrefix("SCAN people") || $0.hasPrefix("SCAN standings") }, "\(steps)")
        }
    }
}

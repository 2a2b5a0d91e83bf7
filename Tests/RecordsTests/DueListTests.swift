import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// 走访 is due on 20 November 2026 for 张某 and on the 30th for 李某, 王某 and 陈某; 延长县 is 陈某's.
@Suite("The list of who is due")
struct DueListTests {
    private func lines(
        _ world: World, _ span: DueList.Span, course: CourseID? = "visits", in unit: UnitCode = .yanchang, on day: Day
    ) async throws -> [String] {
        try await world.records.dueList(
            in: unit, .init(course: course, span: span), for: world.caller(.chen), at: day.morning
        ).lines.map { "\($0.staffNumber) \($0.state.rawValue) \($0.day)" }
    }

    @Test("has those whose last day is today or in so many days, and not finished ones")
    func soon() async throws {
        let world = try await World()
        try await world.read("01-knock", of: .visits, as: .zhang)
        #expect(try await lines(world, .within(10), on: "2026-11-09") == [])
        #expect(try await lines(world, .within(11), on: "2026-11-09") == ["00017 in_progress 2026-11-20"])
        #expect(try await lines(world, .within(1), on: "2026-11-20") == ["00017 in_progress 2026-11-20"])
        #expect(try await lines(world, .within(30), on: "2026-11-10").count == 4)
        try await world.finish(.visits, as: .zhang)
        #expect(try await lines(world, .within(30), on: "2026-11-10").count == 3)
        #expect(try await lines(world, .within(30), in: .firstVillage, on: "2026-11-10") == [])
    }

    @Test("has those whose completion ends soon until they renew it, and then those whose has ended")
    func renewal() async throws {
        let world = try await World()
        let course = Course.visits.valid(.months(12))
        for person in [StaffNumber.zhang, .li] {
            try await world.finish(course, as: person, at: Day("2026-11-10").morning)
        }
        func of(_ span: DueList.Span, _ day: Day) async throws -> [String] {
            try await lines(world, span, on: day).filter { $0.hasPrefix("00017") || $0.hasPrefix("00018") }
        }
        #expect(try await of(.within(30), "2027-10-10") == [])
        #expect(
            try await of(.within(30), "2027-10-11") == ["00017 completed 2027-11-10", "00018 completed 2027-11-10"])
        try await world.finish(course, as: .li, at: Day("2027-10-20").morning)
        #expect(try await of(.within(30), "2027-10-21") == ["00017 completed 2027-11-10"])
        #expect(try await of(.over, "2027-11-10") == [])
        #expect(try await of(.over, "2027-11-11") == ["00017 expired 2027-11-10"])
        #expect(try await of(.within(30), "2027-11-11") == [])
    }

    @Test("has by the other filter those whose day has passed, and never those who are exempt")
    func over() async throws {
        let world = try await World()
        #expect(try await lines(world, .over, on: "2026-11-20") == [])
        #expect(try await lines(world, .over, on: "2026-11-21") == ["00017 not_started 2026-11-20"])
        let leave = try #require(
            Exemption(course: nil, reason: .sickLeave, note: "", from: "2026-11-01", until: "2026-11-22"))
        _ = try await world.records.exempt(
            [.zhang], in: .firstVillage, leave, by: .operatorAtTheMachine, at: monday)
        #expect(try await lines(world, .over, on: "2026-11-21") == [])
        #expect(try await lines(world, .over, on: "2026-11-23") == ["00017 not_started 2026-11-20"])
    }

    @Test("is in the order of units, cut where it is too long, and reaches nobody outside the scope")
    func order() async throws {
        let world = try await World()
        let list = try await world.records.dueList(
            in: .shaanxi, .init(span: .within(30)), for: .operatorAtTheMachine, at: monday.days(1))
        #expect(list.lines.map(\.unit) == list.lines.map(\.unit).sorted())
        #expect(list.lines.count == 4 && !list.isCut)
        let cut = try await world.records.dueList(
            in: .shaanxi, .init(span: .within(30)), limit: 3, for: .operatorAtTheMachine, at: monday.days(1))
        #expect(cut.lines == Array(list.lines.prefix(3)) && cut.isCut)
        for unit: UnitCode in [.yanan, .yanchuan, "NOWHERE"] {
            await #expect(throws: Refusal.notFound) { try await lines(world, .over, in: unit, on: "2026-11-21") }
        }
    }

    @Test("is read from the units to their people, and from nobody else's", arguments: [DueList.Span.within(7), .over])
    func plan(_ span: DueList.Span) async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            try await world.records.dueList(
                in: .yanchang, .init(course: "visits", span: span), limit: 10, for: chen, at: monday)
        }
        let reading = try #require(statements.last)
        let plan = try await world.database.plan(of: reading)
        #expect(plan.contains { $0.hasPrefix("SEARCH units USING") && $0.contains("path>") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH people USING INDEX people_unit (unit=?") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH standings USING") && $0.contains("person=?") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }
}

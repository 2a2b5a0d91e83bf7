import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// 走访 in the fixture world: 张某 has finished, 李某 has begun, 王某 and 陈某 have not; all of them in 延长县, due on
/// the 30th. 发布 is asked of 延安市.
@Suite("The completion report")
struct ReportTests {
    private func world() async throws -> World {
        let world = try await World()
        try await world.finish(.visits, as: .zhang, at: monday.days(1))
        try await world.read("01-knock", of: .visits, as: .li, at: monday.days(2))
        return world
    }

    private func tally(_ completed: Int, _ inProgress: Int, _ notStarted: Int, overdue: Int = 0) -> Tally {
        Tally(
            assigned: completed + inProgress + notStarted, completed: completed, inProgress: inProgress,
            notStarted: notStarted, expired: 0, overdue: overdue, exempt: 0)
    }

    @Test("of a county counts everyone below, and apart those who belong to the county itself")
    func county() async throws {
        let report = try await world().report(of: .yanchang, at: monday.days(3))
        #expect(report.unit == .init(code: .yanchang, name: "延长县"))
        #expect(report.totals == tally(1, 1, 2))
        #expect(report.direct == tally(0, 0, 1))
        #expect(report.children.map(\.unit.name) == ["示例一镇", "示例二镇"])
        #expect(report.children.map(\.totals) == [tally(1, 1, 1), Tally()])
        #expect(report.totals.rate == 0.25)
    }

    @Test("of a village and of a province counts the same people")
    func villageAndProvince() async throws {
        let world = try await world()
        let village = try await world.report(of: .firstVillage, at: monday.days(3))
        #expect(village.totals == tally(1, 0, 0) && village.direct == village.totals && village.children == [])
        let province = try await world.report(of: .shaanxi, at: monday.days(3))
        #expect(province.totals == tally(1, 1, 2) && province.direct == Tally())
        #expect(province.children.map(\.totals) == [tally(1, 1, 2), Tally()])
    }

    @Test(
        "adds up: what is below is the whole without those in the unit itself",
        arguments: [nil, "visits", "publicity"] as [CourseID?])
    func addsUp(_ course: CourseID?) async throws {
        let world = try await world()
        for unit in Province.units.rows.compactMap({ UnitCode(rawValue: $0.cells[0]) }) {
            let report = try await world.report(of: unit, course: course, at: monday.days(40))
            #expect(report.children.map(\.totals).reduce(report.direct, +) == report.totals, "\(unit)")
        }
    }

    @Test("without a course counts pairs of person and course")
    func pairs() async throws {
        let report = try await world().report(of: .yanan, course: nil, at: monday.days(3))
        // 走访 of four; 发布 of those and of 周某, 赵某 and 吴某.
        #expect(report.totals == tally(1, 1, 9))
        #expect(report.course == nil)
    }

    @Test("of a day that is past shows that day's end")
    func past() async throws {
        let world = try await world()
        let now = monday.days(3)
        #expect(try await world.report(of: .yanchang, on: "2026-11-08", at: now).totals == Tally())
        #expect(try await world.report(of: .yanchang, on: "2026-11-09", at: now).totals == tally(0, 0, 4))
        #expect(try await world.report(of: .yanchang, on: "2026-11-10", at: now).totals == tally(1, 0, 3))
        #expect(try await world.report(of: .yanchang, on: "2026-11-11", at: now).totals == tally(1, 1, 2))
        #expect(try await world.report(of: .yanchang, at: now).day == "2026-11-12")
    }

    @Test("of a day to come shows who will be overdue if nothing happens")
    func future() async throws {
        let world = try await world()
        #expect(try await world.report(of: .yanchang, on: "2026-11-30").totals == tally(1, 1, 2))
        #expect(try await world.report(of: .yanchang, on: "2026-12-01").totals == tally(1, 1, 2, overdue: 3))
        // 张某 finished before the own deadline on the 20th.
        #expect(try await world.report(of: .firstVillage, on: "2026-11-21").totals.overdue == 0)
        try await world.finish(.visits, as: .li, at: Day("2026-12-02").morning)
        #expect(try await world.report(of: .yanchang, on: "2026-12-01").totals == tally(1, 1, 2, overdue: 3))
        #expect(try await world.report(of: .yanchang, on: "2026-12-02").totals == tally(2, 0, 2, overdue: 2))
    }

    @Test("leaves out who is suspended, from that day on")
    func suspended() async throws {
        let world = try await world()
        try await world.apply(
            .people, Sheet("staff_no,name,unit,status\n00019,王某,610621991,suspended"), at: monday.days(3))
        #expect(try await world.report(of: .yanchang, on: "2026-11-11").totals == tally(1, 1, 2))
        #expect(try await world.report(of: .yanchang, on: "2026-11-12").totals == tally(1, 1, 1))
    }

    @Test("follows a unit to its new parent, for all days")
    func reparented() async throws {
        let world = try await world()
        try await world.apply(.units, Sheet("code,name,parent\n610621991,示例一镇,610622"), at: monday.days(3))
        let now = monday.days(3)
        // 走访 was asked of 延长县, where only 陈某 is left; 张某 has it of his own.
        #expect(try await world.report(of: .yanchang, at: now).totals == tally(0, 0, 1))
        #expect(try await world.report(of: .yanchuan, at: now).totals == tally(1, 0, 0))
        #expect(try await world.report(of: .yanchuan, on: "2026-11-09", at: now).totals == tally(0, 0, 1))
    }

    @Test("is seen in the own scope, with the way up as far as the scope goes")
    func scope() async throws {
        let world = try await world()
        func report(_ unit: UnitCode, by number: StaffNumber) async throws -> CompletionReport {
            try await world.records.completionReport(
                of: unit, course: nil, day: nil, for: world.caller(number), at: monday)
        }
        #expect(try await report(.firstVillage, by: .chen).above.map(\.code) == [.yanchang, .firstTown])
        #expect(try await report(.yanchang, by: .chen).above == [])
        #expect(try await report(.firstTown, by: .wu).above.map(\.code) == [.yanan, .yanchang])
        #expect(try await report(.firstTown, by: .zheng).above.map(\.code) == [.shaanxi, .yanan, .yanchang])
        for (unit, number) in [
            (UnitCode.yanan, StaffNumber.chen), (.yanchuan, .chen), (.shaanxi, .wu), (.firstVillage, .zhang),
        ] {
            await #expect(throws: Refusal.notFound) { try await report(unit, by: number) }
        }
        await #expect(throws: Refusal.notFound) { try await report("NOWHERE", by: .zheng) }
    }

    @Test("begins at the units in charge of")
    func begins() async throws {
        let world = try await world()
        #expect(try await world.records.unitsInCharge(of: world.caller(.zheng)).map(\.code) == [.shaanxi])
        #expect(try await world.records.unitsInCharge(of: world.caller(.chen)).map(\.code) == [.yanchang])
        #expect(try await world.records.unitsInCharge(of: world.caller(.zhang)) == [])
    }
}

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

    @Test("follows a unit to its new parent and name, from the day on which it moved")
    func reparented() async throws {
        let world = try await world()
        try await world.apply(.units, Sheet("code,name,parent\n610621991,示例新镇,610622"), at: monday.days(3))
        let now = monday.days(3)
        // 走访 was asked of 延长县, where only 陈某 is left; 张某 has it of his own.
        #expect(try await world.report(of: .yanchang, at: now).totals == tally(0, 0, 1))
        #expect(try await world.report(of: .yanchuan, at: now).totals == tally(1, 0, 0))
        let before = try await world.report(of: .yanchang, on: "2026-11-11", at: now)
        #expect(before.totals == tally(1, 1, 2) && before.children.map(\.unit.name) == ["示例一镇", "示例二镇"])
        #expect(try await world.report(of: .yanchuan, on: "2026-11-11", at: now).totals == Tally())
        let after = try await world.report(of: .yanchuan, at: now)
        #expect(after.children.map(\.unit.name) == ["示例新镇", "示例三镇"])
        #expect(try await world.report(of: .firstTown, on: "2026-11-11", at: now).unit.name == "示例一镇")
        #expect(try await world.report(of: .firstTown, at: now).unit.name == "示例新镇")
    }

    @Test("of one course tells how it went, and until when it is due in the unit")
    func curve() async throws {
        let world = try await world()
        try await world.apply(
            .enrolments, Sheet("unit,course,due\n610621991,visits,2026-12-15"), at: monday.days(3))
        let now = monday.days(4)
        let county = try #require(try await world.report(of: .yanchang, at: now).curve)
        #expect(county.days.map(\.day) == ["2026-11-09", "2026-11-10", "2026-11-11"])
        #expect(county.days.map(\.tally) == [tally(0, 0, 4), tally(1, 0, 3), tally(1, 1, 2)])
        #expect(county.due == "2026-11-30")
        #expect(try await world.report(of: .firstVillage, at: now).curve?.due == "2026-12-15")
        #expect(try await world.report(of: .firstVillage, on: "2026-11-11", at: now).curve?.due == "2026-11-30")
        #expect(try await world.report(of: .yanan, at: now).curve?.due == nil)
        #expect(try await world.report(of: .yanchang, on: "2026-11-10", at: now).curve?.days.count == 2)
        #expect(try await world.report(of: .yanchang, course: nil, at: now).curve == nil)
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

/// 西咸新区 reports to 延安市, 延川县 to the province, as by a notice; 陈某 oversees 延长县, 吴某 延安市.
@Suite("The completion report by who reports to whom")
struct ReportingTests {
    private func world() async throws -> World {
        let world = try await World()
        try await world.apply(
            .units,
            Sheet("code,name,parent,reports_to\nSX-XIXIAN,西咸新区,610000,610600\n610622,延川县,610600,610000"))
        try await world.apply(.people, Sheet("staff_no,name,unit\nX-0001,冯某,SX-XIXIAN"))
        try await world.apply(.enrolments, Sheet("unit,course\nSX-XIXIAN,visits\n610622,visits"))
        return world
    }

    private func report(
        _ world: World, _ unit: UnitCode, as number: StaffNumber = .zheng,
        _ tree: CompletionReport.Tree = .reporting
    ) async throws -> CompletionReport {
        try await world.records.completionReport(
            of: unit, course: "visits", day: nil, tree: tree, for: world.caller(number), at: monday)
    }

    @Test("counts each person once, where the unit reports, and lists apart what reports elsewhere")
    func once() async throws {
        let world = try await world()
        let province = try await report(world, .shaanxi)
        #expect(province.totals.assigned == 7)
        #expect(province.children.map(\.unit.code) == [.yanan, .yanchuan])
        #expect(province.children.map(\.totals.assigned) == [5, 2])
        #expect(province.elsewhere.map(\.line.unit.code) == [.xixian])
        #expect(province.elsewhere.map(\.reportsTo?.code) == [.yanan])
        let city = try await report(world, .yanan)
        #expect(city.children.map(\.unit.code) == [.yanchang, .xixian])
        #expect(city.elsewhere.map(\.line.totals.assigned) == [2])
        #expect(try await report(world, .yanan, as: .zheng, .administrative).totals.assigned == 6)
    }

    @Test("shows numbers of what reports into the scope, and neither people nor anything by the tree of parents")
    func sight() async throws {
        let world = try await world()
        let wu = try await world.caller(.wu)
        #expect(try await report(world, .xixian, as: .wu).totals.assigned == 1)
        #expect(try await !report(world, .xixian, as: .wu).showsPeople)
        #expect(try await report(world, .yanchang, as: .wu).showsPeople)
        await #expect(throws: Refusal.notFound) { try await report(world, .xixian, as: .wu, .administrative) }
        await #expect(throws: Refusal.notFound) {
            try await world.records.people(in: .xixian, PersonQuery(), for: wu, at: monday)
        }
        await #expect(throws: Refusal.notFound) { try await world.records.person("X-0001", for: wu) }
        await #expect(throws: Refusal.notFound) { try await report(world, .xixian, as: .chen) }
        await #expect(throws: Refusal.notFound) { try await report(world, .shaanxi, as: .wu) }
        // Where 延川县 reports to is above the scope.
        #expect(try await report(world, .yanan, as: .wu).elsewhere.map(\.reportsTo) == [nil])
        #expect(try await report(world, .yanan, as: .wu).above == [])
        #expect(try await report(world, .xixian, as: .wu).above.map(\.code) == [.yanan])
    }
}

/// 王某 of 示例一镇 has finished and then goes to 延川县; 示例一镇 itself goes there, too, later.
@Suite("The completion report after transfers")
struct TransferTests {
    @Test("tells of a past day by the unit then, and by the unit now")
    func thenAndNow() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .wang, at: monday.days(1))
        try await world.apply(.people, Sheet("staff_no,name,unit\n00019,王某,610622"), at: monday.days(2))
        func completed(_ unit: UnitCode, _ by: CompletionReport.Belonging) async throws -> [Int] {
            let report = try await world.records.completionReport(
                of: unit, course: "visits", day: "2026-11-10", by: by, for: .operatorAtTheMachine, at: monday.days(5))
            return [report.totals.completed, report.totals.assigned, report.direct.assigned]
        }
        #expect(try await completed(.yanchang, .then) == [1, 4, 1])
        #expect(try await completed(.yanchuan, .then) == [0, 0, 0])
        #expect(try await completed(.yanchang, .now) == [0, 3, 1])
        #expect(try await completed(.yanchuan, .now) == [1, 1, 1])
        #expect(try await completed(.yanan, .now) == [1, 4, 0])
        try await world.apply(.units, Sheet("code,name,parent\n610621991,示例一镇,610622"), at: monday.days(4))
        #expect(try await completed(.yanchang, .then) == [1, 4, 1])
        #expect(try await completed(.yanchang, .now) == [0, 1, 1])
        #expect(try await completed(.yanchuan, .now) == [1, 3, 1])
    }

    @Test("shows what is below then to whoever is in charge, without a way into what has left the scope")
    func closed() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent\n610621991,示例一镇,610622"), at: monday.days(4))
        let report = try await world.records.completionReport(
            of: .yanchang, course: "visits", day: "2026-11-10", for: world.caller(.chen), at: monday.days(5))
        #expect(report.children.map(\.unit.code) == [.firstTown, .secondTown])
        #expect(report.children.map(\.isOpen) == [false, true])
    }

    @Test("tells what changed of a unit, and names no unit outside the scope")
    func changes() async throws {
        let world = try await World()
        func changes(_ number: StaffNumber) async throws -> [UnitChange] {
            try await world.records.completionReport(
                of: .firstTown, course: nil, day: nil, for: world.caller(number), at: monday.days(5)
            ).changes
        }
        #expect(try await changes(.zheng) == [])
        try await world.apply(.units, Sheet("code,name,parent\n610621991,示例新镇,610622"), at: monday.days(1))
        let (county, other) = (
            UnitChange.Neighbour.unit(.init(code: .yanchang, name: "延长县")),
            UnitChange.Neighbour.unit(.init(code: .yanchuan, name: "延川县"))
        )
        let renamed = UnitChange(day: "2026-11-10", what: .name(from: "示例一镇", to: "示例新镇"))
        #expect(
            try await changes(.zheng) == [
                renamed, UnitChange(day: "2026-11-10", what: .parent(from: county, to: other)),
            ])
        #expect(
            try await changes(.zhou) == [
                renamed, UnitChange(day: "2026-11-10", what: .parent(from: .hidden, to: other)),
            ])
    }

    @Test("is counted by the unit now, too, in a database that never counted so")
    func before() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .wang, at: monday.days(1))
        try await world.apply(.people, Sheet("staff_no,name,unit\n00019,王某,610622"), at: monday.days(2))
        let before = try await world.dump()["tallies"]
        #expect(before?.contains { $0[1].text == "below_moved" } == true)
        try await world.forgetSteps(from: "placements")
        try await world.database.write { transaction in
            try transaction.script(
                "DELETE FROM tallies WHERE reach LIKE '%moved'; DELETE FROM settings WHERE name = 'moves_tallied'")
        }
        try await world.records.prepare(at: monday.days(3))
        #expect(try await world.dump()["tallies"] == before)
    }
}

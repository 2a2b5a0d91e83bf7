import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

@Suite("The figures of a year")
struct YearTests {
    private func report(
        _ world: World, _ unit: UnitCode, _ year: Int = 2026, course: CourseID? = nil,
        by: CompletionReport.Belonging = .then, tree: CompletionReport.Tree = .administrative,
        at now: Date = monday.days(20)
    ) async throws -> YearReport {
        try await world.records.yearReport(
            of: unit, YearReport.Query(year: year, course: course, by: by, tree: tree), for: .operatorAtTheMachine,
            at: now)
    }

    /// 走访 counts for one 学时 and 发布 for a half.
    private func worldWithHours() async throws -> World {
        let world = try await World()
        for (course, halves) in [("visits" as CourseID, 2), ("publicity", 1)] {
            let rule = CreditRule(course: course, from: Day(at: monday), hours: CreditHours(halves: halves))
            try await world.records.make(try #require(rule), by: .operatorAtTheMachine, at: monday)
        }
        return world
    }

    @Test("count people once, their marked tries, those passed, and what courses count for")
    func counts() async throws {
        let world = try await worldWithHours()
        try await world.take(.visits, as: .zhang, right: 0)
        try await world.finish(.visits, as: .zhang, at: monday.days(1))
        try await world.finish(.publicity, as: .zhang, at: monday.days(2))
        try await world.take(.visits, as: .wang, right: 0, at: monday.days(2))
        _ = try await world.begin(.visits, as: .li, at: monday.days(2))

        let county = try await report(world, .yanchang)
        #expect(county.totals == YearTally(people: 2, attempts: 4, passed: 2, halfHours: 3))
        #expect(county.totals.passRate == 0.5 && county.direct.isZero && county.direct.passRate == nil)
        #expect(county.children.map(\.unit.code) == [.firstTown, .secondTown])
        #expect(county.children.map(\.totals.people) == [2, 0])
        let town = try await report(world, .firstTown)
        #expect(town.direct == YearTally(people: 1, attempts: 1, passed: 0, halfHours: 0))
        let visits = try await report(world, .yanchang, course: "visits")
        #expect(visits.totals == YearTally(people: 2, attempts: 3, passed: 1, halfHours: 2))
        #expect(try await report(world, .yanchang, 2025).totals.isZero)
        #expect(county.years == [2026])
    }

    @Test("are those of the year in Shanghai, and nothing of one year counts in the next")
    func year() async throws {
        let world = try await worldWithHours()
        // 2026-12-31 23:30 and 2027-01-01 00:30 in Shanghai.
        let last = Day(year: 2026, month: 12, day: 31)!.end.addingTimeInterval(-1800)
        try await world.take(.visits, as: .zhang, at: last)
        try await world.take(.visits, as: .zhang, at: last.addingTimeInterval(3600))
        for year in [2026, 2027] {
            let tally = try await report(world, .shaanxi, year, at: last.addingTimeInterval(7200)).totals
            #expect(tally == YearTally(people: 1, attempts: 1, passed: 1))
        }
        #expect(try await report(world, .shaanxi, 2027, at: last.addingTimeInterval(7200)).years == [2027, 2026])
    }

    @Test("count what was done in the unit of the day, or where people are now; a person once")
    func moved() async throws {
        let world = try await worldWithHours()
        try await world.finish(.visits, as: .zhang)
        try await world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610622991"), at: monday.days(1))
        try await world.finish(.publicity, as: .zhang, at: monday.days(2))
        let (old, new) = (try await report(world, .yanchang), try await report(world, .yanchuan))
        #expect(old.totals == YearTally(people: 0, attempts: 1, passed: 1, halfHours: 2))
        #expect(new.totals == YearTally(people: 1, attempts: 1, passed: 1, halfHours: 1))
        #expect(try await report(world, .yanan).totals == old.totals + new.totals)
        #expect(try await report(world, .yanchang, course: "visits").totals.people == 1)
        #expect(try await report(world, .yanchang, by: .now).totals.isZero)
        #expect(try await report(world, .yanchuan, by: .now).totals == old.totals + new.totals)
        // Who has left stays in the figures of the years in which they learnt.
        try await world.apply(
            .people, Sheet("staff_no,name,unit,status\n00017,张某,610622991,suspended"), at: monday.days(3))
        #expect(try await report(world, .yanchuan).totals == new.totals)
    }

    @Test("of a past year stand under the units as they stood at its end, or as they stand now")
    func units() async throws {
        let world = try await worldWithHours()
        try await world.finish(.visits, as: .zhang)
        let later = Day(year: 2027, month: 3, day: 1)!.start
        try await world.apply(.units, Sheet("code,name,parent\n610621991,新一镇,610622"), at: later)
        let one = YearTally(people: 1, attempts: 1, passed: 1, halfHours: 2)
        let then = try await report(world, .yanchang, at: later)
        #expect(then.totals == one && then.children.map(\.unit.name) == ["示例一镇", "示例二镇"])
        #expect(then.children.map(\.totals) == [one, YearTally()])
        #expect(try await report(world, .yanchuan, at: later).totals.isZero)
        let now = try await report(world, .yanchuan, by: .now, at: later)
        #expect(now.totals == one && now.children.map(\.unit.name) == ["新一镇", "示例三镇"])
        #expect(try await report(world, .yanchang, by: .now, at: later).totals.isZero)
        #expect(try await report(world, .yanan, at: later).totals == one)
    }

    @Test("by reports count everyone once, where their unit reports")
    func reporting() async throws {
        let world = try await worldWithHours()
        try await world.apply(.units, Sheet("code,name,parent,reports_to\n610621,延长县,610600,610000"), at: monday)
        try await world.finish(.visits, as: .zhang)
        try await world.finish(.visits, as: .zhao)
        let one = YearTally(people: 1, attempts: 1, passed: 1, halfHours: 2)
        let city = try await report(world, .yanan, tree: .reporting)
        #expect(city.totals == one && city.children.map(\.unit.code) == [.yanchuan])
        #expect(city.elsewhere.map(\.unit.code) == [.yanchang] && city.elsewhere.map(\.totals) == [one])
        #expect(city.hasReporting)
        let province = try await report(world, .shaanxi, tree: .reporting)
        #expect(province.totals == one + one)
        #expect(province.children.map(\.unit.code).contains(.yanchang))
    }

    @Test("follow a corrected key")
    func later() async throws {
        let corrected = try await Corrected()
        #expect(try await report(corrected.world, .shaanxi).totals == YearTally(people: 3, attempts: 3, passed: 1))
        try await corrected.apply()
        #expect(try await report(corrected.world, .shaanxi).totals == YearTally(people: 3, attempts: 3, passed: 2))
    }

    @Test("are counted for a database from before there were any, once")
    func before() async throws {
        let world = try await worldWithHours()
        for number in [StaffNumber.zhang, .li] { try await world.finish(.visits, as: number) }
        let kept = try await report(world, .shaanxi)
        try await world.database.write {
            try $0.script("DELETE FROM year_tallies; DELETE FROM settings WHERE name = 'years_tallied';")
        }
        #expect(try await report(world, .shaanxi).totals.isZero)
        for _ in 0..<2 { try await world.records.prepare(at: monday.days(1)) }
        #expect(try await report(world, .shaanxi) == kept)
    }

    @Test("are there for whoever oversees the unit; by reports also for the unit that is reported to")
    func scope() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent,reports_to\n610622,延川县,610600,610621"), at: monday)
        let chen = try await world.caller(.chen)
        func ask(_ unit: UnitCode, _ tree: CompletionReport.Tree) async throws -> YearReport {
            try await world.records.yearReport(of: unit, .init(year: 2026, tree: tree), for: chen, at: monday)
        }
        #expect(try await ask(.yanchang, .administrative).showsPeople)
        #expect(try await !ask(.yanchuan, .reporting).showsPeople)
        for (unit, tree) in [(UnitCode.yanchuan, CompletionReport.Tree.administrative), (.yanan, .reporting)] {
            await #expect(throws: Refusal.notFound) { try await ask(unit, tree) }
        }
    }
}

@Suite("What courses count for")
struct CreditRuleTests {
    private func hours(_ world: World, _ number: StaffNumber) async throws -> [CreditHours?] {
        try await world.records.certificates(of: world.person(number).id).map { $0.award?.creditHours }
    }

    private func make(_ world: World, _ halves: Int?, from days: Int, at now: Date = monday) async throws {
        let rule = CreditRule(
            course: "visits", from: Day(at: monday.days(days)), hours: halves.map(CreditHours.init(halves:)))
        try await world.records.make(try #require(rule), by: world.caller(.zheng), at: now)
    }

    @Test("is what the author says, then the rule that holds on the day; what was finished before keeps its own")
    func rules() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        try await make(world, 4, from: 2)
        try await world.finish(.visits, as: .li, at: monday.days(1))
        try await world.finish(.visits, as: .wang, at: monday.days(2))
        try await make(world, nil, from: 3, at: monday.days(2))
        try await world.finish(.visits, as: .zhao, at: monday.days(3))
        for author in [StaffNumber.zhang, .li, .zhao] {
            #expect(try await hours(world, author) == [author == .zhao ? nil : Course.visits.award.creditHours])
        }
        #expect(try await hours(world, .wang) == [CreditHours(halves: 4)])
        let made = try await world.records.creditRules()
        #expect(made.map(\.by) == ["郑某", "郑某"] && made.map(\.rule.hours) == [CreditHours(halves: 4), nil])
        #expect(made.holding(for: "visits", on: Day(at: monday.days(2)))?.hours == CreditHours(halves: 4))
        #expect(made.holding(for: "visits", on: Day(at: monday.days(1))) == nil)
    }

    @Test("cannot be changed for days that are over")
    func past() async throws {
        let world = try await World()
        await #expect(throws: Refusal.self) { try await make(world, 4, from: -1) }
        #expect(try await world.records.creditRules().isEmpty)
        #expect(CreditRule(course: "visits", from: Day(at: monday), hours: CreditHours(halves: 201)) == nil)
    }
}

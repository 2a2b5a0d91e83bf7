import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// 走访, which 张某 finished on 10 November 2026.
@Suite("A completion")
struct RenewalTests {
    private let yearly = Course.visits.valid(.months(12))

    private func world(_ course: Course) async throws -> World {
        let world = try await World()
        try await world.finish(course, as: .zhang, at: monday.days(1))
        return world
    }

    private func holding(_ world: World, at now: Date) async throws -> Holding? {
        try await world.records.learning(of: world.person(.zhang).id, at: now).first { $0.course == "visits" }?.holding
    }

    private func completions(_ world: World, at now: Date) async throws -> [Completion.Recorded] {
        try await world.records.personCourse(.zhang, "visits", for: .operatorAtTheMachine, at: now).completions
    }

    @Test("holds as long as the course says, and is expired the day after without anybody's doing")
    func expires() async throws {
        let world = try await world(yearly)
        func tally(_ day: Day) async throws -> Tally { try await world.report(of: .firstVillage, on: day).totals }
        #expect(try await tally("2027-11-10").completed == 1)
        let after = try await tally("2027-11-11")
        #expect(after.completed == 0 && after.expired == 1 && after.assigned == 1 && after.overdue == 1)

        func line(_ day: Day, _ query: PersonQuery) async throws -> PersonLine? {
            try await world.records.people(in: .firstVillage, query, for: .operatorAtTheMachine, at: day.morning)
                .lines.first
        }
        let course = PersonQuery(course: "visits")
        #expect(try await line("2027-11-10", course)?.course?.state == .completed)
        #expect(try await line("2027-11-11", course)?.course?.state == .expired)
        for state in Standing.State.allCases {
            let query = PersonQuery(course: "visits", state: state)
            #expect(try await (line("2027-11-10", query) != nil) == (state == .completed), "\(state)")
            #expect(try await (line("2027-11-11", query) != nil) == (state == .expired), "\(state)")
        }
        #expect(try await line("2027-11-11", PersonQuery(course: "visits", overdue: true)) != nil)
    }

    @Test("keeps the rule it was made by, whatever the course says later")
    func keepsItsRule() async throws {
        let world = try await world(yearly)
        let now = monday.days(2)
        try await world.read("01-knock", of: .visits.valid(.months(1)), as: .zhang, at: now)
        try await world.finish(.visits, as: .zhang, at: now)
        let completions = try await completions(world, at: now)
        #expect(completions.map(\.last) == ["2027-11-10"])
        #expect(completions.map(\.rule) == [CompletionRule(validity: .months(12))])
        #expect(try await holding(world, at: now)?.reopensAt == Day("2027-10-11").start)
    }

    @Test("is not made a second time before its last days")
    func tooEarly() async throws {
        let world = try await world(yearly)
        let early = Day("2027-10-10").morning
        try await world.finish(yearly, as: .zhang, at: early)
        #expect(try await completions(world, at: early).count == 1)
        // What was done then does not count in the last days either.
        let open = Day("2027-10-11").morning
        let progress = try await world.records.progress(
            of: world.person(.zhang).id, in: yearly.requirements, at: open)
        #expect(progress.missing == ["01-knock", "02-record"] && !progress.passed && progress.isRenewable)
        #expect(progress.completedAt == monday.days(1))
    }

    @Test("is renewed in its last days by doing all anew, and the new period follows the old one")
    func renewed() async throws {
        let world = try await world(yearly)
        let day = Day("2027-10-20")
        for lesson in yearly.lessons { try await world.read(lesson.id, of: yearly, as: .zhang, at: day.morning) }
        #expect(try await completions(world, at: day.morning).count == 1)
        let receipt = try await world.take(yearly, as: .zhang, at: day.adding(1).morning)
        #expect(receipt.completed)
        let completions = try await completions(world, at: day.adding(1).morning)
        #expect(completions.map(\.day) == ["2027-10-21", "2026-11-10"])
        #expect(completions.map(\.last) == ["2028-11-10", "2027-11-10"])
        #expect(try await world.report(of: .firstVillage, on: "2028-11-10").totals.completed == 1)
        #expect(try await world.report(of: .firstVillage, on: "2028-11-11").totals.expired == 1)
        #expect(try await world.rows("SELECT DISTINCT lesson FROM readings").count == 2)
        #expect(try await world.rows("SELECT 1 FROM readings").count == 4)
        #expect(
            try await world.records.certificates(of: world.person(.zhang).id).map(\.last)
                == ["2028-11-10", "2027-11-10"])
    }

    @Test("that has expired is followed by one that begins on the day itself")
    func afterTheEnd() async throws {
        let world = try await world(yearly)
        let late = Day("2028-01-05")
        try await world.take(yearly, as: .zhang, at: late.morning)
        #expect(try await holding(world, at: late.morning)?.holds(on: late) == false)
        try await world.finish(yearly, as: .zhang, at: late.adding(1).morning)
        #expect(try await completions(world, at: late.adding(1).morning).map(\.last) == ["2029-01-06", "2027-11-10"])
        #expect(try await world.report(of: .firstVillage, on: late).totals.expired == 1)
        #expect(try await world.report(of: .firstVillage, on: late.adding(1)).totals.completed == 1)
    }

    @Test("leaves as many tries for the next as there were for it")
    func tries() async throws {
        let once = Course.visits.under(Quiz.Rules(passMark: 60, tries: 1)).valid(.months(12))
        let world = try await world(once)
        await expectConflict("no_tries_left") { _ = try await world.begin(once, as: .zhang, at: monday.days(2)) }
        try await world.finish(once, as: .zhang, at: Day("2027-11-01").morning)
        #expect(try await completions(world, at: Day("2027-11-01").morning).count == 2)
    }

    @Test("of a day that is the same for all has no renewal before it")
    func sameForAll() async throws {
        let course = Course.visits.valid(.until("2027-06-30"))
        let world = try await world(course)
        try await world.finish(course, as: .zhang, at: Day("2027-06-30").morning)
        #expect(try await completions(world, at: monday).map(\.last) == ["2027-06-30"])
        try await world.finish(course, as: .zhang, at: Day("2027-07-01").morning)
        #expect(try await completions(world, at: monday).map(\.last) == [nil, "2027-06-30"])
    }

    @Test("that has expired is among those to remind, and gets a later due day")
    func reminded() async throws {
        let world = try await world(yearly)
        let (before, after) = (Day("2027-11-10").morning, Day("2027-11-11").morning)
        func reminded(_ now: Date) async throws -> [Reminder.Addressee] {
            try await world.records.reminder(
                of: "visits", in: .firstVillage, limit: 9, for: .operatorAtTheMachine, at: now
            ).people
        }
        #expect(try await reminded(before) == [])
        let people = try await reminded(after)
        #expect(people.map(\.state) == [.expired] && people.map(\.due) == ["2027-11-10"])
        let later = try #require(Extension(due: "2027-12-01", reason: "出差"))
        await #expect(throws: Refusal.self) {
            try await world.records.extend(
                "visits", to: later, for: [.zhang], in: .firstVillage, by: .operatorAtTheMachine, at: before)
        }
        try await world.records.extend(
            "visits", to: later, for: [.zhang], in: .firstVillage, by: .operatorAtTheMachine, at: after)
        #expect(try await reminded(after).map(\.due) == ["2027-12-01"])
        #expect(try await world.report(of: .firstVillage, on: "2027-12-01").totals.overdue == 0)
        #expect(try await world.report(of: .firstVillage, on: "2027-12-02").totals.overdue == 1)
    }
}

/// 走访 holds until a clause changes; 张某 finished it on 10 November 2026.
@Suite("A completion until a clause changes")
struct ClauseEndTests {
    private let course = Course.visits.valid(.untilClauseChange)

    private func world() async throws -> World {
        let world = try await World()
        _ = try await world.records.note([.visitsClause: .example(1)], citedBy: [], at: monday)
        try await world.finish(course, as: .zhang, at: monday.days(1))
        try await world.finish(.visits, as: .li, at: monday.days(1))
        return world
    }

    private func rise(_ world: World, to version: Int = 2, from day: Day? = nil, at now: Date) async throws {
        var clause = Clause.example(version)
        if let day {
            clause = Clause(
                id: clause.id, version: version, text: clause.text, source: clause.source, era: .current,
                verified: true, from: day)
        }
        _ = try await world.records.note([.visitsClause: clause], citedBy: [], at: now)
    }

    @Test("ends on the day of the rise, and no other does")
    func ends() async throws {
        let world = try await world()
        try await rise(world, at: monday.days(5))
        let now = monday.days(5)
        #expect(try await world.report(of: .firstVillage, on: "2026-11-13", at: now).totals.completed == 1)
        let after = try await world.report(of: .firstVillage, on: "2026-11-14", at: now).totals
        #expect(after.expired == 1 && after.completed == 0)
        #expect(try await world.report(of: .firstTown, at: now).totals.completed == 1)
        let completion = try #require(
            try await world.records.personCourse(.zhang, "visits", for: .operatorAtTheMachine, at: now)
                .completions.first)
        #expect(completion.last == "2026-11-13" && completion.ending == .init(clause: .visitsClause, version: 2))
        let before = try await world.dump()
        try await rise(world, at: monday.days(6))
        #expect(try await world.dump() == before)
    }

    @Test("ends on the first day of the new version also where that is noted later")
    func backdated() async throws {
        let world = try await world()
        try await rise(world, from: "2026-11-20", at: Day("2026-11-25").morning)
        let now = Day("2026-11-25").morning
        // Before the files were read nobody could know.
        #expect(try await world.report(of: .firstVillage, on: "2026-11-24", at: now).totals.completed == 1)
        let announced = try await self.world()
        let coming = Clause(
            id: .visitsClause, version: 2, text: "", source: "", era: .current, verified: true, from: "2026-11-20")
        _ = try await announced.records.note(
            [.visitsClause: .example(1)], coming: [coming], citedBy: [], at: monday.days(2))
        _ = try await announced.records.note([.visitsClause: coming], citedBy: [], at: now)
        #expect(try await announced.report(of: .firstVillage, on: "2026-11-19", at: now).totals.completed == 1)
        #expect(try await announced.report(of: .firstVillage, on: "2026-11-20", at: now).totals.expired == 1)
    }

    @Test("is followed by one on the new version, which holds until the next rise")
    func followed() async throws {
        let world = try await world()
        try await rise(world, at: monday.days(5))
        try await world.finish(course, as: .zhang, at: monday.days(6))
        #expect(try await world.report(of: .firstVillage, at: monday.days(6)).totals.completed == 1)
        try await rise(world, at: monday.days(7))
        #expect(try await world.report(of: .firstVillage, at: monday.days(7)).totals.completed == 1)
        try await rise(world, to: 3, at: monday.days(8))
        #expect(try await world.report(of: .firstVillage, at: monday.days(8)).totals.expired == 1)
    }

    @Test("needs no update about the clause, since the course is to be taken again")
    func noUpdate() async throws {
        let world = try await world()
        #expect(try await world.outdated(["N78-2.1-a": 2]).map(\.staffNumber) == [.zhang, .li])
        try await rise(world, at: monday.days(5))
        #expect(try await world.outdated(["N78-2.1-a": 2]).map(\.staffNumber) == [.li])
    }

    @Test("is found by what it rests on, and statements walk through nothing")
    func plan() async throws {
        let world = try await world()
        let (_, statements) = try await world.database.statements { try await rise(world, at: monday.days(5)) }
        let finding = statements.filter { $0.sql.contains("until clause change") }
        #expect(finding.count == 2)
        for statement in finding {
            let plan = try await world.database.plan(of: statement)
            #expect(plan.contains { $0.contains("completions USING") && $0.contains("completions_basis (basis=?") })
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        }
    }
}

/// 走访 by other rules, in the words of cmi5.
@Suite("A course is complete")
struct NeedsTests {
    private func completed(
        _ needs: CompletionRule.Needs, read: Bool, right: Int?
    ) async throws -> (world: World, completions: [Completion.Recorded]) {
        let course = Course.visits.completed(by: CompletionRule(needs: needs))
        let world = try await World()
        if let right { try await world.take(course, as: .zhang, right: right, at: monday) }
        if read {
            for lesson in course.lessons { try await world.read(lesson.id, of: course, as: .zhang, at: monday) }
        }
        let found = try await world.records.personCourse(.zhang, "visits", for: .operatorAtTheMachine, at: monday)
        return (world, found.completions)
    }

    @Test("by the word of its rule", arguments: CompletionRule.Needs.allCases)
    func words(_ needs: CompletionRule.Needs) async throws {
        for read in [false, true] {
            for right in [nil, 0, 3] {
                let passed = right == 3
                let expected =
                    switch needs {
                    case .passed: passed
                    case .completed: read
                    case .completedAndPassed: read && passed
                    case .completedOrPassed: read || passed
                    }
                let (world, completions) = try await completed(needs, read: read, right: right)
                #expect(completions.map(\.rule.needs) == (expected ? [needs] : []), "\(read) \(right ?? -1)")
                #expect(try await world.report(of: .firstVillage).totals.completed == (expected ? 1 : 0))
            }
        }
    }

    @Test("by reading without a score, and its certificate speaks of no quiz")
    func byReading() async throws {
        let (world, completions) = try await completed(.completed, read: true, right: nil)
        #expect(completions.map(\.score) == [nil])
        #expect(try await world.rows("SELECT attempt FROM completions") == [[.null]])
        let certificates = try await world.records.certificates(of: world.person(.zhang).id)
        #expect(certificates.map(\.isOfQuiz) == [false])
        let taught = try await world.rows("SELECT clauses FROM completions")[0][0].text
        #expect(taught == #"[{"clause":"N78-2.1-a","version":1},{"clause":"N78-2.1-b","version":1}]"#)
    }

    @Test("for those who meet a new rule at their next act, and stays so for those who met the old one")
    func newRule() async throws {
        let world = try await World()
        for lesson in Course.visits.lessons { try await world.read(lesson.id, of: .visits, as: .zhang) }
        let reading = Course.visits.completed(by: CompletionRule(needs: .completed))
        #expect(try await world.report(of: .firstVillage).totals.completed == 0)
        try await world.read("01-knock", of: reading, as: .zhang, at: monday.days(1))
        #expect(try await world.report(of: .firstVillage, at: monday.days(1)).totals.completed == 1)
        let strict = try await world.records.progress(
            of: world.person(.zhang).id, in: Course.visits.requirements, at: monday.days(2))
        #expect(strict.completedAt == monday.days(1) && !strict.passed)
    }
}

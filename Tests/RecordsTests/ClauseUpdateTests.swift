import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

@Suite("A clause that was raised")
struct ClauseUpdateTests {
    @Test("is told with the courses and the people at work who finished on it as it was, and nobody else")
    func told() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        try await world.finish(.visits, by: .li)
        try await world.finish(.publicity, by: .wang)
        #expect(try await world.records.clauseReport(.standing()) == .empty)
        #expect(try await world.outdated(["N78-2.1-a": 1]) == [])

        let report = try await world.records.clauseReport(.standing(raising: 2))
        #expect(report.outdated.map(\.change.clause) == ["N78-2.1-a"])
        let outdated = try #require(report.outdated.first)
        #expect(outdated.change.version == 2 && outdated.change.text == "N78-2.1-a 2")
        #expect(outdated.change.formers == [.init(version: 1, text: nil)])
        #expect(outdated.courses == [.init(course: "visits", people: 2)])
        #expect(report.proposal?.people == 2 && report.proposal?.plan.passMark == 60 && report.updates == [])
        let people = try await world.outdated(["N78-2.1-a": 2])
        #expect(people.map(\.staffNumber) == [.zhang, .li])
        #expect(people.map(\.name) == ["张某", "李某"] && people.map(\.course) == ["visits", "visits"])
        #expect(people.allSatisfy { $0.clauses == ["N78-2.1-a"] })

        // Who leaves is not asked to learn.
        try await world.apply(.people, Sheet("staff_no,name,unit,status\n00018,李某,610621991202,suspended"))
        #expect(try await world.records.clauseReport(.standing(raising: 2)).proposal?.people == 1)
        #expect(try await world.outdated(["N78-2.1-a": 2]).map(\.staffNumber) == [.zhang])
    }

    @Test("is told with what it said before, where that was in service on this database")
    func formerText() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let before = Corpus.standing()
        for day in 0..<2 {
            _ = try await world.records.note(before.clauses, citedBy: [], at: monday.days(day))
        }
        let report = try await world.records.clauseReport(.edited)
        #expect(report.outdated.first?.change.formers == [.init(version: 1, text: "N78-2.1-a 1")])
    }

    @Test("leaves stale questions out of the update, and tells which papers run short without them")
    func stale() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let stale: [QuestionID: [ClauseID]] = ["visits-knock": ["N78-2.1-a"], "visits-alone": ["N78-2.1-a"]]
        let report = try await world.records.clauseReport(.standing(raising: 2, stale: stale))
        #expect(report.staleItems.map(\.id) == ["visits-alone", "visits-knock"])
        #expect(report.staleItems.allSatisfy { $0.clauses == ["N78-2.1-a"] })
        #expect(report.shortPapers.map(\.course) == ["visits"])
        #expect(report.shortPapers.map(\.asked) == [3] && report.shortPapers.map(\.left) == [2])
        #expect(
            try #require(report.proposal).plan.items.map(\.question) == ["visits-bring", "visits-hours"])

        let edited = try await world.records.clauseReport(.edited)
        #expect(edited.staleItems == [] && edited.shortPapers == [])
        #expect(edited.proposal?.plan.items.count == 3)
    }

    @Test("gives those people an update in one step, with who did it and when, and never a second one")
    func makes() async throws {
        let world = try await World()
        for person in [StaffNumber.zhang, .li] { try await world.finish(.visits, by: person) }
        let proposal = try #require(try await world.records.clauseReport(.edited).proposal)
        let caller = try await world.caller(.zheng)
        let revision = try await world.rows("SELECT n FROM revisions")
        guard case .made(let update, people: 2) = try await world.make(proposal.fingerprint, by: caller) else {
            Issue.record("not made")
            return
        }
        #expect(update.id == "update-20261112-1" && update.by == "郑某" && update.due == Day(at: monday).adding(17))
        #expect(update.plan == proposal.plan && update.items.map(\.version).allSatisfy { $0.hasSuffix("-v2") })
        #expect(try await world.records.clauseUpdates() == [update])
        let assigned = try await world.rows(
            """
            SELECT people.staff_no, due_day, recorded_at, recorded_by FROM assignments
            JOIN people ON people.id = assignments.person WHERE course = $1 ORDER BY people.staff_no
            """, "update-20261112-1")
        #expect(assigned.map(\.[0].text) == ["00017", "00018"])
        for row in assigned {
            let fact = row.dropFirst().map(\.text)
            #expect(fact == ["\(update.due.number)", "\(monday.days(3).milliseconds)", caller.name])
        }
        let totals = try await world.report(of: .shaanxi, course: update.id, at: monday.days(3)).totals
        #expect(totals.assigned == 2 && totals.notStarted == 2)
        #expect(try await world.rows("SELECT n FROM revisions") != revision)

        let after = try await world.records.clauseReport(.edited)
        #expect(after.proposal == nil && after.outdated.map(\.update) == [update.id])
        #expect(
            after.updates.map(\.assigned) == [2] && after.updates.map(\.missing) == [0]
                && after.updates.map(\.completed) == [0])
        let before = try await world.dump()
        #expect(try await world.make(proposal.fingerprint, by: caller) == .exists(update))
        await expectConflict("data_changed") { _ = try await world.make("another", by: caller) }
        #expect(try await world.dump() == before)
    }

    @Test("without a question waits, and is told apart, while an update tells those that have one")
    func uncovered() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let versions: [ClauseID: Int] = ["N78-2.1-a": 2, "N78-2.1-b": 2]
        let bare = try await world.records.clauseReport(.standing(at: versions, stale: .all(["N78-2.1-a"])))
        #expect(bare.uncovered == ["N78-2.1-a", "N78-2.1-b"] && bare.proposal == nil)
        let report = try await world.records.clauseReport(.standing(at: versions))
        #expect(report.uncovered == ["N78-2.1-b"])
        #expect(report.proposal?.plan.changes.map(\.clause) == ["N78-2.1-a"])
        _ = try await world.made(of: .standing(at: versions))
        let after = try await world.records.clauseReport(.standing(at: versions))
        #expect(after.uncovered == ["N78-2.1-b"] && after.proposal == nil)
        // Somebody wrote a question meanwhile.
        let written = try await world.records.clauseReport(
            .standing(at: versions, moving: ["visits-hours": "N78-2.1-b"]))
        #expect(written.uncovered == [] && written.proposal?.plan.changes.map(\.clause) == ["N78-2.1-b"])
        #expect(written.proposal?.plan.items.map(\.question) == ["visits-hours"])
    }

    @Test("leads whoever asks twice to the update that was made, whatever others there are")
    func askedTwice() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let spring = Corpus.standing(at: ["N78-2.1-a": 2])
        _ = try await world.made(of: spring)
        let autumn = Corpus.standing(at: ["N78-2.1-a": 2, "N78-2.1-b": 2], moving: ["visits-hours": "N78-2.1-b"])
        let proposal = try #require(try await world.records.clauseReport(autumn).proposal)
        let second = try await world.made(of: autumn)
        #expect(second.plan.changes.map(\.clause) == ["N78-2.1-b"])
        #expect(try await world.make(proposal.fingerprint, of: autumn) == .exists(second))
        await expectConflict("data_changed") { _ = try await world.make("another", of: autumn) }
    }

    @Test("can reach those who come later, each once, and nobody whose update was withdrawn")
    func extends() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let fingerprint = try #require(try await world.records.clauseReport(.edited).proposal).fingerprint
        guard case .made(let update, people: 1) = try await world.make(fingerprint) else {
            Issue.record("not made")
            return
        }
        // A completion of the old clauses that is recorded afterwards.
        try await world.finish(.visits, by: .wang)
        try await world.apply(
            .enrolments, Sheet("staff_no,course,status\n00017,\(update.id),withdrawn"), of: update.id)
        #expect(try await world.records.clauseReport(.edited).updates.map(\.missing) == [1])
        func extend() async throws -> Int {
            try await world.records.extendClauseUpdate(
                update.id, of: .edited, due: Day(at: monday).adding(30), by: .operatorAtTheMachine, at: monday.days(4))
        }
        #expect(try await extend() == 1)
        #expect(try await extend() == 0)
        let totals = try await world.report(of: .shaanxi, course: update.id, at: monday.days(4)).totals
        #expect(totals.assigned == 1)
        #expect(try await world.records.clauseReport(.edited).updates.map(\.missing) == [0])
        await #expect(throws: Refusal.notFound) {
            try await world.records.extendClauseUpdate(
                "visits", of: .edited, due: Day(at: monday), by: .operatorAtTheMachine, at: monday)
        }
    }

    @Test("is not acted on when what was shown has changed, without a question, without need, or for a wrong day")
    func refuses() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let shown = try #require(try await world.records.clauseReport(.edited).proposal).fingerprint
        let empty = Corpus(clauses: Corpus.edited.clauses, items: [:], courses: Course.all)
        let before = try await world.dump()
        await expectConflict("data_changed") { _ = try await world.make(shown, of: empty) }
        await expectConflict("data_changed") {
            _ = try await world.make(shown, of: .standing(raising: 3, edited: true))
        }
        await expectConflict("data_changed") { _ = try await world.make(shown, of: .standing()) }
        for days in [2, 370] {
            await #expect(throws: Refusal.badDue) { try await world.make(shown, due: Day(at: monday).adding(days)) }
        }
        #expect(try await world.dump() == before)
    }

    @Test("twice needs an update about the newest version, which knows what the one before told")
    func raisedTwice() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let first = try #require(try await world.records.clauseReport(.edited).proposal).fingerprint
        guard case .made(let update, people: 1) = try await world.make(first) else {
            Issue.record("not made")
            return
        }
        // Somebody finishes on the second version, which has been in service since.
        _ = try await world.records.note(Corpus.edited.clauses, citedBy: [], at: monday)
        try await world.finish(.visits, by: .li, version: 2)
        let report = try await world.records.clauseReport(.standing(raising: 3, edited: true))
        #expect(report.outdated.map(\.update) == [nil])
        #expect(
            report.outdated.first?.change.formers == [
                .init(version: 2, text: "N78-2.1-a 2"), .init(version: 1, text: nil),
            ])
        #expect(report.proposal?.people == 2)
        let second = try await world.make(
            try #require(report.proposal).fingerprint, of: .standing(raising: 3, edited: true))
        guard case .made(let next, people: 2) = second else {
            Issue.record("not made")
            return
        }
        #expect(next.id == "update-20261112-2" && next.title.zh == "政策更新 2026-11-12（2）")
        let updates = try await world.records.clauseUpdates()
        #expect(updates.map(\.id) == [next.id, update.id])
        #expect(updates.map(\.withdrawal) == [nil, .init(at: monday.days(3), by: next.by)])
        // Nobody is asked any more for what no longer holds.
        let made = try await world.records.clauseReport(.standing(raising: 3, edited: true)).updates
        #expect(made.map(\.assigned) == [2, 0] && made.map(\.missing) == [0, 0])
        let late = try await world.records.extendClauseUpdate(
            update.id, of: .standing(raising: 3, edited: true), due: update.due, by: .operatorAtTheMachine,
            at: monday.days(4))
        #expect(late == 0)
    }

    @Test("one after the other is told by updates of its own, and what no longer stands is withdrawn with the next one")
    func superseded() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        let moved: [QuestionID: ClauseID] = ["visits-hours": "N78-2.1-b", "visits-knock": "N78-2.1-b"]
        func corpus(_ a: Int, _ b: Int) -> Corpus {
            .standing(at: ["N78-2.1-a": a, "N78-2.1-b": b], moving: moved)
        }
        let both = try await world.made(of: corpus(2, 2))
        #expect(both.plan.changes.count == 2)
        // While one of the two clauses stands the update has something to say.
        let first = try await world.made(of: corpus(3, 2))
        #expect(try await world.withdrawn() == [])
        let second = try await world.made(of: corpus(3, 3))
        #expect(second.plan.changes.map(\.clause) == ["N78-2.1-b"])
        #expect(try await world.withdrawn() == [both.id])
        // One clause is taken back, the other rises: what told the former has nothing to say.
        _ = try await world.made(of: corpus(1, 4))
        #expect(try await world.withdrawn() == [first.id, second.id, both.id].sorted())
        let made = try await world.records.clauseReport(corpus(1, 4)).updates
        #expect(made.map(\.assigned) == [1, 0, 0, 0] && made.map(\.missing) == [0, 0, 0, 0])
    }

    @Test("is told anew, and to all again, once its update is withdrawn, who finished it before keeping that")
    func withdrawn() async throws {
        let world = try await World()
        for person in [StaffNumber.zhang, .li] { try await world.finish(.visits, by: person) }
        let update = try await world.made(of: .edited)
        let zheng = try await world.caller(.zheng)
        for minute in 0..<2 {
            try await world.records.withdrawClauseUpdate(update.id, by: zheng, at: monday.days(3).minutes(minute))
        }
        let report = try await world.records.clauseReport(.edited)
        #expect(report.outdated.map(\.update) == [nil])
        #expect(report.updates.map(\.update.withdrawal) == [.init(at: monday.days(3), by: "郑某")])
        #expect(report.updates.map(\.assigned) == [0] && report.updates.map(\.missing) == [0])
        let late = try await world.records.extendClauseUpdate(
            update.id, of: .edited, due: update.due, by: zheng, at: monday.days(4))
        #expect(late == 0)
        // The same once more, by the same plan.
        let again = try await world.made(of: .edited)
        #expect(again.plan == update.plan && again.id != update.id)
        #expect(try await world.records.clauseReport(.edited).updates.map(\.assigned) == [2, 0])
        await #expect(throws: Refusal.notFound) {
            try await world.records.withdrawClauseUpdate("visits", by: zheng, at: monday)
        }
    }

    @Test("counts those who have yet to finish its update, and comes to an end with them")
    func finished() async throws {
        let world = try await World()
        for person in [StaffNumber.zhang, .li] { try await world.finish(.visits, by: person) }
        let update = try await world.made(of: .edited)
        func courses() async throws -> [[ClauseReport.Reliance]] {
            try await world.records.clauseReport(.edited).outdated.map(\.courses)
        }
        #expect(try await courses() == [[.init(course: "visits", people: 2)]])
        try await world.finish(.update(update.id), by: .zhang, version: 2)
        #expect(try await courses() == [[.init(course: "visits", people: 1)]])
        try await world.finish(.update(update.id), by: .li, version: 2)
        #expect(try await courses() == [])
        // Somebody whose try went on meanwhile.
        try await world.finish(.visits, by: .wang)
        #expect(try await courses() == [[.init(course: "visits", people: 1)]])
        // What was withdrawn does not count as told.
        try await world.records.withdrawClauseUpdate(update.id, by: .operatorAtTheMachine, at: monday.days(4))
        let again = try await courses()
        #expect(again == [[.init(course: "visits", people: 3)]])
    }

    @Test("names what an update tells otherwise than it stands by now")
    func departed() async throws {
        let world = try await World()
        try await world.finish(.visits, by: .zhang)
        _ = try await world.made(of: .edited)
        func departed(_ corpus: Corpus) async throws -> [[ClauseID]] {
            try await world.records.clauseReport(corpus).updates.map(\.departed)
        }
        let reworded = Corpus.edited.clauses.mapValues { clause in
            Clause(
                id: clause.id, version: clause.version, text: "better", source: "通知", era: .current, verified: true)
        }
        #expect(try await departed(.edited) == [[]])
        #expect(try await departed(.standing(raising: 3)) == [["N78-2.1-a"]])
        #expect(try await departed(Corpus(clauses: reworded, items: [:], courses: [])) == [["N78-2.1-a"]])
        #expect(try await departed(Corpus(clauses: [:], items: [:], courses: [])) == [["N78-2.1-a"]])
    }

    /// The index against the records themselves.
    @Test("is counted from the lists of clauses as from each completion alone", arguments: 0..<6)
    func recount(_ seed: Int) async throws {
        var dice = Dice(seed: seed)
        let world = try await World()
        let people: [StaffNumber] = [.zhang, .li, .wang, .zhao]
        for person in people {
            for course in Course.all where !dice.once(in: 4) {
                try await world.finish(course, by: person, version: 1 + dice.below(3))
            }
        }
        for present in 1...4 {
            let clauses: [ClauseID: Int] = ["N78-2.1-a": present, "N78-2.3-b": 2, "M57-16": 9]
            var expected: [String] = []
            let rows = try await world.rows(
                """
                SELECT people.staff_no, completions.course, completions.clauses FROM completions
                JOIN people ON people.id = completions.person ORDER BY people.staff_no, completions.course
                """)
            for row in rows {
                let taught: [Completion.ClauseVersion] = try JSON.value(row[2].text)
                let old = taught.filter { $0.version < clauses[$0.clause] ?? 0 }.map(\.clause.rawValue).sorted()
                if !old.isEmpty { expected.append("\(row[0].text) \(row[1].text) \(old)") }
            }
            let found = try await world.outdated(clauses)
            #expect(found.map { "\($0.staffNumber) \($0.course) \($0.clauses.map(\.rawValue))" } == expected)
        }
    }

    @Test("rests in each list of clauses once, whoever writes it down")
    func lists() async throws {
        let world = try await World()
        for person in [StaffNumber.zhang, .li] { try await world.finish(.visits, by: person) }
        let lists = try await world.rows("SELECT course, clauses FROM completion_bases")
        #expect(lists.map(\.[0].text) == ["visits"])
        await #expect(throws: DatabaseError.self) {
            try await world.database.write { transaction in
                try transaction.run(
                    Statement(
                        "INSERT INTO completion_bases (id, course, clauses) SELECT $1, course, clauses FROM completion_bases",
                        with: "another"))
            }
        }
    }

    @Test("is found in completions from before there was a way to it")
    func migration() async throws {
        let world = try await World()
        for person in [StaffNumber.zhang, .li] { try await world.finish(.visits, by: person) }
        try await world.finish(.visits, by: .wang, version: 2)
        try await world.finish(.publicity, by: .zhang)
        let before = try await world.outdated(["N78-2.1-a": 2, "N78-2.3-a": 2])
        try await world.forgetSteps(from: "completion_bases")
        try await world.records.prepare(at: monday.days(1))
        #expect(try await world.outdated(["N78-2.1-a": 2, "N78-2.3-a": 2]) == before)
        #expect(before.count == 3)
        #expect(try await world.rows("SELECT COUNT(*) FROM completion_bases")[0][0].text == "3")
        #expect(try await world.rows("SELECT COUNT(*) FROM completions WHERE basis IS NULL")[0][0].text == "0")
    }
}

extension ClauseReport {
    fileprivate static let empty = ClauseReport(
        outdated: [], staleItems: [], shortPapers: [], uncovered: [], proposal: nil, updates: [])
}

extension Corpus {
    /// The content of the fixture world; one of its clauses stands in this version, and its questions were edited or not.
    static func standing(
        raising version: Int = 1, edited: Bool = false, stale: [QuestionID: [ClauseID]] = [:]
    ) -> Corpus {
        standing(at: ["N78-2.1-a": version], edited: edited, stale: stale)
    }

    /// The same with more clauses in other versions, and questions that rest on other ones than `N78-2.1-a`.
    static func standing(
        at versions: [ClauseID: Int], moving rests: [QuestionID: ClauseID] = [:], edited: Bool = true,
        stale: [QuestionID: [ClauseID]] = [:]
    ) -> Corpus {
        let clauses = Course.all.flatMap(\.lessons).flatMap(\.clauses).map { id in
            let version = versions[id] ?? 1
            return Clause(
                id: id, version: version, text: "\(id) \(version)", source: "通知", era: .current, verified: true)
        }
        let items = Course.all.flatMap(\.items).filter { $0.question.id.rawValue.hasPrefix("visits") }.map { item in
            let id = item.question.id
            if let clause = rests[id] {
                return Item(version: "\(id)-on-\(clause)-v2", question: item.question.resting(on: clause))
            }
            return edited ? Item(version: "\(id)-v2", question: item.question) : item
        }
        return Corpus(
            clauses: Dictionary(clauses.map { ($0.id, $0) }) { first, _ in first },
            items: Dictionary(items.map { ($0.question.id, $0) }) { first, _ in first }, courses: Course.all,
            stale: stale)
    }

    static let edited = standing(raising: 2, edited: true)
}

extension Course {
    /// What stands for an update: one reading and one question.
    static func update(_ id: CourseID) -> Course {
        Course(
            id: id, title: visits.title, summary: visits.summary, area: visits.area,
            lessons: [.example("01-changes", clauses: ["N78-2.1-a"])],
            quiz: Quiz(blueprint: Blueprint(drawing: 1, of: ["visits-knock"]), rules: Quiz.Rules(passMark: 60)))
    }
}

extension [QuestionID: [ClauseID]] {
    /// Every question of 走访.
    fileprivate static func all(_ clauses: [ClauseID]) -> Self {
        Dictionary(uniqueKeysWithValues: Course.visits.items.map { ($0.question.id, clauses) })
    }
}

extension Question {
    fileprivate func resting(on clause: ClauseID) -> Question {
        Question(
            id: id, era: era, clauses: [clause], stem: stem, image: image, interaction: interaction,
            explanation: explanation)
    }
}

extension World {
    /// Finishes a course, of which one clause stands in `version`, on the monday, minute by minute: what happens in the
    /// same millisecond has no order.
    func finish(_ course: Course, by number: StaffNumber, version: Int = 1) async throws {
        let requirements = course.requirements(raisedTo: course.id == "visits" || course.id.isOfUpdate ? version : 1)
        let start = monday.minutes(version * 10)
        let person = try await person(number).id
        for lesson in course.lessons {
            _ = try await records.record(readingOf: lesson.id, in: requirements, by: person, at: start)
        }
        let attempt = try await records.beginAttempt(
            at: course.quiz, drawing: course.items, pictures: [], requirements: requirements, by: person,
            at: start.addingTimeInterval(60)
        ).attempt
        try await answer(attempt, right: attempt.paper.slots.count, at: start.addingTimeInterval(120))
        let receipt = try await records.submit(
            attempt.id, requirements: requirements, by: attempt.person, at: start.addingTimeInterval(180))
        #expect(receipt.completed)
    }

    func make(
        _ fingerprint: String, of corpus: Corpus = .edited, due: Day = Day(at: monday).adding(17),
        by caller: Caller = .operatorAtTheMachine
    ) async throws -> ClauseUpdateOutcome {
        try await records.makeClauseUpdate(
            fingerprint, of: corpus, pictures: [], taken: Set(Course.all.map(\.id)), due: due, by: caller,
            at: monday.days(3))
    }

    /// The completions that rest on older versions than these.
    func outdated(_ present: [ClauseID: Int]) async throws -> [OutdatedCompletion] {
        try #require(try await records.outdatedCompletions(present))
    }

    /// Makes the update that is proposed of this corpus.
    func made(of corpus: Corpus, by caller: Caller = .operatorAtTheMachine) async throws -> ClauseUpdate {
        let proposal = try #require(try await records.clauseReport(corpus).proposal)
        guard case .made(let update, _) = try await make(proposal.fingerprint, of: corpus, by: caller) else {
            throw Refusal.notFound
        }
        return update
    }

    /// The updates that were withdrawn, by name.
    fileprivate func withdrawn() async throws -> [CourseID] {
        try await records.clauseUpdates().filter { $0.withdrawal != nil }.map(\.id).sorted()
    }

    /// Imports a sheet that may name this course.
    fileprivate func apply(_ kind: ImportKind, _ sheet: Sheet, of course: CourseID) async throws {
        let request = ImportRequest(
            kind: kind, sheet: sheet, ignored: IgnoredColumns(), encoding: "UTF-8", catalogue: CourseCatalogue([course])
        )
        #expect(
            try await records.applyImport(request, by: .operatorAtTheMachine, at: monday.days(3)).problems.isEmpty)
    }
}

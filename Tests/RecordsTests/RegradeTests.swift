import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

@Suite("A corrected key in the records")
struct RegradeTests {
    // MARK: What is to be corrected

    @Test("is open from the edit of the file until it is applied, and only for what asks the same")
    func open() async throws {
        let world = try await Corrected()
        #expect(try await world.open(with: Course.publicity.items) == [])
        #expect(try await world.open() == ["publicity-board"])
        #expect(try await world.open(with: [.board("d", version: "v3", options: ["a", "b", "c", "d", "e"])]) == [])
        #expect(try await world.open(with: []) == [])
        try await world.apply()
        #expect(try await world.open() == [])
        #expect(try await world.records.regrades().map(\.question) == ["publicity-board"])
    }

    @Test("that changes no mark is not open, and is applied by nobody")
    func nobodyAffected() async throws {
        let world = try await World()
        let item = Item(version: "v2", question: .example("visits-knock", key: ["c"]))
        #expect(try await world.records.openCorrections(among: ["visits-knock": item]) == [])
        #expect(try await world.records.regradePlan(of: item) == nil)
        await expectConflict("nothing_to_correct") {
            _ = try await world.records.applyRegrade(
                of: item, plan: "", reason: "r", allowFailing: false, requirements: { _ in nil },
                by: .operatorAtTheMachine, at: monday)
        }
    }

    @Test("lists who would gain and lose before anything is written")
    func plan() async throws {
        let world = try await Corrected()
        let before = try await world.world.dump()
        let plan = try await world.plan()
        #expect(
            plan.changes.map { "\($0.person.name) \($0.unitName) \($0.number) \($0.regrade.effect)" } == [
                "李某 示例乙村 1 fails", "张某 示例甲村 1 passes", "王某 示例一镇 1 unchanged",
            ])
        #expect(
            plan.changes.map { "\($0.regrade.before.score) → \($0.regrade.after.score)" } == [
                "3 → 2", "2 → 3", "2 → 2",
            ])
        #expect(plan.changes.map(\.courseCompleted) == [true, false, false])
        #expect(plan.inProgress == 0 && plan.beforeTheRule == 0 && plan.correction.from == nil)
        #expect(try await world.world.dump() == before)
        #expect(try await world.plan() == plan)
    }

    @Test("that came with a raised clause reaches no try from before the rise, unless its file names an earlier day")
    func risen() async throws {
        let world = try await Corrected()
        func note(_ version: Int, _ items: [Item], after days: Int) async throws {
            _ = try await world.records.note(
                [.visitsClause: .example(version)], citedBy: items, at: monday.days(days))
        }
        try await note(1, Course.publicity.items, after: 0)
        try await note(2, Course.publicity.items, after: 3)
        try await note(2, [world.corrected], after: 4)
        #expect(try await world.open() == [])
        let plan = try await world.plan()
        #expect(plan.correction.from == "2026-11-12" && plan.changes.isEmpty && plan.beforeTheRule == 3)
        let mistaken = Item.board("c", version: "v4", keyFrom: "2026-11-01")
        try await note(2, [mistaken], after: 5)
        #expect(try await world.plan(of: mistaken).changes.count == 3)

        // Without a rise it is a mistake, also of what was in service for a while only.
        let other = try await Corrected()
        _ = try await other.records.note(
            [.visitsClause: .example(1)], citedBy: Course.publicity.items + [other.corrected], at: monday)
        #expect(try await other.open() == ["publicity-board"])
    }

    // MARK: Applying

    @Test("is written behind what was, and takes nothing of it away")
    func appendOnly() async throws {
        let world = try await Corrected()
        let before = try await world.world.dump()
        let applied = try await world.apply(reason: "县里来函更正")
        let after = try await world.world.dump()
        for (table, rows) in before where !["attempts", "standings", "tallies", "year_tallies"].contains(table) {
            #expect(Set(after[table] ?? []).isSuperset(of: rows), "\(table) lost a row")
        }
        let answered = try await world.world.rows(
            "SELECT id, person, number, paper, pass_mark, submitted_at FROM attempts")
        #expect(answered.count == 3)
        #expect(applied.counts == .init(marks: 3, scores: 2, passed: 1, failed: 0, kept: 1, completed: 1))
        #expect(applied.by == "郑某" && applied.reason == "县里来函更正" && applied.at == monday.days(9))
        #expect(try await world.records.regrades(of: "publicity-board") == [applied])
        #expect(try await world.records.regrades(of: "publicity-sums") == [])
        let marks = try await world.world.rows(
            "SELECT position, earned FROM marks WHERE given_by = $1 ORDER BY earned DESC", "regrade:\(applied.id)")
        #expect(marks.map { $0.map(\.text) } == [["2", "100"], ["2", "0"], ["2", "0"]])
        let changes = try await world.world.rows(
            "SELECT old_score, new_score, old_passed, new_passed, kept, at_hand_in FROM regrade_changes ORDER BY 1, 2")
        #expect(
            changes.map { $0.map(\.text) } == [
                ["200", "200", "0", "0", "0", "0"], ["200", "300", "0", "1", "0", "0"],
                ["300", "200", "1", "1", "1", "0"],
            ])
    }

    @Test("finishes a course, dated to the day it was done on, in the unit of that day, and told when it was recorded")
    func completes() async throws {
        let world = try await Corrected()
        // 张某 moved and the deadline passed before anybody noticed the mistake.
        try await world.world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610621992"), at: monday.days(5))
        try await world.world.apply(
            .enrolments, Sheet("staff_no,course,due\n00017,publicity,2026-11-12"), at: monday.days(6))
        let overdue = try await world.report(.secondTown, at: monday.days(8))
        #expect(overdue.completed == 0 && overdue.overdue == 1)
        try await world.apply()
        let row = try await world.world.rows(
            "SELECT effective_day, recorded_at, unit, score FROM completions WHERE person = $1",
            world.world.person(.zhang).id.rawValue)
        let submitted = monday.days(1)
        #expect(
            row.map { $0.map(\.text) } == [
                [
                    "\(Day(at: submitted).number)", "\(Int(monday.days(9).timeIntervalSince1970 * 1000))",
                    "610621991201", "300",
                ]
            ])
        let now = try await world.report(.secondTown, at: monday.days(9))
        #expect(now.completed == 1 && now.overdue == 0)
        // Of any day since it was done, 张某 had finished: in the unit of that day.
        #expect(try await world.report(.firstVillage, on: "2026-11-09").completed == 0)
        #expect(try await world.report(.firstVillage, on: "2026-11-10").completed == 1)
        #expect(try await world.report(.secondTown, on: "2026-11-16").completed == 1)
        let line = try await world.records.learning(of: world.world.person(.zhang).id, at: monday.days(9))
            .first { $0.course == "publicity" }
        #expect(line?.completedAt == submitted && line?.state == .completed && line?.overdue == false)
    }

    @Test("waits for the lessons that are still missing")
    func lessonsMissing() async throws {
        let world = try await Corrected()
        let longer = Requirements(
            course: "publicity",
            lessons: Course.publicity.requirements.lessons + [.init(lesson: "03-new", version: "v1")],
            clauses: [])
        let applied = try await world.apply(requirements: longer)
        #expect(applied.counts.passed == 1 && applied.counts.completed == 0)
        let progress = try await world.records.progress(
            of: world.world.person(.zhang).id, in: longer, at: monday.days(9))
        #expect(progress.passed && progress.completedAt == nil && progress.missing == ["03-new"])
    }

    @Test(
        "leaves a pass standing unless the administrator says otherwise, and a recorded completion in either case",
        arguments: [false, true])
    func losing(_ allowed: Bool) async throws {
        let world = try await Corrected()
        let before = try await world.report(.secondVillage, at: monday.days(8))
        let applied = try await world.apply(allowFailing: allowed)
        #expect(applied.counts.failed == (allowed ? 1 : 0) && applied.counts.kept == (allowed ? 0 : 1))
        let result = try #require(try await world.attempt(of: .li).result)
        #expect(result.passed == !allowed && result.score.hundredths == 200)
        #expect(try await world.report(.secondVillage, at: monday.days(9)) == before)
        let line = try await world.records.learning(of: world.world.person(.li).id, at: monday.days(9))
            .first { $0.course == "publicity" }
        #expect(line?.state == .completed && line?.passed == !allowed)
        let told = try await world.records.corrections(of: world.attempt(of: .li))
        #expect(told.keptPass == !allowed && told.formerScore == Marks(hundredths: 300))
    }

    @Test("applied a second time finds nothing to change and changes nothing")
    func idempotent() async throws {
        let world = try await Corrected()
        try await world.apply()
        let before = try await world.world.dump()
        let again = try await world.plan()
        #expect(again.changes == [] && again.isEmpty)
        await expectConflict("nothing_to_correct") { _ = try await world.apply(plan: again.fingerprint) }
        #expect(try await world.world.dump() == before)
    }

    @Test("is refused when tries or the question changed since the plan, and then nothing is written")
    func planChanged() async throws {
        let world = try await Corrected()
        let plan = try await world.plan()
        let other = Item.board("a", version: "board-v3")
        try await world.take(as: .zhao, board: "c", at: monday.days(3))
        let before = try await world.world.dump()
        for item in [world.corrected, other] {
            await expectConflict("data_changed") { _ = try await world.apply(item, plan: plan.fingerprint) }
        }
        await expectConflict("data_changed") { _ = try await world.apply(plan: "") }
        #expect(try await world.world.dump() == before)
        #expect(try await world.plan().fingerprint != plan.fingerprint)
        #expect(try await world.apply().counts.passed == 2)
    }

    @Test("that changed because the rule did reaches whoever handed in on the new rule's first day, and nobody before")
    func newRule() async throws {
        let world = try await Corrected()
        let midnight = Day("2026-11-12").start
        try await world.take(as: .zhao, board: "c", at: midnight.addingTimeInterval(-0.001))
        try await world.take(as: .zheng, board: "c", at: midnight)
        let rule = Item.board("c", version: "board-rule", keyFrom: "2026-11-12")
        let plan = try await world.plan(of: rule)
        #expect(plan.changes.map(\.person.name) == ["郑某"])
        #expect(plan.beforeTheRule == 4 && plan.correction.from == "2026-11-12")
        let untouched = try await world.world.rows(
            "SELECT * FROM marks WHERE attempt <> $1", plan.changes[0].attempt.rawValue)
        #expect(try await world.apply(rule).from == "2026-11-12")
        #expect(
            try await world.world.rows("SELECT * FROM marks WHERE attempt <> $1", plan.changes[0].attempt.rawValue)
                == untouched)
        #expect(try await world.attempt(of: .zhao).result?.passed == false)
        #expect(try await world.attempt(of: .zheng).result?.passed == true)
        // The line with the day goes missing from the file: the time of the old rule stays as it is.
        #expect(try await world.plan(of: .board("c", version: "board-v3")).changes == [])
        #expect(try await world.open(with: [.board("c", version: "board-v3")]) == [])
    }

    @Test("may be corrected again, also back to what it was")
    func backAgain() async throws {
        let world = try await Corrected()
        let results = try await world.results()
        try await world.apply()
        let back = Item.board("d", version: "publicity-board-v1")
        #expect(try await world.open(with: [back]) == ["publicity-board"])
        let plan = try await world.plan(of: back)
        #expect(
            plan.changes.map { "\($0.person.name) \($0.regrade.effect)" } == [
                "张某 fails", "李某 score", "王某 unchanged",
            ])
        try await world.apply(back, allowFailing: true, at: monday.days(10))
        #expect(try await world.results() == results)
        #expect(try await world.open(with: [back]) == [])
        #expect(try await world.records.regrades().map(\.version) == ["publicity-board-v1", "board-v2"])
        // A completion that was recorded stays.
        #expect(try await world.report(.firstVillage, at: monday.days(10)).completed == 1)
    }

    // MARK: Tries that go on

    @Test("counts tries that go on, and marks them by the corrected key at once when they are handed in")
    func inProgress() async throws {
        let world = try await Corrected()
        let attempt = try await world.begin(as: .zhao, at: monday.days(2))
        #expect(try await world.plan().inProgress == 1)
        try await world.apply()
        #expect(try await world.open() == [])
        #expect(try await world.plan().isEmpty)
        let receipt = try await world.handIn(attempt, board: "c", at: monday.days(10))
        #expect(receipt.result.passed == true && receipt.result.score == receipt.result.maxScore && receipt.completed)
        let found = try await world.attempt(of: .zhao)
        #expect(found.result == receipt.result && found.questions == attempt.questions)
        #expect(try await world.plan().isEmpty)
        let told = try await world.records.corrections(of: found)
        #expect(told.slots.count == 1 && told.slots.values.allSatisfy(\.atHandIn) && told.formerScore == nil)
        // Handed in a second time it says the same.
        #expect(
            try await world.records.submit(
                attempt.id, requirements: Course.publicity.requirements, by: attempt.person, at: monday.days(11))
                == receipt)
    }

    @Test("takes no pass away from a try that goes on: nobody was told of one")
    func inProgressLoses() async throws {
        let world = try await Corrected()
        let attempt = try await world.begin(as: .zhao, at: monday.days(2))
        try await world.apply()
        let receipt = try await world.handIn(attempt, board: "d", at: monday.days(10))
        #expect(receipt.result.passed == false && receipt.result.score.hundredths == 200 && !receipt.completed)
    }

    @Test("can be applied for tries that go on alone, before any of them is marked wrongly")
    func onlyInProgress() async throws {
        let world = try await Corrected(tries: false)
        #expect(try await world.open() == [])
        let attempt = try await world.begin(as: .zhao, at: monday.days(2))
        #expect(try await world.open() == ["publicity-board"])
        let applied = try await world.apply()
        #expect(applied.counts == .init(marks: 0, scores: 0, passed: 0, failed: 0, kept: 0, completed: 0))
        #expect(try await world.open() == [])
        #expect(try await world.handIn(attempt, board: "c", at: monday.days(10)).result.passed == true)
    }

    @Test("leaves a try alone that began after it, with the version that stood then")
    func begunAfterwards() async throws {
        let world = try await Corrected()
        try await world.apply()
        // The file went back to the former key, and nobody has applied that yet.
        let attempt = try await world.begin(as: .zhao, at: monday.days(10))
        let receipt = try await world.handIn(attempt, board: "d", at: monday.days(10))
        #expect(receipt.result.passed == true)
    }

    // MARK: Marks that people give

    @Test("never moves a mark that a person gave, and a later mark takes no pass away that was left standing")
    func marksOfPeople() async throws {
        let world = try await World()
        let text = Question(
            id: "text", era: .current, clauses: ["N78-2.1-a"], stem: "?",
            interaction: .shortText(ShortText(model: "m", criteria: ["c"])), explanation: "e")
        let items = [Item(version: "text-v1", question: text), .board("d", version: "publicity-board-v1")]
        let zhang = try await world.person(.zhang).id
        let attempt = try await world.records.beginAttempt(
            at: Quiz(
                blueprint: Blueprint(drawing: 2, of: ["text", "publicity-board"]), rules: Quiz.Rules(passMark: 50)),
            drawing: items, pictures: [],
            requirements: Course.visits.requirements, by: zhang, at: monday
        ).attempt
        for slot in attempt.paper.slots {
            let response = slot.version == "text-v1" ? .text("请坐") : attempt.rightResponse(slot)
            _ = try await world.records.save(response, slot: slot.number, seq: 1, in: attempt.id, by: zhang, at: monday)
        }
        let slot = try #require(attempt.paper.slots.first { $0.version == "text-v1" }).number
        let receipt = try await world.records.submit(attempt.id, requirements: nil, by: zhang, at: monday)
        // One right answer of two reaches 50 percent whatever the text earns.
        #expect(receipt.result.passed == true)

        let item = Item.board("c", version: "board-v2")
        let plan = try #require(try await world.records.regradePlan(of: item))
        #expect(plan.changes.map(\.regrade.effect) == [.fails])
        let caller = try await world.caller(.zheng)
        _ = try await world.records.applyRegrade(
            of: item, plan: plan.fingerprint, reason: "r", allowFailing: false, requirements: { _ in nil }, by: caller,
            at: monday)
        try await world.records.give(
            Marks(hundredths: 25), remark: "简", to: slot, of: attempt.id, requirements: nil, by: caller,
            at: monday.days(1))
        let found = try await world.records.attempt(attempt.id, for: caller)
        #expect(found.result?.score.hundredths == 25 && found.result?.passed == true)
        #expect(found.marks[slot]?.findings == [.remark("简")])
        #expect(try await world.records.regradePlan(of: item)?.isEmpty == true)
    }

    // MARK: The review

    @Test("tells a review when and why, the key it was marked by and the corrected one; the text stays")
    func review() async throws {
        let world = try await Corrected()
        #expect(try await world.records.corrections(of: world.attempt(of: .zhang)) == .none)
        try await world.apply(reason: "更正为 c")
        try await world.apply(.board("b", version: "board-v4"), reason: "更正为 b", at: monday.days(12))
        let attempt = try await world.attempt(of: .zhang)
        let slot = try #require(attempt.paper.slots.first { $0.version == "publicity-board-v1" })
        #expect(attempt.questions[slot.version] == Item.board("d", version: "").question)
        let told = try await world.records.corrections(of: attempt)
        #expect(told.slots.keys.sorted() == [slot.number] && told.formerScore?.hundredths == 200)
        let correction = try #require(told.slots[slot.number])
        #expect(correction.at == monday.days(12) && correction.reason == "更正为 b" && !correction.atHandIn)
        #expect(correction.former.isRight && attempt.mark(slot).earned == .zero)
        #expect(correction.formerQuestion.choice.key == ["c"] && correction.question.choice.key == ["b"])
    }

    // MARK: The schema

    @Test("finds the tries of a database from before there were corrections")
    func upgrade() async throws {
        let world = try await Corrected()
        _ = try await world.begin(as: .zhao, at: monday.days(2))
        try await world.world.forgetTaught()
        // Lost certificates get other numbers; who recorded where units stand is lost with that table, and years are
        // counted once for a database.
        let lost: Set = ["certificates", "placements", "year_tallies"]
        let before = try await world.world.dump(without: lost)
        let plan = try await world.plan()
        try await world.world.forgetSteps(from: "asked")
        try await world.records.prepare(at: monday)
        #expect(before["asked"]?.count == 12)
        let after = try await world.world.dump(without: lost)
        for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
        #expect(after.count == before.count)
        #expect(try await world.plan() == plan)
    }
}

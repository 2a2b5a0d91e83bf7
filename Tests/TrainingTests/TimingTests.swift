import Foundation
import TestSupport
import Testing
import Training

/// A try of 30 minutes at the four questions of 走访, begun at nine on Monday.
@Suite("A try with a deadline")
struct TimingTests {
    private let zhang: PersonID = "zhang"
    private let deadline = monday.minutes(30)

    private func attempt(
        _ answers: [Answer] = [], late: [Answer] = [], marks: [Int: Mark] = [:], result: Attempt.Result? = nil,
        feedback: Quiz.Feedback = .afterSubmission
    ) -> Attempt {
        let questions = Course.visits.items.map(\.question)
        return Attempt(
            id: "try", person: zhang, course: "visits", number: 1, startedAt: monday,
            paper: Paper(
                seed: 0,
                slots: questions.enumerated().map {
                    Paper.Slot(
                        number: $0.offset + 1, version: $0.element.id.rawValue,
                        order: $0.element.choice.options.map(\.key))
                }), rules: Quiz.Rules(passMark: 50, timeLimit: 30, feedback: feedback), deadline: deadline,
            questions: Dictionary(uniqueKeysWithValues: questions.map { ($0.id.rawValue, $0) }),
            answers: Dictionary(uniqueKeysWithValues: answers.map { ($0.slot, $0) }),
            late: Dictionary(uniqueKeysWithValues: late.map { ($0.slot, $0) }), marks: marks, result: result)
    }

    private func answer(_ slot: Int, _ letter: String, seq: Int = 1, at time: Date = monday) -> Answer {
        Answer(slot: slot, response: .text(letter), seq: seq, savedAt: time)
    }

    private func seconds(_ count: Double) -> Date { deadline.addingTimeInterval(count) }

    // MARK: Answers

    @Test(
        "takes answers until a minute after the deadline, and says how late they were",
        arguments: [-1.0, 0.0, 1.0, 60.0])
    func inTime(_ after: Double) throws {
        let time = seconds(after)
        let expected = answer(1, "b", at: time)
        #expect(try attempt().accept(.text("b"), slot: 1, seq: 1, by: zhang, at: time) == .saved(expected))
        #expect(attempt().lateness(expected) == (after > 0 ? Int(after) : nil))
    }

    @Test("keeps later answers as evidence only, closed or not", arguments: [60.001, 3600.0, 2_592_000.0])
    func late(_ after: Double) throws {
        let time = seconds(after)
        let expected = answer(1, "b", at: time)
        for attempt in [attempt(), attempt(result: attempt().closed().result)] {
            #expect(try attempt.accept(.text("b"), slot: 1, seq: 1, by: zhang, at: time) == .late(expected))
        }
    }

    @Test("knows an answer again that was saved in time and only its receipt was lost")
    func receiptLost() throws {
        let saved = answer(1, "b", seq: 3)
        let time = seconds(3600)
        for attempt in [attempt([saved]), attempt([saved], result: attempt([saved]).closed().result)] {
            #expect(try attempt.accept(.text("b"), slot: 1, seq: 3, by: zhang, at: time) == .kept(saved, same: true))
            #expect(try attempt.accept(.text("a"), slot: 1, seq: 2, by: zhang, at: time) == .kept(saved, same: false))
        }
    }

    @Test("keeps a late answer once, and the newer of two")
    func lateTwice() throws {
        let kept = answer(1, "b", seq: 3, at: seconds(100))
        let time = seconds(200)
        let attempt = attempt(late: [kept])
        #expect(try attempt.accept(.text("b"), slot: 1, seq: 3, by: zhang, at: time) == .late(kept))
        #expect(try attempt.accept(.text("a"), slot: 1, seq: 2, by: zhang, at: time) == .late(kept))
        #expect(
            try attempt.accept(.text("c"), slot: 1, seq: 4, by: zhang, at: time)
                == .late(answer(1, "c", seq: 4, at: time)))
    }

    @Test("takes nothing late that the learner handed in without")
    func handedIn() throws {
        let result = try attempt().submitted(by: zhang, at: seconds(-60)).result
        #expect(!result.isExpired)
        #expect(throws: AttemptRefusal.alreadySubmitted) {
            try attempt(result: result).accept(.text("b"), slot: 1, seq: 1, by: zhang, at: seconds(3600))
        }
    }

    @Test("without a deadline is never over")
    func noDeadline() throws {
        let attempt = Attempt(
            id: "try", person: zhang, course: "visits", number: 1, startedAt: monday, paper: Paper(seed: 0, slots: []),
            rules: Quiz.Rules(passMark: 50), questions: [:], answers: [:], result: nil)
        #expect(!attempt.isOver(at: monday.days(10_000)))
        #expect(attempt.lateness(answer(1, "a", at: monday.days(10_000))) == nil)
    }

    // MARK: Closing

    @Test("is not over before the end of the slack", arguments: [(0.0, false), (60.0, false), (60.001, true)])
    func isOver(_ after: Double, _ over: Bool) { #expect(attempt().isOver(at: seconds(after)) == over) }

    @Test("closed counts what was saved, at the end of the slack whoever comes by when")
    func closed() throws {
        let result = attempt([answer(1, "b"), answer(2, "a"), answer(4, "a")]).closed().result
        #expect(result.submittedAt == seconds(60))
        #expect(result.score == Marks(hundredths: 200) && result.received == 3)
        #expect(result.passed == true && result.isExpired && result.state == .expired)
    }

    @Test("handed in within the slack is handed in, after it closed")
    func handedInLate() throws {
        #expect(try attempt().submitted(by: zhang, at: seconds(60)).result.state == .finished)
        let late = try attempt().submitted(by: zhang, at: seconds(61)).result
        #expect(late.state == .expired && late.submittedAt == seconds(60))
    }

    // MARK: Late answers accepted

    @Test("is marked anew with its late answers once they are accepted, and only there")
    func accepted() throws {
        let before = attempt([answer(1, "a"), answer(2, "a")])
        let (marks, result) = before.closed()
        #expect(result.passed == false)
        let attempt = attempt(
            [answer(1, "a"), answer(2, "a")], late: [answer(1, "b", seq: 2, at: seconds(90))], marks: marks,
            result: result)
        let accepted = try #require(attempt.acceptingLateAnswers())
        #expect(accepted.marks.keys.sorted() == [1])
        #expect(accepted.result.score == Marks(hundredths: 200) && accepted.result.passed == true)
        #expect(accepted.result.submittedAt == result.submittedAt && accepted.result.isExpired)
    }

    @Test("has nothing to accept without late answers, or while it goes on")
    func nothingToAccept() {
        #expect(attempt(result: attempt().closed().result).acceptingLateAnswers() == nil)
        #expect(attempt(late: [answer(1, "b", at: seconds(90))]).acceptingLateAnswers() == nil)
    }

    // MARK: Keys

    @Test("locks an answer when its key is shown at once; what is locked stays")
    func locks() throws {
        let saved = answer(1, "a", seq: 3)
        let attempt = attempt([saved], feedback: .atOnce)
        let locked = try attempt.locked(slot: 1, by: zhang)
        #expect(locked.isLocked && locked.response == saved.response && locked.seq == 3)
        #expect(!attempt.showsKey(of: attempt.paper.slots[0]))
        let shown = attempt.with(locked)
        #expect(shown.showsKey(of: shown.paper.slots[0]) && !shown.showsKey(of: shown.paper.slots[1]))
        #expect(
            try shown.accept(.text("b"), slot: 1, seq: 9, by: zhang, at: monday) == .kept(locked, same: false))
        #expect(try shown.accept(.text("a"), slot: 1, seq: 9, by: zhang, at: monday) == .kept(locked, same: true))
    }

    @Test("shows no key at once without an answer, to somebody else, or when the quiz shows keys later")
    func showsNoKey() {
        #expect(throws: AttemptRefusal.noKeyYet(slot: 2)) {
            try attempt([answer(1, "a")], feedback: .atOnce).locked(slot: 2, by: zhang)
        }
        #expect(throws: AttemptRefusal.notYours) {
            try attempt([answer(1, "a")], feedback: .atOnce).locked(slot: 1, by: "li")
        }
        #expect(throws: AttemptRefusal.noSuchSlot(9)) {
            try attempt([answer(1, "a")], feedback: .atOnce).locked(slot: 9, by: zhang)
        }
        for feedback in Quiz.Feedback.allCases where feedback != .atOnce {
            #expect(throws: AttemptRefusal.noKeyYet(slot: 1)) {
                try attempt([answer(1, "a")], feedback: feedback).locked(slot: 1, by: zhang)
            }
        }
    }

    @Test("shows no keys while it goes on, whatever the quiz says", arguments: Quiz.Feedback.allCases)
    func showsNoKeysBefore(_ feedback: Quiz.Feedback) {
        let passed = Tries([summary(1, passed: true)])
        #expect(!attempt(feedback: feedback).showsKeys(passed, due: "2020-01-01", at: monday))
    }

    @Test("handed in shows keys when the quiz says so", arguments: Quiz.Feedback.allCases)
    func showsKeys(_ feedback: Quiz.Feedback) {
        let closed = attempt(result: attempt().closed().result, feedback: feedback)
        let (failed, passed) = (Tries([summary(1, passed: false)]), Tries([summary(1, passed: true)]))
        let due: Day = "2026-11-09"
        let lastMoment = due.adding(1).start.addingTimeInterval(-1)
        #expect(closed.showsKeys(failed, due: due, at: lastMoment) == [.atOnce, .afterSubmission].contains(feedback))
        #expect(closed.showsKeys(passed, due: due, at: lastMoment) == (feedback != .afterDue))
        #expect(closed.showsKeys(failed, due: due, at: due.adding(1).start) == (feedback != .afterPassing))
        #expect(
            closed.showsKeys(failed, due: nil, at: monday.days(999)) == [.atOnce, .afterSubmission].contains(feedback))
    }

    @Test("shows keys after the last try, but not while that one goes on")
    func lastTry() {
        let rules = Quiz.Rules(passMark: 50, tries: 2, feedback: .afterPassing)
        let attempt = Attempt(
            id: "try", person: zhang, course: "visits", number: 1, startedAt: monday, paper: Paper(seed: 0, slots: []),
            rules: rules, questions: [:], answers: [:], result: attempt().closed().result)
        let open = AttemptSummary(id: "2", number: 2, startedAt: monday, passMark: 50, result: nil)
        #expect(!attempt.showsKeys(Tries([summary(1, passed: false)]), due: nil, at: monday))
        #expect(!attempt.showsKeys(Tries([summary(1, passed: false), open]), due: nil, at: monday))
        let both = [summary(1, passed: false), summary(2, passed: false)]
        #expect(attempt.showsKeys(Tries(both), due: nil, at: monday))
        #expect(!attempt.showsKeys(Tries(both, allowance: Allowance(tries: 1)), due: nil, at: monday))
    }

    private func summary(_ number: Int, passed: Bool) -> AttemptSummary {
        AttemptSummary(
            id: AttemptID("\(number)")!, number: number, startedAt: monday, passMark: 50,
            result: Attempt.Result(
                submittedAt: monday, score: .zero, maxScore: .one, received: 0, passed: passed))
    }
}

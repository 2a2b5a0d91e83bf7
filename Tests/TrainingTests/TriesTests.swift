import Foundation
import TestSupport
import Testing
import Training

@Suite("Tries at a quiz")
struct TriesTests {
    /// A handed-in try with so many of four questions right; 60 percent pass.
    private func finished(_ number: Int, right: Int, at: Date = monday, of full: Int = 4) -> AttemptSummary {
        AttemptSummary(
            id: AttemptID("try-\(number)")!, number: number, startedAt: at, passMark: 60,
            result: Attempt.Result(
                submittedAt: at, score: Marks(hundredths: 100 * right), maxScore: Marks(hundredths: 100 * full),
                received: full, passed: right * 100 >= 60 * full))
    }

    private func open(_ number: Int) -> AttemptSummary {
        AttemptSummary(id: "open", number: number, startedAt: monday, passMark: 60, result: nil)
    }

    @Test(
        "are decided by the best, the last or the first",
        arguments: [
            (.best, 3, true), (.last, 4, false), (.first, 1, false),
        ] as [(Quiz.Counts, Int, Bool)])
    func counts(_ counts: Quiz.Counts, _ number: Int, _ passed: Bool) {
        let tries = Tries([
            finished(1, right: 1), finished(2, right: 3), finished(3, right: 4), finished(4, right: 2), open(5),
        ])
        #expect(tries.deciding(counts)?.number == number)
        #expect(tries.arePassed(counts) == passed)
    }

    @Test("are decided by none before one is handed in", arguments: Quiz.Counts.allCases)
    func none(_ counts: Quiz.Counts) {
        #expect(Tries([open(1)]).deciding(counts) == nil)
        #expect(!Tries([open(1)]).arePassed(counts))
    }

    @Test("the best one is the earliest of equals, judged by its share of the full score")
    func best() {
        #expect(Tries([finished(1, right: 3), finished(2, right: 3)]).deciding(.best)?.number == 1)
        let longer = Tries([finished(1, right: 5, of: 8), finished(2, right: 3, of: 4)])
        #expect(longer.deciding(.best)?.number == 2)
    }

    @Test("a passed one is better than one with more marks that is not, as after the pass mark was raised")
    func passedIsBetter() {
        let strict = AttemptSummary(
            id: "strict", number: 2, startedAt: monday, passMark: 90,
            result: Attempt.Result(
                submittedAt: monday, score: Marks(hundredths: 340), maxScore: Marks(hundredths: 400), received: 4,
                passed: false))
        #expect(Tries([finished(1, right: 3), strict]).deciding(.best)?.number == 1)
    }

    @Test("are as many as the rules and the coordinator give, those under way included")
    func left() {
        let rules = Quiz.Rules(passMark: 60, tries: 2)
        #expect(Tries([]).left(Quiz.Rules(passMark: 60)) == nil)
        #expect(Tries([]).left(rules) == 2)
        #expect(Tries([finished(1, right: 0), open(2)]).left(rules) == 0)
        let granted = Tries([finished(1, right: 0), finished(2, right: 0)], allowance: Allowance(tries: 1))
        #expect(granted.left(rules) == 1)
        #expect(Tries((1...5).map { finished($0, right: 0) }).left(rules) == 0)
    }

    @Test("stand against a new one when all are used, or while the wait is not over")
    func obstacle() {
        let rules = Quiz.Rules(passMark: 60, tries: 2, delay: 30)
        let once = Tries([finished(1, right: 0)])
        #expect(Tries([]).obstacle(rules, at: monday) == nil)
        #expect(once.obstacle(rules, at: monday.minutes(29)) == .tooEarly(until: monday.minutes(30)))
        #expect(once.obstacle(rules, at: monday.minutes(30)) == nil)
        let twice = Tries([finished(1, right: 0), finished(2, right: 0)])
        #expect(twice.obstacle(rules, at: monday.days(1)) == .noTriesLeft)
    }
}

@Suite("A grant")
struct GrantTests {
    @Test(
        "gives something, not too much, and says why",
        arguments: [
            (0, 0, "停电"), (-1, 1, "停电"), (1441, 0, "停电"), (0, 21, "停电"), (0, -1, "停电"), (10, 0, ""), (10, 0, "  "),
            (10, 0, String(repeating: "长", count: 201)),
        ])
    func refused(_ minutes: Int, _ tries: Int, _ reason: String) {
        #expect(Grant(minutes: minutes, tries: tries, reason: reason) == nil)
    }

    @Test("adds up with others")
    func addsUp() throws {
        let grants = try [
            #require(Grant(minutes: 10, tries: 0, reason: " 停电 ")), #require(Grant(minutes: 5, tries: 2, reason: "生病")),
        ]
        #expect(grants[0].reason == "停电")
        #expect(Allowance(grants) == Allowance(minutes: 15, tries: 2))
        #expect(Allowance([]) == Allowance())
    }
}

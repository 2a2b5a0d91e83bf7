import Foundation
import TestSupport
import Testing
import Training

@Suite("An attempt")
struct AttemptTests {
    private let zhang: PersonID = "zhang"

    /// A try of 张某 at all four questions of 走访, options in the order of the file.
    private func attempt(
        _ answers: [Int: Answer] = [:], passMark: Int = 60, questions: [Question]? = nil, result: Attempt.Result? = nil
    ) -> Attempt {
        let questions = questions ?? Course.visits.items.map(\.question)
        let slots = questions.enumerated().map {
            Paper.Slot(
                number: $0.offset + 1, version: $0.element.id.rawValue, order: $0.element.choice.options.map(\.key))
        }
        return Attempt(
            id: "try", person: zhang, course: "visits", number: 1, startedAt: monday,
            paper: Paper(seed: 0, slots: slots), rules: Quiz.Rules(passMark: passMark),
            questions: Dictionary(uniqueKeysWithValues: questions.map { ($0.id.rawValue, $0) }), answers: answers,
            result: result)
    }

    private func answer(_ slot: Int, _ response: Response, seq: Int = 1) -> (Int, Answer) {
        (slot, Answer(slot: slot, response: response, seq: seq, savedAt: monday))
    }

    // MARK: Answers

    @Test("takes a first answer, keeps the newer of two and tells what it keeps")
    func keepsTheNewer() throws {
        let first = Answer(slot: 1, response: .text("a"), seq: 5, savedAt: monday)
        #expect(try attempt().accept(.text("a"), slot: 1, seq: 5, by: zhang, at: monday) == .saved(first))
        let known = attempt([1: first])
        #expect(
            try known.accept(.text("b"), slot: 1, seq: 4, by: zhang, at: monday.minutes(1)) == .kept(first, same: false)
        )
        #expect(
            try known.accept(.text("b"), slot: 1, seq: 5, by: zhang, at: monday.minutes(1)) == .kept(first, same: false)
        )
        let newer = Answer(slot: 1, response: .text("b"), seq: 6, savedAt: monday.minutes(1))
        #expect(try known.accept(.text("b"), slot: 1, seq: 6, by: zhang, at: monday.minutes(1)) == .saved(newer))
    }

    /// Two devices and an outbox: answers arrive in any order, some of them more than once.
    @Test("ends with the same answers in whatever order they arrive", arguments: 0..<100)
    func orderOfArrivalDoesNotMatter(_ seed: Int) throws {
        var dice = Dice(seed: seed)
        let sent = (1...8).map { seq in
            let slot = dice.below(2) + 1
            return Answer(slot: slot, response: .text(dice.pick(["a", "b", "c"])), seq: seq, savedAt: monday)
        }
        let highest = Dictionary(grouping: sent, by: \.slot).compactMapValues { $0.max { $0.seq < $1.seq } }
        for _ in 0..<5 {
            var kept: [Int: Answer] = [:]
            for answer in dice.shuffled(sent + sent.filter { _ in dice.once(in: 3) }) {
                let acceptance = try attempt(kept).accept(
                    answer.response, slot: answer.slot, seq: answer.seq, by: zhang, at: monday)
                if case .saved(let saved) = acceptance { kept[saved.slot] = saved }
            }
            #expect(kept == highest)
        }
    }

    @Test("refuses answers of somebody else as if it were not there, handed in or not")
    func notYours() {
        for attempt in [attempt(), attempt(result: .of(3))] {
            #expect(throws: AttemptRefusal.notYours) {
                try attempt.accept(.text("a"), slot: 1, seq: 1, by: "li", at: monday)
            }
            #expect(throws: AttemptRefusal.notYours) { try attempt.submitted(by: "li", at: monday) }
        }
    }

    @Test("refuses slots that the paper does not have", arguments: [0, 5, -1, .max, .min])
    func noSuchSlot(_ slot: Int) {
        #expect(throws: AttemptRefusal.noSuchSlot(slot)) {
            try attempt().accept(.text("a"), slot: slot, seq: 1, by: zhang, at: monday)
        }
    }

    @Test(
        "refuses what does not fit the question",
        arguments: [
            (1, .list(["b"])), (1, .text("e")), (1, .text("")), (1, .text("B")), (1, .text("visits-knock")),
            (2, .text("d")), (3, .text("a")), (3, .list(["a", "e"])), (4, .text("true")), (4, .text("c")),
            (4, .list([])),
        ] as [(Int, Response)])
    func doesNotFit(_ slot: Int, _ response: Response) {
        let kinds: [Question.Kind] = [.single, .single, .multiple, .trueFalse]
        #expect(throws: AttemptRefusal.doesNotFit(slot: slot, kinds[slot - 1])) {
            try attempt().accept(response, slot: slot, seq: 1, by: zhang, at: monday)
        }
    }

    @Test("takes a list emptied again, and does not count it as an answer")
    func emptied() throws {
        #expect(throws: Never.self) { try attempt().accept(.list([]), slot: 3, seq: 2, by: zhang, at: monday) }
        let answers = [answer(1, .text("a")), answer(3, .list([]), seq: 2)]
        #expect(attempt(Dictionary(uniqueKeysWithValues: answers)).answered == 1)
    }

    @Test("takes no answer once it is handed in, not even the same one")
    func alreadySubmitted() {
        let finished = attempt([1: answer(1, .text("b")).1], result: .of(1))
        #expect(finished.state == .finished)
        for seq in [1, 2] {
            #expect(throws: AttemptRefusal.alreadySubmitted) {
                try finished.accept(.text("b"), slot: 1, seq: seq, by: zhang, at: monday)
            }
        }
    }

    // MARK: Handing in

    @Test("adds up the marks of its slots")
    func addsUp() throws {
        let answers = [
            answer(1, .text("b")), answer(2, .text("b")), answer(3, .list(["a", "c"])), answer(4, .text("b")),
        ]
        let result = try attempt(Dictionary(uniqueKeysWithValues: answers)).submitted(by: zhang, at: monday).result
        #expect(result.score == Marks(hundredths: 100 + 0 + 66 + 100))
        #expect(result.maxScore == Marks(hundredths: 400))
        #expect(result.received == 4)
        #expect(result.passed == true)
    }

    @Test("handed in empty has no marks and is not passed")
    func empty() throws {
        let result = try attempt().submitted(by: zhang, at: monday).result
        #expect(
            result
                == .init(
                    submittedAt: monday, score: .zero, maxScore: .init(hundredths: 400), received: 0, passed: false))
    }

    @Test("handed in twice stays as it was, whatever came meanwhile")
    func submittedTwice() throws {
        let once = Attempt.Result.of(3)
        #expect(try attempt(result: once).submitted(by: zhang, at: monday.days(1)).result == once)
    }

    /// `right` of 4 questions right.
    @Test(
        "is passed at the pass mark exactly and not below",
        arguments: [
            (3, 75, true), (3, 76, false), (2, 50, true), (2, 51, false), (4, 100, true), (3, 100, false), (1, 1, true),
        ])
    func passMark(_ right: Int, _ passMark: Int, _ passed: Bool) throws {
        let questions = (1...4).map { Question.example(QuestionID("q\($0)")!, key: ["a"]) }
        let answers = (1...4).map { answer($0, .text($0 <= right ? "a" : "b")) }
        let attempt = attempt(
            Dictionary(uniqueKeysWithValues: answers), passMark: passMark, questions: questions)
        #expect(try attempt.submitted(by: zhang, at: monday).result.passed == passed)
    }

    @Test("two thirds do not pass 67 percent, and 66 percent are reached by them")
    func passMarkIsNotRounded() throws {
        let questions = (1...3).map { Question.example(QuestionID("q\($0)")!, key: ["a"]) }
        let answers = Dictionary(uniqueKeysWithValues: (1...2).map { answer($0, .text("a")) })
        #expect(
            try attempt(answers, passMark: 67, questions: questions).submitted(by: zhang, at: monday).result.passed
                == false)
        #expect(
            try attempt(answers, passMark: 66, questions: questions).submitted(by: zhang, at: monday).result.passed
                == true)
    }
}

extension Attempt.Result {
    /// A result with so many of four questions right.
    fileprivate static func of(_ right: Int) -> Attempt.Result {
        Attempt.Result(
            submittedAt: monday, score: Marks(hundredths: 100 * right), maxScore: Marks(hundredths: 400), received: 4,
            passed: right >= 3)
    }
}

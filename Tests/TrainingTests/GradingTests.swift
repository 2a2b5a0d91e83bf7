import TestSupport
import Testing
import Training

extension Question {
    fileprivate func grade(_ chosen: [String]?) -> Mark { choice.grade(Set(chosen ?? [])) }
}

extension Mark {
    fileprivate var missed: [String] { findings.compactMap { if case .missed(let key) = $0 { key } else { nil } } }
    fileprivate var wrong: [String] { findings.compactMap { if case .wrong(let key) = $0 { key } else { nil } } }
}

@Suite("Grading")
struct GradingTests {
    private let knock = Question.example("knock", key: ["b"])
    private func bring(_ scoring: Choice.Scoring) -> Question {
        .example("bring", .multiple, key: ["a", "c", "d"], scoring: scoring)
    }

    @Test("gives a single choice the mark for the right option alone")
    func single() {
        #expect(knock.grade(["b"]).earned == .one)
        #expect(knock.grade(["b"]).isRight)
        #expect(knock.grade(["a"]).earned == .zero)
        #expect(knock.grade(["a", "b"]).earned == .zero)
        #expect(knock.grade(["a"]).missed == ["b"])
        #expect(knock.grade(["a"]).wrong == ["a"])
    }

    @Test("gives true or false the mark for the right one")
    func trueFalse() {
        let question = Question.example("alone", .trueFalse, options: ["true", "false"], key: ["false"])
        #expect(question.grade(["false"]).earned == .one)
        #expect(question.grade(["true"]).earned == .zero)
    }

    @Test("gives nothing for nothing, and says that nothing was chosen", arguments: [nil, []] as [[String]?])
    func nothing(_ chosen: [String]?) {
        let mark = bring(.subsetProportional).grade(chosen)
        #expect(mark.earned == .zero)
        #expect(mark.state == .unanswered)
        #expect(!mark.isRight)
        #expect(mark.missed == ["a", "c", "d"])
    }

    @Test(
        "gives several choices what their scoring says",
        arguments: [
            (.exact, ["a", "c", "d"], 100), (.exact, ["a", "c"], 0), (.exact, ["a", "b", "c", "d"], 0),
            (.subsetHalf, ["a", "c", "d"], 100), (.subsetHalf, ["a", "c"], 50), (.subsetHalf, ["d"], 50),
            (.subsetHalf, ["a", "b"], 0), (.subsetHalf, ["b"], 0),
            (.subsetProportional, ["a", "c", "d"], 100), (.subsetProportional, ["a", "c"], 66),
            (.subsetProportional, ["d"], 33), (.subsetProportional, ["a", "b", "c", "d"], 0),
        ] as [(Choice.Scoring, [String], Int)])
    func multiple(_ scoring: Choice.Scoring, _ chosen: [String], _ hundredths: Int) {
        #expect(bring(scoring).grade(chosen).earned == Marks(hundredths: hundredths))
    }

    /// Every question of up to five options, every key and every choice: 3 × 31 × 32 and more.
    @Test("never gives less than nothing nor more than the mark, and the mark for the right answer alone")
    func bounds() {
        for size in 1...5 {
            let options = Array(Paper.letters.prefix(size))
            let subsets = (0..<1 << size).map { bits in
                options.indices.filter { bits >> $0 & 1 == 1 }.map { options[$0] }
            }
            for (key, scoring) in subsets.dropFirst().flatMap({ key in Choice.Scoring.allCases.map { (key, $0) } }) {
                let question = Question.example("q", .multiple, options: options, key: key, scoring: scoring)
                for chosen in subsets {
                    let mark = question.grade(chosen)
                    #expect(mark.earned >= .zero && mark.earned <= .one)
                    #expect((mark.earned == .one) == (chosen == key))
                    #expect(mark.isRight == (chosen == key))
                    if mark.earned > .zero { #expect(mark.wrong.isEmpty) }
                }
            }
        }
    }

    @Test("is the same whatever order a paper shows the options in", arguments: 0..<100)
    func orderDoesNotMatter(_ seed: Int) {
        var dice = Dice(seed: seed)
        let keys = ["a", "b", "c", "d", "e"]
        let right = keys.filter { _ in dice.once(in: 2) }
        let scoring = dice.pick(Choice.Scoring.allCases)
        let question = Question.example(
            "q", .multiple, options: keys, key: right.isEmpty ? ["a"] : right, scoring: scoring)
        let chosen = keys.filter { _ in dice.once(in: 2) }
        let plain = question.grade(chosen)
        let slot = Paper.Slot(number: 1, version: "q", order: dice.shuffled(keys))
        let letters = chosen.compactMap { slot.letter(of: $0) }
        #expect(slot.mark(.list(letters.sorted()), to: question) == plain)
    }

    @Test("adds up in hundredths and is written with no more decimals than needed")
    func marks() {
        #expect(Marks(hundredths: 66) + Marks(hundredths: 34) == .one)
        #expect(
            [0, 5, 50, 66, 100, 833, 850].map { Marks(hundredths: $0).description }
                == ["0", "0.05", "0.5", "0.66", "1", "8.33", "8.5"])
    }
}

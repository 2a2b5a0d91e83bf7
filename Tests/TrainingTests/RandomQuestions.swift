import TestSupport
import Training

/// A question of a random kind: what is asked in it is settled, the key to it is thrown anew each time.
struct RandomTask {
    private let kind: Question.Kind
    private let keys: [String]

    /// A task of this kind with two to five parts.
    init(_ kind: Question.Kind, _ dice: inout Dice) {
        self.kind = kind
        let count = kind == .trueFalse ? 2 : dice.below(4) + 2
        keys = Array(["k", "l", "m", "n", "o"].prefix(count))
    }

    /// The question with some key; with other words about it each time.
    func question(_ dice: inout Dice) -> Question {
        Question(
            id: "random", era: dice.pick([.current, .both]), clauses: ["N78-2.1-a"], stem: "怎么做？",
            interaction: interaction(&dice), explanation: word(&dice))
    }

    /// The same key told otherwise: other words about it, options and accepted texts in another order of the file.
    func retold(_ question: Question, _ dice: inout Dice) -> Question {
        let interaction: Question.Interaction =
            switch question.interaction {
            case .choice(let choice):
                .choice(
                    Choice(
                        kind: choice.kind,
                        options: dice.shuffled(choice.options).map {
                            .init(key: $0.key, text: $0.text, reason: word(&dice), weight: $0.weight)
                        }, key: dice.shuffled(choice.key), scoring: choice.scoring))
            case .fillIn(let fillIn):
                .fillIn(
                    FillIn(
                        blanks: fillIn.blanks.map { blank in
                            var accepts = blank.accepts
                            if case .texts(let texts) = accepts { accepts = .texts(dice.shuffled(texts)) }
                            return .init(label: blank.label, accepts: accepts, reason: word(&dice))
                        }))
            case .matching(let matching):
                .matching(Matching(prompts: matching.prompts, options: dice.shuffled(matching.options)))
            default: question.interaction
            }
        return Question(
            id: question.id, era: .both, clauses: question.clauses, stem: question.stem, interaction: interaction,
            explanation: word(&dice))
    }

    /// The slot that asks it.
    func slot(_ dice: inout Dice) -> Paper.Slot {
        Paper.Slot(number: 1, version: "former", order: dice.shuffled(question(&dice).movable))
    }

    /// Something that may have been answered, right or wrong, whole or in part, or not at all.
    func response(_ dice: inout Dice) -> Response? {
        if dice.once(in: 8) { return nil }
        let letters = dice.shuffled(Array(Paper.letters.prefix(keys.count)))
        switch kind {
        case .single, .trueFalse: return .text(letters[0])
        case .multiple: return .list(letters.prefix(dice.below(letters.count + 1)).sorted())
        case .fillIn: return .list(keys.map { _ in dice.pick(Self.words + [""]) })
        case .matching: return .map(pairs(&dice) { dice in dice.pick(letters) })
        case .ordering: return .list(dice.once(in: 6) ? [] : letters)
        case .shortText: return .text(word(&dice))
        case .publicationCheck:
            let actions = PublicationCheck.Action.allCases
            return .map(
                Dictionary(
                    uniqueKeysWithValues: keys.filter { _ in !dice.once(in: 5) }.map {
                        ($0, dice.pick(actions).rawValue)
                    }))
        case .scenario: return .list((0..<dice.below(3)).map { _ in dice.pick(["a", "b"]) })
        }
    }

    private func interaction(_ dice: inout Dice) -> Question.Interaction {
        switch kind {
        case .single, .multiple, .trueFalse: .choice(choice(&dice))
        case .fillIn:
            .fillIn(FillIn(blanks: keys.map { .init(label: $0, accepts: accepted(&dice), reason: word(&dice)) }))
        case .matching:
            .matching(
                Matching(
                    prompts: keys.map { .init(text: $0, answer: dice.pick(keys), reason: word(&dice)) },
                    options: dice.shuffled(keys).map { .init(key: $0, text: "option \($0)") }))
        case .ordering:
            .ordering(
                Ordering(steps: dice.shuffled(keys).map { .init(key: $0, text: "step \($0)", reason: word(&dice)) }))
        case .shortText: .shortText(ShortText(model: word(&dice), criteria: [word(&dice)]))
        case .publicationCheck:
            .publicationCheck(
                PublicationCheck(
                    place: .website,
                    fields: keys.map {
                        .init(
                            key: $0, label: $0, value: $0, action: dice.pick(PublicationCheck.Action.allCases),
                            reason: word(&dice))
                    }))
        case .scenario: .scenario(scenario(&dice))
        }
    }

    private func choice(_ dice: inout Dice) -> Choice {
        let right = kind == .multiple ? keys.filter { _ in dice.once(in: 2) } : [dice.pick(keys)]
        let scoring = kind == .multiple ? dice.pick(Choice.Scoring.allCases) : .subsetHalf
        let options = dice.shuffled(keys).map { key in
            Choice.Option(
                key: key, text: "option \(key)", reason: word(&dice),
                weight: scoring == .weighted ? dice.below(200) - 100 : nil)
        }
        let kinds: [Question.Kind: Choice.Kind] = [.single: .single, .multiple: .multiple, .trueFalse: .trueFalse]
        return Choice(
            kind: kinds[kind] ?? .single, options: options, key: right.isEmpty ? [keys[0]] : right, scoring: scoring)
    }

    private func accepted(_ dice: inout Dice) -> FillIn.Accepted {
        dice.once(in: 2)
            ? .texts(dice.shuffled(Self.words).prefix(dice.below(2) + 1).map(\.self))
            : .number(value: (dice.below(3) + 6) * 1000, tolerance: dice.below(2) * 1000, unit: "天")
    }

    /// Two decisions without conditions, worth something new each time.
    private func scenario(_ dice: inout Dice) -> Scenario {
        func option(_ key: String, to node: String, _ dice: inout Dice) -> Scenario.Option {
            Scenario.Option(
                key: key, text: key, consequence: "然后", feedback: word(&dice), clauses: ["N78-2.1-a"],
                score: dice.below(4), ways: [Scenario.Way(to: node)])
        }
        return Scenario(
            start: "door",
            nodes: [
                Scenario.Node(
                    id: "door", text: "门前", options: [option("x", to: "table", &dice), option("y", to: "end", &dice)]),
                Scenario.Node(
                    id: "table", text: "桌边", options: [option("x", to: "end", &dice), option("y", to: "end", &dice)]),
                Scenario.Node(
                    id: "end", text: "完",
                    ending: Scenario.Ending(dice.pick(Scenario.Ending.Outcome.allCases), score: dice.below(4))),
            ])
    }

    private func pairs(_ dice: inout Dice, _ value: (inout Dice) -> String) -> [String: String] {
        let prompts = keys.indices.filter { _ in !dice.once(in: 5) }
        return Dictionary(uniqueKeysWithValues: prompts.map { ("\($0 + 1)", value(&dice)) })
    }

    private func word(_ dice: inout Dice) -> String { dice.pick(Self.words) }

    private static let words = ["七天", "7天", "七", "8天", "９天", "请坐"]
}

extension Question {
    /// The parts of which a paper chooses the order.
    fileprivate var movable: [String] {
        switch interaction {
        case .choice(let choice): choice.options.map(\.key)
        case .matching(let matching): matching.options.map(\.key)
        case .ordering(let ordering): ordering.steps.map(\.key)
        case .fillIn, .shortText, .publicationCheck, .scenario: []
        }
    }
}

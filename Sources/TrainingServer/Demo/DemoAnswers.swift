import Content
import Foundation
import Training

/// How the people of the demo answer.
///
/// Each has an ability and each question a difficulty; who is able has more of them right (the two-parameter logistic model,
/// Birnbaum in Lord & Novick, Statistical Theories of Mental Test Scores, 1968). Three questions are planted, so that the
/// item analysis has something to find: the questions themselves are left as they are, people behave as they would if
/// something were wrong with them.
struct DemoAnswers: Sendable {
    /// The questions that something is made to be wrong with.
    let planted: Planted?
    /// The misconception that most people of `misledCounty` hold, by its id; nil when no question of the demo offers it.
    let misconception: String?

    /// 延长县: that of the demo's coordinator.
    static let misledCounty = "610621"

    /// One question for each verdict that an administrator should act on.
    struct Planted: Sendable, Hashable {
        /// Those who know choose one certain distractor, as if it were the right answer.
        let wrongKey: QuestionID
        /// Nearly everyone has it right.
        let tooEasy: QuestionID
        /// Chance decides, whoever answers.
        let random: QuestionID
    }

    /// Plants the first three questions, by id, of which one of three or more options is right, in the first course of the
    /// demo whose quiz draws from three; none when there is no such course.
    init(_ library: Library) {
        let offered = DemoProvince.courses(library).flatMap { library.items(of: $0.id) }
            .flatMap(\.question.misconceptions)
        misconception = offered.first { $0 == "exits-2019/three-percent" }
        planted =
            DemoProvince.courses(library).lazy.compactMap { course in
                // Many people meet what an author wrote, few each of the questions that a table makes.
                let suitable = library.items(of: course.id).map(\.question)
                    .filter { $0.hasSeveralDistractors && $0.generated == nil }.map(\.id).sorted()
                guard suitable.count >= 3 else { return nil }
                return Planted(wrongKey: suitable[0], tooEasy: suitable[1], random: suitable[2])
            }.first
    }

    /// An ability: mean 0, standard deviation 1, nearly normal (the sum of twelve even chances).
    static func ability(_ chance: inout SeededGenerator) -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + chance.fraction() }
    }

    /// What someone of this ability answers at a trial, from 1: decision by decision in a scenario, else at once. Whoever
    /// tries again has seen the key and why it is right, and knows more. In the misled county four in five keep to their
    /// misconception wherever they meet it.
    func responses(
        to question: Question, on slot: Paper.Slot, ability: Double, trial: Int, in unit: UnitCode? = nil,
        _ chance: inout SeededGenerator
    ) -> [Response] {
        if let misconception, unit?.rawValue.hasPrefix(Self.misledCounty) == true,
            let misled = slot.response(to: question, holding: misconception), chance.below(5) > 0
        {
            return [misled]
        }
        let planted = trial == 1 ? planted : nil
        let likelihood: Double
        switch question.id {
        case planted?.wrongKey: return [misled(by: question, on: slot, ability, &chance)]
        case planted?.tooEasy: likelihood = 0.99
        case planted?.random: likelihood = 0.6
        default: likelihood = Self.likelihood(ability + 1.2 * Double(trial - 1), difficulty: question.difficulty)
        }
        return chance.fraction() < likelihood
            ? slot.rightResponses(to: question) : slot.wrongResponses(to: question, &chance)
    }

    /// How likely someone knows something of which at an ability of `difficulty` half of all know.
    private static func likelihood(_ ability: Double, difficulty: Double) -> Double {
        1 / (1 + exp(-2 * (ability - difficulty)))
    }

    /// What people make of a question whose key is wrong: those who know, which is half of all, choose the first
    /// distractor, and of the others one half the key, the rest something else.
    private func misled(
        by question: Question, on slot: Paper.Slot, _ ability: Double, _ chance: inout SeededGenerator
    ) -> Response {
        guard case .choice(let choice) = question.interaction else { return .text("") }
        let distractors = choice.options.map(\.key).filter { !choice.key.contains($0) }
        if chance.fraction() < Self.likelihood(ability, difficulty: 0) {
            return slot.choosing(Array(distractors.prefix(1)), of: choice)
        }
        let others = Array(distractors.dropFirst())
        return slot.choosing(chance.below(2) == 0 ? choice.key : [others.picked(&chance)], of: choice)
    }
}

extension Question {
    /// The ids of the misconceptions behind its options.
    fileprivate var misconceptions: [String] {
        guard case .choice(let choice) = interaction else { return [] }
        return choice.options.compactMap(\.misconception?.id)
    }

    fileprivate var hasSeveralDistractors: Bool {
        guard case .choice(let choice) = interaction else { return false }
        return choice.kind == .single && choice.options.count >= 3
    }

    /// The ability at which half have it right, from −0.9 to −0.3; always the same for the same question.
    fileprivate var difficulty: Double {
        var generator = SeededGenerator(seed: id.rawValue.seed)
        return -0.9 + 0.6 * generator.fraction()
    }
}

extension String {
    /// A seed that is the same for the same text on every machine.
    var seed: UInt64 { utf8.reduce(0) { $0 &* 31 &+ UInt64($1) } }
}

extension SeededGenerator {
    /// From 0 to just below 1.
    fileprivate mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// Each of so many places with one chance in two, but at least one of them; there is at least one.
    fileprivate mutating func places(of count: Int) -> Set<Int> {
        var places = Set<Int>()
        for place in 0..<count where below(2) == 0 { places.insert(place) }
        return places.isEmpty ? [below(count)] : places
    }
}

extension [String] {
    /// One of them; empty when there is none.
    fileprivate func picked(_ chance: inout SeededGenerator) -> String { isEmpty ? "" : self[chance.below(count)] }
}

// MARK: - Right and wrong answers to every kind of question

extension Paper.Slot {
    /// What someone answers who knows.
    func rightResponses(to question: Question) -> [Response] {
        switch question.interaction {
        case .choice(let choice): return [choosing(choice.key, of: choice)]
        case .fillIn(let fillIn): return [filled(fillIn.blanks.map(\.accepts.shown))]
        case .matching(let matching): return [matched(matching.prompts.map(\.answer))]
        case .ordering(let ordering): return [.list(ordering.steps.compactMap { letter(of: $0.key) })]
        case .shortText(let shortText): return [.text(shortText.model)]
        case .publicationCheck(let check):
            return [.map(Dictionary(uniqueKeysWithValues: check.fields.map { ($0.key, $0.action.rawValue) }))]
        case .scenario(let scenario): return Scenario.Analysis(of: scenario).best.map(Response.text)
        }
    }

    /// What someone answers who holds a misconception, by its id; nil where no option has it.
    func response(to question: Question, holding misconception: String) -> Response? {
        guard case .choice(let choice) = question.interaction,
            let option = choice.options.first(where: { $0.misconception?.id == misconception })
        else { return nil }
        return choosing([option.key], of: choice)
    }

    /// What someone answers who does not: something that fits and is not wholly right. In a scenario anything can be
    /// chosen, and may turn out well.
    func wrongResponses(to question: Question, _ chance: inout SeededGenerator) -> [Response] {
        switch question.interaction {
        case .choice(let choice): return [choosing(wrongOptions(of: choice, &chance), of: choice)]
        case .fillIn(let fillIn):
            let wrong = chance.places(of: fillIn.blanks.count)
            return [
                filled(fillIn.blanks.enumerated().map { wrong.contains($0) ? $1.accepts.missed : $1.accepts.shown })
            ]
        case .matching(let matching):
            let wrong = chance.places(of: matching.prompts.count)
            return [
                matched(
                    matching.prompts.enumerated().map { place, prompt in
                        wrong.contains(place) ? order.filter { $0 != prompt.answer }.picked(&chance) : prompt.answer
                    })
            ]
        case .ordering(let ordering):
            let right = ordering.steps.compactMap { letter(of: $0.key) }
            let mixed = chance.shuffled(right)
            return [.list(mixed == right ? right.reversed() : mixed)]
        case .shortText: return [.text("不清楚，要问一问。")]
        case .publicationCheck(let check):
            let wrong = chance.places(of: check.fields.count)
            let actions = check.fields.enumerated().map { place, field in
                let others = PublicationCheck.Action.allCases.filter { $0 != field.action }.map(\.rawValue)
                return (field.key, wrong.contains(place) ? others.picked(&chance) : field.action.rawValue)
            }
            return [.map(Dictionary(uniqueKeysWithValues: actions))]
        case .scenario(let scenario):
            var letters: [String] = []
            while let walk = scenario.walk(letters), !walk.isOver, letters.count < 20 {
                letters.append(Paper.letters[chance.below(walk.node.options.count)])
            }
            return letters.map(Response.text)
        }
    }

    /// One wrong option; of several, the right ones with one too many or too few.
    private func wrongOptions(of choice: Choice, _ chance: inout SeededGenerator) -> [String] {
        let distractors = choice.options.map(\.key).filter { !choice.key.contains($0) }
        let changed = order.picked(&chance)
        guard choice.kind == .multiple, choice.key != [changed] else { return [distractors.picked(&chance)] }
        return choice.key.contains(changed) ? choice.key.filter { $0 != changed } : choice.key + [changed]
    }

    fileprivate func choosing(_ keys: [String], of choice: Choice) -> Response {
        let letters = keys.compactMap { letter(of: $0) }
        return choice.kind == .multiple ? .list(letters.sorted()) : .text(letters.first ?? "")
    }

    private func filled(_ texts: [String]) -> Response { texts.count == 1 ? .text(texts[0]) : .list(texts) }

    private func matched(_ keys: [String]) -> Response {
        .map(
            Dictionary(
                uniqueKeysWithValues: keys.enumerated().map { ("\($0.offset + 1)", letter(of: $0.element) ?? "") }))
    }
}

extension FillIn.Accepted {
    /// Something that is not right here.
    fileprivate var missed: String {
        switch self {
        case .texts: "不清楚"
        case .number(let value, let tolerance, _): "\((value + tolerance) / 1000 + 2)"
        }
    }
}

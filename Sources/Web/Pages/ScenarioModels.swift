import Training

/// The story so far of a scenario that is being answered. What stands before the learner now is the question's stem, what
/// can be done its options.
struct StoryPage: Sendable {
    let title: String
    let decisions: [DecisionLine]
    /// The number of the decision to take; nil at an ending.
    let step: Int?
    /// 结局：好, at an ending.
    let outcome: String?
    let outcomeClass: String

    init(_ walk: Scenario.Walk, title: String, _ basis: Basis, _ words: Words) {
        self.title = title
        decisions = walk.steps.map { DecisionLine($0, basis, words) }
        step = walk.isOver ? nil : walk.steps.count + 1
        outcome = walk.node.ending.map { words("outcome_\($0.outcome.rawValue)") }
        outcomeClass = walk.node.ending?.outcome.style ?? ""
    }
}

/// A decision with what came of it.
struct DecisionLine: Sendable {
    let place: String
    let scene: [String]
    let letter: String
    let text: String
    let consequence: [String]
    let feedback: [String]
    let citations: [Citation]
    let best: Bool

    init(_ step: Scenario.Walk.Step, _ basis: Basis, _ words: Words) {
        place = words("decision_number", ["n": step.number])
        scene = step.node.text.paragraphs
        letter = step.letter.uppercased()
        text = step.option.text
        consequence = step.option.consequence.paragraphs
        feedback = step.option.feedback.paragraphs
        citations = basis.citations(step.option.clauses)
        best = step.isBest
    }
}

/// A scenario looked back on: the path taken beside the best one.
struct StoryReview: Sendable {
    /// Both paths as a drawing (SVG); nil while the best one may not be told.
    let map: String?
    let decisions: [DecisionLine]
    let outcome: String
    let outcomeClass: String
    let ending: [String]
    let best: BestPath?

    /// The path that earns the most.
    struct BestPath: Sendable {
        let decisions: [DecisionLine]
        let outcome: String
        let ending: [String]
    }

    /// Nil unless a scenario was asked there. The best path is part of the key.
    init?(_ attempt: Attempt, _ slot: Paper.Slot, _ basis: Basis, showsKey: Bool, _ words: Words) {
        guard let taken = attempt.walk(slot), let best = attempt.questions[slot.version]?.bestWalk else { return nil }
        map = showsKey ? ScenarioMap(taken: taken, best: best, id: "map-\(slot.number)", words).svg : nil
        decisions = taken.steps.map { DecisionLine($0, basis, words) }
        outcome = words(taken.outcomeKey)
        outcomeClass = taken.node.ending?.outcome.style ?? ""
        ending = taken.isOver ? taken.node.text.paragraphs : []
        self.best =
            showsKey
            ? BestPath(
                decisions: best.steps.map { DecisionLine($0, basis, words) }, outcome: words(best.outcomeKey),
                ending: best.node.text.paragraphs) : nil
    }
}

extension Scenario.Walk {
    /// The key of the word for how the story ended, or that it did not.
    var outcomeKey: String { node.ending.map { "outcome_\($0.outcome.rawValue)" } ?? "outcome_none" }
}

extension Scenario.Ending.Outcome {
    fileprivate var style: String {
        switch self {
        case .good: "tag-good"
        case .fair: "tag-warn"
        case .poor: "tag-bad"
        }
    }
}

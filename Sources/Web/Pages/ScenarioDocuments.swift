import Training

/// Where a story stands, for programs: the present node and the decisions taken, and nothing of what was not chosen.
struct WalkDocument: Encodable {
    let node: NodeDocument
    let taken: [DecisionDocument]

    init(_ walk: Scenario.Walk) {
        node = NodeDocument(walk.node)
        taken = walk.steps.map(DecisionDocument.init)
    }
}

/// A node as one sees it who stands there.
struct NodeDocument: Encodable {
    let id: String
    let text: String
    let choices: [ShownParts.Part]
    /// How well the story ends; left out where it goes on.
    let ending: Scenario.Ending.Outcome?

    init(_ node: Scenario.Node) {
        id = node.id
        text = node.text
        choices = node.lettered.map { ShownParts.Part(key: $0.letter, text: $0.option.text) }
        ending = node.ending?.outcome
    }
}

/// A decision that was taken, with what came of it.
struct DecisionDocument: Encodable {
    let step: Int
    let node: String
    let choice: String
    let text: String
    let consequence: String
    let feedback: String
    let clauses: [ClauseID]

    init(_ step: Scenario.Walk.Step) {
        self.step = step.number
        node = step.node.id
        choice = step.letter
        text = step.option.text
        consequence = step.option.consequence
        feedback = step.option.feedback
        clauses = step.option.clauses
    }
}

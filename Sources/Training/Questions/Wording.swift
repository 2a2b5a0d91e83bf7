/// Two versions of a question: whether they ask the same, and whether they grade alike.
extension Question {
    /// Whether an answer to `other` can be read as an answer to this question: nothing that a learner read or could choose
    /// differs.
    ///
    /// The id, the stem, the picture and the type must be the same, and further
    /// - of a choice the keys and texts of the options,
    /// - of blanks their number and labels,
    /// - of a matching the prompts in order, and the keys and texts of the options,
    /// - of an ordering the keys and texts of the steps,
    /// - of a notice its place, and its fields in order with keys, labels and values,
    /// - of a scenario everything that leads through it: the nodes and their texts, the choices in order with texts and
    ///   consequences, the flags and the ways; and where any way asks for points, the points of the choices.
    ///
    /// What may differ: the right options, scoring and weights, accepted texts, numbers and tolerances, the right pairs, order
    /// and actions, the points and outcomes of a scenario, every reason and feedback, the explanation, the clauses, the era,
    /// `keyFrom`, the order of options and steps in the file. A changed text is a new wording, never a correction: what was
    /// answered to the old one says nothing about the new one.
    public func asksTheSame(as other: Question) -> Bool {
        id == other.id && stem == other.stem && image == other.image
            && interaction.withoutKey == other.interaction.withoutKey
    }

    /// Whether both earn the same mark for every answer; told for questions that ask the same. A `short_text` has no key, so
    /// two of them always do.
    public func gradesAlike(_ other: Question) -> Bool {
        interaction.withoutReasons == other.interaction.withoutReasons
    }
}

extension Question.Interaction {
    /// What is read and chosen from, in one form whatever the key is.
    fileprivate var withoutKey: Question.Interaction {
        switch withoutReasons {
        case .choice(let choice):
            let options = choice.options.map { Choice.Option(key: $0.key, text: $0.text, reason: "") }
            return .choice(Choice(kind: choice.kind, options: options, key: [], scoring: .exact))
        case .fillIn(let fillIn):
            return .fillIn(
                FillIn(blanks: fillIn.blanks.map { .init(label: $0.label, accepts: .texts([]), reason: "") }))
        case .matching(let matching):
            return .matching(
                Matching(
                    prompts: matching.prompts.map { .init(text: $0.text, answer: "", reason: "") },
                    options: matching.options))
        case .ordering(let ordering): return .ordering(Ordering(steps: ordering.steps.sorted { $0.key < $1.key }))
        case .shortText(let shortText): return .shortText(shortText)
        case .publicationCheck(let check):
            let fields = check.fields.map {
                PublicationCheck.Field(key: $0.key, label: $0.label, value: $0.value, action: .ask, reason: "")
            }
            return .publicationCheck(PublicationCheck(place: check.place, fields: fields))
        case .scenario(let scenario): return .scenario(scenario.withoutPoints)
        }
    }

    /// What is asked and how it is graded, without what is said about it, in one form whatever the order in the file is.
    fileprivate var withoutReasons: Question.Interaction {
        switch self {
        case .choice(let choice):
            let options = choice.options.sorted { $0.key < $1.key }.map {
                Choice.Option(key: $0.key, text: $0.text, reason: "", weight: $0.weight)
            }
            let scoring = choice.kind == .multiple ? choice.scoring : .exact
            return .choice(Choice(kind: choice.kind, options: options, key: choice.key.sorted(), scoring: scoring))
        case .fillIn(let fillIn):
            return .fillIn(
                FillIn(blanks: fillIn.blanks.map { .init(label: $0.label, accepts: $0.accepts.folded, reason: "") }))
        case .matching(let matching):
            return .matching(
                Matching(
                    prompts: matching.prompts.map { .init(text: $0.text, answer: $0.answer, reason: "") },
                    options: matching.options.sorted { $0.key < $1.key }))
        case .ordering(let ordering):
            return .ordering(Ordering(steps: ordering.steps.map { .init(key: $0.key, text: $0.text, reason: "") }))
        // A person marks it; the model answer and what to look for are no key.
        case .shortText: return .shortText(ShortText(model: "", criteria: []))
        case .publicationCheck(let check):
            let fields = check.fields.map {
                PublicationCheck.Field(key: $0.key, label: $0.label, value: $0.value, action: $0.action, reason: "")
            }
            return .publicationCheck(PublicationCheck(place: check.place, fields: fields))
        case .scenario(let scenario): return .scenario(scenario.withoutFeedback)
        }
    }
}

extension FillIn.Accepted {
    /// The same key in one form: as texts are compared, whatever their order.
    fileprivate var folded: FillIn.Accepted {
        switch self {
        case .texts(let texts): .texts(Set(texts.map(FillIn.folded)).sorted())
        case .number(let value, let tolerance, let unit):
            .number(value: value, tolerance: tolerance, unit: unit.map(FillIn.folded))
        }
    }
}

extension Scenario {
    fileprivate var withoutFeedback: Scenario {
        rewritten(ending: { Ending(.fair, score: $0.score) }, score: { $0 })
    }

    fileprivate var withoutPoints: Scenario {
        let asksForPoints = nodes.flatMap(\.options).flatMap(\.ways).contains { $0.score > 0 }
        return rewritten(ending: { _ in Ending(.fair, score: 0) }, score: { asksForPoints ? $0 : 0 })
    }

    private func rewritten(ending: (Ending) -> Ending, score: (Int) -> Int) -> Scenario {
        Scenario(
            start: start,
            nodes: nodes.sorted { $0.id < $1.id }.map { node in
                Node(
                    id: node.id, text: node.text,
                    options: node.options.map {
                        Option(
                            key: $0.key, text: $0.text, consequence: $0.consequence, feedback: "", clauses: [],
                            score: score($0.score), sets: $0.sets, ways: $0.ways)
                    }, ending: node.ending.map(ending))
            })
    }
}

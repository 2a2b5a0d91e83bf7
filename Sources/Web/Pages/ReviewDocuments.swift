import FoundationEssentials
import Training

/// A try that was handed in, with everything one can learn from it.
struct ReviewDocument: Encodable {
    let id: AttemptID
    let course: CourseID
    let state: Attempt.State
    let score: Double
    let max_score: Double
    let passed: Bool?
    let received: Int
    let submitted_at: Date
    /// Whether the quiz lets the keys be shown already; without them a question has neither `score` nor what explains it.
    let keys_shown: Bool
    /// How many answers came too late and wait for the coordinator.
    let late: Int
    let medium: Attempt.Medium
    /// Who keyed the answers in, of a try on paper.
    let keyed_by: String?
    let questions: [ReviewedQuestion]

    /// `attempt` with the corrected keys, if any.
    init(
        _ attempt: Attempt, _ result: Attempt.Result, showsKeys: Bool, corrected: CorrectedAttempt = .none,
        _ words: Words
    ) {
        id = attempt.id
        course = attempt.course
        state = attempt.state
        score = result.score.decimal
        max_score = result.maxScore.decimal
        passed = result.passed
        received = result.received
        submitted_at = result.submittedAt
        keys_shown = showsKeys
        late = attempt.late.count
        medium = attempt.medium
        keyed_by = attempt.onPaper?.keyedBy
        questions = attempt.paper.slots.compactMap {
            ReviewedQuestion(attempt, $0, showsKey: showsKeys, corrected: corrected.slots[$0.number], words)
        }
    }
}

/// A question with what was answered and, once it may be told, its key and reasons.
struct ReviewedQuestion: Encodable {
    let slot: Int
    let type: Question.Kind
    let stem: String
    let response: Response?
    let score: Double?
    let parts: [ReviewedPart]
    /// The decisions of a scenario.
    let taken: [DecisionDocument]?
    /// The decisions of the best walk through it.
    let best: [DecisionDocument]?
    let explanation: String?
    let clauses: [ClauseID]?
    /// What was corrected in its key since.
    let correction: CorrectionDocument?

    /// Nil when the paper has no such question.
    init?(
        _ attempt: Attempt, _ slot: Paper.Slot, showsKey: Bool, corrected: CorrectedAttempt.Slot? = nil,
        _ words: Words
    ) {
        guard let question = attempt.questions[slot.version] else { return nil }
        self.slot = slot.number
        type = question.kind
        stem = question.stem
        response = attempt.answers[slot.number]?.response
        score = showsKey ? attempt.mark(slot).earned.decimal : nil
        parts = ReviewedPart.all(question.interaction, slot, response, showsKey: showsKey, words)
        taken = attempt.walk(slot)?.steps.map(DecisionDocument.init)
        best = showsKey ? question.bestWalk?.steps.map(DecisionDocument.init) : nil
        explanation = showsKey ? question.explanation : nil
        clauses = showsKey ? question.clauses : nil
        correction = corrected.map { CorrectionDocument($0, on: slot, words) }
    }
}

extension Question {
    /// The walk through a scenario that earns the most; nil for other questions.
    var bestWalk: Scenario.Walk? {
        guard case .scenario(let scenario) = interaction else { return nil }
        return scenario.walk(Scenario.Analysis(of: scenario).best)
    }
}

/// An option, blank, prompt, step or field with what was answered, what is right, and why.
struct ReviewedPart: Encodable, Sendable {
    /// The letter of an option's or step's place, a prompt's number, a field's name; empty for a blank.
    let key: String
    /// What the learner read.
    let text: String
    /// What was answered, in words; for options whether they were chosen.
    let given: String?
    /// What is right, in words; for options nil.
    let expected: String?
    /// Whether an option was chosen; for other parts whether anything was answered.
    let chosen: Bool
    /// For an option whether it is a right one, for other parts whether they were answered rightly; nil while the key may
    /// not be told.
    let right: Bool?
    /// Nil while the key may not be told.
    let reason: String?

    /// All parts of a question with what was answered; with their key only when it may be shown. Without it they stand in
    /// the order that the learner saw.
    static func all(
        _ interaction: Question.Interaction, _ slot: Paper.Slot, _ response: Response?, showsKey: Bool, _ words: Words
    ) -> [ReviewedPart] {
        let parts = withKeys(interaction, slot, response, words)
        if showsKey { return parts }
        let plain = parts.map(\.withoutKey)
        if case .ordering = interaction { return plain.sorted { $0.key < $1.key } }
        return plain
    }

    private var withoutKey: ReviewedPart {
        ReviewedPart(key: key, text: text, given: given, expected: nil, chosen: chosen, right: nil, reason: nil)
    }

    private static func withKeys(
        _ interaction: Question.Interaction, _ slot: Paper.Slot, _ response: Response?, _ words: Words
    ) -> [ReviewedPart] {
        switch interaction {
        case .choice(let choice): options(choice, slot, response)
        case .fillIn(let fillIn): blanks(fillIn, response)
        case .matching(let matching): prompts(matching, slot, response)
        case .ordering(let ordering): steps(ordering, slot, response)
        case .shortText(let shortText):
            [
                ReviewedPart(
                    key: "", text: "", given: response?.letters.first, expected: shortText.model,
                    chosen: response?.isEmpty == false, right: false, reason: "")
            ]
        case .publicationCheck(let check): fields(check, slot, response, words)
        // Its decisions stand beside the parts.
        case .scenario: []
        }
    }

    private static func options(_ choice: Choice, _ slot: Paper.Slot, _ response: Response?) -> [ReviewedPart] {
        let chosen = Set(response?.letters ?? [])
        return slot.order.enumerated().compactMap { index, key in
            guard let option = choice.options.first(where: { $0.key == key }) else { return nil }
            let letter = Paper.letters[index]
            return ReviewedPart(
                key: letter, text: option.text, given: nil, expected: nil, chosen: chosen.contains(letter),
                right: choice.key.contains(key), reason: option.reason)
        }
    }

    private static func blanks(_ fillIn: FillIn, _ response: Response?) -> [ReviewedPart] {
        let texts = response?.letters ?? []
        return fillIn.blanks.enumerated().map { index, blank in
            let text = texts.indices.contains(index) ? texts[index] : ""
            return ReviewedPart(
                key: "", text: blank.label, given: text.isEmpty ? nil : text, expected: blank.accepts.shown,
                chosen: !text.isEmpty, right: blank.accepts.matches(text), reason: blank.reason)
        }
    }

    private static func prompts(_ matching: Matching, _ slot: Paper.Slot, _ response: Response?) -> [ReviewedPart] {
        let matched = slot.matched(response)
        func text(_ key: String?) -> String? { matching.options.first { $0.key == key }?.text }
        return matching.prompts.enumerated().map { index, prompt in
            ReviewedPart(
                key: "\(index + 1)", text: prompt.text, given: text(matched[index + 1]), expected: text(prompt.answer),
                chosen: matched[index + 1] != nil, right: matched[index + 1] == prompt.answer, reason: prompt.reason)
        }
    }

    /// In the right order; what was given is the place that the learner gave the step.
    private static func steps(_ ordering: Ordering, _ slot: Paper.Slot, _ response: Response?) -> [ReviewedPart] {
        let order = response?.letters.compactMap { slot.key($0) } ?? []
        return ordering.steps.enumerated().map { index, step in
            let given = order.firstIndex(of: step.key)
            return ReviewedPart(
                key: slot.letter(of: step.key) ?? "", text: step.text, given: given.map { "\($0 + 1)" },
                expected: "\(index + 1)", chosen: given != nil, right: given == index, reason: step.reason)
        }
    }

    private static func fields(
        _ check: PublicationCheck, _ slot: Paper.Slot, _ response: Response?, _ words: Words
    ) -> [ReviewedPart] {
        let actions = slot.actions(response)
        return check.fields.map { field in
            ReviewedPart(
                key: field.key, text: "\(field.label)：\(field.value)",
                given: actions[field.key].map { words("action_\($0.rawValue)") },
                expected: words("action_\(field.action.rawValue)"), chosen: actions[field.key] != nil,
                right: actions[field.key] == field.action, reason: field.reason)
        }
    }
}

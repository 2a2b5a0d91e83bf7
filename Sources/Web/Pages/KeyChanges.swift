import Training

/// One thing that two keys to the same question say differently.
struct KeyChange: Encodable, Sendable {
    /// What stands before its text on a page: the letter of an option or step, the number of a blank or prompt.
    let label: String
    /// What the learner read.
    let text: String
    /// What the former key says of it.
    let before: String
    /// What the corrected key says.
    let after: String

    /// What differs, in the order and with the letters that `slot` shows; without one as in the file.
    static func all(from former: Question, to question: Question, on slot: Paper.Slot?, _ words: Words) -> [KeyChange] {
        let new = Dictionary(question.interaction.sayings(words).map { ($0.part, $0) }) { first, _ in first }
        let order = slot?.order ?? []
        let place = { (part: String) in order.firstIndex(of: part) ?? order.count }
        let sayings = former.interaction.sayings(words).enumerated().sorted {
            (place($0.element.part), $0.offset) < (place($1.element.part), $1.offset)
        }
        return sayings.map(\.element).compactMap { saying in
            guard let corrected = new[saying.part], corrected.says != saying.says else { return nil }
            return KeyChange(
                label: slot?.letter(of: saying.part)?.uppercased() ?? saying.label, text: saying.text,
                before: saying.says, after: corrected.says)
        }
    }
}

/// What a key says of one part of a question.
private struct Saying {
    /// Which part it is, among those of the question.
    let part: String
    var label = ""
    let text: String
    let says: String
}

extension Question.Interaction {
    fileprivate func sayings(_ words: Words) -> [Saying] {
        switch self {
        case .choice(let choice): choice.sayings(words)
        case .fillIn(let fillIn):
            fillIn.blanks.enumerated().map {
                Saying(
                    part: "\($0.offset + 1)", label: "\($0.offset + 1)", text: $0.element.label,
                    says: $0.element.accepts.all)
            }
        case .matching(let matching):
            matching.prompts.enumerated().map { index, prompt in
                let option = matching.options.first { $0.key == prompt.answer }
                return Saying(part: "\(index + 1)", label: "\(index + 1)", text: prompt.text, says: option?.text ?? "")
            }
        case .ordering(let ordering):
            ordering.steps.enumerated().map { index, step in
                Saying(
                    part: step.key, label: step.key, text: step.text, says: words("decision_number", ["n": index + 1]))
            }
        case .shortText: []
        case .publicationCheck(let check):
            check.fields.map {
                Saying(part: $0.key, text: "\($0.label)：\($0.value)", says: words("action_\($0.action.rawValue)"))
            }
        case .scenario(let scenario):
            scenario.nodes.flatMap { node in
                let ending = node.ending.map {
                    Saying(part: node.id, text: node.text, says: words("points", ["n": $0.score]))
                }
                return node.options.map {
                    Saying(part: "\(node.id)/\($0.key)", text: $0.text, says: words("points", ["n": $0.score]))
                } + (ending.map { [$0] } ?? [])
            }
        }
    }
}

extension Choice {
    /// Each option, and how they are scored together.
    fileprivate func sayings(_ words: Words) -> [Saying] {
        let options = options.map { option in
            let says = words(key.contains(option.key) ? "key_right" : "key_wrong")
            return Saying(
                part: option.key, label: option.key, text: option.text,
                says: scoring == .weighted ? "\(says) \(option.weight ?? 0)%" : says)
        }
        guard kind == .multiple else { return options }
        return options + [Saying(part: "", text: words("scoring"), says: words("scoring_\(scoring.rawValue)"))]
    }
}

extension FillIn.Accepted {
    /// All that is right: `七天 / 7天`.
    fileprivate var all: String {
        if case .texts(let texts) = self { texts.joined(separator: " / ") } else { shown }
    }
}

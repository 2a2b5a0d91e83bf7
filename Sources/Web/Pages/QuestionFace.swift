import FoundationEssentials
import Training

/// A question with what can be answered to it and, if there is one, the answer so far; nothing that tells what is right.
struct QuestionFace: Sendable {
    let stem: [String]
    let imagePath: String?
    let imageText: String?
    let multiple: Bool
    let hint: String
    let options: [OptionLine]
    let blanks: [BlankLine]
    let prompts: [PromptLine]
    let steps: [StepLine]
    let fields: [FieldLine]
    /// 村（社区）公告栏 or 网站, for a draft notice.
    let noticePlace: String?
    /// Whether a few sentences are to be written.
    let writes: Bool
    let written: String

    /// An option to choose.
    struct OptionLine: Sendable {
        let letter: String
        let label: String
        let text: String
        let chosen: Bool
    }

    /// A blank to fill in.
    struct BlankLine: Sendable {
        let number: Int
        let label: String
        let value: String
    }

    /// A prompt with the options it can be matched with.
    struct PromptLine: Sendable {
        let number: Int
        let text: String
        let choices: [OptionLine]
    }

    /// A step with the places it can be put in.
    struct StepLine: Sendable {
        let letter: String
        let label: String
        let text: String
        let places: [PlaceLine]
    }

    /// A place in an order.
    struct PlaceLine: Sendable {
        let number: Int
        let chosen: Bool
    }

    /// A field of a draft notice with what can be done with it.
    struct FieldLine: Sendable {
        let key: String
        let label: String
        let value: String
        let actions: [ActionLine]
    }

    /// Something that can be done with a field.
    struct ActionLine: Sendable {
        let id: String
        let name: String
        let chosen: Bool
    }

    /// A question as `slot` shows it. Of a scenario, where its story stands. What is locked is not asked again.
    init(
        _ question: Question, _ slot: Paper.Slot, _ response: Training.Response?, _ walk: Scenario.Walk? = nil,
        locked: Bool = false, _ words: Words
    ) {
        stem = (walk?.node.text ?? question.stem).paragraphs
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        multiple = question.kind == .multiple
        hint =
            locked
            ? words("hint_locked")
            : walk?.isOver == true ? words("hint_scenario_over") : words("hint_\(question.kind.rawValue)")
        let parts = locked ? ShownParts() : ShownParts(question.interaction, slot)
        let chosen = question.isChoice ? response?.letters ?? [] : []
        let shown = locked ? [] : walk.map { NodeDocument($0.node).choices } ?? (question.isChoice ? parts.options : [])
        options = shown.map { OptionLine($0, chosen: chosen) }
        blanks = (parts.blanks ?? []).enumerated().map { BlankLine($0.offset, $0.element, response) }
        prompts = (parts.prompts ?? []).map { PromptLine($0, parts.options, response) }
        steps =
            question.kind == .ordering && !locked
            ? parts.options.map { StepLine($0, of: parts.options.count, response) } : []
        fields = (parts.fields ?? []).map { FieldLine($0, response, words) }
        noticePlace = parts.place.map { words("place_\($0.rawValue)") }
        writes = question.kind == .shortText && !locked
        written = writes ? response?.letters.first ?? "" : ""
    }
}

extension Question {
    /// Whether it is answered by choosing options.
    var isChoice: Bool {
        if case .choice = interaction { true } else { false }
    }
}

extension QuestionFace.OptionLine {
    fileprivate init(_ part: ShownParts.Part, chosen: [String]) {
        self.init(letter: part.key, label: part.key.uppercased(), text: part.text, chosen: chosen.contains(part.key))
    }
}

extension QuestionFace.BlankLine {
    fileprivate init(_ index: Int, _ label: String, _ response: Training.Response?) {
        let texts = response?.letters ?? []
        self.init(number: index + 1, label: label, value: texts.indices.contains(index) ? texts[index] : "")
    }
}

extension QuestionFace.PromptLine {
    fileprivate init(_ prompt: ShownParts.Part, _ options: [ShownParts.Part], _ response: Training.Response?) {
        var chosen: [String] = []
        if case .map(let pairs) = response, let letter = pairs[prompt.key] { chosen = [letter] }
        self.init(
            number: Int(prompt.key) ?? 0, text: prompt.text,
            choices: options.map { QuestionFace.OptionLine($0, chosen: chosen) })
    }
}

extension QuestionFace.StepLine {
    fileprivate init(_ step: ShownParts.Part, of count: Int, _ response: Training.Response?) {
        let place = response?.letters.firstIndex(of: step.key).map { $0 + 1 }
        self.init(
            letter: step.key, label: step.key.uppercased(), text: step.text,
            places: (1...count).map { QuestionFace.PlaceLine(number: $0, chosen: $0 == place) })
    }
}

extension QuestionFace.FieldLine {
    fileprivate init(_ field: ShownParts.Field, _ response: Training.Response?, _ words: Words) {
        var chosen: String?
        if case .map(let actions) = response { chosen = actions[field.key] }
        self.init(
            key: field.key, label: field.label, value: field.value,
            actions: PublicationCheck.Action.allCases.map {
                QuestionFace.ActionLine(
                    id: $0.rawValue, name: words("action_\($0.rawValue)"), chosen: $0.rawValue == chosen)
            })
    }
}

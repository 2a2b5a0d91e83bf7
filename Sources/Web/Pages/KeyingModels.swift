import FoundationEssentials
import Training

/// All answers of a paper to type, a line a question.
struct KeyingPage: Page {
    static let template = "keying"
    static let isKept = false
    let number: String
    let name: String
    let unitName: String
    let courseName: String
    let path: String
    let sheetPath: String
    let withdrawalPath: String
    let lines: [Line]
    /// The questions without an answer, when that has to be confirmed.
    let empty: String?
    let hasProblems: Bool
    /// Whether everything that was typed fits, and what was not typed is confirmed.
    let isComplete: Bool

    /// The answer to one question.
    struct Line: Sendable {
        let number: Int
        let hint: String
        let stem: String
        let fields: [Field]
        /// Sentences to type.
        let text: Field?
        let problem: String?
    }

    /// A field to type in.
    struct Field: Sendable {
        let id: String
        let label: String
        let value: String
        /// Whether it takes letters, which are few.
        let letters: Bool
        /// The first field of the page, or the first that is wrong.
        let focused: Bool
    }

    init(
        _ printed: PrintedPaper, _ attempt: Attempt, _ courses: [Course], typed: TypedAnswers? = nil, _ words: Words
    ) {
        number = printed.number.spaced
        name = printed.name
        unitName = printed.unitName
        courseName = courses.name(of: printed.course, words)
        path = Paths.keying(of: printed.number)
        sheetPath = Paths.paper(printed.number)
        withdrawalPath = "\(Paths.paper(printed.number))/withdrawal"
        let wrong = typed?.wrong ?? [:]
        let first = wrong.keys.min() ?? attempt.paper.slots.first?.number
        lines = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map { question in
                Line(
                    question, slot, typed?.texts[slot.number] ?? [], focused: slot.number == first,
                    problem: wrong[slot.number].map { Bilingual.keyedWrongly(slot, $0, question)(words.language) },
                    words)
            }
        }
        let missing = attempt.paper.slots.map(\.number).filter {
            typed?.responses[$0] == nil && wrong[$0] == nil
        }
        let asks = typed != nil && !missing.isEmpty && typed?.confirmsEmpty != true
        let list = missing.map { "\($0)" }.joined(separator: words("list_comma"))
        empty = asks ? words("keying_empty", ["questions": list]) : nil
        hasProblems = !wrong.isEmpty
        isComplete = wrong.isEmpty && !asks
    }

    func title(_ words: Words) -> String { words("key_in") }

    static var example: KeyingPage {
        let typed = TypedAnswers(Form("answer-1=ZZ&answer-2=a"), .printedExample)
        return KeyingPage(.example, .printedExample, [.example], typed: typed, .example)
    }
}

extension KeyingPage.Line {
    fileprivate init(
        _ question: Question, _ slot: Paper.Slot, _ typed: [String], focused: Bool, problem: String?, _ words: Words
    ) {
        number = slot.number
        hint = words("paper_hint_\(question.kind.rawValue)")
        stem = question.stem.paragraphs.joined(separator: " ")
        self.problem = problem
        let blanks = ShownParts(question.interaction, slot).blanks
        func field(_ index: Int, _ label: String) -> KeyingPage.Field {
            KeyingPage.Field(
                id: "answer-\(slot.number)-\(index + 1)", label: label,
                value: typed.indices.contains(index) ? typed[index] : "",
                letters: blanks == nil, focused: focused && index == 0)
        }
        let writes = question.kind == .shortText
        text = writes ? field(0, words("keying_text")) : nil
        fields =
            writes ? [] : (blanks ?? [words("keying_letters")]).enumerated().map { field($0.offset, $0.element) }
    }
}

extension Bilingual {
    /// What is wrong with letters typed for a question, and what would be right.
    fileprivate static func keyedWrongly(_ slot: Paper.Slot, _ kind: Question.Kind, _ question: Question) -> Bilingual {
        let last = (Paper.letters.prefix(max(slot.order.count, 1)).last ?? "a").uppercased()
        return switch question.interaction {
        case .choice where kind != .multiple: Bilingual(zh: "要一个字母，A 到 \(last)。", en: "One letter, A to \(last).")
        case .choice: Bilingual(zh: "要字母，A 到 \(last)，不重复。", en: "Letters from A to \(last), none twice.")
        case .ordering:
            Bilingual(
                zh: "要 \(slot.order.count) 个字母，A 到 \(last)，不重复。",
                en: "\(slot.order.count) letters, A to \(last), none twice.")
        case .matching(let matching):
            Bilingual(
                zh: "要 \(matching.prompts.count) 个字母，A 到 \(last)；没写的那一项用 - 代替。",
                en: "\(matching.prompts.count) letters, A to \(last); a hyphen where there is none.")
        case .publicationCheck(let check):
            Bilingual(
                zh: "要 \(check.fields.count) 个字母，A、B 或 C；没写的那一栏用 - 代替。",
                en: "\(check.fields.count) letters, A, B or C; a hyphen where there is none.")
        case .fillIn, .shortText, .scenario: .doesNotFit(slot.number, kind)
        }
    }
}

import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Texts that wait for a coordinator's mark.
struct MarkingPages: Sendable {
    let site: Site

    /// How many texts one page shows: what someone marks in a sitting.
    private static let room = 20

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let tasks = try await site.records.markingTasks(for: try visit.signedIn, limit: Self.room)
        guard visit.format == .html else { return try .json(["tasks": tasks.map(MarkingDocument.init)]) }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(MarkingPage(tasks, site.library.courses, words), visit, site)
    }

    /// `score` is in marks, with at most two decimals; `remark` is shown to the learner.
    func give(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let slot = visit.parameters.get("slot").flatMap({ Int($0) }) else { throw Refusal.notFound }
        let entry = try MarkEntry(try await request.submission())
        let caller = try visit.signedIn
        let id: AttemptID = try visit.code("attempt")
        let course = try await site.records.attempt(id, for: caller).course
        try await site.records.give(
            entry.earned, remark: entry.remark, to: slot, of: id,
            requirements: site.library.requirements(of: course), by: caller, at: visit.now)
        return visit.format == .html ? .seeOther(Paths.marking) : .noContent
    }
}

/// What someone who marks sends.
private struct MarkEntry {
    let earned: Marks
    let remark: String

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            guard let earned = form["score"].flatMap(Marks.init(typed:)) else { throw MarkEntry.wrongScore }
            self.earned = earned
            remark = String((form["remark"] ?? "").trimming(while: \.isWhitespace))
        case .json(let data):
            struct Document: Decodable {
                let score: Double
                let remark: String?
            }
            let document = try data.decoded(as: Document.self)
            guard let earned = Marks(typed: "\(document.score)") else { throw MarkEntry.wrongScore }
            self.earned = earned
            remark = document.remark ?? ""
        }
        guard remark.count <= 500 else {
            throw Refusal.invalid(
                code: "remark_long", Bilingual(zh: "评语最多 500 字。", en: "A remark has at most 500 characters."))
        }
    }

    private static let wrongScore = Refusal.invalid(
        code: "bad_score",
        Bilingual(zh: "得分要在 0 到 1 之间，最多两位小数。", en: "A score is from 0 to 1 with at most two decimals."))
}

extension Marks {
    /// Reads `0`, `0.5`, `1` or `0.75`; nil for anything else and for more than one mark.
    init?(typed text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int(parts[0]), (0...1).contains(whole) else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : "0"
        guard (1...2).contains(decimals.count), let fraction = Int(decimals.count == 1 ? decimals + "0" : decimals),
            fraction >= 0
        else { return nil }
        let hundredths = whole * 100 + fraction
        guard hundredths <= Marks.one.hundredths else { return nil }
        self.init(hundredths: hundredths)
    }
}

/// The wire form of a text that waits.
private struct MarkingDocument: Encodable {
    let attempt: AttemptID
    let slot: Int
    let course: CourseID
    let name: String
    let unit_name: String
    let submitted_at: Date
    let stem: String
    let text: String

    init(_ task: MarkingTask) {
        attempt = task.attempt
        slot = task.slot
        course = task.course
        name = task.name
        unit_name = task.unitName
        submitted_at = task.submittedAt
        stem = task.question.stem
        text = task.text
    }
}

/// Texts with what a full answer says, and a form for the mark.
struct MarkingPage: Page {
    static let template = "marking"
    let tasks: [Task]
    let none: Bool

    /// One text.
    struct Task: Sendable {
        let number: Int
        let name: String
        let unitName: String
        let courseName: String
        let at: String
        let stem: [String]
        let text: [String]
        let model: String
        let criteria: [String]
        let path: String
    }

    init(_ tasks: [MarkingTask], _ courses: [Course], _ words: Words) {
        self.tasks = tasks.enumerated().map { index, task in
            var (model, criteria) = ("", [String]())
            if case .shortText(let shortText) = task.question.interaction {
                (model, criteria) = (shortText.model, shortText.criteria)
            }
            return Task(
                number: index + 1, name: task.name, unitName: task.unitName,
                courseName: courses.name(of: task.course, words),
                at: words.time(task.submittedAt), stem: task.question.stem.paragraphs, text: task.text.paragraphs,
                model: model, criteria: criteria, path: Paths.mark(of: task.attempt, slot: task.slot))
        }
        none = tasks.isEmpty
    }

    func title(_ words: Words) -> String { words("marking") }

    static var example: MarkingPage {
        let question = Question(
            id: "example", era: .current, clauses: ["M57-16"], stem: "怎样向她说明？",
            interaction: .shortText(ShortText(model: "先听完，再说清还能申请什么。", criteria: ["态度", "下一步"])),
            explanation: "说清下一步。")
        let task = MarkingTask(
            attempt: "example", slot: 3, course: "example", name: "甲村张某", unitName: "示例甲村",
            submittedAt: Date(timeIntervalSince1970: 1_795_000_000), question: question, text: "请她先坐下，听她讲完。")
        return MarkingPage([task], [.example], .example)
    }
}

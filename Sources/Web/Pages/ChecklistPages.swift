import Content
import FoundationEssentials
import Hummingbird
import Training

/// The checklist of a course: one page to print and keep beside the desk.
struct ChecklistPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        guard let course = library.course(try visit.code("course")), let syllabus = course.syllabus else {
            throw Refusal.notFound
        }
        let words = try site.pages.words(visit.language)
        let page = ChecklistPage(
            course, syllabus, clauses: library.clauses, version: library.version, on: Day(at: visit.now), words)
        return try site.pages.render(page, visit, site)
    }
}

/// A checklist as it is printed.
struct ChecklistPage: Page {
    static let template = "checklist"
    let courseName: String
    let coursePath: String
    let lines: [Line]
    /// The content that it was printed from.
    let version: String
    let printedOn: String

    /// One action.
    struct Line: Sendable {
        let text: String
        /// Whether it is an action of 2019 alone.
        let of2019: Bool
        let clauses: [ClauseLine]
    }

    init(
        _ course: Course, _ syllabus: Syllabus, clauses: [ClauseID: Clause], version: String, on day: Day,
        _ words: Words
    ) {
        courseName = course.title(words.language)
        coursePath = Paths.course(course.id)
        lines = syllabus.checklist.map { line in
            let behind = line.clauses.compactMap { clauses[$0] }
            return Line(
                text: line.text, of2019: !behind.isEmpty && behind.allSatisfy { $0.era == .year2019 },
                clauses: behind.map(ClauseLine.init))
        }
        self.version = String(version.prefix(12))
        printedOn = words("printed_on", ["day": words.date(day)])
    }

    func title(_ words: Words) -> String { words("checklist_of", ["course": courseName]) }

    static var example: ChecklistPage {
        let old = Clause(
            id: "N78-2.1-b", version: 1, text: "要面对面。", source: "陕民发〔2019〕78号", era: .year2019, verified: true)
        return ChecklistPage(
            .example, .example, clauses: [Clause.example.id: .example, old.id: old], version: "0123456789abcdef",
            on: Day(number: 20_781), .example)
    }
}

/// For whom a course is and what one can do afterwards, as its page says it.
struct SyllabusFacts: Sendable {
    let audience: String
    let creditHours: String
    let outcomes: [String]
    let checklistPath: String

    init(_ syllabus: Syllabus, of course: CourseID, _ words: Words) {
        let names = syllabus.audience.map { words("audience_\($0.rawValue)") }
        audience = words("course_for", ["who": names.joined(separator: words("list_separator"))])
        creditHours = words.creditHours(syllabus.creditHours)
        outcomes = syllabus.outcomes.map { $0(words.language) }
        checklistPath = Paths.checklist(of: course)
    }
}

extension Words {
    /// `1.5 学时`.
    func creditHours(_ hours: CreditHours) -> String { self("credit_hours", ["n": hours]) }
}

extension Syllabus {
    static let example = Syllabus(
        audience: Audience.allCases, creditHours: CreditHours(halves: 3),
        outcomes: [Bilingual(zh: "能主动上门找到没来申请的人", en: "go and find people who never applied")],
        checklist: [
            ChecklistLine("入户每组至少2人", clauses: ["M57-16"]), ChecklistLine("看望要面对面", clauses: ["N78-2.1-b"]),
        ])
}

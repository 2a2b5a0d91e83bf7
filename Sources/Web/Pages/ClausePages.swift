import Content
import FoundationEssentials
import Hummingbird
import Training

/// The clauses, and what hangs on each.
struct ClausePages: Sendable {
    let site: Site

    /// All, or those that mention every word of `q`.
    func showAll(_ request: Request, _ visit: Visit) async throws -> Response {
        let query = String((request.query["q"] ?? "").prefix(100))
        let day = Day(at: visit.now)
        let clauses = site.library.clauses.values.filter { $0.mentions(query) }
            .sorted { ClauseID.inDocumentOrder($0.id, $1.id) }
        guard visit.format == .html else {
            return try .json(ClausesDocument(clauses: clauses.map { ClauseDocument($0, on: day) }))
        }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(ClausesPage(clauses, query, words), visit, site)
    }

    /// Questions, scenarios and tables are for those who see them on the page of a course's questions: for administrators.
    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        guard let id = visit.parameters.get("clause").flatMap({ ClauseID(rawValue: $0) }),
            let clause = library.clauses[id]
        else { throw Refusal.notFound }
        let day = Day(at: visit.now)
        let uses = ClauseUsesShown(library.uses(of: id), in: library, toAdmin: try visit.signedIn.role == .admin)
        guard visit.format == .html else { return try .json(ClauseDocument(clause, uses, on: day)) }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(ClausePage(clause, uses, on: day, words), visit, site)
    }
}

/// What of the uses of a clause a caller is shown.
struct ClauseUsesShown {
    let courses: [(course: Course, lessons: [Lesson])]
    /// What administrators see besides; nil for everybody else.
    let bank: Bank?

    /// What of the question bank rests on the clause. Nothing here is part of a key.
    struct Bank {
        let questions: [(question: Question, courses: [Course])]
        let scenarios: [(question: Question, courses: [Course])]
        let tables: [DecisionTable]
    }

    init(_ uses: ClauseUses, in library: Library, toAdmin isAdmin: Bool) {
        let asked = uses.items.map { (question: $0.question, courses: library.courses(asking: $0.question.id)) }
        self.init(
            courses: uses.courses,
            bank: !isAdmin
                ? nil
                : Bank(
                    questions: asked.filter { $0.question.kind != .scenario },
                    scenarios: asked.filter { $0.question.kind == .scenario }, tables: uses.tables))
    }

    init(courses: [(course: Course, lessons: [Lesson])], bank: Bank?) {
        self.courses = courses
        self.bank = bank
    }
}

/// The wire form of several clauses.
struct ClausesDocument: Encodable {
    let clauses: [ClauseDocument]
}

/// The wire form of a clause. What is not known is left out, and so is what the caller may not see.
struct ClauseDocument: Encodable {
    let id: ClauseID
    let version: Int
    let text: String
    let source: String
    let document: String
    let era: Era
    let verified: Bool
    let from: Day?
    let to: Day?
    let review: SignOff.State
    let reviewed_by: String?
    let reviewed_on: Day?
    let review_due: Day?
    let courses: [CourseUse]?
    let questions: [QuestionUse]?
    let scenarios: [QuestionUse]?
    let tables: [TableUse]?

    /// A course with its lessons that name the clause.
    struct CourseUse: Encodable {
        let course: CourseID
        let lessons: [LessonID]
    }

    /// A question, and the courses whose quizzes can ask it.
    struct QuestionUse: Encodable {
        let question: QuestionID
        let stem: String
        let courses: [CourseID]
    }

    /// A decision table.
    struct TableUse: Encodable {
        let table: TableID
        let title: String
    }

    init(_ clause: Clause, _ uses: ClauseUsesShown? = nil, on day: Day) {
        id = clause.id
        version = clause.version
        text = clause.text
        source = clause.source
        document = clause.document
        era = clause.era
        verified = clause.verified
        from = clause.from
        to = clause.to
        review = clause.signOff.state(on: day)
        reviewed_by = clause.signOff?.by
        reviewed_on = clause.signOff?.on
        review_due = clause.signOff?.due
        courses = uses?.courses.map { CourseUse(course: $0.course.id, lessons: $0.lessons.map(\.id)) }
        func told(_ asked: [(question: Question, courses: [Course])]) -> [QuestionUse] {
            asked.map {
                QuestionUse(question: $0.question.id, stem: $0.question.stem, courses: $0.courses.map(\.id))
            }
        }
        questions = (uses?.bank?.questions).map(told)
        scenarios = (uses?.bank?.scenarios).map(told)
        tables = uses?.bank?.tables.map { TableUse(table: $0.id, title: $0.title.zh) }
    }
}

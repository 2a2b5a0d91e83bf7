import FoundationEssentials
import Hummingbird
import Tabular
import Training

/// What of the clauses is taught and asked about, and what is not, for those who answer for the content.
struct CoveragePages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let (reanswers, problems) = read()
        let coverage = library.coverage(reanswers)
        switch visit.format {
        case .json: return try .json(CoverageDocument(coverage, version: library.version, problems))
        case .csv, .xlsx:
            return try table(coverage, at: visit.now, try site.tableWords(request.query)).response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            let page = CoveragePage(coverage, problems.map { words.told($0) }, words)
            return try site.pages.render(page, visit, site)
        }
    }

    /// The answers given anew; a table with a mistake counts for none, and the page says what is wrong with it.
    private func read() -> ([Reanswer], [RowProblem]) {
        do throws(RowProblems) {
            return (try site.options.reanswers(), [])
        } catch {
            return ([], error.problems)
        }
    }

    private func table(_ coverage: Coverage, at now: Date, _ words: Words) -> ReportTable {
        let chinese = words.ifChinese
        let columns = [
            "clause", "source", "era", "verified", "lessons", "questions", "generated", "scenarios", "tables",
        ]
        let rows = coverage.lines.map { line -> [Cell] in
            let isVerified = line.clause.verified
            return [
                .text(line.clause.id.rawValue), .text(line.clause.source), .text(line.clause.era.rawValue),
                .text(chinese?(isVerified ? "yes" : "no") ?? "\(isVerified)"),
            ] + line.counts.map { .integer($0) }
        }
        return ReportTable(
            words: words, name: [.init("coverage", words("coverage")), .init(Day(at: now))],
            facts: [
                .report(words("coverage"), words), .init(words("about_scope"), words("about_scope_content")),
                .asOf(words.time(now), words),
            ], columns: .all(columns, of: "coverage", words), rows: rows)
    }
}

extension Coverage.Line {
    /// Lessons, questions, made questions, scenarios, tables: the columns of every print.
    var counts: [Int] { [lessons, questions, generated, scenarios, tables] }
}

extension Words {
    fileprivate func told(_ problem: RowProblem) -> String {
        self("row_problem", ["row": problem.row, "column": problem.column, "message": problem.message(language)])
    }
}

/// The wire form of what is covered.
struct CoverageDocument: Encodable {
    let version: String
    let clauses: [Clause]
    let without_lesson: [ClauseID]
    let without_question: [ClauseID]
    let unanswered: [Item]
    let courses: [Course]
    let reanswers_problems: [RowProblem]

    /// A clause.
    struct Clause: Encodable {
        let clause: ClauseID
        let source: String
        let era: Era
        let verified: Bool
        let lessons: Int
        let questions: Int
        let generated: Int
        let scenarios: Int
        let tables: Int
    }

    /// An item that nobody answered as it now stands.
    struct Item: Encodable {
        let item: QuestionID
        let version: String
    }

    /// A course.
    struct Course: Encodable {
        let course: CourseID
        let taught: Int
        let asked: Int
        let items: Int
        let unanswered: Int
    }

    init(_ coverage: Coverage, version: String, _ problems: [RowProblem]) {
        self.version = version
        clauses = coverage.lines.map {
            Clause(
                clause: $0.clause.id, source: $0.clause.source, era: $0.clause.era, verified: $0.clause.verified,
                lessons: $0.lessons, questions: $0.questions, generated: $0.generated, scenarios: $0.scenarios,
                tables: $0.tables)
        }
        without_lesson = coverage.untaught
        without_question = coverage.unasked
        unanswered = coverage.unanswered.map { Item(item: $0.question.id, version: $0.version) }
        courses = coverage.courses.map {
            Course(
                course: $0.course.id, taught: $0.taught, asked: $0.asked, items: $0.items, unanswered: $0.unanswered)
        }
        reanswers_problems = problems
    }
}

/// What is not covered first, then every clause.
struct CoveragePage: Page {
    static let template = "coverage"
    let facts: [String]
    let gaps: [Gap]
    let unanswered: Unanswered?
    let problems: [String]
    let courses: [CourseLine]
    let clauses: [Line]
    let downloads: Downloads

    /// Clauses that lack something.
    struct Gap: Sendable {
        let name: String
        let clauses: [Line]
    }

    /// Items that nobody answered as they now stand.
    struct Unanswered: Sendable {
        let name: String
        let items: [Item]

        /// One of them.
        struct Item: Sendable {
            let id: String
            let version: String
        }
    }

    /// A course.
    struct CourseLine: Sendable {
        let name: String
        let path: String
        let taught: Int
        let asked: Int
        let items: Int
        let unanswered: Int
    }

    /// A clause.
    struct Line: Sendable {
        let id: String
        let path: String
        let source: String
        let of2019: Bool
        let unverified: Bool
        let counts: [Count]
    }

    /// How much of one kind rests on a clause.
    struct Count: Sendable {
        let n: Int
        let none: Bool
    }

    init(_ coverage: Coverage, _ problems: [String], _ words: Words) {
        facts = [
            words("coverage_clauses", ["n": coverage.lines.count]), words("coverage_items", ["n": coverage.items]),
        ]
        let gaps = [
            ("coverage_untaught", coverage.lines.filter { !$0.isTaught }),
            ("coverage_unasked", coverage.lines.filter { !$0.isAsked }),
        ]
        self.gaps = gaps.filter { !$1.isEmpty }.map { key, lines in
            Gap(name: words(key, ["n": lines.count]), clauses: lines.map { Line($0) })
        }
        unanswered =
            coverage.unanswered.isEmpty
            ? nil
            : Unanswered(
                name: words("coverage_unanswered", ["n": coverage.unanswered.count, "all": coverage.items]),
                items: coverage.unanswered.map {
                    .init(id: $0.question.id.rawValue, version: String($0.version.prefix(12)))
                })
        self.problems = problems
        courses = coverage.courses.map {
            CourseLine(
                name: $0.course.title(words.language), path: Paths.course($0.course.id), taught: $0.taught,
                asked: $0.asked, items: $0.items, unanswered: $0.unanswered)
        }
        clauses = coverage.lines.map { Line($0) }
        downloads = Downloads { Paths.coverage(as: $0, words.language) }
    }

    func title(_ words: Words) -> String { words("coverage") }

    static var example: CoveragePage {
        let unverified = Clause(
            id: "MEM-1", version: 1, text: "各县自定。", source: "无出处", era: .year2019, verified: false)
        let question = Question(
            id: "door-1", era: .current, clauses: ["M57-16"], stem: "几人？",
            interaction: .shortText(ShortText(model: "两人", criteria: [])), explanation: "两人。")
        let coverage = Coverage(
            clauses: [.example, unverified], courses: [.example],
            items: [Item(version: String(repeating: "0a", count: 32), question: question)], tables: [], reanswers: [])
        return CoveragePage(coverage, ["第 2 行"], .example)
    }
}

extension CoveragePage.Line {
    fileprivate init(_ line: Coverage.Line) {
        id = line.clause.id.rawValue
        path = Paths.clause(line.clause.id)
        source = line.clause.source
        of2019 = line.clause.era == .year2019
        unverified = !line.clause.verified
        counts = line.counts.map { CoveragePage.Count(n: $0, none: $0 == 0) }
    }
}

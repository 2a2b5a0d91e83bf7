import Content
import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// Which misconceptions the people of a unit hold, so that a coordinator knows what to talk about; numbers only.
struct MisconceptionPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let query = request.query
        let library = site.library
        let report = try await report(request, visit)
        let clause = try query.clause(in: library)
        let shown = clause.map(report.about) ?? report
        switch visit.format {
        case .json: return try .json(MisconceptionsDocument(shown, about: clause))
        case .csv, .xlsx:
            return try table(shown, about: clause, library.courses, try site.tableWords(query)).response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(
                MisconceptionsPage(shown, about: clause, library.courses, library.clauses, words), visit, site)
        }
    }

    /// The clauses against the units, to print.
    func showMap(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let page = ClauseMapPage(
            try await report(request, visit), library.courses, library.clauses, try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site)
    }

    private func report(_ request: Request, _ visit: Visit) async throws -> MisconceptionReport {
        let library = site.library
        return try await site.records.misconceptionReport(
            of: try visit.code("unit"), try MisconceptionReport.Query(request.query, library),
            for: try visit.signedIn, at: visit.now
        ).explained(by: library.misconceptions)
    }

    /// For each misconception in the order of the page the units below, those directly here, and the total.
    private func table(
        _ report: MisconceptionReport, about clause: ClauseID?, _ courses: [Course], _ words: Words
    ) -> ReportTable {
        let columns = [
            "unit", "unit_name", "scope", "misconception", "misconception_name", "table", "met", "hold", "percent",
        ]
        let rows = report.lines.flatMap { line in
            func row(_ unit: CompletionReport.Named, _ scope: String, _ count: MisconceptionReport.Count) -> [Cell] {
                [
                    .text(unit.code.rawValue), .text(unit.name), .text(scope), .text(line.label.id),
                    .text(line.label.name(words.language)), .text(line.table),
                    .integer(count.met),
                    count.hold.map(Cell.integer) ?? .empty, count.percent.map(Cell.integer) ?? .empty,
                ]
            }
            return line.children.map { row($0.unit, "below", $0.totals) } + [
                row(report.unit, "direct", line.direct), row(report.unit, "total", line.totals),
            ]
        }
        let query = report.query
        return ReportTable(
            words: words,
            name: [
                .init("misconceptions", words("misconceptions")), .init(report.unit),
                .init(query.course, courses, words), clause.map { .init($0) }, query.from.map { .init($0) },
                .init(query.to ?? Day(at: report.countedAt)),
                query.tree == .reporting ? .init(query.tree.rawValue, words("tree_reporting")) : nil,
                query.by == .now ? .init(query.by.rawValue, words("by_now")) : nil,
            ],
            facts: [
                .report(words("misconceptions"), words), .unit(report.unit, words),
                .init(words("about_scope"), words("about_scope_units")),
                .init(words("tree"), words("tree_\(query.tree.rawValue)")), .course(query.course, courses, words),
                .init(words("about_tries"), words.span(query.from, query.to)),
                .init(words("by_unit"), words("by_\(query.by.rawValue)")),
                .init(words("column_clause"), clause?.rawValue ?? words("show_all_clauses")),
                .asOf(words.time(report.countedAt), words),
            ], columns: .all(columns, of: "misconceptions", words), rows: rows)
    }
}

extension MisconceptionReport.Query {
    fileprivate init(_ form: Form, _ library: Library) throws {
        self.init(
            course: try form.course(in: library), from: try form.day("from"), to: try form.day("to"),
            by: try form.word("by") ?? .then, tree: try form.word("tree") ?? .administrative)
        if let from, let to, from > to {
            throw Problem(
                .unprocessableContent, "bad_span",
                Bilingual(zh: "from 在 to 之后，请调换。", en: "from is after to; swap them."))
        }
    }
}

extension Form {
    /// The clause that a page is asked about; one that does not exist is an error, since an empty report would mislead.
    fileprivate func clause(in library: Library) throws -> ClauseID? {
        guard let text = self["clause"], !text.isEmpty else { return nil }
        guard let id = ClauseID(rawValue: text), library.clauses[id] != nil else {
            throw Problem(
                .unprocessableContent, "unknown_clause",
                Bilingual(zh: "没有编号为“\(text.prefix(64))”的条款。", en: "There is no clause \(text.prefix(64))."))
        }
        return id
    }
}

/// The wire form of the report.
struct MisconceptionsDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let course: CourseID?
    let from: Day?
    let to: Day?
    /// Left out when all are asked for.
    let clause: ClauseID?
    let by: CompletionReport.Belonging
    let tree: CompletionReport.Tree
    let counted_at: Date
    let least_people: Int
    let misconceptions: [Line]
    /// Units that are in no number. Only of who reports to whom.
    let elsewhere: [CompletionDocument.UnitDocument]?

    /// A misconception; what the content says about it is left out when it does not know it any more.
    struct Line: Encodable {
        let id: String
        let name: String
        let name_en: String
        let table: String
        let why: String?
        let clauses: [ClauseID]?
        let lesson: Lesson?
        let totals: Count
        let direct: Count
        let children: [Child]
    }

    /// The lesson that teaches what is right.
    struct Lesson: Encodable {
        let course: CourseID
        let lesson: LessonID
    }

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: CompletionDocument.UnitDocument
        let totals: Count
    }

    /// People who met a misconception; what is told of enough people only is left out of others.
    struct Count: Encodable {
        let met: Int
        let hold: Int?
        let percent: Int?

        init(_ count: MisconceptionReport.Count) { (met, hold, percent) = (count.met, count.hold, count.percent) }
    }

    init(_ report: MisconceptionReport, about clause: ClauseID?) {
        self.clause = clause
        unit = .init(code: report.unit.code, name: report.unit.name)
        course = report.query.course
        from = report.query.from
        to = report.query.to
        by = report.query.by
        tree = report.query.tree
        elsewhere = report.query.tree == .administrative ? nil : report.elsewhere.map { .init($0) }
        counted_at = report.countedAt
        least_people = MisconceptionReport.leastPeople
        misconceptions = report.lines.map { line in
            Line(
                id: line.label.id, name: line.label.name.zh, name_en: line.label.name.en, table: line.table,
                why: line.taught?.why, clauses: line.taught?.clauses,
                lesson: line.taught?.lesson.map { Lesson(course: $0.course, lesson: $0.lesson) },
                totals: Count(line.totals), direct: Count(line.direct),
                children: line.children.map {
                    Child(unit: .init(code: $0.unit.code, name: $0.unit.name), totals: Count($0.totals))
                })
        }
    }
}

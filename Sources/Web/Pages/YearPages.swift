import Content
import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// How much was learnt in a unit in a calendar year: people, tries, pass rate, credit hours.
struct YearPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let query = try YearReport.Query(year: try visit.year, request.query, library)
        let report = try await site.records.yearReport(
            of: try visit.code("unit"), query, for: try visit.signedIn, at: visit.now)
        switch visit.format {
        case .json: return try .json(YearDocument(report))
        case .csv, .xlsx:
            return try table(report, library.courses, try site.tableWords(request.query)).response(visit.format)
        case .html:
            let page = YearPage(report, library.courses, try site.pages.words(visit.language))
            return try site.pages.render(page, visit, site)
        }
    }

    /// The lines of the page: the units below, the unit itself, and the total.
    private func table(_ report: YearReport, _ courses: [Course], _ words: Words) -> ReportTable {
        let query = report.query
        let columns = [
            "unit", "unit_name", "scope", "year", "course", "people", "attempts", "passed", "pass_rate", "credit_hours",
        ]
        func row(_ unit: CompletionReport.Named, _ scope: String, _ tally: YearTally) -> [Cell] {
            [
                .text(unit.code.rawValue), .text(unit.name), .text(scope), .integer(query.year),
                .text(query.course?.rawValue ?? ""), .integer(tally.people), .integer(tally.attempts),
                .integer(tally.passed), tally.passRate.map { .number($0.fixed(4)) } ?? .empty,
                .number(CreditHours(halves: tally.halfHours).description),
            ]
        }
        let rows =
            report.children.map { row($0.unit, "below", $0.totals) } + [
                row(report.unit, "direct", report.direct), row(report.unit, "total", report.totals),
            ] + report.elsewhere.map { row($0.unit, "elsewhere", $0.totals) }
        let (by, tree) = (query.by, query.tree)
        return ReportTable(
            words: words,
            name: [
                .init("year", words("years_link")), .init(report.unit), .init(query.year),
                .init(query.course, courses, words),
                tree == .reporting ? .init(tree.rawValue, words("tree_reporting")) : nil,
                by == .now ? .init(by.rawValue, words("by_now")) : nil,
            ],
            facts: [
                .report(words("years_link"), words), .unit(report.unit, words),
                .init(words("about_scope"), words("about_scope_units")), .init(words("column_year"), "\(query.year)"),
                .init(words("tree"), words("tree_\(tree.rawValue)")),
                .init(words("by_unit"), words("by_\(by.rawValue)")), .course(query.course, courses, words),
                .countedAt(report.countedAt, words),
            ], columns: .all(columns, of: "year", words), rows: rows)
    }
}

extension Visit {
    /// The calendar year in the address, `notFound` when it is none or is yet to come.
    var year: Int {
        get throws {
            guard let text = parameters.get("year"), text.utf8.count == 4, let year = Int(text),
                (2000...Day(at: now).civil.year).contains(year)
            else { throw Refusal.notFound }
            return year
        }
    }
}

extension YearReport.Query {
    fileprivate init(year: Int, _ form: Form, _ library: Library) throws {
        self.init(
            year: year, course: try form.course(in: library), by: try form.word("by") ?? .then,
            tree: try form.word("tree") ?? .administrative)
    }
}

/// The wire form of a year.
private struct YearDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let year: Int
    let course: CourseID?
    let by: CompletionReport.Belonging
    let tree: CompletionReport.Tree
    let counted_at: Date
    let totals: YearTallyDocument
    let direct: YearTallyDocument
    let children: [Child]
    /// Only of who reports to whom.
    let elsewhere: [Child]?

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: CompletionDocument.UnitDocument
        let totals: YearTallyDocument

        init(_ line: YearReport.Line) {
            unit = .init(line.unit)
            totals = YearTallyDocument(line.totals)
        }
    }

    init(_ report: YearReport) {
        unit = .init(report.unit)
        year = report.query.year
        course = report.query.course
        by = report.query.by
        tree = report.query.tree
        counted_at = report.countedAt
        totals = YearTallyDocument(report.totals)
        direct = YearTallyDocument(report.direct)
        children = report.children.map(Child.init)
        elsewhere = report.query.tree == .administrative ? nil : report.elsewhere.map(Child.init)
    }
}

/// The wire form of a year's numbers.
struct YearTallyDocument: Encodable {
    let tally: YearTally

    init(_ tally: YearTally) { self.tally = tally }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tally.people, forKey: .people)
        try container.encode(tally.attempts, forKey: .attempts)
        try container.encode(tally.passed, forKey: .passed)
        try container.encode(tally.passRate, forKey: .pass_rate)
        try container.encode(CreditHours(halves: tally.halfHours).decimal, forKey: .credit_hours)
    }

    private enum CodingKeys: String, CodingKey {
        case people, attempts, passed, pass_rate, credit_hours
    }
}

import Content
import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// How answers came in from a unit, so that a bad line is seen as one and not taken for people who have not learnt.
struct DeliveryPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let query = request.query
        let library = site.library
        let report = try await site.records.deliveryReport(
            of: try visit.code("unit"), try DeliveryReport.Query(query, library), for: try visit.signedIn, at: visit.now
        )
        switch visit.format {
        case .json: return try .json(DeliveryDocument(report))
        case .csv, .xlsx:
            return try table(report, library.courses, try site.tableWords(query)).response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(DeliveryPage(report, library.courses, words), visit, site)
        }
    }

    /// The lines of the page: the units below, those directly here, and the total.
    private func table(_ report: DeliveryReport, _ courses: [Course], _ words: Words) -> ReportTable {
        let columns = ["unit", "unit_name", "scope", "attempts", "received", "recovered", "late", "missing"]
        func row(_ unit: CompletionReport.Named, _ scope: String, _ delivery: Delivery) -> [Cell] {
            [.text(unit.code.rawValue), .text(unit.name), .text(scope)]
                + [delivery.attempts, delivery.received, delivery.recovered, delivery.late, delivery.missing]
                .map(Cell.integer)
        }
        let rows =
            report.children.map { row($0.unit, "below", $0.totals) } + [
                row(report.unit, "direct", report.direct), row(report.unit, "total", report.totals),
            ] + report.elsewhere.map { row($0.unit, "elsewhere", $0.totals) }
        let query = report.query
        return ReportTable(
            words: words,
            name: [
                .init("delivery", words("delivery")), .init(report.unit), .init(query.course, courses, words),
                query.since.map { .init("since-\($0)", words("since_in_name", ["day": $0])) },
                .init(Day(at: report.countedAt)),
                query.tree == .reporting ? .init(query.tree.rawValue, words("tree_reporting")) : nil,
                query.by == .then ? .init(query.by.rawValue, words("by_then")) : nil,
            ],
            facts: [
                .report(words("delivery"), words), .unit(report.unit, words),
                .init(words("about_scope"), words("about_scope_units")),
                .init(words("tree"), words("tree_\(query.tree.rawValue)")), .course(query.course, courses, words),
                .init(words("about_tries"), words.since(query.since)),
                .init(words("by_unit"), words("by_\(query.by.rawValue)")),
                .asOf(words.time(report.countedAt), words),
            ], columns: .all(columns, of: "delivery", words), rows: rows)
    }
}

extension DeliveryReport.Query {
    fileprivate init(_ form: Form, _ library: Library) throws {
        self.init(
            course: try form.course(in: library), since: try form.day("since"), by: try form.word("by") ?? .now,
            tree: try form.word("tree") ?? .administrative)
    }
}

/// The wire form of the report.
struct DeliveryDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let course: CourseID?
    let since: Day?
    let by: CompletionReport.Belonging
    let tree: CompletionReport.Tree
    let counted_at: Date
    let totals: Numbers
    let direct: Numbers
    let children: [Child]
    /// Only of who reports to whom.
    let elsewhere: [Child]?

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: CompletionDocument.UnitDocument
        let totals: Numbers

        init(_ line: DeliveryReport.Line) {
            unit = .init(line.unit)
            totals = Numbers(line.totals)
        }
    }

    /// The wire form of a delivery.
    struct Numbers: Encodable {
        let attempts: Int
        let received: Int
        let recovered: Int
        let late: Int
        let missing: Int

        init(_ delivery: Delivery) {
            attempts = delivery.attempts
            received = delivery.received
            recovered = delivery.recovered
            late = delivery.late
            missing = delivery.missing
        }
    }

    init(_ report: DeliveryReport) {
        unit = .init(code: report.unit.code, name: report.unit.name)
        course = report.query.course
        since = report.query.since
        by = report.query.by
        tree = report.query.tree
        counted_at = report.countedAt
        totals = Numbers(report.totals)
        direct = Numbers(report.direct)
        children = report.children.map(Child.init)
        elsewhere = report.query.tree == .administrative ? nil : report.elsewhere.map(Child.init)
    }
}

extension Words {
    /// Which tries are counted.
    fileprivate func since(_ day: Day?) -> String {
        day.map { self("since", ["day": date($0)]) } ?? self("since_beginning")
    }
}

/// The report as a page.
struct DeliveryPage: Page {
    static let template = "delivery"
    let unitName: String
    let unitCode: String
    let above: [UnitsPage.Link]
    let courses: [CourseChoice]
    let courseName: String?
    let asOf: String
    let sinceText: String
    /// How people are counted, where that is not as usual.
    let ways: String?
    let belongings: [CourseChoice]
    /// Administrative or by reports; empty where nothing reports elsewhere.
    let trees: [CourseChoice]
    let sinceField: String
    let sentence: String
    let children: [Line]
    let direct: Line
    let hasDirect: Bool
    let totals: Line
    /// Units below that report elsewhere and are not in the total.
    let elsewhere: [Line]
    let completionPath: String
    let downloads: Downloads

    /// One line of numbers; without a path it leads nowhere.
    struct Line: Sendable {
        let name: String
        let path: String?
        let attempts: Int
        let received: Int
        let recovered: Int
        let late: Int
        let missing: Int
        let badLine: Bool

        init(_ name: String, path: String? = nil, _ delivery: Delivery) {
            self.name = name
            self.path = path
            attempts = delivery.attempts
            received = delivery.received
            recovered = delivery.recovered
            late = delivery.late
            missing = delivery.missing
            badLine = delivery.tellsOfABadLine
        }
    }

    init(_ report: DeliveryReport, _ courses: [Course], _ words: Words) {
        let query = report.query
        func line(_ line: DeliveryReport.Line) -> Line {
            Line(line.unit.name, path: line.isOpen ? Paths.delivery(of: line.unit.code, query) : nil, line.totals)
        }
        unitName = report.unit.name
        unitCode = report.unit.code.rawValue
        above = report.above.map {
            UnitsPage.Link(name: $0.name, code: $0.code.rawValue, path: Paths.delivery(of: $0.code, query))
        }
        self.courses = CourseChoice.all(courses, chosen: query.course, words)
        courseName = courses.first { $0.id == query.course }?.title(words.language)
        asOf = words("as_of", ["time": words.time(report.countedAt)])
        sinceText = words.since(query.since)
        sinceField = query.since?.description ?? ""
        ways = words.ways(query.tree, query.by == .now ? nil : query.by)
        belongings = CourseChoice.belongings(chosen: query.by, words)
        trees = report.hasReporting ? CourseChoice.trees(chosen: query.tree, words) : []
        sentence = words(
            "sentence_delivery",
            [
                "unit": words.name(of: report.unit, ways), "course": courseName ?? words("all_courses"),
                "time": words.time(report.countedAt),
                "since": query.since.map { words("since_in_sentence", ["day": words.date($0)]) } ?? "",
                "attempts": report.totals.attempts,
                "received": report.totals.received, "recovered": report.totals.recovered, "late": report.totals.late,
                "missing": report.totals.missing,
            ])
        children = report.children.map(line)
        elsewhere = report.elsewhere.map(line)
        direct = Line(words("direct"), report.direct)
        hasDirect = report.direct.attempts > 0
        totals = Line(words("total"), report.totals)
        completionPath = Paths.completion(of: report.unit.code, .init(course: query.course, tree: query.tree))
        downloads = Downloads { Paths.delivery(of: report.unit.code, query, as: $0, words.language) }
    }

    func title(_ words: Words) -> String { words("delivery_of", ["unit": unitName]) }

    static var example: DeliveryPage {
        let delivery = Delivery(attempts: 38, received: 371, recovered: 64, late: 2, missing: 9)
        let town = DeliveryReport.Line(unit: .init(code: "610621991", name: "示例一镇"), totals: delivery)
        let report = DeliveryReport(
            unit: .init(code: "610621", name: "延长县"), above: [.init(code: "610600", name: "延安市")],
            query: .init(course: "example", since: Day(number: 20_760), by: .then, tree: .reporting),
            countedAt: Date(timeIntervalSince1970: 1_795_000_000), direct: delivery, children: [town],
            elsewhere: [town], hasReporting: true)
        return DeliveryPage(report, [.example], .example)
    }
}

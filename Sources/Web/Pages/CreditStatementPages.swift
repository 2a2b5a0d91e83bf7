import Content
import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// What somebody finished in a calendar year and what it counts for (学时证明), to print: one's own, or somebody's in one's
/// scope.
struct CreditStatementPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let year = try visit.year
        let record = try await site.records.record(
            of: try visit.code("person"), for: try visit.signedIn, at: visit.now)
        return try answer(record, year, isOwn: false, request, visit)
    }

    func showOwn(_ request: Request, _ visit: Visit) async throws -> Response {
        let year = try visit.year
        let record = try await site.records.ownRecord(of: try visit.learner.id, at: visit.now)
        return try answer(record, year, isOwn: true, request, visit)
    }

    private func answer(
        _ record: PersonRecord, _ year: Int, isOwn: Bool, _ request: Request, _ visit: Visit
    ) throws -> Response {
        let done = record.year(year)
        let courses = site.library.courses
        switch visit.format {
        case .json: return try .json(CreditStatementDocument(record, done, courses))
        case .csv, .xlsx:
            return try table(record, done, courses, try site.tableWords(request.query)).response(visit.format)
        case .html:
            let page = CreditStatementPage(
                record, done, courses, isOwn: isOwn, address: site.origin(request, visit) + Paths.verification,
                try site.pages.words(visit.language))
            return try site.pages.render(page, visit, site)
        }
    }

    private func table(
        _ record: PersonRecord, _ year: PersonYear, _ courses: [Course], _ words: Words
    ) -> ReportTable {
        let columns = ["course", "title", "completed_on", "credit_hours", "certificate"]
        let rows = year.finished.map { finished -> [Cell] in
            let title = courses.first { $0.id == finished.course }?.title.zh
            return [
                .text(finished.course.rawValue), .text(title ?? ""), .day(finished.finish.day.description),
                .number((finished.creditHours ?? CreditHours(halves: 0)).description),
                .text(finished.finish.certificate?.grouped ?? ""),
            ]
        }
        return ReportTable(
            words: words,
            name: [.init("credit-hours", words("credit_statement")), .init(record.person), .init(year.year)],
            facts: [
                .report(words("credit_statement"), words), .person(record.person, words),
                .init(words("about_unit"), record.unitName), .init(words("column_year"), "\(year.year)"),
                .init(words("statement_total"), words.creditHours(CreditHours(halves: year.tally.halfHours))),
                .asOf(words.time(record.at), words),
            ], columns: .all(columns, of: "statement", words), rows: rows)
    }
}

/// The wire form of a statement of credit hours.
private struct CreditStatementDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let unit_name: String
    let year: Int
    let as_of: Date
    let credit_hours: Double
    let courses: [CourseDocument]

    /// A course that was finished.
    struct CourseDocument: Encodable {
        let course: CourseID
        let title: String?
        let title_en: String?
        let completed_on: Day
        let credit_hours: Double
        let certificate: String?
    }

    init(_ record: PersonRecord, _ year: PersonYear, _ courses: [Course]) {
        staff_no = record.person.staffNumber
        name = record.person.name
        unit = record.person.unit
        unit_name = record.unitName
        self.year = year.year
        as_of = record.at
        credit_hours = CreditHours(halves: year.tally.halfHours).decimal
        self.courses = year.finished.map { finished in
            let title = courses.first { $0.id == finished.course }?.title
            return CourseDocument(
                course: finished.course, title: title?.zh, title_en: title?.en, completed_on: finished.finish.day,
                credit_hours: finished.creditHours?.decimal ?? 0, certificate: finished.finish.certificate?.grouped)
        }
    }
}

/// A sheet of A4 that lists what somebody finished in a year.
struct CreditStatementPage: Page {
    static let template = "credit-statement"
    static let isKept = false
    let name: String
    let staffNumber: String
    let unitName: String
    let year: Int
    let asOf: String
    let total: String
    let lines: [Line]
    let none: Bool
    let recordPath: String
    /// Where the number of a certificate can be typed in.
    let address: String
    let xlsxPath: String

    /// A course that was finished.
    struct Line: Sendable {
        let courseName: String
        let day: String
        let creditHours: String
        let certificate: Certificate?

        /// What proves it.
        struct Certificate: Sendable {
            let number: String
            let path: String
            let qrPath: String
        }
    }

    init(
        _ record: PersonRecord, _ year: PersonYear, _ courses: [Course], isOwn: Bool, address: String, _ words: Words
    ) {
        name = record.person.name
        staffNumber = record.person.staffNumber.rawValue
        unitName = record.unitName
        self.year = year.year
        asOf = words("as_of", ["time": words.time(record.at)])
        total = words.creditHours(CreditHours(halves: year.tally.halfHours))
        lines = year.finished.map { finished in
            Line(
                courseName: courses.name(of: finished.course, words), day: words.date(finished.finish.day),
                creditHours: words.creditHours(finished.creditHours ?? CreditHours(halves: 0)),
                certificate: finished.finish.certificate.map {
                    .init(
                        number: $0.grouped, path: Paths.certificate($0), qrPath: Paths.certificateQRCode(of: $0))
                })
        }
        none = lines.isEmpty
        let number = isOwn ? nil : record.person.staffNumber
        recordPath = Paths.record(of: number)
        self.address = address
        xlsxPath = Paths.creditStatement(of: number, year.year, as: .xlsx, words.language)
    }

    func title(_ words: Words) -> String { words("credit_statement") }

    static var example: CreditStatementPage { examples[0] }

    static var examples: [CreditStatementPage] {
        [(PersonRecord.example, true), (.emptyExample, false)].map { record, isOwn in
            CreditStatementPage(
                record, record.year(2026), [.example], isOwn: isOwn, address: "https://training.example/verification",
                .example)
        }
    }
}

import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// Who is to finish a course soon, or to renew it, and who is late.
struct DuePages: Sendable {
    let site: Site

    /// How many lines a page shows; tables hold all.
    private static let room = 500

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let query = DueList.Query(course: try request.query.course(in: library), span: try request.query.span())
        let list = try await site.records.dueList(
            in: try visit.code("unit"), query, limit: visit.format == .html ? Self.room : nil,
            for: try visit.signedIn, at: visit.now)
        switch visit.format {
        case .json: return try .json(DueDocument(list))
        case .csv, .xlsx:
            return try table(list, library.courses, at: visit.now, try site.tableWords(request.query))
                .response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(
                DuePage(list, library.courses, manages: try visit.signedIn.manages, words), visit, site)
        }
    }

    private func table(_ list: DueList, _ courses: [Course], at now: Date, _ words: Words) -> ReportTable {
        let chinese = words.ifChinese
        let columns = ["staff_no", "name", "unit", "unit_name", "course", "state", "day"]
        let rows = list.lines.map { line in
            [
                line.staffNumber.rawValue, line.name, line.unit.rawValue, line.unitName, line.course.rawValue,
                chinese.map { $0("state_\(line.state.rawValue)") } ?? line.state.rawValue,
            ].map(Cell.text) + [.day(line.day.description)]
        }
        return ReportTable(
            words: words, name: [.init("due", words("due_soon")), .init(list.unit.named), .init(list.day)],
            facts: [
                .report(words("due_soon"), words), .unit(list.unit.named, words),
                .init(words("about_scope"), words("about_scope_due")),
                .init(words("due_when"), words.name(of: list.query.span)), .course(list.query.course, courses, words),
                .asOf(words.time(now), words),
            ], columns: .all(columns, of: "due", words), rows: rows)
    }
}

extension Form {
    /// `within` so many days, or `overdue`.
    fileprivate func span() throws -> DueList.Span {
        if self["overdue"] == "true" || self["within"] == "overdue" { return .over }
        guard let text = self["within"], !text.isEmpty else { return .within(30) }
        guard let days = Int(text), (1...366).contains(days) else {
            throw Problem(
                .unprocessableContent, "bad_within",
                Bilingual(zh: "within 要是 1 到 366 天，或者 overdue。", en: "within is 1 to 366 days, or overdue."))
        }
        return .within(days)
    }
}

/// The wire form of the list.
private struct DueDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let day: Day
    let within: Int?
    let overdue: Bool
    let people: [Line]

    /// Somebody with a course.
    struct Line: Encodable {
        let staff_no: StaffNumber
        let name: String
        let unit: UnitCode
        let unit_name: String
        let course: CourseID
        let state: Standing.State
        let day: Day
    }

    init(_ list: DueList) {
        unit = .init(code: list.unit.code, name: list.unit.name)
        day = list.day
        within = if case .within(let days) = list.query.span { days } else { nil }
        overdue = list.query.span == .over
        people = list.lines.map { line in
            Line(
                staff_no: line.staffNumber, name: line.name, unit: line.unit, unit_name: line.unitName,
                course: line.course, state: line.state, day: line.day)
        }
    }
}

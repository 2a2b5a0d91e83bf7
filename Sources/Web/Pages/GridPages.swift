import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Tabular
import Training

/// Everyone at work in a unit and below against every course asked there.
struct GridPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let courses = site.library.courses
        var query = try CourseGrid.Query(request.query)
        if visit.format == .html { query.limit = query.limit ?? 50 }
        if [.csv, .xlsx].contains(visit.format) { (query.limit, query.after) = (nil, nil) }
        let grid = try await site.records.courseGrid(
            of: try visit.code("unit"), query, for: try visit.signedIn, at: visit.now)
        switch visit.format {
        case .json:
            var response = try Response.json(GridDocument(grid, courses, at: visit.now))
            if let next = grid.next {
                let path = Paths.grid(of: grid.unit.code, query.following(next), as: .json)
                response.headers[.link] = "<\(site.options.publicURL ?? "")\(path)>; rel=\"next\""
            }
            return response
        case .csv, .xlsx:
            return try table(grid, query, courses, at: visit.now, try site.tableWords(request.query))
                .response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(GridPage(grid, query, courses, at: visit.now, words), visit, site)
        }
    }

    private func table(
        _ grid: CourseGrid, _ query: CourseGrid.Query, _ courses: [Course], at now: Date, _ words: Words
    ) -> ReportTable {
        let columns = grid.columns(courses)
        let asked = columns.map { id in
            let title = courses.name(of: id, words)
            return ReportTable.Column(
                heading: words.ifChinese == nil ? id.rawValue : title,
                meaning: words("means_grid_course", ["course": title]))
        }
        let filter = query.text.isEmpty ? [] : [ReportTable.Fact(words("name_or_number"), query.text)]
        return ReportTable(
            words: words,
            name: [.init("grid", words("grid")), .init(grid.unit), .init(Day(at: now))],
            facts: [
                .report(words("grid"), words), .unit(grid.unit, words),
                .init(words("about_scope"), words("about_scope_grid")),
            ] + filter + [.asOf(words.time(now), words)],
            columns: .all(["staff_no", "name", "unit", "unit_name"], of: "people", words) + asked,
            rows: grid.people.map { person in
                [person.staffNumber.rawValue, person.name, person.unit.code.rawValue, person.unit.name].map(Cell.text)
                    + columns.map { person.courses[$0].map { cell($0, words.ifChinese) } ?? .empty }
            })
    }

    private func cell(_ course: PersonLine.Course, _ chinese: Words?) -> Cell {
        let state = course.state.rawValue
        guard let chinese else { return .text(course.overdue ? "\(state) overdue" : state) }
        let said = chinese("state_\(state)")
        return .text(course.overdue ? chinese("state_overdue", ["state": said]) : said)
    }
}

extension CourseGrid {
    /// The courses in the order of the content, then those that it does not know any more.
    func columns(_ known: [Course]) -> [CourseID] {
        known.map(\.id).filter(courses.contains) + courses.filter { id in !known.contains { $0.id == id } }
    }
}

extension CourseGrid.Query {
    fileprivate init(_ form: Form) throws {
        self.init(text: String((form["q"] ?? "").trimming(while: \.isWhitespace)), limit: try form.limit())
        if let text = form["cursor"], !text.isEmpty {
            guard let place = CourseGrid.Place(text) else { throw Refusal.badCursor }
            after = place
        }
    }

    /// The same from another place on.
    func following(_ place: CourseGrid.Place) -> Self {
        var query = self
        query.after = place
        return query
    }
}

/// The wire form of the grid.
struct GridDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let counted_at: Date
    let courses: [Named]
    let people: [Row]

    /// A course; its titles are left out when the content does not know it any more.
    struct Named: Encodable {
        let course: CourseID
        let title: String?
        let title_en: String?
    }

    /// A person with what is asked of them.
    struct Row: Encodable {
        let staff_no: StaffNumber
        let name: String
        let unit: UnitCode
        let unit_name: String
        let courses: [Standing]
    }

    /// Where a person stands with a course.
    struct Standing: Encodable {
        let course: CourseID
        let state: Training.Standing.State
        let overdue: Bool
        let due: Day?
        let completed_at: Date?
    }

    init(_ grid: CourseGrid, _ known: [Course], at now: Date) {
        unit = .init(grid.unit)
        counted_at = now
        let columns = grid.columns(known)
        courses = columns.map { id in
            let title = known.first { $0.id == id }?.title
            return Named(course: id, title: title?.zh, title_en: title?.en)
        }
        people = grid.people.map { person in
            Row(
                staff_no: person.staffNumber, name: person.name, unit: person.unit.code, unit_name: person.unit.name,
                courses: columns.compactMap { person.courses[$0] }.map {
                    Standing(
                        course: $0.id, state: $0.state, overdue: $0.overdue, due: $0.due, completed_at: $0.completedAt)
                })
        }
    }
}

import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Tabular
import Training

/// Who has finished: numbers by unit, and people by name.
struct UnitPages: Sendable {
    let site: Site

    /// Where a caller's view begins: their unit, or a choice where there are several.
    func showInCharge(_ request: Request, _ visit: Visit) async throws -> Response {
        let units = try await linksInCharge(visit)
        if units.count == 1, let unit = units.first { return .seeOther(unit.path) }
        return try site.pages.render(UnitsPage(units: units), visit, site)
    }

    /// The units in a caller's charge, each with its last day if it has one.
    func linksInCharge(_ visit: Visit) async throws -> [UnitsPage.Link] {
        let caller = try visit.signedIn
        guard caller.oversees else { return [] }
        let words = try site.pages.words(visit.language)
        var ends: [UnitCode: Day] = [:]
        if let person = caller.person {
            for charge in try await site.records.charges(of: person) { ends[charge.unit] = charge.until }
        }
        return try await site.records.unitsInCharge(of: caller).map { unit in
            UnitsPage.Link(
                name: unit.name, code: unit.code.rawValue, path: Paths.completion(of: unit.code),
                until: ends[unit.code].map { words("in_charge_until", ["day": words.date($0)]) })
        }
    }

    func showCompletion(_ request: Request, _ visit: Visit) async throws -> Response {
        if let reply = try await PlanReportPages(site: site).show(request, visit) { return reply }
        let library = site.library
        let asked = try CompletionReport.Query(request.query, library)
        let report = try await site.records.completionReport(
            of: try visit.code("unit"), course: asked.course, day: asked.day, by: asked.by, tree: asked.tree,
            for: try visit.signedIn, at: visit.now)
        switch visit.format {
        case .json: return try .json(CompletionDocument(report))
        case .csv, .xlsx:
            return try completionTable(report, asked, library.courses, site.tableWords(request.query))
                .response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            var page = CompletionPage(
                report, library.courses, asked: asked, manages: try visit.signedIn.manages, words)
            page.groupSessions = try await sessionsAhead(of: report, library.courses, visit, words)
            return try site.pages.render(page, visit, site)
        }
    }

    private func sessionsAhead(
        of report: CompletionReport, _ courses: [Course], _ visit: Visit, _ words: Words
    ) async throws -> [GroupSessionLine] {
        guard report.showsPeople else { return [] }
        let today = Day(at: visit.now)
        return try await site.records.groupSessions(
            below: report.unit.code, ahead: today, limit: 20, for: try visit.signedIn
        ).map { GroupSessionLine($0, courses, today: today, words) }
    }

    func showPeople(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        var query = try PersonQuery(request.query, library)
        if visit.format == .html { query.limit = query.limit ?? 50 }
        if [.csv, .xlsx].contains(visit.format) { query.limit = nil }
        let page = try await site.records.people(
            in: try visit.code("unit"), query, for: try visit.signedIn, at: visit.now)
        switch visit.format {
        case .json:
            var response = try Response.json(["people": page.lines.map(PersonDocument.init)])
            if let next = page.next { response.headers[.link] = link(to: next, query, page) }
            return response
        case .csv, .xlsx:
            return try peopleTable(page, query, library.courses, at: visit.now, site.tableWords(request.query))
                .response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            let caller = try visit.signedIn
            let suspended =
                caller.manages && query.after == nil
                ? try await site.records.suspendedPeople(in: page.unit.code, limit: PeoplePage.room, for: caller) : []
            let ticks = PeoplePage.Ticks(
                own: visit.session?.person.staffNumber, all: request.query["tick"] == "all")
            var list = PeoplePage(
                page, query, library.courses, library.plans, suspended, manages: caller.manages, ticks, at: visit.now,
                words)
            list.done = request.query["extended"].flatMap(Int.init).map { words("extend_done", ["n": $0]) }
            return try site.pages.render(list, visit, site)
        }
    }

    private func link(to next: PersonQuery.Cursor, _ query: PersonQuery, _ page: PersonPage) -> String {
        var following = query
        following.after = next
        let path = Paths.people(of: page.unit.code, following, as: .json)
        return "<\(site.options.publicURL ?? "")\(path)>; rel=\"next\""
    }

    /// The lines of the page: the units below, those directly here, and the total.
    private func completionTable(
        _ report: CompletionReport, _ asked: CompletionReport.Query, _ courses: [Course], _ words: Words
    ) -> ReportTable {
        func row(_ unit: CompletionReport.Named, _ scope: String, _ tally: Tally) -> [Cell] {
            [.text(unit.code.rawValue), .text(unit.name), .text(scope)] + tally.cells
        }
        let rows =
            report.children.map { row($0.unit, "below", $0.totals) } + [
                row(report.unit, "direct", report.direct), row(report.unit, "total", report.totals),
            ] + report.elsewhere.map { row($0.line.unit, "elsewhere", $0.line.totals) }
        let (by, tree) = (report.query.by, report.query.tree)
        return ReportTable(
            words: words,
            name: [
                .init("completion", words("completion")), .init(report.unit), .init(report.course, courses, words),
                report.day.map { .init($0) }, tree == .reporting ? .init(tree.rawValue, words("tree_reporting")) : nil,
                by == .now ? .init(by.rawValue, words("by_now")) : nil,
            ],
            facts: [
                .report(words("completion"), words), .unit(report.unit, words),
                .init(words("about_scope"), words("about_scope_units")),
                .init(words("tree"), words("tree_\(tree.rawValue)")),
                .init(words("by_unit"), words("by_\(by.rawValue)")), .course(report.course, courses, words),
                .asOf(asked.day?.description ?? words.time(report.countedAt), words),
                .countedAt(report.countedAt, words),
            ], columns: .all(["unit", "unit_name", "scope"] + Tally.columns, of: "completion", words), rows: rows)
    }

    private func peopleTable(
        _ page: PersonPage, _ query: PersonQuery, _ courses: [Course], at now: Date, _ words: Words
    ) -> ReportTable {
        let columns = [
            "staff_no", "name", "unit", "unit_name", "course", "state", "overdue", "completed_at", "score", "due",
        ]
        let filters: [ReportTable.Fact?] = [
            query.state.map { .init(words("column_state"), words("state_\($0.rawValue)")) },
            query.overdue ? .init(words("column_state"), words("overdue")) : nil,
            query.text.isEmpty ? nil : .init(words("name_or_number"), query.text),
        ]
        return ReportTable(
            words: words,
            name: [
                .init("people", words("people_by_name")), .init(page.unit.named),
                .init(query.course, courses, words),
                query.plan.map { .init("plan-\($0.id)", $0.title(words.language)) }, .init(Day(at: now)),
            ],
            facts: [
                .report(words("people_by_name"), words), .unit(page.unit.named, words),
                .init(words("about_scope"), words(query.direct ? "about_scope_direct" : "about_scope_people")),
                query.plan.map { .plan($0, courses, words) } ?? .course(query.course, courses, words),
            ] + filters.compactMap(\.self) + [.asOf(words.time(now), words)],
            columns: .all(columns, of: "people", words),
            rows: page.lines.map { PersonDocument($0).cells(words.ifChinese) })
    }
}

extension Form {
    /// The course a page is asked for; one that does not exist is an error, since an empty report would mislead.
    func course(in library: Library) throws -> CourseID? {
        guard let text = self["course"], !text.isEmpty else { return nil }
        guard let id = CourseID(rawValue: text), library.course(id) != nil else {
            throw Problem(
                .unprocessableContent, "unknown_course",
                Bilingual(zh: "没有名为“\(text.prefix(64))”的课程。", en: "There is no course named \(text.prefix(64))."))
        }
        return id
    }

    /// The course or the learning plan that a list is asked for: `plan=ID`, or as a select has it `course=plan:ID`.
    fileprivate func subject(in library: Library) throws -> (CourseID?, LearningPlan?) {
        let plan = self["plan"].flatMap { $0.isEmpty ? nil : $0 }
        guard let text = plan.map({ "plan:\($0)" }) ?? self["course"], text.hasPrefix("plan:") else {
            return (try course(in: library), nil)
        }
        if plan != nil, self["course"].map({ !$0.isEmpty && $0 != text }) ?? false { throw Refusal.courseOrPlan }
        guard case .plan(let id)? = Assignable(text), let plan = library.plan(id) else { throw Refusal.unknownPlan }
        return (nil, plan)
    }

    func day(_ name: String) throws -> Day? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let day = Day(text) else {
            throw Problem(
                .unprocessableContent, "bad_date",
                Bilingual(zh: "\(name) 不是日期，请写成 2026-11-30。", en: "\(name) is not a date; write 2026-11-30."))
        }
        return day
    }
}

extension Form {
    /// How many lines are wanted at most; nil for all.
    func limit() throws -> Int? {
        guard let text = self["limit"], !text.isEmpty else { return nil }
        guard let number = Int(text), (1...1000).contains(number) else {
            throw Problem(
                .unprocessableContent, "bad_limit",
                Bilingual(zh: "limit 要在 1 到 1000 之间。", en: "limit is 1 to 1000."))
        }
        return number
    }
}

extension Refusal {
    fileprivate static let courseOrPlan = Refusal.invalid(
        code: "course_or_plan",
        Bilingual(
            zh: "course 和 plan 只能指定一个。", en: "A list is asked for by course or by plan, not by both."))
}

extension CompletionReport.Query {
    fileprivate init(_ form: Form, _ library: Library) throws {
        self.init(
            course: try form.course(in: library), day: try form.day("as_of"), by: try form.word("by") ?? .then,
            tree: try form.word("tree") ?? .administrative)
    }
}

extension Form {
    /// A word out of a closed set; nil when the field is missing or empty.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Word? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            throw Problem(
                .unprocessableContent, "unknown_\(name)",
                Bilingual(
                    zh: "\(name) 要是 \(words.joined(separator: " 或 "))。",
                    en: "\(name) is \(words.joined(separator: " or "))."))
        }
        return word
    }
}

extension PersonQuery {
    fileprivate init(_ form: Form, _ library: Library) throws {
        let (course, plan) = try form.subject(in: library)
        self.init(
            course: course, plan: plan, text: String((form["q"] ?? "").trimming(while: \.isWhitespace)),
            order: try form.word("sort") ?? .unit)
        if let text = form["state"], !text.isEmpty {
            if text == "overdue" {
                overdue = true
            } else if let asked = Standing.State(rawValue: text) {
                state = asked
            } else {
                throw Problem(
                    .unprocessableContent, "unknown_state",
                    Bilingual(zh: "没有这个状态。", en: "There is no such state."))
            }
        }
        if form["overdue"] == "true" { overdue = true }
        if form["direct"] == "true" { direct = true }
        limit = try form.limit()
        if let text = form["cursor"], !text.isEmpty {
            guard let cursor = Cursor(text) else { throw Refusal.badCursor }
            after = cursor
        }
    }
}

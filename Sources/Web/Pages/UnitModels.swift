import FoundationEssentials
import Records
import Tabular
import Training

import struct Training.Unit

/// A choice of units where someone is in charge of several.
struct UnitsPage: Page {
    static let template = "units"
    let units: [Link]

    /// A unit to go to.
    struct Link: Sendable {
        let name: String
        let code: String
        let path: String
        /// The last day on which it is in one's charge.
        var until: String?
    }

    func title(_ words: Words) -> String { words("units") }

    static let example = UnitsPage(units: [
        Link(name: "陕西省", code: "610000", path: "/units/610000/completion", until: "至2026年12月31日")
    ])
}

/// The wire form of a completion report.
struct CompletionDocument: Encodable {
    let unit: UnitDocument
    let course: CourseID?
    let as_of: Day?
    let counted_at: Date
    let by: CompletionReport.Belonging
    let tree: CompletionReport.Tree
    let totals: TallyDocument
    let direct: TallyDocument
    let children: [Child]
    /// Only of who reports to whom.
    let elsewhere: [Elsewhere]?
    let changes: [UnitChangeDocument]

    /// A unit.
    struct UnitDocument: Encodable {
        let code: UnitCode
        let name: String
    }

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: UnitDocument
        let totals: TallyDocument

        init(_ line: CompletionReport.Line) {
            unit = UnitDocument(line.unit)
            totals = TallyDocument(line.totals)
        }
    }

    /// A unit below that reports elsewhere.
    struct Elsewhere: Encodable {
        let unit: UnitDocument
        let reports_to: UnitDocument?
        let totals: TallyDocument
    }

    init(_ report: CompletionReport) {
        unit = UnitDocument(report.unit)
        course = report.course
        by = report.query.by
        tree = report.query.tree
        as_of = report.day
        counted_at = report.countedAt
        totals = TallyDocument(report.totals)
        direct = TallyDocument(report.direct)
        children = report.children.map(Child.init)
        elsewhere =
            report.query.tree == .administrative
            ? nil
            : report.elsewhere.map {
                Elsewhere(
                    unit: UnitDocument($0.line.unit), reports_to: $0.reportsTo.map(UnitDocument.init),
                    totals: TallyDocument($0.line.totals))
            }
        changes = report.changes.map(UnitChangeDocument.init)
    }
}

extension CompletionDocument.UnitDocument {
    init(_ unit: CompletionReport.Named) { self.init(code: unit.code, name: unit.name) }
}

/// The wire form of a tally.
struct TallyDocument: Encodable {
    let tally: Tally

    init(_ tally: Tally) { self.tally = tally }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tally.assigned, forKey: .assigned)
        try container.encode(tally.completed, forKey: .completed)
        try container.encode(tally.inProgress, forKey: .in_progress)
        try container.encode(tally.notStarted, forKey: .not_started)
        try container.encode(tally.expired, forKey: .expired)
        try container.encode(tally.overdue, forKey: .overdue)
        try container.encode(tally.exempt, forKey: .exempt)
        try container.encode(tally.rate, forKey: .rate)
        try container.encode(tally.rateWithExempt, forKey: .rate_with_exempt)
    }

    private enum CodingKeys: String, CodingKey {
        case assigned, completed, in_progress, not_started, expired, overdue, exempt, rate, rate_with_exempt
    }
}

/// The wire form of a line of people.
struct PersonDocument: Encodable {
    let line: PersonLine

    init(_ line: PersonLine) { self.line = line }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line.staffNumber, forKey: .staff_no)
        try container.encode(line.name, forKey: .name)
        try container.encode(line.unit, forKey: .unit)
        try container.encode(line.unitName, forKey: .unit_name)
        try container.encode(line.course?.id.rawValue ?? "", forKey: .course)
        try container.encode(line.course?.state, forKey: .state)
        try container.encode(line.course?.overdue ?? false, forKey: .overdue)
        try container.encode(line.course?.completedAt, forKey: .completed_at)
        try container.encode(line.course?.score?.decimal, forKey: .score)
        try container.encode(line.course?.due, forKey: .due)
    }

    /// The same as cells of a table; with `words` as the page says it: states in words, times of Asia/Shanghai.
    func cells(_ words: Words?) -> [Cell] {
        let course = line.course
        let state = course.map { words?("state_\($0.state.rawValue)") ?? $0.state.rawValue }
        let overdue = course.map { words?($0.overdue ? "yes" : "no") ?? ($0.overdue ? "true" : "false") }
        let completed = course?.completedAt.map { words?.time($0) ?? $0.formatted(.iso8601) }
        return [
            .text(line.staffNumber.rawValue), .text(line.name), .text(line.unit.rawValue), .text(line.unitName),
            .text(course?.id.rawValue ?? ""), .text(state ?? ""), .text(overdue ?? ""), .text(completed ?? ""),
            course?.score.map { .number($0.description) } ?? .empty, .day(course?.due?.description ?? ""),
        ]
    }

    private enum CodingKeys: String, CodingKey {
        case staff_no, name, unit, unit_name, course, state, overdue, completed_at, score, due
    }
}

/// A course to choose in a filter.
struct CourseChoice: Sendable {
    let id: String
    let name: String
    let chosen: Bool

    static func all(_ courses: [Course], chosen: CourseID?, _ words: Words) -> [CourseChoice] {
        courses.map { CourseChoice(id: $0.id.rawValue, name: $0.title(words.language), chosen: $0.id == chosen) }
    }
}

extension [Course] {
    /// What a course is called; its id when it is not offered any more.
    func name(of id: CourseID, _ words: Words) -> String {
        first { $0.id == id }?.title(words.language) ?? id.rawValue
    }
}

/// Numbers of a unit and of the units below it.
struct CompletionPage: Page {
    static let template = "completion"
    let unitName: String
    let unitCode: String
    /// Of the administration, as the code tells it.
    let level: String?
    let above: [UnitsPage.Link]
    let courses: [CourseChoice]
    let courseName: String?
    let asOf: String
    let asOfField: String
    let belongings: [CourseChoice]
    /// Administrative or by reports; empty where nothing reports elsewhere.
    let trees: [CourseChoice]
    /// One sentence to paste: 应训 41 人，已完成 38 人……
    let sentence: String
    let totals: TallyLine
    let direct: TallyLine
    /// The rate with those who are exempt among all; nil when nobody is.
    let withExempt: String?
    let exemptionsPath: String
    let hasDirect: Bool
    let children: [TallyLine]
    let hasChildren: Bool
    /// Units below that report elsewhere and are not in the total.
    let elsewhere: [TallyLine]
    /// What changed of the unit, the first change first.
    let changes: [UnitChangeLine]
    /// Whether the people of the unit may be seen by name, not only their numbers.
    let showsPeople: Bool
    let peoplePath: String
    let overduePath: String
    let notebookPath: String
    let papersPath: String
    let reminderPath: String
    let csvPath: String
    let deliveryPath: String
    let misconceptionsPath: String
    let manages: Bool

    /// One line of numbers.
    struct TallyLine: Sendable {
        let name: String
        /// Nil for a unit that may not be looked into.
        let path: String?
        let assigned: Int
        let completed: Int
        let inProgress: Int
        let notStarted: Int
        let expired: Int
        let overdue: Int
        let exempt: Int
        let rate: String
        /// For a bar: 0–100.
        let percent: Int
        let late: Bool

        init(_ name: String, path: String?, _ tally: Tally, _ words: Words) {
            self.name = name
            self.path = path
            assigned = tally.assigned
            completed = tally.completed
            inProgress = tally.inProgress
            notStarted = tally.notStarted
            expired = tally.expired
            overdue = tally.overdue
            exempt = tally.exempt
            rate = words.rate(tally)
            percent = tally.assigned == 0 ? 0 : tally.completed * 100 / tally.assigned
            late = tally.overdue > 0
        }
    }

    init(
        _ report: CompletionReport, _ courses: [Course], asked query: CompletionReport.Query, manages: Bool,
        _ words: Words
    ) {
        let (course, asked) = (query.course, query.day)
        unitName = report.unit.name
        unitCode = report.unit.code.rawValue
        level = UnitLevel(report.unit.code).map { words("level_\($0.rawValue)") }
        above = report.above.map {
            UnitsPage.Link(name: $0.name, code: $0.code.rawValue, path: Paths.completion(of: $0.code, query))
        }
        self.courses = CourseChoice.all(courses, chosen: course, words)
        courseName = courses.first { $0.id == course }?.title(words.language)
        asOf = words("as_of", ["time": asked?.description ?? words.time(report.countedAt)])
        asOfField = asked?.description ?? ""
        belongings = CompletionReport.Belonging.allCases.map {
            CourseChoice(id: $0.rawValue, name: words("by_\($0.rawValue)"), chosen: $0 == query.by)
        }
        trees = (report.hasReporting ? CompletionReport.Tree.allCases : []).map {
            CourseChoice(id: $0.rawValue, name: words("tree_\($0.rawValue)"), chosen: $0 == query.tree)
        }
        let counts: KeyValuePairs<String, any CustomStringConvertible> = [
            "unit": words.name(of: report.unit, query), "course": courseName ?? words("all_courses"),
            "time": asked?.description ?? words.time(report.countedAt), "assigned": report.totals.assigned,
            "completed": report.totals.completed, "rate": words.rate(report.totals),
            "overdue": report.totals.overdue,
        ]
        sentence = words(course == nil ? "sentence_pairs" : "sentence_people", counts)
        showsPeople = report.showsPeople
        totals = TallyLine(words("total"), path: nil, report.totals, words)
        direct = TallyLine(
            words("direct"),
            path: report.showsPeople
                ? Paths.people(of: report.unit.code, PersonQuery(course: course, direct: true)) : nil, report.direct,
            words)
        let exempt = report.totals.exempt
        withExempt =
            exempt == 0
            ? nil
            : words(
                "rate_with_exempt",
                [
                    "n": exempt,
                    "rate": words.rate(report.totals.completed, of: report.totals.assigned + exempt),
                ])
        exemptionsPath = Paths.exemptions(in: report.unit.code)
        hasDirect = report.direct.assigned > 0
        func line(_ line: CompletionReport.Line, _ name: String) -> TallyLine {
            TallyLine(name, path: line.isOpen ? Paths.completion(of: line.unit.code, query) : nil, line.totals, words)
        }
        children = report.children.map { line($0, $0.unit.name) }
        elsewhere = report.elsewhere.map { unit in
            let name = unit.reportsTo.map { words("reports_to", ["unit": unit.line.unit.name, "to": $0.name]) }
            return line(unit.line, name ?? unit.line.unit.name)
        }
        changes = report.changes.map { UnitChangeLine($0, words) }
        hasChildren = !children.isEmpty
        peoplePath = Paths.people(of: report.unit.code, PersonQuery(course: course))
        overduePath = Paths.people(of: report.unit.code, PersonQuery(course: course, overdue: true))
        notebookPath = Paths.notebook(of: report.unit.code)
        papersPath = Paths.papers(of: report.unit.code)
        reminderPath = Paths.reminder(of: report.unit.code, course: course)
        csvPath = Paths.completion(of: report.unit.code, query, as: .csv, words.language)
        deliveryPath = Paths.delivery(of: report.unit.code, course: course)
        misconceptionsPath = Paths.misconceptions(of: report.unit.code, course: course)
        self.manages = manages
    }

    func title(_ words: Words) -> String { words("completion_of", ["unit": unitName]) }

    static var example: CompletionPage {
        let tally = Tally(assigned: 41, completed: 38, inProgress: 2, notStarted: 1, expired: 0, overdue: 1, exempt: 3)
        let city = CompletionReport.Named(code: "610600", name: "延安市")
        let query = CompletionReport.Query(course: "example", tree: .reporting)
        let town = CompletionReport.Line(unit: .init(code: "610621991", name: "示例一镇"), totals: tally)
        let report = CompletionReport(
            unit: .init(code: "610621", name: "延长县"), above: [city], query: query,
            countedAt: Date(timeIntervalSince1970: 1_795_000_000), totals: tally, direct: tally, children: [town],
            elsewhere: [.init(line: town, reportsTo: city)],
            changes: [UnitChange(day: Day(number: 20_780), what: .parent(from: .hidden, to: .unit(city)))],
            hasReporting: true)
        return CompletionPage(report, [.example], asked: query, manages: true, .example)
    }
}

extension Words {
    /// The name of a unit with how its people are counted, where that is not as usual.
    fileprivate func name(of unit: CompletionReport.Named, _ query: CompletionReport.Query) -> String {
        let ways =
            (query.tree == .reporting ? [self("tree_reporting")] : []) + (query.by == .now ? [self("by_now")] : [])
        guard !ways.isEmpty else { return unit.name }
        return self("counted_by", ["unit": unit.name, "ways": ways.joined(separator: self("list_separator"))])
    }
}

/// People of a unit by name.
struct PeoplePage: Page {
    static let template = "people"
    static let isKept = false
    let unitName: String
    let unitCode: String
    let completionPath: String
    let courses: [CourseChoice]
    let states: [CourseChoice]
    let text: String
    let lines: [Line]
    let empty: Bool
    let nextPath: String?
    let csvPath: String
    let codesPath: String
    let reminderPath: String
    let manages: Bool

    /// A person with one course.
    struct Line: Sendable {
        let staffNumber: String
        let name: String
        let unitName: String
        let unitPath: String
        let courseName: String
        /// The person with this course; nil without a course that is offered.
        let coursePath: String?
        let state: String
        let stateName: String
        let overdue: Bool
        let due: String
        let completedAt: String
        let score: String
    }

    init(_ page: PersonPage, _ query: PersonQuery, _ courses: [Course], manages: Bool, _ words: Words) {
        unitName = page.unit.name
        unitCode = page.unit.code.rawValue
        completionPath = Paths.completion(of: page.unit.code, course: query.course)
        self.courses = CourseChoice.all(courses, chosen: query.course, words)
        states =
            [Standing.State.notStarted, .inProgress, .completed].map {
                CourseChoice(id: $0.rawValue, name: words("state_\($0.rawValue)"), chosen: query.state == $0)
            } + [CourseChoice(id: "overdue", name: words("overdue"), chosen: query.overdue)]
        text = query.text
        lines = page.lines.map { Line($0, courses, words) }
        empty = page.lines.isEmpty
        var following = query
        following.after = page.next
        nextPath = page.next.map { _ in Paths.people(of: page.unit.code, following) }
        var all = query
        all.limit = nil
        all.after = nil
        csvPath = Paths.people(of: page.unit.code, all, as: .csv, words.language)
        reminderPath = Paths.reminder(of: page.unit.code, course: query.course)
        codesPath = "/units/\(page.unit.code)/sign-in-codes"
        self.manages = manages
    }

    func title(_ words: Words) -> String { words("people_of", ["unit": unitName]) }

    static var example: PeoplePage {
        let course = PersonLine.Course(
            id: "example", state: .inProgress, overdue: true, completedAt: nil, score: Marks(hundredths: 850),
            maxScore: Marks(hundredths: 1000), due: Day(number: 20_780))
        let lines = [
            PersonLine(staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", course: course)
        ]
        let unit = Unit(code: "610621", name: "延长县", parent: nil)
        let page = PersonPage(
            unit: unit, lines: lines, next: PersonQuery.Cursor(staffNumber: "61062199001", course: "example"))
        return PeoplePage(page, PersonQuery(text: "张"), [.example], manages: true, .example)
    }
}

extension PeoplePage.Line {
    fileprivate init(_ line: PersonLine, _ courses: [Course], _ words: Words) {
        staffNumber = line.staffNumber.rawValue
        name = line.name
        unitName = line.unitName
        unitPath = Paths.people(of: line.unit)
        courseName =
            line.course.map { courses.name(of: $0.id, words) } ?? words("no_course")
        coursePath = line.course.flatMap { asked in
            courses.contains { $0.id == asked.id } ? Paths.person(line.staffNumber, asked.id) : nil
        }
        state = line.course?.state.rawValue ?? "none"
        stateName = line.course.map { words("state_\($0.state.rawValue)") } ?? "—"
        overdue = line.course?.overdue ?? false
        due = line.course?.due?.description ?? "—"
        completedAt = line.course?.completedAt.map(words.time) ?? "—"
        score =
            line.course.flatMap { course in
                course.score.flatMap { score in
                    course.maxScore.map { words("score_of", ["score": score, "max": $0]) }
                }
            } ?? "—"
    }
}

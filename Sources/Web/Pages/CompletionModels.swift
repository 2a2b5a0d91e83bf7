import FoundationEssentials
import Training

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
    let duePath: String
    let resultsPath: String
    let yearPath: String
    let hasDirect: Bool
    let children: [TallyLine]
    let hasChildren: Bool
    /// Units below that report elsewhere and are not in the total.
    let elsewhere: [TallyLine]
    /// The units below, drawn; nil where there is nothing to compare.
    let bars: String?
    /// How it went, drawn; nil but of one course.
    let curve: String?
    let curveDays: [CurveDay]
    /// What changed of the unit, the first change first.
    let changes: [UnitChangeLine]
    /// Whether the people of the unit may be seen by name, not only their numbers.
    let showsPeople: Bool
    let peoplePath: String
    let overduePath: String
    let gridPath: String
    let notebookPath: String
    let papersPath: String
    let reminderPath: String
    let downloads: Downloads
    let deliveryPath: String
    let misconceptionsPath: String
    let entryPath: String
    let assignmentsPath: String
    let newUnitPath: String
    let groupSessionsPath: String
    /// Those of the unit and below that are yet to come.
    var groupSessions: [GroupSessionLine] = []
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
        /// For a bar: 0–100; nil where nobody is assigned.
        let percent: Int?
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
            percent = tally.assigned == 0 ? nil : tally.completed * 100 / tally.assigned
            late = tally.overdue > 0
        }
    }

    /// The numbers of a day on which one changed.
    struct CurveDay: Sendable {
        let day: String
        let tally: TallyLine
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
        belongings = CourseChoice.belongings(chosen: query.by, words)
        trees = report.hasReporting ? CourseChoice.trees(chosen: query.tree, words) : []
        let counts: KeyValuePairs<String, any CustomStringConvertible> = [
            "unit": words.name(of: report.unit, query), "course": courseName ?? words("all_courses"),
            "time": asked?.description ?? words.time(report.countedAt), "assigned": report.totals.assigned,
            "completed": report.totals.completed, "rate": words.rate(report.totals),
            "overdue": report.totals.overdue,
        ]
        let form = course == nil ? "sentence_pairs" : "sentence_people"
        sentence = words(report.totals.assigned == 0 ? "sentence_nobody" : form, counts)
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
        yearPath = Paths.year(
            of: report.unit.code,
            .init(
                year: (asked ?? Day(at: report.countedAt)).civil.year, course: course, by: query.by, tree: query.tree))
        resultsPath = Paths.earlierResults(in: report.unit.code)
        duePath = Paths.due(in: report.unit.code, DueList.Query(course: report.course))
        hasDirect = report.direct.assigned > 0
        func line(_ line: CompletionReport.Line, _ name: String) -> TallyLine {
            TallyLine(name, path: line.isOpen ? Paths.completion(of: line.unit.code, query) : nil, line.totals, words)
        }
        children = report.children.map { line($0, $0.unit.name) }
        elsewhere = report.elsewhere.map { unit in
            let name = unit.reportsTo.map { words("reports_to", ["unit": unit.line.unit.name, "to": $0.name]) }
            return line(unit.line, name ?? unit.line.unit.name)
        }
        let below = report.children.map { BarChart.Bar(name: $0.unit.name, tally: $0.totals) }
        let own = report.direct.assigned > 0 ? [BarChart.Bar(name: words("direct"), tally: report.direct)] : []
        bars =
            below.isEmpty ? nil : BarChart(id: "bars", title: words("chart_bars"), bars: below + own).svg(words)
        curve = report.curve.flatMap { curve in
            CurveChart(id: "curve", curve: curve, end: report.day ?? Day(at: report.countedAt)).svg(words)
        }
        curveDays = (report.curve?.days ?? []).suffix(60).reversed().map {
            CurveDay(day: $0.day.description, tally: TallyLine("", path: nil, $0.tally, words))
        }
        changes = report.changes.map { UnitChangeLine($0, words) }
        hasChildren = !children.isEmpty
        peoplePath = Paths.people(of: report.unit.code, PersonQuery(course: course))
        overduePath = Paths.people(of: report.unit.code, PersonQuery(course: course, overdue: true))
        gridPath = Paths.grid(of: report.unit.code)
        notebookPath = Paths.notebook(of: report.unit.code)
        papersPath = Paths.papers(of: report.unit.code)
        reminderPath = Paths.reminder(of: report.unit.code, course: course)
        downloads = Downloads { Paths.completion(of: report.unit.code, query, as: $0, words.language) }
        deliveryPath = Paths.delivery(of: report.unit.code, .init(course: course, tree: query.tree))
        misconceptionsPath = Paths.misconceptions(of: report.unit.code, .init(course: course, tree: query.tree))
        assignmentsPath = Paths.assignments(in: report.unit.code)
        entryPath = Paths.entry(of: report.unit.code)
        newUnitPath = Paths.newUnit(below: report.unit.code)
        groupSessionsPath = Paths.groupSessions(of: report.unit.code)
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
            curve: CompletionCurve(
                adding: [.init(day: Day(number: 20_760), tally: tally)], due: Day(number: 20_780)),
            changes: [UnitChange(day: Day(number: 20_780), what: .parent(from: .hidden, to: .unit(city)))],
            hasReporting: true)
        var page = CompletionPage(report, [.example], asked: query, manages: true, .example)
        page.groupSessions = [
            GroupSessionLine(.example(day: 1), [.example], today: GroupSession.exampleDay, .example)
        ]
        return page
    }
}

extension Words {
    /// The name of a unit with how its people are counted, where that is not as usual.
    fileprivate func name(of unit: CompletionReport.Named, _ query: CompletionReport.Query) -> String {
        name(of: unit, ways(query.tree, query.by == .then ? nil : query.by))
    }

    /// The name of a unit with how its people are counted.
    func name(of unit: CompletionReport.Named, _ ways: String?) -> String {
        ways.map { self("counted_by", ["unit": unit.name, "ways": $0]) } ?? unit.name
    }

    /// How people are counted, where that is not as usual; `by` is nil where that is.
    func ways(_ tree: CompletionReport.Tree, _ by: CompletionReport.Belonging?) -> String? {
        let ways = (tree == .reporting ? [self("tree_reporting")] : []) + (by.map { [self("by_\($0.rawValue)")] } ?? [])
        return ways.isEmpty ? nil : ways.joined(separator: self("list_separator"))
    }
}

import FoundationEssentials
import Training

/// What was learnt in a unit in a year, and in the units below it.
struct YearPage: Page {
    static let template = "year"
    let unitName: String
    let year: Int
    let above: [UnitsPage.Link]
    let years: [YearLink]
    let courses: [CourseChoice]
    let courseName: String?
    let asOf: String
    let belongings: [CourseChoice]
    /// Administrative or by reports; empty where nothing reports elsewhere.
    let trees: [CourseChoice]
    /// One sentence to paste.
    let sentence: String
    let totals: Line
    let direct: Line
    let hasDirect: Bool
    let children: [Line]
    /// Units below that report elsewhere and are not in the total.
    let elsewhere: [Line]
    let completionPath: String
    let downloads: Downloads

    /// A year to go to.
    struct YearLink: Sendable {
        let year: Int
        let path: String
        let isShown: Bool
    }

    /// One line of numbers.
    struct Line: Sendable {
        let name: String
        /// Nil for a unit that may not be looked into.
        let path: String?
        let people: Int
        let attempts: Int
        let passRate: String
        let creditHours: String

        init(_ name: String, path: String?, _ tally: YearTally, _ words: Words) {
            self.name = name
            self.path = path
            people = tally.people
            attempts = tally.attempts
            passRate = words.rate(tally.passed, of: tally.attempts)
            creditHours = CreditHours(halves: tally.halfHours).description
        }
    }

    init(_ report: YearReport, _ courses: [Course], _ words: Words) {
        let (query, time) = (report.query, words.time(report.countedAt))
        unitName = report.unit.name
        year = query.year
        above = report.above.map {
            UnitsPage.Link(name: $0.name, code: $0.code.rawValue, path: Paths.year(of: $0.code, query))
        }
        years = report.years.map { year in
            var other = query
            other.year = year
            return YearLink(year: year, path: Paths.year(of: report.unit.code, other), isShown: year == query.year)
        }
        self.courses = CourseChoice.all(courses, chosen: query.course, words)
        courseName = query.course.map { courses.name(of: $0, words) }
        asOf = words("as_of", ["time": time])
        belongings = CourseChoice.belongings(chosen: query.by, words)
        trees = report.hasReporting ? CourseChoice.trees(chosen: query.tree, words) : []
        totals = Line(words("total"), path: nil, report.totals, words)
        direct = Line(words("direct"), path: nil, report.direct, words)
        hasDirect = !report.direct.isZero
        children = report.children.map { Line($0, query, words) }
        elsewhere = report.elsewhere.map { Line($0, query, words) }
        let ways =
            [words("by_\(query.by.rawValue)")] + (query.tree == .reporting ? [words("tree_reporting")] : [])
        sentence = words(
            report.totals.attempts == 0 ? "year_sentence_none" : "year_sentence",
            [
                "time": time, "unit": report.unit.name, "ways": ways.joined(separator: words("list_separator")),
                "year": query.year, "course": courseName ?? words("all_courses"), "people": totals.people,
                "attempts": totals.attempts, "rate": totals.passRate, "hours": totals.creditHours,
            ])
        completionPath = Paths.completion(of: report.unit.code, course: query.course)
        downloads = Downloads { Paths.year(of: report.unit.code, query, as: $0, words.language) }
    }

    func title(_ words: Words) -> String { words("year_of", ["unit": unitName, "year": year]) }

    static var example: YearPage { examples[0] }

    /// A busy year, and one in which nothing was done.
    static var examples: [YearPage] {
        let tally = YearTally(people: 38, attempts: 52, passed: 41, halfHours: 115)
        let town = YearReport.Line(unit: .init(code: "610621991", name: "示例一镇"), totals: tally)
        let city = CompletionReport.Named(code: "610600", name: "延安市")
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let query = YearReport.Query(year: 2026, course: "example", by: .now, tree: .reporting)
        let full = YearReport(
            unit: .init(code: "610621", name: "延长县"), above: [city], query: query, countedAt: at, years: [2026, 2025],
            totals: tally, direct: tally,
            children: [town, YearReport.Line(unit: city, totals: YearTally(), isOpen: false)], elsewhere: [town],
            hasReporting: true)
        let empty = YearReport(
            unit: .init(code: "610621", name: "延长县"), above: [], query: YearReport.Query(year: 2026), countedAt: at,
            years: [2026], totals: YearTally(), direct: YearTally(), children: [])
        return [full, empty].map { YearPage($0, [.example], .example) }
    }
}

extension YearPage.Line {
    fileprivate init(_ line: YearReport.Line, _ query: YearReport.Query, _ words: Words) {
        self.init(
            line.unit.name, path: line.isOpen ? Paths.year(of: line.unit.code, query) : nil, line.totals, words)
    }
}

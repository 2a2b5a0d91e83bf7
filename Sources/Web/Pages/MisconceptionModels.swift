import FoundationEssentials
import Training

/// The misconceptions of a unit: each with how many hold it, why it is one, what to read, and where it sits.
struct MisconceptionsPage: Page {
    static let template = "misconceptions"
    let unitName: String
    let unitCode: String
    let above: [UnitsPage.Link]
    let courses: [CourseChoice]
    let courseName: String?
    let asOf: String
    let spanText: String
    /// How people are counted, where that is not as usual.
    let ways: String?
    let belongings: [CourseChoice]
    /// Administrative or by reports; empty where nothing reports elsewhere.
    let trees: [CourseChoice]
    /// Units below that report elsewhere and are in no number.
    let elsewhere: [UnitsPage.Link]
    let fromField: String
    let toField: String
    /// One sentence to paste; nil when nobody is known to hold any.
    let sentence: String?
    let isEmpty: Bool
    /// The one clause that is asked about, in a sentence.
    let clauseOnly: String?
    /// The same of all clauses.
    let allPath: String
    /// Clauses against units, drawn; nil where one clause is asked about, or nobody met anything.
    let heat: HeatSection?
    /// The first ones: what one can talk about in one meeting.
    let told: [Line]
    let more: [Line]
    let moreText: String
    let few: [Line]
    let fewText: String
    let completionPath: String
    let downloads: Downloads

    /// How many are shown at once; the others are folded up.
    static let first = 10

    /// A misconception.
    struct Line: Sendable {
        let anchor: String
        let name: String
        let count: Count
        let of2019: Bool
        let table: String?
        let why: String?
        let lesson: Lesson?
        let clauses: [ClauseLine]
        let units: [UnitLine]
    }

    /// The lesson that teaches what is right.
    struct Lesson: Sendable {
        let name: String
        let path: String
    }

    /// A unit with its numbers; without a path it leads nowhere.
    struct UnitLine: Sendable {
        let name: String
        let path: String?
        let count: Count
    }

    /// People as a sentence and a bar.
    struct Count: Sendable {
        let met: Int
        let text: String
        /// For a bar: 0–100; nil where too few people met it.
        let percent: Int?

        init(_ count: MisconceptionReport.Count, _ words: Words) {
            met = count.met
            percent = count.percent
            text =
                count.hold.map { words("hold_of_met", ["hold": $0, "met": count.met, "percent": count.percent ?? 0]) }
                ?? words("met_too_few", ["met": count.met])
        }
    }

    init(
        _ report: MisconceptionReport, about clause: ClauseID?, _ courses: [Course], _ clauses: [ClauseID: Clause],
        _ words: Words
    ) {
        let query = report.query
        func path(_ unit: CompletionReport.Named, as format: Visit.Format = .html) -> String {
            Paths.misconceptions(of: unit.code, query, about: clause, as: format, words.language)
        }
        unitName = report.unit.name
        unitCode = report.unit.code.rawValue
        above = report.above.map { UnitsPage.Link(name: $0.name, code: $0.code.rawValue, path: path($0)) }
        self.courses = CourseChoice.all(courses, chosen: query.course, words)
        courseName = courses.first { $0.id == query.course }?.title(words.language)
        asOf = words("as_of", ["time": words.time(report.countedAt)])
        spanText = words.span(query.from, query.to)
        fromField = query.from?.description ?? ""
        toField = query.to?.description ?? ""
        ways = words.ways(query.tree, query.by == .then ? nil : query.by)
        belongings = CourseChoice.belongings(chosen: query.by, words)
        trees = report.hasReporting ? CourseChoice.trees(chosen: query.tree, words) : []
        elsewhere = report.elsewhere.map { UnitsPage.Link(name: $0.name, code: $0.code.rawValue, path: path($0)) }
        // Tables share some names: said once, with the numbers of the table where most people hold it.
        var names: Set<String> = []
        let held = report.lines.filter { $0.totals.hold ?? 0 > 0 && names.insert($0.label.name.zh).inserted }
        let most = held.prefix(3).map { line in
            words(
                "misconception_in_sentence",
                ["name": line.label.name(words.language), "hold": line.totals.hold ?? 0, "met": line.totals.met])
        }
        sentence =
            most.isEmpty
            ? nil
            : words(
                "sentence_misconceptions",
                [
                    "time": words.time(report.countedAt), "unit": words.name(of: report.unit, ways),
                    "course": courseName ?? words("all_courses"), "span": spanText,
                    "list": most.joined(separator: words("misconception_separator")),
                ])
        clauseOnly = clause.map { words("about_clause_only", ["clause": $0]) }
        allPath = Paths.misconceptions(of: report.unit.code, query)
        heat = clause == nil ? HeatSection(report, clauses, words) : nil
        let lines = report.lines.map {
            Line($0, clauses, words) { report.closed.contains($0.code) ? nil : path($0) }
        }
        isEmpty = lines.isEmpty
        let enough = lines.filter { $0.count.percent != nil }
        told = Array(enough.prefix(Self.first))
        more = Array(enough.dropFirst(Self.first))
        moreText = words("more_misconceptions", ["n": more.count])
        few = lines.filter { $0.count.percent == nil }
        fewText = words("misconceptions_few_text", ["least": MisconceptionReport.leastPeople])
        completionPath = Paths.completion(of: report.unit.code, .init(course: query.course, tree: query.tree))
        downloads = Downloads { path(report.unit, as: $0) }
    }

    func title(_ words: Words) -> String { words("misconceptions_of", ["unit": unitName]) }

    static var example: MisconceptionsPage {
        func line(_ id: String, _ name: Bilingual, _ unit: UnitCode, _ met: Int, _ hold: Int)
            -> MisconceptionReport.Counted
        {
            .init(
                label: .init(id: id, name: name), unit: .init(code: unit, name: unit == "610621" ? "延长县" : "示例一镇"),
                count: .init(met: met, holding: hold))
        }
        let percent = Bilingual(zh: "把3%当成低保覆盖面上限", en: "taking 3 percent for a ceiling of dibao")
        let days = Bilingual(zh: "把3个工作日记成5个", en: "five working days for three")
        let report = MisconceptionReport(
            unit: .init(code: "610621", name: "延长县"), above: [.init(code: "610600", name: "延安市")],
            query: .init(course: "example", from: Day(number: 20_700), by: .now, tree: .reporting),
            countedAt: Date(timeIntervalSince1970: 1_795_000_000),
            counted: [
                line("exits-2019/three-percent", percent, "610621991", 21, 14),
                line("exits-2019/three-percent", percent, "610621", 3, 1), line("gone/days", days, "610621", 2, 1),
            ] + (0...first).map { line("deadlines/days-\($0)", days, "610621991", 20, 2) },
            elsewhere: [.init(code: "610621992", name: "示例二镇")], hasReporting: true)
        let taught = TaughtMisconception(
            label: .init(id: "exits-2019/three-percent", name: percent),
            table: Bilingual(zh: "按指标退保的回头看", en: "exits by quota"), era: .year2019, why: "低保没有覆盖面上限。",
            clauses: [Clause.example.id], lesson: .init(course: "example", lesson: "01-first", title: "没有名额"))
        return MisconceptionsPage(
            report.explained(by: [taught.label.id: taught]), about: nil, [.example],
            [Clause.example.id: .example], .example)
    }
}

extension MisconceptionsPage.Line {
    fileprivate init(
        _ line: MisconceptionReport.Line, _ clauses: [ClauseID: Clause], _ words: Words,
        path: (CompletionReport.Named) -> String?
    ) {
        anchor = line.label.id.replacing("/", with: "-")
        name = line.label.name(words.language)
        count = .init(line.totals, words)
        of2019 = line.taught?.era == .year2019
        table = line.taught?.table(words.language)
        why = line.taught?.why
        lesson = line.taught?.lesson.map { .init(name: $0.title, path: Paths.lesson($0.lesson, in: $0.course)) }
        self.clauses = (line.taught?.clauses ?? []).compactMap { clauses[$0] }.map { ClauseLine($0) }
        let below = line.children.map {
            MisconceptionsPage.UnitLine(name: $0.unit.name, path: path($0.unit), count: .init($0.totals, words))
        }
        let direct = MisconceptionsPage.UnitLine(name: words("direct"), path: nil, count: .init(line.direct, words))
        units = below + (line.direct.met > 0 && !below.isEmpty ? [direct] : [])
    }
}

extension Words {
    /// Which handed-in tries count.
    func span(_ from: Day?, _ to: Day?) -> String {
        switch (from, to) {
        case (let from?, let to?): self("handed_in_between", ["from": date(from), "to": date(to)])
        case (let from?, nil): self("handed_in_since", ["from": date(from)])
        case (nil, let to?): self("handed_in_until", ["to": date(to)])
        case (nil, nil): self("handed_in_all")
        }
    }
}

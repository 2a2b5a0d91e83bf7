import FoundationEssentials
import Training

/// Clauses against units: drawn, and the same as a table.
struct HeatSection: Sendable {
    let drawing: String
    let text: String
    /// The same to print.
    let printPath: String
    let units: [String]
    let rows: [Row]

    /// What the units think of a clause.
    struct Row: Sendable {
        let clause: String
        let cells: [String]
    }

    /// Nil when nobody met anything about a clause.
    init?(_ report: MisconceptionReport, _ clauses: [ClauseID: Clause], _ words: Words) {
        let map = ClauseMap(report)
        guard let drawing = HeatMap(id: "heat", map, of: report, clauses).svg(words) else { return nil }
        self.drawing = drawing
        text = words("heat_map_text", ["least": MisconceptionReport.leastPeople])
        printPath = Paths.clauseMap(of: report.unit.code, report.query)
        units = map.units.map { $0.code == report.unit.code ? words("direct") : $0.name }
        rows = map.clauses.map { clause in
            Row(clause: clause.rawValue, cells: map.units.map { words.told(map[clause, $0.code]) })
        }
    }
}

/// Clauses against units on sheets of A4 that can be read without a screen, with what the clauses say.
struct ClauseMapPage: Page {
    static let template = "clause-map"
    let unitName: String
    let unitCode: String
    let reportPath: String
    let asOf: String
    let spanText: String
    /// How people are counted, where that is not as usual.
    let ways: String?
    let courseName: String?
    let text: String
    let none: Bool
    let sheets: [Sheet]
    let clauses: [Line]

    /// A part of the map that fits a page.
    struct Sheet: Sendable {
        /// Which of how many it is; nil where there is one.
        let place: String?
        let drawing: String
    }

    /// A clause and what it says.
    struct Line: Sendable {
        let id: String
        let text: String
    }

    /// What fits a page beside its heading.
    private static let (mostClauses, mostUnits) = (26, 12)

    init(_ report: MisconceptionReport, _ courses: [Course], _ clauses: [ClauseID: Clause], _ words: Words) {
        let query = report.query
        unitName = report.unit.name
        unitCode = report.unit.code.rawValue
        reportPath = Paths.misconceptions(of: report.unit.code, query)
        asOf = words("as_of", ["time": words.time(report.countedAt)])
        spanText = words.span(query.from, query.to)
        ways = words.ways(query.tree, query.by == .then ? nil : query.by)
        courseName = query.course.map { courses.name(of: $0, words) }
        text = words("clause_map_text", ["least": MisconceptionReport.leastPeople])
        let map = ClauseMap(report)
        let drawings = map.parts(clauses: Self.mostClauses, units: Self.mostUnits).enumerated().compactMap {
            HeatMap(id: "heat-\($0 + 1)", $1, of: report, clauses).svg(words)
        }
        sheets = drawings.enumerated().map { index, drawing in
            Sheet(
                place: drawings.count == 1
                    ? nil
                    : words(
                        "sheet_of",
                        [
                            "unit": report.unit.name, "time": words.time(report.countedAt), "n": index + 1,
                            "of": drawings.count,
                        ]),
                drawing: drawing)
        }
        none = sheets.isEmpty
        self.clauses = map.clauses.compactMap { id in clauses[id].map { Line(id: id.rawValue, text: $0.text) } }
    }

    func title(_ words: Words) -> String { words("clause_map_of", ["unit": unitName]) }

    static var example: ClauseMapPage { examples[0] }

    /// A map on three sheets, and one of nothing.
    static var examples: [ClauseMapPage] {
        let ids = (1...41).compactMap { ClauseID(rawValue: "M57-\($0)") } + [Clause.example.id]
        let label = Misconception.Label(id: "exits/three-percent", name: Bilingual(zh: "有名额", en: "a quota"))
        let taught = TaughtMisconception(
            label: label, table: Bilingual(zh: "退保", en: "exits"), era: .current, why: "没有名额。", clauses: ids,
            lesson: nil)
        let query = MisconceptionReport.Query(course: "example", by: .now, tree: .reporting)
        return [20, 0].map { met in
            MisconceptionReport(
                unit: .init(code: "610621", name: "延长县"), above: [], query: query,
                countedAt: Date(timeIntervalSince1970: 1_795_000_000),
                counted: [
                    .init(
                        label: label, unit: .init(code: "610621991", name: "示例一镇"), count: .init(met: met, holding: 7))
                ]
            ).explained(by: [label.id: taught])
        }.map { ClauseMapPage($0, [.example], [Clause.example.id: .example], .example) }
    }
}

extension HeatMap {
    /// A map of a report, or a part of it, whose cells lead to what lies behind them.
    fileprivate init(id: String, _ map: ClauseMap, of report: MisconceptionReport, _ clauses: [ClauseID: Clause]) {
        self.init(id: id, map: map, unit: report.unit.code, texts: clauses.mapValues(\.text)) {
            report.closed.contains($1) ? nil : Paths.misconceptions(of: $1, report.query, about: $0)
        }
    }
}

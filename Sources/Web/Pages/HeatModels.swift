import Training

/// Clauses against units: drawn, and the same as a table.
struct HeatSection: Sendable {
    let drawing: String
    let text: String
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
        let chart = HeatMap(id: "heat", map: map, unit: report.unit.code, texts: clauses.mapValues(\.text)) {
            report.closed.contains($1) ? nil : Paths.misconceptions(of: $1, report.query, about: $0)
        }
        guard let drawing = chart.svg(words) else { return nil }
        self.drawing = drawing
        text = words("heat_map_text", ["least": MisconceptionReport.leastPeople])
        units = map.units.map { $0.code == report.unit.code ? words("direct") : $0.name }
        rows = map.clauses.map { clause in
            Row(clause: clause.rawValue, cells: map.units.map { words.told(map[clause, $0.code]) })
        }
    }
}

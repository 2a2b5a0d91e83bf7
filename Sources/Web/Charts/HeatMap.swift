import Training

/// Clauses down, units across, in each cell the share of misconceptions held: the darker the more, and the number says it too.
/// A cell leads to what lies behind it. It keeps its size on a screen, where it is moved under a finger, and fits a page of A4.
struct HeatMap {
    let id: String
    let map: ClauseMap
    /// The unit asked about, which stands for those directly in it.
    let unit: UnitCode
    /// What a clause says, as far as it is known.
    let texts: [ClauseID: String]
    /// What lies behind a cell; nil where the reader may not look.
    let path: (ClauseID, UnitCode) -> String?

    private static let (left, across, down) = (148, 46, 30)

    /// The drawing, nil when there is nothing to draw.
    func svg(_ words: Words) -> String? {
        guard !map.clauses.isEmpty, !map.units.isEmpty else { return nil }
        let names = map.units.map { Drawing.cut(name($0, words), to: 10) }
        let top = (names.map(\.count).max() ?? 0) * 16 + 14
        let (width, height) = (
            Self.left + map.units.count * Self.across, top + map.clauses.count * Self.down + 2
        )
        let heads = names.enumerated().map { index, name in
            // Upright Chinese letters, one under the other, as tables have them.
            Drawing.text(
                name, x: "\(Self.left + index * Self.across + Self.across / 2)", y: top - 8, ends: true,
                style: "heat-unit")
        }
        let rows = map.clauses.enumerated().map { index, clause in
            row(clause, at: top + index * Self.down, words)
        }
        return """
            <svg class="heat-map" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="group" \
            aria-labelledby="\(id)-title"><title id="\(id)-title">\(Drawing.escaped(words("heat_map")))</title>\
            \(heads.joined())\(rows.joined())</svg>
            """
    }

    private func name(_ named: CompletionReport.Named, _ words: Words) -> String {
        named.code == unit ? words("direct") : named.name
    }

    private func row(_ clause: ClauseID, at y: Int, _ words: Words) -> String {
        let head = """
            <a href="\(Drawing.escaped(Paths.clause(clause)))"><title>\(Drawing.escaped(texts[clause] ?? clause.rawValue))\
            </title>\(Drawing.text(clause.rawValue, x: "0", y: y + 20, style: "heat-clause"))</a>
            """
        let cells = map.units.enumerated().map { index, unit in
            draw(clause, unit, x: Self.left + index * Self.across, y: y, words)
        }
        return head + cells.joined()
    }

    private func draw(_ clause: ClauseID, _ unit: CompletionReport.Named, x: Int, y: Int, _ words: Words) -> String {
        let cell = map[clause, unit.code]
        let (style, text) =
            switch cell {
            case .nobody: ("heat-none", "")
            case .tooFew: ("heat-few", "<\(MisconceptionReport.leastPeople)")
            case .told: ("heat-\(Self.level(cell.percent ?? 0))", "\(cell.percent ?? 0)")
            }
        let rect = """
            <rect class="heat \(style)" x="\(x + 1)" y="\(y + 1)" width="\(Self.across - 2)" height="\(Self.down - 2)"/>
            """
        guard !text.isEmpty else { return rect }
        let label = """
            <text class="heat-text \(style)-text" x="\(x + Self.across / 2)" y="\(y + 20)" text-anchor="middle">\
            \(Drawing.escaped(text))</text>
            """
        let told = words("heat_cell", ["clause": clause, "unit": name(unit, words), "told": words.told(cell)])
        let drawn = "<title>\(Drawing.escaped(told))</title>\(rect)\(label)"
        return path(clause, unit.code).map { "<a href=\"\(Drawing.escaped($0))\">\(drawn)</a>" } ?? "<g>\(drawn)</g>"
    }

    /// From nothing to most, in five steps.
    static func level(_ percent: Int) -> Int { percent == 0 ? 0 : min(percent / 20 + 1, 4) }
}

extension Words {
    /// A cell in words, a dash where nobody met anything.
    func told(_ cell: ClauseMap.Cell) -> String {
        switch cell {
        case .nobody: "—"
        case .tooFew: self("heat_few", ["least": MisconceptionReport.leastPeople])
        case .told(let hold, let met): self("heat_told", ["hold": hold, "met": met, "percent": cell.percent ?? 0])
        }
    }
}

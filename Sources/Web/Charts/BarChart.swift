import Training

/// Bars one under the other, one a unit in the order of codes: which part of those assigned has finished, has begun, has not,
/// and has to learn anew. All are equally long, for they show shares; how many that are stands above each.
struct BarChart {
    let id: String
    let title: String
    let bars: [Bar]

    /// One unit.
    struct Bar {
        let name: String
        let tally: Tally
    }

    /// A part of a bar, in its order from the left.
    enum Part: String, CaseIterable {
        case completed
        case inProgress = "in_progress"
        case notStarted = "not_started"
        case expired
    }

    private static let (legend, row, thickness) = (52, 50, 16)

    /// The drawing, nil when there is nothing to compare.
    func svg(_ words: Words) -> String? {
        guard bars.contains(where: { $0.tally.assigned > 0 }) else { return nil }
        let drawn = bars.enumerated().flatMap { index, bar in draw(bar, at: Self.legend + index * Self.row, words) }
        return Drawing.chart(
            id, height: Self.legend + bars.count * Self.row, title: title, told: told(words),
            [patterns] + legend(words) + drawn)
    }

    /// What it shows, in words.
    private func told(_ words: Words) -> String {
        bars.map { "\($0.name) \(words.rate($0.tally))" }.joined(separator: words("told_separator"))
    }

    /// Each part can be told from the others without colours.
    private var patterns: String {
        """
        <defs><pattern id="\(id)-hatch" width="6" height="6" patternUnits="userSpaceOnUse">\
        <rect class="bar-back" width="6" height="6"/><path class="bar-hatch" d="M-1 1L1 -1M0 6L6 0M5 7L7 5"/></pattern>\
        <pattern id="\(id)-dots" width="6" height="6" patternUnits="userSpaceOnUse">\
        <rect class="bar-back-expired" width="6" height="6"/><circle class="bar-dot" cx="3" cy="3" r="1.5"/></pattern></defs>
        """
    }

    private func legend(_ words: Words) -> [String] {
        Part.allCases.enumerated().flatMap { index, part in
            let (x, y) = (index % 2 == 0 ? "0" : "50%", index / 2 * 22)
            // Lengths in pixels cannot be added to those in percent: a part of its own begins at its own zero.
            return [
                "<svg x=\"\(x)\" y=\"\(y)\" width=\"50%\" height=\"20\">", rect(part, x: "0", y: 3, width: "22"),
                Drawing.text(words("state_\(part.rawValue)"), x: "30", y: 15), "</svg>",
            ]
        }
    }

    private func draw(_ bar: Bar, at y: Int, _ words: Words) -> [String] {
        let tally = bar.tally
        let late = tally.overdue > 0 ? words("overdue_short", ["n": tally.overdue]) : ""
        var pieces = [
            Drawing.text(Drawing.cut(bar.name, to: 12), x: "0", y: y + 16),
            Drawing.text(late + words.rate(tally), x: "100%", y: y + 16, ends: true, style: "chart-number"),
            "<rect class=\"bar-track\" x=\"0\" y=\"\(y + 23)\" width=\"100%\" height=\"\(Self.thickness)\"/>",
        ]
        var before = 0
        for part in Part.allCases {
            let count = tally.count(of: part)
            guard count > 0 else { continue }
            let width = Drawing.percent(count, of: tally.assigned)
            pieces.append(rect(part, x: Drawing.percent(before, of: tally.assigned), y: y + 23, width: width))
            before += count
        }
        return pieces
    }

    private func rect(_ part: Part, x: String, y: Int, width: String) -> String {
        let fill =
            switch part {
            case .inProgress: " fill=\"url(#\(id)-hatch)\""
            case .expired: " fill=\"url(#\(id)-dots)\""
            case .completed, .notStarted: ""
            }
        return """
            <rect class="bar bar-\(part.rawValue)"\(fill) x="\(x)" y="\(y)" width="\(width)" height="\(Self.thickness)"/>
            """
    }
}

extension Tally {
    /// How many of those assigned a part of a bar stands for; together they are all.
    func count(of part: BarChart.Part) -> Int {
        switch part {
        case .completed: completed
        case .inProgress: inProgress
        case .notStarted: notStarted
        case .expired: expired
        }
    }
}

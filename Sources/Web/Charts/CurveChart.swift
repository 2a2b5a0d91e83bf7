import Training

/// How completion of a course went: those who have finished as an area, those assigned as a line above it, and the due day as
/// an upright line. Counts hold to the end of a day, so both go in steps.
struct CurveChart {
    let id: String
    let curve: CompletionCurve
    /// The last day that is known.
    let end: Day

    private static let (top, height, width) = (56, 150, 1000)

    /// A due day farther away than this from the last day is told in words alone, or the rest would be a stroke.
    private static let farthest = 400

    /// The drawing, nil when nobody was ever assigned.
    func svg(_ words: Words) -> String? {
        guard let first = curve.days.first(where: { $0.tally.assigned > 0 })?.day, most > 0 else { return nil }
        let due = curve.due.flatMap { abs($0.number - end.number) <= Self.farthest ? $0 : nil }
        let from = min(first, due ?? first, end)
        let to = max(end, due ?? end, from.adding(1))
        let floor = Self.top + Self.height
        let scale = [0, 1].map { (y: floor - $0 * Self.height, n: $0 * most) }
        let pieces =
            legend(words)
            + scale.map { Drawing.line(from: ("0", $0.y), to: ("100%", $0.y), style: "chart-grid") }
            + [area(from, to)]
            + scale.dropFirst().map { Drawing.text("\($0.n)", x: "0", y: $0.y - 4, style: "chart-soft") }
            + [
                Drawing.text(from.description, x: "0", y: floor + 18, style: "chart-soft"),
                Drawing.text(to.description, x: "100%", y: floor + 18, ends: true, style: "chart-soft"),
            ] + (due.map { mark($0, from, to, words) } ?? [])
        return Drawing.chart(
            id, height: floor + 26, title: words("curve_title"), told: told(from: first, words), pieces)
    }

    private var most: Int { curve.days.filter { $0.day <= end }.map(\.tally.assigned).max() ?? 0 }

    private func told(from first: Day, _ words: Words) -> String {
        let now = curve.tally(on: end)
        let due = curve.due.map {
            words("curve_due_told", ["day": $0, "rate": words.rate(curve.tally(on: min($0, end)))])
        }
        return words("curve_told", ["from": first, "to": end, "rate": words.rate(now)]) + (due ?? "")
    }

    private func legend(_ words: Words) -> [String] {
        [
            "<rect class=\"curve-area\" x=\"0\" y=\"3\" width=\"22\" height=\"14\"/>",
            Drawing.text(words("column_completed"), x: "30", y: 15),
            "<svg x=\"50%\" y=\"0\" width=\"50%\" height=\"20\">",
            Drawing.line(from: ("0", 10), to: ("22", 10), style: "curve-assigned"),
            Drawing.text(words("column_assigned"), x: "30", y: 15), "</svg>",
        ]
    }

    /// Both courses in a part of its own that is drawn out to the width of the chart.
    private func area(_ from: Day, _ to: Day) -> String {
        let completed = steps(from, to, \.completed)
        let x = x(of: end, from, to)
        return """
            <svg x="0" y="\(Self.top)" width="100%" height="\(Self.height)" viewBox="0 0 \(Self.width) \(Self.height)" \
            preserveAspectRatio="none" class="curve">\
            <path class="curve-area" d="M0 \(Self.height)\(completed)H\(x)V\(Self.height)Z"/>\
            <path class="curve-assigned" d="M0 \(y(curve.tally(on: from).assigned))\(steps(from, to, \.assigned))H\(x)"/></svg>
            """
    }

    private func steps(_ from: Day, _ to: Day, _ count: (Tally) -> Int) -> String {
        let start = "V\(y(count(curve.tally(on: from))))"
        return start
            + curve.days.filter { $0.day > from && $0.day <= end }.map {
                "H\(x(of: $0.day, from, to))V\(y(count($0.tally)))"
            }.joined()
    }

    private func mark(_ due: Day, _ from: Day, _ to: Day, _ words: Words) -> [String] {
        let isRight = (due.number - from.number) * 2 > to.number - from.number
        let x = Drawing.percent(due.number - from.number, of: to.number - from.number)
        return [
            Drawing.line(from: (x, Self.top - 14), to: (x, Self.top + Self.height), style: "curve-due"),
            Drawing.text(
                words("curve_due", ["day": due]), x: x, y: Self.top - 18, ends: isRight, style: "chart-bad"),
        ]
    }

    private func x(of day: Day, _ from: Day, _ to: Day) -> Int {
        (day.number - from.number) * Self.width / (to.number - from.number)
    }

    private func y(_ count: Int) -> Int { Self.height - count * Self.height / max(most, 1) }
}

import Foundation
import TestSupport
import Testing
import Training

@testable import Web

struct `A chart of bars` {
    private func chart(_ tallies: [(String, Tally)]) -> String? {
        BarChart(id: "b", title: "图", bars: tallies.map { .init(name: $0, tally: $1) }).svg(.example)
    }

    @Test func `has a bar for each unit in the given order, whose parts fill it and stand for the counts`() throws {
        var dice = Dice(seed: 5)
        let tallies = (0..<12).map { index in
            (
                "单位\(index)",
                Tally(
                    completed: dice.below(9), inProgress: dice.below(9), notStarted: dice.below(9),
                    expired: dice.below(3), overdue: 0)
            )
        }
        let svg = try #require(chart(tallies))
        let names = svg.matches(of: /<text class="chart-text" x="0" y="\d+">(单位\d+)</).map { String($0.output.1) }
        #expect(names == tallies.map(\.0))
        let rects = svg.matches(
            of: /<rect class="bar bar-([a-z_]+)"[^>]* x="([0-9.]+)%" y="(\d+)" width="([0-9.]+)%"/)
        let rows = Dictionary(grouping: rects, by: { Int($0.output.3) ?? 0 })
        for (tally, y) in zip(tallies.map(\.1).filter { $0.assigned > 0 }, rows.keys.sorted()) {
            let parts = rows[y] ?? []
            let sum = parts.reduce(0) { $0 + (Double($1.output.4) ?? 0) }
            #expect(abs(sum - 100) < 0.05)
            for part in parts {
                let count = BarChart.Part(rawValue: String(part.output.1)).map(tally.count) ?? 0
                let share = Double(count) / Double(tally.assigned) * 100
                #expect(abs((Double(part.output.4) ?? -1) - share) < 0.01)
            }
            #expect(parts.count == BarChart.Part.allCases.count { tally.count(of: $0) > 0 })
        }
    }

    @Test func `says what it shows to those who do not see it, and of nobody that there is nobody`() throws {
        let svg = try #require(chart([("甲村", Tally(completed: 1, notStarted: 2)), ("乙村", Tally())]))
        #expect(svg.contains(#"role="img" aria-labelledby="b-title b-told""#))
        #expect(svg.contains(#"<desc id="b-told">甲村 1/3（33.3%）；乙村 无应训人员</desc>"#))
        #expect(HTML(svg).unbalanced == nil && HTML(svg).inline == [])
    }

    @Test func `is not drawn where nothing is assigned, and takes any name as text`() throws {
        #expect(chart([("甲村", Tally())]) == nil && chart([]) == nil)
        let svg = try #require(chart([("<b>&\"", Tally(completed: 1))]))
        #expect(svg.contains("&lt;b&gt;&amp;&quot;") && !svg.contains("<b>"))
    }
}

struct `A chart of days` {
    private let start = Day(number: 20_700)

    private func curve(_ changes: [(Int, Tally)], due: Int? = nil) -> CompletionCurve {
        CompletionCurve(
            adding: changes.map { .init(day: start.adding($0), tally: $1) }, due: due.map { start.adding($0) })
    }

    private func drawn(_ curve: CompletionCurve, end: Int) -> String? {
        CurveChart(id: "c", curve: curve, end: start.adding(end)).svg(.example)
    }

    @Test func `goes in steps from the first day to the last, and marks the due day where it is`() throws {
        let course = curve(
            [
                (0, Tally(notStarted: 4)), (5, Tally(completed: 1, notStarted: -1)),
                (10, Tally(completed: 2, notStarted: -2)),
            ],
            due: 20)
        let svg = try #require(drawn(course, end: 10))
        // 20 days across: the fifth at a quarter; four people down.
        #expect(svg.contains(#"d="M0 150V150H250V113H500V38H500V150Z""#), "\(svg)")
        #expect(svg.contains(#"d="M0 0V0H250V0H500V0H500""#), "\(svg)")
        #expect(svg.contains(#"<line class="curve-due" x1="100.00%""#))
        #expect(svg.contains("截止 \(start.adding(20))"))
        #expect(svg.contains("从 \(start) 到 \(start.adding(10))，已完成 3/4（75.0%）。"))
        #expect(HTML(svg).unbalanced == nil && HTML(svg).inline == [])
    }

    @Test func `tells of nothing after the day that is asked about`() throws {
        let course = curve([(0, Tally(notStarted: 2)), (5, Tally(completed: 2, notStarted: -2))])
        let svg = try #require(drawn(course, end: 3))
        #expect(svg.contains(#"d="M0 150V150H1000V150Z""#), "\(svg)")
        #expect(!svg.contains("curve-due"))
    }

    @Test func `is not drawn where nobody was assigned`() {
        #expect(drawn(curve([]), end: 3) == nil)
        #expect(drawn(curve([(9, Tally(notStarted: 1))]), end: 3) == nil)
    }

    @Test func `leaves a due day that is years away to words`() throws {
        let svg = try #require(drawn(curve([(0, Tally(notStarted: 1))], due: 4000), end: 3))
        #expect(!svg.contains("curve-due") && svg.contains("截止日期 \(start.adding(4000))"))
    }
}

extension Tally {
    /// So many of each kind.
    fileprivate init(
        completed: Int = 0, inProgress: Int = 0, notStarted: Int = 0, expired: Int = 0, overdue: Int = 0
    ) {
        self.init(
            assigned: completed + inProgress + notStarted + expired, completed: completed, inProgress: inProgress,
            notStarted: notStarted, expired: expired, overdue: overdue, exempt: 0)
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Which misconceptions the people of a unit and below hold, by their handed-in tries; `MisconceptionReport` says who
    /// counts. `notFound` outside the scope; a tree of who reports to whom also shows the numbers of what reports into the
    /// scope.
    ///
    /// It reads, of the unit and below, what tries noted when they were handed in, and none of their answers.
    public func misconceptionReport(
        of code: UnitCode, _ query: MisconceptionReport.Query, for caller: Caller, at now: Date
    ) async throws -> MisconceptionReport {
        try await database.read { transaction in
            let units = try transaction.reportedUnits(
                of: code, by: query.tree, on: query.standing(at: now), for: caller)
            let direct = try transaction.misconceptions(of: [code], withBelow: false, query)
            let below = try transaction.misconceptions(of: units.counted, withBelow: true, query)
            func counted(_ shown: ReportedUnits.Shown) -> [MisconceptionReport.Counted] {
                below.map { .init(label: $0, unit: shown.unit, count: units.total(of: shown, in: $1)) }
            }
            return MisconceptionReport(
                unit: units.unit, above: units.above, query: query, countedAt: now,
                counted: direct.map { .init(label: $0, unit: units.unit, count: $1[code] ?? .zero) }
                    + units.children.flatMap(counted),
                elsewhere: units.elsewhere.map(\.unit), closed: units.closed, hasReporting: units.hasReporting)
        }
    }
}

extension MisconceptionReport.Query {
    /// The day as whose units the report shows them.
    fileprivate func standing(at now: Date) -> Day {
        guard by == .then, let to, to < Day(at: now) else { return Day(number: .max) }
        return to
    }
}

extension Transaction {
    /// What counts in each of these units, alone or with all that is now below it.
    fileprivate func misconceptions(
        of units: [UnitCode], withBelow: Bool, _ query: MisconceptionReport.Query
    ) throws -> [Misconception.Label: [UnitCode: MisconceptionReport.Count]] {
        guard !units.isEmpty else { return [:] }
        let (conditions, values) = MisconceptionReport.conditions(query)
        let places = units.indices.map { "$\(values.count + $0 + 1)" }.joined(separator: ", ")
        let found = try rows(
            Statement(
                """
                SELECT counted.misconception, misconceptions.name_zh, misconceptions.name_en, counted.met, counted.chosen,
                    counted.unit
                FROM (
                    SELECT top.code AS unit, misconception, COUNT(*) AS met, CAST(SUM(chosen) AS BIGINT) AS chosen
                    FROM units AS top CROSS JOIN units AS below CROSS JOIN \(MisconceptionReport.tries(query.by))
                    WHERE \(conditions) AND top.code IN (\(places))
                        AND \(withBelow ? unitsBelowTop : "below.code = top.code")
                    GROUP BY top.code, misconception
                ) AS counted JOIN misconceptions ON misconceptions.id = counted.misconception
                """, values + units.map(\.rawValue.sqlValue)))
        var counts: [Misconception.Label: [UnitCode: MisconceptionReport.Count]] = [:]
        for row in found {
            let label = Misconception.Label(
                id: try row.text(0), name: Bilingual(zh: try row.text(1), en: try row.text(2)))
            counts[label, default: [:]][try row.code(5)] = .init(met: try row.int(3), holding: try row.int(4))
        }
        return counts
    }
}

extension MisconceptionReport {
    /// What was noted of the people of `below`: of those who belong to it now, or of tries that belonged to it then.
    fileprivate static func tries(_ by: CompletionReport.Belonging) -> String {
        by == .now ? "people CROSS JOIN misconceptions_met" : "misconceptions_met"
    }

    private static func belonging(_ by: CompletionReport.Belonging) -> String {
        switch by {
        case .now: "people.unit = below.code AND misconceptions_met.person = people.id"
        case .then: "misconceptions_met.unit = below.code"
        }
    }

    /// The tries that count, and the values of their placeholders: each person's latest up to the last day, if it was handed
    /// in on the first day or later.
    fileprivate static func conditions(_ query: Query) -> (sql: String, values: [Value]) {
        var (terms, values) = ([belonging(query.by)], [Value]())
        if let to = query.to {
            values.append(to.end.milliseconds.sqlValue)
            terms.append("met_at < $1 AND (next_at IS NULL OR next_at >= $1)")
        } else {
            terms.append("next_at IS NULL")
        }
        if let from = query.from {
            values.append(from.start.milliseconds.sqlValue)
            terms.append("met_at >= $\(values.count)")
        }
        if let course = query.course {
            values.append(course.rawValue.sqlValue)
            terms.append("course = $\(values.count)")
        }
        return (terms.joined(separator: " AND "), values)
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Who at work in a unit and below has finished a plan, now. `notFound` outside the scope.
    ///
    /// Tallies count each course by itself and cannot tell who has finished several: so this reads the standings of the
    /// unit's people, and only those of today.
    public func planReport(
        of code: UnitCode, _ plan: LearningPlan, for caller: Caller, at now: Date
    ) async throws -> PlanReport {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let children = try transaction.children(of: code, on: Day(number: .max))
            var (totals, direct, below) = (Tally(), Tally(), [UnitCode: Tally]())
            for (lineage, tally) in try transaction.people(below: path, in: plan.courses, on: Day(at: now)) {
                totals = totals + tally
                if lineage.first == code { direct = direct + tally }
                guard let place = lineage.firstIndex(of: code), place > 0 else { continue }
                below[lineage[place - 1], default: Tally()] = below[lineage[place - 1], default: Tally()] + tally
            }
            return PlanReport(
                unit: unit.named, plan: plan.id, countedAt: now, totals: totals, direct: direct,
                children: children.map { child, placement in
                    CompletionReport.Line(
                        unit: .init(code: child, name: placement.name), totals: below[child] ?? Tally())
                })
        }
    }
}

extension Transaction {
    /// How the people of each unit stand with courses taken as one, each unit with those above it.
    fileprivate func people(
        below path: String, in courses: [CourseID], on day: Day
    ) throws -> [(lineage: [UnitCode], Tally)] {
        let exempt = Exemption.covers(person: "people.id", course: "standings.course", day: "$1")
        let holds = Standing.State.holds(on: "$1")
        let places = courses.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
        let values = [day.number.sqlValue, path.sqlValue, UnitPath.end(of: path).sqlValue]
        return try rows(
            Statement(
                """
                SELECT path, COUNT(*) FILTER (WHERE done + exempt = n AND done > 0),
                    COUNT(*) FILTER (WHERE done + exempt + lapsed < n AND begun > 0),
                    COUNT(*) FILTER (WHERE done + exempt + lapsed < n AND begun = 0),
                    COUNT(*) FILTER (WHERE done + exempt + lapsed = n AND lapsed > 0),
                    COUNT(*) FILTER (WHERE late > 0), COUNT(*) FILTER (WHERE exempt = n)
                FROM (
                    SELECT units.path, people.id, COUNT(*) AS n, COUNT(*) FILTER (WHERE \(holds)) AS done,
                        COUNT(*) FILTER (WHERE NOT \(holds) AND \(exempt)) AS exempt,
                        COUNT(*) FILTER (WHERE NOT \(holds) AND NOT \(exempt)
                            AND standings.completed_day IS NOT NULL) AS lapsed,
                        COUNT(*) FILTER (WHERE standings.started_day IS NOT NULL
                            OR standings.completed_day IS NOT NULL) AS begun,
                        COUNT(*) FILTER (WHERE NOT \(holds) AND NOT \(exempt) AND standings.due_day < $1) AS late
                    FROM units CROSS JOIN people CROSS JOIN standings
                    WHERE units.path >= $2 AND units.path < $3 AND people.unit = units.code
                        AND people.status = 'active' AND standings.person = people.id AND standings.assigned = 1
                        AND standings.course IN (\(places))
                    GROUP BY units.path, people.id) AS single
                GROUP BY path ORDER BY path
                """, values + courses.map(\.rawValue.sqlValue))
        ).map { row in
            let (completed, inProgress) = (try row.int(1), try row.int(2))
            let (notStarted, expired) = (try row.int(3), try row.int(4))
            let tally = Tally(
                assigned: completed + inProgress + notStarted + expired, completed: completed, inProgress: inProgress,
                notStarted: notStarted, expired: expired, overdue: try row.int(5), exempt: try row.int(6))
            return (UnitPath.lineage(try row.text(0)), tally)
        }
    }
}

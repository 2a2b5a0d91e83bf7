import FoundationEssentials
import SQL
import Training

extension Records {
    /// How the answers of the people of a unit and below came in. `notFound` outside the scope; a tree of who reports to whom
    /// also shows the numbers of what reports into the scope.
    public func deliveryReport(
        of code: UnitCode, _ query: DeliveryReport.Query, for caller: Caller, at now: Date
    ) async throws -> DeliveryReport {
        try await database.read { transaction in
            let units = try transaction.reportedUnits(of: code, by: query.tree, on: Day(number: .max), for: caller)
            let direct = try transaction.deliveries(of: [code], withBelow: false, query)
            let below = try transaction.deliveries(of: units.counted, withBelow: true, query)
            func line(_ shown: ReportedUnits.Shown) -> DeliveryReport.Line {
                .init(unit: shown.unit, totals: units.total(of: shown, in: below), isOpen: shown.isOpen)
            }
            return DeliveryReport(
                unit: units.unit, above: units.above, query: query, countedAt: now, direct: direct[code] ?? .zero,
                children: units.children.map(line), elsewhere: units.elsewhere.map(line),
                hasReporting: units.hasReporting)
        }
    }
}

extension Transaction {
    /// Keeps what the report counts of a try that is handed in; the rest it reads from the result.
    func write(_ delivery: Delivery, of attempt: AttemptID) throws {
        try run(
            Statement("UPDATE attempts SET recovered = $1 WHERE id = $2", with: delivery.recovered, attempt.rawValue))
    }

    /// What counts in each of these units, alone or with all that is now below it; nothing of a unit without any tries.
    fileprivate func deliveries(
        of units: [UnitCode], withBelow: Bool, _ query: DeliveryReport.Query
    ) throws -> [UnitCode: Delivery] {
        guard !units.isEmpty else { return [:] }
        let (conditions, values) = Delivery.conditions(query)
        let places = units.indices.map { "$\(values.count + $0 + 1)" }.joined(separator: ", ")
        // CROSS: the units come first.
        let found = try rows(
            Statement(
                """
                SELECT top.code, \(Delivery.sums) FROM units AS top CROSS JOIN units AS below
                CROSS JOIN \(Delivery.tries(query.by))
                WHERE \(conditions) AND top.code IN (\(places))
                    AND \(withBelow ? unitsBelowTop : "below.code = top.code")
                GROUP BY top.code
                """, values + units.map(\.rawValue.sqlValue))
        ).map { (try $0.code(0) as UnitCode, try Delivery($0, from: 1)) }
        return Dictionary(found) { first, _ in first }
    }
}

extension Delivery {
    /// The tries of the people of `below`: of those who belong to it now, or those begun by whoever belonged to it then.
    fileprivate static func tries(_ by: CompletionReport.Belonging) -> String {
        switch by {
        case .now: "people CROSS JOIN attempts"
        case .then: "memberships CROSS JOIN attempts"
        }
    }

    private static func belonging(_ by: CompletionReport.Belonging) -> String {
        switch by {
        case .now: "people.unit = below.code AND attempts.person = people.id"
        case .then:
            """
            memberships.unit = below.code AND attempts.person = memberships.person
            AND \(Membership.holds(on: Day.sql(of: "attempts.started_at")))
            """
        }
    }

    /// What `init(_:from:)` reads. A try that was handed in has its numbers with it; those of one that goes on are in its
    /// answers.
    fileprivate static let sums = [
        "COUNT(attempts.id)", sum(handedIn: "attempts.received", goesOn: "COUNT(*)"),
        sum(handedIn: "attempts.recovered", goesOn: "SUM(answers.recovered)"),
        "CAST(COALESCE(SUM(\(late)), 0) AS BIGINT)",
        sum(handedIn: "attempts.max_score / \(Marks.one.hundredths) - attempts.received", goesOn: nil),
    ].joined(separator: ", ")

    /// Those that were accepted are among the received ones.
    private static let late = """
        (SELECT COUNT(DISTINCT slot) FROM late_answers WHERE late_answers.attempt = attempts.id
            AND (decision IS NULL OR decision <> 'accepted'))
        """

    private static func sum(handedIn: String, goesOn: String?) -> String {
        let inAnswers = goesOn.map { "(SELECT \($0) FROM answers WHERE answers.attempt = attempts.id)" } ?? "0"
        let each = "CASE WHEN attempts.submitted_at IS NULL THEN \(inAnswers) ELSE \(handedIn) END"
        return "CAST(COALESCE(SUM(\(each)), 0) AS BIGINT)"
    }

    /// The conditions on tries, and the values of their placeholders.
    fileprivate static func conditions(_ query: DeliveryReport.Query) -> (sql: String, values: [Value]) {
        // What is answered on paper comes over no line.
        var (sql, values) = ("\(belonging(query.by)) AND attempts.medium = 'online'", [Value]())
        if let course = query.course {
            values.append(course.rawValue.sqlValue)
            sql += " AND attempts.course = $\(values.count)"
        }
        if let since = query.since {
            values.append(since.start.milliseconds.sqlValue)
            sql += " AND attempts.started_at >= $\(values.count)"
        }
        return (sql, values)
    }

    fileprivate init(_ row: Row, from first: Int) throws {
        self.init(
            attempts: try row.int(first), received: try row.int(first + 1), recovered: try row.int(first + 2),
            late: try row.int(first + 3), missing: try row.int(first + 4))
    }
}

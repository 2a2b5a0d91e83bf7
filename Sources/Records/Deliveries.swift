import FoundationEssentials
import SQL
import Training

extension Records {
    /// How the answers of the people who are now in a unit and below came in, of tries that began on `since` or later.
    /// `notFound` outside the scope.
    public func deliveryReport(
        of code: UnitCode, course: CourseID?, since: Day?, for caller: Caller, at now: Date
    ) async throws -> DeliveryReport {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            return DeliveryReport(
                unit: unit.named, above: try transaction.unitsAbove(code, for: caller), course: course, since: since,
                countedAt: now,
                direct: try transaction.delivery(of: code, course, since),
                children: try transaction.deliveries(below: code, course, since))
        }
    }
}

extension Transaction {
    /// Keeps what the report counts of a try that is handed in; the rest it reads from the result.
    func write(_ delivery: Delivery, of attempt: AttemptID) throws {
        try run(
            Statement("UPDATE attempts SET recovered = $1 WHERE id = $2", with: delivery.recovered, attempt.rawValue))
    }

    fileprivate func delivery(of unit: UnitCode, _ course: CourseID?, _ since: Day?) throws -> Delivery {
        let (conditions, values) = Delivery.conditions(course, since)
        return try row(
            Statement(
                """
                SELECT \(Delivery.sums) FROM people CROSS JOIN attempts
                WHERE attempts.person = people.id\(conditions) AND people.unit = $\(values.count + 1)
                """, values + [unit.rawValue.sqlValue])
        ).map { try Delivery($0, from: 0) } ?? Delivery()
    }

    fileprivate func deliveries(
        below unit: UnitCode, _ course: CourseID?, _ since: Day?
    ) throws -> [DeliveryReport.Line] {
        let (conditions, values) = Delivery.conditions(course, since)
        // A path ends in `/`, which is followed by `0` in the order of code points; see `UnitPath.end`.
        return try rows(
            Statement(
                """
                SELECT child.code, child.name, \(Delivery.sums)
                FROM units AS child LEFT JOIN units AS below ON below.path >= child.path
                    AND below.path < substr(child.path, 1, length(child.path) - 1) || '0'
                LEFT JOIN people ON people.unit = below.code
                LEFT JOIN attempts ON attempts.person = people.id\(conditions)
                WHERE child.parent = $\(values.count + 1) GROUP BY child.code, child.name ORDER BY child.code
                """, values + [unit.rawValue.sqlValue])
        ).map { row in
            DeliveryReport.Line(
                unit: .init(code: try row.code(0), name: try row.text(1)), totals: try Delivery(row, from: 2))
        }
    }
}

extension Delivery {
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
    fileprivate static func conditions(_ course: CourseID?, _ since: Day?) -> (sql: String, values: [Value]) {
        // What is answered on paper comes over no line.
        var (sql, values) = (" AND attempts.medium = 'online'", [Value]())
        if let course {
            values.append(course.rawValue.sqlValue)
            sql += " AND attempts.course = $\(values.count)"
        }
        if let since {
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

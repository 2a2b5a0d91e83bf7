import FoundationEssentials
import SQL
import Training

extension Records {
    /// Who has finished in a unit and below, counted for the end of `day` (nil: now). `notFound` outside the scope.
    ///
    /// The cost grows with the units shown and the days on which something changed, not with the number of people.
    public func completionReport(
        of code: UnitCode, course: CourseID?, day: Day?, for caller: Caller, at now: Date
    ) async throws -> CompletionReport {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            let day = day ?? Day(at: now)
            return CompletionReport(
                unit: unit.named, above: try transaction.unitsAbove(code, for: caller), course: course, day: day,
                countedAt: now,
                totals: try transaction.tally(of: code, .below, course, upTo: day),
                direct: try transaction.tally(of: code, .direct, course, upTo: day),
                children: try transaction.talliesOfChildren(of: code, course, upTo: day))
        }
    }
}

extension Unit {
    /// Its code and name.
    var named: CompletionReport.Named { CompletionReport.Named(code: code, name: name) }
}

extension Transaction {
    /// The units above one that the caller may see, the highest first.
    func unitsAbove(_ code: UnitCode, for caller: Caller) throws -> [CompletionReport.Named] {
        try lineage(of: code).dropFirst().reversed()
            .filter { caller.scope.covers(try lineage(of: $0)) }
            .compactMap { try unit($0)?.named }
    }

    func tally(of unit: UnitCode, _ reach: TallyDeltas.Reach, _ course: CourseID?, upTo day: Day) throws -> Tally {
        let ofCourse = course == nil ? "" : " AND course = $4"
        let values = [unit.rawValue.sqlValue, reach.rawValue.sqlValue, day.number.sqlValue]
        return try rows(
            Statement(
                "SELECT \(Tally.sums) FROM tallies WHERE unit = $1 AND reach = $2 AND day <= $3\(ofCourse)",
                values + (course.map { [$0.rawValue.sqlValue] } ?? []))
        ).first.map { try Tally($0, from: 0) } ?? Tally()
    }

    fileprivate func talliesOfChildren(
        of unit: UnitCode, _ course: CourseID?, upTo day: Day
    ) throws -> [CompletionReport.Line] {
        let ofCourse = course == nil ? "" : " AND tallies.course = $2"
        let values = [day.number.sqlValue] + (course.map { [$0.rawValue.sqlValue] } ?? []) + [unit.rawValue.sqlValue]
        return try rows(
            Statement(
                """
                SELECT units.code, units.name, \(Tally.sums)
                FROM units LEFT JOIN tallies ON tallies.unit = units.code AND tallies.reach = 'below'
                    AND tallies.day <= $1\(ofCourse)
                WHERE units.parent = $\(values.count) GROUP BY units.code, units.name ORDER BY units.code
                """, values)
        ).map { row in
            CompletionReport.Line(
                unit: .init(code: try row.code(0), name: try row.text(1)), totals: try Tally(row, from: 2))
        }
    }
}

extension Tally {
    /// The columns of `tallies`, summed, in the order that `init(_:from:)` reads.
    static let sums = ["assigned", "completed", "in_progress", "not_started", "expired", "overdue", "exempt"]
        .map { "CAST(COALESCE(SUM(\($0)), 0) AS BIGINT)" }.joined(separator: ", ")

    init(_ row: Row, from first: Int) throws {
        self.init(
            assigned: try row.int(first), completed: try row.int(first + 1), inProgress: try row.int(first + 2),
            notStarted: try row.int(first + 3), expired: try row.int(first + 4), overdue: try row.int(first + 5),
            exempt: try row.int(first + 6))
    }
}

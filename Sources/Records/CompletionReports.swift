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
            let above = try transaction.lineage(of: code).dropFirst().reversed()
                .filter { caller.scope.covers(try transaction.lineage(of: $0)) }
                .compactMap { try transaction.unit($0) }
            return CompletionReport(
                unit: unit.named, above: above.map(\.named), course: course, day: day, countedAt: now,
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
    func tally(of unit: UnitCode, _ reach: TallyDeltas.Reach, _ course: CourseID?, upTo day: Day) throws -> Tally {
        try rows(
            Statement(
                """
                SELECT \(Tally.sums) FROM tallies
                WHERE unit = $1 AND reach = $2 AND day <= $3 AND ($4 IS NULL OR course = $4)
                """, with: unit.rawValue, reach.rawValue, day.number, course?.rawValue)
        ).first.map { try Tally($0, from: 0) } ?? Tally()
    }

    fileprivate func talliesOfChildren(
        of unit: UnitCode, _ course: CourseID?, upTo day: Day
    ) throws -> [CompletionReport.Line] {
        try rows(
            Statement(
                """
                SELECT units.code, units.name, \(Tally.sums)
                FROM units LEFT JOIN tallies ON tallies.unit = units.code AND tallies.reach = 'below'
                    AND tallies.day <= $1 AND ($2 IS NULL OR tallies.course = $2)
                WHERE units.parent = $3 GROUP BY units.code, units.name ORDER BY units.code
                """, with: day.number, course?.rawValue, unit.rawValue)
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

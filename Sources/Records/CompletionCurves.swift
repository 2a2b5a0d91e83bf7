import SQL
import Training

extension Transaction {
    /// How a unit and all below it went on with a course, up to the day of the query: one read of what each day added.
    func completionCurve(
        of unit: UnitCode, _ course: CourseID, _ query: CompletionReport.Query, due: Day?
    ) throws -> CompletionCurve {
        let reaches = query.below.map(\.rawValue)
        let places = reaches.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
        let changes = try rows(
            Statement(
                """
                SELECT day, \(Tally.sums) FROM tallies
                WHERE unit = $1 AND course = $2 AND day <= $3 AND reach IN (\(places)) GROUP BY day ORDER BY day
                """,
                [unit.rawValue.sqlValue, course.rawValue.sqlValue, (query.day ?? Day(number: .max)).number.sqlValue]
                    + reaches.map(\.sqlValue))
        ).map { CompletionCurve.Counted(day: Day(number: try $0.int(0)), tally: try Tally($0, from: 1)) }
        return CompletionCurve(adding: changes, due: due)
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Who at work in a unit and below was assigned a course, has not finished it or only in a way that has expired, and is
    /// not exempt; of the people at most `limit`.
    /// `notFound` outside the scope.
    public func reminder(
        of course: CourseID, in code: UnitCode, limit: Int, for caller: Caller, at now: Date
    ) async throws -> Reminder {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let place = [
                path.sqlValue, UnitPath.end(of: path).sqlValue, course.rawValue.sqlValue, Day(at: now).number.sqlValue,
            ]
            return Reminder(
                unit: unit, course: course, day: Day(at: now), dues: try transaction.dues(place),
                people: try transaction.addressees(place, limit: limit))
        }
    }
}

extension Transaction {
    /// Those who have not finished, or what they finished has expired, and who are not exempt: from the units to their people to where each stands. Nothing is
    /// assigned to who is not at work.
    private var source: String {
        """
        FROM units CROSS JOIN people CROSS JOIN standings
        WHERE units.path >= $1 AND units.path < $2 AND people.unit = units.code
            AND standings.person = people.id AND standings.course = $3 AND standings.assigned = 1
            AND NOT \(Standing.State.holds(on: "$4"))
            AND NOT \(Exemption.covers(person: "people.id", course: "standings.course", day: "$4"))
        """
    }

    fileprivate func dues(_ place: [Value]) throws -> [Reminder.Due] {
        try rows(
            Statement("SELECT \(Standing.lastDay), COUNT(*) \(source) GROUP BY \(Standing.lastDay)", place)
        ).map { Reminder.Due(day: try $0.optionalDay(0), people: try $0.int(1)) }
    }

    fileprivate func addressees(_ place: [Value], limit: Int) throws -> [Reminder.Addressee] {
        try rows(
            Statement(
                """
                SELECT people.staff_no, people.name, units.name, \(Standing.lastDay), standings.started_day,
                    standings.completed_day
                \(source) ORDER BY people.staff_no LIMIT $5
                """, place + [limit.sqlValue])
        ).map { row in
            Reminder.Addressee(
                staffNumber: try row.code(0), name: try row.text(1), unitName: try row.text(2),
                due: try row.optionalDay(3),
                state: Standing.State(begun: !row.isNull(4), finished: false, expired: !row.isNull(5), exempt: false))
        }
    }
}

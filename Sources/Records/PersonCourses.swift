import FoundationEssentials
import SQL
import Training

extension Records {
    /// A person with a course. `notFound` outside the caller's scope.
    public func personCourse(
        _ number: StaffNumber, _ course: CourseID, for caller: Caller, at now: Date
    ) async throws -> PersonCourse {
        try await database.read { transaction in
            let person = try transaction.person(number, in: caller.scope)
            let standing = try transaction.row(
                Statement(
                    """
                    SELECT units.name, standings.due_day, COALESCE(standings.assigned, 0), standings.completed_at,
                        standings.expires_day, standings.reopens_at
                    FROM people
                    JOIN units ON units.code = people.unit
                    LEFT JOIN standings ON standings.person = people.id AND standings.course = $1
                    WHERE people.id = $2
                    """, with: course.rawValue, person.id.rawValue))
            return PersonCourse(
                person: person, unitName: try standing?.text(0) ?? "", course: course,
                due: try standing?.optionalDay(1),
                holding: try standing.flatMap { try Holding($0, from: 3) },
                completions: try transaction.completions(of: person.id, course),
                assigned: try standing?.bool(2) ?? false,
                tries: try transaction.tries(of: person.id, course, at: now),
                grants: try transaction.grants(to: person.id, course),
                exemptions: try transaction.exemptions(of: person.id, course))
        }
    }
}

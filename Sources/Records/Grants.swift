import FoundationEssentials
import SQL
import Training

extension Records {
    /// Gives a person time or tries beyond the rules of a course's quiz. A try that goes on gets the time too, unless it is
    /// over already.
    ///
    /// `notFound` outside the caller's scope; `forbidden` for oneself.
    public func give(
        _ grant: Grant, to number: StaffNumber, at course: CourseID, by caller: Caller, at now: Date
    ) async throws {
        try await database.write { transaction in
            let person = try transaction.person(number, in: caller.scope)
            guard person.id != caller.person else {
                throw Refusal.forbidden(
                    Bilingual(zh: "不能给自己加时间或次数，请找上一级。", en: "Nobody grants time or tries to themselves."))
            }
            try transaction.lock(person.id)
            try transaction.run(
                Statement(
                    """
                    INSERT INTO grants (person, course, position, minutes, tries, reason, granted_at, granted_by)
                    SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6, $7 FROM grants
                    WHERE person = $1 AND course = $2
                    """, with: person.id.rawValue, course.rawValue, grant.minutes, grant.tries, grant.reason,
                    now.milliseconds, caller.name))
            try transaction.run(
                Statement(
                    """
                    UPDATE attempts SET deadline = deadline + $1
                    WHERE person = $2 AND course = $3 AND submitted_at IS NULL AND deadline >= $4
                    """, with: grant.minutes * 60_000, person.id.rawValue, course.rawValue,
                    now.addingTimeInterval(-Attempt.slack).milliseconds))
        }
    }
}

extension Transaction {
    /// What was granted to a person for a course's quiz, the first one first.
    func grants(to person: PersonID, _ course: CourseID) throws -> [Grant.Given] {
        try rows(
            Statement(
                """
                SELECT minutes, tries, reason, granted_at, granted_by FROM grants
                WHERE person = $1 AND course = $2 ORDER BY position
                """, with: person.rawValue, course.rawValue)
        ).compactMap { row in
            let grant = Grant(minutes: try row.int(0), tries: try row.int(1), reason: try row.text(2))
            return try grant.map { Grant.Given($0, at: Date(milliseconds: try row.int(3)), by: try row.text(4)) }
        }
    }
}

import FoundationEssentials
import SQL
import Training

extension Transaction {
    /// Records the course as finished if everything it asks for is there and it was not recorded before. Returns what is
    /// still missing.
    ///
    /// The record copies what the try that decides came to, and the unit the person belongs to; its certificate is made
    /// with it, since only now is known what the course is called and counts for. It takes effect now; with
    /// `backdated` when the try was handed in or the last lesson read, and in the unit of that day: that only now is told
    /// that the try was passed is no fault of the learner's. When it is recorded stays what it is.
    func completeIfDue(
        _ requirements: Requirements, by person: PersonID, drawing randomness: Randomness, at now: Date,
        backdated: Bool = false
    ) throws -> CourseProgress {
        try lock(person)
        let before = try progress(of: person, in: requirements)
        guard before.completedAt == nil, before.missing.isEmpty,
            let attempt = try tries(of: person, requirements.course).deciding(requirements.counts),
            let result = attempt.result, result.passed == true,
            let present = try self.person(person)?.unit
        else { return before }
        let done = backdated ? try lastDone(requirements, by: person, after: result.submittedAt) : now
        let unit = backdated ? try memberships(of: person).last { $0.from <= Day(at: done) }?.unit : nil
        let completion = Completion(
            person: person, course: requirements.course, at: now, unit: unit ?? present, attempt: attempt.id,
            score: result.score, maxScore: result.maxScore, passMark: attempt.passMark,
            lessons: requirements.lessons, clauses: try taught(requirements, to: person, by: attempt.id), doneAt: done)
        let ledger = Ledger(self, at: now)
        try ledger.note([person])
        let id: Code<Completion> = randomness.id(at: now)
        try insert(completion, id: id)
        try issueCertificate(of: id, award: requirements.award, drawing: randomness, at: now)
        try markCompleted(completion)
        try ledger.settle()
        return try progress(of: person, in: requirements)
    }

    /// How far a person is with what a course asks for.
    func progress(of person: PersonID, in requirements: Requirements) throws -> CourseProgress {
        let read = try rows(
            Statement(
                "SELECT lesson FROM readings WHERE person = $1 AND course = $2",
                with: person.rawValue, requirements.course.rawValue)
        ).map { try $0.code(0) as LessonID }
        let completed = try row(
            Statement(
                "SELECT completed_at FROM standings WHERE person = $1 AND course = $2",
                with: person.rawValue, requirements.course.rawValue)
        )?.optionalInt(0)
        return CourseProgress(
            read: Set(read), missing: requirements.missing(read: Set(read)),
            passed: try tries(of: person, requirements.course).arePassed(requirements.counts),
            completedAt: completed.map(Date.init(milliseconds:)))
    }

    /// When the last of the lessons was read, or the try handed in if that was later.
    private func lastDone(
        _ requirements: Requirements, by person: PersonID, after submittedAt: Date
    ) throws -> Date {
        let lessons = Set(requirements.lessons.map(\.lesson))
        return try rows(
            Statement(
                "SELECT lesson, read_at FROM readings WHERE person = $1 AND course = $2",
                with: person.rawValue, requirements.course.rawValue)
        ).reduce(submittedAt) { latest, row in
            lessons.contains(try row.code(0)) ? max(latest, Date(milliseconds: try row.int(1))) : latest
        }
    }

    private func insert(_ completion: Completion, id: Code<Completion>) throws {
        try run(
            Statement(
                """
                INSERT INTO completions (id, person, course, effective_day, recorded_at, unit, attempt,
                    score, max_score, pass_mark, lessons, clauses, basis)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """, with: id.rawValue, completion.person.rawValue, completion.course.rawValue,
                Day(at: completion.doneAt).number, completion.at.milliseconds, completion.unit.rawValue,
                completion.attempt.rawValue, completion.score.hundredths, completion.maxScore.hundredths,
                completion.passMark, try JSON.text(completion.lessons), try JSON.text(completion.clauses),
                try basis(of: completion, orNew: id.rawValue)))
    }

    private func markCompleted(_ completion: Completion) throws {
        try run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, completed_day, completed_at, score, max_score)
                VALUES ($1, $2, 0, $3, $4, $5, $6)
                ON CONFLICT (person, course) DO UPDATE SET completed_day = excluded.completed_day,
                    completed_at = excluded.completed_at, score = excluded.score, max_score = excluded.max_score
                """, with: completion.person.rawValue, completion.course.rawValue, Day(at: completion.doneAt).number,
                completion.doneAt.milliseconds, completion.score.hundredths, completion.maxScore.hundredths))
    }
}

/// JSON as the records keep it: sorted keys, so that equal values are equal text.
enum JSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Records a lesson as read, and the course as finished if that was the last thing missing. Once is enough, until the
    /// course can be finished once more.
    ///
    /// `notFound` when the lesson is not part of the course.
    public func record(
        readingOf lesson: LessonID, in requirements: Requirements, by person: PersonID, at now: Date
    ) async throws -> CourseProgress {
        guard let version = requirements.lessons.first(where: { $0.lesson == lesson })?.version else {
            throw Refusal.notFound
        }
        let randomness = randomness
        return try await database.write { transaction in
            try transaction.begin(requirements.course, by: person, at: now)
            try transaction.keep(
                readingOf: lesson, in: version, of: requirements.course, teaching: requirements.taught[lesson] ?? [],
                by: person, at: now, now: now)
            return try transaction.completeIfDue(requirements, by: person, drawing: randomness, at: now)
        }
    }

    /// How far a person is with a course. When nothing is missing any more, as after a lesson was taken out of the course,
    /// the course is recorded as finished.
    public func progress(
        of person: PersonID, in requirements: Requirements, at now: Date
    ) async throws -> CourseProgress {
        let progress = try await database.read { try $0.progress(of: person, in: requirements, at: now) }
        let isMet = requirements.rule.needs.areMet(read: progress.missing.isEmpty, passed: progress.passed)
        guard isMet, progress.isOpen else { return progress }
        let randomness = randomness
        return try await database.write { transaction in
            try transaction.completeIfDue(requirements, by: person, drawing: randomness, at: now)
        }
    }
}

/// That a person read a lesson.
struct Reading {
    let at: Date
    /// Where it is kept what that taught; nil from before that was kept.
    let taught: String?
}

extension Transaction {
    /// The lessons of a course that a person read, each as it was read last.
    func readings(of person: PersonID, _ course: CourseID) throws -> [LessonID: Reading] {
        let all = try rows(
            Statement(
                "SELECT lesson, read_at, taught FROM readings WHERE person = $1 AND course = $2",
                with: person.rawValue, course.rawValue)
        ).map { row in
            let reading = Reading(at: Date(milliseconds: try row.int(1)), taught: try row.optionalText(2))
            return (try row.code(0) as LessonID, reading)
        }
        return Dictionary(all) { $0.at > $1.at ? $0 : $1 }
    }

    /// Records a lesson as read at `time`, unless it was read since the course was last opened to be finished.
    func keep(
        readingOf lesson: LessonID, in version: String, of course: CourseID,
        teaching clauses: [Completion.ClauseVersion], by person: PersonID, at time: Date,
        in session: GroupSessionID? = nil, now: Date
    ) throws {
        let last = try readings(of: person, course)[lesson]
        let began = try holding(of: person, course)?.roundBegan(at: now)
        if let last, began.map({ $0 < last.at }) ?? true { return }
        try run(
            Statement(
                """
                INSERT INTO readings (person, course, lesson, version, read_at, taught, group_session)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
                """, with: person.rawValue, course.rawValue, lesson.rawValue, version, time.milliseconds,
                try keep(taught: clauses), session?.rawValue))
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Records a lesson as read, once, and the course as finished if that was the last thing missing.
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
            if try !transaction.hasRead(lesson, of: requirements.course, person) {
                try transaction.run(
                    Statement(
                        """
                        INSERT INTO readings (person, course, lesson, version, read_at, taught)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, course, lesson) DO NOTHING
                        """, with: person.rawValue, requirements.course.rawValue, lesson.rawValue, version,
                        now.milliseconds, try transaction.keep(taught: requirements.taught[lesson] ?? [])))
            }
            return try transaction.completeIfDue(requirements, by: person, drawing: randomness, at: now)
        }
    }

    /// How far a person is with a course. When nothing is missing any more, as after a lesson was taken out of the course,
    /// the course is recorded as finished.
    public func progress(
        of person: PersonID, in requirements: Requirements, at now: Date
    ) async throws -> CourseProgress {
        let progress = try await database.read { try $0.progress(of: person, in: requirements) }
        guard progress.passed, progress.missing.isEmpty, progress.completedAt == nil else { return progress }
        let randomness = randomness
        return try await database.write { transaction in
            try transaction.completeIfDue(requirements, by: person, drawing: randomness, at: now)
        }
    }
}

extension Transaction {
    fileprivate func hasRead(_ lesson: LessonID, of course: CourseID, _ person: PersonID) throws -> Bool {
        try row(
            Statement(
                "SELECT 1 FROM readings WHERE person = $1 AND course = $2 AND lesson = $3", with: person.rawValue,
                course.rawValue, lesson.rawValue)) != nil
    }
}

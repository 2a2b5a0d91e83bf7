import FoundationEssentials
import SQL
import Training

/// One course on a person's own page.
public struct LearningLine: Sendable, Hashable {
    /// The course.
    public let course: CourseID
    /// Whether it is expected of the person.
    public let assigned: Bool
    /// The last day to finish on.
    public let due: Day?
    /// How far the person is.
    public let state: Standing.State
    /// Whether it is past due and not finished.
    public let overdue: Bool
    /// The lessons recorded as read.
    public let read: Set<LessonID>
    /// When it was finished.
    public let completedAt: Date?
    /// A try that goes on.
    public let openAttempt: AttemptID?
    /// Whether a try was passed.
    public let passed: Bool

    /// A line.
    public init(
        course: CourseID, assigned: Bool, due: Day?, state: Standing.State, overdue: Bool, read: Set<LessonID>,
        completedAt: Date?, openAttempt: AttemptID?, passed: Bool
    ) {
        self.course = course
        self.assigned = assigned
        self.due = due
        self.state = state
        self.overdue = overdue
        self.read = read
        self.completedAt = completedAt
        self.openAttempt = openAttempt
        self.passed = passed
    }
}

extension Records {
    /// Every course that is assigned to a person or that they began.
    public func learning(of person: PersonID, at now: Date) async throws -> [LearningLine] {
        try await database.read { transaction in
            let read = Dictionary(
                grouping: try transaction.rows(
                    Statement("SELECT course, lesson FROM readings WHERE person = $1", with: person.rawValue)
                ).map { (course: try $0.code(0) as CourseID, lesson: try $0.code(1) as LessonID) }, by: \.course
            ).mapValues { Set($0.map(\.lesson)) }
            return try transaction.rows(
                Statement(
                    """
                    SELECT standings.course, assigned, due_day, started_day, completed_day, completed_at,
                        (SELECT attempts.id FROM attempts WHERE attempts.person = standings.person
                            AND attempts.course = standings.course AND attempts.medium = 'online'
                            AND attempts.submitted_at IS NULL AND attempts.withdrawn_at IS NULL),
                        EXISTS (SELECT 1 FROM attempts WHERE attempts.person = standings.person
                            AND attempts.course = standings.course AND attempts.passed = 1),
                        \(Exemption.covers(person: "standings.person", course: "standings.course", day: "$1"))
                    FROM standings WHERE standings.person = $2
                        AND (assigned = 1 OR started_day IS NOT NULL OR completed_day IS NOT NULL)
                    ORDER BY standings.course
                    """, with: Day(at: now).number, person.rawValue)
            ).map { row in
                let course: CourseID = try row.code(0)
                let due = try row.optionalDay(2)
                let state = Standing.State(
                    begun: !row.isNull(3), finished: !row.isNull(4), exempt: try row.bool(8))
                return LearningLine(
                    course: course, assigned: try row.bool(1), due: due, state: state,
                    overdue: state.canBeOverdue && due.map { $0 < Day(at: now) } ?? false,
                    read: read[course] ?? [], completedAt: try row.optionalInt(5).map(Date.init(milliseconds:)),
                    openAttempt: try row.optionalCode(6), passed: try row.bool(7))
            }
        }
    }
}

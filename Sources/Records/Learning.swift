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
    /// The lessons recorded as read; where it is open to be finished once more, since then.
    public let read: Set<LessonID>
    /// What there is of it from before, held or expired; nil until it was finished once.
    public let holding: Holding?
    /// A try that goes on.
    public let openAttempt: AttemptID?
    /// Whether a try was passed; where it is open to be finished once more, since then.
    public let passed: Bool

    /// When it was finished; nil until then, and once that holds no more.
    public var completedAt: Date? { state == .completed ? holding?.doneAt : nil }

    /// Whether it holds and can be renewed on the day on which this is told.
    public func isRenewable(on day: Day) -> Bool { state == .completed && holding?.isOpen(at: day.start) == true }

    /// A line.
    public init(
        course: CourseID, assigned: Bool, due: Day?, state: Standing.State, overdue: Bool, read: Set<LessonID>,
        holding: Holding?, openAttempt: AttemptID?, passed: Bool
    ) {
        self.course = course
        self.assigned = assigned
        self.due = due
        self.state = state
        self.overdue = overdue
        self.read = read
        self.holding = holding
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
                    Statement("SELECT course, lesson, read_at FROM readings WHERE person = $1", with: person.rawValue)
                ).map { (course: try $0.code(0) as CourseID, lesson: try $0.code(1) as LessonID, at: try $0.int(2)) },
                by: \.course)
            return try transaction.rows(
                Statement(
                    """
                    SELECT standings.course, assigned, due_day, started_day, completed_at, expires_day, reopens_at,
                        (SELECT attempts.id FROM attempts WHERE attempts.person = standings.person
                            AND attempts.course = standings.course AND attempts.medium = 'online'
                            AND attempts.submitted_at IS NULL AND attempts.withdrawn_at IS NULL),
                        (SELECT MAX(attempts.started_at) FROM attempts WHERE attempts.person = standings.person
                            AND attempts.course = standings.course AND attempts.passed = 1),
                        \(Exemption.covers(person: "standings.person", course: "standings.course", day: "$1"))
                    FROM standings WHERE standings.person = $2
                        AND (assigned = 1 OR started_day IS NOT NULL OR completed_day IS NOT NULL)
                    ORDER BY standings.course
                    """, with: Day(at: now).number, person.rawValue)
            ).map { row in
                let course: CourseID = try row.code(0)
                let due = try row.optionalDay(2)
                let holding = try Holding(row, from: 4)
                let state = Standing.State(
                    begun: !row.isNull(3), holding, exempt: try row.bool(9), on: Day(at: now))
                let began = holding?.roundBegan(at: now)?.milliseconds ?? .min
                let lessons = read[course, default: []].filter { began < $0.at }.map(\.lesson)
                return LearningLine(
                    course: course, assigned: try row.bool(1), due: due, state: state,
                    overdue: state.canBeOverdue && due.map { $0 < Day(at: now) } ?? false,
                    read: Set(lessons), holding: holding, openAttempt: try row.optionalCode(7),
                    passed: try row.optionalInt(8).map { began < $0 } ?? false)
            }
        }
    }
}

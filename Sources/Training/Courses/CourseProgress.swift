import FoundationEssentials

/// How far one person is with one course.
public struct CourseProgress: Sendable, Hashable {
    /// The lessons recorded as read; some may no longer be part of the course.
    public let read: Set<LessonID>
    /// The lessons still to be read, in order.
    public let missing: [LessonID]
    /// Whether a try at the quiz was passed.
    public let passed: Bool
    /// When the course was recorded as finished, nil until then.
    public let completedAt: Date?

    /// Progress.
    public init(read: Set<LessonID>, missing: [LessonID], passed: Bool, completedAt: Date?) {
        self.read = read
        self.missing = missing
        self.passed = passed
        self.completedAt = completedAt
    }
}

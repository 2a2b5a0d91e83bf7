import FoundationEssentials

/// How far one person is with one course: on the way to finishing it, or to finishing it once more while that is open.
public struct CourseProgress: Sendable, Hashable {
    /// The lessons recorded as read; some may no longer be part of the course.
    public let read: Set<LessonID>
    /// The lessons still to be read, in order.
    public let missing: [LessonID]
    /// Whether a try at the quiz was passed.
    public let passed: Bool
    /// What there is of it from before, held or expired; nil until it was finished once.
    public let holding: Holding?
    /// When it was told.
    public let at: Date

    /// Progress.
    public init(read: Set<LessonID>, missing: [LessonID], passed: Bool, holding: Holding? = nil, at: Date) {
        self.read = read
        self.missing = missing
        self.passed = passed
        self.holding = holding
        self.at = at
    }

    /// When the course was finished; nil until then, and once that holds no more.
    public var completedAt: Date? { holding.flatMap { $0.holds(on: Day(at: at)) ? $0.doneAt : nil } }

    /// The last day on which it held; nil while it does or never did.
    public var expired: Day? { completedAt == nil ? holding?.last : nil }

    /// Whether what is done now counts: before it was finished, in its last days and when it is over.
    public var isOpen: Bool { holding?.isOpen(at: at) ?? true }

    /// Whether it holds and can be renewed.
    public var isRenewable: Bool { completedAt != nil && isOpen }
}

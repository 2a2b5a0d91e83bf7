import FoundationEssentials

/// A text that waits for its mark.
public struct MarkingTask: Sendable, Hashable {
    /// The try it belongs to.
    public let attempt: AttemptID
    /// Its place in the paper.
    public let slot: Int
    /// The course.
    public let course: CourseID
    /// Who wrote it, by name.
    public let name: String
    /// Their unit's name.
    public let unitName: String
    /// When the try was handed in.
    public let submittedAt: Date
    /// What was asked.
    public let question: Question
    /// What was written.
    public let text: String

    /// A task.
    public init(
        attempt: AttemptID, slot: Int, course: CourseID, name: String, unitName: String, submittedAt: Date,
        question: Question, text: String
    ) {
        self.attempt = attempt
        self.slot = slot
        self.course = course
        self.name = name
        self.unitName = unitName
        self.submittedAt = submittedAt
        self.question = question
        self.text = text
    }
}

import FoundationEssentials

/// What an answer that came in led to: what the page shows as saved.
public struct AnswerReceipt: Sendable, Hashable {
    /// Whether the answer that came in is what is kept.
    public let saved: Bool
    /// What is kept.
    public let answer: Answer
    /// How many questions have an answer.
    public let answered: Int
    /// How many questions there are.
    public let of: Int
    /// Where the story stands now, of a scenario.
    public let walk: Scenario.Walk?

    /// The receipt for an answer that `attempt` keeps.
    public init(_ answer: Answer, in attempt: Attempt, saved: Bool) {
        self.saved = saved
        self.answer = answer
        answered = attempt.answered
        of = attempt.paper.slots.count
        walk = attempt.paper.slots.first { $0.number == answer.slot }.flatMap(attempt.walk)
    }
}

/// What handing a try in led to.
public struct SubmissionReceipt: Sendable, Hashable {
    /// The score.
    public let result: Attempt.Result
    /// Lessons that must still be read before the course is finished, in order.
    public let missing: [LessonID]
    /// Whether the course is finished now.
    public let completed: Bool

    /// A receipt.
    public init(result: Attempt.Result, missing: [LessonID], completed: Bool) {
        self.result = result
        self.missing = missing
        self.completed = completed
    }
}

/// One line of a person's tries at a quiz.
public struct AttemptSummary: Sendable, Hashable {
    /// The try.
    public let id: AttemptID
    /// First try 1, second try 2 …
    public let number: Int
    /// When it began.
    public let startedAt: Date
    /// What it came to, nil while it goes on.
    public let result: Attempt.Result?
    /// Where it was answered.
    public let medium: Attempt.Medium

    /// A line.
    public init(
        id: AttemptID, number: Int, startedAt: Date, result: Attempt.Result?, medium: Attempt.Medium = .online
    ) {
        self.id = id
        self.number = number
        self.startedAt = startedAt
        self.result = result
        self.medium = medium
    }
}

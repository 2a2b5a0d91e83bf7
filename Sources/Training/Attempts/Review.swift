import FoundationEssentials

/// What an answer that came in led to: what the page shows as saved.
public struct AnswerReceipt: Sendable, Hashable {
    /// Whether the answer that came in is what counts.
    public let saved: Bool
    /// Whether it came too late and is kept as evidence only.
    public let late: Bool
    /// What is kept.
    public let answer: Answer
    /// How many questions have an answer.
    public let answered: Int
    /// How many questions there are.
    public let of: Int
    /// Until when the try may be answered.
    public let deadline: Date?
    /// Where the story stands now, of a scenario.
    public let walk: Scenario.Walk?

    /// The receipt for an answer that `attempt` keeps.
    public init(_ answer: Answer, in attempt: Attempt, saved: Bool, late: Bool = false) {
        self.saved = saved
        self.late = late
        self.answer = answer
        deadline = attempt.deadline
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
    /// How the answers came in.
    public let delivery: Delivery

    /// A receipt.
    public init(result: Attempt.Result, missing: [LessonID], completed: Bool, delivery: Delivery) {
        self.result = result
        self.missing = missing
        self.completed = completed
        self.delivery = delivery
    }
}

/// A try as it may be looked back on.
public struct AttemptReview: Sendable {
    /// The try.
    public let attempt: Attempt
    /// Whether whoever asked may see marks of questions, keys and reasons.
    public let showsKeys: Bool
    /// All tries of its owner at the quiz.
    public let tries: Tries

    /// A review.
    public init(_ attempt: Attempt, showsKeys: Bool, tries: Tries) {
        self.attempt = attempt
        self.showsKeys = showsKeys
        self.tries = tries
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
    /// Percent of the full score needed to pass it.
    public let passMark: Int
    /// What it came to, nil while it goes on.
    public let result: Attempt.Result?
    /// Where it was answered.
    public let medium: Attempt.Medium

    /// A line.
    public init(
        id: AttemptID, number: Int, startedAt: Date, passMark: Int, result: Attempt.Result?,
        medium: Attempt.Medium = .online
    ) {
        self.id = id
        self.number = number
        self.startedAt = startedAt
        self.passMark = passMark
        self.result = result
        self.medium = medium
    }
}

import FoundationEssentials

/// One try at a course's quiz, with the paper and the question texts it began with.
public struct Attempt: Sendable {
    /// Its id.
    public let id: AttemptID
    /// Whose it is.
    public let person: PersonID
    /// The course whose quiz it is.
    public let course: CourseID
    /// First try 1, second try 2 …
    public let number: Int
    /// When it began.
    public let startedAt: Date
    /// What is asked.
    public let paper: Paper
    /// The quiz's rules as they were at the start.
    public let rules: Quiz.Rules
    /// Until when it may be answered; nil for as long as one likes.
    public let deadline: Date?
    /// The questions by version, as they were at the start.
    public private(set) var questions: [String: Question]
    /// The answers so far, by slot.
    public private(set) var answers: [Int: Answer]
    /// Answers that came too late and that nobody has decided about, the newest of each slot.
    public let late: [Int: Answer]
    /// The marks given when the try was handed in, and by people since, by slot; empty until then.
    public let marks: [Int: Mark]
    /// Set once the try is handed in.
    public let result: Result?
    /// Set when it is answered on paper.
    public let onPaper: OnPaper?

    /// An attempt as the records know it.
    public init(
        id: AttemptID, person: PersonID, course: CourseID, number: Int, startedAt: Date, paper: Paper,
        rules: Quiz.Rules, deadline: Date? = nil, questions: [String: Question], answers: [Int: Answer],
        late: [Int: Answer] = [:], marks: [Int: Mark] = [:], result: Result?, onPaper: OnPaper? = nil
    ) {
        self.id = id
        self.person = person
        self.course = course
        self.number = number
        self.startedAt = startedAt
        self.paper = paper
        self.rules = rules
        self.deadline = deadline
        self.questions = questions
        self.answers = answers
        self.late = late
        self.marks = marks
        self.result = result
        self.onPaper = onPaper
    }

    /// The same try with an answer that it took.
    public func with(_ answer: Answer) -> Attempt {
        var attempt = self
        attempt.answers[answer.slot] = answer
        return attempt
    }

    /// The same try, its questions with the corrected keys: they ask the same, so that only the key and what is said about
    /// it are others.
    public func showing(_ corrected: CorrectedAttempt) -> Attempt {
        var attempt = self
        for slot in paper.slots {
            if let question = corrected.slots[slot.number]?.question { attempt.questions[slot.version] = question }
        }
        return attempt
    }

    /// How far a try is.
    public enum State: String, Sendable, Codable {
        case inProgress = "in_progress"
        /// Handed in, and a person has yet to mark some of it.
        case awaitingMarking = "awaiting_marking"
        case finished
        /// Closed at its deadline with what was saved, and marked.
        case expired
    }

    /// How far this try is.
    public var state: State {
        result?.state ?? .inProgress
    }

    /// What a handed-in try came to.
    public struct Result: Sendable, Hashable {
        /// When it was handed in, or was closed.
        public let submittedAt: Date
        /// What was earned.
        public let score: Marks
        /// What could be earned.
        public let maxScore: Marks
        /// How many questions had an answer.
        public let received: Int
        /// Whether the pass mark was reached; nil while some of it waits to be marked.
        public let passed: Bool?
        /// Whether time closed it, not the learner.
        public let isExpired: Bool

        /// A result.
        public init(
            submittedAt: Date, score: Marks, maxScore: Marks, received: Int, passed: Bool?, isExpired: Bool = false
        ) {
            self.submittedAt = submittedAt
            self.score = score
            self.maxScore = maxScore
            self.received = received
            self.passed = passed
            self.isExpired = isExpired
        }

        /// How far a try with this result is.
        public var state: State {
            if passed == nil { return .awaitingMarking }
            return isExpired ? .expired : .finished
        }
    }
}

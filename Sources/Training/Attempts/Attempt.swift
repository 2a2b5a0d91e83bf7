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
    /// Percent of the full score needed to pass, as it was at the start.
    public let passMark: Int
    /// The questions by version, as they were at the start.
    public let questions: [String: Question]
    /// The answers so far, by slot.
    public let answers: [Int: Answer]
    /// Set once the try is handed in.
    public let result: Result?

    /// An attempt as the records know it.
    public init(
        id: AttemptID, person: PersonID, course: CourseID, number: Int, startedAt: Date, paper: Paper, passMark: Int,
        questions: [String: Question], answers: [Int: Answer], result: Result?
    ) {
        self.id = id
        self.person = person
        self.course = course
        self.number = number
        self.startedAt = startedAt
        self.paper = paper
        self.passMark = passMark
        self.questions = questions
        self.answers = answers
        self.result = result
    }

    /// How far a try is.
    public enum State: String, Sendable, Codable {
        case inProgress = "in_progress"
        case finished
    }

    /// How far this try is.
    public var state: State { result == nil ? .inProgress : .finished }

    /// What a handed-in try came to.
    public struct Result: Sendable, Hashable {
        /// When it was handed in.
        public let submittedAt: Date
        /// What was earned.
        public let score: Marks
        /// What could be earned.
        public let maxScore: Marks
        /// How many questions had an answer.
        public let received: Int
        /// Whether the pass mark was reached.
        public let passed: Bool

        /// A result.
        public init(submittedAt: Date, score: Marks, maxScore: Marks, received: Int, passed: Bool) {
            self.submittedAt = submittedAt
            self.score = score
            self.maxScore = maxScore
            self.received = received
            self.passed = passed
        }
    }
}

// MARK: - Rules

/// Why an attempt refuses something.
public enum AttemptRefusal: Error, Sendable, Hashable {
    /// The try is somebody else's; told like one that does not exist.
    case notYours
    /// It was handed in.
    case alreadySubmitted
    /// The paper has no such slot.
    case noSuchSlot(Int)
    /// The response is not of the question's form, or names an option that is not there.
    case doesNotFit(slot: Int, Question.Kind)
}

/// What becomes of an answer that came in.
public enum Acceptance: Sendable, Hashable {
    /// It is newer than what was kept and takes its place.
    case saved(Answer)
    /// Something at least as new was kept already, and stays.
    case kept(Answer)
}

extension Attempt {
    /// Decides about an answer of `person` that came in at `now`. The highest `seq` holds, so the order of arrival does
    /// not matter and the same answer twice changes nothing.
    public func accept(
        _ response: Response, slot number: Int, seq: Int, by person: PersonID, at now: Date
    ) throws(AttemptRefusal) -> Acceptance {
        let answer = try validated(response, slot: number, by: person)
        guard result == nil else { throw .alreadySubmitted }
        if let kept = answers[number], kept.seq >= seq { return .kept(kept) }
        return .saved(Answer(slot: number, response: answer, seq: seq, savedAt: now))
    }

    /// Hands the try in: every slot is graded on the text it was asked with.
    public func submitted(by person: PersonID, at now: Date) throws(AttemptRefusal) -> Result {
        guard person == self.person else { throw .notYours }
        if let result { return result }
        let score = paper.slots.reduce(Marks.zero) { $0 + mark($1).earned }
        let full = Marks(hundredths: paper.slots.count * Marks.one.hundredths)
        return Result(
            submittedAt: now, score: score, maxScore: full, received: answered,
            passed: score.hundredths * 100 >= passMark * full.hundredths)
    }

    /// How many questions have an answer.
    public var answered: Int { answers.values.count { !$0.response.isEmpty } }

    /// The mark of a slot's present answer.
    public func mark(_ slot: Paper.Slot) -> Mark {
        let chosen = answers[slot.number].flatMap { slot.keys(of: $0.response) }
        return questions[slot.version]?.grade(chosen)
            ?? Mark(earned: .zero, missed: [], wrong: [], answered: chosen?.isEmpty == false)
    }

    private func validated(
        _ response: Response, slot number: Int, by person: PersonID
    ) throws(AttemptRefusal) -> Response {
        guard person == self.person else { throw .notYours }
        guard let slot = paper.slots.first(where: { $0.number == number }), let question = questions[slot.version]
        else { throw .noSuchSlot(number) }
        let fits =
            switch (question.kind, response) {
            case (.single, .choice), (.trueFalse, .choice), (.multiple, .choices): true
            default: false
            }
        guard fits, slot.keys(of: response) != nil else { throw .doesNotFit(slot: number, question.kind) }
        return response
    }
}

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
    public private(set) var questions: [String: Question]
    /// The answers so far, by slot.
    public private(set) var answers: [Int: Answer]
    /// The marks given when the try was handed in, and by people since, by slot; empty until then.
    public let marks: [Int: Mark]
    /// Set once the try is handed in.
    public let result: Result?

    /// An attempt as the records know it.
    public init(
        id: AttemptID, person: PersonID, course: CourseID, number: Int, startedAt: Date, paper: Paper, passMark: Int,
        questions: [String: Question], answers: [Int: Answer], marks: [Int: Mark] = [:], result: Result?
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
        self.marks = marks
        self.result = result
    }

    /// How far a try is.
    public enum State: String, Sendable, Codable {
        case inProgress = "in_progress"
        /// Handed in, and a person has yet to mark some of it.
        case awaitingMarking = "awaiting_marking"
        case finished
    }

    /// How far this try is.
    public var state: State {
        guard let result else { return .inProgress }
        return result.passed == nil ? .awaitingMarking : .finished
    }

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
        /// Whether the pass mark was reached; nil while some of it waits to be marked.
        public let passed: Bool?

        /// A result.
        public init(submittedAt: Date, score: Marks, maxScore: Marks, received: Int, passed: Bool?) {
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
    /// A decision of a scenario that is not the next one; where the story stands.
    case anotherStep(slot: Int, Scenario.Walk)
    /// The response is not of the question's form, or names an option that is not there.
    case doesNotFit(slot: Int, Question.Kind)
}

/// What becomes of an answer that came in.
public enum Acceptance: Sendable, Hashable {
    /// It is newer than what was kept and takes its place.
    case saved(Answer)
    /// Something at least as new was kept already, and stays; whether it says the same.
    case kept(Answer, same: Bool)
}

extension Attempt {
    /// Decides about an answer of `person` that came in at `now`. The highest `seq` holds, so the order of arrival does
    /// not matter and the same answer twice changes nothing.
    public func accept(
        _ response: Response, slot number: Int, seq: Int, by person: PersonID, at now: Date
    ) throws(AttemptRefusal) -> Acceptance {
        let (response, question) = try validated(response, slot: number, by: person)
        guard result == nil else { throw .alreadySubmitted }
        if case .scenario(let scenario) = question.interaction, case .text(let letter) = response {
            return try decide(letter, in: scenario, slot: number, step: seq, at: now)
        }
        if let kept = answers[number], kept.seq >= seq { return .kept(kept, same: kept.response == response) }
        return .saved(Answer(slot: number, response: response, seq: seq, savedAt: now))
    }

    /// In a scenario `seq` is the number of a decision: the next one is taken, one that was taken stays.
    private func decide(
        _ letter: String, in scenario: Scenario, slot: Int, step: Int, at now: Date
    ) throws(AttemptRefusal) -> Acceptance {
        let kept = answers[slot]
        guard let walk = scenario.walk(kept?.response.letters ?? []) else { throw .doesNotFit(slot: slot, .scenario) }
        if let kept, walk.letters.indices.contains(step - 1), walk.letters[step - 1] == letter {
            return .kept(kept, same: true)
        }
        guard step == walk.steps.count + 1, !walk.isOver else { throw .anotherStep(slot: slot, walk) }
        let letters = walk.letters + [letter]
        guard scenario.walk(letters)?.letters == letters else { throw .doesNotFit(slot: slot, .scenario) }
        return .saved(Answer(slot: slot, response: .list(letters), seq: step, savedAt: now))
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

    /// Hands the try in: every slot is graded on the text it was asked with.
    ///
    /// A try that was handed in before keeps its marks; its result is worked out from them anew, since a person may have
    /// marked some of it meanwhile.
    public func submitted(by person: PersonID, at now: Date) throws(AttemptRefusal) -> (
        marks: [Int: Mark], result: Result
    ) {
        guard person == self.person else { throw .notYours }
        guard let result else {
            let marks = Dictionary(uniqueKeysWithValues: paper.slots.map { ($0.number, mark($0)) })
            return (marks, self.result(of: marks, at: now))
        }
        return (marks, result)
    }

    /// What the marks come to. Whether the try is passed is known when no mark is awaited, or when those awaited cannot
    /// change it.
    public func result(of marks: [Int: Mark], at submittedAt: Date) -> Result {
        let score = marks.values.reduce(Marks.zero) { $0 + $1.earned }
        let full = Marks(hundredths: paper.slots.count * Marks.one.hundredths)
        let awaited = marks.values.count { $0.state == .awaiting } * Marks.one.hundredths
        func passes(_ score: Int) -> Bool { score * 100 >= passMark * full.hundredths }
        let passed = passes(score.hundredths)
        return Result(
            submittedAt: submittedAt, score: score, maxScore: full, received: answered,
            passed: awaited == 0 || passed == passes(score.hundredths + awaited) ? passed : nil)
    }

    /// How many questions have an answer.
    public var answered: Int { paper.slots.count(where: isAnswered) }

    /// Whether a slot has an answer; of a scenario, whether it came to an ending.
    public func isAnswered(_ slot: Paper.Slot) -> Bool {
        guard let answer = answers[slot.number], !answer.response.isEmpty else { return false }
        return walk(slot)?.isOver ?? true
    }

    /// How far the story of a slot has come; nil unless a scenario is asked there.
    public func walk(_ slot: Paper.Slot) -> Scenario.Walk? {
        guard case .scenario(let scenario) = questions[slot.version]?.interaction else { return nil }
        return scenario.walk(answers[slot.number]?.response.letters ?? [])
    }

    /// The mark of a slot: the one given, else what the present answer would earn.
    public func mark(_ slot: Paper.Slot) -> Mark {
        if let given = marks[slot.number] { return given }
        guard let question = questions[slot.version] else { return .unanswered(findings: []) }
        return slot.mark(answers[slot.number]?.response, to: question)
    }

    private func validated(
        _ response: Response, slot number: Int, by person: PersonID
    ) throws(AttemptRefusal) -> (Response, Question) {
        guard person == self.person else { throw .notYours }
        guard let slot = paper.slots.first(where: { $0.number == number }), let question = questions[slot.version]
        else { throw .noSuchSlot(number) }
        guard let normalized = slot.normalized(response, to: question) else {
            throw .doesNotFit(slot: number, question.kind)
        }
        return (normalized, question)
    }
}

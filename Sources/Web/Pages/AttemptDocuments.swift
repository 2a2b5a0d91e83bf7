import FoundationEssentials
import Training

/// A paper as programs and the page's script see it: nothing that tells what is right.
struct AttemptDocument: Encodable {
    let id: AttemptID
    let course: CourseID
    let state: Attempt.State
    let deadline: Date?
    let now: Date
    let questions: [QuestionDocument]

    init(_ attempt: Attempt, _ now: Date) {
        id = attempt.id
        course = attempt.course
        state = attempt.state
        deadline = nil
        self.now = now
        questions = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map { QuestionDocument($0, slot, attempt.answers[slot.number]) }
        }
    }

    // Written by hand, since `deadline` and `response` are part of the document also when they are null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(course, forKey: .course)
        try container.encode(state, forKey: .state)
        try container.encode(deadline, forKey: .deadline)
        try container.encode(now, forKey: .now)
        try container.encode(questions, forKey: .questions)
    }

    private enum CodingKeys: String, CodingKey { case id, course, state, deadline, now, questions }
}

/// One question of a paper.
struct QuestionDocument: Encodable {
    let slot: Int
    let type: Question.Kind
    let stem: String
    let image: String?
    let options: [OptionDocument]
    let response: Response?
    let seq: Int

    /// An option by the letter of its place.
    struct OptionDocument: Encodable {
        let key: String
        let text: String
    }

    init(_ question: Question, _ slot: Paper.Slot, _ answer: Answer?) {
        self.slot = slot.number
        type = question.kind
        stem = question.stem
        image = question.image.map { Paths.media($0.hash) }
        options = question.shown(slot).map { OptionDocument(key: $0.letter, text: $0.option.text) }
        response = answer?.response
        seq = answer?.seq ?? 0
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(slot, forKey: .slot)
        try container.encode(type, forKey: .type)
        try container.encode(stem, forKey: .stem)
        try container.encodeIfPresent(image, forKey: .image)
        try container.encode(options, forKey: .options)
        try container.encode(response, forKey: .response)
        try container.encode(seq, forKey: .seq)
    }

    private enum CodingKeys: String, CodingKey { case slot, type, stem, image, options, response, seq }
}

extension Question {
    /// The options in the order of a slot, each with the letter of its place.
    func shown(_ slot: Paper.Slot) -> [(letter: String, option: Option)] {
        zip(Paper.letters, slot.order).compactMap { letter, key in
            options.first { $0.key == key }.map { (letter, $0) }
        }
    }
}

/// One answer as it is sent.
struct AnswerDocument: Decodable {
    let response: Response
    let seq: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        response = try container.decode(Response.self, forKey: .response)
        seq = try container.decode(Int.self, forKey: .seq)
        guard (1...1_000_000_000).contains(seq) else {
            throw DecodingError.dataCorruptedError(forKey: .seq, in: container, debugDescription: "out of range")
        }
    }

    private enum CodingKeys: String, CodingKey { case response, seq }
}

/// Several answers as they are sent.
struct AnswersDocument: Decodable {
    let answers: [SlotAnswer]

    /// One of several answers.
    struct SlotAnswer: Decodable {
        let slot: Int
        let response: Response
        let seq: Int

        init(from decoder: any Decoder) throws {
            slot = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .slot)
            let answer = try AnswerDocument(from: decoder)
            response = answer.response
            seq = answer.seq
        }

        private enum CodingKeys: String, CodingKey { case slot }
    }
}

/// What became of an answer.
struct ReceiptDocument: Encodable {
    let saved: Bool
    let seq: Int
    let response: Response
    let answered: Int
    let of: Int
    let deadline: Date?
    let now: Date

    init(_ receipt: AnswerReceipt, at now: Date) {
        saved = receipt.saved
        seq = receipt.answer.seq
        response = receipt.answer.response
        answered = receipt.answered
        of = receipt.of
        deadline = nil
        self.now = now
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(saved, forKey: .saved)
        try container.encode(seq, forKey: .seq)
        try container.encode(response, forKey: .response)
        try container.encode(answered, forKey: .answered)
        try container.encode(of, forKey: .of)
        try container.encode(deadline, forKey: .deadline)
        try container.encode(now, forKey: .now)
    }

    private enum CodingKeys: String, CodingKey { case saved, seq, response, answered, of, deadline, now }
}

/// What became of one of several answers.
struct SlotReceiptDocument: Encodable {
    let slot: Int
    let receipt: ReceiptDocument?
    let refused: String?

    init(_ slot: Int, _ receipt: ReceiptDocument) {
        self.slot = slot
        self.receipt = receipt
        refused = nil
    }

    init(_ slot: Int, refused: String) {
        self.slot = slot
        receipt = nil
        self.refused = refused
    }

    func encode(to encoder: any Encoder) throws {
        try receipt?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(slot, forKey: .slot)
        if let refused {
            try container.encode(false, forKey: .saved)
            try container.encode(refused, forKey: .detail)
        }
    }

    private enum CodingKeys: String, CodingKey { case slot, saved, detail }
}

/// What handing in came to.
struct SubmissionDocument: Encodable {
    let id: AttemptID
    let state = Attempt.State.finished
    let score: Double
    let max_score: Double
    let passed: Bool
    let received: Int
    let of: Int
    let missing_lessons: [LessonID]
    let completed: Bool

    init(_ receipt: SubmissionReceipt, of id: AttemptID) {
        self.id = id
        score = receipt.result.score.decimal
        max_score = receipt.result.maxScore.decimal
        passed = receipt.result.passed
        received = receipt.result.received
        of = receipt.result.maxScore.hundredths / Marks.one.hundredths
        missing_lessons = receipt.missing
        completed = receipt.completed
    }
}

extension Marks {
    /// For the wire, which has no other numbers; never calculated with.
    var decimal: Double { Double(hundredths) / 100 }
}

/// A try that was handed in, with everything one can learn from it.
struct ReviewDocument: Encodable {
    let id: AttemptID
    let course: CourseID
    let score: Double
    let max_score: Double
    let passed: Bool
    let received: Int
    let submitted_at: Date
    let questions: [ReviewedQuestion]

    /// A question with its key and reasons.
    struct ReviewedQuestion: Encodable {
        let slot: Int
        let type: Question.Kind
        let stem: String
        let response: Response?
        let score: Double
        let options: [ReviewedOption]
        let explanation: String
        let clauses: [ClauseID]
    }

    /// An option with what is to be said of it.
    struct ReviewedOption: Encodable {
        let key: String
        let text: String
        let right: Bool
        let reason: String
    }

    init(_ attempt: Attempt, _ result: Attempt.Result) {
        id = attempt.id
        course = attempt.course
        score = result.score.decimal
        max_score = result.maxScore.decimal
        passed = result.passed
        received = result.received
        submitted_at = result.submittedAt
        questions = attempt.paper.slots.compactMap { slot in
            guard let question = attempt.questions[slot.version] else { return nil }
            return ReviewedQuestion(
                slot: slot.number, type: question.kind, stem: question.stem,
                response: attempt.answers[slot.number]?.response, score: attempt.mark(slot).earned.decimal,
                options: question.shown(slot).map { letter, option in
                    ReviewedOption(
                        key: letter, text: option.text, right: question.key.contains(option.key), reason: option.reason)
                }, explanation: question.explanation, clauses: question.clauses)
        }
    }
}

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

    init(_ attempt: Attempt, _ now: Date, _ words: Words) {
        id = attempt.id
        course = attempt.course
        state = attempt.state
        deadline = attempt.deadline
        self.now = now
        questions = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map {
                QuestionDocument(
                    $0, slot, attempt.answers[slot.number], attempt.walk(slot),
                    review: attempt.showsKey(of: slot)
                        ? ReviewedQuestion(attempt, slot, showsKey: true, words) : nil)
            }
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
    let parts: ShownParts
    let walk: WalkDocument?
    let response: Response?
    let seq: Int
    /// The key with its reasons, once the answer is locked; nil before.
    let review: ReviewedQuestion?

    init(
        _ question: Question, _ slot: Paper.Slot, _ answer: Answer?, _ walk: Scenario.Walk?, review: ReviewedQuestion?
    ) {
        self.review = review
        self.slot = slot.number
        type = question.kind
        stem = question.stem
        image = question.image.map { Paths.media($0.hash) }
        parts = ShownParts(question.interaction, slot)
        self.walk = walk.map(WalkDocument.init)
        response = answer?.response
        seq = answer?.seq ?? 0
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(slot, forKey: .slot)
        try container.encode(type, forKey: .type)
        try container.encode(stem, forKey: .stem)
        try container.encodeIfPresent(image, forKey: .image)
        try container.encode(response, forKey: .response)
        try container.encode(seq, forKey: .seq)
        try container.encodeIfPresent(review, forKey: .review)
        try parts.encode(to: encoder)
        try walk?.encode(to: encoder)
    }

    private enum CodingKeys: String, CodingKey { case slot, type, stem, image, response, seq, review }
}

/// What a learner sees of a question beside its stem: never anything of its key.
struct ShownParts: Encodable {
    /// Options or steps by the letter of their place.
    var options: [Part] = []
    /// Prompts by their number.
    var prompts: [Part]?
    /// What stands before each blank.
    var blanks: [String]?
    /// The fields of a draft notice.
    var fields: [Field]?
    /// Where the draft is to hang.
    var place: PublicationCheck.Place?

    /// A part by the name that responses use.
    struct Part: Encodable, Sendable {
        let key: String
        let text: String
    }

    /// A field of a draft notice.
    struct Field: Encodable, Sendable {
        let key: String
        let label: String
        let value: String
    }

    /// Nothing to answer.
    init() {}

    init(_ interaction: Question.Interaction, _ slot: Paper.Slot) {
        switch interaction {
        case .choice(let choice): options = slot.shown(choice.options.map { ($0.key, $0.text) })
        case .ordering(let ordering): options = slot.shown(ordering.steps.map { ($0.key, $0.text) })
        case .matching(let matching):
            options = slot.shown(matching.options.map { ($0.key, $0.text) })
            prompts = matching.prompts.enumerated().map { Part(key: "\($0.offset + 1)", text: $0.element.text) }
        case .fillIn(let fillIn): blanks = fillIn.blanks.map(\.label)
        case .shortText, .scenario: break
        case .publicationCheck(let check):
            fields = check.fields.map { Field(key: $0.key, label: $0.label, value: $0.value) }
            place = check.place
        }
    }
}

extension Paper.Slot {
    /// Parts in the order of this slot, each by the letter of its place.
    func shown(_ parts: [(key: String, text: String)]) -> [ShownParts.Part] {
        zip(Paper.letters, order).compactMap { letter, key in
            parts.first { $0.key == key }.map { ShownParts.Part(key: letter, text: $0.text) }
        }
    }
}

/// One answer as it is sent.
struct AnswerDocument: Decodable {
    let response: Response
    let seq: Int
    /// Whether sending it failed before; left out, it did not.
    let recovered: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        response = try container.decode(Response.self, forKey: .response)
        seq = try container.decode(Int.self, forKey: .seq)
        guard (1...1_000_000_000).contains(seq) else {
            throw DecodingError.dataCorruptedError(forKey: .seq, in: container, debugDescription: "out of range")
        }
        recovered = try container.decodeIfPresent(Bool.self, forKey: .recovered) ?? false
    }

    private enum CodingKeys: String, CodingKey { case response, seq, recovered }
}

/// Several answers as they are sent.
struct AnswersDocument: Decodable {
    let answers: [SlotAnswer]

    /// One of several answers.
    struct SlotAnswer: Decodable {
        let slot: Int
        let response: Response
        let seq: Int
        let recovered: Bool

        init(from decoder: any Decoder) throws {
            slot = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .slot)
            let answer = try AnswerDocument(from: decoder)
            response = answer.response
            seq = answer.seq
            recovered = answer.recovered
        }

        private enum CodingKeys: String, CodingKey { case slot }
    }
}

/// What became of an answer.
struct ReceiptDocument: Encodable {
    let saved: Bool
    /// `too_late` when it is kept as evidence only, `locked` when its key was shown; left out otherwise.
    let code: String?
    let seq: Int
    let response: Response
    let answered: Int
    let of: Int
    let walk: WalkDocument?
    let saved_at: Date
    let deadline: Date?
    let now: Date

    init(_ receipt: AnswerReceipt, at now: Date) {
        saved = receipt.saved
        code = receipt.late ? "too_late" : receipt.answer.isLocked ? "locked" : nil
        seq = receipt.answer.seq
        response = receipt.answer.response
        answered = receipt.answered
        of = receipt.of
        walk = receipt.walk.map(WalkDocument.init)
        saved_at = receipt.answer.savedAt
        deadline = receipt.deadline
        self.now = now
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(saved, forKey: .saved)
        try container.encodeIfPresent(code, forKey: .code)
        try container.encode(seq, forKey: .seq)
        try container.encode(response, forKey: .response)
        try container.encode(answered, forKey: .answered)
        try container.encode(of, forKey: .of)
        try container.encode(saved_at, forKey: .saved_at)
        try container.encode(deadline, forKey: .deadline)
        try container.encode(now, forKey: .now)
        try walk?.encode(to: encoder)
    }

    private enum CodingKeys: String, CodingKey {
        case saved, code, seq, response, answered, of, saved_at, deadline, now
    }
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
    let state: Attempt.State
    let score: Double
    let max_score: Double
    let passed: Bool?
    let received: Int
    let recovered: Int
    let missing: Int
    let of: Int
    let missing_lessons: [LessonID]
    let completed: Bool

    init(_ receipt: SubmissionReceipt, of id: AttemptID) {
        self.id = id
        state = receipt.result.state
        score = receipt.result.score.decimal
        max_score = receipt.result.maxScore.decimal
        passed = receipt.result.passed
        received = receipt.result.received
        recovered = receipt.delivery.recovered
        missing = receipt.delivery.missing
        of = receipt.result.maxScore.hundredths / Marks.one.hundredths
        missing_lessons = receipt.missing
        completed = receipt.completed
    }

    // Written by hand, since `passed` is part of the document also when it is null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(state, forKey: .state)
        try container.encode(score, forKey: .score)
        try container.encode(max_score, forKey: .max_score)
        try container.encode(passed, forKey: .passed)
        try container.encode(received, forKey: .received)
        try container.encode(recovered, forKey: .recovered)
        try container.encode(missing, forKey: .missing)
        try container.encode(of, forKey: .of)
        try container.encode(missing_lessons, forKey: .missing_lessons)
        try container.encode(completed, forKey: .completed)
    }

    private enum CodingKeys: String, CodingKey {
        case id, state, score, max_score, passed, received, recovered, missing, of, missing_lessons, completed
    }
}

extension Marks {
    /// For the wire, which has no other numbers; never calculated with.
    var decimal: Double { Double(hundredths) / 100 }
}

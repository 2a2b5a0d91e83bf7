import FoundationEssentials
import Training

/// A printed paper on the wire.
struct PrintedPaperDocument: Encodable {
    let number: PaperNumber
    let attempt: AttemptID
    let staff_no: StaffNumber
    let name: String
    let unit_name: String
    let course: CourseID
    let printed_at: Date
    /// `open`, `keyed` or `withdrawn`.
    let state: String
    let keyed_by: String?
    let reason: String?

    init(_ printed: PrintedPaper) {
        number = printed.number
        attempt = printed.attempt
        staff_no = printed.staffNumber
        name = printed.name
        unit_name = printed.unitName
        course = printed.course
        printed_at = printed.printedAt
        (state, keyed_by, reason) =
            switch printed.state {
            case .open: ("open", nil, nil)
            case .keyed(let name): ("keyed", name, nil)
            case .withdrawn(let reason): ("withdrawn", nil, reason)
            }
    }
}

/// A printed paper with its questions: nothing that tells what is right.
struct PaperDocument: Encodable {
    let printed: PrintedPaperDocument
    let questions: [QuestionDocument]

    init(_ printed: PrintedPaper, _ attempt: Attempt) {
        self.printed = PrintedPaperDocument(printed)
        questions = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map {
                QuestionDocument($0, slot, attempt.answers[slot.number], nil, review: nil)
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        try printed.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(questions, forKey: .questions)
    }

    private enum CodingKeys: String, CodingKey { case questions }
}

/// All answers of a paper as a program sends them; a slot that is not there has no answer.
struct KeyedDocument: Decodable {
    let answers: [Answer]

    /// One answer.
    struct Answer: Decodable {
        let slot: Int
        let response: Training.Response
    }
}

import FoundationEssentials
import Training

/// A notebook on the wire.
struct NotebookDocument: Encodable {
    let day: Day
    /// How many cards are due.
    let due: Int
    let learnt: Int
    let practised: Int
    /// The questions of today's five.
    let today: [QuestionID]
    let cards: [Card]

    /// A card in the list.
    struct Card: Encodable {
        let question: QuestionID
        let type: Question.Kind
        let stem: String
        let stage: Int
        let entered: Day
        let due: Day?
        let seq: Int
    }

    init(_ notebook: Notebook, _ items: [QuestionID: Item], on day: Day) {
        self.day = day
        due = notebook.due.count
        learnt = notebook.learnt
        practised = notebook.practised
        today = notebook.today.map(\.question)
        cards = notebook.cards.compactMap { card in
            items[card.question].map {
                Card(
                    question: card.question, type: $0.question.kind, stem: $0.question.stem, stage: card.stage,
                    entered: card.entered, due: card.due, seq: card.seq)
            }
        }
    }
}

/// A card on the wire: while it is due its question, without anything that tells what is right; else its last answer, with
/// the key and the reasons.
struct CardDocument: Encodable {
    let card: Notebook.Card
    let item: Item
    /// The question as it is asked now; nil while it is not due.
    let asked: Paper.Slot?
    let answered: Answered?
    /// Whether the answer that was sent is what is kept; nil when none was sent.
    let saved: Bool?

    /// The last answer with everything one can learn from it.
    struct Answered: Encodable {
        let kind: Notebook.Entry.Kind
        let day: Day
        let response: Response?
        let score: Double
        let parts: [ReviewedPart]
        let explanation: String
        let clauses: [ClauseID]
    }

    init(
        _ card: Notebook.Card, _ last: Notebook.Entry, _ item: Item, of person: PersonID, on day: Day, saved: Bool?,
        _ words: Words
    ) {
        self.card = card
        self.item = item
        self.saved = saved
        asked = card.isDue(on: day) ? card.slot(for: item, of: person) : nil
        let question = item.question
        answered =
            card.isDue(on: day) || !last.fits(item)
            ? nil
            : Answered(
                kind: last.kind, day: last.day, response: last.response,
                score: last.slot.mark(last.response, to: question).earned.decimal,
                parts: ReviewedPart.all(question.interaction, last.slot, last.response, showsKey: true, words),
                explanation: question.explanation, clauses: question.clauses)
    }

    /// How far a card is.
    private var state: String { asked != nil ? "due" : card.due != nil ? "waiting" : "learnt" }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(card.question, forKey: .question)
        try container.encode(state, forKey: .state)
        try container.encode(card.stage, forKey: .stage)
        try container.encode(Notebook.intervals.count, forKey: .stages)
        try container.encode(card.due, forKey: .due)
        try container.encode(card.seq + 1, forKey: .seq)
        try container.encode(item.version, forKey: .version)
        try container.encode(item.question.kind, forKey: .type)
        try container.encode(item.question.stem, forKey: .stem)
        try container.encodeIfPresent(item.question.image.map { Paths.media($0.hash) }, forKey: .image)
        try container.encodeIfPresent(answered, forKey: .answered)
        try container.encodeIfPresent(saved, forKey: .saved)
        if let asked { try ShownParts(item.question.interaction, asked).encode(to: encoder) }
    }

    private enum CodingKeys: String, CodingKey {
        case question, state, stage, stages, due, seq, version, type, stem, image, answered, saved
    }
}

/// A report on notebooks on the wire.
struct NotebookReportDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let day: Day
    let totals: Count
    let direct: Count
    let children: [Child]

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: CompletionDocument.UnitDocument
        let totals: Count
    }

    /// Numbers.
    struct Count: Encodable {
        let people: Int
        let cards: Int
        let due: Int
        let learnt: Int

        init(_ count: NotebookReport.Count) {
            (people, cards, due, learnt) = (count.people, count.cards, count.due, count.learnt)
        }
    }

    init(_ report: NotebookReport) {
        unit = .init(code: report.unit.code, name: report.unit.name)
        day = report.day
        totals = Count(report.totals)
        direct = Count(report.direct)
        children = report.children.map {
            Child(unit: .init(code: $0.unit.code, name: $0.unit.name), totals: Count($0.count))
        }
    }
}

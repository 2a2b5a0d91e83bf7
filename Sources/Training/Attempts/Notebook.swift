import FoundationEssentials

/// The wrong-answer notebook (错题本) of one person as it stands on one day: one card a question.
///
/// A try that is handed in puts its wrong answers in; practice moves them on until they leave. Wrong is whatever did not
/// earn the whole mark: a wrong answer, a partly right one, none at all. Days are calendar days of Asia/Shanghai, and `d`
/// is the day of the answer:
///
/// | the card | the answer | what becomes of it |
/// |---|---|---|
/// | none, or one that has left | wrong in a try | stage 0, due d + 1 |
/// | at any stage, due or not | wrong in a try | stage 0, due d + 1 |
/// | at any stage, due | wrong in practice | stage 0, due d + 1 |
/// | at stage 0, due | right in practice | stage 1, due d + 3 |
/// | at stage 1, due | right in practice | stage 2, due d + 7 |
/// | at stage 2, due | right in practice | stage 3, due d + 15 |
/// | at stage 3, due | right in practice | stage 4, due d + 30 |
/// | at stage 4, due | right in practice | it leaves |
/// | not due yet | in practice | nothing |
///
/// Due means on the day or after it. So a card leaves with the fifth right answer since the last wrong one, 56 days after
/// it at the earliest. Right answers in a try move nothing on: a try is often answered right after reading its lessons.
/// The boxes are those of Leitner, "So lernt man lernen" (1972), with intervals of our own.
public struct Notebook: Sendable {
    /// Days from an answer to the next one, by the stage that waits for it.
    public static let intervals = [1, 3, 7, 15, 30]
    /// How many cards make up a day: what takes a minute on a phone.
    public static let aDay = 5

    /// The cards in it, those due first at the head; equal ones by question.
    public let cards: [Card]
    /// Those of `cards` that are due, the longest overdue first.
    public let due: [Card]
    /// How many cards have left it.
    public let learnt: Int
    /// How many cards were practised on this day.
    public let practised: Int

    /// The notebook made of all cards that a person ever had. A question for which `canAsk` is false, as it was taken out
    /// of the bank, is not shown; a card that enters on a later day is not in it yet.
    public init(_ all: [Card], on day: Day, canAsk: (QuestionID) -> Bool) {
        let known = all.filter { $0.entered <= day && canAsk($0.question) }
        cards = known.filter { $0.due != nil }.sorted { ($0.due ?? day, $0.question) < ($1.due ?? day, $1.question) }
        due = cards.filter { $0.isDue(on: day) }
        learnt = known.count - cards.count
        practised = known.count { $0.practised == day }
    }

    /// Today's five: the due cards at the head, as many as are left of a day's.
    public var today: [Card] { Array(due.prefix(max(Notebook.aDay - practised, 0))) }

    /// A question in the notebook.
    public struct Card: Sendable, Hashable {
        /// The question; it is practised in its newest version.
        public let question: QuestionID
        /// The day it entered, or was put back to the start by a wrong answer.
        public let entered: Day
        /// How many right answers it had since, 0–4.
        public let stage: Int
        /// The day from which it wants to be practised; nil once it has left.
        public let due: Day?
        /// The day it was practised last.
        public let practised: Day?
        /// How many entries its history has, from 1. The next practice has the number after.
        public let seq: Int

        /// A card as the records know it.
        public init(question: QuestionID, entered: Day, stage: Int, due: Day?, practised: Day?, seq: Int) {
            self.question = question
            self.entered = entered
            self.stage = stage
            self.due = due
            self.practised = practised
            self.seq = seq
        }
    }

    /// One thing that happened to a card. Entries are never changed or taken back.
    public struct Entry: Sendable, Hashable {
        /// Counts the entries of a card, from 1.
        public let seq: Int
        /// What happened.
        public let kind: Kind
        /// The day it counts for.
        public let day: Day
        /// The question as it was asked: the version, and the order of its movable parts.
        public let slot: Paper.Slot
        /// What was answered, in letters of place; nil for no answer.
        public let response: Response?
        /// The try it was answered in, nil for practice. Then `slot` is a place of that try's paper.
        public let attempt: AttemptID?

        /// What happened to a card.
        public enum Kind: String, Sendable, Hashable, Codable {
            /// It was answered wrongly in a try.
            case entered
            /// It was practised and answered rightly.
            case right
            /// It was practised and answered wrongly.
            case wrong
        }

        /// An entry.
        public init(seq: Int, kind: Kind, day: Day, slot: Paper.Slot, response: Response?, attempt: AttemptID?) {
            self.seq = seq
            self.kind = kind
            self.day = day
            self.slot = slot
            self.response = response
            self.attempt = attempt
        }
    }
}

// MARK: - The law of spacing

extension Notebook.Card {
    /// Whether it wants to be practised on this day.
    public func isDue(on day: Day) -> Bool { entered <= day && due.map { $0 <= day } == true }

    /// The card of a question that was answered wrongly in a try, which counts for `day`; `before` is the card it had.
    public static func entering(_ question: QuestionID, on day: Day, before: Self?) -> Self {
        Self(
            question: question, entered: day, stage: 0, due: day.adding(Notebook.intervals[0]),
            practised: before?.practised, seq: (before?.seq ?? 0) + 1)
    }

    /// The card after it was practised on `day`; itself when it was not due.
    public func practised(right: Bool, on day: Day) -> Self {
        guard isDue(on: day) else { return self }
        let stage = right ? stage + 1 : 0
        let leaves = !Notebook.intervals.indices.contains(stage)
        return Self(
            question: question, entered: right ? entered : day, stage: leaves ? self.stage : stage,
            due: leaves ? nil : day.adding(Notebook.intervals[stage]), practised: day, seq: seq + 1)
    }

    /// Where the parts of `item` stand when `person` is asked it for the practice with this card's next number: shown and
    /// answered by the same letters, and in another order the next time (`docs/randomness.md`).
    public func slot(for item: Item, of person: PersonID) -> Paper.Slot {
        let seed = Notebook.seed("\(person)/\(question)/\(seq + 1)")
        return Paper.draw(Blueprint(drawing: 1, of: [item.question.id]), of: [item], seed: seed).slots[0]
    }

    /// Whether an answer in practice counts: the card is due, and `number`, if it is known, is that of the next practice.
    /// Another one belongs to an answer that was sent before.
    public func counts(_ number: Int?, on day: Day) -> Bool { isDue(on: day) && number ?? seq + 1 == seq + 1 }

    /// Decides about an answer in practice: the card after it, and what to write down; nil when it does not count. A
    /// `response` of nil says that one does not know; an empty one does not fit, as it is more likely an oversight.
    public func practise(
        _ response: Response?, to item: Item, number: Int?, by person: PersonID, on day: Day
    ) throws(AttemptRefusal) -> (card: Self, entry: Notebook.Entry)? {
        guard counts(number, on: day) else { return nil }
        let slot = slot(for: item, of: person)
        var kept: Response?
        if let response {
            guard !response.isEmpty, let normalized = slot.normalized(response, to: item.question) else {
                throw .doesNotFit(slot: slot.number, item.question.kind)
            }
            kept = normalized
        }
        let right = slot.mark(kept, to: item.question).isRight
        let entry = Notebook.Entry(
            seq: seq + 1, kind: right ? .right : .wrong, day: day, slot: slot, response: kept, attempt: nil)
        return (practised(right: right, on: day), entry)
    }
}

extension Notebook {
    /// FNV-1a, 64 bits (Fowler, Noll, Vo): a number that a text always has.
    static func seed(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
    }
}

extension Notebook.Entry {
    /// Whether its response says the same of `item` as it did of the version that was asked: where parts go by names they
    /// must be the same parts, and prompts and blanks go by numbers, which a change may give to others.
    public func fits(_ item: Item) -> Bool {
        if slot.version == item.version { return true }
        switch item.question.kind {
        case .fillIn, .matching, .shortText, .scenario: return false
        case .single, .multiple, .trueFalse, .ordering, .publicationCheck:
            let (moving, staying) = item.question.interaction.parts
            guard Set(slot.order) == Set(moving + staying) else { return false }
            return response.map { slot.normalized($0, to: item.question) != nil } ?? true
        }
    }
}

// MARK: - What enters

extension Question {
    /// Whether the notebook takes it: what a machine marks on the spot. A text waits for a coordinator, and nobody should
    /// mark the same text five times; a story whose end one knows is not practice, and takes longer than a minute.
    public var canBePractised: Bool {
        switch kind {
        case .single, .multiple, .trueFalse, .fillIn, .matching, .ordering, .publicationCheck: true
        case .shortText, .scenario: false
        }
    }
}

extension Attempt {
    /// The places of the paper that the notebook takes in when the try is handed in with these marks.
    public func wrong(of marks: [Int: Mark]) -> [(slot: Paper.Slot, question: Question)] {
        paper.slots.compactMap { slot in
            guard let question = questions[slot.version], question.canBePractised, let mark = marks[slot.number],
                !mark.isRight
            else { return nil }
            return (slot, question)
        }
    }
}

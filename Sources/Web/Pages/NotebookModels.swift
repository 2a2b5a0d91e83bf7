import FoundationEssentials
import Training

/// The notebook's line on a person's own page.
struct NotebookLine: Sendable {
    let text: String
    /// Whether there is something to practise today.
    let due: Bool

    /// Nil when nothing is in the notebook.
    init?(_ notebook: Notebook, _ words: Words) {
        guard !notebook.cards.isEmpty else { return nil }
        due = !notebook.today.isEmpty
        text =
            due
            ? words("notebook_today", ["n": notebook.today.count])
            : words("notebook_waiting", ["n": notebook.cards.count])
    }
}

/// What is in a notebook, and where to begin.
struct NotebookPage: Page {
    static let template = "notebook"
    let lead: String
    let empty: Bool
    let cardCount: Int
    let dueCount: Int
    let learntCount: Int
    /// The first of today's five.
    let startPath: String?
    let start: String
    /// Said when there is nothing to do today: that it is done, or when the next card is due.
    let rest: String?
    /// Cards that are due beyond today's five, and the first of them.
    let more: String?
    let morePath: String?
    let cards: [CardLine]

    /// A card in the list.
    struct CardLine: Sendable {
        let path: String
        let stem: String
        let stage: String
        /// When it comes again, unless it is due.
        let due: String?
        let isDue: Bool
    }

    init(_ notebook: Notebook, _ items: [QuestionID: Item], on day: Day, _ words: Words) {
        let days = Notebook.intervals.map { "\($0)" }.joined(separator: words("list_comma"))
        lead = words("notebook_lead", ["days": days, "n": Notebook.intervals.count])
        empty = notebook.cards.isEmpty
        cardCount = notebook.cards.count
        dueCount = notebook.due.count
        learntCount = notebook.learnt
        let today = notebook.today
        startPath = today.first.map { Paths.card($0.question) }
        start = words("notebook_start", ["n": today.count])
        rest = today.isEmpty && !notebook.cards.isEmpty ? Self.rest(notebook, words) : nil
        let left = today.isEmpty ? notebook.due.first : nil
        more = left.map { _ in words("notebook_more", ["n": notebook.due.count]) }
        morePath = left.map { Paths.card($0.question) }
        cards = notebook.cards.compactMap { card in
            items[card.question].map { CardLine(card, $0.question, on: day, words) }
        }
    }

    private static func rest(_ notebook: Notebook, _ words: Words) -> String {
        if notebook.due.isEmpty, let next = notebook.cards.first?.due {
            return words("notebook_next", ["day": words.date(next)])
        }
        return words("notebook_enough", ["n": notebook.practised])
    }

    func title(_ words: Words) -> String { words("notebook") }

    static var example: NotebookPage { examples[0] }

    /// With something to do today, and with more than that done.
    static var examples: [NotebookPage] {
        let item = Item(version: "v1", question: .example)
        let items = ["example": item, "later": item] as [QuestionID: Item]
        let done = (0..<Notebook.aDay).map { number in
            Notebook.Card(
                question: QuestionID(rawValue: "done-\(number)") ?? "done", entered: Notebook.day.adding(-1), stage: 1,
                due: Notebook.day.adding(3), practised: Notebook.day, seq: 2)
        }
        let busy = Notebook(Notebook.example.cards + done, on: Notebook.day) { _ in true }
        return [Notebook.example, busy].map { NotebookPage($0, items, on: Notebook.day, .example) }
    }
}

extension NotebookPage.CardLine {
    fileprivate init(_ card: Notebook.Card, _ question: Question, on day: Day, _ words: Words) {
        path = Paths.card(card.question)
        stem = question.stem.paragraphs.joined(separator: " ")
        stage = words.stage(of: card)
        isDue = card.isDue(on: day)
        due = isDue ? nil : card.due.map { words("card_due_on", ["day": words.date($0)]) }
    }
}

/// One card to practise: the question, and nothing that tells what is right.
struct PracticePage: Page {
    static let template = "practice"
    let place: String
    let stage: String
    let of2019: Bool
    let kind: String
    let face: QuestionFace
    /// What was sent and did not fit.
    let problem: String?
    let path: String
    let seq: Int
    let version: String

    init(
        _ card: Notebook.Card, _ item: Item, of person: PersonID, _ notebook: Notebook, problem: String? = nil,
        _ words: Words
    ) {
        let place = notebook.today.firstIndex { $0.question == card.question }
        self.place =
            place.map {
                words(
                    "practice_place",
                    ["n": notebook.practised + $0 + 1, "all": notebook.practised + notebook.today.count])
            } ?? words("notebook")
        stage = words.stage(of: card)
        of2019 = item.question.era == .year2019
        kind = item.question.kind.rawValue
        face = QuestionFace(item.question, card.slot(for: item, of: person), nil, nil, words)
        self.problem = problem
        path = Paths.card(card.question)
        seq = card.seq + 1
        version = item.version
    }

    func title(_ words: Words) -> String { place }

    static var example: PracticePage { examples[0] }

    /// One of each kind that can be practised.
    static var examples: [PracticePage] {
        Attempt.example.questions.values.filter(\.canBePractised).sorted { $0.kind.rawValue < $1.kind.rawValue }.map {
            PracticePage(
                Notebook.example.cards[0], Item(version: "v1", question: $0), of: "example", .example,
                problem: "请先作答。", .example)
        }
    }
}

/// A card that is not due: the last answer with the key, the reasons and the clauses, and where to go from here.
struct CardPage: Page {
    static let template = "card"
    let heading: String
    let right: Bool
    /// When it comes again, or that it has left.
    let next: String
    let stage: String?
    let learnt: Bool
    let answered: ReviewPage.QuestionReview?
    /// The next of today's five.
    let nextPath: String?
    let nextCard: String
    /// Whether today's five are done with this card.
    let finished: String?

    init(
        _ card: Notebook.Card, _ last: Notebook.Entry, _ item: Item, _ notebook: Notebook,
        _ basis: Basis, _ words: Words
    ) {
        heading =
            switch last.kind {
            case .entered: words("card_entered")
            case .right: words("card_right")
            case .wrong: words("card_wrong")
            }
        right = last.kind == .right
        learnt = card.due == nil
        next =
            card.due.map { words("card_next", ["day": words.date($0)]) }
            ?? words("card_learnt", ["n": Notebook.intervals.count])
        stage = learnt ? nil : words.stage(of: card)
        answered =
            last.fits(item)
            ? ReviewPage.QuestionReview(
                item.question, last.slot, last.response, last.slot.mark(last.response, to: item.question), place: "",
                basis, words)
            : nil
        let today = notebook.today
        nextPath = today.first.map { Paths.card($0.question) }
        nextCard = words("next_card", ["n": today.count])
        finished =
            last.kind != .entered && today.isEmpty ? words("notebook_enough", ["n": notebook.practised]) : nil
    }

    func title(_ words: Words) -> String { heading }

    static var example: CardPage { examples[0] }

    /// Wrong just now with another to come, wrong in the words of every kind, learnt, and of a question that was changed.
    static var examples: [CardPage] {
        let slots = Attempt.example.paper.slots.filter {
            Attempt.example.questions[$0.version]?.canBePractised == true
        }
        func page(
            _ slot: Paper.Slot, _ kind: Notebook.Entry.Kind, due: Day?, version: String? = nil, _ notebook: Notebook
        ) -> CardPage {
            let item = Item(
                version: version ?? slot.version, question: Attempt.example.questions[slot.version] ?? .example)
            let card = Notebook.Card(
                question: "example", entered: Notebook.day, stage: 0, due: due, practised: Notebook.day, seq: 2)
            let last = Notebook.Entry(
                seq: 2, kind: kind, day: Notebook.day, slot: slot,
                response: Attempt.example.answers[slot.number]?.response, attempt: nil)
            return CardPage(card, last, item, notebook, .example, .example)
        }
        let tomorrow = Notebook.day.adding(1)
        let nothing = Notebook([], on: Notebook.day) { _ in true }
        return slots.map { page($0, .wrong, due: tomorrow, .example) } + [
            page(slots[0], .right, due: nil, nothing), page(slots[2], .entered, due: tomorrow, version: "new", nothing),
        ]
    }
}

/// How much there is in the notebooks of a unit and of the units below it.
struct NotebookReportPage: Page {
    static let template = "notebook-report"
    let unitName: String
    let completionPath: String
    let above: [UnitsPage.Link]
    let asOf: String
    let totals: Line
    let direct: Line
    let children: [Line]

    /// One line of numbers.
    struct Line: Sendable {
        let name: String
        let path: String
        let people: Int
        let cards: Int
        let due: Int
        let learnt: Int

        init(_ name: String, path: String, _ count: NotebookReport.Count) {
            (self.name, self.path) = (name, path)
            (people, cards, due, learnt) = (count.people, count.cards, count.due, count.learnt)
        }
    }

    init(_ report: NotebookReport, _ words: Words) {
        unitName = report.unit.name
        completionPath = Paths.completion(of: report.unit.code)
        above = report.above.map {
            UnitsPage.Link(name: $0.name, code: $0.code.rawValue, path: Paths.notebook(of: $0.code))
        }
        asOf = words("as_of", ["time": report.day])
        totals = Line(words("total"), path: "", report.totals)
        direct = Line(words("direct"), path: "", report.direct)
        children = report.children.map { Line($0.unit.name, path: Paths.notebook(of: $0.unit.code), $0.count) }
    }

    func title(_ words: Words) -> String { words("notebook_of", ["unit": unitName]) }

    static var example: NotebookReportPage {
        let count = NotebookReport.Count(people: 12, cards: 61, due: 20, learnt: 33)
        return NotebookReportPage(
            NotebookReport(
                unit: .init(code: "610621", name: "延长县"), above: [.init(code: "610600", name: "延安市")],
                day: Notebook.day, direct: count,
                children: [.init(unit: .init(code: "610621991", name: "示例一镇"), count: count)]), .example)
    }
}

extension Words {
    /// How far a card is on its way out.
    fileprivate func stage(of card: Notebook.Card) -> String {
        self("card_stage", ["n": Notebook.intervals.count - card.stage])
    }
}

extension Notebook {
    /// The day of the examples.
    fileprivate static let day = Day(number: 20_781)

    /// One card that is due, one that is not, and one that has left.
    static let example = Notebook(
        [
            Card(question: "example", entered: day.adding(-1), stage: 0, due: day, practised: nil, seq: 1),
            Card(question: "later", entered: day.adding(-5), stage: 2, due: day.adding(5), practised: nil, seq: 3),
            Card(question: "gone", entered: day.adding(-60), stage: 4, due: nil, practised: day.adding(-1), seq: 6),
        ], on: day
    ) { _ in true }
}

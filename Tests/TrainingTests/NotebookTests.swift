import FoundationEssentials
import TestSupport
import Testing

@testable import Training

private let today: Day = "2026-11-09"

private func card(
    _ question: QuestionID = "q", due: Day = today, stage: Int = 0, practised: Day? = nil, seq: Int = 1
) -> Notebook.Card {
    Notebook.Card(
        question: question, entered: today.adding(-90), stage: stage, due: due, practised: practised, seq: seq)
}

@Suite("The law of spacing")
struct SpacingTests {
    /// What the table of `Notebook` says, from the days of the answers alone.
    private struct Reference {
        var last: Day
        var rights = 0

        var due: Day? { rights == 5 ? nil : last.adding([1, 3, 7, 15, 30][rights]) }

        mutating func wrong(on day: Day) {
            last = day
            rights = 0
        }

        mutating func right(on day: Day) {
            last = day
            rights += 1
        }
    }

    @Test(
        "lets a card leave with the fifth right answer since the last wrong one, each on its due day or after",
        arguments: 0..<300)
    func leaves(_ seed: Int) throws {
        var dice = Dice(seed: seed)
        var day = today
        var reference = Reference(last: day)
        var card = Notebook.Card.entering("q", on: day, before: nil)
        for step in 0..<80 {
            day = day.adding(dice.once(in: 3) ? dice.below(40) : dice.below(3))
            let wasDue = reference.due.map { $0 <= day } == true
            #expect(card.isDue(on: day) == wasDue)
            switch dice.below(10) {
            case 0 where step > 40:
                card = .entering("q", on: day, before: card)
                reference.wrong(on: day)
            case 1:
                let before = card
                card = card.practised(right: false, on: day)
                if wasDue { reference.wrong(on: day) } else { #expect(card == before) }
            default:
                let before = card
                card = card.practised(right: true, on: day)
                if wasDue { reference.right(on: day) } else { #expect(card == before) }
            }
            #expect(card.due == reference.due)
            #expect(card.stage == min(reference.rights, 4))
        }
    }

    @Test("takes 56 days at the least")
    func shortest() throws {
        var card = Notebook.Card.entering("q", on: today, before: nil)
        var days: [Int] = []
        while let due = card.due {
            days.append(due.number - today.number)
            #expect(card.practised(right: true, on: due.adding(-1)) == card)
            card = card.practised(right: true, on: due)
        }
        #expect(days == [1, 4, 11, 26, 56])
        #expect(card.practised(right: false, on: today.adding(200)) == card)
    }

    @Test("begins again for a card that had left, and goes on counting its entries")
    func comesBack() {
        let gone = Notebook.Card(
            question: "q", entered: today.adding(-60), stage: 4, due: nil, practised: today.adding(-2), seq: 6)
        let back = Notebook.Card.entering("q", on: today, before: gone)
        #expect(back.due == today.adding(1) && back.stage == 0 && back.seq == 7 && back.entered == today)
    }
}

@Suite("The notebook")
struct NotebookTests {
    private func notebook(_ cards: [Notebook.Card], on day: Day = today) -> Notebook {
        Notebook(cards, on: day) { $0 != "taken-out" }
    }

    @Test("makes a day of the five cards that are overdue the longest, in an order that is always the same")
    func five() {
        var dice = Dice(seed: 1)
        let cards = (0..<9).map { index in
            card(QuestionID(rawValue: "q\(index)") ?? "q", due: today.adding(-(index / 2)))
        }
        for _ in 0..<20 {
            let five = notebook(dice.shuffled(cards)).today.map(\.question.rawValue)
            #expect(five == ["q8", "q6", "q7", "q4", "q5"])
        }
    }

    @Test("asks no more than five a day, and tells what else is due")
    func enough() {
        let waiting = (0..<4).map { card(QuestionID(rawValue: "due\($0)") ?? "q") }
        let done = (0..<3).map {
            card(QuestionID(rawValue: "done\($0)") ?? "q", due: today.adding(3), stage: 1, practised: today, seq: 2)
        }
        let book = notebook(waiting + done)
        #expect(book.practised == 3 && book.today.count == 2 && book.due.count == 4 && book.cards.count == 7)
        #expect(notebook(waiting + done, on: today.adding(1)).today.count == 4)
    }

    @Test("counts a card that left today as practised today")
    func leftToday() {
        let gone = Notebook.Card(question: "q", entered: today, stage: 4, due: nil, practised: today, seq: 6)
        let book = notebook([gone])
        #expect(book.practised == 1 && book.learnt == 1 && book.cards.isEmpty)
    }

    @Test("shows no question that was taken out of the bank, and none before its day")
    func hidden() {
        let later = Notebook.Card.entering("later", on: today.adding(4), before: card("later"))
        let book = notebook([card("taken-out"), later, card("here", due: today.adding(1))])
        #expect(book.cards.map(\.question) == ["here"] && book.due.isEmpty && book.learnt == 0)
        #expect(!later.isDue(on: today))
        #expect(notebook([later], on: today.adding(4)).cards.count == 1)
        #expect(notebook([later], on: today.adding(5)).today.count == 1)
    }

    @Test("takes what a machine marks on the spot, and neither texts nor stories")
    func kinds() {
        let text = Question(
            id: "t", era: .current, clauses: ["N78-2.1-a"], stem: "?",
            interaction: .shortText(ShortText(model: "m", criteria: ["c"])), explanation: "e")
        let story = Question(
            id: "s", era: .current, clauses: ["N78-2.1-a"], stem: "?",
            interaction: .scenario(Scenario(start: "a", nodes: [])), explanation: "e")
        #expect(!text.canBePractised && !story.canBePractised)
        #expect(Question.all.allSatisfy { $0.canBePractised })
    }

    @Test("takes in what did not earn the whole mark: wrong, partly right, not answered")
    func takesIn() {
        let items = Course.visits.items
        let paper = Paper.draw(4, of: items, seed: 7)
        let attempt = Attempt(
            id: "a", person: "p", course: "visits", number: 1, startedAt: monday, paper: paper,
            rules: Quiz.Rules(passMark: 60),
            questions: Dictionary(uniqueKeysWithValues: items.map { ($0.version, $0.question) }), answers: [:],
            result: nil)
        let marks: [Int: Mark] = [
            1: Mark(earned: .one, findings: []), 2: Mark(earned: Marks(hundredths: 50), findings: []),
            3: Mark(earned: .zero, findings: []), 4: .unanswered(findings: []),
        ]
        #expect(attempt.wrong(of: marks).map(\.slot.number) == [2, 3, 4])
        #expect(attempt.wrong(of: [:]).isEmpty)
    }
}

@Suite("Practice")
struct PracticeTests {
    private let item = Item(version: "v1", question: .example("q", key: ["b"]))

    private func letter(_ key: String, _ card: Notebook.Card) -> Response {
        .text(card.slot(for: item, of: "zhang").letter(of: key) ?? "")
    }

    @Test("takes an answer by the letters that were shown")
    func letters() throws {
        let card = card()
        let right = try #require(
            try card.practise(letter("b", card), to: item, number: 2, by: "zhang", on: today))
        #expect(right.entry.kind == .right && right.entry.seq == 2 && right.card.due == today.adding(3))
        #expect(right.entry.slot == card.slot(for: item, of: "zhang"))
        let wrong = try #require(try card.practise(letter("a", card), to: item, number: nil, by: "zhang", on: today))
        #expect(wrong.entry.kind == .wrong && wrong.card.due == today.adding(1))
    }

    @Test("shows the parts in an order that stays until the answer, and in another one the next time")
    func order() {
        let orders = (1...20).map { card(seq: $0).slot(for: item, of: "zhang").order }
        #expect(orders == (1...20).map { card(seq: $0).slot(for: item, of: "zhang").order })
        #expect(Set(orders).count > 10)
        #expect(orders != (1...20).map { card(seq: $0).slot(for: item, of: "li").order })
    }

    @Test(
        "takes its seed from the published function",
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)])
    func seed(_ text: String, _ seed: UInt64) {
        #expect(Notebook.seed(text) == seed)
    }

    @Test("counts nothing that was sent before, comes too early or has a number of its own")
    func countsOnce() throws {
        let due = card(seq: 3)
        for number in [-1, 1, 3, 5, .max] {
            #expect(try due.practise(letter("b", due), to: item, number: number, by: "zhang", on: today) == nil)
        }
        let early = card(due: today.adding(1))
        #expect(try early.practise(letter("b", early), to: item, number: 2, by: "zhang", on: today) == nil)
    }

    @Test("takes not knowing for wrong, and an empty answer for an oversight")
    func empty() throws {
        let card = card()
        let unknown = try #require(try card.practise(nil, to: item, number: 2, by: "zhang", on: today))
        #expect(unknown.entry.kind == .wrong && unknown.entry.response == nil)
        for response in [.text(""), .text("x"), .list(["a"])] as [Response] {
            #expect(throws: AttemptRefusal.doesNotFit(slot: 1, .single)) {
                try card.practise(response, to: item, number: 2, by: "zhang", on: today)
            }
        }
    }

    @Test("reads an old answer on a new version only where it says the same")
    func fits() {
        func entry(_ slot: Paper.Slot, _ response: Response?) -> Notebook.Entry {
            Notebook.Entry(seq: 1, kind: .wrong, day: today, slot: slot, response: response, attempt: nil)
        }
        let old = entry(Paper.Slot(number: 1, version: "v0", order: ["b", "a", "d", "c"]), .text("a"))
        #expect(old.fits(item))
        #expect(!entry(Paper.Slot(number: 1, version: "v0", order: ["b", "a", "d"]), .text("a")).fits(item))
        #expect(!entry(old.slot, .list(["a"])).fits(item))
        let blanks = Question(
            id: "q", era: .current, clauses: ["M57-19"], stem: "?",
            interaction: .fillIn(FillIn(blanks: [.init(label: "l", accepts: .texts(["x"]), reason: "r")])),
            explanation: "e")
        let filled = entry(Paper.Slot(number: 1, version: "v0", order: []), .text("y"))
        #expect(!filled.fits(Item(version: "v1", question: blanks)))
        #expect(filled.fits(Item(version: "v0", question: blanks)))
    }
}

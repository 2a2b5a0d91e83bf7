import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("The number of a paper")
struct PaperNumberTests {
    private func numbers(_ count: Int) -> [PaperNumber] {
        let randomness = Randomness.seeded(count)
        return (0..<count).compactMap { _ in PaperNumber(from: randomness.bytes(8)) }
    }

    @Test("has eight digits, none in front that a spreadsheet would take away, and hardly ever comes twice")
    func form() {
        let numbers = numbers(2000)
        #expect(numbers.allSatisfy { $0.rawValue.utf8.count == 8 && !$0.rawValue.hasPrefix("0") })
        #expect(Set(numbers).count > 1990)
        #expect(PaperNumber(rawValue: numbers[0].rawValue) == numbers[0])
    }

    @Test("notices every wrong digit and every two neighbours changed over")
    func typos() {
        for number in numbers(200) {
            let digits = Array(number.rawValue)
            for place in digits.indices {
                for digit in "0123456789" where digit != digits[place] {
                    var wrong = digits
                    wrong[place] = digit
                    #expect(PaperNumber(rawValue: String(wrong)) == nil, "\(wrong)")
                }
                guard place + 1 < digits.count, digits[place] != digits[place + 1] else { continue }
                var changed = digits
                changed.swapAt(place, place + 1)
                #expect(PaperNumber(rawValue: String(changed)) == nil, "\(changed)")
            }
        }
    }

    @Test(
        "has one check digit for each seven others, as a program of its own worked out",
        arguments: [
            ("5724123", 4), ("1000000", 4), ("9999999", 2),
        ])
    func published(_ digits: String, _ check: Int) {
        #expect((0...9).filter { PaperNumber(rawValue: "\(digits)\($0)") != nil } == [check])
    }

    @Test("is read as people type it", arguments: ["57241234", "5724 1234", " 5724-1234 ", "５７２４１２３４"])
    func typed(_ text: String) {
        #expect(PaperNumber(typed: text)?.rawValue == "57241234")
        #expect(PaperNumber(typed: text)?.spaced == "5724 1234")
    }

    @Test("is nothing else", arguments: ["", "5724123", "572412340", "5724123x", "05724123", "57241235"])
    func nothingElse(_ text: String) {
        #expect(PaperNumber(typed: text) == nil)
    }
}

@Suite("Answers typed from paper")
struct TypedAnswerTests {
    private let slot = Paper.Slot(number: 3, version: "v", order: ["c", "a", "b"])

    private func question(_ interaction: Question.Interaction) -> Question {
        Question(id: "q", era: .current, clauses: ["M57-19"], stem: "?", interaction: interaction, explanation: "e")
    }

    private func typed(_ texts: String..., to interaction: Question.Interaction) throws -> Response? {
        try slot.typed(texts, to: question(interaction))
    }

    private func choice(_ kind: Choice.Kind) -> Question.Interaction {
        Question.example("q", kind, options: ["a", "b", "c"], key: ["a"]).interaction
    }

    private let matching = Question.Interaction.matching(
        Matching(
            prompts: [.init(text: "1", answer: "a", reason: "r"), .init(text: "2", answer: "b", reason: "r")],
            options: ["a", "b", "c"].map { .init(key: $0, text: $0) }))
    private let ordering = Question.Interaction.ordering(
        Ordering(steps: ["a", "b", "c"].map { .init(key: $0, text: $0, reason: "r") }))
    private let check = Question.Interaction.publicationCheck(
        PublicationCheck(
            place: .website,
            fields: ["name", "sum"].map { .init(key: $0, label: $0, value: $0, action: .publish, reason: "r") }))

    @Test("are letters in any case and width, with or without separators")
    func letters() throws {
        for text in ["AC", "ac", "c a", "Ａ，Ｃ", "a、c", "C/A", " a,c. "] {
            #expect(try typed(text, to: choice(.multiple)) == .list(["a", "c"]), "\(text)")
        }
        #expect(try typed("B", to: choice(.single)) == .text("b"))
        #expect(try typed("cab", to: ordering) == .list(["c", "a", "b"]))
        #expect(try typed("C-", to: matching) == .map(["1": "c"]))
        #expect(try typed("BA", to: check) == .map(["name": "withhold", "sum": "publish"]))
        #expect(try typed("-c", to: check) == .map(["sum": "ask"]))
    }

    @Test("are nothing when nothing is typed")
    func nothing() throws {
        for interaction in [choice(.single), choice(.multiple), matching, ordering, check] {
            #expect(try typed(to: interaction) == nil)
            #expect(try typed("  ", to: interaction) == nil)
        }
    }

    @Test("are refused with the slot when they do not fit")
    func refused() {
        let wrong: [(String, Question.Interaction)] = [
            ("AB", choice(.single)), ("D", choice(.single)), ("对", choice(.trueFalse)), ("AA", choice(.multiple)),
            ("AB", ordering), ("ABB", ordering), ("A", matching), ("ABC", matching), ("AD", check), ("A", check),
        ]
        for (text, interaction) in wrong {
            let kind = question(interaction).kind
            #expect(throws: AttemptRefusal.doesNotFit(slot: 3, kind), "\(text)") {
                try typed(text, to: interaction)
            }
        }
    }

    @Test("are texts for blanks and sentences")
    func texts() throws {
        let one = Question.Interaction.fillIn(
            FillIn(blanks: [.init(label: "l", accepts: .texts(["七天"]), reason: "r")]))
        let two = Question.Interaction.fillIn(
            FillIn(blanks: ["l", "m"].map { .init(label: $0, accepts: .texts(["七天"]), reason: "r") }))
        #expect(try typed(" 七天 ", to: one) == .text("七天"))
        #expect(try typed("七天", "", to: two) == .list(["七天", ""]))
        #expect(throws: AttemptRefusal.self) { try typed("七天", to: two) }
        let text = Question.Interaction.shortText(ShortText(model: "m", criteria: ["c"]))
        #expect(try typed(" 先听完。 ", to: text) == .text("先听完。"))
        #expect(throws: AttemptRefusal.self) { try typed(String(repeating: "长", count: 2001), to: text) }
    }
}

import Foundation
import TestSupport
import Testing
import Training

@Suite("The generator")
struct SeededGeneratorTests {
    // Worked out from the published algorithm by a program of its own, in another language.
    @Test(
        "gives the published numbers",
        arguments: [
            (1_234_567, [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]),
            (0, [16294208416658607535, 7960286522194355700, 487617019471545679, 17909611376780542444]),
            (UInt64.max, [16490336266968443936, 16834447057089888969, 4048727598324417001, 7862637804313477842]),
        ] as [(UInt64, [UInt64])])
    func publishedNumbers(_ seed: UInt64, _ expected: [UInt64]) {
        var generator = SeededGenerator(seed: seed)
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test("throws away draws above the largest multiple of the bound")
    func refusesUnfairDraws() {
        let bound = (1 << 62) + 1
        var (kept, refused) = (SeededGenerator(seed: 1), SeededGenerator(seed: 0))
        #expect(kept.below(bound) == 1_227_844_342_346_046_655)
        #expect(refused.below(bound) == 3_348_600_503_766_967_795)
    }

    @Test("below 1 gives 0, below n nothing else than 0 to n − 1", arguments: 1...20)
    func below(_ bound: Int) {
        var generator = SeededGenerator(seed: 3)
        let drawn = Set((0..<1000).map { _ in generator.below(bound) })
        #expect(drawn == Set(0..<bound))
    }

    @Test("shuffles without losing or doubling anything", arguments: 0..<50)
    func permutes(_ seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let elements = Array(0..<seed)
        #expect(generator.shuffled(elements).sorted() == elements)
    }

    /// Chi-square against equal frequency, 24,000 shuffles from a fixed seed; the limits are the 99.9th percentiles for
    /// n! − 1 degrees of freedom.
    @Test("gives every order equally often", arguments: [(2, 10.83), (3, 20.52), (4, 49.73)])
    func isFair(_ count: Int, _ limit: Double) {
        var generator = SeededGenerator(seed: UInt64(count))
        var seen: [[Int]: Int] = [:]
        for _ in 0..<24_000 { seen[generator.shuffled(Array(0..<count)), default: 0] += 1 }
        let orders = (1...count).reduce(1, *)
        #expect(seen.count == orders)
        let expected = 24_000.0 / Double(orders)
        let deviation = seen.values.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(deviation < limit)
    }

    @Test("does what docs/randomness.md says, number by number")
    func agreesWithItsPage() throws {
        let page = try String(
            contentsOf: URL(filePath: #filePath).appending(path: "../../../docs/randomness.md").standardized,
            encoding: .utf8)
        var rows = 0
        for line in page.split(separator: "\n") where line.hasPrefix("| ") && !line.hasPrefix("| seed") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let seed = cells[0] == "2⁶⁴ − 1" ? UInt64.max : try #require(UInt64(cells[0]))
            let numbers = cells[1].split(separator: " ")
            var generator = SeededGenerator(seed: seed)
            if cells[1].hasPrefix("`") {
                let words = numbers.map { UInt64($0.dropFirst().dropLast(), radix: 16) }
                #expect(words.map { _ in generator.next() } == words)
            } else if Set(numbers).count == 10 {
                #expect(generator.shuffled(Array(0..<10)).map { "\($0)" } == numbers.map(String.init), "\(line)")
            } else {
                #expect(numbers.map { _ in "\(generator.below(6))" } == numbers.map(String.init), "\(line)")
            }
            rows += 1
        }
        #expect(rows == 8)
    }
}

@Suite("A paper")
struct PaperTests {
    // Worked out from docs/randomness.md by a program of its own, in another language.
    @Test("of seed 7 is this paper, for ever")
    func golden() {
        let paper = Paper.draw(3, of: Course.visits.items, seed: 7)
        #expect(
            paper
                == Paper(
                    seed: 7,
                    slots: [
                        .init(number: 1, version: "visits-hours-v1", order: ["a", "b", "c"]),
                        .init(number: 2, version: "visits-bring-v1", order: ["a", "c", "b", "d"]),
                        .init(number: 3, version: "visits-knock-v1", order: ["d", "b", "a", "c"]),
                    ]))
    }

    // Worked out in the same way.
    @Test("of a blueprint and seed 7 is this paper, for ever")
    func goldenBlueprint() {
        let blueprint = Blueprint(
            draws: [
                .init(1, of: ["visits-knock", "visits-hours"]),
                .init(2, of: ["visits-hours", "visits-bring", "publicity-names"]),
            ], fixed: ["publicity-board"], scenarios: .init(1, of: ["door", "call"]))
        let stories = blueprint.scenarios.candidates.map { Item(version: "\($0)-v1", question: .story($0)) }
        let paper = Paper.draw(
            blueprint, of: Course.visits.items + Course.publicity.items + stories, seed: 7)
        #expect(
            paper.slots == [
                .init(number: 1, version: "visits-hours-v1", order: ["a", "b", "c"]),
                .init(number: 2, version: "visits-knock-v1", order: ["a", "d", "c", "b"]),
                .init(number: 3, version: "publicity-board-v1", order: ["b", "c", "d", "a"]),
                .init(number: 4, version: "publicity-names-v1", order: ["d", "b", "a", "c"]),
                .init(number: 5, version: "call-v1", order: []),
            ])
    }

    @Test("leaves options that stay last behind the others, which come in every order")
    func keepsLast() {
        let options = ["a", "b", "all", "c"].map {
            Choice.Option(key: $0, text: $0, reason: "because", last: $0 == "all")
        }
        let question = Question(
            id: "q", era: .current, clauses: ["N78-2.1-a"], stem: "?",
            interaction: .choice(Choice(kind: .multiple, options: options, key: ["all"])), explanation: "because")
        let orders = Set(
            (0..<200).map { Paper.draw(1, of: [Item(version: "v", question: question)], seed: $0).slots[0].order })
        #expect(orders.allSatisfy { $0.last == "all" })
        #expect(orders.count == 6)
    }

    @Test("asks no question twice and as many as the quiz draws", arguments: 0..<200)
    func asksOnce(_ seed: Int) {
        let items = Course.visits.items
        for count in 1...items.count {
            let versions = Paper.draw(count, of: items, seed: UInt64(seed)).slots.map(\.version)
            #expect(Set(versions).count == count)
            #expect(Set(versions).isSubset(of: items.map(\.version)))
        }
    }

    @Test("keeps the places of options in true/false questions and where the author fixed them", arguments: 0..<100)
    func keepsPlaces(_ seed: Int) throws {
        let items = Course.visits.items
        for slot in Paper.draw(items.count, of: items, seed: UInt64(seed)).slots {
            let question = try #require(items.first { $0.version == slot.version }?.question)
            let keys = question.choice.options.map(\.key)
            #expect(slot.order.sorted() == keys.sorted())
            if question.kind == .trueFalse || question.choice.fixedOrder { #expect(slot.order == keys) }
        }
    }

    @Test("puts every question and every option in every place sooner or later")
    func reachesEverything() {
        let slots = (0..<400).map { Paper.draw(1, of: Course.visits.items, seed: $0).slots[0] }
        #expect(Set(slots.map(\.version)).count == 4)
        let orders = slots.filter { $0.version == "visits-knock-v1" }.map(\.order)
        for place in 0..<4 { #expect(Set(orders.map { $0[place] }).count == 4) }
    }

    @Test("turns letters of place into the file's keys and back")
    func letters() {
        let slot = Paper.Slot(number: 1, version: "v", order: ["c", "a", "b"])
        #expect(slot.key("a") == "c")
        #expect(slot.key("c") == "b")
        #expect(slot.key("d") == nil)
        #expect(slot.key("h") == nil)
        #expect(slot.key("aa") == nil)
        #expect(slot.letter(of: "b") == "c")
        #expect(slot.letter(of: "d") == nil)
    }

    @Test("is read back from its JSON as it was written")
    func codes() throws {
        let paper = Paper.draw(4, of: Course.visits.items, seed: .max)
        #expect(try JSONDecoder().decode(Paper.self, from: JSONEncoder().encode(paper)) == paper)
    }
}

extension Question {
    fileprivate static func story(_ id: QuestionID) -> Question {
        let scenario = Scenario(
            start: "end", nodes: [Scenario.Node(id: "end", text: "The end.", ending: Scenario.Ending(.good, score: 1))])
        return Question(
            id: id, era: .current, clauses: ["N78-2.1-a"], stem: "\(id)", interaction: .scenario(scenario),
            explanation: "because")
    }
}

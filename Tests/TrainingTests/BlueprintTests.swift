import Foundation
import TestSupport
import Testing

@testable import Training

@Suite("A blueprint")
struct BlueprintTests {
    /// The law: what is accepted gives a full paper by every seed, what is refused by none at all.
    @Test("without a shortage fills every paper, and one with a shortage could fill none", arguments: 0..<40)
    func isKept(_ seed: Int) {
        var dice = Dice(seed: seed)
        var (kept, refused) = (0, 0)
        for _ in 0..<25 {
            let blueprint = dice.blueprint()
            let seats = blueprint.draws.flatMap { draw in (0..<max(0, draw.count)).map { _ in Set(draw.candidates) } }
            let everything = Set(blueprint.draws.flatMap(\.candidates))
            #expect(blueprint.shortages.isEmpty == canSeat(seats, everything), "\(blueprint)")
            for shortage in blueprint.shortages {
                let draws = shortage.draws.map { blueprint.draws[$0] }
                #expect(shortage.asked == draws.reduce(0) { $0 + $1.count })
                #expect(shortage.available == Set(draws.flatMap(\.candidates)).count)
                #expect(shortage.available < shortage.asked)
            }
            guard blueprint.shortages.isEmpty else {
                refused += 1
                continue
            }
            kept += 1
            for seed in 0..<40 { isFull(blueprint, seed: seed, seats) }
        }
        #expect(kept > 0 && refused > 0)
    }

    private func isFull(_ blueprint: Blueprint, seed: Int, _ seats: [Set<QuestionID>]) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let asked = blueprint.questions(from: &generator)
        #expect(asked.count == blueprint.count)
        #expect(Set(asked).count == asked.count)
        #expect(Set(asked).isSubset(of: blueprint.questions))
        #expect(asked.suffix(blueprint.scenarios.count).allSatisfy(blueprint.scenarios.candidates.contains))
        let others = Set(asked.dropLast(blueprint.scenarios.count))
        #expect(others.isSuperset(of: blueprint.fixed))
        #expect(canSeat(seats, others.subtracting(blueprint.fixed)), "\(blueprint) by \(seed): \(asked)")
    }

    /// The law: what it names is the most that any paper has, found by looking at every paper.
    @Test("knows the most questions of a kind that a paper can have", arguments: 0..<20)
    func most(_ seed: Int) {
        var dice = Dice(seed: seed)
        for _ in 0..<10 {
            let blueprint = dice.blueprint()
            guard blueprint.shortages.isEmpty else { continue }
            let meant = Set(blueprint.questions.filter { _ in dice.once(in: 3) })
            let most = blueprint.most(meant.contains)
            let best = mostDrawn(by: blueprint, of: meant)
            let others = meant.intersection(blueprint.fixed).count
            let stories = min(blueprint.scenarios.count, meant.intersection(blueprint.scenarios.candidates).count)
            #expect(most.count == best + others + stories, "\(blueprint) \(meant)")
            #expect(Set(most).count == most.count && meant.isSuperset(of: most))
            for seed in 0..<20 {
                var generator = SeededGenerator(seed: UInt64(seed))
                #expect(blueprint.questions(from: &generator).count(where: meant.contains) <= most.count)
            }
        }
    }

    @Test("tells a draw that lacks candidates of its own, with what it asks for and what there is")
    func poorDraw() {
        let blueprint = Blueprint(
            draws: [.init(1, of: ["a", "b", "c"]), .init(3, of: ["c", "d", "e"]), .init(2, of: ["a"])], fixed: ["d"])
        #expect(
            blueprint.shortages == [
                .init(draws: [1], asked: 3, available: 2), .init(draws: [2], asked: 2, available: 1),
            ])
    }

    @Test("tells draws that take each other's candidates, and leaves out those that do not")
    func rivals() {
        let blueprint = Blueprint(draws: [
            .init(2, of: ["a", "b", "c"]), .init(4, of: ["p", "q", "r", "s", "t"]), .init(1, of: ["c"]),
            .init(1, of: ["a", "b"]),
        ])
        #expect(blueprint.shortages == [.init(draws: [0, 2, 3], asked: 4, available: 3)])
    }

    @Test("runs no draw dry, though a draw before it could take all it has")
    func greed() {
        let blueprint = Blueprint(draws: [
            .init(2, of: ["a", "b", "c"]), .init(1, of: ["a"]), .init(1, of: ["b", "c"]),
        ])
        #expect(blueprint.shortages == [.init(draws: [0, 1, 2], asked: 4, available: 3)])
        let spared = Blueprint(draws: [.init(1, of: ["a", "b", "c"]), .init(1, of: ["a"]), .init(1, of: ["b", "c"])])
        #expect(spared.shortages.isEmpty)
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            #expect(Set(spared.questions(from: &generator)) == ["a", "b", "c"])
        }
    }

    @Test("puts a question of a small draw, or a fixed one, in every place equally often")
    func isFairToPlaces() {
        let many = (1...50).map { QuestionID(rawValue: "many-\($0)") ?? "many" }
        for blueprint in [
            Blueprint(draws: [.init(3, of: many), .init(1, of: ["only"])]),
            Blueprint(draws: [.init(3, of: many)], fixed: ["only"]),
        ] {
            var places = [0, 0, 0, 0]
            for seed in 0..<4000 {
                var generator = SeededGenerator(seed: UInt64(seed))
                places[blueprint.questions(from: &generator).firstIndex(of: "only") ?? 0] += 1
            }
            // Chi-square with three degrees of freedom, 99.9th percentile.
            let deviation = places.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
            #expect(deviation < 16.27, "\(places)")
        }
    }

    @Test("draws every candidate and every scenario sooner or later")
    func reachesEverything() {
        let blueprint = Blueprint(
            draws: [.init(1, of: ["a", "b", "c"]), .init(2, of: ["b", "c", "d", "e"])], fixed: ["f"],
            scenarios: .init(1, of: ["x", "y"]))
        var seen: Set<QuestionID> = []
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            seen.formUnion(blueprint.questions(from: &generator))
        }
        #expect(seen == Set(blueprint.questions))
        #expect(blueprint.questions == ["a", "b", "c", "d", "e", "f", "x", "y"])
        #expect(blueprint.count == 5)
    }

    @Test("of one draw takes the first of the shuffled questions, as before there were blueprints", arguments: 0..<200)
    func isAsBefore(_ seed: Int) {
        let questions = (1...9).map { QuestionID(rawValue: "q\($0)") ?? "q" }
        var (one, other) = (SeededGenerator(seed: UInt64(seed)), SeededGenerator(seed: UInt64(seed)))
        let asked = Blueprint(drawing: 4, of: questions).questions(from: &one)
        #expect(asked == Array(other.shuffled(questions).prefix(4)))
        #expect(one.next() == other.next())
    }

    // The page's papers were worked out by a program of its own, in another language.
    @Test("gives the papers of docs/randomness.md")
    func agreesWithItsPage() throws {
        let page = try String(
            contentsOf: URL(filePath: #filePath).appending(path: "../../../docs/randomness.md").standardized,
            encoding: .utf8)
        let digits = (0...9).map { QuestionID(rawValue: "\($0)") ?? "-" }
        let overlapping = Blueprint(
            draws: [
                .init(2, of: Array(digits[0...4])), .init(2, of: ["3", "4", "5"]), .init(1, of: ["5", "6", "7"]),
            ],
            fixed: ["7"], scenarios: .init(1, of: ["X", "Y", "Z"]))
        let questions = ["a", "b", "c", "d", "e"]
        let options = questions.map {
            Choice.Option(key: $0, text: $0, reason: "", last: ["d", "e"].contains($0))
        }
        let item = Item(
            version: "v",
            question: Question(
                id: "q", era: .current, clauses: [], stem: "",
                interaction: .choice(Choice(kind: .single, options: options, key: ["a"])), explanation: ""))
        var rows = 0
        var title = ""
        for line in page.split(separator: "\n") {
            guard line.hasPrefix("- seed ") else {
                title = String(line)
                continue
            }
            let cells = line.dropFirst(7).split(separator: ": ")
            let seed = cells[0] == "2⁶⁴ − 1" ? UInt64.max : try #require(UInt64(cells[0]))
            var generator = SeededGenerator(seed: seed)
            let paper =
                switch title.prefix(5) {
                case "Three": Blueprint(drawing: 3, of: digits).questions(from: &generator).map(\.rawValue)
                case "Two o": overlapping.questions(from: &generator).map(\.rawValue)
                default: Paper.draw(Blueprint(drawing: 1, of: ["q"]), of: [item], seed: seed).slots[0].order
                }
            #expect(paper.joined(separator: " ") == cells[1], "\(title) \(line)")
            rows += 1
        }
        #expect(rows == 12)
    }
}

/// The most questions of `meant` that draws can take together, found by looking at every set of questions.
private func mostDrawn(by blueprint: Blueprint, of meant: Set<QuestionID>) -> Int {
    let seats = blueprint.draws.flatMap { draw in (0..<draw.count).map { _ in Set(draw.candidates) } }
    let drawn = Array(Set(blueprint.draws.flatMap(\.candidates)))
    var most = 0
    for bits in 0..<(1 << drawn.count) {
        let paper = Set(drawn.indices.filter { (bits >> $0) & 1 == 1 }.map { drawn[$0] })
        guard paper.count == seats.count, canSeat(seats, paper) else { continue }
        most = max(most, paper.intersection(meant).count)
    }
    return most
}

/// Whether every seat can have a question of its own out of `questions`, found by trying everything.
private func canSeat(_ seats: [Set<QuestionID>], _ questions: Set<QuestionID>) -> Bool {
    guard let seat = seats.first else { return true }
    return seat.intersection(questions).contains { canSeat(Array(seats.dropFirst()), questions.subtracting([$0])) }
}

extension Dice {
    /// A small blueprint; about one in two asks for more than there is.
    fileprivate mutating func blueprint() -> Blueprint {
        let questions: [QuestionID] = ["a", "b", "c", "d", "e", "f", "g", "h"]
        let fixed = questions.filter { _ in once(in: 6) }
        let draws = (0...below(4)).map { _ in
            Blueprint.Draw(1 + below(3), of: questions.filter { _ in below(5) < 3 })
        }
        let scenarios: [QuestionID] = Array(["x", "y", "z"].prefix(below(4)))
        return Blueprint(draws: draws, fixed: fixed, scenarios: .init(below(scenarios.count + 1), of: scenarios))
    }
}

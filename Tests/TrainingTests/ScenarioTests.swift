import Foundation
import Testing
import Training

struct `A walk through a scenario` {
    @Test func `begins at the start with nothing earned`() throws {
        let walk = try #require(visit.walk([]))
        #expect(walk.node.id == "door")
        #expect(walk.steps.isEmpty)
        #expect(walk.score == 0)
        #expect(!walk.isOver)
    }

    @Test func `goes on by letters of place, and gathers points and flags`() throws {
        let walk = try #require(visit.walk(["a", "b"]))
        #expect(walk.node.id == "yard")
        #expect(walk.score == 2)
        #expect(walk.flags == ["asked"])
        #expect(walk.steps.map(\.number) == [1, 2])
        #expect(walk.steps.map(\.isBest) == [true, false])
        #expect(walk.letters == ["a", "b"])
    }

    @Test(arguments: [
        (["a", "a"], "told"), (["a", "b"], "yard"), (["b", "b"], "sorry"), (["b", "a"], "late"),
    ])
    func `takes the first way that is open`(_ letters: [String], _ node: String) {
        #expect(visit.walk(letters)?.node.id == node)
    }

    @Test func `may come back to the right path`() throws {
        let walk = try #require(visit.walk(["b", "b", "b", "b", "a"]))
        #expect(walk.isOver)
        #expect(walk.steps.map(\.node.id) == ["door", "table", "sorry", "table", "sorry"])
    }

    @Test func `ends at an ending, which adds its points`() throws {
        let walk = try #require(visit.walk(["a", "a", "b", "c"]))
        #expect(walk.isOver)
        #expect(walk.steps.count == 2)
        #expect(walk.score == 9)
    }

    @Test func `stops where a letter leads nowhere`() {
        #expect(visit.walk(["h"])?.steps.isEmpty == true)
        #expect(Scenario(start: "gone", nodes: []).walk([]) == nil)
    }
}

struct `A decision` {
    @Test func `is taken when it is the next one`() throws {
        let first = try decide("a", step: 1, after: [])
        #expect(first == .saved(answer(["a"])))
        #expect(try decide("b", step: 2, after: ["a"]) == .saved(answer(["a", "b"])))
    }

    @Test func `that is sent again changes nothing`() throws {
        #expect(try decide("a", step: 1, after: ["a", "b"]) == .kept(answer(["a", "b"]), same: true))
        #expect(try decide("b", step: 2, after: ["a", "b"]) == .kept(answer(["a", "b"]), same: true))
    }

    @Test(arguments: [("b", 1), ("a", 2), ("a", 4), ("a", 0), ("a", -1)])
    func `that was taken otherwise, or is not the next, is refused with where the story stands`(
        _ letter: String, _ step: Int
    ) throws {
        let refusal = #expect(throws: AttemptRefusal.self) { try decide(letter, step: step, after: ["a", "b"]) }
        #expect(refusal == .anotherStep(slot: 1, try #require(visit.walk(["a", "b"]))))
    }

    @Test func `after an ending is refused`() throws {
        let refusal = #expect(throws: AttemptRefusal.self) { try decide("a", step: 3, after: ["a", "a"]) }
        #expect(refusal == .anotherStep(slot: 1, try #require(visit.walk(["a", "a"]))))
    }

    @Test(arguments: [
        Response.text("c"), .text("h"), .text("z"), .text(""), .text("A"), .list(["a"]), .list([]), .map(["1": "a"]),
    ])
    func `that names no choice at hand does not fit`(_ response: Response) {
        #expect(throws: AttemptRefusal.doesNotFit(slot: 1, .scenario)) {
            try attempt([]).accept(response, slot: 1, seq: 1, by: "zhang", at: now)
        }
    }

    @Test func `comes too late once the try is handed in`() throws {
        let (_, result) = try attempt(["a"]).submitted(by: "zhang", at: now)
        #expect(throws: AttemptRefusal.alreadySubmitted) {
            try attempt(["a"], result: result).accept(.text("a"), slot: 1, seq: 1, by: "zhang", at: now)
        }
    }

    @Test func `makes an answer only when the story is over`() {
        #expect(attempt([]).answered == 0)
        #expect(attempt(["a"]).answered == 0)
        #expect(attempt(["a", "a"]).answered == 1)
    }
}

struct `The mark of a scenario` {
    @Test(arguments: [
        (["a", "a"], 100), (["a", "b", "a"], 44), (["a", "b", "b"], 22), (["b", "a", "a"], 33), (["b", "b", "a"], 0),
    ])
    func `is the share of what can be earned, rounded down`(_ letters: [String], _ hundredths: Int) {
        #expect(mark(letters).earned == Marks(hundredths: hundredths))
        #expect(mark(letters).state == .marked)
    }

    @Test func `says of each decision whether it was the best at hand`() {
        #expect(
            mark(["a", "b", "a"]).findings == [.part(1, right: true), .part(2, right: false), .part(3, right: true)])
    }

    @Test(arguments: [[], ["a"], ["b", "b", "b"]])
    func `is nothing without an ending`(_ letters: [String]) {
        #expect(mark(letters) == .unanswered(findings: [.unfinished]))
    }

    @Test func `never leaves the mark, whatever is chosen`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let letters = (0..<12).map { _ in Paper.letters[generator.below(3)] }
            #expect((Marks.zero...Marks.one).contains(mark(letters).earned))
        }
    }

    private func mark(_ letters: [String]) -> Mark { attempt(letters).mark(attempt(letters).paper.slots[0]) }
}

struct `The analysis of a scenario` {
    @Test func `finds nothing wrong where nothing is`() {
        let analysis = Scenario.Analysis(of: visit)
        #expect(analysis.defects == [])
        #expect(analysis.range == 0...9)
        #expect(analysis.best == ["a", "a"])
    }

    @Test func `finds the shortest of the best walks`() {
        let scenario = Scenario(
            start: "a",
            nodes: [
                node("a", [option(1, to: "b"), option(1, to: "end")]), node("b", [option(0, to: "end")]), end("end", 1),
            ])
        #expect(Scenario.Analysis(of: scenario).best == ["b"])
    }

    @Test func `names nodes that nothing leads to, also when only a condition keeps everyone away`() {
        let ways = [Scenario.Way(to: "rich", score: 5), Scenario.Way(to: "end")]
        let scenario = Scenario(
            start: "a",
            nodes: [node("a", [option(4, ways)]), node("lost", [option(0, to: "end")]), end("rich", 1), end("end", 1)])
        #expect(Scenario.Analysis(of: scenario).defects == [.unreachable("lost"), .unreachable("rich")])
    }

    @Test func `names dead ends, and not the nodes before them`() {
        let scenario = Scenario(
            start: "a", nodes: [node("a", [option(1, to: "b"), option(1, to: "wall")]), node("wall", []), end("b", 1)])
        #expect(Scenario.Analysis(of: scenario).defects == [.deadEnd("wall")])
        let nowhere = Scenario(start: "a", nodes: [node("a", [option(1, to: "gone")])])
        #expect(Scenario.Analysis(of: nowhere).defects == [.deadEnd("a")])
    }

    @Test func `names circles without a way out`() {
        let scenario = Scenario(
            start: "a",
            nodes: [
                node("a", [option(1, to: "end"), option(0, to: "b")]), node("b", [option(0, to: "c")]),
                node("c", [option(0, to: "b")]), end("end", 0),
            ])
        #expect(Scenario.Analysis(of: scenario).defects == [.endless("b"), .endless("c")])
    }

    /// The way out asks for a flag that is set on the other path only.
    @Test func `names circles whose way out is closed to some`() {
        let ways = [Scenario.Way(to: "end", flags: ["key"]), Scenario.Way(to: "room")]
        let scenario = Scenario(
            start: "a",
            nodes: [
                node("a", [option(1, sets: ["key"], to: "room"), option(0, to: "room")]),
                node("room", [option(0, ways)]),
                end("end", 0),
            ])
        #expect(Scenario.Analysis(of: scenario).defects == [.endless("room")])
    }

    @Test func `names circles that earn each time round`() {
        let scenario = Scenario(
            start: "a",
            nodes: [
                node("a", [option(2, to: "end"), option(0, to: "b")]), node("b", [option(1, to: "a")]), end("end", 1),
            ])
        let analysis = Scenario.Analysis(of: scenario)
        #expect([[.earnsForEver("a")], [.earnsForEver("b")]].contains(analysis.defects))
        #expect(analysis.range == nil)
    }

    @Test func `knows the range where circles earn nothing`() {
        let scenario = Scenario(
            start: "a",
            nodes: [
                node("a", [option(2, to: "end"), option(0, to: "b")]), node("b", [option(0, to: "a")]), end("end", 1),
            ])
        #expect(Scenario.Analysis(of: scenario).range == 3...3)
    }

    @Test func `names a scenario in which nothing can be earned`() {
        let scenario = Scenario(start: "a", nodes: [node("a", [option(0, to: "end")]), end("end", 0)])
        #expect(Scenario.Analysis(of: scenario).defects == [.worthless])
    }

    @Test func `gives up on more states than can be tried`() {
        let rooms = (0..<13).map { index in
            node("r\(index)", [option(0, sets: ["f\(index)"], to: "r\(index + 1)"), option(0, to: "r\(index + 1)")])
        }
        let scenario = Scenario(start: "r0", nodes: rooms + [end("r13", 1)])
        #expect(Scenario.Analysis(of: scenario).defects == [.tooLarge])
    }

    /// Every walk of up to ten decisions, tried one by one, against the range and the best walk.
    @Test(arguments: 0..<60) func `agrees with trying every walk`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scenario = forward(&generator)
        let analysis = Scenario.Analysis(of: scenario)
        let scores = finished(scenario).map(\.score)
        let range = try #require(analysis.range)
        #expect(range.lowerBound == scores.min())
        #expect(range.upperBound == scores.max())
        #expect(scenario.walk(analysis.best)?.score == range.upperBound)
        #expect(scenario.walk(analysis.best)?.isOver == true)
        let reached = Set(finished(scenario).flatMap { $0.steps.map(\.node.id) + [$0.node.id] })
        for item in scenario.nodes {
            #expect(analysis.defects.contains(.unreachable(item.id)) != reached.contains(item.id))
        }
    }

    /// A graph of six nodes that only leads forward, with points, flags and conditions by chance.
    private func forward(_ generator: inout SeededGenerator) -> Scenario {
        let rooms = (0..<6).map { index in
            node(
                "\(index)",
                (0..<2).map { _ in
                    let ways = [
                        Scenario.Way(
                            to: "\(index + 1 + generator.below(6 - index))", score: generator.below(5),
                            flags: generator.below(2) == 0 ? ["f\(generator.below(2))"] : []),
                        Scenario.Way(to: "\(index + 1 + generator.below(6 - index))"),
                    ]
                    return option(
                        generator.below(4), ways, sets: generator.below(2) == 0 ? ["f\(generator.below(2))"] : [])
                })
        }
        return Scenario(start: "0", nodes: rooms + [end("6", generator.below(3))])
    }

    private func finished(_ scenario: Scenario, from letters: [String] = []) -> [Scenario.Walk] {
        guard let walk = scenario.walk(letters) else { return [] }
        return walk.isOver ? [walk] : ["a", "b"].flatMap { finished(scenario, from: letters + [$0]) }
    }
}

// MARK: - Scenarios

private let now = Date(timeIntervalSince1970: 1_795_000_000)

/// From the door to the table; there, who has the points is told, who has the flag is sent to the yard, and an apology
/// leads back.
private let visit = Scenario(
    start: "door",
    nodes: [
        node("door", [option(2, sets: ["asked"], to: "table"), option(0, to: "table")]),
        node(
            "table",
            [
                option(3, [Scenario.Way(to: "told", score: 5), Scenario.Way(to: "late")]),
                option(0, [Scenario.Way(to: "yard", flags: ["asked"]), Scenario.Way(to: "sorry")]),
            ]),
        node("late", [option(0, to: "poor")]),
        node("yard", [option(2, to: "poor"), option(0, to: "poor")]),
        node("sorry", [option(0, to: "poor"), option(0, to: "table")]),
        end("told", 4), end("poor", 0),
    ])

private func node(_ id: String, _ options: [Scenario.Option]) -> Scenario.Node {
    Scenario.Node(id: id, text: "text of \(id)", options: options)
}

private func end(_ id: String, _ score: Int) -> Scenario.Node {
    Scenario.Node(id: id, text: "ending \(id)", ending: Scenario.Ending(.good, score: score))
}

private func option(_ score: Int, sets: [String] = [], to node: String) -> Scenario.Option {
    option(score, [Scenario.Way(to: node)], sets: sets)
}

private func option(_ score: Int, _ ways: [Scenario.Way], sets: [String] = []) -> Scenario.Option {
    Scenario.Option(
        key: "k", text: "do", consequence: "then", feedback: "why", clauses: ["M57-16"], score: score, sets: sets,
        ways: ways)
}

private func attempt(_ letters: [String], result: Attempt.Result? = nil) -> Attempt {
    let question = Question(
        id: "visit", era: .current, clauses: ["M57-16"], stem: "走访", interaction: .scenario(visit), explanation: "……")
    return Attempt(
        id: "try", person: "zhang", course: "visits", number: 1, startedAt: now,
        paper: Paper(seed: 1, slots: [Paper.Slot(number: 1, version: "v", order: [])]), rules: Quiz.Rules(passMark: 80),
        questions: ["v": question], answers: letters.isEmpty ? [:] : [1: answer(letters)], result: result)
}

private func answer(_ letters: [String]) -> Answer {
    Answer(slot: 1, response: .list(letters), seq: letters.count, savedAt: now)
}

private func decide(_ letter: String, step: Int, after letters: [String]) throws -> Acceptance {
    try attempt(letters).accept(.text(letter), slot: 1, seq: step, by: "zhang", at: now)
}

import Foundation
import FoundationXML
import Testing
import Training

@testable import Web

struct `A scenario on the wire` {
    @Test func `tells of decisions taken, and of nothing that was not chosen`() throws {
        let text = try json(["b"])
        #expect(
            text.contains(
                #""node":{"choices":[{"key":"a","text":"do stay"},{"key":"b","text":"do leave"}],"id":"table""#))
        #expect(text.contains(#""taken":[{"choice":"b","clauses":["M57-16"],"consequence":"then ask""#))
        #expect(text.contains("why ask"))
        for hidden in [
            "why go", "then go", "why stay", "then stay", "why leave", "ending met", "ending sorry", "score",
        ] {
            #expect(!text.contains(hidden), "\(hidden)")
        }
    }

    @Test func `says how the story ended once it has`() throws {
        let text = try json(["b", "a"])
        #expect(text.contains(#""ending":"good""#))
        #expect(text.contains(#""choices":[]"#))
    }

    @Test func `refuses another step with the node where the story stands`() throws {
        let attempt = attempt(["b"])
        let refusal = try #require(
            #expect(throws: AttemptRefusal.self) {
                try attempt.accept(.text("a"), slot: 1, seq: 1, by: "zhang", at: now)
            })
        let problem = Problem(refusal)
        #expect(problem.status == .conflict)
        let text = try encoded(ProblemDocument(problem, .chinese))
        #expect(text.contains(#""code":"another_step""#))
        #expect(text.contains(#""id":"table""#))
    }

    private func json(_ letters: [String]) throws -> String {
        try encoded(AttemptDocument(attempt(letters), now, .example))
    }

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

struct `The form of a scenario` {
    @Test func `takes a decision by its button only`() {
        #expect(Training.Response(Form("kind=scenario&response=a&next=2")) == nil)
        #expect(Training.Response(Form("kind=scenario&response=a&decision=1")) == .text("a"))
        #expect(Training.Response(Form("kind=scenario&decision=1")) == .text(""))
    }
}

struct `The map of a scenario` {
    @Test(arguments: [[], ["a"], ["b", "b"], ["b", "a"], ["b"]])
    func `is a drawing with a text, without styles and scripts`(_ letters: [String]) throws {
        let map = try #require(story(letters).map)
        let parser = XMLParser(data: Data(map.utf8))
        #expect(parser.parse())
        #expect(parser.parserError == nil)
        #expect(map.contains("<title") && map.contains("<desc"))
        for forbidden in [" style=", "<style", "<script", " on"] { #expect(!map.contains(forbidden)) }
        #expect(map.components(separatedBy: "map-way-taken").count - 1 == letters.count)
        #expect(map.components(separatedBy: "map-way-best").count - 1 == 2)
    }

    @Test func `shows what both pass once`() throws {
        let story = try story(["b", "b"])
        let map = try #require(story.map)
        #expect(map.components(separatedBy: "map-box-both").count - 1 == 2)
        #expect(map.components(separatedBy: "map-box-taken").count - 1 == 1)
        #expect(map.components(separatedBy: "map-box-best").count - 1 == 1)
        #expect(story.decisions.map { $0.citations.map(\.words) } == [["M57-16"], ["M57-16"]])
        #expect(story.best?.decisions.map(\.letter) == ["B", "A"])
    }

    @Test func `and the best path wait until keys are shown; the own decisions do not`() throws {
        let story = try story(["b", "b"], showsKey: false)
        #expect(story.map == nil && story.best == nil)
        #expect(story.decisions.map(\.letter) == ["B", "B"])
    }

    private func story(_ letters: [String], showsKey: Bool = true) throws -> StoryReview {
        let attempt = attempt(letters)
        return try #require(StoryReview(attempt, attempt.paper.slots[0], .example, showsKey: showsKey, .example))
    }
}

private let now = Date(timeIntervalSince1970: 1_795_000_000)

private func attempt(_ letters: [String]) -> Attempt {
    let scenario = Scenario(
        start: "door",
        nodes: [
            Scenario.Node(id: "door", text: "<敲门> & 没人应", options: [to("sorry", "go", 0), to("table", "ask", 1)]),
            Scenario.Node(id: "table", text: "坐下", options: [to("met", "stay", 1), to("sorry", "leave", 0)]),
            Scenario.Node(id: "met", text: "ending met", ending: Scenario.Ending(.good, score: 1)),
            Scenario.Node(id: "sorry", text: "ending sorry", ending: Scenario.Ending(.poor, score: 0)),
        ])
    let question = Question(
        id: "visit", era: .current, clauses: ["M57-16"], stem: "走访", interaction: .scenario(scenario), explanation: "……"
    )
    let answer = Answer(slot: 1, response: .list(letters), seq: letters.count, savedAt: now)
    return Attempt(
        id: "try", person: "zhang", course: "visits", number: 1, startedAt: now,
        paper: Paper(seed: 1, slots: [Paper.Slot(number: 1, version: "v", order: [])]), rules: Quiz.Rules(passMark: 80),
        questions: ["v": question], answers: letters.isEmpty ? [:] : [1: answer], result: nil)
}

private func to(_ node: String, _ key: String, _ score: Int) -> Scenario.Option {
    Scenario.Option(
        key: key, text: "do \(key)", consequence: "then \(key)", feedback: "why \(key)", clauses: ["M57-16"],
        score: score, ways: [Scenario.Way(to: node)])
}

import Foundation
import TestSupport
import Testing
import Training

@testable import Content
@testable import Web

struct `A clause that rises while the server runs` {
    @Test func `takes what rests on it out of the next paper, and leaves the try that goes on as it is`() async throws {
        let town = try await Town()
        try await town.separate()
        try await town.open { visit in
            let going = try await visit.begin("visits", as: .zhang)
            let paper = try await visit.get("/attempts/\(going).json", as: .zhang).json["questions"]
            try await town.raise("L-1")
            #expect(try await visit.stems(of: visit.begin("visits", as: .li)) == ["可以不上门。"])
            #expect(try await visit.get("/attempts/\(going).json", as: .zhang).json["questions"] == paper)
            for (slot, answer) in try await visit.rightAnswers(to: going, as: .zhang) {
                _ = try await visit.send(
                    ["response": answer, "seq": 1], to: "/attempts/\(going)/answers/\(slot)", as: .zhang, by: .put)
            }
            let result = try await visit.send([:], to: "/attempts/\(going)/submission", as: .zhang).json
            #expect(result["score"] == 3 && result["passed"] == true)
            let content = try await visit.get("/content", as: .zheng)
            #expect(content.contains("papers have 1 of 3") || content.contains("现在只能出 1 题"))
            #expect(content.contains("从第 1 版升到第 2 版（2026-11-09）") && content.contains("最近的改动已经启用"))
            #expect(try await visit.get("/", as: .zheng).contains("没有启用") == false)
        }
    }

    @Test func `asks again what was rewritten`() async throws {
        let town = try await Town()
        try await town.separate()
        try await town.raise("L-1")
        try await town.revise("Questions/visits.yml", "stem: 记什么？", "stem: 现在记什么？")
        try await town.open { visit in
            let stems = try await visit.stems(of: visit.begin("visits", as: .zhang))
            #expect(stems == ["可以不上门。", "现在记什么？"])
        }
    }

    @Test func `refuses to begin where no question is left, and says why`() async throws {
        let town = try await Town()
        try await town.raise("L-1")
        try await town.open { visit in
            let reply = try await visit.send([:], to: "/courses/visits/attempts", as: .zhang)
            #expect(reply.status == 409 && reply.problem == "under_revision")
            let page = try await visit.post("/courses/visits/attempts", as: .zhang)
            #expect(page.status == 409 && page.contains("题目正在修订"))
            let papers = try await visit.send(
                ["course": "visits", "people": ["00017"]], to: "/units/610621/papers", as: .chen)
            #expect(papers.status == 409 && papers.problem == "under_revision")
            #expect(try await visit.get("/courses/visits", as: .zhang).status == 200)
        }
    }

    @Test func `leaves the paper that waits to be keyed in where it is`() async throws {
        let town = try await Town()
        try await town.open { visit in
            func draw(_ people: [JSON]) async throws -> Reply {
                try await visit.send(
                    ["course": "visits", "people": .list(people)], to: "/units/610621/papers", as: .chen)
            }
            let drawn = try await draw(["00017"])
            #expect(drawn.status == 201)
            try await town.raise("L-1")
            let found = try await draw(["00017"])
            #expect(try found.status == 201 && found.json == drawn.json)
            let both = try await draw(["00017", "00018"])
            #expect(both.status == 409 && both.problem == "under_revision")
        }
    }

    @Test func `keeps its questions out of the notebook until they are revised`() async throws {
        let town = try await Town()
        try await town.separate()
        try await town.open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            try await town.raise("L-1")
            town.clock.advance(by: .days(1))
            let cards = try await visit.get("/notebook.json", as: .zhang).json["cards"]
            #expect(cards.list.map { $0["question"] } == ["visits-skip"])
            #expect(try await visit.get("/notebook/visits-knock", as: .zhang).status == 404)
            let answer = try await visit.send(["response": "a", "seq": 2], to: "/notebook/visits-knock", as: .zhang)
            #expect(answer.status == 404)
            try await town.revise("Questions/visits.yml", "stem: 敲门没人应，怎么办？", "stem: 敲门没人应，现在怎么办？")
            #expect(try await visit.get("/notebook/visits-knock.json", as: .zhang).json["state"] == "due")
        }
    }

    @Test func `rises by itself on its day`() async throws {
        let town = try await Town()
        try await town.separate()
        let law = try #require(Town.files["Courses/clauses/law.yml"])
        try await town.write(
            "Courses/clauses/law.yml",
            law + Town.second + """

                - id: L-1
                  version: 2
                  text: 应当两人上门调查。
                  source: 社会救助法
                  era: current
                  verified: true
                  from: 2026-11-10
                """)
        try await town.open { visit in
            #expect(try await visit.stems(of: visit.begin("visits", as: .zhang)).count == 3)
            town.clock.advance(by: Day(at: monday).end.timeIntervalSince(monday) - 1)
            try await town.content.look()
            #expect(try await visit.stems(of: visit.begin("visits", as: .li)).count == 3)
            town.clock.advance(by: 1)
            try await town.content.look()
            #expect(try await visit.stems(of: visit.begin("visits", as: .zhao)) == ["可以不上门。"])
        }
    }
}

struct `A clause whose words change under the same version` {
    @Test func `is told to administrators, and every question is asked`() async throws {
        let town = try await Town()
        try await town.revise("Courses/clauses/law.yml", "应当上门调查。", "应当上门去调查。")
        try await town.open { visit in
            let page = try await visit.get("/content", as: .zheng)
            #expect(page.contains("L-1 的文字在第 1 版之内改了（2026-11-09）"))
            #expect(try await visit.stems(of: visit.begin("visits", as: .zhang)).count == 3)
        }
    }
}

extension Town {
    /// A clause besides those of `files`.
    fileprivate static let second = """

        - id: L-2
          version: 1
          text: 不得不上门。
          source: 社会救助法
          era: current
          verified: true
        """

    /// Lets the last question of 走访 rest on a clause of its own.
    fileprivate func separate() async throws {
        let law = try #require(Town.files["Courses/clauses/law.yml"])
        try folder.write(law + Self.second, to: "Courses/clauses/law.yml")
        try await revise(
            "Questions/visits.yml", "type: true_false\n  era: current\n  clauses: [L-1]",
            "type: true_false\n  era: current\n  clauses: [L-2]")
    }

    /// Gives a clause the version 2.
    fileprivate func raise(_ clause: String) async throws {
        try await revise("Courses/clauses/law.yml", "- id: \(clause)\n  version: 1", "- id: \(clause)\n  version: 2")
    }
}

extension Visitor {
    /// The questions of a paper in their alphabetical order.
    fileprivate func stems(of attempt: String) async throws -> [String] {
        let id = try #require(AttemptID(rawValue: attempt))
        let attempt = try await town.records.attempt(id, for: .operatorAtTheMachine)
        return attempt.questions.values.map(\.stem).sorted()
    }
}

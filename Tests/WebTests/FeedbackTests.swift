import Foundation
import Testing
import Training

@testable import Web

/// What a quiz may tell, and when.
struct `A key` {
    /// What gives a key away, wherever it stands.
    private static let signs =
        Town.secrets + ["right", "reason", "explanation", "expected", "best"].map { "\"\($0)\":" } + ["is-right", "正确"]

    /// Everything that anyone is sent about a try, saving its answers included.
    private func everything(about attempt: String, _ visit: Visitor) async throws -> [Reply] {
        let answers = try await visit.rightAnswers(to: attempt, as: .zhang)
        let home = "/attempts/\(attempt)"
        var replies: [Reply] = []
        for (slot, answer) in answers {
            let path = "\(home)/answers/\(slot)"
            replies.append(try await visit.send(["response": answer, "seq": 1], to: path, as: .zhang, by: .put))
            replies.append(try await visit.get("\(home)?question=\(slot)", as: .zhang))
            let one: JSON = [["slot": .number(Double(slot)), "response": answer, "seq": 1]]
            replies.append(try await visit.send(["answers": one], to: "\(home)/answers", as: .zhang))
        }
        for path in ["", ".json", "/submission", "/review", "/review.json"] {
            for who in [Who.zhang, .chen, .wu, .chensToken] {
                replies.append(try await visit.get(home + path, as: who))
            }
        }
        for path in ["/", "/courses/visits", "/courses/visits/01-knock", "/notebook", "/notebook.json"] {
            replies.append(try await visit.get(path, as: .zhang))
        }
        for path in ["/people/00017/courses/visits", "/units/610621/people", "/marking", "/late-answers"] {
            replies.append(try await visit.get(path, as: .chen))
        }
        return replies
    }

    private func expectNothing(in replies: [Reply], but allowed: [String] = []) {
        for reply in replies {
            for sign in Self.signs where !allowed.contains(sign) {
                #expect(!reply.contains(sign), "\(sign) in \(reply.text)")
            }
        }
    }

    @Test(arguments: Quiz.Feedback.allCases) func `is told to nobody while the try goes on`(
        _ feedback: Quiz.Feedback
    ) async throws {
        try await Town(rules: ["feedback: \(feedback.rawValue)", "tries: 2"]).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            expectNothing(in: try await everything(about: attempt, visit))
            if feedback != .atOnce {
                let asked = try await visit.send([:], to: "/attempts/\(attempt)/answers/1/feedback", as: .zhang)
                #expect(asked.problem == "no_key_yet")
                expectNothing(in: [asked])
            }
        }
    }

    @Test func `is told at once for the answer that is locked with it, and for no other`() async throws {
        try await Town(rules: ["feedback: at_once"]).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let home = "/attempts/\(attempt)"
            _ = try await everything(about: attempt, visit)
            let shown = try await visit.send([:], to: "\(home)/answers/1/feedback", as: .zhang)
            #expect(shown.status == 200)
            let explanation = try #require(try shown.json["explanation"].string)
            #expect(explanation.hasPrefix("EXPLANATION"))
            #expect(try shown.json["score"] == 1)
            let page = try await visit.get("\(home)?question=1", as: .zhang)
            #expect(
                page.contains(explanation) && !page.contains(#"type="radio""#) && !page.contains(#"type="checkbox""#))
            let others = try await visit.get("\(home).json", as: .zhang).json["questions"].list.dropFirst()
            #expect(others.allSatisfy { $0["review"] == nil })
            expectNothing(in: [
                try await visit.get("\(home)?question=2", as: .zhang),
                try await visit.get("\(home)?question=3", as: .zhang),
                try await visit.get("\(home)/submission", as: .zhang),
            ])
            let changed = try await visit.send(
                ["response": shown.json["response"], "seq": 9], to: "\(home)/answers/1", as: .zhang, by: .put)
            #expect(try changed.json["code"] == "locked")
            #expect(try changed.json["seq"] == 1)
        }
    }

    @Test func `is asked for with the form of a page, which saves the answer first`() async throws {
        try await Town(rules: ["feedback: at_once"]).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let questions = try await visit.get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
            let slot = try #require(questions.first { $0["type"] == "true_false" }?["slot"])
            let path = "/attempts/\(attempt)/answers/\(slot)"
            let none = try await visit.post(path, form: ["kind": "true_false", "feedback": "true"], as: .zhang)
            #expect(none.status == 422)
            #expect(none.contains("先答这一题"))
            let asked = try await visit.post(
                path, form: ["kind": "true_false", "response": "a", "feedback": "true"], as: .zhang)
            #expect(asked.location == "/attempts/\(attempt)?question=\(slot)")
            #expect(try await visit.get("/attempts/\(attempt)?question=\(slot)", as: .zhang).contains("REASON"))
        }
    }

    /// What a finished try of zhang tells zhang and chen, the coordinator.
    private func review(of attempt: String, _ visit: Visitor) async throws -> [Reply] {
        var replies: [Reply] = []
        for who in [Who.zhang, .chen] {
            for suffix in ["", ".json"] {
                replies.append(try await visit.get("/attempts/\(attempt)/review\(suffix)", as: who))
            }
        }
        return replies
    }

    /// What zhang's notebook tells of the questions of a paper.
    private func notebook(of attempt: String, _ visit: Visitor) async throws -> [Reply] {
        let id = try #require(AttemptID(rawValue: attempt))
        let paper = try await visit.town.records.attempt(id, for: .operatorAtTheMachine)
        var replies = [try await visit.get("/notebook.json", as: .zhang)]
        for question in paper.questions.values {
            replies.append(try await visit.get("/notebook/\(question.id)", as: .zhang))
        }
        return replies
    }

    private func expectKeys(in replies: [Reply]) {
        for reply in replies { #expect(reply.contains("REASON") && reply.contains("EXPLANATION")) }
    }

    @Test func `waits until the quiz is passed where it says so`() async throws {
        try await Town(rules: ["feedback: after_passing"]).open { visit in
            let first = try await visit.begin("visits", as: .zhang)
            _ = try await visit.send([:], to: "/attempts/\(first)/submission", as: .zhang)
            let hidden = try await review(of: first, visit)
            expectNothing(in: hidden)
            expectNothing(in: try await notebook(of: first, visit))
            #expect(hidden[0].contains("合格以后"))
            #expect(try hidden[1].json["keys_shown"] == false)
            let admin = try await visit.get("/attempts/\(first)/review.json", as: .zheng)
            expectKeys(in: [admin])
            try await visit.pass("visits", as: .zhang)
            expectKeys(in: try await review(of: first, visit))
        }
    }

    @Test func `waits until no try is left where the quiz gives so many`() async throws {
        try await Town(rules: ["feedback: after_passing", "tries: 2"]).open { visit in
            let first = try await visit.begin("visits", as: .zhang)
            _ = try await visit.send([:], to: "/attempts/\(first)/submission", as: .zhang)
            expectNothing(in: try await review(of: first, visit))
            let second = try await visit.begin("visits", as: .zhang)
            expectNothing(in: try await review(of: first, visit))
            _ = try await visit.send([:], to: "/attempts/\(second)/submission", as: .zhang)
            expectKeys(in: try await review(of: first, visit))
            let page = try await visit.get("/courses/visits", as: .zhang)
            #expect(page.contains("次数已经用完") && !page.contains("再答一次</button>"))
            #expect(try await visit.send([:], to: "/courses/visits/attempts", as: .zhang).problem == "no_tries_left")
            #expect(try await !visit.get("/attempts/\(first)/review", as: .zhang).contains("再答一次</button>"))
        }
    }

    @Test func `waits for the day after the due date where the quiz says so`() async throws {
        try await Town(rules: ["feedback: after_due"]).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            expectNothing(in: try await review(of: attempt, visit))
            let due = try #require(
                try await visit.get("/people/00017/courses/visits.json", as: .chensToken).json["due"].string)
            let day = try #require(Day(due))
            visit.town.clock.advance(by: day.adding(1).start.timeIntervalSince(visit.town.clock.now))
            let token = try await visit.town.records.openSession(
                for: visit.town.person(.zhang), by: .password, at: visit.town.clock.now)
            let page = try await visit.get("/attempts/\(attempt)/review", [.cookie: "session=\(token)"])
            expectKeys(in: [page])
        }
    }

    @Test func `of an order does not show in the order of its steps`() throws {
        let slot = Attempt.example.paper.slots[4]
        let question = try #require(Attempt.example.questions[slot.version])
        let hidden = ReviewedPart.all(question.interaction, slot, .list(["b", "a"]), showsKey: false, .example)
        #expect(hidden.map(\.key) == ["a", "b"])
        let shown = ReviewedPart.all(question.interaction, slot, .list(["b", "a"]), showsKey: true, .example)
        #expect(shown.map(\.key) == ["b", "a"])
    }
}

import Foundation
import Testing
import Training

@testable import Web

/// zhang in a quiz of 30 minutes.
struct `A deadline` {
    private let rules = ["time_limit: 30"]

    @Test func `stands in the paper, in every receipt and on the pages`() async throws {
        try await Town(rules: rules).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let paper = try await visit.get("/attempts/\(attempt).json", as: .zhang).json
            #expect(paper["deadline"] == "2026-11-09T01:30:00Z")
            visit.town.clock.advance(by: .minutes(5))
            let receipt = try await save(1, in: attempt, visit).json
            #expect(receipt["deadline"] == "2026-11-09T01:30:00Z")
            #expect(receipt["now"] == "2026-11-09T01:05:00Z")
            for path in ["/attempts/\(attempt)", "/attempts/\(attempt)/submission"] {
                let page = try await visit.get(path, as: .zhang)
                #expect(page.contains("请在 2026-11-09 09:30 前交卷") && page.contains("还剩 25 分钟"))
                #expect(page.contains(#"data-seconds="1500""#))
            }
        }
    }

    @Test func `is told before the quiz begins, with all its other rules`() async throws {
        let rules = rules + ["tries: 2", "delay: 60", "counts: last", "feedback: after_passing"]
        try await Town(rules: rules).open { visit in
            let page = try await visit.get("/courses/visits", as: .zhang)
            for fact in [
                "限时 30 分钟", "一共可以答 2 次", "至少隔 1 小时", "以最后一次为准", "合格以后，或者次数用完以后", "断网也能接着答",
            ] {
                #expect(page.contains(fact), "\(fact)")
            }
        }
    }

    @Test func `closes a try that somebody looks at after it, with what was saved`() async throws {
        try await Town(rules: rules).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            _ = try await save(1, in: attempt, visit)
            visit.town.clock.advance(by: .minutes(31))
            #expect(try await visit.get("/attempts/\(attempt).json", as: .zhang).json["state"] == "in_progress")
            visit.town.clock.advance(by: 1)
            let closed = try await visit.get("/attempts/\(attempt).json", as: .chensToken).json
            #expect(closed["state"] == "expired")
            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            #expect(review["received"] == 1 && review["score"] == 1 && review["passed"] == false)
            #expect(try await visit.get("/attempts/\(attempt)", as: .zhang).location == "/attempts/\(attempt)/review")
            #expect(try await visit.get("/attempts/\(attempt)/review", as: .zhang).contains("按已经保存的答案自动交卷"))
        }
    }

    @Test func `is swept past without anyone looking`() async throws {
        let town = try await Town(rules: rules)
        try await town.open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            town.clock.advance(by: .minutes(32))
            try await town.site.closeOverdueAttempts()
            let id = try #require(AttemptID(rawValue: attempt))
            let found = try await town.records.attempt(id, for: .operatorAtTheMachine)
            #expect(found.state == .expired)
        }
    }

    private func save(_ slot: Int, in attempt: String, _ visit: Visitor, seq: Double = 1) async throws -> Reply {
        let answer = try #require(try await visit.rightAnswers(to: attempt, as: .zhang)[slot])
        return try await visit.send(
            ["response": answer, "seq": .number(seq)], to: "/attempts/\(attempt)/answers/\(slot)", as: .zhang, by: .put)
    }

    // MARK: Late answers

    /// A try with one answer in time and two more that came an hour late, one with PUT and one among several.
    private func late(_ visit: Visitor) async throws -> String {
        let attempt = try await visit.begin("visits", as: .zhang)
        _ = try await save(1, in: attempt, visit)
        visit.town.clock.advance(by: .minutes(90))
        let put = try await save(2, in: attempt, visit)
        #expect(put.status == 202)
        #expect(try put.json["code"] == "too_late" && put.json["saved"] == false && put.json["answered"] == 1)
        let right = try await visit.rightAnswers(to: attempt, as: .zhang)
        let sent: JSON = [
            ["slot": 1, "response": right[1] ?? nil, "seq": 1], ["slot": 3, "response": right[3] ?? nil, "seq": 1],
        ]
        let posted = try await visit.send(["answers": sent], to: "/attempts/\(attempt)/answers", as: .zhang)
        let results = try posted.json["answers"]
        #expect(results[0]["saved"] == true && results[0]["code"] == nil)
        #expect(results[1]["saved"] == false && results[1]["code"] == "too_late")
        return attempt
    }

    @Test func `answers what comes long after it with 202, keeps it, and tells the learner who decides`() async throws {
        try await Town(rules: rules).open { visit in
            let attempt = try await late(visit)
            let page = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            #expect(page.contains("迟到，待培训管理员确认"))
            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            #expect(review["late"] == 2 && review["score"] == 1)
        }
    }

    @Test func `lets the coordinator accept late answers, with a reason`() async throws {
        try await Town(rules: rules).open { visit in
            let attempt = try await late(visit)
            _ = try await visit.get("/attempts/\(attempt).json", as: .zhang)
            let waiting = try await visit.get("/late-answers.json", as: .chensToken).json["deliveries"]
            #expect(waiting.list.count == 1)
            #expect(waiting[0]["attempt"] == .string(attempt))
            #expect(waiting[0]["score"] == 1 && waiting[0]["score_if_accepted"] == 3)
            #expect(waiting[0]["answers"].list.map { $0["slot"] } == [2, 3])
            #expect(waiting[0]["answers"][0]["seconds_late"] == 3600)
            let page = try await visit.get("/late-answers", as: .chen)
            #expect(page.contains("现在 1/3 分，算上迟到的答案 3/3 分"))
            #expect(page.contains("一截止就能看解析"))
            let path = "/late-answers/\(attempt)"
            for wrong: JSON in [["decision": "accept", "reason": " "], ["decision": "maybe", "reason": "停电"]] {
                #expect(try await visit.send(wrong, to: path, as: .chensToken).problem == "bad_decision")
            }
            #expect(
                try await visit.post(path, form: ["decision": "accept", "reason": "停电"], as: .chen).location
                    == "/late-answers")
            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            #expect(review["late"] == 0 && review["score"] == 3 && review["passed"] == true)
            let again = try await visit.send(["decision": "decline", "reason": "x"], to: path, as: .chensToken)
            #expect(again.problem == "nothing_to_decide")
        }
    }

    @Test func `sends the form of a page that comes late to the review`() async throws {
        try await Town(rules: rules).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let questions = try await visit.get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
            let slot = try #require(questions.first { $0["type"] == "true_false" }?["slot"])
            visit.town.clock.advance(by: .minutes(40))
            let reply = try await visit.post(
                "/attempts/\(attempt)/answers/\(slot)", form: ["kind": "true_false", "response": "a", "next": "2"],
                as: .zhang)
            #expect(reply.location == "/attempts/\(attempt)/review")
            #expect(try await visit.get("/attempts/\(attempt)/review", as: .zhang).contains("迟到，待培训管理员确认"))
        }
    }
}

struct `Time and tries beyond the rules` {
    @Test func `are granted by the coordinator with a reason, and told to the learner`() async throws {
        try await Town(rules: ["time_limit: 30", "tries: 1"]).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let path = "/people/00017/courses/visits"
            let wrong = try await visit.post("\(path)/grants", form: ["minutes": "x", "reason": "停电"], as: .chen)
            #expect(wrong.status == 422)
            #expect(wrong.contains(#"role="alert""#) && wrong.contains("停电"))
            let json: JSON = ["minutes": 0, "tries": 0, "reason": "停电"]
            #expect(try await visit.send(json, to: "\(path)/grants", as: .chensToken).problem == "bad_grant")
            let given = try await visit.post(
                "\(path)/grants", form: ["minutes": "15", "tries": "1", "reason": "停电"], as: .chen)
            #expect(given.location == path)
            let found = try await visit.get("\(path).json", as: .chensToken).json
            #expect(found["tries_left"] == 1)
            #expect(
                found["grants"][0].without("granted_by") == [
                    "minutes": 15, "tries": 1, "reason": "停电", "granted_at": "2026-11-09T01:00:00Z",
                ])
            #expect(try await visit.get(path, as: .wu).contains("停电"))
            #expect(try await !visit.get(path, as: .wu).contains("/grants"))
            let paper = try await visit.get("/attempts/\(attempt).json", as: .zhang).json
            #expect(paper["deadline"] == "2026-11-09T01:45:00Z")
            let page = try await visit.get("/courses/visits", as: .zhang)
            #expect(page.contains("给您加了 15 分钟") && page.contains("给您加了 1 次"))
        }
    }

    @Test func `make the learner wait, until they are there`() async throws {
        try await Town(rules: ["delay: 90"]).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            let early = try await visit.send([:], to: "/courses/visits/attempts", as: .zhang)
            #expect(early.problem == "too_early")
            #expect(early.contains("2026-11-09 10:30"))
            #expect(try await visit.get("/courses/visits", as: .zhang).contains("2026-11-09 10:30 以后可以再答一次"))
            visit.town.clock.advance(by: .minutes(90))
            #expect(try await visit.send([:], to: "/courses/visits/attempts", as: .zhang).status == 201)
        }
    }
}

import Foundation
import HTTPTypes
import Testing
import Training

@testable import Web

struct `Beginning a quiz` {
    @Test func `makes a try once and goes on with it afterwards`() async throws {
        try await Town().open { visit in
            let first = try await visit.send([:], to: "/courses/visits/attempts", as: .zhang)
            #expect(first.status == 201)
            let id = try #require(try first.json["id"].string)
            #expect(first.location == "/attempts/\(id)")
            let again = try await visit.send([:], to: "/courses/visits/attempts", as: .zhang)
            #expect(again.status == 200)
            #expect(try again.json == first.json)
            #expect(try await visit.post("/courses/visits/attempts", as: .zhang).location == "/attempts/\(id)")
        }
    }

    @Test func `waits for the lessons where the course wants them read first`() async throws {
        try await Town().open { visit in
            let early = try await visit.send([:], to: "/courses/publicity/attempts", as: .zhang)
            #expect(early.status == 409)
            #expect(early.problem == "lessons_first")
            try await visit.read(["01-names"], of: "publicity", as: .zhang)
            #expect(try await visit.send([:], to: "/courses/publicity/attempts", as: .zhang).status == 201)
        }
    }
}

struct `A paper` {
    @Test func `is what the contract says`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let paper = try await visit.get("/attempts/\(attempt).json", as: .zhang).json
            #expect(paper.names == ["id", "course", "state", "deadline", "now", "questions"])
            let head: JSON = [
                "id": .string(attempt), "course": "visits", "state": "in_progress", "deadline": nil,
                "now": "2026-11-09T01:00:00Z",
            ]
            #expect(paper.without("questions") == head)
            #expect(paper["questions"].list.map { $0["slot"] } == [1, 2, 3])
            for question in paper["questions"].list {
                let plain: Set = ["slot", "type", "stem", "options", "response", "seq"]
                #expect(question.names == (question["image"] == nil ? plain : plain.union(["image"])))
                #expect(question["response"] == nil)
                #expect(question["seq"] == 0)
                #expect(question["options"].list.allSatisfy { $0.names == ["key", "text"] })
                let letters = question["options"].list.map { $0["key"] }
                #expect(letters == ["a", "b", "c"].prefix(letters.count).map { JSON.string($0) })
            }
            let types = paper["questions"].list.compactMap { $0["type"].string }
            #expect(types.sorted() == ["multiple", "single", "true_false"])
        }
    }

    @Test func `asked for by suffix, by header or by sending JSON is the same`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let suffix = try await visit.get("/attempts/\(attempt).json", as: .zhang)
            let header = try await visit.get("/attempts/\(attempt)", as: .zhang, [.accept: "application/json"])
            #expect(suffix.text == header.text)
            #expect(suffix.headers[.contentType]?.hasPrefix("application/json") == true)
        }
    }

    @Test func `tells nobody what is right before it is handed in`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let answers = try await visit.rightAnswers(to: attempt, as: .zhang)
            var replies: [Reply] = []
            for (slot, answer) in answers {
                let path = "/attempts/\(attempt)/answers/\(slot)"
                replies.append(try await visit.send(["response": answer, "seq": 1], to: path, as: .zhang, by: .put))
                replies.append(try await visit.get("/attempts/\(attempt)?question=\(slot)", as: .zhang))
            }
            for path in ["", ".json", "/submission", "/review", "/review.json"] {
                for who in [Who.zhang, .chen, .zheng, .chensToken, .zhengsToken] {
                    replies.append(try await visit.get("/attempts/\(attempt)\(path)", as: who))
                }
            }
            for path in ["/", "/courses/visits", "/courses/visits/01-knock"] {
                replies.append(try await visit.get(path, as: .zhang))
            }
            for reply in replies {
                for secret in Town.secrets + [#""right""#, #""reason""#, #""explanation""#, "is-right"] {
                    #expect(!reply.contains(secret), "\(secret) in \(reply.text)")
                }
            }
            _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            #expect(try await visit.get("/attempts/\(attempt)/review", as: .zhang).contains("REASON"))
        }
    }

    @Test func `keeps its picture, which is served as one and runs nothing`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let questions = try await visit.get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
            let path = try #require(questions.compactMap { $0["image"].string }.first)
            let picture = try await visit.get(path, as: .zhang)
            #expect(picture.headers[.contentType] == "image/svg+xml")
            #expect(picture.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
            #expect(picture.headers[.contentSecurityPolicy]?.contains("script-src") == false)
            #expect(picture.text == Town.files["Questions/images/door.svg"])
            let tag = try #require(picture.headers[.eTag])
            #expect(try await visit.get(path, as: .zhang, [.ifNoneMatch: tag]).status == 304)
        }
    }
}

struct `Handing in` {
    @Test func `answers with the score, what was received and what is still missing`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let receipt = try await visit.pass("visits", as: .zhang)
            #expect(receipt.status == 200)
            let expected: JSON = [
                "id": .string(attempt), "state": "finished", "score": 3, "max_score": 3, "passed": true, "received": 3,
                "recovered": 0, "missing": 0, "of": 3, "missing_lessons": ["01-knock", "02-record"], "completed": false,
            ]
            #expect(try receipt.json == expected)
            visit.town.clock.advance(by: .days(1))
            let again = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            #expect(again.status == 200)
            #expect(try again.json == expected)
        }
    }

    @Test func `finishes the course when all lessons are read, in whichever order`() async throws {
        try await Town().open { visit in
            try await visit.read(["01-knock", "02-record"], of: "visits", as: .zhang)
            #expect(try await visit.pass("visits", as: .zhang).json["completed"] == true)
            try await visit.pass("visits", as: .li)
            try await visit.read(["01-knock"], of: "visits", as: .li)
            let last = try await visit.send([:], to: "/courses/visits/02-record/reading", as: .li)
            #expect(
                try last.json == ["course": "visits", "read": 2, "of": 2, "missing_lessons": [], "completed": true])
        }
    }

    @Test func `counts half a mark for part of the right options, with at most two decimals`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            for (slot, answer) in try await visit.rightAnswers(to: attempt, as: .zhang) where answer.string == nil {
                let path = "/attempts/\(attempt)/answers/\(slot)"
                _ = try await visit.send(["response": [answer[0]], "seq": 1], to: path, as: .zhang, by: .put)
            }
            let receipt = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            #expect(receipt.contains(#""score":0.5"#))
            #expect(try receipt.json["passed"] == false)
            #expect(try receipt.json["received"] == 1)
            #expect(try receipt.json["missing"] == 2)
        }
    }

    @Test func `leads a browser to the review, also from every page of the try`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let review = "/attempts/\(attempt)/review"
            #expect(try await visit.post("/attempts/\(attempt)/submission", as: .zhang).location == review)
            #expect(try await visit.post("/attempts/\(attempt)/submission", as: .zhang).location == review)
            #expect(try await visit.get("/attempts/\(attempt)", as: .zhang).location == review)
            #expect(try await visit.get("/attempts/\(attempt)/submission", as: .zhang).location == review)
        }
    }

    @Test func `is the learner's own`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            for who in [Who.li, .chen, .zheng] {
                #expect(try await visit.send([:], to: "/attempts/\(attempt)/submission", as: who).status == 404)
            }
            #expect(try await visit.get("/attempts/\(attempt).json", as: .zhang).json["state"] == "in_progress")
        }
    }
}

struct `A review` {
    @Test func `shows every option with its reason once the try is handed in`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let early = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang)
            #expect(early.status == 409)
            #expect(early.problem == "not_submitted")
            try await visit.pass("visits", as: .zhang)
            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            let names: Set = [
                "id", "course", "state", "score", "max_score", "passed", "received", "submitted_at", "questions",
                "keys_shown", "late", "medium",
            ]
            #expect(review.names == names)
            for question in review["questions"].list {
                #expect(question["score"] == 1)
                let right = question["parts"].list.filter { $0["right"] == true }.map { $0["key"] }
                #expect(question["response"] == (right.count == 1 ? right[0] : .list(right)))
                #expect(question["parts"].list.allSatisfy { $0["reason"].string?.hasPrefix("REASON") == true })
                #expect(question["explanation"].string?.hasPrefix("EXPLANATION") == true)
                #expect(question["clauses"] == ["L-1"])
            }
            let page = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            #expect(page.contains("3/3 分"))
            #expect(page.contains("先敲门"))
            #expect(page.contains("/courses/visits/02-record"))
        }
    }
}

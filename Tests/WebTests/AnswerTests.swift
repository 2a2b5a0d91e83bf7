import Foundation
import HTTPTypes
import Testing
import Training

@testable import Web

struct `An answer` {
    @Test func `is acknowledged with what is kept`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "single")
            let reply = try await visit.send(["response": answer, "seq": 7], to: path, as: .zhang, by: .put)
            #expect(reply.status == 200)
            let receipt: JSON = [
                "saved": true, "seq": 7, "response": answer, "answered": 1, "of": 3,
                "saved_at": "2026-11-09T01:00:00Z", "deadline": nil, "now": "2026-11-09T01:00:00Z",
            ]
            #expect(try reply.json == receipt)
        }
    }

    @Test func `sent twice is saved once and acknowledged twice`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "multiple")
            let first = try await visit.send(["response": answer, "seq": 2], to: path, as: .zhang, by: .put)
            let second = try await visit.send(["response": answer, "seq": 2], to: path, as: .zhang, by: .put)
            #expect(try first.json == second.json)
            #expect(try second.json["saved"] == true)
        }
    }

    @Test(arguments: [1, 2]) func `that is not newer changes nothing and learns what is kept`(_ seq: Int) async throws {
        try await Town().open { visit in
            let (path, kept, other) = try await visit.question(of: "single")
            _ = try await visit.send(["response": kept, "seq": 2], to: path, as: .zhang, by: .put)
            let late = try await visit.send(
                ["response": other, "seq": .number(Double(seq))], to: path, as: .zhang, by: .put)
            #expect(late.status == 200)
            #expect(try late.json["saved"] == false)
            #expect(try late.json["seq"] == 2)
            #expect(try late.json["response"] == kept)
            let newer = try await visit.send(["response": other, "seq": 3], to: path, as: .zhang, by: .put)
            #expect(try newer.json["saved"] == true)
            #expect(try newer.json["answered"] == 1)
        }
    }

    @Test func `with every tick taken away is kept and counts as none`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "multiple")
            _ = try await visit.send(["response": answer, "seq": 1], to: path, as: .zhang, by: .put)
            let empty = try await visit.send(["response": [], "seq": 2], to: path, as: .zhang, by: .put)
            #expect(try empty.json["saved"] == true)
            #expect(try empty.json["answered"] == 0)
        }
    }

    @Test(
        arguments: [
            ("single", ["a"]), ("single", "c"), ("single", ""), ("single", "keyRight"), ("multiple", "a"),
            ("multiple", ["a", "d"]), ("true_false", "c"), ("true_false", ["a", "b"]),
        ] as [(String, JSON)]) func `that does not fit its question is refused`(
            _ kind: String, _ response: JSON
        ) async throws
    {
        try await Town().open { visit in
            let (path, _, _) = try await visit.question(of: kind)
            let reply = try await visit.send(["response": response, "seq": 1], to: path, as: .zhang, by: .put)
            #expect(reply.status == 422)
            #expect(reply.problem == "does_not_fit")
        }
    }

    @Test(
        arguments: [
            (["seq": 1], "response"), (["response": "a"], "seq"), (["response": 1, "seq": 1], "response"),
            (["response": "a", "seq": "1"], "seq"), (["response": "a", "seq": 0], "seq"),
            (["response": "a", "seq": -1], "seq"), (["response": "a", "seq": 1.5], "JSON"),
            (["response": ["a", 1], "seq": 1], "response"), (["response": nil, "seq": 1], "response"),
            (["response": ["a"], "seq": 1, "recovered": "yes"], "recovered"),
        ] as [(JSON, String)]) func `that cannot be read is refused with the place`(
            _ body: JSON, _ place: String
        ) async throws
    {
        try await Town().open { visit in
            let (path, _, _) = try await visit.question(of: "multiple")
            let reply = try await visit.send(body, to: path, as: .zhang, by: .put)
            #expect(reply.status == 422)
            #expect(reply.problem == "bad_json")
            #expect(try reply.json["detail"].string?.contains(place) == true)
        }
    }

    @Test func `after handing in is refused`() async throws {
        try await Town().open { visit in
            let (path, answer, other) = try await visit.question(of: "single")
            _ = try await visit.send(["response": answer, "seq": 1], to: path, as: .zhang, by: .put)
            let attempt = path.split(separator: "/")[1]
            _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            let late = try await visit.send(["response": other, "seq": 2], to: path, as: .zhang, by: .put)
            #expect(late.status == 409)
            #expect(late.problem == "already_submitted")
        }
    }

    @Test func `to another person's paper looks like one to no paper`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "single")
            let body: JSON = ["response": answer, "seq": 1]
            let unknown = try await visit.send(body, to: "/attempts/1/answers/1", as: .li, by: .put)
            #expect(unknown.status == 404)
            for who in [Who.li, .chen, .zheng] {
                #expect(try await visit.send(body, to: path, as: who, by: .put).text == unknown.text)
            }
        }
    }

    @Test(arguments: ["0", "4", "-1", "x", "1.0", "99999999999999999999"])
    func `to a slot that is not there is refused`(
        _ slot: String
    ) async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let reply = try await visit.send(
                ["response": "a", "seq": 1], to: "/attempts/\(attempt)/answers/\(slot)", as: .zhang, by: .put)
            #expect(reply.status == 404)
        }
    }
}

struct `Several answers` {
    @Test func `are each taken or refused for themselves`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let right = try await visit.rightAnswers(to: attempt, as: .zhang)
            let answers: [JSON] = [
                ["slot": 1, "response": right[1] ?? nil, "seq": 1], ["slot": 2, "response": "h", "seq": 1],
                ["slot": 9, "response": "a", "seq": 1], ["slot": 3, "response": right[3] ?? nil, "seq": 4],
            ]
            let reply = try await visit.send(
                ["answers": .list(answers)], to: "/attempts/\(attempt)/answers", as: .zhang)
            #expect(reply.status == 200)
            let results = try reply.json["answers"].list
            #expect(results.map { $0["slot"] } == [1, 2, 9, 3])
            #expect(results.map { $0["saved"] } == [true, false, false, true])
            #expect(results.map { $0["seq"] } == [1, nil, nil, 4])
            #expect(results[3]["answered"] == 2)
            #expect(results[1]["detail"].string?.isEmpty == false)
        }
    }

    @Test func `are not looked at in another person's paper or after handing in`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let answers: JSON = ["answers": [["slot": 1, "response": "a", "seq": 1]]]
            #expect(try await visit.send(answers, to: "/attempts/\(attempt)/answers", as: .li).status == 404)
            _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            let right = try #require(try await visit.rightAnswers(to: attempt, as: .zhang)[1])
            let late = try await visit.send(
                ["answers": [["slot": 1, "response": right, "seq": 1]]], to: "/attempts/\(attempt)/answers", as: .zhang)
            #expect(late.status == 409)
        }
    }

    @Test func `may be 64 KiB and no more`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let path = "/attempts/\(attempt)/answers"
            func body(of size: Int) -> [UInt8] {
                let json = #"{"answers":[]}"#
                return Array((json + String(repeating: " ", count: size - json.utf8.count)).utf8)
            }
            let full = try await visit.send(.post, path, as: .zhang, [:], "application/json", body: body(of: 65_536))
            #expect(full.status == 200)
            let over = try await visit.send(.post, path, as: .zhang, [:], "application/json", body: body(of: 65_537))
            #expect(over.status == 413)
            #expect(over.problem == "too_large")
        }
    }
}

struct `A page without scripts` {
    @Test func `saves an answer and goes on to the next question`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "single")
            let letter = try #require(answer.string)
            let reply = try await visit.post(
                path, form: ["kind": "single", "response": letter, "next": "2"], as: .zhang)
            let attempt = path.split(separator: "/")[1]
            #expect(reply.status == 303)
            #expect(reply.location == "/attempts/\(attempt)?question=2")
            _ = try await visit.post(
                path, form: ["kind": "single", "response": letter, "next": "submission"], as: .zhang)
            let questions = try await visit.get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
            #expect(questions.contains { $0["response"] == answer && $0["seq"] == 2 })
        }
    }

    @Test func `saves a set of options, and its emptying`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "multiple")
            let attempt = path.split(separator: "/")[1]
            let letters = answer.list.compactMap(\.string)
            let reply = try await visit.post(
                path, form: ["kind": "multiple", "choices": letters[1], "choices": letters[0], "next": "submission"],
                as: .zhang)
            #expect(reply.location == "/attempts/\(attempt)/submission")
            func kept() async throws -> [JSON] {
                try await visit.get("/attempts/\(attempt).json", as: .zhang).json["questions"].list.map {
                    $0["response"]
                }
            }
            #expect(try await kept().contains(answer))
            _ = try await visit.post(path, form: ["kind": "multiple"], as: .zhang)
            #expect(try await kept().contains([]))
        }
    }

    @Test func `that chose nothing goes on and saves nothing`() async throws {
        try await Town().open { visit in
            let (path, _, _) = try await visit.question(of: "single")
            let reply = try await visit.post(path, form: ["kind": "single", "next": "1"], as: .zhang)
            #expect(reply.status == 303)
            let attempt = path.split(separator: "/")[1]
            let questions = try await visit.get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
            #expect(questions.allSatisfy { $0["seq"] == 0 })
        }
    }

    @Test func `shows what was chosen when it is opened again`() async throws {
        try await Town().open { visit in
            let (path, answer, _) = try await visit.question(of: "single")
            let letter = try #require(answer.string)
            _ = try await visit.post(path, form: ["response": letter], as: .zhang)
            let parts = path.split(separator: "/")
            let page = try await visit.get("/attempts/\(parts[1])?question=\(parts[3])", as: .zhang)
            #expect(page.contains(#"value="\#(letter)" checked"#))
            #expect(page.text.components(separatedBy: " checked").count == 2)
        }
    }
}

extension Visitor {
    /// The address of the answer to the question of this kind in zhang's paper, the right answer and a wrong one.
    fileprivate func question(of kind: String) async throws -> (path: String, right: JSON, wrong: JSON) {
        let attempt = try await begin("visits", as: .zhang)
        let questions = try await get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
        let question = try #require(questions.first { $0["type"].string == kind })
        let slot = Int(try #require(question["slot"].number))
        let right = try #require(try await rightAnswers(to: attempt, as: .zhang)[slot])
        let wrong = question["options"].list.map { $0["key"] }.first { $0 != right && !right.list.contains($0) }
        return ("/attempts/\(attempt)/answers/\(slot)", right, try #require(wrong))
    }
}

import Testing
import Training

@testable import Web

extension Visitor {
    /// Begins a try at a course's quiz, or goes on with one, and returns its id.
    func begin(_ course: String, as who: Who) async throws -> String {
        let reply = try await send([:], to: "/courses/\(course)/attempts", as: who)
        return try #require(try reply.json["id"].string)
    }

    /// The right answers to a paper, by slot, in letters of place: only the records know them.
    func rightAnswers(to attempt: String, as who: Who) async throws -> [Int: JSON] {
        let id = try #require(AttemptID(rawValue: attempt))
        let paper = try await town.records.attempt(id, for: .operatorAtTheMachine)
        return Dictionary(
            uniqueKeysWithValues: paper.paper.slots.compactMap { slot in
                paper.questions[slot.version].map { question in
                    guard case .choice(let choice) = question.interaction else { return (slot.number, .null) }
                    let letters = choice.key.compactMap { slot.letter(of: $0) }.sorted().map(JSON.string)
                    return (slot.number, question.kind == .multiple ? .list(letters) : letters[0])
                }
            })
    }

    /// Answers every question rightly and hands in.
    @discardableResult
    func pass(_ course: String, as who: Who) async throws -> Reply {
        let attempt = try await begin(course, as: who)
        for (slot, answer) in try await rightAnswers(to: attempt, as: who) {
            let reply = try await send(
                ["response": answer, "seq": 1], to: "/attempts/\(attempt)/answers/\(slot)", as: who, by: .put)
            #expect(reply.status == 200)
        }
        return try await send([:], to: "/attempts/\(attempt)/submission", as: who)
    }

    /// Reads every lesson and passes the quiz; returns the number of the certificate.
    func finish(_ course: String, _ lessons: [String], as who: Who) async throws -> String {
        try await read(lessons, of: course, as: who)
        try await pass(course, as: who)
        let certificates = try await get("/certificates.json", as: who).json["certificates"].list
        return try #require(certificates.first { $0["course"].string == course }?["number"].string)
    }

    /// Reads lessons.
    func read(_ lessons: [String], of course: String, as who: Who) async throws {
        for lesson in lessons {
            let reply = try await post("/courses/\(course)/\(lesson)/reading", as: who)
            #expect(reply.status == 303)
        }
    }
}

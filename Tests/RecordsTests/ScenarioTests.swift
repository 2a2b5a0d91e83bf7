import FoundationEssentials
import Records
import SQL
import SQLiteStorage
import Testing
import Training

struct `A scenario in the records` {
    @Test func `keeps each decision with its time, and none twice`() async throws {
        let world = try await Stage()
        let first = try await world.decide("a", step: 1, at: 10)
        #expect(first.saved)
        #expect(first.walk?.node.id == "table")
        #expect(first.answered == 0)
        let again = try await world.decide("a", step: 1, at: 20)
        #expect(again.saved)
        #expect(again.walk == first.walk)
        let last = try await world.decide("b", step: 2, at: 30)
        #expect(last.walk?.isOver == true)
        #expect(last.answered == 1)
        #expect(try await world.steps() == ["1 door:ask 10", "2 table:leave 30"])
        let attempt = try await world.records.attempt(world.attempt.id, for: world.caller)
        #expect(attempt.answers[1]?.response == .list(["a", "b"]))
        #expect(attempt.answers[1]?.seq == 2)
    }

    @Test func `refuses another step and writes nothing of it`() async throws {
        let world = try await Stage()
        try await world.decide("a", step: 1, at: 10)
        for (letter, step) in [("b", 1), ("a", 3), ("b", 0)] {
            let refusal = await #expect(throws: AttemptRefusal.self) {
                try await world.decide(letter, step: step, at: 20)
            }
            guard case .anotherStep(1, let walk) = refusal else { return #expect(Bool(false)) }
            #expect(walk.node.id == "table")
        }
        #expect(try await world.steps() == ["1 door:ask 10"])
    }

    /// Two devices at the same step: one decision is taken, the other refused or, if it is the same, repeated.
    @Test func `takes one decision a step, however many come at once`() async throws {
        let world = try await Stage()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask { _ = try? await world.decide(index % 2 == 0 ? "a" : "b", step: 1, at: index) }
            }
        }
        #expect(try await world.steps().count == 1)
    }

    @Test func `is graded when the try is handed in`() async throws {
        let world = try await Stage()
        try await world.decide("a", step: 1, at: 10)
        try await world.decide("a", step: 2, at: 20)
        let receipt = try await world.records.submit(
            world.attempt.id, requirements: nil, by: world.attempt.person, at: Date(timeIntervalSince1970: 30))
        #expect(receipt.result.score == .one)
        #expect(receipt.result.passed == true)
    }

    @Test func `left before an ending earns nothing`() async throws {
        let world = try await Stage()
        try await world.decide("a", step: 1, at: 10)
        let receipt = try await world.records.submit(
            world.attempt.id, requirements: nil, by: world.attempt.person, at: Date(timeIntervalSince1970: 30))
        #expect(receipt.result.score == .zero)
        #expect(receipt.result.received == 0)
    }
}

/// One learner at a quiz of one scenario.
private struct Stage {
    let records: Records
    let database: SQLiteDatabase
    let attempt: Attempt

    var caller: Caller { .operatorAtTheMachine }

    init() async throws {
        database = try SQLiteDatabase.inMemory()
        records = Records(database: database)
        let start = Date(timeIntervalSince1970: 0)
        try await records.prepare(at: start)
        try await database.write { transaction in
            try transaction.script(
                """
                INSERT INTO units (code, name, path) VALUES ('610000', '陕西省', '/610000/');
                INSERT INTO people (id, staff_no, staff_no_plain, name, unit, role, status)
                VALUES ('zhang', '00017', '17', '张某', '610000', 'learner', 'active');
                """)
        }
        let item = Item(version: "v", question: .visit)
        attempt = try await records.beginAttempt(
            at: Quiz(blueprint: Blueprint(drawing: 1, of: ["visit"]), rules: Quiz.Rules(passMark: 80)),
            drawing: [item], pictures: [],
            requirements: Requirements(course: "visits", lessons: [], clauses: []), by: "zhang", at: start
        ).attempt
    }

    @discardableResult
    func decide(_ letter: String, step: Int, at seconds: Int) async throws -> AnswerReceipt {
        try await records.save(
            .text(letter), slot: 1, seq: step, in: attempt.id, by: attempt.person,
            at: Date(timeIntervalSince1970: Double(seconds)))
    }

    /// `1 door:ask 10`: what the table of decisions holds.
    func steps() async throws -> [String] {
        try await database.read { transaction in
            try transaction.rows(Statement("SELECT step, node, choice, taken_at FROM scenario_steps ORDER BY step")).map
            {
                "\(try $0.int(0)) \(try $0.text(1)):\(try $0.text(2)) \(try $0.int(3) / 1000)"
            }
        }
    }
}

extension Question {
    fileprivate static let visit = Question(
        id: "visit", era: .current, clauses: ["M57-16"], stem: "走访",
        interaction: .scenario(
            Scenario(
                start: "door",
                nodes: [
                    Scenario.Node(
                        id: "door", text: "敲门没人应。", options: [.to("table", "ask", 1), .to("sorry", "go", 0)]),
                    Scenario.Node(
                        id: "table", text: "坐下。", options: [.to("met", "stay", 1), .to("sorry", "leave", 0)]),
                    Scenario.Node(id: "met", text: "见到了。", ending: Scenario.Ending(.good, score: 1)),
                    Scenario.Node(id: "sorry", text: "没见到。", ending: Scenario.Ending(.poor, score: 0)),
                ])), explanation: "要见到人。")
}

extension Scenario.Option {
    fileprivate static func to(_ node: String, _ key: String, _ score: Int) -> Scenario.Option {
        Scenario.Option(
            key: key, text: key, consequence: "然后", feedback: "因为", clauses: ["M57-16"], score: score,
            ways: [Scenario.Way(to: node)])
    }
}

import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// A world in which three people took the quiz of 发布, and the key of its last question, `d`, turned out to be `c`:
/// 张某 had chosen c and failed, 李某 d and passed, 王某 b and failed. All other answers were right.
struct Corrected {
    let world: World
    let corrected = Item.board("c", version: "board-v2")

    var records: Records { world.records }

    init(_ world: World) { self.world = world }

    init(tries: Bool = true) async throws {
        self.init(try await World())
        guard tries else { return }
        for (number, key) in [(StaffNumber.zhang, "c"), (.li, "d"), (.wang, "b")] {
            try await take(as: number, board: key, at: monday.days(1))
        }
    }

    func begin(as number: StaffNumber, at now: Date) async throws -> Attempt {
        for lesson in Course.publicity.lessons {
            try await world.read(lesson.id, of: .publicity, as: number, at: now)
        }
        return try await world.begin(.publicity, as: number, at: now)
    }

    @discardableResult
    func handIn(_ attempt: Attempt, board key: String, at now: Date) async throws -> SubmissionReceipt {
        for slot in attempt.paper.slots {
            let isBoard = attempt.questions[slot.version]?.id == "publicity-board"
            let response = isBoard ? .text(slot.letter(of: key) ?? "") : attempt.rightResponse(slot)
            _ = try await records.save(
                response, slot: slot.number, seq: nil, in: attempt.id, by: attempt.person, at: now)
        }
        return try await records.submit(
            attempt.id, requirements: Course.publicity.requirements, by: attempt.person, at: now)
    }

    @discardableResult
    func take(as number: StaffNumber, board key: String, at now: Date) async throws -> SubmissionReceipt {
        try await handIn(begin(as: number, at: now), board: key, at: now)
    }

    func attempt(of number: StaffNumber) async throws -> Attempt {
        let tries = try await records.tries(of: world.person(number).id, at: "publicity", now: monday).all
        return try await records.attempt(#require(tries.last).id, for: .operatorAtTheMachine)
    }

    /// The scores and passes of the three.
    func results() async throws -> [Attempt.Result?] {
        try await [attempt(of: .zhang).result, attempt(of: .li).result, attempt(of: .wang).result]
    }

    /// The questions that are to be corrected when the bank holds these.
    func open(with items: [Item]? = nil) async throws -> [QuestionID] {
        let items = items ?? [corrected]
        return try await records.openCorrections(
            among: Dictionary(uniqueKeysWithValues: items.map { ($0.question.id, $0) })
        )
        .map(\.item.question.id)
    }

    func plan(of item: Item? = nil) async throws -> RegradePlan {
        try await #require(records.regradePlan(of: item ?? corrected))
    }

    @discardableResult
    func apply(
        _ item: Item? = nil, plan: String? = nil, reason: String = "答案有误", allowFailing: Bool = false,
        requirements: Requirements = Course.publicity.requirements, at now: Date = monday.days(9)
    ) async throws -> AppliedRegrade {
        let item = item ?? corrected
        var fingerprint = plan
        if fingerprint == nil { fingerprint = try await self.plan(of: item).fingerprint }
        return try await records.applyRegrade(
            of: item, plan: fingerprint ?? "", reason: reason, allowFailing: allowFailing,
            requirements: { $0 == requirements.course ? requirements : nil }, by: world.caller(.zheng), at: now)
    }

    func report(_ unit: UnitCode, on day: Day? = nil, at now: Date = monday.days(9)) async throws -> Tally {
        try await world.report(of: unit, course: "publicity", on: day, at: now).totals
    }
}

extension Item {
    /// The last question of 发布 with this key.
    static func board(
        _ key: String, version: String, options: [String] = ["a", "b", "c", "d"], keyFrom: Day? = nil
    ) -> Item {
        let plain = Question.example("publicity-board", options: options, key: [key])
        let question = Question(
            id: plain.id, era: plain.era, clauses: plain.clauses, stem: plain.stem,
            image: Question.Image(hash: "board-v1", alternative: "公示栏"), interaction: plain.interaction,
            explanation: plain.explanation, keyFrom: keyFrom)
        return Item(version: version, question: question)
    }
}

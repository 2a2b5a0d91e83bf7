import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

struct `A paper quiz` {
    @Test func `is drawn for each person with a number of its own, and printed again until it is keyed in`()
        async throws
    {
        let world = try await World()
        let papers = try await world.draw([.zhang, .li, .zhang])
        #expect(papers.map(\.staffNumber) == [.zhang, .li] && Set(papers.map(\.number)).count == 2)
        #expect(papers[0].name == "张某" && papers[0].unitName == "示例甲村" && papers[0].course == "visits")
        #expect(papers.allSatisfy { $0.state == .open })
        #expect(try await world.draw([.zhang, .li], at: monday.days(1)) == papers)
        let (_, attempt) = try await world.records.paper(papers[0].number, for: world.caller(.chen))
        #expect(attempt.paper.slots.count == 3 && attempt.onPaper?.number == papers[0].number)
        #expect(try await world.open(.yanchang) == papers)
        #expect(try await world.open(.firstVillage) == [papers[0]])
    }

    @Test func `keeps nobody from answering online, nor the other way round`() async throws {
        let world = try await World()
        let online = try await world.begin(.visits, as: .zhang)
        let paper = try await world.draw([.zhang])[0]
        #expect(paper.attempt != online.id)
        #expect(try await world.begin(.visits, as: .zhang).id == online.id)
        let line = try #require(
            try await world.records.learning(of: online.person, at: monday).first { $0.course == "visits" })
        #expect(line.openAttempt == online.id)
        try await world.key(paper, right: 3)
        #expect(try await world.begin(.visits, as: .zhang).id == online.id)
        let tries = try await world.records.tries(of: online.person, at: "visits", now: monday).all
        #expect(tries.map(\.medium) == [.online, .paper] && tries.map(\.number) == [1, 2])
    }

    @Test func `leaves no trace in what the person has done until it is keyed in`() async throws {
        let world = try await World()
        let before = try await world.dump(without: [
            "attempts", "asked", "papers", "question_versions", "media", "taught",
        ])
        let paper = try await world.draw([.zhang])[0]
        #expect(
            try await world.dump(without: ["attempts", "asked", "papers", "question_versions", "media", "taught"])
                == before)
        let zhang = try await world.person(.zhang).id
        #expect(try await world.records.tries(of: zhang, at: "visits", now: monday).all.isEmpty)
        await #expect(throws: Refusal.notFound) {
            try await world.records.attempt(paper.attempt, for: world.caller(.zhang))
        }
        try await world.key(paper, right: 3)
        #expect(try await world.report(of: .yanchang).totals.inProgress == 1)
    }

    @Test func `is marked like any other, and the record says that it was on paper and who keyed it in`() async throws {
        let world = try await World()
        for lesson in Course.visits.lessons { try await world.read(lesson.id, of: .visits, as: .zhang) }
        let paper = try await world.draw([.zhang])[0]
        let receipt = try await world.key(paper, right: 2)
        #expect(receipt.result.passed == true && receipt.result.received == 3 && receipt.completed)
        let attempt = try await world.records.attempt(paper.attempt, for: world.caller(.zhang))
        #expect(attempt.medium == .paper && attempt.onPaper?.keyedBy == "陈某" && attempt.state == .finished)
        #expect(attempt.marks.values.count { $0.isRight } == 2)
        #expect(try await world.records.paper(paper.number, for: world.caller(.chen)).printed.state == .keyed(by: "陈某"))
        #expect(try await world.open(.yanchang).isEmpty)
        #expect(try await world.records.notebookCards(of: attempt.person).count == 1)
        let keyed = try await world.rows("SELECT keyed_by FROM papers")
        #expect(keyed[0][0].text == (try await world.person(.chen).id.rawValue))
    }

    @Test func `is keyed in once: the same again gives the same, other answers are refused`() async throws {
        let world = try await World()
        let paper = try await world.draw([.zhang])[0]
        let first = try await world.key(paper, right: 3)
        let before = try await world.dump()
        #expect(try await world.key(paper, right: 3, at: monday.days(2)) == first)
        await expectConflict("keyed_already") { _ = try await world.key(paper, right: 1) }
        await expectConflict("keyed_already") {
            try await world.records.withdraw(paper.number, because: "湿了", by: world.caller(.chen), at: monday)
        }
        #expect(try await world.dump() == before)
    }

    @Test func `takes no answer that does not fit, and then nothing at all`() async throws {
        let world = try await World()
        let paper = try await world.draw([.zhang])[0]
        let before = try await world.dump()
        let caller = try await world.caller(.chen)
        for responses in [[1: Response.text("z")], [9: .text("a")]] {
            await #expect(throws: AttemptRefusal.self) {
                try await world.records.key(responses, into: paper.number, requirements: nil, by: caller, at: monday)
            }
        }
        #expect(try await world.dump() == before)
        let empty = try await world.records.key([:], into: paper.number, requirements: nil, by: caller, at: monday)
        #expect(empty.result.received == 0 && empty.result.passed == false)
    }

    @Test func `can be withdrawn with a reason, which stays; another one can be drawn`() async throws {
        let world = try await World()
        let paper = try await world.draw([.zhang])[0]
        let caller = try await world.caller(.chen)
        for _ in 0..<2 {
            try await world.records.withdraw(paper.number, because: "湿了", by: caller, at: monday.days(1))
        }
        let (printed, attempt) = try await world.records.paper(paper.number, for: caller)
        #expect(printed.state == .withdrawn(reason: "湿了") && attempt.result == nil)
        await expectConflict("withdrawn") { _ = try await world.key(paper, right: 3) }
        #expect(try await world.open(.yanchang).isEmpty)
        let next = try await world.draw([.zhang])[0]
        #expect(next.number != paper.number)
        #expect(try await world.key(next, right: 3).result.passed == true)
        #expect(
            try await world.rows("SELECT reason, withdrawn_at IS NULL FROM papers JOIN attempts ON id = attempt")
                .map { $0.map(\.text) }.sorted { $0[0] < $1[0] } == [["NULL", "1"], ["湿了", "0"]])
    }

    @Test func `is nobody's outside the scope, and nobody's for themselves`() async throws {
        let world = try await World()
        let paper = try await world.draw([.zhang])[0]
        for who in [StaffNumber.zhou, .zhang] {
            let caller = try await world.caller(who)
            await #expect(throws: Refusal.notFound) { try await world.records.paper(paper.number, for: caller) }
            await #expect(throws: Refusal.notFound) {
                try await world.records.key([:], into: paper.number, requirements: nil, by: caller, at: monday)
            }
            await #expect(throws: Refusal.notFound) {
                try await world.records.withdraw(paper.number, because: "x", by: caller, at: monday)
            }
            await #expect(throws: Refusal.notFound) { try await world.draw([.zhang], by: who) }
        }
        // A coordinator's own paper, drawn by the administrator, is not theirs to key in.
        let own = try await world.draw([.chen], in: .yanchang, by: .zheng)[0]
        let chen = try await world.caller(.chen)
        await #expect(throws: Refusal.notFound) { try await world.records.paper(own.number, for: chen) }
        await #expect(throws: Refusal.notFound) {
            try await world.records.key([:], into: own.number, requirements: nil, by: chen, at: monday)
        }
        #expect(try await world.open(.yanchang) == [paper])
        #expect(await world.refusal { try await world.draw([.chen]) } == "own_person")
    }

    @Test func `is drawn for all or for nobody`() async throws {
        let world = try await World()
        let before = try await world.dump()
        for (others, code) in [
            (StaffNumber.sun, "not_available"), (.zhao, "not_available"), ("nobody", "not_available"),
        ] {
            #expect(await world.refusal { try await world.draw([.zhang, others]) } == code)
        }
        await expectConflict("lessons_first") { _ = try await world.draw([.zhang], of: .publicity) }
        #expect(try await world.dump() == before)
    }

    @Test func `asks no scenario, and cannot be drawn of nothing else`() async throws {
        let world = try await World()
        let story = Item(
            version: "story",
            question: Question(
                id: "story", era: .current, clauses: ["N78-2.1-a"], stem: "?",
                interaction: .scenario(Scenario(start: "a", nodes: [])), explanation: "e"))
        let scenarios = Blueprint.Draw(1, of: ["story"])
        let both = Blueprint(draws: [.init(2, of: ["visits-knock", "visits-hours"])], scenarios: scenarios)
        for seed in 0..<5 {
            let paper = try await world.draw(
                [.zhang], by: both, of: Course.visits.items + [story], at: monday.minutes(seed))[0]
            let (_, attempt) = try await world.records.paper(paper.number, for: world.caller(.chen))
            #expect(attempt.paper.slots.map(\.version).sorted() == ["visits-hours-v1", "visits-knock-v1"])
            try await world.records.withdraw(paper.number, because: "x", by: world.caller(.chen), at: monday)
        }
        await expectConflict("not_printable") {
            _ = try await world.draw([.zhang], by: Blueprint(draws: [], scenarios: scenarios), of: [story])
        }
    }

    @Test func `is no matter of the line`() async throws {
        let world = try await World()
        try await world.key(try await world.draw([.zhang])[0], right: 3)
        _ = try await world.draw([.zhang])
        let report = try await world.records.deliveryReport(
            of: .yanchang, .init(), for: world.caller(.chen), at: monday)
        #expect(report.totals == Delivery())
    }

    @Test func `is drawn of no quiz with a time limit, and counts as one of the tries`() async throws {
        let world = try await World()
        await expectConflict("timed") {
            _ = try await world.draw([.zhang], of: .visits.under(Quiz.Rules(passMark: 60, timeLimit: 30)))
        }
        let once = Course.visits.under(Quiz.Rules(passMark: 60, tries: 1))
        try await world.key(try await world.draw([.zhang], of: once)[0], right: 0)
        await expectConflict("no_tries_left") { _ = try await world.draw([.zhang], of: once) }
        await expectConflict("no_tries_left") { _ = try await world.begin(once, as: .zhang) }
    }

    @Test func `is not the person's to answer online`() async throws {
        let world = try await World()
        let paper = try await world.draw([.zhang])[0]
        let zhang = try await world.person(.zhang).id
        await #expect(throws: AttemptRefusal.notYours) {
            try await world.records.save(.text("a"), slot: 1, seq: 1, in: paper.attempt, by: zhang, at: monday)
        }
        await #expect(throws: AttemptRefusal.notYours) {
            try await world.records.submit(paper.attempt, requirements: nil, by: zhang, at: monday)
        }
    }
}

extension World {
    fileprivate func draw(
        _ people: [StaffNumber], of course: Course = .visits, in unit: UnitCode = .yanchang,
        by number: StaffNumber = .chen, at now: Date = monday
    ) async throws -> [PrintedPaper] {
        try await records.drawPapers(
            for: people, in: unit, at: course.quiz, drawing: course.items, pictures: [],
            requirements: course.requirements, by: caller(number), at: now)
    }

    fileprivate func draw(
        _ people: [StaffNumber], by blueprint: Blueprint, of items: [Item], at now: Date = monday
    ) async throws -> [PrintedPaper] {
        try await records.drawPapers(
            for: people, in: .yanchang, at: Quiz(blueprint: blueprint, rules: Quiz.Rules(passMark: 60)),
            drawing: items, pictures: [], requirements: Course.visits.requirements, by: caller(.chen), at: now)
    }

    /// Keys a paper in with the first `right` answers right and the others wrong.
    @discardableResult
    fileprivate func key(
        _ paper: PrintedPaper, right: Int, at now: Date = monday
    ) async throws -> SubmissionReceipt {
        let caller = try await caller(.chen)
        let (_, attempt) = try await records.paper(paper.number, for: caller)
        let responses = attempt.paper.slots.map { slot in
            (slot.number, slot.number <= right ? attempt.rightResponse(slot) : attempt.wrongResponse(slot))
        }
        return try await records.key(
            Dictionary(uniqueKeysWithValues: responses), into: paper.number,
            requirements: Course.visits.requirements, by: caller, at: now)
    }

    fileprivate func open(_ unit: UnitCode) async throws -> [PrintedPaper] {
        try await records.openPapers(in: unit, for: caller(.chen), limit: 100)
    }

    /// The code of what is refused as invalid.
    fileprivate func refusal(_ work: () async throws -> [PrintedPaper]) async -> String? {
        do {
            _ = try await work()
            return nil
        } catch Refusal.invalid(let code, _) {
            return code
        } catch {
            return "\(error)"
        }
    }
}

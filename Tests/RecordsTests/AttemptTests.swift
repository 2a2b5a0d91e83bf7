import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("A try at a quiz")
struct AttemptTests {
    @Test("is resumed, not doubled, until it is handed in")
    func resumed() async throws {
        let world = try await World()
        let first = try await world.begin(.visits, as: .zhang)
        let again = try await world.records.beginAttempt(
            at: Course.visits.quiz, drawing: Course.visits.items, pictures: [],
            requirements: Course.visits.requirements, by: first.person, at: monday.minutes(1))
        #expect(again.resumed && again.attempt.id == first.id && again.attempt.paper == first.paper)
        _ = try await world.records.submit(first.id, requirements: nil, by: first.person, at: monday.minutes(2))
        let second = try await world.begin(.visits, as: .zhang, at: monday.minutes(3))
        #expect(second.id != first.id && first.number == 1 && second.number == 2)
        #expect(try await world.begin(.visits, as: .li).id != second.id)
    }

    @Test("begun twice at the same moment is one try")
    func begunTogether() async throws {
        let world = try await World()
        let ids = try await withThrowingTaskGroup(of: AttemptID.self) { group in
            for _ in 0..<10 { group.addTask { try await world.begin(.visits, as: .zhang).id } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    @Test("is drawn once: the same paper, questions and pass mark come back")
    func comesBack() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        #expect(attempt.paper == Paper.draw(3, of: Course.visits.items, seed: attempt.paper.seed))
        let found = try await world.records.attempt(attempt.id, for: world.caller(.zhang))
        #expect(found.paper == attempt.paper && found.questions == attempt.questions)
        #expect(found.rules.passMark == 60 && found.startedAt == monday && found.answers.isEmpty)
    }

    @Test("waits for the lessons where the course wants them read first, and only there")
    func lessonsFirst() async throws {
        let world = try await World()
        await expectConflict("lessons_first") { _ = try await world.begin(.publicity, as: .zhang) }
        try await world.read("01-names", of: .publicity, as: .zhang)
        await expectConflict("lessons_first") { _ = try await world.begin(.publicity, as: .zhang) }
        try await world.read("02-sums", of: .publicity, as: .zhang)
        #expect(try await world.begin(.publicity, as: .zhang).state == .inProgress)
        #expect(try await world.begin(.visits, as: .zhang).state == .inProgress)
    }

    // MARK: Answers

    @Test("keeps each answer, counts them and tells how many")
    func saves() async throws {
        let world = try await World()
        let attempt = try await world.begin(.publicity, afterReading: .zhang)
        let slots = attempt.paper.slots
        for slot in slots {
            let receipt = try await world.records.save(
                attempt.rightResponse(slot), slot: slot.number, seq: 1, in: attempt.id, by: attempt.person, at: monday)
            #expect(receipt.saved && receipt.answered == slot.number && receipt.of == 3)
        }
        let multiple = try #require(slots.first { attempt.questions[$0.version]?.kind == .multiple })
        let emptied = try await world.records.save(
            .list([]), slot: multiple.number, seq: 2, in: attempt.id, by: attempt.person, at: monday)
        #expect(emptied.saved && emptied.answered == 2)
        let found = try await world.records.attempt(attempt.id, for: world.caller(.zhang))
        #expect(found.answers.count == 3 && found.answers[multiple.number]?.response == .list([]))
    }

    @Test("keeps the newer of two devices' answers, whichever comes first, and tells the older one what is kept")
    func twoDevices() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        let slot = attempt.paper.slots[0]
        func save(_ response: Response, _ seq: Int?) async throws -> AnswerReceipt {
            try await world.records.save(
                response, slot: slot.number, seq: seq, in: attempt.id, by: attempt.person, at: monday)
        }
        let (right, wrong) = (attempt.rightResponse(slot), attempt.wrongResponse(slot))
        #expect(try await save(right, 7).saved)
        let late = try await save(wrong, 3)
        #expect(!late.saved && late.answer.seq == 7 && late.answer.response == right)
        let repeated = try await save(right, 7)
        #expect(repeated.saved && repeated.answer.seq == 7 && repeated.answered == 1)
        #expect(try await save(wrong, 7).saved == false)
        // A page without scripts gives no number and is the newest.
        let plain = try await save(wrong, nil)
        #expect(plain.saved && plain.answer.seq == 8)
    }

    @Test("refuses answers after handing in, what does not fit, and slots that are not there; nothing is written")
    func refusals() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        let before = try await world.dump()
        await #expect(throws: AttemptRefusal.noSuchSlot(4)) {
            try await world.records.save(.text("a"), slot: 4, seq: 1, in: attempt.id, by: attempt.person, at: monday)
        }
        await #expect(throws: AttemptRefusal.self) {
            try await world.records.save(.text("z"), slot: 1, seq: 1, in: attempt.id, by: attempt.person, at: monday)
        }
        #expect(try await world.dump() == before)
        _ = try await world.records.submit(attempt.id, requirements: nil, by: attempt.person, at: monday)
        let after = try await world.dump()
        await #expect(throws: AttemptRefusal.alreadySubmitted) {
            try await world.records.save(
                attempt.rightResponse(attempt.paper.slots[0]), slot: 1, seq: 9, in: attempt.id, by: attempt.person,
                at: monday)
        }
        #expect(try await world.dump() == after)
    }

    // MARK: Whose

    @Test("is seen by its owner and by whoever has scope, and by nobody else")
    func seenBy() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        for number: StaffNumber in [.zhang, .chen, .wu, .zheng] {
            #expect(try await world.records.attempt(attempt.id, for: world.caller(number)).id == attempt.id)
        }
        for number: StaffNumber in [.li, .zhou] {
            await #expect(throws: Refusal.notFound) {
                try await world.records.attempt(attempt.id, for: world.caller(number))
            }
        }
        await #expect(throws: Refusal.notFound) {
            try await world.records.attempt("no-such-try", for: world.caller(.zheng))
        }
    }

    @Test("is answered and handed in by its owner alone, not even by a coordinator")
    func answeredBy() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        let before = try await world.dump()
        for number: StaffNumber in [.li, .chen, .zheng] {
            let person = try await world.person(number).id
            await #expect(throws: AttemptRefusal.notYours) {
                try await world.records.save(.text("a"), slot: 1, seq: 1, in: attempt.id, by: person, at: monday)
            }
            await #expect(throws: AttemptRefusal.notYours) {
                try await world.records.submit(
                    attempt.id, requirements: Course.visits.requirements, by: person, at: monday)
            }
        }
        #expect(try await world.dump() == before)
    }

    // MARK: Handing in

    @Test("handed in twice gives the same result and changes nothing more")
    func submittedTwice() async throws {
        let world = try await World()
        let first = try await world.take(.visits, as: .zhang, right: 2)
        let before = try await world.dump()
        let person = try await world.person(.zhang).id
        let summary = try #require(try await world.records.tries(of: person, at: "visits", now: monday).all.first)
        let again = try await world.records.submit(
            summary.id, requirements: Course.visits.requirements, by: person, at: monday.days(1))
        #expect(again == first && summary.result == first.result)
        #expect(try await world.dump() == before)
    }

    @Test("lists a person's tries in order")
    func lists() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 0)
        try await world.take(.visits, as: .zhang, at: monday.days(1))
        _ = try await world.begin(.visits, as: .zhang, at: monday.days(2))
        try await world.take(.visits, as: .li)
        let tries = try await world.records.tries(of: world.person(.zhang).id, at: "visits", now: monday).all
        #expect(tries.map(\.number) == [1, 2, 3])
        #expect(tries.map { $0.result?.passed } == [false, true, nil])
        #expect(tries.map(\.startedAt) == [monday, monday.days(1), monday.days(2)])
    }

    // MARK: Content that changes meanwhile

    @Test("shows and grades the questions it began with after they were edited")
    func contentChanges() async throws {
        let world = try await World()
        let attempt = try await world.begin(.publicity, afterReading: .zhang)
        // Every question gets another key and text; 李某 begins with those.
        let edited = Course.publicity.items.map { item in
            let keys = item.question.choice.options.map(\.key)
            let question = Question.example(
                item.question.id, item.question.choice.kind, options: keys,
                key: [keys.first { !item.question.choice.key.contains($0) } ?? "a"])
            return Item(version: "\(question.id)-v2", question: question)
        }
        let li = try await world.person(.li).id
        for lesson in Course.publicity.lessons { try await world.read(lesson.id, of: .publicity, as: .li) }
        let other = try await world.records.beginAttempt(
            at: Quiz(blueprint: Course.publicity.quiz.blueprint, rules: Quiz.Rules(passMark: 100)), drawing: edited,
            pictures: [],
            requirements: Course.publicity.requirements, by: li, at: monday
        ).attempt
        #expect(Set(other.paper.slots.map(\.version)) == Set(edited.map(\.version)))

        try await world.answer(attempt, right: 3)
        let found = try await world.records.attempt(attempt.id, for: world.caller(.zhang))
        #expect(found.questions == attempt.questions && found.rules.passMark == 80)
        let receipt = try await world.records.submit(
            attempt.id, requirements: Course.publicity.requirements, by: attempt.person, at: monday)
        #expect(receipt.result.score == receipt.result.maxScore && receipt.completed)
    }

    @Test("keeps its pictures")
    func pictures() async throws {
        let world = try await World()
        let board = MediaFile(hash: "board-v1", mediaType: "image/png", bytes: [0x89, 0x50, 0, 0xFF])
        let zhang = try await world.person(.zhang).id
        for _ in 0..<2 {
            let attempt = try await world.records.beginAttempt(
                at: Course.visits.quiz, drawing: Course.visits.items, pictures: [board],
                requirements: Course.visits.requirements, by: zhang, at: monday
            ).attempt
            _ = try await world.records.submit(attempt.id, requirements: nil, by: zhang, at: monday)
        }
        #expect(try await world.records.media("board-v1") == board)
        #expect(try await world.records.media("board-v2") == nil)
    }

    // MARK: Many at once

    @Test("of many people at once keeps every answer, on a real file")
    func concurrentSaves() async throws {
        let folder = try TemporaryFolder()
        let world = try await World(onFileIn: folder)
        let numbers = (100..<130).map { "N\($0)" }
        try await world.apply(
            .people, Sheet(header: ["staff_no", "name", "unit"], cells: numbers.map { [$0, "学员", "610621"] }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in numbers.compactMap(StaffNumber.init(rawValue:)) {
                group.addTask {
                    let attempt = try await world.begin(.visits, as: number)
                    try await world.answer(attempt, right: 3)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await world.rows("SELECT COUNT(*) FROM answers") == [[.integer(90)]])
        #expect(try await world.report(of: .yanchang).totals.inProgress == 30)
    }
}

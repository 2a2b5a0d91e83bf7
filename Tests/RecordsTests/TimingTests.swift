import Foundation
import Records
import SQL
import TestSupport
import Testing
import Training

@Suite("A quiz with rules")
struct TimingTests {
    private let half = Course.visits.under(Quiz.Rules(passMark: 60, timeLimit: 30))
    private let deadline = monday.minutes(30)

    private func seconds(_ count: Double) -> Date { deadline.addingTimeInterval(count) }

    private func summary(_ world: World) async throws -> AttemptSummary {
        try #require(try await world.records.tries(of: world.person(.zhang).id, at: "visits", now: monday).all.last)
    }

    private func sweep(_ world: World, _ course: Course, at now: Date) async throws -> Int {
        try await world.records.closeOverdueAttempts(at: now) { $0 == course.id ? course.requirements : nil }
    }

    private func send(_ letter: Response, _ slot: Int, seq: Int, _ attempt: Attempt, _ world: World, at now: Date)
        async throws -> AnswerReceipt
    {
        try await world.records.save(letter, slot: slot, seq: seq, in: attempt.id, by: attempt.person, at: now)
    }

    // MARK: Closing

    @Test("writes the deadline down at the start")
    func deadlineIsKept() async throws {
        let world = try await World()
        let attempt = try await world.begin(half, as: .zhang)
        #expect(attempt.deadline == deadline)
        let found = try await world.records.attempt(attempt.id, for: world.caller(.zhang))
        #expect(found.deadline == deadline && found.rules == half.quiz.rules)
        #expect(try await world.begin(.publicity.under(Quiz.Rules(passMark: 80)), afterReading: .zhang).deadline == nil)
    }

    @Test("closes nothing before the end of the slack, and then everything that is over")
    func sweeps() async throws {
        let world = try await World()
        let attempt = try await world.begin(half, as: .zhang)
        try await world.answer(attempt, right: 3, at: monday)
        _ = try await world.begin(half, as: .li, at: monday.minutes(10))
        #expect(try await sweep(world, half, at: seconds(60)) == 0)
        #expect(try await summary(world).result == nil)
        #expect(try await sweep(world, half, at: seconds(61)) == 1)
        let result = try #require(try await summary(world).result)
        #expect(result.isExpired && result.passed == true && result.submittedAt == seconds(60))
        #expect(try await sweep(world, half, at: seconds(62)) == 0)
        #expect(try await sweep(world, half, at: seconds(1000)) == 1)
    }

    @Test("finishes the course when what was saved passes and the lessons are read")
    func closingCompletes() async throws {
        let world = try await World()
        for lesson in half.lessons { try await world.read(lesson.id, of: half, as: .zhang) }
        let attempt = try await world.begin(half, as: .zhang)
        try await world.answer(attempt, right: 3, at: monday)
        _ = try await sweep(world, half, at: monday.days(1))
        #expect(try await world.report(of: .yanchang, at: monday.days(1)).totals.completed == 1)
    }

    @Test("closes a try whose time is over when the next one begins")
    func beginsAnew() async throws {
        let world = try await World()
        let first = try await world.begin(half, as: .zhang)
        #expect(try await world.begin(half, as: .zhang, at: seconds(60)).id == first.id)
        let second = try await world.begin(half, as: .zhang, at: seconds(61))
        #expect(second.number == 2)
        let tries = try await world.records.tries(of: first.person, at: "visits", now: monday).all
        #expect(tries.map { $0.result?.isExpired } == [true, nil])
    }

    @Test("handed in after its time is closed as it stood")
    func submitsLate() async throws {
        let world = try await World()
        let attempt = try await world.begin(half, as: .zhang)
        try await world.answer(attempt, right: 1, at: monday)
        let receipt = try await world.records.submit(
            attempt.id, requirements: half.requirements, by: attempt.person, at: monday.days(1))
        #expect(receipt.result.state == .expired && receipt.result.submittedAt == seconds(60))
    }

    // MARK: Late answers

    /// 张某 with one right answer in time, and two more that came an hour late.
    private func late() async throws -> (World, Attempt) {
        let world = try await World()
        for lesson in half.lessons { try await world.read(lesson.id, of: half, as: .zhang) }
        let attempt = try await world.begin(half, as: .zhang)
        let slots = attempt.paper.slots
        #expect(try await send(attempt.rightResponse(slots[0]), 1, seq: 1, attempt, world, at: monday).saved)
        for slot in slots.dropFirst() {
            let receipt = try await send(
                attempt.rightResponse(slot), slot.number, seq: 1, attempt, world, at: seconds(3600))
            #expect(receipt.late && !receipt.saved && receipt.answered == 1)
        }
        _ = try await sweep(world, half, at: seconds(3601))
        return (world, attempt)
    }

    private func decide(
        _ accepting: Bool, _ world: World, _ attempt: Attempt, by number: StaffNumber = .chen
    ) async throws {
        try await world.records.decide(
            onLateAnswersOf: attempt.id, accepting: accepting, reason: "全镇停电", requirements: half.requirements,
            by: world.caller(number), at: monday.days(1))
    }

    @Test("keeps late answers without counting them, also those that come after the closing")
    func keepsLate() async throws {
        let (world, attempt) = try await late()
        #expect(try await summary(world).result?.passed == false)
        let again = try await send(
            attempt.rightResponse(attempt.paper.slots[1]), 2, seq: 1, attempt, world, at: seconds(9000))
        #expect(again.late && again.answer.savedAt == seconds(3600))
        #expect(try await world.rows("SELECT COUNT(*) FROM late_answers") == [[.integer(2)]])
        #expect(try await world.rows("SELECT COUNT(*) FROM answers") == [[.integer(1)]])
    }

    @Test("shows late answers to the coordinators above, with what they would come to")
    func showsLate() async throws {
        let (world, attempt) = try await late()
        for number: StaffNumber in [.chen, .zheng] {
            let deliveries = try await world.records.lateDeliveries(for: world.caller(number), limit: 9)
            #expect(deliveries.map(\.attempt.id) == [attempt.id])
            #expect(deliveries[0].receivedAt == seconds(3600))
            #expect(deliveries[0].result.score == Marks(hundredths: 100))
            #expect(deliveries[0].accepted.score == Marks(hundredths: 300))
        }
        #expect(try await world.records.lateDeliveries(for: world.caller(.zhou), limit: 9).isEmpty)
        let own = Caller(person: attempt.person, name: "zhang", role: .coordinator, units: [.shaanxi])
        #expect(try await world.records.lateDeliveries(for: own, limit: 9).isEmpty)
    }

    @Test("counts late answers once they are accepted, and finishes the course by them")
    func accepts() async throws {
        let (world, attempt) = try await late()
        try await decide(true, world, attempt)
        let result = try #require(try await summary(world).result)
        #expect(result.score == result.maxScore && result.received == 3 && result.passed == true)
        #expect(try await world.report(of: .yanchang, at: monday.days(1)).totals.completed == 1)
        let kept = try await world.rows("SELECT decision, reason FROM late_answers")
        #expect(kept == [[.text("accepted"), .text("全镇停电")], [.text("accepted"), .text("全镇停电")]])
        let marks = try await world.rows("SELECT position FROM marks WHERE slot = 2 ORDER BY position")
        #expect(marks == [[.integer(1)], [.integer(2)]])
    }

    @Test("changes nothing when late answers are declined, and decides once")
    func declines() async throws {
        let (world, attempt) = try await late()
        let before = try await summary(world).result
        try await decide(false, world, attempt)
        #expect(try await summary(world).result == before)
        await expectConflict("nothing_to_decide") { try await decide(true, world, attempt) }
        #expect(try await world.records.lateDeliveries(for: world.caller(.chen), limit: 9).isEmpty)
    }

    @Test("lets nobody decide about the own late answers, or those of others' people")
    func decidedBy() async throws {
        let (world, attempt) = try await late()
        let before = try await world.dump()
        for number: StaffNumber in [.zhou, .zhang, .li] {
            await #expect(throws: Refusal.notFound) { try await decide(true, world, attempt, by: number) }
        }
        #expect(try await world.dump() == before)
    }

    // MARK: Tries

    @Test("gives as many tries as its rules, and one more for each that is granted")
    func tries() async throws {
        let twice = Course.visits.under(Quiz.Rules(passMark: 60, tries: 2))
        let world = try await World()
        for day in 0..<2 { try await world.take(twice, as: .zhang, right: 0, at: monday.days(day)) }
        let before = try await world.dump()
        await expectConflict("no_tries_left") { _ = try await world.begin(twice, as: .zhang, at: monday.days(2)) }
        #expect(try await world.dump() == before)
        try await grant(world, minutes: 0, tries: 1)
        #expect(try await world.begin(twice, as: .zhang, at: monday.days(2)).number == 3)
    }

    @Test("makes one wait between two tries")
    func delay() async throws {
        let slowly = Course.visits.under(Quiz.Rules(passMark: 60, delay: 60))
        let world = try await World()
        try await world.take(slowly, as: .zhang, right: 0)
        await expectConflict("too_early") { _ = try await world.begin(slowly, as: .zhang, at: monday.minutes(59)) }
        #expect(try await world.begin(slowly, as: .zhang, at: monday.minutes(60)).number == 2)
    }

    @Test("is finished by the try that counts", arguments: Quiz.Counts.allCases)
    func counts(_ counts: Quiz.Counts) async throws {
        let course = Course.visits.under(Quiz.Rules(passMark: 60, counts: counts))
        let world = try await World()
        try await world.take(course, as: .zhang, right: 0)
        try await world.take(course, as: .zhang, right: 3, at: monday.days(1))
        try await world.take(course, as: .zhang, right: 0, at: monday.days(2))
        for lesson in course.lessons { try await world.read(lesson.id, of: course, as: .zhang, at: monday.days(3)) }
        let progress = try await world.records.progress(
            of: world.person(.zhang).id, in: course.requirements, at: monday.days(3))
        #expect(progress.passed == (counts == .best) && (progress.completedAt != nil) == (counts == .best))
    }

    // MARK: Grants

    private func grant(
        _ world: World, minutes: Int, tries: Int, by number: StaffNumber = .chen, at now: Date = monday
    ) async throws {
        let grant = try #require(Grant(minutes: minutes, tries: tries, reason: "停电"))
        try await world.records.give(grant, to: .zhang, at: "visits", by: world.caller(number), at: now)
    }

    @Test("gives granted time to the next tries and to the one under way, but revives none")
    func grantedTime() async throws {
        let world = try await World()
        let attempt = try await world.begin(half, as: .zhang)
        try await grant(world, minutes: 10, tries: 0, at: seconds(30))
        let found = try await world.records.attempt(attempt.id, for: world.caller(.zhang))
        #expect(found.deadline == monday.minutes(40))
        try await grant(world, minutes: 5, tries: 0, at: monday.minutes(42))
        #expect(try await sweep(world, half, at: monday.minutes(42)) == 1)
        let next = try await world.begin(half, as: .zhang, at: monday.days(1))
        #expect(next.deadline == monday.days(1).minutes(45))
    }

    @Test("takes grants from those in charge, for others only, with a reason that stays")
    func grantedBy() async throws {
        let world = try await World()
        for number: StaffNumber in [.zhou, .li] {
            await #expect(throws: Refusal.notFound) { try await grant(world, minutes: 1, tries: 0, by: number) }
        }
        let zhang = try await world.person(.zhang)
        let own = Caller(person: zhang.id, name: "zhang", role: .coordinator, units: [.shaanxi])
        let oneMore = try #require(Grant(minutes: 0, tries: 1, reason: "停电"))
        await #expect(throws: Refusal.self) {
            try await world.records.give(oneMore, to: .zhang, at: "visits", by: own, at: monday)
        }
        try await grant(world, minutes: 10, tries: 1)
        let found = try await world.records.personCourse(.zhang, "visits", for: world.caller(.chen), at: monday)
        #expect(found.grants.map(\.grant) == [Grant(minutes: 10, tries: 1, reason: "停电")])
        #expect(found.tries.allowance == Allowance(minutes: 10, tries: 1) && found.unitName == "示例甲村")
    }

    // MARK: Keys

    @Test("locks an answer for good once its key was shown")
    func locks() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits.under(Quiz.Rules(passMark: 60, feedback: .atOnce)), as: .zhang)
        let slot = attempt.paper.slots[0]
        await #expect(throws: AttemptRefusal.noKeyYet(slot: 1)) {
            try await world.records.lock(1, in: attempt.id, by: attempt.person)
        }
        _ = try await send(attempt.wrongResponse(slot), 1, seq: 1, attempt, world, at: monday)
        try await world.records.lock(1, in: attempt.id, by: attempt.person)
        let receipt = try await send(attempt.rightResponse(slot), 1, seq: 2, attempt, world, at: monday)
        #expect(!receipt.saved && receipt.answer.isLocked && receipt.answer.response == attempt.wrongResponse(slot))
    }

    @Test("shows keys to administrators always, to others when the owner may see them")
    func shows() async throws {
        let course = Course.visits.under(Quiz.Rules(passMark: 60, feedback: .afterDue))
        let world = try await World()
        try await world.take(course, as: .zhang)
        let id = try await summary(world).id
        func shown(_ number: StaffNumber, _ now: Date) async throws -> Bool {
            try await world.records.review(id, for: world.caller(number), at: now).showsKeys
        }
        let due = try #require(
            try await world.records.personCourse(.zhang, "visits", for: world.caller(.chen), at: monday).due)
        for number: StaffNumber in [.zhang, .chen] {
            #expect(try await !shown(number, due.adding(1).start.addingTimeInterval(-1)))
            #expect(try await shown(number, due.adding(1).start))
        }
        #expect(try await shown(.zheng, monday))
    }
}

extension World {
    /// Begins a course's quiz after reading its lessons.
    func begin(_ course: Course, afterReading number: StaffNumber) async throws -> Attempt {
        for lesson in course.lessons { try await read(lesson.id, of: course, as: number) }
        return try await begin(course, as: number)
    }
}

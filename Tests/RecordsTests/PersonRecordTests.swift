import FoundationEssentials
import TestSupport
import Testing
import Training

@testable import Records

@Suite("A person's record")
struct PersonRecordTests {
    private func record(_ world: World, _ number: StaffNumber, by caller: StaffNumber, at now: Date = monday.days(9))
        async throws -> PersonRecord
    {
        try await world.records.record(of: number, for: world.caller(caller), at: now)
    }

    @Test("has every lesson, try, completion and gift of a course")
    func whole() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let later = try #require(Extension(due: "2026-12-24", reason: "下乡"))
        try await world.records.extend("visits", to: later, for: [.zhang], in: .yanchang, by: chen, at: monday)
        try await world.take(.visits, as: .zhang, right: 0)
        try await world.finish(.visits, as: .zhang, at: monday.days(1))
        let grant = try #require(Grant(minutes: 10, tries: 1, reason: "停电"))
        try await world.records.give(grant, to: .zhang, at: "visits", by: chen, at: monday.days(2))
        let exemption = try #require(
            Exemption(course: "publicity", reason: .sickLeave, note: "", from: "2026-11-12", until: nil))
        _ = try await world.records.exempt([.zhang], in: .yanchang, exemption, by: chen, at: monday.days(2))

        let record = try await record(world, .zhang, by: .chen)
        #expect(record.unitName == "示例甲村" && record.courses.map(\.id) == ["publicity", "visits"])
        let visits = try #require(record.courses.last)
        #expect(visits.state == .completed && !visits.isOverdue && visits.started == Day(at: monday))
        #expect(visits.readings.map(\.lesson) == ["01-knock", "02-record"])
        #expect(visits.tries.map(\.summary.number) == [1, 2])
        #expect(visits.tries.map { $0.summary.result?.passed } == [false, true])
        #expect(visits.grants.map(\.grant) == [grant] && visits.extensions.map(\.given) == [later])
        let finish = try #require(visits.completions.first)
        #expect(visits.completions.count == 1 && finish.day == Day(at: monday.days(1)) && finish.certificate != nil)
        let publicity = try #require(record.courses.first)
        #expect(publicity.state == .exempt && publicity.exemptions.map(\.exemption) == [exemption])
        #expect(record.exemptions.isEmpty)
    }

    @Test("shows where somebody belonged and when, and names no unit outside the reader's scope")
    func stays() async throws {
        let world = try await World()
        let tables: [(String, Int)] = [
            ("00017,张某,610622991,active", 2), ("00017,张某,610622991,active", 3), ("00017,张某,610621991202,suspended", 5),
            ("00017,张某,610621991202,active", 5),
        ]
        for (row, day) in tables {
            try await world.apply(.people, Sheet("staff_no,name,unit,status\n\(row)"), at: monday.days(day))
        }
        let first = Day(at: monday)
        let seen = try await record(world, .zhang, by: .chen).stays
        #expect(seen.map(\.from) == [first, first.adding(2), first.adding(5)])
        #expect(seen.map(\.until) == [first.adding(1), first.adding(4), nil])
        #expect(seen.map { $0.unit?.name } == ["示例甲村", nil, "示例乙村"] && seen.allSatisfy(\.isActive))
        let own = try await world.records.ownRecord(of: world.person(.zhang).id, at: monday.days(9))
        #expect(own.stays.map { $0.unit?.name } == ["示例甲村", "示例三镇", "示例乙村"])
    }

    @Test("is there for whoever oversees the person and for nobody else")
    func scope() async throws {
        let world = try await World()
        for seeing in [StaffNumber.chen, .wu, .zheng] {
            #expect(try await record(world, .zhang, by: seeing).person.staffNumber == .zhang)
        }
        for blind in [StaffNumber.li, .zhou] {
            await #expect(throws: Refusal.notFound) { try await record(world, .zhang, by: blind) }
        }
    }

    @Test("keeps a spoilt paper for the overseer; one that waits to be keyed in is not its owner's to see")
    func papers() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        func draw() async throws -> PaperNumber {
            try await world.records.drawPapers(
                for: [.zhang], in: .yanchang, at: Course.visits.quiz, drawing: Course.visits.items, pictures: [],
                requirements: Course.visits.requirements, by: chen, at: monday)[0].number
        }
        try await world.records.withdraw(draw(), because: "弄湿", by: chen, at: monday.days(1))
        let open = try await draw()
        let tries = try await record(world, .zhang, by: .chen).courses.flatMap(\.tries)
        #expect(tries.map { $0.withdrawal?.reason } == ["弄湿", nil] && tries.allSatisfy { $0.summary.medium == .paper })
        let zhang = try await world.person(.zhang).id
        let own = try await world.records.ownRecord(of: zhang, at: monday.days(2))
        #expect(own.courses.flatMap(\.tries).isEmpty)
        _ = try await world.records.key(
            [:], into: open, requirements: Course.visits.requirements, by: chen, at: monday.days(2))
        let keyed = try await world.records.ownRecord(of: zhang, at: monday.days(2))
        #expect(keyed.courses.flatMap(\.tries).map(\.summary.number) == [2])
    }

    @Test("keeps late answers with what was decided, and what a corrected key made of a try")
    func later() async throws {
        let world = try await World()
        let course = Course.visits.under(Quiz.Rules(passMark: 60, timeLimit: 30))
        let attempt = try await world.begin(course, as: .zhang)
        _ = try await world.records.save(
            attempt.rightResponse(attempt.paper.slots[0]), slot: 1, seq: 1, in: attempt.id, by: attempt.person,
            at: monday.days(1))
        try await world.records.closeOverdueAttempts(at: monday.days(1)) { _ in course.requirements }
        func late() async throws -> [PersonRecord.LateAnswers] {
            try await record(world, .zhang, by: .chen).courses.flatMap(\.tries).flatMap(\.late)
        }
        let waiting = try await late()
        #expect(waiting.map(\.count) == [1] && waiting.allSatisfy { $0.decision == nil })
        try await world.records.decide(
            onLateAnswersOf: attempt.id, accepting: false, reason: "没有停电", requirements: nil, by: world.caller(.chen),
            at: monday.days(2))
        #expect(try await late().map(\.decision) == [.init(.declined, reason: "没有停电", at: monday.days(2))])
        let tries = try await record(world, .zhang, by: .chen).courses.flatMap(\.tries)
        #expect(tries.map { $0.summary.result?.isExpired } == [true])

        let corrected = try await Corrected()
        try await corrected.apply()
        let changes = try await record(corrected.world, .zhang, by: .chen).courses.flatMap(\.tries)
            .flatMap(\.corrections)
        #expect(changes.count == 1 && changes.allSatisfy { $0.before < $0.after })
    }

    @Test("counts its years: marked tries, those passed, and each course once a year")
    func years() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 0)
        try await world.finish(.visits, as: .zhang, at: monday.days(1))
        try await world.take(.visits, as: .zhang, at: monday.days(60))
        let record = try await record(world, .zhang, by: .chen, at: monday.days(70))
        #expect(record.years.map(\.year) == [2027, 2026])
        #expect(record.years.map(\.tally.attempts) == [1, 2] && record.years.map(\.tally.passed) == [1, 1])
        #expect(record.years.map { $0.finished.map(\.course) } == [[], ["visits"]])
        #expect(record.year(2025).tally.isZero)
    }
}

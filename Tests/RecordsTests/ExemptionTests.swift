import Foundation
import Records
import TestSupport
import Testing
import Training

@Suite("An exemption")
struct ExemptionTests {
    private let today = Day(at: monday)

    private func leave(
        of course: CourseID? = nil, _ reason: Exemption.Reason = .parentalLeave, _ note: String = "",
        from: Int = 0, until: Int? = nil
    ) -> Exemption? {
        Exemption(
            course: course, reason: reason, note: note, from: today.adding(from), until: until.map(today.adding))
    }

    private func state(of number: StaffNumber, _ world: World, day: Int = 0) async throws -> Standing.State? {
        try await world.records.people(
            in: .shaanxi, PersonQuery(course: "visits"), for: .operatorAtTheMachine, at: monday.days(day)
        ).lines.first { $0.staffNumber == number }?.course?.state
    }

    @Test("has a reason, a note where the reason says nothing, and does not end before it begins")
    func rules() {
        #expect(leave() != nil && leave(until: 0) != nil && leave(.other, "驻村") != nil)
        #expect(leave(until: -1) == nil && leave(.other, "  ") == nil)
        #expect(leave(.left, String(repeating: "字", count: 201)) == nil)
    }

    @Test("takes people out of the assigned from its first to its last day, by itself")
    func counts() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let before = try await world.report(of: .yanchang, at: monday).totals
        let exemption = try #require(leave(from: 1, until: 3))
        let given = try await world.records.exempt(
            [.zhang, .li], in: .yanchang, exemption, by: caller, at: monday)
        #expect(given.map(\.staffNumber) == [.zhang, .li] && given.map(\.given.by) == ["陈某", "陈某"])
        for (day, exempt) in [(0, 0), (1, 2), (3, 2), (4, 0)] {
            let totals = try await world.report(of: .yanchang, at: monday.days(day)).totals
            #expect(totals.exempt == exempt && totals.assigned == before.assigned - exempt, "day \(day)")
            #expect(try await state(of: .zhang, world, day: day) == (exempt == 0 ? .notStarted : .exempt))
        }
        let listed = try await world.records.people(
            in: .yanchang, PersonQuery(course: "visits", state: .exempt), for: caller, at: monday.days(2))
        #expect(listed.lines.map(\.staffNumber) == [.zhang, .li])
        let home = try await world.records.learning(of: world.person(.zhang).id, at: monday.days(2))
        #expect(home.first { $0.course == "visits" }?.state == .exempt)
    }

    @Test("lets nobody be reminded")
    func reminders() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        func reminded(_ day: Int) async throws -> [StaffNumber] {
            try await world.records.reminder(of: "visits", in: .yanchang, limit: 9, for: chen, at: monday.days(day))
                .people.map(\.staffNumber)
        }
        let before = try await reminded(0)
        #expect(before.contains(.zhang))
        _ = try await world.records.exempt(
            [.zhang], in: .yanchang, try #require(leave(from: 1, until: 2)), by: chen, at: monday)
        #expect(try await reminded(0) == before)
        #expect(try await reminded(3) == before)
        let meanwhile = try await world.records.reminder(
            of: "visits", in: .yanchang, limit: 9, for: chen, at: monday.days(1))
        #expect(meanwhile.people.map(\.staffNumber) == before.filter { $0 != .zhang })
        #expect(meanwhile.dues.reduce(0) { $0 + $1.people } == before.count - 1)
    }

    @Test("from one course leaves the others")
    func oneCourse() async throws {
        let world = try await World()
        _ = try await world.records.exempt(
            [.zhang], in: .yanchang, try #require(leave(of: "publicity")), by: world.caller(.chen), at: monday)
        #expect(try await state(of: .zhang, world) == .notStarted)
    }

    @Test("lets nothing be overdue, and what was finished stays finished")
    func late() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .li, at: monday)
        _ = try await world.records.exempt(
            [.zhang, .li], in: .yanchang, try #require(leave(until: 60)), by: world.caller(.chen), at: monday)
        let late = try await world.records.people(
            in: .shaanxi, PersonQuery(course: "visits", overdue: true), for: .operatorAtTheMachine,
            at: monday.days(50)
        ).lines.map(\.staffNumber)
        #expect(!late.isEmpty && !late.contains(.zhang))
        #expect(try await state(of: .li, world, day: 1) == .completed)
        #expect(try await state(of: .zhang, world, day: 61) == .notStarted)
    }

    @Test("is given to all who are named or to nobody, never to oneself, and only below")
    func refuses() async throws {
        let world = try await World()
        let exemption = try #require(leave())
        let before = try await world.dump()
        func refusal(_ numbers: [StaffNumber], in unit: UnitCode = .yanchang, by who: StaffNumber) async throws
            -> String?
        {
            let caller = try await world.caller(who)
            return await refusalCode {
                _ = try await world.records.exempt(numbers, in: unit, exemption, by: caller, at: monday)
            }
        }
        #expect(try await refusal([.zhang, .zhao], by: .chen) == "not_available")
        #expect(try await refusal([.chen], by: .chen) == "own_person")
        #expect(try await refusal([.zhang], by: .zhou) == "not_found")
        #expect(try await world.dump() == before)
    }

    @Test("can be ended early, once, by whoever is in charge, and then never held where it was a mistake")
    func ends() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        func give(_ exemption: Exemption?) async throws -> ExemptionID {
            let given = try await world.records.exempt(
                [.zhang], in: .yanchang, try #require(exemption), by: chen, at: monday)
            return try #require(given.first).given.id
        }
        func end(_ id: ExemptionID, _ day: Int, by caller: Caller) async throws -> StaffNumber {
            try await world.records.endExemption(id, last: today.adding(day), by: caller, at: monday.days(2))
        }
        let id = try await give(leave())
        let zhou = try await world.caller(.zhou)
        await #expect(throws: Refusal.notFound) { try await end(id, 1, by: zhou) }
        #expect(try await end(id, 1, by: chen) == .zhang)
        #expect(try await state(of: .zhang, world, day: 1) == .exempt)
        #expect(try await state(of: .zhang, world, day: 2) == .notStarted)
        #expect(await refusalCode { _ = try await end(id, 0, by: chen) } == "already_over")

        let mistake = try await give(leave(from: 5, until: 9))
        #expect(await refusalCode { _ = try await end(mistake, 9, by: chen) } == "already_over")
        #expect(try await end(mistake, 4, by: chen) == .zhang)
        #expect(try await state(of: .zhang, world, day: 6) == .notStarted)
        let known = try await world.records.personCourse(.zhang, "visits", for: chen, at: monday).exemptions
        #expect(known.map { $0.end?.by } == ["陈某", "陈某"])
        #expect(try await world.records.exemptions(in: .yanchang, on: today, for: chen).map(\.given.id) == [id])
        #expect(try await world.records.exemptions(in: .yanchang, on: today.adding(2), for: chen).isEmpty)
    }

    @Test("is read along the people of the units, and asked of each person by number")
    func plans() async throws {
        let world = try await World()
        let (_, statements) = try await world.database.statements {
            _ = try await world.records.exemptions(in: .yanchang, on: today, for: .operatorAtTheMachine)
            _ = try await state(of: .zhang, world)
        }
        let asking = statements.filter { $0.sql.contains("FROM exemptions") || $0.sql.contains("JOIN exemptions") }
        #expect(asking.count == 2)
        for statement in asking {
            let plan = try await world.database.plan(of: statement)
            #expect(plan.contains { $0.contains("exemptions USING INDEX exemptions_person (person=?") }, "\(plan)")
        }
    }
}

@Suite("A later day")
struct ExtensionTests {
    private let today = Day(at: monday)

    private func extend(
        _ numbers: [StaffNumber], to days: Int, _ course: CourseID = "visits", in world: World, at now: Date = monday
    ) async throws {
        let later = try #require(Extension(due: today.adding(days), reason: "下乡"))
        try await world.records.extend(
            course, to: later, for: numbers, in: .yanchang, by: world.caller(.chen), at: now)
    }

    private func due(of number: StaffNumber, _ world: World) async throws -> Day? {
        try await world.records.personCourse(number, "visits", for: .operatorAtTheMachine, at: monday).due
    }

    @Test("is theirs alone, and stays when the unit's day changes")
    func holds() async throws {
        let world = try await World()
        let former = try #require(try await due(of: .li, world))
        try await extend([.zhang], to: 90, in: world)
        #expect(try await due(of: .zhang, world) == today.adding(90))
        #expect(try await due(of: .li, world) == former)
        try await world.apply(.enrolments, Sheet("unit,course,due\n610621,visits,2026-12-20"))
        #expect(try await due(of: .zhang, world) == today.adding(90))
        #expect(try await due(of: .li, world) == "2026-12-20")
        let facts = try await world.rows("SELECT reason FROM assignments WHERE reason IS NOT NULL")
        #expect(facts.map { $0[0].text } == ["下乡"])
    }

    @Test("needs a reason, and is given only where there is an earlier one to be late for")
    func refuses() async throws {
        let world = try await World()
        #expect(Extension(due: today, reason: " ") == nil)
        try await world.finish(.visits, as: .li, at: monday)
        let before = try await world.dump()
        #expect(await refusalCode { try await extend([.zhang, .li], to: 90, in: world) } == "nothing_to_extend")
        #expect(await refusalCode { try await extend([.zhang], to: 1, in: world) } == "not_later")
        #expect(await refusalCode { try await extend([.zhang], to: -1, in: world) } == "bad_due")
        #expect(await refusalCode { try await extend([.zhao], to: 90, in: world) } == "not_available")
        #expect(try await world.dump() == before)
    }
}

/// The code of the refusal that something ends in; nil when it is done.
private func refusalCode(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch Refusal.notFound {
        return "not_found"
    } catch Refusal.invalid(let code, _), Refusal.conflict(let code, _) {
        return code
    } catch {
        return "\(error)"
    }
}

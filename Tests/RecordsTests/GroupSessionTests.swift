import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("A group session")
struct GroupSessionTests {
    private let today = Day(at: monday)

    @Test("has a place and one to sixty lessons, each once")
    func rules() {
        let lessons = Course.visits.together()
        func plan(_ place: String, _ lessons: [GroupSession.Lesson]) -> GroupSession.Plan? {
            GroupSession.Plan(day: today, place: place, lessons: lessons)
        }
        #expect(plan(" 会议室 ", lessons)?.place == "会议室")
        #expect(plan("  ", lessons) == nil && plan(String(repeating: "字", count: 101), lessons) == nil)
        #expect(plan("会议室", []) == nil && plan("会议室", lessons + lessons) == nil)
    }

    @Test("is arranged for today or later, in the own scope, and shown to whom it is for until it is over")
    func arranged() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let later = try await world.arrange(in: .firstTown, day: 3, by: chen)
        let soon = try await world.arrange(in: .yanchang, day: 1, by: chen)
        for (unit, day, code) in [(UnitCode.thirdTown, 1, "not_found"), (.firstTown, -1, "bad_day")] {
            #expect(await refusalCode { _ = try await world.arrange(in: unit, day: day, by: chen) } == code)
        }
        let listed = try await world.records.groupSessions(in: .yanchang, limit: 9, for: chen)
        #expect(listed.sessions.map(\.id) == [later, soon])
        #expect(listed.sessions.map(\.madeBy) == ["陈某", "陈某"])
        #expect(try await world.records.groupSessions(in: .secondTown, limit: 9, for: chen).sessions.isEmpty)
        func shown(to number: StaffNumber, on day: Int) async throws -> [GroupSessionID] {
            try await world.records.groupSessions(ahead: today.adding(day), of: world.person(number).id).map(\.id)
        }
        #expect(try await shown(to: .zhang, on: 1) == [soon, later])
        #expect(try await shown(to: .zhang, on: 2) == [later])
        #expect(try await shown(to: .zhao, on: 1) == [])
        #expect(try await shown(to: .chen, on: 1) == [soon])
        _ = try await world.records.cancel(later, because: "下雨", by: chen, at: monday)
        #expect(try await shown(to: .zhang, on: 2) == [])
        #expect(
            await refusalCode { try await world.attend(later, [.zhang], by: chen, at: monday.days(3)) } == "cancelled")
    }

    @Test("counts as its lessons read on its day by those who were there, and by nobody else")
    func readings() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let id = try await world.arrange(in: .firstTown, day: 1, by: chen)
        let early = await refusalCode { try await world.attend(id, [.zhang], by: chen, at: monday) }
        #expect(early == "not_yet")
        let receipt = try await world.attend(id, [.zhang, .wang], by: chen, at: monday.days(4))
        #expect(receipt == AttendanceReceipt(recorded: 2, already: 0, completed: 0))
        for (day, begun) in [(0, 0), (1, 2), (4, 2)] {
            let totals = try await world.report(of: .yanchang, on: today.adding(day), at: monday.days(4)).totals
            #expect(totals.inProgress == begun, "day \(day)")
        }
        let lines = try await world.records.learning(of: world.person(.zhang).id, at: monday.days(4))
        #expect(lines.first { $0.course == "visits" }?.read == ["01-knock", "02-record"])
        let li = try await world.records.learning(of: world.person(.li).id, at: monday.days(4))
        #expect(li.allSatisfy { $0.read.isEmpty && $0.state == .notStarted })
        let again = try await world.attend(id, [.zhang, .li], by: chen, at: monday.days(5))
        #expect(again == AttendanceReceipt(recorded: 1, already: 1, completed: 0))
        let record = try await world.records.groupSession(id, for: chen)
        #expect(record.session.present == 3 && record.attendances.map(\.entries.count) == [1, 1, 1])
        #expect(record.attendances.map(\.staffNumber) == [.wang, .zhang, .li])
    }

    @Test("lets whoever passed the quiz before have finished on its day, and others when they pass it")
    func completions() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        try await world.take(.visits, as: .zhang)
        let id = try await world.arrange(in: .firstTown, day: 1, by: chen)
        let receipt = try await world.attend(id, [.zhang, .wang], by: chen, at: monday.days(4))
        #expect(receipt.completed == 1)
        for (day, completed) in [(0, 0), (1, 1)] {
            let totals = try await world.report(of: .yanchang, on: today.adding(day), at: monday.days(4)).totals
            #expect(totals.completed == completed, "day \(day)")
        }
        #expect(try await world.records.certificates(of: world.person(.zhang).id).first?.day == today.adding(1))
        #expect(try await world.take(.visits, as: .wang, at: monday.days(6)).completed)
        let done = try await world.report(of: .yanchang, on: today.adding(5), at: monday.days(6)).totals
        #expect(done.completed == 1)
    }

    @Test("leaves a lesson that was read before as it was read")
    func readBefore() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        try await world.read("01-knock", of: .visits, as: .zhang)
        let id = try await world.arrange(in: .firstTown, day: 1, by: chen)
        try await world.attend(id, [.zhang], by: chen, at: monday.days(1))
        let rows = try await world.rows(
            "SELECT lesson, read_at, group_session FROM readings WHERE course = 'visits' ORDER BY lesson")
        #expect(rows.map { $0[2].text } == ["NULL", "\(id)"])
        #expect(rows.map { $0[1].text } == [monday, monday.days(1)].map { "\(Int($0.timeIntervalSince1970 * 1000))" })
    }

    @Test("teaches what its lessons taught when it was arranged")
    func taught() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        try await world.take(.visits, as: .zhang)
        let id = try await world.arrange(in: .firstTown, day: 1, by: chen)
        _ = try await world.records.record(
            Attendees(numbers: [.zhang]), at: id, by: chen, now: monday.days(1),
            requirements: { _ in Course.visits.requirements(raisedTo: 2) })
        #expect(try await world.records.outdatedCompletions(["N78-2.1-a": 2])?.map(\.staffNumber) == [.zhang])
    }

    @Test("takes whole units at their people at work, but for the one who records")
    func units() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let id = try await world.arrange(in: .yanchang, day: 0, by: chen)
        let attendees = Attendees(numbers: [.li], units: [.yanchang, .firstVillage])
        let meant = try await world.records.roster(of: attendees, at: id, for: chen, now: monday)
        #expect(meant.lines.map(\.staffNumber) == [.zhang, .li])
        let all = try await world.records.roster(of: id, limit: 9, for: chen).lines
        #expect(all.map(\.staffNumber) == [.chen, .wang, .zhang, .li])
        #expect(all.filter(\.isOneself).map(\.staffNumber) == [.chen])
        let village = try await world.records.roster(of: id, below: .secondVillage, limit: 9, for: chen).lines
        #expect(village.map(\.staffNumber) == [.li])
        #expect(
            await refusalCode { _ = try await world.records.roster(of: id, below: .thirdTown, limit: 9, for: chen) }
                == "not_found")
    }

    @Test("records all who are named or nobody, and never oneself, nobody outside the scope, nobody who left")
    func refuses() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let id = try await world.arrange(in: .firstTown, day: 0, by: chen)
        let before = try await world.dump()
        let cases: [(Attendees, StaffNumber, String)] = [
            (Attendees(numbers: [.zhang, .zhao]), .chen, "not_available"),
            (Attendees(numbers: [.zhang, .sun]), .chen, "not_available"),
            (Attendees(numbers: [.zhang, "99999"]), .chen, "not_available"),
            (Attendees(numbers: [.zhang, .chen]), .chen, "own_person"),
            (Attendees(numbers: [.zhang], units: [.thirdTown]), .chen, "not_available"),
            (Attendees(numbers: [.zhao]), .zhou, "not_found"),
        ]
        for (attendees, who, code) in cases {
            let caller = try await world.caller(who)
            #expect(
                await refusalCode {
                    _ = try await world.records.record(
                        attendees, at: id, by: caller, now: monday, requirements: { _ in nil })
                } == code, "\(attendees) by \(who)")
        }
        #expect(try await world.dump() == before)
    }

    @Test("names nobody outside the scope of who asks, and says how many they are")
    func scope() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let id = try await world.arrange(in: .firstTown, day: 0, by: chen)
        try await world.attend(id, [.zhang, .zhao], by: .operatorAtTheMachine, at: monday)
        let record = try await world.records.groupSession(id, for: chen)
        #expect(record.attendances.map(\.staffNumber) == [.zhang] && record.elsewhere == 1)
        #expect(try await world.records.groupSession(id, for: world.caller(.wu)).attendances.count == 2)
    }
}

@Suite("Whoever was not there after all")
struct AttendanceRemovalTests {
    private let today = Day(at: monday)

    @Test("has not read its lessons, and all stays on record")
    func unfinished() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let before = try await world.report(of: .yanchang, on: today.adding(1), at: monday).totals
        let id = try await world.arrange(in: .firstTown, day: 1, by: chen)
        try await world.attend(id, [.zhang], by: chen, at: monday.days(2))
        let removal = try await world.records.takeOff([.zhang], from: id, because: "请假", by: chen, at: monday.days(3))
        #expect(removal == AttendanceRemoval(removed: 1, kept: 0))
        let after = try await world.report(of: .yanchang, on: today.adding(1), at: monday.days(3)).totals
        #expect(after == before)
        let line = try await world.records.learning(of: world.person(.zhang).id, at: monday.days(3))
            .first { $0.course == "visits" }
        #expect(line?.read == [] && line?.state == .notStarted)
        let record = try await world.records.groupSession(id, for: chen)
        #expect(record.session.present == 0 && record.attendances.map(\.isPresent) == [false])
        #expect(record.attendances[0].entries.map(\.isPresent) == [true, false])
        #expect(record.attendances[0].entries[1].reason == "请假")
        #expect(try await world.rows("SELECT lesson FROM withdrawn_readings").count == 2)
        #expect(
            await refusalCode {
                _ = try await world.records.takeOff([.zhang], from: id, because: "请假", by: chen, at: monday.days(3))
            } == "not_present")
        let again = try await world.attend(id, [.zhang], by: chen, at: monday.days(4))
        #expect(again.recorded == 1)
    }

    @Test("keeps what was finished, with what it rests on")
    func finished() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        try await world.take(.visits, as: .zhang)
        let id = try await world.arrange(in: .firstTown, day: 0, by: chen)
        try await world.attend(id, [.zhang], by: chen, at: monday)
        let removal = try await world.records.takeOff([.zhang], from: id, because: "请假", by: chen, at: monday.days(1))
        #expect(removal == AttendanceRemoval(removed: 1, kept: 2))
        let line = try await world.records.learning(of: world.person(.zhang).id, at: monday.days(1))
            .first { $0.course == "visits" }
        #expect(line?.state == .completed && line?.read.count == 2)
        #expect(try await world.records.certificates(of: world.person(.zhang).id).count == 1)
    }

    @Test("has read what they went through in another session, and what they had begun otherwise stays begun")
    func another() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let first = try await world.arrange(in: .firstTown, day: 0, by: chen)
        let second = try await world.arrange(in: .firstTown, Course.visits.together(1), day: 2, by: chen)
        for id in [first, second] { try await world.attend(id, [.zhang, .wang], by: chen, at: monday.days(2)) }
        _ = try await world.begin(.visits, as: .wang, at: monday.days(1))
        _ = try await world.records.takeOff([.zhang, .wang], from: first, because: "记错", by: chen, at: monday.days(3))
        let line = try await world.records.learning(of: world.person(.zhang).id, at: monday.days(3))
            .first { $0.course == "visits" }
        #expect(line?.read == ["01-knock"])
        for (day, begun) in [(0, 0), (1, 1), (2, 2)] {
            let totals = try await world.report(of: .yanchang, on: today.adding(day), at: monday.days(3)).totals
            #expect(totals.inProgress == begun, "day \(day)")
        }
    }
}

extension Course {
    /// Its first lessons as a session goes through them; all of them unless told otherwise.
    func together(_ count: Int? = nil) -> [GroupSession.Lesson] {
        requirements.lessons.prefix(count ?? .max).map {
            GroupSession.Lesson(
                course: id, lesson: $0.lesson, version: $0.version, taught: requirements.taught[$0.lesson] ?? [])
        }
    }
}

extension World {
    /// Arranges a session of 走访, so many days after `monday`.
    func arrange(
        in unit: UnitCode, _ lessons: [GroupSession.Lesson] = Course.visits.together(), day: Int, by caller: Caller,
        at now: Date = monday
    ) async throws -> GroupSessionID {
        let plan = GroupSession.Plan(day: Day(at: monday).adding(day), place: "会议室", lessons: lessons)
        return try await records.arrange(try #require(plan), for: unit, by: caller, at: now)
    }

    /// Records people as having been there.
    @discardableResult
    func attend(
        _ id: GroupSessionID, _ numbers: [StaffNumber], by caller: Caller, at now: Date
    ) async throws -> AttendanceReceipt {
        try await records.record(
            Attendees(numbers: numbers), at: id, by: caller, now: now,
            requirements: { id in Course.all.first { $0.id == id }?.requirements })
    }
}

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

import Records
import TestSupport
import Testing
import Training

@Suite("A reminder")
struct ReminderTests {
    private func reminder(
        _ world: World, of course: CourseID = "visits", in unit: UnitCode = .yanchang, limit: Int = 10,
        as number: StaffNumber = .chen
    ) async throws -> Reminder {
        try await world.records.reminder(
            of: course, in: unit, limit: limit, for: world.caller(number), at: monday.days(1))
    }

    @Test("is about those at work who have not finished, each with the last day that holds for them")
    func addressees() async throws {
        let world = try await World()
        let first = try await reminder(world)
        #expect(first.people.map(\.staffNumber) == [.zhang, .li, .wang, .chen])
        #expect(first.people.map(\.due) == ["2026-11-20", "2026-11-30", "2026-11-30", "2026-11-30"])
        #expect(first.dues == [.init(day: "2026-11-20", people: 1), .init(day: "2026-11-30", people: 3)])
        #expect(first.people.allSatisfy { $0.state == .notStarted })

        try await world.finish(.visits, as: .zhang)
        try await world.read("01-knock", of: .visits, as: .li)
        let second = try await reminder(world)
        #expect(second.people.map(\.staffNumber) == [.li, .wang, .chen])
        #expect(second.people.map(\.state) == [.inProgress, .notStarted, .notStarted])
        #expect(second.count == 3 && second.deadline == .on("2026-11-30"))

        try await world.apply(.people, Sheet("staff_no,name,unit,status\n00018,李某,610621991202,suspended"))
        #expect(try await reminder(world).people.map(\.staffNumber) == [.wang, .chen])
    }

    @Test("counts everybody, also those it does not list")
    func limited() async throws {
        let reminder = try await reminder(World(), limit: 1)
        #expect(reminder.people.map(\.staffNumber) == [.zhang] && reminder.count == 4)
    }

    @Test("about a course without a last day says so")
    func withoutDay() async throws {
        let reminder = try await reminder(World(), of: "publicity")
        #expect(reminder.count == 4 && reminder.deadline == .none)
    }

    @Test("reaches nobody outside the scope")
    func scope() async throws {
        let world = try await World()
        for unit in [UnitCode.yanchuan, .yanan, .shaanxi, "nowhere"] {
            await #expect(throws: Refusal.notFound) { try await reminder(world, in: unit) }
        }
        #expect(try await reminder(world, in: .thirdTown, as: .zhou).count == 0)
    }
}

import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("How answers came in")
struct DeliveryTests {
    private func report(
        _ world: World, of unit: UnitCode, course: CourseID? = nil, since: Day? = nil, by number: StaffNumber = .zheng
    ) async throws -> DeliveryReport {
        try await world.records.deliveryReport(
            of: unit, course: course, since: since, for: world.caller(number), at: monday.days(9))
    }

    /// Answers a question of a try, over a line that failed before or not.
    private func answer(
        _ world: World, _ attempt: Attempt, _ slot: Int, seq: Int = 1, recovered: Bool = false
    ) async throws {
        _ = try await world.records.save(
            attempt.rightResponse(attempt.paper.slots[slot - 1]), slot: slot, seq: seq, recovered: recovered,
            in: attempt.id, by: attempt.person, at: monday)
    }

    @Test("is the same before handing in and after, but for what nobody answered")
    func handedIn() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        try await answer(world, attempt, 1, recovered: true)
        try await answer(world, attempt, 2)
        let open = Delivery(attempts: 1, received: 2, recovered: 1)
        #expect(try await report(world, of: .firstVillage).totals == open)
        #expect(try await world.records.attempt(attempt.id, for: world.caller(.zhang)).delivery == open)

        let receipt = try await world.records.submit(attempt.id, requirements: nil, by: attempt.person, at: monday)
        let closed = Delivery(attempts: 1, received: 2, recovered: 1, missing: 1)
        #expect(receipt.delivery == closed)
        #expect(try await report(world, of: .firstVillage).totals == closed)
        #expect(try await world.records.attempt(attempt.id, for: world.caller(.zhang)).delivery == closed)
        let again = try await world.records.submit(attempt.id, requirements: nil, by: attempt.person, at: monday)
        #expect(again.delivery == closed)
    }

    @Test("remembers that an answer was recovered when a newer one gets through at once")
    func staysRecovered() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        try await answer(world, attempt, 1, seq: 1, recovered: true)
        try await answer(world, attempt, 1, seq: 2)
        try await answer(world, attempt, 2, seq: 1)
        try await answer(world, attempt, 2, seq: 2, recovered: true)
        #expect(try await report(world, of: .firstVillage).totals.recovered == 2)
        // What was sent again had arrived the first time: only the acknowledgement was lost.
        try await answer(world, attempt, 3, seq: 1)
        try await answer(world, attempt, 3, seq: 1, recovered: true)
        #expect(try await report(world, of: .firstVillage).totals.recovered == 2)
    }

    @Test("adds up: a unit is those directly in it and the units below")
    func addsUp() async throws {
        let world = try await World()
        for (number, count) in [(StaffNumber.zhang, 3), (.li, 1), (.wang, 2), (.chen, 1), (.zhao, 3)] {
            let attempt = try await world.begin(.visits, as: number)
            for slot in 1...count { try await answer(world, attempt, slot, recovered: slot == 1) }
            if count > 1 {
                _ = try await world.records.submit(attempt.id, requirements: nil, by: attempt.person, at: monday)
            }
        }
        let county = try await report(world, of: .yanchang)
        #expect(county.direct == Delivery(attempts: 1, received: 1, recovered: 1))
        #expect(county.children.map(\.unit.name) == ["示例一镇", "示例二镇"])
        #expect(
            county.children.map(\.totals) == [
                Delivery(attempts: 3, received: 6, recovered: 3, missing: 1), Delivery(),
            ])
        #expect(county.totals == Delivery(attempts: 4, received: 7, recovered: 4, missing: 1))
        for unit in Province.units.rows.compactMap({ UnitCode(rawValue: $0.cells[0]) }) {
            for line in try await report(world, of: unit).children {
                #expect(try await report(world, of: line.unit.code).totals == line.totals, "\(line.unit.name)")
            }
        }
        #expect(try await report(world, of: .shaanxi).totals.attempts == 5)
    }

    @Test("is of one course and since a day when asked")
    func narrowed() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang)
        try await world.take(.visits, as: .zhang, at: monday.days(2))
        try await world.finish(.publicity, as: .zhang, at: monday.days(3))
        func attempts(_ course: CourseID?, _ since: Day?) async throws -> [Int] {
            let report = try await report(world, of: .firstTown, course: course, since: since)
            return [report.totals.attempts, report.children[0].totals.attempts]
        }
        #expect(try await attempts(nil, nil) == [3, 3])
        #expect(try await attempts("visits", nil) == [2, 2])
        #expect(try await attempts(nil, "2026-11-11") == [2, 2])
        #expect(try await attempts("visits", "2026-11-11") == [1, 1])
        #expect(try await attempts("visits", "2026-11-12") == [0, 0])
    }

    @Test("is seen in the own scope, with the way up as far as the scope goes")
    func scope() async throws {
        let world = try await World()
        #expect(try await report(world, of: .firstTown, by: .wu).above.map(\.code) == [.yanan, .yanchang])
        for (unit, number) in [
            (UnitCode.yanan, StaffNumber.chen), (.yanchuan, .chen), (.shaanxi, .wu), (.firstVillage, .zhang),
            ("NOWHERE", .zheng),
        ] {
            await #expect(throws: Refusal.notFound) { _ = try await report(world, of: unit, by: number) }
        }
    }
}

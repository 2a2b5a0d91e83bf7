import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("How answers came in")
struct DeliveryTests {
    private func report(
        _ world: World, of unit: UnitCode, _ query: DeliveryReport.Query = .init(), by number: StaffNumber = .zheng
    ) async throws -> DeliveryReport {
        try await world.records.deliveryReport(of: unit, query, for: world.caller(number), at: monday.days(9))
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
            let report = try await report(world, of: .firstTown, .init(course: course, since: since))
            return [report.totals.attempts, report.children[0].totals.attempts]
        }
        #expect(try await attempts(nil, nil) == [3, 3])
        #expect(try await attempts("visits", nil) == [2, 2])
        #expect(try await attempts(nil, "2026-11-11") == [2, 2])
        #expect(try await attempts("visits", "2026-11-11") == [1, 1])
        #expect(try await attempts("visits", "2026-11-12") == [0, 0])
    }

    @Test("counts the tries of the people who are now in a unit, or those that were begun in it")
    func moved() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang)
        try await world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610622991"), at: monday.days(2))
        for day in [2, 3] { try await world.take(.visits, as: .zhang, at: monday.days(day)) }
        try await world.apply(
            .people, Sheet("staff_no,name,unit,status\n00017,张某,610622991,suspended"), at: monday.days(4))
        func attempts(_ unit: UnitCode, _ by: CompletionReport.Belonging, since: Day? = nil) async throws -> Int {
            try await report(world, of: unit, .init(since: since, by: by)).totals.attempts
        }
        #expect(try await [attempts(.yanchang, .now), attempts(.yanchuan, .now)] == [0, 3])
        #expect(try await [attempts(.yanchang, .then), attempts(.yanchuan, .then)] == [1, 2])
        #expect(try await [attempts(.yanan, .now), attempts(.yanan, .then)] == [3, 3])
        #expect(try await [attempts(.yanchuan, .then, since: "2026-11-12"), attempts(.yanchang, .then)] == [1, 1])
        #expect(try await report(world, of: .firstVillage, .init(by: .then)).direct.attempts == 1)
        // Units stand as they stand now.
        try await world.apply(.units, Sheet("code,name,parent\n610621991,示例一镇,610622"), at: monday.days(5))
        #expect(try await [attempts(.yanchang, .then), attempts(.yanchuan, .then)] == [0, 3])
    }

    @Test("counts a try of before somebody was known where they joined")
    func before() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, at: monday.days(-3))
        #expect(try await report(world, of: .firstVillage, .init(by: .then)).direct.attempts == 1)
    }

    @Test("by reports counts every try once, where the unit reports, and shows those that report elsewhere")
    func reporting() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent,reports_to\n610621,延长县,610600,610000"))
        for number in [StaffNumber.zhang, .wang, .zhao] { try await world.take(.visits, as: number) }
        for by in CompletionReport.Belonging.allCases {
            let city = try await report(world, of: .yanan, .init(by: by, tree: .reporting))
            #expect(city.totals.attempts == 1 && city.children.map(\.unit.code) == [.yanchuan])
            #expect(city.elsewhere.map(\.unit.code) == [.yanchang] && city.elsewhere.first?.totals.attempts == 2)
            #expect(city.hasReporting)
            let province = try await report(world, of: .shaanxi, .init(by: by, tree: .reporting))
            #expect(province.totals.attempts == 3)
            let counted = province.children.map { "\($0.unit.code) \($0.totals.attempts)" }
            #expect(counted == ["610600 1", "610621 2", "SX-XIXIAN 0"])
        }
        #expect(try await report(world, of: .yanan).totals.attempts == 3)
    }

    @Test("by reports is there for the unit that is reported to")
    func reportingScope() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent,reports_to\n610622,延川县,610600,610621"))
        try await world.take(.visits, as: .zhao)
        let there = try await report(world, of: .yanchuan, .init(tree: .reporting), by: .chen)
        #expect(there.totals.attempts == 1 && there.children.first?.isOpen == true)
        let own = try await report(world, of: .yanchang, .init(tree: .reporting), by: .chen)
        #expect(own.totals.attempts == 1 && own.children.contains { $0.unit.code == .yanchuan && $0.isOpen })
        for (unit, tree) in [(UnitCode.yanchuan, CompletionReport.Tree.administrative), (.yanan, .reporting)] {
            await #expect(throws: Refusal.notFound) {
                _ = try await report(world, of: unit, .init(tree: tree), by: .chen)
            }
        }
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

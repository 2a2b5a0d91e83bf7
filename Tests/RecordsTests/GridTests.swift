import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// 走访 is asked of 延长县, 发布 of all of 延安市; 张某 has finished 走访.
@Suite("People against courses")
struct GridTests {
    private func grid(
        _ world: World, of unit: UnitCode = .yanchang, _ query: CourseGrid.Query = CourseGrid.Query(),
        by number: StaffNumber = .zheng
    ) async throws -> CourseGrid {
        try await world.records.courseGrid(of: unit, query, for: world.caller(number), at: monday.days(2))
    }

    @Test("stand unit by unit, in each by number, with every course that is asked of anyone there")
    func order() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang, at: monday.days(1))
        let grid = try await grid(world)
        #expect(grid.courses == ["publicity", "visits"])
        let units = grid.people.map(\.unit.code)
        #expect(units == units.sorted())
        #expect(grid.people.first?.unit.code == .yanchang && grid.people.first?.staffNumber == .chen)
        let zhang = try #require(grid.people.first { $0.staffNumber == .zhang })
        #expect(zhang.courses["visits"]?.state == .completed && zhang.courses["publicity"]?.state == .notStarted)
        #expect(try await self.grid(world, of: .yanchuan).courses == ["publicity"])
    }

    @Test("are those of the list of people, with the same standings")
    func list() async throws {
        let world = try await World()
        for unit in [UnitCode.shaanxi, .yanan, .yanchang, .firstVillage] {
            let grid = try await grid(world, of: unit)
            let list = try await world.records.people(
                in: unit, PersonQuery(), for: .operatorAtTheMachine, at: monday.days(2)
            ).lines
            #expect(Set(grid.people.map(\.staffNumber)) == Set(list.map(\.staffNumber)))
            let cells = grid.people.flatMap { person in person.courses.values.map { [person.staffNumber: $0] } }
            #expect(Set(cells) == Set(list.compactMap { line in line.course.map { [line.staffNumber: $0] } }))
        }
    }

    @Test("come in pages that together are the whole", arguments: 1...4)
    func pages(_ limit: Int) async throws {
        let world = try await World()
        let whole = try await grid(world, of: .yanan)
        var query = CourseGrid.Query(limit: limit)
        var people: [CourseGrid.Row] = []
        repeat {
            let page = try await grid(world, of: .yanan, query)
            #expect(page.people.count <= limit)
            people += page.people
            query.after = page.next
            try #require(people.count <= whole.people.count)
        } while query.after != nil
        #expect(people == whole.people && whole.next == nil)
    }

    @Test("are found by name and number, and seen in the own scope")
    func scope() async throws {
        let world = try await World()
        #expect(try await grid(world, CourseGrid.Query(text: "张")).people.map(\.staffNumber) == [.zhang])
        #expect(try await grid(world, CourseGrid.Query(text: "00018")).people.map(\.staffNumber) == [.li])
        await #expect(throws: Refusal.notFound) { try await grid(world, of: .yanan, by: .chen) }
        for unit in [UnitCode.yanchuan, "NOWHERE"] {
            await #expect(throws: Refusal.badCursor) {
                try await grid(world, CourseGrid.Query(after: .init(unit: unit, staffNumber: .zhang)), by: .chen)
            }
        }
    }
}

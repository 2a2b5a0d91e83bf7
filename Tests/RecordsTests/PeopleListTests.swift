import FoundationEssentials
import Records
import SQL
import TestSupport
import Testing
import Training

@Suite("The list of people")
struct PeopleListTests {
    private func lines(
        _ world: World, in unit: UnitCode = .yanan, _ query: PersonQuery, at now: Date = monday
    ) async throws -> [String] {
        try await world.records.people(in: unit, query, for: .operatorAtTheMachine, at: now).lines
            .map { "\($0.staffNumber) \($0.course?.id.rawValue ?? "-")" }
    }

    @Test("has a line for each person at work and each course asked of them, unit by unit, in each by number")
    func all() async throws {
        let world = try await World()
        #expect(
            try await lines(world, in: .shaanxi, PersonQuery()) == [
                "A-0001 -", "I-0001 publicity", "C-0001 publicity", "C-0001 visits", "00019 publicity", "00019 visits",
                "00017 publicity", "00017 visits", "00018 publicity", "00018 visits", "C-0002 publicity",
                "00020 publicity",
            ])
        #expect(
            try await lines(world, in: .firstTown, PersonQuery(direct: true)) == ["00019 publicity", "00019 visits"])
        #expect(
            try await lines(world, in: .firstVillage, PersonQuery(direct: true)) == ["00017 publicity", "00017 visits"])
    }

    @Test("comes in the order of numbers where that is asked for, of a few people and of many")
    func byNumber() async throws {
        let world = try await World()
        let numbers = [
            "00017 publicity", "00017 visits", "00018 publicity", "00018 visits", "00019 publicity", "00019 visits",
            "00020 publicity", "A-0001 -", "C-0001 publicity", "C-0001 visits", "C-0002 publicity", "I-0001 publicity",
        ]
        #expect(try await lines(world, in: .shaanxi, PersonQuery(order: .number)) == numbers)
        try await world.crowd(1001, into: .xixian)
        let first = try await lines(world, in: .shaanxi, PersonQuery(order: .number, limit: 11))
        #expect(first == Array(numbers.prefix(11)))
        let after = PersonQuery.Cursor(unit: .yanchang, staffNumber: .chen, course: "publicity")
        #expect(
            try await lines(world, in: .shaanxi, PersonQuery(order: .number, limit: 4, after: after)) == [
                "C-0001 visits", "C-0002 publicity", "I-0001 publicity", "X-0001 -",
            ])
        #expect(try await lines(world, in: .yanan, PersonQuery(order: .number, limit: 2)) == Array(numbers.prefix(2)))
    }

    @Test("can be narrowed to the courses of a learning plan")
    func plan() async throws {
        let world = try await World()
        func plan(_ courses: CourseID...) -> LearningPlan {
            LearningPlan(id: "new-staff", title: Bilingual(zh: "新进", en: "New"), courses: courses, days: nil)
        }
        let all = try await lines(world, PersonQuery()).filter { !$0.hasSuffix("-") }
        #expect(try await lines(world, PersonQuery(plan: plan("publicity", "visits"))) == all)
        #expect(
            try await lines(world, PersonQuery(plan: plan("visits"))) == lines(world, PersonQuery(course: "visits")))
        #expect(try await lines(world, PersonQuery(plan: plan("gone"))) == [])
        try await world.finish(.visits, as: .zhang)
        #expect(
            try await lines(world, PersonQuery(plan: plan("publicity", "visits"), state: .completed)) == [
                "00017 visits"
            ])
    }

    @Test("of those in a unit itself leaves out units below, whatever their codes begin with")
    func direct() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent\n-A,甲,610622\n_B,乙,610622\n0C,丙,610622\nzD,丁,610622"))
        try await world.apply(.people, Sheet("staff_no,name,unit\n1,甲,-A\n2,乙,_B\n3,丙,0C\n4,丁,zD"))
        #expect(try await lines(world, in: .yanchuan, PersonQuery(direct: true)) == ["C-0002 publicity"])
        #expect(try await lines(world, in: .yanchuan, PersonQuery()).count == 6)
    }

    @Test("tells where each of them stands")
    func content() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        let line = try #require(
            try await world.records.people(
                in: .firstVillage, PersonQuery(course: "visits"), for: .operatorAtTheMachine, at: monday
            ).lines.first)
        #expect(
            line
                == PersonLine(
                    staffNumber: .zhang, name: "张某", unit: .firstVillage, unitName: "示例甲村",
                    course: .init(
                        id: "visits", state: .completed, overdue: false, completedAt: monday,
                        score: Marks(hundredths: 300), maxScore: Marks(hundredths: 300), due: "2026-11-20")))
    }

    @Test("can be narrowed to a course, a state, and who is overdue")
    func filters() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        try await world.read("01-knock", of: .visits, as: .li)
        func numbers(_ query: PersonQuery, at now: Date = monday) async throws -> [String] {
            try await lines(world, query, at: now).filter { $0.hasSuffix("visits") }.map { String($0.prefix(5)) }
        }
        #expect(try await lines(world, PersonQuery(course: "visits")).count == 4)
        #expect(try await numbers(PersonQuery(state: .completed)) == ["00017"])
        #expect(try await numbers(PersonQuery(state: .inProgress)) == ["00018"])
        #expect(try await numbers(PersonQuery(state: .notStarted)) == ["C-000", "00019"])
        #expect(try await numbers(PersonQuery(state: .expired)) == [])
        #expect(try await lines(world, in: .shaanxi, PersonQuery(state: .notStarted)).contains("A-0001 -") == false)
        let december = Day("2026-12-01").morning
        #expect(try await numbers(PersonQuery(overdue: true), at: Day("2026-11-30").morning) == [])
        #expect(try await numbers(PersonQuery(overdue: true), at: december) == ["C-000", "00019", "00018"])
        #expect(try await numbers(PersonQuery(state: .inProgress, overdue: true), at: december) == ["00018"])
    }

    @Test(
        "can be searched by the beginning of a number or a part of a name, and nothing in it is a pattern",
        arguments: [
            ("00018", ["00018"]), ("0001", ["00017", "00018", "00019"]), ("18", []), ("张", ["00017"]),
            ("某", ["00017", "00018", "00019", "00020", "C-0001", "C-0002", "I-0001"]), ("c-00", ["C-0001", "C-0002"]),
            ("%", ["P-1"]), ("_", ["P-2"]), ("!", ["P-3"]), ("100%", ["P-1"]), ("0_", []), ("'", []), ("\\", []),
            ("a_B", ["P-2"]), ("A_b", ["P-2"]), ("axb", []), ("", nil),
        ] as [(String, [String]?)])
    func search(_ text: String, _ expected: [String]?) async throws {
        let world = try await World()
        try await world.apply(.people, Sheet("staff_no,name,unit\nP-1,100%,610600\nP-2,a_b,610600\nP-3,!,610600"))
        let found = try await lines(world, PersonQuery(text: text)).map { String($0.prefix { $0 != " " }) }
        if let expected {
            #expect(Set(found) == Set(expected))
        } else {
            #expect(Set(found).count == 10)
        }
    }

    @Test(
        "walked page by page shows every line once", arguments: [1, 2, 3, 5, 11, 100], PersonQuery.Order.allCases)
    func paging(_ limit: Int, _ order: PersonQuery.Order) async throws {
        let world = try await World()
        let all = try await lines(world, in: .shaanxi, PersonQuery(order: order))
        var walked: [String] = []
        var query = PersonQuery(order: order, limit: limit)
        repeat {
            let page = try await world.records.people(
                in: .shaanxi, query, for: .operatorAtTheMachine, at: monday)
            #expect(page.lines.count == limit || page.next == nil)
            walked += page.lines.map { "\($0.staffNumber) \($0.course?.id.rawValue ?? "-")" }
            // As it travels in an address.
            query.after = page.next.flatMap { PersonQuery.Cursor($0.description) }
        } while query.after != nil && walked.count <= all.count
        #expect(walked == all)
    }

    @Test("goes on after a line that is no longer there")
    func pagingOverChanges() async throws {
        let world = try await World()
        let after = PersonQuery.Cursor(unit: .firstVillage, staffNumber: .zhang, course: "visits")
        try await world.apply(.people, Sheet("staff_no,name,unit,status\n00017,张某,610621991201,suspended"))
        #expect(try await lines(world, PersonQuery(course: "visits", after: after)) == ["00018 visits"])
        #expect(
            try await lines(world, PersonQuery(course: "visits", order: .number, after: after)) == [
                "00018 visits", "00019 visits", "C-0001 visits",
            ])
        try await world.apply(.people, Sheet("staff_no,name,unit\n00018,李某,610622991"))
        #expect(
            try await lines(world, PersonQuery(after: after)) == [
                "C-0002 publicity", "00018 publicity", "00020 publicity",
            ])
    }

    @Test("goes on after no place outside of the units asked about, whether it exists or not")
    func pagingBeyond() async throws {
        let world = try await World()
        for order in PersonQuery.Order.allCases {
            for unit: UnitCode in [.yanan, .yanchuan, "NOWHERE"] {
                let after = PersonQuery.Cursor(unit: unit, staffNumber: .zhang, course: "visits")
                await #expect(throws: Refusal.badCursor) {
                    _ = try await lines(world, in: .yanchang, PersonQuery(order: order, limit: 2, after: after))
                }
            }
        }
    }

    @Test(
        "is a cursor only in its own form",
        arguments: [
            "", "00017", "00017.visits", "a.1.visits.x", ".1.visits", "a..visits", "a b.1.visits", "a.1.b/c", "a/b.1.",
        ])
    func cursors(_ text: String) {
        #expect(PersonQuery.Cursor(text) == nil)
    }

    @Test("is seen in the own scope only")
    func scope() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let page = try await world.records.people(in: .yanchang, PersonQuery(), for: chen, at: monday)
        #expect(Set(page.lines.map(\.staffNumber)) == [.zhang, .li, .wang, .chen])
        #expect(page.unit.name == "延长县")
        for unit: UnitCode in [.yanan, .yanchuan, "NOWHERE"] {
            await #expect(throws: Refusal.notFound) {
                try await world.records.people(in: unit, PersonQuery(), for: chen, at: monday)
            }
        }
        await #expect(throws: Refusal.notFound) { try await world.records.person(.zhao, for: chen) }
        #expect(try await world.records.person(.zhang, for: chen).name == "张某")
    }
}

extension World {
    /// Puts so many people to whom nothing is assigned into a unit: X-0001, X-0002 and so on.
    func crowd(_ count: Int, into unit: UnitCode) async throws {
        try await database.write { transaction in
            for number in 1...count {
                let digits = String(number)
                let padded = String(repeating: "0", count: 4 - digits.count) + digits
                try transaction.run(
                    Statement(
                        """
                        INSERT INTO people (id, staff_no, staff_no_plain, name, unit, role, status)
                        VALUES ($1, $2, $2, '某', $3, 'learner', 'active')
                        """, with: "crowd-\(padded)", "X-\(padded)", unit.rawValue))
            }
        }
    }
}

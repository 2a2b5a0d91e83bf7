import FoundationEssentials
import Records
import SQL
import TestSupport
import Testing
import Training

@Suite("An examination of the database")
struct ExaminationTests {
    private func world() async throws -> World {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        try await world.read(Course.publicity.lessons[0].id, of: .publicity, as: .li)
        return world
    }

    /// What is found after somebody else wrote `sql` to the file.
    private func findings(in world: World, after sql: String) async throws -> [Examination.Finding] {
        try await world.database.write { try $0.script(sql) }
        return try #require(try await world.records.examination(at: monday)).findings
    }

    @Test("finds nothing where only the server wrote, and says how much it counted")
    func sound() async throws {
        let world = try await world()
        let found = try #require(try await world.records.examination(at: monday))
        let people = try await world.rows("SELECT COUNT(*) FROM people")[0][0]
        let tallies = try await world.rows(
            "SELECT COUNT(*) FROM tallies WHERE assigned <> 0 OR completed <> 0 OR in_progress <> 0 OR not_started <> 0 OR expired <> 0 OR overdue <> 0 OR exempt <> 0"
        )[0][0]
        let years = try await world.rows("SELECT COUNT(*) FROM year_tallies WHERE people <> 0 OR people_now <> 0")[0][0]
        #expect(found.findings == [])
        #expect(people == found.people.sqlValue && tallies == found.tallies.sqlValue && years == found.years.sqlValue)
        #expect(found.tallies > 20 && found.years >= 2)
    }

    @Test("writes nothing")
    func readsOnly() async throws {
        let world = try await world()
        let before = try await world.dump()
        _ = try await world.records.examination(at: monday)
        #expect(try await world.dump() == before)
    }

    @Test("finds a count that is not what the facts come to, and what it should be")
    func tally() async throws {
        let found = try await findings(
            in: world(),
            after: """
                UPDATE tallies SET completed = completed + 2
                WHERE unit = '610621' AND reach = 'below' AND course = 'visits' AND completed > 0
                """)
        guard case .tally(let place, let kept, let counted) = found.first, found.count == 1 else {
            Issue.record("\(found)")
            return
        }
        #expect(place == .init(unit: "610621", reach: .below, course: "visits", day: Day(at: monday)))
        #expect(kept.completed == counted.completed + 2 && kept.assigned == counted.assigned)
    }

    @Test("finds a count that is gone, and one of what never was")
    func goneAndInvented() async throws {
        let world = try await world()
        let gone = try await findings(
            in: world, after: "DELETE FROM tallies WHERE unit = '610600' AND course = 'visits'")
        #expect(!gone.isEmpty)
        for case .tally(let place, let kept, let counted) in gone {
            #expect(place.unit == "610600" && kept.isZero && !counted.isZero)
        }
        let invented = try await findings(
            in: world, after: "INSERT INTO year_tallies VALUES ('610622', 'visits', 1999, 1, 1, 1, 2, 1, 1, 1, 2)")
        let year = YearTally(people: 1, attempts: 1, passed: 1, halfHours: 2)
        #expect(
            invented.last
                == .year(
                    YearPlace(unit: "610622", course: "visits", year: 1999), kept: YearCount(then: year, now: year),
                    counted: YearCount()))
        #expect(invented.count == gone.count + 1)
    }

    @Test("finds a year's count that is not what was done")
    func year() async throws {
        let found = try await findings(
            in: world(), after: "UPDATE year_tallies SET half_hours_now = half_hours_now + 1")
        #expect(!found.isEmpty)
        for finding in found {
            guard case .year(_, let kept, let counted) = finding else {
                Issue.record("\(finding)")
                continue
            }
            #expect(kept.now.halfHours == counted.now.halfHours + 1 && kept.then == counted.then)
        }
    }

    @Test("finds where somebody stands otherwise than the facts say")
    func standing() async throws {
        let found = try await findings(
            in: world(),
            after: """
                UPDATE standings SET due_day = due_day + 1
                WHERE course = 'visits' AND person = (SELECT id FROM people WHERE staff_no = '00017')
                """)
        #expect(found == [.standing(.zhang, "visits")])
        let forgotten = try await findings(
            in: world(),
            after: """
                UPDATE standings SET assigned = 0
                WHERE course = 'publicity' AND person = (SELECT id FROM people WHERE staff_no = '00018')
                """)
        #expect(forgotten == [.standing(.li, "publicity")])
    }

    @Test("does not judge a database of another version")
    func otherVersion() async throws {
        let world = try await world()
        try await world.database.write {
            try $0.script("DELETE FROM schema_steps WHERE step = (SELECT MAX(step) FROM schema_steps)")
        }
        #expect(try await world.records.examination(at: monday) == nil)
    }
}

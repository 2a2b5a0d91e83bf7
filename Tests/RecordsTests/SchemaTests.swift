import FoundationEssentials
import Records
import SQL
import SQLiteStorage
import TestSupport
import Testing
import Training

@Suite("The schema")
struct SchemaTests {
    @Test("is there after the first preparing, and a second one changes nothing")
    func preparesTwice() async throws {
        let world = try await World(in: SQLiteDatabase.inMemory())
        let before = try await world.dump()
        try await world.records.prepare(at: monday.days(1))
        #expect(try await world.dump() == before)
        #expect(before["people"]?.count == 9)
    }

    @Test("of a later program is refused and left alone")
    func refusesNewer() async throws {
        let world = try await World()
        try await world.database.write {
            try $0.run(Statement("INSERT INTO schema_steps (step, taken_at) VALUES (99, 0)"))
        }
        let before = try await world.dump()
        let refusal = await #expect(throws: NewerSchema.self) { try await world.records.prepare(at: monday) }
        #expect(refusal?.found == 99)
        #expect(try await world.dump() == before)
    }

    @Test("outlives closing and opening the file")
    func outlivesTheProcess() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("training.sqlite")
        let first = try SQLiteDatabase(path: path)
        let world = try await World(in: first)
        try await world.finish(.visits, as: .zhang)
        let before = try await world.dump()
        try await first.close()

        let records = Records(database: try SQLiteDatabase(path: path))
        try await records.prepare(at: monday.days(1))
        #expect(await records.isReachable())
        let report = try await records.completionReport(
            of: .shaanxi, course: "visits", day: nil, for: .operatorAtTheMachine, at: monday)
        #expect(report.totals.completed == 1)
        #expect(before["completions"]?.count == 1)
    }
}

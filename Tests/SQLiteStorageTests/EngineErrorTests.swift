import Foundation
import SQL
import Testing

@testable import SQLiteStorage

@Suite("Errors of the engine", .timeLimit(.minutes(1)))
struct EngineErrorTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(
        arguments: [
            "INSERT INTO strict VALUES (1, 5, 1)", "INSERT INTO strict VALUES (2, NULL, 1)",
            "INSERT INTO strict VALUES (2, 0, 1)", "INSERT INTO strict VALUES (2, 5, 9)",
        ])
    func `tell a constraint from a mistake`(sql: String) async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.write { transaction in
            try transaction.script(
                """
                CREATE TABLE strict (id INTEGER PRIMARY KEY, size INTEGER NOT NULL CHECK (size > 0),
                    parent INTEGER REFERENCES strict (id));
                INSERT INTO strict VALUES (1, 5, 1);
                """)
        }
        let error = await error { try await database.write { try $0.run(Statement(sql)) } }
        guard case .constraint = error else {
            Issue.record("\(sql) threw \(String(describing: error))")
            return
        }
    }

    @Test func `name the column and the statement but never a value`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.write { try $0.script("CREATE TABLE person (name TEXT UNIQUE)") }
        let insert = Statement("INSERT INTO person VALUES ($1)", with: "Ada Lovelace")
        _ = try await database.write { try $0.run(insert) }
        let error = await error { try await database.write { try $0.run(insert) } }
        #expect(
            error == .constraint("UNIQUE constraint failed: person.name (2067) in: INSERT INTO person VALUES ($1)"))
    }

    @Test func `do not quote the words of a search`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.write { try $0.script("CREATE VIRTUAL TABLE page USING fts5 (text)") }
        let search = Statement("SELECT text FROM page WHERE page MATCH $1", with: "Lovelace:secret")
        let error = await error { try await database.read { try $0.rows(search) } }
        #expect(!String(describing: error).contains("Lovelace"))
        #expect(String(describing: error).contains("MATCH $1"))
    }

    @Test func `give the engine's words for a mistake in a statement`() async throws {
        let database = try SQLiteDatabase.inMemory()
        let error = await error { try await database.read { try $0.rows(Statement("SELECT 1 FROM nowhere")) } }
        #expect(error == .failed("no such table: nowhere (1) in: SELECT 1 FROM nowhere"))
    }

    @Test func `let the refusal of a rule pass unchanged`() async throws {
        let database = try SQLiteDatabase.inMemory()
        await #expect(throws: Refusal()) { try await database.write { _ in throw Refusal() } }
        await #expect(throws: Refusal()) { try await database.read { _ in throw Refusal() } }
    }

    @Test func `call a file that is no database corrupt`() async throws {
        try Data(repeating: 65, count: 4096).write(to: URL(fileURLWithPath: scratch.file))
        guard case .corrupt = await error({ try await scratch.open() }) else {
            Issue.record("opened a text")
            return
        }
    }

    @Test func `call a folder that is not there an input error`() async throws {
        guard case .inputOutput = await error({ _ = try SQLiteDatabase(path: scratch.path + "/no/where") }) else {
            Issue.record("opened nothing")
            return
        }
    }

    @Test func `wait for another that holds the lock`() async throws {
        let (database, other) = (try await scratch.open(), try await scratch.open())
        let write = try await other.whileWriterIsHeld {
            let write = Task { try await database.write { try $0.insert(1) } }
            try await Task.sleep(for: .milliseconds(100))
            return write
        }
        try await write.value
        #expect(try await database.items() == [1])
    }

    @Test func `say busy when another holds the lock for too long`() async throws {
        let (database, other) = (try await scratch.open(busyTimeout: .milliseconds(50)), try await scratch.open())
        try await other.whileWriterIsHeld {
            guard case .busy = await error({ try await database.write { try $0.insert(1) } }) else {
                Issue.record("wrote beside another writer")
                return
            }
            let found = try await database.items()
            #expect(found == [])
        }
        try await database.write { try $0.insert(2) }
        #expect(try await database.items() == [2])
    }

    /// What `work` throws, if it is the seam's error.
    private func error(_ work: () async throws -> some Any) async -> DatabaseError? {
        do { _ = try await work() } catch { return error as? DatabaseError }
        return nil
    }
}

import Foundation
import SQL
import Testing

@testable import SQLiteStorage

@Suite("A database in one SQLite file", .timeLimit(.minutes(1)))
struct SQLiteDatabaseTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    // MARK: Values

    @Test(arguments: [.null, .integer(0), .integer(.min), .integer(.max)] as [Value])
    func `gives back numbers and NULL as they were`(value: Value) async throws { try await expectRoundTrip(of: value) }

    @Test(arguments: [.text(""), .text("甲 é 'quoted' $1"), .blob([]), .blob([0, 1, 255])] as [Value])
    func `gives back text and bytes as they were`(value: Value) async throws { try await expectRoundTrip(of: value) }

    private func expectRoundTrip(of value: Value) async throws {
        let database = try SQLiteDatabase.inMemory()
        let row = try await database.write { transaction in
            try transaction.script("CREATE TABLE kept (value)")
            try transaction.run(Statement("INSERT INTO kept VALUES ($1)", [value]))
            return try transaction.row(Statement("SELECT value FROM kept"))
        }
        #expect(row?.values == [value])
    }

    @Test func `binds a placeholder that is used twice to the same value`() async throws {
        let database = try SQLiteDatabase.inMemory()
        let row = try await database.read { try $0.row(Statement("SELECT $1, $2, $1, $3", with: "a", "b", "c")) }
        #expect(row?.values == [.text("a"), .text("b"), .text("a"), .text("c")])
    }

    @Test func `refuses text that the engine would cut at its NUL`() async throws {
        let database = try SQLiteDatabase.inMemory()
        await #expect(throws: DatabaseError.failed("text may not hold U+0000")) {
            try await database.read { try $0.rows(Statement("SELECT $1", with: "a\u{0}b")) }
        }
    }

    @Test func `reads a whole real as an integer and refuses a fraction`() async throws {
        let database = try SQLiteDatabase.inMemory()
        #expect(try await database.read { try $0.row(Statement("SELECT 2.0"))?.int(0) } == 2)
        await #expect(throws: DatabaseError.unexpectedColumn("a column holds a fraction")) {
            try await database.read { try $0.rows(Statement("SELECT 2.5")) }
        }
    }

    // MARK: Statements

    @Test func `counts the rows that a statement changed`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.createItems()
        try await database.write { transaction in for id in 1...3 { try transaction.insert(id) } }
        let counts = try await database.write { transaction in
            [
                try transaction.run(Statement("UPDATE item SET data = NULL WHERE id > $1", with: 1)),
                try transaction.run(Statement("CREATE TABLE other (id INTEGER)")),
                try transaction.run(Statement("INSERT INTO item (id) VALUES (1) ON CONFLICT DO NOTHING")),
                try transaction.rows(Statement("DELETE FROM item RETURNING id")).count,
            ]
        }
        #expect(counts == [2, 0, 0, 3])
        #expect(try await database.items() == [])
    }

    @Test func `walks through rows while the body walks through the same statement`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.createItems()
        try await database.write { transaction in for id in 1...2 { try transaction.insert(id) } }
        let all = Statement("SELECT id FROM item ORDER BY id")
        let pairs = try await database.read { transaction in
            var pairs: [[Int]] = []
            try transaction.forEach(all) { outer in
                try transaction.forEach(all) { inner in pairs.append([try outer.int(0), try inner.int(0)]) }
            }
            return pairs
        }
        #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
    }

    // MARK: Reads

    @Test func `shows a read one snapshot while a write is committed beside it`() async throws {
        let database = try await scratch.open()
        let gate = Gate()
        async let seen = database.read { transaction in
            let first = try transaction.items()
            gate.arriveAndWait()
            return [first, try transaction.items()]
        }
        await gate.arrival()
        try await database.write { try $0.insert(1) }
        gate.open()
        #expect(try await seen == [[], []])
        #expect(try await database.items() == [1])
    }

    @Test(arguments: ["INSERT INTO item (id) VALUES (1)", "DELETE FROM item RETURNING id", "DROP TABLE item"])
    func `throws when a read would write`(sql: String) async throws {
        for database in [try await scratch.open(), try SQLiteDatabase.inMemory()] {
            try await database.createItems()
            await #expect(throws: DatabaseError.failed("a read may not write: \(sql)")) {
                try await database.read { try $0.rows(Statement(sql)) }
            }
            await #expect(throws: DatabaseError.failed("a read may not write: \(sql)")) {
                try await database.read { try $0.script(sql) }
            }
        }
    }

    @Test func `stops a read whose caller is cancelled, and reads on for others`() async throws {
        let database = try await scratch.open(readers: 1)
        let gate = Gate()
        let cancelled = Task {
            try await database.read { transaction in
                gate.arriveAndWait()
                return try transaction.items()
            }
        }
        await gate.arrival()
        cancelled.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(try await database.items() == [])
    }

    // MARK: Durability and checks

    @Test func `syncs every commit`() async throws {
        let database = try await scratch.open()
        let settings = try await database.write { transaction in
            try ["journal_mode", "synchronous", "foreign_keys", "temp_store", "journal_size_limit"].map {
                try transaction.row(Statement("PRAGMA \($0)"))?.values[0]
            }
        }
        #expect(settings == [.text("wal"), .integer(2), .integer(1), .integer(2), .integer(64 << 20)])
    }

    @Test func `checks foreign keys at once, not at the end`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await database.createItems()
        try await database.write { try $0.script("CREATE TABLE part (item INTEGER NOT NULL REFERENCES item (id))") }
        await #expect(throws: DatabaseError.self) {
            try await database.write { transaction in
                try transaction.run(Statement("INSERT INTO part VALUES (1)"))
                try transaction.insert(1)
            }
        }
        #expect(try await database.items() == [])
    }

    @Test func `keeps what was written for the next to open the file`() async throws {
        let database = try await scratch.open()
        try await database.write { try $0.insert(1) }
        try await database.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["training.sqlite"])
        #expect(try await scratch.open().items() == [1])
    }

    @Test func `refuses work once it is closed, and may be closed twice`() async throws {
        let database = try await scratch.open()
        try await database.close()
        try await database.close()
        await #expect(throws: DatabaseError.failed("the database is closed")) {
            try await database.write { try $0.insert(1) }
        }
        await #expect(throws: DatabaseError.self) { try await database.items() }
    }

    @Test func `finishes the writes that wait before it closes`() async throws {
        let database = try await scratch.open()
        let (write, closing) = try await database.whileWriterIsHeld {
            let write = Task { try await database.write { try $0.insert(1) } }
            while database.writes.count < 1 { await Task.yield() }
            return (write, Task { try await database.close() })
        }
        try await write.value
        try await closing.value
        #expect(try await scratch.open().items() == [1])
    }

    @Test func `makes a whole backup in place of the last one`() async throws {
        let database = try await scratch.open()
        let copy = scratch.path + "/copy.sqlite"
        for id in 1...2 {
            try await database.write { try $0.insert(id) }
            try await database.backUp(to: copy)
        }
        #expect(try await SQLiteDatabase(path: copy).items() == [1, 2])
        #expect(!FileManager.default.fileExists(atPath: copy + ".unfinished"))
    }
}

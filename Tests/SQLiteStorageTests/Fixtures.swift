import Foundation
import SQL
import Synchronization

@testable import SQLiteStorage

/// A folder of one test, removed when the test lets go of it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "sqlite-storage-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/training.sqlite" }

    /// The database in the folder, with the table that these tests write to. Its groups are not pressed for time, so
    /// that a slow machine makes the same groups as a fast one.
    func open(
        readers: Int = 4, busyTimeout: Duration = .seconds(5), longestGroup: Duration = .seconds(30)
    ) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(
            path: file, readers: readers, busyTimeout: busyTimeout, longestGroup: longestGroup)
        try await database.createItems()
        return database
    }

    /// How many commits the write-ahead log holds: its frames that name the size of the file after a commit.
    func commits() throws -> Int {
        let log = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file + "-wal")))
        func word(_ offset: Int) -> UInt32 { log[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        let frame = 24 + Int(word(8))
        return stride(from: 32, through: log.count - frame, by: frame).count { start in
            let isOfThisLog = log[start + 8..<start + 16] == log[16..<24]
            return isOfThisLog && word(start + 4) != 0
        }
    }
}

/// A rule's refusal, nothing of the engine's.
struct Refusal: Error, Equatable {}

typealias Body = @Sendable (any Transaction) throws -> Int

extension Transaction {
    func insert(_ id: Int, bytes: Int = 1) throws {
        try run(Statement("INSERT INTO item (id, data) VALUES ($1, $2)", with: id, [UInt8](repeating: 7, count: bytes)))
    }

    func items() throws -> [Int] { try rows(Statement("SELECT id FROM item ORDER BY id")).map { try $0.int(0) } }
}

extension SQLiteDatabase {
    func createItems() async throws {
        try await write { try $0.script("CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, data BLOB)") }
    }

    func items() async throws -> [Int] { try await read { try $0.items() } }

    /// Writes that wait for the writer at the same time, in this order: it is held up until the last of them waits.
    func together(_ bodies: [Body]) async throws -> [Result<Int, any Error>] {
        try await whileWriterIsHeld {
            var tasks: [Task<Int, any Error>] = []
            for body in bodies {
                tasks.append(Task { try await self.write(body) })
                while self.writes.count < tasks.count { await Task.yield() }
            }
            return tasks
        }.results()
    }

    /// Runs `work` while a body of no effect holds up the writer.
    func whileWriterIsHeld<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        let gate = Gate()
        async let holder: Void = write { _ in gate.arriveAndWait() }
        await gate.arrival()
        let result: T
        do { result = try await work() } catch {
            gate.open()
            throw error
        }
        gate.open()
        try await holder
        return result
    }
}

extension [Task<Int, any Error>] {
    func results() async -> [Result<Int, any Error>] {
        var results: [Result<Int, any Error>] = []
        for task in self { results.append(await task.result) }
        return results
    }
}

/// Stops a body on the engine's thread until a test lets it go on.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let hasArrived = Mutex(false)

    func arriveAndWait() {
        hasArrived.withLock { $0 = true }
        semaphore.wait()
    }

    func arrival() async { while !hasArrived.withLock({ $0 }) { await Task.yield() } }
    func open() { semaphore.signal() }
}

/// How often each body ran.
final class Tally: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    func add(_ key: Int) { counts.withLock { $0[key, default: 0] += 1 } }
    subscript(key: Int) -> Int { counts.withLock { $0[key, default: 0] } }
}

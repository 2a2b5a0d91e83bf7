import Foundation
import SQL

import struct GRDB.Configuration
import class GRDB.DatabasePool
import class GRDB.DatabaseQueue
import protocol GRDB.DatabaseWriter

/// A database in one SQLite file, in WAL mode: readers see the last commit and never wait for the writer.
///
/// There is one writer. It takes the writes that wait in groups and gives each group one commit, so that many callers
/// share the price of a sync. No caller is answered before the commit of its group is on disk.
///
/// Every method throws `DatabaseError` when the engine refuses; what a body throws of its own passes unchanged.
public final class SQLiteDatabase: Database {
    let engine: any DatabaseWriter
    let writes: WriteQueue

    /// Opens the file at `path`, or creates it.
    ///
    /// - Parameters:
    ///   - readers: How many reads run at the same time; others wait their turn.
    ///   - busyTimeout: How long to wait for another process that holds the lock before throwing `busy`.
    ///   - longestGroup: After how long a group starts no further body, so that its first caller does not wait for all
    ///     the others.
    public convenience init(
        path: String, readers: Int = 4, busyTimeout: Duration = .seconds(5),
        longestGroup: Duration = .milliseconds(10)
    ) throws {
        let configuration = Self.configuration(readers: readers, busyTimeout: busyTimeout)
        let pool = try mappingErrors { try DatabasePool(path: path, configuration: configuration) }
        try self.init(pool, WriteQueue(longestGroup: longestGroup))
    }

    /// Opens the file at `path` to be read only, and makes no file: also not the two beside it that a server has open.
    ///
    /// Without those two nobody has it open, and it is read as it lies; whoever begins to write meanwhile can spoil what is
    /// read, and nothing else.
    public static func readOnly(path: String, busyTimeout: Duration = .seconds(5)) throws -> SQLiteDatabase {
        var configuration = configuration(readers: 1, busyTimeout: busyTimeout)
        configuration.readonly = true
        let isOpen = FileManager.default.fileExists(atPath: "\(path)-wal")
        let name = isOpen ? path : URL(filePath: path).absoluteString + "?immutable=1"
        let file = try mappingErrors { try DatabaseQueue(path: name, configuration: configuration) }
        return try SQLiteDatabase(file, WriteQueue(longestGroup: .milliseconds(10)))
    }

    /// An empty database in memory, for tests: no file, no syncs. Its reads and writes take turns.
    public static func inMemory() throws -> SQLiteDatabase {
        let configuration = configuration(readers: 1, busyTimeout: .zero)
        let memory = try mappingErrors { try DatabaseQueue(configuration: configuration) }
        return try SQLiteDatabase(memory, WriteQueue(longestGroup: .milliseconds(10)))
    }

    /// A database in memory that holds what the last commit of this one does, for tests: to begin where others were led.
    public func copyInMemory() async throws -> SQLiteDatabase {
        let copy = try Self.inMemory()
        try await onThreadThatMayBlock { [engine] in try mappingErrors { try engine.backup(to: copy.engine) } }
        return copy
    }

    private init(_ engine: any DatabaseWriter, _ writes: WriteQueue) throws {
        self.engine = engine
        self.writes = writes
        // GRDB sets NORMAL when it turns WAL on, after every hook of its configuration. NORMAL syncs at checkpoints
        // only: a power cut would take back commits that were acknowledged.
        // 64 MiB of pages for the one writer: an import that touches every index of a table would else write and read the
        // same pages again and again while others wait.
        try mappingErrors {
            try engine.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536")
            }
        }
    }

    private static func configuration(readers: Int, busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA temp_store = MEMORY")
            // An import leaves a long WAL behind; the next checkpoint cuts it to 64 MiB.
            try connection.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return configuration
    }

    /// Runs `body` against one consistent snapshot. Statements that write throw `failed`.
    ///
    /// Cancelling the calling task interrupts the read, which then throws `CancellationError`.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await mappingErrors {
            try await engine.read { try body(SQLiteTransaction($0, mayWrite: false)) }
        }
    }

    /// Runs `body` in a transaction and returns after its commit is on disk.
    ///
    /// Writes run in the order in which they were asked for. Those that wait at the same time share a commit; if it
    /// fails, all of them throw and nothing of them is kept. A body may run twice: a neighbour that fills the disk takes
    /// the transaction with it, and the others then run again, each alone. Only the last run counts.
    ///
    /// Cancelling the calling task changes nothing: the write happens and is answered.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await enqueue(body, alone: false)
    }

    /// As `write`, in a commit of its own.
    public func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await enqueue(body, alone: true)
    }

    /// Looks at a few hundred entries of each index. Reads that begin afterwards go by what it finds.
    public func renewStatistics() async throws {
        try await mappingErrors {
            try await engine.writeWithoutTransaction { try $0.execute(sql: "PRAGMA analysis_limit = 400; ANALYZE") }
        }
        // A connection that is open keeps the statistics that it began with.
        (engine as? DatabasePool)?.invalidateReadOnlyConnections()
    }

    /// See `Database.flaws`.
    public func flaws() async throws -> [String] {
        do {
            return try await read { transaction in
                let damage = try transaction.rows(Statement("PRAGMA integrity_check(100)")).map { try $0.text(0) }
                guard damage == ["ok"] else { return damage }
                return try transaction.rows(Statement("PRAGMA foreign_key_check")).prefix(100).map { row in
                    let number = try row.optionalInt(1).map { "row \($0) of " } ?? ""
                    return "\(number)\(try row.text(0)) names a row of \(try row.text(2)) that is not there"
                }
            }
        } catch DatabaseError.corrupt(let what) {
            // Too damaged even for the check to go on; a file that is locked or a disk that fails is thrown on.
            return [what]
        }
    }

    private func enqueue<T: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> T, alone: Bool
    ) async throws -> T {
        try await withCheckedThrowingContinuation { caller in
            let write = PendingWrite(body, alone: alone, answering: caller)
            guard writes.append(write) else { return write.fail(DatabaseError.failed("the database is closed")) }
            // One turn for each write; the first turn of a group takes all of it, the others then find nothing to do.
            engine.asyncWriteWithoutTransaction { [writes] in writes.takeTurn(on: $0) }
        }
    }

    /// Copies the last commit to a file at `path`, in place of any file that is there. Readers and writers go on.
    ///
    /// The copy is made beside `path` and renamed when complete, so `path` never names half a backup.
    public func backUp(to path: String) async throws {
        let unfinished = path + ".unfinished"
        try await onThreadThatMayBlock { [engine] in
            try? FileManager.default.removeItem(atPath: unfinished)
            try mappingErrors {
                let copy = try DatabaseQueue(path: unfinished)
                try engine.backup(to: copy)
                try copy.close()
            }
            guard rename(unfinished, path) == 0 else {
                throw DatabaseError.inputOutput("cannot rename the backup to \(path): errno \(errno)")
            }
        }
    }

    /// Finishes the writes that wait, refuses further ones, renews the planner's statistics and closes the file.
    public func close() async throws {
        guard writes.close() else { return }
        try await onThreadThatMayBlock { [engine, writes] in
            engine.writeWithoutTransaction { connection in
                // A write may have joined the queue just now and not have asked for its turn yet.
                while writes.takeTurn(on: connection) {}
                // Best effort: a full disk must not keep the file open. The limit bounds the time on large tables.
                try? connection.execute(sql: "PRAGMA analysis_limit = 400; PRAGMA optimize")
            }
            try mappingErrors { try engine.close() }
        }
    }
}

/// Runs `work` on a thread outside the cooperative pool, which must not block.
private func onThreadThatMayBlock(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}

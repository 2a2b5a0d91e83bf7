import SQL
import Synchronization

/// A database that hands everything on to a real one and remembers the statements.
public final class RecordingDatabase: Database {
    private let database: any Database
    private let log = Mutex<[Statement]>([])

    /// Remembers what is asked of `database`.
    public init(_ database: any Database) { self.database = database }

    /// What `work` returns, and the statements that were run meanwhile by anyone, in order.
    public func statements<T>(_ work: () async throws -> T) async rethrows -> (result: T, statements: [Statement]) {
        log.withLock { $0 = [] }
        let result = try await work()
        return (result, log.withLock { $0 })
    }

    /// How SQLite would go about `statement`, a line for each step.
    public func plan(of statement: Statement) async throws -> [String] {
        try await database.write { transaction in
            try transaction.rows(Statement("EXPLAIN QUERY PLAN " + statement.sql, statement.values))
                .map { try $0.text(3) }
        }
    }

    /// Hands the wish on.
    public func renewStatistics() async throws { try await database.renewStatistics() }

    /// Hands the question on.
    public func flaws() async throws -> [String] { try await database.flaws() }

    /// Hands the body on.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.read { try body(RecordingTransaction($0, self)) }
    }

    /// Hands the body on.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.write { try body(RecordingTransaction($0, self)) }
    }

    /// Hands the body on.
    @discardableResult
    public func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.writeAlone { try body(RecordingTransaction($0, self)) }
    }

    fileprivate func remember(_ statement: Statement) { log.withLock { $0.append(statement) } }
}

private final class RecordingTransaction: Transaction {
    private let transaction: any Transaction
    private let database: RecordingDatabase

    init(_ transaction: any Transaction, _ database: RecordingDatabase) {
        self.transaction = transaction
        self.database = database
    }

    func rows(_ statement: Statement) throws -> [Row] {
        database.remember(statement)
        return try transaction.rows(statement)
    }

    func forEach(_ statement: Statement, _ body: (Row) throws -> Void) throws {
        database.remember(statement)
        try transaction.forEach(statement, body)
    }

    func run(_ statement: Statement) throws -> Int {
        database.remember(statement)
        return try transaction.run(statement)
    }

    func script(_ sql: String) throws { try transaction.script(sql) }

    var lockingClause: String { transaction.lockingClause }
}

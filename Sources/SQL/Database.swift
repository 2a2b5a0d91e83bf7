/// One relational database: the seam between the statements of `Records` and an engine.
///
/// Bodies are synchronous, so that nothing awaits while a lock is held. They run on a thread of the engine, never on an
/// event loop.
public protocol Database: Sendable {
    /// Runs `body` against one consistent snapshot. Statements that write throw.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T

    /// Runs `body` in a transaction and returns after its commit is on disk.
    ///
    /// Bodies that wait at the same time may share one commit. A body that throws undoes only what it wrote itself.
    /// Cancelling the calling task does not cancel the write.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T

    /// As `write`, in a commit of its own: for bulk work that would make its neighbours wait or fail with it.
    @discardableResult
    func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T

    /// Lets the engine look at its tables anew: after they grew so much that what it knows of them leads searches astray.
    func renewStatistics() async throws

    /// What is wrong with the database itself, in the engine's words: what cannot be read, indexes that miss rows, rows that
    /// name one that is not there. At most some hundred; none for a sound one. A look at all of it, which takes its
    /// time. Throws when it cannot be looked at just now.
    func flaws() async throws -> [String]
}

/// What a transaction body may do. Valid only inside the body; never kept.
public protocol Transaction: AnyObject {
    /// The rows that `statement` returns, all in memory.
    func rows(_ statement: Statement) throws -> [Row]

    /// Hands each row to `body` as the engine finds it: for results too long to keep.
    func forEach(_ statement: Statement, _ body: (Row) throws -> Void) throws

    /// Runs `statement` and returns how many rows it changed.
    @discardableResult
    func run(_ statement: Statement) throws -> Int

    /// Runs several statements without placeholders, separated by semicolons: schema steps.
    func script(_ sql: String) throws

    /// What follows a `SELECT` whose rows a rule is about to change: ` FOR UPDATE`, or nothing where the engine's
    /// writer is alone anyway.
    var lockingClause: String { get }
}

extension Transaction {
    /// The only row that `statement` may return, or nil. The statement is expected to return at most one.
    public func row(_ statement: Statement) throws -> Row? { try rows(statement).first }
}

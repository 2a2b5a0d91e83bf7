import SQL
import Synchronization

/// A write that waits: its body, and the caller to answer.
struct PendingWrite: Sendable {
    /// Whether it asks for a commit of its own.
    let isAlone: Bool
    /// Runs the body. What it returns hands the result to the caller, once the commit is on disk.
    let run: @Sendable (any Transaction) throws -> Answer
    /// Tells the caller why nothing of its write was kept.
    let fail: @Sendable (any Error) -> Void

    /// Resumes the caller. Called exactly once for each write, by the one answer that counts.
    typealias Answer = @Sendable () -> Void

    init<T: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> T, alone: Bool,
        answering caller: CheckedContinuation<T, any Error>
    ) {
        isAlone = alone
        run = { transaction in
            let result = try body(transaction)
            return { caller.resume(returning: result) }
        }
        fail = { caller.resume(throwing: $0) }
    }
}

/// The writes that wait, and how they become groups of one commit each.
///
/// Turns are taken on the writer's connection, one after the other, outside of any task: no caller can cancel one.
final class WriteQueue: Sendable {
    /// How many bodies share a commit at most.
    static let largestGroup = 64

    private struct State {
        var waiting: [PendingWrite] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let longestGroup: Duration

    /// A queue whose groups start no further body after `longestGroup`.
    init(longestGroup: Duration) { self.longestGroup = longestGroup }

    /// How many writes wait for a turn.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Lets `write` wait for its turn; false if the queue is closed.
    func append(_ write: PendingWrite) -> Bool {
        state.withLock { state in
            if !state.isClosed { state.waiting.append(write) }
            return !state.isClosed
        }
    }

    /// Refuses further writes; false if it did so already.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// Runs and answers the writes that wait, as many as make one group; false if none waits.
    @discardableResult
    func takeTurn(on connection: Connection) -> Bool {
        let group = takeGroup()
        if !group.isEmpty { commit(group, on: connection) }
        return !group.isEmpty
    }

    private func takeGroup() -> [PendingWrite] {
        state.withLock { state in
            let sociable = state.waiting.prefix(Self.largestGroup).prefix { !$0.isAlone }
            let group = sociable.isEmpty ? state.waiting.prefix(1) : sociable
            state.waiting.removeFirst(group.count)
            return Array(group)
        }
    }

    private func putBack(_ writes: ArraySlice<PendingWrite>) {
        state.withLock { $0.waiting.insert(contentsOf: writes, at: 0) }
    }

    /// Gives `writes` one commit, then answers them. Those for whom no time was left wait for the next turn.
    private func commit(_ writes: [PendingWrite], on connection: Connection) {
        var group = writes[...]
        do {
            for answer in try answersAfterCommit(of: &group, on: connection) { answer() }
        } catch let loss as TransactionLost {
            // What the others found, refusals included, may have rested on rows that are gone: they start afresh.
            for (index, write) in group.enumerated() {
                if index == loss.culprit { write.fail(loss.cause) } else { commit([write], on: connection) }
            }
        } catch {
            for write in group { write.fail(error) }
        }
    }

    /// Runs the bodies of `group` in one transaction and commits it; throws with nothing on disk.
    ///
    /// When its time is up, the rest is put back and leaves `group`.
    private func answersAfterCommit(
        of group: inout ArraySlice<PendingWrite>, on connection: Connection
    ) throws -> [PendingWrite.Answer] {
        try mappingErrors { try connection.beginTransaction(.immediate) }
        do {
            let start = ContinuousClock.now
            var answers: [PendingWrite.Answer] = []
            for (index, write) in group.enumerated() {
                if index > 0, start.duration(to: .now) > longestGroup {
                    putBack(group.dropFirst(index))
                    group = group.prefix(index)
                    break
                }
                answers.append(try answer(to: write, at: index, on: connection))
            }
            try mappingErrors { try connection.commit() }
            return answers
        } catch {
            try? connection.rollback()
            throw error
        }
    }

    /// Runs one body in a savepoint of its own. An error of the body is its answer, unless it ended the transaction.
    private func answer(
        to write: PendingWrite, at index: Int, on connection: Connection
    ) throws -> PendingWrite.Answer {
        do {
            return try connection.savepoint { try write.run(SQLiteTransaction(connection, mayWrite: true)) }
        } catch {
            guard connection.isInsideTransaction else { throw TransactionLost(culprit: index, cause: error) }
            return { write.fail(error) }
        }
    }
}

/// The engine rolled back the whole group, as it does when the disk is full or fails while a statement runs.
private struct TransactionLost: Error {
    let culprit: Int
    let cause: any Error
}

extension Connection {
    /// Runs `work` so that an error undoes what it wrote, or all of the transaction if that much cannot be undone.
    fileprivate func savepoint<T>(_ work: () throws -> T) throws -> T {
        do {
            try perform("SAVEPOINT body")
            let result = try work()
            try perform("RELEASE body")
            return result
        } catch {
            do {
                try perform("ROLLBACK TO body")
                try perform("RELEASE body")
            } catch {
                try? rollback()
            }
            throw error
        }
    }

    private func perform(_ sql: String) throws {
        try mappingErrors { try cachedStatement(sql: sql).execute() }
    }
}

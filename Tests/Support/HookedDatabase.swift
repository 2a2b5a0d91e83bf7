import SQL
import Synchronization

/// A database that lets something happen just before one of the writes that bulk work is made of.
public final class HookedDatabase: Database {
    /// What happens.
    public typealias Event = @Sendable () async throws -> Void

    private struct State {
        var passed = 0
        var event: (number: Int, happens: Event)?
    }

    private let database: any Database
    private let state = Mutex(State())

    /// Hands everything on to `database`.
    public init(_ database: any Database) { self.database = database }

    /// Lets `event` happen once, before the write of bulk work with this number, counted from 1 and from now.
    public func before(bulkWrite number: Int, _ event: @escaping Event) {
        state.withLock { $0 = State(event: (number, event)) }
    }

    /// Whether what was to happen has not happened yet; nothing happens from now on.
    public func forget() -> Bool {
        state.withLock { state in
            defer { state.event = nil }
            return state.event != nil
        }
    }

    /// Hands the wish on.
    public func renewStatistics() async throws { try await database.renewStatistics() }

    /// Hands the question on.
    public func flaws() async throws -> [String] { try await database.flaws() }

    /// Hands the body on.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.read(body)
    }

    /// Hands the body on.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.write(body)
    }

    /// Hands the body on, when it is time after the event.
    @discardableResult
    public func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        let event = state.withLock { state -> Event? in
            state.passed += 1
            guard let event = state.event, event.number == state.passed else { return nil }
            state.event = nil
            return event.happens
        }
        try await event?()
        return try await database.writeAlone(body)
    }
}

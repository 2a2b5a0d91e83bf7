import FoundationEssentials
import SQL
import Training

/// Writes what an import asks for without keeping others waiting: rows are put beside their place in small writes, with
/// what standings and tallies will change by, and then moved there in one transaction that works nothing out.
struct ImportStage: Sendable {
    private let database: any Database
    private let id: ImportID
    private let revision: Int
    private let changes: ImportChanges
    private let caller: Caller
    private let now: Date
    private let parts: [[PersonID]]

    /// How many parts the last transaction may work out again, for people who learnt meanwhile.
    private static let mostParts = 4
    /// How often parts are worked out again before.
    private static let mostRounds = 3

    /// A stage for changes that were worked out while the data stood at `revision`.
    init(
        _ database: any Database, _ id: ImportID, _ changes: ImportChanges, revision: Int, by caller: Caller,
        at now: Date
    ) {
        self.database = database
        self.id = id
        self.revision = revision
        self.changes = changes
        self.caller = caller
        self.now = now
        parts = changes.concerned.inGroups().map { Array($0) }
    }

    /// Writes everything, and in the same transaction whatever `finish` writes; or nothing of it, and returns false, when
    /// units, people or assignments changed since `revision`.
    func write(finish: @escaping @Sendable (any Transaction) throws -> Void) async throws -> Bool {
        try await stageRows()
        // Of a few people only their own units are read.
        let units = changes.concerned.count > groupSize ? try await unitHistories() : nil
        for part in parts.indices {
            guard try await stage(part, units) else { return false }
        }
        for round in 0...Self.mostRounds {
            switch try await move(units, allowing: round == Self.mostRounds ? .max : Self.mostParts, finish) {
            case .moved: return true
            case .outdated: return false
            case .touched(let touched):
                for part in touched { guard try await stage(part, units) else { return false } }
            }
        }
        return false
    }

    private enum End: Sendable {
        case moved
        case outdated
        /// Too much has to be worked out again.
        case touched(Set<Int>)
    }

    // MARK: In small writes

    private func stageRows() async throws {
        try await stage(changes.units) { try $1.stage($0, of: id) }
        try await stage(changes.people) { try $1.stage($0, of: id) }
        try await stage(changes.charges) { try $1.stage($0, of: id) }
        try await stage(changes.assignments) { try $1.stage($0, of: id) }
    }

    private func stage<Entry: Sendable>(
        _ entries: [Entry], _ stage: @escaping @Sendable (Entry, any Transaction) throws -> Void
    ) async throws {
        for group in entries.inGroups() {
            try await database.writeAlone { transaction in
                for entry in group { try stage(entry, transaction) }
                try transaction.goOn(id, to: 0, of: changes.concerned.count)
            }
        }
    }

    /// Of whatever revision: those who use it look at that themselves.
    private func unitHistories() async throws -> UnitHistories {
        try await database.read { try UnitHistories(in: $0) }
    }

    private func stage(_ part: Int, _ units: UnitHistories?) async throws -> Bool {
        let people = parts[part]
        let worked = try await database.read { transaction -> LedgerChanges? in
            guard try transaction.revision(locking: false) == revision else { return nil }
            return try Ledger(transaction, at: now, knowing: units).changes(of: people, by: changes.coming)
        }
        guard let worked else { return false }
        let (done, total) = (part * groupSize + people.count, changes.concerned.count)
        try await database.writeAlone { transaction in
            try transaction.stage(worked, asPart: part, of: id)
            try transaction.goOn(id, to: done, of: total)
        }
        return true
    }

    // MARK: In one

    private func move(
        _ units: UnitHistories?, allowing most: Int, _ finish: @escaping @Sendable (any Transaction) throws -> Void
    ) async throws -> End {
        try await database.writeAlone { transaction in
            try transaction.expectGoingOn(id)
            guard try transaction.revision() == revision else { return .outdated }
            let touched = Set(try transaction.takeTouches(of: id))
            let again = Set(touched.isEmpty ? [] : parts.indices.filter { !touched.isDisjoint(with: parts[$0]) })
            guard again.count <= most else { return .touched(again) }
            for part in again.sorted() {
                let worked = try Ledger(transaction, at: now, knowing: units)
                    .changes(of: parts[part], by: changes.coming)
                try transaction.stage(worked, asPart: part, of: id)
            }
            try transaction.moveStaged(id, by: caller, at: now)
            try transaction.bumpRevision()
            try finish(transaction)
            return .moved
        }
    }
}

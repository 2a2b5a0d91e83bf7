import FoundationEssentials
import SQL
import Training

/// An import that was begun. What is left of it may take a while; others read and write meanwhile.
public struct ImportWork: Sendable {
    /// The import as it was when it began, without rows.
    public let head: ImportReceipt
    let database: any Database
    let randomness: Randomness
    let aim: Aim
    let catalogue: CourseCatalogue
    /// As in the request.
    let matchesNames: Bool
    let caller: Caller
    let now: Date

    /// What is to be done.
    enum Aim: Sendable {
        case plan(UnderstoodSheet)
        case apply(UnderstoodSheet)
        /// To apply a plan that was made at a revision.
        case applyPlan(revision: Int)
        /// Nothing: it is decided already.
        case tell(ImportReceipt)
    }

    /// How often an import begins anew because the data changed while it was judged.
    private static let tries = 5

    /// Does what is left, and returns the import with all its rows. Nothing shows before all of it is written; when it
    /// throws, nothing is written at all.
    ///
    /// `conflict` when units, people or enrolments keep changing meanwhile, or changed since a plan was made. What is wrong
    /// with the table as a whole throws `RowProblems`, and is kept for whoever no longer waits.
    public func finish() async throws -> ImportReceipt {
        do {
            switch aim {
            case .tell(let receipt): return receipt
            case .plan(let table): return try await plan(table)
            case .apply(let table): return try await apply(table)
            case .applyPlan(let revision): return try await applyPlan(revision)
            }
        } catch let error as RowProblems {
            try await refuse(error)
            throw error
        } catch {
            await giveUp()
            throw error
        }
    }

    private func plan(_ table: UnderstoodSheet) async throws -> ImportReceipt {
        for _ in 0..<Self.tries {
            guard let found = try await judged(table, head.removals, keeping: true) else { continue }
            let (receipt, revision) = (head.ended(.planned, found), found.ground.revision)
            try await database.write { transaction in
                try transaction.expectGoingOn(head.id)
                try transaction.end(receipt, revision: revision)
            }
            return receipt
        }
        throw Refusal.dataChanged
    }

    private func apply(_ table: UnderstoodSheet) async throws -> ImportReceipt {
        for _ in 0..<Self.tries {
            guard let found = try await judged(table, head.removals, keeping: true) else { continue }
            let receipt = head.ended(found.run.isClean ? .applied : .refused, found)
            if try await wrote(receipt, found.run.steps, found.ground) { return receipt }
            try await database.write { try $0.turn(head.id, to: .checking, stages: false) }
        }
        throw Refusal.dataChanged
    }

    private func applyPlan(_ revision: Int) async throws -> ImportReceipt {
        let rows = try await keptRows()
        let table = try SheetColumns.understand(
            Sheet(header: head.header, rows: rows), as: head.kind, ignoring: IgnoredColumns())
        // The courses are not part of the revision: one may have been taken out of the content meanwhile. Nor is who asks:
        // another than the planner may come to another result.
        guard let found = try await judged(table, head.removals, keeping: false), found.ground.revision == revision,
            found.run.isClean, found.run.suspended == head.suspended
        else { throw Refusal.dataChanged }
        let receipt = head.applied(found.run)
        guard try await wrote(receipt, found.run.steps, found.ground) else { throw Refusal.dataChanged }
        return receipt
    }

    private func keptRows() async throws -> [Sheet.Row] {
        var rows: [Sheet.Row] = []
        while true {
            let last = rows.last?.number ?? 0
            let more = try await database.read { try $0.outcomes(of: head.id, after: last).map(\.row) }
            guard !more.isEmpty else { return rows }
            rows += more
        }
    }

    // MARK: Judging

    /// What is found out about the rows, kept as it is found out; nil when the data changed meanwhile.
    private func judged(
        _ understood: UnderstoodSheet, _ removals: Removals?, keeping keeps: Bool
    ) async throws -> ImportFindings? {
        let (ground, table) = try await ground(understood)
        if keeps { try await database.write { try $0.keep(table.sheet.header, of: head.id) } }
        let context = ImportContext(
            columns: table.columns, catalogue: catalogue, caller: caller, now: now, ground: ground)
        var run = ImportRun(context, table.sheet)
        guard try await judge(table, by: &run, ground, keeping: keeps) else { return nil }
        if let removals, run.isClean {
            let judge = RemovalJudge(context: context, removals: removals)
            let unit = try judge.unit()
            let atWork = try await read(at: ground.revision) { try $0.peopleAtWork(below: unit) }
            guard let atWork else { return nil }
            try run.judge(table.sheet, by: judge, atWork: atWork)
        }
        // What was told with a plan is not told anew.
        guard keeps else { return ImportFindings(ground: ground, table: table, run: run, doubles: []) }
        let (outcomes, scope) = (table.withoutUselessNumbers(run.outcomes), caller.scope)
        let doubles = try await read(at: ground.revision) {
            try LikelyDoubles($0, outcomes, table.columns, scope).notes
        }
        return doubles.map { ImportFindings(ground: ground, table: table, run: run, doubles: $0) }
    }

    private func ground(_ understood: UnderstoodSheet) async throws -> (ImportGround, NumberedTable) {
        let (scope, randomness, matchesNames) = (caller.scope, randomness, matchesNames)
        return try await database.read { transaction in
            (
                try ImportGround(in: transaction),
                try NumberedTable(understood, transaction, scope, randomness, matchingNames: matchesNames)
            )
        }
    }

    /// Judges row after row; false when the data changed meanwhile.
    private func judge(
        _ table: NumberedTable, by run: inout ImportRun, _ ground: ImportGround, keeping keeps: Bool
    ) async throws -> Bool {
        let (id, total) = (head.id, table.sheet.rows.count)
        for group in table.sheet.rows.inGroups() {
            let coded = run.coded(group)
            let facts = try await database.read { try ImportFacts(about: coded, table.columns, in: $0) }
            guard facts.revision == ground.revision else { return false }
            try run.judge(group, coded: coded, by: facts)
            let outcomes = table.withoutUselessNumbers(run.outcomes.suffix(group.count))
            let done = run.outcomes.count
            try await database.writeAlone { transaction in
                if keeps { try transaction.keep(outcomes, of: id) }
                try transaction.goOn(id, to: done, of: total)
            }
        }
        let changed = table.withoutUselessNumbers(try run.judgeTheWhole())
        if keeps, !changed.isEmpty { try await database.write { try $0.keep(changed, of: id) } }
        return true
    }

    /// What `body` reads; nil when the data no longer stands at `revision`.
    private func read<Found: Sendable>(
        at revision: Int, _ body: @escaping @Sendable (any Transaction) throws -> Found
    ) async throws -> Found? {
        try await database.read { transaction in
            guard try transaction.revision(locking: false) == revision else { return nil }
            return try body(transaction)
        }
    }

    // MARK: Writing

    /// Ends the import as `receipt` says, having written what `steps` ask for if it is applied; false, with nothing
    /// written, when the data changed since it was judged.
    private func wrote(_ receipt: ImportReceipt, _ steps: [ImportStep], _ ground: ImportGround) async throws -> Bool {
        guard receipt.state == .applied, !steps.isEmpty else {
            try await database.write { transaction in
                try transaction.expectGoingOn(head.id)
                try transaction.end(receipt, revision: ground.revision)
            }
            return true
        }
        try await database.write { try $0.turn(head.id, to: .applying, stages: true) }
        let changes = try await read(at: ground.revision) { transaction in
            try ImportChanges(steps, ground, randomness, at: now, in: transaction)
        }
        guard let changes else { return false }
        let stage = ImportStage(database, head.id, changes, revision: ground.revision, by: caller, at: now)
        let isWritten = try await stage.write { try $0.end(receipt, revision: ground.revision) }
        guard isWritten else {
            try await clear()
            return false
        }
        // It is done, whatever becomes of this; what is left staged is found by the next start.
        try? await clear()
        if changes.isBulk { try? await database.renewStatistics() }
        return true
    }

    private func clear() async throws {
        while try await database.writeAlone({ try $0.clearStaged(of: head.id) }) {}
    }

    /// Ends the import as refused for what is wrong with the table as a whole; a plan stays one.
    private func refuse(_ reason: RowProblems) async throws {
        if case .applyPlan = aim { return await giveUp() }
        let row = Sheet.Row(number: 1, cells: head.header)
        let outcome = ImportReceipt.Outcome(row: row, result: .error, problems: reason.problems)
        try await database.write { transaction in
            try transaction.keep([outcome], of: head.id)
            try transaction.turn(head.id, to: .refused, stages: false)
        }
    }

    /// Leaves the import as one of which nothing is written; a plan can be tried again.
    private func giveUp() async {
        let state: ImportReceipt.State = if case .applyPlan = aim { .planned } else { .interrupted }
        // What cannot be written now either is found by the next start.
        try? await database.write { try $0.turn(head.id, to: state, stages: false) }
        try? await clear()
    }
}

extension ImportReceipt {
    /// The head of an import with what was found out.
    fileprivate func ended(_ state: State, _ found: ImportFindings) -> ImportReceipt {
        ImportReceipt(
            id: id, kind: kind, state: state, encoding: encoding, createdAt: createdAt,
            header: found.table.sheet.header, outcomes: found.outcomes, notes: found.notes(self),
            unconfirmed: unconfirmed, removals: removals, suspended: found.run.suspended)
    }

    /// The head of a plan that is applied; its notes are those of the plan.
    fileprivate func applied(_ run: ImportRun) -> ImportReceipt {
        ImportReceipt(
            id: id, kind: kind, state: .applied, encoding: encoding, createdAt: createdAt, header: header,
            outcomes: run.outcomes, notes: notes, unconfirmed: unconfirmed, removals: removals, suspended: suspended)
    }
}

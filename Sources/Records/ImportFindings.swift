import FoundationEssentials
import SQL
import Training

/// What is found out about a table as a whole: every row with what it does, and all that its sender should look over.
struct ImportFindings {
    let run: ImportRun
    let header: [String]
    let outcomes: [ImportReceipt.Outcome]
    /// Likely doubles first.
    let notes: [ImportNote]

    /// Finds out what a table does, and is ready to do it where that is `applied`.
    init(
        _ table: UnderstoodSheet, _ request: ImportRequest, _ transaction: any Transaction, by caller: Caller,
        at now: Date, _ randomness: Randomness, applied: Bool
    ) throws {
        let numbered = try NumberedTable(
            table, transaction, caller.scope, randomness, matchingNames: request.matchesNames)
        run = try ImportRun(
            transaction, numbered.columns, numbered.sheet, request.courses, caller, now, applied ? randomness : nil,
            request.removals)
        header = numbered.sheet.header
        outcomes = numbered.withoutUselessNumbers(run.outcomes)
        let doubles = try LikelyDoubles(transaction, outcomes, numbered.columns, caller.scope)
        notes = doubles.notes + numbered.notes(on: outcomes) + table.notes + run.notes
    }

    /// What the sender is told.
    func receipt(
        _ id: ImportID, _ request: ImportRequest, _ state: ImportReceipt.State, at now: Date, unconfirmed: [String] = []
    ) -> ImportReceipt {
        ImportReceipt(
            id: id, kind: request.kind, state: state, encoding: request.encoding, createdAt: now, header: header,
            outcomes: outcomes, notes: notes, unconfirmed: unconfirmed, removals: request.removals,
            suspended: run.suspended)
    }
}

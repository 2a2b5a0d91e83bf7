import FoundationEssentials
import SQL
import Training

extension Records {
    /// An import of the caller's own, or any for an administrator; anything else is `notFound`. Of long ones `share` says
    /// which rows to read; the counts are of all.
    public func importReceipt(
        _ id: ImportID, for caller: Caller, rows share: ImportReceipt.Share = .all
    ) async throws -> ImportReceipt {
        try await database.read { try $0.receipt(id, for: caller, share).receipt }
    }

    /// What became of the rows of an import, in order, of at most some hundred after the row with number `last`; none after
    /// the last. `notFound` as for the receipt.
    public func importRows(
        _ id: ImportID, after last: Int, for caller: Caller
    ) async throws -> [ImportReceipt.Outcome] {
        try await database.read { transaction in
            try transaction.expectVisible(id, for: caller)
            return try transaction.outcomes(of: id, after: last)
        }
    }
}

extension Transaction {
    /// An import as far as it is, and the revision that it was judged at.
    func receipt(
        _ id: ImportID, for caller: Caller, _ share: ImportReceipt.Share
    ) throws -> (receipt: ImportReceipt, revision: Int) {
        let head = try row(
            Statement(
                """
                SELECT kind, state, encoding, revision, created_at, created_by, header, notes, unconfirmed, done, total,
                    removals, suspended
                FROM imports WHERE id = $1
                """,
                with: id.rawValue))
        guard let head, try caller.role == .admin || head.text(5) == caller.name else { throw Refusal.notFound }
        let state: ImportReceipt.State = try head.word(1)
        let revision = try head.int(3)
        let isOutdated = try state == .planned && revision != self.revision(locking: false)
        let receipt = ImportReceipt(
            id: id, kind: try head.word(0), state: state, encoding: try head.text(2),
            createdAt: Date(milliseconds: try head.int(4)), header: try JSON.value(try head.text(6)),
            outcomes: try outcomes(of: id, share), counts: try counts(of: id),
            notes: try JSON.value(try head.text(7)), unconfirmed: try JSON.value(try head.text(8)),
            removals: try head.optionalText(11).map { try JSON.value($0) },
            suspended: try JSON.value(try head.text(12)),
            progress: state.goesOn ? .init(done: try head.int(9), of: try head.int(10)) : nil,
            isOutdated: isOutdated)
        return (receipt, revision)
    }

    /// Throws `notFound` for an import that the caller may not look at. Costs the same however long the import is.
    func expectVisible(_ id: ImportID, for caller: Caller) throws {
        let maker = try row(Statement("SELECT created_by FROM imports WHERE id = $1", with: id.rawValue))
        guard let maker, try caller.role == .admin || maker.text(0) == caller.name else { throw Refusal.notFound }
    }

    /// What became of some rows, in order, after the one with number `last`; none after the last.
    func outcomes(of id: ImportID, after last: Int) throws -> [ImportReceipt.Outcome] {
        try outcomes(of: id, "number > $2 ORDER BY number LIMIT \(2 * groupSize)", last)
    }

    private func counts(of id: ImportID) throws -> [ImportReceipt.Result: Int] {
        let found = try rows(
            Statement("SELECT result, COUNT(*) FROM import_rows WHERE import = $1 GROUP BY result", with: id.rawValue))
        return Dictionary(uniqueKeysWithValues: try found.map { (try $0.word(0), try $0.int(1)) })
    }

    private func outcomes(of id: ImportID, _ share: ImportReceipt.Share) throws -> [ImportReceipt.Outcome] {
        switch share {
        case .all: return try outcomes(of: id, "number >= $2 ORDER BY number", 0)
        case .problems: return try outcomes(of: id, "result = $2 ORDER BY number", "error")
        case .first(let room):
            let bad = try outcomes(of: id, "result = $2 ORDER BY number LIMIT \(room)", "error")
            // One after the other by number: to find some that are good, all that are bad may have to be passed.
            let good = try outcomes(of: id, "number >= $2 ORDER BY number LIMIT \(2 * room)", 0)
            return Array((bad + good.filter { $0.result != .error }).prefix(room))
        case .none: return []
        }
    }

    private func outcomes(
        of id: ImportID, _ condition: String, _ value: any ValueConvertible
    ) throws -> [ImportReceipt.Outcome] {
        let decoder = JSONDecoder()
        return try rows(
            Statement(
                "SELECT number, cells, result, problems FROM import_rows WHERE import = $1 AND \(condition)",
                with: id.rawValue, value)
        ).map { row in
            let problems = try row.text(3)
            return ImportReceipt.Outcome(
                row: Sheet.Row(
                    number: try row.int(0),
                    cells: try decoder.decode([String].self, from: Data(try row.text(1).utf8))),
                result: try row.word(2),
                problems: problems == "[]" ? [] : try decoder.decode([RowProblem].self, from: Data(problems.utf8)))
        }
    }

    // MARK: Writing

    /// Begins an import that has no rows yet.
    func begin(_ head: ImportReceipt, rows: Int, by caller: Caller) throws {
        try run(
            Statement(
                """
                INSERT INTO imports (id, kind, state, encoding, revision, created_at, created_by, header, rows,
                    created, updated, unchanged, notes, unconfirmed, removals, total)
                VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, 0, 0, 0, $9, $10, $11, $12)
                """, with: head.id.rawValue, head.kind.rawValue, head.state.rawValue, head.encoding,
                head.createdAt.milliseconds, caller.name, try JSON.text(head.header), rows, try JSON.text(head.notes),
                try JSON.text(head.unconfirmed), try head.removals.map { try JSON.text($0) }, rows))
    }

    /// Keeps the header that the rows of an import go by.
    func keep(_ header: [String], of id: ImportID) throws {
        try run(Statement("UPDATE imports SET header = $1 WHERE id = $2", with: try JSON.text(header), id.rawValue))
    }

    /// Keeps what becomes of a row, in place of what was kept about it before.
    func keep(_ outcomes: some Collection<ImportReceipt.Outcome>, of id: ImportID) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        for outcome in outcomes {
            try run(
                Statement(
                    """
                    INSERT INTO import_rows (import, number, cells, result, problems) VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (import, number) DO UPDATE SET cells = excluded.cells, result = excluded.result,
                        problems = excluded.problems
                    """, with: id.rawValue, outcome.row.number, try text(outcome.row.cells), outcome.result.rawValue,
                    outcome.problems.isEmpty ? "[]" : try text(outcome.problems)))
        }
    }

    /// Ends an import that was judged at `revision`.
    func end(_ receipt: ImportReceipt, revision: Int) throws {
        try run(
            Statement(
                """
                UPDATE imports SET state = $1, revision = $2, created = $3, updated = $4, unchanged = $5, notes = $6,
                    suspended = $7, done = 0, total = 0
                WHERE id = $8
                """, with: receipt.state.rawValue, revision, receipt.count(.created), receipt.count(.updated),
                receipt.count(.unchanged), try JSON.text(receipt.notes), try JSON.text(receipt.suspended),
                receipt.id.rawValue))
    }
}

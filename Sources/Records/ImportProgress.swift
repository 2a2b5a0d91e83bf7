import FoundationEssentials
import SQL
import Training

extension Records {
    /// Ends the imports that go on: whoever calls this knows that nobody works at them any more, as a server that starts.
    /// What was staged for them is deleted; nothing of it ever showed.
    public func interruptImports() async throws {
        try await database.write { transaction in
            try transaction.run(Statement("UPDATE imports SET state = 'interrupted' WHERE \(Import.goesOn)"))
        }
        try await clearStaged()
    }

    /// Ends the imports of which nothing was seen to get on for ten minutes: their program was ended. To be called from time
    /// to time.
    public func interruptSilentImports(at now: Date) async throws {
        let latest = now.addingTimeInterval(-600).milliseconds
        let ended = try await database.write { transaction in
            let ended = try transaction.run(
                Statement(
                    """
                    UPDATE imports SET state = 'interrupted'
                    WHERE \(Import.goesOn) AND watched = \(Import.pace) AND watched_at <= $1
                    """, with: latest))
            try transaction.run(
                Statement(
                    """
                    UPDATE imports SET watched = \(Import.pace), watched_at = $1
                    WHERE \(Import.goesOn) AND watched IS DISTINCT FROM \(Import.pace)
                    """, with: now.milliseconds))
            return ended
        }
        if ended > 0 { try await clearStaged() }
    }

    /// Deletes what is left staged for imports that no longer go on.
    private func clearStaged() async throws {
        let ids: [ImportID] = try await database.read { transaction in
            try transaction.rows(Statement("SELECT id FROM imports WHERE staged = 1 AND NOT (\(Import.goesOn))"))
                .map { try $0.code(0) }
        }
        for id in ids { try await clearStaged(of: id) }
    }

    /// Deletes what is left staged for an import, in small writes.
    func clearStaged(of id: ImportID) async throws {
        while try await database.writeAlone({ try $0.clearStaged(of: id) }) {}
    }
}

extension Transaction {
    /// Tells how far an import is. Throws when it was interrupted meanwhile.
    func goOn(_ id: ImportID, to done: Int, of total: Int) throws {
        let known = try run(
            Statement(
                "UPDATE imports SET done = $1, total = $2 WHERE id = $3 AND \(Import.goesOn)",
                with: done, total, id.rawValue))
        guard known > 0 else { throw Refusal.importInterrupted }
    }

    /// Turns an import that goes on to another state, in which rows may be staged for it or not.
    func turn(_ id: ImportID, to state: ImportReceipt.State, stages: Bool) throws {
        let known = try run(
            Statement(
                """
                UPDATE imports SET state = $1, done = 0, staged = CASE WHEN $2 = 1 THEN 1 ELSE staged END
                WHERE id = $3 AND \(Import.goesOn)
                """, with: state.rawValue, stages, id.rawValue))
        guard known > 0 else { throw Refusal.importInterrupted }
    }

    /// Throws unless an import goes on, and keeps others from ending it.
    func expectGoingOn(_ id: ImportID) throws {
        let state: ImportReceipt.State? = try row(
            Statement("SELECT state FROM imports WHERE id = $1\(lockingClause)", with: id.rawValue)
        )?.word(0)
        guard state?.goesOn == true else { throw Refusal.importInterrupted }
    }
}

extension Refusal {
    static let importInterrupted = Refusal.conflict(
        code: "import_interrupted",
        Bilingual(zh: "这次导入中断了，什么都没有写入。请重新导入。", en: "This import was interrupted; nothing was written. Send it again."))
}

/// Conditions and expressions on `imports`.
private enum Import {
    static let goesOn = "state IN ('checking', 'applying')"
    /// How far it is, as one text.
    static let pace = "state || ' ' || CAST(done AS TEXT)"
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Ends the completions that hold until a clause changes and of which one has: they do not hold any more from the day on
    /// which it rose, whenever that is noted. Those made since the new version was noted go on.
    ///
    /// A batch in each transaction, so that answers need not wait for many people; a server that stops between two goes on
    /// when it next notes clauses.
    func endOutgrownCompletions(
        _ clauses: [ClauseID: Clause], _ history: ClauseHistory, at now: Date, batch: Int = 200
    ) async throws {
        let rises = try await database.read { try $0.unfollowedRises() }
        for rise in rises {
            let clause = clauses[rise.clause].flatMap { $0.version == rise.version ? $0 : nil }
            let day = clause.map(history.day) ?? Day(at: rise.at)
            while try await database.writeAlone({ try $0.endOutgrown(by: rise, on: day, limit: batch, at: now) }) > 0 {}
        }
        guard !rises.isEmpty else { return }
        try await database.writeAlone { transaction in
            for rise in rises { try transaction.markFollowed(rise) }
        }
    }
}

/// That a version of a clause came to stand.
private struct Rise {
    let clause: ClauseID
    let position: Int
    let version: Int
    let at: Date
}

extension Transaction {
    /// The versions that came to stand and whose completions have not been looked through, the first one first.
    fileprivate func unfollowedRises() throws -> [Rise] {
        try rows(
            Statement(
                """
                SELECT clause, position, version, recorded_at FROM clause_versions
                WHERE followed = 0 AND announced = 0 ORDER BY clause, position
                """)
        ).compactMap { row in
            try ClauseID(rawValue: try row.text(0)).map { clause in
                Rise(
                    clause: clause, position: try row.int(1), version: try row.int(2),
                    at: Date(milliseconds: try row.int(3)))
            }
        }
    }

    /// Ends at most `limit` completions by a rise on `day`; returns how many.
    fileprivate func endOutgrown(by rise: Rise, on day: Day, limit: Int, at now: Date) throws -> Int {
        let bases = try outdatedBases([rise.clause: rise.version])
        guard !bases.isEmpty else { return 0 }
        var values = bases.map(\.id.sqlValue)
        let places = values.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        values += [rise.at.milliseconds.sqlValue, limit.sqlValue]
        let outgrown = try rows(
            Statement(
                """
                SELECT completions.id, completions.person, completions.course FROM completions
                WHERE completions.basis IN (\(places)) AND completions.valid = 'until clause change'
                    AND completions.recorded_at < $\(bases.count + 1)
                    AND NOT EXISTS (SELECT 1 FROM completion_ends
                        WHERE completion_ends.completion = completions.id AND completion_ends.kind = 'clause')
                ORDER BY completions.person LIMIT $\(bases.count + 2)
                """, values)
        ).map { (id: try $0.text(0), person: try $0.code(1) as PersonID, course: try $0.code(2) as CourseID) }
        let ledger = Ledger(self, at: now)
        try ledger.note(outgrown.map(\.person))
        for completion in outgrown {
            try run(
                Statement(
                    """
                    INSERT INTO completion_ends
                        (completion, kind, last_day, clause, clause_version, recorded_at, recorded_by)
                    VALUES ($1, 'clause', $2, $3, $4, $5, 'clauses') ON CONFLICT (completion, kind) DO NOTHING
                    """, with: completion.id, day.adding(-1).number, rise.clause.rawValue, rise.version,
                    rise.at.milliseconds))
            try writeHolding(of: completion.person, completion.course)
        }
        try ledger.settle()
        return outgrown.count
    }

    fileprivate func markFollowed(_ rise: Rise) throws {
        try run(
            Statement(
                "UPDATE clause_versions SET followed = 1 WHERE clause = $1 AND position = $2",
                with: rise.clause.rawValue, rise.position))
    }
}

import SQL
import Training

// What is known of the clauses and questions of the past, beside what each completion keeps.
extension Transaction {
    /// What a clause said last in an older version; nil where that version was never in service on this database, and no
    /// update told it.
    func oldText(of clause: ClauseID, version: Int) throws -> String? {
        let noted = try row(
            Statement(
                """
                SELECT text FROM clause_versions WHERE clause = $1 AND version = $2
                ORDER BY recorded_at DESC, text_hash LIMIT 1
                """, with: clause.rawValue, version))?.text(0)
        return try noted
            ?? clauseUpdates().lazy.flatMap(\.plan.changes).first { $0.clause == clause && $0.version == version }?.text
    }

    /// Whether a question, as it stands in this version, was asked before this completion on an older clause: then it is
    /// older than what has been raised since.
    ///
    /// All content is of one state at a time, and versions of clauses only rise: what was asked before somebody finished on
    /// an older version stood beside that version or one before it. Ids of tries and completions sort by time.
    func wasAsked(_ version: String, before completion: String) throws -> Bool {
        try row(Statement("SELECT attempt FROM asked WHERE version = $1 ORDER BY attempt LIMIT 1", with: version))
            .map { try $0.text(0) < completion } ?? false
    }

    /// The newest completion that rests on any of these lists of clauses.
    func lastCompletion(on bases: [CompletionBasis]) throws -> String? {
        try bases.compactMap { basis in
            try row(Statement("SELECT MAX(id) FROM completions WHERE basis = $1", with: basis.id))?.optionalText(0)
        }.max()
    }
}

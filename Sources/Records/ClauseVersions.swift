import Crypto
import FoundationEssentials
import SQL
import Training

extension Records {
    /// Writes down which clauses, in which versions and words, and which questions resting on them came into service, each
    /// once per database however many servers say so. Returns what is remembered of them, this included.
    public func note(
        _ clauses: [ClauseID: Clause], citedBy items: [Item], at now: Date
    ) async throws -> ClauseHistory {
        let known = try await database.read { try $0.clauseHistory(of: clauses, citedBy: items, at: now) }
        if known.unseen(clauses.values).isEmpty, known.unseen(items).isEmpty { return known }
        return try await database.writeAlone { transaction in
            let known = try transaction.clauseHistory(of: clauses, citedBy: items, at: now)
            for clause in known.unseen(clauses.values) { try transaction.insert(clause, at: now) }
            for item in known.unseen(items) {
                try transaction.insert(ClauseHistory.citations(of: item, clauses), of: item, at: now)
            }
            return known.seeing(clauses, items)
        }
    }

    /// What `note` would return, without writing anything. Nil when the database is not of this program's schema.
    public func clauseHistory(
        of clauses: [ClauseID: Clause], citedBy items: [Item], at now: Date
    ) async throws -> ClauseHistory? {
        try await database.read { transaction in
            guard try transaction.isPrepared else { return nil }
            return try transaction.clauseHistory(of: clauses, citedBy: items, at: now).seeing(clauses, items)
        }
    }
}

extension Transaction {
    /// What a clause said last in an older version; nil where that version was never in service on this database.
    func oldText(of clause: ClauseID, version: Int) throws -> String? {
        try row(
            Statement(
                """
                SELECT text FROM clause_versions WHERE clause = $1 AND version = $2
                ORDER BY recorded_at DESC, text_hash LIMIT 1
                """, with: clause.rawValue, version))?.text(0)
    }

    /// Whether the database is of this program's schema.
    var isPrepared: Bool {
        get throws {
            try row(Statement("SELECT COALESCE(MAX(step), 0) FROM schema_steps"))?.int(0) == Schema.steps.count
        }
    }

    fileprivate func clauseHistory(
        of clauses: [ClauseID: Clause], citedBy items: [Item], at now: Date
    ) throws -> ClauseHistory {
        var texts: [Completion.ClauseVersion: [ClauseHistory.Text]] = [:]
        for version in clauses.values.map(\.inItsVersion) { texts[version] = try self.texts(of: version) }
        var citations: [String: [ClauseID: Int]] = [:]
        for item in items { citations[item.version] = try self.citations(of: item.version) }
        return ClauseHistory(at: now, texts: texts, citations: citations)
    }

    private func texts(of version: Completion.ClauseVersion) throws -> [ClauseHistory.Text] {
        try rows(
            Statement(
                """
                SELECT text, recorded_at FROM clause_versions WHERE clause = $1 AND version = $2
                ORDER BY recorded_at, text_hash
                """, with: version.clause.rawValue, version.version)
        ).map { ClauseHistory.Text(try $0.text(0), seenAt: Date(milliseconds: try $0.int(1))) }
    }

    /// Nil when the version of the question was never in service.
    private func citations(of version: String) throws -> [ClauseID: Int]? {
        let cited = try rows(
            Statement("SELECT clause, clause_version FROM citations WHERE question_version = $1", with: version)
        ).map { (try $0.clause(0), try $0.int(1)) }
        return cited.isEmpty ? nil : Dictionary(cited) { first, _ in first }
    }

    fileprivate func insert(_ clause: Clause, at now: Date) throws {
        try run(
            Statement(
                """
                INSERT INTO clause_versions (clause, version, text_hash, text, source, recorded_at)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (clause, version, text_hash) DO NOTHING
                """, with: clause.id.rawValue, clause.version,
                Array(SHA256.hash(data: Array(clause.text.utf8))).hexadecimal, clause.text, clause.source,
                now.milliseconds))
    }

    fileprivate func insert(_ citations: [Completion.ClauseVersion], of item: Item, at now: Date) throws {
        for cited in citations {
            try run(
                Statement(
                    """
                    INSERT INTO citations (question_version, clause, clause_version, question, recorded_at)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (question_version, clause) DO NOTHING
                    """, with: item.version, cited.clause.rawValue, cited.version, item.question.id.rawValue,
                    now.milliseconds))
        }
    }
}

extension Row {
    fileprivate func clause(_ index: Int) throws -> ClauseID {
        guard let clause = ClauseID(rawValue: try text(index)) else {
            throw DatabaseError.unexpectedColumn("column \(index) is no clause")
        }
        return clause
    }
}

extension Schema {
    static let clauseVersions = """
        -- Every text that a version of a clause had in service, and since when; none is changed or taken back. The first
        -- row of a version is its event, further ones are editorial.
        CREATE TABLE clause_versions (
            clause TEXT NOT NULL,
            version BIGINT NOT NULL,
            text_hash TEXT NOT NULL,
            text TEXT NOT NULL,
            source TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (clause, version, text_hash));

        -- Which versions of its clauses a version of a question rested on when it was first in service.
        CREATE TABLE citations (
            question_version TEXT NOT NULL,
            clause TEXT NOT NULL,
            clause_version BIGINT NOT NULL,
            question TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (question_version, clause));
        """
}

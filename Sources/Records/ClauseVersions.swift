import FoundationEssentials
import SQL
import Training

extension Records {
    /// Writes down what stands for each clause, in which version and words, where that is something else than before, the
    /// versions that are `coming`, and which questions and lessons resting on them came into service; each once per database however many servers say so.
    /// Completions that hold until one of their clauses changes are ended with it. Returns what is remembered of them, this
    /// included.
    public func note(
        _ clauses: [ClauseID: Clause], coming: [Clause] = [], citedBy texts: [any CitingText], at now: Date
    ) async throws -> ClauseHistory {
        let ids = Set(clauses.keys).union(coming.map(\.id))
        let known = try await database.read { try $0.clauseHistory(of: ids, citedBy: texts, at: now) }
        if known.news(of: clauses.values, coming: coming).isEmpty, known.unseen(texts).isEmpty {
            try await endOutgrownCompletions(clauses, known, at: now)
            return known
        }
        let noted = try await database.writeAlone { transaction in
            let known = try transaction.clauseHistory(of: ids, citedBy: texts, at: now)
            for entry in known.news(of: clauses.values, coming: coming) { try transaction.insert(entry) }
            for text in known.unseen(texts) {
                try transaction.insert(ClauseHistory.citations(of: text, clauses), of: text, at: now)
            }
            return known.seeing(clauses, coming: coming, texts)
        }
        try await endOutgrownCompletions(clauses, noted, at: now)
        return noted
    }

    /// What `note` would return, without writing anything. Nil when the database is not of this program's schema.
    public func clauseHistory(
        of clauses: [ClauseID: Clause], coming: [Clause] = [], citedBy texts: [any CitingText], at now: Date
    ) async throws -> ClauseHistory? {
        let ids = Set(clauses.keys).union(coming.map(\.id))
        return try await database.read { transaction in
            guard try transaction.isPrepared else { return nil }
            return try transaction.clauseHistory(of: ids, citedBy: texts, at: now)
                .seeing(clauses, coming: coming, texts)
        }
    }
}

extension Transaction {
    /// What a clause said last in an older version; nil where that version was never in service on this database.
    func oldText(of clause: ClauseID, version: Int) throws -> String? {
        try row(
            Statement(
                """
                SELECT text FROM clause_versions WHERE clause = $1 AND version = $2 AND announced = 0
                ORDER BY position DESC LIMIT 1
                """, with: clause.rawValue, version))?.text(0)
    }

    /// Whether the database is of this program's schema.
    var isPrepared: Bool {
        get throws {
            try row(Statement("SELECT COALESCE(MAX(step), 0) FROM schema_steps"))?.int(0) == Schema.steps.count
        }
    }

    func clauseHistory(
        of clauses: Set<ClauseID>, citedBy citing: [any CitingText], at now: Date
    ) throws -> ClauseHistory {
        let entries = try clauses.flatMap { try self.entries(of: $0) }
        var citations: [String: [ClauseID: Int]] = [:]
        for text in citing { citations[text.version] = try self.citations(of: text.version) }
        return ClauseHistory(at: now, entries: entries, citations: citations)
    }

    private func entries(of clause: ClauseID) throws -> [ClauseHistory.Entry] {
        try rows(
            Statement(
                """
                SELECT version, text, source, recorded_at, announced FROM clause_versions
                WHERE clause = $1 ORDER BY position
                """, with: clause.rawValue)
        ).map { row in
            ClauseHistory.Entry(
                clause: clause, version: try row.int(0), text: try row.text(1), source: try row.text(2),
                at: Date(milliseconds: try row.int(3)), isAnnounced: try row.bool(4))
        }
    }

    /// Nil when the version of the question or lesson was never in service.
    private func citations(of version: String) throws -> [ClauseID: Int]? {
        let cited = try rows(
            Statement("SELECT clause, clause_version FROM citations WHERE text_version = $1", with: version)
        ).map { (try $0.clause(0), try $0.int(1)) }
        return cited.isEmpty ? nil : Dictionary(cited) { first, _ in first }
    }

    fileprivate func insert(_ entry: ClauseHistory.Entry) throws {
        try run(
            Statement(
                """
                INSERT INTO clause_versions (clause, position, version, text, source, recorded_at, announced, followed)
                SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5, $6,
                    CASE WHEN MIN(CASE WHEN announced = 0 THEN version END) < $2 THEN 0 ELSE 1 END
                FROM clause_versions WHERE clause = $1
                """, with: entry.clause.rawValue, entry.version, entry.text, entry.source, entry.at.milliseconds,
                entry.isAnnounced))
    }

    fileprivate func insert(
        _ citations: [Completion.ClauseVersion], of text: some CitingText, at now: Date
    ) throws {
        for cited in citations {
            try run(
                Statement(
                    """
                    INSERT INTO citations (text_version, clause, clause_version, name, recorded_at)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (text_version, clause) DO NOTHING
                    """, with: text.version, cited.clause.rawValue, cited.version, text.name, now.milliseconds))
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
        -- What stood for each clause, one after the other, and since when; none is changed or taken back. A row of another
        -- version than the one before it is a rise, or takes one back; one of the same version is editorial.
        CREATE TABLE clause_versions (
            clause TEXT NOT NULL,
            position BIGINT NOT NULL,
            version BIGINT NOT NULL,
            text TEXT NOT NULL,
            source TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            -- 1 when it only stood in the files, with a first day that was yet to come.
            announced BIGINT NOT NULL,
            PRIMARY KEY (clause, position));

        -- Which versions of its clauses a version of a question or lesson rested on when it was first in service.
        CREATE TABLE citations (
            text_version TEXT NOT NULL,
            clause TEXT NOT NULL,
            clause_version BIGINT NOT NULL,
            name TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (text_version, clause));
        """
}

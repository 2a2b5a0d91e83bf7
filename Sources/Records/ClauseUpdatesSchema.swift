extension Schema {
    static let clauseUpdates = """
        -- The lists of clauses that completions rest on, each once for a course: many people finish on the same text. From a
        -- raised clause to those who were taught it before there is no way but by these few rows.
        CREATE TABLE completion_bases (
            id TEXT PRIMARY KEY,
            course TEXT NOT NULL,
            clauses TEXT NOT NULL);
        CREATE UNIQUE INDEX completion_bases_list ON completion_bases (course, clauses);
        INSERT INTO completion_bases (id, course, clauses)
        SELECT MIN(id), course, clauses FROM completions GROUP BY course, clauses;
        ALTER TABLE completions ADD COLUMN basis TEXT REFERENCES completion_bases (id);
        UPDATE completions SET basis = (
            SELECT MIN(completion_bases.id) FROM completion_bases
            WHERE completion_bases.course = completions.course AND completion_bases.clauses = completions.clauses);
        CREATE INDEX completions_basis ON completions (basis, id);

        -- Short courses about raised clauses; none is changed but withdrawn, once. To whom they are assigned since when and
        -- by whom stands in assignments.
        CREATE TABLE clause_updates (
            course TEXT PRIMARY KEY,
            -- SHA-256 of the plan.
            fingerprint TEXT NOT NULL,
            plan TEXT NOT NULL,
            due_day BIGINT NOT NULL,
            made_at BIGINT NOT NULL,
            made_by TEXT NOT NULL,
            withdrawn_at BIGINT,
            withdrawn_by TEXT);
        -- What was made once is not made again until it is withdrawn.
        CREATE UNIQUE INDEX clause_updates_plan ON clause_updates (fingerprint) WHERE withdrawn_at IS NULL;
        """
}

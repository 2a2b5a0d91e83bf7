extension Schema {
    static let completionRules = """
        -- What completed the course, how long that holds and when it can be renewed, as the course said then; those from
        -- before hold without end. Days are the last ones.
        ALTER TABLE completions ADD COLUMN rule TEXT NOT NULL DEFAULT 'completed_and_passed';
        ALTER TABLE completions ADD COLUMN valid TEXT NOT NULL DEFAULT 'always';
        ALTER TABLE completions ADD COLUMN renewal_window BIGINT NOT NULL DEFAULT 30;
        ALTER TABLE completions ADD COLUMN expires_day BIGINT;
        ALTER TABLE completions ADD COLUMN done_at BIGINT NOT NULL DEFAULT 0;
        UPDATE completions SET done_at = COALESCE(
            (SELECT standings.completed_at FROM standings
            WHERE standings.person = completions.person AND standings.course = completions.course), recorded_at);

        -- A completion may rest on what was read, or on a result on paper, without a try.
        DROP INDEX IF EXISTS completions_attempt;
        ALTER TABLE completions RENAME COLUMN attempt TO former_attempt;
        ALTER TABLE completions RENAME COLUMN score TO former_score;
        ALTER TABLE completions RENAME COLUMN max_score TO former_max_score;
        ALTER TABLE completions RENAME COLUMN pass_mark TO former_pass_mark;
        ALTER TABLE completions ADD COLUMN attempt TEXT REFERENCES attempts (id);
        ALTER TABLE completions ADD COLUMN score BIGINT;
        ALTER TABLE completions ADD COLUMN max_score BIGINT;
        ALTER TABLE completions ADD COLUMN pass_mark BIGINT;
        UPDATE completions SET attempt = former_attempt, score = former_score, max_score = former_max_score,
            pass_mark = former_pass_mark;
        ALTER TABLE completions DROP COLUMN former_attempt;
        ALTER TABLE completions DROP COLUMN former_score;
        ALTER TABLE completions DROP COLUMN former_max_score;
        ALTER TABLE completions DROP COLUMN former_pass_mark;
        CREATE INDEX completions_attempt ON completions (attempt);

        -- What ended completions before their time; none is changed or taken back. The kinds are 'clause', a clause that was
        -- taught rose, and 'withdrawal', it never held.
        CREATE TABLE completion_ends (
            completion TEXT NOT NULL REFERENCES completions (id),
            kind TEXT NOT NULL,
            last_day BIGINT NOT NULL,
            -- The clause with its version since; NULL for a withdrawal, which has a reason.
            clause TEXT,
            clause_version BIGINT,
            reason TEXT,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (completion, kind));
        -- 0 until the completions that a clause ends by rising to this version have been ended.
        ALTER TABLE clause_versions ADD COLUMN followed BIGINT NOT NULL DEFAULT 1;
        CREATE INDEX clause_versions_unfollowed ON clause_versions (clause, position) WHERE followed = 0;

        -- A lesson can be read again for a renewal.
        CREATE TABLE repeatable_readings (
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            version TEXT NOT NULL,
            read_at BIGINT NOT NULL,
            taught TEXT REFERENCES taught (id),
            PRIMARY KEY (person, course, lesson, read_at));
        INSERT INTO repeatable_readings (person, course, lesson, version, read_at, taught)
        SELECT person, course, lesson, version, read_at, taught FROM readings;
        DROP TABLE readings;
        ALTER TABLE repeatable_readings RENAME TO readings;

        -- Of the completion that reaches farthest; NULL while it has no end.
        ALTER TABLE standings ADD COLUMN expires_day BIGINT;
        ALTER TABLE standings ADD COLUMN reopens_at BIGINT;
        """
}

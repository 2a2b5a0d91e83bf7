import FoundationEssentials
import SQL

/// The database is of a later program than this one.
public struct NewerSchema: Error, Sendable {
    /// What the database has.
    public let found: Int
    /// What this program knows.
    public let known: Int
}

extension Records {
    /// Brings the database to this program's schema, step by step, each in a transaction of its own.
    ///
    /// Throws `NewerSchema`, and changes nothing, when the database already has steps that this program does not know.
    public func prepare(at now: Date) async throws {
        let found = try await database.writeAlone { transaction in
            try transaction.script(
                "CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY, taken_at BIGINT NOT NULL)")
            return try transaction.row(Statement("SELECT COALESCE(MAX(step), 0) FROM schema_steps"))?.int(0) ?? 0
        }
        guard found <= Schema.steps.count else { throw NewerSchema(found: found, known: Schema.steps.count) }
        for step in Schema.steps.indices.dropFirst(found) {
            try await database.writeAlone { transaction in
                try transaction.script(Schema.steps[step])
                try transaction.run(
                    Statement(
                        "INSERT INTO schema_steps (step, taken_at) VALUES ($1, $2)", with: step + 1, now.milliseconds))
            }
        }
        try await noteMisconceptionsMetBefore()
        try await tallyMovesBefore(at: now)
        try await issueMissingCertificates(at: now)
        try await tallyYearsBefore()
    }
}

/// The schema as the steps that led to it. A step that has been released is never changed.
///
/// Times are milliseconds since 1970 (UTC), days are counted from 1970-01-01 (Asia/Shanghai), truth values are 1 and 0.
enum Schema {
    static let steps = [
        first, scenarios, rules, firstTries, deliveries, notebook, papers, regrades, publications, misconceptions,
        clauseVersions + taught, clauseUpdates, exemptions, importNotes, charges, placements,
        certificates, completionRules, groupSessions, removals + namesakes, earlierResults, years, plans,
        stagedImports,
    ]

    private static let first = """
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        -- Counts changes of units, people and assignments: an import plan holds only while it stands still.
        CREATE TABLE revisions (name TEXT PRIMARY KEY, n BIGINT NOT NULL);
        INSERT INTO revisions (name, n) VALUES ('organisation', 0);

        CREATE TABLE units (
            code TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            parent TEXT REFERENCES units (code),
            reports_to TEXT REFERENCES units (code),
            -- '/610000/610600/': every unit from the root down to this one, so that "below" is a range.
            path TEXT NOT NULL UNIQUE);
        CREATE INDEX units_parent ON units (parent, code);
        CREATE INDEX units_reports_to ON units (reports_to);

        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            staff_no TEXT NOT NULL UNIQUE,
            -- Without leading zeros, to notice a number that a spreadsheet shortened.
            staff_no_plain TEXT NOT NULL,
            name TEXT NOT NULL,
            unit TEXT NOT NULL REFERENCES units (code),
            role TEXT NOT NULL,
            status TEXT NOT NULL);
        CREATE INDEX people_unit ON people (unit, staff_no);
        CREATE INDEX people_plain ON people (staff_no_plain);
        CREATE INDEX people_role ON people (role, status);

        CREATE TABLE memberships (
            person TEXT NOT NULL REFERENCES people (id),
            position BIGINT NOT NULL,
            from_day BIGINT NOT NULL,
            unit TEXT NOT NULL REFERENCES units (code),
            active BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (person, position));
        CREATE INDEX memberships_unit ON memberships (unit, person);

        CREATE TABLE credentials (
            person TEXT PRIMARY KEY REFERENCES people (id),
            password TEXT,
            code_hash BLOB,
            code_expires_at BIGINT);
        CREATE TABLE sessions (
            token_hash BLOB PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id),
            created_at BIGINT NOT NULL,
            seen_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            password_needed BIGINT NOT NULL);
        CREATE INDEX sessions_person ON sessions (person);
        CREATE INDEX sessions_expires ON sessions (expires_at);
        CREATE TABLE tokens (
            name TEXT PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE,
            role TEXT NOT NULL,
            unit TEXT REFERENCES units (code),
            created_at BIGINT NOT NULL,
            revoked_at BIGINT);
        CREATE INDEX tokens_unit ON tokens (unit);

        CREATE TABLE assignments (
            -- 'unit:CODE' or 'person:ID'; the two columns after it say the same to the foreign keys.
            target TEXT NOT NULL,
            course TEXT NOT NULL,
            position BIGINT NOT NULL,
            unit TEXT REFERENCES units (code),
            person TEXT REFERENCES people (id),
            due_day BIGINT,
            status TEXT NOT NULL,
            from_day BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (target, course, position));
        CREATE INDEX assignments_unit ON assignments (unit);
        CREATE INDEX assignments_person ON assignments (person);

        CREATE TABLE readings (
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            version TEXT NOT NULL,
            read_at BIGINT NOT NULL,
            PRIMARY KEY (person, course, lesson));

        CREATE TABLE question_versions (version TEXT PRIMARY KEY, question TEXT NOT NULL, text TEXT NOT NULL);
        CREATE TABLE media (hash TEXT PRIMARY KEY, media_type TEXT NOT NULL, bytes BLOB NOT NULL);

        CREATE TABLE attempts (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            number BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            paper TEXT NOT NULL,
            pass_mark BIGINT NOT NULL,
            submitted_at BIGINT,
            score BIGINT,
            max_score BIGINT,
            received BIGINT,
            passed BIGINT,
            UNIQUE (person, course, number));
        CREATE UNIQUE INDEX attempts_open ON attempts (person, course) WHERE submitted_at IS NULL;
        CREATE TABLE answers (
            attempt TEXT NOT NULL REFERENCES attempts (id),
            slot BIGINT NOT NULL,
            response TEXT NOT NULL,
            seq BIGINT NOT NULL,
            saved_at BIGINT NOT NULL,
            PRIMARY KEY (attempt, slot));

        -- Given when a try is handed in, and by whoever marks texts; the newest of a slot holds, none is overwritten.
        CREATE TABLE marks (
            attempt TEXT NOT NULL REFERENCES attempts (id),
            slot BIGINT NOT NULL,
            position BIGINT NOT NULL,
            earned BIGINT NOT NULL,
            state TEXT NOT NULL,
            mark TEXT NOT NULL,
            given_at BIGINT NOT NULL,
            given_by TEXT NOT NULL,
            PRIMARY KEY (attempt, slot, position));
        CREATE INDEX marks_awaiting ON marks (attempt, slot) WHERE state = 'awaiting';

        CREATE TABLE completions (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            effective_day BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            unit TEXT NOT NULL REFERENCES units (code),
            attempt TEXT NOT NULL REFERENCES attempts (id),
            score BIGINT NOT NULL,
            max_score BIGINT NOT NULL,
            pass_mark BIGINT NOT NULL,
            lessons TEXT NOT NULL,
            clauses TEXT NOT NULL);
        CREATE INDEX completions_person ON completions (person, course);
        CREATE INDEX completions_unit ON completions (unit);
        CREATE INDEX completions_attempt ON completions (attempt);

        -- What the facts above come to for each person and course today; kept in step with them, see Standings.swift.
        CREATE TABLE standings (
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            assigned BIGINT NOT NULL,
            due_day BIGINT,
            started_day BIGINT,
            completed_day BIGINT,
            completed_at BIGINT,
            score BIGINT,
            max_score BIGINT,
            PRIMARY KEY (person, course));
        CREATE INDEX standings_course ON standings (course, person);

        -- Signed changes; the sum up to a day is the count on that day.
        CREATE TABLE tallies (
            unit TEXT NOT NULL REFERENCES units (code),
            reach TEXT NOT NULL,
            course TEXT NOT NULL,
            day BIGINT NOT NULL,
            assigned BIGINT NOT NULL,
            completed BIGINT NOT NULL,
            in_progress BIGINT NOT NULL,
            not_started BIGINT NOT NULL,
            expired BIGINT NOT NULL,
            overdue BIGINT NOT NULL,
            exempt BIGINT NOT NULL,
            PRIMARY KEY (unit, reach, course, day));

        CREATE TABLE imports (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            encoding TEXT NOT NULL,
            revision BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            created_by TEXT NOT NULL,
            header TEXT NOT NULL,
            rows BIGINT NOT NULL,
            created BIGINT NOT NULL,
            updated BIGINT NOT NULL,
            unchanged BIGINT NOT NULL);
        CREATE TABLE import_rows (
            import TEXT NOT NULL REFERENCES imports (id),
            number BIGINT NOT NULL,
            cells TEXT NOT NULL,
            result TEXT NOT NULL,
            problems TEXT NOT NULL,
            PRIMARY KEY (import, number));
        """

    private static let scenarios = """
        -- The decisions in scenarios, each when it was taken; none is changed or taken back.
        CREATE TABLE scenario_steps (
            attempt TEXT NOT NULL REFERENCES attempts (id),
            slot BIGINT NOT NULL,
            step BIGINT NOT NULL,
            node TEXT NOT NULL,
            choice TEXT NOT NULL,
            taken_at BIGINT NOT NULL,
            PRIMARY KEY (attempt, slot, step));
        """

    private static let rules = """
        -- What the quiz's rules were when the try began; NULL in tries from before there were any but the pass mark.
        ALTER TABLE attempts ADD COLUMN rules TEXT;
        ALTER TABLE attempts ADD COLUMN deadline BIGINT;
        -- 1 when time closed it, not the learner.
        ALTER TABLE attempts ADD COLUMN expired BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX attempts_deadline ON attempts (deadline) WHERE submitted_at IS NULL;
        -- 1 once the key was shown while the try went on.
        ALTER TABLE answers ADD COLUMN locked BIGINT NOT NULL DEFAULT 0;

        -- Answers that came after the deadline and its slack. None is overwritten; each is decided about once.
        CREATE TABLE late_answers (
            attempt TEXT NOT NULL REFERENCES attempts (id),
            slot BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            response TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            decision TEXT,
            reason TEXT,
            decided_at BIGINT,
            decided_by TEXT,
            PRIMARY KEY (attempt, slot, seq));
        CREATE INDEX late_answers_undecided ON late_answers (attempt) WHERE decision IS NULL;

        -- Time and tries beyond the rules, each with its reason; their sum holds.
        CREATE TABLE grants (
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            position BIGINT NOT NULL,
            minutes BIGINT NOT NULL,
            tries BIGINT NOT NULL,
            reason TEXT NOT NULL,
            granted_at BIGINT NOT NULL,
            granted_by TEXT NOT NULL,
            PRIMARY KEY (person, course, position));
        """

    private static let firstTries = """
        -- The finished first tries at a course's quiz, which item statistics walk through.
        CREATE INDEX attempts_first ON attempts (course, id) WHERE number = 1 AND passed IS NOT NULL;
        """

    private static let deliveries = """
        -- Whether an answer came only after sending it had failed, and how many of a handed-in try did.
        ALTER TABLE answers ADD COLUMN recovered BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE attempts ADD COLUMN recovered BIGINT NOT NULL DEFAULT 0;
        """

    private static let notebook = """
        -- What happened to each card of a wrong-answer notebook; none is changed or taken back.
        CREATE TABLE notebook_entries (
            person TEXT NOT NULL REFERENCES people (id),
            question TEXT NOT NULL,
            seq BIGINT NOT NULL,
            kind TEXT NOT NULL,
            day BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            -- The question as it was asked, and what was answered, in letters of place.
            version TEXT NOT NULL,
            parts TEXT NOT NULL,
            response TEXT,
            -- The place of a try's paper; both NULL for practice.
            attempt TEXT REFERENCES attempts (id),
            slot BIGINT,
            PRIMARY KEY (person, question, seq));
        CREATE UNIQUE INDEX notebook_entries_attempt ON notebook_entries (attempt, slot);

        -- What the entries of each card come to; kept in step with them, see Notebook.swift.
        CREATE TABLE notebook_cards (
            person TEXT NOT NULL REFERENCES people (id),
            question TEXT NOT NULL,
            entered_day BIGINT NOT NULL,
            stage BIGINT NOT NULL,
            -- NULL once it has left.
            due_day BIGINT,
            practised_day BIGINT,
            seq BIGINT NOT NULL,
            PRIMARY KEY (person, question));
        """

    private static let papers = """
        ALTER TABLE attempts ADD COLUMN medium TEXT NOT NULL DEFAULT 'online';
        -- A paper that was spoilt; never set for a try that was handed in.
        ALTER TABLE attempts ADD COLUMN withdrawn_at BIGINT;
        -- One try that goes on in each medium: a paper in a drawer keeps nobody from answering online.
        DROP INDEX attempts_open;
        CREATE UNIQUE INDEX attempts_open ON attempts (person, course, medium)
            WHERE submitted_at IS NULL AND withdrawn_at IS NULL;
        CREATE TABLE papers (
            number TEXT PRIMARY KEY,
            attempt TEXT NOT NULL UNIQUE REFERENCES attempts (id),
            printed_at BIGINT NOT NULL,
            printed_by TEXT NOT NULL,
            keyed_by TEXT,
            withdrawn_by TEXT,
            reason TEXT,
            -- When it was keyed in or withdrawn.
            closed_at BIGINT);
        CREATE INDEX papers_open ON papers (printed_at, number) WHERE closed_at IS NULL;
        """

    static let regrades = """
        -- Which tries asked a version of a question: the way from a mistaken key to those that it marked.
        CREATE TABLE asked (
            version TEXT NOT NULL REFERENCES question_versions (version),
            attempt TEXT NOT NULL REFERENCES attempts (id),
            PRIMARY KEY (version, attempt));
        INSERT INTO asked (version, attempt)
        SELECT question_versions.version, attempts.id FROM question_versions
        JOIN attempts ON attempts.paper LIKE '%"version":"' || question_versions.version || '"%';
        CREATE INDEX question_versions_question ON question_versions (question, version);

        -- Corrections of keys that were applied; none is changed or taken back. What they wrote is in marks, given by
        -- 'regrade:ID'.
        CREATE TABLE regrades (
            id TEXT PRIMARY KEY,
            question TEXT NOT NULL,
            version TEXT NOT NULL REFERENCES question_versions (version),
            -- The other versions that asked the same then.
            former TEXT NOT NULL,
            from_day BIGINT,
            applied_at BIGINT NOT NULL,
            applied_by TEXT NOT NULL,
            reason TEXT NOT NULL,
            plan TEXT NOT NULL,
            marks BIGINT NOT NULL,
            scores BIGINT NOT NULL,
            passed BIGINT NOT NULL,
            failed BIGINT NOT NULL,
            kept BIGINT NOT NULL,
            completed BIGINT NOT NULL);
        CREATE INDEX regrades_question ON regrades (question, applied_at, id);
        CREATE INDEX regrades_applied ON regrades (applied_at, id);

        -- What they made of each try; of those that went on meanwhile when they were handed in.
        CREATE TABLE regrade_changes (
            attempt TEXT NOT NULL REFERENCES attempts (id),
            regrade TEXT NOT NULL REFERENCES regrades (id),
            recorded_at BIGINT NOT NULL,
            old_score BIGINT NOT NULL,
            new_score BIGINT NOT NULL,
            old_passed BIGINT,
            new_passed BIGINT,
            kept BIGINT NOT NULL,
            at_hand_in BIGINT NOT NULL,
            PRIMARY KEY (attempt, regrade));
        """

    private static let publications = """
        -- Content packs that were put into service; a row is never changed or removed.
        CREATE TABLE publications (
            id TEXT PRIMARY KEY,
            -- The pack's hash, by which it lies among the files.
            pack TEXT NOT NULL,
            name TEXT NOT NULL,
            begins_at BIGINT NOT NULL,
            reason TEXT NOT NULL,
            published_at BIGINT NOT NULL,
            published_by TEXT NOT NULL);
        CREATE TABLE publication_withdrawals (
            publication TEXT PRIMARY KEY REFERENCES publications (id),
            reason TEXT NOT NULL,
            withdrawn_at BIGINT NOT NULL,
            withdrawn_by TEXT NOT NULL);
        INSERT INTO revisions (name, n)
        SELECT 'content', 0 WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE name = 'content');
        """

    private static let importNotes = """
        -- What an import took for what, and the headings that its sender has yet to agree to leave out.
        ALTER TABLE imports ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE imports ADD COLUMN unconfirmed TEXT NOT NULL DEFAULT '[]';
        """
}

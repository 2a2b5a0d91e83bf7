extension Schema {
    static let stagedImports = """
        -- How far an import is that goes on: steps done, and steps known so far.
        ALTER TABLE imports ADD COLUMN done BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE imports ADD COLUMN total BIGINT NOT NULL DEFAULT 0;
        -- How far it was when the sweep last saw it get on, and when that was.
        ALTER TABLE imports ADD COLUMN watched TEXT;
        ALTER TABLE imports ADD COLUMN watched_at BIGINT;
        -- 1 while rows may be staged for it.
        ALTER TABLE imports ADD COLUMN staged BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX imports_state ON imports (state);
        CREATE INDEX imports_staged ON imports (id) WHERE staged = 1;
        CREATE INDEX import_rows_result ON import_rows (import, result, number);

        -- What an import that goes on will write, put here in groups, moved to its place at once, see ImportStage.swift.
        CREATE TABLE staged_units (
            import TEXT NOT NULL REFERENCES imports (id),
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            parent TEXT,
            reports_to TEXT,
            path TEXT NOT NULL,
            -- NULL when only units above it move.
            from_day BIGINT,
            PRIMARY KEY (import, code));
        CREATE TABLE staged_people (
            import TEXT NOT NULL REFERENCES imports (id),
            person TEXT NOT NULL,
            staff_no TEXT NOT NULL,
            staff_no_plain TEXT NOT NULL,
            name TEXT NOT NULL,
            unit TEXT NOT NULL,
            role TEXT NOT NULL,
            status TEXT NOT NULL,
            -- Whether where they belong changes, and whether their sessions end.
            belongs BIGINT NOT NULL,
            signs_out BIGINT NOT NULL,
            PRIMARY KEY (import, person));
        CREATE TABLE staged_charges (
            import TEXT NOT NULL REFERENCES imports (id),
            person TEXT NOT NULL,
            unit TEXT NOT NULL,
            until_day BIGINT,
            PRIMARY KEY (import, person, unit));
        CREATE TABLE staged_assignments (
            import TEXT NOT NULL REFERENCES imports (id),
            target TEXT NOT NULL,
            course TEXT NOT NULL,
            unit TEXT,
            person TEXT,
            due_day BIGINT,
            status TEXT NOT NULL,
            plan TEXT,
            PRIMARY KEY (import, target, course));
        -- What standings and tallies will change by, worked out for one part of the people after the other.
        CREATE TABLE staged_standings (
            import TEXT NOT NULL REFERENCES imports (id),
            part BIGINT NOT NULL,
            person TEXT NOT NULL,
            course TEXT NOT NULL,
            assigned BIGINT NOT NULL,
            due_day BIGINT,
            PRIMARY KEY (import, part, person, course));
        CREATE TABLE staged_tallies (
            import TEXT NOT NULL REFERENCES imports (id),
            part BIGINT NOT NULL,
            unit TEXT NOT NULL,
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
            PRIMARY KEY (import, part, unit, reach, course, day));
        CREATE TABLE staged_years (
            import TEXT NOT NULL REFERENCES imports (id),
            part BIGINT NOT NULL,
            unit TEXT NOT NULL,
            course TEXT NOT NULL,
            year BIGINT NOT NULL,
            people BIGINT NOT NULL,
            attempts BIGINT NOT NULL,
            passed BIGINT NOT NULL,
            half_hours BIGINT NOT NULL,
            people_now BIGINT NOT NULL,
            attempts_now BIGINT NOT NULL,
            passed_now BIGINT NOT NULL,
            half_hours_now BIGINT NOT NULL,
            PRIMARY KEY (import, part, unit, course, year));
        -- About whom something changed meanwhile, so that their part is worked out again.
        CREATE TABLE import_touches (
            import TEXT NOT NULL REFERENCES imports (id),
            person TEXT NOT NULL,
            PRIMARY KEY (import, person));
        """
}

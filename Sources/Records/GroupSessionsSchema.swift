extension Schema {
    static let groupSessions = """
        -- Lessons that people go through together; none is changed but cancelled, once, while nobody is recorded.
        CREATE TABLE group_sessions (
            id TEXT PRIMARY KEY,
            unit TEXT NOT NULL REFERENCES units (code),
            day BIGINT NOT NULL,
            place TEXT NOT NULL,
            made_at BIGINT NOT NULL,
            made_by TEXT NOT NULL,
            cancelled_at BIGINT,
            cancelled_by TEXT,
            cancel_reason TEXT);
        CREATE INDEX group_sessions_unit ON group_sessions (unit, day, id);
        -- The lessons of each, as they stood when it was arranged.
        CREATE TABLE group_session_lessons (
            session TEXT NOT NULL REFERENCES group_sessions (id),
            position BIGINT NOT NULL,
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            version TEXT NOT NULL,
            taught TEXT NOT NULL REFERENCES taught (id),
            PRIMARY KEY (session, position));
        -- Who was there, or was not after all; the newest of a person holds, none is changed or taken back.
        CREATE TABLE attendances (
            session TEXT NOT NULL REFERENCES group_sessions (id),
            person TEXT NOT NULL REFERENCES people (id),
            position BIGINT NOT NULL,
            present BIGINT NOT NULL,
            reason TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (session, person, position));
        CREATE INDEX attendances_person ON attendances (person, session);

        -- The session by which a lesson counts as read; NULL for one that was read online.
        ALTER TABLE readings ADD COLUMN group_session TEXT REFERENCES group_sessions (id);
        -- Readings that do not count any more, since the person was not there after all.
        CREATE TABLE withdrawn_readings (
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            version TEXT NOT NULL,
            read_at BIGINT NOT NULL,
            taught TEXT REFERENCES taught (id),
            group_session TEXT NOT NULL REFERENCES group_sessions (id),
            withdrawn_at BIGINT NOT NULL,
            PRIMARY KEY (person, course, lesson, group_session, withdrawn_at));
        """
}

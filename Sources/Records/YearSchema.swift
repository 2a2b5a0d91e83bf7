extension Schema {
    static let years = """
        -- What people did in each calendar year, by unit and course ('' for all courses together): once where they belonged
        -- on the day, once where they belong now. Kept in step with what they did, see YearLedger.
        CREATE TABLE year_tallies (
            unit TEXT NOT NULL REFERENCES units (code),
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
            PRIMARY KEY (unit, course, year));
        CREATE INDEX year_tallies_year ON year_tallies (year);
        -- The way from a day to the units that moved since.
        CREATE INDEX placements_day ON placements (from_day, unit);

        -- What administrators said courses count for; none is changed or taken back.
        CREATE TABLE credit_rules (
            course TEXT NOT NULL,
            position BIGINT NOT NULL,
            from_day BIGINT NOT NULL,
            -- 0 for nothing.
            half_hours BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (course, position));
        """
}

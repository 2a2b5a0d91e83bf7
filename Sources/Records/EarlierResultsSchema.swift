extension Schema {
    static let earlierResults = """
        -- Where the paper lies that a completion rests on, each with its completion; none is changed or taken back. That one
        -- was taken back stands in completion_ends.
        CREATE TABLE earlier_results (
            id TEXT PRIMARY KEY,
            completion TEXT NOT NULL UNIQUE REFERENCES completions (id),
            person TEXT NOT NULL REFERENCES people (id),
            course TEXT NOT NULL,
            evidence TEXT NOT NULL,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL);
        CREATE INDEX earlier_results_person ON earlier_results (person, course);
        """
}

import Crypto
import SQL
import Training

extension Transaction {
    /// What a person was taught of a course by lessons of it and by a try at its quiz: what stood when that happened, whatever
    /// became of the clauses since.
    ///
    /// From before this was kept there are tries and readings that do not tell. They taught no later version than the one
    /// that was the first to be noted on this database.
    func taught(
        _ lessons: [Completion.LessonVersion], of requirements: Requirements, to person: PersonID,
        by attempt: AttemptID?
    ) throws -> [Completion.ClauseVersion] {
        let readings = try readings(of: person, requirements.course)
        let read = try lessons.compactMap { readings[$0.lesson] }.map { reading in
            try reading.taught.flatMap { id in
                try row(Statement("SELECT clauses FROM taught WHERE id = $1", with: id))?.text(0)
            }
        }
        let asked = try attempt.map { attempt in
            try row(
                Statement(
                    """
                    SELECT taught.clauses FROM attempts LEFT JOIN taught ON taught.id = attempts.taught
                    WHERE attempts.id = $1
                    """, with: attempt.rawValue))?.optionalText(0)
        }
        let told = try (read + (asked.map { [$0] } ?? [])).map {
            try $0.map(JSON.value) ?? firstNoted(requirements.clauses)
        }
        return Completion.taught(told)
    }

    /// Where a list of clauses is kept, for all readings and tries with the same one.
    func keep(taught clauses: [Completion.ClauseVersion]) throws -> String {
        let text = try JSON.text(clauses)
        // 64 bits tell the lists of some years apart, and stand in the row of each reading.
        let id = String(Array(SHA256.hash(data: Array(text.utf8))).hexadecimal.prefix(16))
        try run(
            Statement(
                "INSERT INTO taught (id, clauses) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", with: id, text))
        return id
    }

    private func firstNoted(_ clauses: [Completion.ClauseVersion]) throws -> [Completion.ClauseVersion] {
        try clauses.map { present in
            let first = try row(
                Statement(
                    "SELECT MIN(version) FROM clause_versions WHERE clause = $1",
                    with: present.clause.rawValue))?.optionalInt(0)
            return Completion.ClauseVersion(clause: present.clause, version: first ?? present.version)
        }
    }
}

extension Schema {
    static let taught = """

        -- Lists of clauses with their versions: what a reading or a try taught, as it stood then. Each once.
        CREATE TABLE taught (id TEXT PRIMARY KEY, clauses TEXT NOT NULL);
        -- NULL in those from before.
        ALTER TABLE readings ADD COLUMN taught TEXT REFERENCES taught (id);
        ALTER TABLE attempts ADD COLUMN taught TEXT REFERENCES taught (id);
        """
}

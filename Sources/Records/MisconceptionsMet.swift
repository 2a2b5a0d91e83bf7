import FoundationEssentials
import SQL
import Training

extension Schema {
    static let misconceptions = """
        -- What misconceptions are called, so that a report can name one whose table is long gone.
        CREATE TABLE misconceptions (id TEXT PRIMARY KEY, name_zh TEXT NOT NULL, name_en TEXT NOT NULL);

        -- Which of them each handed-in try met, and whether it chose one; kept in step with its answers, see
        -- MisconceptionsMet.swift.
        CREATE TABLE misconceptions_met (
            person TEXT NOT NULL REFERENCES people (id),
            misconception TEXT NOT NULL REFERENCES misconceptions (id),
            attempt TEXT NOT NULL REFERENCES attempts (id),
            course TEXT NOT NULL,
            -- Where the person belonged when it was handed in.
            unit TEXT NOT NULL REFERENCES units (code),
            chosen BIGINT NOT NULL,
            -- When the try was handed in, and when the person's next one that met it was; NULL for the latest.
            met_at BIGINT NOT NULL,
            next_at BIGINT,
            PRIMARY KEY (person, misconception, attempt));
        -- All that the report asks for, so that it reads this index alone.
        CREATE INDEX misconceptions_met_unit
            ON misconceptions_met (unit, misconception, met_at, next_at, course, chosen);
        """
}

extension Records {
    /// Notes what tries met that were handed in before misconceptions were noted: once in the life of a database, so many
    /// tries in a transaction. Whoever is stopped on the way goes on from there the next time.
    func noteMisconceptionsMetBefore(batch: Int = 500) async throws {
        while try await database.writeAlone({ try $0.noteMisconceptionsMetBefore(limit: batch) }) {}
    }
}

extension Transaction {
    /// Writes down which misconceptions a handed-in try met, in place of what was written of it before.
    func noteMisconceptions(met attempt: Attempt, handedInAt time: Date) throws {
        let met = attempt.metMisconceptions
        let before = try rows(
            Statement(
                """
                SELECT misconception, unit FROM misconceptions_met WHERE person = $1 AND attempt = $2
                ORDER BY misconception
                """, with: attempt.person.rawValue, attempt.id.rawValue)
        ).map { (id: try $0.text(0), unit: try $0.code(1) as UnitCode) }
        guard !met.isEmpty || !before.isEmpty else { return }
        try lock(attempt.person)
        for id in Set(before.map(\.id)).subtracting(met.map(\.label.id)).sorted() {
            try run(
                Statement(
                    "DELETE FROM misconceptions_met WHERE person = $1 AND misconception = $2 AND attempt = $3",
                    with: attempt.person.rawValue, id, attempt.id.rawValue))
            try linkTries(of: attempt.person, thatMet: id)
        }
        guard !met.isEmpty, let unit = try before.first?.unit ?? unit(of: attempt.person, on: Day(at: time)) else {
            return
        }
        for met in met {
            try keep(met.label)
            try run(
                Statement(
                    """
                    INSERT INTO misconceptions_met (person, misconception, attempt, course, unit, chosen, met_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (person, misconception, attempt) DO UPDATE SET chosen = excluded.chosen
                    """, with: attempt.person.rawValue, met.label.id, attempt.id.rawValue, attempt.course.rawValue,
                    unit.rawValue, met.isChosen, time.milliseconds))
            try linkTries(of: attempt.person, thatMet: met.label.id)
        }
    }

    /// Tells each try of a person that met a misconception when the next one did. A try that time closed may come in behind
    /// one that was handed in later.
    private func linkTries(of person: PersonID, thatMet misconception: String) throws {
        try run(
            Statement(
                """
                UPDATE misconceptions_met SET next_at = (
                    SELECT MIN(later.met_at) FROM misconceptions_met AS later
                    WHERE later.person = misconceptions_met.person
                        AND later.misconception = misconceptions_met.misconception
                        AND (later.met_at, later.attempt) > (misconceptions_met.met_at, misconceptions_met.attempt))
                WHERE person = $1 AND misconception = $2
                """, with: person.rawValue, misconception))
    }

    private func keep(_ label: Misconception.Label) throws {
        // Nearly always it is there as it is: then nothing is written, and two tries wait for each other over nothing.
        let known = try row(
            Statement("SELECT name_zh, name_en FROM misconceptions WHERE id = $1", with: label.id))
        if let known, try known.text(0) == label.name.zh, try known.text(1) == label.name.en { return }
        try run(
            Statement(
                """
                INSERT INTO misconceptions (id, name_zh, name_en) VALUES ($1, $2, $3)
                ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en
                """, with: label.id, label.name.zh, label.name.en))
    }

    /// Where somebody belonged at the end of a day; before they joined, where they joined.
    private func unit(of person: PersonID, on day: Day) throws -> UnitCode? {
        let memberships = try memberships(of: person)
        return (memberships.last { $0.from <= day } ?? memberships.first)?.unit
    }

    // MARK: What was handed in before

    /// Notes what the next tries met, in the order of their ids; false when there was none left.
    fileprivate func noteMisconceptionsMetBefore(limit: Int) throws -> Bool {
        let name = "misconceptions_met_up_to"
        let done = try row(Statement("SELECT value FROM settings WHERE name = $1\(lockingClause)", with: name))?.text(0)
        guard done != "all" else { return false }
        let tries = try rows(
            Statement(
                "SELECT id, submitted_at, paper FROM attempts WHERE id > $1 ORDER BY id LIMIT $2", with: done ?? "",
                limit)
        )
        for row in tries {
            // A paper is quickly read; the try as a whole only where it has something to say.
            guard let submitted = try row.optionalInt(1), try offersMisconceptions(try JSON.value(try row.text(2)))
            else { continue }
            let attempt = try attempt(try row.code(0))
            try noteMisconceptions(met: attempt, handedInAt: Date(milliseconds: submitted))
        }
        try run(
            Statement(
                """
                INSERT INTO settings (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, with: name, try tries.last?.text(0) ?? "all"))
        return !tries.isEmpty
    }

    private func offersMisconceptions(_ paper: Paper) throws -> Bool {
        try paper.slots.contains { slot in
            guard case .choice(let choice) = try question(slot.version).interaction else { return false }
            return choice.options.contains { $0.misconception != nil }
        }
    }
}

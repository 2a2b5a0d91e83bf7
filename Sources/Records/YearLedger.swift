import FoundationEssentials
import SQL
import Training

/// Keeps the tallies of years in step with what people did and where they belong.
///
/// As with `Ledger`: note the people, write, settle. Only one may be open for a person at a time. `Ledger` has one with it,
/// so that whoever moves people or records completions need not think of it.
final class YearLedger {
    private let transaction: any Transaction
    private var before: [PersonID: YearBook] = [:]

    /// A ledger for one transaction.
    init(_ transaction: any Transaction) { self.transaction = transaction }

    /// Remembers what these people, who must be locked, did before it changes.
    func note(_ people: some Sequence<PersonID>) throws {
        for person in people where before[person] == nil { before[person] = try transaction.yearBook(of: person) }
    }

    /// Writes what all noted people did now.
    func settle() throws {
        var changes = YearChanges()
        for (person, old) in before { changes.replace(old, by: try transaction.yearBook(of: person)) }
        before = [:]
        try transaction.add(changes)
    }

    /// Adds what these people did; for a database that never counted it.
    func add(_ people: some Sequence<PersonID>) throws {
        var changes = YearChanges()
        for person in people { changes.replace(nil, by: try transaction.yearBook(of: person)) }
        try transaction.add(changes)
    }
}

extension Records {
    /// Counts what was done before there were tallies of years. `prepare` does it, once.
    func tallyYearsBefore() async throws {
        try await database.writeAlone { transaction in
            let name = "years_tallied"
            let done = try transaction.row(
                Statement("SELECT 1 FROM settings WHERE name = $1\(transaction.lockingClause)", with: name))
            guard done == nil else { return }
            let people = try transaction.rows(
                Statement("SELECT person FROM attempts UNION SELECT person FROM completions")
            ).map { try $0.code(0) as PersonID }
            try YearLedger(transaction).add(people)
            try transaction.run(Statement("INSERT INTO settings (name, value) VALUES ($1, 'all')", with: name))
        }
    }
}

extension Transaction {
    fileprivate func yearBook(of person: PersonID) throws -> YearBook {
        let events = try rows(
            Statement(
                """
                SELECT 0, course, submitted_at, passed, id FROM attempts WHERE person = $1 AND passed IS NOT NULL
                UNION ALL
                SELECT 1, completions.course, completions.effective_day, certificates.half_hours, completions.id
                FROM completions LEFT JOIN certificates ON certificates.completion = completions.id
                WHERE completions.person = $1 AND \(Completion.stands)
                ORDER BY 1, 3, 5
                """, with: person.rawValue)
        ).map { row in
            let isTry = try row.int(0) == 0
            return CountedEvent(
                course: try row.code(1),
                day: isTry ? Day(at: Date(milliseconds: try row.int(2))) : Day(number: try row.int(2)),
                what: isTry
                    ? .markedTry(passed: try row.bool(3))
                    : .completion(try row.optionalInt(3).map(CreditHours.init(halves:))))
        }
        // Most of those whom an import moves have done nothing yet.
        return YearBook(events, memberships: events.isEmpty ? [] : try memberships(of: person))
    }

    /// Adds changes to the tallies, in ascending order of their keys so that two writers cannot wait for each other.
    fileprivate func add(_ changes: YearChanges) throws {
        func key(_ place: YearPlace) -> (UnitCode, String, Int) {
            (place.unit, place.course?.rawValue ?? "", place.year)
        }
        for (place, count) in changes.changes.sorted(by: { key($0.key) < key($1.key) }) {
            let (unit, course, year) = key(place)
            let (then, now) = (count.then, count.now)
            try run(
                Statement(
                    """
                    INSERT INTO year_tallies (unit, course, year, people, attempts, passed, half_hours, people_now,
                        attempts_now, passed_now, half_hours_now)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                    ON CONFLICT (unit, course, year) DO UPDATE SET
                        people = year_tallies.people + excluded.people,
                        attempts = year_tallies.attempts + excluded.attempts,
                        passed = year_tallies.passed + excluded.passed,
                        half_hours = year_tallies.half_hours + excluded.half_hours,
                        people_now = year_tallies.people_now + excluded.people_now,
                        attempts_now = year_tallies.attempts_now + excluded.attempts_now,
                        passed_now = year_tallies.passed_now + excluded.passed_now,
                        half_hours_now = year_tallies.half_hours_now + excluded.half_hours_now
                    """, with: unit.rawValue, course, year, then.people, then.attempts, then.passed, then.halfHours,
                    now.people, now.attempts, now.passed, now.halfHours))
        }
    }
}

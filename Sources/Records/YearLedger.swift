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

    /// Remembers what these people, who must be locked, did before it changes, and tells the imports that go on.
    func note(_ people: some Sequence<PersonID>) throws {
        let fresh = Set(people).filter { before[$0] == nil }.sorted()
        try transaction.tellImports(ofChangesTo: fresh)
        before.merge(try transaction.yearBooks(of: fresh)) { known, _ in known }
    }

    /// Writes what all noted people did now.
    func settle() throws {
        var changes = YearChanges()
        for (person, book) in try transaction.yearBooks(of: before.keys.sorted()) {
            changes.replace(before[person], by: book)
        }
        before = [:]
        try transaction.add(changes)
    }

    /// What `coming` makes of what these people did, while nothing of it is written yet; writes nothing either.
    func changes(of people: some Collection<PersonID>, by coming: ComingFacts) throws -> YearChanges {
        // What somebody did counts elsewhere only when they move.
        let moving = people.filter { coming.memberships[$0] != nil }
        let before = try transaction.yearBooks(of: moving)
        var changes = YearChanges()
        for (person, book) in try transaction.yearBooks(of: moving, coming) {
            changes.replace(before[person], by: book)
        }
        return changes
    }

    /// Adds what these people did; for a database that never counted it.
    func add(_ people: [PersonID]) throws {
        var changes = YearChanges()
        for group in people.inGroups() { try count(Array(group), into: &changes) }
        try transaction.add(changes)
    }

    /// Adds to `changes` all that these people did.
    func count(_ people: [PersonID], into changes: inout YearChanges) throws {
        for book in try transaction.yearBooks(of: people).values { changes.replace(nil, by: book) }
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
    /// What each of these people did, with where they belong by what is written and what is coming.
    fileprivate func yearBooks(
        of people: [PersonID], _ coming: ComingFacts = ComingFacts()
    ) throws -> [PersonID: YearBook] {
        let events = try countedEvents(of: people)
        // Most of those whom an import moves have done nothing yet.
        let memberships = try memberships(of: events.keys.sorted())
        var books: [PersonID: YearBook] = [:]
        for person in people {
            let events = events[person] ?? []
            books[person] = YearBook(
                events,
                memberships: events.isEmpty ? [] : coming.memberships(of: person, after: memberships[person] ?? []))
        }
        return books
    }

    private func countedEvents(of people: [PersonID]) throws -> [PersonID: [CountedEvent]] {
        let ids = people.map(\.rawValue)
        let tries = try rows(in: ids) { list in
            """
            SELECT person, course, submitted_at, passed FROM attempts WHERE person IN \(list) AND passed IS NOT NULL
            ORDER BY person, submitted_at, id
            """
        }
        let completions = try rows(in: ids) { list in
            """
            SELECT completions.person, completions.course, completions.effective_day, certificates.half_hours
            FROM completions LEFT JOIN certificates ON certificates.completion = completions.id
            WHERE completions.person IN \(list) AND \(Completion.stands)
            ORDER BY completions.person, completions.effective_day, completions.id
            """
        }
        var events: [PersonID: [CountedEvent]] = [:]
        for row in tries {
            events[try row.code(0), default: []].append(
                CountedEvent(
                    course: try row.code(1), day: Day(at: Date(milliseconds: try row.int(2))),
                    what: .markedTry(passed: try row.bool(3))))
        }
        for row in completions {
            events[try row.code(0), default: []].append(
                CountedEvent(
                    course: try row.code(1), day: Day(number: try row.int(2)),
                    what: .completion(try row.optionalInt(3).map(CreditHours.init(halves:)))))
        }
        return events
    }

    /// Adds changes to the tallies, in ascending order of their keys so that two writers cannot wait for each other.
    fileprivate func add(_ changes: YearChanges) throws {
        for (place, count) in changes.inOrder {
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
                    """, with: place.unit.rawValue, place.course?.rawValue ?? "", place.year, then.people,
                    then.attempts, then.passed, then.halfHours, now.people, now.attempts, now.passed, now.halfHours))
        }
    }
}

extension YearChanges {
    /// The changes in ascending order of the keys of their tallies.
    var inOrder: [(key: YearPlace, value: YearCount)] {
        func key(_ place: YearPlace) -> (UnitCode, String, Int) {
            (place.unit, place.course?.rawValue ?? "", place.year)
        }
        return changes.sorted { key($0.key) < key($1.key) }
    }
}

import FoundationEssentials
import SQL
import Training

/// Keeps standings and tallies in step with the facts they follow from.
///
/// Whoever is about to write facts about people notes them first, writes, then settles: the difference between what the
/// facts came to before and after is added to the tallies, future days included.
final class Ledger {
    private let transaction: any Transaction
    private let now: Date
    private let years: YearLedger
    private let units: UnitHistories?
    private var coming = ComingFacts()
    private var before: [PersonID: Book] = [:]
    private var surroundings: [Set<UnitCode>: Surroundings] = [:]
    private var assignmentsOfUnits: [UnitCode: [Assignment]] = [:]
    private var placements: [UnitCode: [Placement]] = [:]

    /// A ledger for one transaction. Whoever has read all about units already hands it on; they must stand still meanwhile.
    init(_ transaction: any Transaction, at now: Date, knowing units: UnitHistories? = nil) {
        self.transaction = transaction
        self.now = now
        self.units = units
        years = YearLedger(transaction)
    }

    /// Remembers what the facts about these people come to before they change. A person noted twice, or not there yet,
    /// is no mistake.
    func note(_ people: some Sequence<PersonID>) throws {
        let fresh = Set(people).filter { before[$0] == nil }.sorted()
        for person in fresh { try transaction.lock(person) }
        for group in fresh.inGroups() { before.merge(try books(of: group)) { known, _ in known } }
        // That tells the imports too.
        try years.note(fresh)
    }

    /// Writes what the facts about all noted people come to now.
    func settle() throws {
        let changes = try changes(from: before)
        for standing in changes.standings { try transaction.write(standing) }
        try transaction.add(changes.deltas)
        before = [:]
        try years.settle()
    }

    /// What `coming` makes of these people, while nothing of it is written yet; writes nothing either.
    func changes(of people: some RandomAccessCollection<PersonID>, by coming: ComingFacts) throws -> LedgerChanges {
        forgetUnits()
        let before = try books(of: people)
        self.coming = coming
        defer { self.coming = ComingFacts() }
        var changes = try changes(from: before)
        changes.years = try years.changes(of: people, by: coming)
        return changes
    }

    /// Adds to `tallies` all that the facts about these people come to, and returns where each of them stands today.
    func count(
        _ people: some RandomAccessCollection<PersonID>, into tallies: inout TallyDeltas
    ) throws -> [LedgerChanges.Standing] {
        var standings: [LedgerChanges.Standing] = []
        for (person, book) in try books(of: people) {
            for (course, history) in book.histories {
                tallies.replace(nil, by: (history, book.tree), of: course)
                standings.append(standing(of: person, course, history, book.tree))
            }
        }
        return standings
    }

    /// Adds what these people's facts come to by the unit now, beyond what they come to by the unit then; for a database
    /// that never counted that.
    func addMoves(of people: some RandomAccessCollection<PersonID>) throws {
        var deltas = TallyDeltas()
        for (_, book) in try books(of: people) {
            for (course, history) in book.histories { deltas.replace(nil, by: (history, book.tree), of: course) }
        }
        try transaction.add(deltas.ofMovesAlone)
    }

    /// What is known about one person: a history a course, and the units it is about.
    private struct Book {
        var histories: [CourseID: History]
        var tree: DatedTree
    }

    /// Some units with all that ever stood above them, and what was ever asked of any of these.
    private struct Surroundings {
        var tree: DatedTree
        var assignments: [Assignment]
    }

    private func changes(from before: [PersonID: Book]) throws -> LedgerChanges {
        forgetUnits()
        var changes = LedgerChanges()
        for group in before.keys.sorted().inGroups() {
            let after = try books(of: group)
            for person in group {
                guard let old = before[person], let new = after[person] else { continue }
                for course in Set(old.histories.keys).union(new.histories.keys) {
                    let was = old.histories[course].map { ($0, old.tree) }
                    let (history, tree) = (new.histories[course] ?? History(), new.tree)
                    changes.deltas.replace(was, by: (history, tree), of: course)
                    changes.standings.append(standing(of: person, course, history, tree))
                }
            }
        }
        return changes
    }

    private func forgetUnits() {
        surroundings = [:]
        assignmentsOfUnits = [:]
        placements = [:]
    }

    private func books(of people: some RandomAccessCollection<PersonID>) throws -> [PersonID: Book] {
        let facts = try PersonFacts(of: people, in: transaction)
        var books: [PersonID: Book] = [:]
        for person in people { books[person] = try book(of: person, facts) }
        return books
    }

    private func book(of person: PersonID, _ facts: PersonFacts) throws -> Book {
        let memberships = coming.memberships(of: person, after: facts.memberships[person] ?? [])
        let around = try surroundings(of: Set(memberships.map(\.unit)))
        let own = coming.assignments(to: .person(person), after: facts.assignments[person] ?? [])
        var histories: [CourseID: History] = [:]
        for assignment in own + around.assignments {
            histories[assignment.course, default: History(memberships: memberships)].assignments.append(assignment)
        }
        for (course, started) in facts.beginnings[person] ?? [] {
            histories[course, default: History(memberships: memberships)].started = started
        }
        for (course, period) in facts.completions[person] ?? [] {
            histories[course, default: History(memberships: memberships)].completions.append(period)
        }
        for (course, period) in facts.exemptions[person] ?? [] {
            for course in course.map({ [$0] }) ?? Array(histories.keys) { histories[course]?.exemptions.append(period) }
        }
        return Book(histories: histories, tree: around.tree)
    }

    private func surroundings(of units: Set<UnitCode>) throws -> Surroundings {
        if let known = surroundings[units] { return known }
        var found: [UnitCode: [Placement]] = [:]
        var assignments: [Assignment] = []
        var waiting = Array(units)
        while let unit = waiting.popLast() {
            guard found[unit] == nil else { continue }
            let placements = try placements(of: unit)
            found[unit] = placements
            assignments += try self.assignments(to: unit)
            waiting += placements.compactMap(\.parent)
        }
        let around = Surroundings(tree: DatedTree(found), assignments: assignments)
        surroundings[units] = around
        return around
    }

    private func placements(of unit: UnitCode) throws -> [Placement] {
        if let known = placements[unit] { return known }
        let known = try units.map { $0.placements[unit] ?? [] } ?? transaction.placements(of: unit)
        let placements = coming.placements(of: unit, after: known)
        self.placements[unit] = placements
        return placements
    }

    private func assignments(to unit: UnitCode) throws -> [Assignment] {
        if let known = assignmentsOfUnits[unit] { return known }
        let known = try units.map { $0.assignments[unit] ?? [] } ?? transaction.assignments(to: unit)
        let assignments = coming.assignments(to: .unit(unit), after: known)
        assignmentsOfUnits[unit] = assignments
        return assignments
    }

    private func standing(
        of person: PersonID, _ course: CourseID, _ history: History, _ tree: DatedTree
    ) -> LedgerChanges.Standing {
        let standing = history.standing(on: Day(at: now), in: tree)
        return .init(person: person, course: course, assigned: standing != nil, due: standing?.due)
    }
}

extension Ledger {
    /// The last day to finish a course on for whoever belongs to a unit on a day and has no date of their own.
    func due(of course: CourseID, in unit: UnitCode, on day: Day) throws -> Day? {
        let around = try surroundings(of: [unit])
        let anyone = History(
            memberships: [Membership(from: day, unit: unit, active: true)],
            assignments: around.assignments.filter { $0.course == course })
        return anyone.standing(on: day, in: around.tree)?.due
    }
}

/// What has to be written so that standings and tallies follow from the facts again.
struct LedgerChanges: Sendable {
    var deltas = TallyDeltas()
    var standings: [Standing] = []
    var years = YearChanges()

    /// Where a person stands with a course today.
    struct Standing: Sendable {
        let person: PersonID
        let course: CourseID
        let assigned: Bool
        let due: Day?
    }
}

extension Membership {
    /// SQL on `memberships`: that it is the one that holds at the end of a day; before somebody joined, the first.
    static func holds(on day: String) -> String {
        """
        (memberships.from_day <= \(day) OR NOT EXISTS (SELECT 1 FROM memberships AS former
            WHERE former.person = memberships.person
                AND (former.from_day, former.position) < (memberships.from_day, memberships.position)))
        AND NOT EXISTS (SELECT 1 FROM memberships AS later
            WHERE later.person = memberships.person AND later.from_day <= \(day)
                AND (later.from_day, later.position) > (memberships.from_day, memberships.position))
        """
    }
}

extension Day {
    /// SQL for the number of the day of a time, which is SQL for milliseconds since 1970.
    static func sql(of time: String) -> String { "(\(time) + 28800000) / 86400000" }
}

extension Transaction {
    func memberships(of person: PersonID) throws -> [Membership] {
        try rows(
            Statement(
                "SELECT from_day, unit, active FROM memberships WHERE person = $1 ORDER BY from_day, position",
                with: person.rawValue)
        ).map { Membership(from: Day(number: try $0.int(0)), unit: try $0.code(1), active: try $0.bool(2)) }
    }

    /// Everyone who belongs to `unit` or a unit below it. What happens to units from today on concerns nobody else.
    func peopleNow(below unit: UnitCode) throws -> [PersonID] {
        guard let path = try path(of: unit) else { return [] }
        return try rows(
            Statement(
                """
                SELECT people.id FROM units CROSS JOIN people
                WHERE people.unit = units.code AND units.path >= $1 AND units.path < $2
                ORDER BY units.path
                """, with: path, UnitPath.end(of: path))
        ).map { try $0.code(0) }
    }

    /// Records that a person began a course, once.
    func begin(_ course: CourseID, by person: PersonID, at now: Date) throws {
        try lock(person)
        let begun = try row(
            Statement(
                "SELECT started_day FROM standings WHERE person = $1 AND course = $2",
                with: person.rawValue, course.rawValue)
        )?.optionalInt(0)
        guard begun == nil else { return }
        let ledger = Ledger(self, at: now)
        try ledger.note([person])
        try run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, started_day) VALUES ($1, $2, 0, $3)
                ON CONFLICT (person, course) DO UPDATE SET started_day = excluded.started_day
                """, with: person.rawValue, course.rawValue, Day(at: now).number))
        try ledger.settle()
    }

    fileprivate func write(_ standing: LedgerChanges.Standing) throws {
        try run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, due_day) VALUES ($1, $2, $3, $4)
                ON CONFLICT (person, course) DO UPDATE SET assigned = excluded.assigned, due_day = excluded.due_day
                """, with: standing.person.rawValue, standing.course.rawValue, standing.assigned,
                standing.due?.number))
    }

    /// Adds changes to the tallies, in ascending order of their keys so that two writers cannot wait for each other.
    func add(_ deltas: TallyDeltas) throws {
        for (place, change) in deltas.inOrder {
            try run(
                Statement(
                    """
                    INSERT INTO tallies (unit, reach, course, day,
                        assigned, completed, in_progress, not_started, expired, overdue, exempt)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                    ON CONFLICT (unit, reach, course, day) DO UPDATE SET
                        assigned = tallies.assigned + excluded.assigned,
                        completed = tallies.completed + excluded.completed,
                        in_progress = tallies.in_progress + excluded.in_progress,
                        not_started = tallies.not_started + excluded.not_started,
                        expired = tallies.expired + excluded.expired,
                        overdue = tallies.overdue + excluded.overdue,
                        exempt = tallies.exempt + excluded.exempt
                    """, with: place.unit.rawValue, place.reach.rawValue, place.course.rawValue, place.day.number,
                    change.assigned, change.completed, change.inProgress, change.notStarted, change.expired,
                    change.overdue, change.exempt))
        }
    }
}

extension TallyDeltas {
    /// The changes in ascending order of their keys.
    var inOrder: [(key: Place, value: Tally)] {
        changes.sorted { left, right in
            (left.key.unit, left.key.reach.rawValue, left.key.course, left.key.day)
                < (right.key.unit, right.key.reach.rawValue, right.key.course, right.key.day)
        }
    }
}

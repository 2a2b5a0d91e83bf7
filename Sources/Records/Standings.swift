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
    private var before: [PersonID: Book] = [:]
    private var surroundings: [Set<UnitCode>: Surroundings] = [:]
    private var assignmentsOfUnits: [UnitCode: [Assignment]] = [:]
    private var placements: [UnitCode: [Placement]] = [:]

    /// A ledger for one transaction.
    init(_ transaction: any Transaction, at now: Date) {
        self.transaction = transaction
        self.now = now
        years = YearLedger(transaction)
    }

    /// Remembers what the facts about these people come to before they change. A person noted twice, or not there yet,
    /// is no mistake.
    func note(_ people: some Sequence<PersonID>) throws {
        for person in people where before[person] == nil {
            try transaction.lock(person)
            before[person] = try book(of: person)
            try years.note([person])
        }
    }

    /// Writes what the facts about all noted people come to now.
    func settle() throws {
        surroundings = [:]
        assignmentsOfUnits = [:]
        placements = [:]
        var deltas = TallyDeltas()
        for (person, old) in before {
            let new = try book(of: person)
            for course in Set(old.histories.keys).union(new.histories.keys) {
                let was = old.histories[course].map { ($0, old.tree) }
                let (history, tree) = (new.histories[course] ?? History(), new.tree)
                deltas.replace(was, by: (history, tree), of: course)
                try writeStanding(of: person, course, history, tree)
            }
        }
        try transaction.add(deltas)
        before = [:]
        try years.settle()
    }

    /// Adds what these people's facts come to by the unit now, beyond what they come to by the unit then; for a database
    /// that never counted that.
    func addMoves(of people: some Sequence<PersonID>) throws {
        var deltas = TallyDeltas()
        for person in people {
            let book = try book(of: person)
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

    private func book(of person: PersonID) throws -> Book {
        let memberships = try transaction.memberships(of: person)
        let around = try surroundings(of: Set(memberships.map(\.unit)))
        let assignments = try transaction.assignments(to: person) + around.assignments
        var histories: [CourseID: History] = [:]
        for assignment in assignments {
            histories[assignment.course, default: History(memberships: memberships)].assignments.append(assignment)
        }
        for (course, started) in try transaction.beginnings(of: person) {
            histories[course, default: History(memberships: memberships)].started = started
        }
        for (course, period) in try transaction.completionPeriods(of: person) {
            histories[course, default: History(memberships: memberships)].completions.append(period)
        }
        for (course, period) in try transaction.exemptPeriods(of: person) {
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
        let placements = try transaction.placements(of: unit)
        self.placements[unit] = placements
        return placements
    }

    private func assignments(to unit: UnitCode) throws -> [Assignment] {
        if let known = assignmentsOfUnits[unit] { return known }
        let assignments = try transaction.assignments(to: unit)
        assignmentsOfUnits[unit] = assignments
        return assignments
    }

    private func writeStanding(of person: PersonID, _ course: CourseID, _ history: History, _ tree: DatedTree) throws {
        let standing = history.standing(on: Day(at: now), in: tree)
        try transaction.run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, due_day) VALUES ($1, $2, $3, $4)
                ON CONFLICT (person, course) DO UPDATE SET assigned = excluded.assigned, due_day = excluded.due_day
                """, with: person.rawValue, course.rawValue, standing != nil, standing?.due?.number))
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

    /// When a person began each course that they began.
    func beginnings(of person: PersonID) throws -> [(CourseID, Day)] {
        try rows(
            Statement(
                "SELECT course, started_day FROM standings WHERE person = $1 AND started_day IS NOT NULL",
                with: person.rawValue)
        ).map { (try $0.code(0), Day(number: try $0.int(1))) }
    }

    /// Everyone who belongs to `unit` or a unit below it. What happens to units from today on concerns nobody else.
    func peopleNow(below unit: UnitCode) throws -> [PersonID] {
        guard let path = try path(of: unit) else { return [] }
        return try rows(
            Statement(
                """
                SELECT people.id FROM units CROSS JOIN people
                WHERE people.unit = units.code AND units.path >= $1 AND units.path < $2
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

    /// Adds changes to the tallies, in ascending order of their keys so that two writers cannot wait for each other.
    func add(_ deltas: TallyDeltas) throws {
        let ordered = deltas.changes.sorted { left, right in
            (left.key.unit, left.key.reach.rawValue, left.key.course, left.key.day)
                < (right.key.unit, right.key.reach.rawValue, right.key.course, right.key.day)
        }
        for (place, change) in ordered {
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

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Looks at the whole database, and changes nothing: has the engine check the file, then counts everything anew from the
    /// facts, as of one moment, and compares that with what is kept. Nil when the database is of another program's schema.
    ///
    /// Of a damaged file nothing is counted: what can be read of it may not be all.
    public func examination(at now: Date) async throws -> Examination? {
        let flaws = try await database.flaws()
        guard flaws.isEmpty else {
            return Examination(people: 0, tallies: 0, years: 0, findings: flaws.map { .damage($0) })
        }
        return try await database.read { transaction in
            guard try transaction.isPrepared else { return nil }
            return try Recount(transaction, at: now).examination
        }
    }
}

/// Everything that is kept in step with facts, counted anew.
private struct Recount {
    private let transaction: any Transaction
    private let people: [(id: PersonID, number: StaffNumber)]
    private var tallies = TallyDeltas()
    private var years = YearChanges()
    private var findings: [Examination.Finding] = []

    init(_ transaction: any Transaction, at now: Date) throws {
        self.transaction = transaction
        people = try transaction.rows(Statement("SELECT id, staff_no FROM people ORDER BY id")).map {
            (try $0.code(0), try $0.code(1))
        }
        let ledger = Ledger(transaction, at: now, knowing: try UnitHistories(in: transaction))
        let yearLedger = YearLedger(transaction)
        for group in people.inGroups() {
            let ids = group.map(\.id)
            let standings = try ledger.count(ids, into: &tallies)
            try yearLedger.count(ids, into: &years)
            try compare(standings, of: group)
        }
        try compareTallies()
        try compareYears()
    }

    var examination: Examination {
        Examination(
            people: people.count, tallies: tallies.changes.count, years: years.changes.count, findings: findings)
    }

    /// Nothing kept says the same as not being asked.
    private mutating func compare(
        _ counted: [LedgerChanges.Standing], of people: ArraySlice<(id: PersonID, number: StaffNumber)>
    ) throws {
        struct Key: Hashable {
            let person: PersonID
            let course: CourseID
        }
        var kept: [Key: Day?] = [:]
        let rows = try transaction.rows(in: people.map(\.id.rawValue)) { list in
            "SELECT person, course, assigned, due_day FROM standings WHERE person IN \(list)"
        }
        for row in rows where try row.bool(2) {
            kept[Key(person: try row.code(0), course: try row.code(1))] = try row.optionalDay(3)
        }
        var wrong: Set<Key> = []
        for standing in counted {
            let key = Key(person: standing.person, course: standing.course)
            let known = kept.removeValue(forKey: key)
            if known != (standing.assigned ? .some(standing.due) : nil) { wrong.insert(key) }
        }
        wrong.formUnion(kept.keys)
        let numbers = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.number) })
        findings += wrong.compactMap { key in numbers[key.person].map { ($0, key.course) } }
            .sorted { $0 < $1 }.map { .standing($0, $1) }
    }

    private mutating func compareTallies() throws {
        var counted = tallies.changes
        try transaction.forEach(
            Statement(
                """
                SELECT unit, reach, course, day, assigned, completed, in_progress, not_started, expired, overdue, exempt
                FROM tallies ORDER BY unit, reach, course, day
                """)
        ) { row in
            let place = TallyDeltas.Place(
                unit: try row.code(0), reach: try row.word(1), course: try row.code(2), day: Day(number: try row.int(3))
            )
            let kept = Tally(
                assigned: try row.int(4), completed: try row.int(5), inProgress: try row.int(6),
                notStarted: try row.int(7), expired: try row.int(8), overdue: try row.int(9), exempt: try row.int(10))
            let counted = counted.removeValue(forKey: place) ?? Tally()
            if kept != counted { findings.append(.tally(place, kept: kept, counted: counted)) }
        }
        for (place, count) in tallies.inOrder where counted[place] != nil {
            findings.append(.tally(place, kept: Tally(), counted: count))
        }
    }

    private mutating func compareYears() throws {
        var counted = years.changes
        try transaction.forEach(
            Statement(
                """
                SELECT unit, course, year, people, attempts, passed, half_hours, people_now, attempts_now, passed_now,
                    half_hours_now
                FROM year_tallies ORDER BY unit, course, year
                """)
        ) { row in
            let course = try row.text(1)
            let place = YearPlace(
                unit: try row.code(0), course: course.isEmpty ? nil : try row.code(1), year: try row.int(2))
            func tally(_ first: Int) throws -> YearTally {
                YearTally(
                    people: try row.int(first), attempts: try row.int(first + 1), passed: try row.int(first + 2),
                    halfHours: try row.int(first + 3))
            }
            let kept = YearCount(then: try tally(3), now: try tally(7))
            let counted = counted.removeValue(forKey: place) ?? YearCount()
            if kept != counted { findings.append(.year(place, kept: kept, counted: counted)) }
        }
        for (place, count) in years.inOrder where counted[place] != nil {
            findings.append(.year(place, kept: YearCount(), counted: count))
        }
    }
}

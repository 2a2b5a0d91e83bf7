import FoundationEssentials
import SQL
import Training

extension Records {
    /// Exempts each of these people, or nobody when one cannot be; returns what was given, in the order of numbers.
    ///
    /// `notFound` when the unit is outside the scope; `invalid` for a number that is nobody's at work in it and below, and
    /// for the own one.
    public func exempt(
        _ numbers: [StaffNumber], in unit: UnitCode, _ exemption: Exemption, by caller: Caller, at now: Date
    ) async throws -> [ExemptPerson] {
        let randomness = randomness
        return try await database.write { transaction in
            _ = try transaction.unit(unit, for: caller)
            let people = try Set(numbers).sorted().map { try transaction.colleague($0, in: unit, of: caller) }
            let ledger = Ledger(transaction, at: now)
            try ledger.note(people.map(\.id))
            let by = try transaction.name(of: caller)
            let given = try people.map { person in
                let given = Exemption.Given(randomness.id(at: now), exemption, at: now, by: by)
                try transaction.insert(given, to: person.id, by: caller)
                return ExemptPerson(
                    staffNumber: person.staffNumber, name: person.name, unit: person.unit,
                    unitName: try transaction.unit(person.unit)?.name ?? "", given: given)
            }
            try ledger.settle()
            return given
        }
    }

    /// Ends an exemption with `last` as its last day; one that ends before it began never held. Returns whose it is.
    ///
    /// `notFound` outside the scope; `conflict` when it was ended before or is over by then; `forbidden` for the own one.
    public func endExemption(
        _ id: ExemptionID, last: Day, by caller: Caller, at now: Date
    ) async throws -> StaffNumber {
        try await database.write { transaction in
            guard let (person, given) = try transaction.exemption(id),
                caller.scope.covers(try transaction.lineage(of: person.unit))
            else { throw Refusal.notFound }
            guard person.id != caller.person else { throw Refusal.ownExemption }
            guard given.end == nil, given.exemption.until.map({ last < $0 }) ?? true else {
                throw Refusal.exemptionIsOver
            }
            let ledger = Ledger(transaction, at: now)
            try ledger.note([person.id])
            try transaction.run(
                Statement(
                    """
                    UPDATE exemptions SET ended_day = $1, ended_at = $2, ended_by = $3
                    WHERE id = $4 AND ended_at IS NULL
                    """, with: last.number, now.milliseconds, caller.name, id.rawValue))
            try ledger.settle()
            return person.staffNumber
        }
    }

    /// The exemptions of people at work in a unit and below that hold on `day` or later, by number, then first day.
    /// `notFound` outside the scope.
    public func exemptions(in code: UnitCode, on day: Day, for caller: Caller) async throws -> [ExemptPerson] {
        try await database.read { transaction in
            _ = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            return try transaction.rows(
                Statement(
                    """
                    SELECT \(Exemption.Given.columns), people.staff_no, people.name, people.unit, units.name
                    FROM units CROSS JOIN people CROSS JOIN exemptions \(Exemption.Given.names)
                    WHERE units.path >= $1 AND units.path < $2 AND people.unit = units.code
                        AND people.status = 'active' AND exemptions.person = people.id
                        AND COALESCE(exemptions.ended_day, exemptions.until_day, $3) >= $3
                        AND COALESCE(exemptions.ended_day, exemptions.from_day) >= exemptions.from_day
                    ORDER BY people.staff_no, exemptions.from_day, exemptions.id
                    """, with: path, UnitPath.end(of: path), day.number)
            ).map { row in
                ExemptPerson(
                    staffNumber: try row.code(12), name: try row.text(13), unit: try row.code(14),
                    unitName: try row.text(15), given: try Exemption.Given(row))
            }
        }
    }
}

extension Refusal {
    static let ownExemption = Refusal.forbidden(
        Bilingual(zh: "自己的免训不能由自己办，请找上一级。", en: "Nobody decides on an exemption of their own; ask the level above."))
    static let exemptionIsOver = Refusal.conflict(
        code: "already_over",
        Bilingual(zh: "这项免训已经办过提前结束，或者那天以前就到期了。", en: "This exemption was ended before, or is over by that day."))
}

extension Exemption {
    /// Whether a person is exempt from a course on a day, as a condition. The arguments are SQL.
    static func covers(person: String, course: String, day: String) -> String {
        """
        EXISTS (SELECT 1 FROM exemptions WHERE exemptions.person = \(person)
            AND (exemptions.course IS NULL OR exemptions.course = \(course)) AND exemptions.from_day <= \(day)
            AND COALESCE(exemptions.ended_day, exemptions.until_day, \(day)) >= \(day))
        """
    }
}

extension Transaction {
    /// A person's exemptions from a course, those from every course among them; the newest first.
    func exemptions(of person: PersonID, _ course: CourseID) throws -> [Exemption.Given] {
        try rows(
            Statement(
                """
                SELECT \(Exemption.Given.columns) FROM exemptions \(Exemption.Given.names)
                WHERE exemptions.person = $1 AND (exemptions.course IS NULL OR exemptions.course = $2)
                ORDER BY exemptions.from_day DESC, exemptions.id DESC
                """, with: person.rawValue, course.rawValue)
        ).map(Exemption.Given.init)
    }

    /// All exemptions of a person, the newest first.
    func exemptions(of person: PersonID) throws -> [Exemption.Given] {
        try rows(
            Statement(
                """
                SELECT \(Exemption.Given.columns) FROM exemptions \(Exemption.Given.names)
                WHERE exemptions.person = $1 ORDER BY exemptions.from_day DESC, exemptions.id DESC
                """, with: person.rawValue)
        ).map(Exemption.Given.init)
    }

    fileprivate func exemption(_ id: ExemptionID) throws -> (Person, Exemption.Given)? {
        let found = try row(
            Statement(
                """
                SELECT \(Exemption.Given.columns), exemptions.person FROM exemptions \(Exemption.Given.names)
                WHERE exemptions.id = $1
                """, with: id.rawValue))
        guard let found else { return nil }
        let id: PersonID = try found.code(12)
        try lock(id)
        guard let person = try person(id) else { return nil }
        return (person, try Exemption.Given(found))
    }

    fileprivate func insert(_ given: Exemption.Given, to person: PersonID, by caller: Caller) throws {
        let exemption = given.exemption
        try run(
            Statement(
                """
                INSERT INTO exemptions
                    (id, person, course, reason, note, from_day, until_day, recorded_at, recorded_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """, with: given.id.rawValue, person.rawValue, exemption.course?.rawValue, exemption.reason.rawValue,
                exemption.note, exemption.from.number, exemption.until?.number, given.at.milliseconds, caller.name))
    }
}

extension Exemption.Given {
    /// What is read of an exemption, twelve columns; with `names` joined.
    fileprivate static let columns = """
        exemptions.id, exemptions.course, exemptions.reason, exemptions.note, exemptions.from_day,
        exemptions.until_day, exemptions.recorded_at, COALESCE(givers.name, exemptions.recorded_by),
        exemptions.ended_day, exemptions.ended_at, COALESCE(enders.name, exemptions.ended_by), exemptions.person
        """
    fileprivate static let names = """
        LEFT JOIN people AS givers ON givers.id = exemptions.recorded_by
        LEFT JOIN people AS enders ON enders.id = exemptions.ended_by
        """

    fileprivate init(_ row: Row) throws {
        let exemption = Exemption(
            course: try row.optionalCode(1), reason: try row.word(2), note: try row.text(3),
            from: Day(number: try row.int(4)), until: try row.optionalDay(5))
        guard let exemption else { throw DatabaseError.unexpectedColumn("an exemption that cannot be given") }
        var end: Exemption.End?
        if let last = try row.optionalDay(8) {
            end = Exemption.End(last: last, at: Date(milliseconds: try row.int(9)), by: try row.text(10))
        }
        self.init(
            try row.code(0), exemption, at: Date(milliseconds: try row.int(6)), by: try row.text(7), end: end)
    }
}

extension Schema {
    static let exemptions = """
        -- Who need not take which course, or any, on which days. What is said once stays; it can be ended early, once.
        CREATE TABLE exemptions (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id),
            -- NULL for every course.
            course TEXT,
            reason TEXT NOT NULL,
            note TEXT NOT NULL,
            from_day BIGINT NOT NULL,
            -- NULL until somebody ends it.
            until_day BIGINT,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            -- The last day after all; before from_day when it never held.
            ended_day BIGINT,
            ended_at BIGINT,
            ended_by TEXT);
        CREATE INDEX exemptions_person ON exemptions (person, from_day);

        -- Why somebody got another due day than their unit.
        ALTER TABLE assignments ADD COLUMN reason TEXT;
        """
}

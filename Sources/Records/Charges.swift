import FoundationEssentials
import SQL
import Training

extension Schema {
    static let charges = """
        -- What units people are in charge of beside or instead of the own; the newest of a person and a unit holds, see
        -- Charge.
        CREATE TABLE charges (
            person TEXT NOT NULL REFERENCES people (id),
            unit TEXT NOT NULL REFERENCES units (code),
            position BIGINT NOT NULL,
            from_day BIGINT NOT NULL,
            -- The last day; NULL for no end.
            until_day BIGINT,
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (person, unit, position));
        CREATE INDEX charges_unit ON charges (unit);

        -- The last day on which it works; NULL for no end.
        ALTER TABLE tokens ADD COLUMN until_day BIGINT;
        """
}

extension Records {
    /// What was said about the units that a person is in charge of, by unit; those that have ended included.
    public func charges(of person: PersonID) async throws -> [Charge] {
        try await database.read { try $0.charges(of: person) }
    }
}

extension Transaction {
    func charges(of person: PersonID) throws -> [Charge] {
        try rows(
            Statement(
                "SELECT unit, until_day FROM charges WHERE person = $1 AND \(Charge.isNewest) ORDER BY unit",
                with: person.rawValue)
        ).map { try Charge($0, from: 0) }
    }

    /// Whether a person is, or by another role would be, in charge of a unit outside the caller's scope: then whoever acts
    /// for them, or raises what they may do, would reach beyond the own scope.
    func reachesBeyond(_ caller: Caller, _ person: Person, on day: Day) throws -> Bool {
        guard caller.scope != .everything else { return false }
        return try charges(of: person.id).contains { charge in
            try charge.holds(on: day) && !caller.scope.covers(lineage(of: charge.unit))
        }
    }

    /// Rows of a coordinators file: what is said about people of a range and units of any.
    func charges(in range: PathRange, of ranges: [PathRange]) throws -> [[String]] {
        try rows(
            Statement(
                """
                SELECT people.staff_no, charges.unit, charges.until_day, charged.path
                FROM units JOIN people ON people.unit = units.code JOIN charges ON charges.person = people.id
                JOIN units AS charged ON charged.code = charges.unit
                WHERE units.path >= $1 AND units.path < $2 AND people.role IN ('coordinator', 'inspector')
                    AND \(Charge.isNewest)
                ORDER BY people.staff_no, charges.unit
                """, with: range.from, range.to)
        ).compactMap { row in
            let path = try row.text(3)
            guard ranges.contains(where: { $0.from <= path && path < $0.to }) else { return nil }
            return [try row.text(0), try row.text(1), try row.optionalDay(2)?.description ?? ""]
        }
    }
}

extension Charge {
    /// A condition on `charges`.
    static let isNewest = """
        NOT EXISTS (SELECT 1 FROM charges AS later WHERE later.person = charges.person AND later.unit = charges.unit
            AND later.position > charges.position)
        """

    /// Reads `unit, until_day`.
    init(_ row: Row, from first: Int) throws {
        self.init(unit: try row.code(first), until: try row.optionalDay(first + 1))
    }
}

/// Judges rows of a coordinators file.
struct ChargeJudge: RowJudge {
    var context: ImportContext
    private var seen: Set<String> = []

    init(_ context: ImportContext) { self.context = context }

    mutating func judge(_ row: Sheet.Row) throws -> (ImportReceipt.Result, ImportStep?) {
        let read = try context.columns.charge(row)
        let person = try context.facts.person(read.staffNumber)
        let known = person.map { context.covers($0.unit) } ?? false
        var problems: [RowProblem] = []
        if !known { problems.append(context.personNotAvailable(row)) }
        if !context.covers(read.charge.unit) { problems.append(context.unitNotAvailable(row, "unit")) }
        if let person, known { problems += roleProblems(person, row) }
        if !seen.insert("\(read.staffNumber) \(read.charge.unit)").inserted {
            problems.append(
                context.problem(
                    row, "unit", "twice", zh: "同一人、同一单位在文件里出现了两次。",
                    en: "The same unit for the same person stands twice in the file."))
        }
        guard let person, problems.isEmpty else { throw RowProblems(problems) }
        return try step(read, person)
    }

    func problemsOfTheWhole() -> [RowProblem] { [] }

    private func roleProblems(_ person: Person, _ row: Sheet.Row) -> [RowProblem] {
        if person.id == context.caller.person {
            return [
                context.problem(
                    row, "staff_no", "yourself", zh: "不能改自己负责的单位。",
                    en: "You cannot change what you are in charge of yourself.")
            ]
        }
        guard !person.role.takesCharge else { return [] }
        return [
            context.problem(
                row, "staff_no", "no_role_for_it", zh: "这个人不是培训管理员或查阅员。请先在人员表里设置角色。",
                en: "This person is neither a coordinator nor an inspector; set the role in a people file first.")
        ]
    }

    private func step(_ read: ChargeRow, _ person: Person) throws -> (ImportReceipt.Result, ImportStep?) {
        let was = try context.facts.charges(of: person.id).first { $0.unit == read.charge.unit }
        guard let was else { return (.created, .charge(read.charge, of: person.id)) }
        return was == read.charge || !read.saysUntil
            ? (.unchanged, nil) : (.updated, .charge(read.charge, of: person.id))
    }
}

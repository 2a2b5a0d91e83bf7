import SQL
import Training

import struct Training.Unit

/// What all rows of an import are judged by, read once.
struct ImportGround: Sendable {
    /// What `Transaction.revision` said: while it stands still, so does everything that is read here.
    let revision: Int
    /// Every unit, whoever may see it.
    let units: [UnitCode: Unit]
    /// Who stands above whom.
    let tree: UnitTree
    /// Who could look after the whole if the file took others away.
    let admins: Set<PersonID>

    init(in transaction: any Transaction) throws {
        revision = try transaction.revision(locking: false)
        var units: [UnitCode: Unit] = [:]
        try transaction.forEach(Statement("SELECT code, name, parent, reports_to FROM units")) { row in
            let unit = try Unit(row)
            units[unit.code] = unit
        }
        self.units = units
        tree = UnitTree(parents: units.compactMapValues(\.parent))
        admins = Set(
            try transaction.rows(Statement("SELECT id FROM people WHERE role = 'admin' AND status = 'active'"))
                .map { try $0.code(0) })
    }
}

/// What a group of rows is judged by: the people they name, and what was said about these and about the units before. Read
/// for the whole group at once; whoever asks for what the group does not name is mistaken, and told so by an error.
struct ImportFacts: Sendable {
    /// What `Transaction.revision` said.
    let revision: Int
    private let numbers: Set<String>
    private var people: [String: [Person]] = [:]
    private var charges: [PersonID: [Charge]] = [:]
    private var assignments: [String: [CourseID: Assignment]] = [:]

    /// No facts, about no rows.
    init() {
        revision = 0
        numbers = []
    }

    /// The facts about these rows, their units given by code.
    init(
        about rows: some RandomAccessCollection<Sheet.Row>, _ columns: SheetColumns, in transaction: any Transaction
    ) throws {
        revision = try transaction.revision(locking: false)
        numbers = Set(
            rows.compactMap { columns.cell("staff_no", in: $0).flatMap(StaffNumber.init(rawValue:)) }
                .map(\.withoutLeadingZeros))
        guard columns.kind != .units else { return }
        try readPeople(transaction)
        switch columns.kind {
        case .units: break
        case .people, .coordinators: try readCharges(transaction)
        case .enrolments:
            try readAssignments(
                to: Set(rows.compactMap { columns.cell("unit", in: $0).flatMap(UnitCode.init(rawValue:)) }),
                transaction)
        }
    }

    /// The person with this number.
    func person(_ number: StaffNumber) throws -> Person? {
        try alike(number).first { $0.staffNumber == number }
    }

    /// Another person whose number is the same but for leading zeros.
    func near(_ number: StaffNumber) throws -> Person? {
        try alike(number).first { $0.staffNumber != number }
    }

    /// What was said about the units that a person of the group is in charge of.
    func charges(of person: PersonID) throws -> [Charge] {
        guard let charges = charges[person] else { throw DatabaseError.failed("nothing was read about the person") }
        return charges
    }

    /// What was said last about each course to this target, also that it was withdrawn.
    func assignments(to target: Assignment.Target) -> [CourseID: Assignment] { assignments[target.key] ?? [:] }

    private func alike(_ number: StaffNumber) throws -> [Person] {
        guard numbers.contains(number.withoutLeadingZeros) else {
            throw DatabaseError.failed("nothing was read about the number")
        }
        return people[number.withoutLeadingZeros] ?? []
    }

    private mutating func readPeople(_ transaction: any Transaction) throws {
        let found = try transaction.rows(in: numbers.sorted()) { list in
            "SELECT \(Person.columns) FROM people WHERE staff_no_plain IN \(list)"
        }
        for row in found {
            let person = try Person(row)
            people[person.staffNumber.withoutLeadingZeros, default: []].append(person)
        }
    }

    private mutating func readCharges(_ transaction: any Transaction) throws {
        let ids = people.values.joined().map(\.id)
        for id in ids { charges[id] = [] }
        let found = try transaction.rows(in: ids.map(\.rawValue)) { list in
            """
            SELECT person, unit, until_day FROM charges WHERE person IN \(list) AND \(Charge.isNewest)
            ORDER BY person, unit
            """
        }
        for row in found { charges[try row.code(0), default: []].append(try Charge(row, from: 1)) }
    }

    private mutating func readAssignments(to units: Set<UnitCode>, _ transaction: any Transaction) throws {
        let targets =
            units.map(Assignment.Target.unit) + people.values.joined().map { Assignment.Target.person($0.id) }
        let found = try transaction.rows(in: targets.map(\.key)) { list in
            "\(Assignment.selection) WHERE target IN \(list) ORDER BY target, course, position"
        }
        for row in found {
            let assignment = try Assignment(row)
            assignments[assignment.target.key, default: [:]][assignment.course] = assignment
        }
    }
}

extension Transaction {
    /// How often units, people or assignments changed.
    func revision(locking: Bool = true) throws -> Int {
        let lock = locking ? lockingClause : ""
        return try row(Statement("SELECT n FROM revisions WHERE name = 'organisation'\(lock)"))?.int(0) ?? 0
    }
}

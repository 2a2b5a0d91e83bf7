import FoundationEssentials
import SQL
import Training

extension Records {
    /// A person in the caller's scope by number; anything else is `notFound`.
    public func person(_ number: StaffNumber, for caller: Caller) async throws -> Person {
        try await database.read { try $0.person(number, in: caller.scope) }
    }

    /// Those in a unit of the caller's and below it who are suspended, by unit and number; at most `limit`. A unit outside the scope
    /// is `notFound`.
    public func suspendedPeople(in unit: UnitCode, limit: Int, for caller: Caller) async throws -> [Person] {
        try await database.read { transaction in
            _ = try transaction.unit(unit, for: caller)
            guard let path = try transaction.path(of: unit) else { throw Refusal.notFound }
            return try transaction.rows(
                Statement(
                    """
                    SELECT people.id, people.staff_no, people.name, people.unit, people.role, people.status
                    FROM units JOIN people ON people.unit = units.code
                    WHERE units.path >= $1 AND units.path < $2 AND people.status = 'suspended'
                    ORDER BY units.path, people.staff_no LIMIT $3
                    """, with: path, UnitPath.end(of: path), limit)
            ).map(Person.init)
        }
    }
}

extension Transaction {
    /// A person in the scope by number; anything else is `notFound`.
    func person(_ number: StaffNumber, in scope: Scope) throws -> Person {
        guard let person = try person(number), scope.covers(try lineage(of: person.unit)) else {
            throw Refusal.notFound
        }
        return person
    }

    /// Lets nobody through but those in whose scope a try's owner is, other than the owner.
    func admit(_ caller: Caller, to attempt: Attempt) throws {
        guard attempt.person != caller.person else { throw Refusal.notFound }
        try admit(caller, to: attempt.person)
    }

    /// Throws `notFound` unless the person is in the caller's scope.
    func admit(_ caller: Caller, to person: PersonID) throws {
        guard let person = try self.person(person), caller.scope.covers(try lineage(of: person.unit)) else {
            throw Refusal.notFound
        }
    }

    func person(_ number: StaffNumber) throws -> Person? {
        try row(Statement("SELECT \(Person.columns) FROM people WHERE staff_no = $1", with: number.rawValue))
            .map(Person.init)
    }

    func person(_ id: PersonID) throws -> Person? {
        try row(Statement("SELECT \(Person.columns) FROM people WHERE id = $1", with: id.rawValue)).map(Person.init)
    }

    /// Makes whoever else is about to decide something about this person wait: rules read facts before they write them.
    func lock(_ person: PersonID) throws {
        _ = try row(Statement("SELECT id FROM people WHERE id = $1\(lockingClause)", with: person.rawValue))
    }

    /// Says that units, people or assignments changed, so that no import plan made before is applied.
    func bumpRevision() throws {
        try run(Statement("UPDATE revisions SET n = n + 1 WHERE name = 'organisation'"))
    }
}

extension Person {
    static let columns = "id, staff_no, name, unit, role, status"

    init(_ row: Row) throws {
        self.init(
            id: try row.code(0), staffNumber: try row.code(1), name: try row.text(2), unit: try row.code(3),
            role: try row.word(4), status: try row.word(5))
    }
}

extension StaffNumber {
    var withoutLeadingZeros: String {
        let plain = rawValue.drop { $0 == "0" }
        return plain.isEmpty ? "0" : String(plain)
    }
}

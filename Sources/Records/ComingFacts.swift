import SQL
import Training

/// Facts that are about to be written, so that what follows from them can be worked out before.
struct ComingFacts: Sendable {
    private(set) var memberships: [PersonID: Membership] = [:]
    private(set) var placements: [UnitCode: Placement] = [:]
    private(set) var assignments: [Assignment.Target: [Assignment]] = [:]

    mutating func add(_ membership: Membership, of person: PersonID) { memberships[person] = membership }

    mutating func add(_ placement: Placement, of unit: UnitCode) { placements[unit] = placement }

    mutating func add(_ assignment: Assignment) { assignments[assignment.target, default: []].append(assignment) }

    /// A person's memberships, the coming one at its place.
    func memberships(of person: PersonID, after known: [Membership]) -> [Membership] {
        guard let coming = memberships[person] else { return known }
        return known.filter { $0.from <= coming.from } + [coming] + known.filter { $0.from > coming.from }
    }

    /// A unit's placements, the coming one at its place.
    func placements(of unit: UnitCode, after known: [Placement]) -> [Placement] {
        guard let coming = placements[unit] else { return known }
        return known.filter { $0.from <= coming.from } + [coming] + known.filter { $0.from > coming.from }
    }

    /// What is asked of a target, the coming last.
    func assignments(to target: Assignment.Target, after known: [Assignment]) -> [Assignment] {
        known + (assignments[target] ?? [])
    }
}

/// Where all units ever stood and what was ever asked of them, read once by whoever counts very many people.
struct UnitHistories: Sendable {
    private(set) var placements: [UnitCode: [Placement]] = [:]
    private(set) var assignments: [UnitCode: [Assignment]] = [:]

    init(in transaction: any Transaction) throws {
        try transaction.forEach(
            Statement(
                "SELECT unit, from_day, name, parent, reports_to FROM placements ORDER BY unit, from_day, position")
        ) { row in placements[try row.code(0), default: []].append(try Placement(row, from: 1)) }
        try transaction.forEach(
            Statement("\(Assignment.selection) WHERE unit IS NOT NULL ORDER BY unit, course, position")
        ) { row in assignments[try row.code(0), default: []].append(try Assignment(row)) }
    }
}

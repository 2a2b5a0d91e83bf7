/// Whose records a caller may see: whole units with everything below them.
public enum Scope: Sendable, Hashable {
    /// All units.
    case everything
    /// These units and all below them; none at all when empty.
    case below([UnitCode])

    /// Whether a unit with this lineage (itself first, then upwards) lies in the scope.
    public func covers(_ lineage: [UnitCode]) -> Bool {
        switch self {
        case .everything: true
        case .below(let units): lineage.contains(where: units.contains)
        }
    }
}

/// Someone or something that asks: a person with a session, or a token.
public struct Caller: Sendable, Hashable {
    /// The person, nil for a token.
    public let person: PersonID?
    /// What the audit calls them: the person's id or `token:NAME`.
    public let name: String
    /// What they may do.
    public let role: Person.Role
    /// The units in charge of; without meaning for learners and administrators.
    public let units: [UnitCode]

    /// A caller.
    public init(person: PersonID?, name: String, role: Person.Role, units: [UnitCode]) {
        self.person = person
        self.name = name
        self.role = role
        self.units = units
    }

    /// Whose records they may see. A learner sees nobody's but the own.
    public var scope: Scope {
        switch role {
        case .admin: .everything
        case .coordinator, .inspector: .below(units)
        case .learner: .below([])
        }
    }

    /// Whether they see reports at all.
    public var oversees: Bool { role != .learner }

    /// Whether they may change people and enrolments in their scope.
    public var manages: Bool { role == .coordinator || role == .admin }

    /// The program itself, at the command line of the server's machine: whoever may read the database file may do
    /// everything with it anyway.
    public static let operatorAtTheMachine = Caller(person: nil, name: "command-line", role: .admin, units: [])
}

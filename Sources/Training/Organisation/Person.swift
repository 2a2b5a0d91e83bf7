/// A member of staff.
public struct Person: Sendable, Hashable {
    /// Identity inside the records.
    public let id: PersonID
    /// What they sign in with.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// The unit they belong to.
    public let unit: UnitCode
    /// What they may do.
    public let role: Role
    /// Whether they are at work.
    public let status: Status

    /// What a person may do beyond learning.
    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        /// Learns.
        case learner
        /// Sees and enrols the staff of units in charge.
        case coordinator
        /// Sees what a coordinator sees and changes nothing.
        case inspector
        /// May do everything.
        case admin
    }

    /// Whether a person counts in reports and may sign in.
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case active
        case suspended
    }

    /// A person.
    public init(
        id: PersonID, staffNumber: StaffNumber, name: String, unit: UnitCode, role: Role, status: Status
    ) {
        self.id = id
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.role = role
        self.status = status
    }
}

/// That a course is expected of a unit (and everyone below it, also those who join later) or of one person.
///
/// Each change is a new fact with the day it holds from; nothing is rewritten.
public struct Assignment: Sendable, Hashable {
    /// Whom it is expected of.
    public let target: Target
    /// The course.
    public let course: CourseID
    /// The last day to finish on, nil for no deadline.
    public let due: Day?
    /// Whether it holds or was withdrawn.
    public let status: Status
    /// The day from which this holds.
    public let from: Day
    /// The plan it was assigned with; nil for none.
    public let plan: PlanID?

    /// Whom a course is expected of.
    public enum Target: Sendable, Hashable {
        case unit(UnitCode)
        case person(PersonID)
    }

    /// Whether an assignment holds.
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case active
        case withdrawn
    }

    /// An assignment.
    public init(target: Target, course: CourseID, due: Day?, status: Status, from: Day, plan: PlanID? = nil) {
        self.target = target
        self.course = course
        self.due = due
        self.status = status
        self.from = from
        self.plan = plan
    }
}

/// Where a person belonged from a day on.
public struct Membership: Sendable, Hashable {
    /// The first day it holds.
    public let from: Day
    /// The unit.
    public let unit: UnitCode
    /// Whether the person counted there: not while suspended.
    public let active: Bool

    /// A membership.
    public init(from: Day, unit: UnitCode, active: Bool) {
        self.from = from
        self.unit = unit
        self.active = active
    }
}

/// That one person has until a later day.
public struct Extension: Sendable, Hashable {
    /// The last day to finish on.
    public let due: Day
    /// Why: 1–200 characters.
    public let reason: String

    /// The longest reason, in characters.
    public static let longestReason = 200

    /// An extension; nil without a reason, or with too long a one.
    public init?(due: Day, reason: String) {
        let reason = String(reason.trimming(while: \.isWhitespace))
        guard (1...Self.longestReason).contains(reason.count) else { return nil }
        self.due = due
        self.reason = reason
    }
}

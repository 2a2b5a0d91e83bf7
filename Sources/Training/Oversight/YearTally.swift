/// How much was done in a calendar year: a count, or the change of one.
public struct YearTally: Sendable, Hashable, AdditiveArithmetic {
    /// People with at least one marked try or finished course (人数).
    public var people: Int
    /// Marked tries (人次).
    public var attempts: Int
    /// Those of them that were passed.
    public var passed: Int
    /// What the finished courses count for, in halves of a 学时.
    public var halfHours: Int

    /// A tally; nothing unless said.
    public init(people: Int = 0, attempts: Int = 0, passed: Int = 0, halfHours: Int = 0) {
        self.people = people
        self.attempts = attempts
        self.passed = passed
        self.halfHours = halfHours
    }

    /// Passed of all marked tries (合格率), nil when there are none.
    public var passRate: Double? { attempts == 0 ? nil : Double(passed) / Double(attempts) }

    /// Whether nothing is counted or changed.
    public var isZero: Bool { self == YearTally() }

    /// Nothing.
    public static let zero = YearTally()

    /// The sum.
    public static func + (left: YearTally, right: YearTally) -> YearTally {
        YearTally(
            people: left.people + right.people, attempts: left.attempts + right.attempts,
            passed: left.passed + right.passed, halfHours: left.halfHours + right.halfHours)
    }

    /// The difference.
    public static func - (left: YearTally, right: YearTally) -> YearTally {
        YearTally(
            people: left.people - right.people, attempts: left.attempts - right.attempts,
            passed: left.passed - right.passed, halfHours: left.halfHours - right.halfHours)
    }
}

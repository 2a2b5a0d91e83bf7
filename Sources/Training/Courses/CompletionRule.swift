import FoundationEssentials

/// What completes a course and how long that holds. A record of completion keeps the rule that made it; another rule later
/// judges nobody backwards.
public struct CompletionRule: Sendable, Hashable {
    /// What is to be done.
    public let needs: Needs
    /// How long it holds.
    public let validity: Validity
    /// How many days before its last one it can be renewed, 1–180.
    public let renewalWindow: Int

    /// What is to be done, in the words of cmi5 (`moveOn`).
    public enum Needs: String, Sendable, Hashable, Codable, CaseIterable {
        /// The quiz passed.
        case passed
        /// Every lesson read.
        case completed
        /// Both.
        case completedAndPassed = "completed_and_passed"
        /// One of them.
        case completedOrPassed = "completed_or_passed"

        /// Whether that is enough.
        public func areMet(read: Bool, passed: Bool) -> Bool {
            switch self {
            case .passed: passed
            case .completed: read
            case .completedAndPassed: read && passed
            case .completedOrPassed: read || passed
            }
        }
    }

    /// Whether lessons that were not read stand in the way of somebody.
    public func asksForReading(passed: Bool) -> Bool {
        switch needs {
        case .passed: false
        case .completed, .completedAndPassed: true
        case .completedOrPassed: !passed
        }
    }

    /// How many days before the last one a renewal may begin unless the course says otherwise.
    public static let usualWindow = 30

    /// A rule; without arguments that of courses that say nothing.
    public init(
        needs: Needs = .completedAndPassed, validity: Validity = .always, renewalWindow: Int = Self.usualWindow
    ) {
        self.needs = needs
        self.validity = validity
        self.renewalWindow = renewalWindow
    }

    /// The last day of what is finished on `day`. In the last days of what was held before, the new period begins where that
    /// one ends; else on the day itself.
    public func last(ofFinishing day: Day, renewing held: Holding?) -> Day? {
        guard let held, let old = held.last, old >= day, let reopensAt = held.reopensAt, Day(at: reopensAt) <= day
        else { return validity.last(from: day) }
        return validity.last(from: old, renewing: true)
    }
}

extension CompletionRule {
    /// From when on what holds up to and with `last` can be finished once more; nil where it has no end. A day that is the
    /// same for all has no renewal before it is over.
    public func reopening(before last: Day?) -> Date? {
        guard let last else { return nil }
        if case .until = validity { return last.end }
        return last.adding(-renewalWindow).start
    }
}

/// What somebody has of a course that they finished: the completion that reaches farthest, of one or several.
public struct Holding: Sendable, Hashable {
    /// When the last thing was done.
    public let doneAt: Date
    /// The last day on which it holds; nil while it has no end.
    public let last: Day?
    /// From when on the course can be finished once more; nil while nobody knows.
    public let reopensAt: Date?

    /// A holding.
    public init(doneAt: Date, last: Day? = nil, reopensAt: Date? = nil) {
        self.doneAt = doneAt
        self.last = last
        self.reopensAt = reopensAt
    }

    /// Whether it holds on a day, which is not before its own.
    public func holds(on day: Day) -> Bool { last.map { day <= $0 } ?? true }

    /// Whether the course can be finished once more: in its last days, and when it is over.
    public func isOpen(at now: Date) -> Bool { reopensAt.map { $0 <= now } ?? false }

    /// What is done after this moment counts for the next completion; nil while that is not open, so that all counts that led
    /// to this one.
    public func roundBegan(at now: Date) -> Date? { isOpen(at: now) ? reopensAt.map { max($0, doneAt) } : nil }

    /// The one of several that reaches farthest; of equal ones the latest.
    public static func farthest(_ holdings: [Holding]) -> Holding? {
        holdings.max { left, right in
            let (one, other) = (left.last ?? Day(number: .max), right.last ?? Day(number: .max))
            return one == other ? left.doneAt < right.doneAt : one < other
        }
    }
}

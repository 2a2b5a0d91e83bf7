import FoundationEssentials

/// What a course counts for from a day on, said by an administrator. Before the first such rule a course counts for what its
/// author says.
///
/// A rule begins today or later and none is changed, so what a completion counted for when it was made stays as it was.
public struct CreditRule: Sendable, Hashable {
    /// The course.
    public let course: CourseID
    /// The first day on which whoever finishes gets it.
    public let from: Day
    /// What it counts for; nil for nothing.
    public let hours: CreditHours?

    /// The most that a course may count for.
    public static let most = CreditHours(halves: 200)

    /// A rule; nil for more than `most`.
    public init?(course: CourseID, from: Day, hours: CreditHours?) {
        guard (hours?.halves ?? 0) <= Self.most.halves else { return nil }
        self.course = course
        self.from = from
        self.hours = hours
    }

    /// A rule with when and by whom it was made.
    public struct Made: Sendable, Hashable {
        /// The rule.
        public let rule: CreditRule
        /// When.
        public let at: Date
        /// By whom, by name.
        public let by: String

        /// A rule that was made.
        public init(_ rule: CreditRule, at: Date, by: String) {
            self.rule = rule
            self.at = at
            self.by = by
        }
    }
}

extension [CreditRule.Made] {
    /// The rule that holds for a course on a day; nil where its author decides. Of several that begin on one day the one
    /// made last holds.
    public func holding(for course: CourseID, on day: Day) -> CreditRule? {
        filter { $0.rule.course == course && $0.rule.from <= day }
            .max { ($0.rule.from, $0.at) < ($1.rule.from, $1.at) }?.rule
    }
}

extension CreditHours {
    /// Reads `2`, `1.5`, `1.0`: hours in steps of a half, nil for anything else. Zero is `CreditHours(halves: 0)`.
    public init?(_ text: String) {
        let parts = text.trimming(while: \.isWhitespace).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, (1...4).contains(first.utf8.count),
            first.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let whole = Int(first)
        else { return nil }
        switch parts.dropFirst().first {
        case nil, "0": self.init(halves: 2 * whole)
        case "5": self.init(halves: 2 * whole + 1)
        default: return nil
        }
    }
}

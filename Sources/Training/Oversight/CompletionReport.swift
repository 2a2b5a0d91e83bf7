import FoundationEssentials

/// Who has finished in a unit, as numbers: the one value that page, JSON and CSV print.
public struct CompletionReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: Named
    /// The units above it that the reader may see, the highest first: the way back up.
    public let above: [Named]
    /// What was asked.
    public let query: Query
    /// When it was counted.
    public let countedAt: Date
    /// The unit and all below it.
    public let totals: Tally
    /// Those who belong to the unit itself.
    public let direct: Tally
    /// Each unit directly below, in the order of its code.
    public let children: [Line]
    /// The units that stand below it and report elsewhere, in the order of codes; they are not in the totals. Only where it
    /// is asked who reports to whom.
    public let elsewhere: [Elsewhere]
    /// How it went up to the day: of one course, by the unit above each. Where units report changes, which a curve would not
    /// show.
    public let curve: CompletionCurve?
    /// What changed of the unit, the first change first.
    public let changes: [UnitChange]
    /// Whether any unit reports elsewhere than to the one above it.
    public let hasReporting: Bool
    /// Whether the reader may see the people, not only their numbers.
    public let showsPeople: Bool

    /// What a report is of.
    public struct Query: Sendable, Hashable {
        /// The course, nil when person × course pairs of all courses are counted.
        public var course: CourseID?
        /// The day whose end is shown, nil for now.
        public var day: Day?
        /// Where people count.
        public var by: Belonging
        /// Which units are below others.
        public var tree: Tree

        /// A query; without arguments it wants the present of all courses.
        public init(
            course: CourseID? = nil, day: Day? = nil, by: Belonging = .then, tree: Tree = .administrative
        ) {
            self.course = course
            self.day = day
            self.by = by
            self.tree = tree
        }
    }

    /// Where people count who have changed units since the day, and units that have moved.
    public enum Belonging: String, Sendable, Hashable, Codable, CaseIterable {
        /// Where they belonged at the end of the day.
        case then
        /// Where they belong now.
        case now
    }

    /// Which units are below others.
    public enum Tree: String, Sendable, Hashable, Codable, CaseIterable {
        /// By the unit above each; scope follows it.
        case administrative
        /// By where each reports to, which is the unit above it unless another is named.
        case reporting
    }

    /// A unit by code and name.
    public struct Named: Sendable, Hashable {
        /// Its code.
        public let code: UnitCode
        /// Its name.
        public let name: String

        /// A unit's code and name.
        public init(code: UnitCode, name: String) {
            self.code = code
            self.name = name
        }
    }

    /// One unit below with its numbers.
    public struct Line: Sendable, Hashable {
        /// The unit.
        public let unit: Named
        /// It and all below it.
        public let totals: Tally
        /// Whether the reader may look into it: not when it has left their scope since.
        public let isOpen: Bool

        /// A line.
        public init(unit: Named, totals: Tally, isOpen: Bool = true) {
            self.unit = unit
            self.totals = totals
            self.isOpen = isOpen
        }
    }

    /// One unit below that reports elsewhere.
    public struct Elsewhere: Sendable, Hashable {
        /// The unit with its numbers.
        public let line: Line
        /// Where it reports to; nil when that is not the reader's to know.
        public let reportsTo: Named?

        /// A unit that reports elsewhere.
        public init(line: Line, reportsTo: Named?) {
            self.line = line
            self.reportsTo = reportsTo
        }
    }

    /// A report.
    public init(
        unit: Named, above: [Named], query: Query, countedAt: Date, totals: Tally, direct: Tally, children: [Line],
        elsewhere: [Elsewhere] = [], curve: CompletionCurve? = nil, changes: [UnitChange] = [],
        hasReporting: Bool = false, showsPeople: Bool = true
    ) {
        self.unit = unit
        self.above = above
        self.query = query
        self.countedAt = countedAt
        self.totals = totals
        self.direct = direct
        self.children = children
        self.elsewhere = elsewhere
        self.curve = curve
        self.changes = changes
        self.hasReporting = hasReporting
        self.showsPeople = showsPeople
    }

    /// The course, nil for all.
    public var course: CourseID? { query.course }

    /// The day whose end is shown, nil for now.
    public var day: Day? { query.day }
}

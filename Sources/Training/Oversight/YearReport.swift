import FoundationEssentials

/// How much was learnt in a unit in a calendar year: the one value that page, JSON and tables print.
public struct YearReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: CompletionReport.Named
    /// The units above it that the reader may see, the highest first.
    public let above: [CompletionReport.Named]
    /// What was asked.
    public let query: Query
    /// When it was counted.
    public let countedAt: Date
    /// The years that there is something to tell of, the latest first; this year is always among them.
    public let years: [Int]
    /// The unit and all below it.
    public let totals: YearTally
    /// The unit itself.
    public let direct: YearTally
    /// Each unit directly below, in the order of its code.
    public let children: [Line]
    /// The units that stand below it and report elsewhere, in the order of codes; they are not in the totals. Only where it
    /// is asked who reports to whom.
    public let elsewhere: [Line]
    /// Whether any unit reports elsewhere than to the one above it.
    public let hasReporting: Bool
    /// Whether the reader may see the people, not only their numbers.
    public let showsPeople: Bool

    /// What a report is of.
    public struct Query: Sendable, Hashable {
        /// The calendar year.
        public var year: Int
        /// The course, nil for all together.
        public var course: CourseID?
        /// Where what people did counts: in the unit of the day, under the units as they stood at the end of the year, or
        /// in the present one.
        public var by: CompletionReport.Belonging
        /// Which units are below others.
        public var tree: CompletionReport.Tree

        /// A query.
        public init(
            year: Int, course: CourseID? = nil, by: CompletionReport.Belonging = .then,
            tree: CompletionReport.Tree = .administrative
        ) {
            self.year = year
            self.course = course
            self.by = by
            self.tree = tree
        }

        /// The day as whose units the report shows them: the last of the year, or today while that is to come.
        public func standing(at now: Date) -> Day {
            let last = Day(year: year, month: 12, day: 31) ?? Day(at: now)
            return by == .now ? Day(number: .max) : min(last, Day(at: now))
        }
    }

    /// One unit below with its numbers.
    public struct Line: Sendable, Hashable {
        /// The unit.
        public let unit: CompletionReport.Named
        /// It and all below it.
        public let totals: YearTally
        /// Whether the reader may look into it: not when it has left their scope since.
        public let isOpen: Bool

        /// A line.
        public init(unit: CompletionReport.Named, totals: YearTally, isOpen: Bool = true) {
            self.unit = unit
            self.totals = totals
            self.isOpen = isOpen
        }
    }

    /// A report.
    public init(
        unit: CompletionReport.Named, above: [CompletionReport.Named], query: Query, countedAt: Date, years: [Int],
        totals: YearTally, direct: YearTally, children: [Line], elsewhere: [Line] = [], hasReporting: Bool = false,
        showsPeople: Bool = true
    ) {
        self.unit = unit
        self.above = above
        self.query = query
        self.countedAt = countedAt
        self.years = years
        self.totals = totals
        self.direct = direct
        self.children = children
        self.elsewhere = elsewhere
        self.hasReporting = hasReporting
        self.showsPeople = showsPeople
    }
}

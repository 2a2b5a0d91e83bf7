import FoundationEssentials

/// How answers came in from a unit: the one value that page, JSON and CSV print.
public struct DeliveryReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: CompletionReport.Named
    /// The units above it that the reader may see, the highest first.
    public let above: [CompletionReport.Named]
    /// What was asked.
    public let query: Query
    /// When it was counted.
    public let countedAt: Date
    /// The people who belong to the unit itself.
    public let direct: Delivery
    /// Each unit directly below with all below it, in the order of its code.
    public let children: [Line]
    /// The units that stand below it and report elsewhere, in the order of codes; they are not in the totals. Only where it
    /// is asked who reports to whom.
    public let elsewhere: [Line]
    /// Whether any unit reports elsewhere than to the one above it.
    public let hasReporting: Bool

    /// What a report is of.
    public struct Query: Sendable, Hashable {
        /// The course, nil for all of them.
        public var course: CourseID?
        /// The first day whose tries are counted, nil for all.
        public var since: Day?
        /// Whose tries are counted: those of the people who belong to a unit now, or those that were begun in it.
        public var by: CompletionReport.Belonging
        /// Which units are below others.
        public var tree: CompletionReport.Tree

        /// A query; without arguments it wants all tries of the people who are now there.
        public init(
            course: CourseID? = nil, since: Day? = nil, by: CompletionReport.Belonging = .now,
            tree: CompletionReport.Tree = .administrative
        ) {
            self.course = course
            self.since = since
            self.by = by
            self.tree = tree
        }
    }

    /// One unit below with its numbers.
    public struct Line: Sendable, Hashable {
        /// The unit.
        public let unit: CompletionReport.Named
        /// It and all below it.
        public let totals: Delivery
        /// Whether the reader may look into it.
        public let isOpen: Bool

        /// A line.
        public init(unit: CompletionReport.Named, totals: Delivery, isOpen: Bool = true) {
            self.unit = unit
            self.totals = totals
            self.isOpen = isOpen
        }
    }

    /// A report.
    public init(
        unit: CompletionReport.Named, above: [CompletionReport.Named], query: Query, countedAt: Date, direct: Delivery,
        children: [Line], elsewhere: [Line] = [], hasReporting: Bool = false
    ) {
        self.unit = unit
        self.above = above
        self.query = query
        self.countedAt = countedAt
        self.direct = direct
        self.children = children
        self.elsewhere = elsewhere
        self.hasReporting = hasReporting
    }

    /// The unit and all below it.
    public var totals: Delivery { children.map(\.totals).reduce(direct, +) }
}

import FoundationEssentials

/// How answers came in from a unit: the one value that page, JSON and CSV print.
public struct DeliveryReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: CompletionReport.Named
    /// The units above it that the reader may see, the highest first.
    public let above: [CompletionReport.Named]
    /// The course, nil for all of them.
    public let course: CourseID?
    /// The first day whose tries are counted, nil for all.
    public let since: Day?
    /// When it was counted.
    public let countedAt: Date
    /// The people who belong to the unit itself.
    public let direct: Delivery
    /// Each unit directly below with all below it, in the order of its code.
    public let children: [Line]

    /// One unit below with its numbers.
    public struct Line: Sendable, Hashable {
        /// The unit.
        public let unit: CompletionReport.Named
        /// It and all below it.
        public let totals: Delivery

        /// A line.
        public init(unit: CompletionReport.Named, totals: Delivery) {
            self.unit = unit
            self.totals = totals
        }
    }

    /// A report.
    public init(
        unit: CompletionReport.Named, above: [CompletionReport.Named], course: CourseID?, since: Day?, countedAt: Date,
        direct: Delivery, children: [Line]
    ) {
        self.unit = unit
        self.above = above
        self.course = course
        self.since = since
        self.countedAt = countedAt
        self.direct = direct
        self.children = children
    }

    /// The unit and all below it.
    public var totals: Delivery { children.map(\.totals).reduce(direct, +) }
}

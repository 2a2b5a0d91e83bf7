import FoundationEssentials

/// Who has finished in a unit, as numbers: the one value that page, JSON and CSV print.
public struct CompletionReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: Named
    /// The units above it that the reader may see, the highest first: the way back up.
    public let above: [Named]
    /// The course, nil when person × course pairs of all courses are counted.
    public let course: CourseID?
    /// The day whose end is shown, nil for now.
    public let day: Day?
    /// When it was counted.
    public let countedAt: Date
    /// The unit and all below it.
    public let totals: Tally
    /// Those who belong to the unit itself.
    public let direct: Tally
    /// Each unit directly below, in the order of its code.
    public let children: [Line]

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

        /// A line.
        public init(unit: Named, totals: Tally) {
            self.unit = unit
            self.totals = totals
        }
    }

    /// A report.
    public init(
        unit: Named, above: [Named], course: CourseID?, day: Day?, countedAt: Date, totals: Tally, direct: Tally,
        children: [Line]
    ) {
        self.unit = unit
        self.above = above
        self.course = course
        self.day = day
        self.countedAt = countedAt
        self.totals = totals
        self.direct = direct
        self.children = children
    }
}

import FoundationEssentials

/// What the people of a unit get wrong and by which misconception: the one value that page, JSON and CSV print. Numbers
/// only, nobody's name.
///
/// A person counts once for each misconception: by the latest handed-in try, up to the last day asked about, that met it.
/// Course and day are those of that try, and so is the unit unless people are counted where they belong now. So whoever has met it since and known better no longer holds it, in whatever
/// course that was, and the numbers of units, courses and spans of days add up.
public struct MisconceptionReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: CompletionReport.Named
    /// The units above it that the reader may see, the highest first.
    public let above: [CompletionReport.Named]
    /// What was asked.
    public let query: Query
    /// When it was counted.
    public let countedAt: Date
    /// Every misconception that somebody met, that which most people hold first.
    public private(set) var lines: [Line]
    /// The units that stand below it and report elsewhere, in the order of codes; they are in no number. Only where it is
    /// asked who reports to whom.
    public let elsewhere: [CompletionReport.Named]
    /// The units below that the reader may not look into: they have left their scope since.
    public let closed: Set<UnitCode>
    /// Whether any unit reports elsewhere than to the one above it.
    public let hasReporting: Bool

    /// What a report is of.
    public struct Query: Sendable, Hashable {
        /// The course, nil for all of them.
        public var course: CourseID?
        /// The first day whose tries count, nil for all up to `to`.
        public var from: Day?
        /// The last day whose tries count, nil for now.
        public var to: Day?
        /// Where people count: with the unit of their try, under the units as they stood on the last day, or where they
        /// belong now.
        public var by: CompletionReport.Belonging
        /// Which units are below others.
        public var tree: CompletionReport.Tree

        /// A query; without arguments it wants what everybody thinks now.
        public init(
            course: CourseID? = nil, from: Day? = nil, to: Day? = nil, by: CompletionReport.Belonging = .then,
            tree: CompletionReport.Tree = .administrative
        ) {
            self.course = course
            self.from = from
            self.to = to
            self.by = by
            self.tree = tree
        }
    }

    /// How many people must have met a misconception before it is said how many of them hold it.
    public static let leastPeople = 5

    /// People who met a misconception.
    public struct Count: Sendable, Hashable, AdditiveArithmetic {
        /// How many they are.
        public let met: Int
        private let holding: Int

        /// So many who met it, of whom so many chose it.
        public init(met: Int = 0, holding: Int = 0) {
            self.met = met
            self.holding = holding
        }

        /// How many of them chose it; nil where fewer than `leastPeople` met it, of whom a number says nothing.
        public var hold: Int? { met >= MisconceptionReport.leastPeople ? holding : nil }

        /// Their share in whole percents, halves rounded up; nil where `hold` is.
        public var percent: Int? { hold.map { ($0 * 200 + met) / (met * 2) } }

        /// Nobody.
        public static let zero = Count()

        /// Those of the one who are not the other's.
        public static func - (left: Count, right: Count) -> Count {
            Count(met: left.met - right.met, holding: left.holding - right.holding)
        }

        /// The sum.
        public static func + (left: Count, right: Count) -> Count {
            Count(met: left.met + right.met, holding: left.holding + right.holding)
        }

        /// Whether it stands before another: the more people hold it the earlier and, where as many do or that is not told,
        /// the fewer or the more met it. Nil when nothing tells them apart.
        fileprivate func comes(before other: Count) -> Bool? {
            if hold != other.hold { return hold ?? -1 > other.hold ?? -1 }
            if met != other.met { return (met < other.met) == (hold != nil) }
            return nil
        }
    }

    /// One misconception.
    public struct Line: Sendable, Hashable {
        /// Its id and what it is called.
        public let label: Misconception.Label
        /// What the content says about it; nil when it does not know it any more.
        public let taught: TaughtMisconception?
        /// The unit and all below it.
        public let totals: Count
        /// The unit itself.
        public let direct: Count
        /// The units right below in which somebody met it, with all below them: ordered as lines are.
        public let children: [Child]

        /// The table that it gets wrong.
        public var table: String { String(label.id.prefix { $0 != "/" }) }
    }

    /// One unit below with its numbers.
    public struct Child: Sendable, Hashable {
        /// The unit.
        public let unit: CompletionReport.Named
        /// It and all below it.
        public let totals: Count
    }

    /// What was counted of one misconception in one unit: in the unit asked about those directly in it, in one right below
    /// with all below that.
    public struct Counted: Sendable, Hashable {
        /// The misconception.
        public let label: Misconception.Label
        /// The unit.
        public let unit: CompletionReport.Named
        /// The number.
        public let count: Count

        /// A count.
        public init(label: Misconception.Label, unit: CompletionReport.Named, count: Count) {
            self.label = label
            self.unit = unit
            self.count = count
        }
    }

    /// A report of these counts.
    public init(
        unit: CompletionReport.Named, above: [CompletionReport.Named], query: Query, countedAt: Date,
        counted: [Counted], elsewhere: [CompletionReport.Named] = [], closed: Set<UnitCode> = [],
        hasReporting: Bool = false
    ) {
        self.unit = unit
        self.above = above
        self.query = query
        self.countedAt = countedAt
        self.elsewhere = elsewhere
        self.closed = closed
        self.hasReporting = hasReporting
        lines = Dictionary(grouping: counted, by: \.label.id).values.map { Line($0, of: unit.code) }.inOrder
    }

    /// The same with some of its lines.
    func only(_ isWanted: (Line) -> Bool) -> MisconceptionReport {
        var report = self
        report.lines = lines.filter(isWanted)
        return report
    }

    /// The same with what the content says about each misconception, by id.
    public func explained(by taught: [String: TaughtMisconception]) -> MisconceptionReport {
        var report = self
        report.lines = lines.map { $0.explained(by: taught[$0.label.id]) }
        return report
    }
}

extension MisconceptionReport.Line {
    /// What was counted of one misconception, at least once, in the unit and right below it.
    fileprivate init(_ counted: [MisconceptionReport.Counted], of unit: UnitCode) {
        let direct = counted.filter { $0.unit.code == unit }.map(\.count).reduce(.init(), +)
        let below = counted.filter { $0.unit.code != unit && $0.count.met > 0 }
            .sorted { $0.count.comes(before: $1.count) ?? ($0.unit.code < $1.unit.code) }
        self.init(
            label: counted[0].label, taught: nil, totals: below.map(\.count).reduce(direct, +), direct: direct,
            children: below.map { .init(unit: $0.unit, totals: $0.count) })
    }

    fileprivate func explained(by taught: TaughtMisconception?) -> Self {
        Self(label: taught?.label ?? label, taught: taught, totals: totals, direct: direct, children: children)
    }
}

extension [MisconceptionReport.Line] {
    fileprivate var inOrder: Self {
        filter { $0.totals.met > 0 }.sorted { $0.totals.comes(before: $1.totals) ?? ($0.label.id < $1.label.id) }
    }
}

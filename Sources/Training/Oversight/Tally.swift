/// How many standings of each kind: a count, or the change of one.
public struct Tally: Sendable, Hashable {
    /// Expected of someone, exempt ones apart.
    public var assigned = 0
    /// Finished.
    public var completed = 0
    /// Begun.
    public var inProgress = 0
    /// Not begun.
    public var notStarted = 0
    /// Finished once, no longer valid.
    public var expired = 0
    /// Not finished and past due.
    public var overdue = 0
    /// Expected of nobody for a stated reason.
    public var exempt = 0

    /// Nothing counted.
    public init() {}

    /// A tally of these counts.
    public init(
        assigned: Int, completed: Int, inProgress: Int, notStarted: Int, expired: Int, overdue: Int, exempt: Int
    ) {
        self.assigned = assigned
        self.completed = completed
        self.inProgress = inProgress
        self.notStarted = notStarted
        self.expired = expired
        self.overdue = overdue
        self.exempt = exempt
    }

    /// The tally of one standing.
    public init(_ standing: Standing) {
        switch standing.state {
        case .completed: completed = 1
        case .inProgress: inProgress = 1
        case .notStarted: notStarted = 1
        case .expired: expired = 1
        case .exempt: exempt = 1
        }
        if standing.state != .exempt { assigned = 1 }
        if standing.overdue { overdue = 1 }
    }

    /// Completed of assigned, nil when nothing is assigned.
    public var rate: Double? { assigned == 0 ? nil : Double(completed) / Double(assigned) }

    /// The same with those who are exempt among the assigned; nil when there is nobody.
    public var rateWithExempt: Double? {
        assigned + exempt == 0 ? nil : Double(completed) / Double(assigned + exempt)
    }

    /// Whether nothing is counted or changed.
    public var isZero: Bool { self == Tally() }

    /// The sum.
    public static func + (left: Tally, right: Tally) -> Tally { combined(left, right, +) }

    /// The difference.
    public static func - (left: Tally, right: Tally) -> Tally { combined(left, right, -) }

    private static func combined(_ left: Tally, _ right: Tally, _ count: (Int, Int) -> Int) -> Tally {
        Tally(
            assigned: count(left.assigned, right.assigned), completed: count(left.completed, right.completed),
            inProgress: count(left.inProgress, right.inProgress), notStarted: count(left.notStarted, right.notStarted),
            expired: count(left.expired, right.expired), overdue: count(left.overdue, right.overdue),
            exempt: count(left.exempt, right.exempt))
    }
}

/// Signed changes of tallies by unit, course and day: what a fact adds to the records.
public struct TallyDeltas: Sendable, Hashable {
    /// Where a change belongs.
    public struct Place: Sendable, Hashable {
        /// The unit.
        public let unit: UnitCode
        /// Whether it counts those directly in the unit or also all below.
        public let reach: Reach
        /// The course.
        public let course: CourseID
        /// The day from which the change holds.
        public let day: Day

        /// A place.
        public init(unit: UnitCode, reach: Reach, course: CourseID, day: Day) {
            self.unit = unit
            self.reach = reach
            self.course = course
            self.day = day
        }
    }

    /// Who is counted under a unit.
    public enum Reach: String, Sendable, Hashable {
        /// Those who belonged to the unit itself on the day.
        case direct
        /// Those who belonged to it or to a unit that was below it on the day.
        case below
        /// What is to be added to `direct` for those who belong to the unit now; nearly nobody has moved, so this is small.
        case directMoved = "direct_moved"
        /// The same for `below`, with the units that are below it now.
        case belowMoved = "below_moved"
    }

    /// The changes, none of them zero.
    public private(set) var changes: [Place: Tally] = [:]

    /// No changes.
    public init() {}

    /// Only the changes of counts by the unit now.
    public var ofMovesAlone: TallyDeltas {
        var deltas = TallyDeltas()
        deltas.changes = changes.filter { $0.key.reach == .directMoved || $0.key.reach == .belowMoved }
        return deltas
    }

    /// Replaces what `before` counted by what `after` counts, for one person and `course`; each with the units as they
    /// stood.
    ///
    /// Summed over all people this keeps the law that a tally up to a day is the count of standings on that day.
    public mutating func replace(
        _ before: (history: History, tree: DatedTree)?, by after: (history: History, tree: DatedTree),
        of course: CourseID
    ) {
        if let before {
            guard before.history != after.history || before.tree != after.tree else { return }
            add(before.history, course, before.tree, sign: -1)
        }
        add(after.history, course, after.tree, sign: 1)
    }

    private mutating func add(_ history: History, _ course: CourseID, _ tree: DatedTree, sign: Int) {
        let now = history.lineageNow(in: tree)
        var last: History.Change?
        for change in history.timeline(in: tree) {
            if let last { count(last, course, change.from, now, -sign) }
            count(change, course, change.from, now, sign)
            last = change
        }
    }

    /// Counts what a change says, from `day` on.
    private mutating func count(
        _ change: History.Change, _ course: CourseID, _ day: Day, _ now: [UnitCode], _ sign: Int
    ) {
        guard let standing = change.standing else { return }
        let one = sign > 0 ? Tally(standing) : Tally() - Tally(standing)
        add(one, course, day, change.lineage, .direct, .below)
        guard now != change.lineage else { return }
        add(one, course, day, now, .directMoved, .belowMoved)
        add(Tally() - one, course, day, change.lineage, .directMoved, .belowMoved)
    }

    private mutating func add(
        _ tally: Tally, _ course: CourseID, _ day: Day, _ lineage: [UnitCode], _ direct: Reach, _ below: Reach
    ) {
        for unit in lineage.prefix(1) { add(tally, at: Place(unit: unit, reach: direct, course: course, day: day)) }
        for unit in lineage { add(tally, at: Place(unit: unit, reach: below, course: course, day: day)) }
    }

    private mutating func add(_ tally: Tally, at place: Place) {
        let sum = changes[place, default: Tally()] + tally
        changes[place] = sum.isZero ? nil : sum
    }
}

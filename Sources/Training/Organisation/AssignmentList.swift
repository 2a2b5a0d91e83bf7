import FoundationEssentials

/// What is assigned where somebody looks: to a unit, to those above and below it, and to single people.
public struct AssignmentList: Sendable, Hashable {
    /// The unit.
    public let unit: Unit
    /// The newest word about each course and target, those of units first, from the top down; withdrawn ones among them.
    public let lines: [AssignmentLine]
    /// Whether there are more than are listed.
    public let isCut: Bool

    /// A list.
    public init(unit: Unit, lines: [AssignmentLine], isCut: Bool) {
        self.unit = unit
        self.lines = lines
        self.isCut = isCut
    }

    /// Those that hold.
    public var standing: [AssignmentLine] { lines.filter { $0.status == .active } }

    /// What plans have gained since they were assigned to the unit, to units below and to people: courses of which nobody has
    /// said anything yet to those who have others of the same plan. By target, then plan.
    public func gaps(in plans: [LearningPlan]) -> [PlanGap] {
        var targets: [AssignmentLine.Target] = []
        for line in lines where !targets.contains(line.target) { targets.append(line.target) }
        return targets.filter { $0.isWithin }.flatMap { target in
            let here = lines.filter { $0.target == target }
            let known = Set(here.map(\.course))
            return plans.compactMap { plan -> PlanGap? in
                let assigned = here.filter { $0.plan == plan.id && $0.status == .active }
                let missing = plan.courses.filter { !known.contains($0) }
                guard !assigned.isEmpty, !missing.isEmpty else { return nil }
                return PlanGap(target: target, plan: plan.id, courses: missing, due: assigned.compactMap(\.due).max())
            }
        }
    }
}

/// The newest word about a course and one target.
public struct AssignmentLine: Sendable, Hashable {
    /// Whom it is about.
    public let target: Target
    /// The course.
    public let course: CourseID
    /// The plan it was assigned with; nil for none.
    public let plan: PlanID?
    /// The last day to finish on.
    public let due: Day?
    /// Whether it holds.
    public let status: Assignment.Status
    /// The day from which this is so.
    public let from: Day
    /// By whom, by name; nil where that is not told.
    public let by: String?

    /// Whom an assignment is about, as whoever looks sees it.
    public enum Target: Sendable, Hashable {
        /// The unit that is looked at.
        case here(UnitCode)
        /// A unit above it in the scope.
        case above(UnitCode, name: String)
        /// A unit above it outside the scope.
        case hidden
        /// A unit below.
        case below(UnitCode, name: String)
        /// Somebody at work in the unit or below.
        case person(StaffNumber, name: String, unitName: String)

        /// Whether it can be changed from here: the unit, what is below and who belongs to it.
        public var isWithin: Bool {
            switch self {
            case .here, .below, .person: true
            case .above, .hidden: false
            }
        }
    }

    /// A line.
    public init(
        target: Target, course: CourseID, plan: PlanID?, due: Day?, status: Assignment.Status, from: Day, by: String?
    ) {
        self.target = target
        self.course = course
        self.plan = plan
        self.due = due
        self.status = status
        self.from = from
        self.by = by
    }
}

/// Courses that a plan has gained since it was assigned.
public struct PlanGap: Sendable, Hashable {
    /// Whom it was assigned to.
    public let target: AssignmentLine.Target
    /// The plan.
    public let plan: PlanID
    /// What it has gained.
    public let courses: [CourseID]
    /// The latest last day of the plan's other courses there.
    public let due: Day?

    /// A gap.
    public init(target: AssignmentLine.Target, plan: PlanID, courses: [CourseID], due: Day?) {
        self.target = target
        self.plan = plan
        self.courses = courses
        self.due = due
    }
}

/// What assigning or withdrawing did.
public struct AssignmentReceipt: Sendable, Hashable {
    /// How many assignments were written: one for each course and target.
    public let changed: Int
    /// How many said the same before.
    public let unchanged: Int

    /// A receipt.
    public init(changed: Int, unchanged: Int) {
        self.changed = changed
        self.unchanged = unchanged
    }
}

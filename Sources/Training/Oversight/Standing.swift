/// Where a person stands with a course that is assigned to them, on one day.
public struct Standing: Sendable, Hashable {
    /// The unit the person counts in.
    public let unit: UnitCode
    /// How far they are.
    public let state: State
    /// The last day to finish on, if there is one.
    public let due: Day?
    /// Whether that day has passed without completion.
    public let overdue: Bool

    /// How far a person is with a course.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case notStarted = "not_started"
        case inProgress = "in_progress"
        case completed
        case expired
        case exempt

        /// What somebody counts as who has begun, finished or is exempt: what is finished stays so while it holds, and an
        /// exemption comes before what has expired or was begun.
        public init(begun: Bool, finished: Bool, expired: Bool, exempt: Bool) {
            self =
                finished ? .completed : exempt ? .exempt : expired ? .expired : begun ? .inProgress : .notStarted
        }

        /// Whether a due day that has passed makes somebody late.
        public var canBeOverdue: Bool { self != .completed && self != .exempt }
    }
}

/// All dated facts about one person and one course, and what follows from them for any day.
///
/// This is the one place that decides who counts where and as what. Tallies and lists are kept in step with it.
public struct History: Sendable, Hashable {
    /// Where the person belonged; of several on one day the last holds.
    public var memberships: [Membership]
    /// The facts about this course's assignment to the person or to any unit; those of units the person never was in
    /// or below do no harm. Of several for one target on one day the last holds.
    public var assignments: [Assignment]
    /// The days on which the person need not take it.
    public var exemptions: [Exemption.Period]
    /// The day the person first read a lesson or began a try.
    public var started: Day?
    /// The days on which what the person finished held, once or several times.
    public var completions: [Completion.Period]

    /// A history.
    public init(
        memberships: [Membership] = [], assignments: [Assignment] = [], exemptions: [Exemption.Period] = [],
        started: Day? = nil, completions: [Completion.Period] = []
    ) {
        self.memberships = memberships
        self.assignments = assignments
        self.exemptions = exemptions
        self.started = started
        self.completions = completions
    }

    /// Where the person stands at the end of `day`; nil when the course was not expected of them.
    ///
    /// The person's own assignment beats the unit's, the nearer unit's beats the farther. What is finished is never
    /// overdue while it holds, and what was finished before it was assigned is finished. Nor is anything overdue while one is
    /// exempt.
    public func standing(on day: Day, in tree: DatedTree) -> Standing? {
        guard let membership = memberships.last(where: { $0.from <= day }), membership.active,
            let assignment = assignment(on: day, for: tree.lineage(of: membership.unit, on: day))
        else { return nil }
        let state = Standing.State(
            begun: started.map { $0 <= day } ?? false, finished: completions.contains { $0.contains(day) },
            expired: completions.contains { $0.from <= day }, exempt: exemptions.contains { $0.contains(day) })
        let overdue = state.canBeOverdue && assignment.due.map { $0 < day } ?? false
        return Standing(unit: membership.unit, state: state, due: assignment.due, overdue: overdue)
    }

    /// The days on which the standing changes, or the units above the one it counts in; the future included, since a
    /// deadline passes by itself.
    public func timeline(in tree: DatedTree) -> [Change] {
        var changes: [Change] = []
        for day in turningPoints(in: tree) {
            let standing = standing(on: day, in: tree)
            let lineage = standing.map { tree.lineage(of: $0.unit, on: day) } ?? []
            guard standing != changes.last?.standing || lineage != changes.last?.lineage ?? [] else { continue }
            changes.append(Change(from: day, standing: standing, lineage: lineage))
        }
        return changes
    }

    /// What holds from a day on.
    public struct Change: Sendable, Hashable {
        /// The day.
        public let from: Day
        /// Where the person stands; nil while the course is not expected of them.
        public let standing: Standing?
        /// The unit that this counts in, then each above it; empty without a standing.
        public let lineage: [UnitCode]
    }

    /// The unit the person belongs to now, then each that is now above it.
    func lineageNow(in tree: DatedTree) -> [UnitCode] {
        memberships.last.map { tree.lineage(of: $0.unit, on: Day(number: .max)) } ?? []
    }

    private func turningPoints(in tree: DatedTree) -> [Day] {
        var days = Set(memberships.map(\.from)).union(tree.days)
        for assignment in assignments {
            days.insert(assignment.from)
            if let due = assignment.due { days.insert(due.adding(1)) }
        }
        for exemption in exemptions {
            days.insert(exemption.from)
            if let until = exemption.until { days.insert(until.adding(1)) }
        }
        if let started { days.insert(started) }
        for completion in completions {
            days.insert(completion.from)
            if let last = completion.last { days.insert(last.adding(1)) }
        }
        return days.sorted()
    }

    private func assignment(on day: Day, for lineage: [UnitCode]) -> Assignment? {
        var own: Assignment?
        var ofUnits: [UnitCode: Assignment] = [:]
        for assignment in assignments where assignment.from <= day {
            switch assignment.target {
            case .person: own = latest(own, assignment)
            case .unit(let unit): ofUnits[unit] = latest(ofUnits[unit], assignment)
            }
        }
        if let own, own.status == .active { return own }
        return lineage.lazy.compactMap { ofUnits[$0] }.first { $0.status == .active }
    }

    private func latest(_ known: Assignment?, _ next: Assignment) -> Assignment {
        guard let known, known.from > next.from else { return next }
        return known
    }
}

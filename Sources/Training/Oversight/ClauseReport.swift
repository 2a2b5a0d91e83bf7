/// Which clauses have changed since people finished courses that rest on them, and what there is to do about it.
public struct ClauseReport: Sendable, Hashable {
    /// The clauses in whose older versions completions of people at work rest, by id, but for those whose update all have
    /// finished.
    public let outdated: [Outdated]
    /// The questions that are not asked until they are revised, as a clause has risen under them, by id.
    public let staleItems: [ClauseChanges.StaleItem]
    /// The courses whose papers would run short without those questions.
    public let shortPapers: [ClauseChanges.ShortPaper]
    /// The changed clauses that no update is about and none can be, as no question asks about them; by id.
    public let uncovered: [ClauseID]
    /// The update that is to be made; nil when there is one for every clause that has a question.
    public let proposal: Proposal?
    /// The updates that were made, the newest first.
    public let updates: [Made]

    /// A clause that has changed.
    public struct Outdated: Sendable, Hashable {
        /// What became of it.
        public let change: ClauseUpdate.Change
        /// The courses whose completions rest on an older version, by id, with the number of people at work. Who has finished
        /// the update about it does not count.
        public let courses: [Reliance]
        /// The update about it, if one was made.
        public let update: CourseID?

        /// A clause that has changed.
        public init(change: ClauseUpdate.Change, courses: [Reliance], update: CourseID?) {
            self.change = change
            self.courses = courses
            self.update = update
        }
    }

    /// How many people at work finished a course on an older version.
    public struct Reliance: Sendable, Hashable {
        /// The course.
        public let course: CourseID
        /// How many.
        public let people: Int

        /// So many of a course.
        public init(course: CourseID, people: Int) {
            self.course = course
            self.people = people
        }
    }

    /// An update that nobody has made yet.
    public struct Proposal: Sendable, Hashable {
        /// What it would be made of.
        public let plan: ClauseUpdate.Plan
        /// SHA-256 of the plan: who makes the update says with it what they have seen.
        public let fingerprint: String
        /// How many people at work it would be assigned to.
        public let people: Int

        /// A proposal.
        public init(plan: ClauseUpdate.Plan, fingerprint: String, people: Int) {
            self.plan = plan
            self.fingerprint = fingerprint
            self.people = people
        }
    }

    /// An update, and how far it has come.
    public struct Made: Sendable, Hashable {
        /// The update.
        public let update: ClauseUpdate
        /// To how many people at work it is assigned.
        public let assigned: Int
        /// How many of them have finished it.
        public let completed: Int
        /// How many people at work rest on the older clauses and were never assigned it.
        public let missing: Int
        /// Those of its clauses that do not say any more what it tells, by id.
        public let departed: [ClauseID]

        /// Whether nobody at work has yet to finish it.
        public var isFinished: Bool { completed == assigned && missing == 0 }

        /// An update with its numbers.
        public init(update: ClauseUpdate, assigned: Int, completed: Int, missing: Int, departed: [ClauseID] = []) {
            self.update = update
            self.assigned = assigned
            self.completed = completed
            self.missing = missing
            self.departed = departed
        }
    }

    /// A report.
    public init(
        outdated: [Outdated], staleItems: [ClauseChanges.StaleItem], shortPapers: [ClauseChanges.ShortPaper],
        uncovered: [ClauseID], proposal: Proposal?, updates: [Made]
    ) {
        self.outdated = outdated
        self.staleItems = staleItems
        self.shortPapers = shortPapers
        self.uncovered = uncovered
        self.proposal = proposal
        self.updates = updates
    }
}

/// Somebody who finished a course on an older version of clauses.
public struct OutdatedCompletion: Sendable, Hashable {
    /// The number they sign in with.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// Where they belong now.
    public let unit: UnitCode
    /// The course.
    public let course: CourseID
    /// The clauses that have changed since, by id; never empty.
    public let clauses: [ClauseID]

    /// Somebody with a course.
    public init(staffNumber: StaffNumber, name: String, unit: UnitCode, course: CourseID, clauses: [ClauseID]) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.course = course
        self.clauses = clauses
    }
}

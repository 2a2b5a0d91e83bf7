import FoundationEssentials

/// What applying a correction would change, name by name.
public struct RegradePlan: Sendable, Hashable {
    /// The correction.
    public let correction: Correction
    /// The tries of which a mark changes: those that would no longer be passed first, then those that become so, then
    /// the other scores, at last those with the same score; within each by unit and number.
    public let changes: [Change]
    /// How many tries go on that ask the question with another key. They are marked by the corrected key when they are
    /// handed in, once the correction is applied.
    public let inProgress: Int
    /// How many tries are left alone because they were handed in before the new rule held.
    public let beforeTheRule: Int
    /// SHA-256 over all that would be written, hexadecimal: another one means that something changed.
    public let fingerprint: String

    /// One try.
    public struct Change: Sendable, Hashable {
        /// The try.
        public let attempt: AttemptID
        /// Whose it is.
        public let person: Person
        /// The name of their unit.
        public let unitName: String
        /// The course.
        public let course: CourseID
        /// First try 1, second try 2 …
        public let number: Int
        /// Whether the person has finished the course. Nothing takes that back.
        public let courseCompleted: Bool
        /// What changes.
        public let regrade: Regrade

        /// A change.
        public init(
            attempt: AttemptID, person: Person, unitName: String, course: CourseID, number: Int, courseCompleted: Bool,
            regrade: Regrade
        ) {
            self.attempt = attempt
            self.person = person
            self.unitName = unitName
            self.course = course
            self.number = number
            self.courseCompleted = courseCompleted
            self.regrade = regrade
        }
    }

    /// A plan; the changes in any order.
    public init(
        correction: Correction, changes: [Change], inProgress: Int, beforeTheRule: Int, fingerprint: String
    ) {
        let ranks: [Regrade.Effect] = [.fails, .passes, .score, .unchanged]
        self.correction = correction
        self.changes = changes.sorted { $0.place(ranks) < $1.place(ranks) }
        self.inProgress = inProgress
        self.beforeTheRule = beforeTheRule
        self.fingerprint = fingerprint
    }

    /// Whether there is nothing to apply.
    public var isEmpty: Bool { changes.isEmpty && inProgress == 0 }

    /// How many tries it means this to.
    public func count(_ effect: Regrade.Effect) -> Int { changes.count { $0.regrade.effect == effect } }
}

extension RegradePlan.Change {
    fileprivate func place(_ ranks: [Regrade.Effect]) -> (Int, UnitCode, StaffNumber, CourseID, Int) {
        (ranks.firstIndex(of: regrade.effect) ?? 0, person.unit, person.staffNumber, course, number)
    }
}

/// A correction that was applied; nothing takes it back, a later one may correct it again.
public struct AppliedRegrade: Sendable, Hashable {
    /// Its id.
    public let id: RegradeID
    /// The question.
    public let question: QuestionID
    /// The version whose key was taken.
    public let version: String
    /// When.
    public let at: Date
    /// By whom: a name, or `token:NAME`.
    public let by: String
    /// Why, in the words that learners read.
    public let reason: String
    /// The first day of the new rule; nil when a mistake was put right.
    public let from: Day?
    /// How many tries it changed.
    public let counts: Counts

    /// How many tries a correction changed, as it was applied.
    public struct Counts: Sendable, Hashable {
        /// A mark of them.
        public let marks: Int
        /// Their score.
        public let scores: Int
        /// Those that became passed.
        public let passed: Int
        /// Those that are no longer passed, by leave of the administrator.
        public let failed: Int
        /// Those that stayed passed although the corrected score is below the pass mark.
        public let kept: Int
        /// The courses that were finished by it.
        public let completed: Int

        /// Counts.
        public init(marks: Int, scores: Int, passed: Int, failed: Int, kept: Int, completed: Int) {
            self.marks = marks
            self.scores = scores
            self.passed = passed
            self.failed = failed
            self.kept = kept
            self.completed = completed
        }
    }

    /// An applied correction.
    public init(
        id: RegradeID, question: QuestionID, version: String, at: Date, by: String, reason: String, from: Day?,
        counts: Counts
    ) {
        self.id = id
        self.question = question
        self.version = version
        self.at = at
        self.by = by
        self.reason = reason
        self.from = from
        self.counts = counts
    }
}

/// What corrections made of one try, for its review.
public struct CorrectedAttempt: Sendable, Hashable {
    /// The newest correction of each place that has one.
    public let slots: [Int: Slot]
    /// The score that was told before the first of them; nil when none changed what was told.
    public let formerScore: Marks?
    /// Whether it stays passed although its score is below the pass mark.
    public let keptPass: Bool

    /// A correction of one mark.
    public struct Slot: Sendable, Hashable {
        /// When.
        public let at: Date
        /// Why.
        public let reason: String
        /// Whether the correction was applied while the try went on: then nobody ever saw the mark before.
        public let atHandIn: Bool
        /// The mark that held before.
        public let former: Mark
        /// The question with the key that the mark before was given by.
        public let formerQuestion: Question
        /// The question with the corrected key.
        public let question: Question

        /// A correction.
        public init(
            at: Date, reason: String, atHandIn: Bool, former: Mark, formerQuestion: Question, question: Question
        ) {
            self.at = at
            self.reason = reason
            self.atHandIn = atHandIn
            self.former = former
            self.formerQuestion = formerQuestion
            self.question = question
        }
    }

    /// What was corrected.
    public init(slots: [Int: Slot], formerScore: Marks?, keptPass: Bool) {
        self.slots = slots
        self.formerScore = formerScore
        self.keptPass = keptPass
    }

    /// Nothing was.
    public static let none = CorrectedAttempt(slots: [:], formerScore: nil, keptPass: false)
}

/// An applied correction.
public typealias RegradeID = Code<AppliedRegrade>

import FoundationEssentials

/// That somebody finished a course before or beside this system, on a day of which a paper tells (补录). It counts as
/// a completion from that day on.
public struct EarlierResult: Sendable, Hashable {
    /// The course.
    public let course: CourseID
    /// The day on which it was finished.
    public let day: Day
    /// The score of 100, if one is known; never below the course's pass mark.
    public let score: Marks?
    /// Where the paper lies: the number of a file, a sign-in sheet; 1–200 characters.
    public let evidence: String

    /// The full score.
    public static let maxScore = Marks(hundredths: 10_000)
    /// The longest evidence, in characters.
    public static let longestEvidence = 200
    /// The first day that a result can be of.
    public static let firstDay = Day(number: 10_957)

    /// A result; nil without evidence or with too long one, for a day before 2000 and for a score above the full one.
    public init?(course: CourseID, day: Day, score: Marks? = nil, evidence: String) {
        let evidence = String(evidence.trimming(while: \.isWhitespace))
        guard (1...Self.longestEvidence).contains(evidence.count), day >= Self.firstDay,
            score.map({ (.zero...Self.maxScore).contains($0) }) ?? true
        else { return nil }
        self.course = course
        self.day = day
        self.score = score
        self.evidence = evidence
    }

    /// Whether the score, if there is one, reaches a pass mark in percent.
    public func reaches(_ passMark: Int) -> Bool { score.map { $0.hundredths >= passMark * 100 } ?? true }
}

extension EarlierResult {
    /// A result as it was recorded, and what became of it.
    public struct Recorded: Sendable, Hashable {
        /// Names it; later ones sort later.
        public let id: EarlierResultID
        /// What was recorded.
        public let result: EarlierResult
        /// When.
        public let at: Date
        /// By whom, by name.
        public let by: String
        /// That it was taken back.
        public let withdrawal: Withdrawal?

        /// A result that was recorded.
        public init(
            _ id: EarlierResultID, _ result: EarlierResult, at: Date, by: String, withdrawal: Withdrawal? = nil
        ) {
            self.id = id
            self.result = result
            self.at = at
            self.by = by
            self.withdrawal = withdrawal
        }
    }

    /// That a result was taken back: it never held.
    public struct Withdrawal: Sendable, Hashable {
        /// Why.
        public let reason: String
        /// When.
        public let at: Date
        /// By whom, by name.
        public let by: String

        /// A withdrawal.
        public init(reason: String, at: Date, by: String) {
            self.reason = reason
            self.at = at
            self.by = by
        }
    }

    /// Somebody with a result.
    public struct OfPerson: Sendable, Hashable {
        /// The number.
        public let staffNumber: StaffNumber
        /// The name.
        public let name: String
        /// The unit they belong to now.
        public let unit: UnitCode
        /// Its name.
        public let unitName: String
        /// The result.
        public let recorded: Recorded

        /// Somebody with a result.
        public init(staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, recorded: Recorded) {
            self.staffNumber = staffNumber
            self.name = name
            self.unit = unit
            self.unitName = unitName
            self.recorded = recorded
        }
    }
}

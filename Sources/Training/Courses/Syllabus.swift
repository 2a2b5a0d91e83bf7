/// What a course is for: for whom, how long, what one can do afterwards, and what to keep beside the desk.
public struct Syllabus: Sendable, Hashable {
    /// Who should take it, in the order of `Audience`; never empty, none twice.
    public let audience: [Audience]
    /// What lessons and quiz together count for.
    public let creditHours: CreditHours
    /// What one can do afterwards: 3 to 6.
    public let outcomes: [Bilingual]
    /// What to check in daily work: 8 to 14 lines, which fit on a sheet of A4.
    public let checklist: [ChecklistLine]

    /// Whom courses are written for.
    public enum Audience: String, Sendable, Hashable, Codable, CaseIterable {
        /// 民政干部职工
        case cadres
        /// 基层经办人员
        case frontline
    }

    /// One action, with a number where the rule has one.
    public struct ChecklistLine: Sendable, Hashable {
        /// The action.
        public let text: String
        /// What it rests on, one of them verified at least.
        public let clauses: [ClauseID]

        /// A line.
        public init(_ text: String, clauses: [ClauseID]) {
            self.text = text
            self.clauses = clauses
        }
    }

    /// The same, counting for so much; nil for nothing.
    func counting(_ hours: CreditHours?) -> Syllabus {
        Syllabus(
            audience: audience, creditHours: hours ?? CreditHours(halves: 0), outcomes: outcomes, checklist: checklist)
    }

    /// A syllabus.
    public init(
        audience: [Audience], creditHours: CreditHours, outcomes: [Bilingual], checklist: [ChecklistLine]
    ) {
        self.audience = audience
        self.creditHours = creditHours
        self.outcomes = outcomes
        self.checklist = checklist
    }
}

/// 学时 of 45 minutes, in steps of a half.
public struct CreditHours: Sendable, Hashable, CustomStringConvertible {
    /// How many halves; at least 1, except in the sum of nothing.
    public let halves: Int

    /// So many halves.
    public init(halves: Int) { self.halves = halves }

    /// `1.5`, `2`.
    public var description: String { halves % 2 == 0 ? "\(halves / 2)" : "\(halves / 2).5" }

    /// Whether `minutes` are within half a 学时 of it.
    public func fits(minutes: Int) -> Bool { abs(halves * 45 - minutes * 2) <= 45 }
}

extension Course {
    /// How long lessons and quiz take: the quiz as long as its time limit, else two minutes for a question and six for a
    /// scenario, which is what a careful reader needs on a telephone.
    public var expectedMinutes: Int {
        let scenarios = quiz.blueprint.scenarios.count
        return minutes + (quiz.rules.timeLimit ?? 2 * (quiz.blueprint.count - scenarios) + 6 * scenarios)
    }
}

import FoundationEssentials
import Training

/// The wire form of what is to be corrected and what was.
struct CorrectionsDocument: Encodable {
    let open: [OpenCorrection]
    let applied: [AppliedRegradeDocument]

    /// A question to correct.
    struct OpenCorrection: Encodable {
        let question: QuestionID
        let stem: String
        let version: String
        let key_from: Day?

        init(_ correction: Correction) {
            question = correction.item.question.id
            stem = correction.item.question.stem
            version = correction.item.version
            key_from = correction.from
        }
    }

    init(_ open: [Correction], _ applied: [AppliedRegrade]) {
        self.open = open.map(OpenCorrection.init)
        self.applied = applied.map(AppliedRegradeDocument.init)
    }
}

/// The wire form of a plan; `plan` is left out when the question has nothing to correct.
struct RegradePlanDocument: Encodable {
    let question: QuestionID
    let stem: String
    let version: String
    let key_from: Day?
    /// What to send back to apply exactly this.
    let plan: String?
    let unchanged: Int
    let score: Int
    let passes: Int
    let fails: Int
    let in_progress: Int
    let before_key_from: Int
    let changes: [Change]
    let applied: [AppliedRegradeDocument]

    /// A try of which a mark changes.
    struct Change: Encodable {
        let attempt: AttemptID
        let staff_no: StaffNumber
        let name: String
        let unit: UnitCode
        let unit_name: String
        let course: CourseID
        let number: Int
        let submitted_at: Date
        let score: Double
        let new_score: Double
        let max_score: Double
        let passed: Bool?
        let new_passed: Bool?
        let effect: Regrade.Effect
        let course_completed: Bool

        init(_ change: RegradePlan.Change) {
            let regrade = change.regrade
            attempt = change.attempt
            staff_no = change.person.staffNumber
            name = change.person.name
            unit = change.person.unit
            unit_name = change.unitName
            course = change.course
            number = change.number
            submitted_at = regrade.before.submittedAt
            score = regrade.before.score.decimal
            new_score = regrade.after.score.decimal
            max_score = regrade.before.maxScore.decimal
            passed = regrade.before.passed
            new_passed = regrade.after.passed
            effect = regrade.effect
            course_completed = change.courseCompleted
        }
    }

    init(_ item: Item, _ plan: RegradePlan?, _ applied: [AppliedRegrade]) {
        question = item.question.id
        stem = item.question.stem
        version = item.version
        key_from = plan?.correction.from ?? item.question.keyFrom
        self.plan = plan.flatMap { $0.isEmpty ? nil : $0.fingerprint }
        unchanged = plan?.count(.unchanged) ?? 0
        score = plan?.count(.score) ?? 0
        passes = plan?.count(.passes) ?? 0
        fails = plan?.count(.fails) ?? 0
        in_progress = plan?.inProgress ?? 0
        before_key_from = plan?.beforeTheRule ?? 0
        changes = plan?.changes.map(Change.init) ?? []
        self.applied = applied.map(AppliedRegradeDocument.init)
    }
}

extension Regrade.Effect: Encodable {}

/// The wire form of a correction that was applied.
struct AppliedRegradeDocument: Encodable {
    let id: RegradeID
    let question: QuestionID
    let version: String
    let key_from: Day?
    let applied_at: Date
    let applied_by: String
    let reason: String
    let marks: Int
    let scores: Int
    let passed: Int
    let failed: Int
    let kept: Int
    let completed: Int

    init(_ regrade: AppliedRegrade) {
        id = regrade.id
        question = regrade.question
        version = regrade.version
        key_from = regrade.from
        applied_at = regrade.at
        applied_by = regrade.by
        reason = regrade.reason
        marks = regrade.counts.marks
        scores = regrade.counts.scores
        passed = regrade.counts.passed
        failed = regrade.counts.failed
        kept = regrade.counts.kept
        completed = regrade.counts.completed
    }
}

/// What a review tells about the correction of one question.
struct CorrectionDocument: Encodable {
    let corrected_at: Date
    let reason: String
    /// What the mark was before; left out where nobody was ever told.
    let former_score: Double?
    let changes: [KeyChange]

    init(_ correction: CorrectedAttempt.Slot, on slot: Paper.Slot, _ words: Words) {
        corrected_at = correction.at
        reason = correction.reason
        former_score = correction.atHandIn ? nil : correction.former.earned.decimal
        changes = KeyChange.all(from: correction.formerQuestion, to: correction.question, on: slot, words)
    }
}

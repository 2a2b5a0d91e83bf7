import FoundationEssentials
import Training

/// The questions whose corrected keys are yet to be applied, and the corrections that were.
struct CorrectionsPage: Page {
    static let template = "corrections"
    let open: [OpenLine]
    let none: Bool
    let applied: [AppliedLine]
    let noneApplied: Bool

    /// A question to correct.
    struct OpenLine: Sendable {
        let id: String
        let stem: String
        let path: String
    }

    /// A correction that was applied.
    struct AppliedLine: Sendable {
        let id: String
        let path: String
        let at: String
        let by: String
        let reason: String
        let counts: String
    }

    init(_ open: [Correction], _ applied: [AppliedRegrade], _ words: Words) {
        self.open = open.map { correction in
            let question = correction.item.question
            return OpenLine(
                id: question.id.rawValue, stem: question.stem.paragraphs.joined(separator: " "),
                path: Paths.correction(of: question.id))
        }
        none = open.isEmpty
        self.applied = applied.map { AppliedLine($0, words) }
        noneApplied = applied.isEmpty
    }

    func title(_ words: Words) -> String { words("corrections") }

    static var example: CorrectionsPage { CorrectionsPage([.example], [.example], .example) }
}

extension CorrectionsPage.AppliedLine {
    init(_ regrade: AppliedRegrade, _ words: Words) {
        let counts = regrade.counts
        self.init(
            id: regrade.question.rawValue, path: Paths.correction(of: regrade.question), at: words.time(regrade.at),
            by: regrade.by, reason: regrade.reason,
            counts: words(
                "regrade_counts",
                [
                    "marks": counts.marks, "scores": counts.scores, "passed": counts.passed, "failed": counts.failed,
                    "kept": counts.kept, "completed": counts.completed,
                ]))
    }
}

/// Whose result a corrected key changes, and the form that applies it.
struct CorrectionPage: Page {
    static let template = "correction"
    static let isKept = false
    let question: String
    let stem: [String]
    let keys: [KeyChange]
    /// Since when the rule holds, and how many tries before that are left alone.
    let rule: String?
    let plan: String?
    let fails: Int
    let passes: Int
    let scores: Int
    let unchanged: Int
    /// Tries that go on.
    let inProgress: String?
    /// Those whose score or result changes; at most 200.
    let lines: [Line]
    let more: String?
    let allowFailing: String?
    let path: String
    let applied: [CorrectionsPage.AppliedLine]
    let wasApplied: Bool

    /// A try.
    struct Line: Sendable {
        let name: String
        let staffNumber: String
        let unitName: String
        let courseName: String
        let tryName: String
        let reviewPath: String
        let submittedAt: String
        let before: String
        let after: String
        let effect: String
        let effectClass: String
        /// Said where the course is finished and stays so.
        let completed: Bool
    }

    init(_ item: Item, _ plan: RegradePlan?, _ applied: [AppliedRegrade], _ courses: [Course], _ words: Words) {
        let room = 200
        let changes = plan?.changes.filter { $0.regrade.effect != .unchanged } ?? []
        func count(_ effect: Regrade.Effect) -> Int { plan?.count(effect) ?? 0 }
        question = item.question.id.rawValue
        stem = item.question.stem.paragraphs
        // What most tries are marked by: the key of the last correction, else that of a version they asked.
        let mistaken = plan?.correction.mistaken ?? []
        let former = mistaken.first { $0.version == applied.first?.version } ?? mistaken.last
        keys = former.map { KeyChange.all(from: $0.question, to: item.question, on: nil, words) } ?? []
        rule = plan?.correction.from.map {
            words("correction_rule", ["day": words.date($0), "n": plan?.beforeTheRule ?? 0])
        }
        self.plan = plan.flatMap { $0.isEmpty ? nil : $0.fingerprint }
        fails = count(.fails)
        passes = count(.passes)
        scores = count(.score)
        unchanged = count(.unchanged)
        inProgress = plan.flatMap { $0.inProgress > 0 ? words("correction_in_progress", ["n": $0.inProgress]) : nil }
        lines = changes.prefix(room).map { Line($0, courses, words) }
        more = changes.count > room ? words("correction_more", ["n": changes.count - room]) : nil
        allowFailing = count(.fails) > 0 ? words("allow_failing", ["n": count(.fails)]) : nil
        path = Paths.correction(of: item.question.id)
        self.applied = applied.map { CorrectionsPage.AppliedLine($0, words) }
        wasApplied = !applied.isEmpty
    }

    func title(_ words: Words) -> String { words("correction_of", ["question": question]) }

    static var example: CorrectionPage { examples[0] }

    /// One with something to apply, and one where all is done.
    static var examples: [CorrectionPage] {
        let item = Correction.example.item
        return [
            CorrectionPage(item, .example, [.example], [.example], .example),
            CorrectionPage(item, nil, [.example], [.example], .example),
        ]
    }
}

extension CorrectionPage.Line {
    fileprivate init(_ change: RegradePlan.Change, _ courses: [Course], _ words: Words) {
        let regrade = change.regrade
        func told(_ result: Attempt.Result) -> String {
            let word = result.passed.map { words($0 ? "passed" : "not_passed") } ?? words("awaiting_mark")
            return "\(result.score)/\(result.maxScore) \(word)"
        }
        self.init(
            name: change.person.name, staffNumber: change.person.staffNumber.rawValue, unitName: change.unitName,
            courseName: courses.name(of: change.course, words),
            tryName: words("try_number", ["n": change.number]), reviewPath: Paths.review(of: change.attempt),
            submittedAt: words.time(regrade.before.submittedAt), before: told(regrade.before),
            // Whether this one stays passed is for whoever applies it to say.
            after: regrade.effect == .fails
                ? "\(regrade.after.score)/\(regrade.after.maxScore)" : told(regrade.after),
            effect: words("effect_\(regrade.effect.rawValue)"),
            effectClass: regrade.effect.style, completed: change.courseCompleted && regrade.effect == .fails)
    }
}

extension Regrade.Effect {
    fileprivate var style: String {
        switch self {
        case .unchanged, .score: ""
        case .passes: "tag-good"
        case .fails: "tag-bad"
        }
    }
}

/// What a review says about the correction of one question.
struct CorrectionNote: Sendable {
    let text: String
    let reason: String
    let keys: [KeyChange]

    init(_ correction: CorrectedAttempt.Slot, on slot: Paper.Slot, now mark: Mark, _ words: Words) {
        let at = words.time(correction.at)
        if correction.atHandIn {
            text = words("mark_corrected_at_hand_in", ["time": at])
        } else if correction.former.earned == mark.earned {
            text = words("mark_corrected_same", ["time": at])
        } else {
            text = words(
                "mark_corrected", ["time": at, "before": correction.former.earned, "after": mark.earned])
        }
        reason = correction.reason
        keys = KeyChange.all(from: correction.formerQuestion, to: correction.question, on: slot, words)
    }
}

import FoundationEssentials
import Training

extension Correction {
    /// The example question with another key than it had.
    static let example: Correction = {
        let item = Item(version: "corrected", question: .example)
        guard let correction = Correction(of: item, among: [Item(version: "mistaken", question: .mistaken)]) else {
            preconditionFailure("the two keys differ")
        }
        return correction
    }()
}

extension CorrectedAttempt {
    /// The example try, its first question corrected.
    static let example = CorrectedAttempt(
        slots: [
            1: Slot(
                at: Date(timeIntervalSince1970: 1_795_090_000), reason: "原答案漏了“请家里人签字”。", atHandIn: false,
                former: Mark(earned: .zero, findings: []), formerQuestion: .mistaken, question: .example)
        ], formerScore: .zero, keptPass: true)
}

extension RegradePlan {
    /// One try that would no longer be passed.
    static let example: RegradePlan = {
        let person = Person(
            id: "example", staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", role: .learner,
            status: .active)
        let change = Attempt.mistaken.regraded(by: .example).map { regrade in
            Change(
                attempt: "example", person: person, unitName: "示例甲村", course: "example", number: 1,
                courseCompleted: true, regrade: regrade)
        }
        return RegradePlan(
            correction: .example, changes: change.map { [$0] } ?? [], inProgress: 2, beforeTheRule: 0,
            fingerprint: "0123456789abcdef")
    }()
}

extension AppliedRegrade {
    /// A correction by which somebody finished a course.
    static let example = AppliedRegrade(
        id: "example", question: "example", version: "corrected", at: Date(timeIntervalSince1970: 1_795_090_000),
        by: "省级王某", reason: "原答案漏了“请家里人签字”。", from: nil,
        counts: Counts(marks: 12, scores: 9, passed: 2, failed: 0, kept: 1, completed: 1))
}

extension Attempt {
    /// A try that was passed by the mistaken key.
    fileprivate static let mistaken: Attempt = {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        func attempt(_ marks: [Int: Mark], _ result: Result?) -> Attempt {
            Attempt(
                id: "example", person: "example", course: "example", number: 1, startedAt: at,
                paper: Paper(seed: 1, slots: [Paper.Slot(number: 1, version: "mistaken", order: ["a", "b", "c"])]),
                rules: Quiz.Rules(passMark: 80), questions: ["mistaken": .mistaken],
                answers: [1: Answer(slot: 1, response: .list(["a"]), seq: 1, savedAt: at)], marks: marks, result: result
            )
        }
        let open = attempt([:], nil)
        let marks = [1: open.mark(open.paper.slots[0])]
        return attempt(marks, open.result(of: marks, at: at, isExpired: false))
    }()
}

extension Question {
    /// The example as it was, with a mistake in its key.
    fileprivate static let mistaken: Question = {
        guard case .choice(let choice) = example.interaction else { return example }
        return Question(
            id: example.id, era: example.era, clauses: example.clauses, stem: example.stem, image: example.image,
            interaction: .choice(Choice(kind: choice.kind, options: choice.options, key: ["a"])),
            explanation: example.explanation)
    }()
}

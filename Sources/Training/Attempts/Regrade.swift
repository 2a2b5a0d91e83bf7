import FoundationEssentials

/// A question whose key in the bank is another than the one that tries were marked by, while it still asks the same.
public struct Correction: Sendable, Hashable {
    /// The question as it stands in the bank now.
    public let item: Item
    /// The other versions that ask the same; at least one of them has another key. By version.
    public let former: [Item]
    /// The first day on which the key holds because the rule changed; nil when a mistake is put right.
    public let from: Day?

    /// What `item` corrects of the versions that were ever asked; nil when none of those that ask the same has another key.
    ///
    /// The day is the item's own `keyFrom`. Where the file no longer names one, that of a former version with the same key
    /// still holds: a line that went missing must not reach back into the time of the old rule. An earlier day written
    /// there does. Where there was never one, but a clause has risen between a version with another key and this one, it is
    /// the day of the rise, by `history`: the key followed the rule, and nobody is marked by a rule of later.
    public init?(of item: Item, among versions: [Item], history: ClauseHistory? = nil) {
        let former = versions.filter { $0.version != item.version && $0.question.asksTheSame(as: item.question) }
        guard former.contains(where: { !$0.question.gradesAlike(item.question) }) else { return nil }
        self.item = item
        self.former = former.sorted { $0.version < $1.version }
        from =
            item.question.keyFrom
            ?? former.filter { $0.question.gradesAlike(item.question) }.compactMap(\.question.keyFrom).max()
            ?? former.filter { !$0.question.gradesAlike(item.question) }.compactMap {
                history?.rise(from: $0, to: item)
            }.max()
    }

    /// The former versions with another key.
    public var mistaken: [Item] { former.filter { !$0.question.gradesAlike(item.question) } }

    /// Whether a try handed in at this moment may be regraded: not if that was before the new rule held.
    public func reaches(_ submittedAt: Date) -> Bool { from.map { submittedAt >= $0.start } ?? true }
}

/// What a corrected key makes of one try that was handed in.
public struct Regrade: Sendable, Hashable {
    /// The place of the question in the paper.
    public let slot: Int
    /// The mark that held.
    public let former: Mark
    /// The mark by the corrected key.
    public let mark: Mark
    /// What the try had come to.
    public let before: Attempt.Result
    /// What its marks come to now.
    public let after: Attempt.Result

    /// What it means to the learner.
    public enum Effect: String, Sendable, Hashable, CaseIterable {
        /// The same score; only what was right and wrong in the answer differs.
        case unchanged
        /// Another score, and nothing about being passed.
        case score
        /// It becomes passed.
        case passes
        /// It was passed, and by the corrected key would not be.
        case fails
    }

    /// What it means to the learner.
    public var effect: Effect {
        switch (before.passed == true, after.passed == true) {
        case (false, true): .passes
        case (true, false): .fails
        default: before.score == after.score ? .unchanged : .score
        }
    }

    /// The result that is written down. A try that was passed stays so unless an administrator allowed otherwise: who was
    /// told "passed" answers for no mistake of ours.
    public func result(allowingFailing: Bool) -> Attempt.Result {
        effect == .fails && !allowingFailing ? after.stayingPassed : after
    }
}

extension Attempt {
    /// What a correction makes of this try; nil when it changes nothing: the try was not handed in, or before the new rule
    /// held; it did not ask the question in a version that asks the same; or its mark is that of the corrected key already.
    ///
    /// Only the mark of that question changes. Marks given by people stay: a text that a person marks has no key.
    public func regraded(by correction: Correction) -> Regrade? {
        let versions = Set(correction.former.map(\.version) + [correction.item.version])
        guard let result, correction.reaches(result.submittedAt),
            let slot = paper.slots.first(where: { versions.contains($0.version) })
        else { return nil }
        let former = mark(slot)
        let mark = slot.mark(answers[slot.number]?.response, to: correction.item.question)
        guard !mark.says(theSameAs: former) else { return nil }
        var after = self.result(
            of: marks.merging([slot.number: mark]) { $1 }, at: result.submittedAt, isExpired: result.isExpired)
        // A pass that an earlier correction left standing against the marks is not asked about again.
        let stands = self.result(of: marks, at: result.submittedAt, isExpired: result.isExpired).passed != true
        if result.passed == true, stands { after = after.stayingPassed }
        return Regrade(slot: slot.number, former: former, mark: mark, before: result, after: after)
    }
}

extension Attempt.Result {
    /// The same score, passed.
    public var stayingPassed: Attempt.Result {
        Attempt.Result(
            submittedAt: submittedAt, score: score, maxScore: maxScore, received: received, passed: true,
            isExpired: isExpired)
    }
}

extension Mark {
    /// Whether both say the same, in whatever order.
    fileprivate func says(theSameAs other: Mark) -> Bool {
        earned == other.earned && state == other.state && Set(findings) == Set(other.findings)
    }
}

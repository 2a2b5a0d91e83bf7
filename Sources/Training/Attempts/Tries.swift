import FoundationEssentials

/// All tries of a person at a quiz, and what the quiz's rules make of them.
public struct Tries: Sendable, Hashable {
    /// The tries, the first one first.
    public let all: [AttemptSummary]
    /// What a coordinator granted beyond the rules.
    public let allowance: Allowance
    /// Tries that begin after this moment count, as the course is to be finished once more; nil while all do.
    public let roundBegan: Date?

    /// These tries.
    public init(_ all: [AttemptSummary], allowance: Allowance = Allowance(), roundBegan: Date? = nil) {
        self.all = all
        self.allowance = allowance
        self.roundBegan = roundBegan
    }

    /// Those that count.
    public var ofRound: [AttemptSummary] {
        guard let roundBegan else { return all }
        return all.filter { $0.startedAt > roundBegan }
    }

    /// The handed-in try that decides; nil before there is one.
    ///
    /// The best one is a passed one before others, then the one with the highest share of its full score, then the
    /// earliest.
    public func deciding(_ counts: Quiz.Counts) -> AttemptSummary? {
        let finished = ofRound.filter { $0.result != nil }
        return switch counts {
        case .first: finished.first
        case .last: finished.last
        case .best: finished.reduce(nil) { best, next in next.isBetter(than: best) ? next : best }
        }
    }

    /// Whether the try that decides is passed.
    public func arePassed(_ counts: Quiz.Counts) -> Bool { deciding(counts)?.result?.passed == true }

    /// How many more tries may begin; nil for as many as one likes.
    public func left(_ rules: Quiz.Rules) -> Int? {
        rules.tries.map { max(0, $0 + allowance.tries - ofRound.count) }
    }

    /// Why no new try may begin at `now`; nil when one may.
    public func obstacle(_ rules: Quiz.Rules, at now: Date) -> Obstacle? {
        if left(rules) == 0 { return .noTriesLeft }
        guard let last = all.last?.result?.submittedAt else { return nil }
        let next = last.addingTimeInterval(Double(rules.delay) * 60)
        return now < next ? .tooEarly(until: next) : nil
    }

    /// What stands against a new try.
    public enum Obstacle: Sendable, Hashable {
        /// All are used.
        case noTriesLeft
        /// The wait since the last one is not over.
        case tooEarly(until: Date)
    }
}

extension AttemptSummary {
    fileprivate func isBetter(than other: AttemptSummary?) -> Bool {
        guard let result else { return false }
        guard let best = other?.result else { return true }
        let (passed, was) = (result.passed == true, best.passed == true)
        guard passed == was else { return passed }
        // Full scores differ when the quiz was changed between two tries.
        return result.score.hundredths * best.maxScore.hundredths > best.score.hundredths * result.maxScore.hundredths
    }
}

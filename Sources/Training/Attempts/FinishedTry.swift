import FoundationEssentials

/// What one person's first finished try says about one question of its paper.
public struct ItemObservation: Sendable, Hashable {
    /// What was earned.
    public let earned: Marks
    /// How the person did on the other questions of the paper, 0 to 1; nil when there were none.
    public let rest: Double?
    /// The options chosen, as the file names them; of a question without options, nothing that means anything.
    public let chosen: Set<String>
    /// Whether there was an answer.
    public let isAnswered: Bool
    /// Whether each part was right, by its number from 1.
    public let parts: [Int: Bool]
    /// The whole seconds it took; nil where the times of saving do not tell.
    public let seconds: Int?

    /// An observation.
    public init(
        earned: Marks, rest: Double?, chosen: Set<String>, isAnswered: Bool, parts: [Int: Bool], seconds: Int?
    ) {
        self.earned = earned
        self.rest = rest
        self.chosen = chosen
        self.isAnswered = isAnswered
        self.parts = parts
        self.seconds = seconds
    }
}

/// A handed-in try as item statistics look at it.
public struct FinishedTry: Sendable {
    private let paper: Paper
    private let startedAt: Date
    private let answers: [Int: Answer]
    private let marks: [Int: Mark]

    /// A try with its answers and the marks that hold, by slot.
    public init(paper: Paper, startedAt: Date, answers: [Int: Answer], marks: [Int: Mark]) {
        self.paper = paper
        self.startedAt = startedAt
        self.answers = answers
        self.marks = marks
    }

    /// What it says about each version that it asked; nothing while a mark is missing or awaited, since a rest score
    /// without it would be another measure than everyone else's.
    ///
    /// Papers are drawn, so each has other questions. What makes rest scores comparable is to take the rest as a share of
    /// what could be earned there: over questions drawn at random that is an unbiased estimate of how the person would do
    /// on the whole bank (Lord & Novick, Statistical Theories of Mental Test Scores, 1968, ch. 11, on item sampling). That
    /// one paper is harder than another is noise to it, which makes correlations a little smaller.
    public var observations: [(version: String, observation: ItemObservation)] {
        let known = paper.slots.compactMap { slot in marks[slot.number].map { (slot: slot, mark: $0) } }
        guard known.count == paper.slots.count, known.allSatisfy({ $0.mark.state != .awaiting }) else { return [] }
        let total = known.reduce(0) { $0 + $1.mark.earned.hundredths }
        let restMost = (known.count - 1) * Marks.one.hundredths
        let times = seconds
        return known.map { slot, mark in
            let letters = answers[slot.number]?.response.letters ?? []
            return (
                slot.version,
                ItemObservation(
                    earned: mark.earned,
                    rest: restMost > 0 ? Double(total - mark.earned.hundredths) / Double(restMost) : nil,
                    chosen: Set(letters.compactMap(slot.key)), isAnswered: mark.state != .unanswered,
                    parts: mark.parts, seconds: times[slot.number])
            )
        }
    }

    /// How long each question took, by slot, as far as the times of saving tell it honestly.
    ///
    /// Only the last time of saving each answer is kept. A question's time is the one since the question before it in the
    /// paper was saved, or since the beginning for the first, and only if nothing else was saved in between: whoever jumps
    /// about or comes back to a question leaves a gap that belongs to several. Left out as well are gaps of less than a
    /// second, of answers that came in one parcel from a phone without a line, and gaps of more than `longestPause`, when
    /// the phone was laid aside.
    private var seconds: [Int: Int] {
        let saved = answers.values.sorted { ($0.savedAt, $0.slot) < ($1.savedAt, $1.slot) }
        var seconds: [Int: Int] = [:]
        var (before, since) = (0, startedAt)
        for answer in saved {
            let gap = answer.savedAt.timeIntervalSince(since)
            if answer.slot == before + 1, (1...Self.longestPause).contains(gap) {
                seconds[answer.slot] = Int(gap.rounded())
            }
            (before, since) = (answer.slot, answer.savedAt)
        }
        return seconds
    }

    /// Ten minutes: nobody reads one question for longer, and a median needs no pauses.
    public static let longestPause: TimeInterval = 600
}

extension Mark {
    /// Whether each part was right, by its number from 1.
    fileprivate var parts: [Int: Bool] {
        var parts: [Int: Bool] = [:]
        for case .part(let number, let right) in findings { parts[number] = right }
        return parts
    }
}

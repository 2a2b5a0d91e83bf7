import FoundationEssentials

/// One answer as the records keep it.
public struct Answer: Sendable, Hashable {
    /// The place in the paper, from 1.
    public let slot: Int
    /// What was chosen.
    public let response: Response
    /// Counts the changes of this answer on the learner's side, from 1; the highest one holds.
    public let seq: Int
    /// When it was taken.
    public let savedAt: Date
    /// Whether its key was shown: it is locked.
    public let isLocked: Bool
    /// Whether it, or one it took the place of, came only after sending it had failed before; the sender says so.
    public let recovered: Bool

    /// An answer.
    public init(
        slot: Int, response: Response, seq: Int, savedAt: Date, isLocked: Bool = false, recovered: Bool = false
    ) {
        self.slot = slot
        self.response = response
        self.seq = seq
        self.savedAt = savedAt
        self.isLocked = isLocked
        self.recovered = recovered
    }
}

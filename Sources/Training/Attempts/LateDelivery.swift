import FoundationEssentials

/// Answers that came after a try was closed, for whoever decides whether they count.
public struct LateDelivery: Sendable {
    /// The closed try.
    public let attempt: Attempt
    /// Whose it is, by name.
    public let name: String
    /// Their unit's name.
    public let unitName: String
    /// When the first of them came in.
    public let receivedAt: Date
    /// What the try came to without them.
    public let result: Attempt.Result
    /// What it would come to with them.
    public let accepted: Attempt.Result

    /// Nil when the try is not closed or nothing came late.
    public init?(_ attempt: Attempt, name: String, unitName: String) {
        guard let result = attempt.result, let accepted = attempt.acceptingLateAnswers(),
            let first = attempt.late.values.map(\.savedAt).min()
        else { return nil }
        self.attempt = attempt
        self.name = name
        self.unitName = unitName
        receivedAt = first
        self.result = result
        self.accepted = accepted.result
    }
}

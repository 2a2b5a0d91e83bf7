/// A few sentences in the learner's own words, marked by a coordinator.
public struct ShortText: Sendable, Hashable, Codable {
    /// What a full answer says; shown to whoever marks and, with the review, to the learner.
    public let model: String
    /// What to look for when marking, a line each.
    public let criteria: [String]

    /// A task.
    public init(model: String, criteria: [String]) {
        self.model = model
        self.criteria = criteria
    }

    /// The most characters of an answer.
    public static let room = 2000

    /// Nothing written earns nothing; anything else waits for its mark.
    public func grade(_ text: String) -> Mark {
        text.allSatisfy(\.isWhitespace) ? .unanswered(findings: []) : .awaiting
    }
}

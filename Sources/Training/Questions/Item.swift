/// A question in one version: what a paper names and the records keep for ever.
public struct Item: Sendable, Hashable {
    /// SHA-256 of the question's canonical text, hexadecimal.
    public let version: String
    /// The question as it stands in that version.
    public let question: Question

    /// An item.
    public init(version: String, question: Question) {
        self.version = version
        self.question = question
    }
}

/// A text that rests on clauses: a question or a lesson. What it says is another text once it changes.
public protocol CitingText: Sendable {
    /// What it is called.
    var name: String { get }
    /// SHA-256 of what it says, hexadecimal. Its sign-off is no part of that.
    var version: String { get }
    /// The clauses it rests on.
    var clauses: [ClauseID] { get }
    /// The review by the policy office, if there was one.
    var signOff: SignOff? { get }
}

extension Item: CitingText {
    /// The question's id.
    public var name: String { question.id.rawValue }
    /// The clauses that its key rests on.
    public var clauses: [ClauseID] { question.clauses }
}

extension Lesson: CitingText {
    /// The lesson's id.
    public var name: String { id.rawValue }
}

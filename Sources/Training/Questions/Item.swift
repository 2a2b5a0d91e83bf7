/// A question in one version: what a paper names and the records keep for ever.
public struct Item: Sendable, Hashable {
    /// SHA-256 of the question's canonical text, hexadecimal.
    public let version: String
    /// The question as it stands in that version.
    public let question: Question
    /// What authors sort it by. No part of the version: a question that is sorted anew is still the same question.
    public let tags: [String]
    /// How hard its author thinks it is, as far as that was said. No part of the version either.
    public let difficulty: Difficulty?
    /// The review by the policy office, if there was one; of a made question that of its table. No part of the version either.
    public let signOff: SignOff?
    /// The first day it is drawn; nil for always. No part of the version.
    public let from: Day?

    /// How hard a question is.
    public enum Difficulty: Int, Sendable, Hashable, CaseIterable {
        case easy = 1
        case medium
        case hard
    }

    /// An item.
    public init(
        version: String, question: Question, tags: [String] = [], difficulty: Difficulty? = nil, from: Day? = nil,
        signOff: SignOff? = nil
    ) {
        self.version = version
        self.question = question
        self.tags = tags
        self.difficulty = difficulty
        self.signOff = signOff
        self.from = from
    }
}

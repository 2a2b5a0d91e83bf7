/// An item of the question bank, as it stands in one version.
///
/// Encoded with sorted keys it is the text that its version hash is made of; a field added later must be optional and
/// left out when it has its default, so that old versions keep their hash.
public struct Question: Sendable, Hashable, Codable {
    /// Unique over the whole bank, never given to another item.
    public let id: QuestionID
    /// How it is answered.
    public let kind: Kind
    /// Which rules it asks about.
    public let era: Era
    /// What its key rests on; never empty.
    public let clauses: [ClauseID]
    /// The question, plain text; lines are kept.
    public let stem: String
    /// A picture shown with the stem.
    public let image: Image?
    /// The options in the order of the file.
    public let options: [Option]
    /// The keys of the right options in the order of the options: exactly one for `single` and `trueFalse`, at least
    /// one for `multiple`.
    public let key: [Option.Key]
    /// How a partly right answer is scored.
    public let scoring: Scoring
    /// Whether the options keep the order of the file.
    public let fixedOrder: Bool
    /// What to take away, shown after the answer's reasons.
    public let explanation: String

    /// How a question is answered.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// One option is right.
        case single
        /// One or more options are right.
        case multiple
        /// Two options, right and wrong, which keep their places.
        case trueFalse = "true_false"
    }

    /// How many marks a set of options chosen in a `multiple` question earns.
    public enum Scoring: String, Sendable, Hashable, CaseIterable, Codable {
        /// All right options and no other, else nothing.
        case exact
        /// Some right and no wrong option: half the marks.
        case subsetHalf = "subset_half"
        /// Some right and no wrong option: the share of the right options that were found.
        case subsetProportional = "subset_proportional"
    }

    /// One option.
    public struct Option: Sendable, Hashable, Codable {
        /// The option's name in the file; never shown, since learners see the letter of its place in their paper.
        public typealias Key = String

        /// One lower-case letter as a rule.
        public let key: Key
        /// What the learner reads.
        public let text: String
        /// Why it is right or wrong.
        public let reason: String

        /// An option.
        public init(key: Key, text: String, reason: String) {
            self.key = key
            self.text = text
            self.reason = reason
        }
    }

    /// A picture by the hash of its bytes, so that an edited file is another picture.
    public struct Image: Sendable, Hashable, Codable {
        /// SHA-256 of the bytes, hexadecimal.
        public let hash: String
        /// What it shows, for those who do not see it.
        public let alternative: String

        /// A picture.
        public init(hash: String, alternative: String) {
            self.hash = hash
            self.alternative = alternative
        }
    }

    /// A question.
    public init(
        id: QuestionID, kind: Kind, era: Era, clauses: [ClauseID], stem: String, image: Image? = nil,
        options: [Option], key: [Option.Key], scoring: Scoring = .subsetHalf, fixedOrder: Bool = false,
        explanation: String
    ) {
        self.id = id
        self.kind = kind
        self.era = era
        self.clauses = clauses
        self.stem = stem
        self.image = image
        self.options = options
        self.key = key
        self.scoring = scoring
        self.fixedOrder = fixedOrder
        self.explanation = explanation
    }
}

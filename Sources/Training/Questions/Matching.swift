/// Prompts that are each given one of the options; an option may serve several prompts, or none.
public struct Matching: Sendable, Hashable, Codable {
    /// What is to be matched, in the order shown.
    public let prompts: [Prompt]
    /// What it can be matched with; shown in an order of the paper's own.
    public let options: [Option]

    /// One thing to match.
    public struct Prompt: Sendable, Hashable, Codable {
        /// What the learner reads.
        public let text: String
        /// The key of the right option.
        public let answer: Option.Key
        /// Why that is right.
        public let reason: String

        /// A prompt.
        public init(text: String, answer: Option.Key, reason: String) {
            self.text = text
            self.answer = answer
            self.reason = reason
        }
    }

    /// One thing to match with.
    public struct Option: Sendable, Hashable, Codable {
        /// The option's name in the file.
        public typealias Key = String

        /// Never shown.
        public let key: Key
        /// What the learner reads.
        public let text: String

        /// An option.
        public init(key: Key, text: String) {
            self.key = key
            self.text = text
        }
    }

    /// Prompts and options.
    public init(prompts: [Prompt], options: [Option]) {
        self.prompts = prompts
        self.options = options
    }

    /// Grades one option a prompt, by the prompt's number from 1: the share of the prompts that are right, rounded down
    /// to hundredths.
    public func grade(_ chosen: [Int: Option.Key]) -> Mark {
        guard !chosen.isEmpty else {
            return .unanswered(findings: prompts.indices.map { .part($0 + 1, right: false) })
        }
        let right = prompts.enumerated().map { chosen[$0.offset + 1] == $0.element.answer }
        return Mark(
            earned: Marks(hundredths: 100 * right.count(where: \.self) / prompts.count),
            findings: right.enumerated().map { .part($0.offset + 1, right: $0.element) })
    }
}

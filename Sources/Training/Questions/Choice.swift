/// Options of which one or several are right.
public struct Choice: Sendable, Hashable {
    /// How many may be chosen.
    public let kind: Kind
    /// The options in the order of the file.
    public let options: [Option]
    /// The keys of the right options in the order of the options: exactly one unless `kind` is `multiple`.
    public let key: [Option.Key]
    /// How a set of options is scored; only `multiple` has a choice.
    public let scoring: Scoring
    /// Whether the options keep the order of the file.
    public let fixedOrder: Bool

    /// How many options may be chosen.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// One option is right.
        case single
        /// One or more options are right.
        case multiple
        /// Two options, right and wrong, which keep their places.
        case trueFalse = "true_false"

        var general: Question.Kind {
            switch self {
            case .single: .single
            case .multiple: .multiple
            case .trueFalse: .trueFalse
            }
        }
    }

    /// How many marks a set of options chosen in a `multiple` question earns.
    public enum Scoring: String, Sendable, Hashable, Codable, CaseIterable {
        /// All right options and no other, else nothing.
        case exact
        /// Some right and no wrong option: half the mark.
        case subsetHalf = "subset_half"
        /// Some right and no wrong option: the share of the right options that were found.
        case subsetProportional = "subset_proportional"
        /// The sum of the weights of the options chosen, never below nothing nor above the mark.
        case weighted
    }

    /// One option.
    public struct Option: Sendable, Hashable {
        /// The option's name in the file; never shown, since learners see the letter of its place in their paper.
        public typealias Key = String

        /// One lower-case letter as a rule.
        public let key: Key
        /// What the learner reads.
        public let text: String
        /// Why it is right or wrong.
        public let reason: String
        /// Percent of the mark that choosing it earns or, below zero, costs; only where scoring is `weighted`.
        public let weight: Int?
        /// Whether it stays behind the options that are shuffled, as "all of the above" must.
        public let last: Bool
        /// The mistake that leads to it, where a decision table knows.
        public let misconception: Misconception.Label?

        /// An option.
        public init(
            key: Key, text: String, reason: String, weight: Int? = nil, last: Bool = false,
            misconception: Misconception.Label? = nil
        ) {
            self.key = key
            self.text = text
            self.reason = reason
            self.weight = weight
            self.last = last
            self.misconception = misconception
        }
    }

    /// Options with their key.
    public init(
        kind: Kind, options: [Option], key: [Option.Key], scoring: Scoring = .subsetHalf, fixedOrder: Bool = false
    ) {
        self.kind = kind
        self.options = options
        self.key = key
        self.scoring = scoring
        self.fixedOrder = fixedOrder
    }

    /// Grades the options chosen. A wrong option chosen earns nothing, except that `weighted` sets its cost against the
    /// rest; a share is rounded down to hundredths.
    public func grade(_ chosen: Set<Option.Key>) -> Mark {
        guard !chosen.isEmpty else { return .unanswered(findings: key.map { .missed($0) }) }
        let right = Set(key)
        let missed = key.filter { !chosen.contains($0) }
        let wrong = options.map(\.key).filter { chosen.contains($0) && !right.contains($0) }
        return Mark(
            earned: missed.isEmpty && wrong.isEmpty
                ? .one : partial(found: key.count - missed.count, wrong: wrong.count, chosen),
            findings: missed.map { .missed($0) } + wrong.map { .wrong($0) })
    }

    private func partial(found: Int, wrong: Int, _ chosen: Set<Option.Key>) -> Marks {
        if kind == .multiple, scoring == .weighted {
            let percent = options.filter { chosen.contains($0.key) }.reduce(0) { $0 + ($1.weight ?? 0) }
            return Marks(hundredths: min(max(percent, 0), 100))
        }
        guard kind == .multiple, wrong == 0, found > 0 else { return .zero }
        switch scoring {
        case .exact, .weighted: return .zero
        case .subsetHalf: return Marks(hundredths: 50)
        case .subsetProportional: return Marks(hundredths: 100 * found / key.count)
        }
    }
}

extension Choice: Codable {
    private enum CodingKeys: String, CodingKey { case kind, options, key, scoring, fixedOrder }
}

extension Choice.Option: Codable {
    private enum CodingKeys: String, CodingKey { case key, text, reason, weight, last, misconception }

    /// Reads an option.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        key = try container.decode(Key.self, forKey: .key)
        text = try container.decode(String.self, forKey: .text)
        reason = try container.decode(String.self, forKey: .reason)
        weight = try container.decodeIfPresent(Int.self, forKey: .weight)
        last = try container.decodeIfPresent(Bool.self, forKey: .last) ?? false
        misconception = try container.decodeIfPresent(Misconception.Label.self, forKey: .misconception)
    }

    /// Writes the form that is read; what has its default is left out, so that old versions keep their hash.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .key)
        try container.encode(text, forKey: .text)
        try container.encode(reason, forKey: .reason)
        try container.encodeIfPresent(weight, forKey: .weight)
        if last { try container.encode(last, forKey: .last) }
        try container.encodeIfPresent(misconception, forKey: .misconception)
    }
}

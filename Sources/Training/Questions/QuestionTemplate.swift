/// How questions are made of a decision table: words for its facts, and the mistakes that wrong options are made of.
public struct QuestionTemplate: Sendable, Hashable, Codable {
    /// Names it in its table.
    public let id: String
    /// How many questions are made.
    public let count: Int
    /// The cases that are asked about; of all, where it asks nothing.
    public let only: DecisionTable.Condition
    /// The question; `{facts}` stands where the facts are told, `{name}` for a name.
    public let stem: String
    /// Made-up names, one of which stands for `{name}`.
    public let names: [String]
    /// The facts in the order in which they are told. Every input has one unless `only` leaves it a single value.
    public let facts: [Fact]
    /// The mistakes, those first that an option is rather named after.
    public let misconceptions: [Misconception]

    /// The words for one input.
    public struct Fact: Sendable, Hashable, Codable {
        /// Its place among the inputs.
        public let input: Int
        /// What is said of which values; together they cover those that are asked about.
        public let phrases: [Phrase]

        /// Words for an input.
        public init(_ input: Int, _ phrases: [Phrase]) {
            self.input = input
            self.phrases = phrases
        }
    }

    /// A sentence for some values.
    public struct Phrase: Sendable, Hashable, Codable {
        /// The values.
        public let values: [ClosedRange<Int>]
        /// What is said: `{n}` is the value, `{n*6}` six times the value, `{name}` a name.
        public let text: String

        /// A sentence.
        public init(_ values: [ClosedRange<Int>], _ text: String) {
            self.values = values
            self.text = text
        }
    }

    /// A template.
    public init(
        id: String, count: Int, only: DecisionTable.Condition = DecisionTable.Condition([]), stem: String,
        names: [String] = [], facts: [Fact], misconceptions: [Misconception]
    ) {
        self.id = id
        self.count = count
        self.only = only
        self.stem = stem
        self.names = names
        self.facts = facts
        self.misconceptions = misconceptions
    }
}

extension QuestionTemplate {
    /// The text with `{name}`, `{n}`, `{n*6}` and `{facts}` filled in, as far as each is given; nil when something else
    /// stands in braces.
    public static func fill(_ text: String, name: String? = nil, n: Int? = nil, facts: String? = nil) -> String? {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            let word = rest[rest.index(after: open)..<close]
            guard let value = value(of: word, name: name, n: n, facts: facts) else { return nil }
            filled += rest[..<open] + value
            rest = rest[rest.index(after: close)...]
        }
        return rest.contains("}") ? nil : filled + rest
    }

    private static func value(of word: Substring, name: String?, n: Int?, facts: String?) -> String? {
        switch word {
        case "name": return name
        case "facts": return facts
        case "n": return n.map(String.init)
        default:
            guard word.hasPrefix("n*"), let factor = Int(word.dropFirst(2)), let n else { return nil }
            let (product, overflows) = n.multipliedReportingOverflow(by: factor)
            return overflows ? nil : String(product)
        }
    }

    /// What is said of the case; nil when a phrase is missing or cannot be filled in.
    func story(of facts: DecisionTable.Case, name: String?) -> String? {
        var told = ""
        for fact in self.facts {
            let value = facts.values[fact.input]
            guard let phrase = fact.phrases.first(where: { $0.values.contains { $0.contains(value) } }),
                let text = Self.fill(phrase.text, name: name, n: value)
            else { return nil }
            told += text
        }
        return Self.fill(stem, name: name, facts: told)
    }
}

// MARK: - Whether every case can be told

extension QuestionTemplate {
    /// What the words of a template must not be.
    public enum WordingDefect: Sendable, Hashable {
        /// The input is not told, though it can be more than one thing.
        case untold(Int)
        /// Nothing is said of the value of the input.
        case unsaid(Int, value: Int)
        /// Two phrases are there for the value of the input.
        case saidTwice(Int, value: Int)
    }

    /// Every mistake of the words: with none, each case that `only` lets through is told in one way.
    public func wordingDefects(for table: DecisionTable) -> [WordingDefect] {
        table.inputs.indices.flatMap { input -> [WordingDefect] in
            let phrases = facts.filter { $0.input == input }.flatMap(\.phrases)
            let conditions = [only] + phrases.map { .init([.init(input, in: $0.values)]) }
            let values = table.cuts(of: input, by: conditions).filter { value in
                only.tests.allSatisfy { $0.input != input || $0.passes(value) }
            }
            if phrases.isEmpty { return isPinned(input, of: table) ? [] : [.untold(input)] }
            return values.compactMap { value in
                let count = phrases.count { $0.values.contains { $0.contains(value) } }
                return count == 1
                    ? nil : count == 0 ? .unsaid(input, value: value) : .saidTwice(input, value: value)
            }
        }
    }

    private func isPinned(_ input: Int, of table: DecisionTable) -> Bool {
        let pins = only.tests.filter { $0.input == input }.flatMap(\.values)
        return table.inputs[input].domain.range.count == 1 || pins.count == 1 && pins[0].count == 1
    }
}

/// What a learner answered, in the one form for all kinds of questions: a text, a list or a map of texts.
///
/// Options, steps and prompts are named by their place in the paper, never by the file's keys: `a` is the first option
/// shown, `1` the first prompt.
public enum Response: Sendable, Hashable {
    /// `single`, `true_false`: a letter. `scenario`: the letter of one decision. `fill_in` with one blank, `short_text`: what was written.
    case text(String)
    /// `multiple`: letters, sorted. `ordering`: letters in the order chosen. `fill_in`: a text a blank. `scenario`: the
    /// letters of the decisions taken so far.
    case list([String])
    /// `matching`: prompt number → letter. `publication_check`: field → `publish`, `withhold` or `ask`.
    case map([String: String])

    /// Whether it says nothing: every choice was taken back, every blank is empty.
    public var isEmpty: Bool {
        switch self {
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .list(let texts): texts.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        case .map(let pairs): pairs.isEmpty
        }
    }

    /// The letters of options chosen; for kinds that choose none, whatever texts there are.
    public var letters: [String] {
        switch self {
        case .text(let letter): [letter]
        case .list(let letters): letters
        case .map(let pairs): Array(pairs.values)
        }
    }
}

extension Response: Codable {
    /// Reads `"b"`, `["a", "c"]` or `{"1": "a"}`; whether it fits a question, the attempt decides.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([String].self) {
            self = .list(list)
        } else {
            self = .map(try container.decode([String: String].self))
        }
    }

    /// Writes the forms that are read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let texts): try container.encode(texts)
        case .map(let pairs): try container.encode(pairs)
        }
    }
}

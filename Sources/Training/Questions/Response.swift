/// What a learner answered, in letters of place: `a` is the first option as this paper shows it.
public enum Response: Sendable, Hashable {
    /// One option.
    case choice(String)
    /// A set of options, sorted, none twice; empty when every tick was taken away again.
    case choices([String])

    /// Whether nothing is chosen.
    public var isEmpty: Bool { letters.isEmpty }

    /// The letters chosen.
    public var letters: [String] {
        switch self {
        case .choice(let letter): [letter]
        case .choices(let letters): letters
        }
    }
}

extension Response: Codable {
    /// Reads `"b"` or `["a", "c"]`; the order of a list does not matter, a letter twice is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let letter = try? container.decode(String.self) {
            self = .choice(letter)
            return
        }
        let letters = try container.decode([String].self)
        guard Set(letters).count == letters.count, letters.count <= Paper.letters.count else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a letter stands twice")
        }
        self = .choices(letters.sorted())
    }

    /// Writes the forms that are read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .choice(let letter): try container.encode(letter)
        case .choices(let letters): try container.encode(letters)
        }
    }
}

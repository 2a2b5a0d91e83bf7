/// An item of the question bank, as it stands in one version.
///
/// Encoded with sorted keys it is the text that its version hash is made of; a field added later must be left out when it
/// has its default, so that old versions keep their hash.
public struct Question: Sendable, Hashable {
    /// Unique over the whole bank, never given to another item.
    public let id: QuestionID
    /// Which rules it asks about.
    public let era: Era
    /// What its key rests on; never empty.
    public let clauses: [ClauseID]
    /// The question, plain text; lines are kept.
    public let stem: String
    /// A picture shown with the stem.
    public let image: Image?
    /// What is to be done, with the key to it.
    public let interaction: Interaction
    /// What to take away, shown after the answer's reasons.
    public let explanation: String
    /// The first day on which the key holds, where it changed because the rule changed: what was handed in before keeps its
    /// marks. Nil where a changed key puts a mistake right.
    public let keyFrom: Day?
    /// Where it came from, if a decision table made it.
    public let generated: GeneratedQuestion?

    /// How a question is answered, by its name in files and on the wire.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// One option is right.
        case single
        /// One or more options are right.
        case multiple
        /// Two options, right and wrong, which keep their places.
        case trueFalse = "true_false"
        /// Words or numbers are filled in.
        case fillIn = "fill_in"
        /// Each prompt is given one of the options.
        case matching
        /// Steps are put in order.
        case ordering
        /// A few sentences, marked by a coordinator.
        case shortText = "short_text"
        /// The fields of a draft notice are marked as to be published, withheld or asked about.
        case publicationCheck = "publication_check"
        /// A story that goes on by what is chosen.
        case scenario
    }

    /// What is to be done. The names follow the interactions of IMS QTI where it has them.
    public enum Interaction: Sendable, Hashable {
        case choice(Choice)
        case fillIn(FillIn)
        case matching(Matching)
        case ordering(Ordering)
        case shortText(ShortText)
        case publicationCheck(PublicationCheck)
        case scenario(Scenario)
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
        id: QuestionID, era: Era, clauses: [ClauseID], stem: String, image: Image? = nil, interaction: Interaction,
        explanation: String, keyFrom: Day? = nil, generated: GeneratedQuestion? = nil
    ) {
        self.id = id
        self.era = era
        self.clauses = clauses
        self.stem = stem
        self.image = image
        self.interaction = interaction
        self.explanation = explanation
        self.keyFrom = keyFrom
        self.generated = generated
    }

    /// How it is answered.
    public var kind: Kind {
        switch interaction {
        case .choice(let choice): choice.kind.general
        case .fillIn: .fillIn
        case .matching: .matching
        case .ordering: .ordering
        case .shortText: .shortText
        case .publicationCheck: .publicationCheck
        case .scenario: .scenario
        }
    }
}

extension Question: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, kind, era, clauses, stem, image, explanation, keyFrom, generated
    }

    /// Reads a question; what belongs to its interaction stands beside the rest, told by `kind`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(QuestionID.self, forKey: .id)
        era = try container.decode(Era.self, forKey: .era)
        clauses = try container.decode([ClauseID].self, forKey: .clauses)
        stem = try container.decode(String.self, forKey: .stem)
        image = try container.decodeIfPresent(Image.self, forKey: .image)
        explanation = try container.decode(String.self, forKey: .explanation)
        keyFrom = try container.decodeIfPresent(Day.self, forKey: .keyFrom)
        generated = try container.decodeIfPresent(GeneratedQuestion.self, forKey: .generated)
        interaction =
            switch try container.decode(Kind.self, forKey: .kind) {
            case .single, .multiple, .trueFalse: .choice(try Choice(from: decoder))
            case .fillIn: .fillIn(try FillIn(from: decoder))
            case .matching: .matching(try Matching(from: decoder))
            case .ordering: .ordering(try Ordering(from: decoder))
            case .shortText: .shortText(try ShortText(from: decoder))
            case .publicationCheck: .publicationCheck(try PublicationCheck(from: decoder))
            case .scenario: .scenario(try Scenario(from: decoder))
            }
    }

    /// Writes the form that is read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(kind, forKey: .kind)
        try container.encode(era, forKey: .era)
        try container.encode(clauses, forKey: .clauses)
        try container.encode(stem, forKey: .stem)
        try container.encodeIfPresent(image, forKey: .image)
        try container.encode(explanation, forKey: .explanation)
        try container.encodeIfPresent(keyFrom, forKey: .keyFrom)
        try container.encodeIfPresent(generated, forKey: .generated)
        switch interaction {
        case .choice(let choice): try choice.encode(to: encoder)
        case .fillIn(let fillIn): try fillIn.encode(to: encoder)
        case .matching(let matching): try matching.encode(to: encoder)
        case .ordering(let ordering): try ordering.encode(to: encoder)
        case .shortText(let shortText): try shortText.encode(to: encoder)
        case .publicationCheck(let check): try check.encode(to: encoder)
        case .scenario(let scenario): try scenario.encode(to: encoder)
        }
    }
}

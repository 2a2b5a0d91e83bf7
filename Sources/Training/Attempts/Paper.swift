/// What one person was asked: written down when the attempt begins and never changed.
public struct Paper: Sendable, Hashable, Codable {
    /// Where the draw came from; evidence, not needed to show the paper.
    public let seed: UInt64
    /// The questions in order; slot numbers count from 1.
    public let slots: [Slot]

    /// One place of the paper.
    public struct Slot: Sendable, Hashable, Codable {
        /// From 1.
        public let number: Int
        /// The version of the question that is asked here.
        public let version: String
        /// The file's option keys in the order shown.
        public let order: [Question.Option.Key]

        /// A place.
        public init(number: Int, version: String, order: [Question.Option.Key]) {
            self.number = number
            self.version = version
            self.order = order
        }
    }

    /// A paper.
    public init(seed: UInt64, slots: [Slot]) {
        self.seed = seed
        self.slots = slots
    }

    /// Draws `count` of `items` and their order, and the order of their options, all from `seed`.
    ///
    /// Options keep their places in true/false questions and where the author fixed them. The same items and seed give
    /// the same paper for ever (`docs/randomness.md`).
    public static func draw(_ count: Int, of items: [Item], seed: UInt64) -> Paper {
        var generator = SeededGenerator(seed: seed)
        let drawn = generator.shuffled(items).prefix(count)
        let slots = drawn.enumerated().map { index, item in
            let keys = item.question.options.map(\.key)
            let stays = item.question.fixedOrder || item.question.kind == .trueFalse
            return Slot(number: index + 1, version: item.version, order: stays ? keys : generator.shuffled(keys))
        }
        return Paper(seed: seed, slots: slots)
    }

    /// The letters of place, in order. No question has more options.
    public static let letters = ["a", "b", "c", "d", "e", "f", "g", "h"]
}

extension Paper.Slot {
    /// The file's keys behind letters of place; nil when a letter has no option here.
    public func keys(of response: Response) -> [Question.Option.Key]? {
        var keys: [Question.Option.Key] = []
        for letter in response.letters {
            guard let place = Paper.letters.firstIndex(of: letter), order.indices.contains(place) else { return nil }
            keys.append(order[place])
        }
        return keys
    }

    /// The letter of place of a file's key; nil when the slot has no such option.
    public func letter(of key: Question.Option.Key) -> String? {
        order.firstIndex(of: key).map { Paper.letters[$0] }
    }
}

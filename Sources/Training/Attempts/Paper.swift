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
        /// The file's keys of the parts that can be moved (options, steps), in the order shown.
        public let order: [String]

        /// A place.
        public init(number: Int, version: String, order: [String]) {
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

    /// Draws the questions that the blueprint asks for, their order, and the order of their movable parts, all from
    /// `seed`.
    ///
    /// `items` are the questions of the blueprint as they stand now. Options keep their places in true/false questions
    /// and where the author fixed them. The same blueprint, items and seed give the same paper for ever
    /// (`docs/randomness.md`).
    public static func draw(_ blueprint: Blueprint, of items: [Item], seed: UInt64) -> Paper {
        var generator = SeededGenerator(seed: seed)
        let byID = Dictionary(items.map { ($0.question.id, $0) }) { first, _ in first }
        let drawn = blueprint.questions(from: &generator).compactMap { byID[$0] }
        let slots = drawn.enumerated().map { index, item in
            let (moving, staying) = item.question.interaction.parts
            return Slot(number: index + 1, version: item.version, order: generator.shuffled(moving) + staying)
        }
        return Paper(seed: seed, slots: slots)
    }

    /// The letters of place, in order. No question has more options.
    public static let letters = ["a", "b", "c", "d", "e", "f", "g", "h"]
}

/// Steps of a procedure to be put in order.
public struct Ordering: Sendable, Hashable, Codable {
    /// The steps in the right order; at least two.
    public let steps: [Step]

    /// One step.
    public struct Step: Sendable, Hashable, Codable {
        /// The step's name in the file.
        public typealias Key = String

        /// Never shown.
        public let key: Key
        /// What the learner reads.
        public let text: String
        /// Why it stands where it stands.
        public let reason: String

        /// A step.
        public init(key: Key, text: String, reason: String) {
            self.key = key
            self.text = text
            self.reason = reason
        }
    }

    /// Steps in the right order.
    public init(steps: [Step]) { self.steps = steps }

    /// Grades an order: the share of neighbouring pairs that follow each other rightly, rounded down to hundredths. One
    /// step out of place so costs the pairs it breaks and not every place behind it. (As "next item, last excluded" of
    /// Moodle's ordering question.)
    public func grade(_ order: [Step.Key]) -> Mark {
        guard !order.isEmpty else {
            return .unanswered(findings: steps.indices.map { .part($0 + 1, right: false) })
        }
        let pairs = Set(zip(steps, steps.dropFirst()).map { "\($0.key)\n\($1.key)" })
        let found = zip(order, order.dropFirst()).count { pairs.contains("\($0)\n\($1)") }
        let inPlace = steps.enumerated().map { order.indices.contains($0.offset) && order[$0.offset] == $0.element.key }
        return Mark(
            earned: Marks(hundredths: 100 * found / (steps.count - 1)),
            findings: inPlace.enumerated().map { .part($0.offset + 1, right: $0.element) })
    }
}

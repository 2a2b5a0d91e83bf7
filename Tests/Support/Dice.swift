import Records
import Synchronization
import Training

/// A test's own source of chance: the same seed throws the same numbers on every machine.
public struct Dice: Sendable {
    private var generator: SeededGenerator

    /// Dice that begin with `seed`.
    public init(seed: Int) { generator = SeededGenerator(seed: UInt64(truncatingIfNeeded: seed)) }

    /// A number from 0 to `bound` − 1.
    public mutating func below(_ bound: Int) -> Int { generator.below(bound) }

    /// One of `elements`, which are not empty.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// True once in `times`.
    public mutating func once(in times: Int) -> Bool { below(times) == 0 }

    /// `elements` in another order.
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] { generator.shuffled(elements) }
}

extension Randomness {
    /// Bytes that only look random: the same seed gives the same ids, codes and papers.
    public static func seeded(_ seed: Int) -> Randomness { ByteSource(Dice(seed: seed)).randomness }
}

/// Bytes that dice throw.
final class ByteSource: Sendable {
    private let dice: Mutex<Dice>

    init(_ dice: Dice) { self.dice = Mutex(dice) }

    /// The dice as they lie now: whoever goes on with them throws the same.
    var state: Dice { dice.withLock { $0 } }

    var randomness: Randomness { Randomness { self.bytes($0) } }

    func bytes(_ count: Int) -> [UInt8] {
        dice.withLock { dice in (0..<count).map { _ in UInt8(dice.below(256)) } }
    }
}

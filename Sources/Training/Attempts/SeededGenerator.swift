/// The generator behind every paper: SplitMix64, fixed for good so that a stored seed means the same paper for ever.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with the constants of
/// Vigna's public reference. `docs/randomness.md` has test vectors.
public struct SeededGenerator: Sendable {
    private var state: UInt64

    /// A generator that gives the sequence of `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, each equally likely: draws above the largest multiple of `bound` are thrown away.
    /// `bound` is at least 1.
    public mutating func below(_ bound: Int) -> Int {
        let bound = UInt64(bound)
        let refused = (UInt64.max % bound + 1) % bound
        while true {
            let drawn = next()
            if drawn <= UInt64.max - refused { return Int(drawn % bound) }
        }
    }

    /// `elements` in a random order: Fisher–Yates from the last place down (Knuth, TAOCP 2, 3.4.2, algorithm P).
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var shuffled = elements
        for last in stride(from: shuffled.count - 1, to: 0, by: -1) {
            shuffled.swapAt(last, below(last + 1))
        }
        return shuffled
    }
}

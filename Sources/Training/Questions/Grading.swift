/// Marks counted in hundredths, never in floating point.
public struct Marks: Sendable, Hashable, Comparable, Codable {
    /// Hundredths of a mark.
    public let hundredths: Int

    /// So many hundredths.
    public init(hundredths: Int) { self.hundredths = hundredths }

    /// One mark, what every question is worth.
    public static let one = Marks(hundredths: 100)
    /// Nothing.
    public static let zero = Marks(hundredths: 0)

    /// The sum.
    public static func + (left: Marks, right: Marks) -> Marks {
        Marks(hundredths: left.hundredths + right.hundredths)
    }

    /// Fewer marks come first.
    public static func < (left: Marks, right: Marks) -> Bool { left.hundredths < right.hundredths }

    /// Reads hundredths.
    public init(from decoder: any Decoder) throws {
        hundredths = try decoder.singleValueContainer().decode(Int.self)
    }

    /// Writes hundredths.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hundredths)
    }
}

extension Marks: CustomStringConvertible {
    /// `8`, `8.5` or `8.33`: no more decimals than needed.
    public var description: String {
        let whole = hundredths / 100
        let rest = hundredths % 100
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// What an answer earned, and why.
public struct Mark: Sendable, Hashable {
    /// From zero to `Marks.one`.
    public let earned: Marks
    /// Right options that were not chosen, as the file names them.
    public let missed: [Question.Option.Key]
    /// Wrong options that were chosen, as the file names them.
    public let wrong: [Question.Option.Key]
    /// Whether anything was chosen.
    public let answered: Bool

    /// Whether the answer is wholly right.
    public var isRight: Bool { answered && missed.isEmpty && wrong.isEmpty }
}

extension Question {
    /// Grades the options chosen; nil or nothing chosen earns nothing.
    ///
    /// `single` and `trueFalse` earn the mark for the right option. `multiple` is graded by `scoring`: a wrong option
    /// chosen always earns nothing, a share is rounded down to hundredths.
    public func grade(_ chosen: [Option.Key]?) -> Mark {
        let chosen = Set(chosen ?? [])
        let right = Set(key)
        let missed = key.filter { !chosen.contains($0) }
        let wrong = options.map(\.key).filter { chosen.contains($0) && !right.contains($0) }
        return Mark(
            earned: marks(found: right.count - missed.count, of: right.count, wrong: wrong.count),
            missed: missed, wrong: wrong, answered: !chosen.isEmpty)
    }

    private func marks(found: Int, of right: Int, wrong: Int) -> Marks {
        guard wrong == 0, found > 0 else { return .zero }
        if found == right { return .one }
        switch (kind, scoring) {
        case (.single, _), (.trueFalse, _), (.multiple, .exact): return .zero
        case (.multiple, .subsetHalf): return Marks(hundredths: 50)
        case (.multiple, .subsetProportional): return Marks(hundredths: 100 * found / right)
        }
    }
}

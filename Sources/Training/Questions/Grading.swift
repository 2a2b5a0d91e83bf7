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
public struct Mark: Sendable, Hashable, Codable {
    /// From zero to `Marks.one`; zero while it waits for a person.
    public let earned: Marks
    /// What was right and wrong in it, in the order shown.
    public let findings: [Finding]
    /// Whether there was an answer, and whether its mark is known.
    public let state: State

    /// Whether a mark is known.
    public enum State: String, Sendable, Hashable, Codable {
        case unanswered
        /// A person has yet to mark it.
        case awaiting
        case marked
    }

    /// One thing that was right or wrong.
    public enum Finding: Sendable, Hashable, Codable {
        /// A right option that was not chosen, as the file names it.
        case missed(String)
        /// A wrong option that was chosen, as the file names it.
        case wrong(String)
        /// A blank, prompt, place, field or decision by its number from 1.
        case part(Int, right: Bool)
        /// Something was to be published that must be withheld.
        case exposes
        /// The story was left before an ending.
        case unfinished
        /// What the person who marked it said.
        case remark(String)
    }

    /// A known mark.
    public init(earned: Marks, findings: [Finding]) {
        self.init(earned: earned, findings: findings, state: .marked)
    }

    private init(earned: Marks, findings: [Finding], state: State) {
        self.earned = earned
        self.findings = findings
        self.state = state
    }

    /// No answer.
    public static func unanswered(findings: [Finding]) -> Mark {
        Mark(earned: .zero, findings: findings, state: .unanswered)
    }

    /// An answer that a person has yet to mark.
    static let awaiting = Mark(earned: .zero, findings: [], state: .awaiting)

    /// What a person gave a text answer.
    public static func given(_ earned: Marks, remark: String) -> Mark {
        Mark(earned: earned, findings: remark.isEmpty ? [] : [.remark(remark)])
    }

    /// Whether the answer is wholly right.
    public var isRight: Bool { state == .marked && earned == .one }
}

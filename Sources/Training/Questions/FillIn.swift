import FoundationEssentials

/// Blanks to be filled with words or numbers.
public struct FillIn: Sendable, Hashable, Codable {
    /// The blanks in order; never empty.
    public let blanks: [Blank]

    /// One blank.
    public struct Blank: Sendable, Hashable, Codable {
        /// What stands before it on the page; may be empty.
        public let label: String
        /// What is right.
        public let accepts: Accepted
        /// Why that is right.
        public let reason: String

        /// A blank.
        public init(label: String, accepts: Accepted, reason: String) {
            self.label = label
            self.accepts = accepts
            self.reason = reason
        }
    }

    /// What is right in a blank.
    public enum Accepted: Sendable, Hashable, Codable {
        /// Any of these texts; the first is shown as the right one.
        case texts([String])
        /// A number within `tolerance` of `value`, in thousandths; a unit written behind it must be `unit` if it is
        /// written at all.
        case number(value: Int, tolerance: Int, unit: String?)
    }

    /// Blanks.
    public init(blanks: [Blank]) { self.blanks = blanks }

    /// The most characters that one blank takes.
    public static let room = 200

    /// Grades one text a blank: the share of the blanks that are right, rounded down to hundredths.
    public func grade(_ texts: [String]) -> Mark {
        let texts = texts + Array(repeating: "", count: max(0, blanks.count - texts.count))
        guard texts.contains(where: { !FillIn.folded($0).isEmpty }) else {
            return .unanswered(findings: blanks.indices.map { .part($0 + 1, right: false) })
        }
        let right = zip(blanks, texts).map { $0.accepts.matches($1) }
        return Mark(
            earned: Marks(hundredths: 100 * right.count(where: \.self) / blanks.count),
            findings: right.enumerated().map { .part($0.offset + 1, right: $0.element) })
    }

    /// A text as it is compared: full-width letters, digits and signs as half-width, without white space, in lower case,
    /// and without punctuation at its end.
    static func folded(_ text: String) -> String {
        let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            switch scalar.value {
            case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
            case 0x3000: nil
            default: scalar.properties.isWhitespace ? nil : scalar
            }
        }
        var folded = String(String.UnicodeScalarView(scalars)).lowercased()
        while let last = folded.last, "。.，,；;、！!".contains(last) { folded.removeLast() }
        return folded
    }
}

extension FillIn.Accepted {
    /// Whether a text is right here, however it is written (see `FillIn.folded`).
    public func matches(_ text: String) -> Bool {
        let folded = FillIn.folded(text)
        switch self {
        case .texts(let texts): return texts.contains { FillIn.folded($0) == folded }
        case .number(let value, let tolerance, let unit):
            guard let (number, rest) = Self.number(folded), rest.isEmpty || rest == unit.map(FillIn.folded) else {
                return false
            }
            return abs(number - value) <= tolerance
        }
    }

    /// What is shown as right.
    public var shown: String {
        switch self {
        case .texts(let texts): texts.first ?? ""
        case .number(let value, let tolerance, let unit):
            Self.decimal(value) + (tolerance == 0 ? "" : " ± \(Self.decimal(tolerance))") + (unit ?? "")
        }
    }

    /// The number that a folded text begins with, in thousandths, and what follows it; thousands may be set apart by
    /// commas. Nil when it does not begin with one, has more than three decimals or is beyond a billion.
    private static func number(_ text: String) -> (Int, rest: String)? {
        let digits = text.prefix { "0123456789,.-".contains($0) }
        let parts = digits.replacing(",", with: "").split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int(parts[0]), abs(whole) <= 1_000_000_000 else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.count <= 3, let fraction = Int(decimals + String(repeating: "0", count: 3 - decimals.count)),
            !decimals.hasPrefix("-")
        else { return nil }
        let size = abs(whole) * 1000 + fraction
        return (parts[0].hasPrefix("-") ? -size : size, String(text.dropFirst(digits.count)))
    }

    private static func decimal(_ thousandths: Int) -> String {
        let size = abs(thousandths)
        var decimals = String(1000 + size % 1000).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return (thousandths < 0 ? "-" : "") + "\(size / 1000)" + (decimals.isEmpty ? "" : ".\(decimals)")
    }
}

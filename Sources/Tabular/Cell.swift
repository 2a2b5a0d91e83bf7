/// What a cell of a table to be written holds.
public enum Cell: Sendable, Hashable {
    /// Any text; never taken for a formula.
    case text(String)
    /// A number to count with.
    case integer(Int)
    /// A number in the digits that people shall read, such as `-3` or `97.50`. Anything but digits is written as text is.
    case number(String)
    /// Nothing.
    case empty
}

extension Cell {
    /// The text that stands in a file, before quoting.
    var written: String {
        switch self {
        case .text(let text): text.trimmed.guarded
        case .integer(let number): String(number)
        case .number(let digits): Self.isNumber(digits) ? digits : digits.trimmed.guarded
        case .empty: ""
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        let sign: [UInt8] = [UInt8(ascii: "+"), UInt8(ascii: "-")]
        let unsigned = text.utf8.first.map(sign.contains) == true ? text.utf8.dropFirst() : text.utf8[...]
        return unsigned.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        }
    }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// An integer.
    public init(integerLiteral value: Int) { self = .integer(value) }
}

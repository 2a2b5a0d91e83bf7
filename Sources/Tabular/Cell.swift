/// What a cell of a table to be written holds.
public enum Cell: Sendable, Hashable {
    /// Any text; never taken for a formula.
    case text(String)
    /// A number to count with.
    case integer(Int)
    /// A number in the digits that people shall read, such as `-3` or `97.50`. Anything but digits is written as text is.
    case number(String)
    /// A day as `2026-11-30`; in a workbook it is a date. Anything else is written as text is.
    case day(String)
    /// Nothing.
    case empty
}

extension Cell {
    /// The text that stands in a file, before quoting.
    var written: String {
        switch self {
        case .text(let text), .day(let text): text.trimmed.guarded
        case .integer(let number): String(number)
        case .number(let digits): isPlain ? digits : digits.trimmed.guarded
        case .empty: ""
        }
    }

    /// Whether this is a number in plain digits.
    var isPlain: Bool {
        guard case .number(let text) = self else { return false }
        let sign: [UInt8] = [UInt8(ascii: "+"), UInt8(ascii: "-")]
        let unsigned = text.utf8.first.map(sign.contains) == true ? text.utf8.dropFirst() : text.utf8[...]
        return unsigned.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.allSatisfy(\.isDigit)
        }
    }

    /// Year, month and day of a day that a workbook can count, from 1901 on; nil for any other text.
    static func day(_ text: String) -> [Int32]? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }) else {
            return nil
        }
        let numbers = parts.compactMap { Int32($0) }
        guard (1901...9999).contains(numbers[0]), (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else {
            return nil
        }
        return numbers
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// An integer.
    public init(integerLiteral value: Int) { self = .integer(value) }
}

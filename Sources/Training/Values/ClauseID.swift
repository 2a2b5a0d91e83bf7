/// A clause's stable id as the fact sheets give it: `N78-2.1-m`, `L2026-45`. 1 to 64 of `A–Z a–z 0–9 _ - .`.
public struct ClauseID: RawRepresentable, Hashable, Sendable, Codable, Comparable, LosslessStringConvertible {
    /// The id as written.
    public let rawValue: String

    /// The id, or nil when `rawValue` is not one.
    public init?(rawValue: String) {
        let allowed = rawValue.utf8.allSatisfy { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
        guard (1...64).contains(rawValue.utf8.count), allowed else { return nil }
        self.rawValue = rawValue
    }

    /// The same, for generic code that reads text.
    public init?(_ description: String) { self.init(rawValue: description) }

    /// The id as written.
    public var description: String { rawValue }

    /// Order by code point.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

extension ClauseID {
    /// The order of a table of contents, in which numbers count as numbers: `L2026-5` stands before `L2026-39`.
    public static func inDocumentOrder(_ left: ClauseID, _ right: ClauseID) -> Bool {
        let (one, other) = (left.pieces, right.pieces)
        for (a, b) in zip(one, other) where a != b {
            if let a = Int(a), let b = Int(b), a != b { return a < b }
            return a.utf8.lexicographicallyPrecedes(b.utf8)
        }
        return one.count < other.count
    }

    /// Runs of digits and of other characters in turn.
    private var pieces: [String] {
        rawValue.reduce(into: []) { pieces, character in
            if let last = pieces.last?.last, last.isNumber == character.isNumber {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
    }
}

extension ClauseID: ExpressibleByStringLiteral {
    /// An id written in source text; one that breaks the rule is a mistake of the programmer and stops a debug build.
    public init(stringLiteral value: StaticString) {
        let text = value.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        assert(Self(rawValue: text) != nil, "not a clause id: \(text)")
        rawValue = text
    }
}

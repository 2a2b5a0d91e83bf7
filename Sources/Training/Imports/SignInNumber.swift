/// The numbers that the server gives to people who have none at work: `DLH` (登录号), seven digits and two check digits.
///
/// The check digits are those of ISO 7064 MOD 97-10, so that one wrong digit or two swapped ones never make another number,
/// and a number of an employer that happens to look like this fits one time in a hundred.
public enum SignInNumber {
    /// What such a number begins with.
    public static let prefix = "DLH"

    /// A number made of random bytes. Four are needed.
    public static func number(from bytes: [UInt8]) -> StaffNumber? {
        let drawn = bytes.prefix(4).reduce(0) { $0 << 8 | UInt64($1) } % 10_000_000
        let digits = String(String(drawn + 10_000_000).dropFirst())
        let check = String(198 - drawn * 100 % 97).dropFirst()
        return StaffNumber(rawValue: prefix + digits + check)
    }

    /// Whether a number is one of these.
    public static func isOne(_ number: StaffNumber) -> Bool { value(of: number).map { $0 % 97 == 1 } ?? false }

    /// Whether a number looks like one of these and has a digit that is wrong.
    public static func isMistyped(_ number: StaffNumber) -> Bool {
        value(of: number).map { $0 % 97 != 1 } ?? false
    }

    /// What was typed, in capitals where it looks like one of these: a telephone's keyboard begins with small letters.
    public static func normalized(_ typed: String) -> String {
        let capital = typed.uppercased()
        return StaffNumber(rawValue: capital).flatMap(value) == nil ? typed : capital
    }

    private static func value(of number: StaffNumber) -> UInt64? {
        guard number.rawValue.hasPrefix(prefix), number.rawValue.utf8.count == prefix.utf8.count + 9 else { return nil }
        let digits = number.rawValue.dropFirst(prefix.count)
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(digits) : nil
    }
}

extension StaffNumber {
    /// Whether two numbers differ by one slip of a typing hand: a character that is another, missing or too much, or two
    /// neighbours swapped.
    public func isOneSlip(from other: StaffNumber) -> Bool {
        var (mine, others) = (Array(rawValue.utf8)[...], Array(other.rawValue.utf8)[...])
        while let first = mine.first, first == others.first { (mine, others) = (mine.dropFirst(), others.dropFirst()) }
        while let last = mine.last, last == others.last { (mine, others) = (mine.dropLast(), others.dropLast()) }
        switch (mine.count, others.count) {
        case (1, 1), (0, 1), (1, 0): return true
        case (2, 2): return Array(mine) == others.reversed()
        default: return false
        }
    }
}

/// The 18-digit personal ID number (公民身份号码): recognised only so that it is never kept.
public enum PersonalIDNumber {
    /// Whether `text` is one: 17 digits and the check character of GB 11643-1999 (ISO 7064 MOD 11-2).
    public static func isOne(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 18, bytes.dropLast().allSatisfy(digits.contains) else { return false }
        let sum = zip(bytes, weights).reduce(0) { $0 + Int($1.0 - UInt8(ascii: "0")) * $1.1 }
        let check = bytes[17] == UInt8(ascii: "x") ? UInt8(ascii: "X") : bytes[17]
        return checks[sum % 11] == check
    }

    /// Whether a column with this heading holds them.
    public static func isHeading(_ heading: String) -> Bool {
        heading.contains("身份证") || heading.contains("公民身份号码") || heading.lowercased() == "id_number"
            || heading.lowercased() == "id_card"
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432".utf8)
}

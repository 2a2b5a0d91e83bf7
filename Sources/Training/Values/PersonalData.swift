/// Numbers that name a living person: recognised only so that they are neither kept nor repeated. Examples in content must
/// be visibly made up, so none of these may stand in it either.
public enum PersonalData: Sendable, CaseIterable {
    /// A personal ID number (公民身份号码) of 18 places whose check character is right: GB 11643-1999, which is ISO 7064
    /// MOD 11-2.
    case identityNumber
    /// A mobile phone number of 11 digits.
    case mobileNumber
    /// A card number of 16 to 19 digits whose check digit is right (Luhn).
    case bankCard

    /// What looks like such a number in the line, each kind once.
    ///
    /// Digits may be full-width, and grouped by single spaces or hyphens the way people write these numbers.
    public static func kinds(in line: Substring) -> [PersonalData] {
        guard line.utf8.count >= 11 else { return [] }
        let candidates = runs(in: line).flatMap(candidates)
        guard !candidates.isEmpty else { return [] }
        return allCases.filter { kind in candidates.contains(where: kind.matches) }
    }

    /// The text as it is, or with all digits hidden when such a number stands in it.
    public static func masked(_ text: String) -> String {
        kinds(in: text[...]).isEmpty ? text : String(text.map { $0.isNumber ? "•" : $0 })
    }

    /// Digits of one number; 10 is the `X` that may end an ID number.
    private typealias Digits = [Int]

    /// Groups of digits with a single space or hyphen between them.
    private static func runs(in line: Substring) -> [[Digits]] {
        var runs: [[Digits]] = []
        var groups: [Digits] = []
        var digits: Digits = []
        var gap = 0
        for scalar in line.unicodeScalars {
            if let digit = value(of: scalar), digit < 10 || digits.count >= 3 {
                if digits.isEmpty, gap > 1 {
                    if !groups.isEmpty { runs.append(groups) }
                    groups = []
                }
                digits.append(digit)
                gap = 0
            } else {
                if !digits.isEmpty { groups.append(digits) }
                digits = []
                gap += scalar == " " || scalar == "-" ? 1 : 2
            }
        }
        if !digits.isEmpty { groups.append(digits) }
        return groups.isEmpty ? runs : runs + [groups]
    }

    private static func value(of scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "0"..."9": Int(scalar.value) - 0x30
        case "０"..."９": Int(scalar.value) - 0xFF10
        case "X", "x", "Ｘ", "ｘ": 10
        default: nil
        }
    }

    /// The numbers that a run of groups may be: each group alone, and groups of the usual lengths together.
    private static func candidates(_ groups: [Digits]) -> [Digits] {
        let shapes = [[3, 4, 4], [6, 8, 4], [4, 4, 4, 4], [4, 4, 4, 4, 1], [4, 4, 4, 4, 2], [4, 4, 4, 4, 3]]
        var candidates = groups.filter { $0.count >= 11 }
        for start in groups.indices {
            for shape in shapes where groups[start...].prefix(shape.count).map(\.count) == shape {
                candidates.append(Array(groups[start...].prefix(shape.count).joined()))
            }
        }
        return candidates
    }

    private func matches(_ digits: Digits) -> Bool {
        switch self {
        case .identityNumber: digits.count == 18 && PersonalData.hasIdentityCheckDigit(digits)
        case .mobileNumber: PersonalData.isMobileNumber(digits)
        case .bankCard: (16...19).contains(digits.count) && PersonalData.passesLuhn(digits)
        }
    }

    private static func hasIdentityCheckDigit(_ digits: Digits) -> Bool {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1]
        guard !digits.dropLast().contains(10) else { return false }
        return zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 1
    }

    private static func isMobileNumber(_ digits: Digits) -> Bool {
        let national = digits.count == 13 && digits.starts(with: [8, 6]) ? Array(digits.dropFirst(2)) : digits
        return national.count == 11 && national[0] == 1 && national[1] >= 3 && !national.contains(10)
    }

    private static func passesLuhn(_ digits: Digits) -> Bool {
        guard !digits.contains(10) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, place in
            let value = place.element * (place.offset % 2 == 0 ? 1 : 2)
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum % 10 == 0
    }
}

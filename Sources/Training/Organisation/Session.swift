import FoundationEssentials

/// A person's signed-in browser.
public struct Session: Sendable, Hashable {
    /// Who is signed in.
    public let person: Person
    /// When it ends unless it is used again.
    public let expiresAt: Date
    /// Whether the person came with a sign-in code and has yet to set a password.
    public let passwordNeeded: Bool
    /// The units the person is in charge of.
    public let units: [UnitCode]

    /// A session.
    public init(person: Person, units: [UnitCode], expiresAt: Date, passwordNeeded: Bool) {
        self.person = person
        self.units = units
        self.expiresAt = expiresAt
        self.passwordNeeded = passwordNeeded
    }

    /// What the person may do.
    public var caller: Caller {
        Caller(person: person.id, name: person.id.rawValue, role: person.role, units: units)
    }

    /// How long a session lasts after its last use: 90 days on a learner's own phone, 30 minutes for whoever sees other
    /// people's records.
    public static func lifetime(of role: Person.Role) -> TimeInterval {
        role == .learner ? 90 * 86_400 : 30 * 60
    }

    /// How much of a lifetime may pass before its use is written down: the price of not writing at each request.
    public static func grain(of role: Person.Role) -> TimeInterval { role == .learner ? 86_400 : 60 }
}

/// Rules of sign-in codes.
public enum SignInCode {
    /// How long a code can be used.
    public static let lifetime: TimeInterval = 30 * 86_400
    /// How many digits it has.
    public static let digits = 10

    /// A code made of random bytes, nil when they must be drawn again for every code to be equally likely. Eight bytes
    /// are needed. None begins with 0, which a spreadsheet would take away.
    public static func code(from bytes: [UInt8]) -> String? {
        let drawn = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let (first, count): (UInt64, UInt64) = (1_000_000_000, 9_000_000_000)
        guard drawn < UInt64.max / count * count else { return nil }
        return String(first + drawn % count)
    }

    /// What was typed, without the spaces and hyphens that help reading a slip; full-width digits count as digits.
    public static func normalized(_ typed: String) -> String {
        String(
            typed.unicodeScalars.compactMap { scalar -> Character? in
                switch scalar.value {
                case 0xFF10...0xFF19: Character(UnicodeScalar(UInt8(scalar.value - 0xFF10 + 0x30)))
                case 0x20, 0x2D, 0x3000, 0x2010...0x2015: nil
                default: Character(scalar)
                }
            })
    }
}

/// Rules of passwords.
public enum PasswordRule {
    /// The fewest characters.
    public static let minimum = 8
    /// The most, so that nobody makes the server hash a book.
    public static let maximum = 128

    /// What libcrypt takes at the most.
    static let maximumBytes = 512

    /// What everyone tries first.
    private static let common: Set<String> = [
        "12345678", "123456789", "1234567890", "0123456789", "87654321", "987654321", "11223344", "12341234",
        "123123123",
        "password", "password1", "qwertyui", "qwerty123", "1qaz2wsx", "abcd1234", "a1234567", "a12345678", "aa123456",
        "abc12345", "woaini1314", "5201314520", "13145201314", "iloveyou",
    ]

    private static func isCommon(_ password: String) -> Bool {
        common.contains(password.lowercased()) || Set(password).count < 3
    }

    /// Why a new password is refused, nil when it is good.
    public static func problem(with password: String, of staffNumber: StaffNumber) -> Refusal? {
        if password.count < minimum {
            return .invalid(
                code: "password_short",
                Bilingual(zh: "密码至少 \(minimum) 位。", en: "A password has at least \(minimum) characters."))
        }
        if password.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            return .invalid(
                code: "password_character",
                Bilingual(zh: "密码里有不能用的字符。", en: "The password has a character that cannot be used."))
        }
        if password.count > maximum || password.utf8.count > maximumBytes {
            return .invalid(
                code: "password_long",
                Bilingual(zh: "密码最多 \(maximum) 位。", en: "A password has at most \(maximum) characters."))
        }
        if isCommon(password) {
            return .invalid(
                code: "password_common",
                Bilingual(zh: "这个密码太常见，容易被猜到。", en: "This password is too common and easy to guess."))
        }
        if password.lowercased().contains(staffNumber.rawValue.lowercased()) && staffNumber.rawValue.count >= 4 {
            return .invalid(
                code: "password_number",
                Bilingual(zh: "密码里不要含有自己的登录号。", en: "Leave your sign-in number out of the password."))
        }
        return nil
    }
}

import CCrypt
import NIOPosix

/// Passwords by yescrypt of the system's libcrypt, away from the event loops: one check takes some 20 ms of a core.
public struct Passwords: Sendable {
    private let threads: NIOThreadPool
    /// A hash that no password has; checked for unknown numbers, so that they take as long as known ones.
    private let nobody: String

    /// Uses `threads` to work on; their number bounds how many hashes are made at a time.
    public init(threads: NIOThreadPool) {
        self.threads = threads
        nobody = Passwords.hashed("", setting: Passwords.freshSetting) ?? "*"
    }

    /// The password in the form that is kept.
    public func hash(_ password: String) async throws -> String {
        try await threads.runIfActive {
            guard let hashed = Passwords.hashed(password, setting: Passwords.freshSetting) else {
                throw PasswordFailure()
            }
            return hashed
        }
    }

    /// Whether `password` is the one behind `kept`; never, but just as slowly, when `kept` is nil.
    public func matches(_ password: String, _ kept: String?) async throws -> Bool {
        let setting = kept ?? nobody
        let hashed = try await threads.runIfActive { Passwords.hashed(password, setting: setting) }
        // C ends a text at its first NUL, so that such a password would be taken for a shorter one.
        return kept != nil && !password.utf8.contains(0) && hashed.map { Passwords.equal($0, setting) } ?? false
    }

    /// libcrypt refused to make a hash, for want of memory or of randomness.
    struct PasswordFailure: Error {}

    /// `$y$` with the library's own cost and salt from the system's generator.
    private static var freshSetting: String {
        guard let setting = crypt_gensalt("$y$", 0, nil, 0) else { return "*" }
        return String(cString: setting)
    }

    private static func hashed(_ password: String, setting: String) -> String? {
        var data = crypt_data()
        guard let hashed = crypt_r(password, setting, &data) else { return nil }
        let text = String(cString: hashed)
        // libcrypt answers an error with a text that begins with `*`.
        return text.hasPrefix("*") ? nil : text
    }

    /// Compares in a time that does not depend on where two texts differ.
    private static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

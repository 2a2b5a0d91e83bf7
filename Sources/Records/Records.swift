import FoundationEssentials
import SQL
import Training

/// Everything the server remembers. One public method is one transaction; each returns Training's values.
///
/// Methods throw `Refusal` for what a caller may be told and `DatabaseError` for what only the log should know.
public struct Records: Sendable {
    let database: any Database
    let randomness: Randomness

    /// Records in `database`; `prepare` must have run before anything else is asked.
    public init(database: any Database, randomness: Randomness = .ofTheSystem) {
        self.database = database
        self.randomness = randomness
    }

    /// Whether the database answers a read.
    public func isReachable() async -> Bool {
        (try? await database.read { try $0.row(Statement("SELECT 1")) != nil }) ?? false
    }
}

/// Where random bytes come from; passed in, so that tests can repeat a run.
public struct Randomness: Sendable {
    /// So many unpredictable bytes.
    public let bytes: @Sendable (Int) -> [UInt8]

    /// Randomness from this source.
    public init(bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }

    /// The operating system's generator.
    public static let ofTheSystem = Randomness { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// A seed for a paper.
    func seed() -> UInt64 { bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }

    /// A new id that sorts by time: UUID version 7 (RFC 9562, 5.7).
    func id<Subject>(at now: Date) -> Code<Subject> {
        var octets = bytes(16)
        let milliseconds = UInt64(now.milliseconds)
        for index in 0..<6 { octets[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(8 * (5 - index))) }
        octets[6] = octets[6] & 0x0F | 0x70
        octets[8] = octets[8] & 0x3F | 0x80
        let hex = octets.hexadecimal
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
            hex[
                hex.index(
                    hex.startIndex, offsetBy: range.lowerBound)..<hex.index(hex.startIndex, offsetBy: range.upperBound)]
        }
        guard let id = Code<Subject>(rawValue: groups.joined(separator: "-")) else {
            preconditionFailure("32 hexadecimal digits and four hyphens are a code")
        }
        return id
    }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension Date {
    /// Milliseconds since 1970, how times are stored.
    var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded(.down)) }

    /// The time stored as `milliseconds`.
    init(milliseconds: Int) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

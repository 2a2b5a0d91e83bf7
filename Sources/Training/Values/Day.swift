import FoundationEssentials

/// A calendar day in Asia/Shanghai, the one calendar of all deadlines and reports.
///
/// China has kept UTC+8 without summer time since 1992; days before that are not dealt with here.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    /// The day with this number.
    public init(number: Int) { self.number = number }

    /// The day it is in Asia/Shanghai at `instant`.
    public init(at instant: Date) {
        number = Int(((instant.timeIntervalSince1970 + Day.offset) / 86_400).rounded(.down))
    }

    /// The day of a year, month and day of the month, or nil when there is none such (30 February).
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let number = Day.number(year: year, month: month, day: day)
        guard Day.civil(number) == (year, month, day) else { return nil }
        self.number = number
    }

    /// Reads `2026-11-30`, `2026/11/30` and `2026年11月30日`; leading zeros may be missing, spaces around are ignored.
    public init?(_ text: String) {
        let plain = text.trimming(while: \.isWhitespace)
        let parts: [Substring]
        if plain.hasSuffix("日") {
            let year = plain.dropLast().split(separator: "年", maxSplits: 1, omittingEmptySubsequences: false)
            let rest = year.dropFirst().first?.split(separator: "月", omittingEmptySubsequences: false)
            parts = year.prefix(1) + (rest ?? [])
        } else {
            let separator: Character = plain.contains("/") ? "/" : "-"
            parts = plain.split(separator: separator, omittingEmptySubsequences: false)
        }
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2,
            parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day before is `-1`, tomorrow `+1`.
    public func adding(_ days: Int) -> Day { Day(number: number + days) }

    /// The first instant of the day.
    public var start: Date { Date(timeIntervalSince1970: Double(number) * 86_400 - Day.offset) }

    /// The first instant after the day: a thing due on this day may be done before it.
    public var end: Date { adding(1).start }

    /// Year, month 1–12, day of the month 1–31.
    public var civil: (year: Int, month: Int, day: Int) { Day.civil(number) }

    /// Earlier days come first.
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// Asia/Shanghai is ahead of UTC by this many seconds.
    private static let offset = 8.0 * 3600

    // The two conversions are the proleptic Gregorian calendar counted in eras of 400 years that begin on 1 March, as
    // in Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). Foundation's calendar needs some
    // microseconds a date, which an import of 100,000 rows would feel.
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ number: Int) -> (year: Int, month: Int, day: Int) {
        let days = number + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Day: CustomStringConvertible, Codable {
    /// `2026-11-30`.
    public var description: String {
        let (year, month, day) = civil
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// Reads the text forms of `init(_:)`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day: \(text.prefix(40))")
        }
        self = day
    }

    /// Writes `2026-11-30`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Date {
    /// The minute it falls into, in Asia/Shanghai: `2026-11-24 18:00`.
    public var minuteText: String {
        let day = Day(at: self)
        let minutes = Int(timeIntervalSince(day.start)) / 60
        return "\(day) \(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }

    /// This time, or the next full minute after it.
    public var upToTheMinute: Date { Date(timeIntervalSince1970: (timeIntervalSince1970 / 60).rounded(.up) * 60) }
}

extension StringProtocol {
    /// The text without the characters at both ends for which `drop` holds.
    public func trimming(while drop: (Character) -> Bool) -> SubSequence {
        let head = self.drop(while: drop)
        guard let last = head.lastIndex(where: { !drop($0) }) else { return head }
        return head[...last]
    }
}

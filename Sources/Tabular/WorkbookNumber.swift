/// The number of a cell as people read it.
struct WorkbookNumber {
    /// Digits before the exponent counts, without sign and point, no zeros at the ends.
    private let digits: [UInt8]
    /// Where the point stands, counted from the first digit.
    private let point: Int
    private let isNegative: Bool

    /// Numbers are kept to as many digits as spreadsheets have; what is behind them is noise.
    private static let precision = 15

    /// A number as a file spells it, such as `6.1062199001E+10`; nil for anything else.
    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        let parts = bytes.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        var exponent = 0
        if parts.count == 2 {
            guard let power = Int(String(decoding: parts[1], as: UTF8.self)), abs(power) <= 400 else { return nil }
            exponent = power
        }
        let halves = parts[0].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let whole = halves[0]
        let all = Array(whole) + (halves.count == 2 ? Array(halves[1]) : [])
        guard !all.isEmpty, all.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), all.count <= 400 else {
            return nil
        }
        let zeros = all.prefix { $0 == UInt8(ascii: "0") }.count
        let (digits, carried) = Self.rounded(Array(all.dropFirst(zeros)))
        self.digits = digits
        point = digits.isEmpty ? 0 : whole.count - zeros + exponent + (carried ? 1 : 0)
    }

    /// In plain digits, rounded to fifteen. A whole number of more has lost its end in the spreadsheet: it stays in
    /// scientific notation, as the spreadsheet shows it, for the reader of the table to notice.
    var plain: String {
        guard let first = digits.first else { return "0" }
        let sign = isNegative ? "-" : ""
        if point > Self.precision {
            let rest = String(decoding: digits.dropFirst().prefix(5), as: UTF8.self)
            return "\(sign)\(String(decoding: [first], as: UTF8.self))\(rest.isEmpty ? "" : ".")\(rest)E+\(point - 1)"
        }
        let zero = UInt8(ascii: "0")
        let before = digits.prefix(max(point, 0)) + Array(repeating: zero, count: max(point - digits.count, 0))
        let after = Array(repeating: zero, count: max(-point, 0)) + digits.dropFirst(max(point, 0))
        return sign + String(decoding: before.isEmpty ? [zero] : Array(before), as: UTF8.self)
            + (after.isEmpty ? "" : "." + String(decoding: after, as: UTF8.self))
    }

    /// In a shape: a date as `2026-11-30`, a time as `14:30`, any other number in plain digits.
    func text(_ shape: NumberShape, countsFrom1904: Bool) -> String {
        switch shape {
        case .plain: return plain
        case .padded(let width):
            guard !isNegative, point == digits.count || digits.isEmpty || point > digits.count else { return plain }
            let text = plain
            return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
        case .date, .time, .dateAndTime:
            guard let serial = Double(plain), serial >= 0, serial < 2_958_466 else { return plain }
            return DateSerial(serial, countsFrom1904: countsFrom1904).text(shape)
        }
    }

    /// The digits rounded half up, without zeros at the end, and whether a digit was carried out at the front.
    private static func rounded(_ digits: [UInt8]) -> ([UInt8], carried: Bool) {
        var kept = Array(digits.prefix(precision))
        var carried = false
        if digits.count > precision, digits[precision] >= UInt8(ascii: "5") {
            while kept.last == UInt8(ascii: "9") { kept.removeLast() }
            if let last = kept.popLast() {
                kept.append(last + 1)
            } else {
                kept = [UInt8(ascii: "1")]
                carried = true
            }
        }
        while kept.last == UInt8(ascii: "0") { kept.removeLast() }
        return (kept, carried)
    }
}

/// A day and time as spreadsheets count them.
private struct DateSerial {
    private let day: Int
    /// Of the day.
    private let seconds: Int
    private let countsFrom1904: Bool

    init(_ serial: Double, countsFrom1904: Bool) {
        let total = Int((serial * 86_400).rounded())
        (day, seconds) = total.quotientAndRemainder(dividingBy: 86_400)
        self.countsFrom1904 = countsFrom1904
    }

    func text(_ shape: NumberShape) -> String {
        switch shape {
        case .time where day == 0: time
        case .dateAndTime where seconds != 0, .time: "\(date) \(time)"
        default: date
        }
    }

    private var time: String {
        let parts = [seconds / 3600, seconds / 60 % 60] + (seconds % 60 == 0 ? [] : [seconds % 60])
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    private var date: String {
        // The system of 1900 takes that year for a leap year: its 60 is a day that never was (ECMA-376 part 1, 18.17.4.1).
        if !countsFrom1904, day == 60 { return "1900-02-29" }
        // 1904-01-01, 1899-12-31 and 1899-12-30, in days since 0000-03-01.
        return Self.civil(day + (countsFrom1904 ? 695_361 : day < 60 ? 693_900 : 693_899))
    }

    /// The date so many days after 0000-03-01 (Hinnant, chrono-compatible low-level date algorithms, civil_from_days).
    private static func civil(_ days: Int) -> String {
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month >= 10 ? month - 9 : month + 3))-\(two(day))"
    }
}

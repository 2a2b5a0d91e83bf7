/// How long having finished a course holds: `valid` of course.yml.
public enum Validity: Sendable, Hashable {
    /// Without end.
    case always
    /// So many months, 1–120: up to and with the day of the same number, or the last of a shorter month (民法典 201–202).
    case months(Int)
    /// Up to and with this day of each year; 29 February is none.
    case yearly(month: Int, day: Int)
    /// Up to and with this day. Whoever finishes later finishes without end.
    case until(Day)
    /// Until a clause that was taught rises to another version.
    case untilClauseChange

    /// The last day of a completion, nil without an end that is known beforehand. `start` is the day on which the course was
    /// finished or, for a renewal, the last day of what is renewed, of which nothing is lost.
    public func last(from start: Day, renewing: Bool = false) -> Day? {
        switch self {
        case .always, .untilClauseChange: nil
        case .months(let months): start.later(months: months)
        case .yearly(let month, let day): start.next(month: month, day: day, after: renewing)
        case .until(let last): start > last || renewing && start == last ? nil : last
        }
    }

    /// The least number of days that a period has; nil without periods that follow one another.
    public var shortestPeriod: Int? {
        switch self {
        case .always, .until, .untilClauseChange: nil
        // No month is shorter than February, and 2025 has no leap day.
        case .months(let months): Day(year: 2025, month: 2, day: 1).map { $0.later(months: months).number - $0.number }
        case .yearly: 365
        }
    }
}

extension Validity: LosslessStringConvertible {
    /// Reads `12 months`, `until 12-31`, `until 2027-06-30` and `until clause change`; nil for anything else, also for the
    /// text of `always`.
    public init?(_ description: String) {
        let words = description.split(separator: " ")
        switch (words.count, words.first, words.last) {
        case (2, let count?, "month"), (2, let count?, "months"):
            guard let months = Int(count), (1...120).contains(months) else { return nil }
            self = .months(months)
        case (3, "until", "change") where words[1] == "clause": self = .untilClauseChange
        case (2, "until", let text?):
            if let last = Day(String(text)) {
                self = .until(last)
                return
            }
            // 2025 has no 29 February.
            guard let day = Day("2025-\(text)") else { return nil }
            self = .yearly(month: day.civil.month, day: day.civil.day)
        default: return nil
        }
    }

    /// The words of course.yml; `always` where it says nothing.
    public var description: String {
        switch self {
        case .always: "always"
        case .months(let months): months == 1 ? "1 month" : "\(months) months"
        // As the end of a day's text.
        case .yearly(let month, let day):
            "until \(Day(year: 2025, month: month, day: day)?.description.dropFirst(5) ?? "")"
        case .until(let last): "until \(last)"
        case .untilClauseChange: "until clause change"
        }
    }
}

extension Day {
    /// The day of the same number so many months later, or the last of a shorter month.
    public func later(months: Int) -> Day {
        let (year, month, day) = civil
        let count = year * 12 + month - 1 + months
        let candidates = (0...3).lazy.compactMap { shorter in
            Day(year: count / 12, month: count % 12 + 1, day: day - shorter)
        }
        return candidates.first ?? self
    }

    /// The first such day of a year on this day or later; with `after`, later.
    func next(month: Int, day: Int, after: Bool) -> Day? {
        let year = civil.year
        return (year...year + 1).compactMap { Day(year: $0, month: month, day: day) }
            .first { after ? $0 > self : $0 >= self }
    }
}

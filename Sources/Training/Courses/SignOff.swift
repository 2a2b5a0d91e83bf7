/// That the policy office (业务处室) read a text as it stands and answers for it. A text without one was signed by nobody, and
/// its page says so.
public struct SignOff: Sendable, Hashable {
    /// Who signed, as the office names itself.
    public let by: String
    /// The day it was signed on.
    public let on: Day
    /// The last day on which it holds unless somebody reads the text again; after `on`. Nil where none was set.
    public let due: Day?

    /// A sign-off.
    public init(by: String, on: Day, due: Day? = nil) {
        self.by = by
        self.on = on
        self.due = due
    }

    /// Where the review of a text stands, the most urgent first.
    public enum State: String, Sendable, Hashable, CaseIterable, Codable {
        /// The day of the next review is over.
        case overdue
        /// Nobody signed it, or only on a day that is yet to come.
        case unsigned
        /// The next review is due within `SignOff.notice` days.
        case due
        /// Signed, and nothing is due soon.
        case signed
    }

    /// How many days ahead a review is called due: enough to read a course again.
    public static let notice = 30

    /// Where the review stands on a day.
    public func state(on day: Day) -> State {
        if on > day { return .unsigned }
        guard let due else { return .signed }
        if due < day { return .overdue }
        return due <= day.adding(Self.notice) ? .due : .signed
    }
}

extension SignOff? {
    /// Where the review of a text with this sign-off, or none, stands on a day.
    public func state(on day: Day) -> SignOff.State { self?.state(on: day) ?? .unsigned }
}

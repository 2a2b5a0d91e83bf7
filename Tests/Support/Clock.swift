import FoundationEssentials
import Training

/// When the fixture world begins: Monday, 9 November 2026, nine in the morning in Shaanxi.
public let monday = Day("2026-11-09").morning

extension Day: ExpressibleByStringLiteral {
    /// A day written in a test, `"2026-11-30"`; one that does not exist stops the test run.
    public init(stringLiteral text: StaticString) {
        guard let day = Day(String(describing: text)) else { preconditionFailure("no such day: \(text)") }
        self = day
    }

    /// Nine in the morning.
    public var morning: Date { start.addingTimeInterval(9 * 3600) }
}

extension Date {
    /// So many days later at the same time of day.
    public func days(_ count: Int) -> Date { addingTimeInterval(Double(count) * 86_400) }

    /// So many minutes later.
    public func minutes(_ count: Int) -> Date { addingTimeInterval(Double(count) * 60) }
}

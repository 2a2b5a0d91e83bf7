/// How a unit went on with a course: the counts of it and all below, day by day.
public struct CompletionCurve: Sendable, Hashable {
    /// The days on which a count changed, in their order, each with the counts of its end. Between two nothing changes.
    public let days: [Counted]
    /// The last day to finish on for whoever belongs to the unit itself and has no date of their own; nil without one.
    public let due: Day?

    /// The counts of a day's end.
    public struct Counted: Sendable, Hashable {
        /// The day.
        public let day: Day
        /// The counts.
        public let tally: Tally

        /// The counts of a day.
        public init(day: Day, tally: Tally) {
            self.day = day
            self.tally = tally
        }
    }

    /// The curve that comes of what each day added, in the order of days.
    public init(adding changes: [Counted], due: Day?) {
        var sum = Tally()
        days = changes.compactMap { change in
            guard !change.tally.isZero else { return nil }
            sum = sum + change.tally
            return Counted(day: change.day, tally: sum)
        }
        self.due = due
    }

    /// The counts of the end of any day.
    public func tally(on day: Day) -> Tally { days.last { $0.day <= day }?.tally ?? Tally() }
}

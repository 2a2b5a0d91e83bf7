/// What one person did that counts in the figures of its year, with where they belonged.
///
/// This is the one place that decides who counts where in which year. The tallies of years are kept in step with it.
public struct YearBook: Sendable, Hashable {
    private let events: [CountedEvent]
    private let memberships: [Membership]

    /// A book of these events, in any order, and of memberships, the oldest first.
    public init(_ events: [CountedEvent], memberships: [Membership]) {
        self.events = events.countingOnce
        self.memberships = memberships
    }

    /// What each event adds where.
    ///
    /// An event counts in the unit of its day, and by the present unit there. The person counts once a year, where the last
    /// of their events does; so the numbers of units add up, also when somebody learnt in two of them.
    public var counts: [YearPlace: YearCount] {
        guard let present = memberships.last?.unit else { return [:] }
        var counts: [YearPlace: YearCount] = [:]
        var seen: Set<YearPlace> = []
        for event in events.reversed() {
            for course in [event.course, nil] {
                var tally = event.tally
                let person = YearPlace(unit: present, course: course, year: event.year)
                if seen.insert(person).inserted { tally.people = 1 }
                let then = YearPlace(unit: unit(on: event.day), course: course, year: event.year)
                counts[then, default: YearCount()].then = (counts[then]?.then ?? YearTally()) + tally
                counts[person, default: YearCount()].now = (counts[person]?.now ?? YearTally()) + tally
            }
        }
        return counts
    }

    private func unit(on day: Day) -> UnitCode {
        (memberships.last { $0.from <= day } ?? memberships[0]).unit
    }
}

/// Where something counts.
public struct YearPlace: Sendable, Hashable {
    /// The unit.
    public let unit: UnitCode
    /// The course; nil for all of them together.
    public let course: CourseID?
    /// The calendar year.
    public let year: Int

    /// A place.
    public init(unit: UnitCode, course: CourseID?, year: Int) {
        self.unit = unit
        self.course = course
        self.year = year
    }
}

/// What counts at one place: a count, or the change of one.
public struct YearCount: Sendable, Hashable {
    /// By the unit that people belonged to on the day.
    public var then: YearTally
    /// By the unit that they belong to now.
    public var now: YearTally

    /// A count; nothing unless said.
    public init(then: YearTally = YearTally(), now: YearTally = YearTally()) {
        self.then = then
        self.now = now
    }
}

/// Changes of the tallies of years.
public struct YearChanges: Sendable, Hashable {
    /// The changes, none of them zero.
    public private(set) var changes: [YearPlace: YearCount] = [:]

    /// No changes.
    public init() {}

    /// Replaces what `before` counted by what `after` counts.
    ///
    /// Summed over all people this keeps the law that a tally is the count of what people did.
    public mutating func replace(_ before: YearBook?, by after: YearBook) {
        guard before != after else { return }
        for (place, count) in before?.counts ?? [:] {
            add(YearCount(then: YearTally() - count.then, now: YearTally() - count.now), at: place)
        }
        for (place, count) in after.counts { add(count, at: place) }
    }

    private mutating func add(_ count: YearCount, at place: YearPlace) {
        let known = changes[place, default: YearCount()]
        let sum = YearCount(then: known.then + count.then, now: known.now + count.now)
        changes[place] = sum == YearCount() ? nil : sum
    }
}

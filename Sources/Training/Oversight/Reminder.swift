import FoundationEssentials

/// Who in a unit and below is still to finish a course, to remind them of it.
public struct Reminder: Sendable, Hashable {
    /// The unit.
    public let unit: Unit
    /// The course.
    public let course: CourseID
    /// The day it is told on.
    public let day: Day
    /// How many people by their last day, the earliest first, those without one last.
    public let dues: [Due]
    /// Who they are, by number; the first ones where they are very many.
    public let people: [Addressee]

    /// People with the same last day.
    public struct Due: Sendable, Hashable {
        /// The last day to finish on, if there is one.
        public let day: Day?
        /// How many people.
        public let people: Int

        /// So many people.
        public init(day: Day?, people: Int) {
            self.day = day
            self.people = people
        }
    }

    /// Somebody to remind.
    public struct Addressee: Sendable, Hashable {
        /// The number.
        public let staffNumber: StaffNumber
        /// The name.
        public let name: String
        /// The unit's name.
        public let unitName: String
        /// The last day to finish on, if there is one; for somebody whose completion has expired not before its last day.
        public let due: Day?
        /// How far they are.
        public let state: Standing.State

        /// Somebody.
        public init(staffNumber: StaffNumber, name: String, unitName: String, due: Day?, state: Standing.State) {
            self.staffNumber = staffNumber
            self.name = name
            self.unitName = unitName
            self.due = due
            self.state = state
        }
    }

    /// What there is to say about several people's last days.
    public enum Deadline: Sendable, Hashable {
        /// Nobody has one.
        case none
        /// Everybody has this one, and it is not over.
        case on(Day)
        /// Everybody's is over, the latest was this.
        case over(Day)
        /// They differ; this is the earliest, nil when it is over for some.
        case from(Day?)
    }

    /// A reminder.
    public init(unit: Unit, course: CourseID, day: Day, dues: [Due], people: [Addressee]) {
        self.unit = unit
        self.course = course
        self.day = day
        self.dues = dues.sorted { ($0.day ?? Day(number: .max)) < ($1.day ?? Day(number: .max)) }
        self.people = people
    }

    /// How many people, those included who are not among `people`.
    public var count: Int { dues.reduce(0) { $0 + $1.people } }

    /// What to say about the last day to all of them.
    public var deadline: Deadline { Deadline(dues.map(\.day), on: day) }
}

extension Reminder.Deadline {
    /// What to say about these last days, the earliest first, on `today`.
    public init(_ days: [Day?], on today: Day) {
        let known = days.compactMap(\.self)
        guard let first = known.first, let last = known.last else {
            self = .none
            return
        }
        switch (known.count == days.count, last < today) {
        case (true, true): self = .over(last)
        case (true, false) where first == last: self = .on(first)
        default: self = .from(first < today ? nil : first)
        }
    }
}

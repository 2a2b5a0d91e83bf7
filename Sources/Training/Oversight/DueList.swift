import FoundationEssentials

/// Who in a unit and below is to finish a course soon, or to finish it again, and for whom that day has passed.
public struct DueList: Sendable, Hashable {
    /// The unit.
    public let unit: Unit
    /// What was asked.
    public let query: Query
    /// The day it is told on.
    public let day: Day
    /// The people, by unit code, number and course.
    public let lines: [Line]
    /// Whether there are more than these.
    public let isCut: Bool

    /// Which people are wanted.
    public struct Query: Sendable, Hashable {
        /// Only those with this course.
        public var course: CourseID?
        /// Whose day comes when.
        public var span: Span

        /// A query; without arguments it wants all courses and the next 30 days.
        public init(course: CourseID? = nil, span: Span = .within(30)) {
            self.course = course
            self.span = span
        }
    }

    /// Whose day comes when.
    public enum Span: Sendable, Hashable {
        /// Today or in so many days, 1–366.
        case within(Int)
        /// It has passed.
        case over
    }

    /// Somebody with a course.
    public struct Line: Sendable, Hashable {
        /// The number.
        public let staffNumber: StaffNumber
        /// The name.
        public let name: String
        /// The unit they belong to now.
        public let unit: UnitCode
        /// Its name.
        public let unitName: String
        /// The course.
        public let course: CourseID
        /// How far they are: `completed` is what holds and is to be renewed.
        public let state: Standing.State
        /// The last day to finish on, or on which holds what was finished.
        public let day: Day

        /// Somebody.
        public init(
            staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, course: CourseID,
            state: Standing.State, day: Day
        ) {
            self.staffNumber = staffNumber
            self.name = name
            self.unit = unit
            self.unitName = unitName
            self.course = course
            self.state = state
            self.day = day
        }
    }

    /// A list.
    public init(unit: Unit, query: Query, day: Day, lines: [Line], isCut: Bool) {
        self.unit = unit
        self.query = query
        self.day = day
        self.lines = lines
        self.isCut = isCut
    }
}

import FoundationEssentials

/// One line of a unit's list of people: a person with one course assigned to them, or with none.
public struct PersonLine: Sendable, Hashable {
    /// The number.
    public let staffNumber: StaffNumber
    /// The name.
    public let name: String
    /// The unit the person belongs to now.
    public let unit: UnitCode
    /// Its name.
    public let unitName: String
    /// The course and where the person stands with it; nil for a person without any.
    public let course: Course?

    /// Where a person stands with an assigned course.
    public struct Course: Sendable, Hashable {
        /// The course.
        public let id: CourseID
        /// How far they are.
        public let state: Standing.State
        /// Whether it is past due and not finished.
        public let overdue: Bool
        /// When it was finished.
        public let completedAt: Date?
        /// The score of the try it was finished with.
        public let score: Marks?
        /// That try's full score.
        public let maxScore: Marks?
        /// The last day to finish on.
        public let due: Day?

        /// A course.
        public init(
            id: CourseID, state: Standing.State, overdue: Bool, completedAt: Date?, score: Marks?, maxScore: Marks?,
            due: Day?
        ) {
            self.id = id
            self.state = state
            self.overdue = overdue
            self.completedAt = completedAt
            self.score = score
            self.maxScore = maxScore
            self.due = due
        }
    }

    /// A line.
    public init(staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, course: Course?) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.unitName = unitName
        self.course = course
    }
}

/// Which lines of a list of people are wanted.
public struct PersonQuery: Sendable, Hashable {
    /// Only lines of this course.
    public var course: CourseID?
    /// Only lines of this plan's courses.
    public var plan: LearningPlan?
    /// Only lines in this state.
    public var state: Standing.State?
    /// Only lines that are past due and not finished.
    public var overdue: Bool
    /// Only people who belong to the unit itself, none of those below.
    public var direct: Bool
    /// Only people whose number begins with this or whose name contains it; empty for all.
    public var text: String
    /// What comes first.
    public var order: Order
    /// At most so many lines, nil for all.
    public var limit: Int?
    /// Only lines after this place.
    public var after: Cursor?

    /// In which order lines come. Those of one person come in the order of courses.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// Unit by unit: first those of a unit itself, then those of each unit below it in the order of codes; in each unit
        /// by number.
        case unit
        /// By number, whatever the unit.
        case number
    }

    /// The place of a line in the order of lists.
    public struct Cursor: Sendable, Hashable, LosslessStringConvertible {
        /// The unit of the last line.
        public let unit: UnitCode
        /// The last line's number.
        public let staffNumber: StaffNumber
        /// The last line's course, empty for a person without any.
        public let course: String

        /// The place of a line.
        public init(unit: UnitCode, staffNumber: StaffNumber, course: String) {
            self.unit = unit
            self.staffNumber = staffNumber
            self.course = course
        }

        /// Reads `UNIT.NUMBER.COURSE`.
        public init?(_ description: String) {
            let parts = description.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let unit = UnitCode(rawValue: String(parts[0])),
                let number = StaffNumber(rawValue: String(parts[1])),
                parts[2].isEmpty || CourseID(rawValue: String(parts[2])) != nil
            else { return nil }
            self.init(unit: unit, staffNumber: number, course: String(parts[2]))
        }

        /// `UNIT.NUMBER.COURSE`.
        public var description: String { "\(unit).\(staffNumber).\(course)" }
    }

    /// A query; without arguments it wants everyone.
    public init(
        course: CourseID? = nil, plan: LearningPlan? = nil, state: Standing.State? = nil, overdue: Bool = false,
        direct: Bool = false, text: String = "", order: Order = .unit, limit: Int? = nil, after: Cursor? = nil
    ) {
        self.course = course
        self.plan = plan
        self.state = state
        self.overdue = overdue
        self.direct = direct
        self.text = text
        self.order = order
        self.limit = limit
        self.after = after
    }
}

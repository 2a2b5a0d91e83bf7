import FoundationEssentials

/// That people go through lessons together (集中学习): on a day, at a place, arranged for the people of a unit.
///
/// Whoever was there has read those lessons on that day, as they stood when the session was arranged. A session has no hours
/// of its own: credit hours come with finishing a course, and time is never measured.
public struct GroupSession: Sendable, Hashable {
    /// Names it; later ones sort later.
    public let id: GroupSessionID
    /// The unit whose people, with those of all units below, are listed for it.
    public let unit: UnitCode
    /// That unit's name.
    public let unitName: String
    /// What was arranged.
    public let plan: Plan
    /// When it was arranged.
    public let madeAt: Date
    /// By whom, by name.
    public let madeBy: String
    /// That it does not take place.
    public let cancellation: Cancellation?
    /// How many people are recorded as having been there, whoever may see them.
    public let present: Int

    /// A session.
    public init(
        id: GroupSessionID, unit: UnitCode, unitName: String, plan: Plan, madeAt: Date, madeBy: String,
        cancellation: Cancellation? = nil, present: Int = 0
    ) {
        self.id = id
        self.unit = unit
        self.unitName = unitName
        self.plan = plan
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.cancellation = cancellation
        self.present = present
    }

    /// What is arranged.
    public struct Plan: Sendable, Hashable {
        /// The day.
        public let day: Day
        /// Where: 1 to `longestPlace` characters.
        public let place: String
        /// The lessons, of one or more courses, each once.
        public let lessons: [Lesson]

        /// The longest name of a place, in characters.
        public static let longestPlace = 100
        /// How many lessons one session may go through.
        public static let mostLessons = 60
        /// How many days ahead one may be arranged.
        public static let horizon = 366

        /// A plan; nil without a place or a lesson, with too long a place, with too many lessons or one that stands twice.
        public init?(day: Day, place: String, lessons: [Lesson]) {
            let place = String(place.trimming(while: \.isWhitespace))
            let names = Set(lessons.map { "\($0.course)/\($0.lesson)" })
            guard (1...Self.longestPlace).contains(place.count), (1...Self.mostLessons).contains(lessons.count),
                names.count == lessons.count
            else { return nil }
            self.init(checked: day, place: place, lessons: lessons)
        }

        /// A plan that was checked when it was made, as it is kept.
        public init(checked day: Day, place: String, lessons: [Lesson]) {
            self.day = day
            self.place = place
            self.lessons = lessons
        }

        /// The courses that its lessons are of, in their order.
        public var courses: [CourseID] {
            var seen: Set<CourseID> = []
            return lessons.map(\.course).filter { seen.insert($0).inserted }
        }
    }

    /// A lesson as it stood when the session was arranged.
    public struct Lesson: Sendable, Hashable {
        /// Its course.
        public let course: CourseID
        /// The lesson.
        public let lesson: LessonID
        /// Its version.
        public let version: String
        /// What it taught.
        public let taught: [Completion.ClauseVersion]

        /// A lesson.
        public init(course: CourseID, lesson: LessonID, version: String, taught: [Completion.ClauseVersion]) {
            self.course = course
            self.lesson = lesson
            self.version = version
            self.taught = taught
        }
    }

    /// That a session does not take place.
    public struct Cancellation: Sendable, Hashable {
        /// Why: 1 to 200 characters.
        public let reason: String
        /// When that was said.
        public let at: Date
        /// By whom, by name.
        public let by: String

        /// A cancellation.
        public init(reason: String, at: Date, by: String) {
            self.reason = reason
            self.at = at
            self.by = by
        }
    }

    /// How far a session is.
    public enum State: String, Sendable, Hashable, CaseIterable, Codable {
        /// Yet to come.
        case planned
        /// Its day has come, and nobody is recorded as having been there.
        case unrecorded
        /// Somebody is.
        case recorded
        /// It does not take place.
        case cancelled
    }

    /// How far it is on a day.
    public func state(on today: Day) -> State {
        if cancellation != nil { return .cancelled }
        if present > 0 { return .recorded }
        return plan.day > today ? .planned : .unrecorded
    }

    /// When its lessons count as read, told at `now`: at the end of its day, or now if that has not come.
    public func readAt(toldAt now: Date) -> Date { min(now, plan.day.end.addingTimeInterval(-0.001)) }
}

/// What is known about somebody and a group session; nothing of it is changed or taken back.
public struct Attendance: Sendable, Hashable {
    /// The number they sign in with.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// Where they belong now.
    public let unit: UnitCode
    /// That unit's name.
    public let unitName: String
    /// What was said, the first first; never empty.
    public let entries: [Entry]

    /// What was said once.
    public struct Entry: Sendable, Hashable {
        /// That they were there, or that they were not after all.
        public let isPresent: Bool
        /// Why they were taken off; nothing where they were there.
        public let reason: String
        /// When it was said.
        public let at: Date
        /// By whom, by name.
        public let by: String

        /// An entry.
        public init(isPresent: Bool, reason: String, at: Date, by: String) {
            self.isPresent = isPresent
            self.reason = reason
            self.at = at
            self.by = by
        }
    }

    /// Somebody's attendance.
    public init(staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, entries: [Entry]) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.unitName = unitName
        self.entries = entries
    }

    /// Whether they were there, by what was said last.
    public var isPresent: Bool { entries.last?.isPresent ?? false }
}

/// A group session with those who are or were recorded as having been there.
public struct GroupSessionRecord: Sendable, Hashable {
    /// The session.
    public let session: GroupSession
    /// Those in the scope of whoever asks, by unit and number; also those who were taken off.
    public let attendances: [Attendance]
    /// How many others were there, outside that scope.
    public let elsewhere: Int

    /// A record.
    public init(session: GroupSession, attendances: [Attendance], elsewhere: Int) {
        self.session = session
        self.attendances = attendances
        self.elsewhere = elsewhere
    }
}

/// Who is said to have been at a group session.
public struct Attendees: Sendable, Hashable {
    /// People by number.
    public let numbers: [StaffNumber]
    /// Units of which everybody at work was there, those of units below not.
    public let units: [UnitCode]

    /// Attendees.
    public init(numbers: [StaffNumber], units: [UnitCode] = []) {
        self.numbers = numbers
        self.units = units
    }
}

/// Somebody on the list of a group session.
public struct RosterLine: Sendable, Hashable {
    /// The number they sign in with.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// Where they belong.
    public let unit: UnitCode
    /// That unit's name.
    public let unitName: String
    /// Whether they are recorded as having been there.
    public let isPresent: Bool
    /// Whether it is the one who asks: nobody records the own attendance.
    public let isOneself: Bool

    /// A line.
    public init(
        staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, isPresent: Bool,
        isOneself: Bool = false
    ) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.unitName = unitName
        self.isPresent = isPresent
        self.isOneself = isOneself
    }
}

/// What recording attendance did.
public struct AttendanceReceipt: Sendable, Hashable {
    /// How many people were recorded.
    public let recorded: Int
    /// How many were recorded before.
    public let already: Int
    /// How many times somebody finished a course by it.
    public let completed: Int

    /// A receipt.
    public init(recorded: Int, already: Int, completed: Int) {
        self.recorded = recorded
        self.already = already
        self.completed = completed
    }
}

/// What taking people off a session's list did.
public struct AttendanceRemoval: Sendable, Hashable {
    /// How many people were taken off.
    public let removed: Int
    /// How many times a lesson stays read because the course was finished on it.
    public let kept: Int

    /// A removal.
    public init(removed: Int, kept: Int) {
        self.removed = removed
        self.kept = kept
    }
}

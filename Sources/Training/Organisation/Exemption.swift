import FoundationEssentials

/// That a person need not take a course, or any course, for a stated reason and some days.
///
/// While it holds the person counts as exempt, not as assigned, and nothing is overdue. What was finished stays finished.
public struct Exemption: Sendable, Hashable {
    /// The course; nil for every course.
    public let course: CourseID?
    /// Why.
    public let reason: Reason
    /// What there is to add, at most `longestNote` characters; never empty where the reason is `other`.
    public let note: String
    /// The first day.
    public let from: Day
    /// The last day, not before the first; nil until somebody ends it.
    public let until: Day?

    /// Why somebody is exempt.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// Lent to another office (借调).
        case secondment
        /// Maternity, paternity or child-care leave (产假、陪产假、育儿假).
        case parentalLeave = "parental_leave"
        /// Sick leave (病假).
        case sickLeave = "sick_leave"
        /// Away for full-time study (脱产学习).
        case studyLeave = "study_leave"
        /// Left the job or retired (离职、退休).
        case left
        /// Something else, which the note says.
        case other
    }

    /// The longest note, in characters.
    public static let longestNote = 200

    /// An exemption; nil when it ends before it begins, its note is too long, or `other` has none.
    public init?(course: CourseID?, reason: Reason, note: String, from: Day, until: Day?) {
        let note = String(note.trimming(while: \.isWhitespace))
        guard until.map({ from <= $0 }) ?? true, note.count <= Self.longestNote, reason != .other || !note.isEmpty
        else { return nil }
        self.course = course
        self.reason = reason
        self.note = note
        self.from = from
        self.until = until
    }
}

extension Exemption {
    /// Days in a row on which somebody is exempt.
    public struct Period: Sendable, Hashable {
        /// The first day.
        public let from: Day
        /// The last day; nil when there is none yet.
        public let until: Day?

        /// Days in a row; none at all when the last one is before the first.
        public init(from: Day, until: Day?) {
            self.from = from
            self.until = until
        }

        /// Whether the day is one of them.
        public func contains(_ day: Day) -> Bool { from <= day && until.map { day <= $0 } ?? true }
    }

    /// An exemption as it was given, and what became of it.
    public struct Given: Sendable, Hashable {
        /// Names it; later ones sort later.
        public let id: ExemptionID
        /// What was given.
        public let exemption: Exemption
        /// When.
        public let at: Date
        /// By whom, by name.
        public let by: String
        /// That it was ended early.
        public let end: End?

        /// An exemption that was given.
        public init(_ id: ExemptionID, _ exemption: Exemption, at: Date, by: String, end: End? = nil) {
            self.id = id
            self.exemption = exemption
            self.at = at
            self.by = by
            self.end = end
        }

        /// The days on which it holds.
        public var period: Period { Period(from: exemption.from, until: end?.last ?? exemption.until) }
    }

    /// That an exemption was ended early.
    public struct End: Sendable, Hashable {
        /// Its last day; before its first when it was a mistake and never holds.
        public let last: Day
        /// When that was said.
        public let at: Date
        /// By whom, by name.
        public let by: String

        /// An end.
        public init(last: Day, at: Date, by: String) {
            self.last = last
            self.at = at
            self.by = by
        }
    }
}

/// Somebody who is, was or will be exempt.
public struct ExemptPerson: Sendable, Hashable {
    /// The number they sign in with.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// Where they belong now.
    public let unit: UnitCode
    /// That unit's name.
    public let unitName: String
    /// The exemption.
    public let given: Exemption.Given

    /// Somebody with an exemption.
    public init(staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, given: Exemption.Given) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.unitName = unitName
        self.given = given
    }
}

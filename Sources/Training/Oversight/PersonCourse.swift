import FoundationEssentials

/// One person with one course, for whoever is in charge: how far they are, their tries, and what was granted to them.
public struct PersonCourse: Sendable, Hashable {
    /// Who.
    public let person: Person
    /// Their unit's name.
    public let unitName: String
    /// The course.
    public let course: CourseID
    /// The last day to finish on; nil without one.
    public let due: Day?
    /// What they have of it; nil until they finished it once.
    public let holding: Holding?
    /// Every time they finished it, the newest first.
    public let completions: [Completion.Recorded]
    /// Whether it is expected of them.
    public let assigned: Bool
    /// The tries at its quiz.
    public let tries: Tries
    /// What was granted, the first one first.
    public let grants: [Grant.Given]
    /// The exemptions from it, those from every course among them; the newest first.
    public let exemptions: [Exemption.Given]

    /// A person with a course.
    public init(
        person: Person, unitName: String, course: CourseID, due: Day?, holding: Holding?,
        completions: [Completion.Recorded], assigned: Bool, tries: Tries, grants: [Grant.Given],
        exemptions: [Exemption.Given]
    ) {
        self.person = person
        self.unitName = unitName
        self.course = course
        self.due = due
        self.holding = holding
        self.completions = completions
        self.assigned = assigned
        self.tries = tries
        self.grants = grants
        self.exemptions = exemptions
    }
}

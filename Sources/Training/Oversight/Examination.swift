/// What was found when a database was looked at as a whole.
public struct Examination: Sendable, Hashable {
    /// How many people's facts were counted anew.
    public let people: Int
    /// How many counts of standings, none of them zero, follow from the facts.
    public let tallies: Int
    /// How many counts of years, none of them zero, follow from the facts.
    public let years: Int
    /// Everything that is not as it should be; empty for a sound database.
    public let findings: [Finding]

    /// An examination.
    public init(people: Int, tallies: Int, years: Int, findings: [Finding]) {
        self.people = people
        self.tallies = tallies
        self.years = years
        self.findings = findings
    }

    /// One thing that is not as it should be.
    public enum Finding: Sendable, Hashable {
        /// The file is damaged, or a row names one that is not there; in the words of the engine.
        case damage(String)
        /// Where a person stands with a course is not what the facts about them come to.
        case standing(StaffNumber, CourseID)
        /// A count of standings is not what a recount gives.
        case tally(TallyDeltas.Place, kept: Tally, counted: Tally)
        /// A count of a year is not what a recount gives.
        case year(YearPlace, kept: YearCount, counted: YearCount)
    }
}

import FoundationEssentials

/// The record that a person finished a course: an event that nothing takes back, with everything that decided it.
public struct Completion: Sendable, Hashable {
    /// Who.
    public let person: PersonID
    /// What.
    public let course: CourseID
    /// When it was recorded.
    public let at: Date
    /// When the last thing that the course asks for was done. Before `at` only where a corrected key told it later.
    public let doneAt: Date
    /// The unit the person belonged to when that was done.
    public let unit: UnitCode
    /// The passed try it rests on; nil where reading was enough, and for a result on paper.
    public let attempt: AttemptID?
    /// That try's score, or that on paper if it is known.
    public let score: Marks?
    /// The full score.
    public let maxScore: Marks?
    /// The pass mark that held, in percent.
    public let passMark: Int?
    /// The lessons that were required, with the versions that stood then.
    public let lessons: [LessonVersion]
    /// The clauses that were taught, in the versions of `taught`.
    public let clauses: [ClauseVersion]
    /// The rule that made it.
    public let rule: CompletionRule
    /// The last day on which it holds by that rule; nil without an end that is known beforehand.
    public let last: Day?

    /// A lesson's name with the hash of its text.
    public struct LessonVersion: Sendable, Hashable, Codable {
        /// The lesson.
        public let lesson: LessonID
        /// SHA-256 of its file without its sign-off.
        public let version: String

        /// A lesson in a version.
        public init(lesson: LessonID, version: String) {
            self.lesson = lesson
            self.version = version
        }
    }

    /// A clause with its version.
    public struct ClauseVersion: Sendable, Hashable, Codable {
        /// The clause.
        public let clause: ClauseID
        /// Its version.
        public let version: Int

        /// A clause in a version.
        public init(clause: ClauseID, version: Int) {
            self.clause = clause
            self.version = version
        }
    }

    /// A completion.
    public init(
        person: PersonID, course: CourseID, at: Date, unit: UnitCode, attempt: AttemptID?, score: Marks?,
        maxScore: Marks?, passMark: Int?, lessons: [LessonVersion], clauses: [ClauseVersion], doneAt: Date? = nil,
        rule: CompletionRule = CompletionRule(), last: Day? = nil
    ) {
        self.person = person
        self.course = course
        self.at = at
        self.doneAt = doneAt ?? at
        self.unit = unit
        self.attempt = attempt
        self.score = score
        self.maxScore = maxScore
        self.passMark = passMark
        self.lessons = lessons
        self.clauses = clauses
        self.rule = rule
        self.last = last
    }
}

extension Completion {
    /// What somebody was taught by a try and by lessons, of which each says which clauses in which versions: each clause in the
    /// oldest of its versions, by id.
    ///
    /// The oldest, because who read the old rule and was asked about the new one, or the other way round, may still act by
    /// the old one. To be told once too often of a change costs a few minutes, never to be told costs a household its aid.
    public static func taught(_ lists: [[ClauseVersion]]) -> [ClauseVersion] {
        Dictionary(lists.joined().map { ($0.clause, $0.version) }, uniquingKeysWith: min)
            .map { ClauseVersion(clause: $0, version: $1) }.sorted { $0.clause < $1.clause }
    }
}

extension Completion {
    /// The days on which a completion holds.
    public struct Period: Sendable, Hashable {
        /// The day on which the last thing was done.
        public let from: Day
        /// The last day; nil while it has no end, before the first when it was over on the day itself.
        public let last: Day?

        /// Days in a row.
        public init(from: Day, last: Day? = nil) {
            self.from = from
            self.last = last
        }

        /// Whether it holds on the day.
        public func contains(_ day: Day) -> Bool { from <= day && last.map { day <= $0 } ?? true }
    }
}

/// What a course asks for before it counts as finished: its lessons, its quiz, and by which rule.
public struct Requirements: Sendable, Hashable {
    /// The course.
    public let course: CourseID
    /// Its lessons with their present versions.
    public let lessons: [Completion.LessonVersion]
    /// The clauses behind it with their present versions: what a try that begins now asks about.
    public let clauses: [Completion.ClauseVersion]
    /// What each lesson teaches as it stands now: the clauses it rests on, those that rose without a revision of the lesson in
    /// the version before.
    public let taught: [LessonID: [Completion.ClauseVersion]]
    /// Which try at its quiz decides.
    public let counts: Quiz.Counts
    /// What it is to those who have done all that; nil when nobody says.
    public let award: Certificate.Award?
    /// What of it completes the course, and how long that holds.
    public let rule: CompletionRule

    /// Requirements.
    public init(
        course: CourseID, lessons: [Completion.LessonVersion], clauses: [Completion.ClauseVersion],
        taught: [LessonID: [Completion.ClauseVersion]] = [:], counts: Quiz.Counts = .best,
        award: Certificate.Award? = nil, rule: CompletionRule = CompletionRule()
    ) {
        self.course = course
        self.lessons = lessons
        self.clauses = clauses
        self.taught = taught
        self.counts = counts
        self.award = award
        self.rule = rule
    }

    /// The lessons that are still to be read, in order.
    public func missing(read: Set<LessonID>) -> [LessonID] {
        lessons.map(\.lesson).filter { !read.contains($0) }
    }
}

/// A text of the content with the review it was given by the policy office.
public struct ContentReview: Sendable, Hashable {
    /// What kind of text it is.
    public let kind: Kind
    /// Its name: a clause's, question's or table's own; a lesson's with its course, `course/01-name`.
    public let id: String
    /// What it is about, in its own words.
    public let title: String
    /// The courses it serves, by id; none where no course uses it yet.
    public let courses: [CourseID]
    /// The review, if there was one.
    public let signOff: SignOff?

    /// The kinds of texts that are signed.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case clause, lesson, question, scenario, table
    }

    /// A text with its review.
    public init(kind: Kind, id: String, title: String, courses: [CourseID], signOff: SignOff?) {
        self.kind = kind
        self.id = id
        self.title = title
        self.courses = courses
        self.signOff = signOff
    }
}

/// What was signed and what is due for review on a day.
public struct ContentReviews: Sendable, Hashable {
    /// The day.
    public let day: Day
    /// All texts: the most urgent state first, in it the earliest day of review, then by kind and in the order given.
    public let reviews: [ContentReview]

    /// How many texts are in each state.
    public struct Counts: Sendable, Hashable {
        private let byState: [SignOff.State: Int]

        init(_ states: [SignOff.State]) { byState = Dictionary(states.map { ($0, 1) }, uniquingKeysWith: +) }

        /// How many are in this state.
        public subscript(_ state: SignOff.State) -> Int { byState[state] ?? 0 }

        /// How many there are.
        public var all: Int { byState.values.reduce(0, +) }
    }

    /// The list of these texts on a day.
    public init(_ reviews: [ContentReview], on day: Day) {
        self.day = day
        func rank(_ review: ContentReview, at place: Int) -> (Int, Int, Int, Int) {
            (
                SignOff.State.allCases.firstIndex(of: review.signOff.state(on: day)) ?? 0,
                review.signOff?.due?.number ?? .max, ContentReview.Kind.allCases.firstIndex(of: review.kind) ?? 0, place
            )
        }
        let ranked = reviews.enumerated().map { (rank: rank($0.element, at: $0.offset), review: $0.element) }
        self.reviews = ranked.sorted { $0.rank < $1.rank }.map(\.review)
    }

    /// Where the review of a text stands on this day.
    public func state(of review: ContentReview) -> SignOff.State { review.signOff.state(on: day) }

    /// The texts in this state.
    public func reviews(_ state: SignOff.State) -> [ContentReview] { reviews.filter { self.state(of: $0) == state } }

    /// How many texts are in each state.
    public var counts: Counts { Counts(reviews.map(state)) }

    /// The same list of some texts only; without a kind or course, of all.
    public func only(_ kind: ContentReview.Kind?, of course: CourseID?) -> ContentReviews {
        ContentReviews(
            reviews.filter { (kind == nil || $0.kind == kind) && (course.map($0.courses.contains) ?? true) }, on: day)
    }
}

import Training

/// What is due for review: how much of which kind and course, then text by text.
struct ContentReviewsPage: Page {
    static let template = "content-reviews"
    let asOf: String
    let lead: String
    let counts: [Count]
    let kinds: [Row]
    let courses: [Row]
    let kindChoices: [Choice]
    let courseChoices: [Choice]
    let downloads: Downloads
    /// The texts by state, the most urgent first; a state that none is in is left out.
    let states: [StateList]

    /// A number with its name.
    struct Count: Sendable {
        let name: String
        let n: Int
        let isBad: Bool
    }

    /// How many texts of a kind or course are in each state.
    struct Row: Sendable {
        let name: String
        let path: String
        let cells: [Int]
        let all: Int
    }

    /// Something to choose.
    struct Choice: Sendable {
        let id: String
        let name: String
        let chosen: Bool
    }

    /// The texts in one state.
    struct StateList: Sendable {
        let anchor: String
        let name: String
        let tag: String
        let n: Int
        let isOpen: Bool
        let lines: [Line]
    }

    /// A text.
    struct Line: Sendable {
        let kind: String
        let id: String
        let title: String
        let path: String?
        let courses: String
        let signed: String
        let due: String
    }

    /// `all` is what is counted, `shown` what is listed.
    init(
        _ all: ContentReviews, _ shown: ContentReviews, _ kind: ContentReview.Kind?, _ course: CourseID?,
        _ courses: [Course], _ words: Words
    ) {
        asOf = words("as_of", ["time": words.date(all.day)])
        lead = words("content_reviews_text", ["n": SignOff.notice])
        counts = SignOff.State.allCases.map {
            Count(name: words("review_\($0.rawValue)"), n: all.counts[$0], isBad: $0 == .overdue && all.counts[$0] > 0)
        }
        kinds = ContentReview.Kind.allCases.map {
            Row(
                words("content_kind_\($0.rawValue)"), Paths.contentReviews(kind: $0), all.only($0, of: nil).counts)
        }
        self.courses = courses.map {
            Row($0.title(words.language), Paths.contentReviews(course: $0.id), all.only(nil, of: $0.id).counts)
        }
        kindChoices = ContentReview.Kind.allCases.map {
            Choice(id: $0.rawValue, name: words("content_kind_\($0.rawValue)"), chosen: $0 == kind)
        }
        courseChoices = courses.map {
            Choice(id: $0.id.rawValue, name: $0.title(words.language), chosen: $0.id == course)
        }
        downloads = Downloads { Paths.contentReviews(kind: kind, course: course, as: $0, words.language) }
        let names = Dictionary(courses.map { ($0.id, $0.title(words.language)) }) { first, _ in first }
        let isChosen = kind != nil || course != nil
        states = SignOff.State.allCases.compactMap { state in
            let lines = shown.reviews(state).map { Line($0, names, words) }
            guard !lines.isEmpty else { return nil }
            // While nobody has signed anything, that list is the whole content.
            let isOpen = isChosen ? state != .signed : state == .overdue || state == .due
            return StateList(
                anchor: "review-\(state.rawValue)", name: words("review_\(state.rawValue)"), tag: state.tag,
                n: lines.count, isOpen: isOpen, lines: lines)
        }
    }

    func title(_ words: Words) -> String { words("content_reviews") }

    static var example: ContentReviewsPage {
        let day = Day(number: 20_780)
        let reviews = ContentReviews(
            [
                ContentReview(
                    kind: .question, id: "example", title: "敲门没人应，怎么办？", courses: ["example"],
                    signOff: SignOff(by: "社会救助处", on: day.adding(-300), due: day.adding(-1))),
                ContentReview(kind: .table, id: "example", title: "该用哪项救助", courses: [], signOff: nil),
            ], on: day)
        return ContentReviewsPage(reviews, reviews, nil, nil, [.example], .example)
    }
}

extension ContentReviewsPage.Row {
    fileprivate init(_ name: String, _ path: String, _ counts: ContentReviews.Counts) {
        self.init(name: name, path: path, cells: SignOff.State.allCases.map { counts[$0] }, all: counts.all)
    }
}

extension ContentReviewsPage.Line {
    fileprivate init(_ review: ContentReview, _ courses: [CourseID: String], _ words: Words) {
        kind = words("content_kind_\(review.kind.rawValue)")
        id = review.id
        title = review.title.beginning
        path = review.path
        self.courses = review.courses.map { courses[$0] ?? $0.rawValue }.joined(separator: words("list_comma"))
        signed = review.signOff.map { "\($0.by) \($0.on)" } ?? "—"
        due = review.signOff?.due?.description ?? "—"
    }
}

extension ContentReview {
    /// Its page, where it has one: tables have none, nor have questions that no quiz can ask.
    fileprivate var path: String? {
        switch kind {
        case .clause: return ClauseID(rawValue: id).map(Paths.clause)
        case .lesson: return "/courses/\(id)"
        case .question, .scenario:
            guard let question = QuestionID(rawValue: id), let course = courses.first else { return nil }
            return Paths.item(question, of: course)
        case .table: return nil
        }
    }
}

extension SignOff.State {
    fileprivate var tag: String {
        switch self {
        case .overdue: "tag-bad"
        case .unsigned: ""
        case .due: "tag-warn"
        case .signed: "tag-good"
        }
    }
}

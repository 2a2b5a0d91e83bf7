import Content
import FoundationEssentials
import Hummingbird
import Tabular
import Training

/// What of the content was signed by the policy office, and what is due.
struct ContentReviewPages: Sendable {
    let site: Site

    /// All texts, or those of a `kind` and those that serve a `course`.
    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let course = try request.query.course(in: library)
        let kind = try request.query.contentKind()
        let all = ContentReviews(library.reviews, on: Day(at: visit.now))
        let shown = all.only(kind, of: course)
        switch visit.format {
        case .json: return try .json(ContentReviewsDocument(shown))
        case .csv, .xlsx:
            return try table(shown, kind, course, library.courses, try site.tableWords(request.query))
                .response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(
                ContentReviewsPage(all, shown, kind, course, library.courses, words), visit, site)
        }
    }

    private func table(
        _ reviews: ContentReviews, _ kind: ContentReview.Kind?, _ course: CourseID?, _ courses: [Course],
        _ words: Words
    ) -> ReportTable {
        let chinese = words.ifChinese
        let columns = ["kind", "id", "title", "courses", "review", "reviewed_by", "reviewed_on", "review_due"]
        let rows: [[Cell]] = reviews.reviews.map { review in
            let state = reviews.state(of: review)
            return [
                .text(chinese?("content_kind_\(review.kind.rawValue)") ?? review.kind.rawValue), .text(review.id),
                .text(review.title), .text(review.courses.map(\.rawValue).joined(separator: " ")),
                .text(chinese?("review_\(state.rawValue)") ?? state.rawValue), .text(review.signOff?.by ?? ""),
                .day(review.signOff?.on.description ?? ""), .day(review.signOff?.due?.description ?? ""),
            ]
        }
        return ReportTable(
            words: words,
            name: [
                .init("reviews", words("content_reviews")),
                kind.map { .init($0.rawValue, words("content_kind_\($0.rawValue)")) },
                .init(course, courses, words), .init(reviews.day),
            ],
            facts: [
                .report(words("content_reviews"), words), .init(words("about_scope"), words("about_scope_content")),
                .init(
                    words("column_kind"), kind.map { words("content_kind_\($0.rawValue)") } ?? words("all_kinds")),
                .course(course, courses, words), .asOf(reviews.day.description, words),
            ], columns: .all(columns, of: "reviews", words), rows: rows)
    }
}

extension Form {
    /// The kind of texts a list is asked for.
    fileprivate func contentKind() throws -> ContentReview.Kind? {
        guard let text = self["kind"], !text.isEmpty else { return nil }
        guard let kind = ContentReview.Kind(rawValue: text) else {
            let kinds = ContentReview.Kind.allCases.map(\.rawValue)
            throw Problem(
                .unprocessableContent, "unknown_kind",
                Bilingual(
                    zh: "kind 应为 \(kinds.joined(separator: "、")) 之一。",
                    en: "kind must be one of \(kinds.joined(separator: ", "))."))
        }
        return kind
    }
}

/// The wire form of the list.
struct ContentReviewsDocument: Encodable {
    let day: Day
    let counts: Counts
    let reviews: [Review]

    /// How many texts are in each state.
    struct Counts: Encodable {
        let unsigned: Int
        let overdue: Int
        let due: Int
        let signed: Int
    }

    /// A text.
    struct Review: Encodable {
        let kind: ContentReview.Kind
        let id: String
        let title: String
        let courses: [CourseID]
        let review: SignOff.State
        let reviewed_by: String?
        let reviewed_on: Day?
        let review_due: Day?
    }

    init(_ reviews: ContentReviews) {
        day = reviews.day
        let counts = reviews.counts
        self.counts = Counts(
            unsigned: counts[.unsigned], overdue: counts[.overdue], due: counts[.due], signed: counts[.signed])
        self.reviews = reviews.reviews.map {
            Review(
                kind: $0.kind, id: $0.id, title: $0.title, courses: $0.courses, review: reviews.state(of: $0),
                reviewed_by: $0.signOff?.by, reviewed_on: $0.signOff?.on, review_due: $0.signOff?.due)
        }
    }
}

import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Answers that came too late, for the coordinator to decide about.
struct LateAnswerPages: Sendable {
    let site: Site

    /// How many tries one page shows.
    private static let room = 20

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let deliveries = try await site.records.lateDeliveries(for: try visit.signedIn, limit: Self.room)
        guard visit.format == .html else {
            return try .json(["deliveries": deliveries.map(LateDeliveryDocument.init)])
        }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(LateAnswersPage(deliveries, site.library.courses, words), visit, site)
    }

    /// `decision` is `accept` or `decline`; the `reason` is kept with it.
    func decide(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: AttemptID = try visit.code("attempt")
        let entry = try DecisionEntry(try await request.submission())
        let caller = try visit.signedIn
        let course = try await site.records.attempt(id, for: caller).course
        try await site.records.decide(
            onLateAnswersOf: id, accepting: entry.accepts, reason: entry.reason,
            requirements: site.library.requirements(of: course), by: caller, at: visit.now)
        return visit.format == .html ? .seeOther(Paths.lateAnswers) : .noContent
    }
}

/// What a coordinator decides.
private struct DecisionEntry {
    let accepts: Bool
    let reason: String

    init(_ submission: Submission) throws {
        let (decision, reason): (String?, String)
        switch submission {
        case .form(let form): (decision, reason) = (form["decision"], form["reason"] ?? "")
        case .json(let data):
            struct Document: Decodable {
                let decision: String
                let reason: String
            }
            let document = try data.decoded(as: Document.self)
            (decision, reason) = (document.decision, document.reason)
        }
        self.reason = String(reason.trimming(while: \.isWhitespace))
        guard let decision, ["accept", "decline"].contains(decision), (1...200).contains(self.reason.count) else {
            throw Refusal.invalid(
                code: "bad_decision",
                Bilingual(
                    zh: "请选“算数”或“不算”，并写明理由（200 字以内）。", en: "Accept or decline, with a reason of at most 200 characters."
                ))
        }
        accepts = decision == "accept"
    }
}

/// The wire form of late answers.
private struct LateDeliveryDocument: Encodable {
    let attempt: AttemptID
    let course: CourseID
    let name: String
    let unit_name: String
    let deadline: Date?
    let score: Double
    let score_if_accepted: Double
    let max_score: Double
    let answers: [LateAnswer]

    /// One answer.
    struct LateAnswer: Encodable {
        let slot: Int
        let response: Training.Response
        let received_at: Date
        let seconds_late: Int?
    }

    init(_ delivery: LateDelivery) {
        attempt = delivery.attempt.id
        course = delivery.attempt.course
        name = delivery.name
        unit_name = delivery.unitName
        deadline = delivery.attempt.deadline
        score = delivery.result.score.decimal
        score_if_accepted = delivery.accepted.score.decimal
        max_score = delivery.result.maxScore.decimal
        answers = delivery.attempt.late.values.sorted { $0.slot < $1.slot }.map {
            LateAnswer(
                slot: $0.slot, response: $0.response, received_at: $0.savedAt,
                seconds_late: delivery.attempt.lateness($0))
        }
    }
}

/// Tries with late answers, and what they would come to.
struct LateAnswersPage: Page {
    static let template = "late-answers"
    let deliveries: [Line]
    let none: Bool

    /// A try with late answers.
    struct Line: Sendable {
        let number: Int
        let name: String
        let unitName: String
        let courseName: String
        let deadline: String
        let received: [String]
        /// That the explanations could be read before the answers came in; nil where the quiz shows them later.
        let keysWereOpen: String?
        let change: String
        let path: String
    }

    init(_ deliveries: [LateDelivery], _ courses: [Course], _ words: Words) {
        self.deliveries = deliveries.enumerated().map { index, delivery in
            let attempt = delivery.attempt
            return Line(
                number: index + 1, name: delivery.name, unitName: delivery.unitName,
                courseName: courses.name(of: attempt.course, words),
                deadline: attempt.deadline.map { words("late_deadline", ["time": words.time($0)]) } ?? "",
                received: attempt.late.values.sorted { $0.slot < $1.slot }.map {
                    words(
                        "late_received",
                        [
                            "n": $0.slot, "time": words.time($0.savedAt),
                            "late": words.span(minutes: ((attempt.lateness($0) ?? 0) + 59) / 60),
                        ])
                },
                keysWereOpen: attempt.rules.feedback.opensAtOnce ? words("late_keys_open") : nil,
                change: words(
                    "late_change",
                    [
                        "score": delivery.result.score, "accepted": delivery.accepted.score,
                        "max": delivery.result.maxScore,
                    ]), path: "\(Paths.lateAnswers)/\(attempt.id)")
        }
        none = deliveries.isEmpty
    }

    func title(_ words: Words) -> String { words("late_answers") }

    static var example: LateAnswersPage {
        let delivery = LateDelivery(.timedAndClosed, name: "甲村张某", unitName: "示例甲村")
        return LateAnswersPage([delivery].compactMap(\.self), [.example], .example)
    }
}

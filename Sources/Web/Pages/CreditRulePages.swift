import FoundationEssentials
import Hummingbird
import Records
import Training

/// What courses count for, by rules that an administrator makes.
struct CreditRulePages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        try await answer(nil, visit)
    }

    /// `hours` of `course` from the day `from` on; today without one.
    func make(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try CreditRuleEntry(try await request.submission())
        do {
            let rule = try entry.rule(site.library.courses, today: Day(at: visit.now))
            try await site.records.make(rule, by: try visit.signedIn, at: visit.now)
        } catch let refusal as Refusal {
            let problem = Problem(refusal)
            guard visit.format == .html, problem.status == .unprocessableContent else { throw refusal }
            return try await answer((entry, problem.detail(visit.language)), visit)
        }
        return visit.format == .html ? .seeOther(Paths.creditRules) : .noContent
    }

    private func answer(_ wrong: (CreditRuleEntry, String)?, _ visit: Visit) async throws -> Response {
        let rules = try await site.records.creditRules()
        let (courses, today) = (site.library.courses, Day(at: visit.now))
        guard visit.format == .html else { return try .json(CreditRulesDocument(rules, courses, today: today)) }
        let page = CreditRulesPage(rules, courses, wrong, today: today, try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: wrong == nil ? .ok : .unprocessableContent)
    }
}

/// A rule as it was sent.
struct CreditRuleEntry: Sendable {
    let course: String
    let hours: String
    let from: String

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            course = form["course"] ?? ""
            hours = form["hours"] ?? ""
            from = form["from"] ?? ""
        case .json(let data):
            struct Document: Decodable {
                let course: String
                let hours: Double
                let from: String?
            }
            let document = try data.decoded(as: Document.self)
            course = document.course
            hours = "\(document.hours)"
            from = document.from ?? ""
        }
    }

    /// The rule, for a course that is offered. Throws `invalid` and says which field is wrong.
    func rule(_ courses: [Course], today: Day) throws -> CreditRule {
        guard let offered = courses.first(where: { $0.id.rawValue == course }) else { throw Refusal.unknownCourse }
        guard let first = from.isEmpty ? today : Day(from) else {
            throw Refusal.invalid(
                code: "bad_date",
                Bilingual(zh: "从哪天起，请写成 2026-11-30。", en: "The first day is a date such as 2026-11-30."))
        }
        guard let hours = CreditHours(hours),
            let rule = CreditRule(course: offered.id, from: first, hours: hours.halves == 0 ? nil : hours)
        else {
            throw Refusal.invalid(
                code: "bad_hours",
                Bilingual(
                    zh: "学时要填 0 到 \(CreditRule.most)，以 0.5 为一档，如 1.5；填 0 是不计学时。",
                    en: "Credit hours are 0 to \(CreditRule.most) in steps of 0.5, such as 1.5; 0 counts for nothing."))
        }
        return rule
    }
}

/// The wire form of what courses count for.
private struct CreditRulesDocument: Encodable {
    let day: Day
    let courses: [CourseDocument]
    let rules: [RuleDocument]

    /// What a course counts for today.
    struct CourseDocument: Encodable {
        let course: CourseID
        let credit_hours: Double
        /// What its author says; left out where they say nothing.
        let by_author: Double?
    }

    /// A rule.
    struct RuleDocument: Encodable {
        let course: CourseID
        let from: Day
        let credit_hours: Double
        let made_at: Date
        let made_by: String
    }

    init(_ rules: [CreditRule.Made], _ courses: [Course], today: Day) {
        day = today
        self.courses = courses.map { course in
            let author = course.syllabus?.creditHours
            let rule = rules.holding(for: course.id, on: today)
            return CourseDocument(
                course: course.id, credit_hours: (rule == nil ? author : rule?.hours)?.decimal ?? 0,
                by_author: author?.decimal)
        }
        self.rules = rules.map {
            RuleDocument(
                course: $0.rule.course, from: $0.rule.from, credit_hours: $0.rule.hours?.decimal ?? 0, made_at: $0.at,
                made_by: $0.by)
        }
    }
}

/// What each course counts for, how that came, and a form for a new rule.
struct CreditRulesPage: Page {
    static let template = "credit-rules"
    let courses: [Line]
    let rules: [RuleLine]
    let choices: [CourseChoice]
    let problem: String?
    let hours: String
    let from: String
    let most: String

    /// A course.
    struct Line: Sendable {
        let name: String
        let byAuthor: String
        let now: String
        /// Whether a rule holds.
        let isRuled: Bool
    }

    /// A rule.
    struct RuleLine: Sendable {
        let courseName: String
        let hours: String
        let from: String
        let made: String
    }

    init(
        _ rules: [CreditRule.Made], _ courses: [Course], _ wrong: (entry: CreditRuleEntry, problem: String)?,
        today: Day, _ words: Words
    ) {
        func text(_ hours: CreditHours?) -> String {
            hours.map(words.creditHours) ?? words("credit_none")
        }
        self.courses = courses.map { course in
            let rule = rules.holding(for: course.id, on: today)
            let author = course.syllabus?.creditHours
            return Line(
                name: course.title(words.language), byAuthor: text(author),
                now: text(rule == nil ? author : rule?.hours),
                isRuled: rule != nil)
        }
        self.rules = rules.reversed().map {
            RuleLine(
                courseName: courses.name(of: $0.rule.course, words), hours: text($0.rule.hours),
                from: words("exempt_since", ["from": words.date($0.rule.from)]),
                made: words("update_made", ["time": words.time($0.at), "who": $0.by]))
        }
        choices = CourseChoice.all(
            courses, chosen: wrong.flatMap { CourseID(rawValue: $0.entry.course) }, words)
        problem = wrong?.problem
        hours = wrong?.entry.hours ?? ""
        from = wrong?.entry.from ?? today.description
        most = CreditRule.most.description
    }

    func title(_ words: Words) -> String { words("credit_rules") }

    static var example: CreditRulesPage { examples[0] }

    /// As it is, and after a form that was wrong.
    static var examples: [CreditRulesPage] {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let rules = [CreditRule(course: "example", from: Day(number: 20_780), hours: CreditHours(halves: 4))]
            .compactMap { $0.map { CreditRule.Made($0, at: at, by: "郑某") } }
        let wrong = (try? CreditRuleEntry(.form(Form("course=example&hours=x")))).map { ($0, "学时要填 0 到 100。") }
        return [
            CreditRulesPage(rules, [.example, .example("second")], nil, today: Day(number: 20_781), .example),
            CreditRulesPage([], [.example], wrong, today: Day(number: 20_781), .example),
        ]
    }
}

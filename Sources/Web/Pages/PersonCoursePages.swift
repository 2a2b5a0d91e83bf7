import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// One person with one course, for whoever is in charge: their tries, and more time or tries for them.
struct PersonCoursePages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let course = try wanted(visit)
        let found = try await site.records.personCourse(
            try visit.code("person"), course.id, for: try visit.signedIn, at: visit.now)
        guard visit.format == .html else {
            return try .json(PersonCourseDocument(found, course.quiz.rules, on: Day(at: visit.now)))
        }
        return try await page(found, course, nil, visit)
    }

    /// An exemption from this course; with `every`, from every course.
    func exempt(_ request: Request, _ visit: Visit) async throws -> Response {
        var entry = ExemptionEntry()
        return try await change(visit) { course, number, unit in
            entry = try ExemptionEntry(try await request.submission(), of: course.id)
            let exemption = try entry.exemption(site.library, on: Day(at: visit.now))
            _ = try await site.records.exempt([number], in: unit, exemption, by: try visit.signedIn, at: visit.now)
        } otherwise: {
            .exemption(entry, $0)
        }
    }

    /// A result on paper in this course, with the `evidence` for it.
    func recordResult(_ request: Request, _ visit: Visit) async throws -> Response {
        var entry = try EarlierResultEntry(try await request.submission())
        return try await change(visit) { course, number, unit in
            entry.course = course.id.rawValue
            _ = try await EarlierResultPages(site: site).record(entry, for: [number], in: unit, visit)
        } otherwise: {
            .result(entry, $0)
        }
    }

    /// A later `due` day for this course, with the `reason` for it.
    func extend(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try ExtensionEntry(try await request.submission())
        return try await change(visit) { course, number, unit in
            try await site.records.extend(
                course.id, to: try entry.wanted, for: [number], in: unit, by: try visit.signedIn, at: visit.now)
        } otherwise: {
            .extension(entry, $0)
        }
    }

    /// Does something for the person; where it is refused, the page shows the form again with what is wrong.
    private func change(
        _ visit: Visit, _ body: (Course, StaffNumber, UnitCode) async throws -> Void,
        otherwise wrong: (String) -> PersonCoursePage.Wrong
    ) async throws -> Response {
        let course = try wanted(visit)
        let number: StaffNumber = try visit.code("person")
        let found = try await site.records.personCourse(
            number, course.id, for: try visit.signedIn, at: visit.now)
        do {
            try await body(course, number, found.person.unit)
        } catch let refusal as Refusal {
            let problem = Problem(refusal)
            guard visit.format == .html, problem.status == .unprocessableContent else { throw refusal }
            return try await page(found, course, wrong(problem.detail(visit.language)), visit)
        }
        return visit.format == .html ? .seeOther(Paths.person(number, course.id)) : .noContent
    }

    /// `minutes` and `tries` beyond the rules, with the `reason` for them.
    func grant(_ request: Request, _ visit: Visit) async throws -> Response {
        let course = try wanted(visit)
        let number: StaffNumber = try visit.code("person")
        let caller = try visit.signedIn
        let entry = try GrantEntry(try await request.submission())
        guard let grant = Grant(minutes: entry.minutes, tries: entry.tries, reason: entry.reason) else {
            let found = try await site.records.personCourse(
                number, course.id, for: caller, at: visit.now)
            guard visit.format == .html else { throw GrantEntry.wrong }
            return try await page(found, course, .grant(entry), visit)
        }
        try await site.records.give(grant, to: number, at: course.id, by: caller, at: visit.now)
        return visit.format == .html ? .seeOther(Paths.person(number, course.id)) : .noContent
    }

    private func wanted(_ visit: Visit) throws -> Course {
        guard let course = site.library.course(try visit.code("course")) else { throw Refusal.notFound }
        return course
    }

    private func page(
        _ found: PersonCourse, _ course: Course, _ wrong: PersonCoursePage.Wrong?, _ visit: Visit
    ) async throws -> Response {
        let words = try site.pages.words(visit.language)
        let caller = try visit.signedIn
        let page = PersonCoursePage(
            found, course, wrong, site.library.courses,
            manages: caller.manages && caller.person != found.person.id, today: Day(at: visit.now), words)
        return try site.pages.render(page, visit, site, status: wrong == nil ? .ok : .unprocessableContent)
    }
}

/// What a coordinator sends to grant something. A number that is none counts as one that cannot be granted.
struct GrantEntry {
    let minutes: Int
    let tries: Int
    let reason: String

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            func number(_ name: String) -> Int {
                let text = form[name] ?? ""
                return text.isEmpty ? 0 : Int(text) ?? -1
            }
            minutes = number("minutes")
            tries = number("tries")
            reason = form["reason"] ?? ""
        case .json(let data):
            struct Document: Decodable {
                let minutes: Int?
                let tries: Int?
                let reason: String
            }
            let document = try data.decoded(as: Document.self)
            minutes = document.minutes ?? 0
            tries = document.tries ?? 0
            reason = document.reason
        }
    }

    static let wrong = Refusal.invalid(code: "bad_grant", explanation)

    static let explanation = Bilingual(
        zh: "加时 0–\(Grant.mostMinutes) 分钟，加次 0–\(Grant.mostTries) 次，至少加一样，并写明理由（\(Grant.longestReason) 字以内）。",
        en: """
            Give 0–\(Grant.mostMinutes) minutes or 0–\(Grant.mostTries) tries, one of them at least, and a reason of at most \
            \(Grant.longestReason) characters.
            """)
}

/// The wire form of a person with a course.
private struct PersonCourseDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let unit_name: String
    let course: CourseID
    let due: Day?
    let completed_at: Date?
    let valid_until: Day?
    let certificate: String?
    let completions: [CompletionRecordDocument]
    /// Nil for as many as one likes.
    let tries_left: Int?
    let tries: [TryDocument]
    let grants: [GrantDocument]
    let exemptions: [ExemptionDocument]

    /// A try.
    struct TryDocument: Encodable {
        let id: AttemptID
        let number: Int
        let state: Attempt.State
        let started_at: Date
        let submitted_at: Date?
        let score: Double?
        let max_score: Double?
        let passed: Bool?

        init(_ attempt: AttemptSummary) {
            id = attempt.id
            number = attempt.number
            state = attempt.result?.state ?? .inProgress
            started_at = attempt.startedAt
            submitted_at = attempt.result?.submittedAt
            score = attempt.result?.score.decimal
            max_score = attempt.result?.maxScore.decimal
            passed = attempt.result?.passed
        }
    }

    /// Something that was granted.
    struct GrantDocument: Encodable {
        let minutes: Int
        let tries: Int
        let reason: String
        let granted_at: Date
        let granted_by: String

        init(_ given: Grant.Given) {
            minutes = given.grant.minutes
            tries = given.grant.tries
            reason = given.grant.reason
            granted_at = given.at
            granted_by = given.by
        }
    }

    init(_ found: PersonCourse, _ rules: Quiz.Rules, on today: Day) {
        staff_no = found.person.staffNumber
        name = found.person.name
        unit = found.person.unit
        unit_name = found.unitName
        course = found.course
        due = found.due
        let held = found.holding.flatMap { $0.holds(on: today) ? $0 : nil }
        completed_at = held?.doneAt
        valid_until = held?.last
        certificate = held == nil ? nil : found.completions.first?.certificate?.grouped
        completions = found.completions.map { CompletionRecordDocument($0, on: today) }
        tries_left = found.tries.left(rules)
        tries = found.tries.all.map(TryDocument.init)
        grants = found.grants.map(GrantDocument.init)
        exemptions = found.exemptions.map(ExemptionDocument.init)
    }
}

/// A person's tries at a course, what was granted, and a form for more.
struct PersonCoursePage: Page {
    static let template = "person-course"
    static let isKept = false
    let name: String
    let staffNumber: String
    let unitName: String
    let unitPath: String
    let personPath: String
    let courseName: String
    let due: String?
    let completedAt: String?
    /// Every time it was finished.
    let completions: [CompletionLine]
    /// The form for a result on paper.
    let result: EarlierResultForm?
    let tries: [CoursePage.TryLine]
    let left: String?
    let grants: [GrantLine]
    let form: GrantForm?
    let exemptions: [ExemptionLine]
    let exemption: ExemptionForm?
    /// Where there is a due day that could be later.
    let `extension`: ExtensionForm?

    /// A form that was wrong, as it was sent.
    enum Wrong {
        case grant(GrantEntry)
        case exemption(ExemptionEntry, String)
        case `extension`(ExtensionEntry, String)
        case result(EarlierResultEntry, String)
    }

    /// Something that was granted.
    struct GrantLine: Sendable {
        let what: [String]
        let reason: String
        let at: String
    }

    /// The form, as it was sent when it was wrong.
    struct GrantForm: Sendable {
        let path: String
        let problem: String?
        let timed: Bool
        let minutes: String
        let tries: String
        let reason: String
        let mostMinutes: Int
        let mostTries: Int
        let longestReason: Int
    }

    init(
        _ found: PersonCourse, _ course: Course, _ wrong: Wrong?,
        _ courses: [Course], manages: Bool, today: Day, _ words: Words
    ) {
        name = found.person.name
        staffNumber = found.person.staffNumber.rawValue
        unitName = found.unitName
        unitPath = Paths.people(of: found.person.unit, PersonQuery(course: course.id))
        personPath = Paths.person(found.person.staffNumber)
        courseName = course.title(words.language)
        due = found.due.map { words("due_by", ["day": words.date($0)]) }
        let isHeld = found.holding?.holds(on: today) ?? false
        completedAt =
            isHeld ? found.holding.map { words("finished_on", ["day": words.date(Day(at: $0.doneAt))]) } : nil
        completions = found.completions.map { CompletionLine($0, manages: manages, today: today, words) }
        tries = found.tries.all.map { CoursePage.TryLine($0, words) }
        left = found.tries.left(course.quiz.rules).map { words("person_tries_left", ["n": $0]) }
        grants = found.grants.map { given in
            GrantLine(
                what: (given.grant.minutes > 0 ? [words("granted_time", ["n": given.grant.minutes])] : [])
                    + (given.grant.tries > 0 ? [words("granted_tries", ["n": given.grant.tries])] : []),
                reason: given.grant.reason, at: words.time(given.at))
        }
        let path = Paths.person(found.person.staffNumber, course.id)
        result =
            manages
            ? EarlierResultForm(
                wrong?.result?.entry, problem: wrong?.result?.problem, path: "\(path)/results", today: today) : nil
        exemptions = found.exemptions.map {
            ExemptionLine($0, courses, from: manages ? course.id : nil, today: today, words)
        }
        exemption =
            manages
            ? ExemptionForm(
                wrong?.exemption?.entry, problem: wrong?.exemption?.problem, path: "\(path)/exemptions", today: today,
                words) : nil
        `extension` =
            manages && found.assigned && !isHeld
            ? found.due.map {
                ExtensionForm(
                    wrong?.extension?.entry, problem: wrong?.extension?.problem, path: "\(path)/extensions",
                    due: max($0, today), words)
            } : nil
        let entry = wrong?.grant
        form =
            manages
            ? GrantForm(
                path: "\(path)/grants",
                problem: entry.map { _ in GrantEntry.explanation(words.language) },
                timed: course.quiz.rules.timeLimit != nil, minutes: entry.map { "\(max(0, $0.minutes))" } ?? "",
                tries: entry.map { "\(max(0, $0.tries))" } ?? "", reason: entry?.reason ?? "",
                mostMinutes: Grant.mostMinutes, mostTries: Grant.mostTries, longestReason: Grant.longestReason) : nil
    }

    func title(_ words: Words) -> String { words("person_in_course", ["name": name, "course": courseName]) }

    static var example: PersonCoursePage {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let result = Attempt.Result(
            submittedAt: at, score: Marks(hundredths: 550), maxScore: Marks(hundredths: 1000), received: 9,
            passed: false, isExpired: true)
        let tries = Tries(
            [AttemptSummary(id: "01", number: 1, startedAt: at, passMark: 80, result: result)],
            allowance: Allowance(minutes: 10, tries: 1))
        let person = Person(
            id: "zhang", staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", role: .learner,
            status: .active)
        let grants = [Grant(minutes: 10, tries: 1, reason: "当天停电。")].compactMap { grant in
            grant.map { Grant.Given($0, at: at, by: "chen") }
        }
        let found = PersonCourse(
            person: person, unitName: "示例甲村", course: "example", due: Day(number: 20_780),
            holding: Holding(doneAt: at), completions: Completion.Recorded.examples, assigned: true, tries: tries,
            grants: grants, exemptions: [.example(until: Day(number: 20_795)), .example])
        return PersonCoursePage(
            found, .example, nil, [.example], manages: true, today: Day(number: 20_791), .example)
    }

    /// As it is, and after a form that was wrong.
    static var examples: [PersonCoursePage] {
        let person = Person(
            id: "li", staffNumber: "61062199002", name: "乙村李某", unit: "610621991202", role: .learner, status: .active)
        let found = PersonCourse(
            person: person, unitName: "示例乙村", course: "example", due: Day(number: 20_800), holding: nil,
            completions: [], assigned: true, tries: Tries([]), grants: [], exemptions: [])
        let grant = (try? GrantEntry(.form(Form("minutes=x&tries=0")))).map(Wrong.grant)
        let later = (try? ExtensionEntry(.form(Form("due=x")))).map { Wrong.extension($0, "不是日期") }
        let exempt = Wrong.exemption(ExemptionEntry(), "请选一个免训原因。")
        let result = Wrong.result(EarlierResultEntry(), "完成日期不能晚于今天。")
        return [example]
            + [grant, later, exempt, result].map {
                PersonCoursePage(
                    found, .example, $0, [.example], manages: true, today: Day(number: 20_791), .example)
            }
    }
}

extension PersonCoursePage.Wrong {
    fileprivate var grant: GrantEntry? { if case .grant(let entry) = self { entry } else { nil } }

    fileprivate var exemption: (entry: ExemptionEntry, problem: String)? {
        if case .exemption(let entry, let problem) = self { (entry, problem) } else { nil }
    }

    fileprivate var result: (entry: EarlierResultEntry, problem: String)? {
        if case .result(let entry, let problem) = self { (entry, problem) } else { nil }
    }

    fileprivate var `extension`: (entry: ExtensionEntry, problem: String)? {
        if case .extension(let entry, let problem) = self { (entry, problem) } else { nil }
    }
}

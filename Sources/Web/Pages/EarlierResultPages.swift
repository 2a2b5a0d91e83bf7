import Content
import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// Results on paper from before or from elsewhere: recording them with where the paper lies, and taking them back.
struct EarlierResultPages: Sendable {
    let site: Site

    /// For how many people one request records a result.
    private static let room = 500

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let code: UnitCode = try visit.code("unit")
        let results = try await site.records.earlierResults(in: code, for: try visit.signedIn)
        switch visit.format {
        case .json: return try .json(["results": results.map(EarlierResultDocument.init)])
        case .csv, .xlsx:
            let unit = try await site.records.unit(code, for: try visit.signedIn).named
            return try table(results, of: unit, at: visit.now, try site.tableWords(request.query))
                .response(visit.format)
        case .html: return try await page(results, of: code, nil, visit)
        }
    }

    /// The same result for `people`, all of them or none; where it is refused, the page shows the form again.
    func record(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try EarlierResultEntry(try await request.submission())
        let code = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn).code
        do {
            let results = try await record(entry, for: try entry.people(atMost: Self.room), in: code, visit)
            guard visit.format == .html else {
                return try .json(["results": results.map(EarlierResultDocument.init)], status: .created)
            }
            return .seeOther(Paths.earlierResults(in: code))
        } catch let refusal as Refusal {
            let problem = Problem(refusal)
            guard visit.format == .html, problem.status == .unprocessableContent else { throw refusal }
            let results = try await site.records.earlierResults(in: code, for: try visit.signedIn)
            return try await page(results, of: code, (entry, problem.detail(visit.language)), visit)
        }
    }

    /// `reason` is why.
    func withdraw(_ request: Request, _ visit: Visit) async throws -> Response {
        let reason = try EarlierResultEntry.reason(in: try await request.submission())
        let (number, course) = try await site.records.withdrawResult(
            try visit.code("result"), because: reason, by: try visit.signedIn, at: visit.now)
        return visit.format == .html ? .seeOther(Paths.person(number, course)) : .noContent
    }

    /// Records what was sent; throws what is wrong with it.
    func record(
        _ entry: EarlierResultEntry, for numbers: [StaffNumber], in unit: UnitCode, _ visit: Visit
    ) async throws -> [EarlierResult.OfPerson] {
        let library = site.library
        let result = try entry.result(library)
        guard let requirements = library.requirements(of: result.course),
            let passMark = library.course(result.course)?.quiz.rules.passMark
        else { throw Refusal.unknownCourse }
        return try await site.records.record(
            result, of: requirements, passMark: passMark, for: numbers, in: unit, by: try visit.signedIn, at: visit.now)
    }

    private func page(
        _ results: [EarlierResult.OfPerson], of code: UnitCode, _ wrong: (EarlierResultEntry, String)?, _ visit: Visit
    ) async throws -> Response {
        let caller = try visit.signedIn
        let page = EarlierResultsPage(
            try await site.records.unit(code, for: caller), results, wrong, site.library.courses,
            manages: caller.manages, today: Day(at: visit.now), try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: wrong == nil ? .ok : .unprocessableContent)
    }

    private func table(
        _ results: [EarlierResult.OfPerson], of unit: CompletionReport.Named, at now: Date, _ words: Words
    ) -> ReportTable {
        let columns = [
            "staff_no", "name", "unit", "unit_name", "course", "completed_on", "score", "evidence", "recorded_by",
            "withdrawn",
        ]
        let rows = results.map { person -> [Cell] in
            let (recorded, result) = (person.recorded, person.recorded.result)
            let who = [person.staffNumber.rawValue, person.name, person.unit.rawValue, person.unitName]
            return (who + [result.course.rawValue]).map(Cell.text) + [
                .day(result.day.description), result.score.map { .number($0.description) } ?? .empty,
                .text(result.evidence), .text(recorded.by), .text(recorded.withdrawal?.reason ?? ""),
            ]
        }
        return ReportTable(
            words: words, name: [.init("results", words("results")), .init(unit), .init(Day(at: now))],
            facts: [
                .report(words("results"), words), .unit(unit, words),
                .init(words("about_scope"), words("about_scope_results")), .asOf(words.time(now), words),
            ], columns: .all(columns, of: "results", words), rows: rows)
    }
}

/// What a coordinator sends to record a result on paper, as it was sent.
struct EarlierResultEntry: EntryForPeople {
    var numbers: [String] = []
    var course = ""
    var day = ""
    var score = ""
    var evidence = ""

    init() {}

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            // From a field of several lines: numbers as a spreadsheet or a chat gives them.
            numbers = form.all("people").flatMap { text in
                text.split { $0.isWhitespace || ",，、;；".contains($0) }.map(String.init)
            }
            (course, day) = (form["course"] ?? "", form["day"] ?? "")
            (score, evidence) = (form["score"] ?? "", form["evidence"] ?? "")
        case .json(let data):
            struct Document: Decodable {
                let people: [String]?
                let course: String?
                let day: String
                let score: Double?
                let evidence: String
            }
            let document = try data.decoded(as: Document.self)
            (numbers, course) = (document.people ?? [], document.course ?? "")
            (day, evidence) = (document.day, document.evidence)
            score = document.score.map { abs($0) <= 100 && $0 == $0.rounded() ? "\(Int($0))" : "\($0)" } ?? ""
        }
    }

    /// The result; throws what is wrong with it.
    func result(_ library: Library) throws -> EarlierResult {
        guard let course = CourseID(rawValue: course).flatMap(library.course)?.id else {
            throw Refusal.unknownCourse
        }
        let day = try Day(sent: day, as: "day")
        let typed = score.trimming(while: \.isWhitespace)
        let score = typed.isEmpty ? nil : Marks(outOf100: String(typed))
        guard typed.isEmpty || score != nil else {
            throw Refusal.invalid(
                code: "bad_score",
                Bilingual(
                    zh: "成绩按百分制填，0 到 100，最多两位小数；不知道就不填。",
                    en: "A score is from 0 to 100 with at most two decimals; leave it out when it is not known."))
        }
        guard let result = EarlierResult(course: course, day: day, score: score, evidence: evidence) else {
            throw Refusal.invalid(
                code: "bad_result",
                Bilingual(
                    zh: "要写明原件在哪里（档号、签到册等，最多 \(EarlierResult.longestEvidence) 字）；日期不早于 2000 年。",
                    en: """
                        Say where the paper lies (a file number, a sign-in sheet; at most \
                        \(EarlierResult.longestEvidence) characters); the day is not before 2000.
                        """))
        }
        return result
    }

    /// Why a result is taken back, as it was sent.
    static func reason(in submission: Submission) throws -> String {
        struct Document: Decodable {
            let reason: String
        }
        let text =
            switch submission {
            case .form(let form): form["reason"] ?? ""
            case .json(let data): try data.decoded(as: Document.self).reason
            }
        return text
    }
}

extension Marks {
    /// Reads `85`, `85.5` or `100`; nil for anything else and for more than 100.
    fileprivate init?(outOf100 text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.joined().utf8.allSatisfy({ (48...57).contains($0) }),
            let whole = Int(parts[0]), whole <= 100
        else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : "0"
        guard (1...2).contains(decimals.count), let fraction = Int(decimals.count == 1 ? decimals + "0" : decimals),
            whole * 100 + fraction <= EarlierResult.maxScore.hundredths
        else { return nil }
        self.init(hundredths: whole * 100 + fraction)
    }
}

/// The wire form of a result on paper.
struct EarlierResultDocument: Encodable {
    let id: EarlierResultID
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let unit_name: String
    let course: CourseID
    let completed_on: Day
    let score: Double?
    let evidence: String
    let recorded_at: Date
    let recorded_by: String
    let withdrawn: Withdrawal?

    /// That it was taken back.
    struct Withdrawal: Encodable {
        let reason: String
        let at: Date
        let by: String

        init(_ withdrawal: EarlierResult.Withdrawal) {
            (reason, at, by) = (withdrawal.reason, withdrawal.at, withdrawal.by)
        }
    }

    init(_ person: EarlierResult.OfPerson) {
        let (recorded, result) = (person.recorded, person.recorded.result)
        id = recorded.id
        staff_no = person.staffNumber
        name = person.name
        unit = person.unit
        unit_name = person.unitName
        course = result.course
        completed_on = result.day
        score = result.score?.decimal
        evidence = result.evidence
        recorded_at = recorded.at
        recorded_by = recorded.by
        withdrawn = recorded.withdrawal.map(Withdrawal.init)
    }
}

import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Tabular
import Training

/// Who need not take what, since when and why; and who has until a later day.
struct ExemptionPages: Sendable {
    let site: Site

    /// How many people one request exempts or gives a later day.
    private static let room = 500

    /// Those that hold today or later.
    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let caller = try visit.signedIn
        let code: UnitCode = try visit.code("unit")
        let people = try await site.records.exemptions(in: code, on: Day(at: visit.now), for: caller)
        switch visit.format {
        case .json: return try .json(["exemptions": people.map(ExemptPersonDocument.init)])
        case .csv, .xlsx:
            let unit = try await site.records.unit(code, for: caller)
            return try table(
                people, of: unit.named, site.library.courses, at: visit.now, try site.tableWords(request.query)
            ).response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            let unit = try await site.records.unit(code, for: caller)
            var page = ExemptionsPage(
                unit, people, site.library.courses, manages: caller.manages, today: Day(at: visit.now), words)
            page.done = request.query["given"].flatMap(Int.init).map { words("exempt_done", ["n": $0]) }
            return try site.pages.render(page, visit, site)
        }
    }

    /// Whom to exempt, by name, and the form for it.
    func choose(_ request: Request, _ visit: Visit) async throws -> Response {
        var entry = ExemptionEntry()
        entry.numbers = request.query.all("people")
        entry.course = try request.query.course(in: site.library)?.rawValue ?? ""
        entry.from = Day(at: visit.now).description
        return try await chosen(.exemption(entry), visit)
    }

    /// `people` are exempted, all of them or none.
    func give(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try ExemptionEntry(try await request.submission())
        let code = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn).code
        return try await again(.exemption(entry), visit) {
            let given = try await site.records.exempt(
                try entry.people(atMost: Self.room), in: code,
                try entry.exemption(site.library, on: Day(at: visit.now)), by: try visit.signedIn, at: visit.now)
            guard visit.format == .html else {
                return try .json(["exemptions": given.map(ExemptPersonDocument.init)], status: .created)
            }
            return .seeOther(Paths.exemptions(in: code, given: given.count))
        }
    }

    /// `until` is the last day after all; without it yesterday.
    func end(_ request: Request, _ visit: Visit) async throws -> Response {
        let (until, back) = try Self.ending(try await request.submission())
        let number = try await site.records.endExemption(
            try visit.code("exemption"), last: until ?? Day(at: visit.now).adding(-1), by: try visit.signedIn,
            at: visit.now)
        guard visit.format == .html else { return .noContent }
        guard let course = back.flatMap(CourseID.init(rawValue:)) else { return .seeOther(Paths.units) }
        return .seeOther(Paths.person(number, course))
    }

    /// Whom to give a later day, by name, and the form for it.
    func chooseLater(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = ExtensionEntry(
            numbers: request.query.all("people"), course: try request.query.course(in: site.library))
        return try await chosen(.extension(entry), visit)
    }

    /// `people` have until `due` for `course`, all of them or none.
    func extend(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try ExtensionEntry(try await request.submission())
        let code = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn).code
        return try await again(.extension(entry), visit) {
            guard let course = entry.course.flatMap(site.library.course) else { throw Refusal.unknownCourse }
            let people = try entry.people(atMost: Self.room)
            try await site.records.extend(
                course.id, to: try entry.wanted, for: people, in: code, by: try visit.signedIn, at: visit.now)
            return visit.format == .html
                ? .seeOther(Paths.people(of: code, PersonQuery(course: course.id), extended: Set(people).count))
                : .noContent
        }
    }

    /// What the body answers; where it is refused, the page shows the form again with what is wrong.
    private func again(
        _ wanted: ChosenPeoplePage.Wanted, _ visit: Visit, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as Refusal {
            let problem = Problem(refusal)
            guard visit.format == .html, problem.status == .unprocessableContent else { throw refusal }
            return try await chosen(wanted, visit, problem)
        }
    }

    /// The page of those who were chosen. Somebody who is not there to be chosen is a refusal of its own.
    private func chosen(
        _ wanted: ChosenPeoplePage.Wanted, _ visit: Visit, _ problem: Problem? = nil
    ) async throws -> Response {
        let caller = try visit.signedIn
        let unit = try await site.records.unit(try visit.code("unit"), for: caller)
        let numbers = wanted.numbers.isEmpty ? [] : try wanted.people(atMost: Self.room)
        let people = try await site.records.chosenPeople(
            numbers, in: unit.code, course: wanted.course, for: caller, at: visit.now)
        let page = ChosenPeoplePage(
            unit, people, wanted, site.library.courses, problem: problem?.detail(visit.language),
            today: Day(at: visit.now), try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: problem?.status ?? .ok)
    }

    private func table(
        _ people: [ExemptPerson], of unit: CompletionReport.Named, _ courses: [Course], at now: Date, _ words: Words
    ) -> ReportTable {
        let chinese = words.ifChinese
        let columns = ["staff_no", "name", "unit", "unit_name", "course", "reason", "note", "from", "until"]
        let rows = people.map { person in
            let exemption = person.given.exemption
            let reason = exemption.reason.rawValue
            let texts = [
                person.staffNumber.rawValue, person.name, person.unit.rawValue, person.unitName,
                exemption.course?.rawValue ?? "", chinese.map { $0("exempt_\(reason)") } ?? reason, exemption.note,
            ]
            let until = person.given.period.until.map { Cell.day($0.description) } ?? .empty
            return texts.map(Cell.text) + [.day(exemption.from.description), until]
        }
        return ReportTable(
            words: words,
            name: [.init("exemptions", words("exemptions")), .init(unit), .init(Day(at: now))],
            facts: [
                .report(words("exemptions"), words), .unit(unit, words),
                .init(words("about_scope"), words("about_scope_exempt")), .asOf(words.time(now), words),
            ], columns: .all(columns, of: "exemptions", words), rows: rows)
    }

    private static func ending(_ submission: Submission) throws -> (until: Day?, course: String?) {
        struct Document: Decodable {
            let until: String?
        }
        switch submission {
        case .form(let form): return (try form.day("until"), form["course"])
        case .json(let data):
            return (try data.decoded(as: Document.self).until.map { try Day(sent: $0, as: "until") }, nil)
        }
    }
}

extension Refusal {
    static let unknownCourse = Refusal.invalid(
        code: "unknown_course", Bilingual(zh: "没有这门课程。", en: "There is no such course."))
}

extension Day {
    /// A day as a request names it.
    init(sent text: String, as name: String) throws {
        guard let day = Day(text) else {
            throw Refusal.invalid(
                code: "bad_date",
                Bilingual(
                    zh: "“\(text.prefix(32))”不是日期（\(name)），请写成 2026-11-30。",
                    en: "\(text.prefix(32)) is not a date (\(name)); write 2026-11-30."))
        }
        self = day
    }
}

/// What a coordinator sends to exempt somebody, as it was sent.
struct ExemptionEntry {
    var numbers: [String] = []
    /// Empty for every course.
    var course = ""
    var reason = ""
    var note = ""
    var from = ""
    var until = ""

    init() {}

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            numbers = form.all("people")
            (course, reason, note) = (form["course"] ?? "", form["reason"] ?? "", form["note"] ?? "")
            (from, until) = (form["from"] ?? "", form["until"] ?? "")
        case .json(let data):
            struct Document: Decodable {
                let people: [String]?
                let course: String?
                let reason: String
                let note: String?
                let from: String?
                let until: String?
            }
            let document = try data.decoded(as: Document.self)
            numbers = document.people ?? []
            (course, reason, note) = (document.course ?? "", document.reason, document.note ?? "")
            (from, until) = (document.from ?? "", document.until ?? "")
        }
    }

    /// What the page of a person with a course sends: for that course, unless `every` is ticked.
    init(_ submission: Submission, of course: CourseID) throws {
        try self.init(submission)
        switch submission {
        case .form(let form): self.course = form["every"] == "true" ? "" : course.rawValue
        case .json(let data):
            struct Document: Decodable {
                let every: Bool?
            }
            self.course = try data.decoded(as: Document.self).every == true ? "" : course.rawValue
        }
    }

    /// The exemption, from `today` where no first day was sent; throws what is wrong with it.
    func exemption(_ library: Library, on today: Day) throws -> Exemption {
        let course = CourseID(rawValue: course).flatMap(library.course)?.id
        guard self.course.isEmpty || course != nil else { throw Refusal.unknownCourse }
        guard let reason = Exemption.Reason(rawValue: reason) else {
            throw Refusal.invalid(
                code: "bad_reason",
                Bilingual(
                    zh: "请选一个免训原因。",
                    en: "The reason is one of \(Exemption.Reason.allCases.map(\.rawValue).joined(separator: ", "))."))
        }
        let exemption = Exemption(
            course: course, reason: reason, note: note, from: from.isEmpty ? today : try Day(sent: from, as: "from"),
            until: until.isEmpty ? nil : try Day(sent: until, as: "until"))
        guard let exemption else {
            throw Refusal.invalid(
                code: "bad_exemption",
                Bilingual(
                    zh: "结束那天不能早于开始那天；原因选“其他”的要写说明，说明最多 \(Exemption.longestNote) 字。",
                    en: """
                        It cannot end before it begins; the reason other needs a note, and a note has at most \
                        \(Exemption.longestNote) characters.
                        """))
        }
        return exemption
    }
}

/// What a coordinator sends to give somebody a later day, as it was sent.
struct ExtensionEntry {
    let numbers: [String]
    let course: CourseID?
    let due: String
    let reason: String

    /// One in which nothing but whom it is for is filled in.
    init(numbers: [String], course: CourseID?) {
        (self.numbers, self.course, due, reason) = (numbers, course, "", "")
    }

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            numbers = form.all("people")
            course = form["course"].flatMap(CourseID.init(rawValue:))
            (due, reason) = (form["due"] ?? "", form["reason"] ?? "")
        case .json(let data):
            struct Document: Decodable {
                let people: [String]?
                let course: CourseID?
                let due: String
                let reason: String
            }
            let document = try data.decoded(as: Document.self)
            (numbers, course) = (document.people ?? [], document.course)
            (due, reason) = (document.due, document.reason)
        }
    }

    /// The extension; throws what is wrong with it.
    var wanted: Extension {
        get throws {
            guard let wanted = Extension(due: try Day(sent: due, as: "due"), reason: reason) else {
                throw Refusal.invalid(
                    code: "bad_reason",
                    Bilingual(
                        zh: "请写明理由，最多 \(Extension.longestReason) 字。",
                        en: "A reason is needed, of at most \(Extension.longestReason) characters."))
            }
            return wanted
        }
    }
}

/// Something that is sent for several people at once.
protocol EntryForPeople {
    /// The numbers as they were sent.
    var numbers: [String] { get }
}

extension ExemptionEntry: EntryForPeople {}
extension ExtensionEntry: EntryForPeople {}

extension EntryForPeople {
    /// The people; throws for none, for too many, and for what is no number.
    func people(atMost room: Int) throws -> [StaffNumber] {
        guard !numbers.isEmpty, numbers.count <= room else {
            throw Refusal.invalid(
                code: "no_people",
                Bilingual(zh: "请选人，一次最多 \(room) 人。", en: "Please name people, at most \(room) at a time."))
        }
        return try numbers.map(StaffNumber.init(sent:))
    }
}

extension StaffNumber {
    /// A number as a request names it.
    init(sent text: String) throws {
        guard let number = StaffNumber(rawValue: text) else {
            throw Refusal.invalid(
                code: "bad_number",
                Bilingual(zh: "“\(text.prefix(64))”不是登录号。", en: "\(text.prefix(64)) is no sign-in number."))
        }
        self = number
    }
}

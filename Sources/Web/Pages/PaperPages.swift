import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Paper quizzes: drawn for people who have no telephone at hand, printed, and keyed in by a coordinator.
struct PaperPages: Sendable {
    let site: Site

    /// How many open papers a page lists, and how many are drawn or printed at once.
    private static let room = 200

    // MARK: Drawing and printing

    func showOpen(_ request: Request, _ visit: Visit) async throws -> Response {
        guard visit.format == .html else {
            let papers = try await open(visit)
            return try .json(["papers": papers.map(PrintedPaperDocument.init)])
        }
        return try await list(request, visit)
    }

    func draw(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try PaperRequest(try await request.submission())
        do {
            let papers = try await draw(entry, visit)
            guard visit.format == .html else {
                return try .json(["papers": papers.map(PrintedPaperDocument.init)], status: .created)
            }
            return .seeOther(Paths.papers(papers.map(\.number)))
        } catch let refusal as Refusal {
            let problem = Problem(refusal)
            guard visit.format == .html, problem.status != .notFound else { throw refusal }
            return try await list(request, visit, entry, problem)
        }
    }

    private func draw(_ entry: PaperRequest, _ visit: Visit) async throws -> [PrintedPaper] {
        let library = site.library
        guard let course = entry.course.flatMap(library.course), let requirements = library.requirements(of: course.id)
        else {
            throw Refusal.invalid(
                code: "unknown_course", Bilingual(zh: "请选一门课程。", en: "Please choose a course."))
        }
        let people = try entry.people
        guard !people.isEmpty, people.count <= Self.room else {
            throw Refusal.invalid(
                code: "no_people",
                Bilingual(
                    zh: "请选人或填登录号，一次最多 \(Self.room) 人。", en: "Please name people, at most \(Self.room) at a time."))
        }
        let items = library.items(of: course.id)
        let pictures = items.compactMap(\.question.image).compactMap { library.media($0.hash) }
            .map { MediaFile(hash: $0.hash, mediaType: $0.type, bytes: $0.bytes) }
        return try await site.records.drawPapers(
            for: people, in: try visit.code("unit"), at: course.quiz, drawing: items, pictures: pictures,
            requirements: requirements, by: try visit.signedIn, at: visit.now)
    }

    private func open(_ visit: Visit) async throws -> [PrintedPaper] {
        try await site.records.openPapers(in: try visit.code("unit"), for: try visit.signedIn, limit: Self.room)
    }

    private func list(
        _ request: Request, _ visit: Visit, _ entry: PaperRequest? = nil, _ problem: Problem? = nil
    ) async throws -> Response {
        let caller = try visit.signedIn
        let unit = try await site.records.unit(try visit.code("unit"), for: caller)
        let people = try await site.records.people(
            in: unit.code, PersonQuery(direct: true, limit: Self.room), for: caller, at: visit.now
        ).lines.filter { $0.staffNumber != visit.session?.person.staffNumber }
        let words = try site.pages.words(visit.language)
        let page = PapersPage(
            unit, people, try await open(visit), site.library.courses, entry,
            problem: problem?.detail(visit.language), words)
        return try site.pages.render(page, visit, site, status: problem?.status ?? .ok)
    }

    /// The paper of the number that somebody typed, or several to print one behind the other.
    func find(_ request: Request, _ visit: Visit) async throws -> Response {
        let query = request.query
        if let list = query["numbers"] {
            let numbers = list.split(separator: ",").prefix(Self.room).compactMap { PaperNumber(typed: String($0)) }
            return try await sheets(numbers, visit)
        }
        guard let typed = query["number"], !typed.allSatisfy(\.isWhitespace) else {
            return try site.pages.render(PaperNumberPage(typedNumber: "", problem: nil), visit, site)
        }
        guard let number = PaperNumber(typed: typed) else {
            let problem = Bilingual.wrongPaperNumber(visit.language)
            return try site.pages.render(
                PaperNumberPage(typedNumber: typed, problem: problem), visit, site, status: .unprocessableContent)
        }
        return .seeOther(Paths.keying(of: number))
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let number = try number(visit)
        guard visit.format == .html else {
            let (printed, attempt) = try await site.records.paper(number, for: try visit.signedIn)
            return try .json(PaperDocument(printed, attempt))
        }
        return try await sheets([number], visit)
    }

    private func sheets(_ numbers: [PaperNumber], _ visit: Visit) async throws -> Response {
        let caller = try visit.signedIn
        let words = try site.pages.words(visit.language)
        let courses = site.library.courses
        var sheets: [SheetsPage.Sheet] = []
        for number in numbers {
            let (printed, attempt) = try await site.records.paper(number, for: caller)
            sheets.append(SheetsPage.Sheet(printed, attempt, courses, words))
        }
        guard !sheets.isEmpty else { throw Refusal.notFound }
        return try site.pages.render(SheetsPage(sheets: sheets), visit, site)
    }

    // MARK: Keying in

    func showKeying(_ request: Request, _ visit: Visit) async throws -> Response {
        let (printed, attempt) = try await site.records.paper(try number(visit), for: try visit.signedIn)
        switch printed.state {
        case .keyed: return .seeOther(Paths.review(of: attempt.id))
        case .withdrawn: return .seeOther(Paths.paper(printed.number))
        case .open: break
        }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(KeyingPage(printed, attempt, site.library.courses, words), visit, site)
    }

    func key(_ request: Request, _ visit: Visit) async throws -> Response {
        let number = try number(visit)
        let (printed, attempt) = try await site.records.paper(number, for: try visit.signedIn)
        var responses: [Int: Training.Response] = [:]
        switch try await request.submission() {
        case .json(let data):
            let sent = try data.decoded(as: KeyedDocument.self).answers
            for answer in sent { responses[answer.slot] = answer.response }
        case .form(let form):
            let typed = TypedAnswers(form, attempt)
            let page = KeyingPage(
                printed, attempt, site.library.courses, typed: typed, try site.pages.words(visit.language))
            guard page.isComplete else {
                return try site.pages.render(page, visit, site, status: .unprocessableContent)
            }
            responses = typed.responses
        }
        let receipt = try await site.records.key(
            responses, into: number, requirements: site.library.requirements(of: attempt.course),
            by: try visit.signedIn, at: visit.now)
        guard visit.format == .html else { return try .json(SubmissionDocument(receipt, of: attempt.id)) }
        return .seeOther(Paths.review(of: attempt.id))
    }

    func withdraw(_ request: Request, _ visit: Visit) async throws -> Response {
        let number = try number(visit)
        let reason: String
        switch try await request.submission() {
        case .form(let form): reason = form["reason"] ?? ""
        case .json(let data): reason = try data.decoded(as: [String: String].self)["reason"] ?? ""
        }
        let plain = String(reason.trimming(while: \.isWhitespace))
        guard (1...200).contains(plain.count) else {
            throw Refusal.invalid(
                code: "bad_reason", Bilingual(zh: "请写明作废的原因，最多 200 字。", en: "Say why, in at most 200 characters."))
        }
        try await site.records.withdraw(number, because: plain, by: try visit.signedIn, at: visit.now)
        return visit.format == .html ? .seeOther(Paths.paper(number)) : .noContent
    }

    private func number(_ visit: Visit) throws -> PaperNumber {
        guard let number = visit.parameters.get("number").flatMap(PaperNumber.init(rawValue:)) else {
            throw Refusal.notFound
        }
        return number
    }
}

extension Bilingual {
    fileprivate static let wrongPaperNumber = Bilingual(
        zh: "编号不对。请照试卷右上角的 8 位数字再输一遍。", en: "That is no number of a paper. Please copy its eight digits again.")
}

/// Whom papers are to be drawn for, and of which course.
struct PaperRequest {
    let course: CourseID?
    /// The numbers, as they were ticked, typed or sent.
    let numbers: [String]
    /// What was typed beside those who were ticked.
    let typed: String

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            course = form["course"].flatMap(CourseID.init(rawValue:))
            typed = form["numbers"] ?? ""
            numbers = form.all("people") + typed.split { ",，、;；".contains($0) || $0.isWhitespace }.map(String.init)
        case .json(let data):
            struct Document: Decodable {
                let course: CourseID
                let people: [String]
            }
            let document = try data.decoded(as: Document.self)
            (course, numbers, typed) = (document.course, document.people, "")
        }
    }

    /// The people; throws for what is no number.
    var people: [StaffNumber] {
        get throws {
            try numbers.map { text in
                guard let number = StaffNumber(rawValue: text) else {
                    throw Refusal.invalid(
                        code: "bad_number",
                        Bilingual(zh: "“\(text.prefix(64))”不是登录号。", en: "\(text.prefix(64)) is no sign-in number."))
                }
                return number
            }
        }
    }
}

/// What was typed from a paper, by slot.
struct TypedAnswers {
    /// What stands in the fields of a slot.
    private(set) var texts: [Int: [String]] = [:]
    /// What they say.
    private(set) var responses: [Int: Training.Response] = [:]
    /// The slots whose text says nothing that fits.
    private(set) var wrong: [Int: Question.Kind] = [:]
    /// Whether the coordinator says that slots without an answer have none on the paper either.
    let confirmsEmpty: Bool

    init(_ form: Form, _ attempt: Attempt) {
        confirmsEmpty = form["empty"] == "true"
        for slot in attempt.paper.slots {
            guard let question = attempt.questions[slot.version] else { continue }
            let typed = form.all("answer-\(slot.number)")
            texts[slot.number] = typed
            do {
                responses[slot.number] = try slot.typed(typed, to: question)
            } catch {
                wrong[slot.number] = question.kind
            }
        }
    }
}

import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Clauses that changed since people finished courses on them: what and whom that touches, and an update for just those
/// people.
struct ChangePages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let report = try await site.records.clauseReport(site.content.current.corpus)
        guard visit.format == .html else { return try .json(ClauseReportDocument(report, today: Day(at: visit.now))) }
        return try page(report, visit)
    }

    /// `plan` is the fingerprint that the page or document showed, `due` the last day for it.
    func make(_ request: Request, _ visit: Visit) async throws -> Response {
        let content = site.content.current
        let entry = try UpdateEntry(try await request.submission(), now: visit.now)
        let outcome = try await site.records.makeClauseUpdate(
            entry.plan, of: content.corpus, pictures: pictures(content), taken: Set(content.courses.map(\.id)),
            due: entry.due, by: try visit.signedIn, at: visit.now)
        switch outcome {
        case .made(let update, let people):
            try await site.loadUpdates()
            guard visit.format == .html else {
                let made = ClauseReport.Made(update: update, assigned: people, completed: 0, missing: 0)
                return try .json(UpdateDocument(made), status: .created)
            }
            return .seeOther("\(Paths.changes)#\(update.id)")
        case .exists(let update):
            guard visit.format == .html else { throw Problem(.conflict, "update_exists", update.isThere) }
            let report = try await site.records.clauseReport(content.corpus)
            return try page(report, existing: update, visit, status: .conflict)
        }
    }

    /// `due` is the last day for those who are added.
    func extend(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: CourseID = try visit.code("update")
        let entry = try UpdateEntry(try await request.submission(), now: visit.now)
        let people = try await site.records.extendClauseUpdate(
            id, of: site.content.current.corpus, due: entry.due, by: try visit.signedIn, at: visit.now)
        guard visit.format == .html else { return try .json(AddedDocument(course: id, people: people)) }
        return .seeOther("\(Paths.changes)#\(id)")
    }

    func withdraw(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: CourseID = try visit.code("update")
        try await site.records.withdrawClauseUpdate(id, by: try visit.signedIn, at: visit.now)
        return visit.format == .html ? .seeOther("\(Paths.changes)#\(id)") : .noContent
    }

    private func page(
        _ report: ClauseReport, existing: ClauseUpdate? = nil, _ visit: Visit, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let library = site.library
        let page = ChangesPage(
            report, courses: library.courses, items: library.items, existing: existing, today: Day(at: visit.now),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: status)
    }

    private func pictures(_ library: Library) -> [MediaFile] {
        let shown = Set(library.items.values.compactMap(\.question.image?.hash))
        return shown.compactMap(library.media).map {
            MediaFile(hash: $0.hash, mediaType: $0.type, bytes: $0.bytes)
        }
    }
}

extension ClauseUpdate {
    fileprivate var isThere: Bilingual {
        let path = Paths.course(id)
        return Bilingual(
            zh: "这些条款的更新已于 \(at.minuteText) 安排：\(path)。后来的人可以补加。",
            en: "An update about these clauses was assigned on \(at.minuteText): \(path). People can be added to it.")
    }
}

/// What an administrator sends to assign an update.
private struct UpdateEntry {
    let plan: String
    let due: Day

    init(_ submission: Submission, now: Date) throws {
        let typed: String
        switch submission {
        case .form(let form):
            plan = form["plan"] ?? ""
            typed = form["due"] ?? ""
        case .json(let data):
            struct Document: Decodable {
                let plan: String?
                let due: String?
            }
            let document = try data.decoded(as: Document.self)
            (plan, typed) = (document.plan ?? "", document.due ?? "")
        }
        guard let day = typed.isEmpty ? Day(at: now).adding(ClauseUpdate.days) : Day(typed) else {
            throw Refusal.invalid(
                code: "bad_date",
                Bilingual(zh: "截止日期不是日期，请写成 2026-11-30。", en: "The due day is not a date; write 2026-11-30."))
        }
        due = day
    }
}

/// How many people were added to an update.
private struct AddedDocument: Encodable {
    let course: CourseID
    let people: Int
}

import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Corrections of keys: what is to be corrected, whose result would change, and applying it.
struct RegradePages: Sendable {
    let site: Site

    func showAll(_ request: Request, _ visit: Visit) async throws -> Response {
        let open = try await site.records.openCorrections(among: site.library.items)
        let applied = try await site.records.regrades()
        guard visit.format == .html else { return try .json(CorrectionsDocument(open, applied)) }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(CorrectionsPage(open, applied, words), visit, site)
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let item = try item(visit, library)
        let plan = try await site.records.regradePlan(of: item)
        let applied = try await site.records.regrades(of: item.question.id)
        guard visit.format == .html else { return try .json(RegradePlanDocument(item, plan, applied)) }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(CorrectionPage(item, plan, applied, library.courses, words), visit, site)
    }

    /// `plan` is what the page or document showed, `reason` is told to the learners, `allow_failing` lets a pass be lost.
    func apply(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let item = try item(visit, library)
        let entry = try RegradeEntry(try await request.submission())
        let applied = try await site.records.applyRegrade(
            of: item, plan: entry.plan, reason: entry.reason, allowFailing: entry.allowFailing,
            requirements: { library.requirements(of: $0) }, by: try visit.signedIn, at: visit.now)
        guard visit.format == .html else { return try .json(AppliedRegradeDocument(applied), status: .created) }
        return .seeOther(Paths.correction(of: item.question.id))
    }

    private func item(_ visit: Visit, _ library: Library) throws -> Item {
        guard let item = library.items[try visit.code("question")] else { throw Refusal.notFound }
        return item
    }
}

/// What an administrator sends to apply a correction.
private struct RegradeEntry {
    let plan: String
    let reason: String
    let allowFailing: Bool

    init(_ submission: Submission) throws {
        let typed: String
        switch submission {
        case .form(let form):
            plan = form["plan"] ?? ""
            typed = form["reason"] ?? ""
            allowFailing = form["allow_failing"] == "true"
        case .json(let data):
            struct Document: Decodable {
                let plan: String
                let reason: String
                let allow_failing: Bool?
            }
            let document = try data.decoded(as: Document.self)
            (plan, typed, allowFailing) = (document.plan, document.reason, document.allow_failing ?? false)
        }
        reason = String(typed.trimming(while: \.isWhitespace))
        guard (1...500).contains(reason.count) else {
            throw Refusal.invalid(
                code: "reason_needed",
                Bilingual(zh: "请写明更正的原因，最多 500 字。", en: "Say why it is corrected, in at most 500 characters."))
        }
    }
}

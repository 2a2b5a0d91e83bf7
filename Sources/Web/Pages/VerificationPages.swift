import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Where anyone sees whether a certificate is genuine: what was finished and when, and of whom no more than a hint.
struct VerificationPages: Sendable {
    let site: Site

    /// Asks for a number, and goes on to what was typed.
    func find(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let typed = request.query["number"], !typed.allSatisfy(\.isWhitespace) else {
            return try site.pages.render(VerificationPage(), visit, site)
        }
        guard let number = CertificateNumber(typed: typed) else { return try await refuse(typed, visit) }
        return .seeOther(Paths.verification(of: number))
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let delay = site.verifications.delay(for: visit.address, at: visit.now)
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
        guard let number = visit.certificate, let certificate = try await site.records.certificate(number) else {
            return try await refuse(visit.parameters.get("number") ?? "", visit)
        }
        let library = site.library
        guard visit.format == .html else {
            return try .json(VerificationDocument(certificate, library, on: Day(at: visit.now)))
        }
        let page = VerificationPage(
            certificate, library, today: Day(at: visit.now), try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site)
    }

    /// The one answer to a number that is none, is mistyped or was never given.
    private func refuse(_ typed: String, _ visit: Visit) async throws -> Response {
        site.verifications.failed(from: visit.address, at: visit.now)
        guard visit.format == .html else { throw Refusal.notFound }
        return try site.pages.render(VerificationPage(typed: typed), visit, site, status: .notFound)
    }
}

/// The wire form of what anyone may know.
private struct VerificationDocument: Encodable {
    let number: String
    let name: String
    let course: CourseID
    let title: String
    let title_en: String
    let credit_hours: Double?
    let completed_on: Day
    let valid_until: Day?
    let expired: Bool
    let withdrawn: Bool
    let outdated_clauses: [ClauseID]

    init(_ certificate: Certificate, _ library: Library, on today: Day) {
        let award = library.award(of: certificate)
        number = certificate.number.grouped
        name = certificate.maskedName
        course = certificate.course
        title = award.title.zh
        title_en = award.title.en
        credit_hours = award.creditHours?.decimal
        completed_on = certificate.day
        valid_until = certificate.last
        expired = certificate.isExpired(on: today)
        withdrawn = certificate.isWithdrawn
        outdated_clauses = certificate.outdatedClauses(library.clauses)
    }
}

/// The form for a number, and what there is to tell about it.
struct VerificationPage: Page {
    static let template = "verification"
    static let isKept = false
    /// What was typed and is the number of no certificate.
    let typed: String
    let notFound: Bool
    let found: Found?

    /// What anyone may know.
    struct Found: Sendable {
        let facts: CertificateFacts
        let maskedName: String
        /// That it holds no more.
        let expired: String?
        /// How many of its clauses are not what was taught; nil for none.
        let changed: String?
        /// Which these are.
        let clauses: [String]
    }

    /// The form, empty or with what was typed in vain.
    init(typed: String? = nil) {
        self.typed = typed ?? ""
        notFound = typed != nil
        found = nil
    }

    init(_ certificate: Certificate, _ library: Library, today: Day, _ words: Words) {
        self.init(certificate, library.award(of: certificate), library.clauses, today: today, words)
    }

    private init(
        _ certificate: Certificate, _ award: Certificate.Award, _ clauses: [ClauseID: Clause], today: Day,
        _ words: Words
    ) {
        typed = ""
        notFound = false
        let outdated = certificate.outdatedClauses(clauses)
        found = Found(
            facts: CertificateFacts(certificate, award, words), maskedName: certificate.maskedName,
            expired: words.expired(certificate, on: today),
            changed: outdated.isEmpty ? nil : words("verification_changed", ["n": outdated.count]),
            clauses: outdated.map { id in [clauses[id]?.source, id.rawValue].compactMap(\.self).joined(separator: " ") }
        )
    }

    func title(_ words: Words) -> String { words("verification") }

    static var example: VerificationPage {
        VerificationPage(.example, Course.example.award, [:], today: Day(number: 21_000), .example)
    }

    static var examples: [VerificationPage] {
        let clause = Clause.example
        func page(_ certificate: Certificate) -> VerificationPage {
            VerificationPage(
                certificate, Course.example.award, [clause.id: clause], today: Day(number: 21_000), .example)
        }
        return [example, page(.example), page(.expired), VerificationPage(typed: "ABCD")]
    }
}

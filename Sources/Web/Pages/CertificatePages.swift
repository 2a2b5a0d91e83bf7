import Content
import FoundationEssentials
import Hummingbird
import Records
import Training

/// What one can show of the courses one finished: a list, and a page to print for each.
struct CertificatePages: Sendable {
    let site: Site

    func showAll(_ request: Request, _ visit: Visit) async throws -> Response {
        let certificates = try await site.records.certificates(of: try visit.learner.id)
        let library = site.library
        guard visit.format == .html else {
            return try .json(
                ["certificates": certificates.map { CertificateDocument($0, library, on: Day(at: visit.now)) }])
        }
        return try site.pages.render(
            CertificatesPage(
                certificates, library, today: Day(at: visit.now), try site.pages.words(visit.language)), visit, site)
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let certificate = try await wanted(visit)
        let library = site.library
        guard visit.format == .html else {
            return try .json(CertificateDocument(certificate, library, on: Day(at: visit.now)))
        }
        let page = CertificatePage(
            certificate, library, isOwn: certificate.person == visit.caller?.person,
            address: site.origin(request, visit) + Paths.verification, today: Day(at: visit.now),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site)
    }

    /// The QR code of the page where anyone can see that it is genuine.
    func drawCode(_ request: Request, _ visit: Visit) async throws -> Response {
        let number = try await wanted(visit).number
        return try .qrCode(of: site.origin(request, visit) + Paths.verification(of: number), to: request)
    }

    private func wanted(_ visit: Visit) async throws -> Certificate {
        guard let number = visit.certificate else { throw Refusal.notFound }
        return try await site.records.certificate(number, for: try visit.signedIn)
    }
}

extension Visit {
    /// The number of a certificate in the address, nil when it is none.
    var certificate: CertificateNumber? { parameters.get("number").flatMap(CertificateNumber.init(typed:)) }
}

/// The wire form of a certificate, for those who may see whose it is.
private struct CertificateDocument: Encodable {
    let number: String
    let name: String
    let unit_name: String
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
        name = certificate.name
        unit_name = certificate.unitName
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

extension Library {
    /// What a certificate says of its course: what was written down then, else the present name.
    func award(of certificate: Certificate) -> Certificate.Award {
        let id = certificate.course.rawValue
        return certificate.award
            ?? .init(title: course(certificate.course)?.title ?? Bilingual(zh: id, en: id), creditHours: nil)
    }
}

extension CreditHours {
    /// For programs: 1.5.
    var decimal: Double { Double(halves) / 2 }
}

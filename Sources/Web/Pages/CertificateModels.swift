import Content
import FoundationEssentials
import Training

/// A person's certificates, the newest first.
struct CertificatesPage: Page {
    static let template = "certificates"
    let certificates: [Line]
    let none: Bool

    /// One of them.
    struct Line: Sendable {
        let courseName: String
        let path: String
        let number: String
        let day: String
        let validUntil: String?
        let isExpired: Bool
        let isWithdrawn: Bool
        let creditHours: String?
    }

    init(_ certificates: [Certificate], _ library: Library, today: Day, _ words: Words) {
        self.init(certificates.map { ($0, library.award(of: $0)) }, today: today, words)
    }

    private init(_ certificates: [(Certificate, Certificate.Award)], today: Day, _ words: Words) {
        self.certificates = certificates.map { certificate, award in
            Line(
                courseName: award.title(words.language), path: Paths.certificate(certificate.number),
                number: certificate.number.grouped,
                day: words("finished_on", ["day": words.date(certificate.day)]),
                validUntil: words.holds(until: certificate.last, certificate.validity),
                isExpired: certificate.isExpired(on: today) && !certificate.isWithdrawn,
                isWithdrawn: certificate.isWithdrawn,
                creditHours: award.creditHours.map(words.creditHours))
        }
        none = certificates.isEmpty
    }

    func title(_ words: Words) -> String { words("certificates") }

    static var example: CertificatesPage {
        CertificatesPage(
            Certificate.examples.map { ($0, $0.award ?? Course.example.award) }, today: Day(number: 21_000), .example)
    }

    static var examples: [CertificatesPage] { [example, CertificatesPage([], today: Day(number: 21_000), .example)] }
}

/// A certificate to print.
struct CertificatePage: Page {
    static let template = "certificate"
    static let isKept = false
    let facts: CertificateFacts
    let name: String
    let unitName: String
    let qrPath: String
    /// Where its number can be typed in.
    let address: String
    /// Whether whoever looks at it learnt the course.
    let isOwn: Bool
    let coursePath: String?
    let changed: String?
    /// That it holds no more.
    let expired: String?

    init(
        _ certificate: Certificate, _ library: Library, isOwn: Bool, address: String, today: Day, _ words: Words
    ) {
        self.init(
            certificate, library.award(of: certificate), outdated: certificate.outdatedClauses(library.clauses).count,
            coursePath: library.course(certificate.course).map { Paths.course($0.id) }, isOwn: isOwn, address: address,
            today: today, words)
    }

    private init(
        _ certificate: Certificate, _ award: Certificate.Award, outdated: Int, coursePath: String?, isOwn: Bool,
        address: String, today: Day, _ words: Words
    ) {
        facts = CertificateFacts(certificate, award, words)
        name = certificate.name
        unitName = certificate.unitName
        qrPath = Paths.certificateQRCode(of: certificate.number)
        self.address = address
        self.isOwn = isOwn
        self.coursePath = coursePath
        changed = outdated > 0 ? words("certificate_changed", ["n": outdated]) : nil
        expired = words.expired(certificate, on: today)
    }

    func title(_ words: Words) -> String { words("certificate") }

    static var example: CertificatePage { page(.example) }

    /// Of a quiz that was passed, and of lessons that were read, which has expired.
    static var examples: [CertificatePage] { [example, page(.expired)] }

    private static func page(_ certificate: Certificate) -> CertificatePage {
        CertificatePage(
            certificate, Course.example.award, outdated: 2, coursePath: "/courses/example", isOwn: true,
            address: "https://training.example/verification", today: Day(number: 21_000), .example)
    }
}

/// What everybody may know of a certificate.
struct CertificateFacts: Sendable {
    let number: String
    let courseName: String
    let day: String
    let creditHours: String?
    let validity: String
    let isOfQuiz: Bool

    init(_ certificate: Certificate, _ award: Certificate.Award, _ words: Words) {
        number = certificate.number.grouped
        courseName = award.title(words.language)
        day = words.date(certificate.day)
        creditHours = award.creditHours.map(words.creditHours)
        isOfQuiz = certificate.isOfQuiz
        validity =
            certificate.last.map(words.date)
            ?? words(certificate.validity == .untilClauseChange ? "certificate_until_change" : "certificate_no_end")
    }
}

extension Words {
    /// That a certificate holds no more, or never did; nil while it does.
    func expired(_ certificate: Certificate, on day: Day) -> String? {
        if certificate.isWithdrawn { return self("certificate_withdrawn") }
        guard certificate.isExpired(on: day), let last = certificate.last else { return nil }
        return self("certificate_expired", ["day": date(last)])
    }
}

extension Certificate {
    /// One with credit hours.
    static let example = example("example", Course.example.award)

    /// And one from before certificates were made.
    static let examples = [example, example("second", nil), expired]

    /// And one that holds no more.
    static let expired = example(
        "third", Course.example.award, validity: .months(6), last: Day(number: 20_963), isOfQuiz: false)

    private static func example(
        _ course: CourseID, _ award: Award?, validity: Validity = .always, last: Day? = nil, isOfQuiz: Bool = true
    ) -> Certificate {
        Certificate(
            number: .example, person: "zhang", name: "甲村张某", unitName: "示例甲村", course: course, award: award,
            day: Day(number: 20_781), clauses: [.init(clause: "M57-16", version: 1)], validity: validity, last: last,
            isOfQuiz: isOfQuiz)
    }
}

extension CertificateNumber {
    /// The number of all examples.
    static let example: CertificateNumber = {
        guard let number = CertificateNumber(from: Array(0..<24)) else {
            preconditionFailure("24 small bytes make a number")
        }
        return number
    }()
}

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
        let creditHours: String?
    }

    init(_ certificates: [Certificate], _ library: Library, _ words: Words) {
        self.init(certificates.map { ($0, library.award(of: $0)) }, words)
    }

    private init(_ certificates: [(Certificate, Certificate.Award)], _ words: Words) {
        self.certificates = certificates.map { certificate, award in
            Line(
                courseName: award.title(words.language), path: Paths.certificate(certificate.number),
                number: certificate.number.grouped,
                day: words("finished_on", ["day": words.date(certificate.day)]),
                creditHours: award.creditHours.map(words.creditHours))
        }
        none = certificates.isEmpty
    }

    func title(_ words: Words) -> String { words("certificates") }

    static var example: CertificatesPage {
        CertificatesPage(Certificate.examples.map { ($0, $0.award ?? Course.example.award) }, .example)
    }

    static var examples: [CertificatesPage] { [example, CertificatesPage([], .example)] }
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

    init(_ certificate: Certificate, _ library: Library, isOwn: Bool, address: String, _ words: Words) {
        self.init(
            certificate, library.award(of: certificate), outdated: certificate.outdatedClauses(library.clauses).count,
            coursePath: library.course(certificate.course).map { Paths.course($0.id) }, isOwn: isOwn, address: address,
            words)
    }

    private init(
        _ certificate: Certificate, _ award: Certificate.Award, outdated: Int, coursePath: String?, isOwn: Bool,
        address: String, _ words: Words
    ) {
        facts = CertificateFacts(certificate, award, words)
        name = certificate.name
        unitName = certificate.unitName
        qrPath = Paths.certificateQRCode(of: certificate.number)
        self.address = address
        self.isOwn = isOwn
        self.coursePath = coursePath
        changed = outdated > 0 ? words("certificate_changed", ["n": outdated]) : nil
    }

    func title(_ words: Words) -> String { words("certificate") }

    static var example: CertificatePage {
        CertificatePage(
            .example, Course.example.award, outdated: 2, coursePath: "/courses/example", isOwn: true,
            address: "https://training.example/verification", .example)
    }
}

/// What everybody may know of a certificate.
struct CertificateFacts: Sendable {
    let number: String
    let courseName: String
    let day: String
    let creditHours: String?

    init(_ certificate: Certificate, _ award: Certificate.Award, _ words: Words) {
        number = certificate.number.grouped
        courseName = award.title(words.language)
        day = words.date(certificate.day)
        creditHours = award.creditHours.map(words.creditHours)
    }
}

extension Certificate {
    /// One with credit hours.
    static let example = example("example", Course.example.award)

    /// And one from before certificates were made.
    static let examples = [example, example("second", nil)]

    private static func example(_ course: CourseID, _ award: Award?) -> Certificate {
        Certificate(
            number: .example, person: "zhang", name: "甲村张某", unitName: "示例甲村", course: course, award: award,
            day: Day(number: 20_781), clauses: [.init(clause: "M57-16", version: 1)])
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

import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Synchronization
import Tabular
import Training

/// Sign-in codes for people who have no password yet or forgot it.
struct SignInCodePages: Sendable {
    let site: Site

    func issue(_ request: Request, _ visit: Visit) async throws -> Response {
        let form: Form
        switch try await request.submission() {
        case .form(let fields): form = fields
        case .json: throw HTTPError(.unsupportedMediaType)
        }
        let people = try numbers(request.query["people"] ?? form["people"])
        let renew = (request.query["renew"] ?? form["renew"]) == "true"
        let caller = try visit.signedIn
        let codes = try await site.records.issueCodes(
            below: try visit.code("unit"), to: people, renew: renew, by: caller, at: visit.now)
        switch visit.format {
        case .csv, .xlsx: return try table(visit.format, codes)
        case .json: return try .json(["codes": codes.map(CodeDocument.init)])
        case .html: return .seeOther(Paths.slips(site.slips.keep(codes, for: caller, at: visit.now)))
        }
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let id = visit.parameters.get("slips"),
            let codes = site.slips.codes(id, for: try visit.signedIn, at: visit.now)
        else { throw Refusal.notFound }
        let words = try site.pages.words(visit.language)
        let address = site.origin(request, visit) + Paths.signIn(next: nil)
        return try site.pages.render(SlipsPage(codes, address: address, words), visit, site)
    }

    /// The QR code of the sign-in page with a number filled in. It says no more than its own address does, so whether there
    /// is such a number is not looked up.
    func drawCode(_ request: Request, _ visit: Visit) throws -> Response {
        let path = Paths.signIn(as: try visit.code("number"))
        return try .qrCode(of: site.origin(request, visit) + path, to: request)
    }

    private func numbers(_ text: String?) throws -> [StaffNumber]? {
        guard let text, !text.isEmpty else { return nil }
        return try text.split(separator: ",").map { part in
            guard let number = StaffNumber(rawValue: String(part.trimming(while: \.isWhitespace))) else {
                throw Refusal.notFound
            }
            return number
        }
    }

    private func table(_ format: Visit.Format, _ codes: [IssuedCode]) throws -> Response {
        try .table(
            format, "sign-in-codes", header: ["staff_no", "name", "unit", "code"],
            rows: codes.map {
                [.text($0.staffNumber.rawValue), .text($0.name), .text($0.unit.rawValue), .text($0.code)]
            })
    }
}

/// The wire form of a code.
private struct CodeDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let code: String

    init(_ issued: IssuedCode) {
        staff_no = issued.staffNumber
        name = issued.name
        unit = issued.unit
        code = issued.code
    }
}

/// Codes just issued, so that a page of slips can be opened again while the printer is being found. They stay in memory
/// only, for a quarter of an hour, and only for whoever issued them.
final class SlipStore: Sendable {
    static let lifetime: TimeInterval = 15 * 60

    private struct Slips {
        let codes: [IssuedCode]
        let owner: String
        let until: Date
    }

    private let slips = Mutex<[String: Slips]>([:])

    /// Keeps codes and returns the name to find them by.
    func keep(_ codes: [IssuedCode], for caller: Caller, at now: Date) -> String {
        let id = UUID().uuidString.lowercased()
        slips.withLock { slips in
            slips = slips.filter { $0.value.until > now }
            slips[id] = Slips(codes: codes, owner: caller.name, until: now.addingTimeInterval(Self.lifetime))
        }
        return id
    }

    /// The codes kept under a name, nil for anyone else and after their time.
    func codes(_ id: String, for caller: Caller, at now: Date) -> [IssuedCode]? {
        slips.withLock { slips in
            slips[id].flatMap { $0.owner == caller.name && $0.until > now ? $0.codes : nil }
        }
    }
}

/// Slips of paper to cut out.
struct SlipsPage: Page {
    static let template = "slips"
    static let isKept = false
    let slips: [Slip]
    let none: Bool
    let address: String
    let validUntil: String?

    /// One slip.
    struct Slip: Sendable {
        let name: String
        let unitName: String
        let staffNumber: String
        /// `1234 567 890`
        let code: String
        let qrPath: String
    }

    init(_ codes: [IssuedCode], address: String, _ words: Words) {
        self.address = address
        none = codes.isEmpty
        validUntil = codes.first.map { words("valid_until", ["day": words.date(Day(at: $0.expiresAt).adding(-1))]) }
        slips = codes.map {
            Slip(
                name: $0.name, unitName: $0.unitName, staffNumber: $0.staffNumber.rawValue,
                code: "\($0.code.prefix(4)) \($0.code.dropFirst(4).prefix(3)) \($0.code.dropFirst(7))",
                qrPath: Paths.signInQRCode(of: $0.staffNumber))
        }
    }

    func title(_ words: Words) -> String { words("sign_in_codes") }

    static var example: SlipsPage {
        SlipsPage(
            [
                IssuedCode(
                    staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村",
                    code: "0123456789",
                    expiresAt: Date(timeIntervalSince1970: 1_795_000_000))
            ], address: "https://training.example/sign-in", .example)
    }
}

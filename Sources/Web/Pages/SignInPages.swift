import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Signing in and out, one's own password, and the language of the pages.
struct SignInPages: Sendable {
    let site: Site

    // MARK: Signing in

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let query = request.query
        // A slip scanned with a colleague's phone is no reason to show the colleague's page.
        if let known = visit.session?.person.staffNumber.rawValue, query["staff_no"] ?? known == known {
            return .seeOther(Paths.home)
        }
        return try site.pages.render(
            SignInPage(
                number: query["staff_no"] ?? "", next: Paths.safe(query["next"]), accounts: site.options.demoAccounts,
                lost: query["lost"] == "true"), visit, site)
    }

    func signIn(_ request: Request, _ visit: Visit) async throws -> Response {
        let submission = try await request.submission()
        let entry = try SignInEntry(submission)
        do {
            let (person, proof) = try await check(entry, visit)
            let token = try await session(for: person, by: proof, at: visit.now)
            // The browser's former session, perhaps somebody else's, does not live on unseen.
            if let former = visit.sessionToken { try await site.records.endSession(former) }
            site.throttle.succeeded(person.staffNumber, from: visit.address)
            var response = try answer(submission, entry, passwordNeeded: proof != .password)
            response.setCookie(SessionCookie.set(token, for: person, visit))
            return response
        } catch  where visit.format == .html && entry.isForm {
            let problem = Problem(error)
            guard !problem.isOurs else { throw error }
            let page = SignInPage(
                number: entry.number, next: Paths.safe(entry.next), accounts: site.options.demoAccounts,
                problem: problem.detail(visit.language))
            var response = try site.pages.render(page, visit, site, status: problem.status)
            if let seconds = problem.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
            return response
        }
    }

    /// Unknown numbers, wrong passwords and used-up codes are told alike and take as long.
    private func check(_ entry: SignInEntry, _ visit: Visit) async throws -> (Person, Proof) {
        guard let number = StaffNumber(rawValue: entry.number) else { throw Problem.wrongPassword }
        if let seconds = site.throttle.wait(for: number, from: visit.address, at: visit.now) {
            throw Refusal.tooSoon(seconds: seconds)
        }
        let delay = site.throttle.delay(for: visit.address, at: visit.now)
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
        let credential = try await site.records.credential(of: number, at: visit.now)
        let matches = try await site.passwords.matches(entry.password, credential?.password)
        let typedCode = Records.hash(ofCode: entry.password)
        if let credential, credential.code == typedCode { return (credential.person, .code(typedCode)) }
        if let credential, matches { return (credential.person, .password) }
        throw Problem.wrongPassword
    }

    /// A new session's token. A code that another browser used up a moment ago is told as a wrong one.
    private func session(for person: Person, by proof: Proof, at now: Date) async throws -> String {
        do {
            return try await site.records.openSession(for: person, by: proof, at: now)
        } catch Refusal.notFound {
            throw Problem.wrongPassword
        }
    }

    private func answer(_ submission: Submission, _ entry: SignInEntry, passwordNeeded: Bool) throws -> Response {
        switch submission {
        case .json: try .json(["password_needed": passwordNeeded])
        case .form: .seeOther(passwordNeeded ? Paths.password : Paths.safe(entry.next))
        }
    }

    func signOut(_ request: Request, _ visit: Visit) async throws -> Response {
        if let token = visit.sessionToken { try await site.records.endSession(token) }
        var response = Response.seeOther(Paths.signIn(next: nil))
        response.setCookie(SessionCookie.cleared(visit))
        response.headers[.clearSiteData] = "\"cache\""
        return response
    }

    // MARK: One's own password

    func showPassword(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let session = visit.session else { throw Refusal.signInNeeded }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(PasswordPage(first: session.passwordNeeded, words), visit, site)
    }

    func setPassword(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let session = visit.session else { throw Refusal.signInNeeded }
        let submission = try await request.submission()
        let entry = try PasswordEntry(submission)
        do {
            try await check(entry, session, visit)
            let hashed = try await site.passwords.hash(entry.new)
            let token = try await site.records.setPassword(hashed, of: session.person, at: visit.now)
            var response = entry.isForm ? Response.seeOther(Paths.home) : Response.noContent
            response.setCookie(SessionCookie.set(token, for: session.person, visit))
            return response
        } catch let refusal as Refusal where entry.isForm {
            let problem = Problem(refusal)
            let words = try site.pages.words(visit.language)
            let page = PasswordPage(first: session.passwordNeeded, problem: problem.detail(visit.language), words)
            return try site.pages.render(page, visit, site, status: problem.status)
        }
    }

    /// Who came with a sign-in code proved by it who they are; anyone else gives the present password.
    private func check(_ entry: PasswordEntry, _ session: Session, _ visit: Visit) async throws {
        if !session.passwordNeeded {
            let number = session.person.staffNumber
            if let seconds = site.throttle.wait(for: number, from: visit.address, at: visit.now) {
                throw Refusal.tooSoon(seconds: seconds)
            }
            let kept = try await site.records.password(of: session.person.id)
            guard try await site.passwords.matches(entry.current, kept) else {
                throw Refusal.invalid(
                    code: "wrong_password", Bilingual(zh: "现在的密码不对。", en: "The present password is wrong."))
            }
            site.throttle.succeeded(number, from: visit.address)
        }
        if let again = entry.again, again != entry.new {
            throw Refusal.invalid(
                code: "not_the_same", Bilingual(zh: "两次输入的新密码不一样。", en: "The two new passwords differ."))
        }
        if let refusal = PasswordRule.problem(with: entry.new, of: session.person.staffNumber) { throw refusal }
    }

    // MARK: The language

    func setLanguage(_ request: Request, _ visit: Visit) async throws -> Response {
        guard case .form(let form) = try await request.submission(), let text = form["language"],
            let language = Language(rawValue: text)
        else { throw HTTPError(.badRequest) }
        var response = Response.seeOther(Paths.safe(form["back"]))
        response.setCookie(
            Cookie(
                name: "language", value: language.rawValue, maxAge: 365 * 86_400, path: "/", secure: visit.isSecure,
                httpOnly: true, sameSite: .lax))
        return response
    }
}

/// What a sign-in sends.
private struct SignInEntry {
    let number: String
    let password: String
    let next: String?
    let isForm: Bool

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            number = SignInEntry.normalized(form["staff_no"] ?? "")
            password = form["password"] ?? ""
            next = form["next"]
            isForm = true
        case .json(let data):
            struct Document: Decodable {
                let staff_no: String
                let password: String
            }
            let document = try data.decoded(as: Document.self)
            number = document.staff_no
            password = document.password
            next = nil
            isForm = false
        }
    }

    /// A number as it is meant, whatever keyboard it was typed on: in half-width characters and without spaces. Hyphens
    /// are part of a number, and capitals of those that the server gives.
    private static func normalized(_ typed: String) -> String {
        let scalars = typed.unicodeScalars.compactMap { scalar in
            switch scalar.value {
            case 0xFF01...0xFF5E: UnicodeScalar(scalar.value - 0xFEE0)
            case 0x20, 0x3000: nil
            default: scalar
            }
        }
        return SignInNumber.normalized(String(String.UnicodeScalarView(scalars)))
    }
}

/// What a change of password sends.
private struct PasswordEntry {
    let current: String
    let new: String
    let again: String?
    let isForm: Bool

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            current = form["current"] ?? ""
            new = form["new"] ?? ""
            again = form["again"]
            isForm = true
        case .json(let data):
            struct Document: Decodable {
                let current: String?
                let new: String
            }
            let document = try data.decoded(as: Document.self)
            current = document.current ?? ""
            new = document.new
            again = nil
            isForm = false
        }
    }
}

extension Problem {
    fileprivate static let wrongPassword = Problem(
        .unauthorized, "wrong_password",
        Bilingual(zh: "登录号、密码或登录码不对。", en: "The sign-in number, password or code is wrong."))
}

/// The sign-in form.
struct SignInPage: Page {
    static let template = "sign-in"
    let number: String
    let next: String
    /// Whether something was sent from a session that had ended.
    let lost: Bool
    let problem: String?
    let demo: Bool
    let accounts: [DemoAccount]
    let demoPassword: String

    init(
        number: String = "", next: String = "/", accounts: Site.DemoAccounts? = nil, lost: Bool = false,
        problem: String? = nil
    ) {
        self.number = number
        self.next = next
        self.lost = lost
        self.problem = problem
        demo = accounts != nil
        self.accounts = (accounts?.numbers ?? []).map {
            DemoAccount(
                number: $0.number, isAdmin: $0.role == .admin, isCoordinator: $0.role == .coordinator,
                isLearner: $0.role == .learner)
        }
        demoPassword = accounts?.password ?? ""
    }

    /// An account that everyone knows.
    struct DemoAccount: Sendable {
        let number: String
        let isAdmin: Bool
        let isCoordinator: Bool
        let isLearner: Bool
    }

    func title(_ words: Words) -> String { words("sign_in") }

    static let example = SignInPage(
        number: "61062199001", accounts: .init(numbers: [("admin01", .admin)], password: "demo-training"), lost: true,
        problem: "登录号、密码或登录码不对。")
}

/// The form for one's own password.
struct PasswordPage: Page {
    static let template = "password"
    /// Whether the person has none yet.
    let first: Bool
    let problem: String?
    /// What a password must be like.
    let rule: String
    let minimum = PasswordRule.minimum

    init(first: Bool, problem: String? = nil, _ words: Words) {
        self.first = first
        self.problem = problem
        rule = words("password_rule", ["n": PasswordRule.minimum])
    }

    func title(_ words: Words) -> String { words(first ? "password_first" : "password_change") }

    static var example: PasswordPage { PasswordPage(first: false, problem: "密码至少 8 位。", .example) }
}

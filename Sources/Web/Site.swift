import Content
import FoundationEssentials
import Hummingbird
import Logging
import NIOPosix
import Records
import Training

/// Everything that the pages are made from and with.
public struct Site: Sendable {
    let records: Records
    let content: LiveLibrary
    /// Where published packs lie, if there is such a place.
    let packs: PackStore?
    let passwords: Passwords
    let pages: PageRenderer
    let throttle = SignInThrottle()
    /// The same for numbers of certificates: whoever mistypes one is not slowed when signing in.
    let verifications = SignInThrottle()
    let slips = SlipStore()
    let updates = UpdateShelf()
    let options: Options
    /// The clock; passed in so that tests can stand still.
    let clock: @Sendable () -> Date

    /// What the person who starts the server decides.
    public struct Options: Sendable {
        /// The address people use, when it is not the one in the request.
        public var publicURL: String?
        /// The proxies whose word is taken for where a request comes from.
        public var trustedProxies: [AddressRange]
        /// The accounts that everyone knows, when this is a demonstration.
        public var demoAccounts: DemoAccounts?
        /// Which items a reader has answered anew, by the table in its present state; throws all that is wrong with it.
        public var reanswers: @Sendable () throws(RowProblems) -> [Reanswer] = { () throws(RowProblems) in [] }

        /// Options.
        public init(
            publicURL: String? = nil, trustedProxies: [AddressRange] = [], demoAccounts: DemoAccounts? = nil
        ) {
            self.publicURL = publicURL
            self.trustedProxies = trustedProxies
            self.demoAccounts = demoAccounts
        }
    }

    /// Accounts to try the site with, shown on its sign-in page.
    public struct DemoAccounts: Sendable {
        let numbers: [(number: String, role: Person.Role)]
        let password: String

        /// These numbers, one a role, all with one password.
        public init(numbers: [(number: String, role: Person.Role)], password: String) {
            self.numbers = numbers
            self.password = password
        }
    }

    /// A site over these records and this content. Throws when a template, asset or string catalogue cannot be read.
    public init(
        records: Records, content: LiveLibrary, packs: PackStore? = nil, options: Options = Options(),
        threads: NIOThreadPool = .singleton, clock: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        self.init(
            records: records, content: content, packs: packs, options: options, passwords: Passwords(threads: threads),
            pages: try PageRenderer(assets: Assets()), clock: clock)
    }

    /// A site with pages that were read before.
    init(
        records: Records, content: LiveLibrary, packs: PackStore?, options: Options, passwords: Passwords,
        pages: PageRenderer, clock: @escaping @Sendable () -> Date
    ) {
        self.records = records
        self.content = content
        self.packs = packs
        self.options = options
        self.passwords = passwords
        self.pages = pages
        self.clock = clock
    }

    /// The content in service at this moment, with the updates about changed clauses. A handler asks once, so that all of its
    /// answer is of one version.
    var library: Library { updates.adding(to: content.current) }

    /// The scheme and host by which people reach the site: the public ones, else those of the request.
    func origin(_ request: Request, _ visit: Visit) -> String {
        options.publicURL ?? "\(visit.isSecure ? "https" : "http")://\(request.head.authority ?? "")"
    }

    /// Takes the updates that were made into service. Before it was called once there are none.
    public func loadUpdates() async throws { updates.replace(by: try await records.clauseUpdates()) }

    /// From now on the records note which clauses and questions come into service, and what a clause has left behind is not
    /// asked. While nothing can be written, what was noted before is enough to begin with, and `failed` is told. Throws when
    /// the records cannot even be read.
    public func followClauses(failed: (any Error) -> Void = { _ in }) async throws {
        try await content.remember(
            by: { [records, clock] library in
                try await records.note(
                    library.clauses, coming: library.comingClauses, citedBy: library.citingTexts, at: clock())
            },
            or: { [records, clock] library in
                let now = clock()
                let known = try await records.clauseHistory(
                    of: library.clauses, coming: library.comingClauses, citedBy: library.citingTexts, at: now)
                return known ?? ClauseHistory(at: now)
            }, failed: failed)
    }

    /// Closes tries whose time is over, as long as it takes until none is left.
    public func closeOverdueAttempts() async throws {
        let library = library
        while try await records.closeOverdueAttempts(at: clock(), requirements: { library.requirements(of: $0) }) > 0 {}
    }

    /// Ends imports whose program was ended in the middle of them.
    public func interruptSilentImports() async throws { try await records.interruptSilentImports(at: clock()) }

    /// What answers every request.
    public func responder() -> some HTTPResponder<Visit> {
        let router = Router(context: Visit.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AccessLog())
        router.add(middleware: Arrival(site: self))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: Compression())
        router.add(middleware: ErrorPages(site: self))
        router.add(middleware: CrossOrigin())
        router.add(middleware: Authentication(site: self))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, visit in
                try route.admit(visit)
                return try await route.handle(request, visit)
            }
        }
        return Suffixes(inner: router.buildResponder())
    }
}

/// One address, who may use it, the forms it comes in and what answers.
struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let access: Access
    let formats: Set<Visit.Format>
    let handle: @Sendable (Request, Visit) async throws -> Response

    /// Who may use a route at all; what of it they see, their scope decides.
    enum Access: Sendable {
        case anyone
        /// Signed in, even before the first password is set.
        case newcomers
        case signedIn
        case overseers
        case managers
        case admins
    }

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, _ formats: Set<Visit.Format> = [.html],
        handle: @escaping @Sendable (Request, Visit) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.formats = formats
        self.handle = handle
    }

    /// Lets a visit in or throws. To whom a route is not open it does not exist, except that an anonymous visit is asked
    /// to sign in and an inspector is told that it changes something, whatever it would be.
    func admit(_ visit: Visit) throws {
        // What is sent may always ask for its answer as JSON.
        if let suffix = visit.suffix, !formats.contains(suffix), method == .get || suffix != .json {
            throw Refusal.notFound
        }
        guard access != .anyone else { return }
        let caller = try visit.signedIn
        guard access != .newcomers else { return }
        if visit.session?.passwordNeeded == true { throw Refusal.passwordNeeded }
        if access == .managers, method != .get, caller.role == .inspector { throw Refusal.readOnly }
        let admitted =
            switch access {
            case .anyone, .newcomers, .signedIn: true
            case .overseers: caller.oversees
            case .managers: caller.manages
            case .admins: caller.role == .admin
            }
        guard admitted else { throw Refusal.notFound }
    }
}

extension Site {
    /// Every address of the site.
    var routes: [Route] {
        let signIn = SignInPages(site: self)
        let learning = LearningPages(site: self)
        let courses = CoursePages(site: self)
        let clauses = ClausePages(site: self)
        let checklists = ChecklistPages(site: self)
        let attempts = AttemptPages(site: self)
        let units = UnitPages(site: self)
        let grids = GridPages(site: self)
        let deliveries = DeliveryPages(site: self)
        let misconceptions = MisconceptionPages(site: self)
        let codes = SignInCodePages(site: self)
        let marking = MarkingPages(site: self)
        let late = LateAnswerPages(site: self)
        let people = PersonPages(site: self)
        let personRecords = PersonRecordPages(site: self)
        let statements = CreditStatementPages(site: self)
        let years = YearPages(site: self)
        let creditRules = CreditRulePages(site: self)
        let personCourses = PersonCoursePages(site: self)
        let exemptions = ExemptionPages(site: self)
        let notebook = NotebookPages(site: self)
        let certificates = CertificatePages(site: self)
        let verification = VerificationPages(site: self)
        let reminders = ReminderPages(site: self)
        let due = DuePages(site: self)
        let results = EarlierResultPages(site: self)
        let papers = PaperPages(site: self)
        let assignments = AssignmentPages(site: self)
        let groupSessions = GroupSessionPages(site: self)
        let regrades = RegradePages(site: self)
        let changes = ChangePages(site: self)
        let imports = ImportPages(site: self)
        let entries = EntryPages(site: self)
        let items = ItemPages(site: self)
        let packs = PackPages(site: self)
        let reviews = ContentReviewPages(site: self)
        let coverage = CoveragePages(site: self)
        let service = ServicePages(site: self)
        return [
            Route(.get, "sign-in", .anyone, handle: signIn.show),
            Route(.post, "session", .anyone, handle: signIn.signIn),
            Route(.post, "session/end", .anyone, handle: signIn.signOut),
            Route(.get, "password", .newcomers, handle: signIn.showPassword),
            Route(.post, "password", .newcomers, handle: signIn.setPassword),
            Route(.post, "language", .anyone, handle: signIn.setLanguage),

            Route(.get, "", .signedIn, handle: learning.show),
            Route(.get, "courses/:course", .signedIn, handle: courses.showCourse),
            Route(.get, "courses/:course/checklist", .signedIn, handle: checklists.show),
            Route(.get, "courses/:course/:lesson", .signedIn, handle: courses.showLesson),
            Route(.get, "courses/:course/images/:image", .signedIn, handle: courses.showImage),
            Route(.post, "courses/:course/:lesson/reading", .signedIn, handle: courses.recordReading),
            Route(.post, "courses/:course/attempts", .signedIn, handle: attempts.begin),

            Route(.get, "clauses", .signedIn, [.html, .json], handle: clauses.showAll),
            Route(.get, "clauses/:clause", .signedIn, [.html, .json], handle: clauses.show),

            Route(.get, "attempts/:attempt", .signedIn, [.html, .json], handle: attempts.show),
            Route(.put, "attempts/:attempt/answers/:slot", .signedIn, handle: attempts.saveAnswer),
            Route(.post, "attempts/:attempt/answers/:slot", .signedIn, handle: attempts.postAnswer),
            Route(.post, "attempts/:attempt/answers", .signedIn, handle: attempts.saveAnswers),
            Route(.post, "attempts/:attempt/answers/:slot/feedback", .signedIn, handle: attempts.showFeedback),
            Route(.get, "attempts/:attempt/submission", .signedIn, handle: attempts.showSubmission),
            Route(.post, "attempts/:attempt/submission", .signedIn, handle: attempts.submit),
            Route(.get, "attempts/:attempt/review", .signedIn, [.html, .json], handle: attempts.review),
            Route(.get, "media/:hash", .signedIn, handle: attempts.showMedia),

            Route(.get, "units", .overseers, handle: units.showInCharge),
            Route(
                .get, "units/:unit/completion", .overseers, [.html, .json, .csv, .xlsx], handle: units.showCompletion),
            Route(.get, "units/:unit/people", .overseers, [.html, .json, .csv, .xlsx], handle: units.showPeople),
            Route(.get, "units/:unit/grid", .overseers, [.html, .json, .csv, .xlsx], handle: grids.show),
            Route(.get, "units/:unit/delivery", .overseers, [.html, .json, .csv, .xlsx], handle: deliveries.show),
            Route(
                .get, "units/:unit/misconceptions", .overseers, [.html, .json, .csv, .xlsx], handle: misconceptions.show
            ),
            Route(.get, "units/:unit/misconceptions/map", .overseers, handle: misconceptions.showMap),
            Route(.post, "units/:unit/sign-in-codes", .managers, [.html, .csv, .xlsx, .json], handle: codes.issue),
            Route(.get, "sign-in-codes/:slips", .managers, handle: codes.show),
            Route(.get, "sign-in/:number/qr", .managers, handle: codes.drawCode),

            Route(.get, "units/:unit/reminder", .managers, [.html, .json], handle: reminders.show),
            Route(.get, "units/:unit/due", .overseers, [.html, .json, .csv, .xlsx], handle: due.show),

            Route(.get, "certificates", .signedIn, [.html, .json], handle: certificates.showAll),
            Route(.get, "certificates/:number", .signedIn, [.html, .json], handle: certificates.show),
            Route(.get, "certificates/:number/qr", .signedIn, handle: certificates.drawCode),
            Route(.get, "verification", .anyone, handle: verification.find),
            Route(.get, "verification/:number", .anyone, [.html, .json], handle: verification.show),

            Route(.get, "notebook", .signedIn, [.html, .json], handle: notebook.show),
            Route(.get, "notebook/:question", .signedIn, [.html, .json], handle: notebook.showCard),
            Route(.post, "notebook/:question", .signedIn, handle: notebook.practise),
            Route(.get, "units/:unit/notebook", .overseers, [.html, .json], handle: notebook.showUnit),

            Route(.get, "units/:unit/papers", .managers, [.html, .json], handle: papers.showOpen),
            Route(.post, "units/:unit/papers", .managers, [.html, .json], handle: papers.draw),
            Route(.get, "papers", .managers, handle: papers.find),
            Route(.get, "papers/:number", .managers, [.html, .json], handle: papers.show),
            Route(.get, "papers/:number/answers", .managers, handle: papers.showKeying),
            Route(.post, "papers/:number/answers", .managers, handle: papers.key),
            Route(.post, "papers/:number/withdrawal", .managers, handle: papers.withdraw),

            Route(.get, "units/:unit/assignments", .overseers, [.html, .json], handle: assignments.show),
            Route(.post, "units/:unit/assignments", .managers, [.html, .json], handle: assignments.assign),
            Route(
                .post, "units/:unit/assignments/withdrawals", .managers, [.html, .json], handle: assignments.withdraw),

            Route(.get, "units/:unit/group-sessions", .overseers, [.html, .json], handle: groupSessions.showAll),
            Route(.post, "units/:unit/group-sessions", .managers, [.html, .json], handle: groupSessions.arrange),
            Route(.get, "group-sessions/:session", .overseers, [.html, .json], handle: groupSessions.show),
            Route(.get, "group-sessions/:session/sheet", .overseers, handle: groupSessions.showSheet),
            Route(.get, "group-sessions/:session/attendance", .managers, handle: groupSessions.showAttendance),
            Route(.post, "group-sessions/:session/attendance", .managers, handle: groupSessions.record),
            Route(.post, "group-sessions/:session/removals", .managers, handle: groupSessions.takeOff),
            Route(.post, "group-sessions/:session/cancellation", .managers, handle: groupSessions.cancel),

            Route(.get, "marking", .managers, [.html, .json], handle: marking.show),
            Route(.post, "marking/:attempt/:slot", .managers, handle: marking.give),
            Route(.get, "late-answers", .managers, [.html, .json], handle: late.show),
            Route(.post, "late-answers/:attempt", .managers, handle: late.decide),
            Route(.get, "record", .signedIn, [.html, .json, .csv, .xlsx], handle: personRecords.showOwn),
            Route(.get, "people/:person", .overseers, [.html, .json], handle: people.show),
            Route(
                .get, "people/:person/record", .overseers, [.html, .json, .csv, .xlsx], handle: personRecords.show),
            Route(.get, "credit-hours/:year", .signedIn, [.html, .json, .csv, .xlsx], handle: statements.showOwn),
            Route(
                .get, "people/:person/credit-hours/:year", .overseers, [.html, .json, .csv, .xlsx],
                handle: statements.show),
            Route(.get, "units/:unit/years/:year", .overseers, [.html, .json, .csv, .xlsx], handle: years.show),
            Route(
                .get, "people/:person/courses/:course", .overseers, [.html, .json], handle: personCourses.show),
            Route(.post, "people/:person/courses/:course/grants", .managers, handle: personCourses.grant),
            Route(.post, "people/:person/courses/:course/exemptions", .managers, handle: personCourses.exempt),
            Route(.post, "people/:person/courses/:course/extensions", .managers, handle: personCourses.extend),
            Route(.get, "units/:unit/exemptions", .overseers, [.html, .json, .csv, .xlsx], handle: exemptions.show),
            Route(.get, "units/:unit/exemptions/new", .managers, handle: exemptions.choose),
            Route(.get, "units/:unit/extensions/new", .managers, handle: exemptions.chooseLater),
            Route(.post, "units/:unit/exemptions", .managers, [.html, .json], handle: exemptions.give),
            Route(.post, "units/:unit/extensions", .managers, [.html, .json], handle: exemptions.extend),
            Route(.post, "exemptions/:exemption/end", .managers, handle: exemptions.end),

            Route(.post, "people/:person/courses/:course/results", .managers, handle: personCourses.recordResult),
            Route(.get, "units/:unit/results", .overseers, [.html, .json, .csv, .xlsx], handle: results.show),
            Route(.post, "units/:unit/results", .managers, [.html, .json], handle: results.record),
            Route(.post, "results/:result/withdrawal", .managers, handle: results.withdraw),

            Route(.get, "corrections", .admins, [.html, .json], handle: regrades.showAll),
            Route(.get, "corrections/:question", .admins, [.html, .json], handle: regrades.show),
            Route(.post, "corrections/:question", .admins, [.html, .json], handle: regrades.apply),

            Route(.get, "imports", .managers, handle: imports.showForm),
            Route(.post, "imports", .managers, [.html, .json], handle: imports.send),
            Route(.get, "imports/template", .managers, [.html, .csv, .xlsx], handle: imports.template),
            Route(.get, "imports/:import", .managers, [.html, .json, .csv, .xlsx], handle: imports.show),
            Route(.post, "imports/:import/application", .managers, [.html, .json], handle: imports.apply),
            Route(.get, "units/:unit/people/new", .managers, handle: entries.showNewPerson),
            Route(.post, "units/:unit/people", .managers, [.html, .json], handle: entries.addPerson),
            Route(.get, "people/:person/entry", .managers, [.html, .json], handle: entries.showPerson),
            Route(.post, "people/:person/entry", .managers, [.html, .json], handle: entries.changePerson),
            Route(.get, "units/:unit/units/new", .managers, handle: entries.showNewUnit),
            Route(.post, "units/:unit/units", .managers, [.html, .json], handle: entries.addUnit),
            Route(.get, "units/:unit/entry", .managers, [.html, .json], handle: entries.showUnit),
            Route(.post, "units/:unit/entry", .managers, [.html, .json], handle: entries.changeUnit),
            Route(.get, "exports/:kind", .overseers, [.html, .csv, .xlsx], handle: imports.export),

            Route(.get, "content", .admins, handle: service.showContent),
            Route(.get, "content/changes", .admins, [.html, .json], handle: changes.show),
            Route(.post, "content/changes/updates", .admins, [.html, .json], handle: changes.make),
            Route(.post, "content/changes/updates/:update/people", .admins, [.html, .json], handle: changes.extend),
            Route(.post, "content/changes/updates/:update/withdrawal", .admins, handle: changes.withdraw),
            Route(.get, "content/credit-hours", .admins, [.html, .json], handle: creditRules.show),
            Route(.post, "content/credit-hours", .admins, handle: creditRules.make),
            Route(.get, "content/coverage", .admins, [.html, .json, .csv, .xlsx], handle: coverage.show),
            Route(.get, "content/pack", .admins, handle: packs.export),
            Route(.get, "content/packs", .admins, [.html, .json], handle: packs.showAll),
            Route(.post, "content/packs", .admins, [.html, .json], handle: packs.send),
            Route(.get, "content/packs/:pack", .admins, [.html, .json], handle: packs.show),
            Route(.post, "content/packs/:pack/publication", .admins, [.html, .json], handle: packs.publish),
            Route(.post, "content/publications/:publication/withdrawal", .admins, handle: packs.withdraw),
            Route(.get, "content/reviews", .admins, [.html, .json, .csv, .xlsx], handle: reviews.show),
            Route(.get, "items", .admins, [.html, .json, .csv, .xlsx], handle: items.show),
            Route(.get, "assets/:name", .anyone, handle: service.showAsset),
            Route(.get, "healthz", .anyone, handle: service.health),
            Route(.get, "readyz", .anyone, handle: service.readiness),
        ]
    }
}

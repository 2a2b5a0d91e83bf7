import FoundationEssentials
import Training

/// The addresses that pages link to.
enum Paths {
    static let home = "/"
    static let password = "/password"
    static let imports = "/imports"

    static func newPerson(in unit: UnitCode) -> String { "/units/\(unit)/people/new" }

    static func entry(of person: StaffNumber, done: String? = nil) -> String {
        address("/people/\(person)/entry", ["done": done])
    }

    static func entry(of unit: UnitCode) -> String { "/units/\(unit)/entry" }

    static func units(below unit: UnitCode) -> String { "/units/\(unit)/units" }

    static func newUnit(below unit: UnitCode) -> String { "\(units(below: unit))/new" }

    static func signInCodes(of unit: UnitCode) -> String { "/units/\(unit)/sign-in-codes" }

    static let units = "/units"

    /// The sign-in page; afterwards the browser goes on to `next`. `lost` when something was sent that is not kept.
    static func signIn(next: String?, lost: Bool = false) -> String {
        address("/sign-in", ["next": next == "/" ? nil : next, "lost": lost ? "true" : nil])
    }

    /// The sign-in page with a number filled in.
    static func signIn(as number: StaffNumber) -> String { address("/sign-in", ["staff_no": number.rawValue]) }

    /// The drawing of that address.
    static func signInQRCode(of number: StaffNumber) -> String { "/sign-in/\(number)/qr" }

    /// A place on this site that a form asked to go to; anything else becomes the home page. Two slashes or a backslash
    /// would lead to another site.
    static func safe(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            next.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return home }
        return next
    }

    static let packs = "/content/packs"

    static func pack(_ hash: String, name: String) -> String {
        address("\(packs)/\(hash)", ["name": name.isEmpty ? nil : name])
    }

    static func publication(of pack: String) -> String { "\(packs)/\(pack)/publication" }

    static func withdrawal(of publication: PublicationID) -> String {
        "/content/publications/\(publication)/withdrawal"
    }

    static func course(_ course: CourseID) -> String { "/courses/\(course)" }

    static func lesson(_ lesson: LessonID, in course: CourseID) -> String { "/courses/\(course)/\(lesson)" }

    static func checklist(of course: CourseID) -> String { "/courses/\(course)/checklist" }

    static func attempt(_ attempt: AttemptID) -> String { "/attempts/\(attempt)" }

    static func question(_ slot: Int, in attempt: AttemptID) -> String { "/attempts/\(attempt)?question=\(slot)" }

    static func submission(of attempt: AttemptID) -> String { "/attempts/\(attempt)/submission" }

    static func review(of attempt: AttemptID) -> String { "/attempts/\(attempt)/review" }

    static func media(_ hash: String) -> String { "/media/\(hash)" }

    static func completion(
        of unit: UnitCode, course: CourseID? = nil, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        completion(of: unit, CompletionReport.Query(course: course), as: format, language)
    }

    static func completion(
        of unit: UnitCode, _ query: CompletionReport.Query, as format: Visit.Format = .html,
        _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/completion\(suffix(format))",
            [
                "course": query.course?.rawValue, "as_of": query.day?.description,
                "by": query.by == .then ? nil : query.by.rawValue,
                "tree": query.tree == .administrative ? nil : query.tree.rawValue,
                "header": header(format, language),
            ])
    }

    static func delivery(
        of unit: UnitCode, _ query: DeliveryReport.Query = DeliveryReport.Query(), as format: Visit.Format = .html,
        _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/delivery\(suffix(format))",
            [
                "course": query.course?.rawValue, "since": query.since?.description,
                "by": query.by == .now ? nil : query.by.rawValue,
                "tree": query.tree == .administrative ? nil : query.tree.rawValue,
                "header": header(format, language),
            ])
    }

    static func misconceptions(
        of unit: UnitCode, _ query: MisconceptionReport.Query = MisconceptionReport.Query(),
        about clause: ClauseID? = nil, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/misconceptions\(suffix(format))",
            fields(query, about: clause, header: header(format, language)))
    }

    private static func fields(
        _ query: MisconceptionReport.Query, about clause: ClauseID? = nil, header: String? = nil
    ) -> KeyValuePairs<String, String?> {
        [
            "course": query.course?.rawValue, "from": query.from?.description, "to": query.to?.description,
            "by": query.by == .then ? nil : query.by.rawValue,
            "tree": query.tree == .administrative ? nil : query.tree.rawValue, "clause": clause?.rawValue,
            "header": header,
        ]
    }

    /// The clauses against the units, to print.
    static func clauseMap(of unit: UnitCode, _ query: MisconceptionReport.Query = MisconceptionReport.Query()) -> String
    {
        address("/units/\(unit)/misconceptions/map", fields(query))
    }

    /// People by name; with the boxes before them `ticked`, or telling how many were just `extended`.
    static func people(
        of unit: UnitCode, _ query: PersonQuery = PersonQuery(), ticked: Bool = false, extended: Int? = nil,
        as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/people\(suffix(format))",
            [
                "course": query.course?.rawValue, "plan": query.plan?.id.rawValue, "state": query.state?.rawValue,
                "overdue": query.overdue ? "true" : nil, "direct": query.direct ? "true" : nil,
                "q": query.text.isEmpty ? nil : query.text,
                "sort": query.order == .unit ? nil : query.order.rawValue,
                "limit": query.limit.map(String.init), "cursor": query.after?.description,
                "tick": ticked ? "all" : nil, "extended": extended.map(String.init),
                "header": header(format, language),
            ])
    }

    static func grid(
        of unit: UnitCode, _ query: CourseGrid.Query = CourseGrid.Query(), as format: Visit.Format = .html,
        _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/grid\(suffix(format))",
            [
                "q": query.text.isEmpty ? nil : query.text, "limit": query.limit.map(String.init),
                "cursor": query.after?.description, "header": header(format, language),
            ])
    }

    static func items(
        of course: CourseID, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address("/items\(suffix(format))", ["course": course.rawValue, "header": header(format, language)])
    }

    /// A question among those of a course.
    static func item(_ question: QuestionID, of course: CourseID) -> String {
        "\(items(of: course))#item-\(question)"
    }

    static func clause(_ clause: ClauseID) -> String { "/clauses/\(clause)" }

    static func contentReviews(
        kind: ContentReview.Kind? = nil, course: CourseID? = nil, as format: Visit.Format = .html,
        _ language: Language = .english
    ) -> String {
        address(
            "/content/reviews\(suffix(format))",
            ["kind": kind?.rawValue, "course": course?.rawValue, "header": header(format, language)])
    }

    static func coverage(as format: Visit.Format = .html, _ language: Language = .english) -> String {
        address("/content/coverage\(suffix(format))", ["header": header(format, language)])
    }

    private static func suffix(_ format: Visit.Format) -> String { format == .html ? "" : ".\(format.rawValue)" }

    /// Tables that a Chinese page links to have Chinese words.
    private static func header(_ format: Visit.Format, _ language: Language) -> String? {
        [.csv, .xlsx].contains(format) && language == .chinese ? "zh" : nil
    }
    static let marking = "/marking"
    static let lateAnswers = "/late-answers"

    static func person(_ number: StaffNumber) -> String { "/people/\(number)" }

    static func person(_ number: StaffNumber, _ course: CourseID) -> String { "\(person(number))/courses/\(course)" }

    /// The record of a person; nil for the own one.
    static func record(
        of number: StaffNumber?, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address("\(number.map(person) ?? "")/record\(suffix(format))", ["header": header(format, language)])
    }

    static func year(
        of unit: UnitCode, _ query: YearReport.Query, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/years/\(query.year)\(suffix(format))",
            [
                "course": query.course?.rawValue, "by": query.by == .then ? nil : query.by.rawValue,
                "tree": query.tree == .administrative ? nil : query.tree.rawValue, "header": header(format, language),
            ])
    }

    /// What a person finished in a year and what it counts for; nil for oneself.
    static func creditStatement(
        of number: StaffNumber?, _ year: Int, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address(
            "\(number.map(person) ?? "")/credit-hours/\(year)\(suffix(format))", ["header": header(format, language)])
    }

    static let creditRules = "/content/credit-hours"

    /// Who is exempt; `given` says how many just were.
    static func exemptions(
        in unit: UnitCode, given: Int? = nil, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/exemptions\(suffix(format))",
            ["given": given.map(String.init), "header": header(format, language)])
    }

    static func newExemptions(in unit: UnitCode) -> String { "/units/\(unit)/exemptions/new" }

    static func extensions(in unit: UnitCode) -> String { "/units/\(unit)/extensions" }

    static func newExtensions(in unit: UnitCode) -> String { "/units/\(unit)/extensions/new" }

    static func end(of exemption: ExemptionID) -> String { "/exemptions/\(exemption)/end" }

    static func papers(of unit: UnitCode) -> String { "/units/\(unit)/papers" }

    /// The completion of a learning plan.
    static func completion(
        of unit: UnitCode, plan: PlanID, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/completion\(suffix(format))",
            ["plan": plan.rawValue, "header": header(format, language)])
    }

    static func assignments(in unit: UnitCode) -> String { "/units/\(unit)/assignments" }

    static func assignmentWithdrawals(in unit: UnitCode) -> String { "\(assignments(in: unit))/withdrawals" }

    static func groupSessions(of unit: UnitCode) -> String { "/units/\(unit)/group-sessions" }

    static func groupSession(_ id: GroupSessionID) -> String { "/group-sessions/\(id)" }

    /// The list to sign on, of a unit below alone if one is given.
    static func signInSheet(of id: GroupSessionID, below unit: UnitCode? = nil) -> String {
        address("\(groupSession(id))/sheet", ["below": unit?.rawValue])
    }

    static func attendance(at id: GroupSessionID) -> String { "\(groupSession(id))/attendance" }

    static func removals(from id: GroupSessionID) -> String { "\(groupSession(id))/removals" }

    static func cancellation(of id: GroupSessionID) -> String { "\(groupSession(id))/cancellation" }

    static func paper(_ number: PaperNumber) -> String { "/papers/\(number)" }

    /// Several papers, one behind the other.
    static func papers(_ numbers: [PaperNumber]) -> String {
        "/papers?numbers=\(numbers.map(\.rawValue).joined(separator: ","))"
    }

    static func keying(of paper: PaperNumber) -> String { "/papers/\(paper)/answers" }

    static let notebook = "/notebook"

    static func card(_ question: QuestionID) -> String { "/notebook/\(question)" }

    static func notebook(of unit: UnitCode) -> String { "/units/\(unit)/notebook" }

    static let certificates = "/certificates"
    static let verification = "/verification"

    static func certificate(_ number: CertificateNumber) -> String { "\(certificates)/\(number)" }

    static func certificateQRCode(of number: CertificateNumber) -> String { "\(certificate(number))/qr" }

    /// Where anyone can see that a certificate is genuine.
    static func verification(of number: CertificateNumber) -> String { "\(verification)/\(number)" }

    static func reminder(of unit: UnitCode, course: CourseID? = nil) -> String {
        address("/units/\(unit)/reminder", ["course": course?.rawValue])
    }

    static func due(
        in unit: UnitCode, _ query: DueList.Query = DueList.Query(), as format: Visit.Format = .html,
        _ language: Language = .english
    ) -> String {
        address(
            "/units/\(unit)/due\(suffix(format))",
            [
                "course": query.course?.rawValue, "within": query.span == .within(30) ? nil : query.span.word,
                "header": header(format, language),
            ])
    }

    static func earlierResults(
        in unit: UnitCode, as format: Visit.Format = .html, _ language: Language = .english
    ) -> String {
        address("/units/\(unit)/results\(suffix(format))", ["header": header(format, language)])
    }

    static func withdrawal(of result: EarlierResultID) -> String { "/results/\(result)/withdrawal" }

    static let corrections = "/corrections"

    static func correction(of question: QuestionID) -> String { "/corrections/\(question)" }

    static let changes = "/content/changes"
    static let updates = "/content/changes/updates"

    static func people(of update: CourseID) -> String { "\(updates)/\(update)/people" }

    static func withdrawal(of update: CourseID) -> String { "\(updates)/\(update)/withdrawal" }

    static func mark(of attempt: AttemptID, slot: Int) -> String { "/marking/\(attempt)/\(slot)" }

    static func slips(_ id: String) -> String { "/sign-in-codes/\(id)" }

    static func export(of kind: ImportKind, as format: Visit.Format, _ language: Language) -> String {
        address("/exports/\(kind.rawValue)\(suffix(format))", ["header": header(format, language)])
    }

    static func template(for kind: ImportKind, as format: Visit.Format, _ language: Language) -> String {
        address(
            "/imports/template\(suffix(format))", ["kind": kind.rawValue, "header": header(format, language)])
    }

    static func receipt(_ id: ImportID) -> String { "/imports/\(id)" }

    private static func address(_ path: String, _ query: KeyValuePairs<String, String?>) -> String {
        let fields = query.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return fields.isEmpty ? path : "\(path)?\(fields.joined(separator: "&"))"
    }
}

extension String {
    /// The text with everything but unreserved characters (RFC 3986, 2.3) escaped.
    var percentEncoded: String {
        let hex = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    [byte]
                default: [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
                }
            }, as: UTF8.self)
    }
}

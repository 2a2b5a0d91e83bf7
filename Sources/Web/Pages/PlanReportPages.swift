import Content
import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// Who has finished a learning plan, by unit: `completion?plan=`.
struct PlanReportPages: Sendable {
    let site: Site

    /// The report, when a plan is asked for. It tells of now, by the unit above each; another day is refused rather than
    /// answered with today's numbers.
    func show(_ request: Request, _ visit: Visit) async throws -> Response? {
        let query = request.query
        guard let text = query["plan"], !text.isEmpty else { return nil }
        guard let plan = PlanID(rawValue: text).flatMap(site.library.plan) else { throw Refusal.unknownPlan }
        guard ["course", "as_of", "by", "tree"].allSatisfy({ query[$0]?.isEmpty ?? true }) else {
            throw Refusal.planOfNow
        }
        let report = try await site.records.planReport(
            of: try visit.code("unit"), plan, for: try visit.signedIn, at: visit.now)
        switch visit.format {
        case .json: return try .json(PlanReportDocument(report))
        case .csv, .xlsx:
            return try table(report, plan, site.library.courses, try site.tableWords(query)).response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(PlanReportPage(report, plan, site.library.courses, words), visit, site)
        }
    }

    /// The lines of the page: the units below, those directly here, and the total.
    private func table(
        _ report: PlanReport, _ plan: LearningPlan, _ courses: [Course], _ words: Words
    ) -> ReportTable {
        func row(_ unit: CompletionReport.Named, _ scope: String, _ tally: Tally) -> [Cell] {
            [.text(unit.code.rawValue), .text(unit.name), .text(scope)] + tally.cells
        }
        let rows =
            report.children.map { row($0.unit, "below", $0.totals) } + [
                row(report.unit, "direct", report.direct), row(report.unit, "total", report.totals),
            ]
        return ReportTable(
            words: words,
            name: [
                .init("completion", words("completion")), .init(report.unit),
                .init("plan-\(plan.id)", plan.title(words.language)), .init(Day(at: report.countedAt)),
            ],
            facts: [
                .report(words("completion"), words), .unit(report.unit, words),
                .init(words("about_scope"), words("about_scope_units")), .plan(plan, courses, words),
                .init(words("about_plan"), words("plan_completion_text")), .asOf(words.time(report.countedAt), words),
            ], columns: .all(["unit", "unit_name", "scope"] + Tally.columns, of: "plan", words), rows: rows)
    }
}

extension Refusal {
    fileprivate static let planOfNow = Refusal.invalid(
        code: "plan_of_now",
        Bilingual(
            zh: "学习计划只能看现在的完成情况，不能同时指定 course、as_of、by 或 tree。",
            en: "A learning plan is reported as of now: without course, as_of, by and tree."))
}

/// The wire form of a plan's report.
private struct PlanReportDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let plan: PlanID
    let counted_at: Date
    let totals: TallyDocument
    let direct: TallyDocument
    let children: [Child]

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: CompletionDocument.UnitDocument
        let totals: TallyDocument
    }

    init(_ report: PlanReport) {
        unit = .init(code: report.unit.code, name: report.unit.name)
        plan = report.plan
        counted_at = report.countedAt
        totals = TallyDocument(report.totals)
        direct = TallyDocument(report.direct)
        children = report.children.map {
            Child(unit: .init(code: $0.unit.code, name: $0.unit.name), totals: TallyDocument($0.totals))
        }
    }
}

/// Numbers of people with a plan, of a unit and of the units below it.
struct PlanReportPage: Page {
    static let template = "plan-completion"
    let unitName: String
    let completionPath: String
    let assignmentsPath: String
    let planName: String
    let courses: [Link]
    let asOf: String
    let children: [CompletionPage.TallyLine]
    let direct: CompletionPage.TallyLine
    let totals: CompletionPage.TallyLine
    let downloads: Downloads
    let peoplePath: String

    /// A course of the plan, with its own report.
    struct Link: Sendable {
        let name: String
        let path: String
    }

    init(_ report: PlanReport, _ plan: LearningPlan, _ courses: [Course], _ words: Words) {
        unitName = report.unit.name
        completionPath = Paths.completion(of: report.unit.code)
        assignmentsPath = Paths.assignments(in: report.unit.code)
        planName = plan.title(words.language)
        self.courses = plan.courses.map {
            Link(
                name: courses.name(of: $0, words), path: Paths.completion(of: report.unit.code, course: $0))
        }
        asOf = words("as_of", ["time": words.time(report.countedAt)])
        children = report.children.map {
            CompletionPage.TallyLine(
                $0.unit.name, path: Paths.completion(of: $0.unit.code, plan: plan.id), $0.totals, words)
        }
        direct = CompletionPage.TallyLine(
            words("direct"), path: Paths.people(of: report.unit.code, PersonQuery(plan: plan, direct: true)),
            report.direct, words)
        peoplePath = Paths.people(of: report.unit.code, PersonQuery(plan: plan))
        totals = CompletionPage.TallyLine(words("total"), path: nil, report.totals, words)
        downloads = Downloads { Paths.completion(of: report.unit.code, plan: plan.id, as: $0, words.language) }
    }

    func title(_ words: Words) -> String { words("plan_completion_of", ["unit": unitName, "plan": planName]) }

    static var example: PlanReportPage {
        let tally = Tally(assigned: 41, completed: 38, inProgress: 2, notStarted: 1, expired: 0, overdue: 1, exempt: 3)
        let plan = LearningPlan(
            id: "new-staff", title: Bilingual(zh: "新进经办人员", en: "New staff"), courses: ["example"], days: 60)
        let report = PlanReport(
            unit: .init(code: "610621", name: "延长县"), plan: plan.id,
            countedAt: Date(timeIntervalSince1970: 1_795_000_000), totals: tally, direct: tally,
            children: [CompletionReport.Line(unit: .init(code: "610621991", name: "示例一镇"), totals: tally)])
        return PlanReportPage(report, plan, [.example], .example)
    }
}

import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// What is assigned to a unit, to those around it and to its people; assigning courses and plans, and taking them back.
struct AssignmentPages: Sendable {
    let site: Site

    /// How many lines of units, and of people, are listed.
    private static let listed = 500
    /// How many people one request is about.
    private static let room = 500

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        guard visit.format == .html else { return try .json(AssignmentsDocument(try await list(visit), site.library)) }
        return try await page(AssignmentEntry(), nil, visit)
    }

    /// Assigns a course or a plan to the unit, or to `people` in it and below.
    func assign(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try AssignmentEntry(try await request.submission())
        return try await change(entry, visit, .created) { unit in
            let wanted = try entry.wanted(of: site.library, on: Day(at: visit.now))
            return try await site.records.assign(
                wanted.courses, of: wanted.plan, to: try entry.targets(atMost: Self.room), in: unit, due: wanted.due,
                missing: entry.missing, by: try visit.signedIn, at: visit.now)
        }
    }

    /// Takes back a course, or what was assigned with a plan, from the unit itself, or from `people`.
    func withdraw(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try AssignmentEntry(try await request.submission())
        return try await change(entry, visit, .ok) { unit in
            guard let subject = Assignable(entry.subject) else { throw Refusal.unknownCourse }
            return try await site.records.withdraw(
                subject, from: try entry.targets(atMost: Self.room), in: unit, by: try visit.signedIn, at: visit.now)
        }
    }

    /// Does something; where it is refused, the page shows the form again with what is wrong.
    private func change(
        _ entry: AssignmentEntry, _ visit: Visit, _ status: HTTPResponse.Status,
        _ body: (UnitCode) async throws -> AssignmentReceipt
    ) async throws -> Response {
        let unit: UnitCode = try visit.code("unit")
        do {
            let receipt = try await body(unit)
            guard visit.format == .html else {
                return try .json(["changed": receipt.changed, "unchanged": receipt.unchanged], status: status)
            }
            return .seeOther(Paths.assignments(in: unit))
        } catch let refusal as Refusal {
            let problem = Problem(refusal)
            guard visit.format == .html, [.unprocessableContent, .conflict].contains(problem.status) else {
                throw refusal
            }
            return try await page(entry, problem, visit)
        }
    }

    private func list(_ visit: Visit) async throws -> AssignmentList {
        try await site.records.assignments(
            in: try visit.code("unit"), limit: Self.listed, for: try visit.signedIn)
    }

    private func page(_ entry: AssignmentEntry, _ problem: Problem?, _ visit: Visit) async throws -> Response {
        let page = AssignmentsPage(
            try await list(visit), site.library.courses, site.library.plans, entry,
            problem: problem?.detail(visit.language), manages: try visit.signedIn.manages, today: Day(at: visit.now),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: problem?.status ?? .ok)
    }
}

/// What a coordinator sends to assign something, or to take it back, as it was sent.
struct AssignmentEntry: EntryForPeople {
    /// A course, or a plan as `plan:ID`.
    var subject = ""
    var ticked: [String] = []
    /// The text of a field for numbers.
    var typed = ""
    var due = ""
    /// Whether only what was never assigned is meant.
    var missing = false

    init() {}

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            (subject, due) = (form["course"] ?? "", form["due"] ?? "")
            (ticked, typed) = (form.all("people"), form["numbers"] ?? "")
            missing = form["missing"] == "true"
        case .json(let data):
            struct Document: Decodable {
                let course: String
                let people: [String]?
                let due: String?
                let missing: Bool?
            }
            let document = try data.decoded(as: Document.self)
            (subject, due) = (document.course, document.due ?? "")
            (ticked, missing) = (document.people ?? [], document.missing ?? false)
        }
    }

    var numbers: [String] {
        ticked + typed.split { ",，、;；".contains($0) || $0.isWhitespace }.map(String.init)
    }

    /// The people; nobody when the unit is meant.
    func targets(atMost room: Int) throws -> [StaffNumber] { numbers.isEmpty ? [] : try people(atMost: room) }

    /// The courses, their plan and the last day: of a plan with days, so many from `today` on where no day was sent.
    func wanted(of library: Library, on today: Day) throws -> (courses: [CourseID], plan: PlanID?, due: Day?) {
        let due = due.isEmpty ? nil : try Day(sent: due, as: "due")
        switch Assignable(subject) {
        case .course(let id)?:
            guard library.course(id) != nil else { throw Refusal.unknownCourse }
            return ([id], nil, due)
        case .plan(let id)?:
            guard let plan = library.plan(id) else { throw Refusal.unknownPlan }
            return (plan.courses, id, due ?? plan.days.map(today.adding))
        case nil: throw Refusal.unknownCourse
        }
    }
}

extension Refusal {
    static let unknownPlan = Refusal.invalid(
        code: "unknown_plan", Bilingual(zh: "没有这个学习计划。", en: "There is no such learning plan."))
}

/// The wire form of what is assigned.
private struct AssignmentsDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let assignments: [Line]
    let gaps: [Gap]

    /// One that holds.
    struct Line: Encodable {
        let target: TargetDocument
        let course: CourseID
        let plan: PlanID?
        let due: Day?
        let from: Day
        let assigned_by: String?
    }

    /// What a plan has gained.
    struct Gap: Encodable {
        let target: TargetDocument
        let plan: PlanID
        let courses: [CourseID]
    }

    /// Whom something is about.
    struct TargetDocument: Encodable {
        let kind: String
        var unit: UnitCode?
        var staff_no: StaffNumber?
        var name: String?
        var unit_name: String?

        init(_ target: AssignmentLine.Target) {
            switch target {
            case .here(let code): (kind, unit) = ("unit", code)
            case .above(let code, let name): (kind, unit, unit_name) = ("above", code, name)
            case .hidden: kind = "above"
            case .below(let code, let name): (kind, unit, unit_name) = ("below", code, name)
            case .person(let number, let name, let unitName):
                (kind, staff_no, self.name, unit_name) = ("person", number, name, unitName)
            }
        }
    }

    init(_ list: AssignmentList, _ library: Library) {
        unit = .init(code: list.unit.code, name: list.unit.name)
        assignments = list.standing.map {
            Line(
                target: TargetDocument($0.target), course: $0.course, plan: $0.plan, due: $0.due, from: $0.from,
                assigned_by: $0.by)
        }
        gaps = list.gaps(in: library.plans).map {
            Gap(target: TargetDocument($0.target), plan: $0.plan, courses: $0.courses)
        }
    }
}

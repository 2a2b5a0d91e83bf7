import FoundationEssentials
import Training

import struct Training.Unit

/// What is assigned around a unit, and a form to assign something.
struct AssignmentsPage: Page {
    static let template = "assignments"
    static let isKept = false
    let unitName: String
    let completionPath: String
    let path: String
    let problem: String?
    let manages: Bool
    let groups: [Group]
    let none: Bool
    /// That there are more than are listed.
    let isCut: Bool
    /// What plans have gained since they were assigned.
    let gaps: [Gap]
    let plans: [CourseChoice]
    let courses: [CourseChoice]
    let due: String
    let today: String
    let typed: String
    /// The completion of each plan.
    let reports: [PlanReportPage.Link]

    /// The lines of the unit, of those above, of those below, or of people.
    struct Group: Sendable {
        let id: String
        let heading: String
        let lines: [Line]
        /// Plans that can be taken back as a whole.
        let plans: [WholePlan]
        let showsTarget: Bool
        /// Whether any of it can be taken back.
        let canWithdraw: Bool
    }

    /// One that holds.
    struct Line: Sendable {
        let target: String?
        let courseName: String
        let planName: String?
        let due: String
        let given: String
        let withdrawal: Withdrawal?
    }

    /// A plan of which several courses hold for one target.
    struct WholePlan: Sendable {
        let text: String
        let withdrawal: Withdrawal?
    }

    /// The form that takes something back.
    struct Withdrawal: Sendable {
        let path: String
        let subject: String
        let number: String?
        /// What that is, for who hears the page.
        let what: String
        /// What its button says.
        let says: String
    }

    /// Courses that a plan has gained, with the form that assigns them.
    struct Gap: Sendable {
        let id: String
        let text: String
        let path: String?
        let subject: String
        let number: String?
        let due: String
    }

    init(
        _ list: AssignmentList, _ courses: [Course], _ plans: [LearningPlan], _ entry: AssignmentEntry,
        problem: String?, manages: Bool, today: Day, _ words: Words
    ) {
        let names = Names(list.unit, courses, plans, manages: manages, words)
        unitName = list.unit.name
        completionPath = Paths.completion(of: list.unit.code)
        path = Paths.assignments(in: list.unit.code)
        self.problem = problem
        self.manages = manages
        let standing = list.standing
        let kinds: [(id: String, heading: String, lines: [AssignmentLine])] = [
            ("here", words("assigned_here"), standing.filter { $0.target.kind == .here }),
            ("above", words("assigned_above"), standing.filter { $0.target.kind == .above }),
            ("below", words("assigned_below"), standing.filter { $0.target.kind == .below }),
            ("people", words("assigned_people"), standing.filter { $0.target.kind == .person }),
        ]
        groups = kinds.filter { !$0.lines.isEmpty }.map { kind in
            Group(
                id: kind.id, heading: kind.heading, lines: kind.lines.map(names.line), plans: names.plans(kind.lines),
                showsTarget: kind.id != "here", canWithdraw: manages && kind.id != "above")
        }
        none = standing.isEmpty
        isCut = list.isCut
        gaps = list.gaps(in: plans).enumerated().map { index, gap in names.gap(gap, number: index + 1, today: today) }
        self.plans = plans.map {
            let subject = Assignable.plan($0.id).description
            return CourseChoice(
                id: subject, name: words("plan_courses", ["plan": $0.title(words.language), "n": $0.courses.count]),
                chosen: entry.subject == subject)
        }
        self.courses = courses.filter { !$0.id.isOfUpdate }.map {
            CourseChoice(
                id: $0.id.rawValue, name: $0.title(words.language), chosen: entry.subject == $0.id.rawValue)
        }
        due = entry.due
        self.today = today.description
        typed = entry.numbers.joined(separator: " ")
        reports = plans.map {
            PlanReportPage.Link(
                name: $0.title(words.language), path: Paths.completion(of: list.unit.code, plan: $0.id))
        }
    }

    func title(_ words: Words) -> String { words("assignments_in", ["unit": unitName]) }

    static var example: AssignmentsPage {
        let plan = LearningPlan(
            id: "new-staff", title: Bilingual(zh: "新进经办人员", en: "New staff"), courses: ["example", "second", "third"],
            days: 60)
        let targets: [AssignmentLine.Target] = [
            .hidden, .above("610621", name: "延长县"), .here("610621991"),
            .below("610621991201", name: "示例甲村"),
            .person("61062199001", name: "甲村张某", unitName: "示例甲村"),
        ]
        let lines = targets.flatMap { target in
            ["example", "second"].map { course in
                AssignmentLine(
                    target: target, course: course, plan: plan.id, due: Day(number: 20_800), status: .active,
                    from: Day(number: 20_780), by: target == .hidden ? nil : "陈某")
            }
        }
        return AssignmentsPage(
            AssignmentList(
                unit: Unit(code: "610621991", name: "示例一镇", parent: nil), lines: lines, isCut: true), [.example],
            [plan], AssignmentEntry(), problem: "没有这门课程。", manages: true, today: Day(number: 20_790), .example)
    }

    static var examples: [AssignmentsPage] {
        let unit = Unit(code: "610621991", name: "示例一镇", parent: nil)
        return [
            example,
            AssignmentsPage(
                AssignmentList(unit: unit, lines: [], isCut: false), [.example], [], AssignmentEntry(), problem: nil,
                manages: false, today: Day(number: 20_790), .example),
        ]
    }
}

extension AssignmentLine.Target {
    fileprivate enum Kind { case here, above, below, person }

    fileprivate var kind: Kind {
        switch self {
        case .here: .here
        case .above, .hidden: .above
        case .below: .below
        case .person: .person
        }
    }
}

/// Says what assignments are about.
private struct Names {
    let unit: Unit
    let courses: [Course]
    let known: [LearningPlan]
    let manages: Bool
    let words: Words

    init(_ unit: Unit, _ courses: [Course], _ plans: [LearningPlan], manages: Bool, _ words: Words) {
        (self.unit, self.courses, known, self.manages, self.words) = (unit, courses, plans, manages, words)
    }

    func line(_ line: AssignmentLine) -> AssignmentsPage.Line {
        let course = courses.name(of: line.course, words)
        let from = words.date(line.from)
        return AssignmentsPage.Line(
            target: name(of: line.target), courseName: course, planName: line.plan.map(name(of:)),
            due: line.due.map(words.date) ?? words("no_due_date"),
            given: line.by.map { words("assigned_by", ["day": from, "who": $0]) }
                ?? words("assigned_from", ["day": from]),
            withdrawal: withdrawal(of: .course(line.course), course, from: line.target))
    }

    /// The plans of which several courses hold for one target.
    func plans(_ lines: [AssignmentLine]) -> [AssignmentsPage.WholePlan] {
        var seen: Set<AssignmentLine> = []
        return lines.compactMap { line in
            guard let plan = line.plan, !seen.contains(line), line.target.isWithin else { return nil }
            let all = lines.filter { $0.target == line.target && $0.plan == plan }
            seen.formUnion(all)
            guard all.count > 1 else { return nil }
            let what = words("plan_courses", ["plan": name(of: plan), "n": all.count])
            let text = name(of: line.target).map { words("plan_for", ["plan": what, "target": $0]) } ?? what
            return AssignmentsPage.WholePlan(
                text: text, withdrawal: withdrawal(of: .plan(plan), text, from: line.target))
        }
    }

    func gap(_ gap: PlanGap, number: Int, today: Day) -> AssignmentsPage.Gap {
        let gained = gap.courses.map { courses.name(of: $0, words) }.joined(separator: words("group_comma"))
        let place = place(of: gap.target)
        return AssignmentsPage.Gap(
            id: "gap-\(number)",
            text: words(
                "plan_gap",
                ["plan": name(of: gap.plan), "courses": gained, "target": name(of: gap.target) ?? unit.name]),
            path: manages ? place.map { Paths.assignments(in: $0.unit) } : nil,
            subject: Assignable.plan(gap.plan).description, number: place?.number,
            due: gap.due.flatMap { $0 >= today ? $0.description : nil } ?? "")
    }

    private func withdrawal(
        of subject: Assignable, _ what: String, from target: AssignmentLine.Target
    ) -> AssignmentsPage.Withdrawal? {
        guard manages, let place = place(of: target) else { return nil }
        let says: String
        switch subject {
        case .course: says = words("assigned_withdraw")
        case .plan: says = words("plan_withdraw")
        }
        return AssignmentsPage.Withdrawal(
            path: Paths.assignmentWithdrawals(in: place.unit), subject: subject.description, number: place.number,
            what: what, says: says)
    }

    /// Where a target is changed, and the number of the person if it is one.
    private func place(of target: AssignmentLine.Target) -> (unit: UnitCode, number: String?)? {
        switch target {
        case .here(let code), .below(let code, _): (code, nil)
        case .person(let number, _, _): (unit.code, number.rawValue)
        case .above, .hidden: nil
        }
    }

    /// What a target is called; nil for the unit that the page is about.
    private func name(of target: AssignmentLine.Target) -> String? {
        switch target {
        case .here: nil
        case .above(_, let name), .below(_, let name): name
        case .hidden: words("assigned_higher")
        case .person(let number, let name, let unitName):
            words("assigned_person", ["name": name, "number": number, "unit": unitName])
        }
    }

    private func name(of plan: PlanID) -> String {
        known.first { $0.id == plan }?.title(words.language) ?? plan.rawValue
    }
}

import Training

import struct Training.Unit

/// Judges rows of a units file. Rows come in any order, so a parent may stand further down.
struct UnitJudge: RowJudge {
    var context: ImportContext
    private let known: [UnitCode: Unit]
    private let inFile: [UnitCode: Sheet.Row]
    private let treeBefore: UnitTree
    /// The units above each as they will be once the file is written.
    private let parents: [UnitCode: UnitCode]
    private let reporting: [UnitCode: UnitCode]
    private let treeAfter: UnitTree
    private var seen: Set<UnitCode> = []

    init(_ context: ImportContext, _ sheet: Sheet) {
        self.context = context
        known = context.ground.units
        var parents = known.compactMapValues(\.parent)
        var reporting = known.compactMapValues { $0.reportsTo ?? $0.parent }
        var rows: [UnitCode: Sheet.Row] = [:]
        treeBefore = context.ground.tree
        for row in sheet.rows {
            guard let read = try? context.columns.unit(row) else { continue }
            let unit = read.unit
            rows[unit.code] = row
            parents[unit.code] = unit.parent
            let target = read.saysReportsTo ? unit.reportsTo : known[unit.code]?.reportsTo
            reporting[unit.code] = target ?? unit.parent
        }
        inFile = rows
        treeAfter = UnitTree(parents: parents)
        (self.parents, self.reporting) = (parents, reporting)
    }

    mutating func judge(_ row: Sheet.Row) throws -> (ImportReceipt.Result, ImportStep?) {
        let read = try context.columns.unit(row)
        let was = known[read.unit.code]
        let unit = Unit(
            code: read.unit.code, name: read.unit.name, parent: read.unit.parent,
            reportsTo: read.saysReportsTo ? read.unit.reportsTo : was?.reportsTo)
        var problems: [RowProblem] = []
        if !seen.insert(unit.code).inserted {
            problems.append(
                context.problem(row, "code", "twice", zh: "这个代码在文件里出现了两次。", en: "This code stands twice in the file."))
        }
        problems += whereabouts(of: unit, was: was, row)
        guard problems.isEmpty else { throw RowProblems(problems) }
        guard let was else { return (.created, .unit(unit, was: nil)) }
        return was == unit ? (.unchanged, nil) : (.updated, .unit(unit, was: was))
    }

    func problemsOfTheWhole() -> [RowProblem] {
        if let row = rowInCircle(parents) { return [circle(row, "parent")] }
        return rowInCircle(reporting).map { [circle($0, "reports_to")] } ?? []
    }

    /// A row of the file whose unit would be above itself. The records have no circle, so a new one passes through the
    /// file.
    private func rowInCircle(_ above: [UnitCode: UnitCode]) -> Sheet.Row? {
        var here = UnitTree.cycle(in: above)
        while let unit = here, inFile[unit] == nil { here = above[unit] }
        return here.flatMap { inFile[$0] }
    }

    private func circle(_ row: Sheet.Row, _ column: String) -> RowProblem {
        context.problem(
            row, column, "cycle", zh: "上下级关系绕成了圈。", en: "The units are above each other in a circle.")
    }

    private func whereabouts(of unit: Unit, was: Unit?, _ row: Sheet.Row) -> [RowProblem] {
        let scope = context.caller.scope
        var problems: [RowProblem] = []
        let isOurs = was == nil || scope.covers(treeBefore.lineage(of: unit.code))
        if !isOurs { problems.append(context.unitNotAvailable(row, "code")) }
        // A move takes from the one above as much as it gives to the other; so it needs scope over both.
        func isOutside(_ former: UnitCode?) -> Bool {
            isOurs && !scope.covers(former.map(treeBefore.lineage) ?? [])
        }
        if let parent = unit.parent {
            let there = known[parent] != nil || inFile[parent] != nil
            if !there
                || was?.parent != parent
                    && (!scope.covers(treeAfter.lineage(of: parent)) || was.map { isOutside($0.parent) } ?? false)
            {
                problems.append(context.unitNotAvailable(row, "parent"))
            }
        } else if scope != .everything, was?.parent != nil || was == nil {
            problems.append(
                context.problem(
                    row, "parent", "root", zh: "只有系统管理员能设置没有上级的单位。",
                    en: "Only an administrator makes a unit without a parent."))
        }
        if unit.reportsTo != was?.reportsTo {
            let isThere = unit.reportsTo.map { known[$0] != nil || inFile[$0] != nil } ?? true
            let isCovered = unit.reportsTo.map { scope.covers(treeAfter.lineage(of: $0)) } ?? true
            if !isThere || !isCovered || was?.reportsTo.map(isOutside) ?? false {
                problems.append(context.unitNotAvailable(row, "reports_to"))
            }
        }
        return problems
    }
}

/// Judges rows of a people file.
struct PersonJudge: RowJudge {
    var context: ImportContext
    private var seen: [String: StaffNumber] = [:]
    private var lastRowThatTakesAnAdmin: Sheet.Row?
    private var admins: Set<PersonID>
    private let hadAdmins: Bool
    private var newAdmins = 0

    init(_ context: ImportContext) {
        self.context = context
        admins = context.ground.admins
        hadAdmins = !admins.isEmpty
    }

    mutating func judge(_ row: Sheet.Row) throws -> (ImportReceipt.Result, ImportStep?) {
        let read = try context.columns.person(row)
        let was = try context.facts.person(read.staffNumber)
        var problems = try numberProblems(read.staffNumber, was, row)
        if !context.covers(read.unit) { problems.append(context.unitNotAvailable(row, "unit")) }
        problems += try roleProblems(read, was, row)
        guard problems.isEmpty else { throw RowProblems(problems) }
        count(read, was, row)
        guard let was else { return (.created, .person(read, was: nil)) }
        return was == read.person(id: was.id, was: was) ? (.unchanged, nil) : (.updated, .person(read, was: was))
    }

    func problemsOfTheWhole() -> [RowProblem] {
        guard hadAdmins, admins.isEmpty, newAdmins == 0, let row = lastRowThatTakesAnAdmin else { return [] }
        return [
            context.problem(
                row, "role", "last_admin", zh: "这样就没有系统管理员了。", en: "This would leave no administrator.")
        ]
    }

    private mutating func numberProblems(_ number: StaffNumber, _ was: Person?, _ row: Sheet.Row) throws -> [RowProblem]
    {
        if let other = seen.updateValue(number, forKey: number.withoutLeadingZeros) {
            return [
                other == number
                    ? context.problem(
                        row, "staff_no", "twice", zh: "这个工号在文件里出现了两次。", en: "This number stands twice in the file.")
                    : context.problem(
                        row, "staff_no", "leading_zeros", zh: "文件里另有一个工号，只差开头的 0。",
                        en: "Another number in the file is the same but for leading zeros.")
            ]
        }
        if let was {
            guard !context.covers(was.unit) else { return [] }
            return [
                context.problem(
                    row, "staff_no", "not_available", zh: "这个工号不在您的管理范围内。", en: "This number is outside your scope.")
            ]
        }
        guard try context.facts.near(number) != nil else { return [] }
        return [
            context.problem(
                row, "staff_no", "leading_zeros", zh: "已有一个工号，只差开头的 0。请核对是不是表格软件去掉了 0。",
                en:
                    "There is a number that is the same but for leading zeros; check whether a spreadsheet dropped them."
            )
        ]
    }

    private func roleProblems(_ read: PersonRow, _ was: Person?, _ row: Sheet.Row) throws -> [RowProblem] {
        var problems: [RowProblem] = []
        if context.caller.role != .admin, read.role == .admin || was?.role == .admin {
            problems.append(
                context.problem(
                    row, "role", "admin_only", zh: "只有系统管理员能设置或修改系统管理员。",
                    en: "Only an administrator makes or changes administrators."))
        }
        let person = was.map { read.person(id: $0.id, was: was) }
        if let was, let person, was.id == context.caller.person, person.role != was.role || person.status != was.status
        {
            problems.append(
                context.problem(
                    row, "staff_no", "yourself", zh: "不能改自己的角色或状态。", en: "You cannot change your own role or status."))
        }
        if let was, let person, person.role != was.role || person.status == .active && was.status == .suspended,
            try context.reachesBeyond(was)
        {
            problems.append(
                context.problem(
                    row, "role", "wider_scope", zh: "他还负责您管理范围以外的单位，角色和状态请由上级修改。",
                    en: "This person is in charge of units outside your scope; someone above changes role and status."))
        }
        return problems
    }

    private mutating func count(_ read: PersonRow, _ was: Person?, _ row: Sheet.Row) {
        let isAdmin = (read.role ?? was?.role) == .admin && (read.status ?? was?.status ?? .active) == .active
        if let was, !isAdmin, admins.remove(was.id) != nil { lastRowThatTakesAnAdmin = row }
        if isAdmin, was.map({ !admins.contains($0.id) }) ?? true { newAdmins += 1 }
    }
}

/// Judges rows of an enrolments file.
struct EnrolmentJudge: RowJudge {
    var context: ImportContext
    private var seen: Set<String> = []

    init(_ context: ImportContext) { self.context = context }

    mutating func judge(_ row: Sheet.Row) throws -> (ImportReceipt.Result, ImportStep?) {
        let read = try context.columns.enrolment(row)
        let target: Assignment.Target
        switch read.target {
        case .unit(let unit):
            guard context.covers(unit) else { throw RowProblems([context.unitNotAvailable(row, "unit")]) }
            target = .unit(unit)
        case .person(let number):
            guard let person = try context.facts.person(number), context.covers(person.unit) else {
                throw RowProblems([context.personNotAvailable(row)])
            }
            target = .person(person.id)
        }
        let known = context.facts.assignments(to: target)
        let asked = try courses(of: read, known, row)
        for course in asked.courses where !seen.insert("\(target.key) \(course)").inserted {
            throw RowProblems([
                context.problem(
                    row, "course", "twice", zh: "同一对象、同一课程在文件里出现了两次（\(course)）。",
                    en: "The same course for the same target stands twice in the file (\(course)).")
            ])
        }
        let next = asked.courses.compactMap { course in
            assignment(of: course, to: target, as: read, in: asked.plan, was: known[course])
        }
        guard !next.isEmpty else { return (.unchanged, nil) }
        let isUpdate = next.allSatisfy { known[$0.course]?.status == .active }
        return (isUpdate ? .updated : .created, .assignments(next))
    }

    func problemsOfTheWhole() -> [RowProblem] { [] }

    /// The courses that a row is about. Of a plan that is withdrawn, those that were assigned with it, whether or not it has
    /// them still.
    private func courses(
        of read: EnrolmentRow, _ known: [CourseID: Assignment], _ row: Sheet.Row
    ) throws -> (courses: [CourseID], plan: LearningPlan?) {
        switch read.subject {
        case .course(let course):
            if context.catalogue.courses.contains(course) { return ([course], nil) }
        case .plan(let id):
            guard let plan = context.catalogue.plan(id) else { break }
            guard read.status == .withdrawn else { return (plan.courses, plan) }
            return (known.values.filter { $0.plan == id }.map(\.course).sorted(), plan)
        }
        let known = context.catalogue.assignable.map(\.description)
        throw RowProblems([
            context.problem(
                row, "course", "unknown_course", zh: "没有这门课程或这个计划。现有：\(known.joined(separator: "、"))。",
                en: "There is no such course or plan. There are: \(known.joined(separator: ", ")).")
        ])
    }

    /// What is to be said about one course; nil when that is what was said last.
    private func assignment(
        of course: CourseID, to target: Assignment.Target, as read: EnrolmentRow, in plan: LearningPlan?,
        was: Assignment?
    ) -> Assignment? {
        let stands = was.flatMap { $0.status == .active ? $0 : nil }
        // A plan's own number of days begins when its course is first assigned with a plan, not whenever a file comes again.
        let usual = stands?.plan == nil ? plan?.days.map { context.today.adding($0) } : stands?.due
        let due = plan?.days == nil ? read.due : read.due ?? usual
        switch read.status {
        case .withdrawn where stands == nil: return nil
        case .active where stands.map { $0.due == due && (plan == nil || $0.plan != nil) } ?? false: return nil
        default:
            return Assignment(
                target: target, course: course, due: due, status: read.status, from: context.today,
                plan: plan?.id ?? stands?.plan)
        }
    }
}

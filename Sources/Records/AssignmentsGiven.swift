import FoundationEssentials
import SQL
import Training

import struct Training.Unit

extension Records {
    /// What is assigned to a unit, to those above and below it, and to people at work there and below; at most `limit` lines of
    /// units and as many of people. `notFound` outside the scope; who is above the scope is not told.
    public func assignments(
        in code: UnitCode, limit: Int, for caller: Caller
    ) async throws -> AssignmentList {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let units = try transaction.linesOfUnits(around: code, path, limit: limit, for: caller)
            let people = try transaction.linesOfPeople(below: path, limit: limit)
            return AssignmentList(
                unit: unit, lines: Array(units.prefix(limit)) + people.prefix(limit),
                isCut: units.count > limit || people.count > limit)
        }
    }

    /// Assigns courses, as those of `plan` if there is one, to a unit, or to each of `numbers`; all of it or nothing. What is
    /// assigned so already stays as it is. With `missing`, only courses of which nothing was ever said to the target.
    ///
    /// `notFound` when the unit is outside the scope; `invalid` for a day that is over, and for a number that is nobody's at
    /// work in the unit and below or the own one.
    public func assign(
        _ courses: [CourseID], of plan: PlanID?, to numbers: [StaffNumber], in unit: UnitCode, due: Day?,
        missing: Bool = false, by caller: Caller, at now: Date
    ) async throws -> AssignmentReceipt {
        guard due.map({ $0 >= Day(at: now) }) ?? true else { throw Refusal.dueIsOver }
        return try await database.writeAlone { transaction in
            let targets = try transaction.targets(numbers, in: unit, for: caller)
            let changed = try transaction.write(targets, by: caller, at: now) { target, known in
                courses.compactMap { course in
                    let next = Assignment(
                        target: target, course: course, due: due, status: .active, from: Day(at: now), plan: plan)
                    if let was = known[course], missing || was.says(next) { return nil }
                    return next
                }
            }
            return AssignmentReceipt(changed: changed, unchanged: courses.count * targets.count - changed)
        }
    }

    /// Takes back what is assigned to a unit itself, or to each of `numbers`: a course, or whatever was assigned with a plan. What
    /// is finished stays finished. `notFound` and `invalid` as above; `conflict` when there is nothing to take back.
    public func withdraw(
        _ subject: Assignable, from numbers: [StaffNumber], in unit: UnitCode, by caller: Caller, at now: Date
    ) async throws -> AssignmentReceipt {
        try await database.writeAlone { transaction in
            let targets = try transaction.targets(numbers, in: unit, for: caller)
            let changed = try transaction.write(targets, by: caller, at: now) { target, known in
                known.values.filter { assignment in
                    switch subject {
                    case .course(let course): assignment.status == .active && assignment.course == course
                    case .plan(let plan): assignment.status == .active && assignment.plan == plan
                    }
                }.sorted { $0.course < $1.course }.map {
                    Assignment(
                        target: target, course: $0.course, due: nil, status: .withdrawn, from: Day(at: now),
                        plan: $0.plan)
                }
            }
            guard changed > 0 else { throw Refusal.nothingAssigned }
            return AssignmentReceipt(changed: changed, unchanged: 0)
        }
    }
}

extension Refusal {
    fileprivate static let nothingAssigned = Refusal.conflict(
        code: "not_assigned", Bilingual(zh: "这里没有布置过，或者已经撤销了。", en: "It is not assigned here, or was withdrawn."))
}

extension Assignment {
    /// Whether this holds and says what `next` would say.
    fileprivate func says(_ next: Assignment) -> Bool {
        status == .active && due == next.due && (next.plan == nil || plan == next.plan)
    }
}

extension Transaction {
    fileprivate func targets(
        _ numbers: [StaffNumber], in unit: UnitCode, for caller: Caller
    ) throws -> [Assignment.Target] {
        _ = try self.unit(unit, for: caller)
        guard !numbers.isEmpty else { return [.unit(unit)] }
        return try Set(numbers).sorted().map { .person(try colleague($0, in: unit, of: caller).id) }
    }

    /// Writes what `next` makes of the newest facts about each target, by course, with what follows from it; returns how much
    /// that is.
    fileprivate func write(
        _ targets: [Assignment.Target], by caller: Caller, at now: Date,
        _ next: (Assignment.Target, [CourseID: Assignment]) -> [Assignment]
    ) throws -> Int {
        let assignments = try targets.flatMap { next($0, try newest($0)) }
        guard !assignments.isEmpty else { return 0 }
        let ledger = Ledger(self, at: now)
        for target in Set(assignments.map(\.target)) {
            switch target {
            case .unit(let unit): try ledger.note(peopleNow(below: unit))
            case .person(let person): try ledger.note([person])
            }
        }
        for assignment in assignments { try record(assignment, by: caller, at: now) }
        try ledger.settle()
        try bumpRevision()
        return assignments.count
    }

    /// The newest fact about each course and a target, withdrawn ones included.
    /// What was said last about each course to this target.
    func newest(_ target: Assignment.Target) throws -> [CourseID: Assignment] {
        let all = try rows(
            Statement("\(Assignment.selection) WHERE target = $1 ORDER BY course, position", with: target.key)
        ).map(Assignment.init)
        return Dictionary(all.map { ($0.course, $0) }) { $1 }
    }

    fileprivate func linesOfUnits(
        around code: UnitCode, _ path: String, limit: Int, for caller: Caller
    ) throws -> [AssignmentLine] {
        let lineage = UnitPath.lineage(path)
        let places = lineage.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
        let values = [path, UnitPath.end(of: path)].map(\.sqlValue) + lineage.map(\.rawValue.sqlValue)
        return try rows(
            Statement(
                """
                SELECT \(AssignmentLine.columns), units.code, units.name, units.path
                FROM units CROSS JOIN assignments AS newest
                LEFT JOIN people AS givers ON givers.id = newest.recorded_by
                WHERE (units.path >= $1 AND units.path < $2 OR units.code IN (\(places)))
                    AND newest.unit = units.code AND \(AssignmentLine.isNewest)
                ORDER BY units.path, newest.course LIMIT \(limit + 1)
                """, values)
        ).map { row in
            let (unit, name): (UnitCode, String) = (try row.code(6), try row.text(7))
            let isSeen = caller.scope.covers(UnitPath.lineage(try row.text(8)))
            let target: AssignmentLine.Target =
                unit == code
                ? .here(unit)
                : !lineage.contains(unit) ? .below(unit, name: name) : isSeen ? .above(unit, name: name) : .hidden
            return try AssignmentLine(row, target, isSeen: isSeen)
        }
    }

    fileprivate func linesOfPeople(below path: String, limit: Int) throws -> [AssignmentLine] {
        try rows(
            Statement(
                """
                SELECT \(AssignmentLine.columns), people.staff_no, people.name, units.name
                FROM units CROSS JOIN people CROSS JOIN assignments AS newest
                LEFT JOIN people AS givers ON givers.id = newest.recorded_by
                WHERE units.path >= $1 AND units.path < $2 AND people.unit = units.code AND people.status = 'active'
                    AND newest.person = people.id AND \(AssignmentLine.isNewest)
                ORDER BY units.path, people.staff_no, newest.course LIMIT \(limit + 1)
                """, with: path, UnitPath.end(of: path))
        ).map { row in
            let target = AssignmentLine.Target.person(
                try row.code(6), name: try row.text(7), unitName: try row.text(8))
            return try AssignmentLine(row, target, isSeen: true)
        }
    }
}

extension AssignmentLine {
    fileprivate static let columns = """
        newest.course, newest.plan, newest.due_day, newest.status, newest.from_day,
        COALESCE(givers.name, newest.recorded_by)
        """
    fileprivate static let isNewest = """
        newest.position = (SELECT MAX(position) FROM assignments AS other
            WHERE other.target = newest.target AND other.course = newest.course)
        """

    fileprivate init(_ row: Row, _ target: Target, isSeen: Bool) throws {
        self.init(
            target: target, course: try row.code(0), plan: try row.optionalCode(1), due: try row.optionalDay(2),
            status: try row.word(3), from: Day(number: try row.int(4)), by: isSeen ? try row.text(5) : nil)
    }
}

extension Schema {
    static let plans = """
        -- The plan with which something was assigned; NULL for none.
        ALTER TABLE assignments ADD COLUMN plan TEXT;
        """
}

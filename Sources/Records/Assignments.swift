import FoundationEssentials
import SQL
import Training

extension Transaction {
    /// Every fact about assignments to `unit` itself, the oldest first.
    func assignments(to unit: UnitCode) throws -> [Assignment] {
        try rows(
            Statement("\(Assignment.selection) WHERE unit = $1 ORDER BY course, position", with: unit.rawValue)
        ).map(Assignment.init)
    }

    func record(
        _ assignment: Assignment, because reason: String? = nil, by caller: Caller, at now: Date
    ) throws {
        let (unit, person): (String?, String?) =
            switch assignment.target {
            case .unit(let code): (code.rawValue, nil)
            case .person(let id): (nil, id.rawValue)
            }
        try run(
            Statement(
                """
                INSERT INTO assignments
                    (target, course, position, unit, person, due_day, status, from_day, recorded_at, recorded_by, reason,
                    plan)
                SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
                FROM assignments WHERE target = $1 AND course = $2
                """, with: assignment.target.key, assignment.course.rawValue, unit, person, assignment.due?.number,
                assignment.status.rawValue, assignment.from.number, now.milliseconds, caller.name, reason,
                assignment.plan?.rawValue))
    }
}

extension Assignment.Target {
    /// How the assignments table names a target.
    var key: String {
        switch self {
        case .unit(let code): "unit:\(code)"
        case .person(let id): "person:\(id)"
        }
    }
}

extension Assignment {
    static let selection = "SELECT unit, person, course, due_day, status, from_day, plan FROM assignments"

    init(_ row: Row) throws {
        let target: Target =
            if let unit: UnitCode = try row.optionalCode(0) { .unit(unit) } else { .person(try row.code(1)) }
        self.init(
            target: target, course: try row.code(2), due: try row.optionalDay(3), status: try row.word(4),
            from: Day(number: try row.int(5)), plan: try row.optionalCode(6))
    }
}

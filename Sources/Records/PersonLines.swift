import FoundationEssentials
import SQL
import Training

import struct Training.Unit

/// A list of people, or one page of it.
public struct PersonPage: Sendable, Hashable {
    /// The unit they belong to, or to one below it.
    public let unit: Unit
    /// The lines in the order of numbers, then courses.
    public let lines: [PersonLine]
    /// Where the next page begins, nil when this is the last.
    public let next: PersonQuery.Cursor?

    /// A page.
    public init(unit: Unit, lines: [PersonLine], next: PersonQuery.Cursor?) {
        self.unit = unit
        self.lines = lines
        self.next = next
    }
}

extension Records {
    /// The people at work in a unit and below, one line for each course assigned to them. `notFound` outside the scope.
    public func people(
        in code: UnitCode, _ query: PersonQuery, for caller: Caller, at now: Date
    ) async throws -> PersonPage {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let today = Day(at: now)
            var lines = try transaction.rows(query.statement(below: path, today: today))
                .map { try PersonLine($0, today: today) }
            var next: PersonQuery.Cursor?
            if let limit = query.limit, lines.count > limit {
                lines.removeLast(lines.count - limit)
                next = lines.last.map { .init(staffNumber: $0.staffNumber, course: $0.course?.id.rawValue ?? "") }
            }
            return PersonPage(unit: unit, lines: lines, next: next)
        }
    }
}

extension PersonQuery {
    /// One line more than the limit is asked for, to know whether there is a next page.
    fileprivate func statement(below path: String, today: Day) -> Statement {
        let exempt = Exemption.covers(person: "people.id", course: "standings.course", day: "$1")
        // CROSS: the units come first. Left alone, a planner may walk through everybody in the order of numbers.
        var sql = """
            SELECT \(PersonLine.columns(day: "$1")) FROM units CROSS JOIN people
            LEFT JOIN standings ON standings.person = people.id AND standings.assigned = 1
            WHERE people.unit = units.code AND units.path >= $2 AND units.path < $3 AND people.status = 'active'
            """
        // A path below goes on with a code, and no code begins with less than a hyphen.
        var values: [any ValueConvertible] = [today.number, path, direct ? path + "-" : UnitPath.end(of: path)]
        let finished = Standing.State.holds(on: "$1")
        let open = "NOT \(finished) AND NOT \(exempt)"
        func add(_ condition: (String) -> String, _ value: any ValueConvertible) {
            values.append(value)
            sql += " AND " + condition("$\(values.count)")
        }
        if let course { add({ "standings.course = \($0)" }, course.rawValue) }
        switch state {
        case nil: break
        case .notStarted:
            sql += " AND standings.course IS NOT NULL AND started_day IS NULL AND completed_day IS NULL AND \(open)"
        case .inProgress: sql += " AND started_day IS NOT NULL AND completed_day IS NULL AND \(open)"
        case .completed: sql += " AND \(finished)"
        case .exempt: sql += " AND standings.course IS NOT NULL AND NOT \(finished) AND \(exempt)"
        case .expired: sql += " AND completed_day IS NOT NULL AND \(open)"
        }
        if overdue { sql += " AND due_day < $1 AND \(open)" }
        if !text.isEmpty {
            let pattern = text.lowercased().likePattern
            add({ Self.matches($0) }, pattern)
        }
        if let after {
            add(
                { "(people.staff_no, COALESCE(standings.course, '')) > (\($0), $\(values.count + 1))" },
                after.staffNumber.rawValue)
            values.append(after.course)
        }
        sql += " ORDER BY people.staff_no, COALESCE(standings.course, '')"
        if let limit {
            values.append(limit + 1)
            sql += " LIMIT $\(values.count)"
        }
        return Statement(sql, values.map(\.sqlValue))
    }
}

extension PersonQuery {
    /// Whether a number begins with a text or a name contains it, by the pattern of that text.
    static func matches(_ pattern: String) -> String {
        "(lower(people.staff_no) LIKE \(pattern) ESCAPE '!' OR lower(people.name) LIKE '%' || \(pattern) ESCAPE '!')"
    }
}

extension String {
    /// A pattern for texts that begin with this one; `!` escapes what has a meaning in patterns.
    var likePattern: String {
        var pattern = ""
        for character in self {
            if character == "!" || character == "%" || character == "_" { pattern.append("!") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}

extension PersonLine {
    /// What `init(_:today:)` reads of `people`, `units` and `standings`. The argument is SQL.
    static func columns(day: String) -> String {
        """
        people.staff_no, people.name, people.unit, units.name, standings.course, standings.due_day,
            standings.started_day, standings.completed_at, standings.expires_day, standings.reopens_at,
            standings.score, standings.max_score,
            \(Exemption.covers(person: "people.id", course: "standings.course", day: day))
        """
    }

    init(_ row: Row, today: Day) throws {
        var course: Course?
        if let id: CourseID = try row.optionalCode(4) {
            let due = try row.optionalDay(5)
            let holding = try Holding(row, from: 7)
            let state = Standing.State(begun: !row.isNull(6), holding, exempt: try row.bool(12), on: today)
            course = Course(
                id: id, state: state, overdue: state.canBeOverdue && due.map { $0 < today } ?? false,
                completedAt: holding?.doneAt, score: try row.optionalInt(10).map(Marks.init(hundredths:)),
                maxScore: try row.optionalInt(11).map(Marks.init(hundredths:)), due: due)
        }
        self.init(
            staffNumber: try row.code(0), name: try row.text(1), unit: try row.code(2), unitName: try row.text(3),
            course: course)
    }
}

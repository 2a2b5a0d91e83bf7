import FoundationEssentials
import SQL
import Training

import struct Training.Unit

/// A list of people, or one page of it.
public struct PersonPage: Sendable, Hashable {
    /// The unit they belong to, or to one below it.
    public let unit: Unit
    /// The lines in the order that was asked for.
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
    ///
    /// A page costs what is on it, and what its filters pass over: units, or numbers, are walked through in their order until
    /// it is full.
    public func people(
        in code: UnitCode, _ query: PersonQuery, for caller: Caller, at now: Date
    ) async throws -> PersonPage {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let today = Day(at: now)
            // A path below goes on with a code, and no code begins with less than a hyphen.
            let range = PathRange(from: path, to: query.direct ? path + "-" : UnitPath.end(of: path))
            let walk = try transaction.walk(of: query, through: range)
            var lines = try transaction.rows(query.statement(walk, through: range, today: today))
                .map { try PersonLine($0, today: today) }
            var next: PersonQuery.Cursor?
            if let limit = query.limit, lines.count > limit {
                lines.removeLast(lines.count - limit)
                next = lines.last.map {
                    .init(unit: $0.unit, staffNumber: $0.staffNumber, course: $0.course?.id.rawValue ?? "")
                }
            }
            return PersonPage(unit: unit, lines: lines, next: next)
        }
    }
}

/// What a list of people is read through.
private enum PersonWalk {
    /// Units in the order of their paths from this one on, each with its people in the order of numbers: nothing is sorted.
    case units(from: String)
    /// All units, their people then sorted by number: of a unit where they are few.
    case sorting
    /// Everybody in the order of numbers, whoever belongs to other units passed over: nothing is sorted.
    case numbers

    /// How many people are rather sorted than looked for among everybody.
    static let few = 1000
}

extension Transaction {
    /// How a list is read. A place to go on from that lies outside of the units is refused as one that does not exist.
    fileprivate func walk(of query: PersonQuery, through range: PathRange) throws -> PersonWalk {
        let start = try query.after.map { after in
            guard let start = try path(of: after.unit), start >= range.from, start < range.to else {
                throw Refusal.badCursor
            }
            return start
        }
        switch query.order {
        case .unit: return .units(from: start ?? range.from)
        case .number: return try query.limit == nil || hasFewPeople(range) ? .sorting : .numbers
        }
    }

    private func hasFewPeople(_ range: PathRange) throws -> Bool {
        let some = try rows(
            Statement(
                """
                SELECT 1 FROM units CROSS JOIN people
                WHERE people.unit = units.code AND units.path >= $1 AND units.path < $2 LIMIT $3
                """, with: range.from, range.to, PersonWalk.few + 1))
        return some.count <= PersonWalk.few
    }
}

extension PersonQuery {
    /// One line more than the limit is asked for, to know whether there is a next page.
    fileprivate func statement(_ walk: PersonWalk, through range: PathRange, today: Day) -> Statement {
        var asked: PersonConditions
        let (tables, order): (String, String)
        // CROSS: a planner may else walk through everybody where units come first, and sort where numbers do.
        switch walk {
        case .units(let start):
            (tables, order) = ("units CROSS JOIN people", "units.path, people.staff_no, standings.course")
            asked = PersonConditions([today.number, start, range.to])
            if let after { asked.addAfterFirstUnit(after) }
        case .sorting:
            (tables, order) = ("units CROSS JOIN people", "people.staff_no, standings.course")
            asked = PersonConditions([today.number, range.from, range.to])
            if let after { asked.add(after) }
        case .numbers:
            (tables, order) = ("people CROSS JOIN units", "people.staff_no, standings.course")
            asked = PersonConditions([today.number, range.from, range.to])
            asked.add("people.staff_no >= $", after?.staffNumber.rawValue ?? "")
            if let after { asked.add(after) }
        }
        add(to: &asked)
        var sql = """
            SELECT \(PersonLine.columns(day: "$1")) FROM \(tables) \(standings)
            people.unit = units.code AND units.path >= $2 AND units.path < $3 AND people.status = 'active'
            \(asked.sql) ORDER BY \(order)
            """
        if let limit { sql += " LIMIT \(asked.place(limit + 1))" }
        return Statement(sql, asked.values.map(\.sqlValue))
    }

    /// The standings of a person: each line has one where it is asked for by what it says of a course. CROSS: they come last.
    private var standings: String {
        let own = "standings.person = people.id AND standings.assigned = 1"
        return course == nil && plan == nil && state == nil && !overdue
            ? "LEFT JOIN standings ON \(own) WHERE" : "CROSS JOIN standings WHERE \(own) AND"
    }

    /// What is asked of the lines wherever they stand; `$1` is today.
    private func add(to asked: inout PersonConditions) {
        let finished = Standing.State.holds(on: "$1")
        let exempt = Exemption.covers(person: "people.id", course: "standings.course", day: "$1")
        let open = "NOT \(finished) AND NOT \(exempt)"
        if let course { asked.add("standings.course = $", course.rawValue) }
        if let plan {
            let courses = plan.courses.map { asked.place($0.rawValue) }.joined(separator: ", ")
            asked.sql += " AND standings.course IN (\(courses))"
        }
        switch state {
        case nil: break
        case .notStarted:
            asked.sql +=
                " AND standings.course IS NOT NULL AND started_day IS NULL AND completed_day IS NULL AND \(open)"
        case .inProgress: asked.sql += " AND started_day IS NOT NULL AND completed_day IS NULL AND \(open)"
        case .completed: asked.sql += " AND \(finished)"
        case .exempt: asked.sql += " AND standings.course IS NOT NULL AND NOT \(finished) AND \(exempt)"
        case .expired: asked.sql += " AND completed_day IS NOT NULL AND \(open)"
        }
        if overdue { asked.sql += " AND due_day < $1 AND \(open)" }
        if !text.isEmpty { asked.sql += " AND \(Self.matches(asked.place(text.lowercased().likePattern)))" }
    }
}

/// Conditions with their values, as they come together.
private struct PersonConditions {
    var sql = ""
    private(set) var values: [any ValueConvertible]

    init(_ values: [any ValueConvertible]) { self.values = values }

    /// Takes a value and says where it stands.
    mutating func place(_ value: any ValueConvertible) -> String {
        values.append(value)
        return "$\(values.count)"
    }

    /// A condition with a place for its value.
    mutating func add(_ condition: String, _ value: any ValueConvertible) {
        sql += " AND " + condition.replacing("$", with: place(value))
    }

    /// Only lines after a place in the order of numbers.
    mutating func add(_ after: PersonQuery.Cursor) {
        let (number, course) = (place(after.staffNumber.rawValue), place(after.course))
        sql += " AND (people.staff_no, COALESCE(standings.course, '')) > (\(number), \(course))"
    }

    /// Only lines after a place in the order of units, of which `$2` is the first.
    mutating func addAfterFirstUnit(_ after: PersonQuery.Cursor) {
        let (unit, number, course) = ("$2", place(after.staffNumber.rawValue), place(after.course))
        // The first says to an index where to begin among the unit's people.
        sql += """
             AND people.staff_no >= CASE WHEN units.path = \(unit) THEN \(number) ELSE '' END
            AND (units.path > \(unit) OR people.staff_no > \(number) OR COALESCE(standings.course, '') > \(course))
            """
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

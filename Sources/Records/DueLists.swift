import FoundationEssentials
import SQL
import Training

extension Records {
    /// Who at work in a unit and below is to finish a course soon or is late, and whose completion ends soon or has; at most
    /// `limit` lines, nil for all. Who is exempt is not asked. `notFound` outside the scope.
    public func dueList(
        in code: UnitCode, _ query: DueList.Query, limit: Int? = nil, for caller: Caller, at now: Date
    ) async throws -> DueList {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let today = Day(at: now)
            var lines = try transaction.rows(query.statement(below: path, today: today, limit: limit))
                .map { try DueList.Line($0, today: today) }
            let isCut = limit.map { lines.count > $0 } ?? false
            if isCut { lines.removeLast() }
            return DueList(unit: unit, query: query, day: today, lines: lines, isCut: isCut)
        }
    }
}

extension DueList.Query {
    /// From the units to their people to where each stands; one line more than the limit is asked for.
    fileprivate func statement(below path: String, today: Day, limit: Int?) -> Statement {
        let holds = Standing.State.holds(on: "$1")
        let day = "CASE WHEN \(holds) THEN standings.expires_day ELSE \(Standing.lastDay) END"
        var values = [today.number.sqlValue, path.sqlValue, UnitPath.end(of: path).sqlValue]
        var sql = """
            SELECT people.staff_no, people.name, people.unit, units.name, standings.course, standings.started_day,
                standings.completed_at, standings.expires_day, standings.reopens_at, \(day)
            FROM units CROSS JOIN people CROSS JOIN standings
            WHERE units.path >= $2 AND units.path < $3 AND people.unit = units.code AND people.status = 'active'
                AND standings.person = people.id AND standings.assigned = 1
                AND NOT \(Exemption.covers(person: "people.id", course: "standings.course", day: "$1"))
            """
        switch span {
        case .within(let days):
            values.append(today.adding(days).number.sqlValue)
            sql += " AND \(day) >= $1 AND \(day) <= $4"
        case .over: sql += " AND \(day) < $1"
        }
        if let course {
            values.append(course.rawValue.sqlValue)
            sql += " AND standings.course = $\(values.count)"
        }
        sql += " ORDER BY units.code, people.staff_no, standings.course"
        if let limit {
            values.append((limit + 1).sqlValue)
            sql += " LIMIT $\(values.count)"
        }
        return Statement(sql, values)
    }
}

extension DueList.Line {
    fileprivate init(_ row: Row, today: Day) throws {
        self.init(
            staffNumber: try row.code(0), name: try row.text(1), unit: try row.code(2), unitName: try row.text(3),
            course: try row.code(4),
            state: Standing.State(begun: !row.isNull(5), try Holding(row, from: 6), exempt: false, on: today),
            day: Day(number: try row.int(9)))
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Everyone at work in a unit and below against the courses asked there. `notFound` outside the scope.
    ///
    /// A page costs what is on it: units are walked through in their order until it is full.
    public func courseGrid(
        of code: UnitCode, _ query: CourseGrid.Query, for caller: Caller, at now: Date
    ) async throws -> CourseGrid {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let today = Day(at: now)
            let start = try transaction.start(of: query, below: path)
            let lines = try transaction.rows(query.statement(from: start, below: path, today: today))
                .map { try PersonLine($0, today: today) }
            return CourseGrid(
                unit: unit.named, courses: try transaction.coursesAsked(of: code, on: today), lines: lines,
                limit: query.limit)
        }
    }
}

extension Transaction {
    /// Where the walk through the units begins. A place outside of them is refused as one that does not exist.
    fileprivate func start(of query: CourseGrid.Query, below path: String) throws -> String {
        guard let after = query.after else { return path }
        guard let start = try self.path(of: after.unit), start >= path, start < UnitPath.end(of: path) else {
            throw Refusal.badCursor
        }
        return start
    }

    /// The courses that are asked of anyone in a unit and below on a day, by id.
    fileprivate func coursesAsked(of unit: UnitCode, on day: Day) throws -> [CourseID] {
        try rows(
            Statement(
                """
                SELECT course FROM tallies WHERE unit = $1 AND reach IN ('below', 'below_moved') AND day <= $2
                GROUP BY course HAVING SUM(assigned + exempt) > 0 ORDER BY course
                """, with: unit.rawValue, day.number)
        ).map { try $0.code(0) }
    }
}

extension Refusal {
    /// A place to go on from that is none.
    public static let badCursor = Refusal.invalid(
        code: "bad_cursor", Bilingual(zh: "cursor 不对。", en: "The cursor is wrong."))
}

extension CourseGrid.Query {
    /// One person more than the limit is asked for, to know whether there is a next page.
    fileprivate func statement(from start: String, below path: String, today: Day) -> Statement {
        var values: [any ValueConvertible] = [today.number, start, UnitPath.end(of: path)]
        // CROSS: the units come first, in the order of their paths, and people in the order of numbers; nothing is sorted.
        var page = """
            SELECT people.id AS id, units.path AS path FROM units CROSS JOIN people
            WHERE people.unit = units.code AND units.path >= $2 AND units.path < $3 AND people.status = 'active'
            """
        if let after {
            values.append(after.staffNumber.rawValue)
            page += " AND (units.path > $2 OR people.staff_no > $\(values.count))"
        }
        if !text.isEmpty {
            values.append(text.lowercased().likePattern)
            page += " AND \(PersonQuery.matches("$\(values.count)"))"
        }
        page += " ORDER BY units.path, people.staff_no"
        if let limit {
            values.append(limit + 1)
            page += " LIMIT $\(values.count)"
        }
        return Statement(
            """
            SELECT \(PersonLine.columns(day: "$1")) FROM (\(page)) AS page
            JOIN people ON people.id = page.id JOIN units ON units.code = people.unit
            LEFT JOIN standings ON standings.person = people.id AND standings.assigned = 1
            ORDER BY page.path, people.staff_no, COALESCE(standings.course, '')
            """, values.map(\.sqlValue))
    }
}

import SQL
import Training

extension Records {
    /// Exactly what the import of the same kind takes, of everything the caller may see: rows of cells in the order of
    /// `ImportKind.columns`.
    public func export(_ kind: ImportKind, for caller: Caller) async throws -> [[String]] {
        try await database.read { transaction in
            let ranges = try transaction.ranges(of: caller.scope)
            return try ranges.flatMap { range in
                switch kind {
                case .units: try transaction.units(in: range)
                case .people: try transaction.people(in: range)
                case .coordinators: try transaction.charges(in: range, of: ranges)
                case .enrolments: try transaction.enrolments(in: range)
                }
            }
        }
    }
}

/// The paths from one text up to, but not including, another.
typealias PathRange = (from: String, to: String)

extension Transaction {
    func ranges(of scope: Scope) throws -> [PathRange] {
        switch scope {
        case .everything: [(from: "/", to: "0")]
        case .below(let units):
            // A unit below another one in charge of would come twice.
            try units.filter { unit in
                let above = try lineage(of: unit).dropFirst()
                return !above.contains(where: units.contains)
            }.compactMap { try path(of: $0) }.sorted().map { ($0, UnitPath.end(of: $0)) }
        }
    }

    fileprivate func units(in range: PathRange) throws -> [[String]] {
        try rows(
            Statement(
                """
                SELECT code, name, COALESCE(parent, ''), COALESCE(reports_to, '') FROM units
                WHERE path >= $1 AND path < $2 ORDER BY path
                """, with: range.from, range.to)
        ).map(\.texts)
    }

    fileprivate func people(in range: PathRange) throws -> [[String]] {
        try rows(
            Statement(
                """
                SELECT people.staff_no, people.name, people.unit, people.role, people.status
                FROM units JOIN people ON people.unit = units.code
                WHERE units.path >= $1 AND units.path < $2 ORDER BY people.staff_no
                """, with: range.from, range.to)
        ).map(\.texts)
    }

    fileprivate func enrolments(in range: PathRange) throws -> [[String]] {
        try rows(
            Statement(
                """
                SELECT COALESCE(people.staff_no, ''), COALESCE(newest.unit, ''), newest.course, newest.due_day, newest.status
                FROM assignments AS newest LEFT JOIN people ON people.id = newest.person
                JOIN units ON units.code = COALESCE(newest.unit, people.unit)
                WHERE units.path >= $1 AND units.path < $2 AND newest.position = (
                    SELECT MAX(position) FROM assignments AS other
                    WHERE other.target = newest.target AND other.course = newest.course)
                ORDER BY units.path, people.staff_no NULLS FIRST, newest.course
                """, with: range.from, range.to)
        ).map { row in
            let due = try row.optionalDay(3)?.description ?? ""
            return [try row.text(0), try row.text(1), try row.text(2), due, try row.text(4)]
        }
    }
}

extension Row {
    /// All columns as text; for rows that hold nothing else.
    fileprivate var texts: [String] {
        values.map { value in
            if case .text(let text) = value { text } else { "" }
        }
    }
}

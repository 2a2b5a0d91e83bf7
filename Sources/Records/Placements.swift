import FoundationEssentials
import SQL
import Training

extension Schema {
    static let placements = """
        -- What units were called and where they stood, from a day on; none is changed or taken back. The newest of each
        -- unit says what `units` says.
        CREATE TABLE placements (
            unit TEXT NOT NULL REFERENCES units (code),
            position BIGINT NOT NULL,
            from_day BIGINT NOT NULL,
            name TEXT NOT NULL,
            parent TEXT REFERENCES units (code),
            reports_to TEXT REFERENCES units (code),
            recorded_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL,
            PRIMARY KEY (unit, position));
        CREATE INDEX placements_parent ON placements (parent, unit);
        CREATE INDEX placements_reports_to ON placements (reports_to, unit);
        -- Reports of every day followed the units as they stood last.
        INSERT INTO placements (unit, position, from_day, name, parent, reports_to, recorded_at, recorded_by)
        SELECT code, 1, 0, name, parent, reports_to, 0, '' FROM units;
        """
}

extension Transaction {
    /// Every place of a unit, the oldest first.
    func placements(of unit: UnitCode) throws -> [Placement] {
        try rows(
            Statement(
                """
                SELECT from_day, name, parent, reports_to FROM placements WHERE unit = $1 ORDER BY from_day, position
                """, with: unit.rawValue)
        ).map { try Placement($0, from: 0) }
    }

    /// The place of a unit at the end of a day; nil when there is no such unit.
    func placement(of unit: UnitCode, on day: Day) throws -> Placement? {
        try row(
            Statement(
                """
                SELECT from_day, name, parent, reports_to FROM placements WHERE unit = $1 AND from_day <= $2
                ORDER BY from_day DESC, position DESC LIMIT 1
                """, with: unit.rawValue, max(day, Placement.beginning).number)
        ).map { try Placement($0, from: 0) }
    }

    /// The units that stood directly below another at the end of a day, by code.
    func children(of unit: UnitCode, on day: Day) throws -> [(UnitCode, Placement)] {
        try placed("placements.parent = $1", unit, on: day)
    }

    /// The units that at the end of a day were said to report to another, by code.
    func reporting(to unit: UnitCode, on day: Day) throws -> [(UnitCode, Placement)] {
        try placed("placements.reports_to = $1", unit, on: day)
    }

    /// The units that at the end of a day were said to report to any, by code.
    func reporting(on day: Day) throws -> [(UnitCode, Placement)] {
        try placed("placements.reports_to > $1", nil, on: day)
    }

    /// The units of which something was said after a day.
    func unitsPlaced(after day: Day) throws -> Set<UnitCode> {
        Set(
            try rows(Statement("SELECT unit FROM placements WHERE from_day > $1", with: day.number))
                .map { try $0.code(0) })
    }

    private func placed(_ condition: String, _ unit: UnitCode?, on day: Day) throws -> [(UnitCode, Placement)] {
        try rows(
            Statement(
                """
                SELECT unit, from_day, name, parent, reports_to FROM placements
                WHERE \(condition) AND from_day <= $2 AND NOT EXISTS (
                    SELECT 1 FROM placements AS later WHERE later.unit = placements.unit AND later.from_day <= $2
                        AND (later.from_day, later.position) > (placements.from_day, placements.position))
                """, with: unit?.rawValue ?? "", max(day, Placement.beginning).number)
        ).map { (try $0.code(0), try Placement($0, from: 1)) }
            // Sorted here: asked to, a planner may walk through all units in their order.
            .sorted { $0.0 < $1.0 }
    }
}

extension Placement {
    /// Reads `from_day, name, parent, reports_to`.
    init(_ row: Row, from first: Int) throws {
        self.init(
            from: Day(number: try row.int(first)), name: try row.text(first + 1),
            parent: try row.optionalCode(first + 2), reportsTo: try row.optionalCode(first + 3))
    }
}

extension Records {
    /// Counts by the unit now whoever had changed units before that was counted: once in the life of a database.
    func tallyMovesBefore(at now: Date) async throws {
        try await database.writeAlone { transaction in
            let name = "moves_tallied"
            let done = try transaction.row(
                Statement("SELECT 1 FROM settings WHERE name = $1\(transaction.lockingClause)", with: name))
            guard done == nil else { return }
            let moved = try transaction.rows(
                Statement("SELECT person FROM memberships GROUP BY person HAVING COUNT(DISTINCT unit) > 1")
            ).map { try $0.code(0) as PersonID }
            try Ledger(transaction, at: now).addMoves(of: moved)
            try transaction.run(Statement("INSERT INTO settings (name, value) VALUES ($1, 'all')", with: name))
        }
    }
}

import FoundationEssentials
import SQL
import Training

extension Transaction {
    // MARK: Putting rows beside their place

    func stage(_ entry: ImportChanges.UnitEntry, of id: ImportID) throws {
        try run(
            Statement(
                """
                INSERT INTO staged_units (import, code, name, parent, reports_to, path, from_day)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """, with: id.rawValue, entry.unit.code.rawValue, entry.unit.name, entry.unit.parent?.rawValue,
                entry.unit.reportsTo?.rawValue, entry.path, entry.from?.number))
    }

    func stage(_ entry: ImportChanges.PersonEntry, of id: ImportID) throws {
        let person = entry.person
        try run(
            Statement(
                """
                INSERT INTO staged_people
                    (import, person, staff_no, staff_no_plain, name, unit, role, status, belongs, signs_out)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """, with: id.rawValue, person.id.rawValue, person.staffNumber.rawValue,
                person.staffNumber.withoutLeadingZeros, person.name, person.unit.rawValue, person.role.rawValue,
                person.status.rawValue, entry.belongs, entry.signsOut))
    }

    func stage(_ entry: ImportChanges.ChargeEntry, of id: ImportID) throws {
        try run(
            Statement(
                "INSERT INTO staged_charges (import, person, unit, until_day) VALUES ($1, $2, $3, $4)",
                with: id.rawValue, entry.person.rawValue, entry.charge.unit.rawValue, entry.charge.until?.number))
    }

    func stage(_ assignment: Assignment, of id: ImportID) throws {
        let (unit, person): (String?, String?) =
            switch assignment.target {
            case .unit(let code): (code.rawValue, nil)
            case .person(let id): (nil, id.rawValue)
            }
        try run(
            Statement(
                """
                INSERT INTO staged_assignments (import, target, course, unit, person, due_day, status, plan)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, with: id.rawValue, assignment.target.key, assignment.course.rawValue, unit, person,
                assignment.due?.number, assignment.status.rawValue, assignment.plan?.rawValue))
    }

    /// Stages what changes about one part of the people, in place of what was staged about it before.
    func stage(_ changes: LedgerChanges, asPart part: Int, of id: ImportID) throws {
        for table in ["staged_standings", "staged_tallies", "staged_years"] {
            try run(Statement("DELETE FROM \(table) WHERE import = $1 AND part = $2", with: id.rawValue, part))
        }
        for standing in changes.standings {
            try run(
                Statement(
                    """
                    INSERT INTO staged_standings (import, part, person, course, assigned, due_day)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """, with: id.rawValue, part, standing.person.rawValue, standing.course.rawValue,
                    standing.assigned, standing.due?.number))
        }
        for (place, change) in changes.deltas.inOrder {
            try run(
                Statement(
                    """
                    INSERT INTO staged_tallies (import, part, unit, reach, course, day,
                        assigned, completed, in_progress, not_started, expired, overdue, exempt)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                    """, with: id.rawValue, part, place.unit.rawValue, place.reach.rawValue, place.course.rawValue,
                    place.day.number, change.assigned, change.completed, change.inProgress, change.notStarted,
                    change.expired, change.overdue, change.exempt))
        }
        for (place, count) in changes.years.inOrder {
            let (then, now) = (count.then, count.now)
            try run(
                Statement(
                    """
                    INSERT INTO staged_years (import, part, unit, course, year, people, attempts, passed, half_hours,
                        people_now, attempts_now, passed_now, half_hours_now)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                    """, with: id.rawValue, part, place.unit.rawValue, place.course?.rawValue ?? "", place.year,
                    then.people, then.attempts, then.passed, then.halfHours, now.people, now.attempts, now.passed,
                    now.halfHours))
        }
    }

    // MARK: Moving them there

    /// Moves everything that is staged for an import to its place, by one statement a table.
    func moveStaged(_ id: ImportID, by caller: Caller, at now: Date) throws {
        try moveUnits(id, by: caller, at: now)
        try movePeople(id, by: caller, at: now)
        let facts: [any ValueConvertible] = [Day(at: now).number, now.milliseconds, caller.name, id.rawValue]
        try run(
            Statement(
                """
                INSERT INTO charges (person, unit, position, from_day, until_day, recorded_at, recorded_by)
                SELECT person, unit, COALESCE((SELECT MAX(position) FROM charges
                    WHERE charges.person = staged_charges.person AND charges.unit = staged_charges.unit), 0) + 1,
                    $1, until_day, $2, $3
                FROM staged_charges WHERE import = $4
                """, facts.map(\.sqlValue)))
        try run(
            Statement(
                """
                INSERT INTO assignments
                    (target, course, position, unit, person, due_day, status, plan, from_day, recorded_at, recorded_by)
                SELECT target, course, COALESCE((SELECT MAX(position) FROM assignments
                    WHERE assignments.target = staged_assignments.target
                        AND assignments.course = staged_assignments.course), 0) + 1,
                    unit, person, due_day, status, plan, $1, $2, $3
                FROM staged_assignments WHERE import = $4
                """, facts.map(\.sqlValue)))
        try moveStandings(id)
    }

    private func moveUnits(_ id: ImportID, by caller: Caller, at now: Date) throws {
        try run(
            Statement(
                """
                INSERT INTO units (code, name, parent, reports_to, path)
                SELECT code, name, parent, reports_to, path FROM staged_units WHERE import = $1
                ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = excluded.parent,
                    reports_to = excluded.reports_to, path = excluded.path
                """, with: id.rawValue))
        try run(
            Statement(
                """
                INSERT INTO placements (unit, position, from_day, name, parent, reports_to, recorded_at, recorded_by)
                SELECT code, COALESCE((SELECT MAX(position) FROM placements
                    WHERE placements.unit = staged_units.code), 0) + 1,
                    from_day, name, parent, reports_to, $1, $2
                FROM staged_units WHERE import = $3 AND from_day IS NOT NULL
                """, with: now.milliseconds, caller.name, id.rawValue))
    }

    private func movePeople(_ id: ImportID, by caller: Caller, at now: Date) throws {
        try run(
            Statement(
                """
                INSERT INTO people (id, staff_no, staff_no_plain, name, unit, role, status)
                SELECT person, staff_no, staff_no_plain, name, unit, role, status FROM staged_people WHERE import = $1
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit, role = excluded.role,
                    status = excluded.status
                """, with: id.rawValue))
        try run(
            Statement(
                """
                INSERT INTO memberships (person, position, from_day, unit, active, recorded_at, recorded_by)
                SELECT person, COALESCE((SELECT MAX(position) FROM memberships
                    WHERE memberships.person = staged_people.person), 0) + 1,
                    $1, unit, CASE WHEN status = 'active' THEN 1 ELSE 0 END, $2, $3
                FROM staged_people WHERE import = $4 AND belongs = 1
                """, with: Day(at: now).number, now.milliseconds, caller.name, id.rawValue))
        try run(
            Statement(
                """
                DELETE FROM sessions WHERE person IN (
                    SELECT person FROM staged_people WHERE import = $1 AND signs_out = 1)
                """, with: id.rawValue))
    }

    private func moveStandings(_ id: ImportID) throws {
        try run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, due_day)
                SELECT person, course, assigned, due_day FROM staged_standings WHERE import = $1
                ON CONFLICT (person, course) DO UPDATE SET assigned = excluded.assigned, due_day = excluded.due_day
                """, with: id.rawValue))
        try moveCounts(
            ["assigned", "completed", "in_progress", "not_started", "expired", "overdue", "exempt"],
            by: "unit, reach, course, day", to: "tallies", from: "staged_tallies", of: id)
        try moveCounts(
            [
                "people", "attempts", "passed", "half_hours", "people_now", "attempts_now", "passed_now",
                "half_hours_now",
            ], by: "unit, course, year", to: "year_tallies", from: "staged_years", of: id)
    }

    /// Adds what is staged to counts, in ascending order of their keys so that two writers cannot wait for each other.
    private func moveCounts(
        _ counts: [String], by key: String, to table: String, from staged: String, of id: ImportID
    ) throws {
        try run(
            Statement(
                """
                INSERT INTO \(table) (\(key), \(counts.joined(separator: ", ")))
                SELECT \(key), \(counts.map { "CAST(SUM(\($0)) AS BIGINT)" }.joined(separator: ", "))
                FROM \(staged) WHERE import = $1 GROUP BY \(key) ORDER BY \(key)
                ON CONFLICT (\(key)) DO UPDATE SET
                    \(counts.map { "\($0) = \(table).\($0) + excluded.\($0)" }.joined(separator: ", "))
                """, with: id.rawValue))
    }

    // MARK: Clearing up

    /// Deletes some of what is left staged for an import; false when there is nothing left.
    func clearStaged(of id: ImportID) throws -> Bool {
        let tables = [
            ("staged_people", "person"), ("staged_standings", "part"), ("staged_tallies", "part"),
            ("staged_years", "part"),
            ("staged_units", "code"), ("staged_assignments", "target"), ("staged_charges", "person"),
            ("import_touches", "person"),
        ]
        for (table, key) in tables {
            let deleted = try run(
                Statement(
                    """
                    DELETE FROM \(table) WHERE import = $1 AND \(key) <= (
                        SELECT MAX(\(key)) FROM (
                            SELECT \(key) FROM \(table) WHERE import = $1 ORDER BY \(key) LIMIT \(2 * groupSize)
                        ) AS first)
                    """, with: id.rawValue))
            if deleted > 0 { return true }
        }
        try run(Statement("UPDATE imports SET staged = 0 WHERE id = $1", with: id.rawValue))
        return false
    }

    // MARK: Who changed meanwhile

    /// Tells the imports that go on that something changes about these people, so that what they worked out is worked out
    /// again.
    func tellImports(ofChangesTo people: [PersonID]) throws {
        guard !people.isEmpty else { return }
        let imports = try rows(Statement("SELECT id FROM imports WHERE state = 'applying'\(lockingClause)"))
        for id in try imports.map({ try $0.text(0) }) {
            for person in people {
                try run(
                    Statement(
                        """
                        INSERT INTO import_touches (import, person) VALUES ($1, $2)
                        ON CONFLICT (import, person) DO NOTHING
                        """, with: id, person.rawValue))
            }
        }
    }

    /// Takes what was told about people since the import went on, or since it was last taken.
    func takeTouches(of id: ImportID) throws -> [PersonID] {
        let people: [PersonID] = try rows(
            Statement("SELECT person FROM import_touches WHERE import = $1", with: id.rawValue)
        ).map { try $0.code(0) }
        if !people.isEmpty {
            try run(Statement("DELETE FROM import_touches WHERE import = $1", with: id.rawValue))
        }
        return people
    }
}

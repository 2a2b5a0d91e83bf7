import FoundationEssentials
import SQL
import Training

import struct Training.Unit

extension Records {
    /// Arranges a session for the people of a unit. `notFound` when the unit is outside the scope, `invalid` for a day that is
    /// over or more than a year ahead.
    public func arrange(
        _ plan: GroupSession.Plan, for unit: UnitCode, by caller: Caller, at now: Date
    ) async throws -> GroupSessionID {
        let today = Day(at: now)
        guard plan.day >= today, plan.day <= today.adding(GroupSession.Plan.horizon) else {
            throw Refusal.badSessionDay
        }
        let id: GroupSessionID = randomness.id(at: now)
        try await database.write { transaction in
            _ = try transaction.unit(unit, for: caller)
            try transaction.insert(plan, as: id, for: unit, by: caller, at: now)
        }
        return id
    }

    /// The sessions of a unit and of those below, the latest day first; at most `limit`. `notFound` outside the scope.
    public func groupSessions(
        in code: UnitCode, limit: Int, for caller: Caller
    ) async throws -> (unit: Unit, sessions: [GroupSession]) {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let sessions = try transaction.groupSessions(
                "units.path >= $1 AND units.path < $2 ORDER BY group_sessions.day DESC, group_sessions.id DESC LIMIT $3",
                path.sqlValue, UnitPath.end(of: path).sqlValue, limit.sqlValue)
            return (unit, sessions)
        }
    }

    /// Those of a unit and below that take place on `day` or later, the next one first; at most `limit`. `notFound` outside
    /// the scope.
    public func groupSessions(
        below code: UnitCode, ahead day: Day, limit: Int, for caller: Caller
    ) async throws -> [GroupSession] {
        try await database.read { transaction in
            _ = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            return try transaction.groupSessions(
                """
                units.path >= $1 AND units.path < $2 AND group_sessions.day >= $3
                    AND group_sessions.cancelled_at IS NULL
                ORDER BY group_sessions.day, group_sessions.id LIMIT $4
                """, path.sqlValue, UnitPath.end(of: path).sqlValue, day.number.sqlValue, limit.sqlValue)
        }
    }

    /// The sessions arranged for a person, by the unit they belong to or one above it, that take place on `day` or later; the
    /// next one first.
    public func groupSessions(ahead day: Day, of person: PersonID) async throws -> [GroupSession] {
        try await database.read { transaction in
            guard let unit = try transaction.person(person)?.unit else { return [] }
            let lineage = try transaction.lineage(of: unit)
            guard !lineage.isEmpty else { return [] }
            let places = lineage.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
            return try transaction.groupSessions(
                """
                group_sessions.day >= $1 AND group_sessions.unit IN (\(places))
                    AND group_sessions.cancelled_at IS NULL
                ORDER BY group_sessions.day, group_sessions.id LIMIT 20
                """, [day.number.sqlValue] + lineage.map(\.rawValue.sqlValue))
        }
    }

    /// A session with those of the scope who were there. `notFound` when its unit is outside the scope.
    public func groupSession(_ id: GroupSessionID, for caller: Caller) async throws -> GroupSessionRecord {
        try await database.read { transaction in
            let session = try transaction.groupSession(id, for: caller)
            let attendances = try transaction.attendances(at: id, for: caller)
            return GroupSessionRecord(
                session: session, attendances: attendances,
                elsewhere: session.present - attendances.count(where: \.isPresent))
        }
    }

    /// Says that a session does not take place. `notFound` outside the scope; `conflict` when somebody was there or it was
    /// cancelled before.
    public func cancel(
        _ id: GroupSessionID, because reason: String, by caller: Caller, at now: Date
    ) async throws -> UnitCode {
        try await database.write { transaction in
            let session = try transaction.groupSession(id, for: caller, locking: true)
            guard session.cancellation == nil else { throw Refusal.cancelledSession }
            guard session.present == 0 else { throw Refusal.recordedSession }
            try transaction.run(
                Statement(
                    """
                    UPDATE group_sessions SET cancelled_at = $1, cancelled_by = $2, cancel_reason = $3
                    WHERE id = $4 AND cancelled_at IS NULL
                    """, with: now.milliseconds, caller.name, reason, id.rawValue))
            return session.unit
        }
    }
}

extension Refusal {
    fileprivate static let badSessionDay = Refusal.invalid(
        code: "bad_day", Bilingual(zh: "日期要在今天到一年之内。", en: "The day is today or later, and within a year."))
    static let cancelledSession = Refusal.conflict(
        code: "cancelled", Bilingual(zh: "这次集中学习已经取消。", en: "This session was cancelled."))
    fileprivate static let recordedSession = Refusal.conflict(
        code: "recorded",
        Bilingual(zh: "已经登记了到场人员，不能取消。", en: "People are recorded as having been there; it cannot be cancelled."))
}

extension Transaction {
    /// A session whose unit is in the scope; anything else is `notFound`.
    func groupSession(_ id: GroupSessionID, for caller: Caller, locking: Bool = false) throws -> GroupSession {
        if locking {
            _ = try row(
                Statement("SELECT id FROM group_sessions WHERE id = $1\(lockingClause)", with: id.rawValue))
        }
        guard let session = try groupSessions("group_sessions.id = $1", id.rawValue.sqlValue).first,
            caller.scope.covers(try lineage(of: session.unit))
        else { throw Refusal.notFound }
        return session
    }

    /// What a condition, and an order, finds.
    fileprivate func groupSessions(_ condition: String, _ values: Value...) throws -> [GroupSession] {
        try groupSessions(condition, values)
    }

    fileprivate func groupSessions(_ condition: String, _ values: [Value]) throws -> [GroupSession] {
        try rows(
            Statement(
                """
                SELECT group_sessions.id, group_sessions.unit, units.name, group_sessions.day, group_sessions.place,
                    group_sessions.made_at, COALESCE(makers.name, group_sessions.made_by), group_sessions.cancelled_at,
                    COALESCE(cancellers.name, group_sessions.cancelled_by), group_sessions.cancel_reason,
                    (SELECT COUNT(*) FROM attendances
                        WHERE attendances.session = group_sessions.id AND \(Attendance.holds))
                FROM group_sessions JOIN units ON units.code = group_sessions.unit
                LEFT JOIN people AS makers ON makers.id = group_sessions.made_by
                LEFT JOIN people AS cancellers ON cancellers.id = group_sessions.cancelled_by
                WHERE \(condition)
                """, values)
        ).map { row in
            let id: GroupSessionID = try row.code(0)
            let plan = GroupSession.Plan(
                checked: Day(number: try row.int(3)), place: try row.text(4), lessons: try lessons(of: id))
            let cancellation = try row.optionalInt(7).map { time in
                GroupSession.Cancellation(
                    reason: try row.text(9), at: Date(milliseconds: time), by: try row.text(8))
            }
            return GroupSession(
                id: id, unit: try row.code(1), unitName: try row.text(2), plan: plan,
                madeAt: Date(milliseconds: try row.int(5)), madeBy: try row.text(6), cancellation: cancellation,
                present: try row.int(10))
        }
    }

    private func lessons(of id: GroupSessionID) throws -> [GroupSession.Lesson] {
        try rows(
            Statement(
                """
                SELECT group_session_lessons.course, group_session_lessons.lesson, group_session_lessons.version,
                    taught.clauses
                FROM group_session_lessons JOIN taught ON taught.id = group_session_lessons.taught
                WHERE group_session_lessons.session = $1 ORDER BY group_session_lessons.position
                """, with: id.rawValue)
        ).map {
            GroupSession.Lesson(
                course: try $0.code(0), lesson: try $0.code(1), version: try $0.text(2),
                taught: try JSON.value(try $0.text(3)))
        }
    }

    fileprivate func insert(
        _ plan: GroupSession.Plan, as id: GroupSessionID, for unit: UnitCode, by caller: Caller, at now: Date
    ) throws {
        try run(
            Statement(
                """
                INSERT INTO group_sessions (id, unit, day, place, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)
                """, with: id.rawValue, unit.rawValue, plan.day.number, plan.place, now.milliseconds, caller.name))
        for (position, lesson) in plan.lessons.enumerated() {
            try run(
                Statement(
                    """
                    INSERT INTO group_session_lessons (session, position, course, lesson, version, taught)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """, with: id.rawValue, position, lesson.course.rawValue, lesson.lesson.rawValue, lesson.version,
                    try keep(taught: lesson.taught)))
        }
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// The people at work in the unit of a session and below, or only in a unit of these and below, by unit and number; at most
    /// `limit`. `notFound` when the session is outside the scope, or `unit` outside the session's.
    public func roster(
        of id: GroupSessionID, below unit: UnitCode? = nil, limit: Int, for caller: Caller
    ) async throws -> (session: GroupSession, lines: [RosterLine]) {
        try await database.read { transaction in
            let session = try transaction.groupSession(id, for: caller)
            let top = unit ?? session.unit
            guard let path = try transaction.path(of: top), UnitPath.lineage(path).contains(session.unit) else {
                throw Refusal.notFound
            }
            return (session, try transaction.roster(of: id, below: path, limit: limit, for: caller))
        }
    }

    /// The people whom `attendees` means, by unit and number. `notFound` when the session is outside the scope; `invalid` as
    /// when recording them.
    public func roster(
        of attendees: Attendees, at id: GroupSessionID, for caller: Caller, now: Date
    ) async throws -> (session: GroupSession, lines: [RosterLine]) {
        try await database.read { transaction in
            let session = try transaction.groupSession(id, for: caller)
            try session.check(on: Day(at: now))
            let lines = try transaction.people(attendees, for: caller).map { person in
                let path = try transaction.path(of: person.unit) ?? ""
                let line = RosterLine(
                    staffNumber: person.staffNumber, name: person.name, unit: person.unit,
                    unitName: try transaction.unit(person.unit)?.name ?? "",
                    isPresent: try transaction.isPresent(person.id, at: id))
                return (path, line)
            }
            return (session, lines.sorted { ($0.0, $0.1.staffNumber) < ($1.0, $1.1.staffNumber) }.map(\.1))
        }
    }

    /// Records who was at a session: its lessons count as read by them on its day, unless they were read before, and courses
    /// that want nothing more are finished as of the day when the last of it was done. Who is recorded already stays so.
    ///
    /// `notFound` when the session is outside the scope; `conflict` before its day and when it was cancelled; `invalid`, and
    /// nobody is recorded, for a number that is nobody's at work in the scope and for the own one.
    public func record(
        _ attendees: Attendees, at id: GroupSessionID, by caller: Caller, now: Date,
        requirements: @escaping @Sendable (CourseID) -> Requirements?
    ) async throws -> AttendanceReceipt {
        let randomness = randomness
        return try await database.writeAlone { transaction in
            let session = try transaction.groupSession(id, for: caller, locking: true)
            try session.check(on: Day(at: now))
            let people = try transaction.people(attendees, for: caller)
            let fresh = try people.filter { try !transaction.isPresent($0.id, at: id) }.map(\.id)
            try transaction.attend(session, fresh, by: caller, at: now)
            var completed = 0
            for course in session.plan.courses.compactMap(requirements) {
                for person in fresh {
                    let before = try transaction.progress(of: person, in: course, at: now).holding
                    let after = try transaction.completeIfDue(
                        course, by: person, drawing: randomness, at: now, backdated: true)
                    completed += after.holding == before ? 0 : 1
                }
            }
            return AttendanceReceipt(
                recorded: fresh.count, already: people.count - fresh.count, completed: completed)
        }
    }

    /// Takes people off the list of a session, who were not there after all, with the reason. Lessons that counted as read by
    /// it do not any more, unless the course was finished since: what is finished stays, with what it rests on.
    ///
    /// `notFound` when the session is outside the scope; `invalid`, and nobody is taken off, for a number that is nobody's in
    /// the scope on the list, and for the own one.
    public func takeOff(
        _ numbers: [StaffNumber], from id: GroupSessionID, because reason: String, by caller: Caller, at now: Date
    ) async throws -> AttendanceRemoval {
        try await database.writeAlone { transaction in
            let session = try transaction.groupSession(id, for: caller, locking: true)
            let people = try transaction.present(numbers, at: id, for: caller)
            let ledger = Ledger(transaction, at: now)
            try ledger.note(people)
            var kept = 0
            for person in people {
                try transaction.insert(false, of: person, at: id, because: reason, by: caller, now: now)
                for course in session.plan.courses {
                    if try transaction.hasFinished(course, person, since: session.plan.day) {
                        kept += try transaction.countReadings(of: person, course, by: id)
                    } else {
                        try transaction.withdrawReadings(of: person, course, by: session, at: now)
                    }
                }
            }
            try ledger.settle()
            return AttendanceRemoval(removed: people.count, kept: kept)
        }
    }
}

extension GroupSession {
    /// Throws unless it can be said on a day who was there.
    fileprivate func check(on today: Day) throws {
        guard cancellation == nil else { throw Refusal.cancelledSession }
        guard plan.day <= today else {
            throw Refusal.conflict(
                code: "not_yet",
                Bilingual(
                    zh: "集中学习的日子（\(plan.day)）还没到，不能登记到场。",
                    en: "The day of the session (\(plan.day)) has not come; nobody can have been there."))
        }
    }
}

extension Attendance {
    /// Whether an entry says that somebody was there, and none after it says otherwise.
    static let holds = """
        attendances.present = 1 AND NOT EXISTS (SELECT 1 FROM attendances AS later
            WHERE later.session = attendances.session AND later.person = attendances.person
                AND later.position > attendances.position)
        """
}

// MARK: - Who

extension Transaction {
    /// What is known about those of the scope who are or were on the list of a session, by unit and number.
    func attendances(at id: GroupSessionID, for caller: Caller) throws -> [Attendance] {
        let entries = try rows(
            Statement(
                """
                SELECT people.staff_no, people.name, people.unit, units.name, units.path, attendances.present,
                    attendances.reason, attendances.recorded_at, COALESCE(recorders.name, attendances.recorded_by)
                FROM attendances CROSS JOIN people CROSS JOIN units
                LEFT JOIN people AS recorders ON recorders.id = attendances.recorded_by
                WHERE attendances.session = $1 AND people.id = attendances.person AND units.code = people.unit
                ORDER BY units.path, people.staff_no, attendances.position
                """, with: id.rawValue))
        var found: [Attendance] = []
        for row in entries where caller.scope.covers(UnitPath.lineage(try row.text(4))) {
            let entry = Attendance.Entry(
                isPresent: try row.bool(5), reason: try row.text(6), at: Date(milliseconds: try row.int(7)),
                by: try row.text(8))
            let number: StaffNumber = try row.code(0)
            let former = found.last?.staffNumber == number ? found.removeLast().entries : []
            found.append(
                Attendance(
                    staffNumber: number, name: try row.text(1), unit: try row.code(2), unitName: try row.text(3),
                    entries: former + [entry]))
        }
        return found
    }

    fileprivate func roster(
        of id: GroupSessionID, below path: String, limit: Int, for caller: Caller
    ) throws -> [RosterLine] {
        try rows(
            Statement(
                """
                SELECT people.id, people.staff_no, people.name, people.unit, units.name,
                    EXISTS (SELECT 1 FROM attendances WHERE attendances.session = $1
                        AND attendances.person = people.id AND \(Attendance.holds))
                FROM units CROSS JOIN people
                WHERE people.unit = units.code AND units.path >= $2 AND units.path < $3 AND people.status = 'active'
                ORDER BY units.path, people.staff_no LIMIT $4
                """, with: id.rawValue, path, UnitPath.end(of: path), limit)
        ).map { row in
            RosterLine(
                staffNumber: try row.code(1), name: try row.text(2), unit: try row.code(3),
                unitName: try row.text(4), isPresent: try row.bool(5),
                isOneself: try row.text(0) == caller.person?.rawValue)
        }
    }

    fileprivate func isPresent(_ person: PersonID, at id: GroupSessionID) throws -> Bool {
        try row(
            Statement(
                "SELECT 1 FROM attendances WHERE session = $1 AND person = $2 AND \(Attendance.holds)",
                with: id.rawValue, person.rawValue)) != nil
    }

    /// Those whom attendees mean, by id; throws for all numbers at once that are nobody's at work in the scope.
    fileprivate func people(_ attendees: Attendees, for caller: Caller) throws -> [Person] {
        var found: [PersonID: Person] = [:]
        for code in attendees.units {
            let lineage = try lineage(of: code)
            guard !lineage.isEmpty, caller.scope.covers(lineage) else { throw Refusal.noSuchUnit(code) }
            let people = try rows(
                Statement(
                    "SELECT \(Person.columns) FROM people WHERE unit = $1 AND status = 'active'", with: code.rawValue)
            ).map(Person.init)
            for person in people where person.id != caller.person { found[person.id] = person }
        }
        var unknown: [StaffNumber] = []
        for number in Set(attendees.numbers).sorted() {
            guard let person = try person(number), person.status == .active,
                caller.scope.covers(try lineage(of: person.unit))
            else {
                unknown.append(number)
                continue
            }
            guard person.id != caller.person else { throw Refusal.ownAttendance }
            found[person.id] = person
        }
        guard unknown.isEmpty else { throw Refusal.notAtWork(unknown) }
        return found.values.sorted { $0.id < $1.id }
    }

    /// Those of the scope with these numbers who are on the list, by id.
    fileprivate func present(
        _ numbers: [StaffNumber], at id: GroupSessionID, for caller: Caller
    ) throws -> [PersonID] {
        try Set(numbers).sorted().map { number in
            guard let person = try person(number), caller.scope.covers(try lineage(of: person.unit)),
                try isPresent(person.id, at: id)
            else {
                throw Refusal.invalid(
                    code: "not_present",
                    Bilingual(
                        zh: "到场名单上没有登录号 \(number)。", en: "Nobody with the number \(number) is on the list."))
            }
            guard person.id != caller.person else { throw Refusal.ownAttendance }
            return person.id
        }.sorted()
    }
}

extension Refusal {
    fileprivate static let ownAttendance = Refusal.invalid(
        code: "own_person",
        Bilingual(
            zh: "自己的到场不能由自己登记或更正，请同事或上级代办；也可以自己在网上读一遍。",
            en: "Nobody records the own attendance; ask a colleague, or read the lessons online."))

    fileprivate static func noSuchUnit(_ unit: UnitCode) -> Refusal {
        .invalid(
            code: "not_available",
            Bilingual(zh: "您的管理范围内没有代码为 \(unit) 的单位。", en: "There is no unit \(unit) in your scope."))
    }

    fileprivate static func notAtWork(_ numbers: [StaffNumber]) -> Refusal {
        let (some, more) = (numbers.prefix(20).map(\.rawValue), numbers.count > 20)
        return .invalid(
            code: "not_available",
            Bilingual(
                zh: "您的管理范围内没有这些登录号的在岗人员：\(some.joined(separator: "、"))\(more ? "……" : "")。",
                en: "Nobody at work in your scope has \(some.joined(separator: ", "))\(more ? " …" : "")."))
    }
}

// MARK: - What follows from it

extension Transaction {
    /// Records people as having been at a session, with the readings that this makes; whether courses are finished by it is
    /// not looked at.
    fileprivate func attend(
        _ session: GroupSession, _ people: [PersonID], by caller: Caller, at now: Date
    ) throws {
        let ledger = Ledger(self, at: now)
        try ledger.note(people)
        for person in people {
            try insert(true, of: person, at: session.id, because: "", by: caller, now: now)
            for course in session.plan.courses { try begin(course, by: person, on: session.plan.day) }
        }
        try ledger.settle()
        for person in people { try read(session.plan.lessons, in: session, by: person, at: now) }
    }

    fileprivate func insert(
        _ isPresent: Bool, of person: PersonID, at id: GroupSessionID, because reason: String, by caller: Caller,
        now: Date
    ) throws {
        try run(
            Statement(
                """
                INSERT INTO attendances (session, person, position, present, reason, recorded_at, recorded_by)
                SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6 FROM attendances
                WHERE session = $1 AND person = $2
                """, with: id.rawValue, person.rawValue, isPresent, reason, now.milliseconds, caller.name))
    }

    /// Lets a course have been begun on a day, or before; a ledger notes it.
    private func begin(_ course: CourseID, by person: PersonID, on day: Day) throws {
        try run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, started_day) VALUES ($1, $2, 0, $3)
                ON CONFLICT (person, course) DO UPDATE SET started_day =
                    CASE WHEN standings.started_day < excluded.started_day THEN standings.started_day
                        ELSE excluded.started_day END
                """, with: person.rawValue, course.rawValue, day.number))
    }

    private func read(
        _ lessons: [GroupSession.Lesson], in session: GroupSession, by person: PersonID, at now: Date
    ) throws {
        for lesson in lessons {
            try keep(
                readingOf: lesson.lesson, in: lesson.version, of: lesson.course, teaching: lesson.taught, by: person,
                at: session.readAt(toldAt: now), in: session.id, now: now)
        }
    }

    /// Whether a person finished a course on `day` or later.
    fileprivate func hasFinished(_ course: CourseID, _ person: PersonID, since day: Day) throws -> Bool {
        try row(
            Statement(
                "SELECT 1 FROM completions WHERE person = $1 AND course = $2 AND effective_day >= $3",
                with: person.rawValue, course.rawValue, day.number)) != nil
    }

    fileprivate func countReadings(of person: PersonID, _ course: CourseID, by id: GroupSessionID) throws -> Int {
        try row(
            Statement(
                "SELECT COUNT(*) FROM readings WHERE person = $1 AND course = $2 AND group_session = $3",
                with: person.rawValue, course.rawValue, id.rawValue))?.int(0) ?? 0
    }

    /// Puts the readings that a session made aside; what other sessions say of the same lessons counts instead. A ledger
    /// notes it.
    fileprivate func withdrawReadings(
        of person: PersonID, _ course: CourseID, by session: GroupSession, at now: Date
    ) throws {
        let place = [person.rawValue.sqlValue, course.rawValue.sqlValue, session.id.rawValue.sqlValue]
        let condition = "person = $1 AND course = $2 AND group_session = $3"
        try run(
            Statement(
                """
                INSERT INTO withdrawn_readings
                    (person, course, lesson, version, read_at, taught, group_session, withdrawn_at)
                SELECT person, course, lesson, version, read_at, taught, group_session, \(now.milliseconds)
                FROM readings WHERE \(condition)
                """, place))
        try run(Statement("DELETE FROM readings WHERE \(condition)", place))
        let others = try sessions(attendedBy: person).filter { $0.plan.courses.contains(course) }
        for other in others {
            try read(other.plan.lessons.filter { $0.course == course }, in: other, by: person, at: now)
        }
        try beginAnew(course, by: person, notOn: session.plan.day, others)
    }

    /// The sessions at which somebody was, the earliest first.
    private func sessions(attendedBy person: PersonID) throws -> [GroupSession] {
        try rows(
            Statement(
                "SELECT session FROM attendances WHERE person = $1 AND \(Attendance.holds)", with: person.rawValue)
        ).compactMap { try groupSession(try $0.code(0), for: .operatorAtTheMachine) }
            .sorted { ($0.plan.day, $0.id) < ($1.plan.day, $1.id) }
    }

    /// Where a course counted as begun on `day`, lets it have begun when something else was first done for it, if anything
    /// was.
    private func beginAnew(
        _ course: CourseID, by person: PersonID, notOn day: Day, _ others: [GroupSession]
    ) throws {
        let done = try rows(
            Statement(
                """
                SELECT read_at FROM readings WHERE person = $1 AND course = $2
                UNION ALL SELECT CASE WHEN medium = 'online' THEN started_at ELSE submitted_at END FROM attempts
                WHERE person = $1 AND course = $2 AND (medium = 'online' OR submitted_at IS NOT NULL)
                """, with: person.rawValue, course.rawValue)
        ).map { Day(at: Date(milliseconds: try $0.int(0))) }
        let first = (done + others.map(\.plan.day)).min()
        try run(
            Statement(
                "UPDATE standings SET started_day = $1 WHERE person = $2 AND course = $3 AND started_day = $4",
                with: first?.number, person.rawValue, course.rawValue, day.number))
    }
}

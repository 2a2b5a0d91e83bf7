import FoundationEssentials
import SQL
import Training

extension Records {
    /// All that is kept of the learning of a person in the caller's scope. Names of units outside the scope are left out.
    /// `notFound` outside the scope.
    public func record(of number: StaffNumber, for caller: Caller, at now: Date) async throws -> PersonRecord {
        try await database.read { transaction in
            let person = try transaction.person(number, in: caller.scope)
            return try transaction.record(of: person, at: now) { caller.scope.covers(try transaction.lineage(of: $0)) }
        }
    }

    /// All that is kept of one's own learning. A paper that is still to be keyed in is with whoever hands it out.
    public func ownRecord(of id: PersonID, at now: Date) async throws -> PersonRecord {
        try await database.read { transaction in
            guard let person = try transaction.person(id) else { throw Refusal.notFound }
            return try transaction.record(of: person, isOwn: true, at: now) { _ in true }
        }
    }
}

extension Transaction {
    fileprivate func record(
        of person: Person, isOwn: Bool = false, at now: Date, naming isNamed: (UnitCode) throws -> Bool
    ) throws -> PersonRecord {
        let facts = try CourseFacts(self, of: person.id, isOwn: isOwn)
        let exemptions = try exemptions(of: person.id)
        return PersonRecord(
            person: person, unitName: try unit(person.unit)?.name ?? "", at: now,
            stays: try PersonRecord.Stay.all(in: memberships(of: person.id)) { code, until in
                guard try isNamed(code) else { return nil }
                return try placement(of: code, on: until ?? Day(number: .max)).map { .init(code: code, name: $0.name) }
            },
            courses: try courses(of: person.id, facts, exemptions, at: now),
            exemptions: exemptions.filter { $0.exemption.course == nil })
    }

    private func courses(
        of person: PersonID, _ facts: CourseFacts, _ exemptions: [Exemption.Given], at now: Date
    ) throws -> [PersonRecord.Course] {
        let today = Day(at: now)
        return try rows(
            Statement(
                """
                SELECT course, assigned, due_day, started_day, completed_at, expires_day, reopens_at,
                    \(Exemption.covers(person: "standings.person", course: "standings.course", day: "$1"))
                FROM standings WHERE person = $2
                    AND (assigned = 1 OR started_day IS NOT NULL OR completed_day IS NOT NULL)
                ORDER BY course
                """, with: today.number, person.rawValue)
        ).map { row in
            let id: CourseID = try row.code(0)
            let (isAssigned, due) = (try row.bool(1), try row.optionalDay(2))
            let state = Standing.State(
                begun: !row.isNull(3), try Holding(row, from: 4), exempt: try row.bool(7), on: today)
            let finishes = facts.finishes[id] ?? []
            return PersonRecord.Course(
                id: id, isAssigned: isAssigned, due: due, state: state,
                isOverdue: isAssigned && state.canBeOverdue && due.map { $0 < today } ?? false,
                started: try row.optionalDay(3), readings: facts.readings[id] ?? [], tries: facts.tries[id] ?? [],
                completions: finishes.filter { $0.withdrawal == nil },
                takenBack: finishes.filter { $0.withdrawal != nil }, grants: try grants(to: person, id),
                extensions: facts.extensions[id] ?? [], exemptions: exemptions.filter { $0.exemption.course == id })
        }
    }
}

/// What a person did in each course, the first thing first.
private struct CourseFacts {
    let readings: [CourseID: [PersonRecord.Reading]]
    let tries: [CourseID: [PersonRecord.Try]]
    let finishes: [CourseID: [PersonRecord.Finish]]
    let extensions: [CourseID: [PersonRecord.GivenExtension]]

    init(_ transaction: any Transaction, of person: PersonID, isOwn: Bool) throws {
        readings = grouped(try transaction.readings(of: person))
        tries = grouped(try transaction.recordedTries(of: person, isOwn: isOwn))
        finishes = grouped(try transaction.finishes(of: person))
        extensions = grouped(try transaction.extensions(of: person))
    }
}

private func grouped<Fact>(_ facts: [(CourseID, Fact)]) -> [CourseID: [Fact]] {
    Dictionary(grouping: facts, by: \.0).mapValues { $0.map(\.1) }
}

extension Transaction {
    // MARK: What was read, finished and given

    fileprivate func readings(of person: PersonID) throws -> [(CourseID, PersonRecord.Reading)] {
        try rows(
            Statement(
                "SELECT course, lesson, read_at FROM readings WHERE person = $1 ORDER BY read_at, lesson",
                with: person.rawValue)
        ).map { (try $0.code(0), .init(lesson: try $0.code(1), at: Date(milliseconds: try $0.int(2)))) }
    }

    fileprivate func finishes(of person: PersonID) throws -> [(CourseID, PersonRecord.Finish)] {
        try rows(
            Statement(
                """
                SELECT completions.course, completions.effective_day, completions.score, completions.max_score,
                    certificates.number, certificates.half_hours, \(Completion.lastDay), withdrawals.reason
                FROM completions \(Completion.ends)
                LEFT JOIN completion_ends AS withdrawals
                    ON withdrawals.completion = completions.id AND withdrawals.kind = 'withdrawal'
                LEFT JOIN certificates ON certificates.completion = completions.id
                WHERE completions.person = $1 ORDER BY completions.effective_day, completions.id
                """, with: person.rawValue)
        ).map { row in
            let finish = PersonRecord.Finish(
                day: Day(number: try row.int(1)), score: try row.optionalInt(2).map(Marks.init(hundredths:)),
                maxScore: try row.optionalInt(3).map(Marks.init(hundredths:)),
                certificate: try row.optionalText(4).flatMap(CertificateNumber.init(rawValue:)),
                creditHours: try row.optionalInt(5).map(CreditHours.init(halves:)), last: try row.optionalDay(6),
                withdrawal: try row.optionalText(7))
            return (try row.code(0), finish)
        }
    }

    /// Those with a reason: a due day that an import gives has none.
    fileprivate func extensions(of person: PersonID) throws -> [(CourseID, PersonRecord.GivenExtension)] {
        try rows(
            Statement(
                """
                SELECT course, due_day, reason, recorded_at FROM assignments
                WHERE person = $1 AND due_day IS NOT NULL AND reason IS NOT NULL ORDER BY course, position
                """, with: person.rawValue)
        ).compactMap { row in
            let given = Extension(due: Day(number: try row.int(1)), reason: try row.text(2))
            return try given.map { (try row.code(0), .init($0, at: Date(milliseconds: try row.int(3)))) }
        }
    }

    // MARK: Tries

    fileprivate func recordedTries(of person: PersonID, isOwn: Bool) throws -> [(CourseID, PersonRecord.Try)] {
        let paths = try paths(of: person)
        let late = try late(of: person)
        let corrections = try corrections(of: person)
        return try rows(
            Statement(
                """
                SELECT attempts.course, attempts.id, attempts.number, attempts.started_at, attempts.pass_mark,
                    submitted_at, score, max_score, received, passed, expired, medium, withdrawn_at, papers.reason
                FROM attempts LEFT JOIN papers ON papers.attempt = attempts.id
                WHERE attempts.person = $1 ORDER BY attempts.course, attempts.number
                """, with: person.rawValue)
        ).compactMap { row in
            let id: AttemptID = try row.code(1)
            let summary = AttemptSummary(
                id: id, number: try row.int(2), startedAt: Date(milliseconds: try row.int(3)),
                passMark: try row.int(4), result: try Attempt.Result(row, from: 5), medium: try row.word(11))
            if isOwn, summary.medium == .paper, summary.result == nil { return nil }
            let withdrawal = try row.optionalInt(12).map { at in
                PersonRecord.Withdrawal(at: Date(milliseconds: at), reason: try row.optionalText(13) ?? "")
            }
            return (
                try row.code(0),
                PersonRecord.Try(
                    summary, withdrawal: withdrawal, paths: paths[id] ?? [], late: late[id] ?? [],
                    corrections: corrections[id] ?? [])
            )
        }
    }

    private func paths(of person: PersonID) throws -> [AttemptID: [PersonRecord.Path]] {
        let walked = try rows(
            Statement(
                """
                SELECT id FROM attempts
                WHERE person = $1 AND EXISTS (SELECT 1 FROM scenario_steps WHERE scenario_steps.attempt = attempts.id)
                """, with: person.rawValue)
        ).map { try attempt(try $0.code(0)) }
        return Dictionary(
            uniqueKeysWithValues: walked.map { attempt in
                let paths = attempt.paper.slots.compactMap { slot in
                    attempt.walk(slot).map { PersonRecord.Path(title: attempt.questions[slot.version]?.stem ?? "", $0) }
                }
                return (attempt.id, paths)
            })
    }

    /// Late answers that were decided about in one go, and those that nobody has decided about, stand together.
    private func late(of person: PersonID) throws -> [AttemptID: [PersonRecord.LateAnswers]] {
        let found = try rows(
            Statement(
                """
                SELECT late_answers.attempt, COUNT(DISTINCT late_answers.slot), MAX(late_answers.received_at),
                    late_answers.decision, late_answers.reason, late_answers.decided_at
                FROM attempts JOIN late_answers ON late_answers.attempt = attempts.id
                WHERE attempts.person = $1
                GROUP BY late_answers.attempt, late_answers.decision, late_answers.reason, late_answers.decided_at
                ORDER BY 3
                """, with: person.rawValue)
        ).map { row in
            let verdict = try row.isNull(3) ? nil : row.word(3) as PersonRecord.LateAnswers.Verdict
            let decision = try verdict.map { verdict in
                PersonRecord.LateAnswers.Decision(
                    verdict, reason: try row.optionalText(4) ?? "", at: Date(milliseconds: try row.int(5)))
            }
            return (
                try row.code(0) as AttemptID,
                PersonRecord.LateAnswers(
                    count: try row.int(1), receivedAt: Date(milliseconds: try row.int(2)), decision: decision)
            )
        }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }

    /// Changes that were made after the try had been handed in: what was corrected before then was never told.
    private func corrections(of person: PersonID) throws -> [AttemptID: [PersonRecord.ScoreChange]] {
        let found = try rows(
            Statement(
                """
                SELECT regrade_changes.attempt, regrade_changes.recorded_at, regrades.reason,
                    regrade_changes.old_score, regrade_changes.new_score
                FROM attempts JOIN regrade_changes ON regrade_changes.attempt = attempts.id
                JOIN regrades ON regrades.id = regrade_changes.regrade
                WHERE attempts.person = $1 AND regrade_changes.at_hand_in = 0
                ORDER BY regrade_changes.recorded_at, regrade_changes.regrade
                """, with: person.rawValue)
        ).map { row in
            (
                try row.code(0) as AttemptID,
                PersonRecord.ScoreChange(
                    at: Date(milliseconds: try row.int(1)), reason: try row.text(2),
                    before: Marks(hundredths: try row.int(3)), after: Marks(hundredths: try row.int(4)))
            )
        }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }
}

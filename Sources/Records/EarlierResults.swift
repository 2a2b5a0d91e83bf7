import FoundationEssentials
import SQL
import Training

extension Records {
    /// Records a result on paper for each of these people, or for nobody when one cannot have it; returns them in the order
    /// of numbers. Each counts as a completion of that day in the unit of that day, with a certificate.
    ///
    /// `notFound` when the unit is outside the scope; `invalid` for a number that is nobody's at work in it and below, for
    /// the own one, for a day to come, for a score below `passMark`, for somebody with a standing result of the same day, and
    /// where clauses have risen since that day and the course holds only until then.
    public func record(
        _ result: EarlierResult, of requirements: Requirements, passMark: Int, for numbers: [StaffNumber],
        in unit: UnitCode, by caller: Caller, at now: Date
    ) async throws -> [EarlierResult.OfPerson] {
        guard result.day <= Day(at: now) else { throw Refusal.resultToCome }
        guard result.reaches(passMark) else { throw Refusal.notPassed(passMark) }
        let randomness = randomness
        return try await database.write { transaction in
            _ = try transaction.unit(unit, for: caller)
            let clauses = try transaction.versions(of: requirements.clauses, on: result.day)
            if requirements.rule.validity == .untilClauseChange, clauses != requirements.clauses {
                throw Refusal.clausesChanged
            }
            let people = try Set(numbers).sorted().map { try transaction.colleague($0, in: unit, of: caller) }
            let by = try transaction.name(of: caller)
            return try people.map { person in
                let recorded = EarlierResult.Recorded(randomness.id(at: now), result, at: now, by: by)
                try transaction.insert(
                    recorded, of: person, requirements, clauses: clauses, by: caller, drawing: randomness)
                return EarlierResult.OfPerson(
                    staffNumber: person.staffNumber, name: person.name, unit: person.unit,
                    unitName: try transaction.unit(person.unit)?.name ?? "", recorded: recorded)
            }
        }
    }

    /// Takes a result back: it never held. Returns whose it is and for which course.
    ///
    /// `notFound` outside the scope; `conflict` when it was taken back before; `forbidden` for the own one; `invalid` without
    /// a reason of at most `longestEvidence` characters.
    public func withdrawResult(
        _ id: EarlierResultID, because reason: String, by caller: Caller, at now: Date
    ) async throws -> (StaffNumber, CourseID) {
        try await database.write { transaction in
            guard let (person, completion, recorded) = try transaction.earlierResult(id),
                caller.scope.covers(try transaction.lineage(of: person.unit))
            else { throw Refusal.notFound }
            guard person.id != caller.person else { throw Refusal.ownResult }
            let reason = String(reason.trimming(while: \.isWhitespace))
            guard (1...EarlierResult.longestEvidence).contains(reason.count) else { throw Refusal.noReason }
            guard recorded.withdrawal == nil else { throw Refusal.withdrawnBefore }
            let ledger = Ledger(transaction, at: now)
            try ledger.note([person.id])
            try transaction.run(
                Statement(
                    """
                    INSERT INTO completion_ends (completion, kind, last_day, reason, recorded_at, recorded_by)
                    VALUES ($1, 'withdrawal', $2, $3, $4, $5)
                    """, with: completion, recorded.result.day.adding(-1).number, reason, now.milliseconds,
                    caller.name))
            try transaction.writeHolding(of: person.id, recorded.result.course)
            try ledger.settle()
            return (person.staffNumber, recorded.result.course)
        }
    }

    /// The results on paper of people at work in a unit and below, those taken back among them, by unit code, number and
    /// day. `notFound` outside the scope.
    public func earlierResults(in code: UnitCode, for caller: Caller) async throws -> [EarlierResult.OfPerson] {
        try await database.read { transaction in
            _ = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            return try transaction.rows(
                Statement(
                    """
                    SELECT \(EarlierResult.columns), people.staff_no, people.name, people.unit, units.name
                    FROM units CROSS JOIN people CROSS JOIN earlier_results \(EarlierResult.joins)
                    WHERE units.path >= $1 AND units.path < $2 AND people.unit = units.code
                        AND people.status = 'active' AND earlier_results.person = people.id
                    ORDER BY units.code, people.staff_no, completions.effective_day, earlier_results.id
                    """, with: path, UnitPath.end(of: path))
            ).map { row in
                EarlierResult.OfPerson(
                    staffNumber: try row.code(12), name: try row.text(13), unit: try row.code(14),
                    unitName: try row.text(15), recorded: try EarlierResult.Recorded(row))
            }
        }
    }
}

extension Refusal {
    static let resultToCome = Refusal.invalid(
        code: "bad_day", Bilingual(zh: "完成日期不能晚于今天。", en: "The day of a result is not later than today."))
    static let clausesChanged = Refusal.invalid(
        code: "clauses_changed",
        Bilingual(
            zh: "那天以后，这门课所讲的条款已经改版，那时的成绩不再有效，请重新学。",
            en: "Clauses of this course changed since that day, so that the result is not valid any more."))
    static let ownResult = Refusal.forbidden(
        Bilingual(zh: "自己的补录不能由自己撤销，请找上一级。", en: "Nobody takes back a result of their own; ask the level above."))
    static let noReason = Refusal.invalid(
        code: "bad_reason",
        Bilingual(
            zh: "请写明理由，最多 \(EarlierResult.longestEvidence) 字。",
            en: "A reason is needed, of at most \(EarlierResult.longestEvidence) characters."))
    static let withdrawnBefore = Refusal.conflict(
        code: "withdrawn_already", Bilingual(zh: "这条补录已经撤销过了。", en: "This result was taken back before."))

    static func notPassed(_ passMark: Int) -> Refusal {
        .invalid(
            code: "not_passed",
            Bilingual(
                zh: "成绩低于这门课的合格线 \(passMark) 分，不算学完，不用补录。",
                en: "The score is below the pass mark of \(passMark): it completes nothing."))
    }

    fileprivate static func recordedBefore(_ person: Person, _ day: Day) -> Refusal {
        .invalid(
            code: "recorded_already",
            Bilingual(
                zh: "\(person.name)（\(person.staffNumber)）\(day) 的成绩已经补录过。",
                en: "The result of \(person.name) (\(person.staffNumber)) of \(day) was recorded before."))
    }
}

extension Transaction {
    /// The results on paper behind a person's completions of a course, by completion.
    func earlierResults(of person: PersonID, _ course: CourseID) throws -> [String: EarlierResult.Recorded] {
        let found = try rows(
            Statement(
                """
                SELECT \(EarlierResult.columns) FROM earlier_results \(EarlierResult.joins)
                WHERE earlier_results.person = $1 AND earlier_results.course = $2
                """, with: person.rawValue, course.rawValue)
        ).map { (try $0.text(11), try EarlierResult.Recorded($0)) }
        return Dictionary(found) { first, _ in first }
    }

    fileprivate func earlierResult(
        _ id: EarlierResultID
    ) throws -> (person: Person, completion: String, EarlierResult.Recorded)? {
        let found = try row(
            Statement(
                """
                SELECT \(EarlierResult.columns), earlier_results.person
                FROM earlier_results \(EarlierResult.joins) WHERE earlier_results.id = $1
                """, with: id.rawValue))
        guard let found else { return nil }
        let id: PersonID = try found.code(12)
        try lock(id)
        guard let person = try person(id) else { return nil }
        // What was read before the lock may have been taken back since.
        return try earlierResults(of: id, try found.code(1))[try found.text(11)].map {
            (person, try found.text(11), $0)
        }
    }

    fileprivate func insert(
        _ recorded: EarlierResult.Recorded, of person: Person, _ requirements: Requirements,
        clauses: [Completion.ClauseVersion], by caller: Caller, drawing randomness: Randomness
    ) throws {
        let result = recorded.result
        try lock(person.id)
        let known = try earlierResults(of: person.id, result.course).values
        guard !known.contains(where: { $0.withdrawal == nil && $0.result.day == result.day }) else {
            throw Refusal.recordedBefore(person, result.day)
        }
        let unit = try memberships(of: person.id).last { $0.from <= result.day }?.unit
        let holding = try holding(of: person.id, result.course)
        let completion = Completion(
            person: person.id, course: result.course, at: recorded.at, unit: unit ?? person.unit, attempt: nil,
            score: result.score, maxScore: result.score.map { _ in EarlierResult.maxScore }, passMark: nil,
            lessons: [], clauses: clauses, doneAt: result.day.start, rule: requirements.rule,
            last: requirements.rule.last(ofFinishing: result.day, renewing: holding))
        let id = try record(completion, award: requirements.award, drawing: randomness)
        try run(
            Statement(
                """
                INSERT INTO earlier_results (id, completion, person, course, evidence, recorded_at, recorded_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """, with: recorded.id.rawValue, id.rawValue, person.id.rawValue, result.course.rawValue,
                result.evidence, recorded.at.milliseconds, caller.name))
    }

    /// Clauses in the versions in which they stood at the end of a day; in the first one that was noted, if that was later.
    fileprivate func versions(
        of clauses: [Completion.ClauseVersion], on day: Day
    ) throws -> [Completion.ClauseVersion] {
        try clauses.map { present in
            let stood = try row(
                Statement(
                    """
                    SELECT version FROM clause_versions WHERE clause = $1 AND announced = 0
                    ORDER BY CASE WHEN recorded_at < $2 THEN -position ELSE position END LIMIT 1
                    """, with: present.clause.rawValue, day.end.milliseconds))?.int(0)
            return Completion.ClauseVersion(clause: present.clause, version: stood ?? present.version)
        }
    }
}

extension EarlierResult {
    /// What is read of a result, twelve columns; with `joins`.
    fileprivate static let columns = """
        earlier_results.id, earlier_results.course, completions.effective_day, completions.score,
        earlier_results.evidence, earlier_results.recorded_at, COALESCE(givers.name, earlier_results.recorded_by),
        withdrawals.reason, withdrawals.recorded_at, COALESCE(takers.name, withdrawals.recorded_by),
        earlier_results.person, earlier_results.completion
        """
    fileprivate static let joins = """
        JOIN completions ON completions.id = earlier_results.completion
        LEFT JOIN completion_ends AS withdrawals
            ON withdrawals.completion = earlier_results.completion AND withdrawals.kind = 'withdrawal'
        LEFT JOIN people AS givers ON givers.id = earlier_results.recorded_by
        LEFT JOIN people AS takers ON takers.id = withdrawals.recorded_by
        """
}

extension EarlierResult.Recorded {
    fileprivate init(_ row: Row) throws {
        let result = EarlierResult(
            course: try row.code(1), day: Day(number: try row.int(2)),
            score: try row.optionalInt(3).map(Marks.init(hundredths:)), evidence: try row.text(4))
        guard let result else { throw DatabaseError.unexpectedColumn("a result that cannot be recorded") }
        var withdrawal: EarlierResult.Withdrawal?
        if let reason = try row.optionalText(7) {
            withdrawal = .init(reason: reason, at: Date(milliseconds: try row.int(8)), by: try row.text(9))
        }
        self.init(
            try row.code(0), result, at: Date(milliseconds: try row.int(5)), by: try row.text(6),
            withdrawal: withdrawal)
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Applies a correction, in one transaction: each mark that changes gets the corrected one after it, each result
    /// follows, and a course of which the quiz is passed by it is recorded as finished, dated to the day when it was done.
    /// `requirements` tells what a course asks for, nil when it is no longer offered.
    ///
    /// Without `allowFailing` whoever had passed stays passed. No completion is withdrawn in either case.
    ///
    /// `conflict` when there is nothing to correct, or when what would change is not what the plan with this fingerprint
    /// said.
    public func applyRegrade(
        of item: Item, plan fingerprint: String, reason: String, allowFailing: Bool,
        requirements: @escaping @Sendable (CourseID) -> Requirements?, by caller: Caller, at now: Date
    ) async throws -> AppliedRegrade {
        let id: RegradeID = randomness.id(at: now)
        let randomness = randomness
        return try await database.writeAlone { transaction in
            guard let plan = try transaction.regradePlan(of: item, locking: true), !plan.isEmpty else {
                throw Refusal.nothingToCorrect
            }
            guard plan.fingerprint == fingerprint else { throw Refusal.planChanged }
            var completed: Set<[String]> = []
            // In ascending order, so that two writers cannot wait for each other; a person's first try comes first.
            let changes = plan.changes.sorted { ($0.person.id, $0.number) < ($1.person.id, $1.number) }
            for change in changes {
                let result = change.regrade.result(allowingFailing: allowFailing)
                try transaction.write(change.regrade, result, of: change.attempt, by: id, at: now)
                if result.passed == true {
                    let passed = try transaction.attempt(change.attempt)
                    try transaction.enterIfShown(passed, marks: passed.marks, at: now)
                }
                guard result.passed == true, let asked = requirements(change.course) else { continue }
                let former = try transaction.holding(of: change.person.id, change.course)
                let progress = try transaction.completeIfDue(
                    asked, by: change.person.id, drawing: randomness, at: now, backdated: true)
                if progress.holding != former {
                    completed.insert([change.person.id.rawValue, change.course.rawValue])
                }
            }
            let fails = plan.count(.fails)
            let counts = AppliedRegrade.Counts(
                marks: changes.count, scores: changes.count { $0.regrade.before.score != $0.regrade.after.score },
                passed: plan.count(.passes), failed: allowFailing ? fails : 0, kept: allowFailing ? 0 : fails,
                completed: completed.count)
            try transaction.keep(item)
            try transaction.insert(plan, counts, as: id, reason: reason, by: caller, at: now)
            for change in changes {
                let result = change.regrade.result(allowingFailing: allowFailing)
                try transaction.note(change.regrade, result, of: change.attempt, by: id, atHandIn: false, at: now)
            }
            return AppliedRegrade(
                id: id, question: item.question.id, version: item.version, at: now,
                by: try transaction.name(of: caller), reason: reason, from: plan.correction.from, counts: counts)
        }
    }

    /// The corrections that were applied, the newest first; of one question if it is named.
    public func regrades(of question: QuestionID? = nil) async throws -> [AppliedRegrade] {
        let wanted = question == nil ? "" : "WHERE regrades.question = $1"
        let values = question.map { [$0.rawValue.sqlValue] } ?? []
        return try await database.read { transaction in
            try transaction.rows(
                Statement(
                    """
                    SELECT regrades.id, regrades.question, regrades.version, regrades.applied_at,
                        COALESCE(people.name, regrades.applied_by), regrades.reason, regrades.from_day, regrades.marks,
                        regrades.scores, regrades.passed, regrades.failed, regrades.kept, regrades.completed
                    FROM regrades LEFT JOIN people ON people.id = regrades.applied_by \(wanted)
                    ORDER BY regrades.applied_at DESC, regrades.id DESC
                    """, values)
            ).map(AppliedRegrade.init)
        }
    }

    /// What corrections made of a try.
    public func corrections(of attempt: Attempt) async throws -> CorrectedAttempt {
        try await database.read { try $0.corrections(of: attempt) }
    }
}

extension AppliedRegrade {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.code(0), question: try row.code(1), version: try row.text(2),
            at: Date(milliseconds: try row.int(3)), by: try row.text(4), reason: try row.text(5),
            from: try row.optionalDay(6),
            counts: Counts(
                marks: try row.int(7), scores: try row.int(8), passed: try row.int(9), failed: try row.int(10),
                kept: try row.int(11), completed: try row.int(12)))
    }
}

extension Transaction {
    // MARK: Writing

    fileprivate func write(
        _ regrade: Regrade, _ result: Attempt.Result, of attempt: AttemptID, by id: RegradeID, at now: Date
    ) throws {
        try give(regrade.mark, to: regrade.slot, of: attempt, by: id.giver, at: now)
        try write(result, of: attempt)
    }

    /// What a correction first made of a try; late answers that begin to count later add marks, no second change.
    fileprivate func note(
        _ regrade: Regrade, _ result: Attempt.Result, of attempt: AttemptID, by id: RegradeID, atHandIn: Bool,
        at now: Date
    ) throws {
        try run(
            Statement(
                """
                INSERT INTO regrade_changes (attempt, regrade, recorded_at, old_score, new_score, old_passed,
                    new_passed, kept, at_hand_in)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (attempt, regrade) DO NOTHING
                """, with: attempt.rawValue, id.rawValue, now.milliseconds, regrade.before.score.hundredths,
                result.score.hundredths, regrade.before.passed, result.passed, result != regrade.after, atHandIn))
    }

    fileprivate func insert(
        _ plan: RegradePlan, _ counts: AppliedRegrade.Counts, as id: RegradeID, reason: String, by caller: Caller,
        at now: Date
    ) throws {
        let item = plan.correction.item
        try run(
            Statement(
                """
                INSERT INTO regrades (id, question, version, former, from_day, applied_at, applied_by, reason, plan,
                    marks, scores, passed, failed, kept, completed)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                """, with: id.rawValue, item.question.id.rawValue, item.version,
                try JSON.text(plan.correction.former.map(\.version)), plan.correction.from?.number, now.milliseconds,
                caller.name, reason, plan.fingerprint, counts.marks, counts.scores, counts.passed, counts.failed,
                counts.kept, counts.completed))
    }

    func name(of caller: Caller) throws -> String {
        try caller.person.flatMap { try person($0)?.name } ?? caller.name
    }

    // MARK: Handing in

    /// Marks a try that was just handed in, or whose late answers just began to count, by the keys that were corrected
    /// since it began: nobody is told first what is known to be wrong. Its result then; nil when that stays.
    func correctHandedIn(_ attempt: Attempt, at now: Date) throws -> Attempt.Result? {
        let asked = Set(attempt.questions.values.map(\.id))
        let applied = try rows(
            Statement(
                "SELECT id, question, version, former FROM regrades WHERE applied_at > $1 ORDER BY applied_at, id",
                with: attempt.startedAt.milliseconds)
        ).map { (question: try $0.code(1) as QuestionID, row: $0) }.filter { asked.contains($0.question) }
        // The newest of a question holds.
        let newest = Dictionary(applied.map { ($0.question, $0.row) }) { $1 }
        var result: Attempt.Result?
        for (_, row) in newest.sorted(by: { $0.key < $1.key }) {
            let item = Item(version: try row.text(2), question: try question(try row.text(2)))
            let id: RegradeID = try row.code(0)
            guard let correction = try correction(of: item, among: try JSON.value(try row.text(3))),
                let regrade = try self.attempt(attempt.id).regraded(by: correction)
            else { continue }
            try write(regrade, regrade.after, of: attempt.id, by: id, at: now)
            try note(regrade, regrade.after, of: attempt.id, by: id, atHandIn: true, at: now)
            result = regrade.after
        }
        return result
    }

    // MARK: Looking back

    fileprivate func corrections(of attempt: Attempt) throws -> CorrectedAttempt {
        let changes = try rows(
            Statement(
                """
                SELECT regrade_changes.regrade, regrade_changes.at_hand_in, regrade_changes.old_score, regrades.version,
                    regrades.applied_at, regrades.reason
                FROM regrade_changes JOIN regrades ON regrades.id = regrade_changes.regrade
                WHERE regrade_changes.attempt = $1 ORDER BY regrade_changes.recorded_at, regrade_changes.regrade
                """, with: attempt.id.rawValue))
        guard !changes.isEmpty else { return .none }
        let byGiver = Dictionary(try changes.map { ((try $0.code(0) as RegradeID).giver, $0) }) { $1 }
        let told = try changes.first { try !$0.bool(1) }
        let marks = try rows(
            Statement(
                "SELECT slot, mark, given_by FROM marks WHERE attempt = $1 ORDER BY slot, position",
                with: attempt.id.rawValue))
        var slots: [Int: CorrectedAttempt.Slot] = [:]
        var before: [Int: Mark] = [:]
        for row in marks {
            let number = try row.int(0)
            if let change = byGiver[try row.text(2)], let former = before[number],
                let asked = attempt.paper.slots.first(where: { $0.number == number })?.version
            {
                slots[number] = CorrectedAttempt.Slot(
                    at: Date(milliseconds: try change.int(4)), reason: try change.text(5),
                    atHandIn: try change.bool(1), former: former,
                    formerQuestion: try slots[number]?.question ?? question(asked),
                    question: try question(try change.text(3)))
            }
            before[number] = try JSON.value(try row.text(1))
        }
        let byMarks = attempt.result.map {
            attempt.result(of: attempt.marks, at: $0.submittedAt, isExpired: $0.isExpired).passed == true
        }
        return CorrectedAttempt(
            slots: slots, formerScore: try told.map { Marks(hundredths: try $0.int(2)) },
            keptPass: attempt.result?.passed == true && byMarks == false)
    }
}

extension RegradeID {
    /// Who a mark is given by when a correction gives it.
    fileprivate var giver: String { "regrade:\(rawValue)" }
}

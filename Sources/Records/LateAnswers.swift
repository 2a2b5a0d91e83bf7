import FoundationEssentials
import SQL
import Training

extension Records {
    /// Late answers of people in the caller's scope that nobody has decided about, a try at a time, those first that came
    /// in first; at most `limit` tries. The caller's own are not among them.
    public func lateDeliveries(for caller: Caller, limit: Int) async throws -> [LateDelivery] {
        try await database.read { transaction in
            try transaction.ranges(of: caller.scope).flatMap { range in
                try transaction.lateDeliveries(in: range, but: caller.person, limit: limit)
            }.sorted { ($0.receivedAt, $0.attempt.id) < ($1.receivedAt, $1.attempt.id) }.prefix(limit).map(\.self)
        }
    }

    /// Decides about all late answers of a try. Accepted, they take the place of what was saved, the marks they change are
    /// given anew, and the course is recorded as finished if nothing else is missing.
    ///
    /// `notFound` outside the caller's scope and for the own try; `conflict` when there is nothing to decide, or the try is
    /// not closed yet.
    public func decide(
        onLateAnswersOf id: AttemptID, accepting: Bool, reason: String, requirements: Requirements?, by caller: Caller,
        at now: Date
    ) async throws {
        let randomness = randomness
        try await database.write { transaction in
            let attempt = try transaction.attempt(id, locking: true)
            try transaction.admit(caller, to: attempt)
            guard let accepted = attempt.acceptingLateAnswers() else {
                throw Refusal.conflict(
                    code: "nothing_to_decide",
                    Bilingual(zh: "这次作答没有待确认的迟到答案。", en: "This try has no late answers to decide about."))
            }
            try transaction.run(
                Statement(
                    """
                    UPDATE late_answers SET decision = $1, reason = $2, decided_at = $3, decided_by = $4
                    WHERE attempt = $5 AND decision IS NULL
                    """, with: accepting ? "accepted" : "declined", reason, now.milliseconds, caller.name, id.rawValue))
            guard accepting else { return }
            for answer in attempt.late.values { try transaction.write(answer, in: id) }
            for (slot, mark) in accepted.marks.sorted(by: { $0.key < $1.key }) {
                try transaction.give(mark, to: slot, of: id, by: caller.name, at: now)
            }
            try transaction.write(accepted.result, of: id)
            let result = try transaction.correctHandedIn(attempt, at: now) ?? accepted.result
            // Late answers never take a pass away.
            if attempt.result?.passed == true { try transaction.write(result.stayingPassed, of: id) }
            let counted = try transaction.attempt(id)
            try transaction.noteMisconceptions(met: counted, handedInAt: accepted.result.submittedAt)
            try transaction.enterIfShown(counted, marks: counted.marks, at: now)
            if let requirements {
                _ = try transaction.completeIfDue(
                    requirements, by: attempt.person, drawing: randomness, at: now)
            }
        }
    }
}

extension Transaction {
    /// Late answers of a try that nobody has decided about, the newest of each slot.
    func lateAnswers(of id: AttemptID) throws -> [Int: Answer] {
        let answers = try rows(
            Statement(
                """
                SELECT slot, response, seq, received_at FROM late_answers
                WHERE attempt = $1 AND decision IS NULL ORDER BY slot, seq
                """, with: id.rawValue)
        ).map { row in
            Answer(
                slot: try row.int(0), response: try JSON.value(try row.text(1)), seq: try row.int(2),
                savedAt: Date(milliseconds: try row.int(3)))
        }
        return Dictionary(answers.map { ($0.slot, $0) }, uniquingKeysWith: { _, newest in newest })
    }

    /// Keeps a late answer, once.
    func keep(late answer: Answer, in attempt: AttemptID) throws {
        try run(
            Statement(
                """
                INSERT INTO late_answers (attempt, slot, seq, response, received_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (attempt, slot, seq) DO NOTHING
                """, with: attempt.rawValue, answer.slot, answer.seq, try JSON.text(answer.response),
                answer.savedAt.milliseconds))
    }

    fileprivate func lateDeliveries(in range: PathRange, but person: PersonID?, limit: Int) throws -> [LateDelivery] {
        try rows(
            Statement(
                """
                SELECT DISTINCT late_answers.attempt, people.name, units.name, attempts.submitted_at
                FROM late_answers JOIN attempts ON attempts.id = late_answers.attempt
                JOIN people ON people.id = attempts.person JOIN units ON units.code = people.unit
                WHERE late_answers.decision IS NULL AND attempts.submitted_at IS NOT NULL
                    AND units.path >= $1 AND units.path < $2 AND people.id <> $3
                ORDER BY attempts.submitted_at, late_answers.attempt LIMIT $4
                """, with: range.from, range.to, person?.rawValue ?? "", limit)
        ).compactMap { row in
            LateDelivery(try attempt(try row.code(0)), name: try row.text(1), unitName: try row.text(2))
        }
    }
}

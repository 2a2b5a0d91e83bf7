import FoundationEssentials
import SQL
import Training

extension Records {
    /// The texts of people in the caller's scope that wait for a mark, those handed in first at the head; at most `limit`.
    public func markingTasks(for caller: Caller, limit: Int) async throws -> [MarkingTask] {
        try await database.read { transaction in
            try transaction.ranges(of: caller.scope).flatMap { range in
                try transaction.waiting(in: range, limit: limit)
            }.sorted { $0.submittedAt < $1.submittedAt }.prefix(limit).map(\.self)
        }
    }

    /// Gives a text its mark. With the last one awaited the try's result is known, and the course is recorded as finished
    /// if nothing else is missing.
    ///
    /// `notFound` outside the caller's scope and for the own text; `conflict` when it has a mark already.
    public func give(
        _ earned: Marks, remark: String, to slot: Int, of id: AttemptID, requirements: Requirements?, by caller: Caller,
        at now: Date
    ) async throws {
        let randomness = randomness
        try await database.write { transaction in
            let attempt = try transaction.attempt(id, locking: true)
            try transaction.admit(caller, to: attempt)
            guard let result = attempt.result else { throw Refusal.notFound }
            guard attempt.marks[slot]?.state == .awaiting else {
                throw Refusal.conflict(
                    code: "marked_already", Bilingual(zh: "这一题已经评过分了。", en: "This answer has its mark already."))
            }
            let mark = Mark.given(min(max(earned, .zero), .one), remark: remark)
            try transaction.give(mark, to: slot, of: id, by: caller.name, at: now)
            var marks = attempt.marks
            marks[slot] = mark
            let marked = attempt.result(of: marks, at: result.submittedAt, isExpired: result.isExpired)
            // A mark never takes a pass away; a correction of a key may have left one standing.
            try transaction.write(result.passed == true ? marked.stayingPassed : marked, of: id)
            try transaction.enterIfShown(attempt, marks: marks, at: now)
            if let requirements {
                _ = try transaction.completeIfDue(
                    requirements, by: attempt.person, drawing: randomness, at: now)
            }
        }
    }
}

extension Transaction {
    fileprivate func waiting(in range: PathRange, limit: Int) throws -> [MarkingTask] {
        try rows(
            Statement(
                """
                SELECT marks.attempt, marks.slot, people.name, units.name
                FROM marks JOIN attempts ON attempts.id = marks.attempt
                JOIN people ON people.id = attempts.person JOIN units ON units.code = people.unit
                WHERE marks.state = 'awaiting' AND units.path >= $1 AND units.path < $2
                    AND NOT EXISTS (SELECT 1 FROM marks AS later WHERE later.attempt = marks.attempt
                        AND later.slot = marks.slot AND later.position > marks.position)
                ORDER BY attempts.submitted_at, marks.attempt, marks.slot LIMIT $3
                """, with: range.from, range.to, limit)
        ).compactMap { row in
            let attempt = try attempt(try row.code(0))
            let number = try row.int(1)
            guard let slot = attempt.paper.slots.first(where: { $0.number == number }),
                let question = attempt.questions[slot.version], let result = attempt.result
            else { return nil }
            return MarkingTask(
                attempt: attempt.id, slot: number, course: attempt.course, name: try row.text(2),
                unitName: try row.text(3), submittedAt: result.submittedAt, question: question,
                text: attempt.answers[number]?.response.letters.first ?? "")
        }
    }
}

import FoundationEssentials
import SQL
import Training

extension Records {
    /// Begins a try at a quiz, or finds the one that goes on. The paper is drawn and, with its questions and pictures,
    /// written down before this returns.
    ///
    /// `conflict` when the course wants its lessons read first and some are not, when no try is left, and while the wait
    /// after the last try is not over; also while the quiz has no question left to ask.
    public func beginAttempt(
        at quiz: Quiz, drawing items: [Item], pictures: [MediaFile], requirements: Requirements, by person: PersonID,
        at now: Date
    ) async throws -> (attempt: Attempt, resumed: Bool) {
        let randomness = randomness
        return try await database.write { transaction in
            try transaction.lock(person)
            if let open = try transaction.openAttempt(of: person, requirements.course) {
                guard open.isOver(at: now) else { return (open, true) }
                try transaction.handIn(open, open.closed(), requirements, drawing: randomness, at: now)
            }
            let tries = try transaction.tries(of: person, requirements.course, at: now)
            if let obstacle = tries.obstacle(quiz.rules, at: now) { throw Refusal(obstacle) }
            if quiz.lessonsFirst, !(try transaction.progress(of: person, in: requirements, at: now)).missing.isEmpty {
                throw Refusal.conflict(
                    code: "lessons_first",
                    Bilingual(zh: "请先读完本课程的各课，再做测验。", en: "Read all lessons of the course before its quiz."))
            }
            guard quiz.blueprint.count > 0 else { throw Refusal.underRevision }
            let paper = Paper.draw(quiz.blueprint, of: items, seed: randomness.seed())
            try transaction.keep(items, of: paper)
            try transaction.keep(pictures)
            let id: AttemptID = randomness.id(at: now)
            try transaction.insert(
                id, asking: paper, at: quiz, of: requirements, on: .online, by: person,
                until: quiz.rules.deadline(of: now, tries.allowance), at: now)
            try transaction.begin(requirements.course, by: person, at: now)
            return (try transaction.attempt(id), false)
        }
    }

    /// A try that the caller may see: the own, or one of a person in the scope. Anything else is `notFound`.
    public func attempt(_ id: AttemptID, for caller: Caller) async throws -> Attempt {
        try await database.read { try $0.attempt(id, for: caller) }
    }

    /// A try that the caller may see, and whether its keys and reasons may be shown to them at `now`: to an administrator
    /// always, to everybody else when the owner may see them.
    public func review(_ id: AttemptID, for caller: Caller, at now: Date) async throws -> AttemptReview {
        try await database.read { transaction in
            let attempt = try transaction.attempt(id, for: caller)
            let tries = try transaction.tries(of: attempt.person, attempt.course, at: now)
            if caller.role == .admin, caller.person != attempt.person {
                return AttemptReview(attempt, showsKeys: attempt.result != nil, tries: tries)
            }
            let due = try transaction.due(of: attempt.person, attempt.course)
            return AttemptReview(attempt, showsKeys: attempt.showsKeys(tries, due: due, at: now), tries: tries)
        }
    }

    /// Saves one answer, or one decision of a scenario; returns after it is on disk. Without a `seq` it is the next one.
    /// Throws `AttemptRefusal` for what the try does not take. `recovered` as `Answer.recovered`.
    public func save(
        _ response: Response, slot: Int, seq: Int?, recovered: Bool = false, in id: AttemptID, by person: PersonID,
        at now: Date
    ) async throws -> AnswerReceipt {
        try await database.write { transaction in
            let attempt = try transaction.attempt(id, locking: true)
            let seq = seq ?? (attempt.answers[slot]?.seq ?? 0) + 1
            let acceptance = try attempt.accept(
                response, slot: slot, seq: seq, recovered: recovered, by: person, at: now)
            switch acceptance {
            case .kept(let answer, let same): return AnswerReceipt(answer, in: attempt, saved: same)
            case .late(let answer):
                try transaction.keep(late: answer, in: id)
                return AnswerReceipt(answer, in: attempt, saved: false, late: true)
            case .saved(let answer):
                try transaction.write(answer, in: id)
                let receipt = AnswerReceipt(answer, in: attempt.with(answer), saved: true)
                if let step = receipt.walk?.steps.last { try transaction.write(step, slot: slot, of: id, at: now) }
                return receipt
            }
        }
    }

    /// Hands a try in, once; a second time gives the same. The course is recorded as finished in the same transaction if
    /// nothing else is missing. `requirements` is nil when the course is no longer offered: then it cannot be finished.
    public func submit(
        _ id: AttemptID, requirements: Requirements?, by person: PersonID, at now: Date
    ) async throws -> SubmissionReceipt {
        let randomness = randomness
        return try await database.write { transaction in
            let attempt = try transaction.attempt(id, locking: true)
            return try transaction.handIn(
                attempt, try attempt.submitted(by: person, at: now), requirements, drawing: randomness, at: now)
        }
    }

    /// Locks the answer of a slot, so that its key can be shown while the try goes on.
    ///
    /// Throws `AttemptRefusal` unless the quiz shows keys at once and there is an answer.
    public func lock(_ slot: Int, in id: AttemptID, by person: PersonID) async throws {
        try await database.write { transaction in
            let answer = try transaction.attempt(id, locking: true).locked(slot: slot, by: person)
            try transaction.run(
                Statement(
                    "UPDATE answers SET locked = 1 WHERE attempt = $1 AND slot = $2", with: id.rawValue, answer.slot))
        }
    }

    /// Closes tries whose time is over, those first whose deadline is the earliest, at most `limit` of them; returns how
    /// many. `requirements` tells what their courses ask for now.
    @discardableResult
    public func closeOverdueAttempts(
        limit: Int = 100, at now: Date, requirements: @escaping @Sendable (CourseID) -> Requirements?
    ) async throws -> Int {
        let due = try await database.read { transaction in
            try transaction.rows(
                Statement(
                    """
                    SELECT id FROM attempts WHERE submitted_at IS NULL AND deadline < $1 ORDER BY deadline LIMIT $2
                    """, with: now.addingTimeInterval(-Attempt.slack).milliseconds, limit)
            ).map { try $0.code(0) as AttemptID }
        }
        for id in due { try await closeIfOver(id, at: now, requirements: requirements) }
        return due.count
    }

    /// Closes a try if its time is over and nobody handed it in.
    public func closeIfOver(
        _ id: AttemptID, at now: Date, requirements: @escaping @Sendable (CourseID) -> Requirements?
    ) async throws {
        let randomness = randomness
        try await database.write { transaction in
            let attempt = try transaction.attempt(id, locking: true)
            guard attempt.result == nil, attempt.isOver(at: now) else { return }
            try transaction.handIn(
                attempt, attempt.closed(), requirements(attempt.course), drawing: randomness, at: now)
        }
    }

    /// A person's tries at a course's quiz, and what was granted beyond its rules; told at `now`, as a course may be open to be
    /// finished once more.
    public func tries(of person: PersonID, at course: CourseID, now: Date) async throws -> Tries {
        try await database.read { try $0.tries(of: person, course, at: now) }
    }

}

extension Refusal {
    /// Every question of the quiz waits to be revised.
    static let underRevision = Refusal.conflict(
        code: "under_revision",
        Bilingual(
            zh: "这份测验依据的政策刚刚更新，题目正在修订，改好以后再来答。",
            en: "The rules behind this quiz have just changed and its questions are being revised; "
                + "please come back when that is done."))

    init(_ obstacle: Tries.Obstacle) {
        self =
            switch obstacle {
            case .noTriesLeft:
                .conflict(
                    code: "no_tries_left",
                    Bilingual(
                        zh: "作答次数已用完。需要再考一次，请找培训管理员。", en: "No try is left. Ask your coordinator if you need one more.")
                )
            case .tooEarly(let next):
                .conflict(
                    code: "too_early",
                    Bilingual(
                        zh: "两次作答之间要隔一段时间，\(next.upToTheMinute.minuteText) 以后可以再考。",
                        en: "There is a wait between two tries; the next may begin at \(next.upToTheMinute.minuteText)."
                    ))
            }
    }
}

extension Quiz.Rules {
    /// The deadline of a try that begins at `start`.
    fileprivate func deadline(of start: Date, _ allowance: Allowance) -> Date? {
        timeLimit.map { start.addingTimeInterval(Double($0 + allowance.minutes) * 60) }
    }
}

extension Attempt.Result {
    /// Reads `submitted_at, score, max_score, received, passed, expired` from column `first` on; nil while not submitted.
    init?(_ row: Row, from first: Int) throws {
        guard let submitted = try row.optionalInt(first) else { return nil }
        self.init(
            submittedAt: Date(milliseconds: submitted), score: Marks(hundredths: try row.int(first + 1)),
            maxScore: Marks(hundredths: try row.int(first + 2)), received: try row.int(first + 3),
            passed: try row.optionalInt(first + 4).map { $0 != 0 }, isExpired: try row.bool(first + 5))
    }
}

extension Transaction {
    /// The try that goes on, there being one at most in each medium.
    func openAttempt(
        of person: PersonID, _ course: CourseID, on medium: Attempt.Medium = .online
    ) throws -> Attempt? {
        try row(
            Statement(
                """
                SELECT id FROM attempts
                WHERE person = $1 AND course = $2 AND medium = $3 AND submitted_at IS NULL AND withdrawn_at IS NULL
                """, with: person.rawValue, course.rawValue, medium.rawValue)
        ).map { try attempt(try $0.code(0)) }
    }

    func insert(
        _ id: AttemptID, asking paper: Paper, at quiz: Quiz, of requirements: Requirements, on medium: Attempt.Medium,
        by person: PersonID, until deadline: Date? = nil, at now: Date
    ) throws {
        let course = requirements.course
        let number = try rows(
            Statement(
                "SELECT COUNT(*) FROM attempts WHERE person = $1 AND course = $2", with: person.rawValue,
                course.rawValue)
        )[0].int(0)
        try run(
            Statement(
                """
                INSERT INTO attempts (id, person, course, number, started_at, paper, pass_mark, rules, deadline, medium,
                    taught)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """, with: id.rawValue, person.rawValue, course.rawValue, number + 1, now.milliseconds,
                try JSON.text(paper), quiz.rules.passMark, try JSON.text(quiz.rules), deadline?.milliseconds,
                medium.rawValue, try keep(taught: requirements.clauses)))
        try noteAsked(paper, by: id)
    }

    fileprivate func attempt(_ id: AttemptID, for caller: Caller) throws -> Attempt {
        let attempt = try attempt(id)
        guard attempt.person == caller.person else {
            try admit(caller, to: attempt)
            return attempt
        }
        // Before it is keyed in, a paper is with whoever hands it out.
        guard attempt.onPaper == nil || attempt.result != nil else { throw Refusal.notFound }
        return attempt
    }

    func attempt(_ id: AttemptID, locking: Bool = false) throws -> Attempt {
        let selection = """
            SELECT person, course, number, started_at, paper, pass_mark, rules, deadline,
                submitted_at, score, max_score, received, passed, expired, medium
            FROM attempts WHERE id = $1\(locking ? lockingClause : "")
            """
        guard let row = try row(Statement(selection, with: id.rawValue)) else { throw Refusal.notFound }
        let paper: Paper = try JSON.value(try row.text(4))
        return Attempt(
            id: id, person: try row.code(0), course: try row.code(1), number: try row.int(2),
            startedAt: Date(milliseconds: try row.int(3)), paper: paper,
            rules: try row.optionalText(6).map(JSON.value) ?? Quiz.Rules(passMark: try row.int(5)),
            deadline: try row.optionalInt(7).map(Date.init(milliseconds:)),
            questions: try questions(of: paper), answers: try answers(of: id),
            late: row.isNull(7) ? [:] : try lateAnswers(of: id), marks: row.isNull(8) ? [:] : try marks(of: id),
            result: try Attempt.Result(row, from: 8),
            onPaper: try row.word(14) == Attempt.Medium.paper ? try paperwork(of: id) : nil)
    }

    /// A person's tries at a course's quiz, the first one first, on paper those that were keyed in, and what was granted.
    func tries(of person: PersonID, _ course: CourseID, at now: Date) throws -> Tries {
        let all = try rows(
            Statement(
                """
                SELECT id, number, started_at, pass_mark, submitted_at, score, max_score, received, passed, expired,
                    medium
                FROM attempts WHERE person = $1 AND course = $2 AND (submitted_at IS NOT NULL OR medium = 'online')
                ORDER BY number
                """, with: person.rawValue, course.rawValue)
        ).map { row in
            AttemptSummary(
                id: try row.code(0), number: try row.int(1), startedAt: Date(milliseconds: try row.int(2)),
                passMark: try row.int(3), result: try Attempt.Result(row, from: 4),
                medium: try row.word(10))
        }
        return Tries(
            all, allowance: Allowance(try grants(to: person, course).map(\.grant)),
            roundBegan: try holding(of: person, course)?.roundBegan(at: now))
    }

    /// The last day a person has for a course; nil without one.
    func due(of person: PersonID, _ course: CourseID) throws -> Day? {
        try row(
            Statement(
                "SELECT due_day FROM standings WHERE person = $1 AND course = $2",
                with: person.rawValue, course.rawValue)
        )?.optionalDay(0)
    }

    /// Hands a try in with these marks, unless it was handed in before, and records the course as finished if nothing else
    /// is missing.
    @discardableResult
    func handIn(
        _ attempt: Attempt, _ outcome: (marks: [Int: Mark], result: Attempt.Result), _ requirements: Requirements?,
        drawing randomness: Randomness, at now: Date
    ) throws -> SubmissionReceipt {
        var result = outcome.result
        if attempt.result == nil {
            for (slot, mark) in outcome.marks.sorted(by: { $0.key < $1.key }) {
                try give(mark, to: slot, of: attempt.id, by: "grading", at: now)
            }
            try write(result, of: attempt.id)
            try write(attempt.delivery(handedIn: true), of: attempt.id)
            try noteMisconceptions(met: attempt, handedInAt: result.submittedAt)
            let corrected = try correctHandedIn(attempt, at: now)
            let marks = corrected == nil ? outcome.marks : try self.attempt(attempt.id).marks
            result = corrected ?? result
            try enterIfShown(attempt, marks: marks, at: now)
        }
        let progress = try requirements.map { try completeIfDue($0, by: attempt.person, drawing: randomness, at: now) }
        let isReadingMissing = requirements?.rule.asksForReading(passed: progress?.passed ?? false) ?? false
        return SubmissionReceipt(
            result: result, missing: isReadingMissing ? progress?.missing ?? [] : [],
            completed: progress?.completedAt != nil,
            delivery: attempt.delivery(handedIn: true))
    }

    private func answers(of id: AttemptID) throws -> [Int: Answer] {
        let answers = try rows(
            Statement(
                "SELECT slot, response, seq, saved_at, locked, recovered FROM answers WHERE attempt = $1",
                with: id.rawValue)
        ).map { row in
            Answer(
                slot: try row.int(0), response: try JSON.value(try row.text(1)), seq: try row.int(2),
                savedAt: Date(milliseconds: try row.int(3)), isLocked: try row.bool(4), recovered: try row.bool(5))
        }
        return Dictionary(answers.map { ($0.slot, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func marks(of id: AttemptID) throws -> [Int: Mark] {
        let marks = try rows(
            Statement("SELECT slot, mark FROM marks WHERE attempt = $1 ORDER BY slot, position", with: id.rawValue)
        ).map { (try $0.int(0), try JSON.value(try $0.text(1)) as Mark) }
        return Dictionary(marks, uniquingKeysWith: { _, newest in newest })
    }

    func give(_ mark: Mark, to slot: Int, of attempt: AttemptID, by giver: String, at now: Date) throws {
        try run(
            Statement(
                """
                INSERT INTO marks (attempt, slot, position, earned, state, mark, given_at, given_by)
                SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6, $7 FROM marks
                WHERE attempt = $1 AND slot = $2
                """, with: attempt.rawValue, slot, mark.earned.hundredths, mark.state.rawValue, try JSON.text(mark),
                now.milliseconds, giver))
    }

    func write(_ answer: Answer, in attempt: AttemptID) throws {
        try run(
            Statement(
                """
                INSERT INTO answers (attempt, slot, response, seq, saved_at, recovered)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (attempt, slot) DO UPDATE SET
                    response = excluded.response, seq = excluded.seq, saved_at = excluded.saved_at,
                    recovered = excluded.recovered
                WHERE answers.seq < excluded.seq
                """, with: attempt.rawValue, answer.slot, try JSON.text(answer.response), answer.seq,
                answer.savedAt.milliseconds, answer.recovered))
    }

    fileprivate func write(
        _ step: Scenario.Walk.Step, slot: Int, of attempt: AttemptID, at now: Date
    ) throws {
        try run(
            Statement(
                """
                INSERT INTO scenario_steps (attempt, slot, step, node, choice, taken_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, with: attempt.rawValue, slot, step.number, step.node.id, step.option.key, now.milliseconds))
    }

    func write(_ result: Attempt.Result, of attempt: AttemptID) throws {
        let owner = try row(Statement("SELECT person FROM attempts WHERE id = $1", with: attempt.rawValue))
        let years = YearLedger(self)
        if let owner: PersonID = try owner?.code(0) {
            try lock(owner)
            try years.note([owner])
        }
        try run(
            Statement(
                """
                UPDATE attempts
                SET submitted_at = $1, score = $2, max_score = $3, received = $4, passed = $5, expired = $6
                WHERE id = $7
                """, with: result.submittedAt.milliseconds, result.score.hundredths, result.maxScore.hundredths,
                result.received, result.passed, result.isExpired, attempt.rawValue))
        try years.settle()
    }
}

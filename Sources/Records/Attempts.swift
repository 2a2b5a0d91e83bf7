import FoundationEssentials
import SQL
import Synchronization
import Training

/// A picture as a paper keeps it.
public struct MediaFile: Sendable, Hashable {
    /// SHA-256 of the bytes, hexadecimal.
    public let hash: String
    /// Its media type.
    public let mediaType: String
    /// The bytes.
    public let bytes: [UInt8]

    /// A picture.
    public init(hash: String, mediaType: String, bytes: [UInt8]) {
        self.hash = hash
        self.mediaType = mediaType
        self.bytes = bytes
    }
}

extension Records {
    /// Begins a try at a quiz, or finds the one that goes on. The paper is drawn and, with its questions and pictures,
    /// written down before this returns.
    ///
    /// `conflict` when the course wants its lessons read first and some are not.
    public func beginAttempt(
        at quiz: Quiz, drawing items: [Item], pictures: [MediaFile], requirements: Requirements, by person: PersonID,
        at now: Date
    ) async throws -> (attempt: Attempt, resumed: Bool) {
        let randomness = randomness
        return try await database.write { transaction in
            try transaction.lock(person)
            if let open = try transaction.openAttempt(of: person, requirements.course) { return (open, true) }
            if quiz.lessonsFirst, !(try transaction.progress(of: person, in: requirements)).missing.isEmpty {
                throw Refusal.conflict(
                    code: "lessons_first",
                    Bilingual(zh: "请先读完本课程的各课，再做测验。", en: "Read all lessons of the course before its quiz."))
            }
            let paper = Paper.draw(quiz.draw, of: items, seed: randomness.seed())
            try transaction.keep(items, of: paper)
            try transaction.keep(pictures)
            let number = try transaction.rows(
                Statement(
                    "SELECT COUNT(*) FROM attempts WHERE person = $1 AND course = $2",
                    with: person.rawValue, requirements.course.rawValue)
            )[0].int(0)
            let id: AttemptID = randomness.id(at: now)
            try transaction.run(
                Statement(
                    """
                    INSERT INTO attempts (id, person, course, number, started_at, paper, pass_mark)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    """, with: id.rawValue, person.rawValue, requirements.course.rawValue, number + 1,
                    now.milliseconds, try JSON.text(paper), quiz.passMark))
            try transaction.noteAsked(paper, by: id)
            try transaction.begin(requirements.course, by: person, at: now)
            return (try transaction.attempt(id), false)
        }
    }

    /// A try that the caller may see: the own, or one of a person in the scope. Anything else is `notFound`.
    public func attempt(_ id: AttemptID, for caller: Caller) async throws -> Attempt {
        try await database.read { transaction in
            let attempt = try transaction.attempt(id)
            if attempt.person == caller.person { return attempt }
            guard let person = try transaction.person(attempt.person),
                caller.scope.covers(try transaction.lineage(of: person.unit))
            else { throw Refusal.notFound }
            return attempt
        }
    }

    /// Saves one answer, or one decision of a scenario; returns after it is on disk. Without a `seq` it is the next one.
    /// Throws `AttemptRefusal` for what the try does not take.
    public func save(
        _ response: Response, slot: Int, seq: Int?, in id: AttemptID, by person: PersonID, at now: Date
    ) async throws -> AnswerReceipt {
        try await database.write { transaction in
            let attempt = try transaction.attempt(id, locking: true)
            let seq = seq ?? (attempt.answers[slot]?.seq ?? 0) + 1
            let acceptance = try attempt.accept(response, slot: slot, seq: seq, by: person, at: now)
            switch acceptance {
            case .kept(let answer, let same): return AnswerReceipt(answer, in: attempt, saved: same)
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
            var (marks, result) = try attempt.submitted(by: person, at: now)
            if attempt.result == nil {
                for (slot, mark) in marks.sorted(by: { $0.key < $1.key }) {
                    try transaction.give(mark, to: slot, of: id, by: "grading", at: now)
                }
                try transaction.write(result, of: id)
                result = try transaction.correctHandedIn(attempt, at: now) ?? result
            }
            let progress = try requirements.map {
                try transaction.completeIfDue($0, by: person, id: randomness.id(at: now), at: now)
            }
            return SubmissionReceipt(
                result: result, missing: progress?.missing ?? [], completed: progress?.completedAt != nil)
        }
    }

    /// A person's tries at a course's quiz, the first one first.
    public func attempts(of person: PersonID, at course: CourseID) async throws -> [AttemptSummary] {
        try await database.read { transaction in
            try transaction.rows(
                Statement(
                    """
                    SELECT id, number, started_at, submitted_at, score, max_score, received, passed FROM attempts
                    WHERE person = $1 AND course = $2 ORDER BY number
                    """, with: person.rawValue, course.rawValue)
            ).map { row in
                AttemptSummary(
                    id: try row.code(0), number: try row.int(1), startedAt: Date(milliseconds: try row.int(2)),
                    result: try Attempt.Result(row, from: 3))
            }
        }
    }

    /// A picture that some paper keeps.
    public func media(_ hash: String) async throws -> MediaFile? {
        try await database.read { transaction in
            try transaction.row(Statement("SELECT media_type, bytes FROM media WHERE hash = $1", with: hash)).map {
                MediaFile(hash: hash, mediaType: try $0.text(0), bytes: try $0.blob(1))
            }
        }
    }
}

extension Attempt.Result {
    /// Reads `submitted_at, score, max_score, received, passed` from column `first` on; nil while not submitted.
    fileprivate init?(_ row: Row, from first: Int) throws {
        guard let submitted = try row.optionalInt(first) else { return nil }
        self.init(
            submittedAt: Date(milliseconds: submitted), score: Marks(hundredths: try row.int(first + 1)),
            maxScore: Marks(hundredths: try row.int(first + 2)), received: try row.int(first + 3),
            passed: try row.optionalInt(first + 4).map { $0 != 0 })
    }
}

extension Transaction {
    fileprivate func openAttempt(of person: PersonID, _ course: CourseID) throws -> Attempt? {
        try row(
            Statement(
                "SELECT id FROM attempts WHERE person = $1 AND course = $2 AND submitted_at IS NULL",
                with: person.rawValue, course.rawValue)
        ).map { try attempt(try $0.code(0)) }
    }

    func attempt(_ id: AttemptID, locking: Bool = false) throws -> Attempt {
        let selection = """
            SELECT person, course, number, started_at, paper, pass_mark, submitted_at, score, max_score, received, passed
            FROM attempts WHERE id = $1\(locking ? lockingClause : "")
            """
        guard let row = try row(Statement(selection, with: id.rawValue)) else { throw Refusal.notFound }
        let paper: Paper = try JSON.value(try row.text(4))
        return Attempt(
            id: id, person: try row.code(0), course: try row.code(1), number: try row.int(2),
            startedAt: Date(milliseconds: try row.int(3)), paper: paper, passMark: try row.int(5),
            questions: try questions(of: paper), answers: try answers(of: id),
            marks: row.isNull(6) ? [:] : try marks(of: id),
            result: try Attempt.Result(row, from: 6))
    }

    private func answers(of id: AttemptID) throws -> [Int: Answer] {
        let answers = try rows(
            Statement("SELECT slot, response, seq, saved_at FROM answers WHERE attempt = $1", with: id.rawValue)
        ).map { row in
            Answer(
                slot: try row.int(0), response: try JSON.value(try row.text(1)), seq: try row.int(2),
                savedAt: Date(milliseconds: try row.int(3)))
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

    private func questions(of paper: Paper) throws -> [String: Question] {
        var questions: [String: Question] = [:]
        for version in paper.slots.map(\.version) {
            questions[version] = try question(version)
        }
        return questions
    }

    /// A question as it was asked.
    func question(_ version: String) throws -> Question {
        try QuestionVersions.shared.question(version) {
            let row = try row(Statement("SELECT text FROM question_versions WHERE version = $1", with: version))
            guard let row else { throw DatabaseError.unexpectedColumn("no question of version \(version)") }
            return try JSON.value(try row.text(0))
        }
    }

    fileprivate func write(_ answer: Answer, in attempt: AttemptID) throws {
        try run(
            Statement(
                """
                INSERT INTO answers (attempt, slot, response, seq, saved_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (attempt, slot) DO UPDATE SET
                    response = excluded.response, seq = excluded.seq, saved_at = excluded.saved_at
                WHERE answers.seq < excluded.seq
                """, with: attempt.rawValue, answer.slot, try JSON.text(answer.response), answer.seq,
                answer.savedAt.milliseconds))
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
        try run(
            Statement(
                """
                UPDATE attempts SET submitted_at = $1, score = $2, max_score = $3, received = $4, passed = $5
                WHERE id = $6
                """, with: result.submittedAt.milliseconds, result.score.hundredths, result.maxScore.hundredths,
                result.received, result.passed, attempt.rawValue))
    }

    fileprivate func keep(_ items: [Item], of paper: Paper) throws {
        let drawn = Set(paper.slots.map(\.version))
        for item in items where drawn.contains(item.version) { try keep(item) }
    }

    func keep(_ item: Item) throws {
        try run(
            Statement(
                """
                INSERT INTO question_versions (version, question, text) VALUES ($1, $2, $3)
                ON CONFLICT (version) DO NOTHING
                """, with: item.version, item.question.id.rawValue, try JSON.text(item.question)))
    }

    fileprivate func keep(_ pictures: [MediaFile]) throws {
        for picture in pictures {
            try run(
                Statement(
                    "INSERT INTO media (hash, media_type, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
                    with: picture.hash, picture.mediaType, picture.bytes))
        }
    }
}

/// Questions by version, decoded once: a version never changes, so nothing here ever grows stale.
private final class QuestionVersions: Sendable {
    static let shared = QuestionVersions()
    private let known = Mutex<[String: Question]>([:])

    func question(_ version: String, load: () throws -> Question) throws -> Question {
        if let question = known.withLock({ $0[version] }) { return question }
        let question = try load()
        known.withLock { $0[version] = question }
        return question
    }
}

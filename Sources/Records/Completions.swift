import FoundationEssentials
import SQL
import Training

extension Transaction {
    /// Records the course as finished if everything its rule asks for is there and it does not hold already, or can be
    /// renewed. Returns how far the person is then.
    ///
    /// The record copies the rule, what the try that decides came to, and the unit the person belongs to; its certificate is
    /// made with it, since only now is known what the course is called and counts for. It takes effect now; with
    /// `backdated` when the try was handed in or the last lesson read, and in the unit of that day: that only now is told
    /// that the try was passed is no fault of the learner's. When it is recorded stays what it is.
    func completeIfDue(
        _ requirements: Requirements, by person: PersonID, drawing randomness: Randomness, at now: Date,
        backdated: Bool = false
    ) throws -> CourseProgress {
        try lock(person)
        let before = try progress(of: person, in: requirements, at: now)
        let needs = requirements.rule.needs
        guard before.isOpen, needs.areMet(read: before.missing.isEmpty, passed: before.passed),
            let present = try self.person(person)?.unit
        else { return before }
        let attempt =
            needs == .completed || !before.passed
            ? nil : try tries(of: person, requirements.course, at: now).deciding(requirements.counts)
        let lessons = requirements.rule.asksForReading(passed: before.passed) ? requirements.lessons : []
        let done = try backdated ? lastDone(lessons, of: requirements.course, by: person, attempt) ?? now : now
        let unit = backdated ? try memberships(of: person).last { $0.from <= Day(at: done) }?.unit : nil
        let completion = Completion(
            person: person, course: requirements.course, at: now, unit: unit ?? present, attempt: attempt?.id,
            score: attempt?.result?.score, maxScore: attempt?.result?.maxScore, passMark: attempt?.passMark,
            lessons: lessons,
            clauses: try taught(lessons, of: requirements, to: person, by: attempt?.id), doneAt: done,
            rule: requirements.rule,
            last: requirements.rule.last(ofFinishing: Day(at: done), renewing: before.holding))
        try record(completion, award: requirements.award, drawing: randomness)
        return try progress(of: person, in: requirements, at: now)
    }

    /// Writes a completion down with its certificate, and what follows from it. Returns what names it.
    @discardableResult
    func record(
        _ completion: Completion, award: Certificate.Award?, drawing randomness: Randomness
    ) throws -> Code<Completion> {
        let ledger = Ledger(self, at: completion.at)
        try ledger.note([completion.person])
        let id: Code<Completion> = randomness.id(at: completion.at)
        try insert(completion, id: id)
        try issueCertificate(of: id, award: award, drawing: randomness, at: completion.at)
        try writeHolding(of: completion.person, completion.course)
        try ledger.settle()
        return id
    }

    /// How far a person is with what a course asks for.
    func progress(of person: PersonID, in requirements: Requirements, at now: Date) throws -> CourseProgress {
        let holding = try holding(of: person, requirements.course)
        let began = holding?.roundBegan(at: now)
        let read = try readings(of: person, requirements.course).filter { reading in
            began.map { $0 < reading.value.at } ?? true
        }
        return CourseProgress(
            read: Set(read.keys), missing: requirements.missing(read: Set(read.keys)),
            passed: try tries(of: person, requirements.course, at: now).arePassed(requirements.counts),
            holding: holding, at: now)
    }

    /// When the last of the lessons was read, or the try handed in if that was later.
    private func lastDone(
        _ lessons: [Completion.LessonVersion], of course: CourseID, by person: PersonID, _ attempt: AttemptSummary?
    ) throws -> Date? {
        let read = try readings(of: person, course)
        return (lessons.map { read[$0.lesson]?.at } + [attempt?.result?.submittedAt]).compactMap(\.self).max()
    }

    private func insert(_ completion: Completion, id: Code<Completion>) throws {
        try run(
            Statement(
                """
                INSERT INTO completions (id, person, course, effective_day, recorded_at, unit, attempt,
                    score, max_score, pass_mark, lessons, clauses, basis, rule, valid, renewal_window, expires_day,
                    done_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                """, with: id.rawValue, completion.person.rawValue, completion.course.rawValue,
                Day(at: completion.doneAt).number, completion.at.milliseconds, completion.unit.rawValue,
                completion.attempt?.rawValue, completion.score?.hundredths, completion.maxScore?.hundredths,
                completion.passMark, try JSON.text(completion.lessons), try JSON.text(completion.clauses),
                try basis(of: completion, orNew: id.rawValue), completion.rule.needs.rawValue,
                completion.rule.validity.description, completion.rule.renewalWindow, completion.last?.number,
                completion.doneAt.milliseconds))
    }
}

/// JSON as the records keep it: sorted keys, so that equal values are equal text.
enum JSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}

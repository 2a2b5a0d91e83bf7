import FoundationEssentials
import SQL
import Training

extension Records {
    /// What the first finished tries of all people at a course's quiz say about its questions.
    ///
    /// Walks through these tries, `batch` at a time, and keeps sums only: the room it takes grows with the questions, the
    /// time with the tries.
    public func itemAnalysis(of course: CourseID, batch: Int = 500) async throws -> ItemAnalysis {
        try await database.read { transaction in
            var count = ItemCount()
            var after: String? = ""
            while let begin = after { after = try transaction.count(batch, at: course, after: begin, into: &count) }
            return ItemAnalysis(course: course, tries: count.tries, versions: count.versions)
        }
    }
}

/// What was counted so far.
private struct ItemCount {
    var tries = 0
    private var counted: [String: CountedVersion] = [:]
    /// Papers are each their own, but answers and marks are the same few texts again and again.
    var responses = Decoded<Response>()
    var marks = Decoded<Mark>()

    mutating func add(
        _ finished: FinishedTry, startedAt: Date, question: (String) throws -> Question
    ) rethrows {
        let observations = finished.observations
        if !observations.isEmpty { tries += 1 }
        for (version, observation) in observations {
            if counted[version] == nil { counted[version] = CountedVersion(of: try question(version)) }
            counted[version]?.add(observation, at: startedAt)
        }
    }

    var versions: [ItemAnalysis.Version] {
        counted.map { version, counted in
            ItemAnalysis.Version(
                item: Item(version: version, question: counted.question), statistics: counted.tally.statistics,
                lastAskedAt: counted.lastAskedAt)
        }
    }
}

/// A version with its tally.
private struct CountedVersion {
    let question: Question
    private(set) var tally: ItemTally
    private(set) var lastAskedAt = Date.distantPast

    init(of question: Question) {
        self.question = question
        tally = ItemTally(of: question)
    }

    mutating func add(_ observation: ItemObservation, at startedAt: Date) {
        tally.add(observation)
        lastAskedAt = max(lastAskedAt, startedAt)
    }
}

/// Values by the text they are kept as, each text read once.
private struct Decoded<Value: Decodable> {
    private var known: [String: Value] = [:]

    mutating func value(_ text: String) throws -> Value {
        if let value = known[text] { return value }
        // Of what people wrote themselves there is no end.
        if known.count == 10_000 { known.removeAll() }
        let value: Value = try JSON.value(text)
        known[text] = value
        return value
    }
}

extension Transaction {
    /// Counts the next tries in the order of their ids; returns the last one's id, nil when there was none.
    fileprivate func count(
        _ limit: Int, at course: CourseID, after begin: String, into count: inout ItemCount
    ) throws -> String? {
        let tries = try rows(
            Statement(
                """
                SELECT id, started_at, paper FROM attempts
                WHERE course = $1 AND number = 1 AND passed IS NOT NULL AND id > $2 ORDER BY id LIMIT $3
                """, with: course.rawValue, begin, limit))
        guard let last = try tries.last?.text(0) else { return nil }
        let answers = try answers(course, after: begin, upTo: last, &count.responses)
        let marks = try marks(course, after: begin, upTo: last, &count.marks)
        for row in tries {
            let id = try row.text(0)
            let startedAt = Date(milliseconds: try row.int(1))
            let finished = FinishedTry(
                paper: try JSON.value(try row.text(2)), startedAt: startedAt, answers: answers[id] ?? [:],
                marks: marks[id] ?? [:])
            try count.add(finished, startedAt: startedAt, question: question)
        }
        return last
    }

    private func answers(
        _ course: CourseID, after begin: String, upTo last: String, _ responses: inout Decoded<Response>
    ) throws -> [String: [Int: Answer]] {
        var answers: [String: [Int: Answer]] = [:]
        let statement = Statement(
            """
            SELECT attempts.id, answers.slot, answers.response, answers.seq, answers.saved_at
            FROM attempts JOIN answers ON answers.attempt = attempts.id
            WHERE attempts.course = $1 AND attempts.number = 1 AND attempts.passed IS NOT NULL
                AND attempts.id > $2 AND attempts.id <= $3
            """, with: course.rawValue, begin, last)
        try forEach(statement) { row in
            let slot = try row.int(1)
            answers[try row.text(0), default: [:]][slot] = Answer(
                slot: slot, response: try responses.value(try row.text(2)), seq: try row.int(3),
                savedAt: Date(milliseconds: try row.int(4)))
        }
        return answers
    }

    private func marks(
        _ course: CourseID, after begin: String, upTo last: String, _ known: inout Decoded<Mark>
    ) throws -> [String: [Int: Mark]] {
        var marks: [String: [Int: Mark]] = [:]
        let statement = Statement(
            """
            SELECT attempts.id, marks.slot, marks.mark FROM attempts JOIN marks ON marks.attempt = attempts.id
            WHERE attempts.course = $1 AND attempts.number = 1 AND attempts.passed IS NOT NULL
                AND attempts.id > $2 AND attempts.id <= $3
            ORDER BY attempts.id, marks.slot, marks.position
            """, with: course.rawValue, begin, last)
        try forEach(statement) { row in
            marks[try row.text(0), default: [:]][try row.int(1)] = try known.value(try row.text(2))
        }
        return marks
    }
}

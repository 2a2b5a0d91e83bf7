import FoundationEssentials
import SQL
import Training

extension Records {
    /// Draws a paper for each of these people, or finds the one that is not keyed in yet. Nothing is drawn unless all can
    /// be.
    ///
    /// `notFound` when the unit is outside the scope, `invalid` for a number that is nobody's at work in it and below and
    /// for the own one, `conflict` where lessons must be read first, for a quiz that cannot be printed, has a time
    /// limit or no question left to ask, and when somebody has no try left.
    public func drawPapers(
        for numbers: [StaffNumber], in unit: UnitCode, at quiz: Quiz, drawing items: [Item], pictures: [MediaFile],
        requirements: Requirements, by caller: Caller, at now: Date
    ) async throws -> [PrintedPaper] {
        let randomness = randomness
        let blueprint = PrintedPaper.printable(quiz.blueprint, items)
        let items = PrintedPaper.printable(items)
        guard quiz.rules.timeLimit == nil else {
            throw Refusal.conflict(
                code: "timed",
                Bilingual(zh: "限时的测验不能在纸上答。", en: "A quiz with a time limit cannot be taken on paper."))
        }
        return try await database.write { transaction in
            _ = try transaction.unit(unit, for: caller)
            try transaction.keep(pictures)
            return try Set(numbers).sorted().map { number in
                let person = try transaction.colleague(number, in: unit, of: caller)
                try transaction.lock(person.id)
                if let open = try transaction.openAttempt(of: person.id, requirements.course, on: .paper),
                    let number = open.onPaper?.number
                {
                    return try transaction.printedPaper(number)
                }
                guard quiz.blueprint.count > 0 else { throw Refusal.underRevision }
                guard blueprint.count > 0 else { throw Refusal.notPrintable }
                let tries = try transaction.tries(of: person.id, requirements.course, at: now)
                if let obstacle = tries.obstacle(quiz.rules, at: now) { throw Refusal(obstacle) }
                if quiz.lessonsFirst,
                    !(try transaction.progress(of: person.id, in: requirements, at: now)).missing.isEmpty
                {
                    throw Refusal.conflict(
                        code: "lessons_first",
                        Bilingual(
                            zh: "\(person.name)（\(number)）要先读完本课程的各课，再做测验。",
                            en: "\(person.name) (\(number)) must read all lessons of the course before its quiz."))
                }
                let paper = Paper.draw(blueprint, of: items, seed: randomness.seed())
                try transaction.keep(items, of: paper)
                let id: AttemptID = randomness.id(at: now)
                try transaction.insert(
                    id, asking: paper, at: quiz, of: requirements, on: .paper, by: person.id, at: now)
                let number = try transaction.freePaperNumber(randomness)
                try transaction.run(
                    Statement(
                        "INSERT INTO papers (number, attempt, printed_at, printed_by) VALUES ($1, $2, $3, $4)",
                        with: number.rawValue, id.rawValue, now.milliseconds, caller.name))
                return try transaction.printedPaper(number)
            }
        }
    }

    /// The papers of people in a unit and below that are neither keyed in nor withdrawn, the oldest first; at most
    /// `limit`. Not the caller's own.
    public func openPapers(in code: UnitCode, for caller: Caller, limit: Int) async throws -> [PrintedPaper] {
        try await database.read { transaction in
            _ = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            return try transaction.rows(
                Statement(
                    """
                    \(PrintedPaper.selection) WHERE papers.closed_at IS NULL AND units.path >= $1 AND units.path < $2
                        AND people.id <> $3 ORDER BY papers.printed_at, papers.number LIMIT $4
                    """, with: path, UnitPath.end(of: path), caller.person?.rawValue ?? "", limit)
            ).map(PrintedPaper.init)
        }
    }

    /// A paper with its questions and, once they are in, its answers. `notFound` outside the scope and for the own one.
    public func paper(
        _ number: PaperNumber, for caller: Caller
    ) async throws -> (printed: PrintedPaper, attempt: Attempt) {
        try await database.read { try $0.paper(number, for: caller) }
    }

    /// Keys a paper's answers in, by slot, and hands it in: it is marked, and the course recorded as finished if nothing
    /// else is missing. The same answers a second time give the same.
    ///
    /// `notFound` outside the scope and for the own one; `conflict` when it is withdrawn, or other answers are in already;
    /// `AttemptRefusal` for an answer that does not fit.
    public func key(
        _ responses: [Int: Response], into number: PaperNumber, requirements: Requirements?, by caller: Caller,
        at now: Date
    ) async throws -> SubmissionReceipt {
        let randomness = randomness
        return try await database.write { transaction in
            let (printed, attempt) = try transaction.paper(number, for: caller, locking: true)
            var keyed = attempt
            switch printed.state {
            case .withdrawn: throw Refusal.withdrawnPaper
            case .keyed:
                guard attempt.answers.mapValues(\.response) == attempt.normalized(responses) else {
                    throw Refusal.conflict(
                        code: "keyed_already",
                        Bilingual(zh: "这份试卷的答案已经录入，不能再改。", en: "The answers of this paper are in already and stay."))
                }
            case .open:
                try transaction.begin(attempt.course, by: attempt.person, at: now)
                keyed = try attempt.keyed(responses, at: now)
                for (_, answer) in keyed.answers.sorted(by: { $0.key < $1.key }) {
                    try transaction.write(answer, in: attempt.id)
                }
                try transaction.run(
                    Statement(
                        "UPDATE papers SET keyed_by = $1, closed_at = $2 WHERE number = $3",
                        with: caller.name, now.milliseconds, number.rawValue))
            }
            return try transaction.handIn(
                keyed, keyed.handedIn(at: now), requirements, drawing: randomness, at: now)
        }
    }

    /// Takes a paper that is spoilt or lost out of use, and keeps why. `notFound` outside the scope and for the own one;
    /// `conflict` when its answers are in; a second time nothing changes.
    public func withdraw(_ number: PaperNumber, because reason: String, by caller: Caller, at now: Date) async throws {
        try await database.write { transaction in
            let (printed, attempt) = try transaction.paper(number, for: caller, locking: true)
            switch printed.state {
            case .withdrawn: return
            case .keyed:
                throw Refusal.conflict(
                    code: "keyed_already",
                    Bilingual(zh: "这份试卷的答案已经录入，不能作废。", en: "The answers of this paper are in; it cannot be withdrawn."))
            case .open: break
            }
            try transaction.run(
                Statement(
                    "UPDATE papers SET withdrawn_by = $1, reason = $2, closed_at = $3 WHERE number = $4",
                    with: caller.name, reason, now.milliseconds, number.rawValue))
            try transaction.run(
                Statement(
                    "UPDATE attempts SET withdrawn_at = $1 WHERE id = $2", with: now.milliseconds, attempt.id.rawValue))
        }
    }
}

extension Refusal {
    fileprivate static let notPrintable = Refusal.conflict(
        code: "not_printable",
        Bilingual(zh: "这门课的测验只有情景题，不能印在纸上。", en: "This quiz has scenarios only; it cannot be printed."))
    fileprivate static let withdrawnPaper = Refusal.conflict(
        code: "withdrawn", Bilingual(zh: "这份试卷已经作废。", en: "This paper was withdrawn."))
}

extension Attempt {
    /// The responses as they would be kept; one that does not fit stays as it is, and equals none.
    fileprivate func normalized(_ responses: [Int: Response]) -> [Int: Response] {
        Dictionary(
            uniqueKeysWithValues: responses.map { number, response in
                let slot = paper.slots.first { $0.number == number }
                let question = slot.flatMap { questions[$0.version] }
                return (number, question.flatMap { slot?.normalized(response, to: $0) } ?? response)
            })
    }
}

extension Transaction {
    /// Somebody at work in a unit and below for whom the caller may have a paper.
    fileprivate func paper(
        _ number: PaperNumber, for caller: Caller, locking: Bool = false
    ) throws -> (printed: PrintedPaper, attempt: Attempt) {
        let attempt = try attempt(try printedPaper(number).attempt, locking: locking)
        // Read again: whoever held the lock may have keyed it in.
        let printed = try printedPaper(number)
        try admit(caller, to: attempt)
        return (printed, attempt)
    }

    fileprivate func printedPaper(_ number: PaperNumber) throws -> PrintedPaper {
        let row = try row(Statement("\(PrintedPaper.selection) WHERE papers.number = $1", with: number.rawValue))
        guard let row else { throw Refusal.notFound }
        return try PrintedPaper(row)
    }

    /// A number that no paper has.
    fileprivate func freePaperNumber(_ randomness: Randomness) throws -> PaperNumber {
        while true {
            guard let number = PaperNumber(from: randomness.bytes(8)) else { continue }
            let taken = try row(Statement("SELECT 1 FROM papers WHERE number = $1", with: number.rawValue))
            if taken == nil { return number }
        }
    }

    /// What a try on paper has besides.
    func paperwork(of attempt: AttemptID) throws -> Attempt.OnPaper? {
        try row(
            Statement(
                """
                SELECT papers.number, COALESCE(keyer.name, papers.keyed_by)
                FROM papers LEFT JOIN people AS keyer ON keyer.id = papers.keyed_by WHERE papers.attempt = $1
                """, with: attempt.rawValue)
        ).map { Attempt.OnPaper(number: try $0.paperNumber(0), keyedBy: try $0.optionalText(1)) }
    }
}

extension Row {
    fileprivate func paperNumber(_ index: Int) throws -> PaperNumber {
        guard let number = PaperNumber(rawValue: try text(index)) else {
            throw DatabaseError.unexpectedColumn("column \(index) is no number of a paper")
        }
        return number
    }
}

extension PrintedPaper {
    fileprivate static let selection = """
        SELECT papers.number, papers.attempt, people.staff_no, people.name, units.name, attempts.course,
            papers.printed_at, COALESCE(keyer.name, papers.keyed_by), papers.reason
        FROM papers JOIN attempts ON attempts.id = papers.attempt JOIN people ON people.id = attempts.person
        JOIN units ON units.code = people.unit LEFT JOIN people AS keyer ON keyer.id = papers.keyed_by
        """

    fileprivate init(_ row: Row) throws {
        let keyer = try row.optionalText(7)
        let reason = try row.optionalText(8)
        self.init(
            number: try row.paperNumber(0), attempt: try row.code(1), staffNumber: try row.code(2),
            name: try row.text(3), unitName: try row.text(4), course: try row.code(5),
            printedAt: Date(milliseconds: try row.int(6)),
            state: reason.map { .withdrawn(reason: $0) } ?? keyer.map { .keyed(by: $0) } ?? .open)
    }
}

import FoundationEssentials
import SQL
import Training

extension Transaction {
    /// What a person has of a course; nil until they finished it once.
    func holding(of person: PersonID, _ course: CourseID) throws -> Holding? {
        try row(
            Statement(
                """
                SELECT completed_at, expires_day, reopens_at FROM standings WHERE person = $1 AND course = $2
                """, with: person.rawValue, course.rawValue)
        ).flatMap { try Holding($0, from: 0) }
    }

    /// Every time a person finished a course, the newest first.
    func completions(of person: PersonID, _ course: CourseID) throws -> [Completion.Recorded] {
        let earlier = try earlierResults(of: person, course)
        return try rows(
            Statement(
                """
                SELECT completions.effective_day, completions.recorded_at, completions.rule, completions.valid,
                    completions.renewal_window, \(Completion.lastDay), clause_ends.clause, clause_ends.clause_version,
                    completions.score, completions.max_score, certificates.number, completions.id
                FROM completions \(Completion.ends)
                LEFT JOIN certificates ON certificates.completion = completions.id
                WHERE completions.person = $1 AND completions.course = $2
                ORDER BY completions.effective_day DESC, completions.id DESC
                """, with: person.rawValue, course.rawValue)
        ).map { try Completion.Recorded($0, earlier: earlier[try $0.text(11)]) }
    }

    /// Writes into the standing which of a person's completions of a course reaches farthest. Whoever wrote or ended one
    /// calls this before the ledger is settled.
    func writeHolding(of person: PersonID, _ course: CourseID) throws {
        let all = try rows(
            Statement(
                """
                SELECT completions.done_at, completions.rule, completions.valid, completions.renewal_window,
                    \(Completion.lastDay), clause_ends.recorded_at, completions.effective_day, completions.score,
                    completions.max_score
                FROM completions \(Completion.ends)
                WHERE completions.person = $1 AND completions.course = $2 AND \(Completion.stands)
                """, with: person.rawValue, course.rawValue)
        ).map(StandingCompletion.init)
        let holding = Holding.farthest(all.map(\.holding))
        let kept = all.first { $0.holding == holding }
        try run(
            Statement(
                """
                INSERT INTO standings (person, course, assigned, completed_day, completed_at, score, max_score,
                    expires_day, reopens_at)
                VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (person, course) DO UPDATE SET completed_day = excluded.completed_day,
                    completed_at = excluded.completed_at, score = excluded.score, max_score = excluded.max_score,
                    expires_day = excluded.expires_day, reopens_at = excluded.reopens_at
                """, with: person.rawValue, course.rawValue, kept?.day, kept?.doneAt, kept?.score, kept?.maxScore,
                holding?.last?.number, holding?.reopensAt?.milliseconds))
    }
}

/// A completion that was not taken back, as the standing tells of it.
private struct StandingCompletion {
    let holding: Holding
    /// As they are stored.
    let day: Int
    let doneAt: Int
    let score: Int?
    let maxScore: Int?

    init(_ row: Row) throws {
        doneAt = try row.int(0)
        let rule = try CompletionRule(row, from: 1)
        let last = try row.optionalDay(4)
        let ended = try row.optionalInt(5).map(Date.init(milliseconds:))
        holding = Holding(
            doneAt: Date(milliseconds: doneAt), last: last, reopensAt: ended ?? rule.reopening(before: last))
        day = try row.int(6)
        score = try row.optionalInt(7)
        maxScore = try row.optionalInt(8)
    }
}

extension Completion {
    /// The last day of a completion, as SQL with `ends` joined.
    static let lastDay = "COALESCE(clause_ends.last_day, completions.expires_day)"

    /// Joins that a raised clause ended it.
    static let ends = """
        LEFT JOIN completion_ends AS clause_ends
            ON clause_ends.completion = completions.id AND clause_ends.kind = 'clause'
        """

    /// Whether it was not taken back, as a condition.
    static let stands = """
        NOT EXISTS (SELECT 1 FROM completion_ends AS withdrawals
            WHERE withdrawals.completion = completions.id AND withdrawals.kind = 'withdrawal')
        """
}

extension Holding {
    /// Reads `completed_at, expires_day, reopens_at` of a standing; nil without a completion.
    init?(_ row: Row, from first: Int) throws {
        guard let doneAt = try row.optionalInt(first) else { return nil }
        self.init(
            doneAt: Date(milliseconds: doneAt), last: try row.optionalDay(first + 1),
            reopensAt: try row.optionalInt(first + 2).map(Date.init(milliseconds:)))
    }
}

extension Standing.State {
    /// How far somebody is on `day` by a standing: whether they began, and what they have of it.
    init(begun: Bool, _ holding: Holding?, exempt: Bool, on day: Day) {
        self.init(
            begun: begun, finished: holding?.holds(on: day) ?? false, expired: holding != nil, exempt: exempt)
    }

    /// Whether a course that somebody finished holds on a day, as a condition on a standing. The argument is SQL.
    static func holds(on day: String) -> String {
        "(standings.completed_day IS NOT NULL AND COALESCE(standings.expires_day, \(day)) >= \(day))"
    }
}

extension Standing {
    /// The last day to finish on, for whom the course held until later than the due day that day; as SQL on a standing.
    static let lastDay = """
        CASE WHEN standings.expires_day >= COALESCE(standings.due_day, standings.expires_day)
            THEN standings.expires_day ELSE standings.due_day END
        """
}

extension CompletionRule {
    /// Reads `rule, valid, renewal_window` of a completion.
    init(_ row: Row, from first: Int) throws {
        let valid = try row.text(first + 1)
        guard let validity = valid == "\(Validity.always)" ? .always : Validity(valid) else {
            throw DatabaseError.unexpectedColumn("column \(first + 1) says no validity")
        }
        self.init(needs: try row.word(first), validity: validity, renewalWindow: try row.int(first + 2))
    }
}

extension Completion.Recorded {
    fileprivate init(_ row: Row, earlier: EarlierResult.Recorded?) throws {
        var ending: Completion.ClauseVersion?
        if let clause = try row.optionalText(6).flatMap(ClauseID.init(rawValue:)) {
            ending = Completion.ClauseVersion(clause: clause, version: try row.int(7))
        }
        self.init(
            day: Day(number: try row.int(0)), at: Date(milliseconds: try row.int(1)),
            rule: try CompletionRule(row, from: 2), last: try row.optionalDay(5), ending: ending,
            score: try row.optionalInt(8).map(Marks.init(hundredths:)),
            maxScore: try row.optionalInt(9).map(Marks.init(hundredths:)),
            certificate: try row.optionalText(10).flatMap(CertificateNumber.init(rawValue:)),
            earlier: earlier)
    }
}

import Crypto
import FoundationEssentials
import SQL
import Training

extension Records {
    /// The corrections among `items`, the question bank as it stands, that are still to be applied: they change the mark of
    /// some try, or a try goes on that would be marked by the former key. By question.
    public func openCorrections(among items: [QuestionID: Item]) async throws -> [Correction] {
        try await database.read { transaction in
            let asked = try transaction.rows(
                Statement("SELECT question, version FROM question_versions ORDER BY question, version")
            ).map { (question: try $0.code(0) as QuestionID, version: try $0.text(1)) }
            return try Dictionary(grouping: asked, by: \.question).sorted { $0.key < $1.key }.compactMap { id, asked in
                guard let item = items[id], asked.contains(where: { $0.version != item.version }),
                    let correction = try transaction.correction(of: item), try transaction.isOpen(correction)
                else { return nil }
                return correction
            }
        }
    }

    /// What applying the correction of `item`, as it stands in the bank, would change; nil when it corrects nothing.
    public func regradePlan(of item: Item) async throws -> RegradePlan? {
        try await database.read { try $0.regradePlan(of: item) }
    }
}

extension Refusal {
    static let nothingToCorrect = Refusal.conflict(
        code: "nothing_to_correct", Bilingual(zh: "这道题没有要更正的作答。", en: "There is no try to correct for this question."))
    static let planChanged = Refusal.conflict(
        code: "data_changed",
        Bilingual(
            zh: "这一页打开之后，作答或题目有了变化，没有更正。请重新看一遍再确认。",
            en: "Tries or the question changed after this plan was made; nothing was corrected. Look at it again."))
}

extension Transaction {
    /// Writes down which versions a paper asks.
    func noteAsked(_ paper: Paper, by attempt: AttemptID) throws {
        for version in Set(paper.slots.map(\.version)).sorted() {
            try run(
                Statement("INSERT INTO asked (version, attempt) VALUES ($1, $2)", with: version, attempt.rawValue))
        }
    }

    func correction(of item: Item) throws -> Correction? {
        let versions = try rows(
            Statement("SELECT version FROM question_versions WHERE question = $1", with: item.question.id.rawValue)
        ).map { try $0.text(0) }
        return try correction(of: item, among: versions)
    }

    /// What an item corrects of these versions of its question.
    func correction(of item: Item, among versions: [String]) throws -> Correction? {
        let former = try items(versions)
        // Which clauses rose between two versions does not depend on when it is asked.
        let history = try clauseHistory(of: Set(item.clauses), citedBy: former + [item], at: .distantPast)
        return Correction(of: item, among: former, history: history)
    }

    /// Stored questions by version.
    func items(_ versions: [String]) throws -> [Item] {
        try versions.map { Item(version: $0, question: try question($0)) }
    }

    fileprivate func isOpen(_ correction: Correction) throws -> Bool {
        let reach = try reach(of: correction)
        if try inProgress(correction, reach) > 0 { return true }
        return try tries(correction, reach, from: reach.covered).contains {
            try attempt($0).regraded(by: correction) != nil
        }
    }

    func regradePlan(of item: Item, locking: Bool = false) throws -> RegradePlan? {
        guard let correction = try correction(of: item) else { return nil }
        let reach = try reach(of: correction)
        // All tries, also those that a correction reached before: nothing is taken on trust here.
        let changes = try tries(correction, reach, from: .distantPast).compactMap { id -> RegradePlan.Change? in
            let attempt = try attempt(id, locking: locking)
            guard let regrade = attempt.regraded(by: correction) else { return nil }
            return try change(attempt, regrade)
        }
        return RegradePlan(
            correction: correction, changes: changes, inProgress: try inProgress(correction, reach),
            beforeTheRule: try beforeTheRule(correction), fingerprint: try fingerprint(correction, changes))
    }

    // MARK: Which tries

    /// Which versions are looked at, and up to which start a correction to this very key covered every try.
    private typealias Reach = (versions: [String], covered: Date)

    private func reach(of correction: Correction) throws -> Reach {
        let newest = try row(
            Statement(
                """
                SELECT version, applied_at FROM regrades WHERE question = $1 ORDER BY applied_at DESC, id DESC LIMIT 1
                """, with: correction.item.question.id.rawValue))
        guard let newest else { return (correction.mistaken.map(\.version), .distantPast) }
        // Tries of any version may have been marked by another key since.
        return (
            versions: correction.former.map(\.version) + [correction.item.version],
            covered: try newest.text(0) == correction.item.version
                ? Date(milliseconds: try newest.int(1)) : .distantPast
        )
    }

    /// The tries that were handed in, after the new rule held, and began at `start` or later.
    private func tries(_ correction: Correction, _ reach: Reach, from start: Date) throws -> [AttemptID] {
        let since = correction.from?.start ?? .distantPast
        return try reach.versions.flatMap { version in
            try rows(
                Statement(
                    """
                    SELECT asked.attempt FROM asked JOIN attempts ON attempts.id = asked.attempt
                    WHERE asked.version = $1 AND attempts.submitted_at >= $2 AND attempts.started_at >= $3
                    ORDER BY asked.attempt
                    """, with: version, since.milliseconds, start.milliseconds)
            ).map { try $0.code(0) }
        }
    }

    private func inProgress(_ correction: Correction, _ reach: Reach) throws -> Int {
        try correction.mistaken.reduce(0) { count, item in
            try count
                + (row(
                    Statement(
                        """
                        SELECT COUNT(*) FROM asked JOIN attempts ON attempts.id = asked.attempt
                        WHERE asked.version = $1 AND attempts.submitted_at IS NULL AND attempts.withdrawn_at IS NULL
                            AND attempts.started_at >= $2
                        """, with: item.version, reach.covered.milliseconds))?.int(0) ?? 0)
        }
    }

    private func beforeTheRule(_ correction: Correction) throws -> Int {
        guard let from = correction.from else { return 0 }
        return try correction.mistaken.reduce(0) { count, item in
            try count
                + (row(
                    Statement(
                        """
                        SELECT COUNT(*) FROM asked JOIN attempts ON attempts.id = asked.attempt
                        WHERE asked.version = $1 AND attempts.submitted_at < $2
                        """, with: item.version, from.start.milliseconds))?.int(0) ?? 0)
        }
    }

    // MARK: What changes

    private func change(_ attempt: Attempt, _ regrade: Regrade) throws -> RegradePlan.Change? {
        try row(
            Statement(
                """
                SELECT people.id, people.staff_no, people.name, people.unit, people.role, people.status, units.name,
                    standings.completed_day
                FROM people JOIN units ON units.code = people.unit
                LEFT JOIN standings ON standings.person = people.id AND standings.course = $1
                WHERE people.id = $2
                """, with: attempt.course.rawValue, attempt.person.rawValue)
        ).map { row in
            RegradePlan.Change(
                attempt: attempt.id, person: try Person(row), unitName: try row.text(6), course: attempt.course,
                number: attempt.number, courseCompleted: !row.isNull(7), regrade: regrade)
        }
    }

    private func fingerprint(_ correction: Correction, _ changes: [RegradePlan.Change]) throws -> String {
        let sealed = SealedPlan(
            version: correction.item.version, from: correction.from, changes: changes.map(SealedPlan.Line.init))
        return Array(SHA256.hash(data: Array(try JSON.text(sealed).utf8))).hexadecimal
    }
}

/// All that a plan would write, in the order of versions and tries.
private struct SealedPlan: Encodable {
    let version: String
    let from: Day?
    let changes: [Line]

    struct Line: Encodable {
        let attempt: AttemptID
        let slot: Int
        let former: Mark
        let mark: Mark
        let scores: [Marks]
        let passed: [Bool?]

        init(_ change: RegradePlan.Change) {
            let regrade = change.regrade
            attempt = change.attempt
            slot = regrade.slot
            former = regrade.former
            mark = regrade.mark
            scores = [regrade.before.score, regrade.after.score]
            passed = [regrade.before.passed, regrade.after.passed]
        }
    }
}

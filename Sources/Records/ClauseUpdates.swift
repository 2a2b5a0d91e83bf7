import FoundationEssentials
import SQL
import Training

/// What became of the wish to make an update.
public enum ClauseUpdateOutcome: Sendable, Hashable {
    /// It was made and assigned to so many people.
    case made(ClauseUpdate, people: Int)
    /// There is one about these clauses.
    case exists(ClauseUpdate)
}

extension Records {
    /// The updates that were made, the newest first.
    public func clauseUpdates() async throws -> [ClauseUpdate] {
        try await database.read { try $0.clauseUpdates() }
    }

    /// Makes the update that the report proposed under this fingerprint, and assigns it to everyone at work whose completion
    /// rests on an older version of its clauses, all in one transaction. Former updates none of whose clauses stands as they tell
    /// it are withdrawn with it. `pictures` are those of questions; `taken` are the names of the courses there are.
    ///
    /// Who asks twice is told of the update there is. `conflict` when the report proposes something else by now;
    /// `invalid` for a day that is over or more than a year away.
    public func makeClauseUpdate(
        _ fingerprint: String, of corpus: Corpus, pictures: [MediaFile], taken: Set<CourseID>, due: Day,
        by caller: Caller, at now: Date
    ) async throws -> ClauseUpdateOutcome {
        try check(due, at: now)
        return try await database.writeAlone { transaction in
            let review = try ClauseReview(corpus, transaction)
            if let made = try review.standing.first(where: { try $0.plan.fingerprint == fingerprint }) {
                return .exists(made)
            }
            guard let plan = review.plan, try plan.fingerprint == fingerprint else { throw Refusal.reportChanged }
            let items = plan.items.compactMap { corpus.items[$0.question] }
            try items.forEach { try transaction.keep($0) }
            let shown = Set(items.compactMap(\.question.image?.hash))
            try transaction.keep(pictures.filter { shown.contains($0.hash) })
            let update = ClauseUpdate(
                id: ClauseUpdate.id(on: Day(at: now), taken: taken.union(review.updates.map(\.id))), plan: plan,
                items: items, due: due, at: now, by: try transaction.name(of: caller))
            try transaction.insert(update, fingerprint: fingerprint, by: caller)
            let people = try transaction.peopleBehind(review.bases(behind: plan.changes), without: update.id)
            try transaction.assign(update.id, to: people, due: due, by: caller, at: now)
            for former in review.superseded { try transaction.withdraw(former, by: caller, at: now) }
            return .made(update, people: people.count)
        }
    }

    /// Assigns an update to those people at work who rest on older versions of its clauses and were never assigned it;
    /// returns how many. `notFound` when there is no such update; `invalid` as above.
    public func extendClauseUpdate(
        _ id: CourseID, of corpus: Corpus, due: Day, by caller: Caller, at now: Date
    ) async throws -> Int {
        try check(due, at: now)
        return try await database.writeAlone { transaction in
            let review = try ClauseReview(corpus, transaction)
            guard let update = review.updates.first(where: { $0.id == id }) else { throw Refusal.notFound }
            let people = try transaction.peopleBehind(review.bases(behind: update), without: id)
            try transaction.assign(id, to: people, due: due, by: caller, at: now)
            return people.count
        }
    }

    /// Takes an update back: whoever at work has not finished it need not, and its clauses can be told by another. A second
    /// time nothing changes. `notFound` when there is no such update.
    public func withdrawClauseUpdate(_ id: CourseID, by caller: Caller, at now: Date) async throws {
        try await database.writeAlone { transaction in
            guard let update = try transaction.clauseUpdates().first(where: { $0.id == id }) else {
                throw Refusal.notFound
            }
            try transaction.withdraw(update, by: caller, at: now)
        }
    }

    private func check(_ due: Day, at now: Date) throws {
        let today = Day(at: now)
        guard due >= today, due <= today.adding(366) else { throw Refusal.badDue }
    }
}

extension Refusal {
    static let reportChanged = Refusal.conflict(
        code: "data_changed",
        Bilingual(
            zh: "这一页打开之后，条款或题目有了变化，没有安排。请重新看一遍再安排。",
            en: "Clauses or questions changed after this was shown; nothing was assigned. Look at it again."))
    static let badDue = Refusal.invalid(
        code: "bad_due",
        Bilingual(zh: "截止日期要在今天到一年之内。", en: "The due day is today or later, and within a year."))
}

extension Transaction {
    func clauseUpdates() throws -> [ClauseUpdate] {
        try rows(
            Statement(
                """
                SELECT clause_updates.course, clause_updates.plan, clause_updates.due_day, clause_updates.made_at,
                    COALESCE(people.name, clause_updates.made_by), clause_updates.withdrawn_at,
                    COALESCE(withdrawer.name, clause_updates.withdrawn_by)
                FROM clause_updates LEFT JOIN people ON people.id = clause_updates.made_by
                LEFT JOIN people AS withdrawer ON withdrawer.id = clause_updates.withdrawn_by
                ORDER BY clause_updates.made_at DESC, clause_updates.course DESC
                """)
        ).map { row in
            let plan: ClauseUpdate.Plan = try JSON.value(try row.text(1))
            let withdrawal = try row.optionalInt(5).map { time in
                ClauseUpdate.Withdrawal(at: Date(milliseconds: time), by: try row.text(6))
            }
            return ClauseUpdate(
                id: try row.code(0), plan: plan, items: try items(plan.items.map(\.version)),
                due: Day(number: try row.int(2)), at: Date(milliseconds: try row.int(3)), by: try row.text(4),
                withdrawal: withdrawal)
        }
    }

    fileprivate func insert(_ update: ClauseUpdate, fingerprint: String, by caller: Caller) throws {
        try run(
            Statement(
                """
                INSERT INTO clause_updates (course, fingerprint, plan, due_day, made_at, made_by)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, with: update.id.rawValue, fingerprint, try JSON.text(update.plan), update.due.number,
                update.at.milliseconds, caller.name))
    }

    fileprivate func withdraw(_ update: ClauseUpdate, by caller: Caller, at now: Date) throws {
        guard update.withdrawal == nil else { return }
        try run(
            Statement(
                "UPDATE clause_updates SET withdrawn_at = $1, withdrawn_by = $2 WHERE course = $3",
                with: now.milliseconds, caller.name, update.id.rawValue))
        try assign(update.id, .withdrawn, to: try unfinished(update.id), due: nil, by: caller, at: now)
    }

    /// The people at work to whom a course is assigned and who have not finished it, by id.
    fileprivate func unfinished(_ course: CourseID) throws -> [PersonID] {
        try rows(
            Statement(
                """
                SELECT standings.person FROM standings CROSS JOIN people
                WHERE standings.course = $1 AND standings.assigned = 1 AND standings.completed_day IS NULL
                    AND people.id = standings.person AND people.status = 'active'
                ORDER BY standings.person
                """, with: course.rawValue)
        ).map { try $0.code(0) }
    }

    fileprivate func assign(
        _ course: CourseID, _ status: Assignment.Status = .active, to people: [PersonID], due: Day?,
        by caller: Caller, at now: Date
    ) throws {
        guard !people.isEmpty else { return }
        let ledger = Ledger(self, at: now)
        try ledger.note(people)
        for person in people {
            try record(
                Assignment(target: .person(person), course: course, due: due, status: status, from: Day(at: now)),
                by: caller, at: now)
        }
        try ledger.settle()
        try bumpRevision()
    }
}

import Crypto
import SQL
import Training

extension Records {
    /// Which clauses of `corpus`, the content as it stands, people were taught in an older version, what of it is stale, and
    /// the updates about it: the one that is to be made and those that were.
    public func clauseReport(_ corpus: Corpus) async throws -> ClauseReport {
        try await database.read { transaction in
            let review = try ClauseReview(corpus, transaction)
            let made = try review.made
            return ClauseReport(
                outdated: try review.outdated(without: Set(made.filter(\.isFinished).map(\.update.id))),
                staleItems: corpus.staleItems, shortPapers: corpus.shortPapers,
                uncovered: review.uncovered.sorted(), proposal: try review.proposal, updates: made)
        }
    }
}

/// What is found out about raised clauses in one transaction.
struct ClauseReview {
    /// The raised clauses by id.
    let changes: [ClauseUpdate.Change]
    let updates: [ClauseUpdate]
    private let corpus: Corpus
    private let transaction: any Transaction
    /// The lists of clauses that people at work finished on, of which some have changed since.
    private let outdated: [CompletionBasis]
    /// The same lists by the clauses that have changed.
    private let bases: [ClauseID: [CompletionBasis]]
    /// How many people rest on each list.
    private let people: [String: Int]

    init(_ corpus: Corpus, _ transaction: any Transaction) throws {
        self.corpus = corpus
        self.transaction = transaction
        let present = corpus.clauses.mapValues(\.version)
        let outdated = try transaction.outdatedBases(present)
        people = try transaction.counts(outdated)
        self.outdated = outdated
        var bases: [ClauseID: [CompletionBasis]] = [:]
        for basis in outdated where people[basis.id] != nil {
            for clause in basis.outdated(by: present).keys { bases[clause, default: []].append(basis) }
        }
        self.bases = bases
        updates = try transaction.clauseUpdates()
        changes = try transaction.changes(bases, corpus)
    }

    /// The updates that were not withdrawn.
    var standing: [ClauseUpdate] { updates.filter { $0.withdrawal == nil } }

    /// The update about a clause as it stands; nil when there is none.
    func update(about change: ClauseUpdate.Change) -> ClauseUpdate? {
        standing.first { $0.plan.changes.contains { $0.clause == change.clause && $0.version == change.version } }
    }

    /// The lists of those whom an update is still good for: what has changed once more since it was made is not counted, and
    /// one that was withdrawn is good for nobody.
    func bases(behind update: ClauseUpdate) -> [CompletionBasis] {
        update.withdrawal != nil
            ? [] : bases(behind: update.plan.changes.filter { corpus.clauses[$0.clause]?.version == $0.version })
    }

    /// The updates that have nothing to say any more, though nobody withdrew them.
    var superseded: [ClauseUpdate] { standing.filter { $0.isSuperseded(in: corpus.clauses) } }

    /// The clauses without an update that none can be made about, as there is no question.
    var uncovered: Set<ClauseID> {
        ClauseUpdate.uncovered(
            Set(untold.map(\.clause)), among: corpus.items.values, without: Set(corpus.stale.keys))
    }

    /// What the next update would be made of; nil when there is one for every clause that has a question.
    var plan: ClauseUpdate.Plan? {
        let uncovered = uncovered
        let told = untold.filter { !uncovered.contains($0.clause) }
        guard !told.isEmpty else { return nil }
        let courses = bases(behind: told).compactMap { basis in corpus.courses.first { $0.id == basis.course } }
        let items = ClauseUpdate.items(
            about: Set(told.map(\.clause)), among: corpus.items.values, without: Set(corpus.stale.keys))
        return ClauseUpdate.Plan(
            changes: told, items: items.map(ClauseUpdate.ItemVersion.init),
            passMark: courses.map(\.quiz.rules.passMark).max() ?? 80, area: courses.first?.area ?? .ability)
    }

    /// The lists in which one of these clauses is older than what people are told about it; by course, none twice.
    func bases(behind changes: [ClauseUpdate.Change]) -> [CompletionBasis] {
        var seen: Set<String> = []
        return changes.flatMap { change in
            (bases[change.clause] ?? []).filter { !$0.outdated(by: [change.clause: change.version]).isEmpty }
        }.filter { seen.insert($0.id).inserted }.sorted { ($0.course, $0.id) < ($1.course, $1.id) }
    }
}

extension ClauseReview {
    private var untold: [ClauseUpdate.Change] { changes.filter { update(about: $0) == nil } }

    /// The changed clauses with whom they touch, but for those of `finished` updates.
    fileprivate func outdated(without finished: Set<CourseID>) throws -> [ClauseReport.Outdated] {
        var people: [CourseID?: [String: Int]] = [nil: people]
        return try changes.compactMap { change in
            let update = update(about: change)?.id
            if let update, finished.contains(update) { return nil }
            let left = try people[update] ?? transaction.counts(outdated, unlessFinished: update)
            people[update] = left
            let counts = bases(behind: [change]).reduce(into: [CourseID: Int]()) { counts, basis in
                if let count = left[basis.id] { counts[basis.course, default: 0] += count }
            }
            return ClauseReport.Outdated(
                change: change,
                courses: counts.sorted { $0.key < $1.key }.map {
                    ClauseReport.Reliance(course: $0.key, people: $0.value)
                }, update: update)
        }
    }

    fileprivate var proposal: ClauseReport.Proposal? {
        get throws {
            try plan.map { plan in
                ClauseReport.Proposal(
                    plan: plan, fingerprint: try plan.fingerprint,
                    people: try transaction.countBehind(bases(behind: plan.changes)))
            }
        }
    }

    fileprivate var made: [ClauseReport.Made] {
        get throws {
            try updates.map { update in
                let (assigned, completed) = try transaction.standing(of: update.id)
                return ClauseReport.Made(
                    update: update, assigned: assigned, completed: completed,
                    missing: try transaction.countBehind(bases(behind: update), without: update.id),
                    departed: update.departed(in: corpus.clauses))
            }
        }
    }
}

extension ClauseUpdate.Plan {
    /// SHA-256 of what it is made of.
    var fingerprint: String {
        get throws { Array(SHA256.hash(data: Array(try JSON.text(self).utf8))).hexadecimal }
    }
}

extension Transaction {
    /// A raised clause each, with its older versions, the newest first.
    fileprivate func changes(
        _ bases: [ClauseID: [CompletionBasis]], _ corpus: Corpus
    ) throws -> [ClauseUpdate.Change] {
        try bases.sorted { $0.key < $1.key }.compactMap { id, bases in
            guard let clause = corpus.clauses[id] else { return nil }
            let versions = Set(bases.compactMap { $0.versions[id] }).sorted(by: >)
            return ClauseUpdate.Change(
                clause,
                formers: try versions.map { ClauseUpdate.Former(version: $0, text: try oldText(of: id, version: $0)) })
        }
    }

    /// To how many people at work a course is assigned, and how many of them finished it.
    fileprivate func standing(of course: CourseID) throws -> (assigned: Int, completed: Int) {
        let counts = try row(
            Statement(
                """
                SELECT COUNT(*), COUNT(standings.completed_day) FROM standings CROSS JOIN people
                WHERE standings.course = $1 AND standings.assigned = 1 AND people.id = standings.person
                    AND people.status = 'active'
                """, with: course.rawValue))
        return (try counts?.int(0) ?? 0, try counts?.int(1) ?? 0)
    }
}

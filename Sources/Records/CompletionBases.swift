import SQL
import Training

/// A list of clauses that completions of a course rest on.
struct CompletionBasis {
    let id: String
    let course: CourseID
    /// The clauses with their versions then.
    let versions: [ClauseID: Int]

    /// Of the clauses in `present` those that stood in an older version here.
    func outdated(by present: [ClauseID: Int]) -> [ClauseID: Int] {
        versions.filter { clause, version in present[clause].map { version < $0 } ?? false }
    }
}

extension Records {
    /// The people at work whose completion of some course rests on an older version of a clause than `present` says; by
    /// number, then course. Clauses that are not in `present` are not looked at. Nil when the database is not of this
    /// program's schema.
    public func outdatedCompletions(_ present: [ClauseID: Int]) async throws -> [OutdatedCompletion]? {
        try await database.read { transaction in
            guard try transaction.isPrepared else { return nil }
            let bases = try transaction.outdatedBases(present)
            let clauses = Dictionary(
                uniqueKeysWithValues: bases.map { ($0.id, $0.outdated(by: present).keys.sorted()) })
            guard !bases.isEmpty else { return [] }
            return try transaction.rows(
                Statement(
                    """
                    SELECT people.staff_no, people.name, people.unit, completions.course, completions.basis
                    \(PeopleBehind(bases).source) ORDER BY people.staff_no, completions.course
                    """, PeopleBehind(bases).values)
            ).map { row in
                OutdatedCompletion(
                    staffNumber: try row.code(0), name: try row.text(1), unit: try row.code(2),
                    course: try row.code(3), clauses: clauses[try row.text(4)] ?? [])
            }
        }
    }
}

extension Transaction {
    /// Where the clauses of a completion are kept, for all completions with the same ones; when there are none `id`, which
    /// is then taken.
    func basis(of completion: Completion, orNew id: String) throws -> String {
        let clauses = try JSON.text(completion.clauses)
        try run(
            Statement(
                """
                INSERT INTO completion_bases (id, course, clauses) VALUES ($1, $2, $3)
                ON CONFLICT (course, clauses) DO NOTHING
                """, with: id, completion.course.rawValue, clauses))
        let known = try row(
            Statement(
                "SELECT id FROM completion_bases WHERE course = $1 AND clauses = $2", with: completion.course.rawValue,
                clauses))
        return try known?.text(0) ?? id
    }

    /// The lists in which a clause stood in an older version than `present` says, by course.
    func outdatedBases(_ present: [ClauseID: Int]) throws -> [CompletionBasis] {
        try rows(Statement("SELECT id, course, clauses FROM completion_bases ORDER BY course, id")).map { row in
            let clauses: [Completion.ClauseVersion] = try JSON.value(try row.text(2))
            return CompletionBasis(
                id: try row.text(0), course: try row.code(1),
                versions: Dictionary(clauses.map { ($0.clause, $0.version) }) { first, _ in first })
        }.filter { !$0.outdated(by: present).isEmpty }
    }

    /// How many people at work rest on each of the lists and have not finished `update`.
    func counts(_ bases: [CompletionBasis], unlessFinished update: CourseID? = nil) throws -> [String: Int] {
        guard !bases.isEmpty else { return [:] }
        let people = PeopleBehind(bases, except: update.map { .finished($0) })
        let counts = try rows(
            Statement(
                "SELECT completions.basis, COUNT(*) \(people.source) GROUP BY completions.basis", people.values)
        ).map { (try $0.text(0), try $0.int(1)) }
        return Dictionary(counts) { first, _ in first }
    }

    /// How many people at work rest on any of the lists and were never assigned `course`.
    func countBehind(_ bases: [CompletionBasis], without course: CourseID? = nil) throws -> Int {
        guard !bases.isEmpty else { return 0 }
        let people = PeopleBehind(bases, except: course.map { .assigned($0) })
        return try row(
            Statement("SELECT COUNT(DISTINCT completions.person) \(people.source)", people.values))?.int(0) ?? 0
    }

    /// Those people, by id.
    func peopleBehind(_ bases: [CompletionBasis], without course: CourseID) throws -> [PersonID] {
        guard !bases.isEmpty else { return [] }
        let people = PeopleBehind(bases, except: .assigned(course))
        return try rows(
            Statement(
                "SELECT DISTINCT completions.person \(people.source) ORDER BY completions.person", people.values)
        ).map { try $0.code(0) }
    }
}

/// The completions of people at work that rest on some lists of clauses, none that was ended and of each course the last.
private struct PeopleBehind {
    let source: String
    let values: [Value]

    /// Those who do not count.
    enum Exception {
        /// To whom the course was once assigned.
        case assigned(CourseID)
        /// Who finished it.
        case finished(CourseID)
    }

    init(_ bases: [CompletionBasis], except exception: Exception? = nil) {
        let places = bases.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        // CROSS: the completions come first. Left alone, a planner may walk through everybody at work.
        var source = """
            FROM completions CROSS JOIN people
            WHERE completions.basis IN (\(places)) AND people.id = completions.person AND people.status = 'active'
                AND NOT EXISTS (SELECT 1 FROM completion_ends WHERE completion_ends.completion = completions.id)
                AND NOT EXISTS (SELECT 1 FROM completions AS later WHERE later.person = completions.person
                    AND later.course = completions.course AND later.id > completions.id)
            """
        var values = bases.map(\.id.sqlValue)
        switch exception {
        case nil: break
        case .assigned(let course):
            values.append(course.rawValue.sqlValue)
            source += """
                 AND NOT EXISTS (SELECT 1 FROM assignments
                WHERE assignments.target = 'person:' || people.id AND assignments.course = $\(values.count))
                """
        case .finished(let course):
            values.append(course.rawValue.sqlValue)
            source += """
                 AND NOT EXISTS (SELECT 1 FROM standings
                WHERE standings.person = people.id AND standings.course = $\(values.count)
                    AND standings.completed_day IS NOT NULL)
                """
        }
        self.source = source
        self.values = values
    }
}

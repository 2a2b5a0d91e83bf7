/// What staff read and answer at one moment, as far as clauses bear on it.
public struct Corpus: Sendable {
    /// The clauses that the rest is built on.
    public let clauses: [ClauseID: Clause]
    /// The whole question bank, questions that were made and scenarios included.
    public let items: [QuestionID: Item]
    /// The courses by id, with all that their papers should ask.
    public let courses: [Course]
    /// The questions that are not asked until they are revised, each with the clauses that have risen under it, by id.
    public let stale: [QuestionID: [ClauseID]]

    /// A corpus.
    public init(
        clauses: [ClauseID: Clause], items: [QuestionID: Item], courses: [Course], stale: [QuestionID: [ClauseID]] = [:]
    ) {
        self.clauses = clauses
        self.items = items
        self.courses = courses.sorted { $0.id < $1.id }
        self.stale = stale
    }
}

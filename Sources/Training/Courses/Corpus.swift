/// What staff read and answer at one moment, as far as clauses bear on it.
public struct Corpus: Sendable {
    /// The clauses that the rest is built on.
    public let clauses: [ClauseID: Clause]
    /// The whole question bank, questions that were made and scenarios included.
    public let items: [QuestionID: Item]
    /// The courses by id.
    public let courses: [Course]

    /// A corpus.
    public init(clauses: [ClauseID: Clause], items: [QuestionID: Item], courses: [Course]) {
        self.clauses = clauses
        self.items = items
        self.courses = courses.sorted { $0.id < $1.id }
    }
}

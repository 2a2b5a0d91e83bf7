import FoundationEssentials

/// What became of an import, or what would become of it.
public struct ImportReceipt: Sendable, Hashable {
    /// Its id.
    public let id: Code<ImportReceipt>
    /// What was imported.
    public let kind: ImportKind
    /// How far it is.
    public let state: State
    /// The text encoding that the file was read in.
    public let encoding: String
    /// When it was sent.
    public let createdAt: Date
    /// The headings of the columns that were read.
    public let header: [String]
    /// What became of each row, in order; or only of those that were asked for.
    public let outcomes: [Outcome]
    /// How many rows came to what, those that were not asked for included.
    public let counts: [Result: Int]
    /// What was taken for what.
    public let notes: [ImportNote]
    /// The columns that were left aside and that the sender has yet to agree to leave out.
    public let unconfirmed: [String]
    /// What was asked for whoever the file does not name.
    public let removals: Removals?
    /// Who is suspended because the file does not name them, by number.
    public let suspended: [Suspension]
    /// How far it is; nil unless it goes on.
    public let progress: Progress?
    /// Whether it is a plan that cannot be applied, because the data changed since.
    public let isOutdated: Bool

    /// How far an import is.
    public enum State: String, Sendable, Hashable, Codable {
        /// The rows are being looked at; nothing is written.
        case checking
        /// All rows are good, and what they ask for is being written; nothing of it shows before all of it does.
        case applying
        /// Checked; nothing is written.
        case planned
        /// Written.
        case applied
        /// Not written, because of problems.
        case refused
        /// Ended before it was done, as when the server was stopped; nothing is written.
        case interrupted

        /// Whether it is not decided yet.
        public var goesOn: Bool { self == .checking || self == .applying }
    }

    /// How far an import is that goes on: rows while it is checked, then people whose standing may change.
    public struct Progress: Sendable, Hashable, Codable {
        /// How many are done.
        public let done: Int
        /// Of how many; 0 while that is not known.
        public let of: Int

        /// A progress.
        public init(done: Int, of: Int) {
            self.done = done
            self.of = of
        }
    }

    /// What became of a row.
    public struct Outcome: Sendable, Hashable {
        /// The row as it was sent, without ignored columns.
        public let row: Sheet.Row
        /// What it does.
        public let result: Result
        /// Why it cannot be taken; empty unless `result` is `error`.
        public let problems: [RowProblem]

        /// An outcome.
        public init(row: Sheet.Row, result: Result, problems: [RowProblem] = []) {
            self.row = row
            self.result = result
            self.problems = problems
        }
    }

    /// What a row does.
    public enum Result: String, Sendable, Hashable, Codable, CaseIterable {
        case created
        case updated
        case unchanged
        case error
    }

    /// A receipt. Without `counts`, `outcomes` are all there are.
    public init(
        id: Code<ImportReceipt>, kind: ImportKind, state: State, encoding: String, createdAt: Date, header: [String],
        outcomes: [Outcome], counts: [Result: Int]? = nil, notes: [ImportNote] = [], unconfirmed: [String] = [],
        removals: Removals? = nil, suspended: [Suspension] = [], progress: Progress? = nil, isOutdated: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.encoding = encoding
        self.createdAt = createdAt
        self.header = header
        self.outcomes = outcomes
        self.counts = counts ?? outcomes.reduce(into: [:]) { $0[$1.result, default: 0] += 1 }
        self.notes = notes
        self.unconfirmed = unconfirmed
        self.removals = removals
        self.suspended = suspended
        self.progress = progress
        self.isOutdated = isOutdated
    }

    /// The problems of the rows in `outcomes`, by row.
    public var problems: [RowProblem] { outcomes.flatMap(\.problems) }

    /// How many rows came to anything yet: all of them, unless it goes on.
    public var rows: Int { counts.values.reduce(0, +) }

    /// How many rows came to `result`.
    public func count(_ result: Result) -> Int { counts[result] ?? 0 }

    /// Which rows of an import to read with it.
    public enum Share: Sendable, Hashable {
        case all
        /// Those with problems.
        case problems
        /// So many, those with problems first.
        case first(Int)
        case none
    }
}

/// An import's id.
public typealias ImportID = Code<ImportReceipt>

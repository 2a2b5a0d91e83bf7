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
    /// What became of each row, in order.
    public let outcomes: [Outcome]
    /// What was taken for what.
    public let notes: [ImportNote]
    /// The columns that were left aside and that the sender has yet to agree to leave out.
    public let unconfirmed: [String]
    /// What was asked for whoever the file does not name.
    public let removals: Removals?
    /// Who is suspended because the file does not name them, by number.
    public let suspended: [Suspension]

    /// How far an import is.
    public enum State: String, Sendable, Hashable, Codable {
        /// Checked; nothing is written.
        case planned
        /// Written.
        case applied
        /// Not written, because of problems.
        case refused
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

    /// A receipt.
    public init(
        id: Code<ImportReceipt>, kind: ImportKind, state: State, encoding: String, createdAt: Date, header: [String],
        outcomes: [Outcome], notes: [ImportNote] = [], unconfirmed: [String] = [],
        removals: Removals? = nil, suspended: [Suspension] = []
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.encoding = encoding
        self.createdAt = createdAt
        self.header = header
        self.outcomes = outcomes
        self.notes = notes
        self.unconfirmed = unconfirmed
        self.removals = removals
        self.suspended = suspended
    }

    /// All problems, by row.
    public var problems: [RowProblem] { outcomes.flatMap(\.problems) }

    /// How many rows came to `result`.
    public func count(_ result: Result) -> Int { outcomes.count { $0.result == result } }
}

/// An import's id.
public typealias ImportID = Code<ImportReceipt>

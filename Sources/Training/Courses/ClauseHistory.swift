import FoundationEssentials

/// What a database remembers of the clauses, questions and lessons of a library: which texts each version of a clause had,
/// and which versions of its clauses each version of a question or lesson rested on when it was first in service.
public struct ClauseHistory: Sendable {
    /// The moment at which it is told.
    public private(set) var at: Date
    /// The texts that each version of a clause had in service, the first one first.
    private var texts: [Completion.ClauseVersion: [Text]]
    /// The versions of its clauses that each version of a question or lesson, by its hash, rested on at first.
    private var citations: [String: [ClauseID: Int]]

    /// A text of a clause.
    public struct Text: Sendable, Hashable {
        /// What the clause said.
        public let text: String
        /// When it was first in service.
        public let seenAt: Date

        /// A text.
        public init(_ text: String, seenAt: Date) {
            self.text = text
            self.seenAt = seenAt
        }
    }

    /// What was remembered at `at`.
    public init(
        at: Date, texts: [Completion.ClauseVersion: [Text]] = [:], citations: [String: [ClauseID: Int]] = [:]
    ) {
        self.at = at
        self.texts = texts
        self.citations = citations
    }
}

// MARK: - What is new

extension ClauseHistory {
    /// Those of these clauses whose version, or whose text under it, was never in service.
    public func unseen(_ clauses: some Sequence<Clause>) -> [Clause] {
        clauses.filter { clause in texts[clause.inItsVersion]?.contains { $0.text == clause.text } != true }
    }

    /// Those of these questions and lessons whose version was never in service.
    public func unseen(_ texts: [any CitingText]) -> [any CitingText] {
        texts.filter { citations[$0.version] == nil }
    }

    /// What a question or lesson that comes into service now rests on.
    public static func citations(
        of text: some CitingText, _ clauses: [ClauseID: Clause]
    ) -> [Completion.ClauseVersion] {
        text.clauses.compactMap { clauses[$0]?.inItsVersion }
    }

    /// The same once these clauses, questions and lessons came into service, all that is new at `at`.
    public func seeing(_ clauses: [ClauseID: Clause], _ texts: [any CitingText]) -> ClauseHistory {
        var history = self
        for clause in unseen(clauses.values) {
            history.texts[clause.inItsVersion, default: []].append(Text(clause.text, seenAt: at))
        }
        for text in unseen(texts) {
            let cited = Self.citations(of: text, clauses).map { ($0.clause, $0.version) }
            history.citations[text.version] = Dictionary(cited) { first, _ in first }
        }
        return history
    }
}

extension ClauseHistory {
    /// The same told at a later moment.
    public func told(at moment: Date) -> ClauseHistory {
        var history = self
        history.at = moment
        return history
    }
}

// MARK: - What follows from it

extension ClauseHistory {
    /// A clause that rose to another version while a question or lesson stayed as it was.
    public struct Rise: Sendable, Hashable {
        /// The clause.
        public let clause: ClauseID
        /// The version that the text was written under.
        public let from: Int
        /// The version now.
        public let to: Int
        /// The day on which the version of now was first in service.
        public let day: Day
    }

    /// The clauses under a question or lesson that rose since its version was first in service. A text with one is stale until
    /// it is rewritten, which makes another version of it, or was reviewed on the day of the rise or later; a review that is
    /// yet to come does not count. A stale question is not asked, a stale lesson still teaches what held before.
    public func rises(under text: some CitingText, _ clauses: [ClauseID: Clause]) -> [Rise] {
        let former = citations[text.version] ?? [:]
        return text.clauses.compactMap { id in
            guard let clause = clauses[id], let then = former[id], clause.version > then else { return nil }
            let day = Day(at: texts[clause.inItsVersion]?.first?.seenAt ?? at)
            if let reviewed = text.signOff?.on, day <= reviewed, reviewed <= Day(at: at) { return nil }
            return Rise(clause: id, from: then, to: clause.version, day: day)
        }
    }

    /// For how many days a changed text is warned of: long enough to be noticed, and a slip of the pen that was put right
    /// is not told for ever.
    public static let warnedFor = 30

    /// The day on which a clause came to say something else than at first under the same version; nil when it does not,
    /// and once that is longer ago than `warnedFor` days.
    public func changedText(of clause: Clause) -> Day? {
        guard let seen = texts[clause.inItsVersion], let first = seen.first, first.text != clause.text else {
            return nil
        }
        let day = Day(at: seen.first { $0.text == clause.text }?.seenAt ?? at)
        return Day(at: at) <= day.adding(Self.warnedFor) ? day : nil
    }
}

extension Clause {
    /// Its name with its version.
    public var inItsVersion: Completion.ClauseVersion { .init(clause: id, version: version) }
}

import FoundationEssentials

/// What a database remembers of the clauses, questions and lessons of a library: what stood for each clause, one after the
/// other, what was to stand later, and which versions of its clauses each version of a question or lesson rested on when it was first in service.
public struct ClauseHistory: Sendable {
    /// The moment at which it is told.
    public private(set) var at: Date
    /// What came to stand for each clause, or was announced, the first one first.
    private var entries: [ClauseID: [Entry]]
    /// The versions of its clauses that each version of a question or lesson, by its hash, rested on at first.
    private var citations: [String: [ClauseID: Int]]

    /// That a clause came to stand in a version or in other words, or that it will.
    public struct Entry: Sendable, Hashable {
        /// The clause.
        public let clause: ClauseID
        /// The version.
        public let version: Int
        /// What it said.
        public let text: String
        /// The document it stood in.
        public let source: String
        /// When it came into service, or into the files.
        public let at: Date
        /// Whether it stood in the files only, with a day that was yet to come.
        public let isAnnounced: Bool

        /// An entry.
        public init(
            clause: ClauseID, version: Int, text: String, source: String, at: Date, isAnnounced: Bool = false
        ) {
            self.clause = clause
            self.version = version
            self.text = text
            self.source = source
            self.at = at
            self.isAnnounced = isAnnounced
        }
    }

    /// What was remembered at `at`; the entries of each clause in their order.
    public init(at: Date, entries: [Entry] = [], citations: [String: [ClauseID: Int]] = [:]) {
        self.at = at
        self.entries = Dictionary(grouping: entries, by: \.clause)
        self.citations = citations
    }
}

// MARK: - What is new

extension ClauseHistory {
    /// The entries that are due now that these clauses are in service: of those that stood in another version or in other
    /// words before, also where they only go back to what they were. Then those of `coming`, versions with a day that is
    /// yet to come: of each that was not announced, or in other words.
    public func news(of clauses: some Sequence<Clause>, coming: [Clause] = []) -> [Entry] {
        let standing = clauses.filter { clause in
            guard let last = entries[clause.id]?.last(where: { !$0.isAnnounced }) else { return true }
            return (last.version, last.text) != (clause.version, clause.text)
        }
        let announced = coming.filter { clause in
            guard let last = entries[clause.id]?.last(where: { $0.version == clause.version }) else { return true }
            return !last.isAnnounced || last.text != clause.text
        }
        return standing.map { Entry($0, at: at) } + announced.map { Entry($0, at: at, isAnnounced: true) }
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
    public func seeing(
        _ clauses: [ClauseID: Clause], coming: [Clause] = [], _ texts: [any CitingText]
    ) -> ClauseHistory {
        var history = self
        for entry in news(of: clauses.values, coming: coming) {
            history.entries[entry.clause, default: []].append(entry)
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
        /// The day on which the version of now came into service, for the last time where it was taken back meanwhile; its
        /// first day by the files, where it stood in them before.
        public let day: Day
    }

    /// The clauses under a question or lesson that rose since its version was first in service. A text with one is stale until
    /// it is rewritten, which makes another version of it, or was reviewed since the new version stood in the files, on the
    /// day that it came into them or later; a review that is yet to come does not count. A stale question is not asked, a
    /// stale lesson still teaches what held before.
    public func rises(under text: some CitingText, _ clauses: [ClauseID: Clause]) -> [Rise] {
        let former = citations[text.version] ?? [:]
        return text.clauses.compactMap { id in
            guard let clause = clauses[id], let then = former[id], clause.version > then else { return nil }
            let known = Day(at: coming(of: clause) ?? at)
            if let reviewed = text.signOff?.on, known <= reviewed, reviewed <= Day(at: at) { return nil }
            return Rise(clause: id, from: then, to: clause.version, day: day(of: clause))
        }
    }

    /// The day on which a clause came to stand in its version, for the last time where that was taken back meanwhile: its
    /// first day by the files, where it stood in them before.
    public func day(of clause: Clause) -> Day {
        let known = Day(at: coming(of: clause) ?? at)
        return max(known, clause.from ?? known)
    }

    /// When the version of a clause came into the files, to stand at once or later; for the last time where another one took
    /// its place meanwhile. Nil when it was never there.
    private func coming(of clause: Clause) -> Date? {
        var came: Date?
        var stood = false
        for entry in entries[clause.id, default: []] {
            if entry.version == clause.version {
                came = came ?? entry.at
                stood = stood || !entry.isAnnounced
            } else if stood, !entry.isAnnounced {
                (came, stood) = (nil, false)
            }
        }
        return came
    }

    /// The day on which the last of those clauses rose that a question rests on in a newer version than a former version of it
    /// did; nil when there is none.
    public func rise(from former: some CitingText, to text: some CitingText) -> Day? {
        let (before, now) = (citations[former.version] ?? [:], citations[text.version] ?? [:])
        return now.compactMap { clause, version in
            guard let old = before[clause], old < version else { return nil }
            let newer = entries[clause, default: []].filter { !$0.isAnnounced }.reversed().prefix {
                $0.version >= version
            }
            return newer.last { $0.version == version }.map { Day(at: $0.at) }
        }.max()
    }

    /// For how many days a changed text is warned of: long enough to be noticed, and a slip of the pen that was put right
    /// is not told for ever.
    public static let warnedFor = 30

    /// The day on which a clause came to say something else than at first under the same version; nil when it does not,
    /// and once that is longer ago than `warnedFor` days.
    public func changedText(of clause: Clause) -> Day? {
        let own = entries[clause.id, default: []].filter { $0.version == clause.version && !$0.isAnnounced }
        guard let first = own.first, let last = own.last, first.text != clause.text else { return nil }
        let day = Day(at: last.text == clause.text ? last.at : at)
        return Day(at: at) <= day.adding(Self.warnedFor) ? day : nil
    }
}

extension ClauseHistory.Entry {
    fileprivate init(_ clause: Clause, at: Date, isAnnounced: Bool = false) {
        self.init(
            clause: clause.id, version: clause.version, text: clause.text, source: clause.source, at: at,
            isAnnounced: isAnnounced)
    }
}

extension Clause {
    /// Its name with its version.
    public var inItsVersion: Completion.ClauseVersion { .init(clause: id, version: version) }
}

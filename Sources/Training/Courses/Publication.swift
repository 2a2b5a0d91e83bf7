import FoundationEssentials

/// That a content pack was put into service from a moment on: an entry of a log from which nothing is removed.
public struct Publication: Sendable, Hashable {
    /// Names it; later ones sort later.
    public let id: PublicationID
    /// The pack, by its hash.
    public let pack: String
    /// The name of the file it came in.
    public let name: String
    /// When it begins: at once, or 00:00 in Shanghai of a day.
    public let from: Date
    /// Why it was published.
    public let reason: String
    /// Who published it.
    public let by: String
    /// When that was said.
    public let at: Date
    /// That it was taken back.
    public let withdrawal: Withdrawal?

    /// That a publication was taken back, before or after it began.
    public struct Withdrawal: Sendable, Hashable {
        /// Why.
        public let reason: String
        /// Who took it back.
        public let by: String
        /// When.
        public let at: Date

        /// A withdrawal.
        public init(reason: String, by: String, at: Date) {
            self.reason = reason
            self.by = by
            self.at = at
        }
    }

    /// What becomes of a publication.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It begins later.
        case scheduled
        /// It is what staff read.
        case inService = "in_service"
        /// A later one took its place.
        case replaced
        /// It was taken back.
        case withdrawn
    }

    /// A publication.
    public init(
        id: PublicationID, pack: String, name: String, from: Date, reason: String, by: String, at: Date,
        withdrawal: Withdrawal? = nil
    ) {
        self.id = id
        self.pack = pack
        self.name = name
        self.from = from
        self.reason = reason
        self.by = by
        self.at = at
        self.withdrawal = withdrawal
    }
}

/// What is known of the publications of one server.
public struct PublicationLog: Sendable, Hashable {
    /// The newest first.
    public let entries: [Publication]

    /// A log of these, in whatever order.
    public init(_ entries: [Publication]) { self.entries = entries.sorted { $0.id > $1.id } }

    /// How many packs are kept, so that one can go back.
    public static let room = 10

    /// What is in service: of those that have begun and were not taken back, the one that began last. Nil when that is the
    /// two folders of the server.
    public func inService(at now: Date) -> Publication? { standing(at: now).first }

    /// What would be in service if that were taken back; nil when that is the two folders.
    public func previous(at now: Date) -> Publication? { standing(at: now).dropFirst().first }

    /// What has become of one of the entries.
    public func state(of publication: Publication, at now: Date) -> Publication.State {
        if publication.withdrawal != nil { return .withdrawn }
        if publication.from > now { return .scheduled }
        return publication.id == inService(at: now)?.id ? .inService : .replaced
    }

    /// The packs that must not be removed: those yet to begin, and the last ones that were in service or published.
    public func kept(at now: Date) -> Set<String> {
        let scheduled = entries.filter { state(of: $0, at: now) == .scheduled }
        return Set((scheduled + standing(at: now).prefix(Self.room) + entries.prefix(Self.room)).map(\.pack))
    }

    /// Those that have begun and were not taken back, the last one first; of two that begin together the later entry.
    private func standing(at now: Date) -> [Publication] {
        entries.filter { $0.withdrawal == nil && $0.from <= now }.sorted { ($0.from, $0.id) > ($1.from, $1.id) }
    }
}

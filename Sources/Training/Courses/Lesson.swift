/// One lesson as it is served: already rendered, never changed.
public struct Lesson: Sendable, Hashable {
    /// The file's name without `.md`, its place number included: `01-why-it-matters`.
    public let id: LessonID
    /// The heading.
    public let title: String
    /// How long a careful reader needs, in minutes; at least 1.
    public let minutes: Int
    /// Which rules it speaks of.
    public let era: Era
    /// The clauses it rests on, in the order of its front matter.
    public let clauses: [ClauseID]
    /// The body, piece by piece.
    public let body: [Passage]
    /// SHA-256 of the file without its sign-off, hexadecimal: what a reader read. Signing it makes no new version.
    public let version: String
    /// The first day it is listed and asked for; nil for always.
    public let from: Day?
    /// The review by the policy office, if there was one.
    public let signOff: SignOff?

    /// A piece of a body. Put together they are safe HTML, but a piece alone may open what a later one closes.
    public enum Passage: Sendable, Hashable {
        /// HTML; image addresses are complete.
        case html(String)
        /// A clause that is cited, in words that are HTML: its id, or the words of a link. It stands where a block may stand.
        case citation(ClauseID, words: String)
    }

    /// A lesson.
    public init(
        id: LessonID, title: String, minutes: Int, era: Era, clauses: [ClauseID], body: [Passage], version: String,
        from: Day? = nil, signOff: SignOff? = nil
    ) {
        self.id = id
        self.title = title
        self.minutes = minutes
        self.era = era
        self.clauses = clauses
        self.body = body
        self.version = version
        self.from = from
        self.signOff = signOff
    }

    /// Every clause that it names: those it rests on, then those that only its text cites.
    public var cited: [ClauseID] {
        let inText = body.compactMap { if case .citation(let id, _) = $0 { id } else { nil } }
        var seen: Set<ClauseID> = []
        return (clauses + inText).filter { seen.insert($0).inserted }
    }
}

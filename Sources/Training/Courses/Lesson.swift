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
    /// The body as safe HTML; image addresses are complete.
    public let html: String
    /// SHA-256 of the file, hexadecimal: what a reader read.
    public let version: String
    /// The first day it is listed and asked for; nil for always.
    public let from: Day?

    /// A lesson.
    public init(
        id: LessonID, title: String, minutes: Int, era: Era, clauses: [ClauseID], html: String, version: String,
        from: Day? = nil
    ) {
        self.id = id
        self.title = title
        self.minutes = minutes
        self.era = era
        self.clauses = clauses
        self.html = html
        self.version = version
        self.from = from
    }
}

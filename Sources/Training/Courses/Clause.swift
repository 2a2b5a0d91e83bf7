/// A clause of the notice or of a rule in force, restated; what lessons and questions rest on. One version of it: a clause
/// whose meaning changes on a day has another one from that day.
public struct Clause: Sendable, Hashable, Codable {
    /// Stable: never given to another clause.
    public let id: ClauseID
    /// From 1; rises only when the meaning changes.
    public let version: Int
    /// What the clause says, in words of our own.
    public let text: String
    /// The document it stands in, as staff would name it.
    public let source: String
    /// Whether it speaks of 2019 or of today.
    public let era: Era
    /// Whether the restatement was read in a public source; an unverified one is taught as "ask the county office".
    public let verified: Bool
    /// The first day it holds, if known.
    public let from: Day?
    /// The last day it holds, nil while it does.
    public let to: Day?

    /// A clause.
    public init(
        id: ClauseID, version: Int, text: String, source: String, era: Era, verified: Bool, from: Day? = nil,
        to: Day? = nil
    ) {
        self.id = id
        self.version = version
        self.text = text
        self.source = source
        self.era = era
        self.verified = verified
        self.from = from
        self.to = to
    }
}

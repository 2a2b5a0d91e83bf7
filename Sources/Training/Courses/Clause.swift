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
    /// The review of the restatement by the policy office, if there was one. It says nothing of the meaning: `version` does not
    /// follow it, and it is not encoded.
    public private(set) var signOff: SignOff?

    private enum CodingKeys: String, CodingKey { case id, version, text, source, era, verified, from, to }

    /// A clause.
    public init(
        id: ClauseID, version: Int, text: String, source: String, era: Era, verified: Bool, from: Day? = nil,
        to: Day? = nil, signOff: SignOff? = nil
    ) {
        self.id = id
        self.version = version
        self.text = text
        self.source = source
        self.era = era
        self.verified = verified
        self.from = from
        self.to = to
        self.signOff = signOff
    }

    /// The document of `source` without the article: the title 《…》 that it begins with, else what stands before a bracket.
    public var document: String {
        if source.hasPrefix("《"), let end = source.firstIndex(of: "》") { return String(source[...end]) }
        return String(source.prefix { $0 != "（" })
    }

    /// Whether every word of `query` stands in the id, the text or the source; width, case and spaces do not matter.
    public func mentions(_ query: String) -> Bool {
        let said = [id.rawValue, text, source].map(FillIn.folded)
        return query.split(whereSeparator: \.isWhitespace).map { FillIn.folded(String($0)) }
            .allSatisfy { word in said.contains { $0.contains(word) } || word.isEmpty }
    }
}

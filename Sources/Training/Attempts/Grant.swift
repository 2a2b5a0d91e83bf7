import FoundationEssentials

/// Time or tries that a coordinator gave one person for one quiz, beyond its rules.
public struct Grant: Sendable, Hashable {
    /// Minutes more for each try, 0–1,440.
    public let minutes: Int
    /// Tries more, 0–20.
    public let tries: Int
    /// Why: 1–200 characters.
    public let reason: String

    /// The most minutes one grant gives.
    public static let mostMinutes = 1440
    /// The most tries one grant gives.
    public static let mostTries = 20
    /// The longest reason, in characters.
    public static let longestReason = 200

    /// A grant; nil when it gives nothing, gives too much, or has no reason.
    public init?(minutes: Int, tries: Int, reason: String) {
        let reason = String(reason.trimming(while: \.isWhitespace))
        guard (0...Self.mostMinutes).contains(minutes), (0...Self.mostTries).contains(tries), minutes + tries > 0,
            (1...Self.longestReason).contains(reason.count)
        else { return nil }
        self.minutes = minutes
        self.tries = tries
        self.reason = reason
    }

    /// A grant with the time and the name of whoever gave it.
    public struct Given: Sendable, Hashable {
        /// What was given.
        public let grant: Grant
        /// When.
        public let at: Date
        /// By whom.
        public let by: String

        /// A grant that was given.
        public init(_ grant: Grant, at: Date, by: String) {
            self.grant = grant
            self.at = at
            self.by = by
        }
    }
}

/// What all grants of a person for a quiz come to.
public struct Allowance: Sendable, Hashable {
    /// Minutes more for each try.
    public let minutes: Int
    /// Tries more.
    public let tries: Int

    /// An allowance; nothing unless said.
    public init(minutes: Int = 0, tries: Int = 0) {
        self.minutes = minutes
        self.tries = tries
    }

    /// What these grants come to together.
    public init(_ grants: [Grant]) {
        minutes = grants.reduce(0) { $0 + $1.minutes }
        tries = grants.reduce(0) { $0 + $1.tries }
    }
}

extension Quiz {
    /// How a quiz is taken, what passes it and what it tells. A try keeps the rules it began with.
    public struct Rules: Sendable, Hashable, Codable {
        /// Percent of the full score needed to pass, 1–100.
        public let passMark: Int
        /// Minutes from the start to the deadline, 1–1,440; nil for as long as one likes.
        public let timeLimit: Int?
        /// How many tries there are, 1–100; nil for as many as one likes.
        public let tries: Int?
        /// Minutes from handing in one try to beginning the next, 0–43,200.
        public let delay: Int
        /// Which try decides.
        public let counts: Counts
        /// When marks of single questions, keys and reasons are shown.
        public let feedback: Feedback

        /// Rules; those not named are the gentlest ones.
        public init(
            passMark: Int, timeLimit: Int? = nil, tries: Int? = nil, delay: Int = 0, counts: Counts = .best,
            feedback: Feedback = .afterSubmission
        ) {
            self.passMark = passMark
            self.timeLimit = timeLimit
            self.tries = tries
            self.delay = delay
            self.counts = counts
            self.feedback = feedback
        }
    }

    /// Which of several tries decides whether the quiz is passed.
    public enum Counts: String, Sendable, Hashable, Codable, CaseIterable {
        case best
        case last
        case first
    }

    /// When the marks of single questions, the keys and the reasons are shown to whoever answered.
    public enum Feedback: String, Sendable, Hashable, Codable, CaseIterable {
        /// Question by question, as soon as one asks; the answer is locked with it.
        case atOnce = "at_once"
        /// Once the try is handed in.
        case afterSubmission = "after_submission"
        /// Once the quiz is passed, or no try is left.
        case afterPassing = "after_passing"
        /// On the day after the person's due date; without one never.
        case afterDue = "after_due"

        /// Whether everything is shown as soon as a try is handed in or closed.
        public var opensAtOnce: Bool { self == .atOnce || self == .afterSubmission }
    }
}

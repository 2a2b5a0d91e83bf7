import FoundationEssentials

extension Completion {
    /// A completion as it was recorded, and what became of it.
    public struct Recorded: Sendable, Hashable {
        /// The day on which the last thing was done.
        public let day: Day
        /// When it was recorded.
        public let at: Date
        /// The rule that made it.
        public let rule: CompletionRule
        /// The last day on which it holds; nil while it has no end.
        public let last: Day?
        /// The clause that ended it by rising, with its version since.
        public let ending: ClauseVersion?
        /// The score of what it rests on, if there is one.
        public let score: Marks?
        /// The full score.
        public let maxScore: Marks?
        /// Its certificate.
        public let certificate: CertificateNumber?
        /// The result on paper that it rests on; when that was taken back, it never held.
        public let earlier: EarlierResult.Recorded?

        /// A completion that was recorded.
        public init(
            day: Day, at: Date, rule: CompletionRule, last: Day?, ending: ClauseVersion? = nil, score: Marks?,
            maxScore: Marks?, certificate: CertificateNumber?, earlier: EarlierResult.Recorded? = nil
        ) {
            self.day = day
            self.at = at
            self.rule = rule
            self.last = last
            self.ending = ending
            self.score = score
            self.maxScore = maxScore
            self.certificate = certificate
            self.earlier = earlier
        }
    }
}

import FoundationEssentials

/// How one version of a question behaved in people's first finished tries.
///
/// First tries only, because whoever tries again has seen the key (Moodle, "Quiz statistics calculations": by default the
/// report takes the first attempt of each student). Nothing is said of a question before `ItemStatistics.leastPeople`
/// have answered it. These are statistics and so in floating point; marks are not.
public struct ItemStatistics: Sendable, Hashable {
    /// How many people were asked.
    public let people: Int
    /// What their answers come to; nil while `people` is below `leastPeople`.
    public let indices: Indices?

    /// Statistics as `ItemTally` counts them.
    init(people: Int, indices: Indices?) {
        self.people = people
        self.indices = people < Self.leastPeople ? nil : indices
    }

    /// A version that nobody was asked.
    public static let none = ItemStatistics(people: 0, indices: nil)

    /// The numbers.
    public struct Indices: Sendable, Hashable {
        /// The mean of what was earned as a share of the most that can be earned, 0 to 1: the facility index (Moodle,
        /// "Quiz statistics calculations"; the p-value of classical test theory). No answer counts as nothing earned.
        public let facility: Double
        /// The corrected item–total correlation: Pearson's product-moment correlation of what was earned with the rest
        /// score, the item itself left out of it (Nunnally & Bernstein, Psychometric Theory, 3rd ed. 1994), −1 to 1;
        /// for right-or-wrong questions it is the point-biserial. Nil when either is the same for everyone.
        public let itemRest: Double?
        /// The correlation that the answers are still compatible with: the upper end of the one-sided 95 percent
        /// confidence interval by Fisher's z, tanh(artanh r + 1.645 ÷ √(n − 3)) (Fisher, Metron 1, 1921).
        public let itemRestAtMost: Double?
        /// Who chose what, in the order of the file; empty for questions without options to choose from.
        public let options: [Option]
        /// Those who answered nothing.
        public let unanswered: Choosers
        /// How often each blank, prompt, place, field or decision was right; empty for questions without parts.
        public let parts: [Part]
        /// Half of the people took less time, half took more, in seconds (see `FinishedTry`); nil when the time of fewer
        /// than `leastPeople` is known.
        public let medianSeconds: Double?
    }

    /// People who did the same thing.
    public struct Choosers: Sendable, Hashable {
        /// How many they are.
        public let count: Int
        /// Their share of all who were asked, 0 to 1. Where several options may be chosen the shares exceed 1 together.
        public let share: Double
        /// The mean of their rest scores, 0 to 1; nil when they have none.
        public let meanRest: Double?
    }

    /// One option and those who chose it.
    public struct Option: Sendable, Hashable {
        /// As the file names it.
        public let key: Choice.Option.Key
        /// Whether the file calls it right.
        public let isRight: Bool
        /// Those who chose it.
        public let choosers: Choosers
        /// Of a distractor: by how many standard errors the mean rest score of its choosers exceeds that of the people who
        /// chose just what the file calls right; Student's t with pooled variance (Student, Biometrika 6, 1908). Nil for
        /// right options and where either group has fewer than two people or nobody differs.
        public let lead: Double?
    }

    /// One part of a question that is answered in parts.
    public struct Part: Sendable, Hashable {
        /// From 1.
        public let number: Int
        /// How many people came to it; in a scenario not all take as many decisions.
        public let people: Int
        /// The share of them who had it right, 0 to 1.
        public let facility: Double
    }

    /// What to think of a question, in one word.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// The better people do elsewhere the worse they do here, and one distractor's choosers clearly do better
        /// elsewhere than those who chose the key: the key may be wrong.
        case keySuspect = "key_suspect"
        /// Nearly everyone gets it right.
        case tooEasy = "too_easy"
        /// Whether one gets it right has hardly to do with how one does elsewhere.
        case doesNotDiscriminate = "does_not_discriminate"
        /// Nothing conspicuous; which is not to say that nothing is wrong.
        case sound
        /// Too few people were asked.
        case notEnough = "not_enough"
    }

    /// What to think of the question.
    public var verdict: Verdict {
        guard let indices else { return .notEnough }
        if suspect != nil { return .keySuspect }
        if indices.facility >= Self.easyFacility, facilityAtLeast(indices) >= Self.surelyEasy { return .tooEasy }
        guard let atMost = indices.itemRestAtMost else { return .doesNotDiscriminate }
        return atMost < Self.weakItemRest ? .doesNotDiscriminate : .sound
    }

    /// The facility that the answers are still compatible with: the lower end of the one-sided 95 percent interval of a
    /// proportion by Wilson's score, with z = 1.645 (Wilson, Journal of the American Statistical Association 22, 1927).
    private func facilityAtLeast(_ indices: Indices) -> Double {
        let (share, count, z) = (indices.facility, Double(people), 1.645)
        let spread = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        return (share + z * z / (2 * count) - spread) / (1 + z * z / count)
    }

    /// The distractor that looks like the right answer, if the key is suspect: the one furthest ahead.
    ///
    /// A negative correlation alone may be chance or a trap for those who know half; a distractor that leads alone may be
    /// one of many. Together they are the classical sign of a wrong key (Haladyna & Rodriguez, Developing and Validating
    /// Test Items, 2013, on the analysis of options). A key that is merely incomplete, so that the correlation stays
    /// positive, is not found this way; the table of options shows it.
    public var suspect: Option? {
        guard let indices, let itemRest = indices.itemRest, itemRest < 0 else { return nil }
        return indices.options.filter { ($0.lead ?? 0) >= Self.clearLead }.max { ($0.lead ?? 0) < ($1.lead ?? 0) }
    }

    // MARK: Thresholds

    /// The fewest people whose answers are told: below, one person moves the facility by more than three percent and the
    /// interval of a correlation is wider than the scale that it is judged by.
    public static let leastPeople = 30
    /// From here on a question is "extremely easy" (Moodle, "Quiz statistics report": facility 95 to 100 percent).
    public static let easyFacility = 0.95
    /// And it is called so only when a facility below this would be a surprise: among thirty answers chance may well make
    /// a fair question look easy.
    public static let surelyEasy = 0.9
    /// Below this an item discriminates poorly (Ebel & Frisbie, Essentials of Educational Measurement, 5th ed. 1991;
    /// `item_discrimination` of the R package performance applies the same bounds to corrected item–total correlations).
    /// A question is called so only when the whole confidence interval lies below: a weak value among few answers may be
    /// chance.
    public static let weakItemRest = 0.2
    /// From here on an item discriminates well (the same sources).
    public static let goodItemRest = 0.4
    /// By how many standard errors a distractor must lead; by chance one in 700 does.
    public static let clearLead = 3.0
}

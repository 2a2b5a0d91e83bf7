import FoundationEssentials
import Training

/// The wire form of one time that somebody finished a course.
struct CompletionRecordDocument: Encodable {
    let completed_on: Day
    let recorded_at: Date
    let rule: CompletionRule.Needs
    let valid: String
    let valid_until: Day?
    let expired: Bool
    let ended_by: ClauseID?
    let score: Double?
    let max_score: Double?
    let certificate: String?
    /// Where the paper lies, for a result on paper.
    let evidence: String?
    let result: EarlierResultID?
    /// Why it was taken back.
    let withdrawn: String?

    init(_ completion: Completion.Recorded, on today: Day) {
        completed_on = completion.day
        recorded_at = completion.at
        rule = completion.rule.needs
        valid = completion.rule.validity.description
        valid_until = completion.last
        expired = completion.last.map { $0 < today } ?? false
        ended_by = completion.ending?.clause
        score = completion.score?.decimal
        max_score = completion.maxScore?.decimal
        certificate = completion.certificate?.grouped
        evidence = completion.earlier?.result.evidence
        result = completion.earlier?.id
        withdrawn = completion.earlier?.withdrawal?.reason
    }
}

/// One time that somebody finished a course, as a row.
struct CompletionLine: Sendable {
    let day: String
    let validUntil: String
    let isExpired: Bool
    let ending: String?
    let score: String?
    let recorded: String
    let certificatePath: String?
    /// The result on paper that it rests on.
    let earlier: EarlierResultLine?

    init(_ completion: Completion.Recorded, manages: Bool, today: Day, _ words: Words) {
        day = words("finished_on", ["day": words.date(completion.day)])
        validUntil =
            words.holds(until: completion.last, completion.rule.validity) ?? words("completion_no_end")
        let withdrawn = completion.earlier?.withdrawal != nil
        isExpired = !withdrawn && completion.last.map { $0 < today } ?? false
        earlier = completion.earlier.map { EarlierResultLine($0, manages: manages, words) }
        ending = completion.ending.map {
            words("completion_ended", ["clause": $0.clause.rawValue, "version": $0.version])
        }
        score = completion.score.flatMap { score in
            completion.maxScore.map { words("score_of", ["score": score, "max": $0]) }
        }
        recorded = words("completion_recorded", ["time": words.time(completion.at)])
        certificatePath = withdrawn ? nil : completion.certificate.map(Paths.certificate)
    }
}

extension Completion.Recorded {
    /// One that holds, one that has expired and one that a clause ended.
    static let examples: [Completion.Recorded] = {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let day = Day(at: at)
        let rule = CompletionRule(validity: .months(12))
        return [
            Completion.Recorded(
                day: day, at: at, rule: rule, last: day.adding(365), score: Marks(hundredths: 850),
                maxScore: Marks(hundredths: 1000), certificate: .example),
            Completion.Recorded(
                day: day.adding(-400), at: at, rule: rule, last: day.adding(-35), score: nil, maxScore: nil,
                certificate: .example),
            Completion.Recorded(
                day: day.adding(-800), at: at, rule: CompletionRule(validity: .untilClauseChange),
                last: day.adding(-500), ending: .init(clause: "M57-16", version: 2), score: nil, maxScore: nil,
                certificate: .example),
        ]
            + EarlierResult.Recorded.examples.map { earlier in
                Completion.Recorded(
                    day: earlier.result.day, at: at, rule: rule, last: day.adding(100), score: earlier.result.score,
                    maxScore: EarlierResult.maxScore, certificate: .example, earlier: earlier)
            }
    }()
}

import FoundationEssentials
import Training

/// What a try came to and what there is to learn from it.
struct ReviewPage: Page {
    static let template = "review"
    let courseName: String
    let coursePath: String?
    let tryName: String
    /// `收到 10/10 题`
    let receipt: String
    /// 纸质, its number and who keyed it in; nil for what was answered online.
    let onPaper: String?
    let score: String
    let percent: Int
    let passed: Bool
    /// Whether some try was passed: the best counts.
    let quizPassed: Bool
    /// Whether some of it waits to be marked by a person.
    let awaiting: Bool
    /// How a correction changed the score.
    let rescored: String?
    /// Whether it stays passed although the corrected score is below the pass mark.
    let keptPass: Bool
    /// Whether the reader looks at the own try.
    let own: Bool
    /// One line about the course as a whole.
    let completed: Bool
    let missing: [LessonLink]
    /// Whether time closed the try, not the learner.
    let expired: Bool
    /// Whether the quiz lets marks of questions, keys and reasons be shown already.
    let keysShown: Bool
    /// When they are shown, while they are not.
    let keysLater: String?
    /// How many answers came too late and wait for the coordinator; nil when none.
    let late: String?
    let questions: [QuestionReview]
    let againPath: String?

    /// A lesson still to read.
    struct LessonLink: Sendable {
        let name: String
        let path: String
    }

    /// A question with its key.
    struct QuestionReview: Sendable {
        let place: String
        let stem: [String]
        let of2019: Bool
        let imagePath: String?
        let imageText: String?
        /// Whether the key and the reasons are told.
        let keyShown: Bool
        let right: Bool
        let partly: Bool
        let unanswered: Bool
        /// Whether it waits to be marked.
        let awaiting: Bool
        let score: String?
        /// How late the answer came in, or that a later one waits for the coordinator; nil for one in time.
        let late: String?
        /// What was corrected in its key since.
        let correction: CorrectionNote?
        let options: [OptionReview]
        /// Blanks, prompts, steps or fields.
        let parts: [PartReview]
        /// The paths of a scenario.
        let story: StoryReview?
        /// What whoever marked it said.
        let remark: String?
        let explanation: [String]
        let clauses: [ClauseLine]
        let clauseIDs: String
        /// Whether nobody signed it.
        let unreviewed: Bool
    }

    /// A blank, prompt, step or field with what was answered and what is right.
    struct PartReview: Sendable {
        let text: String
        let given: String?
        let expected: String?
        let right: Bool
        let reason: String?
    }

    /// An option with its reason.
    struct OptionReview: Sendable {
        let label: String
        let text: String
        let reason: String?
        let right: Bool
        let chosen: Bool
        /// What is to be said of it in a word: 正确答案 · 您选了 · 漏选.
        let verdict: String?
    }

    /// `attempt` with the corrected keys, if any.
    init(
        _ review: AttemptReview, _ result: Attempt.Result, _ progress: CourseProgress?, _ course: Course?,
        _ basis: Basis, own: Bool, corrected: CorrectedAttempt = .none, now: Date, _ words: Words
    ) {
        let (attempt, showsKeys) = (review.attempt, review.showsKeys)
        courseName = course?.title(words.language) ?? attempt.course.rawValue
        coursePath = course.map { Paths.course($0.id) }
        tryName = words("try_number", ["n": attempt.number])
        let recovered = attempt.delivery.recovered
        receipt =
            words("received_of", ["n": result.received, "all": attempt.paper.slots.count])
            + (recovered > 0 ? words("received_recovered", ["n": recovered]) : "")
        onPaper = attempt.onPaper.map {
            words("on_paper_by", ["number": $0.number.spaced, "name": $0.keyedBy ?? ""])
        }
        score = words("score_of", ["score": result.score, "max": result.maxScore])
        percent = result.score.hundredths * 100 / max(result.maxScore.hundredths, 1)
        passed = result.passed == true
        quizPassed = passed || progress?.passed == true
        awaiting = result.passed == nil
        rescored = corrected.formerScore.flatMap {
            $0 == result.score ? nil : words("review_rescored", ["before": $0, "after": result.score])
        }
        keptPass = corrected.keptPass
        self.own = own
        completed = progress?.completedAt != nil
        let asksForReading = course?.rule.asksForReading(passed: progress?.passed ?? false) ?? true
        missing = (asksForReading ? progress?.missing ?? [] : []).compactMap { course?.lesson($0) }.map {
            LessonLink(name: $0.title, path: Paths.lesson($0.id, in: attempt.course))
        }
        expired = result.isExpired
        keysShown = showsKeys
        keysLater = showsKeys ? nil : words("quiz_feedback_\(attempt.rules.feedback.rawValue)")
        late = attempt.late.isEmpty ? nil : words("late_waiting", ["n": attempt.late.count])
        questions = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map {
                QuestionReview(
                    attempt, slot, $0, basis, corrected: corrected.slots[slot.number], showsKey: showsKeys, words)
            }
        }
        let mayTryAgain = course.map { review.tries.obstacle($0.quiz.rules, at: now) == nil } ?? false
        againPath = own && mayTryAgain ? course.map { "\(Paths.course($0.id))/attempts" } : nil
    }

    func title(_ words: Words) -> String { words("result") }

    static var example: ReviewPage {
        let result = Attempt.Result(
            submittedAt: Date(timeIntervalSince1970: 1_795_000_000), score: Marks(hundredths: 50), maxScore: .one,
            received: 1, passed: false)
        let progress = CourseProgress(
            read: [], missing: ["01-first"], passed: false, at: result.submittedAt)
        return ReviewPage(
            AttemptReview(.example, showsKeys: true, tries: Tries([])), result, progress, .example,
            .example, own: true, corrected: .example, now: result.submittedAt,
            .example)
    }

    /// With keys, and a try that time closed, without.
    static var examples: [ReviewPage] {
        let result = Attempt.Result(
            submittedAt: Date(timeIntervalSince1970: 1_795_000_000), score: Marks(hundredths: 50), maxScore: .one,
            received: 1, passed: false, isExpired: true)
        let late = ReviewPage(
            AttemptReview(.timed, showsKeys: false, tries: Tries([])), result, nil, .example,
            .example, own: true, now: result.submittedAt, .example)
        return [example, late]
    }
}

extension ReviewPage.QuestionReview {
    init(
        _ attempt: Attempt, _ slot: Paper.Slot, _ question: Question, _ basis: Basis,
        corrected: CorrectedAttempt.Slot? = nil, showsKey: Bool, _ words: Words
    ) {
        let response = attempt.answers[slot.number]?.response
        self.init(
            question, slot, response, attempt.mark(slot),
            place: words("question_place", ["n": slot.number, "all": attempt.paper.slots.count]),
            story: StoryReview(attempt, slot, basis, showsKey: showsKey, words), showsKey: showsKey,
            unanswered: !attempt.isAnswered(slot), late: words.lateness(of: slot, in: attempt), corrected: corrected,
            basis, words)
    }

    /// A question with what was answered to it, as `slot` showed it.
    init(
        _ question: Question, _ slot: Paper.Slot, _ response: Training.Response?, _ mark: Mark, place: String,
        story: StoryReview? = nil, showsKey: Bool = true, unanswered: Bool? = nil, late: String? = nil,
        corrected: CorrectedAttempt.Slot? = nil,
        _ basis: Basis, _ words: Words
    ) {
        keyShown = showsKey
        self.place = place
        stem = question.stem.paragraphs
        of2019 = question.era == .year2019
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        right = showsKey && mark.isRight
        partly = showsKey && !mark.isRight && mark.earned > .zero
        self.unanswered = unanswered ?? (mark.state == .unanswered)
        awaiting = mark.state == .awaiting
        score = showsKey ? words.score(mark) : nil
        self.late = late
        correction = corrected.map { CorrectionNote($0, on: slot, now: mark, words) }
        let all = ReviewedPart.all(question.interaction, slot, response, showsKey: showsKey, words)
        options = question.isChoice ? all.map { ReviewPage.OptionReview($0, words) } : []
        parts = question.isChoice ? [] : all.map(ReviewPage.PartReview.init)
        self.story = story
        remark =
            !showsKey
            ? nil : mark.findings.lazy.compactMap { if case .remark(let text) = $0 { text } else { nil } }.first
        explanation = showsKey ? question.explanation.paragraphs : []
        clauses = showsKey ? basis.lines(question.clauses) : []
        clauseIDs = showsKey ? question.clauses.map(\.rawValue).joined(separator: " · ") : ""
        unreviewed = showsKey && basis.isUnreviewed(question)
    }
}

extension Words {
    fileprivate func score(_ mark: Mark) -> String {
        mark.state == .awaiting ? self("awaiting_mark") : self("score_of", ["score": mark.earned, "max": Marks.one])
    }

    fileprivate func lateness(of slot: Paper.Slot, in attempt: Attempt) -> String? {
        if attempt.late[slot.number] != nil { return self("late_answer") }
        return attempt.answers[slot.number].flatMap(attempt.lateness).map { self("late_by", ["n": $0]) }
    }
}

extension ReviewPage.OptionReview {
    fileprivate init(_ part: ReviewedPart, _ words: Words) {
        let verdict =
            switch (part.right, part.chosen) {
            case (true, true): "verdict_right"
            case (true, false): "verdict_missed"
            case (false, true): "verdict_wrong"
            case (nil, true): "verdict_chosen"
            case (_, false): ""
            }
        self.init(
            label: part.key.uppercased(), text: part.text, reason: part.reason, right: part.right == true,
            chosen: part.chosen,
            verdict: verdict.isEmpty ? nil : words(verdict))
    }
}

extension ReviewPage.PartReview {
    fileprivate init(_ part: ReviewedPart) {
        self.init(
            text: part.text, given: part.given, expected: part.expected, right: part.right == true,
            reason: part.reason)
    }
}

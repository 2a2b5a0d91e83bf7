import FoundationEssentials
import Training

/// One question to answer.
struct QuestionPage: Page {
    static let template = "question"
    let courseName: String
    let tryName: String
    let place: String
    let slot: Int
    let of2019: Bool
    let kind: String
    let face: QuestionFace
    /// The story so far, of a scenario.
    let story: StoryPage?
    /// Whether a decision of a story or the key is asked for, which is then the button that stands out.
    let deciding: Bool
    /// What was sent by a form and did not fit.
    let problem: String?
    /// The key, once it was shown and the answer is locked.
    let reviewed: ReviewPage.QuestionReview?
    /// Whether the key can be asked for here.
    let offersKey: Bool
    let deadline: DeadlineLine?
    let seq: Int
    let answerPath: String
    let saved: Bool
    let previous: Int?
    let next: Int?
    let submissionPath: String
    let map: [MapEntry]
    let answered: String

    /// A question in the map of the paper.
    struct MapEntry: Sendable {
        let number: Int
        let path: String
        let answered: Bool
        let current: Bool
    }

    init(
        _ attempt: Attempt, _ slot: Paper.Slot, _ question: Question, courseName: String,
        basis: Basis = .empty, problem: String? = nil, now: Date, _ words: Words
    ) {
        let locked = attempt.showsKey(of: slot)
        let answer = attempt.answers[slot.number]
        let count = attempt.paper.slots.count
        self.courseName = courseName
        tryName = words("try_number", ["n": attempt.number])
        place = words("question_place", ["n": slot.number, "all": count])
        self.slot = slot.number
        let walk = attempt.walk(slot)
        face = QuestionFace(question, slot, answer?.response, walk, locked: locked, words)
        story = locked ? nil : walk.map { StoryPage($0, title: question.stem, basis, words) }
        offersKey = attempt.rules.feedback == .atOnce && !locked && walk?.isOver != false
        deciding = walk?.isOver == false || offersKey
        reviewed = locked ? ReviewPage.QuestionReview(attempt, slot, question, basis, showsKey: true, words) : nil
        deadline = attempt.deadline.map { DeadlineLine($0, now: now, words) }
        of2019 = question.era == .year2019
        kind = question.kind.rawValue
        self.problem = problem
        seq = answer?.seq ?? 0
        answerPath = "\(Paths.attempt(attempt.id))/answers/\(slot.number)"
        saved = answer != nil && !locked
        previous = slot.number > 1 ? slot.number - 1 : nil
        next = slot.number < count ? slot.number + 1 : nil
        submissionPath = Paths.submission(of: attempt.id)
        map = attempt.map(current: slot.number)
        answered = words("answered_of", ["n": attempt.answered, "all": count])
    }

    func title(_ words: Words) -> String { place }

    /// One of each kind of question.
    static var examples: [QuestionPage] {
        Attempt.example.paper.slots.compactMap { slot in
            Attempt.example.questions[slot.version].map {
                QuestionPage(
                    .example, slot, $0, courseName: "把人找到", basis: .example, problem: "每一步要排在不同的位置。",
                    now: Attempt.timed.startedAt,
                    .example)
            }
        }
            + Attempt.timed.paper.slots.compactMap { slot in
                Attempt.timed.questions[slot.version].map {
                    QuestionPage(
                        .timed, slot, $0, courseName: "把人找到", basis: .example,
                        now: Attempt.timed.startedAt, .example)
                }
            }
    }

    static var example: QuestionPage {
        QuestionPage(
            .example, Attempt.example.paper.slots[1], .example, courseName: "把人找到", now: Attempt.timed.startedAt,
            .example)
    }
}

extension Attempt {
    /// The questions of the paper as links.
    fileprivate func map(current: Int?) -> [QuestionPage.MapEntry] {
        paper.slots.map { slot in
            QuestionPage.MapEntry(
                number: slot.number, path: Paths.question(slot.number, in: id),
                answered: isAnswered(slot), current: slot.number == current)
        }
    }
}

extension String {
    /// The lines that have something on them.
    var paragraphs: [String] {
        split(whereSeparator: \.isNewline).map { String($0.trimming(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }
}

/// The last look before handing in.
struct SubmissionPage: Page {
    static let template = "submission"
    let courseName: String
    let tryName: String
    let answered: String
    let complete: Bool
    let map: [QuestionPage.MapEntry]
    let unanswered: [QuestionPage.MapEntry]
    let backPath: String
    let submissionPath: String
    let deadline: DeadlineLine?

    init(_ attempt: Attempt, courseName: String, now: Date, _ words: Words) {
        deadline = attempt.deadline.map { DeadlineLine($0, now: now, words) }
        self.courseName = courseName
        tryName = words("try_number", ["n": attempt.number])
        answered = words("answered_of", ["n": attempt.answered, "all": attempt.paper.slots.count])
        map = attempt.map(current: nil)
        unanswered = map.filter { !$0.answered }
        complete = unanswered.isEmpty
        backPath = Paths.attempt(attempt.id)
        submissionPath = Paths.submission(of: attempt.id)
    }

    func title(_ words: Words) -> String { words("hand_in") }

    static var example: SubmissionPage {
        SubmissionPage(.example, courseName: "把人找到", now: Attempt.timed.startedAt, .example)
    }

    /// With something left to answer, and complete with a deadline.
    static var examples: [SubmissionPage] {
        [example, SubmissionPage(.timed, courseName: "把人找到", now: Attempt.timed.startedAt, .example)]
    }
}

/// Until when a try may be answered.
struct DeadlineLine: Sendable {
    /// `请在 2026-11-24 18:00 前交卷`
    let text: String
    /// `还剩 25 分钟`
    let left: String
    /// Whole seconds left, for the script that counts down; 0 when none are.
    let seconds: Int

    init(_ deadline: Date, now: Date, _ words: Words) {
        seconds = max(0, Int(deadline.timeIntervalSince(now)))
        text = words("deadline", ["time": words.time(deadline)])
        left = seconds > 0 ? words("minutes_left", ["n": (seconds + 59) / 60]) : words("deadline_over")
    }
}

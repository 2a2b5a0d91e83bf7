import FoundationEssentials
import Training

/// One question to answer.
struct QuestionPage: Page {
    static let template = "question"
    let courseName: String
    let tryName: String
    let place: String
    let slot: Int
    let stem: [String]
    let of2019: Bool
    let imagePath: String?
    let imageText: String?
    let multiple: Bool
    let kind: String
    let hint: String
    let options: [OptionLine]
    let seq: Int
    let answerPath: String
    let saved: Bool
    let previous: Int?
    let next: Int?
    let submissionPath: String
    let map: [MapEntry]
    let answered: String

    /// An option to choose.
    struct OptionLine: Sendable {
        let letter: String
        let label: String
        let text: String
        let chosen: Bool
    }

    /// A question in the map of the paper.
    struct MapEntry: Sendable {
        let number: Int
        let path: String
        let answered: Bool
        let current: Bool
    }

    init(_ attempt: Attempt, _ slot: Paper.Slot, _ question: Question, courseName: String, _ words: Words) {
        let answer = attempt.answers[slot.number]
        let count = attempt.paper.slots.count
        self.courseName = courseName
        tryName = words("try_number", ["n": attempt.number])
        place = words("question_place", ["n": slot.number, "all": count])
        self.slot = slot.number
        stem = question.stem.paragraphs
        of2019 = question.era == .year2019
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        multiple = question.kind == .multiple
        kind = question.kind.rawValue
        hint = words("hint_\(question.kind.rawValue)")
        options = question.shown(slot).map { letter, option in
            OptionLine(
                letter: letter, label: letter.uppercased(), text: option.text,
                chosen: answer?.response.letters.contains(letter) ?? false)
        }
        seq = answer?.seq ?? 0
        answerPath = "\(Paths.attempt(attempt.id))/answers/\(slot.number)"
        saved = answer != nil
        previous = slot.number > 1 ? slot.number - 1 : nil
        next = slot.number < count ? slot.number + 1 : nil
        submissionPath = Paths.submission(of: attempt.id)
        map = attempt.map(current: slot.number)
        answered = words("answered_of", ["n": attempt.answered, "all": count])
    }

    func title(_ words: Words) -> String { place }

    static var example: QuestionPage {
        QuestionPage(
            .example, Attempt.example.paper.slots[1], .example, courseName: "把人找到", .example)
    }
}

extension Attempt {
    /// The questions of the paper as links.
    fileprivate func map(current: Int?) -> [QuestionPage.MapEntry] {
        paper.slots.map { slot in
            QuestionPage.MapEntry(
                number: slot.number, path: Paths.question(slot.number, in: id),
                answered: answers[slot.number].map { !$0.response.isEmpty } ?? false, current: slot.number == current)
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

    init(_ attempt: Attempt, courseName: String, _ words: Words) {
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

    static var example: SubmissionPage { SubmissionPage(.example, courseName: "把人找到", .example) }
}

/// What a try came to and what there is to learn from it.
struct ReviewPage: Page {
    static let template = "review"
    let courseName: String
    let coursePath: String?
    let tryName: String
    /// `收到 10/10 题`
    let receipt: String
    let score: String
    let percent: Int
    let passed: Bool
    /// Whether some try was passed: the best counts.
    let quizPassed: Bool
    /// Whether the reader looks at the own try.
    let own: Bool
    /// One line about the course as a whole.
    let completed: Bool
    let missing: [LessonLink]
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
        let right: Bool
        let partly: Bool
        let unanswered: Bool
        let score: String
        let options: [OptionReview]
        let explanation: [String]
        let clauses: [ClauseLine]
        let clauseIDs: String
    }

    /// An option with its reason.
    struct OptionReview: Sendable {
        let label: String
        let text: String
        let reason: String
        let right: Bool
        let chosen: Bool
        /// What is to be said of it in a word: 正确答案 · 您选了 · 漏选.
        let verdict: String?
    }

    init(
        _ attempt: Attempt, _ result: Attempt.Result, _ progress: CourseProgress?, _ course: Course?,
        clauses: [ClauseID: Clause], own: Bool, _ words: Words
    ) {
        courseName = course?.title(words.language) ?? attempt.course.rawValue
        coursePath = course.map { Paths.course($0.id) }
        tryName = words("try_number", ["n": attempt.number])
        receipt = words("received_of", ["n": result.received, "all": attempt.paper.slots.count])
        score = words("score_of", ["score": result.score, "max": result.maxScore])
        percent = result.score.hundredths * 100 / max(result.maxScore.hundredths, 1)
        passed = result.passed
        quizPassed = result.passed || progress?.passed == true
        self.own = own
        completed = progress?.completedAt != nil
        missing = (progress?.missing ?? []).compactMap { course?.lesson($0) }.map {
            LessonLink(name: $0.title, path: Paths.lesson($0.id, in: attempt.course))
        }
        questions = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map { QuestionReview(attempt, slot, $0, clauses, words) }
        }
        againPath = own ? course.map { "\(Paths.course($0.id))/attempts" } : nil
    }

    func title(_ words: Words) -> String { words("result") }

    static var example: ReviewPage {
        let result = Attempt.Result(
            submittedAt: Date(timeIntervalSince1970: 1_795_000_000), score: Marks(hundredths: 50), maxScore: .one,
            received: 1, passed: false)
        let progress = CourseProgress(read: [], missing: ["01-first"], passed: false, completedAt: nil)
        return ReviewPage(
            .example, result, progress, .example, clauses: [Clause.example.id: .example], own: true, .example)
    }
}

extension ReviewPage.QuestionReview {
    fileprivate init(
        _ attempt: Attempt, _ slot: Paper.Slot, _ question: Question, _ clauses: [ClauseID: Clause], _ words: Words
    ) {
        let mark = attempt.mark(slot)
        let chosen = Set(attempt.answers[slot.number].flatMap { slot.keys(of: $0.response) } ?? [])
        place = words("question_place", ["n": slot.number, "all": attempt.paper.slots.count])
        stem = question.stem.paragraphs
        of2019 = question.era == .year2019
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        right = mark.isRight
        partly = !mark.isRight && mark.earned > .zero
        unanswered = !mark.answered
        score = words("score_of", ["score": mark.earned, "max": Marks.one])
        options = question.shown(slot).map { letter, option in
            let isRight = question.key.contains(option.key)
            let isChosen = chosen.contains(option.key)
            let verdict =
                switch (isRight, isChosen) {
                case (true, true): "verdict_right"
                case (true, false): "verdict_missed"
                case (false, true): "verdict_wrong"
                case (false, false): ""
                }
            return ReviewPage.OptionReview(
                label: letter.uppercased(), text: option.text, reason: option.reason, right: isRight, chosen: isChosen,
                verdict: verdict.isEmpty ? nil : words(verdict))
        }
        explanation = question.explanation.paragraphs
        self.clauses = question.clauses.compactMap { clauses[$0] }.map { ClauseLine($0, words) }
        clauseIDs = question.clauses.map(\.rawValue).joined(separator: " · ")
    }
}

extension Question {
    static let example = Question(
        id: "example", kind: .multiple, era: .year2019, clauses: ["M57-16"],
        stem: "2019年情景\n入户走访，哪些做法对？", image: Image(hash: "00", alternative: "一张登记表"),
        options: [
            Option(key: "a", text: "两个人一起去", reason: "每组不少于两人。"), Option(key: "b", text: "打电话问问", reason: "要看实情。"),
            Option(key: "c", text: "请家里人签字", reason: "调查表要签字。"),
        ], key: ["a", "c"], explanation: "上门看，也核资料。")
}

extension Attempt {
    static let example = Attempt(
        id: "example", person: "example", course: "example", number: 2,
        startedAt: Date(timeIntervalSince1970: 1_795_000_000),
        paper: Paper(
            seed: 1,
            slots: [
                Paper.Slot(number: 1, version: "v", order: ["c", "a", "b"]),
                Paper.Slot(number: 2, version: "v", order: ["a", "b", "c"]),
                Paper.Slot(number: 3, version: "v", order: ["a", "b", "c"]),
            ]), passMark: 80, questions: ["v": .example],
        answers: [
            1: Answer(
                slot: 1, response: .choices(["a", "c"]), seq: 1, savedAt: Date(timeIntervalSince1970: 1_795_000_100))
        ],
        result: nil)
}

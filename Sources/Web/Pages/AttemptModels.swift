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
    let blanks: [BlankLine]
    let prompts: [PromptLine]
    let steps: [StepLine]
    let fields: [FieldLine]
    /// 村（社区）公告栏 or 网站, for a draft notice.
    let noticePlace: String?
    /// Whether a few sentences are to be written.
    let writes: Bool
    let written: String
    /// The story so far, of a scenario.
    let story: StoryPage?
    /// Whether the story waits for a decision, which is then the button that stands out.
    let deciding: Bool
    /// What was sent by a form and did not fit.
    let problem: String?
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

    /// A blank to fill in.
    struct BlankLine: Sendable {
        let number: Int
        let label: String
        let value: String
    }

    /// A prompt with the options it can be matched with.
    struct PromptLine: Sendable {
        let number: Int
        let text: String
        let choices: [OptionLine]
    }

    /// A step with the places it can be put in.
    struct StepLine: Sendable {
        let letter: String
        let label: String
        let text: String
        let places: [PlaceLine]
    }

    /// A place in an order.
    struct PlaceLine: Sendable {
        let number: Int
        let chosen: Bool
    }

    /// A field of a draft notice with what can be done with it.
    struct FieldLine: Sendable {
        let key: String
        let label: String
        let value: String
        let actions: [ActionLine]
    }

    /// Something that can be done with a field.
    struct ActionLine: Sendable {
        let id: String
        let name: String
        let chosen: Bool
    }

    /// A question in the map of the paper.
    struct MapEntry: Sendable {
        let number: Int
        let path: String
        let answered: Bool
        let current: Bool
    }

    init(
        _ attempt: Attempt, _ slot: Paper.Slot, _ question: Question, courseName: String, problem: String? = nil,
        _ words: Words
    ) {
        let answer = attempt.answers[slot.number]
        let count = attempt.paper.slots.count
        self.courseName = courseName
        tryName = words("try_number", ["n": attempt.number])
        place = words("question_place", ["n": slot.number, "all": count])
        self.slot = slot.number
        let walk = attempt.walk(slot)
        stem = (walk?.node.text ?? question.stem).paragraphs
        story = walk.map { StoryPage($0, title: question.stem, words) }
        deciding = walk?.isOver == false
        of2019 = question.era == .year2019
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        multiple = question.kind == .multiple
        kind = question.kind.rawValue
        hint = walk?.isOver == true ? words("hint_scenario_over") : words("hint_\(question.kind.rawValue)")
        let parts = ShownParts(question.interaction, slot)
        let response = answer?.response
        let chosen = question.isChoice ? response?.letters ?? [] : []
        let shown = walk.map { NodeDocument($0.node).choices } ?? (question.isChoice ? parts.options : [])
        options = shown.map { OptionLine($0, chosen: chosen) }
        blanks = (parts.blanks ?? []).enumerated().map { BlankLine($0.offset, $0.element, response) }
        prompts = (parts.prompts ?? []).map { PromptLine($0, parts.options, response) }
        steps = question.kind == .ordering ? parts.options.map { StepLine($0, of: parts.options.count, response) } : []
        fields = (parts.fields ?? []).map { FieldLine($0, response, words) }
        noticePlace = parts.place.map { words("place_\($0.rawValue)") }
        writes = question.kind == .shortText
        written = writes ? response?.letters.first ?? "" : ""
        self.problem = problem
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

    /// One of each kind of question.
    static var examples: [QuestionPage] {
        Attempt.example.paper.slots.compactMap { slot in
            Attempt.example.questions[slot.version].map {
                QuestionPage(.example, slot, $0, courseName: "把人找到", problem: "每一步要排在不同的位置。", .example)
            }
        }
    }

    static var example: QuestionPage {
        QuestionPage(.example, Attempt.example.paper.slots[1], .example, courseName: "把人找到", .example)
    }
}

extension Question {
    fileprivate var isChoice: Bool {
        if case .choice = interaction { true } else { false }
    }
}

extension QuestionPage.OptionLine {
    fileprivate init(_ part: ShownParts.Part, chosen: [String]) {
        self.init(letter: part.key, label: part.key.uppercased(), text: part.text, chosen: chosen.contains(part.key))
    }
}

extension QuestionPage.BlankLine {
    fileprivate init(_ index: Int, _ label: String, _ response: Training.Response?) {
        let texts = response?.letters ?? []
        self.init(number: index + 1, label: label, value: texts.indices.contains(index) ? texts[index] : "")
    }
}

extension QuestionPage.PromptLine {
    fileprivate init(_ prompt: ShownParts.Part, _ options: [ShownParts.Part], _ response: Training.Response?) {
        var chosen: [String] = []
        if case .map(let pairs) = response, let letter = pairs[prompt.key] { chosen = [letter] }
        self.init(
            number: Int(prompt.key) ?? 0, text: prompt.text,
            choices: options.map { QuestionPage.OptionLine($0, chosen: chosen) })
    }
}

extension QuestionPage.StepLine {
    fileprivate init(_ step: ShownParts.Part, of count: Int, _ response: Training.Response?) {
        let place = response?.letters.firstIndex(of: step.key).map { $0 + 1 }
        self.init(
            letter: step.key, label: step.key.uppercased(), text: step.text,
            places: (1...count).map { QuestionPage.PlaceLine(number: $0, chosen: $0 == place) })
    }
}

extension QuestionPage.FieldLine {
    fileprivate init(_ field: ShownParts.Field, _ response: Training.Response?, _ words: Words) {
        var chosen: String?
        if case .map(let actions) = response { chosen = actions[field.key] }
        self.init(
            key: field.key, label: field.label, value: field.value,
            actions: PublicationCheck.Action.allCases.map {
                QuestionPage.ActionLine(
                    id: $0.rawValue, name: words("action_\($0.rawValue)"), chosen: $0.rawValue == chosen)
            })
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
    /// Whether some of it waits to be marked by a person.
    let awaiting: Bool
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
        /// Whether it waits to be marked.
        let awaiting: Bool
        let score: String
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
    }

    /// A blank, prompt, step or field with what was answered and what is right.
    struct PartReview: Sendable {
        let text: String
        let given: String?
        let expected: String
        let right: Bool
        let reason: String
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
        passed = result.passed == true
        quizPassed = passed || progress?.passed == true
        awaiting = result.passed == nil
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
        place = words("question_place", ["n": slot.number, "all": attempt.paper.slots.count])
        stem = question.stem.paragraphs
        of2019 = question.era == .year2019
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        right = mark.isRight
        partly = !mark.isRight && mark.earned > .zero
        unanswered = mark.state == .unanswered
        awaiting = mark.state == .awaiting
        score =
            mark.state == .awaiting
            ? words("awaiting_mark") : words("score_of", ["score": mark.earned, "max": Marks.one])
        let all = ReviewedPart.all(question.interaction, slot, attempt.answers[slot.number]?.response, words)
        options = question.isChoice ? all.map { ReviewPage.OptionReview($0, words) } : []
        parts = question.isChoice ? [] : all.map(ReviewPage.PartReview.init)
        story = StoryReview(attempt, slot, words)
        remark = mark.findings.lazy.compactMap { if case .remark(let text) = $0 { text } else { nil } }.first
        explanation = question.explanation.paragraphs
        self.clauses = question.clauses.compactMap { clauses[$0] }.map { ClauseLine($0, words) }
        clauseIDs = question.clauses.map(\.rawValue).joined(separator: " · ")
    }
}

extension ReviewPage.OptionReview {
    fileprivate init(_ part: ReviewedPart, _ words: Words) {
        let verdict =
            switch (part.right, part.chosen) {
            case (true, true): "verdict_right"
            case (true, false): "verdict_missed"
            case (false, true): "verdict_wrong"
            case (false, false): ""
            }
        self.init(
            label: part.key.uppercased(), text: part.text, reason: part.reason, right: part.right, chosen: part.chosen,
            verdict: verdict.isEmpty ? nil : words(verdict))
    }
}

extension ReviewPage.PartReview {
    fileprivate init(_ part: ReviewedPart) {
        self.init(
            text: part.text, given: part.given, expected: part.expected ?? "", right: part.right, reason: part.reason)
    }
}

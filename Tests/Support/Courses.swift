import Training

extension Course {
    /// 走访: two lessons and a quiz that draws 3 of 4 questions and is passed with 60 percent.
    public static let visits = Course(
        id: "visits", title: Bilingual(zh: "走访", en: "Visits"),
        summary: Bilingual(zh: "怎样走访。", en: "How to visit."), area: .awareness,
        lessons: [.example("01-knock", clauses: ["N78-2.1-a"]), .example("02-record", clauses: ["N78-2.1-b"])],
        quiz: Quiz(
            blueprint: Blueprint(drawing: 3, of: ["visits-knock", "visits-hours", "visits-bring", "visits-alone"]),
            rules: Quiz.Rules(passMark: 60)))

    /// 发布: two lessons that must be read before the quiz, which asks all 3 questions and is passed with 80 percent.
    public static let publicity = Course(
        id: "publicity", title: Bilingual(zh: "发布", en: "Publicity"),
        summary: Bilingual(zh: "什么可以发布。", en: "What may be published."), area: .quality,
        lessons: [.example("01-names", clauses: ["N78-2.3-a"]), .example("02-sums", clauses: ["N78-2.3-b"])],
        quiz: Quiz(
            blueprint: Blueprint(drawing: 3, of: ["publicity-names", "publicity-sums", "publicity-board"]),
            rules: Quiz.Rules(passMark: 80), lessonsFirst: true))

    /// The same course under other rules.
    public func under(_ rules: Quiz.Rules) -> Course {
        Course(
            id: id, title: title, summary: summary, area: area, lessons: lessons,
            quiz: Quiz(blueprint: quiz.blueprint, rules: rules, lessonsFirst: quiz.lessonsFirst))
    }

    /// The same course completed by another rule.
    public func completed(by rule: CompletionRule) -> Course {
        Course(
            id: id, title: title, summary: summary, area: area, lessons: lessons, quiz: quiz, syllabus: syllabus,
            rule: rule)
    }

    /// The same course completed as ever, for so long.
    public func valid(_ validity: Validity) -> Course { completed(by: CompletionRule(validity: validity)) }

    /// The courses of the fixture world.
    public static let all = [visits, publicity]

    /// The questions that its quiz draws from, in their present versions.
    public var items: [Item] {
        quiz.blueprint.questions.compactMap { id in
            (Question.all + Question.beliefs).first { $0.id == id }.map { Item(version: "\(id)-v1", question: $0) }
        }
    }

    /// What it asks for, with the present versions of lessons and clauses.
    public var requirements: Requirements { requirements(raisedTo: 1) }

    /// The same once its first clause has risen; its lessons still teach it in version `taught`, nil when they were revised.
    public func requirements(raisedTo version: Int, taught: Int? = nil) -> Requirements {
        let first = lessons[0].clauses[0]
        func stand(_ clause: ClauseID, in version: Int) -> Completion.ClauseVersion {
            .init(clause: clause, version: clause == first ? version : 1)
        }
        return Requirements(
            course: id, lessons: lessons.map { .init(lesson: $0.id, version: $0.version) },
            clauses: lessons.flatMap(\.clauses).map { stand($0, in: version) },
            taught: Dictionary(
                uniqueKeysWithValues: lessons.map { lesson in
                    (lesson.id, lesson.clauses.map { stand($0, in: taught ?? version) })
                }), counts: quiz.rules.counts, award: award, rule: rule)
    }
}

extension Paper {
    /// A paper of the simplest blueprint: `count` of `items`.
    public static func draw(_ count: Int, of items: [Item], seed: UInt64) -> Paper {
        draw(Blueprint(drawing: count, of: items.map(\.question.id)), of: items, seed: seed)
    }
}

extension Lesson {
    /// A lesson of little text.
    public static func example(_ id: LessonID, clauses: [ClauseID]) -> Lesson {
        Lesson(
            id: id, title: id.rawValue, minutes: 5, era: .current, clauses: clauses, body: [.html("<p>\(id)</p>")],
            version: "\(id)-v1")
    }
}

extension Question {
    /// A choice whose options say their own keys.
    public static func example(
        _ id: QuestionID, _ kind: Choice.Kind = .single, options: [String] = ["a", "b", "c", "d"], key: [String],
        scoring: Choice.Scoring = .subsetHalf, fixedOrder: Bool = false, image: Image? = nil
    ) -> Question {
        let options = options.map { Choice.Option(key: $0, text: "option \($0)", reason: "reason \($0)") }
        return Question(
            id: id, era: .current, clauses: ["N78-2.1-a"], stem: "\(id)?", image: image,
            interaction: .choice(
                Choice(kind: kind, options: options, key: key, scoring: scoring, fixedOrder: fixedOrder)),
            explanation: "because")
    }

    /// The choice that a question of the fixture world is.
    public var choice: Choice {
        guard case .choice(let choice) = interaction else {
            return Choice(kind: .single, options: [], key: [])
        }
        return choice
    }

    /// All questions of the fixture world.
    public static let all: [Question] = [
        example("visits-knock", key: ["b"]),
        example("visits-hours", options: ["a", "b", "c"], key: ["a"], fixedOrder: true),
        example("visits-bring", .multiple, key: ["a", "c", "d"], scoring: .subsetProportional),
        example("visits-alone", .trueFalse, options: ["true", "false"], key: ["false"]),
        example("publicity-names", .multiple, key: ["a", "b"]),
        example("publicity-sums", .trueFalse, options: ["true", "false"], key: ["true"]),
        example("publicity-board", key: ["d"], image: Image(hash: "board-v1", alternative: "公示栏")),
    ]
}

extension Attempt {
    /// The answer to a slot that earns the whole mark, in letters of place.
    public func rightResponse(_ slot: Paper.Slot) -> Response {
        response(slot, choosing: questions[slot.version]?.choice.key ?? [])
    }

    /// An answer to a slot that earns nothing: a wrong option.
    public func wrongResponse(_ slot: Paper.Slot) -> Response {
        let choice = questions[slot.version]?.choice
        let wrong = choice?.options.map(\.key).first { choice?.key.contains($0) == false }
        return response(slot, choosing: wrong.map { [$0] } ?? [])
    }

    private func response(_ slot: Paper.Slot, choosing keys: [String]) -> Response {
        let letters = keys.compactMap { slot.letter(of: $0) }.sorted()
        return questions[slot.version]?.kind == .multiple ? .list(letters) : .text(letters.first ?? "")
    }
}

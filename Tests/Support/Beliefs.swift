import Training

extension Course {
    /// 误解, or another course with the same quiz: two of three questions, whose wrong options are misconceptions.
    public static func beliefs(_ id: CourseID = "beliefs") -> Course {
        Course(
            id: id, title: Bilingual(zh: "误解", en: "Beliefs"), summary: Bilingual(zh: "想当然。", en: "What one thinks."),
            area: .ability, lessons: [.example("01-think", clauses: ["N78-2.1-a"])],
            quiz: Quiz(
                blueprint: Blueprint(drawing: 2, of: Question.beliefs.map(\.id)), rules: Quiz.Rules(passMark: 60)))
    }
}

extension Misconception.Label {
    /// A misconception of the fixture world: behind options of all three questions.
    public static let ceiling = Self(id: "t/ceiling", name: Bilingual(zh: "有名额", en: "there is a ceiling"))
    /// Another, behind one of the first.
    public static let rather = Self(id: "t/rather", name: Bilingual(zh: "宁可漏保", en: "rather miss one"))
    /// Another, behind one of the second and one of the third.
    public static let single = Self(id: "t/single", name: Bilingual(zh: "只保一人", en: "one person only"))
}

extension Question {
    /// The questions of 误解. One misconception is behind options of all three, twice in the last.
    public static let beliefs: [Question] = [
        belief("beliefs-quota", .single, ["a": nil, "b": .ceiling, "c": .rather, "d": nil], key: ["a"]),
        belief("beliefs-household", .single, ["a": .single, "b": nil, "c": .ceiling], key: ["b"]),
        belief(
            "beliefs-many", .multiple, ["a": nil, "b": nil, "c": .single, "d": .ceiling, "e": .ceiling],
            key: ["a", "b"]),
    ]

    private static func belief(
        _ id: QuestionID, _ kind: Choice.Kind, _ options: KeyValuePairs<String, Misconception.Label?>, key: [String]
    ) -> Question {
        Question(
            id: id, era: .current, clauses: ["N78-2.1-a"], stem: "\(id)?",
            interaction: .choice(
                Choice(
                    kind: kind,
                    options: options.map {
                        Choice.Option(key: $0, text: "option \($0)", reason: "reason \($0)", misconception: $1)
                    }, key: key)), explanation: "because")
    }
}

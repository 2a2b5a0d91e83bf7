/// A course: lessons to read and one quiz.
public struct Course: Sendable, Hashable {
    /// The folder's name.
    public let id: CourseID
    /// The name on pages and reports.
    public let title: Bilingual
    /// What one learns, in a sentence or two.
    public let summary: Bilingual
    /// The part of the notice's three improvements that it serves.
    public let area: Area
    /// The lessons in reading order; never empty.
    public private(set) var lessons: [Lesson]
    /// The quiz at the end.
    public private(set) var quiz: Quiz
    /// For whom it is and what one can do afterwards, if its author says so.
    public private(set) var syllabus: Syllabus?
    /// What completes it and how long that holds.
    public let rule: CompletionRule

    /// A course.
    public init(
        id: CourseID, title: Bilingual, summary: Bilingual, area: Area, lessons: [Lesson], quiz: Quiz,
        syllabus: Syllabus? = nil, rule: CompletionRule = CompletionRule()
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.area = area
        self.lessons = lessons
        self.quiz = quiz
        self.syllabus = syllabus
        self.rule = rule
    }

    /// The same course with some of its lessons, and with papers of this kind.
    public func with(lessons: [Lesson], blueprint: Blueprint) -> Course {
        var course = self
        course.lessons = lessons
        course.quiz.blueprint = blueprint
        return course
    }

    /// The same course, counting for what the rule that holds on a day says, if there is one.
    public func under(_ rules: [CreditRule.Made], on day: Day) -> Course {
        guard let rule = rules.holding(for: id, on: day) else { return self }
        var course = self
        course.syllabus = syllabus?.counting(rule.hours)
        return course
    }

    /// The lesson of this name.
    public func lesson(_ id: LessonID) -> Lesson? { lessons.first { $0.id == id } }

    /// Minutes of reading, all lessons together.
    public var minutes: Int { lessons.reduce(0) { $0 + $1.minutes } }
}

/// The three improvements that the notice of 2019 orders (N78-2.2-b).
public enum Area: String, Sendable, Hashable, CaseIterable, Codable {
    /// 服务意识
    case awareness
    /// 服务能力
    case ability
    /// 服务质量
    case quality
}

/// What a quiz is made of and how it is decided.
public struct Quiz: Sendable, Hashable {
    /// What its papers are made of: without a shortage, and at least one question unless all are stale.
    public fileprivate(set) var blueprint: Blueprint
    /// How it is taken, what passes and what it tells.
    public let rules: Rules
    /// Whether a try may begin only when all lessons are recorded as read.
    public let lessonsFirst: Bool
    /// A quiz.
    public init(blueprint: Blueprint, rules: Rules, lessonsFirst: Bool = false) {
        self.blueprint = blueprint
        self.rules = rules
        self.lessonsFirst = lessonsFirst
    }
}

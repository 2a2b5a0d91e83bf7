/// A misconception with what the content says about it: beside the numbers of a report, so that something can be done.
public struct TaughtMisconception: Sendable, Hashable {
    /// Its id, `<table>/<id>`, and what it is called now.
    public let label: Misconception.Label
    /// What the table that it gets wrong decides.
    public let table: Bilingual
    /// Which rules that table speaks of.
    public let era: Era
    /// Why it is one, Chinese.
    public let why: String
    /// What the rules that it gets wrong rest on.
    public let clauses: [ClauseID]
    /// The lesson to read; nil where none rests on any of the clauses.
    public let lesson: LessonPlace?

    /// A lesson of a course.
    public struct LessonPlace: Sendable, Hashable {
        /// The course.
        public let course: CourseID
        /// The lesson in it.
        public let lesson: LessonID
        /// What the lesson is called.
        public let title: String

        /// A lesson.
        public init(course: CourseID, lesson: LessonID, title: String) {
            self.course = course
            self.lesson = lesson
            self.title = title
        }
    }

    /// A misconception that `family` makes options of. Its lesson is that which rests on most of the clauses; of several one
    /// of a course whose quiz draws from `questions`, those of the table, and the first.
    public init(
        _ misconception: Misconception, of family: QuestionFamily, questions: Set<QuestionID>, courses: [Course]
    ) {
        label = misconception.label(in: family.table.id)
        table = family.table.title
        era = family.table.era
        why = misconception.why
        var seen: Set<ClauseID> = []
        let clauses = family.rules(against: misconception).flatMap(\.clauses).filter { seen.insert($0).inserted }
        self.clauses = clauses
        var best: (rank: (Int, Int), place: LessonPlace)?
        for course in courses {
            let asks = course.quiz.blueprint.questions.contains(where: questions.contains)
            for lesson in course.lessons {
                let rank = (lesson.clauses.count(where: seen.contains), asks ? 1 : 0)
                guard rank.0 > 0, rank > best?.rank ?? (0, 0) else { continue }
                best = (rank, LessonPlace(course: course.id, lesson: lesson.id, title: lesson.title))
            }
        }
        lesson = best?.place
    }

    /// What is said about a misconception.
    public init(
        label: Misconception.Label, table: Bilingual, era: Era, why: String, clauses: [ClauseID], lesson: LessonPlace?
    ) {
        self.label = label
        self.table = table
        self.era = era
        self.why = why
        self.clauses = clauses
        self.lesson = lesson
    }
}

extension Misconception {
    /// The label that options carry.
    public func label(in table: TableID) -> Label { Label(id: "\(table)/\(id)", name: name) }
}

extension QuestionFamily {
    /// The rules that a misconception gets wrong, in the order of the table: the one that it changes or, where it adds one,
    /// those that decide the cases in which questions offer its answer.
    func rules(against misconception: Misconception) -> [DecisionTable.Rule] {
        switch misconception.change {
        case .drops(let id), .answers(let id, _), .asks(let id, _, _): table.rules.filter { $0.id == id }
        case .adds: table.rules.filter(rulesDeciding(against: misconception).contains)
        }
    }
}

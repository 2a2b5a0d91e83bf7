/// Which clauses are taught and asked about, and which items nobody has answered anew as they now stand.
public struct Coverage: Sendable, Hashable {
    /// One line a clause, by id.
    public let lines: [Line]
    /// The items whose present version no reader has answered, by id.
    public let unanswered: [Item]
    /// How many items there are.
    public let items: Int
    /// What each course covers, in the order given.
    public let courses: [CourseLine]

    /// What rests on one clause.
    public struct Line: Sendable, Hashable {
        /// The clause.
        public let clause: Clause
        /// How many lessons name it.
        public fileprivate(set) var lessons = 0
        /// How many questions that an author wrote name it.
        public fileprivate(set) var questions = 0
        /// How many questions that a decision table made rest on it.
        public fileprivate(set) var generated = 0
        /// How many scenarios have a decision that names it.
        public fileprivate(set) var scenarios = 0
        /// How many decision tables have a rule that names it, whether they make questions or not.
        public fileprivate(set) var tables = 0

        /// Whether a lesson speaks of it.
        public var isTaught: Bool { lessons > 0 }
        /// Whether something that is answered rests on it: a question, a made one or a decision of a scenario. A table that
        /// makes no question of it asks nobody.
        public var isAsked: Bool { questions + generated + scenarios > 0 }
    }

    /// What one course covers.
    public struct CourseLine: Sendable, Hashable {
        /// The course.
        public let course: Course
        /// How many clauses its lessons speak of.
        public let taught: Int
        /// How many clauses the items rest on that its quiz can ask.
        public let asked: Int
        /// How many items its quiz can ask.
        public let items: Int
        /// How many of these nobody has answered as they now stand.
        public let unanswered: Int
    }

    /// Counts what rests on each of `clauses`.
    public init(
        clauses: some Sequence<Clause>, courses: [Course], items: some Sequence<Item>, tables: [DecisionTable],
        reanswers: [Reanswer]
    ) {
        var lines = Dictionary(clauses.map { ($0.id, Line(clause: $0)) }) { first, _ in first }
        func count(_ behind: some Sequence<ClauseID>, in column: WritableKeyPath<Line, Int>) {
            for clause in Set(behind) { lines[clause]?[keyPath: column] += 1 }
        }
        let items = items.sorted { $0.question.id < $1.question.id }
        for lesson in courses.flatMap(\.lessons) { count(lesson.clauses, in: \.lessons) }
        for question in items.map(\.question) {
            let isMade = question.generated != nil
            count(question.clauses, in: question.kind == .scenario ? \.scenarios : isMade ? \.generated : \.questions)
        }
        for table in tables { count(table.rules.flatMap(\.clauses), in: \.tables) }
        self.lines = lines.values.sorted { $0.clause.id < $1.clause.id }
        self.items = items.count
        let answered = Set(reanswers.map { [$0.item.rawValue, $0.version] })
        unanswered = items.filter { !answered.contains([$0.question.id.rawValue, $0.version]) }
        let byID = Dictionary(items.map { ($0.question.id, $0) }) { first, _ in first }
        let open = Set(unanswered.map(\.question.id))
        self.courses = courses.map { CourseLine($0, items: byID, open: open) }
    }

    /// The clauses that no lesson speaks of, by id.
    public var untaught: [ClauseID] { lines.filter { !$0.isTaught }.map(\.clause.id) }

    /// The clauses that nothing asks about, by id.
    public var unasked: [ClauseID] { lines.filter { !$0.isAsked }.map(\.clause.id) }
}

extension Coverage.CourseLine {
    fileprivate init(_ course: Course, items bank: [QuestionID: Item], open: Set<QuestionID>) {
        let items = course.quiz.blueprint.questions.compactMap { bank[$0] }
        self.init(
            course: course, taught: Set(course.lessons.flatMap(\.clauses)).count,
            asked: Set(items.flatMap(\.question.clauses)).count, items: items.count,
            unanswered: items.count { open.contains($0.question.id) })
    }
}

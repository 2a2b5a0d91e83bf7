/// What became of the clauses between two states of the content, and what of the newer one they leave behind.
///
/// The meaning of a clause changed exactly when its version rose; then every question and lesson that rests on it, has the
/// text it had before and was not signed since is stale until somebody has looked at it.
public struct ClauseChanges: Sendable, Hashable {
    /// Clauses that were not there before. Like all lists here by id.
    public let added: [Clause]
    /// Clauses that are there no more.
    public let removed: [Clause]
    /// Clauses whose version rose.
    public let raised: [Change]
    /// Clauses whose version went down: a newer one was taken back. Nothing becomes stale by it.
    public let lowered: [Change]
    /// Clauses that read differently in the same version: a matter of style, or somebody forgot to raise it.
    public let unraised: [Change]
    /// Questions that rest on a raised clause and are what they were before it was raised, and not signed since.
    public let staleItems: [StaleItem]
    /// Lessons of which the same is true, by course and then in reading order.
    public let staleLessons: [StaleLesson]
    /// Courses whose papers lack something while the stale questions are not asked.
    public let shortPapers: [ShortPaper]

    /// A clause before and after.
    public struct Change: Sendable, Hashable {
        /// As it was.
        public let old: Clause
        /// As it is.
        public let new: Clause

        /// A change.
        public init(old: Clause, new: Clause) {
            self.old = old
            self.new = new
        }
    }

    /// A question to look at again.
    public struct StaleItem: Sendable, Hashable {
        /// The question.
        public let id: QuestionID
        /// The raised clauses that it rests on, by id; never empty.
        public let clauses: [ClauseID]

        /// A stale question.
        public init(id: QuestionID, clauses: [ClauseID]) {
            self.id = id
            self.clauses = clauses
        }
    }

    /// A lesson to look at again.
    public struct StaleLesson: Sendable, Hashable {
        /// The course.
        public let course: CourseID
        /// The lesson.
        public let lesson: LessonID
        /// The raised clauses that it rests on, by id; never empty.
        public let clauses: [ClauseID]
    }

    /// A quiz that cannot ask as much as it should.
    public struct ShortPaper: Sendable, Hashable {
        /// The course.
        public let course: CourseID
        /// How many questions its papers have by the blueprint, scenarios included.
        public let asked: Int
        /// How many they can have at most; fewer than `asked`.
        public let left: Int
        /// The draws that cannot be filled. None where only scenarios or questions of every paper are missing.
        public let shortages: [Blueprint.Shortage]

        /// A short paper.
        public init(course: CourseID, asked: Int, left: Int, shortages: [Blueprint.Shortage]) {
            self.course = course
            self.asked = asked
            self.left = left
            self.shortages = shortages
        }
    }

    /// What changed from `old` to `new`.
    public init(from old: Corpus, to new: Corpus) {
        let both = new.clauses.values.sorted { $0.id < $1.id }.compactMap { clause in
            old.clauses[clause.id].map { Change(old: $0, new: clause) }
        }
        added = new.clauses.values.filter { old.clauses[$0.id] == nil }.sorted { $0.id < $1.id }
        removed = old.clauses.values.filter { new.clauses[$0.id] == nil }.sorted { $0.id < $1.id }
        raised = both.filter(\.isRaised)
        lowered = both.filter(\.isLowered)
        unraised = both.filter(\.isReworded)
        let raised = Set(raised.map(\.new.id))
        staleItems = new.items.values.filter { item in
            old.items[item.question.id].map {
                $0.version == item.version && !item.signOff.isNewer(than: $0.signOff)
            } ?? false
        }.compactMap { StaleItem($0, on: raised) }.sorted { $0.id < $1.id }
        staleLessons = new.courses.flatMap { course in
            let before = old.courses.first { $0.id == course.id }
            return course.lessons.filter { lesson in
                before?.lesson(lesson.id).map {
                    $0.version == lesson.version && !lesson.signOff.isNewer(than: $0.signOff)
                } ?? false
            }.compactMap { StaleLesson($0, of: course.id, on: raised) }
        }
        shortPapers = ShortPaper.all(of: new.courses, without: Set(staleItems.map(\.id)))
    }
}

extension ClauseChanges.Change {
    /// Whether the meaning changed.
    public var isRaised: Bool { new.version > old.version }
    /// Whether a newer version was taken back.
    public var isLowered: Bool { new.version < old.version }
    /// Whether it reads differently in the same version. Who signed it, and until when, is no matter.
    public var isReworded: Bool { new.version == old.version && new.text != old.text }
}

extension SignOff? {
    /// Whether somebody signed on a later day than under `former`. On which day a clause rises is not known before it is in
    /// service; who signs again after the edit has looked at it.
    fileprivate func isNewer(than former: SignOff?) -> Bool {
        guard let self else { return false }
        return former.map { $0.on < self.on } ?? true
    }
}

extension ClauseChanges.StaleItem {
    /// Nil for a question that rests on none of the raised clauses.
    fileprivate init?(_ item: Item, on raised: Set<ClauseID>) {
        let clauses = raised.intersection(item.question.clauses).sorted()
        guard !clauses.isEmpty else { return nil }
        self.init(id: item.question.id, clauses: clauses)
    }
}

extension ClauseChanges.StaleLesson {
    fileprivate init?(_ lesson: Lesson, of course: CourseID, on raised: Set<ClauseID>) {
        let clauses = raised.intersection(lesson.clauses).sorted()
        guard !clauses.isEmpty else { return nil }
        self.init(course: course, lesson: lesson.id, clauses: clauses)
    }
}

extension Corpus {
    /// The questions that are not asked until they are revised, by id.
    public var staleItems: [ClauseChanges.StaleItem] {
        stale.sorted { $0.key < $1.key }.map { ClauseChanges.StaleItem(id: $0.key, clauses: $0.value) }
    }

    /// The courses whose papers lack something while they are not asked.
    public var shortPapers: [ClauseChanges.ShortPaper] {
        ClauseChanges.ShortPaper.all(of: courses, without: Set(stale.keys))
    }
}

extension ClauseChanges.ShortPaper {
    /// The courses of these whose papers lack something while `stale` are not asked.
    static func all(of courses: [Course], without stale: Set<QuestionID>) -> [Self] {
        courses.compactMap { course in
            let blueprint = course.quiz.blueprint
            let rest = blueprint.without(stale)
            // However a paper is drawn, it comes to the most that can be drawn.
            var generator = SeededGenerator(seed: 0)
            let left = rest.questions(from: &generator).count
            guard left < blueprint.count else { return nil }
            return Self(course: course.id, asked: blueprint.count, left: left, shortages: rest.shortages)
        }
    }
}

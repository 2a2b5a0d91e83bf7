import FoundationEssentials
import Training

/// What another library would change for whoever reads and answers.
public struct LibraryChanges: Sendable {
    /// The courses.
    public let courses: Names<CourseID>
    /// The learning plans.
    public let plans: Names<PlanID>
    /// The lessons of courses that both have.
    public let lessons: Names<LessonPlace>
    /// The questions and scenarios, those that a decision table makes included.
    public let items: Names<QuestionID>
    /// The clauses; a raised version is a change.
    public let clauses: Names<ClauseID>
    /// The clauses whose text changed though their version did not.
    public let unraised: [ClauseID]

    /// A lesson of a course.
    public struct LessonPlace: Sendable, Hashable, Comparable {
        /// The course.
        public let course: CourseID
        /// The lesson.
        public let lesson: LessonID

        /// A lesson of a course.
        public init(course: CourseID, lesson: LessonID) {
            self.course = course
            self.lesson = lesson
        }

        /// By course, then in reading order.
        public static func < (left: Self, right: Self) -> Bool {
            (left.course, left.lesson) < (right.course, right.lesson)
        }
    }

    /// What came, what went and what is another than before, each in order.
    public struct Names<Name: Hashable & Comparable & Sendable>: Sendable, Hashable {
        /// Only the new library has them.
        public let added: [Name]
        /// Only the old one has them.
        public let removed: [Name]
        /// Both have them, but not alike.
        public let changed: [Name]

        /// Whether nothing differs.
        public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

        init<Thing: Equatable>(_ old: [Name: Thing], _ new: [Name: Thing]) {
            added = new.keys.filter { old[$0] == nil }.sorted()
            removed = old.keys.filter { new[$0] == nil }.sorted()
            changed = new.filter { name, thing in old[name].map { $0 != thing } ?? false }.map(\.key).sorted()
        }
    }

    /// The changes from one library to another.
    public init(from old: Library, to new: Library) {
        courses = Names(old.sheets, new.sheets)
        plans = Names(old.plansByID, new.plansByID)
        lessons = Names(old.lessonVersions(of: new), new.lessonVersions(of: old))
        items = Names(old.items.mapValues(\.version), new.items.mapValues(\.version))
        clauses = Names(old.clauses, new.clauses)
        unraised = new.clauses.values.filter { clause in
            old.clauses[clause.id].map { ClauseChanges.Change(old: $0, new: clause).isReworded } ?? false
        }.map(\.id).sorted()
    }

    /// Whether nothing differs.
    public var isEmpty: Bool { courses.isEmpty && plans.isEmpty && lessons.isEmpty && items.isEmpty && clauses.isEmpty }
}

extension ContentFolders {
    /// The Markdown of a lesson, nil when there is no such file.
    public func text(of place: LibraryChanges.LessonPlace) -> String? {
        guard let data = try? Data(contentsOf: URL(filePath: "\(courses)/\(place.course)/\(place.lesson).md")) else {
            return nil
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Library {
    /// What stands in a course's sheet; its lessons are compared apart.
    fileprivate struct Sheet: Equatable {
        let title: Bilingual
        let summary: Bilingual
        let area: Area
        let lessons: [LessonID]
        let quiz: Quiz
    }

    fileprivate var plansByID: [PlanID: LearningPlan] {
        Dictionary(plans.map { ($0.id, $0) }) { first, _ in first }
    }

    fileprivate var sheets: [CourseID: Sheet] {
        Dictionary(
            uniqueKeysWithValues: courses.map {
                let sheet = Sheet(
                    title: $0.title, summary: $0.summary, area: $0.area, lessons: $0.lessons.map(\.id), quiz: $0.quiz)
                return ($0.id, sheet)
            })
    }

    /// The versions of the lessons of those courses that the other library has too.
    fileprivate func lessonVersions(of other: Library) -> [LibraryChanges.LessonPlace: String] {
        let shared = courses.filter { other.course($0.id) != nil }
        return Dictionary(
            uniqueKeysWithValues: shared.flatMap { course in
                course.lessons.map { (LibraryChanges.LessonPlace(course: course.id, lesson: $0.id), $0.version) }
            })
    }
}

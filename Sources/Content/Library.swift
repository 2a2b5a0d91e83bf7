import Training

/// Everything staff read and answer on one day, as one value: read whole, valid as a whole, never changed.
public struct Library: Sendable {
    /// The courses by id.
    public private(set) var courses: [Course]
    /// The whole question bank, whether a quiz draws from it or not.
    public let items: [QuestionID: Item]
    /// The clauses that lessons and questions rest on.
    public let clauses: [ClauseID: Clause]
    /// The decision tables, by id.
    public let tables: [DecisionTable]
    /// The misconceptions that options of questions can carry, by their ids, `<table>/<id>`.
    public let misconceptions: [String: TaughtMisconception]
    /// The questions that no paper and no notebook asks until they are revised, each with the clauses that have risen under
    /// it, by id.
    public let stale: [QuestionID: [ClauseID]]

    /// The clauses that have risen under lessons that nobody has revised since, each in the version that the lesson still
    /// teaches; by the lesson's version.
    private let outgrown: [String: [ClauseID: Int]]
    let holdings: Holdings
    /// The day it is of; nil when all days have come.
    let day: Day?
    private var coursesByID: [CourseID: Course]
    private var requirementsByID: [CourseID: Requirements]
    /// The questions of courses that ask none of the bank's.
    private var ownItems: [CourseID: [QuestionID: Item]] = [:]

    /// What of `holdings` is in service on `day`; without a day all days have come.
    init(
        _ holdings: Holdings, on day: Day?, stale: [QuestionID: [ClauseID]] = [:],
        outgrown: [String: [ClauseID: Int]] = [:]
    ) {
        let items = holdings.items.filter { $1.from.isInService(on: day) }
        let clauses = holdings.clauses.compactMapValues { $0.standing(on: day) }
        let notYet = Set(holdings.items.keys.filter { items[$0] == nil })
        let courses = holdings.courses.map { course in
            course.with(
                lessons: course.lessons.filter { $0.from.isInService(on: day) },
                blueprint: course.quiz.blueprint.without(notYet))
        }
        // A course rests on what it asks for also where some of it is under revision.
        let requirements = courses.map { course in
            Requirements(
                course, items: course.quiz.blueprint.questions.compactMap { items[$0] }, clauses: clauses,
                outgrown: outgrown)
        }
        let asking = courses.map { course in
            let blueprint = course.quiz.blueprint
            return course.with(
                lessons: course.lessons,
                blueprint: stale.isEmpty ? blueprint : blueprint.without(Set(stale.keys)).fullest)
        }
        (self.holdings, self.day, self.stale, self.outgrown) = (holdings, day, stale, outgrown)
        self.courses = asking.sorted { $0.id < $1.id }
        self.items = items
        self.clauses = clauses
        tables = holdings.tables.sorted { $0.id < $1.id }
        misconceptions = Self.misconceptions(of: holdings.families, items: items, courses: self.courses)
        coursesByID = Dictionary(uniqueKeysWithValues: asking.map { ($0.id, $0) })
        requirementsByID = Dictionary(uniqueKeysWithValues: requirements.map { ($0.course, $0) })
    }

    /// The same with courses that are not of the files, what each asks for, and the questions of those that ask none of the
    /// bank's; these questions are nowhere else.
    func joined(
        by more: [Course], asking requirements: [Requirements], own items: [CourseID: [Item]]
    ) -> Library {
        var library = self
        library.courses = (courses + more).sorted { $0.id < $1.id }
        for course in more { library.coursesByID[course.id] = course }
        for wanted in requirements { library.requirementsByID[wanted.course] = wanted }
        library.ownItems = items.mapValues { items in
            Dictionary(items.map { ($0.question.id, $0) }) { first, _ in first }
        }
        return library
    }

    /// Whether the files, the day and what is stale are the same, whatever was joined to it.
    public func isOfSameContent(as other: Library) -> Bool {
        version == other.version && day == other.day && stale == other.stale && outgrown == other.outgrown
    }

    /// The same content as it stands on another day; without one all days have come.
    public func on(_ day: Day?) -> Library { Library(holdings, on: day) }

    /// SHA-256 over every file read, hexadecimal: equal for equal content wherever it lies.
    public var version: String { holdings.version }

    /// The versions of clauses that begin on a later day, by clause and day.
    public var comingClauses: [Clause] {
        guard let day else { return [] }
        return holdings.clauses.sorted { $0.key < $1.key }.flatMap { $0.value.filter { !$0.from.isInService(on: day) } }
    }

    /// Every text that rests on clauses: the questions, and the lessons of the courses.
    public var citingTexts: [any CitingText] { Array(items.values) + courses.flatMap(\.lessons) }

    /// The course of this name.
    public func course(_ id: CourseID) -> Course? { coursesByID[id] }

    /// The plans by which several courses are assigned in one step, by name.
    public var plans: [LearningPlan] { holdings.plans }

    /// The plan of this name.
    public func plan(_ id: PlanID) -> LearningPlan? { plans.first { $0.id == id } }

    /// What can be assigned.
    public var catalogue: CourseCatalogue { CourseCatalogue(courses.map(\.id), plans: plans) }

    /// The question of this name if it can be practised now.
    public func practice(_ id: QuestionID) -> Item? {
        guard let item = items[id], item.question.canBePractised, stale[id] == nil else { return nil }
        return item
    }

    /// Everything that the course's quiz can ask, in the order of its blueprint; nothing when there is no such course.
    public func items(of course: CourseID) -> [Item] {
        let bank = ownItems[course] ?? items
        return coursesByID[course]?.quiz.blueprint.questions.compactMap { bank[$0] } ?? []
    }

    /// What the course asks for now: its lessons in reading order, and the clauses behind its lessons and questions by
    /// id. Nil when there is no such course.
    public func requirements(of course: CourseID) -> Requirements? { requirementsByID[course] }

    /// What of the clauses is taught and asked about, and which items no reader has answered as they now stand.
    public func coverage(_ reanswers: [Reanswer]) -> Coverage {
        Coverage(
            clauses: clauses.values, courses: courses, items: items.values, tables: tables, reanswers: reanswers)
    }

    private static func misconceptions(
        of families: [QuestionFamily], items: [QuestionID: Item], courses: [Course]
    ) -> [String: TaughtMisconception] {
        let made = Dictionary(grouping: items.values.map(\.question)) { $0.generated?.table }
        let taught = families.flatMap { family in
            let questions = Set(made[family.table.id, default: []].map(\.id))
            return family.template.misconceptions.map {
                TaughtMisconception($0, of: family, questions: questions, courses: courses)
            }
        }
        return Dictionary(taught.map { ($0.label.id, $0) }) { first, _ in first }
    }

    /// The picture of this file name among those of the course's lessons.
    public func image(course: CourseID, name: String) -> Media? { holdings.images[course]?[name] }

    /// The picture of a question, by its hash.
    public func media(_ hash: String) -> Media? { holdings.media[hash] }
}

/// Everything that was read, of every day.
struct Holdings: Sendable {
    let courses: [Course]
    /// By name.
    let plans: [LearningPlan]
    let items: [QuestionID: Item]
    /// The versions of each clause, the first one first.
    let clauses: [ClauseID: [Clause]]
    /// The decision tables without a mistake.
    let tables: [DecisionTable]
    /// What makes questions of decision tables.
    let families: [QuestionFamily]
    /// The pictures of lessons, by course and file name.
    let images: [CourseID: [String: Media]]
    /// The pictures of questions, by hash.
    let media: [String: Media]
    let version: String
    let places: Places

    /// Where things stand in the files.
    struct Places: Sendable {
        /// The folder of the courses.
        let courses: String
        let items: [QuestionID: Place]
        let clauses: [Completion.ClauseVersion: Place]

        /// The sheet of a course.
        func sheet(of course: CourseID) -> Place { Place(path: "\(courses)/\(course)/course.yml") }

        /// The file of a lesson.
        func lesson(_ id: LessonID, of course: CourseID) -> Place { Place(path: "\(courses)/\(course)/\(id).md") }
    }
}

/// A picture as it is served.
public struct Media: Sendable, Hashable {
    /// The file.
    public let bytes: [UInt8]
    /// For the header: `image/svg+xml`.
    public let type: String
    /// SHA-256 of the bytes, hexadecimal.
    public let hash: String
}

extension Requirements {
    fileprivate init(
        _ course: Course, items: [Item], clauses: [ClauseID: Clause], outgrown: [String: [ClauseID: Int]]
    ) {
        let behind = Set(course.lessons.flatMap(\.clauses) + items.flatMap(\.question.clauses))
        self.init(
            course: course.id,
            lessons: course.lessons.map { Completion.LessonVersion(lesson: $0.id, version: $0.version) },
            clauses: behind.sorted().compactMap { clauses[$0]?.inItsVersion },
            taught: Dictionary(
                uniqueKeysWithValues: course.lessons.map { lesson in
                    let former = outgrown[lesson.version] ?? [:]
                    let taught = lesson.clauses.sorted().compactMap { clauses[$0]?.inItsVersion }.map {
                        Completion.ClauseVersion(clause: $0.clause, version: former[$0.clause] ?? $0.version)
                    }
                    return (lesson.id, taught)
                }), counts: course.quiz.rules.counts, award: course.award, rule: course.rule)
    }
}

import Training

/// Everything staff read and answer, as one value: read whole, valid as a whole, never changed.
public struct Library: Sendable {
    /// The courses by id.
    public let courses: [Course]
    /// The whole question bank, whether a quiz draws from it or not.
    public let items: [QuestionID: Item]
    /// The clauses that lessons and questions rest on.
    public let clauses: [ClauseID: Clause]
    /// SHA-256 over every file read, hexadecimal: equal for equal content wherever it lies.
    public let version: String

    let images: [CourseID: [String: Media]]
    let media: [String: Media]
    private let coursesByID: [CourseID: Course]
    private let requirementsByID: [CourseID: Requirements]

    /// `images` are those of lessons, by course and file name; `media` those of questions. What is not in `requirements`
    /// is asked for by a course's lessons and questions as they stand.
    init(
        courses: [Course], items: [QuestionID: Item], clauses: [ClauseID: Clause],
        images: [CourseID: [String: Media]], media: [Media], version: String,
        requirements: [CourseID: Requirements] = [:]
    ) {
        self.courses = courses.sorted { $0.id < $1.id }
        self.items = items
        self.clauses = clauses
        self.images = images
        self.media = Dictionary(media.map { ($0.hash, $0) }) { first, _ in first }
        self.version = version
        coursesByID = Dictionary(uniqueKeysWithValues: courses.map { ($0.id, $0) })
        requirementsByID = coursesByID.mapValues { course in
            requirements[course.id]
                ?? Requirements(
                    course, items: course.quiz.blueprint.questions.compactMap { items[$0] }, clauses: clauses)
        }
    }

    /// The course of this name.
    public func course(_ id: CourseID) -> Course? { coursesByID[id] }

    /// Everything that a quiz can ask, in the order of its blueprint.
    public func items(of quiz: Quiz) -> [Item] { quiz.blueprint.questions.compactMap { items[$0] } }

    /// Everything that the course's quiz can ask, in the order of its blueprint; nothing when there is no such course.
    public func items(of course: CourseID) -> [Item] { coursesByID[course].map { items(of: $0.quiz) } ?? [] }

    /// What the course asks for now: its lessons in reading order, and the clauses behind its lessons and questions by
    /// id. Nil when there is no such course.
    public func requirements(of course: CourseID) -> Requirements? { requirementsByID[course] }

    /// The picture of this file name among those of the course's lessons.
    public func image(course: CourseID, name: String) -> Media? { images[course]?[name] }

    /// The picture of a question, by its hash.
    public func media(_ hash: String) -> Media? { media[hash] }
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
    fileprivate init(_ course: Course, items: [Item], clauses: [ClauseID: Clause]) {
        let behind = Set(course.lessons.flatMap(\.clauses) + items.flatMap(\.question.clauses))
        self.init(
            course: course.id,
            lessons: course.lessons.map { Completion.LessonVersion(lesson: $0.id, version: $0.version) },
            clauses: behind.sorted().compactMap { clauses[$0] }.map {
                Completion.ClauseVersion(clause: $0.id, version: $0.version)
            }, counts: course.quiz.rules.counts)
    }
}

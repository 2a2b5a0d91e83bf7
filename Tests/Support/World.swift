import FoundationEssentials
import Records
import SQL
import SQLiteStorage
import Training

/// The fixture world: a small province with its people and courses, in records of its own.
///
/// It is loaded through the real imports on `monday`; nobody has read anything yet.
public struct World: Sendable {
    /// What the server remembers.
    public let records: Records
    /// The database behind it; a test may look into it.
    public let database: RecordingDatabase

    /// The world in a database in memory.
    public init() async throws { try await self.init(from: .province) }

    /// The world in an empty database of the caller's.
    public init(in database: any Database) async throws {
        self.init(over: database, ByteSource(Dice(seed: 1)))
        try await prepare()
        try await importProvince()
    }

    /// The world in a file of its own, with the writer and readers that a server has.
    public init(onFileIn folder: TemporaryFolder) async throws {
        try await self.init(in: SQLiteDatabase(path: folder.file("training.sqlite")))
    }

    /// Records with a schema and nothing else.
    public static func empty() async throws -> World { try await World(from: .empty) }

    private init(from beginning: Beginning) async throws {
        let made = try await beginning.made.value
        self.init(over: try await made.database.copyInMemory(), ByteSource(made.dice))
    }

    init(over database: any Database, _ source: ByteSource) {
        self.database = RecordingDatabase(database)
        records = Records(database: self.database, randomness: source.randomness)
    }

    func prepare() async throws { try await records.prepare(at: monday) }

    func importProvince() async throws {
        _ = try await apply(.units, Province.units)
        _ = try await apply(.people, Province.people)
        _ = try await apply(.enrolments, Province.enrolments)
    }

    /// The person with this number as the records have them now.
    public func person(_ number: StaffNumber) async throws -> Person {
        try await records.person(number, for: .operatorAtTheMachine)
    }

    /// The person with this number as someone who asks at `now`.
    public func caller(_ number: StaffNumber, at now: Date = monday) async throws -> Caller {
        let person = try await person(number)
        let units = person.unitsInCharge(by: try await records.charges(of: person.id), on: Day(at: now))
        return Session(person: person, units: units, expiresAt: now, passwordNeeded: false).caller
    }

    // MARK: Imports

    /// Every course of the fixture, and two plans, each in 30 days: visits and publicity for new staff, visits every year.
    public let catalogue = CourseCatalogue(
        Course.all.map(\.id),
        plans: [
            LearningPlan(
                id: "new-staff", title: Bilingual(zh: "新进经办人员", en: "New staff"), courses: ["visits", "publicity"],
                days: 30),
            LearningPlan(
                id: "yearly", title: Bilingual(zh: "每年必学", en: "Every year"), courses: ["visits"], days: 30),
        ])

    /// A request to import `sheet` as it stands.
    public func request(_ kind: ImportKind, _ sheet: Sheet) -> ImportRequest {
        ImportRequest(
            kind: kind, sheet: sheet, ignored: IgnoredColumns(), encoding: "UTF-8", catalogue: catalogue)
    }

    /// Imports `sheet`; by the administrator at the command line unless told otherwise.
    @discardableResult
    public func apply(
        _ kind: ImportKind, _ sheet: Sheet, by caller: Caller = .operatorAtTheMachine, at now: Date = monday
    ) async throws -> ImportReceipt {
        try await records.applyImport(request(kind, sheet), by: caller, at: now)
    }

    // MARK: Learning

    /// Reads a lesson.
    @discardableResult
    public func read(
        _ lesson: LessonID, of course: Course, as number: StaffNumber, at now: Date = monday
    ) async throws -> CourseProgress {
        try await records.record(
            readingOf: lesson, in: course.requirements, by: person(number).id, at: now)
    }

    /// Begins a try at a course's quiz, or finds the one that goes on.
    public func begin(_ course: Course, as number: StaffNumber, at now: Date = monday) async throws -> Attempt {
        try await records.beginAttempt(
            at: course.quiz, drawing: course.items, pictures: [], requirements: course.requirements,
            by: person(number).id, at: now
        ).attempt
    }

    /// Answers every question, the first `right` of them rightly, the others wrongly.
    public func answer(_ attempt: Attempt, right: Int, at now: Date = monday) async throws {
        for slot in attempt.paper.slots {
            let response = slot.number <= right ? attempt.rightResponse(slot) : attempt.wrongResponse(slot)
            _ = try await records.save(
                response, slot: slot.number, seq: nil, in: attempt.id, by: attempt.person, at: now)
        }
    }

    /// Takes a course's quiz from the first question to handing in, with `right` right answers; nil for all.
    @discardableResult
    public func take(
        _ course: Course, as number: StaffNumber, right: Int? = nil, at now: Date = monday
    ) async throws -> SubmissionReceipt {
        let attempt = try await begin(course, as: number, at: now)
        try await answer(attempt, right: right ?? attempt.paper.slots.count, at: now)
        return try await records.submit(
            attempt.id, requirements: course.requirements, by: attempt.person, at: now)
    }

    /// Finishes a course: reads every lesson and passes the quiz.
    @discardableResult
    public func finish(
        _ course: Course, as number: StaffNumber, at now: Date = monday
    ) async throws -> SubmissionReceipt {
        for lesson in course.lessons { try await read(lesson.id, of: course, as: number, at: now) }
        return try await take(course, as: number, at: now)
    }

    // MARK: Looking into the database

    /// Every row of every table, by table; to see that something left no trace.
    public func dump(without tables: Set<String> = []) async throws -> [String: [[Value]]] {
        try await database.read { transaction in
            let names = try transaction.rows(
                Statement("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            ).map { try $0.text(0) }
            var dump: [String: [[Value]]] = [:]
            for name in names where !tables.contains(name) {
                dump[name] = try transaction.rows(Statement("SELECT * FROM \(name) ORDER BY 1, 2")).map(\.values)
            }
            return dump
        }
    }

    /// The rows of a query, for what no public method tells.
    public func rows(_ sql: String, _ values: any ValueConvertible...) async throws -> [[Value]] {
        let statement = Statement(sql, values.map(\.sqlValue))
        return try await database.read { try $0.rows(statement).map(\.values) }
    }
}

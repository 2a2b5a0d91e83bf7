import FoundationEssentials
import Records
import SQL
import TestSupport
import Testing
import Training

/// Which versions of its clauses a completion keeps: those that the person was taught, not those of the day.
@Suite("What was taught")
struct TaughtTests {
    private let before = Course.visits.requirements
    private let after = Course.visits.requirements(raisedTo: 2)

    /// The version of the clause that rises, by which people finished.
    private func versions(_ world: World) async throws -> [Int?] {
        try await world.rows("SELECT clauses FROM completions ORDER BY recorded_at").map { row in
            let clauses = try JSONDecoder().decode([Completion.ClauseVersion].self, from: Data(row[0].text.utf8))
            #expect(clauses.map(\.clause) == ["N78-2.1-a", "N78-2.1-b"] && clauses.last?.version == 1)
            return clauses.first?.version
        }
    }

    private func read(_ requirements: Requirements, in world: World, at now: Date = monday) async throws {
        for lesson in requirements.lessons {
            _ = try await world.records.record(
                readingOf: lesson.lesson, in: requirements, by: world.person(.zhang).id, at: now)
        }
    }

    private func begin(_ requirements: Requirements, in world: World, at now: Date) async throws -> Attempt {
        let attempt = try await world.records.beginAttempt(
            at: Course.visits.quiz, drawing: Course.visits.items, pictures: [], requirements: requirements,
            by: world.person(.zhang).id, at: now
        ).attempt
        try await world.answer(attempt, right: 3, at: now)
        return attempt
    }

    private func handIn(_ attempt: Attempt, in world: World, at now: Date) async throws {
        _ = try await world.records.submit(attempt.id, requirements: after, by: attempt.person, at: now)
    }

    @Test("is what stood when the try began, however late it is handed in")
    func begunBefore() async throws {
        let world = try await World()
        try await read(after, in: world)
        let attempt = try await begin(before, in: world, at: monday.days(1))
        try await handIn(attempt, in: world, at: monday.days(9))
        #expect(try await versions(world) == [1])
    }

    @Test("is what stood when the lessons were read, and what an unrevised one still says")
    func readBefore() async throws {
        for (lessons, version) in [
            (before, 1), (Course.visits.requirements(raisedTo: 2, taught: 1), 1), (after, 2),
        ] {
            let world = try await World()
            try await read(lessons, in: world)
            try await handIn(begin(after, in: world, at: monday.days(1)), in: world, at: monday.days(1))
            #expect(try await versions(world) == [version])
        }
    }

    @Test("is what a paper was printed by, though it is keyed in later")
    func paper() async throws {
        let world = try await World()
        try await read(after, in: world)
        let printed = try await world.records.drawPapers(
            for: [.zhang], in: .yanchang, at: Course.visits.quiz, drawing: Course.visits.items, pictures: [],
            requirements: before, by: .operatorAtTheMachine, at: monday)[0]
        let attempt = try await world.records.paper(printed.number, for: .operatorAtTheMachine).attempt
        let answers = Dictionary(
            uniqueKeysWithValues: attempt.paper.slots.map { ($0.number, attempt.rightResponse($0)) })
        _ = try await world.records.key(
            answers, into: printed.number, requirements: after, by: .operatorAtTheMachine, at: monday.days(9))
        #expect(try await versions(world) == [1])
    }

    @Test("stays so where the course is found finished only later, and a lesson that went out of it says nothing")
    func lazily() async throws {
        let world = try await World()
        let zhang = try await world.person(.zhang).id
        _ = try await world.records.record(readingOf: "01-knock", in: before, by: zhang, at: monday)
        try await handIn(begin(after, in: world, at: monday.days(1)), in: world, at: monday.days(1))
        let shorter = Requirements(
            course: "visits", lessons: after.lessons.filter { $0.lesson == "01-knock" }, clauses: after.clauses)
        _ = try await world.records.progress(of: zhang, in: shorter, at: monday.days(9))
        #expect(try await versions(world) == [1])

        let other = try await World()
        _ = try await other.records.record(readingOf: "01-knock", in: before, by: zhang, at: monday)
        try await handIn(begin(after, in: other, at: monday.days(1)), in: other, at: monday.days(1))
        let without = Requirements(course: "visits", lessons: [], clauses: after.clauses)
        _ = try await other.records.progress(of: zhang, in: without, at: monday.days(9))
        #expect(try await versions(other) == [2])
    }

    @Test("by tries and readings from before it was kept is no later than what was first noted")
    func fromBefore() async throws {
        for (table, version) in [("readings", 1), ("attempts", 1), (nil, 2)] {
            let world = try await World()
            for version in 1...2 {
                _ = try await world.records.note(
                    [.visitsClause: .example(version)], citedBy: [], at: monday.minutes(version))
            }
            try await read(after, in: world)
            let attempt = try await begin(after, in: world, at: monday.days(1))
            if let table {
                try await world.database.write { try $0.run(Statement("UPDATE \(table) SET taught = NULL")) }
            }
            try await handIn(attempt, in: world, at: monday.days(1))
            #expect(try await versions(world) == [version])
        }
    }
}

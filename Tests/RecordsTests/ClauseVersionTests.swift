import Foundation
import Records
import SQL
import SQLiteStorage
import TestSupport
import Testing
import Training

@Suite("Clause versions")
struct ClauseVersionTests {
    private let items = Course.visits.items

    private func clauses(_ version: Int, _ text: String = "要面对面。") -> [ClauseID: Clause] {
        [.visitsClause: .example(version, text)]
    }

    private func names(_ folder: TemporaryFolder) throws -> Set<String> {
        try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
    }

    private func events(_ world: World) async throws -> [[String]] {
        try await world.rows(
            "SELECT clause, version, text, source, recorded_at FROM clause_versions ORDER BY clause, position"
        ).map { $0.map(\.text) }
    }

    @Test("are written down when they first come into service, once, and nothing else is written")
    func once() async throws {
        let world = try await World()
        _ = try await world.records.note(clauses(1), citedBy: items, at: monday)
        let before = try await world.dump()
        #expect(before["citations"]?.count == items.count)
        _ = try await world.records.note(clauses(1), citedBy: items, at: monday.days(1))
        #expect(try await world.dump() == before)
        _ = try await world.records.note(clauses(2, "要两人面对面。"), citedBy: items, at: monday.days(2))
        let at = { (date: Date) in "\(Int(date.timeIntervalSince1970) * 1000)" }
        #expect(
            try await events(world) == [
                ["N78-2.1-a", "1", "要面对面。", "78号", at(monday)],
                ["N78-2.1-a", "2", "要两人面对面。", "78号", at(monday.days(2))],
            ])
        #expect(try await world.dump()["citations"] == before["citations"], "what they rested on at first stays")
    }

    @Test("of which one rises leave behind what rested on it, and not what came after")
    func rise() async throws {
        let world = try await World()
        _ = try await world.records.note(clauses(1), citedBy: items, at: monday)
        let rewritten = Item(version: "new", question: items[0].question)
        let history = try await world.records.note(
            clauses(2), citedBy: [rewritten] + items.dropFirst(), at: monday.days(1))
        #expect(history.rises(under: items[1], clauses(2)).map(\.day) == ["2026-11-10"])
        #expect(history.rises(under: rewritten, clauses(2)).isEmpty)
        let later = try await world.records.note(clauses(2), citedBy: items, at: monday.days(9))
        #expect(later.rises(under: items[0], clauses(2)).map(\.day) == ["2026-11-10"])
    }

    @Test("are written down again where they come back, and the words that stood last are the old ones")
    func back() async throws {
        let world = try await World()
        let slip = "要面对。"
        let course = [(1, "要面对面。"), (1, slip), (1, "要面对面。"), (2, "要两人面对面。"), (1, "要面对面。"), (2, "要两人面对面。")]
        for (day, (version, text)) in course.enumerated() {
            _ = try await world.records.note(clauses(version, text), citedBy: items, at: monday.days(day))
        }
        let rows = try await world.rows("SELECT version, text FROM clause_versions ORDER BY position")
        #expect(rows.map { $0.map(\.text) } == course.map { ["\($0.0)", $0.1] })
        let history = try await world.records.note(clauses(2, "要两人面对面。"), citedBy: items, at: monday.days(9))
        #expect(history.rises(under: items[0], clauses(2, "要两人面对面。")).map(\.day) == ["2026-11-14"])
        try await world.finish(.visits, as: .zhang)
        let corpus = Corpus(clauses: clauses(2, "要两人面对面。"), items: [:], courses: Course.all)
        let report = try await world.records.clauseReport(corpus)
        #expect(report.outdated.first?.change.formers == [.init(version: 1, text: "要面对面。")])
    }

    @Test("are written down when they are announced, which a review may know of and which is no old text")
    func announced() async throws {
        let world = try await World()
        for day in 0..<2 {
            _ = try await world.records.note(
                clauses(1), coming: [.example(2, "要两人。")], citedBy: items, at: monday.days(day))
        }
        let signed = Item(
            version: items[0].version, question: items[0].question, signOff: SignOff(by: "处", on: "2026-11-10"))
        let risen = try await world.records.note(clauses(2, "要两人。"), citedBy: items, at: monday.days(5))
        #expect(risen.rises(under: signed, clauses(2)).isEmpty && !risen.rises(under: items[0], clauses(2)).isEmpty)
        #expect(try await events(world).map { $0[1] } == ["1", "2", "2"])
        _ = try await world.records.note(
            clauses(2, "要两人。"), coming: [.example(3, "要三人。")], citedBy: items, at: monday.days(6))
        try await world.finish(.visits, as: .zhang)
        let corpus = Corpus(clauses: clauses(4), items: [:], courses: Course.all)
        let formers = try await world.records.clauseReport(corpus).outdated.first?.change.formers
        #expect(formers == [.init(version: 1, text: "要面对面。")])
    }

    @Test("are written down once by two servers that start on one database together")
    func twoServers() async throws {
        let folder = try TemporaryFolder()
        let world = try await World(onFileIn: folder)
        let other = Records(database: try SQLiteDatabase(path: folder.file("training.sqlite")))
        _ = try await world.records.note(clauses(1), citedBy: items, at: monday)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, records) in [world.records, other, world.records, other].enumerated() {
                group.addTask { _ = try await records.note(clauses(2), citedBy: items, at: monday.minutes(index)) }
            }
            try await group.waitForAll()
        }
        #expect(try await events(world).map { $0[1] } == ["1", "2"])
        #expect(try await world.dump()["citations"]?.count == items.count)
    }

    @Test("can be told beforehand without writing anything, and not of a database that is not prepared")
    func beforehand() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("training.sqlite")
        let open = try SQLiteDatabase(path: path)
        let records = Records(database: open)
        try await records.prepare(at: monday)
        _ = try await records.note(clauses(1), citedBy: items, at: monday)
        for isRunning in [true, false] {
            if !isRunning { try await open.close() }
            let files = try names(folder)
            let closed = try SQLiteDatabase.readOnly(path: path)
            let history = try await Records(database: closed).clauseHistory(
                of: clauses(1, "要见面。"), citedBy: items, at: monday.days(4))
            #expect(history?.changedText(of: .example(1, "要见面。")) == "2026-11-13")
            await #expect(throws: (any Error).self) {
                _ = try await Records(database: closed).note(clauses(2), citedBy: items, at: monday)
            }
            try await closed.close()
            #expect(try names(folder) == files)
        }
        let again = try SQLiteDatabase(path: path)
        _ = try await again.write { try $0.run(Statement("DELETE FROM schema_steps WHERE step > 3")) }
        #expect(
            try await Records(database: again).clauseHistory(of: clauses(1), citedBy: items, at: monday) == nil)
    }

    @Test("that left no question to ask keep a try, and a paper, from beginning; one that goes on goes on")
    func nothingLeft() async throws {
        let world = try await World()
        let going = try await world.begin(.visits, as: .li)
        let course = Course.visits.with(
            lessons: Course.visits.lessons,
            blueprint: Course.visits.quiz.blueprint.without(Set(Course.visits.quiz.blueprint.questions)).fullest)
        await expectConflict("under_revision") { _ = try await world.begin(course, as: .zhang) }
        await expectConflict("under_revision") {
            _ = try await world.records.drawPapers(
                for: [.zhang], in: .yanchang, at: course.quiz, drawing: [], pictures: [],
                requirements: course.requirements, by: .operatorAtTheMachine, at: monday)
        }
        #expect(try await world.begin(course, as: .li).id == going.id)
        #expect(try await world.rows("SELECT 1 FROM attempts").count == 1)
    }
}

extension ClauseID {
    /// What every question of the fixture world rests on.
    static let visitsClause: ClauseID = "N78-2.1-a"
}

extension Clause {
    static func example(_ version: Int, _ text: String = "要面对面。") -> Clause {
        Clause(id: .visitsClause, version: version, text: text, source: "78号", era: .current, verified: true)
    }
}

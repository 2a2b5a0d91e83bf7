import Foundation
import Synchronization
import TestSupport
import Testing
import Training

@testable import Content

struct `A library whose clause has risen` {
    /// A world in which L-1, under two of three questions, rose to version 3 after they came into service.
    private func risen(_ world: World) throws -> (library: Library, problems: [Problem]) {
        let history = try ClauseHistory(at: monday.days(-3)).remembering(world.library())
        try world.replace("version: 2", by: "version: 3", in: World.clauses)
        let library = try world.library()
        return library.remembering(history.told(at: monday).remembering(library))
    }

    @Test func `asks no question that rested on it, and still rests on all of its clauses`() throws {
        let world = try World.drawing(2)
        let before = try world.library().requirements(of: "visits")
        let (library, _) = try risen(world)
        #expect(library.stale == ["visits-01": ["L-1"], "visits-03": ["L-1"]])
        #expect(library.course("visits")?.quiz.blueprint == Blueprint(drawing: 1, of: ["visits-02"]))
        #expect(library.items(of: "visits").map(\.question.id) == ["visits-02"])
        #expect(library.practice("visits-01") == nil && library.practice("visits-02") != nil)
        #expect(library.items["visits-01"] != nil)
        #expect(library.requirements(of: "visits")?.clauses.map(\.clause) == before?.clauses.map(\.clause))
    }

    @Test func `teaches the older version by a lesson until that is rewritten or signed`() throws {
        func taught(_ library: Library) throws -> [ClauseID: Int] {
            let taught = try #require(library.requirements(of: "visits")?.taught["01-knock"])
            return Dictionary(uniqueKeysWithValues: taught.map { ($0.clause, $0.version) })
        }
        let world = try World.drawing(2)
        #expect(try taught(world.library()) == ["L-1": 2, "N-1": 1])
        let (library, _) = try risen(world)
        #expect(try taught(library) == ["L-1": 2, "N-1": 1])
        #expect(library.requirements(of: "visits")?.clauses.first == .init(clause: "L-1", version: 3))
        let history = try ClauseHistory(at: monday.days(-3)).remembering(World.drawing(2).library())
        for edit in ["minutes: 7", "minutes: 6\nreviewed_by: 救助处\nreviewed_on: 2026-11-09"] {
            let revised = try World.drawing(2)
            try revised.replace("version: 2", by: "version: 3", in: World.clauses)
            try revised.replace("minutes: 6", by: edit, in: World.lesson)
            let library = try revised.library()
            let now = library.remembering(history.told(at: monday).remembering(library)).library
            #expect(try taught(now) == ["L-1": 3, "N-1": 1], "\(edit)")
        }
    }

    @Test func `names them and the papers that lack them, each at its place`() throws {
        let world = try World.drawing(2)
        #expect(
            try risen(world).problems.map(world.line) == [
                "Courses/visits/01-knock.md:1: warning: rests on L-1, which rose from version 2 to 3 (on 2026-11-09): until it is revised, whoever reads it counts as taught the older version",
                "Courses/visits/course.yml:1: warning: papers have 1 of 2 questions, as clauses rose under visits-01, visits-03",
                "Questions/visits.yml:1: warning: rests on L-1, which rose from version 2 to 3 (on 2026-11-09): it is not asked until it is revised or signed anew",
                "Questions/visits.yml:32: warning: rests on L-1, which rose from version 2 to 3 (on 2026-11-09): it is not asked until it is revised or signed anew",
            ])
    }

    @Test func `names a table once for all the questions that it makes`() throws {
        let world = try World.drawing(2)
        try world.write(dibaoFile, to: "Questions/rules/dibao.yml")
        let (library, problems) = try risen(world)
        #expect(library.stale.keys.count { $0.rawValue.hasPrefix("dibao-who-") } == 3)
        #expect(problems.map(world.line).count { $0.hasPrefix("Questions/rules/dibao.yml:") } == 1)
    }

    @Test func `says nothing of papers that are full all the same`() throws {
        let world = try World.drawing(1)
        #expect(try risen(world).problems.allSatisfy { !$0.path.hasSuffix("course.yml") })
    }

    @Test func `asks again what was rewritten`() throws {
        let world = try World.drawing(1)
        let history = try ClauseHistory(at: monday.days(-3)).remembering(world.library())
        try world.replace("version: 2", by: "version: 3", in: World.clauses)
        try world.replace("stem: 可以不上门。", by: "stem: 一个人上门就行。", in: World.bank)
        let library = try world.library()
        let now = library.remembering(history.told(at: monday).remembering(library)).library
        #expect(now.stale == ["visits-01": ["L-1"]])
    }

    @Test func `that only changed its words has them told, and everything is asked`() throws {
        let world = try World.drawing(2)
        let history = try ClauseHistory(at: monday.days(-3)).remembering(world.library())
        try world.replace("应当上门调查", by: "应当上门调查核实", in: World.clauses)
        let library = try world.library()
        let (same, problems) = library.remembering(history.told(at: monday).remembering(library))
        #expect(same.stale.isEmpty && same.course("visits")?.quiz.blueprint.count == 2)
        #expect(
            problems.map(world.line) == [
                "Courses/clauses/notice.yml:1: warning: the text of L-1 changed under version 2 (on 2026-11-09); if its meaning changed, raise `version`"
            ])
    }

    @Test func `comes into service with what the memory says of it, and not before the memory could be asked`()
        async throws
    {
        struct Away: Error {}
        let world = try World.drawing(2)
        let live = try LiveLibrary(courses: world.courses, questions: world.questions)
        let past = try ClauseHistory(at: monday.days(-3)).remembering(world.library())
        let isAway = Mutex(false)
        try await live.remember { library in
            if isAway.withLock({ $0 }) { throw Away() }
            return past.told(at: monday).remembering(library)
        }
        #expect(live.current.stale.isEmpty && live.problems.isEmpty)
        isAway.withLock { $0 = true }
        try world.replace("version: 2", by: "version: 3", in: World.clauses)
        try await live.look()
        await #expect(throws: Away.self) { try await live.look() }
        #expect(live.current.clauses["L-1"]?.version == 2)
        isAway.withLock { $0 = false }
        try await live.look()
        #expect(live.current.stale.count == 2 && live.problems.count == 4)
    }
}

extension ClauseHistory {
    /// The same once the library came into service.
    func remembering(_ library: Library) -> ClauseHistory {
        seeing(library.clauses, coming: library.comingClauses, library.citingTexts)
    }
}

import Foundation
import Synchronization
import TestSupport
import Testing
import Training

@testable import Content

/// The last day of the old rules, and the first of the new ones.
private let (eve, newYear): (Day, Day) = ("2026-12-31", "2027-01-01")

/// L-1, which has version 2, in a further version that begins on a day.
private func successor(version: Int = 3, from day: String? = "2027-01-01", verified: Bool = true) -> String {
    """

    - id: L-1
      version: \(version)
      text: 应当两人上门调查。
      source: 社会救助法
      era: current
      verified: \(verified)
    """ + (day.map { "\n  from: \($0)" } ?? "")
}

struct `A decision table that begins on a day` {
    @Test func `has its questions drawn from that day on`() throws {
        let world = try World()
        try world.write("from: 2027-01-01\n" + dibaoFile, to: "Questions/rules/dibao.yml")
        let before = try world.library(on: eve)
        func made(_ library: Library) -> Int {
            library.items.values.count { $0.question.generated?.table == "dibao" }
        }
        #expect(made(before) == 0 && made(before.on(newYear)) > 0)
        #expect(try made(world.library(on: newYear)) == made(before.on(newYear)))
    }
}

struct `A clause in several versions` {
    @Test func `is in each library the version of its day, and so is what a course asks for`() throws {
        let world = try World()
        try world.append(successor(), to: World.clauses)
        let before = try world.library(on: eve)
        #expect(before.clauses["L-1"]?.version == 2)
        #expect(before.requirements(of: "visits")?.clauses.map(\.version) == [2, 1, 1])
        for after in [before.on(newYear), try world.library(on: newYear), try world.library()] {
            #expect(after.clauses["L-1"]?.text == "应当两人上门调查。")
            #expect(after.requirements(of: "visits")?.clauses.map(\.version) == [3, 1, 1])
        }
        #expect(world.problems(on: eve).isEmpty)
    }

    @Test func `may have them in any order and in several files`() throws {
        let world = try World()
        try world.write(String(successor(version: 1, from: "2014-05-01").dropFirst()), to: "Courses/clauses/old.yml")
        let library = try world.library(on: eve)
        #expect(library.clauses["L-1"]?.version == 2)
        #expect(library.on("2026-06-30").clauses["L-1"]?.version == 1)
        #expect(library.on("2014-04-30").clauses["L-1"] == nil)
    }

    @Test(arguments: [
        (successor(version: 2), "20: error: `id` L-1 was given before, at Courses/clauses/notice.yml:1"),
        (successor(version: 1), "21: error: `version` must be above 2, the version before 2027-01-01"),
        (successor(from: "2026-07-01"), "26: error: `from` is the day on which version 2 begins"),
        (successor(version: 1, from: "2025-01-01"), nil),
    ])
    func `must rise with its days`(_ item: String, _ problem: String?) throws {
        let problems = try World.problems { try $0.append(item, to: World.clauses) }
        #expect(problems == (problem.map { ["Courses/clauses/notice.yml:\($0)"] } ?? []))
    }

    @Test func `must say from which day a further version holds`() throws {
        let problems = try World.problems {
            try $0.replace("  from: 2026-07-01\n", by: "", in: World.clauses)
            try $0.append(successor(from: nil), to: World.clauses)
        }
        #expect(
            problems == [
                "Courses/clauses/notice.yml:19: error: `id` L-1 was given before, at Courses/clauses/notice.yml:1: a further version needs `from`, its first day"
            ])
    }

    @Test(arguments: ["2027-01-01": true, "2026-12-31": false])
    func `must end before the next one begins, where it ends`(_ end: String, isRefused: Bool) throws {
        let problems = try World.problems {
            try $0.replace("  from: 2026-07-01\n", by: "  from: 2026-07-01\n  to: \(end)\n", in: World.clauses)
            try $0.append(successor(), to: World.clauses)
        }
        let told = "Courses/clauses/notice.yml:8: error: `to` overlaps version 3, which begins on 2027-01-01"
        #expect(problems == (isRefused ? [told] : []))
    }

    @Test func `must support what rests on it also from the day on which it changes`() throws {
        let world = try World()
        try world.append(successor(verified: false), to: World.clauses)
        let told = ["visits.yml:4", "visits.yml:35"].map {
            "Questions/\($0): error: `clauses` names unverified clauses only; a key must not rest on them alone"
        }
        #expect(world.problems(on: eve) == told)
    }
}

struct `A clause that begins later` {
    private func world(drawing count: Int = 3) throws -> World {
        let world = try World.drawing(count)
        try world.replace("from: 2026-07-01", by: "from: 2027-01-01", in: World.clauses)
        return world
    }

    @Test func `cannot be named by what is in service before`() throws {
        let world = try world()
        #expect(
            world.problems(on: eve).map { $0.prefix { $0 != ";" } } == [
                "Courses/visits/01-knock.md:5: error: `clauses` names the clause L-1, which begins on 2027-01-01",
                "Questions/visits.yml:4: error: `clauses` names the clause L-1, which begins on 2027-01-01",
                "Questions/visits.yml:35: error: `clauses` names the clause L-1, which begins on 2027-01-01",
            ])
        #expect(world.problems(on: newYear).isEmpty)
    }

    @Test func `can be named by what begins no earlier`() throws {
        let world = try world(drawing: 1)
        try world.replace("clauses: [L-1, N-1]", by: "clauses: [L-1, N-1]\nfrom: 2027-01-01", in: World.lesson)
        for id in ["visits-01", "visits-03"] {
            try world.replace("- id: \(id)\n", by: "- id: \(id)\n  from: 2027-01-01\n", in: World.bank)
        }
        #expect(world.problems(on: eve).isEmpty)
        #expect(try world.library(on: eve).clauses["L-1"] == nil)
        try world.replace(
            "- id: visits-03\n  from: 2027-01-01", by: "- id: visits-03\n  from: 2026-12-31", in: World.bank)
        #expect(world.problems(on: "2026-12-01").count == 1)
    }
}

struct `Content with a first day` {
    @Test func `is a lesson that is neither listed nor asked for before`() throws {
        let world = try World()
        try world.replace("minutes: 4\n", by: "minutes: 4\nfrom: 2027-01-01\n", in: World.second)
        let library = try world.library(on: eve)
        #expect(library.course("visits")?.lessons.map(\.id) == ["01-knock"])
        #expect(library.requirements(of: "visits")?.lessons.map(\.lesson) == ["01-knock"])
        #expect(library.on(newYear).requirements(of: "visits")?.lessons.map(\.lesson) == ["01-knock", "02-record"])
    }

    @Test func `leaves a course without a lesson no course`() throws {
        let world = try World()
        for lesson in [World.lesson, World.second] {
            try world.replace("\nminutes:", by: "\nfrom: 2027-01-01\nminutes:", in: lesson)
        }
        #expect(
            world.problems(on: eve) == [
                "Courses/visits/course.yml:6: error: `lessons` holds no lesson that is in service yet"
            ])
        #expect(world.problems(on: newYear).isEmpty)
    }

    @Test func `is a question that is not drawn before, and is the same version with and without the day`() throws {
        let world = try World.drawing(2)
        let version = try world.library().items["visits-03"]?.version
        try world.replace("- id: visits-03\n", by: "- id: visits-03\n  from: 2027-01-01\n", in: World.bank)
        let library = try world.library(on: eve)
        #expect(library.course("visits")?.quiz.blueprint == Blueprint(drawing: 2, of: ["visits-01", "visits-02"]))
        #expect(library.items["visits-03"] == nil)
        #expect(library.on(newYear).items(of: "visits").map(\.question.id) == ["visits-01", "visits-02", "visits-03"])
        #expect(library.on(newYear).items["visits-03"]?.version == version)
    }

    @Test func `does not fill a draw before its day`() throws {
        let world = try World.drawing(3)
        try world.replace("- id: visits-03\n", by: "- id: visits-03\n  from: 2027-01-01\n", in: World.bank)
        #expect(
            world.problems(on: eve) == [
                "Courses/visits/course.yml:11: error: `draw` asks for 3 questions, but there are only 2"
            ])
        #expect(world.problems(on: newYear).isEmpty)
    }

    @Test func `is a scenario, of which there must be as many as a quiz asks for`() throws {
        let world = try World.drawing(2)
        let scenario = { (day: String) in
            """
            title: 走访
            era: current
            \(day)start: door
            nodes:
              - id: door
                text: 到了门口。
                choices:
                  - {key: a, text: 敲门, consequence: 开了, feedback: 对, clauses: [L-1], score: 1, to: in}
                  - {key: b, text: 离开, consequence: 走了, feedback: 错, clauses: [L-1], score: 0, to: in}
              - id: in
                ending: good
                text: 完。
                score: 0
            explanation: 要敲门。
            """
        }
        try world.write(scenario(""), to: "Questions/scenarios/door.yml")
        try world.write(scenario("from: 2027-01-01\n"), to: "Questions/scenarios/gate.yml")
        try world.replace("  draw: 2\n", by: "  draw: 2\n  scenarios: [door, gate]\n", in: World.sheet)
        let library = try world.library(on: eve)
        #expect(library.course("visits")?.quiz.blueprint.scenarios == .init(1, of: ["door"]))
        #expect(library.on(newYear).course("visits")?.quiz.blueprint.scenarios == .init(2, of: ["door", "gate"]))
        try world.replace("[door, gate]", by: "{count: 2, of: [door, gate]}", in: World.sheet)
        #expect(
            world.problems(on: eve) == [
                "Courses/visits/course.yml:12: error: `scenarios` ask for 2 scenarios, but there are only 1"
            ])
        try world.replace("  topics: [visits]\n  draw: 2\n", by: "", in: World.sheet)
        try world.replace("{count: 2, of: [door, gate]}", by: "[gate]", in: World.sheet)
        #expect(
            world.problems(on: eve) == [
                "Courses/visits/course.yml:10: error: `scenarios` names no question that is in service yet"
            ])
    }
}

struct `A live library over midnight` {
    @Test func `switches content on with the day, though nobody edits a file`() async throws {
        let world = try Self.world()
        let day = Mutex(eve)
        let live = try LiveLibrary(
            courses: world.courses, questions: world.questions, today: { day.withLock { $0 } })
        try await live.look()
        #expect(live.current.clauses["L-1"]?.version == 2)
        day.withLock { $0 = newYear }
        try await live.look()
        #expect(live.current.clauses["L-1"]?.version == 3)
        #expect(live.current.items["visits-03"] != nil)
    }

    @Test func `does so too while an edit is broken`() async throws {
        let world = try Self.world()
        let day = Mutex(eve)
        let live = try LiveLibrary(
            courses: world.courses, questions: world.questions, today: { day.withLock { $0 } })
        try world.replace("title: 上门核查", by: "titel: 入户核查", in: World.sheet)
        for _ in 0..<2 { try await live.look() }
        #expect(live.problems.count == 1 && live.current.clauses["L-1"]?.version == 2)
        day.withLock { $0 = newYear }
        try await live.look()
        #expect(live.problems.count == 1 && live.current.clauses["L-1"]?.version == 3)
        #expect(live.current.course("visits")?.title.zh == "上门核查")
    }

    private static func world() throws -> World {
        let world = try World.drawing(2)
        try world.append(successor(), to: World.clauses)
        try world.replace("- id: visits-03\n", by: "- id: visits-03\n  from: 2027-01-01\n", in: World.bank)
        return world
    }
}

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

struct `A clause that rises on a day` {
    /// Two questions that rest on it, of three; a paper has two. The new version stands in the files since 10 December.
    private func world(reviewedOn day: String?) throws -> World {
        let world = try World.drawing(2)
        try world.append(successor(), to: World.clauses)
        guard let day else { return world }
        for id in ["visits-01", "visits-03"] {
            let signed = "- id: \(id)\n  reviewed_by: 救助处\n  reviewed_on: \(day)\n"
            try world.replace("- id: \(id)\n", by: signed, in: World.bank)
        }
        return world
    }

    private func remembered(_ library: Library) -> ClauseHistory {
        ClauseHistory(at: Day("2026-12-10").start).remembering(library)
    }

    @Test(arguments: [nil, "2026-12-09", "2026-12-20"])
    func `leaves behind the questions that nobody reviewed since it was known, and check says so beforehand`(
        _ day: String?
    ) throws {
        let library = try world(reviewedOn: day).library(on: "2026-12-24")
        let history = remembered(library)
        let problems = library.remembering(history.told(at: Day("2026-12-24").start)).problems
        let isReviewed = day == "2026-12-20"
        let told =
            "course.yml:1: warning: from 2027-01-01 papers have 1 of 2 questions, as clauses rise under visits-01, visits-03"
        #expect(problems.map { $0.description(in: .english) }.map { $0.hasSuffix(told) } == (isReviewed ? [] : [true]))
        let then = library.on(newYear)
        let stale = then.remembering(history.told(at: newYear.start).remembering(then)).library.stale
        #expect(stale == (isReviewed ? [:] : ["visits-01": ["L-1"], "visits-03": ["L-1"]]))
    }

    @Test func `is told of once, and not where its papers stay full`() throws {
        let world = try world(reviewedOn: nil)
        try world.replace("draw: 2", by: "draw: 1", in: World.sheet)
        let library = try world.library(on: eve)
        #expect(library.remembering(remembered(library).told(at: eve.start)).problems.isEmpty)
        try world.replace("draw: 1", by: "draw: 2", in: World.sheet)
        try world.append(successor(version: 4, from: "2027-02-01"), to: World.clauses)
        let later = try world.library(on: eve)
        #expect(later.remembering(remembered(later).told(at: eve.start)).problems.count == 1)
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

struct `A text that names what begins later` {
    private let words = "\n\n依据：L-1，\n见[法律](clause:L-1)。\n"

    @Test func `is refused where it names a clause, by its id as by a link, unless it begins no earlier itself`() throws
    {
        let world = try World()
        try world.write(
            "- {id: L-9, version: 1, text: 要两人。, source: 法, era: current, verified: true, from: 2027-01-01}\n",
            to: "Courses/clauses/later.yml")
        try world.append(words.replacing("L-1", with: "L-9"), to: World.lesson)
        let told = [13, 14].map {
            "Courses/visits/01-knock.md:\($0): error: names the clause L-9, which begins on 2027-01-01; what rests on it needs `from: 2027-01-01` or later"
        }
        #expect(world.problems(on: eve) == told)
        #expect(world.problems(on: newYear).isEmpty)
        try world.replace("minutes: 6\n", by: "minutes: 6\nfrom: 2027-01-01\n", in: World.lesson)
        #expect(world.problems(on: eve).isEmpty)
    }

    @Test func `is refused where it links to a lesson`() throws {
        let world = try World()
        try world.replace("minutes: 4\n", by: "minutes: 4\nfrom: 2027-01-01\n", in: World.second)
        #expect(
            world.problems(on: eve) == [
                "Courses/visits/01-knock.md:11: error: links to the lesson 02-record.md#end, which begins on 2027-01-01; what links to it needs `from: 2027-01-01` or later"
            ])
        #expect(world.problems(on: newYear).isEmpty)
    }
}

struct `Content with a first day` {
    @Test func `is a lesson that is neither listed nor asked for before`() throws {
        let world = try World()
        try world.replace("[下一课](02-record.md#end)", by: "下一课", in: World.lesson)
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

    @Test func `must leave two thirds of a paper to today also on its day`() throws {
        let world = try World()
        try world.replace("draw: 3", by: "draw: 2", in: World.sheet)
        try world.replace("- id: visits-02\n", by: "- id: visits-02\n  from: 2027-01-01\n", in: World.bank)
        #expect(
            world.problems(on: eve) == [
                "Courses/visits/course.yml:11: error: `draw` from 2027-01-01 on can give a paper of 2 questions with 1 of 2019 (visits-02); at most 0 may be, since two thirds are about today"
            ])
        try world.replace(
            "era: \"2019\"\n  clauses: [N-1, U-1]", by: "era: both\n  clauses: [N-1, U-1]", in: World.bank)
        #expect(world.problems(on: eve).isEmpty)
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

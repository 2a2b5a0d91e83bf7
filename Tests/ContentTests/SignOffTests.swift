import Testing
import Training

@testable import Content

private let lines = "reviewed_by: 社会救助处\nreviewed_on: 2026-11-01\nreview_due: 2027-11-01\n"

struct `A sign-off in a file` {
    private let signOff = SignOff(by: "社会救助处", on: "2026-11-01", due: "2027-11-01")
    private let indented = lines.split(separator: "\n").map { "  \($0)\n" }.joined()

    @Test func `is read of lessons, questions, clauses, scenarios and tables, whose questions inherit it`() throws {
        let world = try World()
        try world.replace("title: 先敲门\n", by: "title: 先敲门\n" + lines, in: World.lesson)
        try world.replace("  era: both\n", by: "  era: both\n" + indented, in: World.bank)
        try world.replace("  text: 要面对面。\n", by: "  text: 要面对面。\n" + indented, in: World.clauses)
        try world.write(lines + scenario, to: "Questions/scenarios/door.yml")
        try world.write(lines + dibaoFile, to: "Questions/rules/dibao.yml")
        let library = try world.library()
        #expect(library.course("visits")?.lessons.map(\.signOff) == [signOff, nil])
        #expect(library.items["visits-03"]?.signOff == signOff)
        #expect(library.items["visits-01"]?.signOff == nil)
        #expect(library.clauses["N-1"]?.signOff == signOff)
        #expect(library.items["door"]?.signOff == signOff)
        #expect(library.tables.map(\.signOff) == [signOff])
        #expect(library.items["dibao-who-1"]?.signOff == signOff)
    }

    @Test func `makes no new version of anything but the library`() throws {
        let (plain, signed) = (try World(), try World())
        for world in [plain, signed] {
            try world.write(scenario, to: "Questions/scenarios/door.yml")
            try world.write(dibaoFile, to: "Questions/rules/dibao.yml")
        }
        try signed.replace("title: 先敲门\n", by: "title: 先敲门\n" + lines, in: World.lesson)
        try signed.replace("  era: both\n", by: "  era: both\n" + indented, in: World.bank)
        try signed.replace("  text: 应当上门调查。\n", by: "  text: 应当上门调查。\n" + indented, in: World.clauses)
        try signed.write(lines + scenario, to: "Questions/scenarios/door.yml")
        try signed.write(lines + dibaoFile, to: "Questions/rules/dibao.yml")
        let (before, after) = (try plain.library(), try signed.library())
        #expect(after.items["dibao-who-1"]?.signOff != nil)
        #expect(after.items.mapValues(\.version) == before.items.mapValues(\.version))
        #expect(after.requirements(of: "visits") == before.requirements(of: "visits"))
        #expect(after.version != before.version)
    }

    @Test(arguments: [
        ("reviewed_by: 处\n", ["missing key `reviewed_on`"]),
        ("reviewed_on: 2026-11-01\n", ["missing key `reviewed_by`"]),
        ("review_due: 2026-11-01\n", ["missing key `reviewed_by`", "missing key `reviewed_on`"]),
        ("reviewed_by:\nreviewed_on: 2026-11-01\n", ["`reviewed_by` must not be empty"]),
        ("reviewed_by: 处\nreviewed_on: soon\n", ["`reviewed_on` must be a day such as 2026-11-30"]),
        (
            "reviewed_by: 处\nreviewed_on: 2026-11-01\nreview_due: 2026-11-01\n",
            ["`review_due` must be after `reviewed_on`"]
        ),
        ("reviewed_by: 处\nreviewed_at: 2026-11-01\n", ["unknown key `reviewed_at`; did you mean `reviewed_on`?"]),
    ]) func `is whole or refused`(_ lines: String, _ problems: [String]) throws {
        let found = try World.problems { try $0.replace("title: 先敲门\n", by: "title: 先敲门\n" + lines, in: World.lesson) }
        #expect(found.compactMap { $0.components(separatedBy: ": error: ").last } == problems)
    }

    @Test func `of a day yet to come is warned of until it is there`() throws {
        let world = try World()
        try world.replace("title: 先敲门\n", by: "title: 先敲门\n" + lines, in: World.lesson)
        let (library, problems) = Library.load(
            courses: world.courses, questions: world.questions, today: "2026-10-31")
        #expect(library?.course("visits")?.lessons.first?.signOff?.state(on: "2026-10-31") == .unsigned)
        #expect(
            problems.map(world.line) == [
                "Courses/visits/01-knock.md:4: warning: `reviewed_on` is yet to come: until that day the text counts as not reviewed"
            ])
        for today: Day? in ["2026-11-01", nil] {
            #expect(Library.load(courses: world.courses, questions: world.questions, today: today).problems.isEmpty)
        }
    }
}

struct `A lesson that is signed` {
    @Test(arguments: ["\n", "\r\n", "\r"], [lines, "reviewed_on: 2026-11-01\nreviewed_by: >-\n  社会\n  救助处\n"])
    func `keeps its version, however its lines end`(_ end: String, _ signed: String) throws {
        func version(_ front: String) throws -> String? {
            let world = try World()
            let text = "---\ntitle: 一\n\(front)minutes: 1\nera: both\nclauses: [L-1]\n---\n二\nreviewed_by: 三\n"
            try world.write(text.replacing("\n", with: end), to: World.second)
            return try world.library().course("visits")?.lesson("02-record")?.version
        }
        let unsigned = try version("")
        #expect(try version(signed) == unsigned)
        #expect(try version("# 注\n") != unsigned)
    }

    @Test func `and changed has another version`() throws {
        let world = try World()
        try world.replace("title: 先敲门\n", by: "title: 先敲门\n" + lines, in: World.lesson)
        let before = try world.library().course("visits")?.lessons.first?.version
        try world.append("\nreviewed_by: 正文\n", to: World.lesson)
        #expect(try world.library().course("visits")?.lessons.first?.version != before)
    }
}

struct `What the policy office can sign` {
    @Test func `is every text by kind, with the courses it serves, and no question that a table made`() throws {
        let world = try World()
        try world.write(scenario, to: "Questions/scenarios/door.yml")
        try world.write(dibaoFile, to: "Questions/rules/dibao.yml")
        try world.replace("topics: [visits]", by: "topics: [visits, dibao]", in: World.sheet)
        let reviews = try world.library().reviews
        #expect(
            reviews.map { "\($0.kind) \($0.id) \($0.courses.map(\.rawValue).joined())" } == [
                "clause L-1 visits", "clause N-1 visits", "clause U-1 visits",
                "lesson visits/01-knock visits", "lesson visits/02-record visits",
                "scenario door ", "question visits-01 visits", "question visits-02 visits", "question visits-03 visits",
                "table dibao visits",
            ])
    }
}

struct `What hangs on a clause` {
    @Test func `is each lesson that rests on it or cites it, each question, scenario and table`() throws {
        let world = try World()
        try world.write(scenario, to: "Questions/scenarios/door.yml")
        try world.write(dibaoFile, to: "Questions/rules/dibao.yml")
        try world.append("\n\n各县自定（依据：U-1）。", to: World.second)
        let library = try world.library()
        func lessons(_ id: ClauseID) -> [String] { library.uses(of: id).courses.flatMap(\.lessons).map(\.id.rawValue) }
        #expect(lessons("L-1") == ["01-knock"])
        #expect(lessons("N-1") == ["01-knock", "02-record"])
        #expect(lessons("U-1") == ["02-record"])
        let uses = library.uses(of: "L-1")
        #expect(
            uses.items.map(\.question.id.rawValue) == [
                "dibao-who-1", "dibao-who-2", "dibao-who-3", "door", "visits-01", "visits-03",
            ])
        #expect(uses.tables.map(\.id) == ["dibao"])
        #expect(library.uses(of: "U-1").items.map(\.question.id) == ["visits-02"])
        #expect(library.uses(of: "U-1").tables.isEmpty)
        #expect(library.requirements(of: "visits")?.clauses.map(\.clause.rawValue) == ["L-1", "N-1", "U-1"])
    }
}

private let scenario = """
    title: 敲门
    era: current
    start: door
    nodes:
      - id: door
        text: 门没开。
        choices:
          - {key: a, text: 等, consequence: 开了。, feedback: 对。, clauses: [L-1], score: 1, to: met}
          - {key: b, text: 走, consequence: 没见到。, feedback: 不对。, clauses: [L-1], score: 0, to: gone}
      - {id: met, text: 见到了。, ending: good, score: 1}
      - {id: gone, text: 没见到。, ending: poor, score: 0}
    explanation: 要见到人。
    """

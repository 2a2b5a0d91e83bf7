import Content
import Testing
import Training

struct `The syllabus of a course` {
    @Test func `says for whom the course is, its hours, what one can do and what to check`() throws {
        let syllabus = try #require(world().library().course("visits")?.syllabus)
        #expect(syllabus.audience == [.cadres, .frontline])
        #expect(syllabus.creditHours.description == "0.5")
        #expect(syllabus.outcomes.map(\.en) == ["visit", "record", "reply"])
        #expect(syllabus.checklist.count == 8)
        #expect(syllabus.checklist[0] == Syllabus.ChecklistLine("第1件", clauses: ["L-1", "U-1"]))
    }

    @Test func `may be missing as a whole, not in part`() throws {
        #expect(try World().library().course("visits")?.syllabus == nil)
        let problems = try World.problems { try $0.append("\noutcomes: [一, 二, 三]", to: World.sheet) }
        #expect(
            problems
                == ["audience", "credit_hours", "outcomes_en", "checklist"].map {
                    "Courses/visits/course.yml:1: error: missing key `\($0)`"
                })
    }

    @Test(arguments: [
        Slip("[frontline, cadres]", "[]", "13: error: `audience` must not be empty"),
        Slip("[frontline, cadres]", "[all]", "13: error: `audience` must be one of `cadres`, `frontline`"),
        Slip("[frontline, cadres]", "[cadres, cadres]", "13: error: `audience` names cadres twice"),
        Slip("hours: 0.5", "hours: 0.7", "14: error: `credit_hours` must be a multiple of 0.5 from 0.5 to 100"),
        Slip("hours: 0.5", "hours: 0", "14: error: `credit_hours` must be a multiple of 0.5 from 0.5 to 100"),
        Slip("[能上门, 能记录, 能答复]", "[能上门, 能记录]", "15: error: `outcomes` must be 3 to 6"),
        Slip("record, reply]", "record, reply, go]", "16: error: `outcomes_en` are 4, but `outcomes` are 3"),
        Slip(
            "  - {text: 第8件, clauses: [L-1]}\n", "",
            "17: error: `checklist` must be 8 to 14 lines, to fit on a page"),
        Slip(
            "第1件, clauses: [L-1, U-1]", "第1件, clauses: [U-1]",
            "18: error: `clauses` names unverified clauses only; a key must not rest on them alone"),
        Slip(
            "第1件, clauses: [L-1, U-1]", "第1件, clauses: [L-9]",
            "18: error: `clauses` names the unknown clause L-9; did you mean L-1?"),
        Slip(
            "第1件,", "\(String(repeating: "字", count: 43)),",
            "18: error: `text` must be at most 42 characters, to fit on a page"),
    ]) fileprivate func `is without this mistake`(_ slip: Slip) throws {
        let world = try world()
        try world.replace(slip.right, by: slip.wrong, in: World.sheet)
        #expect(world.problems() == ["Courses/visits/course.yml:\(slip.problem)"])
    }

    /// Two lessons of 6 and 4 minutes and three questions of two make 16.
    @Test func `is warned of hours that are far from what lessons and quiz take`() throws {
        let world = try world()
        #expect(world.problems() == [])
        try world.replace("credit_hours: 0.5", by: "credit_hours: 1", in: World.sheet)
        #expect(
            world.problems() == [
                "Courses/visits/course.yml:14: warning: `credit_hours` are 1 of 45 minutes each, but lessons and quiz "
                    + "take about 16 minutes"
            ])
        #expect(try world.library().course("visits")?.expectedMinutes == 16)
        try world.replace("pass_mark: 80", by: "pass_mark: 80\n  time_limit: 30", in: World.sheet)
        #expect(world.problems() == [])
    }

    /// The small content with a syllabus, whose first line is the 13th.
    private func world() throws -> World {
        let world = try World()
        let lines = (1...8).map { "  - {text: 第\($0)件, clauses: [\($0 == 1 ? "L-1, U-1" : "L-1")]}" }
        try world.append(
            """

            audience: [frontline, cadres]
            credit_hours: 0.5
            outcomes: [能上门, 能记录, 能答复]
            outcomes_en: [visit, record, reply]
            checklist:
            \(lines.joined(separator: "\n"))

            """, to: World.sheet)
        return world
    }
}

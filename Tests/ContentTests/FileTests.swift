import Foundation
import Testing
import Training

@testable import Content

struct `A content file` {
    @Test func `is read without a problem when nothing is wrong`() throws {
        #expect(try World().problems() == [])
    }

    @Test func `that is not UTF-8 is an error at the line of the first bad byte`() throws {
        let problems = try World.problems {
            try $0.write(Data("- id: L-1\n  text: ".utf8) + [0xB2, 0xE2] + Data("\n".utf8), to: World.clauses)
        }
        #expect(problems == ["Courses/clauses/notice.yml:2: error: not UTF-8: save the file as UTF-8"])
    }

    @Test func `must not hold a NUL character`() throws {
        let problems = try World.problems { try $0.replace("甲村张某在家。", by: "甲村\n张某\0在家。", in: World.lesson) }
        #expect(problems == ["Courses/visits/01-knock.md:8: error: holds a NUL character"])
    }

    @Test func `may begin with a byte order mark and end its lines as Windows does`() throws {
        let world = try World()
        for path in [World.sheet, World.lesson, World.bank] {
            let text = try world.text(of: path)
            try world.write("\u{FEFF}" + text.replacing("\n", with: "\r\n"), to: path)
        }
        #expect(world.problems() == [])
        try world.replace("pass_mark: 80", by: "pass_mark: 0", in: World.sheet)
        #expect(
            world.problems() == [
                "Courses/visits/course.yml:12: error: `pass_mark` must be a whole number from 1 to 100"
            ])
    }

    @Test func `that is not YAML is an error at the line where reading failed`() throws {
        let problems = try World.problems {
            try $0.replace("title_en: Visits", by: "title_en: [Visits", in: World.sheet)
        }
        #expect(
            problems == ["Courses/visits/course.yml:3: error: not valid YAML: did not find expected ',' or ']'"])
    }

    @Test func `that gives a key twice is not YAML`() throws {
        let problems = try World.problems { try $0.append("\ntitle: 又一次", to: World.sheet) }
        #expect(problems == ["Courses/visits/course.yml:1: error: not valid YAML: the key `title` stands twice"])
    }

    @Test func `must hold something`() throws {
        let problems = try World.problems { try $0.write("# nothing\n", to: World.sheet) }
        #expect(problems == ["Courses/visits/course.yml:1: error: holds nothing"])
    }

    @Test func `with an unknown key is told the key that was meant, and not that it is missing`() throws {
        let problems = try World.problems { try $0.replace("summary_en", by: "sumary_en", in: World.sheet) }
        #expect(problems == ["Courses/visits/course.yml:4: error: unknown key `sumary_en`; did you mean `summary_en`?"])
    }

    @Test func `with an unknown key like no other is told so`() throws {
        let problems = try World.problems { try $0.append("\ntime_limit: 30", to: World.sheet) }
        #expect(problems == ["Courses/visits/course.yml:13: error: unknown key `time_limit`"])
    }

    @Test func `without a key it needs is an error at the beginning of what lacks it`() throws {
        let problems = try World.problems {
            try $0.replace("area: quality\n", by: "", in: World.sheet)
            try $0.replace("  pass_mark: 80", by: "", in: World.sheet)
            try $0.replace("      reason: 没见到人不算。\n", by: "", in: World.bank)
        }
        #expect(
            problems == [
                "Courses/visits/course.yml:1: error: missing key `area`",
                "Courses/visits/course.yml:8: error: missing key `pass_mark`",
                "Questions/visits.yml:14: error: missing key `reason`",
            ])
    }

    @Test func `with values of a wrong type is told which type is meant`() throws {
        let problems = try World.problems {
            try $0.replace("title: 上门核查", by: "title: [上门核查]", in: World.sheet)
            try $0.replace("draw: 3", by: "draw: two", in: World.sheet)
            try $0.append("\n  lessons_first: yes", to: World.sheet)
            try $0.replace("topics: [visits]", by: "topics: visits", in: World.sheet)
            try $0.replace("verified: false", by: "verified: 不", in: World.clauses)
            try $0.replace("from: 2026-07-01", by: "from: 2026-02-30", in: World.clauses)
            try $0.replace("title: 先敲门", by: "title:", in: World.lesson)
        }
        #expect(
            problems == [
                "Courses/clauses/notice.yml:7: error: `from` must be a day such as 2026-11-30",
                "Courses/clauses/notice.yml:19: error: `verified` must be true or false",
                "Courses/visits/01-knock.md:2: error: `title` must not be empty",
                "Courses/visits/course.yml:1: error: `title` must be text",
                "Courses/visits/course.yml:10: error: `topics` must be a list",
                "Courses/visits/course.yml:11: error: `draw` must be a whole number from 1",
                "Courses/visits/course.yml:13: error: `lessons_first` must be true or false",
            ])
    }

    @Test func `with a word that is none of the allowed is told which are`() throws {
        let problems = try World.problems {
            try $0.replace("area: quality", by: "area: attitude", in: World.sheet)
            try $0.replace("type: single", by: "type: one", in: World.bank)
        }
        #expect(
            problems == [
                "Courses/visits/course.yml:5: error: `area` must be one of `awareness`, `ability`, `quality`",
                "Questions/visits.yml:2: error: `type` must be one of `single`, `multiple`, `true_false`, `fill_in`, `matching`, `ordering`, `short_text`, `publication_check`",
            ])
    }

    @Test func `that is not expected where it lies is a warning, hidden ones are not looked at`() throws {
        let world = try World()
        for path in [
            "Courses/notes.txt", "Courses/visits/plan.docx", "Courses/clauses/a.yaml", "Courses/visits/01-knock.MD",
            "Questions/old.csv",
        ] {
            try world.write("x", to: path)
        }
        try world.write("x", to: "Courses/visits/.01-knock.md.swp")
        #expect(
            world.problems() == [
                "Courses/clauses/a.yaml:1: warning: is not expected here and is not read",
                "Courses/notes.txt:1: warning: is not expected here and is not read",
                "Courses/visits/01-knock.MD:1: warning: is not expected here and is not read",
                "Courses/visits/plan.docx:1: warning: is not expected here and is not read",
                "Questions/old.csv:1: warning: is not expected here and is not read",
            ])
        #expect(world.load().library != nil)
    }

    @Test func `must be there, and so must its folder`() throws {
        #expect(
            try World.problems { try $0.remove("Courses") } == [
                "Courses:1: error: the folder of the courses is missing"
            ])
        #expect(
            try World.problems { try $0.remove("Questions") } == [
                "Questions:1: error: the folder of the questions is missing"
            ])
        #expect(
            try World.problems { try $0.remove("Courses/clauses") } == [
                "Courses/clauses:1: error: the folder of the clauses is missing"
            ])
        #expect(
            try World.problems { try $0.remove(World.sheet) } == [
                "Courses/visits/course.yml:1: error: the file is missing"
            ])
    }

    @Test func `that cannot be read is the only one blamed`() throws {
        let clauses = try World.problems { try $0.write("- id: [", to: World.clauses) }
        #expect(clauses.map { $0.prefix { $0 != " " } } == ["Courses/clauses/notice.yml:1:"])
        let bank = try World.problems { try $0.append("\n  answer: [", to: World.bank) }
        #expect(bank.map { $0.prefix { $0 != " " } } == ["Questions/visits.yml:42:"])
    }

    @Test func `has no key that is not explained`() throws {
        let docs = URL(filePath: #filePath).appending(path: "../../../docs/content.md").standardized
        let text = try String(contentsOf: docs, encoding: .utf8)
        let ofQuestions = Keys.question + Question.Kind.allCases.flatMap(Keys.interaction)
        let ofParts = Keys.option + Keys.blank + Keys.prompt + Keys.match + Keys.step + Keys.field
        let ofQuizzes = Keys.quiz + Keys.draw + Keys.scenarios
        let ofScenarios = Keys.scenario + Keys.node + Keys.decision + Keys.way
        let ofTables =
            Keys.table + Keys.input + Keys.outcome + Keys.exclusion + Keys.rule + Keys.template + Keys.misconception
        for key in Keys.course + ofQuizzes + Keys.lesson + ofQuestions + ofParts + ofScenarios + ofTables + Keys.clause
        {
            let isExplained = text.contains("\(key):")
            #expect(isExplained, "docs/content.md explains \(key)")
        }
    }

    @Test func `speaks of its mistakes in Chinese too`() throws {
        let world = try World()
        try world.replace("title: 上门核查", by: "titel: 上门核查", in: World.sheet)
        let problem = try #require(world.load().problems.first)
        #expect(problem.description(in: .chinese).hasSuffix("course.yml:1: error: 不认识的键 `titel`，是不是 `title`？"))
    }
}

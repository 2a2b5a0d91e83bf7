import Testing
import Training

struct `A course` {
    @Test func `has a name by the rule of codes, and not the one of the pictures`() throws {
        let problems = try World.problems {
            try $0.write("", to: "Courses/上门/course.yml")
            try $0.write("", to: "Courses/images/course.yml")
        }
        #expect(
            problems == [
                "Courses/images:1: error: `images` cannot be the name of a course",
                "Courses/上门:1: error: a course's name must be 1 to 64 of A–Z a–z 0–9 _ -",
            ])
    }

    @Test func `needs a lesson`() throws {
        let problems = try World.problems {
            try $0.replace("\n  - 01-knock\n  - 02-record", by: " []", in: World.sheet)
            try $0.remove(World.lesson)
            try $0.remove(World.second)
            try $0.remove(World.board)
        }
        #expect(problems == ["Courses/visits/course.yml:6: error: `lessons` must hold at least one lesson"])
    }

    @Test func `lists no lesson that is missing`() throws {
        let problems = try World.problems { try $0.replace("02-record", by: "02-recrod", in: World.sheet) }
        #expect(
            problems == [
                "Courses/visits/02-record.md:1: error: is not listed in course.yml",
                "Courses/visits/course.yml:8: error: `lessons` lists 02-recrod, but there is no 02-recrod.md; did you mean 02-record?",
            ])
    }

    @Test func `lists every lesson of its folder`() throws {
        let problems = try World.problems { try $0.replace("  - 02-record\n", by: "", in: World.sheet) }
        #expect(problems == ["Courses/visits/02-record.md:1: error: is not listed in course.yml"])
    }

    @Test func `lists no lesson twice`() throws {
        let problems = try World.problems {
            try $0.replace("  - 02-record\n", by: "  - 02-record\n  - 02-record\n", in: World.sheet)
        }
        #expect(problems == ["Courses/visits/course.yml:9: error: `lessons` lists 02-record twice"])
    }

    @Test func `lists its lessons in the order of their numbers`() throws {
        let problems = try World.problems {
            try $0.replace("  - 01-knock\n  - 02-record\n", by: "  - 02-record\n  - 01-knock\n", in: World.sheet)
        }
        #expect(
            problems == ["Courses/visits/course.yml:8: error: `lessons` is not in the order of the numbers at 01-knock"]
        )
    }

    @Test func `draws from topics that exist and hold questions`() throws {
        let missing = try World.problems { try $0.replace("[visits]", by: "[visit]", in: World.sheet) }
        #expect(
            missing == [
                "Courses/visits/course.yml:10: error: `topics` names the missing topic visit; did you mean visits?"
            ])
        let empty = try World.problems {
            try $0.write("[]\n", to: "Questions/empty.yml")
            try $0.replace("[visits]", by: "[visits, empty, visits]", in: World.sheet)
        }
        #expect(
            empty == [
                "Courses/visits/course.yml:10: error: `topics` names visits twice",
                "Questions/empty.yml:1: error: holds no question",
            ])
        let none = try World.problems { try $0.replace("[visits]", by: "[]", in: World.sheet) }
        #expect(none == ["Courses/visits/course.yml:10: error: `topics` must not be empty"])
    }

    @Test func `draws no more questions than there are`() throws {
        let problems = try World.problems { try $0.replace("draw: 3", by: "draw: 4", in: World.sheet) }
        #expect(problems == ["Courses/visits/course.yml:11: error: `draw` asks for 4 questions, but there are only 3"])
    }

    @Test(arguments: ["0", "101", "80.5", "80%", "'80'"])
    func `has a pass mark from 1 to 100`(mark: String) throws {
        let problems = try World.problems { try $0.replace("pass_mark: 80", by: "pass_mark: \(mark)", in: World.sheet) }
        #expect(problems == ["Courses/visits/course.yml:12: error: `pass_mark` must be a whole number from 1 to 100"])
    }

    @Test func `has the gentlest rules unless it says otherwise`() throws {
        let rules = try #require(try World().library().course("visits")).quiz.rules
        #expect(rules == Quiz.Rules(passMark: 80))
        #expect(rules.timeLimit == nil && rules.tries == nil && rules.delay == 0)
        #expect(rules.counts == .best && rules.feedback == .afterSubmission)
    }

    @Test func `has a time limit, tries, a wait, and says what counts and when keys are shown`() throws {
        let world = try World()
        try world.replace(
            "pass_mark: 80",
            by: "pass_mark: 80\n  time_limit: 30\n  tries: 2\n  delay: 60\n  counts: last\n  feedback: after_due",
            in: World.sheet)
        let rules = try #require(try world.library().course("visits")).quiz.rules
        #expect(
            rules
                == Quiz.Rules(passMark: 80, timeLimit: 30, tries: 2, delay: 60, counts: .last, feedback: .afterDue))
    }

    @Test(arguments: [
        ("time_limit: 0", "`time_limit` must be a whole number from 1 to 1440"),
        ("tries: 101", "`tries` must be a whole number from 1 to 100"),
        ("delay: -1", "`delay` must be a whole number from 0 to 43200"),
        ("counts: worst", "`counts` must be one of `best`, `last`, `first`"),
        ("feedback: never", "`feedback` must be one of `at_once`, `after_submission`, `after_passing`, `after_due`"),
    ]) func `is told what a rule can be`(_ rule: String, _ problem: String) throws {
        let problems = try World.problems {
            try $0.replace("pass_mark: 80", by: "pass_mark: 80\n  \(rule)", in: World.sheet)
        }
        #expect(problems == ["Courses/visits/course.yml:13: error: \(problem)"])
    }

    @Test func `that counts the first try only has no number of tries`() throws {
        let problems = try World.problems {
            try $0.replace("pass_mark: 80", by: "pass_mark: 80\n  tries: 2\n  counts: first", in: World.sheet)
        }
        #expect(
            problems == ["Courses/visits/course.yml:13: error: `tries` says nothing when only the first try counts"])
    }
}

import Content
import TestSupport
import Testing
import Training

struct `A question` {
    @Test func `has an id of its own over all files`() throws {
        let problems = try World.problems {
            let text = try $0.text(of: World.bank)
            try $0.write(
                text.replacing("visits-01", with: "more-01").replacing("visits-03", with: "more 3"),
                to: "Questions/more.yml")
        }
        #expect(
            problems == [
                "Questions/more.yml:32: error: `id` must be 1 to 64 of A–Z a–z 0–9 _ -",
                "Questions/visits.yml:19: error: `id` visits-02 was given before, at Questions/more.yml:19",
            ])
    }

    @Test func `names the first place of its id`() throws {
        let world = try World()
        try world.replace("id: visits-03", by: "id: visits-01", in: World.bank)
        let problem = try #require(world.load().problems.first)
        #expect(problem.line == 32)
        #expect(problem.message.en.hasSuffix("visits-01 was given before, at \(world.questions)/visits.yml:1"))
    }

    @Test func `has two to eight options`() throws {
        let problems = try World.problems {
            let more = "defghi".map { "    - {key: \($0), text: 选项\($0), reason: 无。}\n" }.joined()
            try $0.replace("    - {key: a, text: 时间", by: more + "    - {key: a, text: 时间", in: World.bank)
            try $0.replace(
                """
                    - key: b
                      text: 当作核过
                      reason: 没见到人不算。

                """, by: "", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:10: error: `options` must be 2 to 8",
                "Questions/visits.yml:21: error: `options` must be 2 to 8",
            ])
    }

    @Test func `has options that differ in key and text`() throws {
        let problems = try World.problems {
            try $0.replace("{key: b, text: 猜测", by: "{key: a, text: 时间", in: World.bank)
            try $0.replace("text: 当作核过", by: "text: 改天再来", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:15: error: `text` is that of another option",
                "Questions/visits.yml:26: error: `key` stands twice",
                "Questions/visits.yml:26: error: `text` is that of another option",
            ])
    }

    @Test func `gives a reason for every option and an explanation`() throws {
        let problems = try World.problems {
            try $0.replace(", reason: 不记。", by: "", in: World.bank)
            try $0.replace("  explanation: 要见到人。\n", by: "", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:1: error: missing key `explanation`",
                "Questions/visits.yml:25: error: missing key `reason`",
            ])
    }

    @Test func `has a right option among its own`() throws {
        let problems = try World.problems {
            try $0.replace("answer: a\n", by: "answer: z\n", in: World.bank)
            try $0.replace("answer: [c, a]", by: "answer: []", in: World.bank)
            try $0.replace("answer: f", by: "answer:", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:17: error: `answer` names the unknown option `z`",
                "Questions/visits.yml:28: error: `answer` must name a right option",
                "Questions/visits.yml:40: error: `answer` must not be empty",
            ])
    }

    @Test func `of one right option has one`() throws {
        let problems = try World.problems {
            try $0.replace("answer: a\n", by: "answer: [a, b]\n", in: World.bank)
            try $0.replace("answer: [c, a]", by: "answer: [c, c]", in: World.bank)
            try $0.replace("answer: f", by: "answer: [f]", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:17: error: `answer` must be one right option only",
                "Questions/visits.yml:28: error: `answer` names an option twice",
                "Questions/visits.yml:40: error: `answer` must be one option, not a list",
            ])
    }

    @Test func `of several right options has a list`() throws {
        let problems = try World.problems { try $0.replace("answer: [c, a]", by: "answer: c", in: World.bank) }
        #expect(problems == ["Questions/visits.yml:28: error: `answer` must be a list"])
    }

    @Test func `of true or false has exactly these two`() throws {
        let three = try World.problems {
            try $0.replace("    - {key: f,", by: "    - {key: m, text: 或许, reason: 无。}\n    - {key: f,", in: World.bank)
        }
        #expect(three == ["Questions/visits.yml:37: error: `options` of a true_false question must be exactly two"])
        let other = try World.problems { try $0.replace("key: t, text: 对", by: "key: t, text: 可以", in: World.bank) }
        #expect(other == ["Questions/visits.yml:37: error: `options` of a true_false question must be 对 and 错"])
    }

    @Test func `rests on clauses that exist`() throws {
        let problems = try World.problems {
            try $0.replace("clauses: [N-1, U-1]", by: "clauses: [N-1, U-2]", in: World.bank)
            try $0.replace("  era: both\n  clauses: [L-1]\n", by: "  era: both\n", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:22: error: `clauses` names the unknown clause U-2; did you mean U-1?",
                "Questions/visits.yml:32: error: missing key `clauses`",
            ])
    }

    @Test func `does not rest on unverified clauses alone`() throws {
        let problems = try World.problems {
            try $0.replace("  era: current\n  clauses: [L-1]", by: "  era: current\n  clauses: [U-1]", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:4: error: `clauses` names unverified clauses only; a key must not rest on them alone"
            ])
    }

    @Test func `of the current era does not rest on clauses of 2019 alone`() throws {
        let problems = try World.problems {
            try $0.replace("  era: current\n  clauses: [L-1]", by: "  era: current\n  clauses: [N-1]", in: World.bank)
        }
        #expect(
            problems == [
                "Questions/visits.yml:4: error: `clauses` names clauses of 2019 only, but the question is of the current era"
            ])
    }

    @Test func `of 2019 says so in its first line`() throws {
        let problems = try World.problems {
            try $0.replace("stem: 2019年情景：记什么？", by: "stem: |-\n    记什么？\n    2019年情景", in: World.bank)
        }
        #expect(problems == ["Questions/visits.yml:23: error: `stem` must have the words 2019年情景 in its first line"])
    }

    @Test func `says how it is scored only when part of it can be right`() throws {
        let problems = try World.problems {
            try $0.replace("answer: f", by: "answer: f\n  scoring: exact", in: World.bank)
        }
        #expect(problems == ["Questions/visits.yml:41: error: `scoring` is for multiple only"])
        let wrong = try World.problems { try $0.replace("scoring: exact", by: "scoring: half", in: World.bank) }
        #expect(
            wrong == [
                "Questions/visits.yml:29: error: `scoring` must be one of `exact`, `subset_half`, `subset_proportional`, `weighted`"
            ])
    }

    @Test func `with a picture says what it shows`() throws {
        #expect(
            try World.problems { try $0.replace("  image_alt: 一扇门\n", by: "", in: World.bank) } == [
                "Questions/visits.yml:8: error: `image` needs `image_alt` to say what it shows"
            ])
        #expect(
            try World.problems { try $0.replace("  image: door.gif\n", by: "", in: World.bank) } == [
                "Questions/images/door.gif:1: warning: this picture is not used",
                "Questions/visits.yml:8: error: `image_alt` stands without `image`",
            ])
    }

    @Test func `becomes the value that papers are made of`() throws {
        let question = try #require(World().library().items["visits-02"]?.question)
        #expect(question.kind == .multiple)
        #expect(question.era == .year2019)
        #expect(question.clauses.map(\.rawValue) == ["N-1", "U-1"])
        guard case .choice(let choice) = question.interaction else {
            Issue.record("not a choice")
            return
        }
        #expect(choice.options.map(\.key) == ["a", "b", "c"])
        #expect(choice.key == ["a", "c"], "the right options in the order of the options")
        #expect(choice.scoring == .exact)
        #expect(choice.fixedOrder)
    }
}

struct `A clause` {
    @Test func `has an id of its own and a version from 1`() throws {
        let world = try World()
        try world.replace("version: 2", by: "version: 0", in: World.clauses)
        try world.replace("id: U-1", by: "id: N-1", in: World.clauses)
        let problems = world.load().problems.filter { $0.path.hasSuffix("notice.yml") }
        #expect(problems.map(\.line) == [2, 14])
        #expect(problems[0].message.en == "`version` must be a whole number from 1")
        #expect(problems[1].message.en == "`id` N-1 was given before, at \(world.root)/Courses/clauses/notice.yml:8")
    }

    @Test func `ends after it began`() throws {
        let problems = try World.problems {
            try $0.replace("from: 2026-07-01", by: "from: 2026-07-01\n  to: 2026-06-30", in: World.clauses)
        }
        #expect(problems == ["Courses/clauses/notice.yml:7: error: `from` is after `to`"])
    }

    @Test func `with a mistake is not called unknown where it is named`() throws {
        let problems = try World.problems { try $0.replace("source: 社会救助法\n", by: "source:\n", in: World.clauses) }
        #expect(problems == ["Courses/clauses/notice.yml:4: error: `source` must not be empty"])
    }

    @Test func `is kept with its days`() throws {
        let clause = try #require(World().library().clauses["L-1"])
        #expect(clause.version == 2)
        #expect(clause.from == Day("2026-07-01"))
        #expect(clause.to == nil)
    }
}

struct `The first day of a key` {
    private let day = "  explanation: 要见到人。\n  key_from: 2027-07-01\n"

    @Test func `is a day of the calendar that makes another version, and without it the version is what it was`() throws
    {
        let world = try World()
        let before = try #require(try world.library().items["visits-01"])
        #expect(before.question.keyFrom == nil)
        try world.replace("  explanation: 要见到人。\n", by: day, in: World.bank)
        let after = try #require(try world.library().items["visits-01"])
        #expect(after.question.keyFrom == "2027-07-01")
        #expect(after.version != before.version)
        let plain = Question(
            id: after.question.id, era: after.question.era, clauses: after.question.clauses, stem: after.question.stem,
            image: after.question.image, interaction: after.question.interaction,
            explanation: after.question.explanation)
        #expect(Item(plain) == before)
    }

    @Test func `that is none is refused`() throws {
        let problems = try World.problems {
            try $0.replace("  explanation: 要见到人。\n", by: day.replacing("07-01", with: "02-30"), in: World.bank)
        }
        #expect(problems == ["Questions/visits.yml:19: error: `key_from` must be a day such as 2026-11-30"])
    }

    @Test func `is not for a text, which has no key`() throws {
        let problems = try World.problems {
            try $0.append(
                """

                - id: visits-04
                  type: short_text
                  era: current
                  clauses: [L-1]
                  stem: 怎样说明？
                  model: 先听完。
                  criteria: [态度]
                  explanation: 听完再说。
                  key_from: 2027-07-01
                """, to: World.bank)
        }
        #expect(problems == ["Questions/visits.yml:50: error: `key_from` is not for short_text, which has no key"])
    }

    @Test func `that is yet to come is warned of until it is there, and keeps nothing out of service`() throws {
        let world = try World()
        try world.replace("  explanation: 要见到人。\n", by: day, in: World.bank)
        let (library, problems) = Library.load(
            courses: world.courses, questions: world.questions, today: "2027-06-30")
        #expect(library?.items["visits-01"]?.question.keyFrom == "2027-07-01")
        #expect(
            problems.map(world.line) == [
                "Questions/visits.yml:19: warning: `key_from` is yet to come: the key marks papers from now on; make this edit on that day"
            ])
        for today: Day? in ["2027-07-01", nil] {
            #expect(Library.load(courses: world.courses, questions: world.questions, today: today).problems.isEmpty)
        }
        let live = try LiveLibrary(courses: world.courses, questions: world.questions, today: { "2027-06-30" })
        #expect(live.problems.map(\.severity) == [.warning])
    }
}

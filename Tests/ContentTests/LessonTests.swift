import Testing

struct `A lesson` {
    @Test func `begins with front matter`() throws {
        let without = try World.problems { try $0.write("# 一\n", to: World.second) }
        #expect(
            without == ["Courses/visits/02-record.md:1: error: must begin with front matter between two lines `---`"])
        let open = try World.problems { try $0.write("---\ntitle: 一\n", to: World.second) }
        #expect(open == without)
    }

    @Test func `has its mistakes in the front matter named by the line of the file`() throws {
        let problems = try World.problems {
            try $0.replace("minutes: 6", by: "minutes: 0", in: World.lesson)
            try $0.replace("era: current", by: "era: now", in: World.lesson)
            try $0.replace("minutes: 4\nera: \"2019\"", by: "minutes: 4\nera: [", in: World.second)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:3: error: `minutes` must be a whole number from 1 to 600",
                "Courses/visits/01-knock.md:4: error: `era` must be one of `2019`, `current`, `both`",
                "Courses/visits/02-record.md:5: error: not valid YAML: did not find expected ',' or ']'",
            ])
    }

    @Test func `has a text`() throws {
        let problems = try World.problems {
            try $0.write("---\ntitle: 空\nminutes: 1\nera: both\nclauses: [L-1]\n---\n\n \n", to: World.second)
        }
        #expect(problems == ["Courses/visits/02-record.md:6: error: has no text after the front matter"])
    }

    @Test func `has a number and a name by the rule of codes`() throws {
        let problems = try World.problems {
            let text = try $0.text(of: World.second)
            try $0.write(text, to: "Courses/visits/end.md")
            try $0.write(text, to: "Courses/visits/03-结束.md")
            try $0.append("", to: World.sheet)
            try $0.replace("  - 02-record\n", by: "  - 02-record\n  - end\n", in: World.sheet)
        }
        #expect(
            problems == [
                "Courses/visits/03-结束.md:1: error: a lesson's name must be 1 to 64 of A–Z a–z 0–9 _ -",
                "Courses/visits/03-结束.md:1: error: is not listed in course.yml",
                "Courses/visits/end.md:1: error: a lesson's name must begin with its number: 01-name.md",
            ])
    }

    @Test func `rests on clauses that exist`() throws {
        let problems = try World.problems {
            try $0.replace("clauses: [L-1, N-1]", by: "clauses: [L-2, X-900, L 1, N-1, N-1]", in: World.lesson)
            try $0.replace("clauses: [N-1]\n---", by: "clauses: []\n---", in: World.second)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:5: error: `clauses` names the unknown clause L-2; did you mean L-1?",
                "Courses/visits/01-knock.md:5: error: `clauses` names the unknown clause X-900",
                "Courses/visits/01-knock.md:5: error: `clauses` must be 1 to 64 of A–Z a–z 0–9 . _ -",
                "Courses/visits/01-knock.md:5: error: `clauses` names N-1 twice",
                "Courses/visits/02-record.md:5: error: `clauses` must not be empty",
            ])
    }

    @Test func `of the current era does not rest on clauses of 2019 alone`() throws {
        let problems = try World.problems { try $0.replace("[L-1, N-1]", by: "[N-1]", in: World.lesson) }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:5: error: `clauses` names clauses of 2019 only, but the lesson is of the current era"
            ])
    }

    @Test func `of 2019 says so in its first line`() throws {
        let problems = try World.problems {
            try $0.replace("2019年情景：镇里来了通知。", by: "\n镇里来了通知。\n\n2019年情景。", in: World.second)
        }
        #expect(
            problems == [
                "Courses/visits/02-record.md:8: error: a lesson of the era 2019 must have the words 2019年情景 in its first line"
            ])
    }

    @Test func `holds no raw HTML`() throws {
        let problems = try World.problems {
            try $0.append("\n\n第一行\n第二行 <b>粗</b>\n\n<div>\n块\n</div>\n\n<!-- 备注 -->\n", to: World.lesson)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:14: error: raw HTML is not let through",
                "Courses/visits/01-knock.md:16: error: raw HTML is not let through",
                "Courses/visits/01-knock.md:20: error: raw HTML is not let through",
            ])
    }

    @Test func `starts its headings at the second level`() throws {
        let problems = try World.problems { try $0.append("\n\n# 先敲门\n\n## 小节\n", to: World.lesson) }
        #expect(problems == ["Courses/visits/01-knock.md:13: error: headings start at ##; the title is not repeated"])
    }

    @Test func `links to lessons that exist, of other courses too`() throws {
        let problems = try World.problems {
            try $0.replace("](02-record.md#end)", by: "](03-record.md)", in: World.lesson)
            try $0.append("\n\n[甲](../visits/01-knock.md)\n[乙](../visit/01-knock.md)\n", to: World.lesson)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:11: error: links to the missing lesson 03-record.md",
                "Courses/visits/01-knock.md:14: error: links to the missing lesson ../visit/01-knock.md",
            ])
    }

    @Test(arguments: ["javascript:alert(1)", "file:///etc/passwd", "//example.org", "board.svg", "data:text/html,x"])
    func `has no link that leads nowhere or runs something`(address: String) throws {
        let problems = try World.problems { try $0.append("\n\n- 一\n- [二](\(address))", to: World.lesson) }
        #expect(problems == ["Courses/visits/01-knock.md:14: error: the link leads nowhere: \(address)"])
    }

    @Test func `shows pictures of its own folder only, each with words`() throws {
        let problems = try World.problems {
            try $0.append(
                "\n\n| 图 |\n|---|\n| ![ ](images/board.svg) |\n| ![远](https://example.org/a.png) |\n", to: World.lesson)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:15: error: a picture must say what it shows: ![words](…)",
                "Courses/visits/01-knock.md:16: error: a picture must be one of images/",
            ])
    }
}

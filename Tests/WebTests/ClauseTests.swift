import Foundation
import TestSupport
import Testing
import Training

@testable import Content
@testable import Web

struct `A clause's page` {
    @Test func `tells what it says, where it comes from and which lessons name it`() async throws {
        let town = try await Town()
        try await town.edit("  text: 应当上门调查。\n", by: "  text: 应当上门调查。\n  from: 2026-07-01\n")
        try await town.open { visit in
            let page = try await visit.get("/clauses/L-1", as: .zhang)
            for said in ["应当上门调查。", "社会救助法", "现行规定", "第 1 版", "2026年7月1日起施行", "已与公开的原文核对", "未经业务处室审核"] {
                #expect(page.contains(said), "\(said)")
            }
            #expect(page.contains(#"<a class="row" href="/courses/visits/01-knock">"#))
            #expect(page.contains(#"<a href="/courses/publicity">公示</a>"#))
            #expect(!page.contains("/courses/visits/02-record"))
            let english = try await visit.get("/clauses/L-1", as: .zhang, [.cookie: "language=en"])
            #expect(english.contains("Not reviewed by the policy office"))
        }
    }

    @Test func `is found under an id with dots, with and without a suffix`() async throws {
        let town = try await Town()
        let clause = "\n- {id: N78-2.1-m, version: 3, text: 面对面。, source: 通知, era: both, verified: false}\n"
        try await town.edit("  source: 陕民发〔2019〕78号\n", by: "  source: 陕民发〔2019〕78号\n", adding: clause)
        try await town.open { visit in
            let page = try await visit.get("/clauses/N78-2.1-m", as: .zhang)
            #expect(page.status == 200)
            #expect(page.contains("未经核实，请问县级民政部门"))
            #expect(page.contains("还没有课讲到它。"))
            let document = try await visit.get("/clauses/N78-2.1-m.json", as: .zhang).json
            #expect(document["id"] == "N78-2.1-m")
            #expect(document["version"] == 3)
            #expect(document["era"] == "both")
            #expect(document["verified"] == false)
            #expect(document["review"] == "unsigned")
            for unknown in [
                "/clauses/N78-2.1", "/clauses/N78-2.1.json", "/clauses/N78-2.1-m.csv", "/clauses/N78-2.1-m.html",
                "/clauses/N78-2.1-m.json.json", "/clauses/%E7%94%B2", "/clauses/N78-2.1-m/x",
            ] {
                #expect(try await visit.get(unknown, as: .zhang).status == 404, "\(unknown)")
            }
        }
    }

    @Test func `shows questions, scenarios and tables to administrators only, and a key to nobody`() async throws {
        let town = try await Town()
        try town.folder.write(Town.scenario, to: "Questions/scenarios/door.yml")
        try await town.take()
        try await town.open { visit in
            for who in [Who.zhang, .chen, .wu, .chensToken, .wusToken] {
                let page = try await visit.get("/clauses/L-1", as: who, [.accept: "text/html"])
                #expect(!page.contains("visits-knock") && !page.contains("敲门没人应"), "\(who)")
                let document = try await visit.get("/clauses/L-1.json", as: who).json
                #expect(document.names.isDisjoint(with: ["questions", "scenarios", "tables"]), "\(who)")
                #expect(
                    document["courses"] == [
                        ["course": "publicity", "lessons": ["01-names"]],
                        ["course": "visits", "lessons": ["01-knock"]],
                    ])
            }
            let page = try await visit.get("/clauses/L-1", as: .zheng)
            #expect(page.contains(##"<a href="/items?course=visits#item-visits-knock">visits-knock</a>"##))
            #expect(page.contains("敲门没人应，怎么办？"))
            #expect(page.contains("<li>door <span"))
            let document = try await visit.get("/clauses/L-1.json", as: .zhengsToken).json
            #expect(
                document["questions"].list.compactMap { $0["question"].string } == [
                    "publicity-names", "visits-knock", "visits-record", "visits-skip",
                ])
            #expect(document["questions"][1]["courses"] == ["visits"])
            #expect(document["scenarios"].list.compactMap { $0["question"].string } == ["door"])
            #expect(document["tables"] == [])
            for secret in Town.secrets + ["改天再来"] {
                #expect(!page.contains(secret) && !document.description.contains(secret), "\(secret)")
            }
        }
    }

    @Test func `says who signed it, until when, and that this is over`() async throws {
        let town = try await Town()
        let signed = "  text: 要面对面。\n  reviewed_by: 社会救助处\n  reviewed_on: 2026-11-01\n  review_due: 2026-11-30\n"
        try await town.edit("  text: 要面对面。\n", by: signed)
        try await town.open { visit in
            let before = try await visit.get("/clauses/N-1", as: .zhang)
            #expect(before.contains("社会救助处已审核（2026年11月1日），下次审核：2026年11月30日"))
            #expect(!before.contains("未经业务处室审核"))
            let document = try await visit.get("/clauses/N-1.json", as: .zhang).json
            #expect(document["review"] == "due")
            #expect(document["reviewed_by"] == "社会救助处" && document["review_due"] == "2026-11-30")
            town.clock.advance(by: .days(22))
            #expect(try await visit.get("/clauses/N-1.json", as: .zhengsToken).json["review"] == "overdue")
            #expect(try await visit.get("/clauses/N-1", as: .zhang).contains("应于2026年11月30日前再审，尚未再审"))
        }
    }
}

struct `The list of clauses` {
    @Test func `holds all by document, and finds by id and words`() async throws {
        try await Town().open { visit in
            let all = try await visit.get("/clauses", as: .zhang)
            #expect(all.contains("社会救助法") && all.contains("陕民发〔2019〕78号"))
            #expect(all.contains(#"<a href="/clauses/L-1">"#) && all.contains(#"<a href="/clauses/N-1">"#))
            #expect(!all.contains(" open>"))
            let found = try await visit.get("/clauses?q=%E9%9D%A2%E5%AF%B9%E9%9D%A2+n-1", as: .zhang)
            #expect(found.contains("找到 1 条。") && found.contains(" open>"))
            #expect(found.contains(#"value="面对面 n-1""#))
            #expect(!found.contains("/clauses/L-1"))
            let none = try await visit.get("/clauses?q=%3Cb%3E", as: .zhang)
            #expect(none.contains("找到 0 条。") && none.contains("&lt;b&gt;") && !none.contains("<b>"))
            let document = try await visit.get("/clauses.json?q=L", as: .zhang).json
            #expect(document["clauses"].list.compactMap { $0["id"].string } == ["L-1"])
            #expect(document["clauses"][0]["document"] == "社会救助法")
        }
    }
}

struct `A citation` {
    @Test func `shows the clause's text on tap, without a script, and leads to its page`() async throws {
        let town = try await Town()
        try await town.edit(
            "甲村张某在家。", by: "甲村张某在家（依据：N-1）。看[法律](clause:L-1)。", in: "Courses/visits/01-knock.md")
        try await town.open { visit in
            let page = try await visit.get("/courses/visits/01-knock", as: .zhang)
            #expect(
                page.contains(
                    #"甲村张某在家（依据：<details class="cite"><summary>N-1</summary><div class="cited">"#
                        + "\n<p lang=\"zh-CN\">要面对面。</p>"))
            #expect(page.contains("</details>）。看<details class=\"cite\"><summary>法律</summary>"))
            #expect(page.contains(#"<a href="/clauses/N-1">查看条款 <code>N-1</code></a>"#))
            #expect(HTML(page.text).unbalanced == nil)
        }
    }

    @Test func `in a scenario shows the text too, or the bare id of a clause that is gone`() throws {
        let shown = Basis.example.citations(["M57-16", "GONE-1"])
        #expect(shown.map(\.words) == ["M57-16", "GONE-1"])
        #expect(shown.map { $0.clause?.text } == [Clause.example.text, nil])
    }
}

struct `Content that nobody signed` {
    @Test func `says so on its pages, and once it is signed no more`() async throws {
        let town = try await Town()
        try await town.open { visit in
            let unsigned = "未经业务处室审核"
            #expect(try await visit.get("/courses/visits/01-knock", as: .zhang).contains(unsigned))
            let course = try await visit.get("/courses/visits", as: .zhang)
            #expect(course.text.components(separatedBy: unsigned).count == 2, "once")
            try await visit.read(["01-knock"], of: "visits", as: .zhang)
            let attempt = try #require(try await visit.pass("visits", as: .zhang).json["id"].string)
            let review = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            #expect(review.text.components(separatedBy: unsigned).count == 4, "once a question")

            let signed = "reviewed_by: 社会救助处\nreviewed_on: 2026-11-01\n"
            try await town.edit("title: 先敲门\n", by: "title: 先敲门\n" + signed, in: "Courses/visits/01-knock.md")
            let lesson = try await visit.get("/courses/visits/01-knock", as: .zhang)
            #expect(lesson.contains("社会救助处已审核（2026年11月1日）") && !lesson.contains(unsigned))
            #expect(lesson.contains("已读"), "a sign-off leaves it read")
            #expect(try await visit.get("/courses/visits", as: .zhang).contains("有 1 课未经业务处室审核。"))
            try await town.edit("title: 再记录\n", by: "title: 再记录\n" + signed, in: "Courses/visits/02-record.md")
            let signedCourse = try await visit.get("/courses/visits", as: .zhang)
            #expect(!signedCourse.contains(unsigned))
            let indented = "  explanation: EXPLANATION 记事实。\n  reviewed_by: 处\n  reviewed_on: 2026-11-01\n"
            try await town.edit("  explanation: EXPLANATION 记事实。\n", by: indented, in: "Questions/visits.yml")
            let again = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            #expect(again.text.components(separatedBy: unsigned).count == 3)
        }
    }

    @Test func `and is asked in other words now is said nothing of`() {
        var question = Question.example
        #expect(Basis.example.isUnreviewed(question))
        question = Question(
            id: question.id, era: question.era, clauses: question.clauses, stem: "换了说法",
            interaction: question.interaction, explanation: question.explanation)
        #expect(!Basis.example.isUnreviewed(question))
    }
}

struct `The list of content reviews` {
    @Test func `counts what is unsigned, overdue and due by the clock of the site, and lists it`() async throws {
        let town = try await Town()
        let signed = "  text: 要面对面。\n  reviewed_by: 社会救助处\n  reviewed_on: 2026-11-01\n  review_due: 2026-11-30\n"
        try await town.edit("  text: 要面对面。\n", by: signed)
        try await town.open { visit in
            let document = try await visit.get("/content/reviews.json", as: .zhengsToken).json
            #expect(document["day"] == "2026-11-09")
            #expect(document["counts"] == ["unsigned": 8, "overdue": 0, "due": 1, "signed": 0])
            #expect(document["reviews"].list.last?["id"] == "N-1")
            #expect(document["reviews"].list.last?["courses"] == ["visits"])
            let lessons = try await visit.get("/content/reviews.json?kind=lesson&course=visits", as: .zhengsToken).json
            #expect(
                lessons["reviews"].list.compactMap { $0["id"].string } == ["visits/01-knock", "visits/02-record"])
            let page = try await visit.get("/content/reviews?kind=clause", as: .zheng)
            #expect(page.contains(#"<a href="/clauses/N-1">N-1</a>"#))
            #expect(page.contains("社会救助处 2026-11-01") && page.contains("2026-11-30"))
            town.clock.advance(by: .days(22))
            let later = try await visit.get("/content/reviews.json", as: .zhengsToken).json
            #expect(later["counts"] == ["unsigned": 8, "overdue": 1, "due": 0, "signed": 0])
            #expect(later["reviews"][0]["id"] == "N-1")
        }
    }

    @Test func `is a table too, in English and Chinese`() async throws {
        try await Town().open { visit in
            let rows = try await visit.get("/content/reviews.csv?kind=question", as: .zhengsToken).rows
            #expect(rows.count == 5)
            #expect(rows[1] == ["question", "publicity-names", "姓名可以公示。", "publicity", "unsigned", "", "", ""])
            let chinese = try await visit.get("/content/reviews.csv?kind=lesson&header=zh", as: .zhengsToken).rows
            #expect(chinese[0].last == "下次审核")
            #expect(Array(chinese[1][0...1]) == ["课", "publicity/01-names"])
            #expect(chinese[1][4] == "未经审核")
        }
    }

    @Test func `is of no kind and no course that does not exist, and led to from the page on the content`() async throws
    {
        try await Town().open { visit in
            let page = try await visit.get("/content", as: .zheng)
            #expect(page.contains(#"href="/content/reviews""#))
            #expect(try await visit.get("/content/reviews.json?kind=x", as: .zhengsToken).problem == "unknown_kind")
            #expect(try await visit.get("/content/reviews.json?course=x", as: .zhengsToken).problem == "unknown_course")
        }
    }
}

extension Town {
    fileprivate static let scenario = """
        title: 敲门
        era: current
        start: door
        nodes:
          - id: door
            text: 门没开。
            choices:
              - {key: keyRight, text: 等, consequence: 开了。, feedback: REASON, clauses: [L-1], score: 1, to: met}
              - {key: keyWrong, text: 走, consequence: 没见到。, feedback: REASON, clauses: [L-1], score: 0, to: gone}
          - {id: met, text: 见到了。, ending: good, score: 1}
          - {id: gone, text: 没见到。, ending: poor, score: 0}
        explanation: EXPLANATION
        """

    /// Changes a place of a file, and takes the edit into service.
    fileprivate func edit(
        _ old: String, by new: String, adding end: String = "", in name: String = "Courses/clauses/law.yml"
    ) async throws {
        let text = try String(contentsOfFile: folder.file(name), encoding: .utf8)
        try #require(text.components(separatedBy: old).count == 2, "`\(old)` stands once in \(name)")
        try folder.write(text.replacing(old, with: new) + end, to: name)
        try await take()
    }

    /// Takes what was written into service.
    fileprivate func take() async throws {
        try await content.look()
        try await content.look()
        try #require(content.problems.isEmpty, "\(content.problems)")
    }
}

import Testing
import Training

@testable import Web

private let lessons = ["01-knock", "02-record"]

struct `A person's record` {
    @Test func `is one's own page, with nothing of roles`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/record", as: .li).contains("走访"))
            let number = try await visit.finish("visits", lessons, as: .zhang)
            #expect(try await visit.get("/", as: .zhang).contains(#"<a href="/record">"#))
            let page = try await visit.get("/record", as: .zhang)
            for fact in [
                "我的学习记录", "张某", "00017", "示例甲村", "走访", "读课：先敲门", "第 1 次作答", "3/3 分", "合格", "学完", "0.5 学时", number,
                "2026年11月9日起",
            ] {
                #expect(page.contains(fact), "\(fact)")
            }
            #expect(!page.contains(#"<a href="">"#))
            for word in ["学员", "培训管理员</span>", "停用", "/people/"] { #expect(!page.contains(word), "\(word)") }
            let json = try await visit.get("/record.json", as: .zhang).json
            #expect(json["staff_no"] == "00017" && json["years"][0]["credit_hours"] == 0.5)
        }
    }

    @Test func `is the same for whoever oversees the person, in every form`() async throws {
        try await Town().open { visit in
            let number = try await visit.finish("visits", lessons, as: .zhang)
            let page = try await visit.get("/people/00017/record", as: .wu)
            #expect(page.contains("张某的学习记录") && page.contains(number) && page.contains("学员"))
            #expect(page.contains("读课：先敲门") && !page.contains("读课：先敲门</a>"), "there is nowhere to go from there")
            let json = try await visit.get("/people/00017/record.json", as: .chensToken).json
            let course = try #require(json["courses"].list.first { $0["course"] == "visits" })
            #expect(course["state"] == "completed" && course["attempts"][0]["passed"] == true)
            #expect(course["completions"][0]["certificate"].string == number)
            #expect(course["readings"].list.map { $0["lesson"] } == ["01-knock", "02-record"])
            #expect(json["units"][0]["unit"] == "610621991201")

            let rows = try await visit.get("/people/00017/record.csv?bom=0", as: .chensToken).rows
            #expect(rows[0].dropFirst().prefix(3) == ["course", "at", "until"])
            #expect(
                rows.dropFirst().map { $0[0] }.filter { $0 != "course" } == [
                    "unit", "reading", "reading", "attempt", "completion",
                ])
            let chinese = try await visit.get("/people/00017/record.csv?header=zh", as: .chen).rows
            #expect(chinese.contains { $0.starts(with: ["学完", "visits", "2026-11-09"]) && $0.contains(number) })
            #expect(try await visit.get("/people/00017/record.xlsx", as: .chen).status == 200)
        }
    }

    @Test func `is reached from the person, who is reached from the list and from a course`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/units/610621/people", as: .chen).contains(#"href="/people/00017">张某"#))
            #expect(
                try await visit.get("/people/00017/courses/visits", as: .chen).contains(#"href="/people/00017">张某"#))
            let page = try await visit.get("/people/00017", as: .chen)
            for link in [
                "/people/00017/record", "/people/00017/courses/visits", "/units/610621991201/people",
                "/units/610621991201/exemptions",
            ] {
                #expect(page.contains("href=\"\(link)\""), "\(link)")
            }
            #expect(page.contains("未开始") && page.contains("学员") && page.contains(#"name="renew" value="true""#))
            #expect(!(try await visit.get("/people/00017", as: .wu).contains("name=\"renew\"")))
            #expect(
                !(try await visit.get("/people/C-0001", as: .chen).contains("name=\"renew\"")), "no code for oneself")
            let json = try await visit.get("/people/00017.json", as: .wusToken).json
            #expect(json["role"] == "learner" && json["courses"][0]["state"] == "not_started")
        }
    }
}

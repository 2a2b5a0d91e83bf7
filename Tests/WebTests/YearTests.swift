import Testing
import Training

@testable import Web

private let lessons = ["01-knock", "02-record"]

struct `The figures of a year` {
    @Test func `are a page, a sentence and tables that say the same`() async throws {
        try await Town().open { visit in
            _ = try await visit.finish("visits", lessons, as: .zhang)
            let path = "/units/610621/years/2026"
            #expect(try await visit.get("/units/610621/completion", as: .chen).contains("href=\"\(path)\""))
            let page = try await visit.get(path, as: .chen)
            let sentence = "截至 2026-11-09 09:00，延长县（当时单位）2026 年度全部课程培训 1 人、1 人次，合格率 1/1（100.0%），学时合计 0.5。"
            #expect(page.contains(sentence) && page.contains("学时是定数") && page.contains("data-copied"))
            let json = try await visit.get("\(path).json?course=visits", as: .chensToken).json
            #expect(
                json["totals"] == ["people": 1, "attempts": 1, "passed": 1, "pass_rate": 1, "credit_hours": 0.5])
            #expect(json["direct"]["pass_rate"] == .null && json["children"][0]["unit"]["code"] == "610621991")
            let rows = try await visit.get("\(path).csv?bom=0", as: .chensToken).rows
            #expect(rows.last == ["610621", "延长县", "total", "2026", "", "1", "1", "1", "1.0000", "0.5"])
            let chinese = try await visit.get("\(path).csv?header=zh", as: .chen)
            #expect(chinese.contains("人数,人次,合格次数,合格率,学时"))
            #expect(try await visit.get("\(path).xlsx", as: .chen).status == 200)
            #expect(try await visit.get("/units/610622/years/2026?tree=reporting", as: .chen).status == 404)
        }
    }

    @Test func `of a year without tries tell of no rate, and of a year to come there are none`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/units/610621/years/2025", as: .chen)
            #expect(page.contains("没有评完分的作答") && !page.contains("NaN"))
            for year in ["2027", "1999", "none", "02026"] {
                #expect(try await visit.get("/units/610621/years/\(year)", as: .chen).status == 404, "\(year)")
            }
            let wrong = try await visit.get("/units/610621/years/2026.json?by=soon", as: .chensToken)
            #expect(wrong.status == 422 && wrong.problem == "unknown_by")
        }
    }
}

struct `A statement of credit hours` {
    @Test func `lists what was finished in the year, to its owner and to whoever oversees them`() async throws {
        try await Town().open { visit in
            let number = try await visit.finish("visits", lessons, as: .zhang)
            #expect(try await visit.get("/record", as: .zhang).contains(#"href="/credit-hours/2026""#))
            let own = try await visit.get("/credit-hours/2026", as: .zhang)
            for fact in ["学时证明", "张某", "示例甲村", "走访", number, "2026年11月9日", "0.5 学时", "/certificates/"] {
                #expect(own.contains(fact), "\(fact)")
            }
            #expect(own.contains("http://localhost/verification") && own.contains("/qr\""))
            let path = "/people/00017/credit-hours/2026"
            #expect(try await visit.get("/people/00017/record", as: .chen).contains("href=\"\(path)\""))
            let json = try await visit.get("\(path).json", as: .chensToken).json
            #expect(json["credit_hours"] == 0.5 && json["courses"][0]["certificate"].string == number)
            let rows = try await visit.get("\(path).csv?bom=0", as: .chensToken).rows
            #expect(rows.last == ["visits", "走访", "2026-11-09", "0.5", number])
            #expect(try await visit.get("/credit-hours/2025", as: .zhang).contains("这一年没有学完的课程"))
            #expect(try await visit.get("/credit-hours/2027", as: .zhang).status == 404)
        }
    }
}

struct `What courses count for` {
    @Test func `is ruled by an administrator, from a day on`() async throws {
        try await Town().open { visit in
            let path = "/content/credit-hours"
            _ = try await visit.finish("visits", lessons, as: .zhang)
            let wrong = try await visit.post(path, form: ["course": "visits", "hours": "1.2"], as: .zheng)
            #expect(wrong.status == 422 && wrong.contains(#"role="alert""#) && wrong.contains("以 0.5 为一档"))
            for (json, code): (JSON, String) in [
                (["course": "nothing", "hours": 1], "unknown_course"),
                (["course": "visits", "hours": 101], "bad_hours"),
                (["course": "visits", "hours": 1, "from": "soon"], "bad_date"),
                (["course": "visits", "hours": 1, "from": "2026-11-08"], "bad_from"),
            ] {
                let reply = try await visit.send(json, to: path, as: .zhengsToken)
                #expect(reply.status == 422 && reply.problem == code)
            }
            #expect(try await visit.get("\(path).json", as: .zhengsToken).json["rules"] == [])
            let done = try await visit.post(
                path, form: ["course": "visits", "hours": "2.5", "from": "2026-11-09"], as: .zheng)
            #expect(done.location == path)
            let page = try await visit.get(path, as: .zheng)
            #expect(page.contains("2.5 学时") && page.contains("0.5 学时") && page.contains("郑某"))
            let json = try await visit.get("\(path).json", as: .zhengsToken).json
            let visits = try #require(json["courses"].list.first { $0["course"] == "visits" })
            #expect(visits["credit_hours"] == 2.5 && visits["by_author"] == 0.5)

            for page in ["/", "/courses/visits"] {
                let text = try await visit.get(page, as: .li)
                #expect(text.contains("2.5 学时") && !text.contains("0.5 学时"), "\(page)")
            }
            _ = try await visit.finish("visits", lessons, as: .li)
            #expect(try await visit.get("/credit-hours/2026.json", as: .li).json["credit_hours"] == 2.5)
            #expect(try await visit.get("/credit-hours/2026.json", as: .zhang).json["credit_hours"] == 0.5)
        }
    }
}

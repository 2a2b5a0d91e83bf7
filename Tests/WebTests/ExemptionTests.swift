import Foundation
import Testing
import Training

@testable import Web

struct `Somebody on leave` {
    @Test func `is exempted on their page, told so at home, and counted apart`() async throws {
        try await Town().open { visit in
            let path = "/people/00017/courses/visits"
            let wrong = try await visit.post(
                "\(path)/exemptions", form: ["reason": "other", "from": "2026-11-09"], as: .chen)
            #expect(wrong.status == 422 && wrong.contains(#"role="alert""#) && wrong.contains("要写说明"))
            let done = try await visit.post(
                "\(path)/exemptions",
                form: ["reason": "parental_leave", "from": "2026-11-09", "until": "2026-11-30", "every": "true"],
                as: .chen)
            #expect(done.location == path)
            let home = try await visit.get("/", as: .zhang)
            #expect(home.contains("免训的课程") && home.contains("上面没有要学的课程") == false)
            let totals = try await visit.get("/units/610621/completion.json?course=visits", as: .chen).json["totals"]
            #expect(totals["exempt"] == 1)
            #expect(try await visit.get("/units/610621/completion?course=visits", as: .chen).contains("免训的 1 人次也算在内"))
            let page = try await visit.get(path, as: .chen)
            #expect(page.contains("产假、育儿假") && page.contains("2026年11月9日至2026年11月30日") && page.contains("正在免训"))
            let list = try await visit.get("/units/610621/exemptions", as: .wu)
            #expect(list.contains("产假、育儿假") && !list.contains("/people/00017"))
            let table = try await visit.get("/units/610621/exemptions.csv?header=zh", as: .chen).text
            #expect(table.contains("登录号（工号）,姓名,") && table.contains("产假、育儿假,,2026-11-09,2026-11-30"))

            let given = try await visit.get("\(path).json", as: .chensToken).json["exemptions"][0]
            #expect(given["course"] == .null && given["given_by"] == "陈某")
            let id = try #require(given["id"].string)
            let ended = try await visit.post(
                "/exemptions/\(id)/end", form: ["until": "2026-11-08", "course": "visits"], as: .chen)
            #expect(ended.location == path)
            #expect(try await visit.get(path, as: .chen).contains("撤销，没有生效"))
            #expect(!(try await visit.get("/", as: .zhang).contains("免训的课程")))
        }
    }

    @Test func `is exempted with others in one request, all or nobody`() async throws {
        try await Town().open { visit in
            let path = "/units/610621/exemptions"
            let json: JSON = ["people": ["00017", "00018"], "reason": "secondment", "note": "借调到市里"]
            let given = try await visit.send(json, to: path, as: .chensToken)
            #expect(given.status == 201)
            #expect(try given.json["exemptions"].list.map { $0["staff_no"] } == ["00017", "00018"])
            #expect(try given.json["exemptions"][0]["exemption"]["from"] == "2026-11-09")
            let refused: [(JSON, String)] = [
                (["people": [], "reason": "left"], "no_people"),
                (["people": ["00017", "99999"], "reason": "left"], "not_available"),
                (["people": ["00017"], "reason": "holiday"], "bad_reason"),
                (["people": ["00017"], "reason": "left", "course": "nothing"], "unknown_course"),
                (["people": ["00017"], "reason": "left", "from": "soon"], "bad_date"),
                (["people": ["00017"], "reason": "left", "until": "2026-11-08"], "bad_exemption"),
            ]
            for (json, code) in refused {
                let reply = try await visit.send(json, to: path, as: .chensToken)
                #expect(reply.status == 422 && reply.problem == code)
            }
        }
    }
}

struct `A later day for one person` {
    @Test func `is given on their page with a reason, and shown at home`() async throws {
        try await Town().open { visit in
            let path = "/people/00017/courses/visits"
            let wrong = try await visit.post("\(path)/extensions", form: ["due": "2027-03-01"], as: .chen)
            #expect(wrong.status == 422 && wrong.contains("请写明理由") && wrong.contains(#"value="2027-03-01""#))
            let done = try await visit.post(
                "\(path)/extensions", form: ["due": "2027-03-01", "reason": "下乡"], as: .chen)
            #expect(done.location == path)
            #expect(try await visit.get("/", as: .zhang).contains("2027年3月1日"))
            let again: JSON = ["people": ["00017"], "course": "visits", "due": "2027-02-01", "reason": "下乡"]
            let reply = try await visit.send(again, to: "/units/610621/extensions", as: .chensToken)
            #expect(reply.status == 422 && reply.problem == "not_later")
        }
    }
}

struct `People ticked on a list` {
    @Test func `have a box once, but for oneself, where one may do something for them`() async throws {
        try await Town().open { visit in
            func boxes(_ path: String, as who: Who) async throws -> [String] {
                try await visit.get(path, as: who).text
                    .matches(of: /name="people" value="([^"]+)" form="batch"( checked)?>/)
                    .map { "\($0.output.1)\($0.output.2 ?? "")" }
            }
            let path = "/units/610621/people"
            #expect(try await boxes(path, as: .chen) == ["00019", "00017", "00018"])
            #expect(
                try await boxes("\(path)?tick=all", as: .chen) == ["00019 checked", "00017 checked", "00018 checked"])
            #expect(try await boxes(path, as: .wu) == [])
            let page = try await visit.get("\(path)?course=visits&state=not_started", as: .chen)
            #expect(page.contains(#"id="batch" method="get" action="/units/610621/exemptions/new""#))
            #expect(page.contains(#"formaction="/units/610621/extensions/new""#))
            #expect(page.contains(#"<input type="hidden" name="course" value="visits">"#))
            #expect(page.contains("people?course=visits&amp;state=not_started&amp;limit=50&amp;tick=all#batch"))
        }
    }

    @Test func `are shown by name, exempted together, and the result is told`() async throws {
        try await Town().open { visit in
            let path = "/units/610621/exemptions"
            let page = try await visit.get(
                "\(path)/new?people=00018&people=00017&people=00017&course=visits", as: .chen)
            #expect(page.contains("给 2 人免训") && page.contains("张某") && page.contains("李某"))
            #expect(page.contains("未开始，截止 2026年11月20日"), "zhang has a day of his own")
            #expect(page.contains(#"<option value="visits" selected>"#) && page.contains(#"value="2026-11-09""#))
            let wrong = try await visit.post(
                path,
                form: [
                    "people": "00017", "people": "00018", "course": "visits", "reason": "other", "from": "2026-11-09",
                    "until": "2026-12-01",
                ], as: .chen)
            #expect(wrong.status == 422 && wrong.contains("要写说明") && wrong.contains("给 2 人免训"))
            #expect(wrong.contains(#"value="2026-12-01""#) && wrong.contains(#"<option value="other" selected>"#))
            #expect(try await visit.get("\(path).json", as: .chensToken).json["exemptions"] == [])
            let done = try await visit.post(
                path,
                form: [
                    "people": "00017", "people": "00018", "course": "visits", "reason": "secondment",
                    "from": "2026-11-09", "until": "",
                ], as: .chen)
            #expect(done.status == 303 && done.location == "\(path)?given=2")
            let told = try await visit.get("\(path)?given=2", as: .chen)
            #expect(told.contains("已给 2 人免训。") && told.contains("李某"))
            let given = try await visit.get("\(path).json", as: .chensToken).json["exemptions"].list
            #expect(given.map { $0["staff_no"] } == ["00017", "00018"])
            #expect(given.allSatisfy { $0["exemption"]["course"] == "visits" })
        }
    }

    @Test func `are given a later day together, or nobody is`() async throws {
        try await Town().open { visit in
            let path = "/units/610621/extensions"
            let page = try await visit.get("\(path)/new?people=00017&people=00018&course=visits", as: .chen)
            #expect(page.contains("给 2 人延期") && page.contains(#"value="2026-12-14""#), "14 days after the latest")
            // 2026-11-25 is later than zhang's day and not than li's.
            let wrong = try await visit.post(
                path,
                form: ["people": "00017", "people": "00018", "course": "visits", "due": "2026-11-25", "reason": "下乡"],
                as: .chen)
            #expect(wrong.status == 422 && wrong.contains("李某（00018）原来就不早于这一天") && wrong.contains("给 2 人延期"))
            #expect(wrong.contains(#"value="2026-11-25""#) && wrong.contains(#"value="下乡""#))
            func dues() async throws -> [JSON] {
                try await visit.get("/units/610621991/people.json?course=visits&sort=number", as: .chensToken)
                    .json["people"].list.map { $0["due"] }
            }
            #expect(try await dues() == ["2026-11-20", "2026-11-30", "2026-11-30"])
            let done = try await visit.post(
                path,
                form: ["people": "00017", "people": "00018", "course": "visits", "due": "2026-12-15", "reason": "下乡"],
                as: .chen)
            #expect(done.location == "/units/610621/people?course=visits&extended=2")
            #expect(
                try await visit.get("/units/610621/people?course=visits&extended=2", as: .chen).contains("已给 2 人延期。"))
            #expect(try await dues() == ["2026-12-15", "2026-12-15", "2026-11-30"])
        }
    }

    @Test func `are somebody in the unit and below, other than oneself, and not too many`() async throws {
        try await Town().open { visit in
            for kind in ["exemptions", "extensions"] {
                let path = "/units/610621/\(kind)/new"
                #expect(try await visit.get(path, as: .chen).contains("还没有勾选人"))
                let many = (0...500).map { "people=N\($0)" }.joined(separator: "&")
                for (query, text) in [
                    ("people=00017&people=00020", "没有登录号为 00020 的在岗人员"), ("people=C-0001", "自己的事不能由自己办"),
                    ("people=a/b", "不是登录号"), ("people=00017&course=nothing", "没有名为“nothing”的课程"),
                    (many, "一次最多 500 人"),
                ] {
                    let page = try await visit.get("\(path)?\(query)", as: .chen)
                    #expect(page.status == 422 && page.contains(text), "\(text)")
                }
            }
        }
    }
}

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

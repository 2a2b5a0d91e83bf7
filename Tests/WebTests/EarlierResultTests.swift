import Testing

@testable import Web

struct `An earlier result` {
    @Test func `is recorded for several people, listed, shown on their pages and taken back`() async throws {
        try await Town().open { visit in
            let made = try await visit.send(
                [
                    "people": ["00017", "00018"], "course": "visits", "day": "2026-11-01", "score": 88.5,
                    "evidence": "档号 31",
                ], to: "/units/610621/results", as: .chensToken)
            #expect(made.status == 201)
            #expect(try made.json["results"].list.count == 2)
            let id = try #require(try made.json["results"][0]["id"].string)
            let csv = try await visit.get("/units/610621/results.csv", as: .chensToken)
            #expect(csv.contains("00017,张某,610621991201,示例甲村,visits,2026-11-01,88.5,档号 31"))
            #expect(try await visit.get("/units/610621/results", as: .wu).contains("档号 31"))
            let page = try await visit.get("/people/00017/courses/visits", as: .chen)
            #expect(page.contains("补录") && page.contains("档号 31") && page.contains("/results/\(id)/withdrawal"))
            #expect(try await visit.get("/", as: .zhang).contains("2026年11月1日完成"))

            let record = try await visit.get("/people/00017/courses/visits.json", as: .chen)
            let number = try #require(try record.json["certificate"].string)
            let back = try await visit.post(
                "/results/\(id)/withdrawal", form: ["reason": "录错了人"], as: .chen)
            #expect(back.status == 303)
            let after = try await visit.get("/people/00017/courses/visits", as: .chen)
            #expect(after.contains("已撤销") && after.contains("录错了人") && after.contains("档号 31"))
            #expect(!after.contains("/results/\(id)/withdrawal"))
            #expect(try await visit.get("/verification/\(number)").contains("已经撤销"))
        }
    }

    @Test func `is recorded on the page of a person with the course`() async throws {
        try await Town().open { visit in
            let path = "/people/00017/courses/visits"
            let wrong = try await visit.post("\(path)/results", form: ["day": "2026-11-01"], as: .chen)
            #expect(wrong.status == 422 && wrong.contains("原件在哪里") && wrong.contains("2026-11-01"))
            let right = try await visit.post(
                "\(path)/results", form: ["day": "2026-11-01", "evidence": "签到册"], as: .chen)
            #expect(right.status == 303 && right.location == path)
            #expect(try await visit.get(path, as: .chen).contains("签到册"))
        }
    }

    @Test func `is asked for again, with what is wrong, where it cannot be`() async throws {
        try await Town().open { visit in
            let path = "/units/610621/results"
            func record(
                _ people: String = "00017", course: String = "visits", day: String = "2026-11-01", score: String = "",
                evidence: String = "x"
            ) async throws -> Reply {
                try await visit.post(
                    path,
                    form: [
                        "people": people, "course": course, "day": day, "score": score, "evidence": evidence,
                    ], as: .chen)
            }
            for (reply, problem) in try await [
                (record(score: "50"), "低于这门课的合格线"), (record(day: "2026-12-01"), "不能晚于今天"),
                (record(score: "101"), "百分制"), (record(evidence: " "), "原件在哪里"), (record("99999"), "99999"),
                (record(""), "请选人"), (record(course: "none"), "没有这门课程"),
            ] {
                #expect(reply.status == 422 && reply.contains(problem), "\(problem)")
                #expect(reply.contains(#"value="2026-1"#), "what was typed stays")
            }
            #expect(try await visit.get("\(path).json", as: .chensToken).json["results"].list.isEmpty)
            #expect(try await record("00017\r\n00018、").status == 303)
            #expect(try await visit.get("\(path).json", as: .chensToken).json["results"].list.count == 2)
        }
    }
}

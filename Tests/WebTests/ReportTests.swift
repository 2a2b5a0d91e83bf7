import Foundation
import HTTPTypes
import Testing

@testable import Web

struct `Who has finished` {
    @Test func `is counted for a unit, for those directly in it and for each unit below`() async throws {
        try await withOneFinished { visit in
            let report = try await visit.get("/units/610621/completion.json?course=visits", as: .chen).json
            let expected: JSON = [
                "unit": ["code": "610621", "name": "延长县"], "course": "visits", "as_of": "2026-11-09",
                "by": "then", "tree": "administrative", "changes": [], "counted_at": "2026-11-09T01:00:00Z",
                "totals": tally(4, completed: 1, inProgress: 1, rate: 0.25),
                "direct": tally(1, completed: 0, inProgress: 0, rate: 0),
                "children": [
                    [
                        "unit": ["code": "610621991", "name": "示例一镇"],
                        "totals": tally(3, completed: 1, inProgress: 1, rate: .number(1.0 / 3)),
                    ],
                    [
                        "unit": ["code": "610621992", "name": "示例二镇"],
                        "totals": tally(0, completed: 0, inProgress: 0, rate: nil),
                    ],
                ],
                "curve": [
                    "due": "2026-11-30",
                    "days": [["day": "2026-11-09", "totals": tally(4, completed: 1, inProgress: 1, rate: 0.25)]],
                ],
            ]
            #expect(report == expected)
        }
    }

    @Test func `is drawn by unit and, of one course, by day`() async throws {
        try await withOneFinished { visit in
            let page = try await visit.get("/units/610621/completion?course=visits", as: .chen)
            #expect(page.contains(#"<desc id="bars-told">示例一镇 1/3（33.3%）；示例二镇 无应训人员；本级直属 0/1（0.0%）</desc>"#))
            #expect(page.contains("<desc id=\"curve-told\">从 2026-11-09 到 2026-11-09，已完成 1/4（25.0%）。截止日期 2026-11-30"))
            let all = try await visit.get("/units/610621/completion", as: .chen)
            #expect(all.contains("bars-told") && !all.contains("curve-told"))
            let village = try await visit.get("/units/610621991201/completion?course=visits", as: .chen)
            #expect(!village.contains("bars-told") && village.contains("curve-told"))
            let reporting = try await visit.get("/units/610621/completion?course=visits&tree=reporting", as: .chen)
            #expect(!reporting.contains("curve-told"))
        }
    }

    @Test func `is told alike by JSON, table and page`() async throws {
        try await withOneFinished { visit in
            let path = "/units/610621/completion"
            let report = try await visit.get("\(path).json?course=visits", as: .chen).json
            let names = ["assigned", "completed", "in_progress", "not_started", "expired", "overdue", "exempt"]
            func numbers(_ tally: JSON) -> [String] { names.map { "\(Int(tally[$0].number ?? -1))" } }

            let rows = try await visit.get("\(path).csv?course=visits", as: .chen).rows
            let children = report["children"].list.map { numbers($0["totals"]) }
            let all = children + [numbers(report["direct"]), numbers(report["totals"])]
            #expect(rows.dropFirst().map { Array($0[3..<10]) } == all)
            #expect(rows.dropFirst().map { $0[2] } == ["below", "below", "direct", "total"])
            #expect(rows.dropFirst().map { $0[10] } == ["0.3333", "", "0.0000", "0.2500"])

            let page = try await visit.get("\(path)?course=visits", as: .chen)
            #expect(page.contains("延长县“走访”课程应训 4 人，已完成 1 人，完成率 1/4（25.0%）；逾期 0 人。"))
            #expect(page.contains("示例一镇"))
            #expect(page.contains("1/3（33.3%）"))
        }
    }

    @Test func `counts pairs of person and course when no course is named`() async throws {
        try await withOneFinished { visit in
            let report = try await visit.get("/units/610621/completion.json", as: .chen).json
            #expect(report["course"] == nil)
            #expect(report["totals"]["assigned"] == 8)
            #expect(report["totals"]["completed"] == 1)
        }
    }

    @Test func `can be asked for any day`() async throws {
        try await withOneFinished { visit in
            let path = "/units/610621/completion.json?course=visits"
            let before = try await visit.get("\(path)&as_of=2026-11-08", as: .chensToken).json
            #expect(before["as_of"] == "2026-11-08")
            #expect(before["totals"] == tally(0, completed: 0, inProgress: 0, rate: nil))
            visit.town.clock.advance(by: .days(22))
            let now = try await visit.get(path, as: .chensToken).json
            #expect(now["as_of"] == "2026-12-01")
            #expect(now["totals"]["overdue"] == 3)
            #expect(try await visit.get("\(path)&as_of=2026-11-30", as: .chensToken).json["totals"]["overdue"] == 0)
        }
    }

    @Test(arguments: [
        ("completion", "course=nothing", "unknown_course"), ("completion", "course=../x", "unknown_course"),
        ("completion", "as_of=2026-02-30", "bad_date"), ("completion", "as_of=yesterday", "bad_date"),
        ("delivery", "course=nothing", "unknown_course"), ("delivery", "since=soon", "bad_date"),
        ("misconceptions", "course=nothing", "unknown_course"), ("misconceptions", "from=soon", "bad_date"),
        ("misconceptions", "to=2026-02-30", "bad_date"), ("misconceptions", "clause=L-99", "unknown_clause"),
        ("misconceptions", "from=2026-11-10&to=2026-11-09", "bad_span"),
        ("delivery", "by=today", "unknown_by"), ("misconceptions", "tree=both", "unknown_tree"),
        ("grid", "limit=0", "bad_limit"), ("grid", "cursor=x", "bad_cursor"),
        ("people", "course=nothing", "unknown_course"), ("people", "state=gone", "unknown_state"),
        ("people", "limit=0", "bad_limit"), ("people", "limit=1001", "bad_limit"), ("people", "limit=x", "bad_limit"),
        ("people", "limit=-1", "bad_limit"), ("people", "cursor=x", "bad_cursor"),
        ("people", "cursor=a.b.c", "bad_cursor"), ("people", "sort=name", "unknown_sort"),
        ("people", "plan=nothing", "unknown_plan"), ("people", "course=plan:nothing", "unknown_plan"),
        ("people", "course=visits&plan=nothing", "course_or_plan"),
    ]) func `cannot be asked for what does not exist`(_ page: String, _ query: String, _ code: String) async throws {
        try await Town().open { visit in
            for suffix in [".json", ".csv"] {
                let reply = try await visit.get("/units/610621/\(page)\(suffix)?\(query)", as: .chen)
                #expect(reply.status == 422)
                #expect(reply.problem == code)
                #expect(reply.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            }
            #expect(try await visit.get("/units/610621/\(page)?\(query)", as: .chen).status == 422)
        }
    }
}

struct `People of a unit` {
    @Test func `are listed with each course that is expected of them`() async throws {
        try await withOneFinished { visit in
            let list = try await visit.get("/units/610621/people.json?course=visits&q=00017", as: .chen).json
            let zhang: JSON = [
                "staff_no": "00017", "name": "张某", "unit": "610621991201", "unit_name": "示例甲村", "course": "visits",
                "state": "completed", "overdue": false, "completed_at": "2026-11-09T01:00:00Z", "score": 3,
                "due": "2026-11-20",
            ]
            #expect(list == ["people": [zhang]])
            let all = try await visit.get("/units/610621/people.json", as: .chen).json["people"].list
            #expect(all.count == 8)
            #expect(!all.contains { $0["staff_no"] == "00021" }, "suspended people do not count")
        }
    }

    @Test(arguments: [
        ("state=completed", ["00017"]), ("state=in_progress", ["00018"]), ("state=not_started", ["C-0001", "00019"]),
        ("state=not_started&sort=number", ["00019", "C-0001"]), ("state=exempt", []),
        ("q=%E6%9D%8E", ["00018"]), ("q=0001", ["00019", "00017", "00018"]), ("q=%25", []), ("q=_", []),
        ("state=overdue", []), ("q=%27%20OR%201=1", []), ("direct=true", ["C-0001"]), ("state=expired", []),
    ]) func `are found by state, name and number`(_ query: String, _ numbers: [String]) async throws {
        try await withOneFinished { visit in
            let list = try await visit.get("/units/610621/people.json?course=visits&\(query)", as: .chen).json
            #expect(list["people"].list.compactMap { $0["staff_no"].string } == numbers)
        }
    }

    @Test func `come in pages that lead to each other and together are the whole list`() async throws {
        try await withOneFinished { visit in
            let whole = try await visit.get("/units/610621/people.json", as: .chen)
            #expect(whole.headers[.link] == nil)
            var pages: [JSON] = []
            var next: String? = "/units/610621/people.json?limit=3"
            while let path = next {
                let page = try await visit.get(path, as: .chen)
                pages += try page.json["people"].list
                next = page.headers[.link]?.firstMatch(of: /^<([^>]+)>; rel="next"$/).map { String($0.output.1) }
                try #require(pages.count <= 8)
            }
            #expect(try whole.json["people"] == .list(pages))
        }
    }

    @Test func `are found by the courses of a learning plan, by the page's one choice as by its own name`()
        async throws
    {
        let plan = "title: 新进人员\ntitle_en: New staff\ncourses: [visits]\ndays: 30\n"
        try await Town(files: ["Courses/plans/new-staff.yml": plan]).open { visit in
            let path = "/units/610621/people"
            let asked = try await visit.get("\(path).json?plan=new-staff", as: .chen).json["people"].list
            #expect(asked.count == 4 && asked.allSatisfy { $0["course"] == "visits" })
            let chosen = try await visit.get("\(path).json?course=plan:new-staff&plan=", as: .chen).json
            #expect(chosen["people"].list == asked)
            let page = try await visit.get("\(path)?course=plan:new-staff&direct=true&sort=number", as: .chen)
            #expect(page.contains(#"<option value="plan:new-staff" selected>新进人员</option>"#))
            #expect(page.contains(#"<option value="true" selected>本级直属</option>"#))
            #expect(page.contains(#"<option value="number" selected>按登录号</option>"#))
            #expect(page.contains("people.xlsx?plan=new-staff&amp;direct=true&amp;sort=number&amp;header=zh"))
            #expect(page.contains("/units/610621/completion?plan=new-staff"))
            let first = try await visit.get("\(path).json?plan=new-staff&limit=1&sort=number", as: .chen)
            let next = "\(path).json?plan=new-staff&sort=number&limit=1&cursor=610621991201.00017.visits"
            #expect(first.headers[.link]?.contains("<\(next)>") == true, "\(first.headers[.link] ?? "")")
            let report = try await visit.get("/units/610621/completion?plan=new-staff", as: .chen)
            #expect(
                report.contains("\(path)?plan=new-staff\"") && report.contains("\(path)?plan=new-staff&amp;direct=true")
            )
        }
    }

    @Test func `come in one table, whatever the page shows`() async throws {
        try await withOneFinished { visit in
            let table = try await visit.get("/units/610621/people.csv?limit=2", as: .chen)
            #expect(table.rows.count == 9)
            #expect(table.rows[1][0] == "C-0001")
            #expect(
                table.rows[5] == [
                    "00017", "张某", "610621991201", "示例甲村", "publicity", "not_started", "false", "", "", "",
                ])
            #expect(
                table.rows[6] == [
                    "00017", "张某", "610621991201", "示例甲村", "visits", "completed", "false", "2026-11-09T01:00:00Z", "3",
                    "2026-11-20",
                ])
        }
    }
}

struct `A table` {
    @Test(arguments: ["completion.csv", "people.csv", "delivery.csv", "misconceptions.csv"])
    func `opens in a spreadsheet as it is`(
        _ name: String
    ) async throws {
        try await Town().open { visit in
            let table = try await visit.get("/units/610621/\(name)", as: .chen)
            #expect(table.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(table.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(table.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
            #expect(!table.text.replacing("\r\n", with: "").contains { $0 == "\n" || $0 == "\r" })
            #expect(table.text.hasSuffix("\r\n"))
        }
    }

    @Test func `has English headings, and Chinese ones when asked`() async throws {
        try await Town().open { visit in
            for (path, first, chinese) in [
                ("/units/610621/completion.csv", "unit", "单位代码"), ("/units/610621/people.csv", "staff_no", "登录号（工号）"),
                ("/units/610621/delivery.csv", "unit", "单位代码"), ("/exports/people.csv", "staff_no", "工号"),
                ("/exports/units.csv", "code", "单位代码"), ("/units/610621/misconceptions.csv", "unit", "单位代码"),
            ] {
                let plain = try await visit.get(path, as: .chen).rows[0].map { $0.trimmingPrefix("\u{FEFF}") }
                let zh = try await visit.get("\(path)?header=zh", as: .chen).rows[0].map {
                    $0.trimmingPrefix("\u{FEFF}")
                }
                #expect(plain.first.map(String.init) == first)
                #expect(zh.first.map(String.init) == chinese)
                // A heading without a word of its own would show its key.
                #expect(zh.allSatisfy { $0.firstMatch(of: /[a-z_]{3,}/) == nil }, "\(zh)")
                #expect(plain.count == zh.count)
            }
        }
    }

    @Test(arguments: ["=1+1", "+86", "-1", "@a"]) func `holds no formula`(_ name: String) async throws {
        try await Town().open { visit in
            let table = "staff_no,name,unit\r\n00099,\"\(name)\",610621991\r\n"
            let receipt = try await visit.post(table: table, to: "/imports?kind=people&mode=apply", as: .chen)
            try #require(receipt.status == 201)
            for path in ["/units/610621/people.csv?q=00099", "/exports/people.csv"] {
                #expect(try await visit.get(path, as: .chen).contains("00099,'\(name),"))
            }
        }
    }
}

/// Visits after zhang has finished `visits` and li has begun to read it.
private func withOneFinished(_ visits: @Sendable (Visitor) async throws -> Void) async throws {
    try await Town().open { visit in
        try await visit.read(["01-knock", "02-record"], of: "visits", as: .zhang)
        try await visit.pass("visits", as: .zhang)
        try await visit.read(["01-knock"], of: "visits", as: .li)
        try await visits(visit)
    }
}

/// The wire form of so many, none of them overdue, expired or exempt.
private func tally(_ assigned: Double, completed: Double, inProgress: Double, rate: JSON) -> JSON {
    [
        "assigned": .number(assigned), "completed": .number(completed), "in_progress": .number(inProgress),
        "not_started": .number(assigned - completed - inProgress), "expired": 0, "overdue": 0, "exempt": 0,
        "rate": rate, "rate_with_exempt": rate,
    ]
}

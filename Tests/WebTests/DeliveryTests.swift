import Foundation
import HTTPTypes
import Testing
import Training

@testable import Web

struct `How answers came in` {
    @Test func `is counted for a unit, for those directly in it and for each unit below`() async throws {
        try await withABadLine { visit in
            let report = try await visit.get("/units/610621/delivery.json?course=visits", as: .chen).json
            // zhang answered all three questions of a try, two of them again after a failure, li one.
            let town = delivery(attempts: 2, received: 4, recovered: 2, missing: 2)
            let expected: JSON = [
                "unit": ["code": "610621", "name": "延长县"], "course": "visits", "by": "now", "tree": "administrative",
                "counted_at": "2026-11-10T01:00:00Z", "totals": town, "direct": delivery(attempts: 0),
                "children": [
                    ["unit": ["code": "610621991", "name": "示例一镇"], "totals": town],
                    ["unit": ["code": "610621992", "name": "示例二镇"], "totals": delivery(attempts: 0)],
                ],
            ]
            #expect(report == expected)
        }
    }

    @Test func `is told alike by JSON, table and page`() async throws {
        try await withABadLine { visit in
            let path = "/units/610621991/delivery"
            let report = try await visit.get("\(path).json", as: .chen).json
            let names = ["attempts", "received", "recovered", "late", "missing"]
            func numbers(_ delivery: JSON) -> [String] { names.map { "\(Int(delivery[$0].number ?? -1))" } }
            let children = report["children"].list.map { numbers($0["totals"]) }
            #expect(children == [["1", "3", "2", "0", "0"], ["1", "1", "0", "0", "2"]])

            let rows = try await visit.get("\(path).csv", as: .chen).rows
            #expect(
                rows.dropFirst().map { Array($0[3...]) }
                    == children + [numbers(report["direct"]), numbers(report["totals"])])
            #expect(rows.dropFirst().map { $0[2] } == ["below", "below", "direct", "total"])

            let page = try await visit.get(path, as: .chen)
            #expect(page.contains("示例一镇全部课程作答 2 次，收到答案 4 题，其中断网后补传 2 题；迟到 0 题，交卷时没有答 2 题。"))
            #expect(page.contains("/units/610621991201/delivery"))
            let completion = try await visit.get("/units/610621991/completion", as: .chen)
            #expect(completion.contains(path))
        }
    }

    @Test func `is counted by reports and by the unit then, which links and files go on with`() async throws {
        try await withABadLine { visit in
            let path = "/units/610600/delivery"
            let plain = try await visit.get(path, as: .wu)
            #expect(plain.contains(#"<option value="now" selected>现单位</option>"#) && !plain.contains("报送关系"))
            let units = "code,name,parent,reports_to\n610621,延长县,610600,610000\n"
            try #require(
                try await visit.post(table: units, to: "/imports?kind=units&mode=apply", as: .zheng).status == 201)
            let people = "staff_no,name,unit\n00017,张某,610622991\n"
            try #require(
                try await visit.post(table: people, to: "/imports?kind=people&mode=apply", as: .zheng).status == 201)
            let now = try await visit.get("\(path).json?tree=reporting", as: .wu).json
            #expect(now["totals"]["attempts"] == 1 && now["elsewhere"][0]["totals"]["attempts"] == 1)
            let then = try await visit.get("\(path).json?tree=reporting&by=then", as: .wu).json
            #expect(then["totals"]["attempts"] == 0 && then["by"] == "then" && then["tree"] == "reporting")
            #expect(then["elsewhere"][0]["unit"]["code"] == "610621")
            #expect(then["elsewhere"][0]["totals"]["attempts"] == 2)
            let rows = try await visit.get("\(path).csv?tree=reporting&by=then", as: .wu).rows
            #expect(rows.last.map { Array($0[0...3]) } == ["610621", "延长县", "elsewhere", "2"])
            let page = try await visit.get("\(path)?tree=reporting&by=then", as: .wu)
            #expect(page.contains("延安市（按报送关系、当时单位）全部课程作答 0 次"))
            #expect(page.contains("/units/610621/delivery?by=then&amp;tree=reporting"))
            #expect(page.contains("delivery.xlsx?by=then&amp;tree=reporting&amp;header=zh"))
            #expect(page.contains(#"<option value="reporting" selected>报送关系</option>"#))
        }
    }

    @Test func `counts the tries of a course that began since a day`() async throws {
        try await withABadLine { visit in
            let expected: KeyValuePairs<String, JSON> = [
                "": 2, "since=2026-11-09": 2, "since=2026-11-10&course=visits": 1, "since=2026-11-11": 0,
                "course=publicity": 0,
            ]
            for (query, attempts) in expected {
                let report = try await visit.get("/units/610621/delivery.json?\(query)", as: .chensToken).json
                #expect(report["totals"]["attempts"] == attempts, "\(query)")
            }
        }
    }

    @Test func `names a line bad when one answer in ten had to be sent again`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let path = "/units/610621991/delivery"
            for slot in 1...3 {
                let before = try await visit.get(path, as: .chen)
                #expect(!before.contains("网络不好</span>"))
                try await visit.answer(slot, of: attempt, as: .zhang, recovered: true)
            }
            let after = try await visit.get(path, as: .chen)
            #expect(after.contains("网络不好</span>"))
        }
    }

    @Test func `is told to the learner with the receipt`() async throws {
        try await withABadLine { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            for slot in 2...3 { try await visit.answer(slot, of: attempt, as: .zhang, recovered: slot == 2) }
            let receipt = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            let numbers = try receipt.json
            #expect(numbers["received"] == 2 && numbers["recovered"] == 1 && numbers["missing"] == 1)
            let review = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            #expect(review.contains("收到 2/3 题的答案，其中 1 题是断网后补传的"))
        }
    }
}

/// Visits on Tuesday, after zhang answered everything over a bad line on Monday and li one question on a good one today;
/// both have handed in.
private func withABadLine(_ visits: @Sendable (Visitor) async throws -> Void) async throws {
    try await Town().open { visit in
        let attempt = try await visit.begin("visits", as: .zhang)
        for slot in 1...3 { try await visit.answer(slot, of: attempt, as: .zhang, recovered: slot > 1) }
        _ = try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
        visit.town.clock.advance(by: .days(1))
        let other = try await visit.begin("visits", as: .li)
        try await visit.answer(1, of: other, as: .li, recovered: false)
        _ = try await visit.send([:], to: "/attempts/\(other)/submission", as: .li)
        try await visits(visit)
    }
}

extension Visitor {
    /// Answers a question rightly: alone when it gets through at once, together with others when it did not.
    fileprivate func answer(_ slot: Int, of attempt: String, as who: Who, recovered: Bool) async throws {
        let right = try #require(try await rightAnswers(to: attempt, as: who)[slot])
        let path = "/attempts/\(attempt)/answers"
        let number = JSON.number(Double(slot))
        let reply =
            if recovered {
                try await send(
                    ["answers": [["slot": number, "response": right, "seq": 1, "recovered": true]]], to: path, as: who)
            } else {
                try await send(["response": right, "seq": 1], to: "\(path)/\(slot)", as: who, by: .put)
            }
        #expect(reply.status == 200)
    }
}

/// The wire form of so many, none of them late.
private func delivery(attempts: Double, received: Double = 0, recovered: Double = 0, missing: Double = 0) -> JSON {
    [
        "attempts": .number(attempts), "received": .number(received), "recovered": .number(recovered), "late": 0,
        "missing": .number(missing),
    ]
}

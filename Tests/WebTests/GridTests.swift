import Foundation
import Testing

@testable import Web

struct `The grid of people and courses` {
    @Test func `is told alike by JSON, table and page, by a sign and a word`() async throws {
        try await Town().open { visit in
            try await visit.read(["01-knock", "02-record"], of: "visits", as: .zhang)
            try await visit.pass("visits", as: .zhang)
            visit.town.clock.advance(by: .days(22))
            let path = "/units/610621/grid"
            let grid = try await visit.get("\(path).json", as: .chensToken).json
            #expect(grid["courses"].list.compactMap { $0["course"].string } == ["publicity", "visits"])
            let rows = try await visit.get("\(path).csv", as: .chensToken).rows
            #expect(
                rows[0].map { $0.trimmingPrefix("\u{FEFF}") } == [
                    "staff_no", "name", "unit", "unit_name", "publicity", "visits",
                ])
            for (person, row) in zip(grid["people"].list, rows.dropFirst()) {
                #expect(person["staff_no"].string == row[0])
                let cells = ["publicity", "visits"].map { id in
                    person["courses"].list.first { $0["course"].string == id }.map { course in
                        (course["state"].string ?? "") + (course["overdue"] == true ? " overdue" : "")
                    } ?? ""
                }
                #expect(cells == Array(row[4...]))
            }
            #expect(rows.count == grid["people"].list.count + 1)
            #expect(rows.first { $0[0] == "00017" }?[5] == "completed")
            #expect(rows.first { $0[0] == "00018" }?[5] == "not_started overdue")
            let chinese = try await visit.get("\(path).csv?header=zh", as: .chensToken).rows
            #expect(chinese.first { $0[0] == "00018" }?[5] == "未开始（逾期）")

            let page = try await visit.get(path, as: .zheng)
            #expect(page.contains(#"<span aria-hidden="true">✓</span> 已完成"#))
            #expect(page.contains(#"<span aria-hidden="true">○</span> 未开始"#))
            #expect(page.contains(#"<span class="tag tag-bad">逾期</span>"#))
            #expect(page.contains(#"<abbr title="走访">2. 走访</abbr>"#))
        }
    }

    @Test func `leads on from page to page, and says where nobody is trained`() async throws {
        try await Town().open { visit in
            let first = try await visit.get("/units/610621/grid?limit=2", as: .chen)
            #expect(first.contains(#"rel="next""#))
            var next: String? = "/units/610621/grid.json?limit=1"
            var numbers: [String] = []
            while let path = next {
                let page = try await visit.get(path, as: .chensToken)
                numbers += try page.json["people"].list.compactMap { $0["staff_no"].string }
                next = page.headers[.link]?.firstMatch(of: /^<([^>]+)>; rel="next"$/).map { String($0.output.1) }
                try #require(numbers.count < 20)
            }
            let whole = try await visit.get("/units/610621/grid.json", as: .chensToken).json
            #expect(numbers == whole["people"].list.compactMap { $0["staff_no"].string })
            #expect(try await visit.get("/units/610621992/grid", as: .chen).contains("无应训人员"))
            #expect(try await visit.get("/units/610621/grid?q=nobody", as: .chen).contains("没有"))
        }
    }
}

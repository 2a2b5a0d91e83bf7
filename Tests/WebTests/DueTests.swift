import Testing

@testable import Web

struct `The list of who is due` {
    @Test func `is a page, JSON and tables, and leads to each person`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/units/610621/completion", as: .chen).contains("/units/610621/due"))
            let page = try await visit.get("/units/610621/due", as: .chen)
            #expect(page.contains("张某") && page.contains("/people/00017/courses/visits"))
            #expect(page.contains("还有 11 天") && page.contains("/units/610621/reminder"))
            let json = try await visit.get("/units/610621/due.json?within=30&course=visits", as: .chensToken).json
            #expect(json["within"] == 30 && json["overdue"] == false && json["people"].list.count == 4)
            #expect(json["people"][0].names == ["staff_no", "name", "unit", "unit_name", "course", "state", "day"])
            let csv = try await visit.get("/units/610621/due.csv?within=7", as: .chensToken)
            #expect(csv.text.hasSuffix("staff_no,name,unit,unit_name,course,state,day\r\n"))
            #expect(try await visit.get("/units/610621/due.csv?header=zh", as: .chensToken).contains("到期日"))
            #expect(try await visit.get("/units/610621/due.xlsx", as: .chensToken).status == 200)
        }
    }

    @Test func `has those whose day has passed, and takes no other number of days than there are`() async throws {
        try await Town().open { visit in
            for address in ["?within=overdue", "?overdue=true"] {
                let json = try await visit.get("/units/610621/due.json\(address)", as: .chensToken).json
                #expect(json["overdue"] == true && json["people"].list.isEmpty)
            }
            for wrong in ["0", "367", "soon", "-1"] {
                let reply = try await visit.get("/units/610621/due.json?within=\(wrong)", as: .chensToken)
                #expect(reply.status == 422 && reply.problem == "bad_within")
            }
        }
    }

    @Test func `offers a reminder to those who manage people alone`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/units/610621/due", as: .wu)
            #expect(page.status == 200 && !page.contains("/units/610621/reminder"))
        }
    }
}

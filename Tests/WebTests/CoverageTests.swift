import Foundation
import Testing
import TestSupport
import Training

@testable import Web

struct `What is covered` {
    @Test func `is told alike by JSON, table and page`() async throws {
        try await Town().open { visit in
            let document = try await visit.get("/content/coverage.json", as: .zheng).json
            #expect(document["without_lesson"] == [])
            #expect(document["without_question"] == ["N-1"])
            let law: JSON = [
                "clause": "L-1", "source": "社会救助法", "era": "current", "verified": true, "lessons": 2, "questions": 4,
                "generated": 0, "scenarios": 0, "tables": 0,
            ]
            #expect(document["clauses"][0] == law)
            #expect(
                document["courses"][1] == ["course": "visits", "taught": 2, "asked": 1, "items": 3, "unanswered": 3])

            let rows = try await visit.get("/content/coverage.csv?header=zh", as: .zheng).rows
            #expect(rows[0].dropFirst() == ["出处", "时期", "已核实", "课文", "题目", "生成题", "情景题", "决策表"])
            #expect(rows.dropFirst().map { $0[0] } == ["L-1", "N-1"])
            #expect(rows[1].dropFirst(3) == ["是", "2", "4", "0", "0", "0"])

            let page = try await visit.get("/content/coverage", as: .zheng)
            #expect(page.contains("没有题问的条款：1 条"))
            #expect(!page.contains("没有课讲的条款"))
            #expect(page.contains(#"<a href="/clauses/N-1">N-1</a>"#))
        }
    }

    @Test func `names the items that nobody answered anew as they now stand, by the table in its present state`()
        async throws
    {
        let folder = try TemporaryFolder()
        var options = Site.Options()
        let file = folder.file("reanswers.csv")
        options.reanswers = { () throws(RowProblems) in
            let bytes = (try? Data(contentsOf: URL(filePath: file))) ?? Data()
            return try Reanswer.read(try Sheet.read(Array(bytes)).sheet)
        }
        try folder.write("item,version,answer,agrees,changed\n", to: "reanswers.csv")
        try await Town(options).open { visit in
            func unanswered() async throws -> [JSON] {
                try await visit.get("/content/coverage.json", as: .zheng).json["unanswered"].list
            }
            let all = try await unanswered()
            #expect(all.map { $0["item"] } == ["publicity-names", "visits-knock", "visits-record", "visits-skip"])
            let version = try #require(all[0]["version"].string)
            try folder.write(
                "item,version,answer,agrees,changed\npublicity-names,\(version),t,yes,\n", to: "reanswers.csv")
            #expect(try await unanswered() == Array(all.dropFirst()))
            #expect(try await visit.get("/content/coverage", as: .zheng).contains("4 道里有 3 道"))

            try folder.write("item,version,answer,agrees,changed\n甲,\(version),t,yes,\n", to: "reanswers.csv")
            #expect(try await unanswered() == all)
            let page = try await visit.get("/content/coverage", as: .zheng)
            #expect(page.status == 200)
            #expect(page.contains("第 2 行 item："))
        }
    }
}

import Foundation
import HTTPTypes
import TestSupport
import Testing
import Training

@testable import Web

struct `A printed paper` {
    @Test func `is drawn for people who were ticked or typed, and printed one behind the other`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/units/610621991201/papers", as: .chen)
            #expect(page.contains(#"name="people" value="00017""#) && !page.contains(#"value="00021""#))
            let form: KeyValuePairs = ["course": "visits", "people": "00017", "numbers": "00018， 00019"]
            let drawn = try await visit.post("/units/610621/papers", form: form, as: .chen)
            let path = try #require(drawn.location)
            #expect(drawn.status == 303 && path.hasPrefix("/papers?numbers="))
            let sheets = try await visit.get(path, as: .chen)
            #expect(sheets.text.components(separatedBy: #"<table class="sheet">"#).count == 4)
            for name in ["张某", "李某", "王某", "示例甲村"] { #expect(sheets.contains(name)) }
            let listed = try await visit.get("/units/610621/papers.json", as: .chen).json["papers"].list
            #expect(Set(listed.map { $0["staff_no"] }) == ["00017", "00018", "00019"])
            let names: Set = ["number", "attempt", "staff_no", "name", "unit_name", "course", "printed_at", "state"]
            #expect(listed.allSatisfy { $0.names == names && $0["state"] == "open" })
            let numbers = listed.compactMap { $0["number"].string }
            for number in numbers { #expect(path.contains(number)) }
            #expect(try await visit.get("/units/610621/papers", as: .chen).contains("录入答案"))
        }
    }

    @Test func `tells nothing of what is right, printed or on the wire`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            for path in ["/papers/\(number)", "/papers/\(number).json", "/papers/\(number)/answers"] {
                let reply = try await visit.get(path, as: .chen)
                #expect(reply.status == 200 && reply.contains("敲门没人应"))
                for secret in Town.secrets { #expect(!reply.contains(secret), "\(secret) in \(path)") }
            }
            let paper = try await visit.get("/papers/\(number).json", as: .chensToken).json
            #expect(paper["questions"].list.count == 3 && paper["number"] == .string(number))
        }
    }

    @Test func `is found by its number, with a word about a wrong one`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            let typed = "\(number.prefix(4))+\(number.suffix(4))"
            #expect(try await visit.get("/papers?number=\(typed)", as: .chen).location == "/papers/\(number)/answers")
            let wrong = try await visit.get("/papers?number=12345678", as: .chen)
            #expect(wrong.status == 422 && wrong.contains("编号不对") && wrong.contains(#"value="12345678""#))
        }
    }

    @Test func `says on the form whom it cannot be drawn for, and draws none`() async throws {
        try await Town().open { visit in
            let cases: [(KeyValuePairs<String, String>, Int, String)] = [
                (["course": "visits", "people": "00017", "numbers": "00020"], 422, "没有登录号为 00020 的在岗人员"),
                (["course": "visits", "numbers": "C-0001"], 422, "自己的事不能由自己办"),
                (["course": "visits"], 422, "请选人或填登录号"), (["course": "x", "people": "00017"], 422, "请选一门课程"),
                (["course": "visits", "numbers": "张某"], 422, "不是登录号"),
                (["course": "publicity", "people": "00017"], 409, "张某（00017）要先读完"),
            ]
            for (form, status, words) in cases {
                let reply = try await visit.post("/units/610621/papers", form: form, as: .chen)
                #expect(reply.status == status && reply.contains(words), "\(words)")
            }
            #expect(try await visit.get("/units/610621/papers.json", as: .chen).json["papers"] == [])
            let json = try await visit.send(
                ["course": "visits", "people": ["00020"]], to: "/units/610621/papers", as: .chensToken)
            #expect(json.status == 422 && json.problem == "not_available")
        }
    }
}

struct `Keying a paper in` {
    @Test func `takes letters, marks them, and the record says 纸质 and who did it`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            let (attempt, letters) = try await visit.rightLetters(of: number)
            let done = try await visit.post("/papers/\(number)/answers", form: letters, as: .chen)
            #expect(done.location == "/attempts/\(attempt)/review")
            for who in [Who.zhang, .chen] {
                let review = try await visit.get("/attempts/\(attempt)/review", as: who)
                #expect(review.contains("3/3 分") && review.contains("纸质试卷 "))
                #expect(review.contains("陈某录入"))
                let json = try await visit.get("/attempts/\(attempt)/review.json", as: who).json
                #expect(json["medium"] == "paper" && json["keyed_by"] == "陈某")
            }
            #expect(try await visit.get("/courses/visits", as: .zhang).contains("<span>纸质</span>"))
            #expect(try await visit.get("/papers/\(number)", as: .chen).contains("陈某已录入答案"))
            #expect(try await visit.get("/papers/\(number)/answers", as: .chen).location == done.location)
            #expect(
                try await visit.post("/papers/\(number)/answers", form: letters, as: .chen).location == done.location)
        }
    }

    @Test func `says which letters do not fit, keeps the rest, and takes nothing`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            let reply = try await visit.post(
                "/papers/\(number)/answers", form: ["answer-1": "Z", "answer-2": "A", "answer-3": "B"], as: .chen)
            #expect(reply.status == 422 && reply.contains("有的答案对不上题目"))
            #expect(reply.text.components(separatedBy: #"class="is-wrong""#).count == 2)
            for value in ["Z", "A", "B"] { #expect(reply.contains(#"value="\#(value)""#)) }
            #expect(try await visit.get("/papers/\(number).json", as: .chen).json["state"] == "open")
        }
    }

    @Test func `asks whether an answer is really missing`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            let asked = try await visit.post("/papers/\(number)/answers", form: ["answer-2": "A"], as: .chen)
            #expect(asked.status == 422 && asked.contains("第 1、3 题没有答案"))
            let done = try await visit.post(
                "/papers/\(number)/answers", form: ["answer-2": "A", "empty": "true"], as: .chen)
            #expect(done.status == 303)
            let attempt = try await visit.get("/papers/\(number).json", as: .chen).json["attempt"].string ?? ""
            #expect(try await visit.get("/attempts/\(attempt)/review.json", as: .chen).json["received"] == 1)
        }
    }

    @Test func `works for programs`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            let paper = try await visit.get("/papers/\(number).json", as: .chensToken).json
            let attempt = try #require(paper["attempt"].string)
            let right = try await visit.rightAnswers(to: attempt, as: .zhang)
            let answers: JSON = .list(right.map { ["slot": .number(Double($0)), "response": $1] })
            let reply = try await visit.send(["answers": answers], to: "/papers/\(number)/answers", as: .chensToken)
            #expect(reply.status == 200)
            #expect(try reply.json["passed"] == true)
            #expect(
                try await visit.get("/attempts/\(attempt)/review.json", as: .chensToken).json["keyed_by"]
                    == "token:chensToken")
            let other = try await visit.send(["answers": []], to: "/papers/\(number)/answers", as: .chensToken)
            #expect(other.status == 409 && other.problem == "keyed_already")
        }
    }

    @Test func `is not needed for a paper that was withdrawn, which says why`() async throws {
        try await Town().open { visit in
            let number = try await visit.drawPaper()
            let empty = try await visit.post("/papers/\(number)/withdrawal", form: ["reason": " "], as: .chen)
            #expect(empty.status == 422)
            let path = "/papers/\(number)"
            #expect(try await visit.post("\(path)/withdrawal", form: ["reason": "淋湿了"], as: .chen).location == path)
            #expect(try await visit.get(path, as: .chen).contains("已作废：淋湿了"))
            #expect(try await visit.get("\(path)/answers", as: .chen).location == path)
            #expect(try await visit.send(["answers": []], to: "\(path)/answers", as: .chen).problem == "withdrawn")
        }
    }
}

extension Visitor {
    /// Draws zhang a paper and returns its number.
    fileprivate func drawPaper() async throws -> String {
        let drawn = try await send(["course": "visits", "people": ["00017"]], to: "/units/610621/papers", as: .chen)
        #expect(drawn.status == 201)
        return try #require(try drawn.json["papers"][0]["number"].string)
    }

    /// The try behind a paper, and its right answers as a coordinator types them.
    fileprivate func rightLetters(
        of number: String
    ) async throws -> (attempt: String, form: KeyValuePairs<String, String>) {
        let attempt = try #require(try await get("/papers/\(number).json", as: .chen).json["attempt"].string)
        let right = try await rightAnswers(to: attempt, as: .zhang)
        func letters(_ slot: Int) -> String {
            guard let answer = right[slot] else { return "" }
            return (answer.string ?? answer.list.compactMap(\.string).joined()).uppercased()
        }
        return (attempt, ["answer-1": letters(1), "answer-2": letters(2), "answer-3": letters(3)])
    }
}

import Foundation
import HTTPTypes
import TestSupport
import Testing
import Training

@testable import Content
@testable import Web

private let questions = ["visits-knock", "visits-record", "visits-skip"]

struct `The notebook` {
    @Test func `says on the home page how many wait today, once something does`() async throws {
        try await Town().open { visit in
            #expect(try await !visit.get("/", as: .zhang).contains("/notebook"))
            try await visit.fail("visits", as: .zhang)
            let early = try await visit.get("/", as: .zhang)
            #expect(early.contains("错题本：3 题，今天没有要练的") && !early.contains("约 1 分钟"))
            visit.town.clock.advance(by: .days(1))
            let due = try await visit.get("/", as: .zhang)
            #expect(due.contains("错题本：今天 3 题，约 1 分钟") && due.contains(#"href="/notebook""#))
            #expect(try await !visit.get("/", as: .li).contains("/notebook"))
        }
    }

    @Test func `lists its cards and today's five`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            let early = try await visit.get("/notebook.json", as: .zhang).json
            #expect(early["today"] == [] && early["due"] == 0 && early["day"] == "2026-11-09")
            visit.town.clock.advance(by: .days(1))
            let book = try await visit.get("/notebook.json", as: .zhang).json
            #expect(book.names == ["day", "due", "learnt", "practised", "today", "cards"])
            #expect(book["today"] == .list(questions.map { .string($0) }) && book["due"] == 3)
            let card: JSON = [
                "question": "visits-knock", "type": "single", "stem": "敲门没人应，怎么办？", "stage": 0,
                "entered": "2026-11-09", "due": "2026-11-10", "seq": 1,
            ]
            #expect(book["cards"][0] == card)
            let page = try await visit.get("/notebook", as: .zhang)
            #expect(page.contains("开始练：今天 3 题，约 1 分钟") && page.contains("隔 1、3、7、15、30 天"))
            for question in questions { #expect(page.contains(#"href="/notebook/\#(question)""#)) }
        }
    }

    @Test func `is practised card by card on pages without scripts, until it is done for today`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            var path = try #require(try await visit.get("/notebook", as: .zhang).link(after: "<h1>"))
            for (index, question) in questions.enumerated() {
                #expect(path == "/notebook/\(question)")
                let page = try await visit.get(path, as: .zhang)
                #expect(page.contains("今天第 \(index + 1) 题，共 3 题"))
                let form = try await visit.rightForm(for: question, as: .zhang, page)
                #expect(try await visit.post(path, form: form, as: .zhang).location == path)
                let told = try await visit.get(path, as: .zhang)
                #expect(told.contains("答对了") && told.contains("2026年11月13日再练这道题"))
                #expect(told.contains("REASON") && told.contains("EXPLANATION") && told.contains("应当上门调查。"))
                path = try #require(told.link(after: #"<div class="turn">"#))
            }
            #expect(path == "/notebook")
            #expect(try await visit.get(path, as: .zhang).contains("下一次：2026年11月13日"))
            #expect(try await visit.get("/", as: .zhang).contains("今天没有要练的"))
        }
    }

    @Test func `tells nothing of what is right before the answer`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            var replies: [Reply] = []
            for path in ["/", "/notebook", "/notebook.json"] { replies.append(try await visit.get(path, as: .zhang)) }
            for question in questions {
                for suffix in ["", ".json"] {
                    replies.append(try await visit.get("/notebook/\(question)\(suffix)", as: .zhang))
                }
                replies.append(try await visit.post("/notebook/\(question)", as: .zhang))
                #expect(replies.last?.status == 422)
                replies.append(
                    try await visit.send(["response": "z", "seq": 2], to: "/notebook/\(question)", as: .zhang))
                #expect(replies.last?.status == 422)
                // An answer of long ago is sent again.
                replies.append(
                    try await visit.send(["response": nil, "seq": 1], to: "/notebook/\(question)", as: .zhang))
                #expect(try replies.last?.json["saved"] == false)
            }
            for reply in replies {
                for secret in Town.secrets + [#""right""#, #""reason""#, #""explanation""#, "is-right"] {
                    #expect(!reply.contains(secret), "\(secret) in \(reply.text)")
                }
            }
            let after = try await visit.send(["response": nil, "seq": 2], to: "/notebook/visits-knock", as: .zhang)
            #expect(after.contains("REASON") && after.contains("EXPLANATION"))
        }
    }
}

struct `A card` {
    @Test func `is on the wire what the interface says`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            let plain: Set = ["question", "state", "stage", "stages", "due", "seq", "version", "type", "stem"]
            let waiting = try await visit.get("/notebook/visits-skip.json", as: .zhang).json
            #expect(waiting.names == plain.union(["answered"]) && waiting["state"] == "waiting")
            #expect(waiting["answered"]["kind"] == "entered" && waiting["answered"]["response"] == nil)
            visit.town.clock.advance(by: .days(1))
            let due = try await visit.get("/notebook/visits-skip.json", as: .zhang).json
            #expect(due.names == plain.union(["options"]) && due["state"] == "due" && due["seq"] == 2)
            #expect(due["options"] == [["key": "a", "text": "对"], ["key": "b", "text": "错"]])

            let sent: JSON = ["response": "b", "seq": 2, "version": due["version"]]
            let first = try await visit.send(sent, to: "/notebook/visits-skip", as: .zhang).json
            #expect(first["saved"] == true && first["state"] == "waiting" && first["stage"] == 1)
            #expect(first["due"] == "2026-11-13" && first["answered"]["kind"] == "right")
            #expect(first["answered"]["score"] == 1 && first["answered"]["clauses"] == ["L-1"])
            #expect(try await visit.send(sent, to: "/notebook/visits-skip", as: .zhang).json == first)
            let other = try await visit.send(["response": "a", "seq": 2], to: "/notebook/visits-skip", as: .zhang)
            #expect(try other.json["saved"] == false)
            #expect(try other.json["stage"] == 1)
        }
    }

    @Test func `keeps its letters from showing to answering`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            let shown = try await visit.get("/notebook/visits-record.json", as: .zhang).json["options"]
            #expect(try await visit.get("/notebook/visits-record.json", as: .zhang).json["options"] == shown)
            let right = shown.list.filter { ["时间", "地点"].contains($0["text"].string) }.map { $0["key"] }
            let reply = try await visit.send(
                ["response": .list(right), "seq": 2], to: "/notebook/visits-record", as: .zhang)
            #expect(try reply.json["answered"]["kind"] == "right")
            let parts = try reply.json["answered"]["parts"].list.map { ($0["key"], $0["text"]) }
            #expect(parts.map(\.0) == shown.list.map { $0["key"] } && parts.map(\.1) == shown.list.map { $0["text"] })
        }
    }

    @Test func `asks for an answer, and takes not knowing for one`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            for form in [["kind": "single", "seq": "2"], ["kind": "multiple", "seq": "2"]] as [KeyValuePairs] {
                let empty = try await visit.post("/notebook/visits-knock", form: form, as: .zhang)
                #expect(empty.status == 422 && empty.contains("请先作答") && empty.contains("敲门没人应"))
            }
            let unknown = try await visit.post(
                "/notebook/visits-knock", form: ["kind": "single", "seq": "2", "unknown": "true"], as: .zhang)
            #expect(unknown.status == 303)
            let told = try await visit.get("/notebook/visits-knock", as: .zhang)
            #expect(told.contains("没有答对") && told.contains("2026年11月11日再练这道题"))
        }
    }

    @Test func `leaves after the fifth right answer and says so`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            for (number, days) in [1.0, 3, 7, 15, 30].enumerated() {
                visit.town.clock.advance(by: .days(days))
                let reply = try await visit.send(
                    ["response": "b", "seq": .number(Double(number + 2))], to: "/notebook/visits-skip", as: .zhang)
                #expect(try reply.json["state"] == (number == 4 ? "learnt" : "waiting"))
            }
            #expect(try await visit.get("/notebook/visits-skip", as: .zhang).contains("学会了，移出错题本"))
            let book = try await visit.get("/notebook.json", as: .zhang).json
            #expect(book["learnt"] == 1 && book["cards"].list.count == 2)
        }
    }

    @Test func `is asked in the newest version, and not at all once its question is gone`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            let old = try await visit.get("/notebook/visits-skip.json", as: .zhang).json["version"]
            let bank = try #require(Town.files["Questions/visits.yml"])
            try await visit.town.edit(["Questions/visits.yml": bank.replacing("可以不上门。", with: "可以只打电话。")])
            let new = try await visit.get("/notebook/visits-skip.json", as: .zhang).json
            #expect(new["stem"] == "可以只打电话。" && new["version"] != old)
            let stale = try await visit.send(
                ["response": "b", "seq": 2, "version": old], to: "/notebook/visits-skip", as: .zhang)
            #expect(stale.status == 409 && stale.problem == "question_changed")
            let form: KeyValuePairs = [
                "kind": "true_false", "response": "b", "seq": "2", "version": old.string ?? "",
            ]
            let page = try await visit.post("/notebook/visits-skip", form: form, as: .zhang)
            #expect(page.status == 409 && page.contains("可以只打电话。") && page.contains("请看新题再答"))

            let gone = try #require(bank.range(of: "- id: visits-skip").map { String(bank[..<$0.lowerBound]) })
            let course = try #require(Town.files["Courses/visits/course.yml"]).replacing("draw: 3", with: "draw: 2")
            try await visit.town.edit(["Questions/visits.yml": gone, "Courses/visits/course.yml": course])
            #expect(try await visit.get("/notebook/visits-skip", as: .zhang).status == 404)
            #expect(try await visit.get("/notebook.json", as: .zhang).json["due"] == 2)
            #expect(try await visit.get("/units/610621/notebook.json", as: .wusToken).json["totals"]["cards"] == 2)
        }
    }

    @Test func `shows the picture of a version that no paper has kept`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            let drawing = try #require(Town.files["Questions/images/door.svg"]).replacing("8 8", with: "7 7")
            try await visit.town.edit(["Questions/images/door.svg": drawing])
            let path = try #require(try await visit.get("/notebook/visits-knock.json", as: .zhang).json["image"].string)
            #expect(try await visit.get(path, as: .zhang).text == drawing)
            _ = try await visit.send(["response": nil, "seq": 2], to: "/notebook/visits-knock", as: .zhang)
            #expect(try await visit.town.records.media(String(path.dropFirst("/media/".count))) != nil)
        }
    }
}

struct `A unit's notebooks` {
    @Test func `are numbers and nothing else`() async throws {
        try await Town().open { visit in
            try await visit.fail("visits", as: .zhang)
            try await visit.fail("visits", as: .li)
            visit.town.clock.advance(by: .days(1))
            let report = try await visit.get("/units/610621991/notebook.json", as: .chensToken).json
            let one: JSON = ["people": 1, "cards": 3, "due": 3, "learnt": 0]
            let both: JSON = ["people": 2, "cards": 6, "due": 6, "learnt": 0]
            let none: JSON = ["people": 0, "cards": 0, "due": 0, "learnt": 0]
            let expected: JSON = [
                "unit": ["code": "610621991", "name": "示例一镇"], "day": "2026-11-10", "totals": both, "direct": none,
                "children": [
                    ["unit": ["code": "610621991201", "name": "示例甲村"], "totals": one],
                    ["unit": ["code": "610621991202", "name": "示例乙村"], "totals": one],
                ],
            ]
            #expect(report == expected)
            let page = try await visit.get("/units/610621991201/notebook", as: .chen)
            #expect(page.status == 200 && page.contains("这里只有题数"))
            for hidden in ["张某", "00017", "visits", "敲门"] { #expect(!page.contains(hidden), "\(hidden)") }
            #expect(try await visit.get("/units/610621/completion", as: .chen).contains("/units/610621/notebook"))
        }
    }
}

extension Visitor {
    /// Hands in a quiz without an answer.
    fileprivate func fail(_ course: String, as who: Who) async throws {
        let attempt = try await begin(course, as: who)
        #expect(try await send([:], to: "/attempts/\(attempt)/submission", as: who).status == 200)
    }

    /// The form of a practice page, filled in rightly.
    fileprivate func rightForm(
        for question: String, as who: Who, _ page: Reply
    ) async throws -> KeyValuePairs<String, String> {
        let id = try #require(QuestionID(rawValue: question))
        let person = try await town.person(who).id
        let item = try #require(town.content.current.items[id])
        let (card, _) = try await town.records.notebookCard(id, of: person, on: Day(at: town.clock.now))
        guard case .choice(let choice) = item.question.interaction else { return [:] }
        let letters = choice.key.compactMap { card.slot(for: item, of: person).letter(of: $0) }
        let name = choice.kind == .multiple ? "choices" : "response"
        for hidden in ["kind", "seq", "version"] { #expect(page.contains(#"name="\#(hidden)""#)) }
        let (first, last) = (letters[0], letters.last ?? "")
        return letters.count == 1
            ? ["kind": choice.kind.rawValue, "seq": "2", "version": item.version, name: first]
            : ["kind": choice.kind.rawValue, "seq": "2", "version": item.version, name: first, name: last]
    }
}

extension Town {
    /// Changes files of the content, and waits until they are in service.
    fileprivate func edit(_ files: [String: String]) async throws {
        let before = content.current.version
        for (name, text) in files { try folder.write(text, to: name) }
        for _ in 0..<2 { try await content.look() }
        #expect(content.current.version != before && content.problems.isEmpty)
    }
}

extension Reply {
    /// Where the first link after this text leads.
    fileprivate func link(after mark: String) -> String? {
        guard let start = text.range(of: mark) else { return nil }
        return text[start.upperBound...].firstMatch(of: /href="([^"]+)"/).map { String($0.output.1) }
    }
}

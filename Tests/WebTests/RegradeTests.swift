import Foundation
import Testing
import Training

@testable import Content
@testable import Web

struct `A key that was corrected in its file` {
    @Test func `is shown to administrators, first on the page of the content`() async throws {
        try await Town().open { visit in
            try await visit.answer(knock: "keyRight", as: .zhang)
            #expect(try await visit.get("/corrections.json", as: .zheng).json == ["open": [], "applied": []])
            #expect(!(try await visit.get("/content", as: .zheng).contains("有 1 道题改了答案")))
            try await visit.town.correctKnock()
            #expect(try await visit.get("/content", as: .zheng).contains("有 1 道题改了答案"))
            let list = try await visit.get("/corrections", as: .zheng)
            #expect(list.contains(#"href="/corrections/visits-knock""#) && list.contains("敲门没人应，怎么办？"))
            let open = try await visit.get("/corrections.json", as: .zhengsToken).json["open"].list
            #expect(open.map { $0["question"] } == ["visits-knock"])
            #expect(open[0].names == ["question", "stem", "version"])
        }
    }

    @Test func `tells whose result would change, and changes nothing by telling it`() async throws {
        try await Town().open { visit in
            let li = try await visit.answer(knock: "keyRight", record: ["keyFirst"], as: .li)
            let zhang = try await visit.answer(knock: "keyWrong", record: ["keySecond"], as: .zhang)
            try await visit.town.correctKnock()
            let plan = try await visit.get("/corrections/visits-knock.json", as: .zhengsToken).json
            #expect(plan["fails"] == 1 && plan["passes"] == 1 && plan["score"] == 0 && plan["unchanged"] == 0)
            #expect(plan["in_progress"] == 0 && plan["before_key_from"] == 0 && plan["applied"] == [])
            let expected: JSON = [
                [
                    "attempt": .string(li), "staff_no": "00018", "name": "李某", "unit": "610621991202",
                    "unit_name": "示例乙村", "course": "visits", "number": 1, "submitted_at": "2026-11-09T01:00:00Z",
                    "score": 2.5, "new_score": 1.5, "max_score": 3, "passed": true, "new_passed": false,
                    "effect": "fails", "course_completed": false,
                ],
                [
                    "attempt": .string(zhang), "staff_no": "00017", "name": "张某", "unit": "610621991201",
                    "unit_name": "示例甲村", "course": "visits", "number": 1, "submitted_at": "2026-11-09T01:00:00Z",
                    "score": 1, "new_score": 2, "max_score": 3, "passed": false, "new_passed": true,
                    "effect": "passes", "course_completed": false,
                ],
            ]
            #expect(plan["changes"] == expected)
            let page = try await visit.get("/corrections/visits-knock", as: .zheng)
            for text in ["李某", "示例乙村", "降到合格线下", "变为合格", "2.5/3 合格", "2/3 合格", "把这 1 次合格改为不合格"] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(page.headers[.cacheControl]?.contains("no-store") == true)
            #expect(try await visit.get("/attempts/\(zhang)/review.json", as: .zhang).json["score"] == 1)
        }
    }

    @Test func `is applied by a form, and the review then says when, why and what`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.answer(knock: "keyWrong", record: ["keySecond"], as: .zhang)
            let before = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            #expect(before["questions"].list.allSatisfy { $0["correction"] == nil })
            try await visit.town.correctKnock()
            visit.town.clock.advance(by: .days(1))
            let plan = try #require(
                try await visit.get("/corrections/visits-knock.json", as: .zheng).json["plan"].string)
            let done = try await visit.post(
                "/corrections/visits-knock", form: ["plan": plan, "reason": " 原答案写反了 "], as: .zheng)
            #expect(done.status == 303 && done.location == "/corrections/visits-knock")
            let page = try await visit.get("/corrections/visits-knock", as: .zheng)
            #expect(page.contains("这道题没有要更正的作答。") && page.contains("原答案写反了") && page.contains("郑某"))
            #expect(!page.contains("<form class=\"form"))

            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            #expect(review["score"] == 2 && review["passed"] == true)
            let question = try #require(review["questions"].list.first { $0["stem"].string?.hasPrefix("敲门") == true })
            #expect(question["score"] == 1)
            let correction = question["correction"]
            #expect(correction["corrected_at"] == "2026-11-10T01:00:00Z" && correction["reason"] == "原答案写反了")
            #expect(correction["former_score"] == 0)
            let changes = correction["changes"].list
            #expect(Set(changes.map { $0["text"].string }) == ["改天再来", "当作核过"])
            #expect(changes.allSatisfy { $0["before"] != $0["after"] })
            let right = question["parts"].list.filter { $0["right"] == true }
            #expect(right.map { $0["text"] } == ["当作核过"] && right[0]["chosen"] == true)
            #expect(right[0]["reason"] == "CORRECTED 见不到人也算。")

            let shown = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            for text in [
                "本题答案已于 2026-11-10 09:00 更正，本题得分由 0 改为 1。", "原答案写反了", "总分由 1 改为 2。", "敲门没人应，怎么办？",
            ] {
                #expect(shown.contains(text), "\(text)")
            }
            let english = try await visit.get("/attempts/\(attempt)/review", as: .zhang, [.cookie: "language=en"])
            #expect(english.contains("The key to this question was corrected on 2026-11-10 09:00"))
        }
    }

    @Test(arguments: [false, true]) func `leaves a pass standing unless that is ticked`(_ ticked: Bool) async throws {
        try await Town().open { visit in
            let attempt = try await visit.answer(knock: "keyRight", record: ["keyFirst"], as: .li)
            try await visit.town.correctKnock()
            let plan = try await visit.get("/corrections/visits-knock.json", as: .zhengsToken).json["plan"]
            let applied = try await visit.send(
                ["plan": plan, "reason": "写反了", "allow_failing": .bool(ticked)], to: "/corrections/visits-knock",
                as: .zhengsToken)
            #expect(applied.status == 201)
            let document = try applied.json
            #expect(document["failed"] == (ticked ? 1 : 0) && document["kept"] == (ticked ? 0 : 1))
            #expect(document["applied_by"] == "token:zhengsToken" && document["marks"] == 1)
            #expect(try await visit.get("/corrections.json", as: .zheng).json["applied"] == [document])
            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .li).json
            #expect(review["score"] == 1.5 && review["passed"] == .bool(!ticked))
            let page = try await visit.get("/attempts/\(attempt)/review", as: .li)
            #expect(page.contains("您的合格结果保留") == !ticked)
        }
    }

    @Test func `is not applied on a plan that no longer holds, without a reason, or twice`() async throws {
        try await Town().open { visit in
            try await visit.answer(knock: "keyWrong", as: .zhang)
            let late = try await visit.begin("visits", as: .li)
            try await visit.town.correctKnock()
            let address = "/corrections/visits-knock"
            func send(_ plan: JSON, _ reason: String) async throws -> Reply {
                try await visit.send(["plan": plan, "reason": .string(reason)], to: address, as: .zhengsToken)
            }
            let document = try await visit.get("\(address).json", as: .zhengsToken).json
            #expect(document["in_progress"] == 1)
            #expect(try await send(document["plan"], "  ").problem == "reason_needed")
            #expect(try await send(document["plan"], String(repeating: "长", count: 501)).status == 422)
            try await visit.answer(knock: "keyRight", as: .li)
            let refused = try await send(document["plan"], "写反了")
            #expect(refused.status == 409 && refused.problem == "data_changed")
            #expect(try await visit.get("/attempts/\(late)/review.json", as: .li).json["score"] == 3)

            let fresh = try await visit.get("\(address).json", as: .zhengsToken).json["plan"]
            #expect(try await send(fresh, "写反了").status == 201)
            let again = try await send(fresh, "写反了")
            #expect(again.status == 409 && again.problem == "nothing_to_correct")
            #expect(try await visit.get("\(address).json", as: .zhengsToken).json["plan"] == nil)
            #expect(try await visit.get("/corrections/nothing.json", as: .zhengsToken).status == 404)
        }
    }

    @Test func `marks a try that goes on when it is handed in, and its review says so`() async throws {
        try await Town().open { visit in
            try await visit.answer(knock: "keyRight", as: .li)
            let attempt = try await visit.begin("visits", as: .zhang)
            try await visit.town.correctKnock()
            let plan = try await visit.get("/corrections/visits-knock.json", as: .zheng).json["plan"]
            visit.town.clock.advance(by: .minutes(5))
            _ = try await visit.send(
                ["plan": plan, "reason": "写反了"], to: "/corrections/visits-knock", as: .zhengsToken)
            #expect(try await visit.answer(knock: "keyWrong", as: .zhang) == attempt)
            let review = try await visit.get("/attempts/\(attempt)/review.json", as: .zhang).json
            #expect(review["score"] == 3)
            let page = try await visit.get("/attempts/\(attempt)/review", as: .zhang)
            #expect(page.contains("交卷时就按更正后的答案评分") && !page.contains("总分由"))
        }
    }

    @Test func `that changed with the rule says since when, and leaves what was handed in before`() async throws {
        try await Town().open { visit in
            try await visit.answer(knock: "keyRight", as: .zhang)
            visit.town.clock.advance(by: .days(1))
            try await visit.answer(knock: "keyRight", as: .li)
            try await visit.town.correctKnock(from: "2026-11-10")
            let plan = try await visit.get("/corrections/visits-knock.json", as: .zheng).json
            #expect(plan["key_from"] == "2026-11-10" && plan["before_key_from"] == 1)
            #expect(plan["changes"].list.map { $0["name"] } == ["李某"])
            let page = try await visit.get("/corrections/visits-knock", as: .zheng)
            #expect(page.contains("新答案自 2026年11月10日 起适用。此前交卷的 1 次作答按当时的规定评分，不动。"))
            #expect(!page.contains("张某"))
        }
    }
}

extension Town {
    /// An editor turns the key of the first question round.
    fileprivate func correctKnock(from day: String? = nil) async throws {
        let file = "Questions/visits.yml"
        let text = try #require(Town.files[file])
        let corrected = text.replacing("answer: keyRight", with: "answer: keyWrong")
            .replacing("REASON 没见到人不算。", with: "CORRECTED 见不到人也算。")
            .replacing(
                "explanation: EXPLANATION 要见到人。",
                with: "explanation: EXPLANATION 要见到人。" + (day.map { "\n  key_from: \($0)" } ?? ""))
        try folder.write(corrected, to: file)
        // The first look sees the edit, the second that it stood still.
        try await content.look()
        try await content.look()
        #expect(content.problems == [])
    }
}

extension Visitor {
    /// Takes the quiz of `visits` with these options of its first two questions, and the third right.
    @discardableResult
    fileprivate func answer(
        knock: String, record: [String] = ["keyFirst", "keyThird"], as who: Who
    ) async throws -> String {
        let attempt = try await begin("visits", as: who)
        let id = try #require(AttemptID(rawValue: attempt))
        let paper = try await town.records.attempt(id, for: .operatorAtTheMachine)
        for slot in paper.paper.slots {
            let keys: [QuestionID: [String]] = [
                "visits-knock": [knock], "visits-record": record, "visits-skip": ["keyFalse"],
            ]
            let question = try #require(paper.questions[slot.version])
            let letters = try #require(keys[question.id]).compactMap { slot.letter(of: $0) }.map(JSON.string)
            let response = question.kind == .multiple ? JSON.list(letters) : letters[0]
            _ = try await send(
                ["response": response, "seq": 1], to: "/attempts/\(attempt)/answers/\(slot.number)", as: who, by: .put)
        }
        _ = try await send([:], to: "/attempts/\(attempt)/submission", as: who)
        return attempt
    }
}

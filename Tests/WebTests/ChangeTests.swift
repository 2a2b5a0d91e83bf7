import Foundation
import Hummingbird
import Testing
import Training

@testable import Content
@testable import Web

struct `A clause raised in its file` {
    @Test func `is shown with whom and what it touches, before anything is assigned`() async throws {
        try await Town().open { visit in
            for who in [Who.zhang, .li] { try await visit.finishVisits(as: who) }
            let before = try await visit.get("/content/changes.json", as: .zheng).json
            #expect(
                before == ["outdated": [], "short_papers": [], "stale_items": [], "uncovered": [], "updates": []])
            #expect(try await visit.get("/content/changes", as: .zheng).contains("没有人停在旧条款上"))

            try await visit.town.raiseLaw()
            let report = try await visit.get("/content/changes.json", as: .zhengsToken).json
            let outdated: JSON = [
                [
                    "clause": "L-1", "version": 2, "text": "应当两人以上上门调查。", "source": "社会救助法",
                    "older": [["version": 1, "text": "应当上门调查。"]], "courses": [["course": "visits", "people": 2]],
                ]
            ]
            #expect(report["outdated"] == outdated)
            let stale = ["publicity-names", "visits-knock", "visits-record", "visits-skip"]
            #expect(report["stale_items"].list.map { $0["question"].string } == stale)
            #expect(report["stale_items"].list.allSatisfy { $0["clauses"] == ["L-1"] })
            let short: JSON = [
                ["course": "publicity", "asked": 1, "left": 0], ["course": "visits", "asked": 3, "left": 0],
            ]
            #expect(report["short_papers"] == short)
            #expect(report["uncovered"] == ["L-1"] && report["proposal"] == .null)

            let page = try await visit.get("/content/changes", as: .zheng)
            for text in ["应当<", ">两人以上<", "2 人学的是旧版本", "不能安排更新：L-1。"] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(!page.contains("安排给这 2 人"))
            let early = try await visit.send(["plan": "x"], to: "/content/changes/updates", as: .zhengsToken)
            #expect(early.status == 409 && early.problem == "data_changed")

            try await visit.town.raiseLaw(editing: true)
            let proposal = try await visit.get("/content/changes.json", as: .zhengsToken).json["proposal"]
            #expect(proposal["people"] == 2 && proposal["questions"] == ["visits-knock", "visits-skip"])
            #expect(proposal["clauses"] == ["L-1"] && proposal["pass_mark"] == 60 && proposal["due"] == "2026-11-23")
            let ready = try await visit.get("/content/changes", as: .zheng)
            for text in ["只有 2 道题合用", "安排给这 2 人"] { #expect(ready.contains(text), "\(text)") }
            #expect(try await visit.get("/content", as: .zheng).contains(#"href="/content/changes""#))
        }
    }

    @Test func `brings those who were taught it an update, which they finish and reports count`() async throws {
        try await Town().open { visit in
            for who in [Who.zhang, .li] { try await visit.finishVisits(as: who) }
            try await visit.town.raiseLaw(editing: true)
            let proposal = try await visit.get("/content/changes.json", as: .zheng).json["proposal"]
            #expect(proposal["questions"] == ["visits-knock", "visits-skip"])
            let plan = try #require(proposal["plan"].string)
            let made = try await visit.post(
                "/content/changes/updates", form: ["plan": plan, "due": "2026-11-20"], as: .zheng)
            #expect(made.status == 303 && made.location == "/content/changes#update-20261109-1")

            let home = try await visit.get("/", as: .zhang)
            #expect(home.contains("政策更新 2026-11-09") && home.contains("2026年11月20日"))
            for other in [Who.zhao, .zheng] {
                #expect(!(try await visit.get("/", as: other).contains("政策更新")), "\(other)")
            }
            let lesson = try await visit.get("/courses/update-20261109-1/01-changes", as: .zhang)
            #expect(lesson.contains("应当<ins>") && lesson.contains("〔新增：</span>两人以上<"))
            #expect(HTML(lesson.text).unbalanced == nil)
            try await visit.read(["01-changes"], of: "update-20261109-1", as: .zhang)
            let result = try await visit.pass("update-20261109-1", as: .zhang).json
            #expect(result["of"] == 2 && result["passed"] == true && result["completed"] == true)

            let totals = try await visit.get(
                "/units/610000/completion.json?course=update-20261109-1", as: .zheng
            ).json["totals"]
            #expect(totals["assigned"] == 2 && totals["completed"] == 1)
            let update = try await visit.get("/content/changes.json", as: .zheng).json["updates"][0]
            #expect(update["assigned"] == 2 && update["completed"] == 1 && update["missing"] == 0)
            #expect(update["made_by"] == "郑某" && update["due"] == "2026-11-20")
            #expect(try await visit.get("/content/changes", as: .zheng).contains("已完成 1/2 人"))
            #expect(try await visit.get("/", as: .zhang).contains("政策更新 2026-11-09"))
            let mine = try await visit.get("/units/610621/people.json?course=update-20261109-1", as: .chen).json
            #expect(mine["people"].list.map { $0["state"] } == ["completed", "not_started"])
        }
    }

    @Test func `is not assigned twice: the answer leads to the first update, to which people can be added`()
        async throws
    {
        try await Town().open { visit in
            try await visit.finishVisits(as: .zhang)
            _ = try await visit.beginVisits(as: .li)
            visit.town.clock.advance(by: .minutes(1))
            try await visit.town.raiseLaw(editing: true)
            let plan = try await visit.get("/content/changes.json", as: .zhengsToken).json["proposal"]["plan"]
            let made = try await visit.send(["plan": plan], to: "/content/changes/updates", as: .zhengsToken)
            #expect(made.status == 201)
            #expect(try made.json["assigned"] == 1 && made.json["due"] == "2026-11-23")
            let again = try await visit.send(["plan": plan], to: "/content/changes/updates", as: .zhengsToken)
            #expect(again.status == 409 && again.problem == "update_exists")
            #expect(again.contains("/courses/update-20261109-1"))
            let page = try await visit.post(
                "/content/changes/updates", form: ["plan": plan.string ?? ""], as: .zheng)
            #expect(page.status == 409 && page.contains(##"href="#update-20261109-1""##))

            // Li hands in what was begun before: the course has the new clause by now, but Li was taught the old one.
            #expect(try await visit.pass("visits", as: .li).json["completed"] == true)
            // Zhao begins only now, and reads a lesson that nobody has rewritten.
            try await visit.finishVisits(as: .zhao)
            let added = try await visit.send(
                ["due": "2026-12-01"], to: "/content/changes/updates/update-20261109-1/people", as: .zhengsToken)
            #expect(try added.status == 200 && added.json == ["course": "update-20261109-1", "people": 2])
            let wrong = try await visit.send(
                ["due": "soon"], to: "/content/changes/updates/update-20261109-1/people", as: .zhengsToken)
            #expect(wrong.status == 422 && wrong.problem == "bad_date")
            let over = try await visit.send(
                ["plan": plan, "due": "2026-11-08"], to: "/content/changes/updates", as: .zhengsToken)
            #expect(over.status == 422 && over.problem == "bad_due")
        }
    }

    @Test func `can be told anew when its update is withdrawn, which goes from whoever has not finished it`()
        async throws
    {
        try await Town().open { visit in
            try await visit.finishVisits(as: .zhang)
            try await visit.town.raiseLaw(editing: true)
            let plan = try await visit.get("/content/changes.json", as: .zheng).json["proposal"]["plan"].string ?? ""
            _ = try await visit.post("/content/changes/updates", form: ["plan": plan], as: .zheng)
            #expect(try await visit.get("/", as: .zhang).contains("政策更新"))
            let withdrawal = "/content/changes/updates/update-20261109-1/withdrawal"
            #expect(try await visit.get("/content/changes", as: .zheng).contains(#"action="\#(withdrawal)""#))
            let done = try await visit.post(withdrawal, as: .zheng)
            #expect(done.status == 303 && done.location == "/content/changes#update-20261109-1")
            #expect(try await visit.send([:], to: withdrawal, as: .zhengsToken).status == 204)
            #expect(!(try await visit.get("/", as: .zhang).contains("政策更新")))
            let page = try await visit.get("/content/changes", as: .zheng)
            #expect(page.contains("由 郑某 撤回") && !page.contains(withdrawal))
            let report = try await visit.get("/content/changes.json", as: .zheng).json
            #expect(report["proposal"]["plan"].string == plan && report["updates"][0]["withdrawn_by"] == "郑某")
        }
    }

    @Test func `leaves its update in service when the server starts again and the content goes on`() async throws {
        let town = try await Town()
        try await town.open { visit in
            try await visit.finishVisits(as: .zhang)
            try await town.raiseLaw(editing: true)
            let plan = try await visit.get("/content/changes.json", as: .zheng).json["proposal"]["plan"].string ?? ""
            _ = try await visit.post("/content/changes/updates", form: ["plan": plan], as: .zheng)
            let enrolments = try await visit.get("/exports/enrolments.csv?bom=0", as: .zheng)
            #expect(enrolments.contains("00017,,update-20261109-1,2026-11-23"))
            let same = try await visit.post(
                table: enrolments.bytes, to: "/imports?kind=enrolments&mode=plan", as: .zhengsToken)
            #expect(try same.json["errors"] == [] && same.json["created"] == 0 && same.json["updated"] == 0)
        }
        // A question goes.
        try await town.revise("Questions/visits.yml", "visits-skip", "visits-leap")
        let restarted = try Site(records: town.records, content: town.content, clock: { town.clock.now })
        #expect(restarted.library.course("update-20261109-1") == nil)
        try await restarted.loadUpdates()
        func questions() throws -> [QuestionID] {
            let course = try #require(restarted.library.course("update-20261109-1"))
            return restarted.library.items(of: course.id).map(\.question.id)
        }
        #expect(try questions() == ["visits-knock"])
        try await town.open { visit in
            try await visit.read(["01-changes"], of: "update-20261109-1", as: .zhang)
            visit.town.clock.advance(by: .minutes(1))
            #expect(try await visit.pass("update-20261109-1", as: .zhang).json["completed"] == true)
        }
        // The clause rises again: its questions are no more right than those of old, so that none is asked.
        try await town.raiseLaw(to: 3, "应当两人以上上门或者视频调查。", editing: true)
        #expect(try questions() == [])
        #expect(restarted.library.items == town.content.current.items)
        #expect(
            restarted.library.requirements(of: "update-20261109-1")?.clauses == [.init(clause: "L-1", version: 2)])
        try await town.open { visit in
            let reply = try await visit.send([:], to: "/courses/update-20261109-1/attempts", as: .li)
            #expect(reply.status == 409 && reply.problem == "under_revision")
            let page = try await visit.get("/content/changes", as: .zheng)
            #expect(page.contains(">或者视频<") && page.contains("现在（第 3 版）"))
            let report = try await visit.get("/content/changes.json", as: .zheng).json
            // Both the old course and the update rest on what was changed once more.
            #expect(report["outdated"][0]["courses"].list.map { $0["course"] } == ["update-20261109-1", "visits"])
            #expect(report["uncovered"] == ["L-1"] && report["proposal"] == .null)
        }
    }
}

extension Town {
    /// An editor raises the clause of the law; `editing`, two questions are rewritten with it.
    fileprivate func raiseLaw(
        to version: Int = 2, _ text: String = "应当两人以上上门调查。", editing: Bool = false
    ) async throws {
        let law = try #require(Town.files["Courses/clauses/law.yml"])
        let raised = law.replacing("- id: L-1\n  version: 1", with: "- id: L-1\n  version: \(version)")
            .replacing("应当上门调查。", with: text)
        try folder.write(raised, to: "Courses/clauses/law.yml")
        if editing {
            let bank = try #require(Town.files["Questions/visits.yml"])
            let edited = bank.replacing("EXPLANATION 要见到人。", with: "EXPLANATION 要两个人去。")
                .replacing("EXPLANATION 要上门。", with: "EXPLANATION 要两个人上门。")
            try folder.write(edited, to: "Questions/visits.yml")
        }
        try await content.look()
        try await content.look()
        #expect(content.problems.allSatisfy { $0.severity == .warning })
    }
}

extension Visitor {
    fileprivate func beginVisits(as who: Who) async throws -> String {
        try await read(["01-knock", "02-record"], of: "visits", as: who)
        return try await begin("visits", as: who)
    }

    /// Finishes the course, a minute after the try began: what happens in the same millisecond has no order.
    fileprivate func finishVisits(as who: Who) async throws {
        _ = try await beginVisits(as: who)
        town.clock.advance(by: .minutes(1))
        #expect(try await pass("visits", as: who).json["completed"] == true)
        town.clock.advance(by: .minutes(1))
    }
}

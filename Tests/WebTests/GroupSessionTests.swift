import Foundation
import Testing
import Training

@testable import Web

struct `A group session` {
    private let list = "/units/610621991/group-sessions"

    @Test func `is arranged, printed, ticked, confirmed and corrected in the browser`() async throws {
        try await Town().open { visit in
            let wrong = try await visit.post(
                list, form: ["day": "2026-11-09", "place": " ", "lessons": "visits/01-knock"], as: .chen)
            #expect(wrong.status == 422 && wrong.contains(#"role="alert""#) && wrong.contains("请写地点"))
            #expect(wrong.contains(#"value="visits/01-knock" checked"#) && wrong.contains("<details open>"))
            let planned = try await visit.post(
                list, form: ["day": "2026-11-11", "place": "镇政府会议室", "courses": "visits"], as: .chen)
            let later = try #require(planned.location)
            #expect(try await visit.get("/units/610621/completion", as: .wu).contains("镇政府会议室"))
            let home = try await visit.get("/", as: .zhang)
            #expect(home.contains("2026年11月11日") && home.contains("镇政府会议室") && home.contains("还有 2 天"))
            #expect(!(try await visit.get("/", as: .zhao).contains("镇政府会议室")))
            let early = try await visit.post("\(later)/attendance", form: ["people": "00017"], as: .chen)
            #expect(early.status == 409 && early.contains("还没到"))
            _ = try await visit.post("\(later)/cancellation", form: ["reason": "下雨"], as: .chen)
            #expect(try await visit.get(later, as: .wu).contains("取消：下雨"))
            #expect(!(try await visit.get("/", as: .zhang).contains("镇政府会议室")))

            let made = try await visit.post(
                list, form: ["day": "2026-11-09", "place": "三楼", "courses": "visits"], as: .chen)
            let path = try #require(made.location)
            #expect(try await visit.get("/", as: .zhang).contains("就在今天"))
            let sheet = try await visit.get("\(path)/sheet?blank=2", as: .chen)
            #expect(sheet.contains("集中学习签到表") && sheet.contains("<td>张某</td><td class=\"number\">00017</td>"))
            #expect(!sheet.contains("孙某"))
            #expect(sheet.text.components(separatedBy: "<td></td><td></td><td></td><td></td>").count == 3)
            let form = try await visit.get("\(path)/attendance", as: .chen)
            #expect(
                form.contains(#"name="people" value="00017""#) && form.contains(#"name="units" value="610621991201""#))
            let mistaken = try await visit.post(
                "\(path)/attendance", form: ["people": "00017", "numbers": "00018\n00020 99999"], as: .chen)
            #expect(mistaken.status == 422 && mistaken.contains("00020、99999"))
            #expect(mistaken.contains(#"value="00017" checked"#) && mistaken.contains("00020 99999</textarea>"))
            let asked = try await visit.post(
                "\(path)/attendance", form: ["units": "610621991201", "numbers": "00018，00019"], as: .chen)
            #expect(asked.status == 200 && asked.contains("这 3 人") && asked.contains(#"name="confirmed" value="true""#))
            #expect(!(try await visit.get("/courses/visits", as: .li).contains("已读 2/2")))
            let done = try await visit.post(
                "\(path)/attendance",
                form: ["confirmed": "true", "people": "00017", "people": "00018", "people": "00019"], as: .chen)
            #expect(done.location == path)
            #expect(try await visit.get("/", as: .li).contains("已读 2/2"))

            let off = try await visit.post("\(path)/removals", form: ["people": "00018", "reason": ""], as: .chen)
            #expect(off.status == 422 && off.contains("请写明原因") && off.contains(#"value="00018" checked"#))
            _ = try await visit.post("\(path)/removals", form: ["people": "00018", "reason": "记错了人"], as: .chen)
            let page = try await visit.get(path, as: .chen)
            #expect(page.contains("到场 2 人") && page.contains("更正为未到场：记错了人") && page.contains("陈某登记到场"))
            #expect(try await visit.get("/", as: .li).contains("已读 0/2"))
            let seen = try await visit.get(path, as: .wu)
            #expect(seen.contains("记错了人") && !seen.contains("/removals") && !seen.contains("/attendance"))
        }
    }

    @Test func `is the same for a program`() async throws {
        try await Town().open { visit in
            let plan: JSON = [
                "day": "2026-11-09", "place": "会议室", "courses": ["publicity"], "lessons": ["visits/02-record"],
            ]
            let made = try await visit.send(plan, to: list, as: .chensToken)
            #expect(made.status == 201)
            let id = try #require(try made.json["id"].string)
            #expect(try made.json["lessons"] == ["publicity/01-names", "visits/02-record"])
            #expect(try made.json["state"] == "unrecorded" && made.json["people"] == [])
            let path = "/group-sessions/\(id)"
            let reply = try await visit.send(
                ["people": ["00017"], "units": ["610621991202"]], to: "\(path)/attendance", as: .chensToken)
            #expect(try reply.json == ["recorded": 2, "already": 0, "completed": 0])
            let seen = try await visit.get("\(path).json", as: .wusToken).json
            #expect(seen["state"] == "recorded" && seen["present"] == 2)
            #expect(seen["people"].list.map { $0["staff_no"] } == ["00017", "00018"])
            #expect(seen["people"][0]["entries"][0]["recorded_by"] == "token:chensToken")
            let removed = try await visit.send(
                ["people": ["00018"], "reason": "记错了人"], to: "\(path)/removals", as: .chensToken)
            #expect(try removed.json == ["removed": 1, "kept": 0])
            let cancelled = try await visit.send(["reason": "下雨"], to: "\(path)/cancellation", as: .chensToken)
            #expect(cancelled.status == 409 && cancelled.problem == "recorded")
            let listed = try await visit.get("/units/610621/group-sessions.json", as: .chensToken).json["sessions"]
            #expect(listed.list.map { $0["id"] } == [.string(id)] && listed[0]["people"] == .null)
        }
    }

    @Test func `says what is wrong with it`() async throws {
        try await Town().open { visit in
            let refused: [(JSON, String)] = [
                (["day": "soon", "place": "会议室", "courses": ["visits"]], "bad_date"),
                (["day": "2026-11-08", "place": "会议室", "courses": ["visits"]], "bad_day"),
                (["day": "2027-11-11", "place": "会议室", "courses": ["visits"]], "bad_day"),
                (["day": "2026-11-09", "place": "会议室"], "bad_session"),
                (["day": "2026-11-09", "place": "会议室", "lessons": ["visits/09-gone"]], "unknown_lesson"),
            ]
            for (json, code) in refused {
                let reply = try await visit.send(json, to: list, as: .chensToken)
                #expect(reply.status == 422 && reply.problem == code, "\(json)")
            }
            let made = try await visit.send(
                ["day": "2026-11-09", "place": "会议室", "courses": ["visits"]], to: list, as: .chensToken)
            let path = "/group-sessions/\(try #require(try made.json["id"].string))/attendance"
            for (json, code) in [
                (["people": []], "no_people"), (["people": ["a b"]], "bad_number"), (["units": ["a b"]], "bad_unit"),
                (["people": ["00020"]], "not_available"), (["units": ["610622"]], "not_available"),
            ] as [(JSON, String)] {
                let reply = try await visit.send(json, to: path, as: .chensToken)
                #expect(reply.status == 422 && reply.problem == code, "\(json)")
            }
            let own = try await visit.send(["people": ["C-0001"]], to: path, as: .chen)
            #expect(own.problem == "own_person")
        }
    }
}

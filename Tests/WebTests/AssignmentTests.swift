import Foundation
import Tabular
import Testing
import Training

@testable import Web

struct `Assigning in the browser` {
    private static let plan = "title: 新进人员\ntitle_en: New staff\ncourses: [visits, publicity]\ndays: 30\n"
    private let path = "/units/610622/assignments"

    @Test func `a plan is one step, and taking it back is another`() async throws {
        try await Town(files: ["Courses/plans/new-staff.yml": Self.plan]).open { visit in
            let form = try await visit.get(path, as: .zhou)
            #expect(form.contains(#"<option value="plan:new-staff">新进人员（2 门课程）"#) && form.contains("上级单位"))
            let wrong = try await visit.post(
                path, form: ["course": "plan:new-staff", "due": "2026-11-01", "numbers": "00020"], as: .zhou)
            #expect(wrong.status == 422 && wrong.contains("今天或以后") && wrong.contains(">00020</textarea>"))
            let done = try await visit.post(path, form: ["course": "plan:new-staff"], as: .zhou)
            #expect(done.location == path)
            let page = try await visit.get(path, as: .zhou)
            #expect(page.contains("2026年12月9日") && page.contains("2026年11月9日起，周某布置"))
            #expect(page.contains(#"value="plan:new-staff"><button"#))
            #expect(try await visit.get("/", as: .zhao).contains("2026年12月9日"))
            let seen = try await visit.get(path, as: .wu)
            #expect(seen.contains("新进人员") && !seen.contains("<form class=\"in-row\"") && !seen.contains("<textarea"))
            let back = try await visit.post("\(path)/withdrawals", form: ["course": "plan:new-staff"], as: .zhou)
            #expect(back.location == path)
            #expect(!(try await visit.get("/", as: .zhao).contains("2026年12月9日")))
        }
    }

    @Test func `what a plan has gained is offered, and nothing happens by itself`() async throws {
        let small = Self.plan.replacing("[visits, publicity]", with: "[visits]")
        try await Town(files: ["Courses/plans/new-staff.yml": small]).open { visit in
            _ = try await visit.post(path, form: ["course": "plan:new-staff", "due": "2026-11-30"], as: .zhou)
            #expect(!(try await visit.get(path, as: .zhou).contains("一并布置")))
            try await visit.town.write("Courses/plans/new-staff.yml", Self.plan)
            let page = try await visit.get(path, as: .zhou)
            #expect(page.contains("学习计划“新进人员”后来增加了公示") && page.contains(#"value="2026-11-30""#))
            let gaps = try await visit.get("\(path).json", as: .zhousToken).json["gaps"]
            #expect(gaps[0]["courses"] == ["publicity"] && gaps[0]["target"]["unit"] == "610622")
            _ = try await visit.post(
                path, form: ["course": "plan:new-staff", "missing": "true", "due": "2026-11-30"], as: .zhou)
            #expect(!(try await visit.get(path, as: .zhou).contains("一并布置")))
        }
    }

    @Test func `a plan is reported by people, as of now`() async throws {
        try await Town(files: ["Courses/plans/new-staff.yml": Self.plan]).open { visit in
            #expect(try await visit.get(path, as: .wu).contains("/units/610622/completion?plan=new-staff"))
            let address = "/units/610621/completion"
            let page = try await visit.get("\(address)?plan=new-staff", as: .wu)
            #expect(page.contains("延长县完成情况：新进人员") && page.contains("0/4（0.0%）"))
            let json = try await visit.get("\(address).json?plan=new-staff", as: .chensToken).json
            #expect(json["totals"]["assigned"] == 4 && json["plan"] == "new-staff")
            #expect(json["children"][0]["totals"]["assigned"] == 3)
            let rows = try await visit.get("\(address).csv?plan=new-staff&bom=0", as: .chensToken).rows
            #expect(rows[0].suffix(5) == ["not_started", "expired", "overdue", "exempt", "rate"])
            #expect(rows.last?.suffix(8) == ["4", "0", "0", "4", "0", "0", "0", "0.0000"])
            let book = try await visit.get("\(address).xlsx?plan=new-staff&header=zh", as: .chen)
            let about = try #require(Table.read(book.bytes).table)
            #expect(about.header == ["项目", "说明"] && about.rows.contains { $0.cells[1].hasPrefix("新进人员：走访、") })
            #expect(!about.rows.contains { $0.cells[1].contains("means_") || $0.cells[1].isEmpty })
            let past = try await visit.get("\(address).json?plan=new-staff&as_of=2026-11-01", as: .chensToken)
            #expect(past.status == 422 && past.problem == "plan_of_now")
            #expect(try await visit.get("\(address).json?plan=none", as: .chensToken).problem == "unknown_plan")
            #expect(try await visit.get("\(address)?plan=new-staff", as: .zhou).status == 404)
        }
    }

    @Test func `is the same for a program, and says what is wrong`() async throws {
        try await Town(files: ["Courses/plans/new-staff.yml": Self.plan]).open { visit in
            let made = try await visit.send(
                ["course": "plan:new-staff", "people": ["00020"], "due": "2026-11-30"], to: path, as: .zhousToken)
            #expect(made.status == 201)
            #expect(try made.json == ["changed": 2, "unchanged": 0])
            let list = try await visit.get("\(path).json", as: .zhousToken).json["assignments"].list
            let people = list.filter { $0["target"]["staff_no"] == "00020" }
            #expect(people.map { $0["course"] } == ["publicity", "visits"])
            #expect(people[0]["plan"] == "new-staff" && people[0]["due"] == "2026-11-30")
            let refused: [(JSON, String)] = [
                (["course": "nothing"], "unknown_course"), (["course": "plan:nothing"], "unknown_plan"),
                (["course": "plan:"], "unknown_course"), (["course": "visits", "due": "soon"], "bad_date"),
                (["course": "visits", "people": ["00017"]], "not_available"),
            ]
            for (json, code) in refused {
                let reply = try await visit.send(json, to: path, as: .zhousToken)
                #expect(reply.status == 422 && reply.problem == code, "\(json)")
            }
            let none = try await visit.send(["course": "visits"], to: "\(path)/withdrawals", as: .zhousToken)
            #expect(none.status == 409 && none.problem == "not_assigned")
        }
    }
}

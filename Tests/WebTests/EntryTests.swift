import HTTPTypes
import SQL
import Testing

@testable import Web

struct `One person by a form` {
    private func row(of number: String, _ visit: Visitor) async throws -> [String]? {
        try await visit.get("/exports/people.csv?bom=0", as: .zheng).rows.first { $0[0] == number }
    }

    @Test func `is added, and a sign-in code is offered`() async throws {
        try await Town().open { visit in
            let form = try await visit.get("/units/610621991/people/new", as: .chen)
            #expect(form.contains(#"name="staff_no""#) && form.contains("示例一镇") && !form.contains("示例三镇"))
            let added = try await visit.post(
                "/units/610621991/people",
                form: ["name": " 钱某 ", "staff_no": "00030", "unit": "示例甲村", "role": "learner"], as: .chen)
            #expect(added.location == "/people/00030/entry?done=added")
            #expect(try await row(of: "00030", visit) == ["00030", "钱某", "610621991201", "learner", "active"])
            let page = try await visit.get("/people/00030/entry?done=added", as: .chen)
            #expect(page.contains("00030") && page.contains("/units/610621991201/sign-in-codes"))
            let slips = try await visit.post(
                "/units/610621991201/sign-in-codes", form: ["people": "00030", "renew": "true"], as: .chen)
            #expect(slips.location?.hasPrefix("/sign-in-codes/") == true)
        }
    }

    @Test func `without a number gets one from the server`() async throws {
        try await Town().open { visit in
            let reply = try await visit.send(["name": "钱某"], to: "/units/610621991/people", as: .chensToken)
            #expect(reply.status == 201)
            let number = try #require(try reply.json["staff_no"].string)
            #expect(number.wholeMatch(of: /DLH[0-9]{9}/) != nil)
            #expect(try reply.json["unit"] == "610621991")
            #expect(try await row(of: number, visit)?[1] == "钱某")
        }
    }

    @Test func `who may be known already is added only when the sender means somebody else`() async throws {
        try await Town().open { visit in
            let path = "/units/610621991201/people"
            for number in ["", "00040"] {
                let asked = try await visit.post(path, form: ["name": "张某", "staff_no": number], as: .chen)
                #expect(asked.status == 409)
                #expect(
                    asked.contains("00017") && asked.contains(#"name="confirmed""#) && asked.contains(#"value="张某""#))
                let json = try await visit.send(["name": "张某", "staff_no": .string(number)], to: path, as: .chensToken)
                #expect(json.status == 409 && json.problem == "likely_double")
            }
            #expect(try await visit.get("/exports/people.csv", as: .zheng).rows.count == 10)
            let done = try await visit.post(path, form: ["name": "张某", "confirmed": "true"], as: .chen)
            #expect(done.status == 303)
            #expect(try await visit.get("/exports/people.csv", as: .zheng).rows.count == 11)
        }
    }

    @Test func `with mistakes is shown again, each beside its field, and nothing is written`() async throws {
        try await Town().open { visit in
            let wrong = try await visit.post(
                "/units/610621991/people",
                form: ["name": "", "staff_no": "N 1", "unit": "610622", "role": "admin"], as: .chen)
            #expect(wrong.status == 422)
            for field in ["name", "staff_no"] { #expect(wrong.contains("id=\"\(field)_problem\"")) }
            #expect(wrong.contains(#"value="N 1""#) && wrong.contains("aria-invalid"))
            let outside = try await visit.post(
                "/units/610621991/people", form: ["name": "钱某", "unit": "610622"], as: .chen)
            #expect(outside.contains("id=\"unit_problem\"") && !outside.contains("延川"))
            let known = try await visit.post(
                "/units/610621991/people",
                form: ["name": "别某", "staff_no": "00017", "unit": "610621991"], as: .chen)
            #expect(known.status == 422 && known.contains("id=\"staff_no_problem\""))
            let empty = try await visit.post("/units/610621991/people", as: .chen)
            #expect(empty.status == 422 && empty.contains("id=\"name_problem\""))
            #expect(try await visit.get("/exports/people.csv", as: .zheng).rows.count == 10)
            let json = try await visit.send(
                ["name": "钱某", "role": "boss"], to: "/units/610621991/people", as: .chensToken)
            #expect(json.status == 422)
            #expect(try json.json["errors"][0]["column"] == "role")
        }
    }

    @Test func `is renamed, moved and given a role`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/people/00017/entry", as: .chen)
            #expect(page.contains(#"value="张某""#) && page.contains(#"value="示例甲村""#))
            let saved = try await visit.post(
                "/people/00017/entry", form: ["name": "张大", "unit": "示例乙村", "role": "inspector"], as: .chen)
            #expect(saved.location == "/people/00017/entry?done=saved")
            #expect(try await row(of: "00017", visit) == ["00017", "张大", "610621991202", "inspector", "active"])
            let json = try await visit.send(["name": "张某"], to: "/people/00017/entry", as: .chensToken)
            #expect(
                try json.json == [
                    "staff_no": "00017", "name": "张某", "unit": "610621991202", "role": "inspector", "status": "active",
                ])
            #expect(try await visit.get("/people/00017/entry.json", as: .chensToken).json == json.json)
        }
    }

    @Test func `is suspended and taken back, by the rules of an import`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/", as: .zhang).status == 200)
            _ = try await visit.post("/people/00017/entry", form: ["status": "suspended"], as: .chen)
            #expect(try await row(of: "00017", visit)?[4] == "suspended")
            #expect(try await visit.get("/", as: .zhang).location == "/sign-in")
            let listed = #"href="/people/00017/entry">张某"#
            #expect(try await visit.get("/units/610621991/people", as: .chen).contains(listed))
            #expect(try await !visit.get("/units/610621991/people", as: .wu).contains("/entry"))
            let page = try await visit.get("/people/00017/entry", as: .chen)
            #expect(page.contains(#"value="active""#) && !page.contains("sign-in-codes"))
            _ = try await visit.post("/people/00017/entry", form: ["status": "active"], as: .chen)
            #expect(try await row(of: "00017", visit)?[4] == "active")
            let yourself = try await visit.post("/people/C-0001/entry", form: ["status": "suspended"], as: .chen)
            #expect(yourself.status == 422)
            let last = try await visit.post("/people/A-0001/entry", form: ["role": "learner"], as: .zhengsToken)
            #expect(last.status == 422)
            #expect(try last.json["errors"][0]["code"] == "last_admin")
        }
    }

    @Test func `of another county is nobody`() async throws {
        try await Town().open { visit in
            for (who, status) in [(Who.chen, 404), (.chensToken, 404), (.wu, 403)] {
                let reply = try await visit.post("/people/00020/entry", form: ["name": "改"], as: who)
                #expect(reply.status == status)
            }
            let moved = try await visit.post("/people/00017/entry", form: ["unit": "610622991"], as: .chen)
            #expect(moved.status == 422 && !moved.contains("示例三镇"))
        }
    }

    @Test func `is kept among the imports, as everything else that changes people`() async throws {
        let town = try await Town()
        try await town.open { visit in
            _ = try await visit.post("/people/00017/entry", form: ["name": "张大"], as: .chen)
            _ = try await visit.send(["name": "钱某"], to: "/units/610621991/people", as: .chensToken)
        }
        let rows = try await town.imports()
        #expect(rows.contains { $0.hasPrefix("form people applied") && $0.hasSuffix("token:chensToken") })
        #expect(rows.filter { $0.hasPrefix("form people applied") }.count == 2)
    }
}

struct `One unit by a form` {
    private func row(of code: String, _ visit: Visitor) async throws -> [String]? {
        try await visit.get("/exports/units.csv?bom=0", as: .zheng).rows.first { $0[0] == code }
    }

    @Test func `is added, renamed, moved and told where to report`() async throws {
        try await Town().open { visit in
            let added = try await visit.post(
                "/units/610621/units", form: ["code": "610621993", "name": "示例四镇", "parent": "延长县"], as: .chen)
            #expect(added.location == "/units/610621993/completion")
            #expect(try await row(of: "610621993", visit) == ["610621993", "示例四镇", "610621", ""])
            _ = try await visit.post(
                "/units/610621993/entry",
                form: ["name": "示例新镇", "parent": "示例一镇", "reports_to": "610621"], as: .chen)
            #expect(try await row(of: "610621993", visit) == ["610621993", "示例新镇", "610621991", "610621"])
            let json = try await visit.send(["name": "示例四镇"], to: "/units/610621993/entry", as: .chensToken)
            #expect(
                try json.json == [
                    "code": "610621993", "name": "示例四镇", "parent": "610621991", "reports_to": "610621",
                ])
        }
    }

    @Test func `keeps what it reports to outside the scope, and neither tells nor asks for it`() async throws {
        try await Town().open { visit in
            let address = "/units/610621991/entry"
            _ = try await visit.post(address, form: ["reports_to": "610622"], as: .zheng)
            let form = try await visit.get(address, as: .chen)
            #expect(form.contains("name=\"parent\""))
            #expect(!form.contains("name=\"reports_to\"") && !form.contains("610622"))
            let json = try await visit.send(["name": "示例新镇"], to: address, as: .chensToken)
            #expect(try json.json == ["code": "610621991", "name": "示例新镇", "parent": "610621"])
            #expect(try await row(of: "610621991", visit) == ["610621991", "示例新镇", "610621", "610622"])
        }
    }

    @Test func `with mistakes is shown again and stays as it is`() async throws {
        try await Town().open { visit in
            let known = try await visit.post(
                "/units/610621/units", form: ["code": "610621991", "name": "x"], as: .chen)
            #expect(known.status == 422 && known.contains("id=\"code_problem\""))
            #expect(try await row(of: "610621991", visit)?[1] == "示例一镇")
            let outside = try await visit.post("/units/610621991/entry", form: ["parent": "610622"], as: .chen)
            #expect(outside.status == 422 && outside.contains("id=\"parent_problem\"") && !outside.contains("延川"))
            let circle = try await visit.post("/units/610621/entry", form: ["parent": "610621991"], as: .zheng)
            #expect(circle.status == 422 && circle.contains("id=\"parent_problem\""))
        }
    }
}

extension Town {
    /// Each import as `encoding kind state by`.
    fileprivate func imports() async throws -> [String] {
        try await database.read { transaction in
            try transaction.rows(
                Statement("SELECT encoding || ' ' || kind || ' ' || state || ' ' || created_by FROM imports")
            ).map { try $0.text(0) }
        }
    }
}

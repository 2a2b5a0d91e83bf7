import Foundation
import HTTPTypes
import Records
import Testing
import Training

@testable import Web

private let newcomers = """
    staff_no,name,unit
    00017,张某某,610621991201
    00018,李某,610621991202
    00030,孙某,610621992

    """

struct `Sending a table` {
    @Test func `first says what it would do and then does exactly that, once`() async throws {
        try await Town().open { visit in
            let plan = try await visit.post(table: newcomers, to: "/imports?kind=people&mode=plan", as: .chen)
            #expect(plan.status == 200)
            let id = try #require(try plan.json["id"].string)
            let counts: JSON = [
                "id": .string(id), "kind": "people", "state": "planned", "encoding": "UTF-8", "rows": 3, "created": 1,
                "updated": 1, "unchanged": 1, "suspended": 0, "suspensions": [], "notes": [], "unconfirmed": [],
                "errors": [],
            ]
            #expect(try plan.json == counts)
            #expect(try await !visit.get("/exports/people", as: .chen).contains("00030"))

            let done = try await visit.send([:], to: "/imports/\(id)/application", as: .chen)
            #expect(done.status == 201)
            #expect(try done.json["state"] == "applied")
            #expect(try await visit.get("/exports/people", as: .chen).contains("00030,孙某,610621992"))
            let again = try await visit.send([:], to: "/imports/\(id)/application", as: .chen)
            #expect(again.status == 409)
            #expect(again.problem == "already_applied")
        }
    }

    @Test func `applies no plan that was made before something changed`() async throws {
        try await Town().open { visit in
            let id = try #require(
                try await visit.post(table: newcomers, to: "/imports?kind=people", as: .chen).json["id"].string)
            let other = "staff_no,name,unit\n00031,钱某,610621992\n"
            #expect(try await visit.post(table: other, to: "/imports?kind=people&mode=apply", as: .zheng).status == 201)
            let late = try await visit.send([:], to: "/imports/\(id)/application", as: .chen)
            #expect(late.status == 409)
            #expect(late.problem == "data_changed")
            #expect(try await !visit.get("/exports/people", as: .chen).contains("00030"))
        }
    }

    @Test func `a second time changes nothing`() async throws {
        try await Town().open { visit in
            let path = "/imports?kind=people&mode=apply"
            #expect(try await visit.post(table: newcomers, to: path, as: .chen).status == 201)
            let again = try await visit.post(table: newcomers, to: path, as: .chen).json
            #expect(again["unchanged"] == 3)
            #expect(again["created"] == 0)
        }
    }

    @Test func `with mistakes writes nothing and tells every one by the row of the spreadsheet`() async throws {
        try await Town().open { visit in
            let before = try await visit.get("/exports/people", as: .chen).text
            let table = "staff_no,name,unit\n00030,孙某,610621992\n00 31,钱某,610621992\n00032,,610621992\n"
            let reply = try await visit.post(table: table, to: "/imports?kind=people&mode=apply", as: .chen)
            #expect(reply.status == 422)
            let result = try reply.json
            #expect(result["state"] == "refused")
            #expect(result["errors"].list.map { $0["row"] } == [3, 4])
            #expect(result["errors"].list.map { $0["column"] } == ["staff_no", "name"])
            #expect(result["errors"][0].names == ["row", "column", "value", "code", "message"])
            #expect(try await visit.get("/exports/people", as: .chen).text == before)
        }
    }

    @Test(arguments: [
        ("staff_no,name,unit,note\n1,a,610621992,2\n", "unknown_column"),
        ("staff_no,name,unit,phone\n1,a,610621992,2\n", "phone_column"), ("staff_no,name\n1,a\n", "missing_column"),
        ("staff_no,name,unit\n1,a\n", "cell_count"), ("", "empty_file"),
        ("PK\u{3}\u{4}xl/workbook.xml", "damaged_workbook"),
        ("staff_no,name,unit\n1,\"a,610621992\n", "unclosed_quote"),
        ("staff_no,name,unit,unit\n1,a,b,c\n", "column_twice"),
    ]) func `that cannot be read is refused with the reason`(_ table: String, _ code: String) async throws {
        try await Town().open { visit in
            for mode in ["plan", "apply"] {
                let reply = try await visit.post(table: table, to: "/imports?kind=people&mode=\(mode)", as: .chen)
                #expect(reply.status == 422)
                #expect(reply.problem == "bad_table")
                #expect(try reply.json["errors"][0]["code"] == .string(code))
            }
        }
    }

    @Test func `may leave columns aside that are named, or all unknown ones`() async throws {
        try await Town().open { visit in
            let table = "staff_no,name,unit,phone,note\n00030,孙某,610621992,1,2\n"
            for query in ["ignore_columns=phone,note", "ignore_columns=phone%EF%BC%8Cnote", "ignore_unknown=true"] {
                let reply = try await visit.post(table: table, to: "/imports?kind=people&\(query)", as: .chen)
                #expect(reply.status == 200)
            }
            let reply = try await visit.post(table: table, to: "/imports?kind=people&ignore_columns=note", as: .chen)
            #expect(reply.status == 422)
        }
    }

    @Test(arguments: [
        ("", "unknown_kind"), ("kind=courses", "unknown_kind"), ("kind=people&mode=now", "unknown_mode"),
    ]) func `without saying what it is, or what to do with it, is refused`(
        _ query: String, _ code: String
    ) async throws {
        try await Town().open { visit in
            let reply = try await visit.post(table: newcomers, to: "/imports?\(query)", as: .chen)
            #expect(reply.status == 422)
            #expect(reply.problem == code)
        }
    }

    @Test func `in the encoding of Chinese spreadsheets is read`() async throws {
        try await Town().open { visit in
            let encoding = String.Encoding(rawValue: 0x8000_0632)
            let table = try #require("工号,姓名,单位代码\r\n00030,孙某𠀀,610621992\r\n".data(using: encoding))
            let reply = try await visit.post(table: table, to: "/imports?kind=people&mode=apply", as: .chen)
            #expect(reply.status == 201)
            #expect(try reply.json["encoding"] == "GB18030")
            #expect(try await visit.get("/exports/people", as: .chen).contains("00030,孙某𠀀,610621992"))
        }
    }

    @Test func `about people of another unit tells nothing of them`() async throws {
        try await Town().open { visit in
            let table = "staff_no,name,unit\n00020,赵大,610621991\n00040,孙某,610622991\n"
            let reply = try await visit.post(table: table, to: "/imports?kind=people&mode=apply", as: .chen)
            #expect(reply.status == 422)
            #expect(try reply.json["errors"].list.map { $0["code"] } == ["not_available", "not_available"])
            for secret in ["赵某", "示例三镇", "延川"] { #expect(!reply.contains(secret)) }
        }
    }
}

struct `Personal ID numbers` {
    /// One whose check character is right, and nobody's.
    private static let number = "11010519491231002X"

    @Test func `are refused as a column, and stand in no answer`() async throws {
        try await Town().open { visit in
            let table = "staff_no,name,unit,身份证号\n00030,孙某,610621992,\(Self.number)\n"
            let path = "/imports?kind=people&mode=apply"
            let refused = try await visit.post(table: table, to: path, as: .chen)
            #expect(refused.status == 422)
            #expect(try refused.json["errors"][0]["code"] == "id_number_column")
            let taken = try await visit.post(
                table: table, to: "\(path)&ignore_columns=%E8%BA%AB%E4%BB%BD%E8%AF%81%E5%8F%B7", as: .chen)
            #expect(taken.status == 201)
            try await expectNoTrace(in: [refused, taken], of: taken, visit)
        }
    }

    @Test func `are refused in any other column, and stand in no answer`() async throws {
        try await Town().open { visit in
            for row in ["\(Self.number),孙某,610621992", "00030,\(Self.number),610621992", "00030,孙某,\(Self.number)"] {
                let table = "staff_no,name,unit\n\(row)\n"
                let refused = try await visit.post(table: table, to: "/imports?kind=people&mode=apply", as: .chen)
                #expect(refused.status == 422)
                try await expectNoTrace(in: [refused], of: refused, visit)
                let upload = try await visit.upload(table, fields: ["kind": "people"], as: .chen)
                try await expectNoTrace(in: [upload], of: refused, visit)
            }
        }
    }

    private func expectNoTrace(in replies: [Reply], of receipt: Reply, _ visit: Visitor) async throws {
        var replies = replies
        let id = try #require(try receipt.json["id"].string)
        for path in ["/imports/\(id)", "/imports/\(id).json", "/imports/\(id).csv", "/exports/people"] {
            replies.append(try await visit.get(path, as: .chen))
        }
        for reply in replies { #expect(!reply.contains("0519491231"), "\(reply.text)") }
        let kept = try FileManager.default.contentsOfDirectory(atPath: visit.town.folder.path)
            .filter { $0.hasPrefix("training.sqlite") }
            .map { try Data(contentsOf: URL(filePath: visit.town.folder.file($0))) }
        #expect(!kept.isEmpty)
        for file in kept { #expect(file.range(of: Data("0519491231".utf8)) == nil) }
    }
}

struct `The answer file` {
    @Test func `is the table with what became of each row, ready to be put right and sent again`() async throws {
        try await Town().open { visit in
            let table = "工号,姓名,单位代码\n00030,孙某,610621992\n00031,钱某,999\n"
            let id = try #require(
                try await visit.post(table: table, to: "/imports?kind=people", as: .chen).json["id"].string)
            let file = try await visit.get("/imports/\(id).csv", as: .chen)
            #expect(file.rows[0] == ["\u{FEFF}工号", "姓名", "单位代码", "result", "reason"])
            #expect(file.rows[1].prefix(4) == ["00030", "孙某", "610621992", "created"])
            #expect(file.rows[2].prefix(4) == ["00031", "钱某", "999", "error"])
            #expect(file.rows[2][4].hasPrefix("单位代码: "))
            let fixed = file.text.replacing(",999,", with: ",610621992,")
            let sent = try await visit.post(table: fixed, to: "/imports?kind=people&mode=apply", as: .chen)
            #expect(sent.status == 201)
            #expect(try sent.json["created"] == 2)
        }
    }

    @Test func `and the receipt are for whoever sent the table`() async throws {
        try await Town().open { visit in
            let id = try #require(
                try await visit.post(table: newcomers, to: "/imports?kind=people", as: .chen).json["id"].string)
            for suffix in ["", ".json", ".csv"] {
                #expect(try await visit.get("/imports/\(id)\(suffix)", as: .chen).status == 200)
                for who in [Who.zhou, .chensToken, .wu, .zhang] {
                    #expect(try await visit.get("/imports/\(id)\(suffix)", as: who).status == 404)
                }
            }
        }
    }
}

struct `An upload from the page` {
    @Test func `leads to what it would do, and from there to its application`() async throws {
        try await Town().open { visit in
            let reply = try await visit.upload(newcomers, fields: ["kind": "people", "mode": "plan"], as: .chen)
            #expect(reply.status == 303)
            let receipt = try #require(reply.location)
            let page = try await visit.get(receipt, as: .chen)
            #expect(page.contains("孙某"))
            #expect(page.contains(#"action="\#(receipt)/application""#))
            #expect(try await visit.post("\(receipt)/application", as: .chen).location == receipt)
            #expect(try await visit.get(receipt, as: .chen).contains("已经导入。"))
        }
    }

    @Test func `that cannot be read is told on the page`() async throws {
        try await Town().open { visit in
            let reply = try await visit.upload("staff_no,name\n1,a\n", fields: ["kind": "people"], as: .chen)
            #expect(reply.status == 422)
            #expect(reply.contains("缺少“单位代码”列。"))
            #expect(reply.contains("没有写入任何数据"))
        }
    }
}

struct `An export` {
    @Test(arguments: ImportKind.allCases) func `can be imported again and changes nothing`(
        _ kind: ImportKind
    ) async throws {
        try await Town().open { visit in
            let charges = "staff_no,unit\nC-0001,610621\nC-0001,610621991\n"
            let given = try await visit.post(
                table: Array(charges.utf8), to: "/imports?kind=coordinators&mode=apply", as: .zheng)
            #expect(given.status == 201)
            for header in ["en", "zh"] {
                let file = try await visit.get("/exports/\(kind).csv?header=\(header)", as: .zheng)
                #expect(file.rows.count > 2)
                let plan = try await visit.post(table: file.bytes, to: "/imports?kind=\(kind)&mode=apply", as: .zheng)
                #expect(plan.status == 201)
                #expect(try plan.json["unchanged"] == plan.json["rows"])
            }
        }
    }

    @Test func `holds what its reader may see and no more`() async throws {
        try await Town().open { visit in
            let people = try await visit.get("/exports/people", as: .chen)
            #expect(people.contains("00017"))
            #expect(!people.contains("00020"))
            let units = try await visit.get("/exports/units", as: .chen)
            #expect(units.contains("610621991"))
            #expect(!units.contains("610622"))
            #expect(try await visit.get("/exports/courses", as: .chen).status == 404)
        }
    }
}

extension Visitor {
    /// Sends a table as the file of a form.
    fileprivate func upload(
        _ table: String, fields: KeyValuePairs<String, String>, as who: Who
    ) async throws -> Reply {
        let parts = fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }.joined()
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n\(table)\r\n--b--"
        return try await send(
            .post, "/imports", as: who, [:], "multipart/form-data; boundary=b", body: Array((parts + file).utf8))
    }
}

struct `A long import` {
    @Test func `is answered at once when that is preferred, and looked up afterwards`() async throws {
        try await Town().open { visit in
            let headers: HTTPFields = [.accept: "application/json", .prefer: "wait=1, respond-async"]
            let reply = try await visit.send(
                .post, "/imports?kind=people&mode=apply", as: .chen, headers, "text/csv", body: Array(newcomers.utf8))
            #expect(reply.status == 202 && reply.headers[.preferenceApplied] == "respond-async")
            #expect(try reply.json["state"] == "checking")
            #expect(try reply.json["progress"] == ["done": 0, "of": 3])
            let place = try #require(reply.location)
            #expect(place == "/imports/\(try reply.json["id"].string ?? "").json")
            var seen = try await visit.get(place, as: .chen).json
            while seen["state"] != "applied" {
                #expect(["checking", "applying"].contains(seen["state"]) && seen["progress"]["of"].number != nil)
                try await Task.sleep(for: .milliseconds(20))
                seen = try await visit.get(place, as: .chen).json
            }
            #expect(seen["progress"] == .null && seen["created"] == 1 && seen["rows"] == 3)
            #expect(try await visit.get(place, as: .zhou).status == 404)
        }
    }

    @Test func `shows how far it is without scripts, and that it was interrupted`() async throws {
        let town = try await Town()
        let chen = try await town.records.session(town.key(of: .chen), at: town.clock.now)?.caller
        let caller = try #require(chen)
        let request = ImportRequest(
            kind: .people, sheet: Sheet(header: ["staff_no", "name", "unit"], rows: []), ignored: IgnoredColumns(),
            encoding: "UTF-8", catalogue: CourseCatalogue([]))
        let work = try await town.records.beginImport(request, applying: true, by: caller, at: town.clock.now)
        try await town.open { visit in
            let page = "/imports/\(work.head.id)"
            let going = try await visit.get(page, as: .chen, [.cookie: "language=en"])
            #expect(going.headers[.refresh] == "2" && going.contains("The rows are being checked."))
            #expect(going.contains("href=\"\(page)\""))
            try await town.records.interruptImports()
            let over = try await visit.get(page, as: .chen, [.cookie: "language=en"])
            #expect(over.headers[.refresh] == nil && over.contains("Nothing was written."))
            #expect(try await visit.get("\(page).json", as: .chen).json["state"] == "interrupted")
        }
    }

    @Test func `that was planned before something changed says so instead of offering to do it`() async throws {
        try await Town().open { visit in
            let id = try #require(
                try await visit.post(table: newcomers, to: "/imports?kind=people", as: .chen).json["id"].string)
            #expect(try await visit.get("/imports/\(id)", as: .chen).contains("/imports/\(id)/application"))
            #expect(try await visit.get("/imports/\(id).json", as: .chen).json["outdated"] == .null)
            let other = "staff_no,name,unit\n00031,钱某,610621992\n"
            #expect(try await visit.post(table: other, to: "/imports?kind=people&mode=apply", as: .zheng).status == 201)
            #expect(try await !visit.get("/imports/\(id)", as: .chen).contains("/imports/\(id)/application"))
            #expect(try await visit.get("/imports/\(id).json", as: .chen).json["outdated"] == true)
        }
    }
}

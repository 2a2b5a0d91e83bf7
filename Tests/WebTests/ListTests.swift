import Foundation
import HTTPTypes
import Tabular
import Testing
import Training

@testable import Web

/// The list that `Tests/Fixtures/lists/make.py` makes, in each form.
private let forms = ["people.xlsx", "people-gb18030.csv", "people-unicode.txt"]

struct `A staff list as people keep it` {
    @Test(arguments: forms) func `is imported with the same result from every form`(_ form: String) async throws {
        try await Town().open { visit in
            let columns = ["身份证号", "手机号", "备注"].joined(separator: ",").percentEncoded
            let reply = try await visit.send(
                .post, "/imports?kind=people&mode=apply&ignore_columns=\(columns)", as: .chen,
                [.accept: "application/json"],
                "application/octet-stream", body: list(form))
            #expect(reply.status == 201, "\(reply.text)")
            let result = try reply.json
            #expect([result["rows"], result["created"], result["unchanged"]] == [5, 3, 2])
            let notes = Dictionary(
                uniqueKeysWithValues: result["notes"].list.compactMap { note in
                    note["code"].string.map { ($0 + (note["column"].string ?? ""), note["rows"].list) }
                })
            #expect(notes["title_rows"] == [1, 2])
            #expect(notes["serial_column序号"] == [])
            #expect(notes["column_taken所在单位"] == [])
            #expect(notes["total_rows"] == [6, 11])
            #expect(notes["footer_rows"] == [12])
            #expect(notes["blank_rows"] == [9])
            #expect(notes["units_by_name"] == [])
            #expect(
                form == "people.xlsx" ? notes["merged_cells所在单位"] == [4, 5, 7, 8] : notes["filled_down所在单位"] == [5, 8])
            let people = try await visit.get("/exports/people.csv", as: .chen).rows.map {
                $0.prefix(3).joined(separator: " ")
            }
            let taken = [
                "00017 张某 610621991201", "00018 李某 610621991202", "00031 冯某 610621991201", "00032 褚某 610621991202",
                "00033 卫某 610621992",
            ]
            #expect(Set(people).isSuperset(of: taken))
            #expect(!reply.contains("0519491231") && !reply.contains("13800138000"))
        }
    }

    @Test(arguments: forms) func `is asked about on the page before a column is left out`(_ form: String) async throws {
        try await Town().open { visit in
            let receipt = try #require(try await visit.upload(list(form), kind: "people", as: .chen).location)
            let page = try await visit.get(receipt, as: .chen)
            for heading in ["身份证号", "手机号", "备注"] {
                #expect(page.contains(#"name="ignore_columns" value="\#(heading)" required"#))
            }
            #expect(page.contains(#"value="身份证号" required checked"#) && !page.contains(#"value="备注" required checked"#))
            #expect(page.contains("第 6、11 行是合计，没有读。"))
            #expect(!page.contains("0519491231") && !page.contains("13800138000"))
            #expect(try await visit.get("\(receipt).json", as: .chen).json["unconfirmed"] == ["身份证号", "手机号", "备注"])

            let silent = try await visit.post("\(receipt)/application", form: ["ignore_columns": "备注"], as: .chen)
            #expect(silent.status == 422)
            #expect(try await !visit.get("/exports/people", as: .chen).contains("00031"))
            let agreed = try await visit.post(
                "\(receipt)/application",
                form: ["ignore_columns": "备注", "ignore_columns": "手机号", "ignore_columns": "身份证号"], as: .chen)
            #expect(agreed.location == receipt)
            #expect(try await visit.get("/exports/people", as: .chen).contains("00031,冯某,610621991201"))
            for file in try visit.town.databaseFiles() {
                for secret in ["0519491231", "13800138000"] { #expect(file.range(of: Data(secret.utf8)) == nil) }
            }
        }
    }

    @Test(arguments: forms) func `is refused to a program that does not say what to leave out`(_ form: String)
        async throws
    {
        try await Town().open { visit in
            let reply = try await visit.send(
                .post, "/imports?kind=people", as: .chensToken, [:], "text/csv", body: list(form))
            #expect(reply.status == 422)
            let errors = try reply.json["errors"].list
            #expect(errors.map { $0["code"] } == ["id_number_column", "phone_column", "unknown_column"])
            #expect(errors.map { $0["row"] } == [3, 3, 3])
        }
    }
}

struct `A workbook` {
    @Test func `of old is answered with how to save it`() async throws {
        try await Town().open { visit in
            let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
            let reply = try await visit.post(table: ole, to: "/imports?kind=people", as: .chen)
            #expect(reply.status == 422)
            #expect(reply.contains("另存为") && reply.contains(".xlsx") && reply.contains(".et"))
        }
    }

    @Test(arguments: ImportKind.allCases) func `that was exported can be imported again and changes nothing`(
        _ kind: ImportKind
    ) async throws {
        try await Town().open { visit in
            for header in ["en", "zh"] {
                let file = try await visit.get("/exports/\(kind).xlsx?header=\(header)", as: .zheng)
                #expect(
                    file.headers[.contentType] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                #expect(file.headers[.contentDisposition]?.contains("\(kind).xlsx") == true)
                let plan = try await visit.post(table: file.bytes, to: "/imports?kind=\(kind)&mode=apply", as: .zheng)
                #expect(plan.status == 201, "\(plan.text)")
                #expect(try plan.json["encoding"] == "XLSX")
                #expect(try plan.json["unchanged"] == plan.json["rows"])
                #expect(try plan.json["notes"] == [])
            }
        }
    }

    @Test(arguments: ["/exports/people", "/exports/units", "/exports/enrolments"])
    func `to be imported again holds what the CSV file holds`(_ path: String) async throws {
        try await Town().open { visit in
            let workbook = Table.read(try await visit.get("\(path).xlsx?header=zh", as: .chen).bytes)
            let text = Table.read(try await visit.get("\(path).csv?header=zh", as: .chen).bytes)
            #expect(workbook.problems == [] && text.problems == [])
            #expect(workbook.table?.header == text.table?.header)
            #expect(workbook.table?.rows.map(\.number) == text.table?.rows.map(\.number))
            let pairs = zip(workbook.table?.rows ?? [], text.table?.rows ?? []).flatMap { zip($0.cells, $1.cells) }
            // A number is shown with its places, and kept without.
            for (kept, shown) in pairs { #expect(kept == shown || Double(kept) == Double(shown) && kept.count > 0) }
        }
    }

    @Test func `answers a table with what became of each row, ready to be put right`() async throws {
        try await Town().open { visit in
            let table = "工号,姓名,单位代码\n00030,孙某,610621992\n00031,钱某,999\n"
            let id = try #require(
                try await visit.post(table: table, to: "/imports?kind=people", as: .chen).json["id"].string)
            let answer = Table.read(try await visit.get("/imports/\(id).xlsx", as: .chen).bytes)
            #expect(answer.table?.header == ["工号", "姓名", "单位代码", "result", "reason"])
            #expect(answer.table?.rows.map { $0.cells[3] } == ["created", "error"])
            #expect(answer.table?.rows[0].cells[0] == "00030")
        }
    }
}

struct `A template` {
    @Test(arguments: ["csv", "xlsx"]) func `has the caller's units filled in, and says nothing until someone is added`(
        _ form: String
    ) async throws {
        try await Town().open { visit in
            for kind in ["people", "enrolments"] {
                let file = try await visit.get("/imports/template.\(form)?kind=\(kind)&header=zh", as: .chen)
                #expect(file.status == 200)
                let table = try #require(Table.read(file.bytes).table)
                let column = try #require(table.header.firstIndex(of: "单位"))
                #expect(
                    table.rows.map { $0.cells[column] } == ["延长县", "示例一镇", "示例甲村", "示例乙村", "示例二镇"])
                let plan = try await visit.post(table: file.bytes, to: "/imports?kind=\(kind)", as: .chen).json
                #expect(plan["rows"] == 0 && plan["errors"] == [])
            }
        }
    }

    @Test func `that was filled in is imported`() async throws {
        try await Town().open { visit in
            let file = try await visit.get("/imports/template.csv?kind=people&header=zh", as: .chen)
            let filled = file.text.replacing(",,示例甲村,", with: "00040,韩某,示例甲村,")
            let reply = try await visit.post(table: filled, to: "/imports?kind=people&mode=apply", as: .chen)
            #expect(reply.status == 201, "\(reply.text)")
            #expect(try await visit.get("/exports/people", as: .chen).contains("00040,韩某,610621991201"))
        }
    }

    @Test func `of units is what there is`() async throws {
        try await Town().open { visit in
            let file = try await visit.get("/imports/template.csv?kind=units", as: .chen)
            #expect(file.bytes == (try await visit.get("/exports/units.csv", as: .chen)).bytes)
            #expect(try await visit.get("/imports/template.csv?kind=courses", as: .chen).status == 404)
            #expect(try await visit.get("/imports/template.csv", as: .chen).status == 404)
        }
    }
}

struct `A unit in a table` {
    private func errors(_ unit: String, as who: Who = .chen) async throws -> [JSON] {
        try await Town().open { visit in
            let table = "staff_no,name,unit\n00050,杨某,\(unit)\n"
            return try await visit.post(table: table, to: "/imports?kind=people", as: who).json["errors"].list
        }
    }

    @Test(arguments: ["610621991201", "示例甲村", "示例一镇/示例甲村", "延长县／示例甲村", "示例一镇 / 示例甲村"])
    func `may be a code, a name or a path`(_ unit: String) async throws {
        #expect(try await errors(unit) == [])
    }

    @Test func `that is none names those that come near, of the caller's scope only`() async throws {
        let village = try await errors("甲村")
        #expect(village.map { $0["code"] } == ["not_available"])
        #expect(village[0]["message"].string?.contains("示例一镇/示例甲村（610621991201）") == true)
        let zeros = try await errors("610621991000")
        #expect(zeros.map { $0["code"] } == ["did_you_mean"])
        #expect(zeros[0]["message"].string?.contains("610621991") == true)
        for outside in ["示例三镇", "三镇", "610622991000", "延川县", "延安市", "延川县/示例三镇"] {
            let told = try await errors(outside)
            #expect(told.map { $0["code"] } == ["not_available"], "\(outside)")
            #expect(told[0]["message"] == "没有这个单位，或它不在您的管理范围内。", "\(outside)")
        }
        #expect(try await errors("示例三镇", as: .zheng) == [])
    }
}

private func list(_ name: String, from file: String = #filePath) throws -> [UInt8] {
    let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: tests.appending(path: "Fixtures/lists/\(name)")))
}

extension Town {
    fileprivate func databaseFiles() throws -> [Data] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("training.sqlite") }
            .map { try Data(contentsOf: URL(filePath: folder.file($0))) }
    }
}

extension Visitor {
    /// Sends a file by the form of the page.
    fileprivate func upload(_ file: [UInt8], kind: String, as who: Who) async throws -> Reply {
        let start = """
            --b\r\nContent-Disposition: form-data; name="kind"\r\n\r\n\(kind)\r\n--b\r\n\
            Content-Disposition: form-data; name="file"; filename="list.dat"\r\n\r\n
            """
        return try await send(
            .post, "/imports", as: who, [:], "multipart/form-data; boundary=b",
            body: Array(start.utf8) + file + Array("\r\n--b--".utf8))
    }
}

import Foundation
import Records
import TestSupport
import Testing
import Training

@testable import Web

/// Units that move, report elsewhere and are in the charge of someone from elsewhere.
struct `A unit` {
    @Test func `says on its page what became of it, and of what level it is`() async throws {
        try await Town().open { visit in
            try await visit.town.apply(.units, "code,name,parent\n610621991,示例新镇,610622", afterDays: 1)
            let page = try await visit.get("/units/610621991/completion", as: .zheng)
            #expect(page.contains("单位沿革") && page.contains("由“示例一镇”更名为“示例新镇”"))
            #expect(page.contains("上级由延长县改为延川县") && page.contains("乡镇（街道）"))
            let moved = try await visit.get("/units/610621991/completion", as: .zhou)
            #expect(moved.contains("上级由您管理范围以外的单位改为延川县") && !moved.contains("延长县"))
            let changes = try await visit.get("/units/610621991/completion.json", as: .zhousToken).json["changes"]
            #expect(changes[0] == ["day": "2026-11-10", "what": "name", "from": "示例一镇", "to": "示例新镇"])
            #expect(changes[1]["from"] == nil && changes[1]["to"]["code"] == "610622")
            #expect(try await !visit.get("/units/610622/completion", as: .zhou).contains("单位沿革"))
        }
    }

    @Test func `that has left is shown in a report of the day before, without a way into it`() async throws {
        try await Town().open { visit in
            try await visit.town.apply(.units, "code,name,parent\n610621991,示例新镇,610622", afterDays: 1)
            let then = try await visit.get("/units/610621/completion?as_of=2026-11-09", as: .chen)
            #expect(then.contains("示例一镇") && !then.contains("/units/610621991/"))
            #expect(try await !visit.get("/units/610621/completion", as: .chen).contains("示例一镇"))
            let now = try await visit.get("/units/610621/completion?as_of=2026-11-09&by=now", as: .chen)
            #expect(!now.contains("示例一镇"))
        }
    }

    @Test func `that reports elsewhere is told apart, in every form`() async throws {
        try await Town().open { visit in
            let path = "/units/610600/completion"
            #expect(try await !visit.get(path, as: .wu).contains(#"name="tree""#))
            try await visit.town.apply(
                .units, "code,name,parent,reports_to\n610622,延川县,610600,610000\nSX-XIXIAN,西咸新区,610000,610600")
            let page = try await visit.get("\(path)?tree=reporting", as: .wu)
            #expect(
                page.contains("延安市（按报送关系）") && page.contains("不计入上面的合计") && page.contains("延川县")
                    && page.contains("西咸新区"))
            let report = try await visit.get("\(path).json?tree=reporting", as: .wusToken).json
            #expect(report["tree"] == "reporting")
            #expect(report["children"].list.compactMap { $0["unit"]["code"].string } == ["610621", "SX-XIXIAN"])
            #expect(report["elsewhere"][0]["unit"]["code"] == "610622" && report["elsewhere"][0]["reports_to"] == nil)
            let rows = try await visit.get("\(path).csv?tree=reporting", as: .wu).rows
            #expect(rows.dropFirst().map { $0[2] } == ["below", "below", "direct", "total", "elsewhere"])
            let above = try await visit.get("/units/610000/completion.json?tree=reporting", as: .zhengsToken).json
            #expect(above["elsewhere"][0]["reports_to"]["code"] == "610600")
        }
    }

    @Test func `that reports into the scope shows its numbers, and no people`() async throws {
        try await Town().open { visit in
            try await visit.town.apply(.units, "code,name,parent,reports_to\nSX-XIXIAN,西咸新区,610000,610600")
            let page = try await visit.get("/units/SX-XIXIAN/completion?tree=reporting", as: .wu)
            #expect(page.status == 200 && !page.contains("/units/SX-XIXIAN/people"))
            for path in ["delivery", "misconceptions"] {
                let page = try await visit.get("/units/SX-XIXIAN/\(path)?tree=reporting", as: .wu)
                #expect(page.status == 200 && !page.contains("/units/SX-XIXIAN/people"), "\(path)")
            }
            for path in ["completion", "people?tree=reporting", "delivery", "notebook", "misconceptions"] {
                #expect(try await visit.get("/units/SX-XIXIAN/\(path)", as: .wu).status == 404, "\(path)")
            }
            #expect(try await visit.get("/units/SX-XIXIAN/completion?tree=reporting", as: .chen).status == 404)
        }
    }

    @Test(arguments: [("by=later", "unknown_by"), ("tree=oak", "unknown_tree")])
    func `is not asked for in other words`(_ query: String, _ code: String) async throws {
        try await Town().open { visit in
            let reply = try await visit.get("/units/610621/completion.json?\(query)", as: .chensToken)
            #expect(reply.status == 422 && reply.problem == code)
        }
    }
}

struct `Being in charge` {
    @Test func `of several units gives a choice, at home and where reports begin`() async throws {
        try await Town().open { visit in
            #expect(try await !visit.get("/", as: .chen).contains("我负责的单位"))
            try await visit.town.apply(
                .coordinators, "staff_no,unit,until\nC-0001,610621,\nC-0001,SX-XIXIAN,2026-12-31")
            for path in ["/", "/units"] {
                let page = try await visit.get(path, as: .chen)
                #expect(page.contains("/units/610621/completion") && page.contains("/units/SX-XIXIAN/completion"))
                #expect(page.contains("至2026年12月31日"))
            }
            #expect(try await visit.get("/units/SX-XIXIAN/people", as: .chen).status == 200)
        }
    }

    @Test func `as an inspector says until when, and is over the day after`() async throws {
        try await Town().open { visit in
            try await visit.town.apply(.coordinators, "staff_no,unit,until\nI-0001,610621,2026-11-09")
            #expect(try await visit.get("/", as: .wu).contains("至2026年11月9日"))
            #expect(try await visit.get("/units/610621/completion", as: .wu).status == 200)
            #expect(try await visit.get("/units/610600/completion", as: .wu).status == 404)
            visit.town.clock.advance(by: .days(1))
            let session = try await visit.town.records.openSession(
                for: visit.town.person(.wu), by: .password, at: visit.town.clock.now)
            func status(_ path: String) async throws -> Int {
                try await visit.get(path, as: .nobody, [.cookie: "session=\(session)"]).status
            }
            #expect(try await status("/units/610621/completion") == 404)
            #expect(try await status("/units") == 200)
            #expect(try await status("/") == 200)
        }
    }

    @Test func `by a token ends with its last day`() async throws {
        try await Town().open { visit in
            let token = try await visit.town.records.createToken(
                named: "audit", role: .inspector, unit: .yanan, until: "2026-11-09", at: visit.town.clock.now)
            func status() async throws -> Int {
                try await visit.get(
                    "/units/610600/completion.json", as: .nobody, [.authorization: "Bearer \(token)"]
                ).status
            }
            #expect(try await status() == 200)
            visit.town.clock.advance(by: .days(1))
            #expect(try await status() == 401)
        }
    }
}

extension Town {
    /// Imports a table as the administrator, some days on.
    fileprivate func apply(_ kind: ImportKind, _ table: String, afterDays days: Double = 0) async throws {
        clock.advance(by: .days(days))
        let request = ImportRequest(
            kind: kind, sheet: Sheet(table), ignored: IgnoredColumns(), encoding: "UTF-8",
            catalogue: CourseCatalogue([]))
        let receipt = try await records.applyImport(request, by: .operatorAtTheMachine, at: clock.now)
        #expect(receipt.state == .applied)
    }
}

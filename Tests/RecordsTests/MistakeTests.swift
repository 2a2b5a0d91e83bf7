import Foundation
import Records
import TestSupport
import Testing
import Training

/// A table in which every row has a mistake of its own.
struct MistakenTable: Sendable, CustomTestStringConvertible {
    let kind: ImportKind
    /// Who sends it; nil for the administrator.
    let sender: StaffNumber?
    let header: [String]
    /// The cells of each row as they are wrong, what is said of them (`column code`), and as they are right.
    let rows: [(wrong: [String], told: String, right: [String])]

    var testDescription: String { "\(kind) by \(sender?.rawValue ?? "the administrator")" }

    func sheet(_ cells: [[String]]) -> Sheet { Sheet(header: header, cells: cells) }

    static let all = [people, peopleOfAll, units, unitsOfAll, coordinators, enrolments]

    private static let people = MistakenTable(
        kind: .people, sender: .chen, header: ["staff_no", "name", "unit", "role", "status"],
        rows: [
            (["N 1", "甲某", "610621", "", ""], "staff_no bad_code", ["N1", "甲某", "610621", "", ""]),
            (["1.2E+10", "乙某", "610621", "", ""], "staff_no scientific_notation", ["N2", "乙某", "610621", "", ""]),
            (
                ["DLH000000097", "丙某", "610621", "", ""], "staff_no check_digits",
                ["DLH000000098", "丙某", "610621", "", ""]
            ),
            (["61062118900101005X", "丁某", "610621", "", ""], "staff_no id_number", ["N4", "丁某", "610621", "", ""]),
            (["N5", "", "610621", "", ""], "name empty", ["N5", "戊某", "610621", "", ""]),
            (["N6", "#N/A", "610621", "", ""], "name formula_error", ["N6", "己某", "610621", "", ""]),
            (
                ["N7", String(repeating: "长", count: 61), "610621", "", ""], "name too_long",
                ["N7", String(repeating: "长", count: 60), "610621", "", ""]
            ), (["N8", "庚\n某", "610621", "", ""], "name control_character", ["N8", "庚某", "610621", "", ""]),
            (["N9", "辛某", "NOWHERE", "", ""], "unit not_available", ["N9", "辛某", "610621", "", ""]),
            (["N10", "壬某", "示例甲村", "", ""], "unit ambiguous_unit", ["N10", "壬某", "示例一镇/示例甲村", "", ""]),
            (["N11", "癸某", "610621000000", "", ""], "unit did_you_mean", ["N11", "癸某", "610621", "", ""]),
            (["N12", "子某", "610621", "boss", ""], "role unknown_word", ["N12", "子某", "610621", "inspector", ""]),
            (["N13", "丑某", "610621", "admin", ""], "role admin_only", ["N13", "丑某", "610621", "coordinator", ""]),
            (
                ["C-0001", "陈某", "610621", "learner", ""], "staff_no yourself",
                ["C-0001", "陈某", "610621", "coordinator", ""]
            ),
            (
                ["00018", "李某", "610621991202", "", ""], "role wider_scope",
                ["00018", "李某", "610621991202", "coordinator", ""]
            ),
            (["N9", "寅某", "610621", "", ""], "staff_no twice", ["N16", "寅某", "610621", "", ""]),
            (["17", "张某", "610621991201", "", ""], "staff_no leading_zeros", ["00017", "张某", "610621991201", "", ""]),
        ])

    private static let peopleOfAll = MistakenTable(
        kind: .people, sender: nil, header: ["staff_no", "name", "unit", "role"],
        rows: [(["A-0001", "郑某", "610000", "learner"], "role last_admin", ["A-0001", "郑某", "610000", "admin"])])

    private static let units = MistakenTable(
        kind: .units, sender: .chen, header: ["code", "name", "parent"],
        rows: [
            (["U1", "新镇", ""], "parent root", ["U1", "新镇", "610621"]),
            (["610622", "延川县", "610600"], "code not_available", ["U2", "新二镇", "610621"]),
            (["U1", "新三镇", "610621"], "code twice", ["U3", "新三镇", "610621"]),
            (["U4", "", "610621"], "name empty", ["U4", "新四镇", "610621"]),
        ])

    private static let unitsOfAll = MistakenTable(
        kind: .units, sender: nil, header: ["code", "name", "parent"],
        rows: [(["610621991", "示例一镇", "610621991201"], "parent cycle", ["610621991", "示例一镇", "610621"])])

    private static let coordinators = MistakenTable(
        kind: .coordinators, sender: .chen, header: ["staff_no", "unit", "until"],
        rows: [
            (["00017", "610621991", ""], "staff_no no_role_for_it", ["00018", "610621991", ""]),
            (["C-0001", "610621991", ""], "staff_no yourself", ["00018", "610621991201", ""]),
            (["00020", "610621991", ""], "staff_no not_available", ["00018", "610621992", ""]),
            (["00018", "610622", ""], "unit not_available", ["00018", "610621991202", ""]),
            (["00018", "610621992", "soon"], "until bad_date", ["00018", "610621", "2026-12-31"]),
        ])

    private static let enrolments = MistakenTable(
        kind: .enrolments, sender: .chen, header: ["staff_no", "unit", "course", "due", "status"],
        rows: [
            (["00017", "610621", "visits", "", ""], "staff_no both", ["00017", "", "visits", "", ""]),
            (["", "", "visits", "", ""], "staff_no empty", ["00018", "", "visits", "", ""]),
            (["00019", "", "nothing", "", ""], "course unknown_course", ["00019", "", "visits", "", ""]),
            (
                ["", "610621991", "visits", "2026-02-30", ""], "due bad_date",
                ["", "610621991", "visits", "2026-12-30", ""]
            ),
            (["", "610621992", "visits", "", "maybe"], "status unknown_word", ["", "610621992", "visits", "", ""]),
            (["", "610622", "visits", "", ""], "unit not_available", ["", "610621991201", "visits", "", ""]),
        ])
}

@Suite("A table with every mistake")
struct MistakeTests {
    /// The world with what some mistakes need: two villages of one name, and somebody in charge beyond the county.
    private func world() async throws -> World {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent\n610621992201,示例甲村,610621992"))
        try await world.apply(.people, Sheet("staff_no,name,unit,role\n00018,李某,610621991202,coordinator"))
        try await world.apply(.coordinators, Sheet("staff_no,unit\n00018,610622"))
        return world
    }

    private func sender(_ table: MistakenTable, _ world: World) async throws -> Caller {
        if let sender = table.sender { try await world.caller(sender) } else { .operatorAtTheMachine }
    }

    @Test("is told each by its row and column, in both languages, and writes nothing", arguments: MistakenTable.all)
    func mistakes(_ table: MistakenTable) async throws {
        let world = try await world()
        let before = try await world.dump(without: ["imports", "import_rows"])
        let receipt = try await world.apply(
            table.kind, table.sheet(table.rows.map(\.wrong)), by: sender(table, world))
        #expect(receipt.state == .refused)
        let expected = table.rows.enumerated().map { "\($0.offset + 2) \($0.element.told)" }
        #expect(receipt.problems.map { "\($0.row) \($0.column) \($0.code)" } == expected)
        for problem in receipt.problems {
            #expect(problem.message.zh.contains(/\p{Han}/))
            #expect(!problem.message.en.isEmpty && problem.message.en.hasSuffix("."))
            #expect(problem.code != "id_number" || problem.value.isEmpty)
        }
        #expect(try await world.dump(without: ["imports", "import_rows"]) == before)
    }

    @Test("is taken when it is put right, and then changes nothing a second time", arguments: MistakenTable.all)
    func mended(_ table: MistakenTable) async throws {
        let world = try await world()
        let sheet = table.sheet(table.rows.map(\.right))
        let caller = try await sender(table, world)
        let first = try await world.apply(table.kind, sheet, by: caller)
        #expect(first.state == .applied, "\(first.problems)")
        let again = try await world.apply(table.kind, sheet, by: caller)
        #expect(again.outcomes.allSatisfy { $0.result == .unchanged })
        #expect(try await world.records.examination(at: monday)?.findings == [])
    }

    @Test("leaves out no code that the sources know")
    func whole() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        var known: Set<String> = []
        for folder in ["Training/Imports", "Records"] {
            let folder = root.appending(path: folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path())
            where name.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                for match in text.matches(of: /(code: |Column\()?"([a-z_]+)",\s*(?:zh:|Bilingual\()/)
                where match.output.1 == nil {
                    known.insert(String(match.output.2))
                }
            }
        }
        // What is wrong with a file as a whole has no row.
        known.remove("too_many_removals")
        let shown = Set(MistakenTable.all.flatMap(\.rows).map { String($0.told.split(separator: " ")[1]) })
        #expect(known.count > 20)
        #expect(known.subtracting(shown).sorted() == [], "no row shows these")
        #expect(shown.subtracting(known).sorted() == [])
    }
}

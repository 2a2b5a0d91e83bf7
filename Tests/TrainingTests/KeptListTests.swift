import TestSupport
import Testing
import Training

@Suite("A list as people keep it")
struct KeptListTests {
    private func understood(
        _ text: String, _ kind: ImportKind = .people, titles: [Int] = [], merged: [Sheet.Merged]? = nil,
        ignoring ignored: IgnoredColumns = IgnoredColumns()
    ) throws -> UnderstoodSheet {
        let sheet = Sheet(text)
        return try SheetColumns.understand(
            Sheet(header: sheet.header, rows: sheet.rows, titleRows: titles, merged: merged), as: kind,
            ignoring: ignored)
    }

    private func codes(_ understood: UnderstoodSheet) -> [String] { understood.notes.map(\.code) }

    @Test("A row is the header when it names two columns, whatever else stands in it")
    func headers() {
        #expect(ImportKind.people.isHeader(["序号", "姓 名", "", "所在\n单位"]))
        #expect(!ImportKind.people.isHeader(["填报单位：延长县", "", "2026年"]))
        #expect(!ImportKind.people.isHeader(["姓名", "备注"]))
        #expect(ImportKind.units.isHeader(["单位代码", "单位名称"]))
    }

    @Test(
        "Sums are left out and noted",
        arguments: ["合计,,", ",合 计,", ",,小计", "合计：12人,,", "共计12人,,", ",示例一镇小计,", "Total,,"])
    func sums(_ row: String) throws {
        let list = try understood("staff_no,name,unit\n00017,张某,610621\n\(row)\n00018,李某,610621")
        #expect(list.sheet.rows.map(\.number) == [2, 4])
        #expect(list.notes == [ImportNote(.totalRows, rows: [3])])
    }

    @Test("Someone with a number is never a sum", arguments: ["00019,合计,610621", "00019,王某,小计村"])
    func noSums(_ row: String) throws {
        #expect(try understood("staff_no,name,unit\n\(row)").sheet.rows.count == 1)
    }

    @Test("Running numbers are noted, and rows with nothing else are left out")
    func serials() throws {
        let list = try understood("序 号,staff_no,name,unit\n1,00017,张某,610621\n2,,,\n3,,,610621")
        #expect(list.sheet.header == ["staff_no", "name", "unit"])
        #expect(list.sheet.rows.map(\.number) == [2])
        #expect(codes(list) == ["serial_column", "empty_rows"])
        #expect(list.notes.last?.rows == [3, 4])
    }

    @Test("A row that lacks only its number is a mistake, not left out")
    func mistakes() throws {
        let list = try understood("staff_no,name,unit\n,张某,610621\n00018,,610621")
        #expect(list.sheet.rows.map(\.number) == [2, 3])
        #expect(list.notes == [])
    }

    @Test("Another name of a column counts only where its own does not stand")
    func otherNames() throws {
        let taken = try understood("工号,姓名,所在单位\n1,张某,甲村")
        #expect(taken.columns.cell("unit", in: taken.sheet.rows[0]) == "甲村")
        #expect(codes(taken) == ["column_taken"])
        let both = try understood("工号,姓名,单位名称,单位代码\n1,张某,甲村,610621", ignoring: .init(others: .ignored))
        #expect(both.columns.cell("unit", in: both.sheet.rows[0]) == "610621")
        #expect(throws: RowProblems.self) { try understood("工号,姓名,单位,所在单位\n1,张某,甲村,甲村") }
    }

    @Test("Whoever is asked hears every unknown column, and its cells go nowhere")
    func asked() throws {
        let list = try understood(
            "身份证号,手机,姓名,工号,单位代码,备注\n11010519491231002X,13800138000,张某,00017,610621,x",
            ignoring: IgnoredColumns(others: .asked))
        #expect(list.unconfirmed == ["身份证号", "手机", "备注"])
        #expect(list.sheet.rows.map(\.cells) == [["张某", "00017", "610621"]])
    }

    @Test(
        "Telephone columns are refused by name, and dropped when unknown ones are",
        arguments: ["手机号", "联系电话", "联系 方式", "Phone"])
    func telephones(_ heading: String) throws {
        let table = "staff_no,name,unit,\(heading)\n1,张某,610621,13800138000"
        do {
            _ = try understood(table)
            Issue.record("a telephone column was taken")
        } catch let error as RowProblems {
            #expect(error.problems.map(\.code) == ["phone_column"])
        }
        #expect(!"\(try understood(table, ignoring: .init(others: .ignored)))".contains("13800138000"))
        #expect(!"\(try understood(table, ignoring: .init(named: [heading])))".contains("13800138000"))
    }

    @Test("Empty cells below a unit are taken for merged ones where a text file looks like a list made for reading")
    func filledDown() throws {
        let text = "序号,staff_no,name,unit\n1,00017,张某,甲村\n2,00018,李某,\n3,00019,王某,乙村\n4,00020,赵某,"
        let list = try understood(text)
        #expect(list.sheet.rows.map { $0.cells[2] } == ["甲村", "甲村", "乙村", "乙村"])
        #expect(list.notes.last == ImportNote(.filledDown, column: "unit", rows: [3, 5]))
    }

    @Test("An empty unit is a mistake in a plain table, beside repeated units, at the top, and in a workbook")
    func notFilledDown() throws {
        let plain = "staff_no,name,unit\n00017,张某,甲村\n00018,李某,"
        #expect(try understood(plain).sheet.rows[1].cells[2] == "")
        #expect(try understood(plain, titles: [1]).sheet.rows[1].cells[2] == "甲村")
        #expect(try understood(plain, titles: [1], merged: []).sheet.rows[1].cells[2] == "")
        let repeated = "staff_no,name,unit\n00017,张某,甲村\n00018,李某,甲村\n00019,王某,"
        #expect(try understood(repeated, titles: [1]).sheet.rows[2].cells[2] == "")
        let top = "staff_no,name,unit\n00017,张某,\n00018,李某,甲村"
        #expect(try understood(top, titles: [1]).sheet.rows[0].cells[2] == "")
        let enrolments = "staff_no,unit,course\n,甲村,visits\n00018,,visits"
        #expect(try understood(enrolments, .enrolments, titles: [1]).sheet.rows[1].cells[1] == "")
    }

    @Test("Merged cells, titles and blank rows are told by row")
    func places() throws {
        let sheet = Sheet(
            header: ["staff_no", "name", "unit"],
            rows: [.init(number: 5, cells: ["1", "张某", "甲村"]), .init(number: 8, cells: ["2", "李某", "甲村"])],
            headerRow: 3, titleRows: [1, 2], merged: [.init(rows: 5...8, column: 2), .init(rows: 1...2, column: 0)])
        let list = try SheetColumns.understand(sheet, as: .people, ignoring: IgnoredColumns())
        #expect(
            list.notes == [
                ImportNote(.titleRows, rows: [1, 2]), ImportNote(.blankRows, rows: [4, 6, 7]),
                ImportNote(.mergedCells, column: "unit", rows: [5, 6, 7, 8]),
            ])
        #expect(list.notes[1].message.zh == "第 4、6–7 行是空行。")
        do {
            let unknown = Sheet(header: ["staff_no", "name", "unit", "x"], rows: [], headerRow: 3)
            _ = try SheetColumns.understand(unknown, as: .people, ignoring: IgnoredColumns())
            Issue.record("an unknown column was taken")
        } catch {
            #expect(error.problems.map(\.row) == [3])
        }
    }

    @Test("What was understood is understood as the same again", arguments: 1...20)
    func again(_ seed: Int) throws {
        var dice = Dice(seed: seed)
        let cells = ["", "", "00017", "张某", "甲村", "合计", "小计", "填表人：陈某", "1"]
        let rows = (0..<12).map { _ in (0..<5).map { _ in dice.pick(cells) } }
        let sheet = Sheet(header: ["序号", "工号", "姓名", "所在单位", "角色"], cells: rows)
        let first = try SheetColumns.understand(sheet, as: .people, ignoring: IgnoredColumns())
        let second = try SheetColumns.understand(first.sheet, as: .people, ignoring: IgnoredColumns())
        // A plan with problems is never applied; of rows about someone nothing is lost the second time.
        func sound(_ rows: [Sheet.Row]) -> [Sheet.Row] { rows.filter { StaffNumber(rawValue: $0.cells[0]) != nil } }
        #expect(sound(second.sheet.rows) == sound(first.sheet.rows))
    }
}

@Suite("A directory of units")
struct UnitDirectoryTests {
    private let directory = UnitDirectory([
        Unit(code: "61", name: "省", parent: nil), Unit(code: "6101", name: "甲县", parent: "61"),
        Unit(code: "6102", name: "乙县", parent: "61"), Unit(code: "610101", name: "城关镇", parent: "6101"),
        Unit(code: "610201", name: "城关镇", parent: "6102"), Unit(code: "61010101", name: "东村", parent: "610101"),
        Unit(code: "61020101", name: "东村", parent: "610201"), Unit(code: "61020102", name: "西村", parent: "610201"),
        Unit(code: "X-1", name: "甲县", parent: "6102"),
    ])

    @Test(
        "finds a unit by code, by a name that is the only one, and by the names above it",
        arguments: [
            ("6101", "6101"), ("西村", "61020102"), ("城关镇/东村", nil), ("甲县/东村", "61010101"),
            ("甲县/城关镇/东村", "61010101"), ("乙县＞东村", "61020101"), ("省/乙县/城关镇", "610201"), ("城关镇", nil),
            ("城关镇/甲县/东村", nil), ("丙县/东村", nil), ("西 村", "61020102"), ("", nil), ("/", nil), ("61", "61"), ("6100", nil),
        ] as [(String, String?)])
    func finds(_ text: String, _ code: String?) {
        #expect(directory.unit(text)?.rawValue == code)
    }

    @Test(
        "says what may be meant",
        arguments: [
            ("城关镇", "ambiguous_unit", ["610101", "610201"]), ("6101000000", "did_you_mean", ["6101"]),
            ("610", "did_you_mean", ["61"]), ("西", nil, []), ("西村委会", "not_available", ["61020102"]), ("99", nil, []),
            ("村东", nil, []), ("0000", nil, []),
        ] as [(String, String?, [String])])
    func advises(_ text: String, _ code: String?, _ units: [String]) {
        let advice = directory.advice(on: text)
        #expect(advice?.code == code)
        for unit in units {
            #expect(advice?.message.zh.contains("（\(unit)）") == true)
            #expect(advice?.message.en.contains("（\(unit)）") == true)
        }
    }

    @Test("writes every unit so that it is found again")
    func names() {
        let written = directory.inOrder.map { directory.name(of: $0.code) }
        #expect(written == ["省", "6101", "甲县/城关镇", "甲县/城关镇/东村", "乙县", "乙县/城关镇", "乙县/城关镇/东村", "西村", "乙县/甲县"])
        #expect(written.compactMap(directory.unit) == directory.inOrder.map(\.code))
    }

    @Test("lists only a few of many")
    func few() {
        let many = UnitDirectory((1...50).map { Unit(code: Code(rawValue: "V\($0)") ?? "V", name: "同名村", parent: nil) })
        #expect(many.advice(on: "同名村")?.message.zh.contains("…") == true)
        #expect(many.advice(on: "同名村")?.message.zh.components(separatedBy: "（").count == 6)
    }
}

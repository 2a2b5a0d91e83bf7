import TestSupport
import Testing
import Training

@Suite("A sheet's headings")
struct SheetColumnsTests {
    private func codes(
        _ header: String, _ kind: ImportKind = .people, ignoring ignored: IgnoredColumns = .init()
    ) -> [String] {
        do {
            _ = try SheetColumns.understand(Sheet(header), as: kind, ignoring: ignored)
            return []
        } catch {
            return error.problems.map { "\($0.row) \($0.code) \($0.column)" }
        }
    }

    @Test(
        "may be English or Chinese, in any order and case",
        arguments: [
            "staff_no,name,unit,role,status", "工号,姓名,单位代码,角色,状态", "unit,Name,STAFF_NO", "登录号,姓名,单位代码",
            "登录号（工号）,姓名,单位代码", "staff_no,姓名,unit,result,reason", "工号,姓名,单位代码,结果,原因",
        ])
    func known(_ header: String) {
        #expect(codes(header) == [])
    }

    @Test("that are not known, stand twice or are missing are told all at once")
    func problems() {
        #expect(
            codes("staff_no,name,name,phone") == [
                "1 column_twice name", "1 phone_column phone", "1 missing_column unit",
            ])
        #expect(codes("工号,staff_no,姓名,单位代码") == ["1 column_twice staff_no"])
        #expect(codes("course", .enrolments) == ["1 missing_column staff_no, unit"])
        #expect(codes("unit,course", .enrolments) == [])
        #expect(codes("code,name", .units) == ["1 missing_column parent"])
    }

    @Test("may be ignored by name, or all unknown ones together")
    func ignored() {
        #expect(codes("staff_no,name,unit,phone", ignoring: .init(named: ["phone"])) == [])
        #expect(codes("staff_no,name,unit,phone,备注", ignoring: .init(others: .ignored)) == [])
    }

    @Test("of personal ID numbers are refused unless ignored by name", arguments: ["身份证号", "公民身份号码", "ID_number"])
    func idNumbers(_ heading: String) {
        let header = "staff_no,name,unit,\(heading)"
        #expect(codes(header) == ["1 id_number_column \(heading)"])
        #expect(codes(header, ignoring: .init(others: .ignored)) == ["1 id_number_column \(heading)"])
        #expect(codes(header, ignoring: .init(named: [heading])) == [])
    }

    @Test("that are ignored leave with their cells, and short rows are filled up")
    func takesColumnsOut() throws {
        let sheet = Sheet("身份证号,staff_no,name,unit,role\n61062118900101005X,00017,张某,610621,admin\nx,00018")
        let understood = try SheetColumns.understand(sheet, as: .people, ignoring: .init(named: ["身份证号"]))
        let (columns, kept) = (understood.columns, understood.sheet)
        #expect(kept.header == ["staff_no", "name", "unit", "role"])
        #expect(kept.rows.map(\.cells) == [["00017", "张某", "610621", "admin"], ["00018", "", "", ""]])
        #expect(columns.cell("name", in: kept.rows[0]) == "张某")
        #expect(columns.cell("status", in: kept.rows[0]) == nil)
    }
}

@Suite("A sheet's rows")
struct SheetRowsTests {
    private func understood(_ sheet: Sheet, _ kind: ImportKind) throws -> (SheetColumns, Sheet.Row) {
        let understood = try SheetColumns.understand(sheet, as: kind, ignoring: .init())
        return (understood.columns, understood.sheet.rows[0])
    }

    /// What is wrong with the first row: `row column code`.
    private func problems(_ sheet: Sheet, _ kind: ImportKind) throws -> [String] {
        let (columns, row) = try understood(sheet, kind)
        do {
            switch kind {
            case .units: _ = try columns.unit(row)
            case .people: _ = try columns.person(row)
            case .coordinators: _ = try columns.charge(row)
            case .enrolments: _ = try columns.enrolment(row)
            }
            return []
        } catch {
            return error.problems.map { "\($0.row) \($0.column) \($0.code)" }
        }
    }

    @Test("of units are read, and say whether they tell where the unit reports to")
    func unit() throws {
        let (columns, row) = try understood(Sheet("code,name,parent\n610621,延长县,610600"), .units)
        let read = try columns.unit(row)
        #expect(read.unit == .init(code: .yanchang, name: "延长县", parent: .yanan))
        #expect(!read.saysReportsTo)
        let (more, other) = try understood(Sheet("code,name,parent,报送上级\n610621,延长县,,SX-XIXIAN"), .units)
        #expect(try more.unit(other).unit == .init(code: .yanchang, name: "延长县", parent: nil, reportsTo: .xixian))
        #expect(try more.unit(other).saysReportsTo)
    }

    @Test("of coordinators are read, and say whether they tell a last day")
    func charge() throws {
        let (columns, row) = try understood(Sheet("工号,单位代码\nC-0001,610621"), .coordinators)
        let read = try columns.charge(row)
        #expect(read.staffNumber == .chen && read.charge == Charge(unit: .yanchang, until: nil) && !read.saysUntil)
        let (more, other) = try understood(Sheet("工号,单位代码,截止日期\nC-0001,610621,2026年12月31日"), .coordinators)
        #expect(try more.charge(other).charge.until == "2026-12-31")
        #expect(try more.charge(other).saysUntil)
        #expect(
            try problems(Sheet("staff_no,unit,until\n,6.1E+5,soon"), .coordinators) == [
                "2 staff_no empty", "2 unit scientific_notation", "2 until bad_date",
            ])
    }

    @Test("of people are read, learners at work when nothing is said")
    func person() throws {
        let (columns, row) = try understood(Sheet("staff_no,name,unit,role,status\n00017,张某,610621,,"), .people)
        let read = try columns.person(row)
        #expect(read.staffNumber == .zhang && read.name == "张某" && read.unit == .yanchang)
        #expect(read.role == .learner && read.status == .active)
    }

    @Test(
        "of people take roles and states in both languages",
        arguments: [
            ("培训管理员", "停用", .coordinator, .suspended), ("Admin", "ACTIVE", .admin, .active),
            ("查阅员", "在岗", .inspector, .active), ("系统管理员", "", .admin, .active), ("学员", "", .learner, .active),
        ] as [(String, String, Person.Role, Person.Status)])
    func words(_ role: String, _ status: String, _ readRole: Person.Role, _ readStatus: Person.Status) throws {
        let (columns, row) = try understood(Sheet("工号,姓名,单位代码,角色,状态\n1,张某,1,\(role),\(status)"), .people)
        let read = try columns.person(row)
        #expect(read.role == readRole && read.status == readStatus)
    }

    @Test("of enrolments name a person or a unit")
    func enrolment() throws {
        let header = "staff_no,unit,course,due,status\n"
        let (columns, row) = try understood(Sheet(header + "00017,,visits,2026年11月30日,"), .enrolments)
        let read = try columns.enrolment(row)
        #expect(read.target == .person(.zhang) && read.subject == .course("visits"))
        #expect(read.due == "2026-11-30" && read.status == .active)
        let (others, other) = try understood(Sheet(header + ",610621,visits,,撤销"), .enrolments)
        #expect(try others.enrolment(other).target == .unit(.yanchang))
        #expect(try others.enrolment(other).status == .withdrawn)
        #expect(try others.enrolment(other).due == nil)
    }

    @Test(
        "of people tell every kind of problem with row and column",
        arguments: [
            (",张某,610621,,", ["2 staff_no empty"]), ("1,,610621,,", ["2 name empty"]),
            ("1,#N/A,610621,,", ["2 name formula_error"]), ("1,张某,,,", ["2 unit empty"]),
            ("1.5,张某,610621,,", ["2 staff_no bad_code"]), ("1,张某,延长,,", ["2 unit bad_code"]),
            ("6.1E+05,张某,610621,,", ["2 staff_no scientific_notation"]),
            ("1,张某,6.10621E+11,,", ["2 unit scientific_notation"]),
            ("61062118900101005X,张某,610621,,", ["2 staff_no id_number"]),
            ("1,61062118900101005X,610621,,", ["2 name id_number"]),
            ("1,张某,610621,boss,", ["2 role unknown_word"]), ("1,张某,610621,,gone", ["2 status unknown_word"]),
            ("1,张\u{1B}某,610621,,", ["2 name control_character"]),
            (
                ",,,boss,gone",
                [
                    "2 staff_no empty", "2 name empty", "2 unit empty", "2 role unknown_word", "2 status unknown_word",
                ]
            ),
        ] as [(String, [String])])
    func personProblems(_ row: String, _ expected: [String]) throws {
        #expect(try problems(Sheet("staff_no,name,unit,role,status\n" + row), .people) == expected)
    }

    @Test("of people hold names of 60 characters at most, of units of 100")
    func longNames() throws {
        let people = "staff_no,name,unit\n1,NAME,2"
        let units = "code,name,parent\n1,NAME,2"
        for (kind, text, limit) in [(ImportKind.people, people, 60), (.units, units, 100)] {
            let name = String(repeating: "长", count: limit)
            #expect(try problems(Sheet(text.replacing("NAME", with: name)), kind) == [])
            #expect(try problems(Sheet(text.replacing("NAME", with: name + "长")), kind) == ["2 name too_long"])
        }
    }

    @Test(
        "of units and enrolments tell theirs",
        arguments: [
            (.units, "code,name,parent,reports_to\n,延长县,,", ["2 code empty"]),
            (
                .units, "code,name,parent,reports_to\n1,延长县,a b,1E5",
                ["2 parent bad_code", "2 reports_to scientific_notation"]
            ),
            (.enrolments, "staff_no,unit,course,due\n,,visits,", ["2 staff_no empty"]),
            (.enrolments, "staff_no,unit,course,due\n1,2,visits,", ["2 staff_no both"]),
            (.enrolments, "staff_no,unit,course,due\n1,,,", ["2 course empty"]),
            (.enrolments, "staff_no,unit,course,due\n1,,visits,2026-02-30", ["2 due bad_date"]),
            (.enrolments, "工号,课程,截止日期\n1,visits,soon", ["2 截止日期 bad_date"]),
            (.enrolments, "unit,course,status\n1,visits,maybe", ["2 status unknown_word"]),
        ] as [(ImportKind, String, [String])])
    func otherProblems(_ kind: ImportKind, _ text: String, _ expected: [String]) throws {
        #expect(try problems(Sheet(text), kind) == expected)
    }

    @Test("never repeat a personal ID number")
    func idNumbersAreNotEchoed() throws {
        let (columns, row) = try understood(Sheet("staff_no,name,unit\n61062118900101005X,张某,延长"), .people)
        let problems = #expect(throws: RowProblems.self) { try columns.person(row) }
        #expect(problems?.problems.map(\.value) == ["", "延长"])
        #expect(row.withoutIDNumbers.cells == ["", "张某", "延长"])
    }
}

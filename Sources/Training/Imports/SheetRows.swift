/// One row of a units file.
public struct UnitRow: Sendable, Hashable {
    /// The unit as the row gives it.
    public let unit: Unit
    /// Whether the file has a column for where the unit reports to; without one, what is known stays.
    public let saysReportsTo: Bool
}

/// One row of a people file.
public struct PersonRow: Sendable, Hashable {
    /// The number.
    public let staffNumber: StaffNumber
    /// The name.
    public let name: String
    /// The unit.
    public let unit: UnitCode
    /// The role, learner when the cell is empty; nil without a column for it: then what is known stays.
    public let role: Person.Role?
    /// The status, active when the cell is empty; nil without a column for it: then what is known stays.
    public let status: Person.Status?

    /// A row that suspends a person and leaves everything else as it is.
    public init(suspending person: Person) {
        self.init(
            staffNumber: person.staffNumber, name: person.name, unit: person.unit, role: nil, status: .suspended)
    }

    init(staffNumber: StaffNumber, name: String, unit: UnitCode, role: Person.Role?, status: Person.Status?) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.role = role
        self.status = status
    }

    /// The person that the row makes of the one known so far.
    public func person(id: PersonID, was: Person?) -> Person {
        Person(
            id: id, staffNumber: staffNumber, name: name, unit: unit, role: role ?? was?.role ?? .learner,
            status: status ?? was?.status ?? .active)
    }
}

/// One row of an enrolments file.
public struct EnrolmentRow: Sendable, Hashable {
    /// A person by number or a unit by code.
    public let target: Target
    /// The course, or the plan whose courses.
    public let subject: Assignable
    /// The last day to finish on.
    public let due: Day?
    /// Whether the assignment holds or is withdrawn.
    public let status: Assignment.Status

    /// Whom the row names.
    public enum Target: Sendable, Hashable {
        case person(StaffNumber)
        case unit(UnitCode)
    }
}

extension SheetColumns {
    /// Reads a row of a units file; throws all that is wrong with it.
    public func unit(_ row: Sheet.Row) throws(RowProblems) -> UnitRow {
        var cells = Cells(self, row)
        let code: UnitCode? = cells.code("code")
        let name = cells.text("name", upTo: 100)
        let parent: UnitCode? = cells.optionalCode("parent")
        let reportsTo: UnitCode? = cells.optionalCode("reports_to")
        try cells.check()
        guard let code, let name else { throw cells.failure() }
        return UnitRow(
            unit: Unit(code: code, name: name, parent: parent, reportsTo: reportsTo),
            saysReportsTo: cell("reports_to", in: row) != nil)
    }

    /// Reads a row of a people file; throws all that is wrong with it.
    public func person(_ row: Sheet.Row) throws(RowProblems) -> PersonRow {
        var cells = Cells(self, row)
        let number: StaffNumber? = cells.code("staff_no")
        if number.map(SignInNumber.isMistyped) ?? false { cells.noteMistyped("staff_no") }
        let name = cells.text("name", upTo: 60)
        let unit: UnitCode? = cells.code("unit")
        let role = cells.choice("role", .learner, Person.Role.words)
        let status = cells.choice("status", .active, Person.Status.words)
        try cells.check()
        guard let number, let name, let unit else { throw cells.failure() }
        return PersonRow(
            staffNumber: number, name: name, unit: unit, role: cell("role", in: row) == nil ? nil : role,
            status: cell("status", in: row) == nil ? nil : status)
    }

    /// Reads a row of an enrolments file; throws all that is wrong with it.
    public func enrolment(_ row: Sheet.Row) throws(RowProblems) -> EnrolmentRow {
        var cells = Cells(self, row)
        let target = cells.target()
        let subject = cells.assignable("course")
        let due = cells.day("due")
        let status = cells.choice("status", .active, Assignment.Status.words)
        try cells.check()
        guard let target, let subject, let status else { throw cells.failure() }
        return EnrolmentRow(target: target, subject: subject, due: due, status: status)
    }
}

extension Person.Role {
    /// The words a file may use.
    public static let words: [(Person.Role, zh: String)] = [
        (.learner, "学员"), (.coordinator, "培训管理员"), (.inspector, "查阅员"), (.admin, "系统管理员"),
    ]
}

extension Person.Status {
    /// The words a file may use.
    public static let words: [(Person.Status, zh: String)] = [(.active, "在岗"), (.suspended, "停用")]
}

extension Assignment.Status {
    /// The words a file may use.
    public static let words: [(Assignment.Status, zh: String)] = [(.active, "有效"), (.withdrawn, "撤销")]
}

/// Reads the cells of one row and gathers what is wrong with them.
struct Cells {
    let columns: SheetColumns
    let row: Sheet.Row
    var problems: [RowProblem] = []

    init(_ columns: SheetColumns, _ row: Sheet.Row) {
        self.columns = columns
        self.row = row
    }

    func failure() -> RowProblems { RowProblems(problems) }

    func check() throws(RowProblems) {
        if !problems.isEmpty { throw failure() }
    }

    func value(_ column: String) -> String { columns.cell(column, in: row) ?? "" }

    mutating func note(_ column: String, _ code: String, zh: String, en: String) {
        problems.append(
            RowProblem(
                row: row.number, column: columns.heading(column), value: value(column), code: code,
                message: Bilingual(zh: zh, en: en)))
    }

    mutating func noteIDNumber(_ column: String) {
        note(
            column, "id_number", zh: "这像是身份证号。本系统不收身份证号。",
            en: "This looks like a personal ID number, which is not collected.")
    }

    mutating func noteMistyped(_ column: String) {
        note(
            column, "check_digits", zh: "这是系统给的登录号，但有一位写错了。请照结果表或登录条核对。",
            en:
                "This is a number that the server gives, with a digit wrong; compare it with the answer file or the slip."
        )
    }

    mutating func text(_ column: String, upTo limit: Int) -> String? {
        let text = value(column)
        if text.isEmpty {
            note(column, "empty", zh: "不能为空。", en: "Must not be empty.")
        } else if PersonalIDNumber.isOne(text) {
            noteIDNumber(column)
        } else if text.isFormulaError {
            note(
                column, "formula_error", zh: "这是公式出错后的结果，请填上内容。",
                en: "This is what a formula with a mistake shows; type what is meant.")
        } else if text.count > limit {
            note(column, "too_long", zh: "超过 \(limit) 个字。", en: "Longer than \(limit) characters.")
        } else if text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            note(column, "control_character", zh: "含有换行或控制字符。", en: "Has a line break or control character.")
        } else {
            return text
        }
        return nil
    }

    mutating func code<Subject>(_ column: String) -> Code<Subject>? {
        if value(column).isEmpty {
            note(column, "empty", zh: "不能为空。", en: "Must not be empty.")
            return nil
        }
        return optionalCode(column)
    }

    mutating func optionalCode<Subject>(_ column: String) -> Code<Subject>? {
        let text = value(column)
        if text.isEmpty { return nil }
        if PersonalIDNumber.isOne(text) {
            noteIDNumber(column)
            return nil
        }
        if text.isScientific {
            note(
                column, "scientific_notation", zh: "表格软件把它变成了科学计数法，请把这一列设为文本后重新填写。",
                en: "A spreadsheet turned this into scientific notation; make the column text and type it again.")
            return nil
        }
        guard let code = Code<Subject>(rawValue: text) else {
            note(
                column, "bad_code", zh: "只能用 1 到 64 个字母、数字、下划线或短横线。",
                en: "Must be 1 to 64 letters, digits, underscores or hyphens.")
            return nil
        }
        return code
    }

    mutating func choice<Word>(_ column: String, _ standard: Word, _ words: [(Word, zh: String)]) -> Word?
    where Word: RawRepresentable<String> {
        let text = value(column)
        if text.isEmpty { return standard }
        if let word = words.first(where: { $0.0.rawValue == text.lowercased() || $0.zh == text }) { return word.0 }
        let zh = words.map { "\($0.zh)（\($0.0.rawValue)）" }.joined(separator: "、")
        let en = words.map(\.0.rawValue).joined(separator: ", ")
        note(column, "unknown_word", zh: "只能是：\(zh)。", en: "Must be one of: \(en).")
        return nil
    }

    mutating func day(_ column: String) -> Day? {
        let text = value(column)
        if text.isEmpty { return nil }
        if let day = Day(text) { return day }
        note(
            column, "bad_date", zh: "不是日期。请写成 2026-11-30。",
            en: "Not a date. Write it as 2026-11-30.")
        return nil
    }

    /// A course, or behind `plan:` a plan.
    mutating func assignable(_ column: String) -> Assignable? {
        if case .plan(let plan)? = Assignable(value(column)) { return .plan(plan) }
        let course: CourseID? = code(column)
        return course.map(Assignable.course)
    }

    mutating func target() -> EnrolmentRow.Target? {
        switch (value("staff_no").isEmpty, value("unit").isEmpty) {
        case (false, true): return code("staff_no").map(EnrolmentRow.Target.person)
        case (true, false): return code("unit").map(EnrolmentRow.Target.unit)
        case (true, true):
            note("staff_no", "empty", zh: "工号和单位代码要填一个。", en: "Give a staff number or a unit.")
        case (false, false):
            note("staff_no", "both", zh: "工号和单位代码只能填一个。", en: "Give a staff number or a unit, not both.")
        }
        return nil
    }
}

extension String {
    /// Whether a spreadsheet wrote a long number as `6.10621E+11`.
    fileprivate var isScientific: Bool {
        let parts = lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first?.isASCII == true, Double(parts[0]) != nil else { return false }
        return Int(parts[1]) != nil
    }

    /// Whether a spreadsheet shows this where a formula has no result.
    fileprivate var isFormulaError: Bool {
        hasPrefix("#")
            && ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"].contains(self)
    }
}

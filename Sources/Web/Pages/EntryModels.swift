import Records
import Training

import struct Training.Unit

/// A form for one row: a person or a unit, new or to be changed.
struct EntryPage: Page {
    static let template = "entry"
    static let isKept = false
    let heading: String
    let crumb: UnitsPage.Link
    let path: String
    let button: String
    var fields: [Field]
    /// The units that fields may name, where they are few enough to choose from.
    var units: [Choice] = []
    /// What is wrong, each with the field that it is about.
    var problems: [Wrong] = []
    /// Whom it may be about, to be confirmed.
    var doubts: [String] = []
    /// That something was done.
    var done: String?
    /// What else can be done with somebody who is there.
    var person: Person?

    /// A field.
    struct Field: Sendable {
        let id: String
        let label: String
        var hint: String?
        var value = ""
        var problem: String?
        var longest = 64
        /// Whether it names a unit.
        var isUnit = false
        var isNeeded = false
        /// What to choose from; empty for a field to type into.
        var choices: [Choice] = []
    }

    /// A value to choose.
    struct Choice: Sendable {
        let id: String
        let name: String
        var chosen = false
    }

    /// Something wrong.
    struct Wrong: Sendable {
        /// The field; nil when it is none of the page.
        let field: String?
        let message: String
    }

    /// Somebody whom the page is about.
    struct Person: Sendable {
        let number: String
        let active: Bool
        let codesPath: String
    }

    func title(_ words: Words) -> String { heading }

    /// With what came of an entry: the fields as they were sent, and what is wrong beside each.
    func answering(_ entry: RowEntry, _ problems: [RowProblem], _ doubts: [ImportNote], _ words: Words) -> EntryPage {
        var page = self
        page.done = nil
        page.doubts = doubts.compactMap { $0.detail?(words.language) }
        for index in fields.indices {
            let field = fields[index]
            page.fields[index].problem = problems.first { $0.column == field.id }?.message(words.language)
            guard let sent = entry.cells[field.id] else { continue }
            page.fields[index].value = sent
            page.fields[index].choices = field.choices.map { Choice(id: $0.id, name: $0.name, chosen: $0.id == sent) }
        }
        page.problems = problems.map { problem in
            let field = fields.first { $0.id == problem.column }
            let message = problem.message(words.language)
            return Wrong(
                field: field?.id,
                message: field.map { words("field_problem", ["field": $0.label, "problem": message]) } ?? message)
        }
        return page
    }

    static var example: EntryPage {
        let town = Unit(code: "610621991", name: "示例一镇", parent: "610621")
        return EntryPage(
            adding: .example, in: town, UnitDirectory([town]), .example)
    }

    static var examples: [EntryPage] {
        let town = Unit(code: "610621991", name: "示例一镇", parent: "610621")
        let units = UnitDirectory([town])
        let problem = RowProblem(
            row: 2, column: "name", value: "", code: "empty", message: Bilingual(zh: "不能为空。", en: "Must not be empty."))
        let yourself = RowProblem(
            row: 2, column: "staff_no", value: "", code: "yourself",
            message: Bilingual(zh: "不能改自己的角色或状态。", en: "You cannot change your own role or status."))
        let doubt = ImportNote(
            .likelyDouble, rows: [2],
            detail: Bilingual(zh: "甲村张某（61062199001，示例甲村）", en: "甲村张某 (61062199001, 示例甲村)"))
        let sent = try? RowEntry(.form(Form("name=甲村张某")), as: .people)
        var changed = EntryPage(changing: .example, units, by: .operatorAtTheMachine, .example)
        changed.done = "已保存。"
        let asked = sent.map {
            [
                EntryPage(adding: .example, in: town, units, .example).answering($0, [problem], [doubt], .example),
                changed.answering($0, [yourself], [], .example),
            ]
        }
        return [example, changed, EntryPage(adding: town, units, .example), EntryPage(changing: town, units, .example)]
            + (asked ?? [])
    }

    /// How many units are offered to choose from.
    private static let room = 300

    fileprivate static func choices(_ units: UnitDirectory) -> [Choice] {
        let all = units.inOrder
        return all.count > room ? [] : all.map { Choice(id: units.name(of: $0.code), name: $0.code.rawValue) }
    }
}

// MARK: - People

extension EntryPage {
    /// For somebody new in a unit.
    init(adding caller: Caller, in unit: Unit, _ directory: UnitDirectory, _ words: Words) {
        self.init(
            heading: words("add_person_to", ["unit": unit.name]),
            crumb: UnitsPage.Link(name: unit.name, code: unit.code.rawValue, path: Paths.people(of: unit.code)),
            path: Paths.people(of: unit.code), button: words("add_person"),
            fields: [
                Field(id: "name", label: words("column_name"), longest: 60, isNeeded: true),
                Field(id: "staff_no", label: words("column_staff_no"), hint: words("no_number_hint")),
                .unit(directory.name(of: unit.code), words), .role(.learner, caller, words),
            ], units: Self.choices(directory))
    }

    /// For somebody who is there.
    init(changing known: Training.Person, _ directory: UnitDirectory, by caller: Caller, _ words: Words) {
        self.init(
            heading: words("change_of", ["name": known.name]),
            crumb: UnitsPage.Link(
                name: directory.title(of: known.unit), code: known.unit.rawValue, path: Paths.people(of: known.unit)),
            path: Paths.entry(of: known.staffNumber), button: words("save"),
            fields: [
                Field(id: "name", label: words("column_name"), value: known.name, longest: 60, isNeeded: true),
                .unit(directory.name(of: known.unit), words), .role(known.role, caller, words),
            ], units: Self.choices(directory),
            person: Person(
                number: known.staffNumber.rawValue, active: known.status == .active,
                codesPath: Paths.signInCodes(of: known.unit)))
    }
}

extension EntryPage.Field {
    fileprivate static func unit(_ name: String, _ words: Words) -> EntryPage.Field {
        EntryPage.Field(
            id: "unit", label: words("persons_unit"), hint: words("unit_hint"), value: name, longest: 200,
            isUnit: true, isNeeded: true)
    }

    /// Administrators are made by administrators alone.
    fileprivate static func role(_ role: Person.Role, _ caller: Caller, _ words: Words) -> EntryPage.Field {
        let roles = Person.Role.allCases.filter { $0 != .admin || caller.role == .admin || role == .admin }
        return EntryPage.Field(
            id: "role", label: words("role"),
            choices: roles.map {
                EntryPage.Choice(id: $0.rawValue, name: words("role_\($0.rawValue)"), chosen: $0 == role)
            })
    }
}

// MARK: - Units

extension EntryPage {
    /// For a unit below another.
    init(adding above: Unit, _ directory: UnitDirectory, _ words: Words) {
        self.init(
            heading: words("add_unit_to", ["unit": above.name]), crumb: .completion(of: above),
            path: Paths.units(below: above.code), button: words("add_unit"),
            fields: [
                Field(id: "code", label: words("unit_code"), hint: words("unit_code_hint"), isNeeded: true),
                Field(id: "name", label: words("column_unit_name"), longest: 100, isNeeded: true),
                .parent(directory.name(of: above.code), words), .reportsTo("", words),
            ], units: Self.choices(directory))
    }

    /// For a unit that is there. What it belongs or reports to outside the scope is neither told nor asked for, and stays.
    init(changing unit: Unit, _ directory: UnitDirectory, _ words: Words) {
        func isKnown(_ other: UnitCode?) -> Bool { other.map(directory.contains) ?? true }
        let fields = [
            Field(id: "name", label: words("column_unit_name"), value: unit.name, longest: 100, isNeeded: true),
            isKnown(unit.parent) ? .parent(unit.parent.map(directory.name) ?? "", words) : nil,
            isKnown(unit.reportsTo) ? .reportsTo(unit.reportsTo.map(directory.name) ?? "", words) : nil,
        ]
        self.init(
            heading: words("change_of", ["name": unit.name]), crumb: .completion(of: unit),
            path: Paths.entry(of: unit.code), button: words("save"), fields: fields.compactMap(\.self),
            units: Self.choices(directory))
    }
}

extension EntryPage.Field {
    fileprivate static func parent(_ name: String, _ words: Words) -> EntryPage.Field {
        EntryPage.Field(
            id: "parent", label: words("unit_parent"), hint: words("unit_hint"), value: name, longest: 200, isUnit: true
        )
    }

    fileprivate static func reportsTo(_ name: String, _ words: Words) -> EntryPage.Field {
        EntryPage.Field(
            id: "reports_to", label: words("unit_reports_to"), hint: words("unit_reports_to_hint"), value: name,
            longest: 200, isUnit: true)
    }
}

extension UnitsPage.Link {
    fileprivate static func completion(of unit: Unit) -> UnitsPage.Link {
        UnitsPage.Link(name: unit.name, code: unit.code.rawValue, path: Paths.completion(of: unit.code))
    }
}

extension Caller {
    fileprivate static var example: Caller { .operatorAtTheMachine }
}

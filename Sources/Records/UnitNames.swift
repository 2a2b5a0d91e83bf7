import SQL
import Training

import struct Training.Unit

extension Records {
    /// The units that the caller may name in a table.
    public func unitDirectory(for caller: Caller) async throws -> UnitDirectory {
        try await database.read { try $0.unitDirectory(of: caller.scope) }
    }
}

/// Lets a table name units as people do, and says which may be meant where it cannot be told. Knows the caller's units only.
struct UnitNames {
    private let context: ImportContext
    private lazy var directory = context.directory
    /// Whether the table may name units by other than their codes, as it may where it only refers to them.
    private let translates: Bool
    private var found: [(text: String, unit: UnitCode)] = []
    /// What was looked up before: many rows name the same units.
    private var meanings: [String: UnitCode?] = [:]
    private var advice: [String: (code: String, message: Bilingual)?] = [:]

    /// How many names a note lists.
    private static let shown = 20

    init(_ context: ImportContext) {
        self.context = context
        translates = context.columns.kind.columns.contains { $0.name == "unit" }
    }

    /// The row with the unit's code where it has a name that means one.
    mutating func coded(_ row: Sheet.Row) -> Sheet.Row {
        guard translates, let text = context.columns.cell("unit", in: row), !text.isEmpty, let unit = meaning(of: text)
        else { return row }
        return context.columns.row(row, with: unit.rawValue, in: "unit")
    }

    /// A problem with a unit, with those that may be meant.
    mutating func explained(_ problem: RowProblem) -> RowProblem {
        let isUnit = ["unit", "parent", "reports_to"].contains { context.columns.heading($0) == problem.column }
        guard isUnit, ["bad_code", "not_available"].contains(problem.code), !problem.value.isEmpty else {
            return problem
        }
        if let (code, message) = advice(on: problem.value) {
            return RowProblem(
                row: problem.row, column: problem.column, value: problem.value, code: code, message: message)
        }
        guard translates, problem.code == "bad_code" else { return problem }
        return RowProblem(
            row: problem.row, column: problem.column, value: problem.value, code: "not_available", message: .noSuchUnit)
    }

    var notes: [ImportNote] {
        guard !found.isEmpty else { return [] }
        let told = found.prefix(Self.shown).map { "\(PersonalData.masked($0.text)) → \($0.unit)" }
        let more = found.count > Self.shown ? "…" : ""
        return [
            ImportNote(
                .unitsByName,
                detail: Bilingual(zh: told.joined(separator: "，") + more, en: told.joined(separator: ", ") + more))
        ]
    }

    /// The unit that a text means other than by its code; nil when it is a code or means none.
    private mutating func meaning(of text: String) -> UnitCode? {
        if let known = meanings[text] { return known }
        let isCode = UnitCode(rawValue: text).map(context.covers) ?? false
        let unit = isCode || PersonalIDNumber.isOne(text) ? nil : directory.unit(text)
        meanings.updateValue(unit, forKey: text)
        if let unit { found.append((text, unit)) }
        return unit
    }

    private mutating func advice(on text: String) -> (code: String, message: Bilingual)? {
        if let known = advice[text] { return known }
        let told = directory.advice(on: text)
        advice.updateValue(told, forKey: text)
        return told
    }
}

extension Bilingual {
    static let noSuchUnit = Bilingual(
        zh: "没有这个单位，或它不在您的管理范围内。", en: "There is no such unit, or it is outside your scope.")
}

extension Transaction {
    func unitDirectory(of scope: Scope) throws -> UnitDirectory {
        UnitDirectory(
            try ranges(of: scope).flatMap { range in
                try rows(
                    Statement(
                        "SELECT code, name, parent, reports_to FROM units WHERE path >= $1 AND path < $2",
                        with: range.from, range.to)
                ).map(Unit.init)
            })
    }
}

import FoundationEssentials
import Records
import Training

/// One row of a table that comes from a form or as JSON. It is judged, written and remembered as an import of that row.
struct RowEntry: Sendable {
    let kind: ImportKind
    /// By column; a column that was not sent is missing.
    private(set) var cells: [String: String]
    /// Whether the sender has seen whom the row may be about, and means somebody else.
    let confirmed: Bool

    init(_ submission: Submission, as kind: ImportKind) throws {
        self.kind = kind
        let sent: [String: String?]
        switch submission {
        case .form(let form):
            sent = Dictionary(uniqueKeysWithValues: kind.columns.map { ($0.name, form[$0.name]) })
            confirmed = form["confirmed"] == "true"
        case .json(let data):
            let document = try data.decoded(as: Document.self)
            sent = document.cells
            confirmed = document.confirmed ?? false
        }
        let names = Set(kind.columns.map(\.name))
        cells = sent.compactMapValues { $0.map { String($0.trimming(while: \.isWhitespace)) } }
            .filter { names.contains($0.key) }
    }

    /// The entry with what is known already where nothing was sent.
    func filled(up known: [String: String]) -> RowEntry {
        var entry = self
        entry.cells.merge(known) { sent, _ in sent }
        return entry
    }

    /// The entry about something that is there, whatever was sent for it.
    func about(_ value: String, as column: String) -> RowEntry {
        var entry = self
        entry.cells[column] = value
        return entry
    }

    /// The entry with the codes of units that columns name otherwise.
    func naming(_ columns: [String], from units: UnitDirectory) -> RowEntry {
        var entry = self
        for column in columns {
            entry.cells[column] = entry.cells[column].map { units.unit($0)?.rawValue ?? $0 }
        }
        return entry
    }

    /// The table with this row alone.
    fileprivate var request: ImportRequest {
        let columns = kind.columns.filter { cells[$0.name] != nil || $0.need == .required }.map(\.name)
        let row = Sheet.Row(number: 2, cells: columns.map { cells[$0] ?? "" })
        return ImportRequest(
            kind: kind, sheet: Sheet(header: columns, rows: [row]), ignored: IgnoredColumns(), encoding: "form",
            catalogue: CourseCatalogue([]), matchesNames: !confirmed)
    }

    private struct Document: Decodable {
        let staff_no: String?
        let name: String?
        let unit: String?
        let role: String?
        let status: String?
        let code: String?
        let parent: String?
        let reports_to: String?
        let confirmed: Bool?

        var cells: [String: String?] {
            [
                "staff_no": staff_no, "name": name, "unit": unit, "role": role, "status": status, "code": code,
                "parent": parent, "reports_to": reports_to,
            ]
        }
    }
}

/// What came of a row.
enum EntryResult {
    /// Written; the row as it is now, by column.
    case done([String: String])
    /// Not written, because of this.
    case wrong([RowProblem])
    /// Not written, because it may be about somebody known.
    case doubtful([ImportNote])
}

extension Site {
    /// Writes something new; what is there already is not touched. Where it may be about somebody known, the sender has to
    /// confirm that it is not.
    func add(_ entry: RowEntry, _ visit: Visit) async throws -> EntryResult {
        let caller = try visit.signedIn
        let plan = try await records.planImport(entry.request, by: caller, at: visit.now)
        guard let outcome = plan.outcomes.first else { return .wrong([.nothing]) }
        guard outcome.problems.isEmpty else { return .wrong(outcome.problems) }
        let doubts = plan.notes.filter { $0.warns || $0.code == ImportNote.Code.takenForSame.rawValue }
        guard doubts.isEmpty || entry.confirmed else { return .doubtful(doubts) }
        guard outcome.result == .created else { return .wrong([.known(entry)]) }
        return .done(
            try await records.applyPlan(plan.id, catalogue: CourseCatalogue([]), by: caller, at: visit.now).firstRow)
    }

    /// Changes what is there.
    func change(_ entry: RowEntry, _ visit: Visit) async throws -> EntryResult {
        let receipt = try await records.applyImport(entry.request, by: try visit.signedIn, at: visit.now)
        guard let outcome = receipt.outcomes.first else { return .wrong([.nothing]) }
        return outcome.problems.isEmpty ? .done(receipt.firstRow) : .wrong(outcome.problems)
    }
}

extension ImportReceipt {
    fileprivate var firstRow: [String: String] {
        Dictionary(zip(header, outcomes.first?.row.cells ?? []), uniquingKeysWith: { first, _ in first })
    }
}

extension RowProblem {
    /// A form that was sent with nothing in it is like a row that nobody stands in.
    fileprivate static let nothing = RowProblem(
        row: 2, column: "name", value: "", code: "empty", message: Bilingual(zh: "不能为空。", en: "Must not be empty."))

    fileprivate static func known(_ entry: RowEntry) -> RowProblem {
        let column = entry.kind == .units ? "code" : "staff_no"
        return RowProblem(
            row: 2, column: column, value: entry.cells[column] ?? "", code: "known",
            message: Bilingual(zh: "已经有了，请到它那里去改。", en: "There is one already; change it there."))
    }
}

extension Problem {
    /// What a program is told when a row may be about somebody known.
    static func doubtful(_ notes: [ImportNote]) -> Problem {
        let known = notes.compactMap(\.detail)
        return Problem(
            .conflict, "likely_double",
            Bilingual(
                zh: "可能已经在册：\(known.map(\.zh).joined(separator: "、"))。确实是另一个人，就带上 confirmed 再发一次。",
                en: "This may be \(known.map(\.en).joined(separator: ", ")). "
                    + "If it is somebody else, send it with confirmed."))
    }
}

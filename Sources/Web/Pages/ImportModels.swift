import FoundationEssentials
import Records
import Tabular
import Training

/// The wire form of an import.
struct ImportDocument: Encodable {
    let id: ImportID
    let kind: ImportKind
    let state: ImportReceipt.State
    let encoding: String
    let rows: Int
    let created: Int
    let updated: Int
    let unchanged: Int
    let suspended = 0
    let notes: [Note]
    /// The columns that `POST /imports/{import}/application` must name in `ignore_columns`.
    let unconfirmed: [String]
    let errors: [RowError]

    /// What was taken for what.
    struct Note: Encodable {
        let code: String
        let column: String
        let rows: [Int]
        let message: String
    }

    init(_ receipt: ImportReceipt, _ language: Language) {
        id = receipt.id
        kind = receipt.kind
        state = receipt.state
        encoding = receipt.encoding
        rows = receipt.outcomes.count
        created = receipt.count(.created)
        updated = receipt.count(.updated)
        unchanged = receipt.count(.unchanged)
        notes = receipt.notes.map {
            Note(code: $0.code, column: $0.column, rows: $0.rows, message: $0.message(language))
        }
        unconfirmed = receipt.unconfirmed
        errors = receipt.problems.map { RowError($0, language) }
    }
}

/// The form to send a table with.
struct ImportFormPage: Page {
    static let template = "imports"
    let kinds: [KindChoice]
    let problems: [ProblemLine]
    let failed: Bool
    let limit: String

    /// A kind of table.
    struct KindChoice: Sendable {
        let id: String
        let name: String
        let chosen: Bool
        /// 工号、姓名、单位代码……
        let columns: String
        /// Each in the form that spreadsheets keep best, then as CSV.
        let exports: [Download]
        let templates: [Download]
    }

    /// A file to save.
    struct Download: Sendable {
        let form: String
        let path: String
    }

    /// What is wrong with a row.
    struct ProblemLine: Sendable {
        let row: Int
        let column: String
        let value: String
        let message: String

        init(_ problem: RowProblem, _ words: Words) {
            row = problem.row
            column = problem.column
            value = problem.value
            message = problem.message(words.language)
        }
    }

    init(chosen: ImportKind, problems: [RowProblem], _ words: Words) {
        kinds = ImportKind.allCases.map { kind in
            let columns = kind.columns.map { words.language == .chinese ? $0.zh : $0.name }
            func downloads(_ path: (Visit.Format) -> String) -> [Download] {
                [Visit.Format.xlsx, .csv].map { Download(form: $0.rawValue.uppercased(), path: path($0)) }
            }
            return KindChoice(
                id: kind.rawValue, name: words("kind_\(kind.rawValue)"), chosen: kind == chosen,
                columns: columns.joined(separator: words.language == .chinese ? "、" : ", "),
                exports: downloads { Paths.export(of: kind, as: $0, words.language) },
                templates: downloads { Paths.template(for: kind, as: $0, words.language) })
        }
        self.problems = problems.map { ProblemLine($0, words) }
        failed = !problems.isEmpty
        limit = "\(ImportPages.limit / 1024 / 1024) MB"
    }

    func title(_ words: Words) -> String { words("imports") }

    static var example: ImportFormPage { ImportFormPage(chosen: .people, problems: [.example], .example) }
}

extension RowProblem {
    static let example = RowProblem(
        row: 3, column: "单位代码", value: "61062", code: "not_available",
        message: Bilingual(zh: "没有这个单位。", en: "There is no such unit."))
}

/// What an import does, before and after.
struct ImportPage: Page {
    static let template = "import"
    static let isKept = false
    let kindName: String
    let planned: Bool
    let applied: Bool
    let refused: Bool
    let clean: Bool
    let encoding: String
    let rows: Int
    let created: Int
    let updated: Int
    let unchanged: Int
    let errors: Int
    let header: [String]
    /// Rows with problems first, then the others; at most 200.
    let lines: [Line]
    let more: String?
    let noted: Bool
    let notes: [String]
    let asks: Bool
    /// The columns to agree to leave out.
    let leftOut: [LeftOut]
    let applicationPath: String
    let answerPath: String
    let answerCSVPath: String

    /// A column that is not read.
    struct LeftOut: Sendable {
        let heading: String
        /// Whether it holds what is never collected.
        let personal: Bool
    }

    /// A row.
    struct Line: Sendable {
        let number: Int
        let cells: [String]
        let result: String
        let resultName: String
        let problems: [String]
    }

    init(_ receipt: ImportReceipt, _ words: Words) {
        let room = 200
        kindName = words("kind_\(receipt.kind.rawValue)")
        planned = receipt.state == .planned
        applied = receipt.state == .applied
        refused = receipt.state == .refused
        errors = receipt.count(.error)
        clean = errors == 0
        encoding = receipt.encoding
        rows = receipt.outcomes.count
        created = receipt.count(.created)
        updated = receipt.count(.updated)
        unchanged = receipt.count(.unchanged)
        header = receipt.header
        let ordered = receipt.outcomes.filter { $0.result == .error } + receipt.outcomes.filter { $0.result != .error }
        lines = ordered.prefix(room).map { outcome in
            Line(
                number: outcome.row.number, cells: outcome.row.cells, result: outcome.result.rawValue,
                resultName: words("result_\(outcome.result.rawValue)"),
                problems: outcome.problems.map { "\($0.column)：\($0.message(words.language))" })
        }
        more = rows > room ? words("more_rows", ["n": rows - room]) : nil
        applicationPath = "\(Paths.receipt(receipt.id))/application"
        answerPath = "\(Paths.receipt(receipt.id)).xlsx"
        answerCSVPath = "\(Paths.receipt(receipt.id)).csv"
        notes = receipt.notes.map { $0.message(words.language) }
        noted = !notes.isEmpty
        asks = !receipt.unconfirmed.isEmpty
        leftOut = receipt.unconfirmed.map {
            LeftOut(heading: $0, personal: IgnoredColumns.isPersonal($0))
        }
    }

    func title(_ words: Words) -> String { words("import_of", ["kind": kindName]) }

    static var example: ImportPage {
        let receipt = ImportReceipt(
            id: "example", kind: .people, state: .planned, encoding: "GB18030",
            createdAt: Date(timeIntervalSince1970: 1_795_000_000), header: ["工号", "姓名", "单位代码"],
            outcomes: [
                .init(row: .init(number: 2, cells: ["61062199001", "甲村张某", "610621991201"]), result: .created),
                .init(
                    row: .init(number: 3, cells: ["61062199002", "乙村李某", "61062"]), result: .error, problems: [.example]
                ),
            ], notes: [ImportNote(.titleRows, rows: [1])], unconfirmed: ["备注", "手机号"])
        return ImportPage(receipt, .example)
    }
}

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
    let errors: [RowError]

    init(_ receipt: ImportReceipt, _ language: Language) {
        id = receipt.id
        kind = receipt.kind
        state = receipt.state
        encoding = receipt.encoding
        rows = receipt.outcomes.count
        created = receipt.count(.created)
        updated = receipt.count(.updated)
        unchanged = receipt.count(.unchanged)
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
        let exportPath: String
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
            return KindChoice(
                id: kind.rawValue, name: words("kind_\(kind.rawValue)"), chosen: kind == chosen,
                columns: columns.joined(separator: words.language == .chinese ? "、" : ", "),
                exportPath: "/exports/\(kind.rawValue).csv?header=\(words.language.rawValue)")
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
    let applicationPath: String
    let answerPath: String

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
        answerPath = "\(Paths.receipt(receipt.id)).csv"
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
            ])
        return ImportPage(receipt, .example)
    }
}

extension Sheet {
    /// Reads a sent table; what is wrong with its form is told by row, as everything else.
    public static func read(_ bytes: [UInt8]) throws(RowProblems) -> (sheet: Sheet, encoding: String) {
        let reading = Table.read(csv: bytes)
        guard reading.problems.isEmpty, let table = reading.table else {
            throw RowProblems(reading.problems.map(RowProblem.init))
        }
        let rows = table.rows.map { Sheet.Row(number: $0.number, cells: $0.cells) }
        return (Sheet(header: table.header, rows: rows), table.encoding.name)
    }
}

extension RowProblem {
    init(_ problem: Table.Problem) {
        let (code, message) = problem.told
        self.init(row: problem.row ?? 1, column: "", value: "", code: code, message: message)
    }
}

extension Table.Problem {
    fileprivate var told: (code: String, Bilingual) {
        switch self {
        case .empty: ("empty_file", Bilingual(zh: "文件是空的。", en: "The file is empty."))
        case .workbook(.xlsx), .workbook(.xls):
            (
                "workbook",
                Bilingual(
                    zh: "这是表格软件的工作簿。请另存为“CSV UTF-8（逗号分隔）”后再上传。",
                    en: "This is a spreadsheet workbook. Save it as \"CSV UTF-8 (comma delimited)\" and send that.")
            )
        case .undecodable:
            (
                "encoding",
                Bilingual(
                    zh: "这一行的文字编码认不出来。请存为 UTF-8。", en: "The text of this row cannot be decoded; save it as UTF-8.")
            )
        case .unnamedColumn(_, let column):
            (
                "unnamed_column",
                Bilingual(
                    zh: "第 \(column) 列没有列名。请删去空列或补上列名。", en: "Column \(column) has no heading; delete it or name it.")
            )
        case .duplicateHeader(_, let name, _):
            (
                "column_twice",
                Bilingual(
                    zh: "“\(PersonalData.masked(name))”列出现了两次。",
                    en: "The column \(PersonalData.masked(name)) stands twice.")
            )
        case .tooManyColumns(_, let found, let limit):
            (
                "too_many_columns",
                Bilingual(zh: "有 \(found) 列，最多 \(limit) 列。", en: "\(found) columns; at most \(limit).")
            )
        case .tooManyRows(_, let limit):
            ("too_many_rows", Bilingual(zh: "行数超过 \(limit)。", en: "More than \(limit) rows."))
        case .wrongCellCount(_, let found, let expected):
            (
                "cell_count",
                Bilingual(
                    zh: "这一行有 \(found) 格，表头有 \(expected) 格。", en: "The row has \(found) cells, the header \(expected).")
            )
        case .unclosedQuote: ("unclosed_quote", Bilingual(zh: "引号没有配对。", en: "A quotation mark is not closed."))
        case .textAfterQuote:
            ("text_after_quote", Bilingual(zh: "引号后面还有文字。", en: "Text follows a closing quotation mark."))
        case .nulCharacter: ("nul", Bilingual(zh: "含有空字符。", en: "Has a NUL character."))
        case .cellTooLong(_, _, let found, let limit):
            (
                "cell_too_long",
                Bilingual(zh: "一格有 \(found) 个字，最多 \(limit) 个。", en: "A cell has \(found) characters; at most \(limit).")
            )
        }
    }
}

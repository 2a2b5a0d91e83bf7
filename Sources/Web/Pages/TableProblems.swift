import Tabular
import Training

extension Sheet {
    /// Reads a sent table, the first sheet of a workbook or comma-separated text; what is wrong with its form is told by row,
    /// as everything else. With a `kind` the header may stand below a title.
    public static func read(
        _ bytes: [UInt8], for kind: ImportKind? = nil
    ) throws(RowProblems) -> (sheet: Sheet, encoding: String) {
        let reading = Table.read(bytes, isHeader: kind.map { kind in { kind.isHeader($0) } })
        guard reading.problems.isEmpty, let table = reading.table else {
            throw RowProblems(reading.problems.map(RowProblem.init))
        }
        return (Sheet(table), table.form.name)
    }

    private init(_ table: Table) {
        let merged = table.merged.map { Merged(rows: $0.rows, column: $0.column - 1) }
        self.init(
            header: table.header, rows: table.rows.map { Row(number: $0.number, cells: $0.cells) },
            headerRow: table.headerRow, titleRows: table.above.map(\.number),
            merged: table.form == .xlsx ? merged : nil)
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
        case .workbook(let kind): ("workbook", kind.advice)
        case .damagedWorkbook(let part):
            (
                "damaged_workbook",
                Bilingual(
                    zh: "工作簿损坏了，或者不是按规定的格式做的\(part.isEmpty ? "" : "（\(part)）")。请打开它，另存为“Excel 工作簿（*.xlsx）”后再上传。",
                    en: "The workbook is damaged or not made as it should be\(part.isEmpty ? "" : " (\(part))"). "
                        + "Open it, save it as \"Excel Workbook (*.xlsx)\" and send that.")
            )
        case .expandsTooMuch(let limit):
            (
                "expands_too_much",
                Bilingual(
                    zh: "工作簿解压后会超过它大小的 \(limit) 倍，没有读。",
                    en: "Unpacked, the workbook is more than \(limit) times its size; it was not read.")
            )
        case .tooLarge(let limit):
            (
                "workbook_too_large",
                Bilingual(
                    zh: "工作簿的内容超过 \(limit >> 20) MiB。请分成几个文件。",
                    en: "The workbook holds more than \(limit >> 20) MiB. Send it as several files.")
            )
        case .tooManyCells(_, let limit):
            (
                "too_many_cells",
                Bilingual(zh: "有内容的格子超过 \(limit) 个。", en: "More than \(limit) cells have something in them.")
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

extension Table.Foreign {
    /// What to do with such a file.
    fileprivate var advice: Bilingual {
        switch self {
        case .old:
            Bilingual(
                zh: "这是旧格式（.xls、.et）或加了密码的工作簿。请用 Excel 或 WPS 打开，选“文件”→“另存为”，"
                    + "文件类型选“Excel 工作簿（*.xlsx）”，不加密码，再上传。",
                en:
                    "This is a workbook of an old kind (.xls, .et) or one with a password. Open it in Excel or WPS, choose "
                    + "File → Save As → \"Excel Workbook (*.xlsx)\" without a password, and send that.")
        case .openDocument:
            Bilingual(
                zh: "这是 ODS 电子表格。请打开它，选“另存为”→“Excel 2007-365（.xlsx）”，再上传。",
                en: "This is an ODS spreadsheet. Open it, choose Save As → \"Excel 2007–365 (.xlsx)\", and send that.")
        case .locked:
            Bilingual(
                zh: "工作簿加了密码。请去掉密码，另存后再上传。", en: "The workbook has a password. Save it without one and send that.")
        case .otherArchive:
            Bilingual(
                zh: "这不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 里选“另存为”→“Excel 工作簿（*.xlsx）”，再上传。",
                en: "This is no Excel workbook (.xlsx). In Excel or WPS choose Save As → \"Excel Workbook (*.xlsx)\", "
                    + "and send that.")
        }
    }
}

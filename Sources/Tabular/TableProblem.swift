extension Table {
    /// Something wrong with the form of a file. Rows and columns count from 1, as a spreadsheet numbers them.
    public enum Problem: Error, Sendable, Hashable {
        /// No header: no bytes, or only empty rows.
        case empty
        /// A workbook, but none that is read here.
        case workbook(Foreign)
        /// A workbook that is not whole, or not made as its kind is; `part` is the file in it, empty for the archive itself.
        case damagedWorkbook(part: String)
        /// A workbook that comes to more than so many times its size when it is unpacked.
        case expandsTooMuch(limit: Int)
        /// A workbook that holds more bytes than the limit when it is unpacked, or whose texts do.
        case tooLarge(limit: Int)
        /// A workbook with more cells than the limit; `row` is the first that was not looked at.
        case tooManyCells(row: Int, limit: Int)
        /// Bytes that are text in no encoding we read; the row is the first that has some. Nothing else was looked at.
        case undecodable(row: Int)
        /// A column without a name.
        case unnamedColumn(row: Int, column: Int)
        /// Several columns of one name.
        case duplicateHeader(row: Int, name: String, columns: [Int])
        /// A header wider than the limit. Nothing below it was looked at.
        case tooManyColumns(row: Int, found: Int, limit: Int)
        /// More rows than the limit; `row` is the first that was not looked at.
        case tooManyRows(row: Int, limit: Int)
        /// A row with fewer or more cells than the header.
        case wrongCellCount(row: Int, found: Int, expected: Int)
        /// A quote that opens a cell and is never closed, so that the rest of the file belongs to the cell.
        case unclosedQuote(row: Int, column: Int)
        /// Text between the quote that closes a cell and the end of the cell.
        case textAfterQuote(row: Int, column: Int)
        /// The character U+0000, which no text has.
        case nulCharacter(row: Int, column: Int)
        /// A cell with more characters than the limit.
        case cellTooLong(row: Int, column: Int, found: Int, limit: Int)
    }

    /// The kinds of files of spreadsheet programs that are recognised but not read.
    public enum Foreign: Sendable, Hashable, CaseIterable {
        /// Excel's until 2003, WPS's `.et`, or a workbook of today with a password; any OLE compound file begins like it.
        case old
        /// LibreOffice's own, `.ods`.
        case openDocument
        /// A workbook whose parts are encrypted.
        case locked
        /// Any other ZIP archive: a text document, a binary workbook.
        case otherArchive
    }
}

extension Table.Problem {
    /// The row to look at, or nil when it is the file as a whole.
    public var row: Int? {
        switch self {
        case .empty, .workbook, .damagedWorkbook, .expandsTooMuch, .tooLarge: nil
        case .undecodable(let row), .unnamedColumn(let row, _), .duplicateHeader(let row, _, _),
            .tooManyColumns(let row, _, _), .tooManyRows(let row, _), .tooManyCells(let row, _),
            .wrongCellCount(let row, _, _),
            .unclosedQuote(let row, _), .textAfterQuote(let row, _), .nulCharacter(let row, _),
            .cellTooLong(let row, _, _, _):
            row
        }
    }

    /// The column to look at, or nil when it is the row as a whole. Of columns with one name it is the second.
    public var column: Int? {
        switch self {
        case .empty, .workbook, .damagedWorkbook, .expandsTooMuch, .tooLarge, .undecodable, .tooManyColumns,
            .tooManyRows,
            .tooManyCells, .wrongCellCount:
            nil
        case .duplicateHeader(_, _, let columns): columns.dropFirst().first
        case .unnamedColumn(_, let column), .unclosedQuote(_, let column), .textAfterQuote(_, let column),
            .nulCharacter(_, let column), .cellTooLong(_, let column, _, _):
            column
        }
    }
}

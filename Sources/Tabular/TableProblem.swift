extension Table {
    /// Something wrong with the form of a file. Rows and columns count from 1, as a spreadsheet numbers them.
    public enum Problem: Sendable, Hashable {
        /// No header: no bytes, or only empty rows.
        case empty
        /// A workbook of a spreadsheet program under the name of a text file.
        case workbook(Workbook)
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

    /// The workbooks that are told by their first bytes.
    public enum Workbook: Sendable, Hashable, CaseIterable {
        /// Excel's since 2007 (any ZIP archive begins like it).
        case xlsx
        /// Excel's until 2003 (any OLE compound file begins like it).
        case xls

        /// What the first bytes say, or nil when they belong to no workbook.
        init?(signatureOf bytes: [UInt8]) {
            guard let workbook = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
            self = workbook
        }

        private var signature: [UInt8] {
            switch self {
            case .xlsx: [0x50, 0x4B, 0x03, 0x04]
            case .xls: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
            }
        }
    }
}

extension Table.Problem {
    /// The row to look at, or nil when it is the file as a whole.
    public var row: Int? {
        switch self {
        case .empty, .workbook: nil
        case .undecodable(let row), .unnamedColumn(let row, _), .duplicateHeader(let row, _, _),
            .tooManyColumns(let row, _, _), .tooManyRows(let row, _), .wrongCellCount(let row, _, _),
            .unclosedQuote(let row, _), .textAfterQuote(let row, _), .nulCharacter(let row, _),
            .cellTooLong(let row, _, _, _):
            row
        }
    }

    /// The column to look at, or nil when it is the row as a whole. Of columns with one name it is the second.
    public var column: Int? {
        switch self {
        case .empty, .workbook, .undecodable, .tooManyColumns, .tooManyRows, .wrongCellCount: nil
        case .duplicateHeader(_, _, let columns): columns.dropFirst().first
        case .unnamedColumn(_, let column), .unclosedQuote(_, let column), .textAfterQuote(_, let column),
            .nulCharacter(_, let column), .cellTooLong(_, let column, _, _):
            column
        }
    }
}

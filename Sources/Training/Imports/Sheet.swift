/// A table of text as it was sent, whatever file it came in.
public struct Sheet: Sendable, Hashable, Codable {
    /// The headings.
    public var header: [String]
    /// The rows below them, wholly empty ones left out.
    public var rows: [Row]

    /// A row by the number a spreadsheet gives it; the header is row 1.
    public struct Row: Sendable, Hashable, Codable {
        /// The number.
        public let number: Int
        /// As many as there are headings.
        public var cells: [String]

        /// A row.
        public init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }

        /// The row as it may be kept: cells with a personal ID number are emptied.
        public var withoutIDNumbers: Row {
            Row(number: number, cells: cells.map { PersonalIDNumber.isOne($0) ? "" : $0 })
        }
    }

    /// A sheet.
    public init(header: [String], rows: [Row]) {
        self.header = header
        self.rows = rows
    }
}

/// What is wrong with one cell, or with a row or column as a whole.
public struct RowProblem: Error, Sendable, Hashable, Codable {
    /// As a spreadsheet numbers it, header = 1.
    public let row: Int
    /// The heading; empty when the row as a whole is meant.
    public let column: String
    /// The cell as it was sent; empty when it may not be repeated.
    public let value: String
    /// Stable, for programs.
    public let code: String
    /// For people.
    public let message: Bilingual

    /// A problem. A value or heading with a personal ID number in it is never kept.
    public init(row: Int, column: String, value: String, code: String, message: Bilingual) {
        self.row = row
        self.column = PersonalIDNumber.isOne(column) ? "" : column
        self.value = PersonalIDNumber.isOne(value) ? "" : value
        self.code = code
        self.message = message
    }
}

/// What of a sheet to leave aside.
public struct IgnoredColumns: Sendable, Hashable {
    /// Headings that the sender says to ignore.
    public let named: Set<String>
    /// Whether every unknown column is ignored; a column of personal ID numbers must be named all the same.
    public let unknown: Bool

    /// What to ignore.
    public init(named: Set<String> = [], unknown: Bool = false) {
        self.named = named
        self.unknown = unknown
    }
}

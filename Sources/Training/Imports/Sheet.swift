/// A table of text as it was sent, whatever file it came in.
public struct Sheet: Sendable, Hashable {
    /// The headings.
    public var header: [String]
    /// The row they stand in.
    public var headerRow: Int
    /// The rows above them, such as a title, by number.
    public var titleRows: [Int]
    /// The rows below them, wholly empty ones left out.
    public var rows: [Row]
    /// The merged cells, whose text each of their rows has; nil when the file cannot tell, as text files cannot.
    public var merged: [Merged]?

    /// Cells that are merged over several rows.
    public struct Merged: Sendable, Hashable {
        /// The rows by number.
        public let rows: ClosedRange<Int>
        /// The place of their column among the headings, from 0.
        public let column: Int

        /// Merged cells.
        public init(rows: ClosedRange<Int>, column: Int) {
            self.rows = rows
            self.column = column
        }
    }

    /// A row by the number a spreadsheet gives it.
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

    /// A sheet; its header is the first row unless told otherwise.
    public init(
        header: [String], rows: [Row], headerRow: Int = 1, titleRows: [Int] = [], merged: [Merged]? = nil
    ) {
        self.header = header
        self.headerRow = headerRow
        self.titleRows = titleRows
        self.rows = rows
        self.merged = merged
    }
}

/// What is wrong with one cell, or with a row or column as a whole.
public struct RowProblem: Error, Sendable, Hashable, Codable {
    /// As a spreadsheet numbers it.
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
    /// What is done with columns that are neither known nor named.
    public let others: Others

    /// What is done with other columns.
    public enum Others: Sendable, Hashable {
        /// They are problems.
        case refused
        /// They are ignored; a column of personal ID numbers must be named all the same.
        case ignored
        /// They are left aside for now, and the sender is asked.
        case asked
    }

    /// What to ignore.
    public init(named: Set<String> = [], others: Others = .refused) {
        self.named = Set(named.map(\.withoutSpaces))
        self.others = others
    }

    /// Whether a column with this heading holds what is never collected: personal ID numbers or telephone numbers.
    public static func isPersonal(_ heading: String) -> Bool {
        PersonalIDNumber.isHeading(heading) || PhoneNumber.isHeading(heading)
    }

    /// Whether the sender named this heading.
    func names(_ heading: String) -> Bool { named.contains(heading.withoutSpaces) }
}

extension String {
    /// Without any white space: `姓 名` is 姓名.
    var withoutSpaces: String { filter { !$0.isWhitespace } }
}

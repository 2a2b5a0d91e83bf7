/// A table that someone sent: a header and rows of exactly as many cells.
///
/// The header's names are neither empty nor repeated. Cells are free of what programs put around the text that people
/// typed: quotes, spaces at the ends, the formula guard.
public struct Table: Sendable, Hashable {
    /// How the bytes spelled the text.
    public let encoding: TextEncoding
    /// The names of the columns.
    public let header: [String]
    /// The rows below the header that are not wholly empty, in order.
    public let rows: [Row]

    /// One row, with a cell for every column of the header.
    public struct Row: Sendable, Hashable {
        /// The number a spreadsheet shows beside the row; a header at the top is row 1.
        ///
        /// A row with line breaks inside a cell counts once. Empty rows count, though they are left out.
        public let number: Int
        /// The texts, in the order of the header.
        public let cells: [String]
    }

    /// How much of a table is read before it is refused.
    public struct Limits: Sendable, Hashable {
        /// The most rows below the header, wholly empty ones not counted.
        public var rows: Int
        /// The most columns.
        public var columns: Int
        /// The most characters (Unicode scalars) in a cell.
        public var characters: Int

        /// Limits that no table of a county's staff meets; a cell may hold what a spreadsheet's cell holds.
        public init(rows: Int = 200_000, columns: Int = 100, characters: Int = 32_767) {
            self.rows = rows
            self.columns = columns
            self.characters = characters
        }
    }

    /// What came of reading a file: as much of a table as could be read, and everything that is wrong with its form.
    public struct Reading: Sendable, Hashable {
        /// The sound rows, for the caller to check further, or nil when no header tells what their cells are.
        public let table: Table?
        /// In the order of the file. Empty exactly when `table` is the whole file.
        public let problems: [Problem]

        init(table: Table, problems: [Problem]) {
            self.table = table
            self.problems = problems
        }

        init(refused problems: [Problem]) {
            table = nil
            self.problems = problems
        }
    }

    /// Reads comma-separated text in any encoding of `TextEncoding`; the encoding is found out, not asked for.
    ///
    /// Quoting is that of RFC 4180. A quote inside a cell that does not begin with one is text, as in spreadsheets. Lines
    /// end in CRLF, LF or CR. Cells may be separated by tabs or semicolons instead, when the header has no comma.
    public static func read(csv bytes: [UInt8], limits: Limits = Limits()) -> Reading {
        if let workbook = Workbook(signatureOf: bytes) { return Reading(refused: [.workbook(workbook)]) }
        do throws(UndecodableText) {
            let text = try DecodedText(bytes)
            var reader = CSVReader(text, limits: limits)
            return reader.read()
        } catch {
            return Reading(refused: [.undecodable(row: CSVScanner.row(after: error.readable))])
        }
    }
}

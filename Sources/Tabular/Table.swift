/// A table that someone sent: a header and rows of exactly as many cells.
///
/// The header's names are neither empty nor repeated. Cells are free of what programs put around the text that people
/// typed: quotes, spaces at the ends, the formula guard.
public struct Table: Sendable, Hashable {
    /// What kind of file it came in.
    public let form: Form
    /// The names of the columns. A column without a name in which nothing stands is left out.
    public let header: [String]
    /// The number of the header's row.
    public let headerRow: Int
    /// The rows above the header that are not wholly empty, such as a title: as many cells as they have.
    public let above: [Row]
    /// The rows below the header that are not wholly empty, in order.
    public let rows: [Row]
    /// The cells that a workbook has merged over several rows: each of these rows has the text of the first in the column.
    /// Text files cannot tell.
    public let merged: [Merged]

    /// A kind of file.
    public enum Form: Sendable, Hashable {
        /// Comma-separated text in this encoding.
        case text(TextEncoding)
        /// A workbook.
        case xlsx

        /// The name people know it by: `GB18030`, `XLSX`.
        public var name: String {
            switch self {
            case .text(let encoding): encoding.name
            case .xlsx: "XLSX"
            }
        }
    }

    /// Cells of one column that are merged.
    public struct Merged: Sendable, Hashable {
        /// As the spreadsheet numbers them.
        public let rows: ClosedRange<Int>
        /// The column's place in the header, from 1.
        public let column: Int

        /// Merged cells.
        public init(rows: ClosedRange<Int>, column: Int) {
            self.rows = rows
            self.column = column
        }
    }

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
        /// The most cells of a workbook with something in them.
        public var cells: Int
        /// The most bytes that a workbook may hold when it is unpacked, and that the texts of its cells may come to.
        public var bytes: Int
        /// How many times its size a workbook may come to when it is unpacked; a mebibyte always may.
        public var ratio: Int

        /// Limits that no table of a county's staff meets; a cell may hold what a spreadsheet's cell holds.
        public init(
            rows: Int = 200_000, columns: Int = 100, characters: Int = 32_767, cells: Int = 4_000_000,
            bytes: Int = 256 << 20, ratio: Int = 200
        ) {
            self.rows = rows
            self.columns = columns
            self.characters = characters
            self.cells = cells
            self.bytes = bytes
            self.ratio = ratio
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

    /// Reads a file by what it holds, whatever its name: the first sheet of an XLSX workbook, or comma-separated text in any
    /// encoding of `TextEncoding`, which is found out, not asked for.
    ///
    /// The header is the first row, or, where `isHeader` tells one by its cells, the first among twenty that it takes; of
    /// several such rows on end it is the last, since headers may have two rows.
    ///
    /// Quoting of text is that of RFC 4180. A quote inside a cell that does not begin with one is text, as in spreadsheets.
    /// Lines end in CRLF, LF or CR. Cells may be separated by tabs or semicolons instead, when the header has no comma.
    ///
    /// A cell of a workbook is read as the spreadsheet shows it: texts and codes as they are, dates as `2026-11-30`, numbers
    /// in plain digits.
    public static func read(
        _ bytes: [UInt8], limits: Limits = Limits(), isHeader: (([String]) -> Bool)? = nil
    ) -> Reading {
        do throws(Problem) {
            if bytes.starts(with: Foreign.ole) { throw .workbook(.old) }
            if bytes.starts(with: Foreign.zip) {
                return try WorkbookReader(bytes, limits: limits).table(isHeader: isHeader)
            }
            let text = try DecodedText(reading: bytes)
            var reader = CSVReader(text, limits: limits)
            return reader.read(isHeader: isHeader)
        } catch {
            return Reading(refused: [error])
        }
    }

    /// In how many rows a header is looked for.
    static let headerSearch = 20

    /// The place of the header among the first rows.
    static func headerPlace(_ rows: some Sequence<[String]>, _ isHeader: (([String]) -> Bool)?) -> Int {
        guard let isHeader else { return 0 }
        let fits = rows.map(isHeader)
        guard let first = fits.firstIndex(of: true) else { return 0 }
        return fits[first...].firstIndex(of: false).map { $0 - 1 } ?? fits.count - 1
    }
}

extension DecodedText {
    fileprivate init(reading bytes: [UInt8]) throws(Table.Problem) {
        do throws(UndecodableText) {
            try self.init(bytes)
        } catch {
            throw .undecodable(row: CSVScanner.row(after: error.readable))
        }
    }
}

extension Table.Foreign {
    fileprivate static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    fileprivate static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
}

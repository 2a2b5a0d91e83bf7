import CXlsxWriter
import Foundation

/// Writes tables as the sheets of an XLSX workbook, one row after the other: memory does not grow with the rows.
///
/// Texts are text cells in columns that stay text when someone types into them, so that a code keeps its zeros; days are
/// dates, numbers are numbers. Headers stand still while the rows scroll. The same tables give the same bytes.
///
///     let writer = try XLSXWriter()
///     try writer.begin("人员", header: ["工号", "姓名"])
///     for person in people { try writer.append([.text(person.number), .text(person.name)]) }
///     let bytes = try writer.finish()
public final class XLSXWriter {
    private let folder: String
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private var row: UInt32 = 0
    /// Whether the sheet is one to read, whose texts are wrapped.
    private var isProse = false
    private var formats: [String: UnsafeMutablePointer<lxw_format>] = [:]

    /// The file could not be written: the disk is full, or a sheet has more than 1,048,576 rows.
    public struct Failure: Error {
        /// What the library says.
        public let reason: String
    }

    /// An empty workbook. Until it is finished it lies in a folder that nobody else may read.
    public init() throws(Failure) {
        var template = Array((FileManager.default.temporaryDirectory.path + "/sheet-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(reason: "no folder can be made: \(errno)") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.folder = folder
        workbook = folder.withCString { path in
            // The library only reads the path, and keeps a copy of its own.
            var options = lxw_workbook_options(
                constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: path), use_zip64: 0)
            return workbook_new_opt("\(folder)/book.xlsx", &options)
        }
        guard workbook != nil else { throw Failure(reason: "no workbook can be made") }
        var properties = lxw_doc_properties()
        properties.created = 315_532_800  // 1980-01-01, the first day that ZIP knows.
        workbook_set_properties(workbook, &properties)
    }

    deinit {
        if let workbook { lxw_workbook_free(workbook) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Begins a sheet with a header that stands still; from now on rows go into it. A name has at most 31 characters and
    /// none of `[]:*?/\`, no two sheets have the same. On paper it is as wide as a page of A4.
    ///
    /// Columns are as wide as their headings, unless `widths` tells them in characters: then it is a sheet to read, whose
    /// texts are wrapped.
    public func begin(_ name: String, header: [String], widths: [Double]? = nil) throws(Failure) {
        sheet = workbook_add_worksheet(workbook, name)
        guard sheet != nil else { throw Failure(reason: "no sheet can be called \(name)") }
        row = 0
        isProse = widths != nil
        let text = text()
        let widths = widths ?? header.map { min(max(Double($0.width) + 3, 12), 40) }
        for (column, width) in widths.enumerated() {
            worksheet_set_column(sheet, UInt16(column), UInt16(column), width, text)
        }
        worksheet_freeze_panes(sheet, 1, 0)
        layOut()
        for (column, name) in header.enumerated() {
            try check(worksheet_write_string(sheet, 0, UInt16(column), Cell.text(name).spelled, bold()))
        }
        row = 1
    }

    /// Writes one row.
    public func append(_ cells: some Sequence<Cell>) throws(Failure) {
        for (column, cell) in cells.enumerated() { try write(cell, UInt16(column)) }
        row += 1
    }

    /// The bytes of the workbook; nothing can be added after that.
    public func finish() throws(Failure) -> [UInt8] {
        let workbook = workbook
        self.workbook = nil
        try check(workbook_close(workbook))
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/book.xlsx") else {
            throw Failure(reason: "the workbook cannot be read again")
        }
        return Array(bytes)
    }

    private func write(_ cell: Cell, _ column: UInt16) throws(Failure) {
        switch cell.content {
        case .nothing: return
        case .text(let text):
            if !text.isEmpty { try check(worksheet_write_string(sheet, row, column, text, self.text())) }
        case .number(let number, let decimals):
            let code = decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals)
            try check(worksheet_write_number(sheet, row, column, number, format(code)))
        case .day(let year, let month, let day):
            var date = lxw_datetime(year: year, month: month, day: day, hour: 0, min: 0, sec: 0)
            try check(worksheet_write_datetime(sheet, row, column, &date, format("yyyy-mm-dd")))
        }
    }

    /// As a sheet is printed: wide ones across, each page under the headings.
    private func layOut() {
        worksheet_set_paper(sheet, 9)  // A4
        if !isProse { worksheet_set_landscape(sheet) }
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_repeat_rows(sheet, 0, 0)
    }

    private func text() -> UnsafeMutablePointer<lxw_format>? {
        guard isProse else { return format("@") }
        if let format = formats["prose"] { return format }
        let format = workbook_add_format(workbook)
        format_set_num_format(format, "@")
        format_set_text_wrap(format)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        formats["prose"] = format
        return format
    }

    private func format(_ code: String) -> UnsafeMutablePointer<lxw_format>? {
        if let format = formats[code] { return format }
        let format = workbook_add_format(workbook)
        format_set_num_format(format, code)
        formats[code] = format
        return format
    }

    private func bold() -> UnsafeMutablePointer<lxw_format>? {
        if let format = formats["bold"] { return format }
        let format = workbook_add_format(workbook)
        format_set_num_format(format, "@")
        format_set_bold(format)
        formats["bold"] = format
        return format
    }

    private func check(_ error: lxw_error) throws(Failure) {
        guard error != LXW_NO_ERROR else { return }
        throw Failure(reason: lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)")
    }
}

extension Cell {
    /// What the cell of a workbook holds.
    fileprivate enum Content {
        case nothing
        case text(String)
        case number(Double, decimals: Int)
        case day(year: Int32, month: Int32, day: Int32)
    }

    fileprivate var content: Content {
        switch self {
        case .empty: .nothing
        case .text: .text(spelled)
        case .integer(let number):
            // A double holds no more digits; what is longer is to be read, not to count with.
            number.magnitude < 1 << 53 ? .number(Double(number), decimals: 0) : .text(spelled)
        case .number(let digits):
            if isPlain, digits.utf8.count < 16, let number = Double(digits) {
                .number(number, decimals: digits.split(separator: ".").dropFirst().first?.utf8.count ?? 0)
            } else {
                .text(spelled)
            }
        case .day(let text):
            if let parts = Cell.day(text) {
                .day(year: parts[0], month: parts[1], day: parts[2])
            } else {
                .text(spelled)
            }
        }
    }

    /// The text as it stands in every file, up to what a cell holds, with the characters that XML cannot hold as
    /// `_x000D_` (ECMA-376 part 1, 22.9.2.19); NUL is left out.
    fileprivate var spelled: String {
        let text = written.replacing(/_(?=x[0-9A-Fa-f]{4}_)/.matchingSemantics(.unicodeScalar), with: "_x005F_")
        let scalars = text.unicodeScalars.prefix(32_767)
        guard text.unicodeScalars.count > 32_767 || scalars.contains(where: \.isUnspeakable) else { return text }
        return scalars.reduce(into: "") { text, scalar in
            if scalar.isUnspeakable {
                let hex = String(scalar.value, radix: 16, uppercase: true)
                if scalar.value > 0 { text += "_x\(String(repeating: "0", count: 4 - hex.count))\(hex)_" }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 has no place for the character, or would turn it into another.
    fileprivate var isUnspeakable: Bool {
        value < 0x20 && self != "\t" && self != "\n" || value == 0xFFFE || value == 0xFFFF
    }
}

extension String {
    /// About how wide the text is in a spreadsheet: Chinese characters take two places.
    fileprivate var width: Int { unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) } }
}

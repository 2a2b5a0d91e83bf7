/// The sheet of a workbook: its rows that have something in them, and its merged cells.
struct WorkbookSheet: XMLHandler {
    /// In order, each with its cells up to the last that has a text; columns beyond the limit are only counted.
    private(set) var rows: [Row] = []
    /// The ranges that go over several rows.
    private(set) var merged: [Range] = []
    private(set) var problems: [Table.Problem] = []

    struct Row {
        var number: Int
        var cells: [String] = []
        /// The last column with a text.
        var width = 0
    }

    /// Merged cells, numbered from 1.
    struct Range {
        let rows: ClosedRange<Int>
        let columns: ClosedRange<Int>
    }

    private let part: String
    private let strings: [String]
    private let shapes: [NumberShape]
    private let countsFrom1904: Bool
    private let limits: Table.Limits
    private var row = Row(number: 0)
    private var column = 0
    private var type = ""
    private var style = 0
    private var inline = WorkbookText()
    private var value: [UInt8] = []
    private var isInValue = false
    private var cells = 0
    private var bytes = 0

    /// The most rows and columns that a sheet can have.
    static let size = (rows: 1_048_576, columns: 16_384)

    init(
        _ part: String, strings: [String], shapes: [NumberShape], countsFrom1904: Bool, limits: Table.Limits
    ) {
        self.part = part
        self.strings = strings
        self.shapes = shapes
        self.countsFrom1904 = countsFrom1904
        self.limits = limits
    }

    mutating func start(_ element: String, _ attributes: XMLAttributes) throws(Table.Problem) {
        switch element {
        case "c": try startCell(attributes)
        case "v": isInValue = true
        case "row": try startRow(attributes)
        case "mergeCell": try startRange(attributes)
        default: inline.start(element)
        }
    }

    mutating func end(_ element: String) throws(Table.Problem) {
        switch element {
        case "c": try endCell()
        case "v": isInValue = false
        case "row": if row.width > 0 { rows.append(row) }
        default: inline.end(element)
        }
    }

    mutating func text(_ piece: UnsafeRawBufferPointer) {
        if isInValue { value.append(contentsOf: piece) } else { inline.text(piece) }
    }

    private mutating func startRow(_ attributes: XMLAttributes) throws(Table.Problem) {
        let number = attributes["r"].map { Int($0) ?? 0 } ?? row.number + 1
        guard number > row.number, number <= Self.size.rows else { throw .damagedWorkbook(part: part) }
        // Title rows come on top of the limit, a few.
        guard rows.count <= limits.rows + Table.headerSearch else {
            throw .tooManyRows(row: number, limit: limits.rows)
        }
        row = Row(number: number)
        column = 0
    }

    private mutating func startCell(_ attributes: XMLAttributes) throws(Table.Problem) {
        let place = attributes["r"].map { CellPlace($0)?.column ?? 0 } ?? column + 1
        guard place > column, place <= Self.size.columns else { throw .damagedWorkbook(part: part) }
        column = place
        type = attributes["t"] ?? "n"
        style = attributes["s"].flatMap { Int($0) } ?? 0
    }

    private mutating func endCell() throws(Table.Problem) {
        defer { value.removeAll(keepingCapacity: true) }
        let text = try cellText()
        guard !text.isEmpty else { return }
        row.width = column
        guard column <= limits.columns else { return }
        cells += 1
        bytes += text.utf8.count
        guard cells <= limits.cells else { throw .tooManyCells(row: row.number, limit: limits.cells) }
        // Many cells may refer to one long text.
        guard bytes <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        if text.utf8.count > limits.characters, text.unicodeScalars.count > limits.characters {
            problems.append(
                .cellTooLong(
                    row: row.number, column: column, found: text.unicodeScalars.count, limit: limits.characters))
        } else if text.utf8.contains(0) {
            problems.append(.nulCharacter(row: row.number, column: column))
        }
        row.cells += repeatElement("", count: column - 1 - row.cells.count)
        row.cells.append(text)
    }

    /// The cell as text (ECMA-376 part 1, 18.18.11 lists the types).
    private mutating func cellText() throws(Table.Problem) -> String {
        let spelled = String(decoding: value, as: UTF8.self)
        switch type {
        case "s":
            if value.isEmpty { return "" }
            guard let index = Int(spelled), strings.indices.contains(index) else {
                throw .damagedWorkbook(part: part)
            }
            return strings[index]
        case "inlineStr": return inline.take().cleaned
        case "b": return spelled.isEmpty ? "" : spelled == "1" || spelled == "true" ? "TRUE" : "FALSE"
        case "d": return spelled.hasSuffix("T00:00:00") ? String(spelled.prefix(10)) : spelled
        case "n":
            guard let number = WorkbookNumber(spelled) else { return spelled.cleaned }
            let shape = shapes.indices.contains(style) ? shapes[style] : .plain
            return number.text(shape, countsFrom1904: countsFrom1904)
        default: return spelled.cleaned
        }
    }

    private mutating func startRange(_ attributes: XMLAttributes) throws(Table.Problem) {
        let corners = attributes["ref"]?.split(separator: ":").map { CellPlace(String($0)) } ?? []
        guard corners.count == 2, let first = corners[0], let last = corners[1], first.row <= last.row,
            first.column <= last.column
        else { throw .damagedWorkbook(part: part) }
        guard first.row < last.row, first.column <= limits.columns else { return }
        merged.append(Range(rows: first.row...last.row, columns: first.column...last.column))
    }
}

/// `B5` as numbers, both from 1.
struct CellPlace {
    let row: Int
    let column: Int

    init?(_ text: String) {
        var (column, row) = (0, 0)
        for byte in text.utf8 where byte != UInt8(ascii: "$") {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0 && column < 100_000:
                column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where row < 100_000_000:
                row = row * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        guard row > 0, column > 0 else { return nil }
        self.row = row
        self.column = column
    }
}

/// A sheet whose headings are understood: cells by column name.
public struct SheetColumns: Sendable {
    /// What was imported into.
    public let kind: ImportKind
    private let places: [String: Int]
    private let headings: [String]

    /// Finds the columns of `kind` in `sheet` and the rows that are about someone or something. Throws every problem of the
    /// header at once.
    public static func understand(
        _ sheet: Sheet, as kind: ImportKind, ignoring ignored: IgnoredColumns
    ) throws(RowProblems) -> UnderstoodSheet {
        let headings = try SheetHeadings(sheet, kind, ignored)
        var rows = KeptRows(kind, headings.places)
        var kept = Sheet(header: headings.kept.map { sheet.header[$0] }, rows: [], headerRow: sheet.headerRow)
        for row in sheet.rows {
            let cells = headings.kept.map { $0 < row.cells.count ? row.cells[$0] : "" }
            if rows.takes(row.number, cells, row.cells) {
                kept.rows.append(Sheet.Row(number: row.number, cells: cells))
            }
        }
        var notes = headings.notes + sheet.gapNotes + rows.notes + headings.mergedNotes(of: sheet)
        if let place = headings.places["unit"], headings.canFillDown(sheet, kind, rows) {
            let filled = FilledDown(&kept, at: place)
            if !filled.rows.isEmpty {
                notes.append(ImportNote(.filledDown, column: kept.header[place], rows: filled.rows))
            }
        }
        return UnderstoodSheet(
            columns: SheetColumns(kind: kind, places: headings.places, headings: kept.header), sheet: kept,
            notes: notes,
            unconfirmed: headings.unconfirmed)
    }

    /// The cell of `column` in `row`, nil when the sheet has no such column.
    public func cell(_ column: String, in row: Sheet.Row) -> String? { places[column].map { row.cells[$0] } }

    /// The row with `text` in `column`; as it is when the sheet has no such column.
    public func row(_ row: Sheet.Row, with text: String, in column: String) -> Sheet.Row {
        var row = row
        if let place = places[column] { row.cells[place] = text }
        return row
    }

    /// The columns and rows with `column` before all others, empty in every row; for a sheet that has none such. Headings go
    /// on in the language that they are in.
    public func adding(_ column: ImportKind.Column, to sheet: Sheet) -> (columns: SheetColumns, sheet: Sheet) {
        var sheet = sheet
        let heading = headings.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } } ? column.name : column.zh
        sheet.header.insert(heading, at: 0)
        for index in sheet.rows.indices { sheet.rows[index].cells.insert("", at: 0) }
        var places = places.mapValues { $0 + 1 }
        places[column.name] = 0
        return (SheetColumns(kind: kind, places: places, headings: sheet.header), sheet)
    }

    /// The heading that stands for `column` in this sheet, so that a problem names what its reader sees.
    public func heading(_ column: String) -> String { places[column].map { headings[$0] } ?? column }
}

/// A sheet of which it is known what its columns and rows are.
public struct UnderstoodSheet: Sendable {
    /// The columns.
    public let columns: SheetColumns
    /// The sheet with the columns and rows that are read.
    public let sheet: Sheet
    /// What was taken for what.
    public let notes: [ImportNote]
    /// The headings that were left aside and that the sender has yet to agree to leave out.
    public let unconfirmed: [String]
}

/// Everything that is wrong with a sheet.
public struct RowProblems: Error, Sendable, Hashable {
    /// The problems, never empty, by row.
    public let problems: [RowProblem]

    /// These problems.
    public init(_ problems: [RowProblem]) { self.problems = problems.sorted { $0.row < $1.row } }
}

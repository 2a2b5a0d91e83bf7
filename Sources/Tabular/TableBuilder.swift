/// Puts a table together from a header and the rows below it, and notes what does not fit.
///
/// Columns without a name are left out when nothing stands in them.
struct TableBuilder {
    private let header: Table.Row
    private let above: [Table.Row]
    private var rows: [Table.Row] = []
    /// Whether something stands in a column that has no name.
    private var isUsed: [Bool]
    private var problems: [Table.Problem]

    init(header: Table.Row, above: [Table.Row], problems: [Table.Problem]) {
        self.header = header
        self.above = above
        self.problems = problems
        isUsed = header.cells.map { !$0.isEmpty }
    }

    /// Adds a row. `width` is how many cells it has, which may be more than are given; fewer are filled up with empty ones.
    mutating func append(_ number: Int, _ cells: [String], width: Int) {
        let wanted = header.cells.count
        guard width == wanted else {
            problems.append(.wrongCellCount(row: number, found: width, expected: wanted))
            return
        }
        for (index, cell) in cells.enumerated() where !cell.isEmpty { isUsed[index] = true }
        let missing = repeatElement("", count: max(wanted - cells.count, 0))
        rows.append(Table.Row(number: number, cells: cells + missing))
    }

    /// Notes a row that cannot be taken.
    mutating func note(_ problems: [Table.Problem]) { self.problems += problems }

    /// The table, in the columns that are used.
    func reading(as form: Table.Form, merged: [Table.Merged]) -> Table.Reading {
        let names = nameProblems
        guard names.isEmpty else { return Table.Reading(refused: (names + problems).inOrder) }
        let kept = header.cells.indices.filter { isUsed[$0] }
        func cells(_ row: Table.Row) -> Table.Row {
            kept.count == row.cells.count ? row : Table.Row(number: row.number, cells: kept.map { row.cells[$0] })
        }
        let table = Table(
            form: form, header: kept.map { header.cells[$0] }, headerRow: header.number, above: above,
            rows: rows.map(cells),
            merged: merged.compactMap { range in
                kept.firstIndex(of: range.column - 1).map { Table.Merged(rows: range.rows, column: $0 + 1) }
            })
        return Table.Reading(table: table, problems: problems.inOrder)
    }

    private var nameProblems: [Table.Problem] {
        let columns = Dictionary(grouping: header.cells.indices.map { $0 + 1 }, by: { header.cells[$0 - 1] })
        return zip(header.cells, 1...).compactMap { name, column in
            if name.isEmpty { return isUsed[column - 1] ? .unnamedColumn(row: header.number, column: column) : nil }
            guard let same = columns[name], same.count > 1, same.first == column else { return nil }
            return .duplicateHeader(row: header.number, name: name, columns: same)
        }
    }
}

extension [Table.Problem] {
    /// By row; those of one row as they were found.
    fileprivate var inOrder: [Table.Problem] {
        enumerated().sorted { ($0.element.row ?? 0, $0.offset) < ($1.element.row ?? 0, $1.offset) }.map(\.element)
    }
}

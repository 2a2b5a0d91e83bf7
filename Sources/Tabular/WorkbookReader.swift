/// Makes a table of the first sheet of a workbook and collects what is wrong with it.
struct WorkbookReader {
    private let sheet: WorkbookSheet
    private let limits: Table.Limits
    private var rows: [WorkbookSheet.Row]
    private var merged: [Table.Merged] = []
    private var problems: [Table.Problem]

    /// Reads the workbook that `bytes` are.
    init(_ bytes: [UInt8], limits: Table.Limits) throws(Table.Problem) {
        let parts = try WorkbookParts(bytes, limits: limits)
        let plan = try WorkbookPlan(parts)
        var strings = SharedStrings()
        if let part = plan.strings { strings = try parts.read(part, strings) }
        var styles = WorkbookStyles()
        if let part = plan.styles { styles = try parts.read(part, styles) }
        sheet = try parts.read(
            plan.sheet,
            WorkbookSheet(
                plan.sheet, strings: strings.strings, shapes: styles.shapes, countsFrom1904: plan.countsFrom1904,
                limits: limits))
        self.limits = limits
        rows = sheet.rows
        problems = sheet.problems
        try spread()
    }

    /// The table under the first row that `isHeader`, or under the first row of all.
    func table(isHeader: (([String]) -> Bool)?) -> Table.Reading {
        guard !rows.isEmpty else { return Table.Reading(refused: problems + [.empty]) }
        let place = Table.headerPlace(rows.prefix(Table.headerSearch).map(\.cells), isHeader)
        let header = rows[place]
        guard header.width <= limits.columns else {
            return Table.Reading(
                refused: [.tooManyColumns(row: header.number, found: header.width, limit: limits.columns)])
        }
        let below = rows[(place + 1)...]
        var problems = problems
        if below.count > limits.rows {
            problems.append(.tooManyRows(row: below[below.startIndex + limits.rows].number, limit: limits.rows))
        }
        var builder = TableBuilder(
            header: Table.Row(number: header.number, cells: header.cells),
            above: rows[..<place].map { Table.Row(number: $0.number, cells: $0.cells) }, problems: problems)
        for row in below.prefix(limits.rows) {
            // What stands to the right of the header belongs to no column.
            builder.append(row.number, row.cells, width: max(row.width, header.width))
        }
        return builder.reading(as: .xlsx, merged: merged)
    }

    /// Gives every row of a merged range the text of its first cell, where the row has something else in it.
    private mutating func spread() throws(Table.Problem) {
        var filled = 0
        for range in sheet.merged {
            let column = range.columns.lowerBound
            let first = place(of: range.rows.lowerBound)
            guard first < rows.count, rows[first].number == range.rows.lowerBound,
                rows[first].cells.count >= column, case let text = rows[first].cells[column - 1], !text.isEmpty
            else { continue }
            merged.append(Table.Merged(rows: range.rows, column: column))
            var index = first + 1
            while index < rows.count, rows[index].number <= range.rows.upperBound {
                filled += 1
                guard filled <= limits.cells else {
                    throw .tooManyCells(row: rows[index].number, limit: limits.cells)
                }
                rows[index].fill(column, with: text)
                index += 1
            }
        }
    }

    /// The first of `rows` with this number or a later one.
    private func place(of number: Int) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension WorkbookSheet.Row {
    fileprivate mutating func fill(_ column: Int, with text: String) {
        if cells.count < column { cells += repeatElement("", count: column - cells.count) }
        if cells[column - 1].isEmpty { cells[column - 1] = text }
        width = max(width, column)
    }
}

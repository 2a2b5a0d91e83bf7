/// Makes a table of the records of a text and collects what is wrong with them.
struct CSVReader {
    private var scanner: CSVScanner
    private let encoding: TextEncoding
    private let limits: Table.Limits
    private let hasNUL: Bool
    private var record = CSVScanner.Record()
    private var problems: [Table.Problem] = []

    init(_ text: DecodedText, limits: Table.Limits) {
        scanner = CSVScanner(text.utf8)
        encoding = text.encoding
        self.limits = limits
        hasNUL = text.utf8.contains(0)
    }

    /// Reads all there is. One cause makes one problem: a row with a broken quote is not also said to be of a wrong width.
    mutating func read(isHeader: (([String]) -> Bool)?) -> Table.Reading {
        let above = rowsAboveHeader(isHeader)
        problems = []
        guard scanner.next(&record, width: limits.columns) else { return Table.Reading(refused: [.empty]) }
        guard record.count <= limits.columns else {
            return Table.Reading(
                refused: [.tooManyColumns(row: record.row, found: record.count, limit: limits.columns)])
        }
        let names = cells()
        guard record.faults.isEmpty else { return Table.Reading(refused: problems) }
        var builder = TableBuilder(
            header: Table.Row(number: record.row, cells: names), above: above, problems: problems)
        readRows(into: &builder, width: names.count)
        return builder.reading(as: .text(encoding), merged: [])
    }

    /// Moves on to the header and gives what stands above it.
    private mutating func rowsAboveHeader(_ isHeader: (([String]) -> Bool)?) -> [Table.Row] {
        guard isHeader != nil else { return [] }
        let start = scanner
        var first: [Table.Row] = []
        while first.count < Table.headerSearch, scanner.next(&record, width: limits.columns) {
            first.append(Table.Row(number: record.row, cells: cells()))
        }
        scanner = start
        let above = first.prefix(Table.headerPlace(first.map(\.cells), isHeader))
        for _ in above { _ = scanner.next(&record, width: 0) }
        return Array(above)
    }

    private mutating func readRows(into builder: inout TableBuilder, width: Int) {
        var count = 0
        while scanner.next(&record, width: width) {
            problems = []
            guard count < limits.rows else {
                return builder.note([.tooManyRows(row: record.row, limit: limits.rows)])
            }
            count += 1
            let cells = cells()
            if problems.isEmpty {
                builder.append(record.row, cells, width: record.count)
            } else {
                builder.note(problems)
                if record.count != width, record.faults.isEmpty {
                    builder.note([.wrongCellCount(row: record.row, found: record.count, expected: width)])
                }
            }
        }
    }

    /// The texts of the record. What is wrong with each is noted.
    private mutating func cells() -> [String] {
        for (column, fault) in record.faults {
            switch fault {
            case .unclosedQuote: problems.append(.unclosedQuote(row: record.row, column: column))
            case .textAfterQuote: problems.append(.textAfterQuote(row: record.row, column: column))
            }
        }
        let cells = record.fields.map { scanner.text(of: $0).trimmed.unguarded }
        for (cell, column) in zip(cells, 1...) { noteCharacters(of: cell, column: column) }
        return cells
    }

    private mutating func noteCharacters(of cell: String, column: Int) {
        if hasNUL, cell.utf8.contains(0) {
            problems.append(.nulCharacter(row: record.row, column: column))
        }
        // Characters are counted only where there are more bytes than the limit.
        if cell.utf8.count > limits.characters, cell.unicodeScalars.count > limits.characters {
            let found = cell.unicodeScalars.count
            problems.append(.cellTooLong(row: record.row, column: column, found: found, limit: limits.characters))
        }
    }
}

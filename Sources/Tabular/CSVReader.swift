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
    mutating func read() -> Table.Reading {
        guard let header = header() else { return Table.Reading(refused: problems) }
        let isSound = problems.isEmpty
        let rows = rows(width: header.count)
        guard isSound else { return Table.Reading(refused: problems) }
        return Table.Reading(table: Table(encoding: encoding, header: header, rows: rows), problems: problems)
    }

    /// The first record, or nil when there is none or its width cannot be told.
    private mutating func header() -> [String]? {
        guard scanner.next(&record, width: limits.columns) else {
            problems.append(.empty)
            return nil
        }
        guard record.count <= limits.columns else {
            problems.append(.tooManyColumns(row: record.row, found: record.count, limit: limits.columns))
            return nil
        }
        let names = cells()
        guard record.faults.isEmpty else { return nil }
        noteNames(names)
        return names
    }

    private mutating func noteNames(_ names: [String]) {
        let columns = Dictionary(grouping: 1...names.count, by: { names[$0 - 1] })
        for (name, column) in zip(names, 1...) {
            if name.isEmpty {
                problems.append(.unnamedColumn(row: record.row, column: column))
            } else if let same = columns[name], same.count > 1, same.first == column {
                problems.append(.duplicateHeader(row: record.row, name: name, columns: same))
            }
        }
    }

    private mutating func rows(width: Int) -> [Table.Row] {
        var rows: [Table.Row] = []
        var count = 0
        while scanner.next(&record, width: width) {
            guard count < limits.rows else {
                problems.append(.tooManyRows(row: record.row, limit: limits.rows))
                break
            }
            count += 1
            let known = problems.count
            let cells = cells()
            if record.count != width, record.faults.isEmpty {
                problems.append(.wrongCellCount(row: record.row, found: record.count, expected: width))
            }
            if problems.count == known { rows.append(Table.Row(number: record.row, cells: cells)) }
        }
        return rows
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

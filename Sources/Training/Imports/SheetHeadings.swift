/// What the headings of a sheet stand for.
struct SheetHeadings {
    /// The place of each column among those that are read.
    private(set) var places: [String: Int] = [:]
    /// The columns that are read, by their places in the sheet.
    private(set) var kept: [Int] = []
    private(set) var notes: [ImportNote] = []
    /// The headings to ask the sender about.
    private(set) var unconfirmed: [String] = []

    private let kind: ImportKind
    private let ignored: IgnoredColumns
    private let header: [String]
    private let row: Int
    private var problems: [RowProblem] = []

    /// Throws every problem at once.
    init(_ sheet: Sheet, _ kind: ImportKind, _ ignored: IgnoredColumns) throws(RowProblems) {
        self.kind = kind
        self.ignored = ignored
        header = sheet.header
        row = sheet.headerRow
        if !sheet.titleRows.isEmpty { notes.append(ImportNote(.titleRows, rows: sheet.titleRows)) }
        for (index, heading) in header.enumerated() { understand(heading, at: index) }
        problems += missing()
        guard problems.isEmpty else { throw RowProblems(problems) }
    }

    /// What is to be said of merged cells in columns that are read.
    func mergedNotes(of sheet: Sheet) -> [ImportNote] {
        let ranges = Dictionary(grouping: sheet.merged ?? [], by: \.column)
        return kept.compactMap { column in
            guard let ranges = ranges[column] else { return nil }
            // Of very many the first tell enough.
            let rows = ranges.prefix(100).flatMap { $0.rows.prefix(100) }.filter { $0 > row }.sorted()
            return rows.isEmpty ? nil : ImportNote(.mergedCells, column: header[column], rows: rows)
        }
    }

    /// Whether empty cells of the unit may have been merged ones: the file cannot tell, every row must have a unit, and
    /// something shows that the list was made for people to read.
    func canFillDown(_ sheet: Sheet, _ kind: ImportKind, _ rows: KeptRows) -> Bool {
        let isForPeople = !sheet.titleRows.isEmpty || header.contains(where: \.isSerial) || !rows.notes.isEmpty
        let mustHaveUnit = kind.columns.contains { $0.name == "unit" && $0.need == .required }
        return sheet.merged == nil && mustHaveUnit && isForPeople
    }

    private mutating func understand(_ heading: String, at index: Int) {
        if ignored.names(heading) {
            notes.append(ImportNote(.columnIgnored, column: heading))
        } else if ["result", "reason", "结果", "原因"].contains(heading.lowercased()) {
            return
        } else if let column = column(meantBy: heading) {
            take(column, heading, index)
        } else if heading.isSerial {
            notes.append(ImportNote(.serialColumn, column: heading))
        } else if ignored.others == .asked {
            unconfirmed.append(PersonalData.masked(heading))
        } else if PersonalIDNumber.isHeading(heading) {
            problems.append(.header(row, heading, "id_number_column", .idNumbersNotTaken))
        } else if ignored.others == .ignored {
            notes.append(ImportNote(.columnIgnored, column: heading))
        } else if PhoneNumber.isHeading(heading) {
            problems.append(.header(row, heading, "phone_column", .phonesNotTaken))
        } else {
            problems.append(.header(row, heading, "unknown_column", .unknownColumn(kind)))
        }
    }

    /// The column that a heading means. Another name of a column counts only where its own name does not stand.
    private func column(meantBy heading: String) -> ImportKind.Column? {
        guard !PersonalIDNumber.isHeading(heading) else { return nil }
        return kind.columns.first { $0.isNamed(heading) }
            ?? kind.columns.first { $0.isMeant(by: heading) && !header.contains(where: $0.isNamed) }
    }

    private mutating func take(_ column: ImportKind.Column, _ heading: String, _ index: Int) {
        if places[column.name] != nil { problems.append(.header(row, heading, "column_twice", .columnTwice)) }
        if !column.isNamed(heading) {
            notes.append(ImportNote(.columnTaken, column: heading, detail: Bilingual(zh: column.zh, en: column.name)))
        }
        places[column.name] = kept.count
        kept.append(index)
    }

    private func missing() -> [RowProblem] {
        var problems = kind.columns.filter { $0.need == .required && places[$0.name] == nil }
            .map { RowProblem.header(row, $0.name, "missing_column", .missingColumn($0)) }
        let either = kind.columns.filter { $0.need == .either }
        if !either.isEmpty, !either.contains(where: { places[$0.name] != nil }) {
            let names = either.map(\.name).joined(separator: ", ")
            problems.append(.header(row, names, "missing_column", .missingEither(either)))
        }
        return problems
    }
}

extension RowProblem {
    fileprivate static func header(
        _ row: Int, _ heading: String, _ code: String, _ message: Bilingual
    ) -> RowProblem {
        RowProblem(row: row, column: heading, value: heading, code: code, message: message)
    }
}

extension Bilingual {
    fileprivate static let idNumbersNotTaken = Bilingual(
        zh: "本系统不收身份证号。请删去这一列，或把列名写进“不要读的列”（ignore_columns）。",
        en: "Personal ID numbers are not collected. Delete this column or name it in ignore_columns.")
    fileprivate static let phonesNotTaken = Bilingual(
        zh: "本系统不收电话号码。请删去这一列，或把列名写进“不要读的列”（ignore_columns）。",
        en: "Telephone numbers are not collected. Delete this column or name it in ignore_columns.")
    fileprivate static let columnTwice = Bilingual(zh: "这一列出现了两次。", en: "This column stands twice.")

    fileprivate static func unknownColumn(_ kind: ImportKind) -> Bilingual {
        Bilingual(
            zh: "不认识这一列。可用的列：\(kind.columns.map { "\($0.zh)（\($0.name)）" }.joined(separator: "、"))。",
            en: "Unknown column. Known: \(kind.columns.map(\.name).joined(separator: ", ")).")
    }

    fileprivate static func missingColumn(_ column: ImportKind.Column) -> Bilingual {
        Bilingual(zh: "缺少“\(column.zh)”列。", en: "The column \(column.name) is missing.")
    }

    fileprivate static func missingEither(_ columns: [ImportKind.Column]) -> Bilingual {
        Bilingual(
            zh: "至少要有其中一列：\(columns.map(\.zh).joined(separator: "、"))。",
            en: "One of these columns is needed: \(columns.map(\.name).joined(separator: ", ")).")
    }
}

extension String {
    /// Whether the column only numbers the rows.
    fileprivate var isSerial: Bool {
        ["序号", "序", "no", "no.", "#"].contains(withoutSpaces.lowercased())
    }
}

extension Sheet {
    /// The rows between the header and the last that have nothing in them.
    var gapNotes: [ImportNote] {
        var blank: [Int] = []
        var next = headerRow + 1
        for row in rows where blank.count < 1000 {
            if next < row.number { blank += (next..<row.number).prefix(1000) }
            next = row.number + 1
        }
        return blank.isEmpty ? [] : [ImportNote(.blankRows, rows: blank)]
    }
}

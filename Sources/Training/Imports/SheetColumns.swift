/// A sheet whose headings are understood: cells by column name.
public struct SheetColumns: Sendable {
    /// What was imported into.
    public let kind: ImportKind
    private let places: [String: Int]
    private let headings: [String]

    /// Finds the columns of `kind` in `sheet`, whose ignored columns are taken out. Throws every problem of the header at
    /// once.
    public static func understand(
        _ sheet: Sheet, as kind: ImportKind, ignoring ignored: IgnoredColumns
    ) throws(RowProblems) -> (SheetColumns, Sheet) {
        var sheet = sheet
        var problems: [RowProblem] = []
        var places: [String: Int] = [:]
        var kept: [Int] = []
        for (index, heading) in sheet.header.enumerated() {
            if ignored.named.contains(heading) || ["result", "reason", "结果", "原因"].contains(heading.lowercased()) {
                continue
            } else if PersonalIDNumber.isHeading(heading) {
                problems.append(.header(heading, "id_number_column", .idNumbersNotTaken))
            } else if let column = kind.columns.first(where: { $0.isMeant(by: heading) }) {
                if places[column.name] != nil {
                    problems.append(.header(heading, "column_twice", .columnTwice))
                }
                places[column.name] = kept.count
                kept.append(index)
            } else if !ignored.unknown {
                problems.append(.header(heading, "unknown_column", .unknownColumn(kind)))
            }
        }
        problems += missing(of: kind, in: places)
        guard problems.isEmpty else { throw RowProblems(problems) }
        sheet.header = kept.map { sheet.header[$0] }
        for index in sheet.rows.indices {
            let cells = sheet.rows[index].cells
            sheet.rows[index].cells = kept.map { $0 < cells.count ? cells[$0] : "" }
        }
        return (SheetColumns(kind: kind, places: places, headings: sheet.header), sheet)
    }

    /// The cell of `column` in `row`, nil when the sheet has no such column.
    public func cell(_ column: String, in row: Sheet.Row) -> String? { places[column].map { row.cells[$0] } }

    /// The heading that stands for `column` in this sheet, so that a problem names what its reader sees.
    public func heading(_ column: String) -> String { places[column].map { headings[$0] } ?? column }

    private static func missing(of kind: ImportKind, in places: [String: Int]) -> [RowProblem] {
        var problems = kind.columns.filter { $0.need == .required && places[$0.name] == nil }
            .map { RowProblem.header($0.name, "missing_column", .missingColumn($0)) }
        let either = kind.columns.filter { $0.need == .either }
        if !either.isEmpty, !either.contains(where: { places[$0.name] != nil }) {
            let names = either.map(\.name).joined(separator: ", ")
            problems.append(.header(names, "missing_column", .missingEither(either)))
        }
        return problems
    }
}

/// Everything that is wrong with a sheet.
public struct RowProblems: Error, Sendable, Hashable {
    /// The problems, never empty, by row.
    public let problems: [RowProblem]

    /// These problems.
    public init(_ problems: [RowProblem]) { self.problems = problems.sorted { $0.row < $1.row } }
}

extension RowProblem {
    fileprivate static func header(_ heading: String, _ code: String, _ message: Bilingual) -> RowProblem {
        RowProblem(row: 1, column: heading, value: heading, code: code, message: message)
    }
}

extension Bilingual {
    fileprivate static let idNumbersNotTaken = Bilingual(
        zh: "本系统不收身份证号。请删去这一列，或把列名写进“不要读的列”（ignore_columns）。",
        en: "Personal ID numbers are not collected. Delete this column or name it in ignore_columns.")
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

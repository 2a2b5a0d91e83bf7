/// That a reader other than the author answered an item without its key.
public struct Reanswer: Sendable, Hashable {
    /// The item.
    public let item: QuestionID
    /// The version that was answered: SHA-256 of its text, hexadecimal.
    public let version: String

    /// An answer to this version.
    public init(item: QuestionID, version: String) {
        self.item = item
        self.version = version
    }

    /// The columns of the table they are kept in. What the reader answered, whether the key agrees and what was changed is
    /// for people to read.
    public static let columns = ["item", "version", "answer", "agrees", "changed"]

    /// The answers of a table; other columns than `columns` are left aside. Throws everything that is wrong with it.
    public static func read(_ sheet: Sheet) throws(RowProblems) -> [Reanswer] {
        let missing = columns.filter { !sheet.header.contains($0) }
        guard missing.isEmpty, let item = sheet.header.firstIndex(of: "item"),
            let version = sheet.header.firstIndex(of: "version")
        else { throw RowProblems(missing.map(RowProblem.missing)) }
        var problems: [RowProblem] = []
        let answers = sheet.rows.compactMap { row -> Reanswer? in
            let id = QuestionID(rawValue: row.cells[item])
            if id == nil { problems.append(.noItem(row.number, row.cells[item])) }
            let hash = row.cells[version]
            let isHash = hash.utf8.count == 64 && hash.allSatisfy(\.isHexDigit)
            if !isHash { problems.append(.noVersion(row.number, hash)) }
            return isHash ? id.map { Reanswer(item: $0, version: hash.lowercased()) } : nil
        }
        guard problems.isEmpty else { throw RowProblems(problems) }
        return answers
    }
}

extension RowProblem {
    fileprivate static func missing(_ column: String) -> RowProblem {
        RowProblem(
            row: 1, column: column, value: "", code: "missing_column",
            message: Bilingual(zh: "缺少“\(column)”列。", en: "The column \(column) is missing."))
    }

    fileprivate static func noItem(_ row: Int, _ value: String) -> RowProblem {
        RowProblem(
            row: row, column: "item", value: value, code: "not_a_code",
            message: Bilingual(zh: "应为 1–64 个 A–Z a–z 0–9 _ -。", en: "It must be 1 to 64 of A–Z a–z 0–9 _ -."))
    }

    fileprivate static func noVersion(_ row: Int, _ value: String) -> RowProblem {
        RowProblem(
            row: row, column: "version", value: value, code: "not_a_version",
            message: Bilingual(
                zh: "应为 `training check --coverage` 所列的 64 位版本号。",
                en: "It must be the 64 digits that `training check --coverage` prints."))
    }
}

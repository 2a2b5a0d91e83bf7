import SQL
import Training

/// A people table in which every row has a number. A row without one is about whoever is known by that name in that very
/// unit, or else about somebody new, who gets a number. Tables of other kinds stay as they are.
struct NumberedTable {
    private(set) var columns: SheetColumns
    private(set) var sheet: Sheet
    /// Whom rows without a number were taken for, by row.
    private var known: [Int: Person] = [:]
    /// The numbers that rows get, by row.
    private var given: [Int: StaffNumber] = [:]
    private var directory = UnitDirectory([])

    init(
        _ table: UnderstoodSheet, _ transaction: any Transaction, _ scope: Scope, _ randomness: Randomness,
        matchingNames: Bool
    ) throws {
        (columns, sheet) = (table.columns, table.sheet)
        guard let column = columns.kind.columns.first(where: { $0.name == "staff_no" }), columns.kind == .people else {
            return
        }
        let numbers = sheet.rows.map { columns.cell("staff_no", in: $0) ?? "" }
        guard numbers.contains(""), !sheet.rows.isEmpty else { return }
        if columns.cell("staff_no", in: sheet.rows[0]) == nil { (columns, sheet) = columns.adding(column, to: sheet) }
        var taken = Set(numbers)
        let without = sheet.rows.indices.filter { numbers[$0].isEmpty }
        directory = try transaction.unitDirectory(of: scope)
        if matchingNames { try match(without, &taken, transaction) }
        let new = without.filter { known[sheet.rows[$0].number] == nil }
        for (index, number) in zip(new, try transaction.freshNumbers(new.count, randomness, besides: &taken)) {
            given[sheet.rows[index].number] = number
            sheet.rows[index] = columns.row(sheet.rows[index], with: number.rawValue, in: "staff_no")
        }
    }

    /// What became of the rows. A row that cannot be taken keeps no number, so that it is looked at anew when it is put
    /// right and sent again.
    func withoutUselessNumbers(_ outcomes: some Collection<ImportReceipt.Outcome>) -> [ImportReceipt.Outcome] {
        outcomes.map { outcome in
            let row = outcome.row
            guard outcome.result == .error, known[row.number] != nil || given[row.number] != nil else { return outcome }
            return .init(
                row: columns.row(row, with: "", in: "staff_no"), result: .error, problems: outcome.problems)
        }
    }

    /// Who was taken for whom, and who gets a number, of the rows that can be taken.
    func notes(on outcomes: [ImportReceipt.Outcome]) -> [ImportNote] {
        let good = outcomes.filter { $0.result != .error }.map(\.row.number)
        let same = good.compactMap { row in known[row].map { (row, $0) } }
        let numbered = good.filter { given[$0] != nil }
        return same.prefix(Self.shown).map { row, person in
            let (zh, en) = person.status == .suspended ? ("，停用", ", suspended") : ("", "")
            return ImportNote(
                .takenForSame, rows: [row],
                detail: Bilingual(
                    zh: "\(person.name)（\(person.staffNumber)\(zh)）", en: "\(person.name) (\(person.staffNumber)\(en))")
            )
        } + more(same.dropFirst(Self.shown).map(\.0))
            + (numbered.isEmpty ? [] : [ImportNote(.numberGiven, rows: numbered)])
    }

    /// How many notes tell of one person each.
    private static let shown = 50

    private func more(_ rows: [Int]) -> [ImportNote] {
        rows.isEmpty
            ? [] : [ImportNote(.takenForSame, rows: rows, detail: Bilingual(zh: "同名的人", en: "people of their names"))]
    }

    /// Each of several rows of one name and unit takes another person, so that a list with two of one name creates nobody
    /// when it comes again.
    private mutating func match(_ rows: [Int], _ taken: inout Set<String>, _ transaction: any Transaction) throws {
        let wanted = rows.compactMap { index -> (index: Int, name: String, unit: UnitCode)? in
            guard let name = columns.cell("name", in: sheet.rows[index]), !name.isEmpty,
                let unit = columns.cell("unit", in: sheet.rows[index]).flatMap(directory.unit)
            else { return nil }
            return (index, name, unit)
        }
        let namesakes = try transaction.namesakes(of: Set(wanted.map(\.name)), in: directory)
        for (index, name, unit) in wanted {
            let free = (namesakes[name] ?? []).first { $0.unit == unit && !taken.contains($0.staffNumber.rawValue) }
            guard let person = free else { continue }
            taken.insert(person.staffNumber.rawValue)
            known[sheet.rows[index].number] = person
            sheet.rows[index] = columns.row(sheet.rows[index], with: person.staffNumber.rawValue, in: "staff_no")
        }
    }
}

extension Transaction {
    /// So many numbers that nobody has and no row of a table.
    fileprivate func freshNumbers(
        _ count: Int, _ randomness: Randomness, besides taken: inout Set<String>
    ) throws -> [StaffNumber] {
        var fresh: [StaffNumber] = []
        while fresh.count < count {
            var drawn: [StaffNumber] = []
            while drawn.count < min(groupSize, count - fresh.count) {
                guard let number = SignInNumber.number(from: randomness.bytes(4)),
                    taken.insert(number.rawValue).inserted
                else { continue }
                drawn.append(number)
            }
            let known = try rows(in: drawn.map(\.rawValue)) { "SELECT staff_no FROM people WHERE staff_no IN \($0)" }
            let had = Set(try known.map { try $0.text(0) })
            fresh += drawn.filter { !had.contains($0.rawValue) }
        }
        return fresh
    }
}

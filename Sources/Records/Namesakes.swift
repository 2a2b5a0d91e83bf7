import SQL
import Training

extension Schema {
    static let namesakes = """
        -- To see who of a list of names may be known already.
        CREATE INDEX people_name ON people (name, staff_no);
        """
}

extension Transaction {
    /// The people of the scope with one of these names, by name; of one name those at work first, then by number.
    func namesakes(of names: Set<String>, in directory: UnitDirectory) throws -> [String: [Person]] {
        var found: [String: [Person]] = [:]
        let people = try rows(in: names.sorted()) { "SELECT \(Person.columns) FROM people WHERE name IN \($0)" }
        for person in try people.map(Person.init) where directory.unit(person.unit.rawValue) == person.unit {
            found[person.name, default: []].append(person)
        }
        return found.mapValues { people in
            people.sorted { ($0.status.order, $0.staffNumber) < ($1.status.order, $1.staffNumber) }
        }
    }
}

extension Person.Status {
    fileprivate var order: Int { self == .active ? 0 : 1 }
}

/// Finds whom the new people of a table may be known as already, and who may stand in it twice.
struct LikelyDoubles {
    /// A new person as the table has them.
    private struct Newcomer {
        let row: Int
        let number: StaffNumber
        let name: String
        let unit: UnitCode
    }

    private let directory: UnitDirectory
    private let newcomers: [Newcomer]
    private let namesakes: [String: [Person]]

    /// How many notes tell of one each.
    private static let shown = 50

    init(_ transaction: any Transaction, _ outcomes: [ImportReceipt.Outcome], _ columns: SheetColumns, _ scope: Scope)
        throws
    {
        let created = outcomes.filter { $0.result == .created }
        guard columns.kind == .people, !created.isEmpty else {
            (directory, newcomers, namesakes) = (UnitDirectory([]), [], [:])
            return
        }
        let directory = try transaction.unitDirectory(of: scope)
        newcomers = created.compactMap { outcome in
            let row = outcome.row
            guard let number = columns.cell("staff_no", in: row).flatMap(StaffNumber.init(rawValue:)),
                let name = columns.cell("name", in: row),
                let unit = columns.cell("unit", in: row).flatMap(directory.unit)
            else { return nil }
            return Newcomer(row: row.number, number: number, name: name, unit: unit)
        }
        namesakes = try transaction.namesakes(of: Set(newcomers.map(\.name)), in: directory)
        self.directory = directory
    }

    /// Those known already first, by row; of very many the first tell enough, and one note more says where the others are.
    var notes: [ImportNote] {
        let known = newcomers.compactMap { newcomer in likely(newcomer).map { (newcomer.row, $0) } }
        var notes = known.prefix(Self.shown).map { ImportNote(.likelyDouble, rows: [$0], detail: $1) }
        if known.count > Self.shown {
            let rows = known.dropFirst(Self.shown).map(\.0)
            notes.append(
                ImportNote(.likelyDouble, rows: rows, detail: Bilingual(zh: "同名", en: "people of their names")))
        }
        return notes + twice
    }

    /// Whom a newcomer may be: somebody of the same name near by, or with a number that is the same but for a slip.
    private func likely(_ newcomer: Newcomer) -> Bilingual? {
        let found = (namesakes[newcomer.name] ?? []).filter {
            directory.isNear($0.unit, newcomer.unit) || $0.staffNumber.isOneSlip(from: newcomer.number)
        }
        guard !found.isEmpty else { return nil }
        let told = found.prefix(3).map { person in
            let unit = directory.title(of: person.unit)
            let left = person.status == .suspended
            return Bilingual(
                zh: "\(person.name)（\(person.staffNumber)，\(unit)\(left ? "，停用" : "")）",
                en: "\(person.name) (\(person.staffNumber), \(unit)\(left ? ", suspended" : ""))")
        }
        return Bilingual(
            zh: told.map(\.zh).joined(separator: "、"), en: told.map(\.en).joined(separator: ", "))
    }

    /// New people of one name in one unit, whatever their numbers.
    private var twice: [ImportNote] {
        let groups = Dictionary(grouping: newcomers) { "\($0.unit) \($0.name)" }.values.filter { $0.count > 1 }
        return groups.sorted { $0[0].row < $1[0].row }.prefix(Self.shown).map { group in
            let who = "\(group[0].name) (\(directory.title(of: group[0].unit)))"
            return ImportNote(.sameName, rows: group.map(\.row), detail: Bilingual(zh: who, en: who))
        }
    }
}

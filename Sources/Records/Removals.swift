import SQL
import Training

extension Schema {
    static let removals = """
        -- What was asked for whoever the file does not name, and who is suspended by that.
        ALTER TABLE imports ADD COLUMN removals TEXT;
        ALTER TABLE imports ADD COLUMN suspended TEXT NOT NULL DEFAULT '[]';
        """
}

/// Finds whom a people file suspends by not naming them.
struct RemovalJudge {
    let context: ImportContext
    let removals: Removals

    /// What removals come to.
    struct Verdict {
        var steps: [ImportStep] = []
        /// By number.
        var suspended: [Suspension] = []
        var notes: [ImportNote] = []
    }

    /// How many people a message names.
    private static let shown = 20

    /// The unit that the file is about. Throws `RowProblems` for one that is not the caller's to look after.
    func unit() throws -> UnitCode {
        let text = removals.within
        if let code = UnitCode(rawValue: text), context.covers(code) { return code }
        let directory = context.directory
        if let unit = directory.unit(text) { return unit }
        let (code, message) = directory.advice(on: text) ?? ("not_available", .noSuchUnit)
        throw problem(code, message)
    }

    /// Judges a file whose rows ask for `steps`, given who is at work in and below the unit. Throws `RowProblems` when more
    /// people would be suspended than the bound allows.
    func judge(_ sheet: Sheet, _ steps: [ImportStep], atWork: [Person]) throws -> Verdict {
        let named = Set(sheet.rows.compactMap { context.columns.cell("staff_no", in: $0) })
        let missing = atWork.filter { !named.contains($0.staffNumber.rawValue) }
        let kept = Set(keeping(missing, steps).map(\.id))
        let leaving = missing.filter { !kept.contains($0.id) }
        guard leaving.count * 100 <= removals.atMost * atWork.count else { throw tooMany(leaving, of: atWork.count) }
        return Verdict(
            steps: leaving.map { .person(PersonRow(suspending: $0), was: $0) }, suspended: leaving.map(Suspension.init),
            notes: notes(on: missing.filter { kept.contains($0.id) }))
    }

    /// Those who stay at work though the file does not name them: the caller, administrators whom only an administrator may
    /// change, and all of them where none would be left.
    private func keeping(_ missing: [Person], _ steps: [ImportStep]) -> [Person] {
        let isAdmin = context.caller.role == .admin
        let others = missing.filter { $0.id != context.caller.person && (isAdmin || $0.role != .admin) }
        var admins = context.ground.admins
        var new = 0
        for case .person(let row, let was) in steps {
            let isOne = (row.role ?? was?.role) == .admin && (row.status ?? was?.status ?? .active) == .active
            if let was { if isOne { admins.insert(was.id) } else { admins.remove(was.id) } } else if isOne { new += 1 }
        }
        let leaving = Set(others.filter { $0.role == .admin }.map(\.id))
        let leavesSome = new > 0 || !admins.subtracting(leaving).isEmpty
        return missing.filter { person in
            !others.contains { $0.id == person.id } || person.role == .admin && !leavesSome
        }
    }

    private func notes(on kept: [Person]) -> [ImportNote] {
        kept.isEmpty
            ? []
            : [
                ImportNote(
                    .notSuspended, detail: Bilingual(zh: list(kept, "、"), en: list(kept, ", ")))
            ]
    }

    private func tooMany(_ leaving: [Person], of all: Int) -> RowProblems {
        problem(
            "too_many_removals",
            Bilingual(
                zh: "在岗 \(all) 人里有 \(leaving.count) 人不在表里，超过了 \(removals.atMost)%（max_removals），"
                    + "没有写入任何数据。请先核对表里是不是漏了人：\(list(leaving, "、"))。",
                en: "Of \(all) people at work \(leaving.count) are not in the file, more than \(removals.atMost) % "
                    + "(max_removals); nothing was written. Check whether the file is whole: \(list(leaving, ", "))."))
    }

    private func list(_ people: [Person], _ separator: String) -> String {
        let told = people.prefix(Self.shown).map { "\($0.staffNumber) \($0.name)" }.joined(separator: separator)
        return people.count > Self.shown ? told + separator + "…" : told
    }

    private func problem(_ code: String, _ message: Bilingual) -> RowProblems {
        RowProblems([RowProblem(row: 1, column: "within", value: removals.within, code: code, message: message)])
    }
}

extension Transaction {
    /// Everyone at work in and below a unit, by number.
    func peopleAtWork(below unit: UnitCode) throws -> [Person] {
        guard let path = try path(of: unit) else { return [] }
        return try rows(
            Statement(
                """
                SELECT people.id, people.staff_no, people.name, people.unit, people.role, people.status
                FROM units JOIN people ON people.unit = units.code
                WHERE units.path >= $1 AND units.path < $2 AND people.status = 'active'
                """, with: path, UnitPath.end(of: path))
        ).map(Person.init)
            // Sorted here: asked to, a planner may walk through everybody in the order of numbers.
            .sorted { $0.staffNumber < $1.staffNumber }
    }
}

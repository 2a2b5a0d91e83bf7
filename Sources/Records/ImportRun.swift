import FoundationEssentials
import SQL
import Training

import struct Training.Unit

/// One import within one transaction: first every row is judged, then, if all are good, everything is written.
final class ImportRun {
    /// What becomes of each row, in order.
    private(set) var outcomes: [ImportReceipt.Outcome] = []
    /// What was taken for what.
    private(set) var notes: [ImportNote] = []
    /// Who is suspended by not being named, by number.
    private(set) var suspended: [Suspension] = []

    private let context: ImportContext
    private let randomness: Randomness?
    private var steps: [ImportStep] = []

    /// Judges all rows of a sheet; a plan needs no randomness, since it makes nothing.
    init(
        _ transaction: any Transaction, _ columns: SheetColumns, _ sheet: Sheet, _ courses: Set<CourseID>,
        _ caller: Caller, _ now: Date, _ randomness: Randomness?, _ removals: Removals? = nil
    ) throws {
        context = ImportContext(transaction: transaction, columns: columns, courses: courses, caller: caller, now: now)
        self.randomness = randomness
        switch columns.kind {
        case .units: try judge(sheet, by: UnitJudge(context, sheet))
        case .people: try judge(sheet, by: PersonJudge(context))
        case .coordinators: try judge(sheet, by: ChargeJudge(context))
        case .enrolments: try judge(sheet, by: EnrolmentJudge(context))
        }
        if let removals { try judge(sheet, removals) }
    }

    /// Writes what all rows ask for; does nothing and returns false when one of them has a problem.
    func apply() throws -> Bool {
        guard !outcomes.contains(where: { $0.result == .error }), let randomness else { return false }
        let ledger = Ledger(context.transaction, at: context.now)
        var writer = ImportWriter(context, ledger, randomness)
        try writer.write(steps)
        try ledger.settle()
        if !steps.isEmpty { try context.transaction.bumpRevision() }
        return true
    }

    /// Who is missing shows only once every row is right.
    private func judge(_ sheet: Sheet, _ removals: Removals) throws {
        guard !outcomes.contains(where: { $0.result == .error }) else { return }
        let verdict = try RemovalJudge(context: context, removals: removals).judge(sheet, steps)
        steps += verdict.steps
        suspended = verdict.suspended
        notes += verdict.notes
    }

    private func judge(_ sheet: Sheet, by judge: some RowJudge) throws {
        var judge = judge
        var names = try UnitNames(context)
        for row in sheet.rows {
            do {
                let (result, step) = try judge.judge(names.coded(row))
                outcomes.append(.init(row: row.withoutIDNumbers, result: result))
                if let step { steps.append(step) }
            } catch let error as RowProblems {
                let problems = try error.problems.map { try names.explained($0) }
                outcomes.append(.init(row: row.withoutIDNumbers, result: .error, problems: problems))
            }
        }
        notes = names.notes
        for problem in try judge.problemsOfTheWhole() {
            guard let index = outcomes.firstIndex(where: { $0.row.number == problem.row }) else { continue }
            let known = outcomes[index]
            outcomes[index] = .init(row: known.row, result: .error, problems: known.problems + [problem])
        }
    }
}

/// What the judging and writing of rows need to know.
struct ImportContext {
    let transaction: any Transaction
    let columns: SheetColumns
    let courses: Set<CourseID>
    let caller: Caller
    let now: Date

    var today: Day { Day(at: now) }

    private let known = Known()

    /// What was asked before: many rows name the same units.
    private final class Known {
        var covered: [UnitCode: Bool] = [:]
    }

    init(transaction: any Transaction, columns: SheetColumns, courses: Set<CourseID>, caller: Caller, now: Date) {
        self.transaction = transaction
        self.columns = columns
        self.courses = courses
        self.caller = caller
        self.now = now
    }

    /// Whether a unit exists and lies in the caller's scope; one outside looks like one that does not exist.
    func covers(_ unit: UnitCode) throws -> Bool {
        if let known = known.covered[unit] { return known }
        let lineage = try transaction.lineage(of: unit)
        let covered = !lineage.isEmpty && caller.scope.covers(lineage)
        known.covered[unit] = covered
        return covered
    }

    func problem(_ row: Sheet.Row, _ column: String, _ code: String, zh: String, en: String) -> RowProblem {
        RowProblem(
            row: row.number, column: columns.heading(column), value: columns.cell(column, in: row) ?? "", code: code,
            message: Bilingual(zh: zh, en: en))
    }

    func personNotAvailable(_ row: Sheet.Row) -> RowProblem {
        problem(
            row, "staff_no", "not_available", zh: "没有这个工号，或他不在您的管理范围内。",
            en: "There is no such number, or it is outside your scope.")
    }

    func unitNotAvailable(_ row: Sheet.Row, _ column: String) -> RowProblem {
        problem(
            row, column, "not_available", zh: Bilingual.noSuchUnit.zh, en: Bilingual.noSuchUnit.en)
    }
}

/// What a good row asks to have written.
enum ImportStep {
    case unit(Unit, was: Unit?)
    case person(PersonRow, was: Person?)
    case charge(Charge, of: PersonID)
    case assignment(Assignment)
}

/// Decides what each row of some kind does. Throws `RowProblems` for a row that cannot be taken; any other error ends the
/// import.
protocol RowJudge {
    mutating func judge(_ row: Sheet.Row) throws -> (ImportReceipt.Result, ImportStep?)
    /// Problems that only show when all rows are known.
    func problemsOfTheWhole() throws -> [RowProblem]
}

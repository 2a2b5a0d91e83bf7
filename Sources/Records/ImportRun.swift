import FoundationEssentials
import SQL
import Training

import struct Training.Unit

/// Judges the rows of one import, a group at a time, by facts that were read before.
struct ImportRun {
    /// What becomes of each row so far, in order.
    private(set) var outcomes: [ImportReceipt.Outcome] = []
    /// What the good rows so far ask to have written.
    private(set) var steps: [ImportStep] = []

    /// Who is suspended by not being named, by number.
    private(set) var suspended: [Suspension] = []

    private var judge: any RowJudge
    private var names: UnitNames
    private var removalNotes: [ImportNote] = []

    /// A run over the rows of `sheet`.
    init(_ context: ImportContext, _ sheet: Sheet) {
        names = UnitNames(context)
        judge =
            switch context.columns.kind {
            case .units: UnitJudge(context, sheet)
            case .people: PersonJudge(context)
            case .coordinators: ChargeJudge(context)
            case .enrolments: EnrolmentJudge(context)
            }
    }

    /// What was taken for what.
    var notes: [ImportNote] { names.notes + removalNotes }
    /// Whether every row so far can be taken.
    var isClean: Bool { !outcomes.contains { $0.result == .error } }

    /// The rows with the codes of units where they have names.
    mutating func coded(_ rows: some Collection<Sheet.Row>) -> [Sheet.Row] { rows.map { names.coded($0) } }

    /// Judges `rows`, which as `coded` are what `facts` is about.
    mutating func judge(
        _ rows: some Collection<Sheet.Row>, coded: [Sheet.Row], by facts: ImportFacts
    ) throws {
        judge.context.facts = facts
        for (row, coded) in zip(rows, coded) {
            do {
                let (result, step) = try judge.judge(coded)
                outcomes.append(.init(row: row.withoutIDNumbers, result: result))
                if let step { steps.append(step) }
            } catch let error as RowProblems {
                let problems = error.problems.map { names.explained($0) }
                outcomes.append(.init(row: row.withoutIDNumbers, result: .error, problems: problems))
            }
        }
    }

    /// Judges the rows as a whole; returns those of which that made something else.
    mutating func judgeTheWhole() throws -> [ImportReceipt.Outcome] {
        var changed: [ImportReceipt.Outcome] = []
        for problem in try judge.problemsOfTheWhole() {
            guard let index = outcomes.firstIndex(where: { $0.row.number == problem.row }) else { continue }
            let known = outcomes[index]
            outcomes[index] = .init(row: known.row, result: .error, problems: known.problems + [problem])
            changed.append(outcomes[index])
        }
        return changed
    }

    /// Judges whom the file does not name. To be asked once every row is right: only then it shows who is missing.
    mutating func judge(_ sheet: Sheet, by judge: RemovalJudge, atWork: [Person]) throws {
        let verdict = try judge.judge(sheet, steps, atWork: atWork)
        steps += verdict.steps
        suspended = verdict.suspended
        removalNotes = verdict.notes
    }
}

/// What the judging of rows needs to know.
struct ImportContext {
    let columns: SheetColumns
    let catalogue: CourseCatalogue
    let caller: Caller
    let now: Date
    /// What there is that all rows have in common.
    let ground: ImportGround
    /// What there is about the rows that are judged just now; nothing before the first.
    var facts = ImportFacts()

    var today: Day { Day(at: now) }

    /// Whether a unit exists and lies in the caller's scope; one outside looks like one that does not exist.
    func covers(_ unit: UnitCode) -> Bool {
        ground.units[unit] != nil && caller.scope.covers(ground.tree.lineage(of: unit))
    }

    /// The units that the caller may name.
    var directory: UnitDirectory { UnitDirectory(ground.units.values.filter { covers($0.code) }) }

    /// Whether a person is, or by another role would be, in charge of a unit outside the caller's scope.
    func reachesBeyond(_ person: Person) throws -> Bool {
        guard caller.scope != .everything else { return false }
        return try facts.charges(of: person.id).contains { charge in
            charge.holds(on: today) && !caller.scope.covers(ground.tree.lineage(of: charge.unit))
        }
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
enum ImportStep: Sendable {
    case unit(Unit, was: Unit?)
    case person(PersonRow, was: Person?)
    case charge(Charge, of: PersonID)
    /// To one target, each of another course.
    case assignments([Assignment])
}

/// Decides what each row of some kind does. Throws `RowProblems` for a row that cannot be taken; any other error ends the
/// import.
protocol RowJudge {
    /// What it judges by; the facts in it are those about the rows that come next.
    var context: ImportContext { get set }
    mutating func judge(_ row: Sheet.Row) throws -> (ImportReceipt.Result, ImportStep?)
    /// Problems that only show when all rows are known.
    func problemsOfTheWhole() throws -> [RowProblem]
}

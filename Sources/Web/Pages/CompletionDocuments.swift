import FoundationEssentials
import Tabular
import Training

/// The wire form of a completion report.
struct CompletionDocument: Encodable {
    let unit: UnitDocument
    let course: CourseID?
    let as_of: Day?
    let counted_at: Date
    let by: CompletionReport.Belonging
    let tree: CompletionReport.Tree
    let totals: TallyDocument
    let direct: TallyDocument
    let children: [Child]
    /// Only of who reports to whom.
    let elsewhere: [Elsewhere]?
    /// Only of one course, by the unit above each.
    let curve: Curve?
    let changes: [UnitChangeDocument]

    /// A unit.
    struct UnitDocument: Encodable {
        let code: UnitCode
        let name: String
    }

    /// A unit below with its numbers.
    struct Child: Encodable {
        let unit: UnitDocument
        let totals: TallyDocument

        init(_ line: CompletionReport.Line) {
            unit = UnitDocument(line.unit)
            totals = TallyDocument(line.totals)
        }
    }

    /// A unit below that reports elsewhere.
    struct Elsewhere: Encodable {
        let unit: UnitDocument
        let reports_to: UnitDocument?
        let totals: TallyDocument
    }

    /// How it went, with the counts of each day on which one changed.
    struct Curve: Encodable {
        let due: Day?
        let days: [Counted]

        /// The counts of a day's end.
        struct Counted: Encodable {
            let day: Day
            let totals: TallyDocument
        }
    }

    init(_ report: CompletionReport) {
        unit = UnitDocument(report.unit)
        course = report.course
        by = report.query.by
        tree = report.query.tree
        as_of = report.day
        counted_at = report.countedAt
        totals = TallyDocument(report.totals)
        direct = TallyDocument(report.direct)
        children = report.children.map(Child.init)
        elsewhere =
            report.query.tree == .administrative
            ? nil
            : report.elsewhere.map {
                Elsewhere(
                    unit: UnitDocument($0.line.unit), reports_to: $0.reportsTo.map(UnitDocument.init),
                    totals: TallyDocument($0.line.totals))
            }
        curve = report.curve.map { curve in
            Curve(due: curve.due, days: curve.days.map { .init(day: $0.day, totals: TallyDocument($0.tally)) })
        }
        changes = report.changes.map(UnitChangeDocument.init)
    }
}

extension CompletionDocument.UnitDocument {
    init(_ unit: CompletionReport.Named) { self.init(code: unit.code, name: unit.name) }
}

/// The wire form of a tally.
struct TallyDocument: Encodable {
    let tally: Tally

    init(_ tally: Tally) { self.tally = tally }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tally.assigned, forKey: .assigned)
        try container.encode(tally.completed, forKey: .completed)
        try container.encode(tally.inProgress, forKey: .in_progress)
        try container.encode(tally.notStarted, forKey: .not_started)
        try container.encode(tally.expired, forKey: .expired)
        try container.encode(tally.overdue, forKey: .overdue)
        try container.encode(tally.exempt, forKey: .exempt)
        try container.encode(tally.rate, forKey: .rate)
        try container.encode(tally.rateWithExempt, forKey: .rate_with_exempt)
    }

    private enum CodingKeys: String, CodingKey {
        case assigned, completed, in_progress, not_started, expired, overdue, exempt, rate, rate_with_exempt
    }
}

extension Tally {
    /// The columns of tables.
    static let columns = [
        "assigned", "completed", "in_progress", "not_started", "expired", "overdue", "exempt", "rate",
    ]

    /// What stands in them, `rate` last: four decimals, empty when nothing is assigned.
    var cells: [Cell] {
        [assigned, completed, inProgress, notStarted, expired, overdue, exempt].map(Cell.integer)
            + [assigned == 0 ? .empty : .number(roundedRate)]
    }

    private var roundedRate: String {
        let tenThousandths = (completed * 20_000 + assigned) / (assigned * 2)
        let digits = String(tenThousandths % 10_000)
        return "\(tenThousandths / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

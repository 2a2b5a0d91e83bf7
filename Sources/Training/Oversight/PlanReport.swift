import FoundationEssentials

/// Who has finished a learning plan in a unit, as numbers of people: everyone counts once, however many courses it has.
///
/// Those count to whom any of its courses is assigned. Whoever has finished all of these has finished the plan. A course that
/// somebody is exempt from is not asked of them; who is exempt from all that they have not finished, and finished none, is
/// exempt from the plan. Of whom nothing more is asked than to renew what has expired, the plan has expired. Of the others
/// whoever has begun any is in progress. Overdue is whoever is late with any course.
public struct PlanReport: Sendable, Hashable {
    /// The unit asked about.
    public let unit: CompletionReport.Named
    /// The plan.
    public let plan: PlanID
    /// When it was counted.
    public let countedAt: Date
    /// The unit and all below it.
    public let totals: Tally
    /// Those who belong to the unit itself.
    public let direct: Tally
    /// Each unit directly below, in the order of its code.
    public let children: [CompletionReport.Line]

    /// A report.
    public init(
        unit: CompletionReport.Named, plan: PlanID, countedAt: Date, totals: Tally, direct: Tally,
        children: [CompletionReport.Line]
    ) {
        self.unit = unit
        self.plan = plan
        self.countedAt = countedAt
        self.totals = totals
        self.direct = direct
        self.children = children
    }
}

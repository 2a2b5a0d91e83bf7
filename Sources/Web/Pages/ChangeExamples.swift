import FoundationEssentials
import Training

extension ChangesPage {
    static var example: ChangesPage { examples[0] }

    /// With everything; with nothing to ask; and with nothing that changed.
    static var examples: [ChangesPage] {
        let plan = ClauseUpdate.Plan(
            changes: [.example], items: [ClauseUpdate.ItemVersion(.example)], passMark: 80, area: .quality)
        return [
            example(.init(plan: plan, fingerprint: "0", people: 41), .example), example(nil, nil),
            ChangesPage(.none, nil),
        ]
    }

    private static func example(_ proposal: ClauseReport.Proposal?, _ existing: ClauseUpdate?) -> ChangesPage {
        let change = ClauseUpdate.Change.example
        let update = ClauseUpdate.example
        let report = ClauseReport(
            outdated: [
                .init(change: change, courses: [.init(course: "example", people: 41)], update: nil),
                .init(change: change, courses: [.init(course: "example", people: 41)], update: update.id),
            ], staleItems: [.init(id: Question.example.id, clauses: [change.clause])],
            shortPapers: [.init(course: "example", asked: 12, left: 11, shortages: [])],
            uncovered: ["L2026-39"], proposal: proposal,
            updates: [
                .init(update: update, assigned: 41, completed: 38, missing: 2, departed: [change.clause]),
                .init(update: .withdrawn, assigned: 0, completed: 0, missing: 0),
            ])
        return ChangesPage(report, existing)
    }

    private init(_ report: ClauseReport, _ existing: ClauseUpdate?) {
        self.init(
            report, courses: [.example], items: [Question.example.id: .example], existing: existing,
            today: Day(number: 20_781), .example)
    }
}

extension ClauseReport {
    fileprivate static let none = ClauseReport(
        outdated: [], staleItems: [], shortPapers: [], uncovered: [], proposal: nil, updates: [])
}

extension Item {
    fileprivate static let example = Item(version: "v1", question: .example)
}

extension ClauseUpdate {
    fileprivate static let withdrawn = ClauseUpdate(
        id: "update-20261102-1", plan: example.plan, items: example.items, due: example.due, at: example.at,
        by: example.by, withdrawal: Withdrawal(at: example.at, by: example.by))

    static let example = ClauseUpdate(
        id: "update-20261109-1",
        plan: Plan(changes: [.example], items: [ItemVersion(.example)], passMark: 80, area: .quality),
        items: [.example], due: Day(number: 20_795), at: Date(timeIntervalSince1970: 1_795_000_000), by: "郑某")
}

extension ClauseUpdate.Change {
    static let example = ClauseUpdate.Change(
        Clause(
            id: "M57-16", version: 3, text: "调查时每组至少3人，全程记录。入户调查表上要签字。", source: "《最低生活保障审核确认办法》第16条",
            era: .current, verified: true),
        formers: [.init(version: 2, text: "调查时每组至少2人。入户调查表上，要分别签字。"), .init(version: 1, text: nil)])
}

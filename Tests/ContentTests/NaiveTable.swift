import Training

/// What a decision table answers, worked out anew from its parts and by nothing of the product's own: what people who know
/// the rules answer, and what those answer who are mistaken about one.
struct NaiveTable {
    private var rules: [DecisionTable.Rule]
    private let changed: String

    /// The table as it is or, with a misconception, as somebody believes it to be.
    init(_ table: DecisionTable, believing misconception: Misconception? = nil) {
        rules = table.rules
        switch misconception?.change {
        case nil: changed = ""
        case .drops(let id):
            changed = ""
            rules.removeAll { $0.id == id }
        case .answers(let id, let outcome):
            changed = id
            replace {
                DecisionTable.Rule(id, when: $0.when, outcome: outcome, overrides: $0.overrides, says: "", clauses: [])
            }
        case .asks(let id, let input, let values):
            changed = id
            replace {
                let others = $0.when.tests.filter { $0.input != input }
                let asked = values.map { [DecisionTable.Condition.Test(input, in: $0)] } ?? []
                return DecisionTable.Rule(
                    id, when: .init(others + asked), outcome: $0.outcome, overrides: $0.overrides, says: "", clauses: []
                )
            }
        case .adds(let condition, let outcome):
            changed = "added"
            rules.append(.init(changed, when: condition, outcome: outcome, says: "", clauses: []))
        }
    }

    /// The one outcome of all rules that hold and give way to none; where these differ that of the rule one is mistaken
    /// about, if it is among them.
    func answer(_ values: [Int]) -> String? {
        var firing: [DecisionTable.Rule] = []
        for rule in rules {
            var holds = true
            for test in rule.when.tests {
                let value = values[test.input]
                if !test.values.contains(where: { $0.lowerBound <= value && value <= $0.upperBound }) { holds = false }
            }
            if holds { firing.append(rule) }
        }
        let yielding = Set(firing.flatMap(\.overrides))
        let standing = firing.filter { !yielding.contains($0.id) }
        let outcomes = Set(standing.map(\.outcome))
        return outcomes.count == 1 ? outcomes.first : standing.first { $0.id == changed }?.outcome
    }

    private mutating func replace(_ change: (DecisionTable.Rule) -> DecisionTable.Rule) {
        rules = rules.map { $0.id == changed ? change($0) : $0 }
    }
}

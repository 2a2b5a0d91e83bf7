/// A mistake that people make, told as one change of a decision table: what the changed table answers is what they would.
public struct Misconception: Sendable, Hashable, Codable {
    /// Names it in its table.
    public let id: String
    /// What the mistake is called: `把3%当成低保覆盖面上限`.
    public let name: Bilingual
    /// Why it is one, Chinese.
    public let why: String
    /// The change.
    public let change: Change

    /// One change of one rule.
    public enum Change: Sendable, Hashable, Codable {
        /// The rule is not known.
        case drops(DecisionTable.Rule.ID)
        /// The rule is thought to lead to another outcome.
        case answers(DecisionTable.Rule.ID, DecisionTable.Outcome.Code)
        /// The rule is thought to ask something else of one input, or nothing where the values are nil.
        case asks(DecisionTable.Rule.ID, input: Int, values: [ClosedRange<Int>]?)
        /// A rule is thought to be there that is not.
        case adds(DecisionTable.Condition, DecisionTable.Outcome.Code)

        /// The condition of a rule that is added.
        var condition: DecisionTable.Condition? {
            if case .adds(let condition, _) = self { condition } else { nil }
        }

        /// The input of which something else is asked.
        var input: Int? { if case .asks(_, let input, _) = self { input } else { nil } }

        /// The outcome that is given instead, or besides.
        var outcome: DecisionTable.Outcome.Code? {
            switch self {
            case .answers(_, let outcome), .adds(_, let outcome): outcome
            case .drops, .asks: nil
            }
        }
    }

    /// A misconception.
    public init(_ id: String, name: Bilingual, why: String, change: Change) {
        self.id = id
        self.name = name
        self.why = why
        self.change = change
    }

    /// The mistake as an option of a question carries it, so that a report can name it when the table is long gone.
    public struct Label: Sendable, Hashable, Codable {
        /// The table and the mistake: `single-person/grade-3-body`.
        public let id: String
        /// What the mistake is called.
        public let name: Bilingual

        /// A label.
        public init(id: String, name: Bilingual) {
            self.id = id
            self.name = name
        }
    }
}

/// A decision table as somebody believes it to be.
struct Belief {
    /// The table with the one change.
    let table: DecisionTable
    /// The rule that was changed or added; nil when one was dropped.
    private let changed: DecisionTable.Rule.ID?

    init(_ misconception: Misconception, of table: DecisionTable) {
        let rules = table.rules
        switch misconception.change {
        case .drops(let id):
            self.table = table.with(rules.filter { $0.id != id })
            changed = nil
        case .answers(let id, let outcome):
            self.table = table.with(rules.map { $0.id == id ? $0.with($0.when, outcome) : $0 })
            changed = id
        case .asks(let id, let input, let values):
            self.table = table.with(
                rules.map { $0.id == id ? $0.with($0.when.asking(values, of: input), $0.outcome) : $0 })
            changed = id
        case .adds(let condition, let outcome):
            // No rule of a file can have this name.
            let added = DecisionTable.Rule("+", when: condition, outcome: outcome, says: misconception.why, clauses: [])
            self.table = table.with(rules + [added])
            changed = added.id
        }
    }

    /// What they would answer; nil where they would not know. Where the change makes rules contradict each other, they
    /// follow the changed one.
    func outcome(of facts: DecisionTable.Case) -> DecisionTable.Outcome.Code? {
        let decision = table.decide(facts)
        return decision.outcome ?? decision.standing.first { $0.id == changed }?.outcome
    }
}

extension DecisionTable {
    fileprivate func with(_ rules: [Rule]) -> DecisionTable {
        DecisionTable(
            id: id, title: title, era: era, inputs: inputs, outcomes: outcomes, rules: rules, gaps: gaps,
            impossible: impossible)
    }

    /// What somebody with the misconception answers in the case; nil where they would not know.
    public func outcome(of facts: Case, believing misconception: Misconception) -> Outcome.Code? {
        Belief(misconception, of: self).outcome(of: facts)
    }
}

extension DecisionTable.Rule {
    fileprivate func with(_ when: DecisionTable.Condition, _ outcome: DecisionTable.Outcome.Code) -> Self {
        Self(
            id, when: when, outcome: outcome, overrides: overrides, says: says, clauses: clauses, inferred: inferred)
    }
}

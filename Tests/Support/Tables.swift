import Training

extension DecisionTable {
    /// 低保: by income in percent of the standard, by what is owned and by illness. Rich in boundaries, without a mistake.
    public static let dibao = DecisionTable(
        id: "dibao", title: Bilingual(zh: "低保", en: "Dibao"), era: .current,
        inputs: [
            Input(name: "income", label: "收入", domain: .number(0...200, unit: "%")),
            Input(name: "owns", label: "财产超标", domain: .flag),
            Input(
                name: "illness", label: "病情",
                domain: .words([Word("none", label: "无"), Word("serious", label: "重病"), Word("worst", label: "病危")])),
        ],
        outcomes: [
            Outcome("ALL", name: Bilingual(zh: "整户", en: "all")), Outcome("ONE", name: Bilingual(zh: "一人", en: "one")),
            Outcome("AID", name: Bilingual(zh: "救急", en: "aid")), Outcome("NO", name: Bilingual(zh: "不予", en: "no")),
        ],
        rules: [
            Rule(
                "worst", when: .dibao(illness: [2...2]), outcome: "AID", overrides: ["all", "one", "above", "owner"],
                says: "病危的先救急。", clauses: ["L-3"]),
            Rule(
                "all", when: .dibao(income: [0...99], owns: false), outcome: "ALL", says: "低于标准的整户保。",
                clauses: ["L-1"]),
            Rule(
                "one", when: .dibao(income: [100...149], owns: false, illness: [1...2]), outcome: "ONE",
                overrides: ["above"], says: "重病的单人保。", clauses: ["L-2"], inferred: true),
            Rule(
                "above", when: .dibao(income: [100...200], owns: false), outcome: "NO", says: "高于标准的不保。",
                clauses: ["L-1"]),
            Rule("owner", when: .dibao(owns: true), outcome: "NO", says: "财产超标的不保。", clauses: ["L-1"]),
        ])

    /// The same with other parts.
    public func with(
        inputs: [Input]? = nil, outcomes: [Outcome]? = nil, rules: [Rule]? = nil, gaps: [Exclusion]? = nil,
        impossible: [Exclusion]? = nil
    ) -> DecisionTable {
        DecisionTable(
            id: id, title: title, era: era, inputs: inputs ?? self.inputs, outcomes: outcomes ?? self.outcomes,
            rules: rules ?? self.rules, gaps: gaps ?? self.gaps, impossible: impossible ?? self.impossible)
    }

    /// The same with one rule replaced.
    public func changing(_ id: Rule.ID, _ change: (Rule) -> Rule) -> DecisionTable {
        with(rules: rules.map { $0.id == id ? change($0) : $0 })
    }
}

extension DecisionTable.Condition {
    /// What is asked of the inputs of `DecisionTable.dibao`.
    public static func dibao(
        income: [ClosedRange<Int>]? = nil, owns: Bool? = nil, illness: [ClosedRange<Int>]? = nil
    ) -> Self {
        let flag = owns.map { $0 ? [1...1] : [0...0] }
        let asked = [income, flag, illness].enumerated()
        return Self(asked.compactMap { place, values in values.map { Test(place, in: $0) } })
    }
}

extension DecisionTable.Rule {
    /// The same with other parts.
    public func with(
        id: ID? = nil, when: DecisionTable.Condition? = nil, outcome: DecisionTable.Outcome.Code? = nil,
        overrides: [ID]? = nil
    ) -> Self {
        Self(
            id ?? self.id, when: when ?? self.when, outcome: outcome ?? self.outcome,
            overrides: overrides ?? self.overrides, says: says, clauses: clauses, inferred: inferred)
    }
}

extension DecisionTable.Defect {
    /// Whether a case goes with the defect and shows it in the table, by nothing but evaluation.
    public func isShown(in table: DecisionTable) -> Bool {
        func holds(_ id: DecisionTable.Rule.ID, _ facts: DecisionTable.Case) -> Bool {
            table.rules.contains { $0.id == id && $0.when.holds(for: facts) }
        }
        switch self {
        case .contradiction(let first, let second, let facts):
            let decision = table.decide(facts)
            return !table.impossible.contains { $0.when.holds(for: facts) } && decision.outcome == nil
                && Set([first, second]).isSubset(of: decision.standing.map(\.id))
        case .gap(let facts): return table.covers(facts) && table.decide(facts).standing.isEmpty
        case .neverHolds(let id, let facts):
            guard let facts else { return false }
            return holds(id, facts) && table.impossible.contains { $0.when.holds(for: facts) }
        case .alwaysOverridden(let id, let by, let facts):
            return table.decide(facts).overridden.contains { $0.rule.id == id } && holds(by, facts)
        case .needless(let id, _, let facts):
            let without = table.with(rules: table.rules.filter { $0.id != id })
            return holds(id, facts) && table.decide(facts).outcome == without.decide(facts).outcome
        case .answeredGap(let gap, let by, let facts): return table.gaps[gap].when.holds(for: facts) && holds(by, facts)
        case .circularOverrides, .idleOverride, .emptyGap, .unusedInput, .unusedOutcome, .tooLarge: return false
        }
    }
}

/// What a decision table must not be, each with a case that shows it wherever a case can.
extension DecisionTable {
    /// One mistake of a table.
    public enum Defect: Sendable, Hashable {
        /// Both rules hold for the case, neither gives way, and they answer differently.
        case contradiction(Rule.ID, Rule.ID, Case)
        /// No rule answers the case, and it is not said to be answered elsewhere.
        case gap(Case)
        /// The rule never holds; the case, if there is one, is said to be impossible.
        case neverHolds(Rule.ID, Case?)
        /// The rule gives way wherever it holds, as it does to `by` in the case.
        case alwaysOverridden(Rule.ID, by: Rule.ID, Case)
        /// Without the rule the table would answer every case as it does with it; in the case `beside` answers the same.
        case needless(Rule.ID, beside: Rule.ID?, Case)
        /// The rules override each other in a circle.
        case circularOverrides([Rule.ID])
        /// The rule overrides one that it never meets.
        case idleOverride(Rule.ID, of: Rule.ID)
        /// The gap of this place among the gaps is answered after all, by the rule in the case.
        case answeredGap(Int, by: Rule.ID, Case)
        /// No possible case is in the gap of this place.
        case emptyGap(Int)
        /// No rule asks for the input of this place.
        case unusedInput(Int)
        /// No rule gives the outcome.
        case unusedOutcome(Outcome.Code)
        /// There are more ways for the conditions to hold together than are tried.
        case tooLarge
    }

    /// Every mistake of the table: none exactly when each possible case outside the gaps has one answer, and no rule,
    /// override, gap, input or outcome is without use.
    ///
    /// A fact or an outcome may be there only for the sake of `misconceptions`: what must not matter is worth asking too.
    public func defects(believing misconceptions: [Misconception] = []) -> [Defect] {
        let circles = circularOverrides
        guard circles.isEmpty else { return circles }
        guard let situations = Situations(of: self) else { return [.tooLarge] }
        return contradictions(in: situations.possible) + gapDefects(in: situations.possible)
            + rules.indices.compactMap { deadness(of: $0, in: situations) }
            + idleOverrides(in: situations.possible) + unused(believing: misconceptions)
    }

    /// The first circle found, from its first rule on.
    private var circularOverrides: [Defect] {
        let byID = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
        for rule in rules {
            var ways = rule.overrides.map { [rule.id, $0] }
            var seen: Set<Rule.ID> = []
            while let way = ways.popLast(), let last = way.last {
                if last == rule.id { return [.circularOverrides(way.dropLast())] }
                guard seen.insert(last).inserted else { continue }
                ways += (byID[last]?.overrides ?? []).map { way + [$0] }
            }
        }
        return []
    }

    private func contradictions(in situations: [Situation]) -> [Defect] {
        var told: Set<[Rule.ID]> = []
        return situations.compactMap { situation in
            let standing = decide(firing: situation.fired).standing
            guard let first = standing.first, let other = standing.first(where: { $0.outcome != first.outcome }),
                told.insert([first.id, other.id]).inserted
            else { return nil }
            return .contradiction(first.id, other.id, situation.facts)
        }
    }

    private func gapDefects(in situations: [Situation]) -> [Defect] {
        let open = situations.first { $0.fired.isEmpty && $0.gaps.isEmpty }
        let declared = gaps.indices.compactMap { gap -> Defect? in
            let inside = situations.filter { $0.gaps.contains(gap) }
            if inside.isEmpty { return .emptyGap(gap) }
            return inside.lazy.compactMap { situation in
                situation.fired.first.map { .answeredGap(gap, by: $0.id, situation.facts) }
            }.first
        }
        return (open.map { [.gap($0.facts)] } ?? []) + declared
    }

    private func deadness(of place: Int, in situations: Situations) -> Defect? {
        let rule = rules[place]
        let holding = situations.possible.filter { $0.fired.contains(rule) }
        guard let first = holding.first else {
            return .neverHolds(rule.id, situations.impossible.first { $0.fired.contains(rule) }?.facts)
        }
        let decisions = holding.map { (decision: decide(firing: $0.fired), situation: $0) }
        if decisions.allSatisfy({ !$0.decision.standing.contains(rule) }) {
            let by = decisions[0].decision.overridden.first { $0.rule == rule }?.by ?? ""
            return .alwaysOverridden(rule.id, by: by, first.facts)
        }
        // Where it gives way but overrides in its turn, it may be needed all the same.
        let isNeeded = decisions.contains { decision, situation in
            decide(firing: situation.fired.filter { $0 != rule }).outcome != decision.outcome
        }
        guard !isNeeded else { return nil }
        let beside = decisions[0].decision.standing.first { $0 != rule }?.id
        return .needless(rule.id, beside: beside, first.facts)
    }

    private func idleOverrides(in situations: [Situation]) -> [Defect] {
        rules.flatMap { rule in
            rule.overrides.filter { other in
                !situations.contains { $0.fired.contains(rule) && $0.fired.contains { $0.id == other } }
            }.map { .idleOverride(rule.id, of: $0) }
        }
    }

    private func unused(believing misconceptions: [Misconception]) -> [Defect] {
        let believed = misconceptions.compactMap(\.change.condition) + rules.map(\.when)
        let asked = Set(believed.flatMap(\.tests).map(\.input) + misconceptions.compactMap(\.change.input))
        let given = Set(rules.map(\.outcome) + misconceptions.compactMap(\.change.outcome))
        return inputs.indices.filter { !asked.contains($0) }.map { .unusedInput($0) }
            + outcomes.map(\.code).filter { !given.contains($0) }.map { .unusedOutcome($0) }
    }
}

// MARK: - What can be the case

extension DecisionTable {
    /// The numbers at which a class of values begins that all conditions treat alike, domain's first value included.
    func cuts(of input: Int, by conditions: [Condition]) -> [Int] {
        let range = inputs[input].domain.range
        let bounds = conditions.flatMap(\.tests).filter { $0.input == input }.flatMap(\.values)
        let cuts = bounds.flatMap { [$0.lowerBound, $0.upperBound == .max ? .max : $0.upperBound + 1] }
        return Set(cuts.filter { range.contains($0) } + [range.lowerBound]).sorted()
    }

    /// A set of conditions that hold together, with a case for which exactly these do.
    fileprivate struct Situation {
        let fired: [Rule]
        let gaps: [Int]
        let facts: Case
    }

    /// Every set of conditions that can hold together.
    ///
    /// Values between two cuts are alike to every condition, so one of them stands for all. The inputs are gone through one
    /// by one; after each, cases in which the same conditions can still hold are alike for all that follows, so again one of
    /// them stands for all. What grows is thus not the product of the classes but the number of sets of conditions, as in
    /// an ordered decision diagram (Bryant 1986).
    fileprivate struct Situations {
        let possible: [Situation]
        let impossible: [Situation]

        /// Nil when there are more than 64 conditions or more sets of them than `DecisionTable.limit`.
        init?(of table: DecisionTable) {
            let conditions = (table.rules.map(\.when) + table.gaps.map(\.when) + table.impossible.map(\.when))
            guard conditions.count <= 64 else { return nil }
            var found: [(open: UInt64, values: [Int])] = [
                (conditions.count == 64 ? .max : 1 << conditions.count - 1, [])
            ]
            for input in table.inputs.indices {
                let classes = table.cuts(of: input, by: conditions).map { value in
                    (value, open: Self.open(conditions, to: value, of: input))
                }
                var seen: Set<UInt64> = []
                var next: [(open: UInt64, values: [Int])] = []
                for (open, values) in found {
                    for (value, stillOpen) in classes where seen.insert(open & stillOpen).inserted {
                        next.append((open & stillOpen, values + [value]))
                    }
                }
                guard next.count <= DecisionTable.limit else { return nil }
                found = next
            }
            let rules = table.rules.count
            let gaps = table.gaps.count
            let situations = found.map { holding, values in
                (
                    Situation(
                        fired: table.rules.indices.filter { holding >> $0 & 1 == 1 }.map { table.rules[$0] },
                        gaps: table.gaps.indices.filter { holding >> (rules + $0) & 1 == 1 }, facts: Case(values)),
                    isPossible: holding >> (rules + gaps) == 0
                )
            }
            possible = situations.filter(\.isPossible).map(\.0)
            impossible = situations.filter { !$0.isPossible }.map(\.0)
        }

        /// The conditions that this value of the input leaves open, by their places from the lowest bit up.
        private static func open(_ conditions: [Condition], to value: Int, of input: Int) -> UInt64 {
            conditions.enumerated().reduce(0) { open, element in
                let passes = element.element.tests.allSatisfy { $0.input != input || $0.passes(value) }
                return passes ? open | 1 << element.offset : open
            }
        }
    }

    /// How many sets of conditions that can hold together are tried at most.
    public static let limit = 1 << 14
}

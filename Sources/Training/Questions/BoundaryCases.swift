/// A case that can be asked.
struct BoundaryCase: Sendable {
    let facts: DecisionTable.Case
    let decision: DecisionTable.Decision
    /// What mistaken people answer, each outcome once.
    let wrong: [Wrong]

    struct Wrong: Sendable {
        let outcome: DecisionTable.Outcome.Code
        let misconception: Misconception
    }
}

/// Looks through the values at the cuts of a table, and of the tables that its misconceptions make of it, for cases that
/// can be asked.
struct BoundarySearch {
    private let table: DecisionTable
    private let template: QuestionTemplate
    /// The values of each input that are looked at, in order.
    private let values: [[Int]]
    /// By case; possible cases only.
    private var answers: [DecisionTable.Case: Answers] = [:]
    private var found: [BoundaryCase] = []

    private struct Answers: Equatable {
        let decision: DecisionTable.Decision
        /// What the mistaken tables answer.
        let mistaken: [DecisionTable.Outcome.Code?]
    }

    init?(_ template: QuestionTemplate, of table: DecisionTable) {
        self.table = table
        self.template = template
        let beliefs = template.misconceptions.map { Belief($0, of: table) }
        let conditions =
            ([table] + beliefs.map(\.table)).flatMap(\.rules).map(\.when)
            + (table.gaps + table.impossible).map(\.when)
        values = table.inputs.indices.map { input in
            table.edges(of: input, by: conditions).filter { value in
                template.only.tests.allSatisfy { $0.input != input || $0.passes(value) }
            }
        }
        var combinations = 1
        for choices in values {
            combinations *= choices.count
            guard combinations <= QuestionFamily.limit else { return nil }
        }
        let cases = values.reduce([[]]) { cases, choices in cases.flatMap { facts in choices.map { facts + [$0] } } }
            .map(DecisionTable.Case.init)
        for facts in cases where !table.impossible.contains(where: { $0.when.holds(for: facts) }) {
            answers[facts] = Answers(
                decision: table.decide(facts), mistaken: beliefs.map { $0.outcome(of: facts) })
        }
        found = cases.filter(isAtBoundaries).compactMap(question)
    }

    /// The cases by the rules that decide them.
    var groups: [[BoundaryCase]] {
        var order: [[DecisionTable.Rule.ID]] = []
        var groups: [[DecisionTable.Rule.ID]: [BoundaryCase]] = [:]
        for facts in found {
            let deciding = facts.decision.standing.map(\.id)
            if groups[deciding] == nil { order.append(deciding) }
            groups[deciding, default: []].append(facts)
        }
        return order.compactMap { groups[$0] }
    }

    private func question(_ facts: DecisionTable.Case) -> BoundaryCase? {
        guard let answers = answers[facts], table.covers(facts), let right = answers.decision.outcome else {
            return nil
        }
        var seen: Set = [right]
        let wrong = zip(template.misconceptions, answers.mistaken).compactMap { misconception, answer in
            answer.flatMap {
                seen.insert($0).inserted ? BoundaryCase.Wrong(outcome: $0, misconception: misconception) : nil
            }
        }
        guard wrong.count >= QuestionFamily.wrongOptions.lowerBound else { return nil }
        return BoundaryCase(facts: facts, decision: answers.decision, wrong: wrong)
    }

    /// Whether each number is at a boundary between the rules that decide or, where they do not depend on it, of a mistaken
    /// answer; a number that does not matter at all has the last value that it can have.
    private func isAtBoundaries(_ facts: DecisionTable.Case) -> Bool {
        guard let own = answers[facts] else { return false }
        return table.inputs.indices.allSatisfy { input in
            guard case .number = table.inputs[input].domain else { return true }
            let value = facts.values[input]
            let possible = values[input].filter { answers[facts.with($0, for: input)] != nil }
            func changes(_ differ: (Answers, Answers) -> Bool, at other: Int) -> Bool {
                answers[facts.with(other, for: input)].map { differ($0, own) } ?? false
            }
            let ways: [(Answers, Answers) -> Bool] = [
                { $0.decision.standing != $1.decision.standing }, { $0.mistaken != $1.mistaken },
            ]
            for way in ways where possible.contains(where: { changes(way, at: $0) }) {
                return changes(way, at: value - 1) || changes(way, at: value + 1)
            }
            return value == possible.last
        }
    }
}

extension DecisionTable.Case {
    fileprivate func with(_ value: Int, for input: Int) -> Self {
        var values = values
        values[input] = value
        return Self(values)
    }
}

extension DecisionTable {
    /// Every value of a flag or word; of a number those on both sides of each cut, or its first where there is none.
    fileprivate func edges(of input: Int, by conditions: [Condition]) -> [Int] {
        let range = inputs[input].domain.range
        guard case .number = inputs[input].domain else { return Array(range) }
        let cuts = cuts(of: input, by: conditions).filter { $0 > range.lowerBound }
        return cuts.isEmpty ? [range.lowerBound] : Set(cuts.flatMap { [$0 - 1, $0] }).sorted()
    }
}

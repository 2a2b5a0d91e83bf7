import Testing
import TestSupport

@testable import Training

struct `A decision table` {
    private let table = DecisionTable.dibao

    @Test func `answers by the rule that holds, and says which`() {
        let decision = table.decide(.init([99, 0, 0]))
        #expect(decision.outcome == "ALL")
        #expect(decision.standing.map(\.id) == ["all"])
        #expect(decision.overridden.isEmpty)
    }

    @Test(arguments: [(99, "ALL"), (100, "ONE"), (149, "ONE"), (150, "NO")])
    func `changes its answer at the boundaries of a number and nowhere beside them`(income: Int, outcome: String) {
        #expect(table.decide(.init([income, 0, 1])).outcome == outcome)
    }

    @Test func `lets a rule give way to the one that overrides it, and says so`() {
        let decision = table.decide(.init([120, 0, 2]))
        #expect(decision.outcome == "AID")
        #expect(decision.standing.map(\.id) == ["worst"])
        #expect(decision.overridden.map(\.rule.id) == ["one", "above"])
        #expect(decision.overridden.map(\.by) == ["worst", "worst"])
    }

    @Test func `has no answer where its rules contradict each other, or none holds`() {
        let torn = table.changing("one") { $0.with(overrides: []) }.decide(.init([120, 0, 1]))
        #expect(torn.outcome == nil)
        #expect(torn.standing.map(\.id) == ["one", "above"])
        let silent = table.with(rules: table.rules.filter { $0.id != "owner" }).decide(.init([0, 1, 0]))
        #expect(silent.outcome == nil)
        #expect(silent.standing.isEmpty)
    }

    @Test func `tells a case in words`() {
        let told = table.description(of: .init([99, 1, 2]))
        #expect(told == Bilingual(zh: "收入：99%，财产超标：是，病情：病危", en: "income=99, owns=true, illness=worst"))
    }
}

struct `The proof of a decision table` {
    private let table = DecisionTable.dibao

    @Test func `finds nothing in one that answers each case once and needs all its parts`() {
        #expect(table.defects() == [])
    }

    @Test func `finds contradictions, with a case for each`() {
        let broken = table.changing("one") { $0.with(overrides: []) }
        #expect(broken.defects().contains(.contradiction("one", "above", .init([100, 0, 1]))))
        #expect(broken.defects().allSatisfy { $0.isShown(in: broken) })
    }

    @Test func `finds a gap, unless it is declared`() {
        let broken = table.changing("all") { $0.with(when: .dibao(income: [0...98], owns: false)) }
        #expect(broken.defects() == [.gap(.init([99, 0, 0]))])
        let declared = [
            DecisionTable.Exclusion(when: .dibao(income: [99...99], owns: false, illness: [0...1]), why: "待定")
        ]
        #expect(broken.with(gaps: declared).defects() == [])
        #expect(broken.with(impossible: declared).defects() == [])
    }

    @Test func `finds gaps that are declared and answered, or in which nothing is`() {
        let answered = DecisionTable.Exclusion(when: .dibao(income: [150...150]), why: "")
        #expect(table.with(gaps: [answered]).defects() == [.answeredGap(0, by: "above", .init([150, 0, 0]))])
        #expect(table.with(gaps: [answered], impossible: [answered]).defects() == [.emptyGap(0)])
    }

    @Test func `finds rules that never hold, always give way, or change nothing`() {
        let outside = DecisionTable.Exclusion(when: .dibao(owns: true), why: "")
        #expect(
            table.with(impossible: [outside]).defects() == [
                .neverHolds("owner", .init([0, 1, 0])), .idleOverride("worst", of: "owner"),
            ])
        let over = table.changing("all") { $0.with(overrides: ["above", "one"]) }
        #expect(over.defects() == [.idleOverride("all", of: "above"), .idleOverride("all", of: "one")])
        let shadowed = table.changing("worst") { $0.with(when: .dibao(), overrides: $0.overrides) }
        #expect(shadowed.defects().count { if case .alwaysOverridden = $0 { true } else { false } } == 4)
        #expect(shadowed.defects().allSatisfy { $0.isShown(in: shadowed) })
        let twin = table.rules[1].with(id: "twin", when: .dibao(income: [10...20], owns: false))
        let doubled = table.changing("worst") { $0.with(overrides: $0.overrides + ["twin"]) }
        let crowded = doubled.with(rules: doubled.rules + [twin])
        #expect(crowded.defects() == [.needless("twin", beside: "all", .init([10, 0, 0]))])
    }

    @Test func `finds circles of overrides, and inputs and outcomes without use`() {
        let circle = table.changing("above") { $0.with(overrides: ["worst"]) }
        #expect(circle.defects() == [.circularOverrides(["worst", "above"])])
        let idle = table.with(
            inputs: table.inputs + [.init(name: "phone", label: "电话", domain: .flag)],
            outcomes: table.outcomes + [.init("MORE", name: Bilingual(zh: "多", en: "more"))])
        #expect(idle.defects() == [.unusedInput(3), .unusedOutcome("MORE")])
        let asked = Misconception(
            "phone", name: Bilingual(zh: "有电话", en: "phone"), why: "",
            change: .adds(.init([.init(3, in: [1...1])]), "MORE"))
        #expect(idle.defects(believing: [asked]) == [])
    }

    @Test func `gives up where too many conditions can hold together, and says so`() {
        let inputs = (0..<20).map { DecisionTable.Input(name: "i\($0)", label: "", domain: .flag) }
        let rules = inputs.indices.map { place in
            DecisionTable.Rule(
                "r\(place)", when: .init([.init(place, in: [1...1])]), outcome: "NO", says: "", clauses: ["L-1"])
        }
        #expect(table.with(inputs: inputs, rules: rules).defects() == [.tooLarge])
        #expect(table.with(rules: Array(repeating: table.rules[0], count: 65)).defects() == [.tooLarge])
    }

    /// The proof reasons about classes of values and sets of conditions; here every case of a thousand random tables is
    /// tried one by one.
    @Test func `says what trying every case says`() {
        var found: Set<String> = []
        for seed in 0..<1000 {
            let table = DecisionTable.random(seed: seed)
            let defects = table.defects()
            let cases = table.allCases.filter { facts in !table.impossible.contains { $0.when.holds(for: facts) } }
            let open = cases.filter { table.decide($0).standing.isEmpty && table.covers($0) }
            let torn = cases.filter { table.decide($0).outcome == nil && !table.decide($0).standing.isEmpty }
            for defect in defects { found.insert(defect.name) }
            #expect(defects.contains { $0.name == "gap" } == !open.isEmpty, "\(seed)")
            #expect(defects.contains { $0.name == "contradiction" } == !torn.isEmpty, "\(seed)")
            for rule in table.rules {
                let held = cases.filter { rule.when.holds(for: $0) }
                let without = table.with(rules: table.rules.filter { $0.id != rule.id })
                let expected =
                    held.isEmpty
                    ? "neverHolds"
                    : held.allSatisfy { !table.decide($0).standing.contains(rule) }
                        ? "alwaysOverridden"
                        : held.allSatisfy { table.decide($0).outcome == without.decide($0).outcome } ? "needless" : nil
                #expect(defects.first { $0.dead == rule.id }?.name == expected, "\(seed) \(rule.id)")
            }
            for (place, gap) in table.gaps.enumerated() {
                let inside = cases.filter { gap.when.holds(for: $0) }
                let answered = inside.contains { !table.decide($0).standing.isEmpty }
                #expect(defects.contains(.emptyGap(place)) == inside.isEmpty, "\(seed)")
                #expect(defects.contains { if case .answeredGap(place, _, _) = $0 { true } else { false } } == answered)
            }
            for defect in defects
            where !["idleOverride", "emptyGap", "unusedInput", "unusedOutcome"].contains(defect.name) {
                if case .neverHolds(_, nil) = defect { continue }
                let isShown = defect.isShown(in: table)
                #expect(isShown, "\(seed) \(defect)")
            }
        }
        #expect(
            found.isSuperset(of: [
                "gap", "contradiction", "neverHolds", "alwaysOverridden", "needless", "answeredGap", "emptyGap",
                "idleOverride",
            ]))
    }
}

extension DecisionTable {
    /// A table of two to six random rules, most of them wrong in some way.
    fileprivate static func random(seed: Int) -> DecisionTable {
        var dice = Dice(seed: seed)
        let inputs = [
            Input(name: "n", label: "", domain: .number(0...9, unit: "")), Input(name: "f", label: "", domain: .flag),
            Input(
                name: "w", label: "", domain: .words(["a", "b", "c", "d"].map { Word($0, label: $0) })),
        ]
        let count = 2 + dice.below(5)
        let rules = (0..<count).map { place in
            Rule(
                "r\(place)", when: condition(inputs, &dice), outcome: dice.pick(["A", "B", "C"]),
                // Only later ones, so that there is no circle.
                overrides: (place + 1..<count).filter { _ in dice.once(in: 3) }.map { "r\($0)" }, says: "", clauses: [])
        }
        return DecisionTable(
            id: "random", title: Bilingual(zh: "", en: ""), era: .current, inputs: inputs, outcomes: [], rules: rules,
            gaps: (0..<dice.below(3)).map { _ in Exclusion(when: condition(inputs, &dice), why: "") },
            impossible: (0..<dice.below(2)).map { _ in Exclusion(when: condition(inputs, &dice), why: "") })
    }

    private static func condition(_ inputs: [Input], _ dice: inout Dice) -> Condition {
        var tests: [Condition.Test] = []
        for (place, input) in inputs.enumerated() where dice.once(in: 2) {
            let values = (0...dice.below(2)).map { _ in
                let ends = [0, 1].map { _ in dice.below(input.domain.range.upperBound + 1) }
                return min(ends[0], ends[1])...max(ends[0], ends[1])
            }
            tests.append(.init(place, in: values))
        }
        return Condition(tests)
    }

    fileprivate var allCases: [Case] {
        inputs.reduce([[]]) { cases, input in cases.flatMap { facts in input.domain.range.map { facts + [$0] } } }
            .map { Case($0) }
    }
}

extension DecisionTable.Defect {
    fileprivate var name: String { "\(self)".prefix { $0 != "(" }.description }

    /// The rule that it says is dead.
    fileprivate var dead: DecisionTable.Rule.ID? {
        switch self {
        case .neverHolds(let id, _), .alwaysOverridden(let id, _, _), .needless(let id, _, _): id
        default: nil
        }
    }
}

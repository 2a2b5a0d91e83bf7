import Foundation
import TestSupport
import Testing
import Training

@testable import Content

struct `The decision tables of this repository` {
    private let shelf: RuleShelf
    private let problems: [Problem]

    init() {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path()
        let report = Report()
        let sources = Sources(report: report)
        let clauses = ClauseReader.read(Folder(path: root + "Courses/clauses"), sources: sources)
        shelf = RuleShelf(Folder(path: root + "Questions/rules"), clauses: clauses, sources: sources)
        problems = report.problems
    }

    @Test func `are proved`() {
        #expect(problems.map { $0.description(in: .english) } == [])
        #expect(shelf.tables.filter { $0.era == .year2019 }.count == 9)
        #expect(shelf.tables.filter { $0.era == .current }.count == 6)
    }

    @Test func `make questions about today mostly, of one family only about the registered poor`() {
        let current = shelf.families.filter { $0.table.era == .current }
        #expect(
            Set(current.map { "\($0.table.id)" }).isSuperset(of: [
                "which-measure", "deadlines", "single-person", "urgent-aid", "publication", "reduction",
            ]))
        #expect(current.count * 2 > shelf.families.count)
        let registered = shelf.families.filter { $0.table.inputs.contains { $0.name == "registered" } }
        #expect(registered.map(\.table.id) == ["poor-households-2019"])
    }

    /// Each way is tried on each table at many cases, and the counter-example is held against the table by evaluation.
    @Test func `are found out, with a counter-example, in whatever way they are broken`() {
        for table in shelf.tables {
            let cases = table.sample(seed: 1, count: 60)
            #expect(cases.count > 3, "\(table.id)")
            var tried: [String: Int] = [:]
            for way in Breaking.all {
                for facts in cases {
                    guard let (broken, isMeant) = way.break(table, facts) else { continue }
                    tried[way.name, default: 0] += 1
                    let defects = broken.defects(believing: [])
                    let found = defects.contains { isMeant($0) && $0.isShown(in: broken) }
                    #expect(found, "\(table.id): \(way.name) at \(table.description(of: facts).en): \(defects)")
                }
            }
            #expect(tried.count >= 10, "\(table.id): \(tried)")
        }
    }

    @Test func `make for every one of two thousand seeds one right option and others that are honest mistakes`() throws
    {
        for family in shelf.families {
            var stems: Set<String> = []
            for seed in UInt64(0)..<2000 {
                let question = try #require(family.question(seed: seed, id: "q"), "\(family.table.id) \(seed)")
                let facts = try #require(family.facts(of: question))
                guard case .choice(let choice) = question.interaction else { return #expect(Bool(false)) }
                let right = NaiveTable(family.table).answer(facts.values).flatMap { family.table.outcome($0)?.name.zh }
                #expect(family.table.covers(facts) && right != nil)
                #expect(choice.key.count == 1)
                #expect(choice.options.filter { $0.text == right }.map(\.key) == choice.key)
                #expect(Set(choice.options.map(\.text)).count == choice.options.count)
                #expect((3...4).contains(choice.options.count))
                for option in choice.options where option.text != right {
                    let believed = try #require(family.misconception(option.misconception))
                    let answer = NaiveTable(family.table, believing: believed).answer(facts.values)
                    #expect(answer.flatMap { family.table.outcome($0)?.name.zh } == option.text)
                }
                #expect(choice.options.count { $0.misconception == nil } == 1)
                #expect(question.clauses.isEmpty == false && question.explanation.contains("依据："))
                guard stems.insert(question.stem).inserted else { continue }
                let texts = [question.stem, question.explanation] + choice.options.flatMap { [$0.text, $0.reason] }
                for line in texts.flatMap({ $0.split(separator: "\n") }) {
                    #expect(PersonalData.kinds(in: line).isEmpty, "\(line)")
                    // The shortest of these numbers has eleven digits: no run is as long, whatever its check digit.
                    #expect(line.firstMatch(of: /(?:[0-9０-９][ -]?){11}/) == nil, "\(line)")
                    #expect(!line.contains("{") && !line.contains("}"), "\(line)")
                }
            }
            #expect(stems.count >= family.template.count, "\(family.table.id)")
        }
    }

    @Test func `ask about every rule that their families can, and offer every misconception`() {
        for family in shelf.families {
            let questions = family.questions()
            #expect(questions.count == family.template.count, "\(family.table.id)-\(family.template.id)")
            #expect(family.idle == [], "\(family.table.id)-\(family.template.id)")
            #expect(Set(questions.map(\.stem)).count == questions.count)
        }
    }
}

struct `The misconceptions of this repository` {
    private let library: Library

    init() throws { library = try #require(realContent.library) }

    @Test func `are all explained, each with its clauses and a lesson to read`() {
        #expect(library.misconceptions.count > 100)
        for (id, taught) in library.misconceptions {
            #expect(!taught.why.isEmpty && !taught.clauses.isEmpty && taught.lesson != nil, "\(id)")
            #expect(taught.clauses.allSatisfy { library.clauses[$0] != nil }, "\(id)")
        }
    }

    @Test func `are those that options carry, made ones and written ones`() {
        for question in library.items.values.map(\.question) {
            guard case .choice(let choice) = question.interaction else { continue }
            for option in choice.options {
                guard let label = option.misconception else { continue }
                #expect(library.misconceptions[label.id]?.label == label, "\(question.id)")
                #expect(!choice.key.contains(option.key), "\(question.id)")
            }
        }
    }
}

/// A way to break a table at a case that it answers.
private struct Breaking: Sendable {
    let name: String
    /// The broken table, and which defects are those meant; nil where the table cannot be broken so at this case.
    let `break`: @Sendable (DecisionTable, DecisionTable.Case) -> (DecisionTable, (DecisionTable.Defect) -> Bool)?

    static let all = [
        Breaking(name: "a rule is taken out") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            return (table.with(rules: table.rules.filter { $0 != rule }), { if case .gap = $0 { true } else { false } })
        },
        Breaking(name: "a rule is narrowed past the case") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            let input = table.inputs.count - 1
            let narrow = rule.with(when: rule.when.without(facts.values[input], of: input, in: table))
            return (table.changing(rule.id) { _ in narrow }, { if case .gap = $0 { true } else { false } })
        },
        Breaking(name: "the domain grows by a value") { table, facts in
            guard let rule = table.only(facts), let test = rule.when.tests.last(where: { table.canGrow($0.input) })
            else {
                return nil
            }
            let grown = table.growing(test.input)
            var values = facts.values
            values[test.input] = grown.inputs[test.input].domain.range.upperBound
            guard grown.covers(.init(values)), grown.decide(.init(values)).standing.isEmpty else { return nil }
            return (grown, { if case .gap = $0 { true } else { false } })
        },
        Breaking(name: "a rule is added that answers otherwise") { table, facts in
            guard let other = table.other(than: facts) else { return nil }
            let rival = table.rules[0].with(id: "rival", when: .only(facts), outcome: other, overrides: [])
            return (table.with(rules: table.rules + [rival]), { if case .contradiction = $0 { true } else { false } })
        },
        Breaking(name: "a rule is widened to everything") { table, facts in
            guard let rule = table.only(facts), table.rules.contains(where: { table.clash($0, rule) }) else {
                return nil
            }
            return (
                table.changing(rule.id) { $0.with(when: .init([])) },
                { if case .contradiction = $0 { true } else { false } }
            )
        },
        Breaking(name: "a rule is written twice") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            let others = table.rules.map { other in
                other.overrides.contains(rule.id) ? other.with(overrides: other.overrides + ["twin"]) : other
            }
            return (
                table.with(rules: others + [rule.with(id: "twin")]),
                { if case .needless("twin", _, _) = $0 { true } else { false } }
            )
        },
        Breaking(name: "a rule is added within another") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            return (
                table.with(rules: table.rules + [rule.with(id: "part", when: .only(facts), overrides: [])]),
                {
                    if case .needless("part", _, _) = $0 { true } else { false }
                }
            )
        },
        Breaking(name: "a rule is hidden behind another") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            return (
                table.with(rules: table.rules + [rule.with(id: "front", overrides: [rule.id])]),
                {
                    if case .alwaysOverridden(rule.id, _, _) = $0 { true } else { false }
                }
            )
        },
        Breaking(name: "one rule overrides all") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            let all = rule.with(id: "all", when: .init([]), overrides: table.rules.map(\.id))
            return (
                table.with(rules: table.rules + [all]),
                {
                    if case .alwaysOverridden(rule.id, _, _) = $0 { true } else { false }
                }
            )
        },
        Breaking(name: "a gap is declared that is none") { table, facts in
            (
                table.with(gaps: table.gaps + [.init(when: .only(facts), why: "")]),
                {
                    if case .answeredGap(table.gaps.count, _, _) = $0 { true } else { false }
                }
            )
        },
        Breaking(name: "all that a rule is for is said to be impossible") { table, facts in
            guard let rule = table.only(facts) else { return nil }
            return (
                table.with(impossible: table.impossible + [.init(when: rule.when, why: "")]),
                {
                    if case .neverHolds(rule.id, _) = $0 { true } else { false }
                }
            )
        },
        Breaking(name: "an override is dropped") { table, facts in
            let decision = table.decide(facts)
            guard let other = decision.overridden.first(where: { $0.rule.outcome != decision.outcome })?.rule else {
                return nil
            }
            return (
                table.with(rules: table.rules.map { $0.with(overrides: $0.overrides.filter { $0 != other.id }) }),
                { if case .contradiction = $0 { true } else { false } }
            )
        },
        Breaking(name: "a declared gap is forgotten") { table, _ in
            guard !table.gaps.isEmpty else { return nil }
            return (table.with(gaps: []), { if case .gap = $0 { true } else { false } })
        },
    ]
}

extension DecisionTable {
    /// Random cases that the table answers.
    fileprivate func sample(seed: Int, count: Int) -> [Case] {
        var dice = Dice(seed: seed)
        var found: Set<Case> = []
        for _ in 0..<5000 where found.count < count {
            let facts = Case(inputs.map { $0.domain.range.lowerBound + dice.below($0.domain.range.count) })
            if covers(facts) { found.insert(facts) }
        }
        return found.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }

    /// The rule that holds for the case, if no other does.
    fileprivate func only(_ facts: Case) -> Rule? {
        let decision = decide(facts)
        return decision.standing.count == 1 && decision.overridden.isEmpty ? decision.standing[0] : nil
    }

    fileprivate func other(than facts: Case) -> Outcome.Code? {
        outcomes.map(\.code).first { $0 != decide(facts).outcome }
    }

    /// Whether the rules answer differently and neither gives way; the first has a case that no third touches.
    fileprivate func clash(_ one: Rule, _ other: Rule) -> Bool {
        one.outcome != other.outcome && !one.overrides.contains(other.id) && !other.overrides.contains(one.id)
            && sample(seed: 2, count: 200).contains { only($0) == one }
    }

    fileprivate func canGrow(_ input: Int) -> Bool { if case .flag = inputs[input].domain { false } else { true } }

    fileprivate func growing(_ input: Int) -> DecisionTable {
        let old = inputs[input]
        let domain: Domain =
            switch old.domain {
            case .flag: .flag
            case .words(let words): .words(words + [Word("new", label: "新的")])
            case .number(let range, let unit): .number(range.lowerBound...range.upperBound + 1, unit: unit)
            }
        var inputs = inputs
        inputs[input] = Input(name: old.name, label: old.label, domain: domain, era: old.era)
        return with(inputs: inputs)
    }
}

extension DecisionTable.Condition {
    /// Only this case.
    fileprivate static func only(_ facts: DecisionTable.Case) -> Self {
        Self(facts.values.enumerated().map { Test($0.offset, in: [$0.element...$0.element]) })
    }

    /// The same without one value of one input.
    fileprivate func without(_ value: Int, of input: Int, in table: DecisionTable) -> Self {
        let range = table.inputs[input].domain.range
        let before = tests.first { $0.input == input }?.values ?? [range]
        let values = before.flatMap { part in
            [(part.lowerBound, value - 1), (value + 1, part.upperBound)].compactMap { lower, upper in
                let ends = (max(lower, part.lowerBound), min(upper, part.upperBound))
                return ends.0 <= ends.1 ? ends.0...ends.1 : nil
            }
        }
        return Self(tests.filter { $0.input != input } + [Test(input, in: values)])
    }
}

extension QuestionFamily {
    fileprivate func misconception(_ label: Misconception.Label?) -> Misconception? {
        template.misconceptions.first { "\(table.id)/\($0.id)" == label?.id && $0.name == label?.name }
    }
}

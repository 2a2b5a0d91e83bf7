/// Rules that can be evaluated: from the facts of a case they tell what is to be done, and why.
///
/// A table is written by people and proved by `defects(believing:)`; `training check` refuses one that has any.
public struct DecisionTable: Sendable, Hashable, Codable {
    /// The name of its file.
    public let id: TableID
    /// What it decides.
    public let title: Bilingual
    /// Which rules it speaks of.
    public let era: Era
    /// What a case is told by, in the order of the file.
    public let inputs: [Input]
    /// What can come of it, in the order of the file; codes differ.
    public let outcomes: [Outcome]
    /// The rules, in the order of the file; ids differ. None comes before another unless it `overrides` it.
    public let rules: [Rule]
    /// Cases that are said to be answered elsewhere.
    public let gaps: [Exclusion]
    /// Cases that cannot be.
    public let impossible: [Exclusion]
    /// The review by the policy office, if there was one. It is not encoded: the versions of the questions that the table
    /// makes follow what it says, not who read it.
    public private(set) var signOff: SignOff?

    private enum CodingKeys: String, CodingKey { case id, title, era, inputs, outcomes, rules, gaps, impossible }

    /// One fact of a case.
    public struct Input: Sendable, Hashable, Codable {
        /// The name that conditions use.
        public let name: String
        /// What staff call it, Chinese.
        public let label: String
        /// What it can be.
        public let domain: Domain
        /// `2019` for a fact that is asked under the notice of 2019 only: a current table must not have it.
        public let era: Era

        /// An input.
        public init(name: String, label: String, domain: Domain, era: Era = .both) {
            self.name = name
            self.label = label
            self.domain = domain
            self.era = era
        }
    }

    /// The values of an input, all of which are counted as whole numbers.
    public enum Domain: Sendable, Hashable, Codable {
        /// False is 0, true is 1.
        case flag
        /// One of some words, counted from 0.
        case words([Word])
        /// A whole number; the unit is said behind it.
        case number(ClosedRange<Int>, unit: String)

        /// Every value.
        public var range: ClosedRange<Int> {
            switch self {
            case .flag: 0...1
            case .words(let words): 0...max(0, words.count - 1)
            case .number(let range, _): range
            }
        }
    }

    /// A value that has a name.
    public struct Word: Sendable, Hashable, Codable {
        /// The name that conditions use.
        public let name: String
        /// What staff call it, Chinese.
        public let label: String

        /// A word.
        public init(_ name: String, label: String) {
            self.name = name
            self.label = label
        }
    }

    /// What is to be done.
    public struct Outcome: Sendable, Hashable, Codable {
        /// Names an outcome in its table.
        public typealias Code = String

        /// The name that rules use: `DIBAO_HOUSEHOLD`.
        public let code: Code
        /// What it is called; the Chinese name is the text of an option.
        public let name: Bilingual

        /// An outcome.
        public init(_ code: Code, name: Bilingual) {
            self.code = code
            self.name = name
        }
    }

    /// One rule: where its condition holds and no rule that overrides it does, its outcome is the answer.
    public struct Rule: Sendable, Hashable, Codable {
        /// Names a rule in its table.
        public typealias ID = String

        /// The name that other rules use.
        public let id: ID
        /// Where it holds.
        public let when: Condition
        /// What then is to be done.
        public let outcome: Outcome.Code
        /// The rules that give way where this one holds too.
        public let overrides: [ID]
        /// The rule in a sentence, Chinese.
        public let says: String
        /// What it rests on; never empty.
        public let clauses: [ClauseID]
        /// Whether it follows from its clauses without standing in them.
        public let inferred: Bool

        /// A rule.
        public init(
            _ id: ID, when: Condition, outcome: Outcome.Code, overrides: [ID] = [], says: String, clauses: [ClauseID],
            inferred: Bool = false
        ) {
            self.id = id
            self.when = when
            self.outcome = outcome
            self.overrides = overrides
            self.says = says
            self.clauses = clauses
            self.inferred = inferred
        }
    }

    /// Cases that the rules need not answer.
    public struct Exclusion: Sendable, Hashable, Codable {
        /// Which.
        public let when: Condition
        /// Why, Chinese.
        public let why: String

        /// An exclusion.
        public init(when: Condition, why: String) {
            self.when = when
            self.why = why
        }
    }

    /// What is asked of a case: every test, or nothing at all.
    public struct Condition: Sendable, Hashable, Codable {
        /// At most one an input.
        public let tests: [Test]

        /// What is asked of one input.
        public struct Test: Sendable, Hashable, Codable {
            /// Its place among the inputs.
            public let input: Int
            /// The values that pass.
            public let values: [ClosedRange<Int>]

            /// A test.
            public init(_ input: Int, in values: [ClosedRange<Int>]) {
                self.input = input
                self.values = values
            }

            func passes(_ value: Int) -> Bool { values.contains { $0.contains(value) } }
        }

        /// All of these tests.
        public init(_ tests: [Test]) { self.tests = tests }

        /// Whether the case passes.
        public func holds(for facts: Case) -> Bool { tests.allSatisfy { $0.passes(facts.values[$0.input]) } }

        /// The same with another test of one input, or without one.
        func asking(_ values: [ClosedRange<Int>]?, of input: Int) -> Condition {
            Condition(tests.filter { $0.input != input } + (values.map { [Test(input, in: $0)] } ?? []))
        }
    }

    /// The facts of one case: a value an input, in the order of the inputs.
    public struct Case: Sendable, Hashable, Codable {
        /// The values.
        public let values: [Int]

        /// A case.
        public init(_ values: [Int]) { self.values = values }
    }

    /// A table.
    public init(
        id: TableID, title: Bilingual, era: Era, inputs: [Input], outcomes: [Outcome], rules: [Rule],
        gaps: [Exclusion] = [], impossible: [Exclusion] = [], signOff: SignOff? = nil
    ) {
        self.id = id
        self.title = title
        self.era = era
        self.inputs = inputs
        self.outcomes = outcomes
        self.rules = rules
        self.gaps = gaps
        self.impossible = impossible
        self.signOff = signOff
    }

    /// The clauses that its rules rest on, in the order of the file, each once.
    public var clauses: [ClauseID] {
        var seen: Set<ClauseID> = []
        return rules.flatMap(\.clauses).filter { seen.insert($0).inserted }
    }

    /// The outcome of this code.
    public func outcome(_ code: Outcome.Code) -> Outcome? { outcomes.first { $0.code == code } }

    /// Whether the table has to answer the case: it can be, and is not said to be answered elsewhere.
    public func covers(_ facts: Case) -> Bool { !(gaps + impossible).contains { $0.when.holds(for: facts) } }
}

/// A decision table: the name of its file.
public typealias TableID = Code<DecisionTable>

// MARK: - Evaluation

extension DecisionTable {
    /// What comes of a case, and by which rules.
    public struct Decision: Sendable, Hashable {
        /// What is to be done; nil where no rule holds, and where rules that stand contradict each other.
        public let outcome: Outcome.Code?
        /// The rules that hold and give way to none, in the order of the table.
        public let standing: [Rule]
        /// The rules that hold but give way, in the order of the table.
        public let overridden: [Overridden]

        /// A rule that gives way to another.
        public struct Overridden: Sendable, Hashable {
            /// The rule that gives way.
            public let rule: Rule
            /// The first that overrides it.
            public let by: Rule.ID
        }
    }

    /// Evaluates the table for one case, which has a value of its domain for every input.
    public func decide(_ facts: Case) -> Decision { decide(firing: rules.filter { $0.when.holds(for: facts) }) }

    /// What comes of it when these rules hold. A rule gives way to each that overrides it, even where that gives way too.
    func decide(firing fired: [Rule]) -> Decision {
        var standing: [Rule] = []
        var overridden: [Decision.Overridden] = []
        for rule in fired {
            if let other = fired.first(where: { $0.overrides.contains(rule.id) }) {
                overridden.append(Decision.Overridden(rule: rule, by: other.id))
            } else {
                standing.append(rule)
            }
        }
        let agree = standing.allSatisfy { $0.outcome == standing[0].outcome }
        return Decision(outcome: agree ? standing.first?.outcome : nil, standing: standing, overridden: overridden)
    }
}

// MARK: - Words

extension DecisionTable {
    /// The case in words: `income=100, owns=true` in English, with the labels of inputs and values in Chinese.
    public func description(of facts: Case) -> Bilingual {
        let told = inputs.indices.map { description($0, facts.values[$0]) }
        return Bilingual(zh: told.map(\.zh).joined(separator: "，"), en: told.map(\.en).joined(separator: ", "))
    }
    /// A value of the input of this place in words.
    public func description(_ input: Int, _ value: Int) -> Bilingual {
        let name = inputs[input].name
        let label = inputs[input].label
        return switch inputs[input].domain {
        case .flag: Bilingual(zh: "\(label)：\(value == 1 ? "是" : "否")", en: "\(name)=\(value == 1)")
        case .words(let words): Bilingual(zh: "\(label)：\(words[value].label)", en: "\(name)=\(words[value].name)")
        case .number(_, let unit): Bilingual(zh: "\(label)：\(value)\(unit)", en: "\(name)=\(value)")
        }
    }
}

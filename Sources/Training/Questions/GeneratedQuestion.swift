/// Where a question came from that nobody wrote: the same table, template and seed make the same question again.
public struct GeneratedQuestion: Sendable, Hashable, Codable {
    /// The table that gives its key.
    public let table: TableID
    /// SHA-256 of the table's canonical text, hexadecimal.
    public let version: String
    /// The template, by its name in the table.
    public let template: String
    /// What case, name and options were drawn with.
    public let seed: UInt64

    /// An origin.
    public init(table: TableID, version: String, template: String, seed: UInt64) {
        self.table = table
        self.version = version
        self.template = template
        self.seed = seed
    }
}

/// The questions that one template makes of a table: cases at its boundaries, each with the answers of those who are
/// mistaken.
///
/// A number is asked about only at a boundary, on either side of it: where a step to the next value changes the rules that
/// decide or, if no value of it would, the answer of a mistaken table. Where a number does not matter at all, one value
/// stands for all.
public struct QuestionFamily: Sendable {
    /// The table.
    public let table: DecisionTable
    /// The template.
    public let template: QuestionTemplate
    /// SHA-256 of the table's canonical text, hexadecimal.
    public let version: String
    /// The cases that can be asked, by the rules that decide them; in no group none.
    private let groups: [[BoundaryCase]]

    /// The most combinations of values that are looked through for one template.
    public static let limit = 4096
    /// The fewest and the most wrong options of a question.
    public static let wrongOptions = 2...3

    /// A family; nil when there are more combinations of values than `limit`.
    public init?(_ template: QuestionTemplate, of table: DecisionTable, version: String) {
        guard let search = BoundarySearch(template, of: table) else { return nil }
        self.table = table
        self.template = template
        self.version = version
        groups = search.groups
    }

    /// How many cases can be asked.
    public var cases: Int { groups.reduce(0) { $0 + $1.count } }

    /// The misconceptions that no question has an option of.
    public var idle: [Misconception] {
        let used = Set(groups.joined().flatMap(\.wrong).map(\.misconception))
        return template.misconceptions.filter { !used.contains($0) }
    }

    /// The rules that decide the cases in which questions offer the answer of a misconception.
    func rulesDeciding(against misconception: Misconception) -> Set<DecisionTable.Rule> {
        let offering = groups.joined().filter { $0.wrong.contains { $0.misconception == misconception } }
        return Set(offering.flatMap(\.decision.standing))
    }

    /// Two cases that can be asked and are told in the same words, if there are some.
    public var lookalikes: (DecisionTable.Case, DecisionTable.Case)? {
        var told: [String: DecisionTable.Case] = [:]
        for facts in groups.joined().map(\.facts) {
            guard let story = template.story(of: facts, name: template.names.first) else { continue }
            if let other = told[story] { return (other, facts) }
            told[story] = facts
        }
        return nil
    }

    /// The question of a seed; nil when no case can be asked, or not be told. Seeds that follow each other ask about rules
    /// in turn.
    public func question(seed: UInt64, id: QuestionID) -> Question? {
        var generator = SeededGenerator(seed: seed)
        guard let facts = draw(seed, &generator) else { return nil }
        let name = template.names.isEmpty ? nil : template.names[generator.below(template.names.count)]
        guard let stem = template.story(of: facts.facts, name: name), let choice = choice(of: facts, &generator) else {
            return nil
        }
        var seen: Set<ClauseID> = []
        let behind = (facts.decision.standing + facts.decision.overridden.map(\.rule)).flatMap(\.clauses)
        return Question(
            id: id, era: table.era, clauses: behind.filter { seen.insert($0).inserted }, stem: stem,
            interaction: .choice(choice), explanation: explanation(of: facts.decision),
            generated: GeneratedQuestion(table: table.id, version: version, template: template.id, seed: seed))
    }

    /// As many questions as the template asks for, no case twice: those of the first seeds from 1 on that bring a new case.
    /// Fewer when there are not enough cases.
    ///
    /// They are called `<table>-<template>-<n>`, with n from 1.
    public func questions() -> [Question] {
        var asked: Set<DecisionTable.Case> = []
        var questions: [Question] = []
        let wanted = min(template.count, cases)
        for seed in UInt64(1)...100_000 where questions.count < wanted {
            var generator = SeededGenerator(seed: seed)
            guard let facts = draw(seed, &generator), asked.insert(facts.facts).inserted,
                let id = QuestionID(rawValue: "\(table.id)-\(template.id)-\(questions.count + 1)"),
                let question = question(seed: seed, id: id)
            else { continue }
            questions.append(question)
        }
        return questions
    }

    /// The case that a question of this family asks about; nil when the family does not make the question.
    public func facts(of question: Question) -> DecisionTable.Case? {
        guard let origin = question.generated, origin.table == table.id, origin.version == version,
            origin.template == template.id
        else { return nil }
        var generator = SeededGenerator(seed: origin.seed)
        return draw(origin.seed, &generator)?.facts
    }

    private func draw(_ seed: UInt64, _ generator: inout SeededGenerator) -> BoundaryCase? {
        guard !groups.isEmpty else { return nil }
        let group = groups[Int((seed &- 1) % UInt64(groups.count))]
        return group[generator.below(group.count)]
    }

    // MARK: Words

    private func choice(of facts: BoundaryCase, _ generator: inout SeededGenerator) -> Choice? {
        guard let right = facts.decision.outcome else { return nil }
        let wrong = generator.shuffled(facts.wrong).prefix(Self.wrongOptions.upperBound)
        let drafts = generator.shuffled([(right, nil)] + wrong.map { ($0.outcome, Optional($0.misconception)) })
        let options = zip(Paper.letters, drafts).map { letter, draft in
            Choice.Option(
                key: letter, text: table.outcome(draft.0)?.name.zh ?? draft.0,
                reason: draft.1.map { "这是“\($0.name.zh.asInnerQuotation)”。\($0.why)" }
                    ?? "对。" + facts.decision.standing.map(\.says).joined(),
                misconception: draft.1?.label(in: table.id))
        }
        return Choice(
            kind: .single, options: options, key: zip(options, drafts).filter { $1.0 == right }.map(\.0.key))
    }

    private func explanation(of decision: DecisionTable.Decision) -> String {
        let standing = decision.standing.map(\.explained)
        let overridden = decision.overridden.map { "也对得上、但要让位的：\($0.rule.explained)" }
        return (standing + overridden).joined(separator: "\n")
    }
}

extension DecisionTable.Rule {
    fileprivate var explained: String {
        says + "（依据：\(clauses.map(\.rawValue).joined(separator: "、"))\(inferred ? "；推断，条文没有明写" : "")）"
    }
}

extension String {
    /// The text as it stands between quotation marks.
    fileprivate var asInnerQuotation: String { replacing("“", with: "‘").replacing("”", with: "’") }
}

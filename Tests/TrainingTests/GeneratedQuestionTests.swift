import Foundation
import TestSupport
import Testing

@testable import Training

struct `Questions made of a decision table` {
    private let family: QuestionFamily

    init() throws { family = try #require(QuestionFamily(.dibao, of: .dibao, version: "v1")) }

    @Test func `ask about a case in words, with the table's answer as key and its rules as explanation`() throws {
        let question = try #require(
            (1...500).lazy.compactMap { family.question(seed: $0, id: "q") }.first {
                family.facts(of: $0) == .init([99, 0, 0])
            })
        #expect(question.stem == "张某家人均594元，财产合规。没有大病。怎么办？")
        #expect(question.era == .current)
        #expect(question.clauses == ["L-1"])
        #expect(question.explanation == "低于标准的整户保。（依据：L-1）")
        #expect(question.generated?.table == "dibao")
        #expect(question.generated?.version == "v1")
        #expect(question.generated?.template == "who")
        let choice = try #require(question.choice)
        #expect(choice.kind == .single)
        #expect(Set(choice.options.map(\.text)) == ["整户", "一人", "不予"])
        let right = try #require(choice.options.first { $0.key == choice.key[0] })
        #expect(right.text == "整户")
        #expect(right.reason == "对。低于标准的整户保。")
        #expect(right.misconception == nil)
        let wrong = try #require(choice.options.first { $0.text == "一人" })
        #expect(wrong.reason == "这是“只保一人”。整户都保。")
        #expect(wrong.misconception == .init(id: "dibao/one-of-all", name: Bilingual(zh: "只保一人", en: "one of all")))
    }

    @Test func `say in the explanation what gives way, and what is inferred`() throws {
        let question = try #require(
            (1...500).lazy.compactMap { family.question(seed: $0, id: "q") }.first {
                family.facts(of: $0) == .init([149, 0, 1])
            })
        #expect(
            question.explanation
                == "重病的单人保。（依据：L-2；推断，条文没有明写）\n也对得上、但要让位的：高于标准的不保。（依据：L-1）")
        #expect(question.clauses == ["L-2", "L-1"])
    }

    @Test func `stand at the boundaries of numbers, on both sides`() {
        let incomes = Set(
            (1...500).compactMap { family.question(seed: $0, id: "q") }.compactMap { family.facts(of: $0)?.values[0] })
        // 89|90 is where the mistaken begin to refuse, 99|100 and 149|150 are those of the table.
        #expect(incomes.isSubset(of: [89, 90, 99, 100, 149, 150]))
        #expect(incomes.isSuperset(of: [99, 100, 149, 150]))
    }

    @Test func `are the same for the same seed, and others for others`() {
        #expect(family.question(seed: 7, id: "q") == family.question(seed: 7, id: "q"))
        let stems = Set((1...100).compactMap { family.question(seed: $0, id: "q")?.stem })
        #expect(stems.count > 5)
    }

    @Test func `are drawn as docs/randomness.md says, for ever`() throws {
        let drawn = try (UInt64(1)...6).map { seed in
            let question = try #require(family.question(seed: seed, id: "q"))
            let facts = try #require(family.facts(of: question)).values
            return "\(facts) \(try #require(question.choice).options.map(\.text).joined(separator: " "))"
        }
        #expect(
            drawn == [
                "[89, 0, 2] 救急 不予 整户", "[99, 0, 0] 不予 一人 整户", "[149, 0, 1] 整户 一人 救急 不予",
                "[150, 0, 1] 救急 一人 不予", "[100, 0, 2] 救急 不予 一人", "[99, 0, 0] 一人 不予 整户",
            ])
    }

    @Test func `are as many as asked for, each about a case of its own, with names that last`() {
        let questions = family.questions()
        #expect(questions.map(\.id.rawValue) == (1...6).map { "dibao-who-\($0)" })
        #expect(Set(questions.compactMap { family.facts(of: $0) }).count == 6)
        let more = QuestionTemplate.dibao(count: 9)
        let longer = QuestionFamily(more, of: .dibao, version: "v1")?.questions()
        #expect(longer?.prefix(6).map(\.stem) == questions.map(\.stem))
    }

    @Test func `ask about every rule that can be asked about`() {
        let asked = Set(
            family.questions().compactMap { family.facts(of: $0) }.flatMap {
                family.table.decide($0).standing.map(\.id)
            })
        #expect(asked == ["worst", "all", "one", "above"])
    }

    @Test func `are fewer where there are not enough cases, and none where a mistake is no use`() {
        let many = QuestionFamily(.dibao(count: 200), of: .dibao, version: "v1")
        #expect(many?.questions().count == many?.cases)
        let alone = QuestionFamily(
            .dibao(misconceptions: Array(QuestionTemplate.dibao.misconceptions.prefix(1))), of: .dibao, version: "v1")
        #expect(alone?.cases == 0)
        #expect(alone?.question(seed: 1, id: "q") == nil)
        #expect(alone?.idle.map(\.id) == ["one-of-all"])
        #expect(family.idle == [])
    }

    @Test func `keep their origin and their mistakes when they are stored, and leave no trace in others`() throws {
        let question = try #require(family.questions().first)
        let data = try JSONEncoder().encode(question)
        #expect(try JSONDecoder().decode(Question.self, from: data) == question)
        let plain = try JSONEncoder().encode(Question.all[0])
        let text = String(decoding: plain, as: UTF8.self)
        #expect(!text.contains("generated") && !text.contains("misconception"))
    }

    @Test func `are told apart by their words, or it is said which are not`() throws {
        #expect(family.lookalikes == nil)
        var facts = QuestionTemplate.dibao.facts
        facts[2] = .init(2, [.init([0...2], "不知病情。")])
        let vague = try #require(QuestionFamily(.dibao(facts: facts), of: .dibao, version: "v1"))
        #expect(vague.lookalikes != nil)
    }
}

struct `A misconception` {
    private let table = DecisionTable.dibao

    @Test(
        arguments: [
            (Misconception.Change.drops("one"), [120, 0, 1], "NO"),
            (.answers("all", "ONE"), [99, 0, 0], "ONE"),
            (.asks("all", input: 0, values: [0...149]), [120, 0, 0], "ALL"),
            (.asks("one", input: 0, values: nil), [200, 0, 1], "ONE"),
            (.adds(.dibao(income: [90...99]), "NO"), [90, 0, 0], "NO"),
            // What overrides the changed rule still does.
            (.answers("all", "ONE"), [99, 0, 2], "AID"),
            // Where nothing holds any more, they do not know.
            (.drops("owner"), [99, 1, 0], nil),
        ] as [(Misconception.Change, [Int], String?)])
    func `is what the table with one change answers`(change: Misconception.Change, facts: [Int], outcome: String?) {
        let misconception = Misconception("m", name: Bilingual(zh: "", en: ""), why: "", change: change)
        #expect(table.outcome(of: .init(facts), believing: misconception) == outcome)
    }
}

struct `The words of a template` {
    @Test func `are filled with names, numbers and multiples, and with nothing else`() {
        #expect(QuestionTemplate.fill("{name}有{n}个、{n*6}元", name: "张某", n: 7) == "张某有7个、42元")
        #expect(QuestionTemplate.fill("问：{facts}", facts: "甲。") == "问：甲。")
        for wrong in ["{n", "n}", "{m}", "{n*x}", "{name}", "{n*9223372036854775807}"] {
            #expect(QuestionTemplate.fill(wrong, n: 2) == nil, "\(wrong)")
        }
    }

    @Test func `cover every value once, unless it is the only one`() {
        #expect(QuestionTemplate.dibao.wordingDefects(for: .dibao) == [])
        var facts = QuestionTemplate.dibao.facts
        facts[2] = .init(2, [.init([0...0, 2...2], "甲。"), .init([2...2], "乙。")])
        facts.remove(at: 1)
        #expect(
            QuestionTemplate.dibao(facts: facts).wordingDefects(for: .dibao) == [
                .untold(1), .unsaid(2, value: 1), .saidTwice(2, value: 2),
            ])
        #expect(
            QuestionTemplate.dibao(only: .dibao(owns: false, illness: [0...0]), facts: facts)
                .wordingDefects(for: .dibao) == [])
    }
}

extension QuestionTemplate {
    fileprivate static let dibao = dibao()

    fileprivate static func dibao(
        count: Int = 6, only: DecisionTable.Condition = .init([]), facts: [Fact]? = nil,
        misconceptions: [Misconception]? = nil
    ) -> QuestionTemplate {
        QuestionTemplate(
            id: "who", count: count, only: only, stem: "{facts}怎么办？", names: ["张某"],
            facts: facts ?? [
                Fact(0, [Phrase([0...200], "{name}家人均{n*6}元，")]),
                Fact(1, [Phrase([0...0], "财产合规。"), Phrase([1...1], "财产超标。")]),
                Fact(2, [Phrase([0...0], "没有大病。"), Phrase([1...1], "得了重病。"), Phrase([2...2], "病危。")]),
            ],
            misconceptions: misconceptions ?? [
                mistake("one-of-all", "只保一人", "整户都保。", .answers("all", "ONE")),
                mistake("edge", "放宽到整户", "", .asks("all", input: 0, values: [0...149])),
                mistake("rather-miss", "宁可漏保", "", .adds(.dibao(income: [90...149], owns: false), "NO")),
                mistake("any-income", "不看收入", "", .asks("one", input: 0, values: [100...200])),
                mistake("wait", "急也等着", "", .drops("worst")),
                mistake("no-aid", "急也不救", "", .answers("worst", "NO")),
                mistake("ill-is-urgent", "有病就是急", "", .adds(.dibao(illness: [1...2]), "AID")),
            ])
    }

    private static func mistake(_ id: String, _ name: String, _ why: String, _ change: Misconception.Change)
        -> Misconception
    {
        Misconception(
            id, name: Bilingual(zh: name, en: id == "one-of-all" ? "one of all" : id), why: why, change: change)
    }
}

extension Question {
    fileprivate var choice: Choice? { if case .choice(let choice) = interaction { choice } else { nil } }
}

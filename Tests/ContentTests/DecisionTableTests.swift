import TestSupport
import Foundation
import Testing
import Training

@testable import Content

struct `A decision table's file` {
    @Test func `makes questions that a course draws as it does any others`() throws {
        let world = try tables()
        try world.replace("topics: [visits]", by: "topics: [dibao]", in: World.sheet)
        let library = try world.library()
        #expect(library.course("visits")?.quiz.blueprint.questions == ["dibao-who-1", "dibao-who-2", "dibao-who-3"])
        let item = try #require(library.items["dibao-who-1"])
        #expect(item.tags == ["knock"])
        #expect(item.difficulty == .hard)
        #expect(item.question.kind == .single)
        #expect(item.question.era == .current)
        #expect(item.question.clauses == ["L-1"])
        #expect(item.question.stem.hasPrefix("甲村张某家人均"))
        #expect(item.question.generated?.table == "dibao")
        #expect(item.question.generated?.version.count == 64)
        guard case .choice(let choice) = item.question.interaction else { return #expect(Bool(false)) }
        #expect(choice.options.count(where: { $0.misconception == nil }) == 1)
    }

    @Test func `gives the same versions when it is read again, and others when a rule is edited`() throws {
        let world = try tables()
        let first = try world.library().items.mapValues(\.version)
        #expect(try tables().library().items.mapValues(\.version) == first)
        try world.replace("says: 低于标准的保。", by: "says: 低于标准的就保。", in: file)
        let edited = try world.library().items.mapValues(\.version)
        #expect(
            Set(first.filter { edited[$0.key] != $0.value }.map(\.key.rawValue)) == [
                "dibao-who-1", "dibao-who-2", "dibao-who-3",
            ])
    }

    @Test(arguments: [
        Slip(
            "income: ..99, owns: false}\n    then: YES", "income: ..98, owns: false}\n    then: YES",
            "1: error: no rule answers the case income=99, owns=false, illness=none"),
        Slip(
            "    overrides: [above]\n", "",
            "33: error: `id` above contradicts ill in the case income=100, owns=false, illness=serious"),
        Slip(
            "owns: true}\n    then: NO", "owns: true, income: 10..9}\n    then: NO",
            "40: error: `income` must be numbers such as 3, 1..3, ..3 or 4.. from 0 to 200"),
        Slip("owns: true}\n    then: NO", "owns: maybe}\n    then: NO", "40: error: `owns` must be true or false"),
        Slip(
            "illness: serious}\n    then: ONE", "illness: serius}\n    then: ONE",
            "29: error: `illness` names the unknown value serius; did you mean serious?"),
        Slip(
            "illness: serious}\n    then: ONE", "ilness: serious}\n    then: ONE",
            "29: error: unknown key `ilness`; did you mean `illness`?"),
        Slip(
            "then: ONE\n    overrides", "then: OEN\n    overrides",
            "30: error: `then` names the unknown outcome OEN; did you mean ONE?"),
        Slip(
            "overrides: [above]", "overrides: [abov]",
            "31: error: `overrides` names the unknown rule abov; did you mean above?"),
        Slip("- id: owner", "- id: above", "39: error: `id` above was given before, in line 34"),
        Slip(
            "overrides: [above]", "overrides: [above, owner]",
            "28: error: `id` ill overrides owner, which never holds together with it"),
        Slip(
            "  - {code: ONE, name: 一人", "  - {code: MORE, name: 更多, name_en: more}\n  - {code: ONE, name: 一人",
            "16: error: `code` MORE is an outcome that no rule gives"),
        Slip("from: 0\n    to: 200", "from: 300\n    to: 200", "6: error: `from` is above `to`"),
        Slip("    unit: \"%\"\n", "", "5: error: missing key `unit`"),
        Slip("name: 一人", "name: 整户", "16: error: `name` is that of another outcome"),
        Slip("values: {none: 无, serious: 重病}", "values: {none: 无}", "13: error: `values` must be two or more"),
        Slip(
            "clauses: [L-1]\n  - id: ill", "clauses: [U-1]\n  - id: ill",
            "27: error: `clauses` names unverified clauses only; a rule must not rest on them alone"),
        Slip(
            "clauses: [L-1]\n  - id: ill", "clauses: [L-1, N-1]\n  - id: ill",
            "27: error: `clauses` names N-1, a clause of 2019, but the table is not of 2019"),
        Slip(
            "label: 病情", "label: 病情\n    era: \"2019\"",
            "11: error: `inputs` hold illness, an input of 2019 (Questions/rules/dibao.yml:11), but the table is not of 2019"
        ),
        Slip(
            "count: 3", "count: 100",
            "45: error: `questions` ask for 100 questions, but there are only 5 cases with at least 2 wrong answers"),
        Slip(
            "{none: 没有大病。, serious: 得了重病。}", "{none: 没有大病。}",
            "52: error: `facts` have no phrase for illness=serious"),
        Slip(
            "{none: 没有大病。, serious: 得了重病。}", "看不出有没有病。",
            "52: error: `facts` tell two cases in the same words"),
        Slip(
            "      illness: {none: 没有大病。, serious: 得了重病。}\n", "",
            "52: error: `facts` do not tell illness, of which `only` leaves more than one value"),
        Slip("家人均{n*6}元", "家人均{m}元", "53: error: `income` must have in braces only {n}, {n*6} and the like"),
        Slip("{facts}怎么办", "怎么办", "50: error: `stem` must have {facts}, and besides it in braces only {name}"),
        Slip(
            "rule: ill\n        drop: true", "rule: sick\n        drop: true",
            "67: error: `rule` names the unknown rule sick"),
        Slip(
            "rule: ill\n        drop: true", "rule: ill\n        drop: true\n        then: NO",
            "63: error: `misconceptions` need beside `rule` one of `drop`, `when` and `then`"),
        Slip(
            "when: {income: ..149}", "when: {income: ..149, owns: true}", "74: error: `when` must change one input only"
        ),
        Slip(
            "when: {income: ..149}", "when: {income: ..99}",
            "69: error: `id` edge is a misconception that no question has an option of"),
        Slip("家人均{n*6}元", "家电话1390000{n*6}1", "50: error: looks like a real mobile phone number"),
        Slip("id: who", "id: who\n    cuont: 4", "46: error: unknown key `cuont`"),
    ])
    fileprivate func `is told a mistake where it stands`(_ slip: Slip) throws {
        let world = try tables()
        try world.replace(slip.right, by: slip.wrong, in: file)
        #expect(
            world.problems().contains { $0.hasPrefix("\(file):\(slip.problem)") },
            "\(world.problems().joined(separator: "\n"))"
        )
    }

    @Test func `says a 2019 input is none for today, even where only another table says so`() throws {
        let world = try tables()
        let old = try world.text(of: file).replacing("label: 病情", with: "label: 病情\n    era: \"2019\"")
            .replacing("era: current", with: "era: \"2019\"").replacing("甲村", with: "2019年情景：甲村")
        try world.write(old.replacing("stem: |-\n", with: "stem: |-\n      2019年情景\n"), to: "Questions/rules/old.yml")
        #expect(
            world.problems() == [
                "\(file):11: error: `inputs` hold illness, an input of 2019 (Questions/rules/old.yml:11), but the table is not of 2019"
            ])
    }

    @Test func `of 2019 says so in its questions`() throws {
        let world = try tables()
        try world.replace("era: current", by: "era: \"2019\"", in: file)
        #expect(world.problems() == ["\(file):50: error: `stem` must have the words 2019年情景 in its first line"])
    }

    @Test func `has a name and questions of its own`() throws {
        let world = try tables()
        try world.write(world.text(of: file), to: "Questions/rules/visits.yml")
        try world.write(world.text(of: file), to: "Questions/rules/a b.yml")
        try world.append(
            "\n- {id: dibao-who-2, type: true_false, era: both, clauses: [L-1], stem: 对吗？, options: [{key: t, text: 对, reason: 对。}, {key: f, text: 错, reason: 错。}], answer: t, explanation: 对。}\n",
            to: World.bank)
        #expect(
            world.problems() == [
                "Questions/rules/a b.yml:1: error: a table's name must be 1 to 64 of A–Z a–z 0–9 _ -",
                "Questions/rules/dibao.yml:45: error: `questions` make dibao-who-2, which was given before, at Questions/visits.yml:42",
                "Questions/rules/visits.yml:1: error: is named as the topic visits.yml, but its questions are a topic of their own",
            ])
    }

    @Test func `that is broken is the only one blamed`() throws {
        let world = try tables()
        try world.replace("topics: [visits]", by: "topics: [dibao]", in: World.sheet)
        try world.replace("overrides: [above]", by: "overrides: [owner]", in: file)
        #expect(world.problems().allSatisfy { $0.hasPrefix(file) })
        try world.write("title: [", to: file)
        #expect(world.problems().map { $0.prefix { $0 != ":" } } == ["Questions/rules/dibao.yml"])
    }

    @Test func `is proved once, and again only when it is edited`() {
        let proven = ProvenTable.proven(.dibao, [])
        #expect(ProvenTable.proven(.dibao, []) === proven)
        let edited = ProvenTable.proven(DecisionTable.dibao.changing("one") { $0.with(overrides: []) }, [])
        #expect(edited !== proven)
        #expect(proven.defects == [] && edited.defects != [])
    }

    @Test func `without questions is no topic`() throws {
        let world = try tables()
        let text = try world.text(of: file)
        let questions = try #require(text.firstRange(of: "questions:"))
        try world.write(String(text[..<questions.lowerBound]), to: file)
        #expect(world.problems() == [])
        try world.replace("topics: [visits]", by: "topics: [dibao]", in: World.sheet)
        #expect(world.problems() == ["Courses/visits/course.yml:10: error: `topics` names the missing topic dibao"])
    }
}

struct `An option that an author wrote` {
    /// A world in which an option of the first question has this line more.
    private func world(_ line: String, in option: String = "b") throws -> World {
        let world = try tables()
        try world.append(
            """

            - id: mine
              type: single
              era: current
              clauses: [L-1]
              stem: 保不保？
              options:
                - key: a
                  text: 保
                  reason: 对。\(option == "a" ? line : "")
                - key: b
                  text: 不保
                  reason: 错。\(option == "b" ? line : "")
              answer: a
              explanation: 保。

            """, to: World.bank)
        return world
    }

    private let carried = "\n      misconception: dibao/rather-miss"

    @Test func `carries a misconception of a table by name, and no other version without one`() throws {
        let plain = try #require(try world("").library().items["mine"])
        let item = try #require(try world(carried).library().items["mine"])
        guard case .choice(let choice) = item.question.interaction else { return #expect(Bool(false)) }
        #expect(choice.options.map(\.misconception?.id) == [nil, "dibao/rather-miss"])
        #expect(choice.options[1].misconception?.name.zh == "宁可漏保")
        // What is written of an option without one is what was written before there were any.
        #expect(item.version != plain.version)
        let text = try #require(String(data: JSONEncoder().encode(plain.question), encoding: .utf8))
        #expect(!text.contains("misconception"))
        #expect(item.question.asksTheSame(as: plain.question) && item.question.gradesAlike(plain.question))
    }

    @Test func `names one that there is, and only where it is wrong`() throws {
        let unknown = "dibao/rather-mis"
        let slips = [
            (
                try world("\n      misconception: \(unknown)"),
                "54: error: `misconception` names the unknown misconception \(unknown); did you mean dibao/rather-miss?"
            ),
            (try world(carried, in: "a"), "47: error: `options` have a `misconception` on a right option"),
        ]
        for (world, problem) in slips { #expect(world.problems() == ["\(World.bank):\(problem)"]) }
    }

    @Test func `is not blamed for the mistake of its table`() throws {
        let world = try world(carried)
        try world.replace("overrides: [above]", by: "overrides: [owner]", in: file)
        #expect(!world.problems().isEmpty && world.problems().allSatisfy { $0.hasPrefix(file) })
        try world.write("title: [", to: file)
        #expect(world.problems().allSatisfy { $0.hasPrefix(file) })
    }

    @Test func `brings what the table says about it into the library`() throws {
        let library = try world(carried).library()
        let taught = try #require(library.misconceptions["dibao/rather-miss"])
        #expect(taught.why == "够就保。" && taught.table.zh == "低保" && taught.era == .current)
        #expect(taught.clauses == ["L-1"])
        #expect(library.misconceptions.count == 5)
    }
}

private let file = "Questions/rules/dibao.yml"

private func tables() throws -> World {
    let world = try World()
    try world.write(dibaoFile, to: file)
    return world
}

/// A table without a mistake, which makes three questions.
let dibaoFile = """
    title: 低保
    title_en: Dibao
    era: current
    inputs:
      - name: income
        from: 0
        to: 200
        unit: "%"
        label: 收入
      - {name: owns, label: 财产超标}
      - name: illness
        label: 病情
        values: {none: 无, serious: 重病}
    outcomes:
      - {code: YES, name: 整户, name_en: all}
      - {code: ONE, name: 一人, name_en: one}
      - code: NO
        name: 不予
        name_en: none
    rules:
      # A rule is a sentence
      # with its clauses.
      - id: below
        when: {income: ..99, owns: false}
        then: YES
        says: 低于标准的保。
        clauses: [L-1]
      - id: ill
        when: {income: 100..149, owns: false, illness: serious}
        then: ONE
        overrides: [above]
        says: 重病的单人保。
        clauses: [L-1]
      - id: above
        when: {income: 100.., owns: false}
        then: NO
        says: 高于标准的不保。
        clauses: [L-1]
      - id: owner
        when: {owns: true}
        then: NO
        says: 财产超标的不保。
        clauses: [L-1]
    questions:
      - id: who
        count: 3
        tags: [knock]
        difficulty: 3
        names: [张某]
        stem: |-
          甲村{name}{facts}怎么办？
        facts:
          income: 家人均{n*6}元，
          owns: {true: 财产超标。, false: 财产合规。}
          illness: {none: 没有大病。, serious: 得了重病。}
        misconceptions:
          - id: one-of-all
            name: 只保一人
            name_en: one of all
            why: 整户都保。
            rule: below
            then: ONE
          - id: no-ill
            name: 漏掉重病
            name_en: the ill are missed
            why: 重病的单人保。
            rule: ill
            drop: true
          - id: edge
            name: 放宽到整户
            name_en: edge
            why: 过了线不保。
            rule: below
            when: {income: ..149}
          - id: rather-miss
            name: 宁可漏保
            name_en: rather miss
            why: 够就保。
            when: {income: ..149, owns: false}
            then: NO
          - id: ill-at-any-income
            name: 有病就保
            name_en: ill at any income
            why: 也看收入。
            rule: ill
            when: {illness: any}
    """

import Content
import Testing
import Training

struct `A scenario file` {
    @Test func `is read as a question that a quiz asks last`() throws {
        let world = try scene()
        try world.append("\n  scenarios: [door]", to: World.sheet)
        let library = try world.library()
        let question = try #require(library.items["door"]?.question)
        #expect(question.kind == .scenario)
        #expect(question.stem == "门敲不开")
        #expect(question.clauses == ["L-1", "N-1"])
        #expect(library.course("visits")?.quiz.blueprint.scenarios == Blueprint.Draw(1, of: ["door"]))
        guard case .scenario(let scenario) = question.interaction else { return #expect(Bool(false)) }
        #expect(scenario.start == "door")
        #expect(scenario.nodes.map(\.id) == ["door", "yard", "met", "sorry"])
        #expect(
            scenario.nodes[1].options[1].ways == [
                Scenario.Way(to: "met", score: 2, flags: ["asked"]), Scenario.Way(to: "sorry"),
            ])
        #expect(scenario.nodes[2].ending == Scenario.Ending(.good, score: 1))
        #expect(Scenario.Analysis(of: scenario).range == 0...5)
    }

    @Test func `keeps its version when it is read again`() throws {
        #expect(try scene().library().items["door"]?.version == scene().library().items["door"]?.version)
    }

    @Test(arguments: [
        Slip("start: door", "start: dor", "3: error: `start` names the unknown node dor; did you mean door?"),
        Slip("to: yard}", "to: yrd}", "8: error: `to` names the unknown node yrd; did you mean yard?"),
        Slip("- {node: sorry}", "- {node: nowhere}", "20: error: `node` names the unknown node nowhere"),
        Slip("clauses: [N-1]", "clauses: [N-2]", "9: error: `clauses` names the unknown clause N-2; did you mean N-1?"),
        Slip(
            "clauses: [N-1]", "clauses: [U-1]",
            "9: error: `clauses` names unverified clauses only; a key must not rest on them alone"),
        Slip("- id: sorry", "- id: met", "27: error: `id` met was given before, in line 23"),
        Slip("key: leave, text: 走开", "key: ask, text: 走开", "7: error: `choices` use a `key` twice"),
        Slip("flags: [asked]}", "flags: [heard]}", "19: error: `flags` asks for heard, which no choice sets"),
        Slip("score: 2, flags: [asked]}", "score: 0}", "19: error: `score` must be a whole number from 1 to 1000"),
        Slip(
            ", score: 2, flags: [asked]}", "}", "19: error: `to` has no condition, so that none after it is ever tried"),
        Slip(
            "- {node: sorry}", "- {node: sorry, score: 1}", "20: error: `to` must end with a way that has no condition"),
        Slip("ending: poor\n    score: 0", "ending: poor", "27: error: missing key `score`"),
        Slip("ending: poor", "ending: bad", "29: error: `ending` must be one of `good`, `fair`, `poor`"),
        Slip("feedback: 问了才知道。", "feedback: ''", "8: error: `feedback` must not be empty"),
        Slip("score: 1, sets", "score: -1, sets", "8: error: `score` must be a whole number from 0 to 1000"),
        Slip("title: 门敲不开", "titel: 门敲不开", "1: error: unknown key `titel`; did you mean `title`?"),
        Slip("to: yard}", "to: sorry}", "10: error: `id` yard is a node that nothing leads to"),
        Slip(
            "    ending: poor\n    score: 0\n", "",
            "27: error: `id` sorry is a dead end: there is no way on, and it is no ending"),
        Slip("era: current", "era: \"2019\"", "3: error: `start` must have the words 2019年情景 in its first line"),
    ])
    fileprivate func `is told a mistake where it stands`(_ slip: Slip) throws {
        let world = try scene()
        try world.replace(slip.right, by: slip.wrong, in: file)
        #expect(world.problems().contains("\(file):\(slip.problem)"), "\(world.problems())")
    }

    @Test func `is told of circles that no one gets out of, and of those that earn for ever`() throws {
        let world = try scene()
        try world.replace("clauses: [L-1], score: 0, to: sorry}", by: "clauses: [L-1], score: 1, to: yard}", in: file)
        #expect(
            world.problems() == [
                "\(file):10: error: `id` yard is on a circle that earns points each time round"
            ])
        try world.replace("{node: met, score: 2, flags: [asked]}", by: "{node: yard, flags: [asked]}", in: file)
        #expect(
            world.problems() == [
                "\(file):10: error: `id` yard is on a circle without a way out to an ending",
                "\(file):10: error: `id` yard is on a circle that earns points each time round",
                "\(file):23: error: `id` met is a node that nothing leads to",
            ])
    }

    @Test func `has a name of its own`() throws {
        let world = try scene()
        for name in ["visits-01", "a b"] {
            try world.write(world.text(of: file), to: "Questions/scenarios/\(name).yml")
        }
        #expect(
            world.problems() == [
                "Questions/scenarios/a b.yml:1: error: a topic's name must be 1 to 64 of A–Z a–z 0–9 _ -",
                "Questions/scenarios/visits-01.yml:1: error: visits-01 was given before, at Questions/visits.yml:1",
            ])
    }

    @Test func `rests on something verified and, today, on today's rules`() throws {
        let world = try scene()
        try world.write(world.text(of: file).replacing("[L-1]", with: "[N-1]"), to: file)
        #expect(
            world.problems() == [
                "\(file):4: error: `nodes` names clauses of 2019 only, but the question is of the current era"
            ])
    }
}

struct `The key of a scenario` {
    @Test func `may have a first day`() throws {
        let world = try scene()
        #expect(try world.library().items["door"]?.question.keyFrom == nil)
        try world.append("\nkey_from: 2026-07-01\n", to: file)
        #expect(try world.library().items["door"]?.question.keyFrom == Day("2026-07-01"))
    }
}

private let file = "Questions/scenarios/door.yml"

private func scene() throws -> World {
    let world = try World()
    try world.write(
        """
        title: 门敲不开
        era: current
        start: door
        nodes:
          - id: door
            text: 敲门没人应。
            choices:
              - {key: ask, text: 问邻居, consequence: 在后院。, feedback: 问了才知道。, clauses: [L-1], score: 1, sets: [asked], to: yard}
              - {key: leave, text: 走开, consequence: 没见到。, feedback: 要见到人。, clauses: [N-1], score: 0, to: sorry}
          - id: yard
            text: 后院有人。
            choices:
              - {key: quiet, text: 不出声, consequence: 没听见。, feedback: 要打招呼。, clauses: [L-1], score: 0, to: sorry}
              - key: call
                text: 打招呼
                consequence: 她抬起头。
                feedback: 对。
                to:
                  - {node: met, score: 2, flags: [asked]}
                  - {node: sorry}
                clauses: [L-1]
                score: 3
          - id: met
            text: 见到了。
            ending: good
            score: 1
          - id: sorry
            text: 没见到。
            ending: poor
            score: 0
        explanation: 要见到人。
        """, to: file)
    return world
}

import Content
import Testing
import Training

struct `A quiz` {
    @Test func `of a number draws from all questions of its topics`() throws {
        let world = try bank()
        try world.replace("[visits]", by: "[more, visits]", in: World.sheet)
        #expect(
            try blueprint(world)
                == Blueprint(drawing: 3, of: ["days-1", "days-2", "days-3", "rules-1", "order-1"] + visits))
    }

    @Test func `of a list draws what fits each of its draws`() throws {
        let world = try bank()
        try quiz(
            """
              topics: [more]
              draw:
                - {count: 1, tags: [days]}
                - {count: 1, tags: [rules, days], difficulty: 3}
                - {count: 1, difficulty: [1, 2]}
                - {count: 1, clauses: [U-1, N-1]}
                - {count: 1, types: [ordering, short_text]}
                - {count: 1, topics: [visits, more], types: [true_false]}
                - {count: 2, topics: [visits]}
            """, in: world)
        #expect(
            try blueprint(world).draws == [
                .init(1, of: ["days-1", "days-2", "days-3"]), .init(1, of: ["days-2"]),
                .init(1, of: ["days-1", "rules-1"]), .init(1, of: ["rules-1"]), .init(1, of: ["order-1", "words-1"]),
                .init(1, of: ["visits-03", "days-1", "days-2", "days-3", "rules-1"]), .init(2, of: visits),
            ])
    }

    @Test func `draws no short text unless its type is named`() throws {
        let world = try bank()
        try world.replace("[visits]", by: "[more]", in: World.sheet)
        let questions = try blueprint(world).questions
        #expect(!questions.contains("words-1"))
        try quiz("  topics: [more]\n  draw: [{count: 1, types: [short_text]}]", in: world)
        #expect(try blueprint(world).questions == ["words-1"])
    }

    @Test func `asks what it includes on every paper and draws nothing of it`() throws {
        let world = try bank()
        try quiz("  topics: [visits]\n  draw: 2\n  include: [words-1, visits-02]", in: world)
        #expect(
            try blueprint(world)
                == Blueprint(draws: [.init(2, of: ["visits-01", "visits-03"])], fixed: ["words-1", "visits-02"]))
    }

    @Test func `asks all scenarios of a list, or as many as it says`() throws {
        let world = try bank()
        try quiz("  topics: [visits]\n  draw: 2\n  scenarios: [door, call]", in: world)
        #expect(try blueprint(world).scenarios == .init(2, of: ["door", "call"]))
        try quiz("  topics: [visits]\n  draw: 2\n  scenarios: {count: 1, of: [call, door]}", in: world)
        #expect(try blueprint(world).scenarios == .init(1, of: ["call", "door"]))
    }

    @Test(arguments: ["  include: [visits-01]", "  scenarios: [door]"])
    func `needs no topics where nothing is drawn`(_ sheet: String) throws {
        let world = try bank()
        try quiz(sheet, in: world)
        #expect(try blueprint(world).count == 1)
    }

    @Test func `rests on the clauses of everything that it can ask`() throws {
        let world = try bank()
        #expect(try world.library().requirements(of: "visits")?.clauses.count == 3)
        try world.replace("clauses: [L-1, N-1]", by: "clauses: [L-1]", in: World.lesson)
        try world.replace("era: \"2019\"\nclauses: [N-1]", by: "era: \"2019\"\nclauses: [L-1]", in: World.second)
        func clauses(_ sheet: String) throws -> [ClauseID]? {
            try quiz(sheet, in: world)
            return try world.library().requirements(of: "visits")?.clauses.map(\.clause)
        }
        #expect(try clauses("  topics: [more]\n  draw: [{count: 1, tags: [days]}]") == ["L-1"])
        #expect(try clauses("  topics: [more]\n  draw: [{count: 1, tags: [rules]}]") == ["L-1", "N-1", "U-1"])
        #expect(try clauses("  include: [rules-1]") == ["L-1", "N-1", "U-1"])
        #expect(try clauses("  scenarios: {count: 1, of: [call, door]}") == ["L-1", "N-1"])
    }

    @Test(arguments: [
        DrawSlip("draw: 4", ["11: error: `draw` asks for 4 questions, but there are only 3"]),
        DrawSlip(
            "draw: 2\n  include: [visits-01, visits-02]",
            ["11: error: `draw` asks for 2 questions, but there are only 1 besides those of `include`"]),
        DrawSlip(
            "draw:\n    - {count: 1}\n    - {count: 3, types: [multiple, single]}",
            ["13: error: `draw` number 2 asks for 3 questions, but there are only 2"]),
        DrawSlip(
            """
            draw:
                - {count: 2, types: [single, multiple]}
                - {count: 1, topics: [more], tags: [days]}
                - {count: 1, clauses: [N-1]}
            """, ["14: error: `draw` numbers 1, 3 together ask for 3 questions, but there are only 2"]),
        DrawSlip("draw: [{topics: [more]}]", ["11: error: missing key `count`"]),
        DrawSlip("draw: [{count: 0}]", ["11: error: `count` must be a whole number from 1"]),
        DrawSlip("draw: []", ["11: error: `draw` must not be empty"]),
        DrawSlip("draw: [{count: 3, tag: [days]}]", ["11: error: unknown key `tag`; did you mean `tags`?"]),
        DrawSlip(
            "draw: [{count: 1, tags: [dasy]}]",
            ["11: error: `tags` names the tag dasy, which no question has; did you mean days?"]),
        DrawSlip("draw: [{count: 1, tags: [days, days]}]", ["11: error: `tags` names days twice"]),
        DrawSlip("draw: [{count: 1, difficulty: 4}]", ["11: error: `difficulty` must be a whole number from 1 to 3"]),
        DrawSlip(
            "draw: [{count: 1, types: [scenario]}]",
            [
                "11: error: `types` must be one of `single`, `multiple`, `true_false`, `fill_in`, `matching`, "
                    + "`ordering`, `short_text`, `publication_check`"
            ]),
        DrawSlip(
            "draw: [{count: 1, clauses: [L-9]}]",
            ["11: error: `clauses` names the unknown clause L-9; did you mean L-1?"]),
        DrawSlip(
            "draw: [{count: 1, topics: [mor]}]",
            ["11: error: `topics` names the missing topic mor; did you mean more?"]),
        DrawSlip(
            "draw: [{count: 1, topics: [door]}]",
            ["11: error: `topics` names the scenario door, which belongs under `scenarios`"]),
        DrawSlip(
            "draw: 1\n  include: [visits-1]",
            ["12: error: `include` names the unknown question visits-1; did you mean visits-01?"]),
        DrawSlip(
            "draw: 1\n  include: [door]",
            ["12: error: `include` names the scenario door, which belongs under `scenarios`"]),
        DrawSlip("draw: 1\n  include: [visits-01, visits-01]", ["12: error: `include` names visits-01 twice"]),
        DrawSlip(
            "draw: 1\n  scenarios: [dor]",
            ["12: error: `scenarios` names the missing scenario dor; did you mean door?"]),
        DrawSlip(
            "draw: 1\n  scenarios: {count: 2, of: [door]}",
            ["12: error: `scenarios` ask for 2 scenarios, but there are only 1"]),
        DrawSlip("draw: 1\n  scenarios: {count: 1}", ["12: error: missing key `of`"]),
        DrawSlip("scenarios: [door]", ["9: error: missing key `draw`"]),
    ])
    fileprivate func `is told a mistake where it stands`(_ slip: DrawSlip) throws {
        let world = try bank()
        try world.replace("draw: 3", by: slip.draw, in: World.sheet)
        #expect(world.problems() == slip.problems.map { "\(World.sheet):\($0)" })
    }

    @Test func `without anything to ask is told what it needs`() throws {
        let world = try bank()
        try quiz("", in: world)
        #expect(world.problems() == ["\(World.sheet):9: error: missing key `draw`"])
        try quiz("  draw: 1", in: world)
        #expect(world.problems() == ["\(World.sheet):9: error: missing key `topics`"])
        try quiz("  draw: [{count: 1}]", in: world)
        #expect(world.problems() == ["\(World.sheet):10: error: missing key `topics`"])
    }

    @Test func `is not blamed for a question with a mistake of its own`() throws {
        let world = try bank()
        try quiz("  topics: [more]\n  draw: [{count: 2, tags: [days]}, {count: 1, tags: [orders]}]", in: world)
        try world.replace("tags: [days]\n  difficulty: 3", by: "tags: [orders]\n  difficulty: 4", in: more)
        #expect(world.problems() == ["\(more):16: error: `difficulty` must be a whole number from 1 to 3"])
    }

    @Test func `speaks Chinese of draws that cannot be filled`() throws {
        let world = try bank()
        try world.replace("draw: 3", by: "draw: [{count: 1}, {count: 3, types: [single]}]", in: World.sheet)
        let problem = try #require(world.load().problems.first)
        #expect(problem.message.zh == "`draw` 第 2 项要抽 3 题，只有 1 题可抽")
    }
}

struct `Tags and difficulty` {
    @Test func `belong to the item and not to its version`() throws {
        let world = try bank()
        let before = try world.library().items
        #expect(before["days-2"]?.tags == ["days"] && before["days-2"]?.difficulty == .hard)
        #expect(before["visits-01"]?.tags == [] && before["visits-01"]?.difficulty == nil)
        try world.replace("tags: [days]\n  difficulty: 3", by: "tags: [hours, 期限]", in: more)
        let after = try world.library().items
        #expect(after["days-2"]?.tags == ["hours", "期限"] && after["days-2"]?.difficulty == nil)
        #expect(after.mapValues(\.version) == before.mapValues(\.version))
    }

    @Test func `are words, none twice, and a number from 1 to 3`() throws {
        let world = try bank()
        try world.replace("tags: [days]\n  difficulty: 3", by: "tags: [days, days]\n  difficulty: hard", in: more)
        #expect(
            world.problems() == [
                "\(more):15: error: `tags` names days twice",
                "\(more):16: error: `difficulty` must be a whole number from 1 to 3",
            ])
    }
}

struct `An option that stays last` {
    @Test func `is marked by its author`() throws {
        let world = try World()
        try world.replace("fixed_order: true\n  ", by: "", in: World.bank)
        try world.replace("text: 地点, ", by: "text: 以上都不是, last: true, ", in: World.bank)
        let question = try #require(world.library().items["visits-02"]?.question)
        guard case .choice(let choice) = question.interaction else { return #expect(Bool(false)) }
        #expect(choice.options.map(\.last) == [false, false, true])
    }

    @Test func `is none where all options keep their order`() throws {
        let world = try World()
        try world.replace("text: 地点, ", by: "text: 地点, last: true, ", in: World.bank)
        try world.replace("text: 错, ", by: "text: 错, last: 1, ", in: World.bank)
        #expect(
            world.problems() == [
                "Questions/visits.yml:24: error: `options` keep their order anyway: `last` is for those that are shuffled",
                "Questions/visits.yml:39: error: `last` must be true or false",
            ])
    }
}

private struct DrawSlip: Sendable, CustomTestStringConvertible {
    let draw: String
    let problems: [String]
    var testDescription: String { draw }

    init(_ draw: String, _ problems: [String]) {
        self.draw = draw
        self.problems = problems
    }
}

private let more = "Questions/more.yml"
private let visits: [QuestionID] = ["visits-01", "visits-02", "visits-03"]

private func blueprint(_ world: World) throws -> Blueprint {
    let course = try #require(try world.library().course("visits"))
    return course.quiz.blueprint
}

/// Writes what stands under `quiz` beside the pass mark.
private func quiz(_ sheet: String, in world: World) throws {
    let head = try world.text(of: World.sheet).components(separatedBy: "quiz:\n")[0]
    try world.write("\(head)quiz:\n\(sheet)\n  pass_mark: 80\n", to: World.sheet)
}

/// The small content with more to draw from.
private func bank() throws -> World {
    let world = try World()
    for (name, clause) in [("door", "L-1"), ("call", "L-1, N-1")] {
        try world.write(
            """
            title: 情景\(name)
            era: current
            start: now
            nodes:
              - id: now
                text: 怎么办？
                choices:
                  - {key: a, text: 问, consequence: 问了。, feedback: 对。, clauses: [\(clause)], score: 1, to: end}
                  - {key: b, text: 走, consequence: 走了。, feedback: 不对。, clauses: [\(clause)], score: 0, to: end}
              - {id: end, text: 完了。, ending: fair, score: 0}
            explanation: 要问。
            """, to: "Questions/scenarios/\(name).yml")
    }
    try world.write(
        """
        \(trueFalse("days-1", "[L-1]", "tags: [days]\n  difficulty: 2"))
        \(trueFalse("days-2", "[L-1]", "tags: [days]\n  difficulty: 3"))
        \(trueFalse("days-3", "[L-1]", "tags: [days, hours]"))
        \(trueFalse("rules-1", "[L-1, N-1, U-1]", "tags: [rules]\n  difficulty: 1"))
        - id: order-1
          type: ordering
          era: current
          clauses: [L-1]
          stem: 先后？
          steps:
            - {key: a, text: 敲门, reason: 先。}
            - {key: b, text: 进门, reason: 后。}
          explanation: 先敲门。
        - id: words-1
          type: short_text
          era: current
          clauses: [L-1]
          stem: 说说看。
          model: 先敲门。
          criteria: [说到敲门]
          explanation: 先敲门。
        """, to: more)
    return world
}

private func trueFalse(_ id: String, _ clauses: String, _ labels: String) -> String {
    """
    - id: \(id)
      type: true_false
      \(labels)
      era: current
      clauses: \(clauses)
      stem: 可以不上门。
      options:
        - {key: t, text: 对, reason: 不行。}
        - {key: f, text: 错, reason: 要上门。}
      answer: f
      explanation: 要上门。
    """
}

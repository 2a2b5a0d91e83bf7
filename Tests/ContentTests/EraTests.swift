import Content
import Testing
import Training

struct `A paper of a quiz` {
    @Test func `is about today by two thirds at least, whatever is drawn`() throws {
        let problems = try World.problems { try $0.replace("draw: 3", by: "draw: 2", in: World.sheet) }
        #expect(problems == [tooMany(of: 2, "1", "visits-02", most: 0)])
    }

    @Test func `may be of 2019 by one third`() throws {
        let world = try World()
        #expect(world.problems() == [])
    }

    @Test func `is judged by what can come together, not by what each draw can take`() throws {
        let problems = try World.problems {
            try $0.replace("draw: 3", by: "draw: [{count: 1, clauses: [N-1]}, {count: 2}]", in: World.sheet)
        }
        #expect(problems == [], "there is one question of 2019, though both draws could take it")
    }

    @Test func `counts what is on every paper, and scenarios`() throws {
        let world = try World()
        try world.write(scenario(era: "\"2019\""), to: "Questions/scenarios/old.yml")
        try world.replace("draw: 3", by: "draw: 2\n  include: [visits-02]\n  scenarios: [old]", in: World.sheet)
        #expect(world.problems() == [tooMany(of: 4, "2", "visits-02, old", most: 1)])
        try world.write(scenario(era: "both"), to: "Questions/scenarios/old.yml")
        #expect(world.problems() == [])
    }

    @Test func `is judged in Chinese too`() throws {
        let world = try World()
        try world.replace("draw: 3", by: "draw: 2", in: World.sheet)
        #expect(
            world.load().problems.map(\.message.zh) == [
                "`draw` 一份 2 题的试卷最多可能有 1 题是 2019 年情景（visits-02），不能超过 0 题：至少三分之二要讲现行规定"
            ])
    }

    private func tooMany(of count: Int, _ found: String, _ names: String, most: Int) -> String {
        "Courses/visits/course.yml:11: error: `draw` can give a paper of \(count) questions with \(found) of 2019 "
            + "(\(names)); at most \(most) may be, since two thirds are about today"
    }

    private func scenario(era: String) -> String {
        """
        title: 老办法
        era: \(era)
        start: now
        nodes:
          - id: now
            text: 2019年情景：怎么办？
            choices:
              - {key: a, text: 问, consequence: 问了。, feedback: 对。, clauses: [N-1, L-1], score: 1, to: end}
              - {key: b, text: 走, consequence: 走了。, feedback: 不对。, clauses: [L-1], score: 0, to: end}
          - {id: end, text: 完了。, ending: fair, score: 0}
        explanation: 要问。
        """
    }
}

struct `A short text` {
    @Test func `has no key, so that it may rest on unverified clauses`() throws {
        let problems = try World.problems {
            try $0.append(
                """

                - id: visits-04
                  type: short_text
                  era: current
                  clauses: [U-1]
                  stem: 本地怎么定？
                  model: 问县级民政部门。
                  criteria: [说到问]
                  explanation: 问。
                """, to: World.bank)
        }
        #expect(problems == [])
    }
}

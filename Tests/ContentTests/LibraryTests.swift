import Content
import Testing
import Training

struct `A library` {
    @Test func `holds the courses by id, each as its sheet says`() throws {
        let world = try World()
        for path in ["course.yml", "01-knock.md", "02-record.md", "images/board.svg"] {
            try world.write(world.text(of: "Courses/visits/\(path)"), to: "Courses/aid/\(path)")
        }
        let library = try world.library()
        #expect(library.courses.map(\.id) == ["aid", "visits"])
        let course = try #require(library.course("visits"))
        #expect(course.title == Bilingual(zh: "上门核查", en: "Visits"))
        #expect(course.area == .quality)
        #expect(course.lessons.map(\.id) == ["01-knock", "02-record"])
        #expect(course.minutes == 10)
        #expect(
            course.quiz
                == Quiz(
                    blueprint: Blueprint(drawing: 3, of: ["visits-01", "visits-02", "visits-03"]),
                    rules: Quiz.Rules(passMark: 80)))
        #expect(library.course("none") == nil)
    }

    @Test func `gives the questions of a quiz in the order of the bank`() throws {
        let world = try World()
        try world.replace("id: visits-01", by: "id: visits-99", in: World.bank)
        let library = try world.library()
        #expect(library.items(of: "visits").map(\.question.id) == ["visits-99", "visits-02", "visits-03"])
        #expect(library.items(of: "none").isEmpty)
    }

    @Test func `tells what a course asks for, with versions`() throws {
        let library = try World().library()
        let course = try #require(library.course("visits"))
        let requirements = try #require(library.requirements(of: "visits"))
        #expect(requirements.lessons.map(\.lesson) == ["01-knock", "02-record"])
        #expect(requirements.lessons.map(\.version) == course.lessons.map(\.version))
        #expect(requirements.clauses.map(\.clause.rawValue) == ["L-1", "N-1", "U-1"])
        #expect(requirements.clauses.map(\.version) == [2, 1, 1])
        #expect(library.requirements(of: "none") == nil)
    }

    @Test func `keeps its lessons in the order of their numbers, not of their letters`() throws {
        let world = try World()
        try world.write(world.text(of: World.second), to: "Courses/visits/100-last.md")
        try world.replace("  - 02-record\n", by: "  - 02-record\n  - 100-last\n", in: World.sheet)
        #expect(
            try world.library().requirements(of: "visits")?.lessons.map(\.lesson) == [
                "01-knock", "02-record", "100-last",
            ])
    }
}

struct `A version` {
    @Test func `of a library is that of its files, wherever they lie`() throws {
        let world = try World()
        #expect(try world.library().version == World().library().version)
        try world.append("\n", to: World.lesson)
        #expect(try world.library().version != World().library().version)
    }

    @Test func `of a lesson is the SHA-256 of its file`() throws {
        let world = try World()
        try world.write("---\ntitle: 一\nminutes: 1\nera: both\nclauses: [L-1]\n---\n二\n", to: World.second)
        #expect(
            try world.library().course("visits")?.lesson("02-record")?.version
                == "90647604cc67773612b74fe8aa046a508d10b4fb3b41304fcb65714c6576903c")
    }

    @Test func `of a question changes with the text of an option, and of no other`() throws {
        let world = try World()
        let before = try world.library().items.mapValues(\.version)
        try world.replace("text: 改天再来", by: "text: 改天再敲", in: World.bank)
        let after = try world.library().items.mapValues(\.version)
        #expect(before["visits-01"] != after["visits-01"])
        #expect(before["visits-02"] == after["visits-02"])
        #expect(before["visits-03"] == after["visits-03"])
    }

    @Test func `of a question does not change with the way it is written down`() throws {
        let world = try World()
        let before = try world.library().items.mapValues(\.version)
        try world.replace(
            "{key: b, text: 猜测, reason: 不记。}", by: "{reason: '不记。', key: b, text: \"猜测\"} # 注", in: World.bank)
        try world.replace("answer: [c, a]", by: "answer: [a, c]", in: World.bank)
        #expect(try world.library().items.mapValues(\.version) == before)
    }

    /// The records name questions by this hash for ever: if it changes, old papers lose their questions.
    @Test func `of a question is the same for ever`() {
        let plain = Question(
            id: "visits-01", era: .current, clauses: ["L2026-39"], stem: "问\n“/”？",
            interaction: .choice(
                Choice(
                    kind: .single,
                    options: [
                        Choice.Option(key: "a", text: "甲", reason: "对"),
                        Choice.Option(key: "b", text: "乙", reason: "错"),
                    ], key: ["a"])), explanation: "因为")
        #expect(Item(plain).version == "d1762b6bfbc5e5beceeac0e64c6be2dc952f3d841f3ea8df3e41871797b739ad")
        let full = Question(
            id: "visits-02", era: .year2019, clauses: [], stem: "问", image: .init(hash: "00", alternative: "图"),
            interaction: .choice(
                Choice(kind: .multiple, options: [], key: [], scoring: .subsetProportional, fixedOrder: true)),
            explanation: "因为")
        #expect(Item(full).version == "deb988e670cfd2fd36ce53640072e738831fd0c84045c54b00ec063862ac27d0")
        let staying = Question(
            id: "visits-03", era: .current, clauses: [], stem: "问",
            interaction: .choice(
                Choice(
                    kind: .single,
                    options: [
                        Choice.Option(key: "a", text: "甲", reason: "错"),
                        Choice.Option(key: "b", text: "以上都对", reason: "对", last: true),
                    ], key: ["b"])), explanation: "因为")
        #expect(Item(staying).version == "6c7a6a1ce64daaad6c3b6851833a5f8c501ea3137308f4a02acfc45b2fd083c2")
    }
}

import FoundationEssentials
import TestSupport
import Testing
import Training

struct `What a try met` {
    /// A try that asked all questions of 误解, options in the order of the file.
    private func met(_ answers: [Int: Response]) -> [String: Bool] {
        let slots = Question.beliefs.enumerated().map {
            Paper.Slot(
                number: $0.offset + 1, version: $0.element.id.rawValue, order: $0.element.choice.options.map(\.key))
        }
        let attempt = Attempt(
            id: "try", person: "zhang", course: "beliefs", number: 1, startedAt: monday,
            paper: Paper(seed: 0, slots: slots), rules: Quiz.Rules(passMark: 60),
            questions: Dictionary(uniqueKeysWithValues: Question.beliefs.map { ($0.id.rawValue, $0) }),
            answers: answers.mapValues { Answer(slot: 1, response: $0, seq: 1, savedAt: monday) }, result: nil)
        return Dictionary(uniqueKeysWithValues: attempt.metMisconceptions.map { ($0.label.id, $0.isChosen) })
    }

    @Test func `is what stood behind the options of the questions that were answered`() {
        #expect(met([:]) == [:])
        #expect(met([1: .text("a")]) == ["t/ceiling": false, "t/rather": false])
        #expect(met([1: .text("d")]) == ["t/ceiling": false, "t/rather": false], "wrong, but by no named mistake")
        #expect(met([1: .text("c")]) == ["t/ceiling": false, "t/rather": true])
        #expect(met([3: .list([])]) == [:], "nothing chosen is no answer")
    }

    @Test func `was held if it was chosen anywhere, however often it was met`() {
        #expect(met([1: .text("b"), 2: .text("b")]) == ["t/ceiling": true, "t/rather": false, "t/single": false])
        #expect(met([1: .text("a"), 2: .text("c")]) == ["t/ceiling": true, "t/rather": false, "t/single": false])
        #expect(met([3: .list(["a", "b", "e"])]) == ["t/ceiling": true, "t/single": false])
        #expect(met([3: .list(["a", "b"])]) == ["t/ceiling": false, "t/single": false])
    }
}

struct `A report on misconceptions` {
    private typealias Count = MisconceptionReport.Count

    private func report(_ counts: [(Misconception.Label, UnitCode, Count)]) -> MisconceptionReport {
        MisconceptionReport(
            unit: .init(code: .yanchang, name: "延长县"), above: [], query: .init(), countedAt: monday,
            counted: counts.map { .init(label: $0, unit: .init(code: $1, name: "\($1)"), count: $2) })
    }

    @Test func `tells how many hold one only where enough people met it`() {
        #expect(Count(met: 4, holding: 4).hold == nil && Count(met: 4, holding: 4).percent == nil)
        #expect(Count(met: 5, holding: 4).hold == 4 && Count(met: 5, holding: 4).percent == 80)
        #expect(Count().hold == nil)
    }

    @Test(arguments: [(1, 200, 1), (1, 201, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 9, 0), (9, 9, 100)])
    func `rounds shares to whole percents, halves up`(_ holding: Int, _ met: Int, _ percent: Int) {
        // Small groups through a common factor: what is told of few people is another matter.
        #expect(Count(met: met * 5, holding: holding * 5).percent == percent)
    }

    @Test func `adds up the unit itself and the units below`() throws {
        let line = try #require(
            report([
                (.ceiling, .yanchang, Count(met: 3, holding: 1)), (.ceiling, .firstTown, Count(met: 4, holding: 4)),
                (.ceiling, .secondTown, Count(met: 6, holding: 2)),
            ]).lines.first)
        #expect(line.totals == Count(met: 13, holding: 7) && line.totals.percent == 54)
        #expect(line.direct == Count(met: 3, holding: 1))
        // Of the first town, where all hold it, that is not told.
        #expect(line.children.map(\.unit.code) == [.secondTown, .firstTown])
        #expect(line.children.map(\.totals.hold) == [2, nil])
        #expect(line.table == "t")
    }

    @Test func `has what most people hold first, and what is known of too few last`() {
        let lines = report([
            (.rather, .yanchang, Count(met: 4, holding: 4)), (.single, .firstTown, Count(met: 30, holding: 2)),
            (.ceiling, .firstTown, Count(met: 6, holding: 3)),
            (.init(id: "t/never", name: Bilingual(zh: "从未", en: "never")), .firstTown, Count()),
            (.init(id: "t/same", name: Bilingual(zh: "一样", en: "same")), .firstTown, Count(met: 5, holding: 2)),
        ]).lines
        #expect(lines.map(\.label.id) == ["t/ceiling", "t/same", "t/single", "t/rather"])
    }

    @Test func `says what the content says now, and keeps the old name where it says nothing more`() {
        let taught = TaughtMisconception(
            label: .init(id: "t/ceiling", name: Bilingual(zh: "以为有名额", en: "a quota")),
            table: Bilingual(zh: "名额", en: "quota"), era: .current, why: "没有名额。", clauses: ["L-1"], lesson: nil)
        let lines = report([
            (.ceiling, .yanchang, Count(met: 9, holding: 3)), (.rather, .yanchang, Count(met: 9, holding: 2)),
        ]).explained(by: ["t/ceiling": taught]).lines
        #expect(lines.map(\.label.name.zh) == ["以为有名额", "宁可漏保"])
        #expect(lines.map(\.taught?.why) == ["没有名额。", nil])
        #expect(lines[0].totals.hold == 3)
    }
}

struct `What the content says about a misconception` {
    private func family(_ changes: [Misconception.Change]) throws -> QuestionFamily {
        let template = QuestionTemplate(
            id: "who", count: 4, stem: "{facts}？",
            facts: [
                .init(0, [.init([0...200], "{n}，")]), .init(1, [.init([0...0], "无，"), .init([1...1], "有，")]),
                .init(2, [.init([0...0], "好。"), .init([1...1], "病。"), .init([2...2], "危。")]),
            ],
            misconceptions: changes.enumerated().map {
                Misconception(
                    "m\($0.offset)", name: Bilingual(zh: "误\($0.offset)", en: "m"), why: "因为。", change: $0.element)
            })
        return try #require(QuestionFamily(template, of: .dibao, version: "v"))
    }

    private func taught(_ changes: [Misconception.Change], courses: [Course]) throws -> [TaughtMisconception] {
        let family = try family(changes)
        return family.template.misconceptions.map {
            TaughtMisconception($0, of: family, questions: ["dibao-who-1"], courses: courses)
        }
    }

    @Test func `rests on the rule that it changes, or on those that answer where it adds one`() throws {
        let taught = try taught(
            [
                .drops("worst"), .answers("one", "ALL"), .asks("all", input: 0, values: [0...149]),
                .adds(.dibao(income: [0...149], owns: false, illness: [0...1]), "NO"), .answers("all", "ONE"),
            ], courses: [])
        #expect(taught.map(\.label.id) == ["dibao/m0", "dibao/m1", "dibao/m2", "dibao/m3", "dibao/m4"])
        #expect(taught.map(\.clauses) == [["L-3"], ["L-2"], ["L-1"], ["L-1", "L-2"], ["L-1"]])
        #expect(taught.allSatisfy { $0.lesson == nil && $0.why == "因为。" })
    }

    @Test func `names the lesson that rests on most of it, rather of a course that asks about the table`() throws {
        func course(_ id: CourseID, asks question: QuestionID, _ lessons: [Lesson]) -> Course {
            Course(
                id: id, title: Bilingual(zh: "", en: ""), summary: Bilingual(zh: "", en: ""), area: .ability,
                lessons: lessons,
                quiz: Quiz(blueprint: Blueprint(drawing: 1, of: [question]), rules: Quiz.Rules(passMark: 60)))
        }
        let courses = [
            course(
                "a", asks: "other",
                [.example("01-one", clauses: ["L-1", "L-9"]), .example("02-both", clauses: ["L-2", "L-1"])]),
            course(
                "b", asks: "dibao-who-1",
                [
                    .example("01-none", clauses: ["L-9"]), .example("02-first", clauses: ["L-1"]),
                    .example("03-more", clauses: ["L-1"]),
                ]),
        ]
        let both = Misconception.Change.adds(.dibao(income: [0...149], owns: false, illness: [0...1]), "NO")
        let found = try taught(
            [both, .asks("all", input: 0, values: [0...149]), .drops("worst"), .answers("all", "ONE")],
            courses: courses
        ).map { $0.lesson.map { "\($0.course)/\($0.lesson)" } }
        #expect(found == ["a/02-both", "b/02-first", nil, "b/02-first"])
    }
}

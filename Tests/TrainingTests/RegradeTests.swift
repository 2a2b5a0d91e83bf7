import FoundationEssentials
import TestSupport
import Testing
import Training

@Suite("Two versions of a question")
struct WordingTests {
    private let knock = Question.example("knock", key: ["b"])

    private func rewritten(
        _ question: Question, id: QuestionID = "knock", stem: String? = nil, image: Question.Image? = nil,
        _ interaction: Question.Interaction? = nil, explanation: String = "because", era: Era = .current,
        keyFrom: Day? = nil
    ) -> Question {
        Question(
            id: id, era: era, clauses: question.clauses, stem: stem ?? question.stem, image: image,
            interaction: interaction ?? question.interaction, explanation: explanation, keyFrom: keyFrom)
    }

    @Test("ask the same whatever the key, its reasons and what is said about them")
    func keyAndReasons() {
        for other in [
            Question.example("knock", key: ["c"]), rewritten(knock, explanation: "other"), rewritten(knock, era: .both),
            rewritten(knock, keyFrom: "2026-07-01"), .example("knock", options: ["d", "a", "c", "b"], key: ["b"]),
            .example("knock", key: ["b"], fixedOrder: true),
        ] {
            #expect(other.asksTheSame(as: knock) && knock.asksTheSame(as: other))
        }
        #expect(!Question.example("knock", key: ["c"]).gradesAlike(knock))
        #expect(rewritten(knock, explanation: "other", keyFrom: "2026-07-01").gradesAlike(knock))
        #expect(Question.example("knock", options: ["d", "a", "c", "b"], key: ["b"]).gradesAlike(knock))
    }

    @Test("do not ask the same when a word, a picture or a part is another")
    func otherWords() {
        let options = ["a", "b", "c", "d"].map { Choice.Option(key: $0, text: "option \($0)!", reason: "") }
        for other in [
            rewritten(knock, id: "other"), rewritten(knock, stem: "knock ?"),
            rewritten(knock, image: .init(hash: "00", alternative: "门")),
            .example("knock", .multiple, key: ["b"]), .example("knock", options: ["a", "b", "c"], key: ["b"]),
            .example("knock", options: ["a", "b", "c", "e"], key: ["b"]),
            rewritten(knock, .choice(Choice(kind: .single, options: options, key: ["b"]))),
        ] {
            #expect(!other.asksTheSame(as: knock))
        }
    }

    @Test("of several right options grade alike only with one scoring and one set of weights")
    func scoring() {
        func bring(_ scoring: Choice.Scoring) -> Question {
            .example("bring", .multiple, key: ["a", "c"], scoring: scoring)
        }
        #expect(bring(.exact).asksTheSame(as: bring(.subsetHalf)))
        #expect(!bring(.exact).gradesAlike(bring(.subsetHalf)))
        // Of one right option there is nothing to share.
        #expect(Question.example("knock", key: ["b"], scoring: .exact).gradesAlike(knock))
    }

    @Test("with blanks ask the same with other accepted forms, and not with other labels or another number of them")
    func blanks() {
        func blanks(_ blanks: [(String, FillIn.Accepted)]) -> Question {
            rewritten(
                knock, .fillIn(FillIn(blanks: blanks.map { .init(label: $0.0, accepts: $0.1, reason: "r") })))
        }
        let days = blanks([("公示", .texts(["七天", "7天"]))])
        #expect(blanks([("公示", .texts(["７ 天", "七天。"]))]).gradesAlike(days))
        #expect(!blanks([("公示", .texts(["七天"]))]).gradesAlike(days))
        #expect(blanks([("公示", .number(value: 7000, tolerance: 0, unit: "天"))]).asksTheSame(as: days))
        #expect(!blanks([("公布", .texts(["七天", "7天"]))]).asksTheSame(as: days))
        #expect(!blanks([("公示", .texts(["七天"])), ("", .texts(["七天"]))]).asksTheSame(as: days))
    }

    @Test("with fields, prompts or steps ask the same with another action, pair or order")
    func otherKinds() {
        func notice(_ action: PublicationCheck.Action, _ value: String = "甲村张某") -> Question {
            rewritten(
                knock,
                .publicationCheck(
                    PublicationCheck(
                        place: .website,
                        fields: [.init(key: "name", label: "姓名", value: value, action: action, reason: "r")])))
        }
        #expect(notice(.ask).asksTheSame(as: notice(.withhold)) && !notice(.ask).gradesAlike(notice(.withhold)))
        #expect(!notice(.ask).asksTheSame(as: notice(.ask, "甲村李某")))
        func pairs(_ answer: String, _ prompts: [String]) -> Question {
            rewritten(
                knock,
                .matching(
                    Matching(
                        prompts: prompts.map { .init(text: $0, answer: answer, reason: "r") },
                        options: ["a", "b"].map { .init(key: $0, text: $0) })))
        }
        #expect(pairs("a", ["一", "二"]).asksTheSame(as: pairs("b", ["一", "二"])))
        // The prompts are answered by number.
        #expect(!pairs("a", ["一", "二"]).asksTheSame(as: pairs("a", ["二", "一"])))
        func steps(_ keys: [String]) -> Question {
            rewritten(knock, .ordering(Ordering(steps: keys.map { .init(key: $0, text: $0, reason: "r") })))
        }
        #expect(
            steps(["a", "b"]).asksTheSame(as: steps(["b", "a"])) && !steps(["a", "b"]).gradesAlike(steps(["b", "a"])))
        #expect(!steps(["a", "b"]).asksTheSame(as: steps(["a", "b", "c"])))
    }

    @Test("of a text have no key: they always grade alike")
    func shortText() {
        let one = rewritten(knock, .shortText(ShortText(model: "m", criteria: ["c"])))
        let other = rewritten(knock, .shortText(ShortText(model: "n", criteria: [])))
        #expect(one.asksTheSame(as: other) && one.gradesAlike(other))
    }

    @Test("of a scenario ask the same with other points, unless a way asks for points; never with another way or word")
    func scenarios() {
        func story(
            points: Int = 1, asks: Int = 0, to: String = "end", consequence: String = "然后", ending: Int = 1
        ) -> Question {
            let option = Scenario.Option(
                key: "a", text: "去", consequence: consequence, feedback: "f\(points)", clauses: [], score: points,
                ways: [Scenario.Way(to: to, score: asks), Scenario.Way(to: "sorry")])
            return rewritten(
                knock,
                .scenario(
                    Scenario(
                        start: "door",
                        nodes: [
                            .init(id: "door", text: "门", options: [option]),
                            .init(id: "end", text: "完", ending: .init(.good, score: ending)),
                            .init(id: "sorry", text: "憾", ending: .init(.poor, score: 0)),
                        ])))
        }
        #expect(story().asksTheSame(as: story(points: 3)) && !story().gradesAlike(story(points: 3)))
        #expect(story(asks: 1).asksTheSame(as: story(asks: 1, ending: 5)))
        #expect(!story(asks: 1).asksTheSame(as: story(points: 3, asks: 1)))
        #expect(!story().asksTheSame(as: story(to: "sorry")))
        #expect(!story().asksTheSame(as: story(consequence: "后来")))
    }

    @Test("that grade alike give every answer the same mark", arguments: 0..<300)
    func gradesAlike(_ seed: Int) {
        var dice = Dice(seed: seed)
        let task = RandomTask(dice.pick(Question.Kind.allCases), &dice)
        let slot = task.slot(&dice)
        let (one, other) = (task.question(&dice), task.question(&dice))
        #expect(one.asksTheSame(as: other))
        for _ in 0..<40 {
            let response = task.response(&dice)
            let (mark, otherMark) = (slot.mark(response, to: one), slot.mark(response, to: other))
            if one.gradesAlike(other) {
                #expect(mark.earned == otherMark.earned && mark.state == otherMark.state)
                #expect(Set(mark.findings) == Set(otherMark.findings))
            }
        }
    }
}

@Suite("A corrected key")
struct RegradeTests {
    private let submitted = monday.minutes(30)

    /// A try that asked `questions`, each in the version of its id, options as in the file, handed in and marked.
    private func attempt(
        _ questions: [Question], _ responses: [Response?], passMark: Int = 60, at submitted: Date? = nil,
        marks given: [Int: Mark] = [:], slots: [Paper.Slot]? = nil
    ) -> Attempt {
        let slots =
            slots
            ?? questions.enumerated().map {
                Paper.Slot(
                    number: $0.offset + 1, version: "former-\($0.offset + 1)",
                    order: $0.element.choice.options.map(\.key))
            }
        let answers = responses.enumerated().compactMap { index, response in
            response.map { Answer(slot: index + 1, response: $0, seq: 1, savedAt: monday) }
        }
        func attempt(_ marks: [Int: Mark], _ result: Attempt.Result?) -> Attempt {
            Attempt(
                id: "try", person: "zhang", course: "visits", number: 1, startedAt: monday,
                paper: Paper(seed: 0, slots: slots), rules: Quiz.Rules(passMark: passMark),
                questions: Dictionary(uniqueKeysWithValues: zip(slots.map(\.version), questions)),
                answers: Dictionary(uniqueKeysWithValues: answers.map { ($0.slot, $0) }), marks: marks, result: result)
        }
        let open = attempt([:], nil)
        var marks = Dictionary(uniqueKeysWithValues: slots.map { ($0.number, open.mark($0)) })
        marks.merge(given) { $1 }
        return attempt(marks, open.result(of: marks, at: submitted ?? self.submitted, isExpired: false))
    }

    private func knock(_ key: String, keyFrom: Day? = nil) -> Question {
        let question = Question.example("knock", key: [key])
        return Question(
            id: question.id, era: question.era, clauses: question.clauses, stem: question.stem,
            interaction: question.interaction, explanation: question.explanation, keyFrom: keyFrom)
    }

    /// The correction of what slot 1 asked.
    private func correction(_ question: Question, of attempt: Attempt) throws -> Correction {
        let version = attempt.paper.slots[0].version
        let former = try #require(attempt.questions[version])
        return try #require(
            Correction(
                of: Item(version: "corrected", question: question), among: [Item(version: version, question: former)]))
    }

    private func regrade(_ question: Question, of attempt: Attempt) throws -> Regrade? {
        attempt.regraded(by: try correction(question, of: attempt))
    }

    // MARK: What it is

    @Test("corrects only versions that ask the same and grade otherwise")
    func corrections() {
        let former = Item(version: "v1", question: knock("b"))
        let item = Item(version: "v2", question: knock("c"))
        #expect(Correction(of: item, among: [former])?.former == [former])
        #expect(Correction(of: item, among: [item]) == nil)
        #expect(Correction(of: former, among: [former, Item(version: "v0", question: knock("b"))]) == nil)
        let reworded = Item(version: "v3", question: .example("knock", options: ["a", "b", "c"], key: ["c"]))
        #expect(Correction(of: reworded, among: [former, item]) == nil)
        #expect(Correction(of: item, among: [former, reworded])?.former == [former])
    }

    @Test("reaches tries handed in from the first moment of the new rule's first day, Asia/Shanghai, and none before")
    func midnight() throws {
        // 1 July begins in Shanghai at 16:00 of 30 June in UTC.
        let midnight = Date(timeIntervalSince1970: 1_782_835_200)
        #expect(Day("2026-07-01").start == midnight)
        let rule = knock("c", keyFrom: "2026-07-01")
        let before = attempt([knock("b")], [.text("b")], at: midnight.addingTimeInterval(-0.001))
        let after = attempt([knock("b")], [.text("b")], at: midnight)
        #expect(try regrade(rule, of: before) == nil)
        #expect(try regrade(rule, of: after)?.effect == .fails)
        #expect(try regrade(knock("c"), of: before)?.effect == .fails)
    }

    @Test(
        "still reaches no try of the old rule when the line with the day went missing, but does when an earlier day is written"
    )
    func lostLine() throws {
        let old = Item(version: "v1", question: knock("b"))
        let ruled = Item(version: "v2", question: knock("c", keyFrom: "2026-07-01"))
        let lost = Item(version: "v3", question: knock("c"))
        #expect(Correction(of: lost, among: [old, ruled])?.from == "2026-07-01")
        let earlier = Item(version: "v4", question: knock("c", keyFrom: "2026-01-01"))
        #expect(Correction(of: earlier, among: [old, ruled])?.from == "2026-01-01")
        // A day written beside another key is no day of this one.
        let third = Item(version: "v5", question: knock("d"))
        #expect(try #require(Correction(of: third, among: [old, ruled])).from == nil)
    }

    // MARK: What it means

    private let others = [Question.example("one", key: ["a"]), .example("two", key: ["a"])]

    /// Three questions; `right` of the two others are right.
    private func three(_ answer: String, right: Int) -> Attempt {
        attempt([knock("b")] + others, [.text(answer)] + [1, 2].map { .text($0 <= right ? "a" : "b") })
    }

    @Test(
        "means another score, a pass or a fail to the learner, or neither",
        arguments: [
            ("c", 2, Regrade.Effect.score, 300), ("c", 1, .passes, 200), ("c", 0, .score, 100), ("b", 2, .score, 200),
            ("b", 1, .fails, 100), ("b", 0, .score, 0), ("a", 2, .unchanged, 200), ("a", 0, .unchanged, 0),
        ])
    func effects(_ answer: String, _ right: Int, _ effect: Regrade.Effect, _ score: Int) throws {
        let regrade = try #require(try regrade(knock("c"), of: three(answer, right: right)))
        #expect(regrade.slot == 1 && regrade.effect == effect)
        #expect(regrade.after.score.hundredths == score)
        #expect(regrade.after.submittedAt == submitted && regrade.after.maxScore.hundredths == 300)
    }

    @Test("never takes a pass away unless that is allowed; the score is the corrected one in either case")
    func keepsPasses() throws {
        let regrade = try #require(try regrade(knock("c"), of: three("b", right: 1)))
        let kept = regrade.result(allowingFailing: false)
        #expect(kept.passed == true && kept.score == .one)
        #expect(regrade.result(allowingFailing: true).passed == false)
    }

    @Test("does not ask again about a pass that an earlier correction left standing")
    func keptPassStands() throws {
        let kept = Attempt(
            id: "try", person: "zhang", course: "visits", number: 1, startedAt: monday,
            paper: three("b", right: 1).paper, rules: Quiz.Rules(passMark: 60),
            questions: three("b", right: 1).questions,
            answers: three("b", right: 1).answers,
            marks: [
                1: Mark(earned: .zero, findings: []), 2: Mark(earned: .one, findings: []),
                3: Mark(earned: .zero, findings: []),
            ],
            result: Attempt.Result(
                submittedAt: submitted, score: .one, maxScore: Marks(hundredths: 300), received: 3, passed: true))
        let other = try #require(
            Correction(
                of: Item(version: "corrected", question: .example("one", key: ["d"])),
                among: [Item(version: "former-2", question: others[0])]))
        let regrade = try #require(kept.regraded(by: other))
        #expect(regrade.effect == .score && regrade.after.score == .zero)
        #expect(regrade.result(allowingFailing: true).passed == true)
    }

    @Test("leaves the marks that people gave, and a try that waits for one goes on waiting unless it no longer matters")
    func textsStay() throws {
        let text = Question(
            id: "text", era: .current, clauses: [], stem: "?",
            interaction: .shortText(ShortText(model: "m", criteria: [])),
            explanation: "e")
        let waiting = attempt([knock("b"), others[0], text], [.text("c"), .text("a"), .text("请坐")])
        #expect(waiting.result?.passed == nil)
        let passes = try #require(try regrade(knock("c"), of: waiting))
        #expect(passes.effect == .passes && passes.after.score.hundredths == 200)

        let given = Mark.given(Marks(hundredths: 50), remark: "好")
        let marked = attempt([knock("b"), others[0], text], [.text("c"), .text("b"), .text("请坐")], marks: [3: given])
        let regrade = try #require(try regrade(knock("c"), of: marked))
        #expect(regrade.slot == 1 && regrade.after.score.hundredths == 150 && regrade.effect == .score)
    }

    @Test("changes nothing of a try that goes on, that asked something else, or that was regraded by it before")
    func nothing() throws {
        let done = three("c", right: 1)
        let correction = try correction(knock("c"), of: done)
        let open = Attempt(
            id: "open", person: "zhang", course: "visits", number: 1, startedAt: monday, paper: done.paper,
            rules: Quiz.Rules(passMark: 60),
            questions: done.questions, answers: done.answers, result: nil)
        #expect(open.regraded(by: correction) == nil)
        let foreign = Correction(
            of: Item(version: "corrected", question: .example("else", key: ["d"])),
            among: [Item(version: "else-1", question: .example("else", key: ["a"]))])
        #expect(try done.regraded(by: #require(foreign)) == nil)
        #expect(done.after(try #require(done.regraded(by: correction))).regraded(by: correction) == nil)
    }

    // MARK: Laws

    @Test("that is the same key changes nothing, whatever was asked and answered", arguments: 0..<300)
    func sameKey(_ seed: Int) throws {
        var dice = Dice(seed: seed)
        let task = RandomTask(dice.pick(Question.Kind.allCases), &dice)
        let former = Item(version: "former", question: task.question(&dice))
        let wrong = Item(version: "wrong", question: task.question(&dice))
        for _ in 0..<20 {
            let done = attempt([former.question], [task.response(&dice)], slots: [task.slot(&dice)])
            // The key by which it was marked, in a correction that there is because of another version.
            let again = Item(version: "again", question: task.retold(former.question, &dice))
            if let correction = Correction(of: again, among: [former, wrong]) {
                #expect(done.regraded(by: correction) == nil)
            }
            #expect(Correction(of: again, among: [former]) == nil)
        }
    }

    @Test(
        "never gives less than nothing or more than the mark, and once applied changes nothing more", arguments: 0..<300
    )
    func bounds(_ seed: Int) throws {
        var dice = Dice(seed: seed)
        let task = RandomTask(dice.pick(Question.Kind.allCases), &dice)
        let former = Item(version: "former", question: task.question(&dice))
        let corrected = Item(version: "corrected", question: task.question(&dice))
        for _ in 0..<20 {
            let done = attempt(
                [former.question], [task.response(&dice)], passMark: dice.below(100) + 1, slots: [task.slot(&dice)])
            guard let correction = Correction(of: corrected, among: [former]), let before = done.result,
                let regrade = done.regraded(by: correction)
            else { continue }
            #expect(regrade.mark.earned >= .zero && regrade.mark.earned <= .one)
            #expect(regrade.after.score == regrade.mark.earned && regrade.before == before)
            #expect(regrade.after.received == before.received && regrade.after.maxScore == before.maxScore)
            let kept = regrade.result(allowingFailing: false)
            #expect(before.passed != true || kept.passed == true)
            for allowed in [true, false] {
                #expect(done.after(regrade, allowingFailing: allowed).regraded(by: correction) == nil)
            }
        }
    }
}

extension Attempt {
    /// The try after a regrade was written down.
    fileprivate func after(_ regrade: Regrade, allowingFailing: Bool = false) -> Attempt {
        Attempt(
            id: id, person: person, course: course, number: number, startedAt: startedAt, paper: paper,
            rules: rules, questions: questions, answers: answers,
            marks: marks.merging([regrade.slot: regrade.mark]) { $1 },
            result: regrade.result(allowingFailing: allowingFailing))
    }
}

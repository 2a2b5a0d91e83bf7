import FoundationEssentials
import Training

extension Question {
    /// A choice, for the examples of pages.
    static let example = example(
        .choice(
            Choice(
                kind: .multiple,
                options: [
                    Choice.Option(key: "a", text: "两个人一起去", reason: "每组不少于两人。"),
                    Choice.Option(key: "b", text: "打电话问问", reason: "要看实情。"),
                    Choice.Option(key: "c", text: "请家里人签字", reason: "调查表要签字。"),
                ], key: ["a", "c"])))

    /// One of each other kind.
    fileprivate static let others: [Question] = [
        example(
            .fillIn(
                FillIn(blanks: [
                    FillIn.Blank(label: "公示", accepts: .number(value: 7000, tolerance: 0, unit: "天"), reason: "公示七天。"),
                    FillIn.Blank(label: "每组", accepts: .texts(["两人"]), reason: "不少于两人。"),
                ]))),
        example(
            .matching(
                Matching(
                    prompts: [Matching.Prompt(text: "急难", answer: "a", reason: "先救。")],
                    options: [Matching.Option(key: "a", text: "临时救助"), Matching.Option(key: "b", text: "低保")]))),
        example(
            .ordering(
                Ordering(steps: [
                    Ordering.Step(key: "a", text: "受理", reason: "先受理。"),
                    Ordering.Step(key: "b", text: "调查", reason: "再调查。"),
                ]))),
        example(.shortText(ShortText(model: "先听完，再说清下一步。", criteria: ["态度", "下一步"]))),
        example(
            .publicationCheck(
                PublicationCheck(
                    place: .villageBoard,
                    fields: [
                        PublicationCheck.Field(
                            key: "name", label: "姓名", value: "甲村张某", action: .publish, reason: "公布申请人姓名。")
                    ]))),
        example(
            .scenario(
                Scenario(
                    start: "door",
                    nodes: [
                        Scenario.Node(
                            id: "door", text: "门敲不开。",
                            options: [
                                Scenario.Option(
                                    key: "a", text: "问邻居", consequence: "邻居说她在地里。", feedback: "多问一句。",
                                    clauses: ["M57-16"], score: 1, ways: [Scenario.Way(to: "yard")]),
                                Scenario.Option(
                                    key: "b", text: "回去", consequence: "事情没办。", feedback: "要看实情。",
                                    clauses: ["M57-16"], score: 0, ways: [Scenario.Way(to: "end")]),
                            ]),
                        Scenario.Node(
                            id: "yard", text: "她请您进屋。",
                            options: [
                                Scenario.Option(
                                    key: "a", text: "坐下听", consequence: "她慢慢说了。", feedback: "先听完。",
                                    clauses: ["M57-16"], score: 1, ways: [Scenario.Way(to: "end")]),
                                Scenario.Option(
                                    key: "b", text: "填表就走", consequence: "表是空的。", feedback: "情况没问到。",
                                    clauses: ["M57-16"], score: 0, ways: [Scenario.Way(to: "end")]),
                            ]),
                        Scenario.Node(id: "end", text: "走访结束。", ending: Scenario.Ending(.good, score: 1)),
                    ]))),
    ]

    private static func example(_ interaction: Interaction) -> Question {
        Question(
            id: "example", era: .year2019, clauses: ["M57-16"], stem: "2019年情景\n入户走访，怎么做？",
            image: Image(hash: "00", alternative: "一张登记表"), interaction: interaction, explanation: "上门看，也核资料。")
    }
}

extension Attempt {
    /// A try with one of each kind of question, a story twice: under way and at its end.
    static let example: Attempt = {
        let questions = [Question.example, .example] + Question.others + Question.others.suffix(1)
        let responses: [Response] = [
            .list(["a", "c"]), .list([]), .list(["7", "一人"]), .map(["1": "b"]), .list(["b", "a"]), .text("请她先坐下。"),
            .map(["name": "ask"]), .list(["a"]), .list(["a", "a"]),
        ]
        let orders = [["c", "a", "b"], ["a", "b", "c"], [], ["b", "a"], ["b", "a"], [], [], [], []]
        let began = Date(timeIntervalSince1970: 1_795_000_000)
        return Attempt(
            id: "example", person: "example", course: "example", number: 2, startedAt: began,
            paper: Paper(
                seed: 1,
                slots: orders.enumerated().map {
                    Paper.Slot(number: $0.offset + 1, version: "v\($0.offset + 1)", order: $0.element)
                }), rules: Quiz.Rules(passMark: 80),
            questions: Dictionary(
                uniqueKeysWithValues: questions.enumerated().map { ("v\($0.offset + 1)", $0.element) }),
            answers: Dictionary(
                uniqueKeysWithValues: responses.enumerated().map {
                    ($0.offset + 1, Answer(slot: $0.offset + 1, response: $0.element, seq: 1, savedAt: began))
                }), marks: [6: .given(Marks(hundredths: 50), remark: "再说说下一步。")], result: nil,
            onPaper: OnPaper(number: .example, keyedBy: "延长县陈某"))
    }()

    /// The timed try below, closed at its deadline.
    static let timedAndClosed = Attempt(
        id: timed.id, person: timed.person, course: timed.course, number: 1, startedAt: timed.startedAt,
        paper: timed.paper,
        rules: timed.rules, deadline: timed.deadline, questions: timed.questions, answers: timed.answers,
        late: timed.late,
        result: timed.closed().result)

    /// A timed try whose first and third answers are locked, and whose second one came a little late with a later one
    /// waiting.
    static let timed: Attempt = {
        let began = Date(timeIntervalSince1970: 1_795_000_000)
        let deadline = began.addingTimeInterval(1500)
        func answer(_ slot: Int, at time: Date, locked: Bool = false) -> Answer {
            Answer(slot: slot, response: .list(["a"]), seq: 1, savedAt: time, isLocked: locked)
        }
        return Attempt(
            id: "late", person: "example", course: "example", number: 1, startedAt: began,
            paper: Paper(
                seed: 1,
                slots: [["a", "b", "c"], ["a", "b", "c"], []].enumerated().map {
                    Paper.Slot(number: $0.offset + 1, version: "v\($0.offset + 1)", order: $0.element)
                }),
            rules: Quiz.Rules(passMark: 80, timeLimit: 25, feedback: .atOnce), deadline: deadline,
            questions: ["v1": .example, "v2": .example, "v3": Question.others[0]],
            answers: [
                1: answer(1, at: began, locked: true), 2: answer(2, at: deadline.addingTimeInterval(30)),
                3: answer(3, at: began, locked: true),
            ], late: [2: answer(2, at: deadline.addingTimeInterval(90))], result: nil)
    }()
}

import TestSupport
import Testing
import Training

@Suite("Questions of other kinds")
struct InteractionTests {
    private let slot = Paper.Slot(number: 1, version: "q", order: ["c", "a", "b"])
    private let plain = Paper.Slot(number: 1, version: "q", order: [])

    private func question(_ interaction: Question.Interaction) -> Question {
        Question(
            id: "q", era: .current, clauses: ["M57-19"], stem: "?", interaction: interaction, explanation: "because")
    }

    private func earned(_ response: Response?, _ interaction: Question.Interaction, on slot: Paper.Slot) -> Int {
        slot.mark(response, to: question(interaction)).earned.hundredths
    }

    // MARK: Blanks

    private let days = Question.Interaction.fillIn(
        FillIn(blanks: [
            .init(label: "公示", accepts: .texts(["七天", "7天"]), reason: "M57-19"),
            .init(label: "确认", accepts: .number(value: 10_000, tolerance: 0, unit: "个工作日"), reason: "M57-20"),
            .init(label: "线", accepts: .number(value: 1500, tolerance: 10, unit: "倍"), reason: "M57-8"),
        ]))

    @Test(
        "give each right blank its share, however it is written",
        arguments: [
            (["七天", "10", "1.5"], 100), (["７天。", "１０个工作日", "1.50 倍"], 100), ([" 7 天 ", "10.0", "1.49"], 100),
            (["七天", "11", "1.5"], 66), (["七日", "10天", "1.52"], 0), (["", "10", ""], 33), (["", "", ""], 0),
            (["七天", "10个", "-1.5"], 33), (["七天", "1e1", "1.5倍以上"], 33),
        ])
    func blanks(_ texts: [String], _ hundredths: Int) {
        #expect(earned(.list(texts), days, on: plain) == hundredths)
    }

    @Test("take one text for one blank and a list of just as many for several, none too long")
    func blankForms() {
        let one = Question.Interaction.fillIn(FillIn(blanks: [.init(label: "", accepts: .texts(["是"]), reason: "r")]))
        #expect(plain.normalized(.text("是"), to: question(one)) == .text("是"))
        #expect(plain.normalized(.text(String(repeating: "是", count: 201)), to: question(one)) == nil)
        #expect(plain.normalized(.list(["1", "2"]), to: question(days)) == nil)
        #expect(plain.normalized(.text("1"), to: question(days)) == nil)
        #expect(plain.normalized(.map(["1": "a"]), to: question(days)) == nil)
    }

    // MARK: Pairs and orders

    private let pairs = Question.Interaction.matching(
        Matching(
            prompts: [
                .init(text: "一", answer: "a", reason: "r"), .init(text: "二", answer: "b", reason: "r"),
                .init(text: "三", answer: "a", reason: "r"),
            ], options: [.init(key: "a", text: "甲"), .init(key: "b", text: "乙"), .init(key: "c", text: "丙")]))

    @Test("give each right pair its share; the letters are those of the places shown")
    func matching() {
        // Shown as c a b: `b` is the file's a, `c` its b.
        #expect(earned(.map(["1": "b", "2": "c", "3": "b"]), pairs, on: slot) == 100)
        #expect(earned(.map(["1": "b", "2": "b"]), pairs, on: slot) == 33)
        #expect(earned(.map([:]), pairs, on: slot) == 0)
        #expect(slot.mark(.map([:]), to: question(pairs)).state == .unanswered)
    }

    @Test("take no prompt, option or name that is not there", arguments: ["0", "4", "01", "x", "-1"])
    func hostilePairs(_ prompt: String) {
        #expect(slot.normalized(.map([prompt: "a"]), to: question(pairs)) == nil)
        #expect(slot.normalized(.map(["1": "d"]), to: question(pairs)) == nil)
    }

    private let steps = Question.Interaction.ordering(
        Ordering(steps: ["a", "b", "c"].map { .init(key: $0, text: $0, reason: "r") }))

    @Test("give an order the share of neighbours that follow each other rightly")
    func ordering() {
        // Shown as c a b: `b c a` is a b c.
        #expect(earned(.list(["b", "c", "a"]), steps, on: slot) == 100)
        #expect(earned(.list(["a", "b", "c"]), steps, on: slot) == 50)
        #expect(earned(.list(["a", "c", "b"]), steps, on: slot) == 0)
        #expect(slot.mark(.list([]), to: question(steps)).state == .unanswered)
        #expect(slot.normalized(.list(["a", "a", "b"]), to: question(steps)) == nil)
        #expect(slot.normalized(.list(["a", "b"]), to: question(steps)) == nil)
    }

    // MARK: Texts and notices

    @Test("leave a text to a person, and give an empty one nothing")
    func shortText() {
        let text = Question.Interaction.shortText(ShortText(model: "m", criteria: ["c"]))
        #expect(plain.mark(.text("请坐，慢慢说。"), to: question(text)).state == .awaiting)
        #expect(plain.mark(.text(" \n"), to: question(text)).state == .unanswered)
        #expect(plain.normalized(.text(String(repeating: "长", count: 2001)), to: question(text)) == nil)
    }

    private let notice = Question.Interaction.publicationCheck(
        PublicationCheck(
            place: .villageBoard,
            fields: [
                .init(key: "name", label: "姓名", value: "甲村张某", action: .publish, reason: "r"),
                .init(key: "amount", label: "金额", value: "示例", action: .publish, reason: "r"),
                .init(key: "phone", label: "电话", value: "（电话）", action: .withhold, reason: "r"),
                .init(key: "web", label: "上网", value: "姓名", action: .ask, reason: "r"),
            ]))

    @Test("give a notice its right fields, but nothing to whoever publishes what must be withheld")
    func publication() {
        let right = ["name": "publish", "amount": "publish", "phone": "withhold", "web": "ask"]
        #expect(earned(.map(right), notice, on: plain) == 100)
        #expect(earned(.map(right.merging(["web": "publish"]) { $1 }), notice, on: plain) == 75)
        let exposed = plain.mark(.map(right.merging(["phone": "publish"]) { $1 }), to: question(notice))
        #expect(exposed.earned == .zero)
        #expect(exposed.findings.contains(.exposes))
        #expect(plain.normalized(.map(["name": "burn"]), to: question(notice)) == nil)
        #expect(plain.normalized(.map(["nobody": "ask"]), to: question(notice)) == nil)
    }

    // MARK: Laws

    @Test("never earn less than nothing or more than the mark, whatever is sent", arguments: 0..<200)
    func bounds(_ seed: Int) {
        var dice = Dice(seed: seed)
        let words = ["a", "b", "c", "1", "2", "3", "", "publish", "七天", "1e9", "-0", "name", "９"]
        let texts = (0..<dice.below(5)).map { _ in dice.pick(words) }
        let response = dice.pick([
            Response.text(texts.first ?? ""), .list(texts),
            .map(Dictionary(texts.map { ($0, dice.pick(words)) }) { $1 }),
        ])
        for interaction in [days, pairs, steps, notice] {
            let mark = slot.mark(response, to: question(interaction))
            #expect(mark.earned >= .zero && mark.earned <= .one)
        }
    }
}

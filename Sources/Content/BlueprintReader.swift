import Training

/// Reads what the papers of a quiz are made of: `topics`, `draw`, `include` and `scenarios`.
struct BlueprintReader {
    private let quiz: Fields
    private let bank: QuestionBank
    private let clauses: ClauseBook
    /// The questions of the quiz's own topics, which a draw draws from unless it names others; nil where the quiz names
    /// none, holding nil where they cannot be counted.
    private let shared: [QuestionID]??

    /// The blueprint of all days, unless it has a mistake. That every seed can keep it, on each day from today on, is proved
    /// here: questions only ever come, so what can be filled today can be filled on every later day; but what comes may be
    /// of 2019, so what papers can hold at most is worked out for each day on which something comes.
    static func read(_ quiz: Fields, bank: QuestionBank, clauses: ClauseBook) -> Blueprint? {
        BlueprintReader(quiz, bank: bank, clauses: clauses).blueprint()
    }

    private init(_ quiz: Fields, bank: QuestionBank, clauses: ClauseBook) {
        self.quiz = quiz
        self.bank = bank
        self.clauses = clauses
        shared = quiz.optional("topics").map { bank.questions(of: $0) }
    }

    private func blueprint() -> Blueprint? {
        let needsDraw = shared != nil || ["include", "scenarios"].allSatisfy { quiz.optional($0) == nil }
        let value = needsDraw ? quiz.required("draw") : quiz.optional("draw")
        let draws = value.map { self.draws($0) } ?? (needsDraw ? nil : [])
        let fixed = quiz.optional("include").map { included($0) } ?? []
        let scenarios = quiz.optional("scenarios").map { self.scenarios($0) } ?? Blueprint.Draw(0, of: [])
        guard let draws, let fixed, let scenarios else { return nil }
        let blueprint = Blueprint(draws: draws.map(\.draw), fixed: fixed, scenarios: scenarios)
        let today = blueprint.without(bank.notYet(on: clauses.today))
        let shortages = today.shortages
        shortages.forEach { tell($0, draws.map(\.place)) }
        if today.count == 0 {
            (quiz.optional("include") ?? quiz.optional("scenarios"))?.complain(
                zh: "里的题都还没有到启用的日子", en: "names no question that is in service yet")
        } else if shortages.isEmpty {
            tellPast(blueprint)
        }
        return blueprint
    }

    /// Reports the first day on which a paper can have more than a third of its questions from the situation of 2019.
    private func tellPast(_ blueprint: Blueprint) {
        for day in [clauses.today] + changes(of: blueprint) {
            let papers = blueprint.without(bank.notYet(on: day))
            let past = papers.most { bank.items[$0]?.question.era == .year2019 }
            if past.count * 3 > papers.count { return tell(past, of: papers.count, from: day) }
        }
    }

    /// The days after today on which more can be asked, in order.
    private func changes(of blueprint: Blueprint) -> [Day?] {
        let days = Set(blueprint.questions.compactMap { bank.items[$0]?.from })
        return days.filter { !Optional($0).isInService(on: clauses.today) }.sorted()
    }

    private func tell(_ past: [QuestionID], of count: Int, from day: Day?) {
        let names = past.map(\.rawValue)
        let later = day == clauses.today ? nil : day
        ["draw", "include", "scenarios"].lazy.compactMap(quiz.optional).first?.complain(
            zh: (later.map { "从 \($0) 起，" } ?? "")
                + "一份 \(count) 题的试卷最多可能有 \(past.count) 题是 2019 年情景（\(names.joined(separator: "、"))），"
                + "不能超过 \(count / 3) 题：至少三分之二要讲现行规定",
            en: (later.map { "from \($0) on " } ?? "")
                + "can give a paper of \(count) questions with \(past.count) of 2019 "
                + "(\(names.joined(separator: ", "))); at most \(count / 3) may be, since two thirds are about today"
        )
    }

    private func tell(_ shortage: Blueprint.Shortage, _ places: [YAMLValue]) {
        guard let last = shortage.draws.last else { return }
        let numbers = shortage.draws.map { "\($0 + 1)" }
        let isOne = shortage.draws.count == 1
        let hasFixed = quiz.optional("include") != nil
        places[last].complain(
            zh: (places.count == 1 ? "" : "第 \(numbers.joined(separator: "、")) 项" + (isOne ? "" : "合起来"))
                + "要抽 \(shortage.asked) 题，\(hasFixed ? "除 `include` 外" : "")只有 \(shortage.available) 题可抽",
            en: (places.count == 1
                ? "asks"
                : isOne ? "number \(numbers[0]) asks" : "numbers \(numbers.joined(separator: ", ")) together ask")
                + " for \(shortage.asked) questions, but there are only \(shortage.available)"
                + (hasFixed ? " besides those of `include`" : ""))
    }

    // MARK: Draws

    private typealias PlacedDraw = (draw: Blueprint.Draw, place: YAMLValue)

    /// One draw, told by its count alone, or a list of them.
    private func draws(_ value: YAMLValue) -> [PlacedDraw]? {
        guard value.isList else {
            let count = value.integer(in: 1...Int.max)
            let questions = shared ?? quiz.required("topics").flatMap { bank.questions(of: $0) }
            guard let count, let questions else { return nil }
            return [(Blueprint.Draw(count, of: questions.filter { fits($0, Filter()) }), value)]
        }
        guard let elements = value.filledList() else { return nil }
        let draws = elements.compactMap { element in draw(element).map { (draw: $0, place: element) } }
        return draws.count == elements.count ? draws : nil
    }

    private func draw(_ value: YAMLValue) -> Blueprint.Draw? {
        guard let fields = value.fields(Keys.draw) else { return nil }
        let count = fields.required("count")?.integer(in: 1...Int.max)
        let own = fields.optional("topics").map { bank.questions(of: $0) }
        let questions = own ?? shared ?? fields.required("topics").flatMap { bank.questions(of: $0) }
        let filter = filter(fields)
        guard let count, let questions, let filter else { return nil }
        return Blueprint.Draw(count, of: questions.filter { fits($0, filter) })
    }

    /// What a draw asks of a question: of each list that is not empty, one.
    private struct Filter {
        var kinds: [Question.Kind] = []
        var tags: [String] = []
        var difficulties: [Item.Difficulty] = []
        var clauses: [ClauseID] = []
    }

    private func filter(_ fields: Fields) -> Filter? {
        let kinds = fields.optional("types").map { $0.elements { $0.choice(of: QuestionReader.kinds) } } ?? []
        let tags = fields.optional("tags").map { $0.elements { knownTag($0) } } ?? []
        let difficulties = fields.optional("difficulty").map { $0.difficulties() } ?? []
        let behind = fields.optional("clauses").map { clauses.list($0) } ?? []
        guard let kinds, let tags, let difficulties, let behind else { return nil }
        return Filter(kinds: kinds, tags: tags, difficulties: difficulties, clauses: behind)
    }

    private func knownTag(_ value: YAMLValue) -> String? {
        guard let tag = value.text() else { return nil }
        let known = Set(bank.items.values.flatMap(\.tags))
        // A question that could not be read may have it.
        if known.contains(tag) || !bank.isWhole { return tag }
        let meant = nearest(to: tag, in: known)
        return value.wrong(
            zh: "没有带标签 \(tag) 的题" + (meant.map { "，是不是 \($0)？" } ?? ""),
            en: "names the tag \(tag), which no question has" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }

    /// A question with a mistake of its own fits every filter, so that no draw is blamed for it.
    private func fits(_ id: QuestionID, _ filter: Filter) -> Bool {
        guard let item = bank.items[id] else { return true }
        let kind = item.question.kind
        // A short text keeps a learner waiting for a coordinator: it is drawn only where it is asked for.
        return (filter.kinds.isEmpty ? kind != .shortText : filter.kinds.contains(kind))
            && (filter.tags.isEmpty || filter.tags.contains(where: item.tags.contains))
            && (filter.difficulties.isEmpty || filter.difficulties.contains { $0 == item.difficulty })
            && (filter.clauses.isEmpty || filter.clauses.contains(where: item.question.clauses.contains))
    }

    // MARK: What is not drawn from topics

    private func included(_ value: YAMLValue) -> [QuestionID]? {
        let known = Set(bank.topics.values.flatMap(\.questions))
        return value.elements { element in
            guard let id: QuestionID = element.code() else { return nil }
            if known.contains(id) || !bank.isWhole { return id }
            if bank.scenarios.contains(id) { return element.wrongPlace(ofScenario: id.rawValue) }
            let meant = nearest(to: id.rawValue, in: known.map(\.rawValue))
            return element.wrong(
                zh: "没有题目 \(id)" + (meant.map { "，是不是 \($0)？" } ?? ""),
                en: "names the unknown question \(id)" + (meant.map { "; did you mean \($0)?" } ?? ""))
        }
    }

    /// A list of scenarios that all are asked, or `count` of them.
    private func scenarios(_ value: YAMLValue) -> Blueprint.Draw? {
        guard !value.isList else { return value.elements(scenario).map { Blueprint.Draw($0.count, of: $0) } }
        guard let fields = value.fields(Keys.scenarios) else { return nil }
        let count = fields.required("count")?.integer(in: 1...Int.max)
        let names = fields.required("of")?.elements(scenario)
        guard let count, let names else { return nil }
        let notYet = bank.notYet(on: clauses.today)
        let available = names.count { !notYet.contains($0) }
        guard count <= available else {
            return value.wrong(
                zh: "要 \(count) 个情景题，现在只有 \(available) 个",
                en: "ask for \(count) scenarios, but there are only \(available)")
        }
        return Blueprint.Draw(count, of: names)
    }

    private func scenario(_ element: YAMLValue) -> QuestionID? {
        guard let id: QuestionID = element.code() else { return nil }
        if bank.scenarios.contains(id) || !bank.exists { return id }
        let meant = nearest(to: id.rawValue, in: bank.scenarios.map(\.rawValue))
        return element.wrong(
            zh: "没有 scenarios/\(id).yml" + (meant.map { "，是不是 \($0)？" } ?? ""),
            en: "names the missing scenario \(id)" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }
}

extension QuestionBank {
    /// The questions of a list of topics; nil when a topic is missing or could not be read, so that they cannot be counted.
    fileprivate func questions(of value: YAMLValue) -> [QuestionID]? {
        guard exists else { return nil }
        let names = value.elements { element -> String? in
            guard let name = element.text() else { return nil }
            if topics[name] != nil { return name }
            if scenarios.contains(where: { $0.rawValue == name }) { return element.wrongPlace(ofScenario: name) }
            let meant = nearest(to: name, in: topics.keys)
            return element.wrong(
                zh: "没有 \(name).yml" + (meant.map { "，是不是 \($0)？" } ?? ""),
                en: "names the missing topic \(name)" + (meant.map { "; did you mean \($0)?" } ?? ""))
        }
        guard let wanted = names?.compactMap({ topics[$0] }), wanted.allSatisfy(\.isWhole) else { return nil }
        return wanted.flatMap(\.questions)
    }

    /// Whether every question is there, so that what is missing is missing.
    fileprivate var isWhole: Bool {
        exists && topics.values.allSatisfy { $0.isWhole && $0.questions.allSatisfy { items[$0] != nil } }
    }
}

extension YAMLValue {
    /// The elements of a filled list, each as `read` reads it, none twice; nil when one is wrong, which is reported.
    func elements<Element: Hashable>(_ read: (YAMLValue) -> Element?) -> [Element]? {
        guard let values = filledList() else { return nil }
        var seen: Set<Element> = []
        let elements = values.compactMap { value -> Element? in
            guard let element = read(value) else { return nil }
            guard seen.insert(element).inserted else {
                return value.wrong(zh: "重复：\(element)", en: "names \(element) twice")
            }
            return element
        }
        return elements.count == values.count ? elements : nil
    }

    /// How hard a question is, from 1 to 3.
    func difficulty() -> Item.Difficulty? {
        let range = Item.Difficulty.easy.rawValue...Item.Difficulty.hard.rawValue
        return integer(in: range).flatMap(Item.Difficulty.init)
    }

    /// One of these, or a list of them.
    fileprivate func difficulties() -> [Item.Difficulty]? {
        isList ? elements { $0.difficulty() } : difficulty().map { [$0] }
    }

    fileprivate func wrongPlace<Value>(ofScenario name: String) -> Value? {
        wrong(
            zh: "\(name) 是情景题，应写在 `scenarios` 下", en: "names the scenario \(name), which belongs under `scenarios`")
    }
}

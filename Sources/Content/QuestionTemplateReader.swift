import Training

/// A template as read, and where its parts stand.
struct ReadTemplate {
    let template: QuestionTemplate
    let tags: [String]
    let difficulty: Item.Difficulty?
    let place: YAMLValue
    let stem: YAMLValue
    let facts: YAMLValue
    let misconceptions: [String: YAMLValue]
}

/// Reads what stands under `questions` in the file of a decision table.
struct QuestionTemplateReader {
    private let reader: DecisionTableReader
    private let table: DecisionTable

    init(_ reader: DecisionTableReader, table: DecisionTable) {
        self.reader = reader
        self.table = table
    }

    /// The templates, if all are right.
    func templates(_ value: YAMLValue) -> [ReadTemplate]? {
        guard let elements = value.filledList() else { return nil }
        var ids: [String: YAMLValue] = [:]
        var mistakes: [String: YAMLValue] = [:]
        let templates = elements.compactMap { template($0, &ids, &mistakes) }
        return templates.count == elements.count ? templates : nil
    }

    private func template(
        _ value: YAMLValue, _ ids: inout [String: YAMLValue], _ mistakes: inout [String: YAMLValue]
    ) -> ReadTemplate? {
        guard let fields = value.fields(Keys.template) else { return nil }
        let id = fields.required("id").flatMap { $0.registered(in: &ids) }
        let count = fields.required("count")?.integer(in: 1...200)
        let tags = fields.optional("tags").map { $0.elements { $0.text() } } ?? []
        let labelled = fields.optional("difficulty")
        let difficulty = labelled?.difficulty()
        let only = fields.optional("only").map { reader.condition($0) } ?? DecisionTable.Condition([])
        let names = fields.optional("names").map { $0.elements { $0.text() } } ?? []
        let stem = fields.required("stem")
        let facts = fields.required("facts")
        let told = facts.flatMap { self.facts($0, name: names?.first) }
        let known = fields.required("misconceptions").flatMap { misconceptions($0, &mistakes) }
        guard let id, let count, let tags, labelled == nil || difficulty != nil, let only, let names,
            let text = stem?.text(), let stem, let facts, let told, let known
        else { return nil }
        guard isRight(stem, text, name: names.first) else { return nil }
        let template = QuestionTemplate(
            id: id, count: count, only: only, stem: text, names: names, facts: told, misconceptions: known)
        return ReadTemplate(
            template: template, tags: tags, difficulty: difficulty, place: value, stem: stem, facts: facts,
            misconceptions: mistakes)
    }

    private func isRight(_ value: YAMLValue, _ text: String, name: String?) -> Bool {
        if QuestionTemplate.fill(text, name: name, facts: "") == nil || !text.contains("{facts}") {
            value.complain(
                zh: "要有 {facts}，此外大括号里只能是 {name}（写了 `names` 时）",
                en: "must have {facts}, and besides it in braces only {name}, where there are `names`")
            return false
        }
        if table.era == .year2019, !text.saysEra2019 {
            value.complain(zh: "第一行要写明“2019年情景”", en: "must have the words 2019年情景 in its first line")
            return false
        }
        return true
    }

    private func facts(_ value: YAMLValue, name: String?) -> [QuestionTemplate.Fact]? {
        guard let pairs = value.pairs() else { return nil }
        let facts = pairs.compactMap { key, value -> QuestionTemplate.Fact? in
            guard let word = key.text() else { return nil }
            guard let input = input(word, at: key) else { return nil }
            return phrases(value, of: table.inputs[input], name: name).map { QuestionTemplate.Fact(input, $0) }
        }
        return facts.count == pairs.count ? facts : nil
    }

    private func input(_ name: String, at value: YAMLValue) -> Int? {
        if let place = table.inputs.firstIndex(where: { $0.name == name }) { return place }
        let meant = nearest(to: name, in: table.inputs.map(\.name))
        return value.wrong(
            zh: "没有 `\(name)` 这一项" + (meant.map { "，是不是 `\($0)`？" } ?? ""),
            en: "names the unknown input `\(name)`" + (meant.map { "; did you mean `\($0)`?" } ?? ""))
    }

    /// One sentence for all values, or `value: sentence` for some each.
    private func phrases(_ value: YAMLValue, of input: DecisionTable.Input, name: String?) -> [QuestionTemplate.Phrase]?
    {
        guard value.isMapping else {
            return phrase(value, name: name).map { [QuestionTemplate.Phrase([input.domain.range], $0)] }
        }
        guard let pairs = value.pairs() else { return nil }
        let phrases = pairs.compactMap { key, value -> QuestionTemplate.Phrase? in
            let values = key.values(of: input)
            let text = phrase(value, name: name)
            guard let values, let text else { return nil }
            return QuestionTemplate.Phrase(values, text)
        }
        return phrases.count == pairs.count ? phrases : nil
    }

    private func phrase(_ value: YAMLValue, name: String?) -> String? {
        guard let text = value.text() else { return nil }
        guard QuestionTemplate.fill(text, name: name, n: 1) != nil else {
            return value.wrong(
                zh: "大括号里只能是 {n}、{n*6} 这样的数，或 {name}（写了 `names` 时）",
                en: "must have in braces only {n}, {n*6} and the like, and {name}, where there are `names`")
        }
        return text
    }

    // MARK: Misconceptions

    private func misconceptions(_ value: YAMLValue, _ names: inout [String: YAMLValue]) -> [Misconception]? {
        guard let elements = value.filledList() else { return nil }
        let misconceptions = elements.compactMap { misconception($0, &names) }
        return misconceptions.count == elements.count ? misconceptions : nil
    }

    private func misconception(_ value: YAMLValue, _ names: inout [String: YAMLValue]) -> Misconception? {
        guard let fields = value.fields(Keys.misconception) else { return nil }
        let id = fields.required("id").flatMap { $0.registered(in: &names) }
        let name = fields.required("name")?.text()
        let english = fields.required("name_en")?.text()
        let why = fields.required("why")?.text()
        let change = change(fields, value)
        guard let id, let name, let english, let why, let change else { return nil }
        return Misconception(id, name: Bilingual(zh: name, en: english), why: why, change: change)
    }

    /// With `rule` one of `drop`, `then` and `when`; without it a rule more, of `when` and `then`.
    private func change(_ fields: Fields, _ value: YAMLValue) -> Misconception.Change? {
        let drop = fields.optional("drop")
        let when = fields.optional("when")
        let then = fields.optional("then")
        guard let place = fields.optional("rule") else {
            drop?.complain(zh: "要与 `rule` 同用", en: "goes with `rule` only")
            let condition = fields.required("when").flatMap { reader.condition($0) }
            let outcome = fields.required("then").flatMap { reader.outcome($0) }
            guard let condition, let outcome, drop == nil else { return nil }
            return .adds(condition, outcome)
        }
        guard let rule = place.text() else { return nil }
        let known = table.rules.map(\.id)
        guard known.contains(rule) else {
            place.unknownRule(rule, known)
            return nil
        }
        switch (drop, when, then) {
        case (let drop?, nil, nil):
            guard let flag = drop.flag() else { return nil }
            return flag ? .drops(rule) : drop.wrong(zh: "应为 true", en: "must be true")
        case (nil, let when?, nil): return asks(when, of: rule)
        case (nil, nil, let then?): return reader.outcome(then).map { .answers(rule, $0) }
        default:
            return value.wrong(
                zh: "`rule` 之外，`drop`、`when`、`then` 要写且只写一个", en: "need beside `rule` one of `drop`, `when` and `then`")
        }
    }

    private func asks(_ value: YAMLValue, of rule: DecisionTable.Rule.ID) -> Misconception.Change? {
        guard let pairs = value.pairs() else { return nil }
        guard pairs.count == 1, let (key, values) = pairs.first else {
            return value.wrong(zh: "只能改一项", en: "must change one input only")
        }
        guard let name = key.text(), let input = input(name, at: key) else { return nil }
        if !values.isList, values.text() == "any" { return .asks(rule, input: input, values: nil) }
        return values.values(of: table.inputs[input]).map { .asks(rule, input: input, values: $0) }
    }
}

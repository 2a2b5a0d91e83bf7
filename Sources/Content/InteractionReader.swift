import Training

/// Reads what is to be done in a question, with the key to it.
struct InteractionReader {
    private let fields: Fields
    private let era: Era?
    private let rules: RuleShelf

    init(_ fields: Fields, era: Era?, rules: RuleShelf) {
        self.fields = fields
        self.era = era
        self.rules = rules
    }

    /// The interaction of a question of this kind, if all of it is right.
    func interaction(_ kind: Question.Kind) -> Question.Interaction? {
        switch kind {
        case .single: choice(.single).map(Question.Interaction.choice)
        case .multiple: choice(.multiple).map(Question.Interaction.choice)
        case .trueFalse: choice(.trueFalse).map(Question.Interaction.choice)
        case .fillIn: fillIn().map(Question.Interaction.fillIn)
        case .matching: matching().map(Question.Interaction.matching)
        case .ordering: ordering().map(Question.Interaction.ordering)
        case .shortText: shortText().map(Question.Interaction.shortText)
        case .publicationCheck: publicationCheck().map(Question.Interaction.publicationCheck)
        // Each has a file of its own, see ScenarioReader.
        case .scenario: nil
        }
    }

    // MARK: Options

    private func choice(_ kind: Choice.Kind) -> Choice? {
        let options = fields.required("options").flatMap { OptionReader.options($0, kind: kind, rules: rules) }
        let key = fields.required("answer").flatMap { OptionReader.key($0, kind: kind, options: options) }
        let scoring = scoring(kind)
        let fixedOrder = fields.optional("fixed_order").map { $0.flag() } ?? false
        guard let options, let key, let scoring, let fixedOrder else { return nil }
        if fixedOrder || kind == .trueFalse, options.contains(where: \.last) {
            fields.optional("options")?.complain(
                zh: "顺序已固定，不用再写 `last`", en: "keep their order anyway: `last` is for those that are shuffled")
        }
        if options.contains(where: { $0.misconception != nil && key.contains($0.key) }) {
            fields.optional("options")?.complain(
                zh: "正确选项不能写 `misconception`", en: "have a `misconception` on a right option")
        }
        checkWeights(options, key: key, scoring: scoring)
        return Choice(kind: kind, options: options, key: key, scoring: scoring, fixedOrder: fixedOrder)
    }

    private func scoring(_ kind: Choice.Kind) -> Choice.Scoring? {
        guard let scoring = fields.optional("scoring") else { return .subsetHalf }
        if kind != .multiple { return scoring.wrong(zh: "只用于 multiple", en: "is for multiple only") }
        return scoring.choice()
    }

    /// The right options together must earn the whole mark, and no wrong one anything.
    private func checkWeights(_ options: [Choice.Option], key: [String], scoring: Choice.Scoring) {
        guard let place = fields.optional("options") else { return }
        guard scoring == .weighted else {
            if options.contains(where: { $0.weight != nil }) {
                place.complain(
                    zh: "只有 scoring: weighted 才写 `weight`", en: "have a `weight`, which is for scoring: weighted only")
            }
            return
        }
        let right = options.filter { key.contains($0.key) }.reduce(0) { $0 + ($1.weight ?? 0) }
        let wrong = options.filter { !key.contains($0.key) }
        if options.contains(where: { $0.weight == nil }) || right != 100
            || wrong.contains(where: { ($0.weight ?? 0) > 0 })
        {
            place.complain(
                zh: "每项都要有 `weight`：正确项合计 100，错误项不大于 0",
                en: "each need a `weight`: 100 for the right ones together, none above 0 for a wrong one")
        }
    }

    // MARK: Blanks

    private func fillIn() -> FillIn? {
        guard let elements = fields.required("blanks")?.filledList() else { return nil }
        if elements.count > 8 { fields.optional("blanks")?.complain(zh: "最多 8 个", en: "must be at most 8") }
        let blanks = elements.compactMap(blank)
        return blanks.count == elements.count ? FillIn(blanks: blanks) : nil
    }

    private func blank(_ value: YAMLValue) -> FillIn.Blank? {
        guard let fields = value.fields(Keys.blank) else { return nil }
        let label = fields.optional("label").map { $0.text() } ?? ""
        let reason = fields.required("reason")?.text()
        guard let accepts = accepted(fields, value), let label, let reason else { return nil }
        return FillIn.Blank(label: label, accepts: accepts, reason: reason)
    }

    private func accepted(_ fields: Fields, _ value: YAMLValue) -> FillIn.Accepted? {
        switch (fields.optional("accept"), fields.optional("number")) {
        case (let accept?, nil):
            for key in ["tolerance", "unit"] {
                fields.optional(key)?.complain(zh: "只与 `number` 同用", en: "goes with `number` only")
            }
            guard let elements = accept.filledList() else { return nil }
            let texts = elements.compactMap { $0.text() }
            return texts.count == elements.count ? .texts(texts) : nil
        case (nil, let number?):
            let tolerance = fields.optional("tolerance").map { $0.thousandths() } ?? 0
            guard let number = number.thousandths(), let tolerance else { return nil }
            return .number(value: number, tolerance: tolerance, unit: fields.optional("unit")?.text())
        case (nil, nil), (.some, .some):
            return value.wrong(zh: "`accept` 和 `number` 要写一个", en: "need either `accept` or `number`")
        }
    }

    // MARK: Pairs and orders

    private func matching() -> Matching? {
        guard let left = fields.required("prompts")?.filledList(), let right = fields.required("options")?.list() else {
            return nil
        }
        if !(2...8).contains(right.count) { fields.optional("options")?.complain(zh: "应有 2–8 个", en: "must be 2 to 8") }
        if !(2...8).contains(left.count) { fields.optional("prompts")?.complain(zh: "应有 2–8 个", en: "must be 2 to 8") }
        let options = right.compactMap { value -> Matching.Option? in
            guard let fields = value.fields(Keys.match), let key: Code<Matching> = fields.required("key")?.code(),
                let text = fields.required("text")?.text()
            else { return nil }
            return Matching.Option(key: key.rawValue, text: text)
        }
        checkDistinct(options.map(\.key), in: "options")
        let prompts = left.compactMap { prompt($0, options) }
        guard prompts.count == left.count, options.count == right.count else { return nil }
        return Matching(prompts: prompts, options: options)
    }

    private func prompt(_ value: YAMLValue, _ options: [Matching.Option]) -> Matching.Prompt? {
        guard let fields = value.fields(Keys.prompt) else { return nil }
        let text = fields.required("text")?.text()
        let reason = fields.required("reason")?.text()
        let answer = fields.required("answer")
        guard let text, let reason, let key = answer?.text() else { return nil }
        guard options.contains(where: { $0.key == key }) else {
            return answer?.wrong(zh: "没有选项 `\(key)`", en: "names the unknown option `\(key)`")
        }
        return Matching.Prompt(text: text, answer: key, reason: reason)
    }

    private func ordering() -> Ordering? {
        guard let elements = fields.required("steps")?.list() else { return nil }
        if !(2...8).contains(elements.count) {
            fields.optional("steps")?.complain(zh: "应有 2–8 个", en: "must be 2 to 8")
        }
        let steps = elements.compactMap { value -> Ordering.Step? in
            guard let fields = value.fields(Keys.step), let key: Code<Ordering> = fields.required("key")?.code(),
                let text = fields.required("text")?.text(), let reason = fields.required("reason")?.text()
            else { return nil }
            return Ordering.Step(key: key.rawValue, text: text, reason: reason)
        }
        checkDistinct(steps.map(\.key), in: "steps")
        return steps.count == elements.count && steps.count > 1 ? Ordering(steps: steps) : nil
    }

    private func checkDistinct(_ keys: [String], in name: String) {
        if Set(keys).count < keys.count {
            fields.optional(name)?.complain(zh: "有 `key` 用了两次", en: "use a `key` twice")
        }
    }

    // MARK: Words and notices

    private func shortText() -> ShortText? {
        let model = fields.required("model")?.text()
        guard let elements = fields.required("criteria")?.filledList(), let model else { return nil }
        let criteria = elements.compactMap { $0.text() }
        return criteria.count == elements.count ? ShortText(model: model, criteria: criteria) : nil
    }

    private func publicationCheck() -> PublicationCheck? {
        let place: PublicationCheck.Place? = fields.required("place")?.choice()
        guard let elements = fields.required("fields")?.filledList() else { return nil }
        let drafts = elements.compactMap { field($0, place) }
        checkDistinct(drafts.map(\.key), in: "fields")
        guard let place, drafts.count == elements.count else { return nil }
        return PublicationCheck(place: place, fields: drafts)
    }

    private func field(_ value: YAMLValue, _ place: PublicationCheck.Place?) -> PublicationCheck.Field? {
        guard let fields = value.fields(Keys.field) else { return nil }
        let key: Code<PublicationCheck>? = fields.required("key")?.code()
        let label = fields.required("label")?.text()
        let content = fields.required("value")?.text()
        let action: PublicationCheck.Action? = fields.required("action")?.choice()
        let reason = fields.required("reason")?.text()
        guard let key, let label, let content, let action, let reason else { return nil }
        // Whether a name may stand on a website is for the province and the city to say (CF-3 of the differences between
        // the notice of 2019 and today): it is asked first.
        if era != .year2019, place == .website, key.rawValue == "name", action == .publish {
            fields.optional("action")?.complain(
                zh: "按现行规定，网站上的姓名不能直接公布，应为 ask 或 withhold",
                en: "must be ask or withhold: under today's rules a name on a website is not simply published")
        }
        return PublicationCheck.Field(key: key.rawValue, label: label, value: content, action: action, reason: reason)
    }
}

import Training

/// Reads the options of a question and its answer.
enum OptionReader {
    /// The options, if all are right.
    static func options(_ value: YAMLValue, kind: Choice.Kind, rules: RuleShelf) -> [Choice.Option]? {
        guard let elements = value.list() else { return nil }
        checkCount(elements.count, of: value, kind: kind)
        let drafts = elements.compactMap { Draft($0, rules: rules) }
        checkDistinct(drafts, "key", \.key, zh: "用了两次", en: "stands twice")
        checkDistinct(drafts, "text", \.text, zh: "与另一个选项相同", en: "is that of another option")
        let options = drafts.compactMap(\.option)
        if kind == .trueFalse, options.count == 2, Set(options.map(\.text)) != ["对", "错"] {
            value.complain(zh: "判断题的选项应为“对”和“错”", en: "of a true_false question must be 对 and 错")
        }
        return options.count == elements.count ? options : nil
    }

    /// The keys of the right options in the order of the options.
    static func key(_ value: YAMLValue, kind: Choice.Kind, options: [Choice.Option]?) -> [Choice.Option.Key]? {
        guard let chosen = chosen(value, kind: kind) else { return nil }
        // Options with mistakes are reported where they stand; what they would have been called is not known.
        guard let options else { return nil }
        let known = options.map(\.key)
        for element in chosen where !known.contains(element.key) {
            element.value.complain(zh: "没有选项 `\(element.key)`", en: "names the unknown option `\(element.key)`")
        }
        let keys = Set(chosen.map(\.key))
        if keys.count < chosen.count { value.complain(zh: "有选项写了两次", en: "names an option twice") }
        return known.filter(keys.contains)
    }

    private static func checkCount(_ count: Int, of value: YAMLValue, kind: Choice.Kind) {
        if kind == .trueFalse, count != 2 {
            value.complain(zh: "判断题应正好有两个选项", en: "of a true_false question must be exactly two")
        } else if !(2...8).contains(count) {
            value.complain(zh: "应有 2–8 个", en: "must be 2 to 8")
        }
    }

    private static func checkDistinct(
        _ drafts: [Draft], _ name: String, _ part: (Draft) -> String?, zh: String, en: String
    ) {
        var seen: Set<String> = []
        for draft in drafts {
            guard let text = part(draft), !seen.insert(text).inserted else { continue }
            draft.fields.optional(name)?.complain(zh: zh, en: en)
        }
    }

    private typealias Named = (value: YAMLValue, key: Choice.Option.Key)

    private static func chosen(_ value: YAMLValue, kind: Choice.Kind) -> [Named]? {
        guard kind == .multiple else {
            guard value.isList else { return value.text().map { [(value, $0)] } }
            if let elements = value.list(), elements.count > 1 {
                return value.wrong(zh: "只能有一个正确选项", en: "must be one right option only")
            }
            return value.wrong(zh: "应为一个选项，不用列表", en: "must be one option, not a list")
        }
        guard let elements = value.list() else { return nil }
        guard !elements.isEmpty else { return value.wrong(zh: "至少要有一个正确选项", en: "must name a right option") }
        let choices = elements.compactMap { element in element.text().map { (element, $0) } }
        return choices.count == elements.count ? choices : nil
    }

    /// An option as far as it could be read.
    private struct Draft {
        let fields: Fields
        let key: Choice.Option.Key?
        let text: String?
        let reason: String?
        let weight: Int?
        let last: Bool?
        let misconception: Misconception.Label?

        init?(_ value: YAMLValue, rules: RuleShelf) {
            guard let fields = value.fields(Keys.option) else { return nil }
            let code: Code<Choice.Option>? = fields.required("key")?.code()
            self.fields = fields
            key = code?.rawValue
            text = fields.required("text")?.text()
            reason = fields.required("reason")?.text()
            weight = fields.optional("weight")?.integer(in: -100...100)
            last = fields.optional("last").map { $0.flag() } ?? false
            misconception = fields.optional("misconception").flatMap { Self.misconception($0, of: rules) }
        }

        var option: Choice.Option? {
            guard let key, let text, let reason, let last else { return nil }
            return Choice.Option(
                key: key, text: text, reason: reason, weight: weight, last: last, misconception: misconception)
        }

        private static func misconception(_ value: YAMLValue, of rules: RuleShelf) -> Misconception.Label? {
            guard let id = value.text() else { return nil }
            if let label = rules.misconceptions[id] { return label }
            // It may be that of a table with a mistake, which is told there.
            guard rules.isWhole else { return nil }
            let meant = nearest(to: id, in: rules.misconceptions.keys)
            return value.wrong(
                zh: "没有误解 \(id)" + (meant.map { "，是不是 \($0)？" } ?? ""),
                en: "names the unknown misconception \(id)" + (meant.map { "; did you mean \($0)?" } ?? ""))
        }
    }
}

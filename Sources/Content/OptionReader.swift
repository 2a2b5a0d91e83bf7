import Training

/// Reads the options of a question and its answer.
enum OptionReader {
    /// The options, if all are right.
    static func options(_ value: YAMLValue, kind: Question.Kind?) -> [Question.Option]? {
        guard let elements = value.list() else { return nil }
        checkCount(elements.count, of: value, kind: kind)
        let drafts = elements.map(Draft.init)
        checkDistinct(drafts.map(\.key), zh: "用了两次", en: "stands twice")
        checkDistinct(drafts.map(\.text), zh: "与另一个选项相同", en: "is that of another option")
        let options = drafts.compactMap(\.option)
        if kind == .trueFalse, options.count == 2, Set(options.map(\.text)) != ["对", "错"] {
            value.complain(zh: "判断题的选项应为“对”和“错”", en: "of a true_false question must be 对 and 错")
        }
        return options.count == elements.count ? options : nil
    }

    /// The keys of the right options in the order of the options.
    static func key(_ value: YAMLValue, kind: Question.Kind?, options: [Question.Option]?) -> [Question.Option.Key]? {
        guard let kind, let chosen = chosen(value, kind: kind) else { return nil }
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

    private static func checkCount(_ count: Int, of value: YAMLValue, kind: Question.Kind?) {
        if kind == .trueFalse, count != 2 {
            value.complain(zh: "判断题应正好有两个选项", en: "of a true_false question must be exactly two")
        } else if !(2...8).contains(count) {
            value.complain(zh: "应有 2–8 个", en: "must be 2 to 8")
        }
    }

    private static func checkDistinct(_ values: [(value: YAMLValue, text: String)?], zh: String, en: String) {
        var seen: Set<String> = []
        for case (let value, let text)? in values where !seen.insert(text).inserted {
            value.complain(zh: zh, en: en)
        }
    }

    private typealias Choice = (value: YAMLValue, key: Question.Option.Key)

    private static func chosen(_ value: YAMLValue, kind: Question.Kind) -> [Choice]? {
        guard kind == .multiple else {
            guard let elements = value.isList ? value.list() : nil else { return value.text().map { [(value, $0)] } }
            guard elements.count > 1 else {
                return value.wrong(zh: "应为一个选项，不用列表", en: "must be one option, not a list")
            }
            return value.wrong(zh: "只能有一个正确选项", en: "must be one right option only")
        }
        guard let elements = value.list() else { return nil }
        guard !elements.isEmpty else { return value.wrong(zh: "至少要有一个正确选项", en: "must name a right option") }
        let choices = elements.compactMap { element in element.text().map { (element, $0) } }
        return choices.count == elements.count ? choices : nil
    }

    /// An option as far as it could be read.
    private struct Draft {
        let key: (value: YAMLValue, text: String)?
        let text: (value: YAMLValue, text: String)?
        let option: Question.Option?

        init(_ value: YAMLValue) {
            let fields = value.fields(["key", "text", "reason"])
            let key = fields?.required("key")
            let text = fields?.required("text")
            let name = key.flatMap { (key: YAMLValue) -> Code<Question.Option>? in key.code() }?.rawValue
            let words = text?.text()
            let reason = fields?.required("reason")?.text()
            self.key = key.flatMap { key in name.map { (key, $0) } }
            self.text = text.flatMap { text in words.map { (text, $0) } }
            guard let name, let words, let reason else {
                option = nil
                return
            }
            option = Question.Option(key: name, text: words, reason: reason)
        }
    }
}

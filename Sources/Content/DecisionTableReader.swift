import Training

/// A decision table as read, and where its parts stand.
struct ReadTable {
    let id: TableID
    /// Nil when the file has a mistake that keeps it from being read.
    var table: DecisionTable?
    /// The templates, if all could be read.
    var templates: [ReadTemplate] = []
    /// Whether the file makes questions, mistakes or not.
    var makesQuestions = false
    /// The file.
    let place: Place
    /// The first day its questions are drawn; nil for always.
    var from: Day?
    /// Where each part stands.
    var places = Places()

    struct Places {
        var inputs: [YAMLValue] = []
        var outcomes: [String: YAMLValue] = [:]
        var rules: [String: YAMLValue] = [:]
        var gaps: [YAMLValue] = []
        /// The clauses of each rule.
        var clauses: [(value: YAMLValue, ids: [ClauseID])] = []
    }
}

/// Reads `Questions/rules/<id>.yml`: the table, and the templates that make questions of it.
struct DecisionTableReader {
    let clauses: ClauseBook
    private(set) var read: ReadTable
    /// The inputs and outcomes so far, which rules are read with.
    private(set) var inputs: [DecisionTable.Input] = []
    private(set) var outcomes: [DecisionTable.Outcome] = []

    /// The table of a file.
    static func read(_ id: TableID, _ file: TextFile, clauses: ClauseBook, sources: Sources) -> ReadTable {
        // A file that cannot be read may make some.
        let unread = ReadTable(id: id, makesQuestions: true, place: file.place)
        var reader = DecisionTableReader(clauses: clauses, read: unread)
        if let fields = YAMLValue(file.text, path: file.path, report: sources.report)?.fields(Keys.table) {
            reader.readFile(fields, today: sources.today)
        }
        return reader.read
    }

    private mutating func readFile(_ fields: Fields, today: Day?) {
        read.makesQuestions = fields.optional("questions") != nil
        let title = fields.required("title")?.text()
        let english = fields.required("title_en")?.text()
        let era: Era? = fields.required("era")?.choice()
        let signOff = fields.signOff(today: today)
        let from = fields.optional("from") { $0.day() }
        read.from = from ?? nil
        // Rules cannot be read without what they speak of.
        guard let inputs = fields.required("inputs").flatMap({ readInputs($0) }),
            let outcomes = fields.required("outcomes").flatMap({ readOutcomes($0) })
        else { return }
        self.inputs = inputs
        self.outcomes = outcomes
        let impossible = fields.optional("impossible").map { exclusions($0).map { $0.map(\.exclusion) } } ?? []
        let gaps = fields.optional("gaps").map { exclusions($0) } ?? []
        let rules = fields.required("rules").flatMap { readRules($0) }
        guard let title, let english, let era, let impossible, let gaps, let rules, from != nil else { return }
        read.places.gaps = gaps.map(\.place)
        let table = DecisionTable(
            id: read.id, title: Bilingual(zh: title, en: english), era: era, inputs: inputs, outcomes: outcomes,
            rules: rules, gaps: gaps.map(\.exclusion), impossible: impossible, signOff: signOff)
        guard let questions = fields.optional("questions") else { return read.table = table }
        // A misconception may be what an input or outcome is there for: without it the table cannot be judged.
        guard let templates = QuestionTemplateReader(self, table: table).templates(questions) else { return }
        read.table = table
        read.templates = templates
    }

    // MARK: Facts and outcomes

    private mutating func readInputs(_ value: YAMLValue) -> [DecisionTable.Input]? {
        guard let elements = value.filledList() else { return nil }
        var names: [String: YAMLValue] = [:]
        let inputs = elements.compactMap { readInput($0, &names) }
        read.places.inputs = elements
        return inputs.count == elements.count ? inputs : nil
    }

    private func readInput(_ value: YAMLValue, _ names: inout [String: YAMLValue]) -> DecisionTable.Input? {
        guard let fields = value.fields(Keys.input) else { return nil }
        let name = fields.required("name").flatMap { $0.registered(in: &names) }
        let label = fields.required("label")?.text()
        let era: Era? = fields.optional("era").map { $0.choice() } ?? .both
        guard let domain = domain(fields), let name, let label, let era else { return nil }
        return DecisionTable.Input(name: name, label: label, domain: domain, era: era)
    }

    private func domain(_ fields: Fields) -> DecisionTable.Domain? {
        if let values = fields.optional("values") {
            for key in ["from", "to", "unit"] {
                fields.optional(key)?.complain(zh: "不与 `values` 同用", en: "does not go with `values`")
            }
            return words(values).map { .words($0) }
        }
        guard fields.optional("from") != nil || fields.optional("to") != nil else {
            fields.optional("unit")?.complain(zh: "只与 `from`、`to` 同用", en: "goes with `from` and `to` only")
            return .flag
        }
        let range = -1_000_000...1_000_000
        let from = fields.required("from")?.integer(in: range)
        let to = fields.required("to")?.integer(in: range)
        guard let from, let to, let unit = fields.required("unit")?.text() else { return nil }
        guard from <= to else { return fields.optional("from")?.wrong(zh: "大于 `to`", en: "is above `to`") }
        return .number(from...to, unit: unit)
    }

    private func words(_ value: YAMLValue) -> [DecisionTable.Word]? {
        guard let pairs = value.pairs() else { return nil }
        let words = pairs.compactMap { key, value -> DecisionTable.Word? in
            let name: Code<DecisionTable.Word>? = key.code()
            guard let name, let label = value.text() else { return nil }
            return DecisionTable.Word(name.rawValue, label: label)
        }
        guard words.count == pairs.count else { return nil }
        return words.count > 1 ? words : value.wrong(zh: "至少要有两个", en: "must be two or more")
    }

    private mutating func readOutcomes(_ value: YAMLValue) -> [DecisionTable.Outcome]? {
        guard let elements = value.filledList() else { return nil }
        var names: Set<String> = []
        let outcomes = elements.compactMap { element -> DecisionTable.Outcome? in
            guard let fields = element.fields(Keys.outcome) else { return nil }
            let code = fields.required("code").flatMap { $0.registered(in: &read.places.outcomes) }
            let name = fields.required("name")?.text()
            let english = fields.required("name_en")?.text()
            guard let code, let name, let english else { return nil }
            if !names.insert(name).inserted {
                fields.optional("name")?.complain(zh: "与另一个结果相同", en: "is that of another outcome")
            }
            return DecisionTable.Outcome(code, name: Bilingual(zh: name, en: english))
        }
        return outcomes.count == elements.count ? outcomes : nil
    }

    // MARK: Rules

    private mutating func readRules(_ value: YAMLValue) -> [DecisionTable.Rule]? {
        guard let elements = value.filledList() else { return nil }
        var overrides: [(value: YAMLValue, ids: [String])] = []
        let rules = elements.compactMap { readRule($0, &overrides) }
        guard rules.count == elements.count else { return nil }
        let known = rules.map(\.id)
        for (value, ids) in overrides { for id in ids where !known.contains(id) { value.unknownRule(id, known) } }
        return overrides.allSatisfy { $0.ids.allSatisfy(known.contains) } ? rules : nil
    }

    private mutating func readRule(_ value: YAMLValue, _ overrides: inout [(value: YAMLValue, ids: [String])])
        -> DecisionTable.Rule?
    {
        guard let fields = value.fields(Keys.rule) else { return nil }
        let id = fields.required("id").flatMap { $0.registered(in: &read.places.rules) }
        let when = fields.required("when").flatMap { condition($0) }
        let then = fields.required("then").flatMap { outcome($0) }
        let over = fields.optional("overrides").map { value in value.elements { $0.text() } } ?? []
        if let over, let place = fields.optional("overrides") { overrides.append((place, over)) }
        let says = fields.required("says")?.text()
        let behind = clauses.support(fields.required("clauses"), from: read.from)
        if let behind, let place = fields.optional("clauses") { read.places.clauses.append((place, behind)) }
        let inferred = fields.optional("inferred").map { $0.flag() } ?? false
        guard let id, let when, let then, let over, let says, let behind, let inferred else { return nil }
        return DecisionTable.Rule(
            id, when: when, outcome: then, overrides: over, says: says, clauses: behind, inferred: inferred)
    }

    private func exclusions(_ value: YAMLValue) -> [(exclusion: DecisionTable.Exclusion, place: YAMLValue)]? {
        guard let elements = value.filledList() else { return nil }
        let exclusions = elements.compactMap { element -> (DecisionTable.Exclusion, YAMLValue)? in
            guard let fields = element.fields(Keys.exclusion) else { return nil }
            let when = fields.required("when").flatMap { condition($0) }
            let why = fields.required("why")?.text()
            guard let when, let why else { return nil }
            return (DecisionTable.Exclusion(when: when, why: why), element)
        }
        return exclusions.count == elements.count ? exclusions : nil
    }

    /// What is asked of the inputs: `{income: 100..149, owns: true, illness: [serious, chronic]}`.
    func condition(_ value: YAMLValue) -> DecisionTable.Condition? {
        guard let fields = value.fields(inputs.map(\.name)) else { return nil }
        let asked = inputs.enumerated().compactMap { place, input in
            fields.optional(input.name).map { (place, value: $0) }
        }
        let tests = asked.compactMap { place, value in
            value.values(of: inputs[place]).map { DecisionTable.Condition.Test(place, in: $0) }
        }
        return tests.count == asked.count ? DecisionTable.Condition(tests) : nil
    }

    /// An outcome by its code.
    func outcome(_ value: YAMLValue) -> DecisionTable.Outcome.Code? {
        guard let code = value.text() else { return nil }
        let known = outcomes.map(\.code)
        if known.contains(code) { return code }
        let meant = nearest(to: code, in: known)
        return value.wrong(
            zh: "没有结果 \(code)" + (meant.map { "，是不是 \($0)？" } ?? ""),
            en: "names the unknown outcome \(code)" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }
}

extension YAMLValue {
    /// A name by the rule of codes that is not in `names` yet, where it is put.
    func registered(in names: inout [String: YAMLValue]) -> String? {
        guard let code: Code<DecisionTable> = code() else { return nil }
        let name = code.rawValue
        if let first = names[name] {
            return wrong(
                zh: "\(name) 已在第 \(first.place.line) 行用过", en: "\(name) was given before, in line \(first.place.line)")
        }
        names[name] = self
        return name
    }

    /// Says that no rule has this name.
    func unknownRule(_ id: String, _ known: [String]) {
        let meant = nearest(to: id, in: known)
        complain(
            zh: "没有规则 \(id)" + (meant.map { "，是不是 \($0)？" } ?? ""),
            en: "names the unknown rule \(id)" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }

    /// Values of an input, one or a list: `true`, `serious`, `3`, `1..3`, `..3`, `4..`.
    func values(of input: DecisionTable.Input) -> [ClosedRange<Int>]? {
        guard isList else { return range(of: input.domain).map { [$0] } }
        guard let elements = filledList() else { return nil }
        let ranges = elements.compactMap { $0.range(of: input.domain) }
        return ranges.count == elements.count ? ranges : nil
    }

    private func range(of domain: DecisionTable.Domain) -> ClosedRange<Int>? {
        guard let text = text() else { return nil }
        switch domain {
        case .flag:
            guard let flag = Bool(text) else { return wrong(zh: "应为 true 或 false", en: "must be true or false") }
            return flag ? 1...1 : 0...0
        case .words(let words):
            if let place = words.firstIndex(where: { $0.name == text }) { return place...place }
            let meant = nearest(to: text, in: words.map(\.name))
            return wrong(
                zh: "没有这个值：\(text)" + (meant.map { "，是不是 \($0)？" } ?? ""),
                en: "names the unknown value \(text)" + (meant.map { "; did you mean \($0)?" } ?? ""))
        case .number(let all, _):
            guard let range = Self.range(text, within: all) else {
                return wrong(
                    zh: "应为 3、1..3、..3 或 4.. 这样的数，在 \(all.lowerBound)–\(all.upperBound) 之内",
                    en: "must be numbers such as 3, 1..3, ..3 or 4.. from \(all.lowerBound) to \(all.upperBound)")
            }
            return range
        }
    }

    private static func range(_ text: String, within all: ClosedRange<Int>) -> ClosedRange<Int>? {
        let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        let isRange = ends.count == 2
        guard let lower = ends[0].isEmpty && isRange ? all.lowerBound : Int(ends[0]),
            let upper = !isRange ? lower : ends[1].isEmpty ? all.upperBound : Int(ends[1]),
            all.contains(lower), all.contains(upper), lower <= upper
        else { return nil }
        return lower...upper
    }
}

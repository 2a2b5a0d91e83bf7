import Training

/// Reads the scenario of one file, `Questions/scenarios/<id>.yml`.
struct ScenarioReader {
    private let clauses: ClauseBook
    /// The first day it is asked.
    private let from: Day?
    /// Where each node has its name.
    private var places: [Scenario.Node.ID: YAMLValue] = [:]
    /// Where nodes are named that something leads to.
    private var targets: [(node: Scenario.Node.ID, place: YAMLValue)] = []
    /// The flags that choices set, and where ways ask for one.
    private var flagsSet: Set<String> = []
    private var flagsAsked: [(flag: String, place: YAMLValue)] = []

    init(clauses: ClauseBook, from: Day?) {
        self.clauses = clauses
        self.from = from
    }

    /// What the file says, if all of it is right.
    struct Story {
        let scenario: Scenario
        /// What its decisions rest on, in the order of the file.
        let clauses: [ClauseID]
    }

    /// The scenario under `start` and `nodes`.
    mutating func story(_ fields: Fields) -> Story? {
        let start = fields.required("start").flatMap { self.target($0) }
        guard let elements = fields.required("nodes")?.filledList() else { return nil }
        let nodes = elements.compactMap { self.node($0) }
        // A node whose name could not be read may be the one that is missed.
        let unknown = places.count == elements.count ? targets.filter { places[$0.node] == nil } : []
        unknown.forEach(complain)
        let unset = flagsAsked.filter { !flagsSet.contains($0.flag) }
        for (flag, place) in unset {
            place.complain(zh: "没有哪个选择设 \(flag)", en: "asks for \(flag), which no choice sets")
        }
        guard let start, unknown.isEmpty, nodes.count == elements.count else { return nil }
        var seen: Set<ClauseID> = []
        return Story(
            scenario: Scenario(start: start, nodes: nodes),
            clauses: nodes.flatMap(\.options).flatMap(\.clauses).filter { seen.insert($0).inserted })
    }

    private func complain(_ node: Scenario.Node.ID, at place: YAMLValue) {
        let meant = nearest(to: node, in: places.keys)
        place.complain(
            zh: "没有节点 \(node)" + (meant.map { "，是不是 \($0)？" } ?? ""),
            en: "names the unknown node \(node)" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }

    /// Reports what the scenario must not be as a whole.
    func check(_ scenario: Scenario, _ fields: Fields) {
        for defect in Scenario.Analysis(of: scenario).defects { tell(defect, fields) }
    }

    private func tell(_ defect: Scenario.Analysis.Defect, _ fields: Fields) {
        switch defect {
        case .unreachable(let id):
            places[id]?.complain(zh: "没有哪条路走到 \(id)", en: "\(id) is a node that nothing leads to")
        case .deadEnd(let id):
            places[id]?.complain(
                zh: "\(id) 走不下去，又不是结局", en: "\(id) is a dead end: there is no way on, and it is no ending")
        case .endless(let id):
            places[id]?.complain(zh: "从 \(id) 永远走不到结局", en: "\(id) is on a circle without a way out to an ending")
        case .earnsForEver(let id):
            places[id]?.complain(
                zh: "绕回 \(id) 的路每绕一圈都得分", en: "\(id) is on a circle that earns points each time round")
        case .worthless:
            fields.optional("nodes")?.complain(zh: "怎么走都得不到分", en: "earn nothing, whatever is chosen")
        case .tooLarge:
            fields.optional("nodes")?.complain(
                zh: "标记和分数条件太多，无法逐一核对", en: "have too many flags and conditions to be tried one by one")
        }
    }

    // MARK: Nodes

    private mutating func node(_ value: YAMLValue) -> Scenario.Node? {
        guard let fields = value.fields(Keys.node) else { return nil }
        let id = fields.required("id").flatMap { register($0) }
        let text = fields.required("text")?.text()
        let options = fields.optional("choices").map { self.options($0) } ?? []
        let outcome = fields.optional("ending")
        let ending = outcome.flatMap { self.ending($0, fields) }
        if outcome != nil {
            fields.optional("choices")?.complain(zh: "结局不能再有选择", en: "stand at an ending, which has none")
        } else {
            fields.optional("score")?.complain(zh: "只用于结局", en: "is for an ending only")
        }
        guard let id, let text, let options, outcome == nil || ending != nil else { return nil }
        return Scenario.Node(id: id, text: text, options: options, ending: ending)
    }

    private mutating func register(_ value: YAMLValue) -> Scenario.Node.ID? {
        guard let code: Code<Scenario.Node> = value.code() else { return nil }
        let id = code.rawValue
        if let first = places[id] {
            return value.wrong(
                zh: "\(id) 已在第 \(first.place.line) 行用过", en: "\(id) was given before, in line \(first.place.line)")
        }
        places[id] = value
        return id
    }

    private func ending(_ value: YAMLValue, _ fields: Fields) -> Scenario.Ending? {
        let outcome: Scenario.Ending.Outcome? = value.choice()
        let score = fields.required("score")?.integer(in: Self.points)
        guard let outcome, let score else { return nil }
        return Scenario.Ending(outcome, score: score)
    }

    // MARK: Options

    private mutating func options(_ value: YAMLValue) -> [Scenario.Option]? {
        guard let elements = value.list() else { return nil }
        if !(2...6).contains(elements.count) { value.complain(zh: "应有 2–6 个", en: "must be 2 to 6") }
        let options = elements.compactMap { self.option($0) }
        if Set(options.map(\.key)).count < options.count {
            value.complain(zh: "有 `key` 用了两次", en: "use a `key` twice")
        }
        return options.count == elements.count ? options : nil
    }

    private mutating func option(_ value: YAMLValue) -> Scenario.Option? {
        guard let fields = value.fields(Keys.decision) else { return nil }
        let key: Code<Scenario.Option>? = fields.required("key")?.code()
        let text = fields.required("text")?.text()
        let consequence = fields.required("consequence")?.text()
        let feedback = fields.required("feedback")?.text()
        let behind = clauses.support(fields.required("clauses"), from: from)
        clauses.checkSupport(fields.optional("clauses"), behind, from: from)
        let score = fields.required("score")?.integer(in: Self.points)
        let sets = fields.optional("sets").map { self.flags($0) } ?? []
        let ways = fields.required("to").flatMap { self.ways($0) }
        flagsSet.formUnion(sets ?? [])
        guard let key, let text, let consequence, let feedback, let behind, let score, let sets, let ways else {
            return nil
        }
        return Scenario.Option(
            key: key.rawValue, text: text, consequence: consequence, feedback: feedback, clauses: behind, score: score,
            sets: sets, ways: ways)
    }

    private func flags(_ value: YAMLValue) -> [String]? {
        guard let elements = value.filledList() else { return nil }
        let flags: [Code<Scenario>] = elements.compactMap { $0.code() }
        return flags.count == elements.count ? flags.map(\.rawValue) : nil
    }

    // MARK: Ways

    private mutating func ways(_ value: YAMLValue) -> [Scenario.Way]? {
        guard value.isList else { return target(value).map { [Scenario.Way(to: $0)] } }
        guard let elements = value.filledList() else { return nil }
        let ways = elements.compactMap { self.way($0) }
        guard ways.count == elements.count else { return nil }
        for (element, way) in zip(elements, ways).dropLast() where way.isAlwaysOpen {
            element.complain(zh: "没有条件，后面的路就走不到", en: "has no condition, so that none after it is ever tried")
        }
        if ways.last?.isAlwaysOpen == false {
            elements.last?.complain(zh: "最后一条路不能有条件", en: "must end with a way that has no condition")
        }
        return ways
    }

    private mutating func way(_ value: YAMLValue) -> Scenario.Way? {
        guard let fields = value.fields(Keys.way) else { return nil }
        let node = fields.required("node").flatMap { self.target($0) }
        let score = fields.optional("score").map { $0.integer(in: 1...Self.points.upperBound) } ?? 0
        let flags = fields.optional("flags").map { self.flags($0) } ?? []
        if let place = fields.optional("flags") { flagsAsked += (flags ?? []).map { ($0, place) } }
        guard let node, let score, let flags else { return nil }
        return Scenario.Way(to: node, score: score, flags: flags)
    }

    private mutating func target(_ value: YAMLValue) -> Scenario.Node.ID? {
        guard let node = value.text() else { return nil }
        targets.append((node, value))
        return node
    }

    private static let points = 0...1000
}

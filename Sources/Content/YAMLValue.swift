import Training
import Yams

/// A value in a YAML file with its place: hands out what it is asked for, or reports why it cannot and gives nil.
struct YAMLValue {
    /// The key it stands under, or the key of the list it is in; empty for a whole file.
    let name: String
    /// The line of its key, or its own in a list.
    let place: Place
    let report: Report
    private let node: Node
    private let lineOffset: Int

    /// The single document of `text`, which begins after `lineOffset` lines of its file.
    ///
    /// Nil when it is not YAML, which is reported, or empty, which is reported too.
    init?(_ text: String, path: String, lineOffset: Int = 0, report: Report) {
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                report.error(Place(path: path, line: lineOffset + 1), zh: "没有内容", en: "holds nothing")
                return nil
            }
            self.init(
                name: "", place: Place(path: path, line: (node.mark?.line ?? 1) + lineOffset),
                report: report, node: node, lineOffset: lineOffset)
        } catch {
            let (line, reason) = (error as? YamlError).map(YAMLValue.explain) ?? (1, "\(error)")
            let last = text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.hasSuffix("\n") ? 0 : 1)
            report.error(
                Place(path: path, line: min(line, max(last, 1)) + lineOffset), zh: "YAML 写法有误：\(reason)",
                en: "not valid YAML: \(reason)")
            return nil
        }
    }

    private init(name: String, place: Place, report: Report, node: Node, lineOffset: Int) {
        self.name = name
        self.place = place
        self.report = report
        self.node = node
        self.lineOffset = lineOffset
    }

    private static func explain(_ error: YamlError) -> (line: Int, reason: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            (context.mark.line, "the key \(keys.map { "`\($0)`" }.joined(separator: ", ")) stands twice")
        case .reader(let problem, let offset, _, let yaml):
            (yaml.prefix(offset ?? 0).count { $0 == "\n" } + 1, problem)
        default: (1, "\(error)")
        }
    }

    // MARK: What it can be asked for

    /// Text without the white space around it; numbers and flags count as the text they are written with.
    func text() -> String? {
        guard case .scalar(let scalar) = node else { return wrong(zh: "应为文字", en: "must be text") }
        let text = scalar.string.trimming(while: \.isWhitespace)
        guard !text.isEmpty, !isNull(scalar) else { return wrong(zh: "不能为空", en: "must not be empty") }
        return String(text)
    }

    /// A whole number within `range`.
    func integer(in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = node, scalar.style == .plain, let number = Int(scalar.string),
            range.contains(number)
        else {
            guard range.upperBound < .max else {
                return wrong(zh: "应为不小于 \(range.lowerBound) 的整数", en: "must be a whole number from \(range.lowerBound)")
            }
            return wrong(
                zh: "应为 \(range.lowerBound)–\(range.upperBound) 的整数",
                en: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`.
    func flag() -> Bool? {
        guard case .scalar(let scalar) = node, scalar.style == .plain, let flag = Bool(scalar.string) else {
            return wrong(zh: "应为 true 或 false", en: "must be true or false")
        }
        return flag
    }

    /// A calendar day.
    func day() -> Day? {
        guard case .scalar(let scalar) = node, let day = Day(scalar.string) else {
            return wrong(zh: "应为日期，如 2026-11-30", en: "must be a day such as 2026-11-30")
        }
        return day
    }

    /// One of the words of `Choice`, or of those that are meant here.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(of choices: [Choice] = Array(Choice.allCases))
        -> Choice?
    {
        if case .scalar(let scalar) = node, let choice = choices.first(where: { $0.rawValue == scalar.string }) {
            return choice
        }
        let allowed = choices.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        return wrong(zh: "只能是 \(allowed)", en: "must be one of \(allowed)")
    }

    /// A name by the rule of codes.
    func code<Subject>() -> Code<Subject>? {
        if case .scalar(let scalar) = node, let code = Code<Subject>(rawValue: scalar.string) { return code }
        return wrong(zh: "应为 1–64 个 A–Z a–z 0–9 _ -", en: "must be 1 to 64 of A–Z a–z 0–9 _ -")
    }

    /// The elements of a list.
    func list() -> [YAMLValue]? {
        guard case .sequence(let nodes) = node else { return wrong(zh: "应为列表", en: "must be a list") }
        return nodes.map {
            YAMLValue(name: name, place: place(of: $0), report: report, node: $0, lineOffset: lineOffset)
        }
    }

    /// The elements of a list that holds something.
    func filledList() -> [YAMLValue]? {
        guard let list = list() else { return nil }
        return list.isEmpty ? wrong(zh: "不能为空", en: "must not be empty") : list
    }

    /// The text under a key, without a word to the author when there is none.
    func peek(_ key: String) -> String? { node.mapping?[key]?.scalar?.string }

    /// A number with up to three decimals, in thousandths.
    func thousandths() -> Int? {
        guard case .scalar(let scalar) = node, scalar.style == .plain, let number = Double(scalar.string),
            abs(number) <= 1_000_000_000, (number * 1000).rounded() == number * 1000
        else { return wrong(zh: "应为最多三位小数的数", en: "must be a number with at most three decimals") }
        return Int(number * 1000)
    }

    /// Whether it is a list, without a word to the author.
    var isList: Bool { node.sequence != nil }

    /// Whether it is made of keys and values, without a word to the author.
    var isMapping: Bool { node.mapping != nil }

    /// The keys and values of a mapping whose keys are not known beforehand, in their order.
    func pairs() -> [(key: YAMLValue, value: YAMLValue)]? {
        guard case .mapping(let mapping) = node else {
            return wrong(zh: "应为“键: 值”的形式", en: "must be made of `key: value`")
        }
        return mapping.map { key, value in
            let place = place(of: key)
            let name = key.scalar?.string ?? name
            return (
                YAMLValue(name: self.name, place: place, report: report, node: key, lineOffset: lineOffset),
                YAMLValue(name: name, place: place, report: report, node: value, lineOffset: lineOffset)
            )
        }
    }

    /// The values by key; each key that is not in `allowed` is reported.
    func fields(_ allowed: [String]) -> Fields? {
        guard case .mapping(let mapping) = node else {
            return wrong(zh: "应为“键: 值”的形式", en: "must be made of `key: value`")
        }
        var fields = Fields(place: place, report: report)
        let present = Set(mapping.keys.compactMap(\.scalar?.string))
        for (key, value) in mapping {
            let place = place(of: key)
            let name = key.scalar?.string ?? ""
            if allowed.contains(name) {
                fields.values[name] = YAMLValue(
                    name: name, place: place, report: report, node: value, lineOffset: lineOffset)
            } else {
                let meant = nearest(to: name, in: allowed.filter { !present.contains($0) })
                reportUnknownKey(name, at: place, meant: meant)
                fields.misspelt.formUnion(meant.map { [$0] } ?? [])
            }
        }
        return fields
    }

    // MARK: What is said when it cannot

    /// Reports that the value is not what it should be.
    func complain(zh: String, en: String) {
        let subject = name.isEmpty ? "" : "`\(name)` "
        report.error(place, zh: subject + zh, en: subject + en)
    }

    /// The same where a value was asked for, which is then not there.
    func wrong<Value>(zh: String, en: String) -> Value? {
        complain(zh: zh, en: en)
        return nil
    }

    private func reportUnknownKey(_ name: String, at place: Place, meant: String?) {
        report.error(
            place, zh: "不认识的键 `\(name)`" + (meant.map { "，是不是 `\($0)`？" } ?? ""),
            en: "unknown key `\(name)`" + (meant.map { "; did you mean `\($0)`?" } ?? ""))
    }

    private func place(of node: Node) -> Place {
        Place(path: place.path, line: node.mark.map { $0.line + lineOffset } ?? place.line)
    }

    private func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
    }
}

/// The values of a YAML mapping by key.
struct Fields {
    /// Where the mapping begins.
    let place: Place
    fileprivate let report: Report
    fileprivate var values: [String: YAMLValue] = [:]
    /// Keys that are there under a name reported as a slip.
    fileprivate var misspelt: Set<String> = []

    /// The value under a key that may be left out.
    func optional(_ key: String) -> YAMLValue? { values[key] }

    /// What `read` makes of the value under a key that may be left out: nothing where it is left out, nil where it has a
    /// mistake. So `guard let` takes off what says whether it could be read.
    func optional<Value>(_ key: String, _ read: (YAMLValue) -> Value?) -> Value?? {
        guard let value = values[key] else { return .some(nil) }
        return read(value).map { .some($0) }
    }

    /// The value under a key that must be there; one that is not is reported.
    func required(_ key: String) -> YAMLValue? {
        if values[key] == nil, !misspelt.contains(key) {
            report.error(place, zh: "缺少键 `\(key)`", en: "missing key `\(key)`")
        }
        return values[key]
    }
}

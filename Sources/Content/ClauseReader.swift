import Training

/// The clauses as read, and what can be said of a clause's name.
struct ClauseBook {
    /// The clauses without a mistake.
    var clauses: [ClauseID: Clause] = [:]
    /// Where each name was given first, faulty clauses included.
    var places: [ClauseID: Place] = [:]
    /// False when a file could not be read: then a name that is not known may still be right.
    var isComplete = true

    /// Reads `clauses: [A, B]`, what a lesson or question rests on: known names, at least one, none twice.
    func list(_ value: YAMLValue?) -> [ClauseID]? {
        guard let elements = value?.filledList() else { return nil }
        var seen: Set<ClauseID> = []
        let clauses = elements.compactMap { element -> ClauseID? in
            guard let id = id(element) else { return nil }
            guard seen.insert(id).inserted else { return element.wrong(zh: "重复：\(id)", en: "names \(id) twice") }
            return id
        }
        return clauses.count == elements.count ? clauses : nil
    }

    /// The clauses of these names that are without a mistake; nil when there is one with a mistake.
    func clauses(_ ids: [ClauseID]?) -> [Clause]? {
        guard let ids else { return nil }
        let found = ids.compactMap { clauses[$0] }
        return found.count == ids.count ? found : nil
    }

    /// Reports a key that rests on nothing that was read in a public source. `ids` are what `list` says.
    func checkSupport(_ list: YAMLValue?, _ ids: [ClauseID]?) {
        guard let clauses = clauses(ids), !clauses.contains(where: \.verified) else { return }
        list?.complain(
            zh: "只有未核实的条款，答案不能只靠它们", en: "names unverified clauses only; a key must not rest on them alone")
    }

    private func id(_ value: YAMLValue) -> ClauseID? {
        guard let id = value.clauseID() else { return nil }
        guard let problem = problem(with: id.rawValue) else { return id }
        return value.wrong(zh: problem.zh, en: problem.en)
    }

    /// What is wrong with a name where a clause is named; nil when there is such a clause, or may be.
    func problem(with name: String) -> Bilingual? {
        if let id = ClauseID(rawValue: name), places[id] != nil || !isComplete { return nil }
        guard let meant = nearest(to: name, in: places.keys.map(\.rawValue)) else {
            return Bilingual(zh: "没有条款 \(name)", en: "names the unknown clause \(name)")
        }
        return Bilingual(
            zh: "没有条款 \(name)，是不是 \(meant)？", en: "names the unknown clause \(name); did you mean \(meant)?")
    }
}

/// Reads `Courses/clauses/*.yml`.
struct ClauseReader {
    private let sources: Sources
    private var report: Report { sources.report }
    private var book = ClauseBook()

    /// All clauses of the folder.
    static func read(_ folder: Folder, sources: Sources) -> ClauseBook {
        var reader = ClauseReader(sources: sources)
        reader.read(folder)
        return reader.book
    }

    private init(sources: Sources) { self.sources = sources }

    private mutating func read(_ folder: Folder) {
        guard folder.exists else {
            report.error(Place(path: folder.path), zh: "缺少条款文件夹", en: "the folder of the clauses is missing")
            book.isComplete = false
            return
        }
        for entry in folder.entries {
            if entry.ending == "yml", !entry.isFolder { readFile(entry) } else { report.unexpected(entry) }
        }
    }

    private mutating func readFile(_ entry: Folder.Entry) {
        guard let file = TextFile(entry.path, sources: sources),
            let elements = YAMLValue(file.text, path: file.path, report: report)?.list()
        else {
            book.isComplete = false
            return
        }
        elements.forEach { readClause($0) }
    }

    private mutating func readClause(_ value: YAMLValue) {
        guard let fields = value.fields(Keys.clause) else { return }
        let id = fields.required("id").flatMap { register($0) }
        let version = fields.required("version")?.integer(in: 1...Int.max)
        let text = fields.required("text")?.text()
        let source = fields.required("source")?.text()
        let era: Era? = fields.required("era")?.choice()
        let verified = fields.required("verified")?.flag()
        let from = fields.optional("from")?.day()
        let to = fields.optional("to")?.day()
        if let from, let to, from > to {
            fields.optional("from")?.complain(zh: "晚于 `to`", en: "is after `to`")
        }
        let signOff = fields.signOff(today: sources.today)
        guard let id, let version, let text, let source, let era, let verified else { return }
        book.clauses[id] = Clause(
            id: id, version: version, text: text, source: source, era: era, verified: verified, from: from, to: to,
            signOff: signOff)
    }

    private mutating func register(_ value: YAMLValue) -> ClauseID? {
        guard let id = value.clauseID() else { return nil }
        if [".json", ".csv", ".xlsx"].contains(where: id.rawValue.hasSuffix) {
            return value.wrong(
                zh: "不能以 .json、.csv、.xlsx 结尾", en: "must not end in .json, .csv or .xlsx: its page has such addresses")
        }
        if let first = book.places[id] {
            return value.wrong(
                zh: "\(id) 已在 \(first.description) 用过", en: "\(id) was given before, at \(first.description)")
        }
        book.places[id] = value.place
        return id
    }
}

extension YAMLValue {
    fileprivate func clauseID() -> ClauseID? {
        guard let text = text() else { return nil }
        return ClauseID(rawValue: text)
            ?? wrong(zh: "应为 1–64 个 A–Z a–z 0–9 . _ -", en: "must be 1 to 64 of A–Z a–z 0–9 . _ -")
    }
}

extension Report {
    /// Says that a file or folder is none of those that content is made of.
    func unexpected(_ entry: Folder.Entry) {
        warning(entry.place, zh: "这里用不着它，不会读取", en: "is not expected here and is not read")
    }
}

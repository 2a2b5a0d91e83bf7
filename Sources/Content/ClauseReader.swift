import Training

/// Reads `Courses/clauses/*.yml`.
struct ClauseReader {
    private let sources: Sources
    private var report: Report { sources.report }
    private var book: ClauseBook
    /// What was read of each clause, in the order of the files; nil for an item with a mistake.
    private var read: [ClauseID: [(clause: Clause, fields: Fields)?]] = [:]

    /// All clauses of the folder; without `today` all days have come.
    static func read(_ folder: Folder, sources: Sources, today: Day? = nil) -> ClauseBook {
        var reader = ClauseReader(sources: sources, today: today)
        reader.read(folder)
        for (id, items) in reader.read { reader.take(id, items) }
        return reader.book
    }

    private init(sources: Sources, today: Day?) {
        self.sources = sources
        book = ClauseBook(today: today)
    }

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
        let id = fields.required("id")?.clauseID()
        let version = fields.required("version")?.integer(in: 1...Int.max)
        let text = fields.required("text")?.text()
        let source = fields.required("source")?.text()
        let era: Era? = fields.required("era")?.choice()
        let verified = fields.required("verified")?.flag()
        let from = fields.optional("from") { $0.day() }
        let to = fields.optional("to") { $0.day() }
        if case let (from??, to??) = (from, to), from > to {
            fields.optional("from")?.complain(zh: "晚于 `to`", en: "is after `to`")
        }
        let signOff = fields.signOff(today: sources.today)
        guard let id else { return }
        if [".json", ".csv", ".xlsx"].contains(where: id.rawValue.hasSuffix) {
            fields.optional("id")?.complain(
                zh: "不能以 .json、.csv、.xlsx 结尾", en: "must not end in .json, .csv or .xlsx: its page has such addresses")
        }
        if book.names[id] == nil { book.names[id] = fields.optional("id")?.place }
        guard let version, let text, let source, let era, let verified, let from, let to else {
            return read[id, default: []].append(nil)
        }
        let clause = Clause(
            id: id, version: version, text: text, source: source, era: era, verified: verified, from: from,
            to: to, signOff: signOff)
        read[id, default: []].append((clause, fields))
    }

    /// Takes a clause with its versions into the book unless there is a mistake in one of them or between them.
    private mutating func take(_ id: ClauseID, _ items: [(clause: Clause, fields: Fields)?]) {
        let versions = items.compactMap(\.self)
        guard versions.count == items.count, isNoRepetition(versions) else { return }
        let inOrder = versions.sorted { ($0.clause.from?.number ?? .min) < ($1.clause.from?.number ?? .min) }
        for (earlier, later) in zip(inOrder, inOrder.dropFirst()) { compare(earlier, later) }
        book.versions[id] = inOrder.map(\.clause)
        for (clause, fields) in inOrder { book.places[clause.inItsVersion] = fields.place }
    }

    /// Reports a version that was given before, and further versions that do not say from which day they hold.
    private func isNoRepetition(_ versions: [(clause: Clause, fields: Fields)]) -> Bool {
        var first: [Int: Place] = [:]
        var undated: Place?
        var isRight = true
        for (clause, fields) in versions {
            guard let id = fields.optional("id") else { continue }
            if let place = first[clause.version] {
                id.complain(
                    zh: "\(clause.id) 已在 \(place.description) 用过",
                    en: "\(clause.id) was given before, at \(place.description)")
                isRight = false
            } else if clause.from == nil, let place = undated {
                id.complain(
                    zh: "\(clause.id) 已在 \(place.description) 用过：再写一版，要用 `from` 写明从哪天起",
                    en: "\(clause.id) was given before, at \(place.description): "
                        + "a further version needs `from`, its first day")
                isRight = false
            }
            first[clause.version] = first[clause.version] ?? id.place
            if clause.from == nil { undated = undated ?? id.place }
        }
        return isRight
    }

    private func compare(
        _ earlier: (clause: Clause, fields: Fields), _ later: (clause: Clause, fields: Fields)
    ) {
        guard let day = later.clause.from else { return }
        let before = earlier.clause.version
        if earlier.clause.from == day {
            later.fields.optional("from")?.complain(
                zh: "与第 \(before) 版同一天", en: "is the day on which version \(before) begins")
        } else if later.clause.version < before {
            later.fields.optional("version")?.complain(
                zh: "应大于 \(before)：\(day) 以前是第 \(before) 版",
                en: "must be above \(before), the version before \(day)")
        } else if let end = earlier.clause.to, end >= day {
            earlier.fields.optional("to")?.complain(
                zh: "与第 \(later.clause.version) 版重叠，那一版从 \(day) 起",
                en: "overlaps version \(later.clause.version), which begins on \(day)")
        }
    }
}

extension Report {
    /// Says that a file or folder is none of those that content is made of.
    func unexpected(_ entry: Folder.Entry) {
        warning(entry.place, zh: "这里用不着它，不会读取", en: "is not expected here and is not read")
    }
}

import Training

/// The question bank as read.
struct QuestionBank {
    /// The questions without a mistake.
    var items: [QuestionID: Item] = [:]
    /// What the files hold, by name.
    var topics: [String: Topic] = [:]
    /// False when the folder is missing: then a topic that is not known may still be right.
    var exists = true
    /// The pictures that questions show.
    var media: [Media] = []

    /// One file.
    struct Topic {
        /// In the order of the file, questions with a mistake included.
        var questions: [QuestionID] = []
        /// Whether every question of the file could be named, so that they can be counted.
        var isWhole = false
    }
}

/// Reads `Questions/*.yml`.
struct QuestionReader {
    private let clauses: ClauseBook
    private let images: ImageShelf
    private let sources: Sources
    private var report: Report { sources.report }
    private var bank = QuestionBank()
    private var places: [QuestionID: Place] = [:]

    /// The bank of the folder.
    static func read(_ folder: Folder, clauses: ClauseBook, sources: Sources) -> QuestionBank {
        guard folder.exists else {
            sources.report.error(Place(path: folder.path), zh: "缺少题目文件夹", en: "the folder of the questions is missing")
            return QuestionBank(exists: false)
        }
        let images = ImageShelf(folder.folder("images"), sources: sources)
        var reader = QuestionReader(clauses: clauses, images: images, sources: sources)
        folder.entries.forEach { reader.read($0) }
        // A file that could not be read may show any of them.
        if reader.bank.topics.values.allSatisfy(\.isWhole) { images.reportUnused() }
        reader.bank.media = Array(images.all.values)
        return reader.bank
    }

    private init(clauses: ClauseBook, images: ImageShelf, sources: Sources) {
        self.clauses = clauses
        self.images = images
        self.sources = sources
    }

    private mutating func read(_ entry: Folder.Entry) {
        if entry.isFolder, entry.name == "images" { return }
        guard entry.ending == "yml", !entry.isFolder else { return report.unexpected(entry) }
        if Code<Question>(rawValue: entry.stem) == nil {
            report.error(
                entry.place, zh: "文件名只能用 1–64 个 A–Z a–z 0–9 _ -",
                en: "a topic's name must be 1 to 64 of A–Z a–z 0–9 _ -")
        }
        bank.topics[entry.stem] = QuestionBank.Topic()
        guard let file = TextFile(entry.path, sources: sources),
            let elements = YAMLValue(file.text, path: file.path, report: report)?.list()
        else { return }
        if elements.isEmpty { report.error(file.place, zh: "一道题也没有", en: "holds no question") }
        let ids = elements.map { readQuestion($0) }
        bank.topics[entry.stem] = QuestionBank.Topic(questions: ids.compactMap(\.self), isWhole: !ids.contains(nil))
    }

    /// Takes a question into the bank unless it has a mistake; the id, if that is right.
    private mutating func readQuestion(_ value: YAMLValue) -> QuestionID? {
        guard let fields = value.fields(Keys.question) else { return nil }
        let id = fields.required("id").flatMap { register($0) }
        let kind: Question.Kind? = fields.required("type")?.choice()
        let era: Era? = fields.required("era")?.choice()
        let behind = clauses.list(fields.required("clauses"))
        let stem = fields.required("stem")?.text()
        let image = readImage(fields)
        let options = fields.required("options").flatMap { OptionReader.options($0, kind: kind) }
        let key = fields.required("answer").flatMap { OptionReader.key($0, kind: kind, options: options) }
        let scoring = readScoring(fields, kind: kind)
        let fixedOrder = fields.optional("fixed_order").map { $0.flag() } ?? false
        let explanation = fields.required("explanation")?.text()
        checkSupport(fields, era: era, clauses: clauses.clauses(behind))
        checkEra(fields, era: era, stem: stem)
        guard let id, let kind, let era, let behind, let stem, let options, let key, let scoring, let fixedOrder,
            let explanation
        else { return id }
        bank.items[id] = Item(
            Question(
                id: id, kind: kind, era: era, clauses: behind, stem: stem, image: image, options: options, key: key,
                scoring: scoring, fixedOrder: fixedOrder, explanation: explanation))
        return id
    }

    private mutating func register(_ value: YAMLValue) -> QuestionID? {
        guard let id: QuestionID = value.code() else { return nil }
        if let first = places[id] {
            return value.wrong(
                zh: "\(id) 已在 \(first.description) 用过", en: "\(id) was given before, at \(first.description)")
        }
        places[id] = value.place
        return id
    }

    private func readImage(_ fields: Fields) -> Question.Image? {
        let image = fields.optional("image")
        let alternative = fields.optional("image_alt")
        let name = image?.text()
        let media = name.flatMap { images.image($0) }
        if let name, !images.contains(name) {
            image?.complain(zh: "没有图片 images/\(name)", en: "names the missing picture images/\(name)")
        }
        if let image, alternative == nil {
            image.complain(zh: "需要 `image_alt` 说明图里有什么", en: "needs `image_alt` to say what it shows")
        }
        if image == nil { alternative?.complain(zh: "没有 `image`", en: "stands without `image`") }
        guard let media, let alternative = alternative?.text() else { return nil }
        return Question.Image(hash: media.hash, alternative: alternative)
    }

    private func readScoring(_ fields: Fields, kind: Question.Kind?) -> Question.Scoring? {
        guard let scoring = fields.optional("scoring") else { return .subsetHalf }
        if let kind, kind != .multiple { return scoring.wrong(zh: "只用于 multiple", en: "is for multiple only") }
        return scoring.choice()
    }

    /// A key must rest on something that was read in a public source, and today's on today's rules.
    private func checkSupport(_ fields: Fields, era: Era?, clauses: [Clause]?) {
        guard let clauses, let list = fields.optional("clauses") else { return }
        if !clauses.contains(where: \.verified) {
            list.complain(
                zh: "只有未核实的条款，答案不能只靠它们", en: "names unverified clauses only; a key must not rest on them alone")
        }
        if era == .current, clauses.allSatisfy({ $0.era == .year2019 }) {
            list.complain(
                zh: "只有 2019 年的条款，题目却是现行的", en: "names clauses of 2019 only, but the question is of the current era")
        }
    }

    private func checkEra(_ fields: Fields, era: Era?, stem: String?) {
        guard era == .year2019, let stem, !stem.saysEra2019 else { return }
        fields.optional("stem")?.complain(zh: "第一行要写明“2019年情景”", en: "must have the words 2019年情景 in its first line")
    }
}

extension String {
    /// Whether the first line tells the reader that the situation of 2019 is meant.
    var saysEra2019: Bool { prefix { $0 != "\n" }.contains("2019年情景") }
}

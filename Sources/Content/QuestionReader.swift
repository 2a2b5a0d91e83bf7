import Training

/// The question bank as read.
struct QuestionBank {
    /// The questions without a mistake.
    var items: [QuestionID: Item] = [:]
    /// What the files hold, by name.
    var topics: [String: Topic] = [:]
    /// The scenarios, those with a mistake included.
    var scenarios: Set<QuestionID> = []
    /// False when the folder is missing: then a topic that is not known may still be right.
    var exists = true
    /// The pictures that questions show.
    var media: [Media] = []
    /// The decision tables without a mistake.
    var tables: [DecisionTable] = []
    /// What makes questions of decision tables.
    var families: [QuestionFamily] = []
    /// Where each question stands.
    var places: [QuestionID: Place] = [:]

    /// The questions that are not in service yet on a day.
    func notYet(on day: Day?) -> Set<QuestionID> { Set(items.filter { !$1.from.isInService(on: day) }.keys) }

    /// One file.
    struct Topic {
        /// In the order of the file, questions with a mistake included.
        var questions: [QuestionID] = []
        /// Whether every question of the file could be named, so that they can be counted.
        var isWhole = false
    }
}

/// Reads `Questions/*.yml`, `Questions/scenarios/*.yml` and `Questions/rules/*.yml`.
struct QuestionReader {
    private let clauses: ClauseBook
    private let images: ImageShelf
    private let rules: RuleShelf
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
        let rules = RuleShelf(folder.folder("rules"), clauses: clauses, sources: sources)
        var reader = QuestionReader(clauses: clauses, images: images, rules: rules, sources: sources)
        folder.entries.forEach { reader.read($0) }
        folder.folder("scenarios").entries.forEach { reader.readScenario($0) }
        reader.takeRules()
        // A file that could not be read may show any of them.
        if reader.bank.topics.values.allSatisfy(\.isWhole) { images.reportUnused() }
        reader.bank.media = Array(images.all.values)
        return reader.bank
    }

    private init(clauses: ClauseBook, images: ImageShelf, rules: RuleShelf, sources: Sources) {
        self.clauses = clauses
        self.images = images
        self.rules = rules
        self.sources = sources
    }

    private mutating func read(_ entry: Folder.Entry) {
        if entry.isFolder, ["images", "scenarios", "rules"].contains(entry.name) { return }
        guard entry.ending == "yml", !entry.isFolder else { return report.unexpected(entry) }
        _ = name(of: entry)
        bank.topics[entry.stem] = QuestionBank.Topic()
        guard let file = TextFile(entry.path, sources: sources),
            let elements = YAMLValue(file.text, path: file.path, report: report)?.list()
        else { return }
        if elements.isEmpty { report.error(file.place, zh: "一道题也没有", en: "holds no question") }
        let ids = elements.map { readQuestion($0) }
        bank.topics[entry.stem] = QuestionBank.Topic(questions: ids.compactMap(\.self), isWhole: !ids.contains(nil))
    }

    private func name(of entry: Folder.Entry) -> QuestionID? {
        if let name = QuestionID(rawValue: entry.stem) { return name }
        report.error(
            entry.place, zh: "文件名只能用 1–64 个 A–Z a–z 0–9 _ -", en: "a topic's name must be 1 to 64 of A–Z a–z 0–9 _ -")
        return nil
    }

    /// Takes the scenario of a file into the bank unless it has a mistake.
    private mutating func readScenario(_ entry: Folder.Entry) {
        guard entry.ending == "yml", !entry.isFolder else { return report.unexpected(entry) }
        guard let id = name(of: entry) else { return }
        bank.scenarios.insert(id)
        bank.places[id] = entry.place
        if let first = places[id] {
            report.error(
                entry.place, zh: "\(id) 已在 \(first.description) 用过",
                en: "\(id) was given before, at \(first.description)")
        }
        guard let file = TextFile(entry.path, sources: sources),
            let fields = YAMLValue(file.text, path: file.path, report: report)?.fields(Keys.scenario)
        else { return }
        let from = fields.optional("from") { $0.day() }
        let signOff = fields.signOff(today: sources.today)
        guard let question = scenario(id, fields, from: from ?? nil), let from else { return }
        bank.items[id] = Item(question, from: from, signOff: signOff)
    }

    private func scenario(_ id: QuestionID, _ fields: Fields, from: Day?) -> Question? {
        var reader = ScenarioReader(clauses: clauses, from: from)
        let title = fields.required("title")?.text()
        let era: Era? = fields.required("era")?.choice()
        let story = reader.story(fields)
        let explanation = fields.required("explanation")?.text()
        let keyFrom = keyFrom(fields, .scenario)
        guard let story else { return nil }
        reader.check(story.scenario, fields)
        checkToday(fields.optional("nodes"), era: era, clauses: clauses.states(of: story.clauses, from: from))
        checkEra(fields.optional("start"), era: era, text: story.scenario.node(story.scenario.start)?.text)
        guard let title, let era, let explanation else { return nil }
        return Question(
            id: id, era: era, clauses: story.clauses, stem: title, interaction: .scenario(story.scenario),
            explanation: explanation, keyFrom: keyFrom)
    }

    /// Takes the questions of decision tables into the bank, a topic each table.
    private mutating func takeRules() {
        bank.tables = rules.tables
        bank.families = rules.families
        for entry in rules.entries {
            guard let questions = entry.questions else { continue }
            if bank.topics[entry.id.rawValue] != nil {
                report.error(
                    entry.place, zh: "已有同名的题目文件 \(entry.id).yml",
                    en: "is named as the topic \(entry.id).yml, but its questions are a topic of their own")
                continue
            }
            for (item, place) in questions {
                let id = item.question.id
                if let first = places[id] ?? (bank.scenarios.contains(id) ? entry.place : nil) {
                    place.complain(
                        zh: "\(id) 已在 \(first.description) 用过",
                        en: "make \(id), which was given before, at \(first.description)")
                }
                bank.items[id] = item
                bank.places[id] = place.place
            }
            bank.topics[entry.id.rawValue] = QuestionBank.Topic(
                questions: questions.map(\.item.question.id), isWhole: entry.isWhole)
        }
    }

    /// Takes a question into the bank unless it has a mistake; the id, if that is right.
    private mutating func readQuestion(_ value: YAMLValue) -> QuestionID? {
        let kind = value.peek("type").flatMap { Question.Kind(rawValue: $0) }
        let own = kind.map(Keys.interaction) ?? Question.Kind.allCases.flatMap(Keys.interaction)
        guard let fields = value.fields(Keys.question + own) else { return nil }
        let id = fields.required("id").flatMap { register($0) }
        let known: Question.Kind? = fields.required("type")?.choice(of: Self.kinds)
        let era: Era? = fields.required("era")?.choice()
        let from = fields.optional("from") { $0.day() }
        let behind = clauses.support(fields.required("clauses"), from: from ?? nil)
        let tags = fields.optional("tags").map { $0.elements { $0.text() } } ?? []
        let labelled = fields.optional("difficulty")
        let difficulty = labelled?.difficulty()
        let stem = fields.required("stem")?.text()
        let image = readImage(fields)
        let interaction = known.flatMap { InteractionReader(fields, era: era, rules: rules).interaction($0) }
        let explanation = fields.required("explanation")?.text()
        let keyFrom = keyFrom(fields, known)
        let signOff = fields.signOff(today: sources.today)
        // A short text has no key that would need support.
        if known != .shortText { clauses.checkSupport(fields.optional("clauses"), behind, from: from ?? nil) }
        checkToday(fields.optional("clauses"), era: era, clauses: clauses.states(of: behind, from: from ?? nil))
        checkEra(fields.optional("stem"), era: era, text: stem)
        guard let id, let era, let behind, let tags, labelled == nil || difficulty != nil, let stem, let interaction,
            let explanation, let from
        else { return id }
        bank.items[id] = Item(
            Question(
                id: id, era: era, clauses: behind, stem: stem, image: image, interaction: interaction,
                explanation: explanation, keyFrom: keyFrom), tags: tags, difficulty: difficulty, from: from,
            signOff: signOff)
        return id
    }

    /// What an item of a topic can be: a scenario has a file of its own.
    static let kinds = Question.Kind.allCases.filter { $0 != .scenario }

    private mutating func register(_ value: YAMLValue) -> QuestionID? {
        guard let id: QuestionID = value.code() else { return nil }
        if let first = places[id] {
            return value.wrong(
                zh: "\(id) 已在 \(first.description) 用过", en: "\(id) was given before, at \(first.description)")
        }
        places[id] = value.place
        bank.places[id] = value.place
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

    /// The day from which the key holds, if one is named.
    ///
    /// A day that is yet to come is no mistake by tomorrow, so it keeps nothing out of service; but the key is in service
    /// from now on, and papers of today would be marked by the rule of another day.
    private func keyFrom(_ fields: Fields, _ kind: Question.Kind?) -> Day? {
        guard let value = fields.optional("key_from") else { return nil }
        if kind == .shortText {
            return value.wrong(zh: "不用于 short_text：它没有答案", en: "is not for short_text, which has no key")
        }
        let day = value.day()
        if let day, let today = sources.today, day > today {
            report.warning(
                value.place, zh: "`key_from` 还没有到：这个答案现在就用来评分，请到那一天再改",
                en: "`key_from` is yet to come: the key marks papers from now on; make this edit on that day")
        }
        return day
    }

    /// What is asked about today must rest on a rule of today, now and after each change that is yet to come.
    private func checkToday(_ list: YAMLValue?, era: Era?, clauses: [[Clause]]?) {
        guard let clauses, era == .current, clauses.contains(where: \.areOf2019) else { return }
        list?.complain(
            zh: "只有 2019 年的条款，题目却是现行的", en: "names clauses of 2019 only, but the question is of the current era")
    }

    private func checkEra(_ value: YAMLValue?, era: Era?, text: String?) {
        guard era == .year2019, let text, !text.saysEra2019 else { return }
        value?.complain(zh: "第一行要写明“2019年情景”", en: "must have the words 2019年情景 in its first line")
    }
}

extension String {
    /// Whether the first line tells the reader that the situation of 2019 is meant.
    var saysEra2019: Bool { prefix { $0 != "\n" }.contains("2019年情景") }
}

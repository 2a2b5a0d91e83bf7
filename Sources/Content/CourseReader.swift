import Training

/// A course's folder as it is listed, before anything in it is read.
struct CourseFolder {
    let entry: Folder.Entry
    /// The lesson files in the order of their names.
    let lessons: [Folder.Entry]

    var folder: Folder { Folder(path: entry.path) }

    init(_ entry: Folder.Entry) {
        self.entry = entry
        lessons = Folder(path: entry.path).entries.filter { $0.ending == "md" && !$0.isFolder }
    }
}

/// All course folders, so that lessons can link to each other.
struct CourseShelf {
    let courses: [CourseFolder]
    private let names: [String: Set<String>]

    /// Lists the course folders of `folder`; what is none is reported.
    init(_ folder: Folder, report: Report) {
        var courses: [CourseFolder] = []
        for entry in folder.entries where !["clauses", "plans"].contains(entry.name) {
            if !entry.isFolder {
                report.unexpected(entry)
            } else if entry.name == "images" {
                report.error(entry.place, zh: "`images` 不能作课程名", en: "`images` cannot be the name of a course")
            } else if CourseID(rawValue: entry.name) == nil {
                report.error(
                    entry.place, zh: "课程名只能用 1–64 个 A–Z a–z 0–9 _ -",
                    en: "a course's name must be 1 to 64 of A–Z a–z 0–9 _ -")
            } else if CourseID(rawValue: entry.name)?.isOfUpdate == true {
                report.error(
                    entry.place, zh: "`update-` 开头的名字留给政策更新",
                    en: "names that begin with `update-` are kept for updates about changed clauses")
            } else {
                courses.append(CourseFolder(entry))
            }
        }
        self.courses = courses
        names = Dictionary(uniqueKeysWithValues: courses.map { ($0.entry.name, Set($0.lessons.map(\.stem))) })
    }

    func contains(lesson: String, of course: String) -> Bool { names[course]?.contains(lesson) ?? false }

    /// The first day of a lesson; nil for always. What is wrong with the file is told when the lesson itself is read.
    func begin(of lesson: String, of course: String) -> Day? {
        let entry = courses.first { $0.entry.name == course }?.lessons.first { $0.stem == lesson }
        return entry.flatMap { entry in
            let silent = Report()
            let parts = TextFile(entry.path, sources: Sources(report: silent)).flatMap { FrontMatter($0.text) }
            let front = parts.flatMap { YAMLValue($0.front, path: entry.path, report: silent) }
            return front?.peek("from").flatMap { Day($0) }
        }
    }
}

/// Reads one course.
struct CourseReader {
    private let course: CourseFolder
    private let bank: QuestionBank
    private let clauses: ClauseBook
    private let sources: Sources
    private var report: Report { sources.report }
    private let lessons: [LessonID: Lesson]

    /// The course, unless it has a mistake, and the pictures of its lessons.
    static func read(
        _ course: CourseFolder, shelf: CourseShelf, clauses: ClauseBook, bank: QuestionBank, sources: Sources
    ) -> (course: Course?, images: [String: Media]) {
        let images = ImageShelf(course.folder.folder("images"), sources: sources)
        let reader = LessonReader(course: course, shelf: shelf, clauses: clauses, images: images, sources: sources)
        let lessons = course.lessons.compactMap { reader.lesson($0) }
        // A lesson with a mistake may not have come as far as its pictures.
        if lessons.count == course.lessons.count { images.reportUnused() }
        let courseReader = CourseReader(
            course: course, bank: bank, clauses: clauses, sources: sources,
            lessons: Dictionary(uniqueKeysWithValues: lessons.map { ($0.id, $0) }))
        return (courseReader.read(), images.all)
    }

    private func read() -> Course? {
        var hasSheet = false
        for entry in course.folder.entries {
            switch (entry.name, entry.isFolder) {
            case ("course.yml", false): hasSheet = true
            case ("images", true): break
            default: if entry.isFolder || entry.ending != "md" { report.unexpected(entry) }
            }
        }
        let path = "\(course.entry.path)/course.yml"
        guard hasSheet else {
            report.error(Place(path: path), zh: "缺少这个文件", en: "the file is missing")
            return nil
        }
        guard let file = TextFile(path, sources: sources),
            let fields = YAMLValue(file.text, path: path, report: report)?.fields(Keys.course)
        else { return nil }
        return readSheet(fields)
    }

    private func readSheet(_ fields: Fields) -> Course? {
        let title = bilingual(fields, "title")
        let summary = bilingual(fields, "summary")
        let area: Area? = fields.required("area")?.choice()
        let lessons = fields.required("lessons").flatMap { readLessons($0) }
        let quiz = fields.required("quiz").flatMap { readQuiz($0) }
        let syllabus = SyllabusReader.read(fields, clauses: clauses)
        let rule = CompletionRuleReader.read(fields, today: clauses.today)
        guard let id = CourseID(rawValue: course.entry.name), let title, let summary, let area, let lessons, let quiz,
            let rule, syllabus != .some(nil)
        else { return nil }
        let course = Course(
            id: id, title: title, summary: summary, area: area, lessons: lessons, quiz: quiz,
            syllabus: syllabus ?? nil, rule: rule)
        checkHours(course, fields)
        return course
    }

    /// Warns of 学时 that are more than a half away from what lessons and quiz take.
    private func checkHours(_ course: Course, _ fields: Fields) {
        guard let hours = course.syllabus?.creditHours, !hours.fits(minutes: course.expectedMinutes),
            let place = fields.optional("credit_hours")?.place
        else { return }
        report.warning(
            place, zh: "`credit_hours` 为 \(hours) 学时（每学时 45 分钟），但课文和测验约需 \(course.expectedMinutes) 分钟",
            en:
                "`credit_hours` are \(hours) of 45 minutes each, but lessons and quiz take about \(course.expectedMinutes) minutes"
        )
    }

    private func bilingual(_ fields: Fields, _ key: String) -> Bilingual? {
        let zh = fields.required(key)?.text()
        let en = fields.required("\(key)_en")?.text()
        guard let zh, let en else { return nil }
        return Bilingual(zh: zh, en: en)
    }

    // MARK: Lessons

    private func readLessons(_ value: YAMLValue) -> [Lesson]? {
        guard let elements = value.list() else { return nil }
        let files = Set(course.lessons.map(\.stem))
        var listed: [LessonID] = []
        for element in elements {
            guard let id: LessonID = element.code() else { continue }
            if listed.contains(id) {
                element.complain(zh: "列出了两次 \(id)", en: "lists \(id) twice")
            } else if !files.contains(id.rawValue) {
                let meant = nearest(to: id.rawValue, in: files)
                element.complain(
                    zh: "没有文件 \(id).md" + (meant.map { "，是不是 \($0)？" } ?? ""),
                    en: "lists \(id), but there is no \(id).md" + (meant.map { "; did you mean \($0)?" } ?? ""))
            } else if let number = id.number, let last = listed.last(where: { $0.number != nil })?.number,
                number <= last
            {
                element.complain(zh: "没有按序号排列：\(id)", en: "is not in the order of the numbers at \(id)")
            }
            listed.append(id)
        }
        if elements.isEmpty { value.complain(zh: "至少要有一课", en: "must hold at least one lesson") }
        for entry in course.lessons where !listed.contains(where: { $0.rawValue == entry.stem }) {
            report.error(entry.place, zh: "course.yml 没有列出这一课", en: "is not listed in course.yml")
        }
        let read = listed.compactMap { lessons[$0] }
        if !read.isEmpty, read.count == listed.count,
            !read.contains(where: { $0.from.isInService(on: clauses.today) })
        {
            value.complain(zh: "里的课都还没有到启用的日子", en: "holds no lesson that is in service yet")
        }
        return read
    }

    // MARK: Quiz

    private func readQuiz(_ value: YAMLValue) -> Quiz? {
        guard let fields = value.fields(Keys.quiz) else { return nil }
        let blueprint = BlueprintReader.read(fields, bank: bank, clauses: clauses)
        let rules = readRules(fields)
        let lessonsFirst = fields.optional("lessons_first").map { $0.flag() } ?? false
        guard let blueprint, let rules, let lessonsFirst else { return nil }
        return Quiz(blueprint: blueprint, rules: rules, lessonsFirst: lessonsFirst)
    }

    private func readRules(_ fields: Fields) -> Quiz.Rules? {
        let passMark = fields.required("pass_mark")?.integer(in: 1...100)
        let timeLimit = fields.optional("time_limit") { $0.integer(in: 1...1440) }
        let tries = fields.optional("tries") { $0.integer(in: 1...100) }
        let delay = fields.optional("delay").map { $0.integer(in: 0...43_200) } ?? 0
        let counts: Quiz.Counts? = fields.optional("counts").map { $0.choice() } ?? .best
        let feedback: Quiz.Feedback? = fields.optional("feedback").map { $0.choice() } ?? .afterSubmission
        if let counts, counts == .first, let value = fields.optional("tries") {
            value.complain(
                zh: "counts 为 first 时只有第一次算数，tries 没有意义", en: "says nothing when only the first try counts")
        }
        guard let passMark, let timeLimit, let tries, let delay, let counts, let feedback else {
            return nil
        }
        return Quiz.Rules(
            passMark: passMark, timeLimit: timeLimit, tries: tries, delay: delay, counts: counts,
            feedback: feedback)
    }
}

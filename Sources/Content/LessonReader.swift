import Training

/// Reads one lesson.
struct LessonReader {
    let course: CourseFolder
    let shelf: CourseShelf
    let clauses: ClauseBook
    let images: ImageShelf
    let sources: Sources
    private var report: Report { sources.report }

    /// The lesson in the file, unless it has a mistake that leaves nothing to show.
    func lesson(_ entry: Folder.Entry) -> Lesson? {
        let id = lessonID(entry)
        guard let file = TextFile(entry.path, sources: sources) else { return nil }
        guard let parts = FrontMatter(file.text) else {
            report.error(file.place, zh: "应以 `---` 之间的说明开头", en: "must begin with front matter between two lines `---`")
            return nil
        }
        let fields = YAMLValue(parts.front, path: file.path, lineOffset: 1, report: report)?
            .fields(Keys.lesson)
        let from = fields?.optional("from") { $0.day() }
        let body = body(parts, path: file.path, from: from ?? nil)
        guard let fields else { return nil }
        let title = fields.required("title")?.text()
        let minutes = fields.required("minutes")?.integer(in: 1...600)
        let era: Era? = fields.required("era")?.choice()
        let behind = clauses.support(fields.required("clauses"), from: from ?? nil)
        let signOff = fields.signOff(today: sources.today)
        checkEra(era, parts, path: file.path)
        checkSupport(fields, era: era, clauses: clauses.states(of: behind, from: from ?? nil))
        guard let id, let title, let minutes, let era, let behind, let body, let from else { return nil }
        return Lesson(
            id: id, title: title, minutes: minutes, era: era, clauses: behind, body: body,
            version: file.versionWithoutSignOff, from: from, signOff: signOff)
    }

    private func lessonID(_ entry: Folder.Entry) -> LessonID? {
        guard let id = LessonID(rawValue: entry.stem) else {
            report.error(
                entry.place, zh: "文件名只能用 1–64 个 A–Z a–z 0–9 _ -",
                en: "a lesson's name must be 1 to 64 of A–Z a–z 0–9 _ -")
            return nil
        }
        guard id.number != nil else {
            report.error(
                entry.place, zh: "文件名应以序号开头，如 01-name.md", en: "a lesson's name must begin with its number: 01-name.md")
            return nil
        }
        return id
    }

    private func body(_ parts: FrontMatter, path: String, from: Day?) -> [Lesson.Passage]? {
        func place(_ line: Int) -> Place { Place(path: path, line: parts.bodyLine + line - 1) }
        guard parts.firstLine != nil else {
            report.error(
                Place(path: path, line: parts.bodyLine - 1), zh: "没有正文", en: "has no text after the front matter")
            return nil
        }
        let page = Markdown.page(parts.body) {
            resolve($0, from: from, at: place($0.line))
        } isKnown: {
            clauses.names[$0] != nil
        }
        for line in page.rawHTML {
            report.error(place(line), zh: "不能写 HTML，会被丢掉", en: "raw HTML is not let through")
        }
        for line in page.topHeadings {
            report.error(place(line), zh: "标题从 ## 起，课名不用重复", en: "headings start at ##; the title is not repeated")
        }
        return page.passages
    }

    private func checkEra(_ era: Era?, _ parts: FrontMatter, path: String) {
        guard era == .year2019, let first = parts.firstLine, !first.text.saysEra2019 else { return }
        report.error(
            Place(path: path, line: first.number), zh: "2019 年的课，第一行要写明“2019年情景”",
            en: "a lesson of the era 2019 must have the words 2019年情景 in its first line")
    }

    private func checkSupport(_ fields: Fields, era: Era?, clauses: [[Clause]]?) {
        guard let clauses, era == .current, clauses.contains(where: \.areOf2019) else { return }
        fields.optional("clauses")?.complain(
            zh: "只有 2019 年的条款，课却是现行的", en: "names clauses of 2019 only, but the lesson is of the current era")
    }

    // MARK: Links and pictures

    private func resolve(_ reference: Markdown.Reference, from: Day?, at place: Place) -> Markdown.Resolution {
        switch reference.kind {
        case .image: resolveImage(reference, at: place)
        case .link: resolveLink(reference.address, from: from, at: place)
        }
    }

    private func resolveImage(_ reference: Markdown.Reference, at place: Place) -> Markdown.Resolution {
        if reference.words.allSatisfy(\.isWhitespace) {
            report.error(place, zh: "图片要写明图里有什么：![说明](…)", en: "a picture must say what it shows: ![words](…)")
        }
        guard reference.address.hasPrefix("images/") else {
            report.error(place, zh: "图片只能来自 images/", en: "a picture must be one of images/")
            return .unchanged
        }
        let name = String(reference.address.dropFirst("images/".count))
        if let image = images.image(name) {
            return .address("/courses/\(course.entry.name)/images/\(name)?v=\(image.hash.prefix(12))")
        }
        if !images.contains(name) {
            let meant = images.nearestName(to: name)
            report.error(
                place, zh: "没有图片 images/\(name)" + (meant.map { "，是不是 images/\($0)？" } ?? ""),
                en: "the picture images/\(name) is missing" + (meant.map { "; did you mean images/\($0)?" } ?? ""))
        }
        return .unchanged
    }

    private func resolveLink(_ address: String, from: Day?, at place: Place) -> Markdown.Resolution {
        if address.hasPrefix(Markdown.clauseScheme) {
            return resolveClause(String(address.dropFirst(Markdown.clauseScheme.count)), from: from, at: place)
        }
        switch LessonLink(address, from: course.entry.name) {
        case .here: return .unchanged
        case .elsewhere: return .external
        case .lesson(let link):
            if let problem = problem(with: link, address, from: from) {
                report.error(place, zh: problem.zh, en: problem.en)
            }
            return .address(link.address)
        case nil:
            report.error(place, zh: "链接无处可去：\(address)", en: "the link leads nowhere: \(address)")
            return .unchanged
        }
    }

    /// What is wrong with a link to a lesson: there is none, or not yet when this one comes into service.
    private func problem(with link: LessonLink.Target, _ address: String, from: Day?) -> Bilingual? {
        guard shelf.contains(lesson: link.lesson, of: link.course) else {
            return Bilingual(zh: "没有链接所指的课 \(address)", en: "links to the missing lesson \(address)")
        }
        guard let start = clauses.start(of: from), let begin = shelf.begin(of: link.lesson, of: link.course),
            start < begin
        else { return nil }
        return Bilingual(
            zh: "链接所指的课 \(address) 从 \(begin) 起才有，链接它的课要写 `from: \(begin)` 或更晚",
            en: "links to the lesson \(address), which begins on \(begin); "
                + "what links to it needs `from: \(begin)` or later")
    }

    private func resolveClause(_ name: String, from: Day?, at place: Place) -> Markdown.Resolution {
        let id = ClauseID(rawValue: name)
        if let problem = clauses.problem(with: name) ?? id.flatMap({ clauses.problem(with: $0, from: from) }) {
            report.error(place, zh: problem.zh, en: problem.en)
        }
        return id.map { .citation($0) } ?? .unchanged
    }
}

/// Where a link of a lesson leads.
private enum LessonLink {
    /// This page or another address of our own, or an address that opens mail or the telephone.
    case here
    /// Another site.
    case elsewhere
    /// A lesson, of this course or another.
    case lesson(Target)

    struct Target {
        let course: String
        let lesson: String
        let fragment: String

        var address: String { "/courses/\(course)/\(lesson)\(fragment)" }
    }

    /// Nil for an address that leads nowhere or that is not allowed.
    init?(_ address: String, from course: String) {
        let scheme = address.prefix { $0.isLetter }
        if address.dropFirst(scheme.count).first == ":" {
            switch scheme.lowercased() {
            case "http", "https": self = .elsewhere
            case "mailto", "tel": self = .here
            default: return nil
            }
            return
        }
        if address.hasPrefix("#") || (address.hasPrefix("/") && !address.hasPrefix("//")) {
            self = .here
            return
        }
        let file = address.prefix { $0 != "#" }
        let fragment = String(address.dropFirst(file.count))
        var parts = file.split(separator: "/", omittingEmptySubsequences: false)
        if parts.first == "." { parts.removeFirst() }
        guard let name = parts.last, name.hasSuffix(".md") else { return nil }
        let lesson = String(name.dropLast(".md".count))
        switch parts.count {
        case 1: self = .lesson(Target(course: course, lesson: lesson, fragment: fragment))
        case 3 where parts[0] == "..":
            self = .lesson(Target(course: String(parts[1]), lesson: lesson, fragment: fragment))
        default: return nil
        }
    }
}

extension LessonID {
    /// The number the name begins with, the lesson's place: 1 of `01-some-name`.
    var number: Int? {
        let digits = rawValue.prefix { $0.isNumber }
        guard rawValue.dropFirst(digits.count).hasPrefix("-") else { return nil }
        return Int(digits)
    }
}

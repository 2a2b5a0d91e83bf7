import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// How the questions of a course behave, for those who answer for the bank.
struct ItemPages: Sendable {
    let site: Site

    /// Without `course` the first one is taken; the answer says which.
    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let asked = try request.query.course(in: library) ?? library.courses.first?.id
        guard let id = asked, let course = library.course(id) else { throw Refusal.notFound }
        let analysis = try await site.records.itemAnalysis(of: course.id)
        let lines = analysis.lines(current: library.items(of: course.id))
        switch visit.format {
        case .json: return try .json(ItemsDocument(analysis, lines, at: visit.now))
        case .csv, .xlsx:
            return try table(analysis, lines, course, at: visit.now, try site.tableWords(request.query))
                .response(visit.format)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(
                ItemsPage(analysis, lines, course, library.courses, at: visit.now, words), visit, site)
        }
    }

    /// A row for each version of each question, in the order of the page.
    private func table(
        _ analysis: ItemAnalysis, _ lines: [ItemAnalysis.Line], _ course: Course, at now: Date, _ words: Words
    ) -> ReportTable {
        let columns = [
            "question", "type", "version", "current", "verdict", "suspect", "people", "facility", "item_rest",
            "median_seconds",
        ]
        let rows = lines.flatMap { line in
            let current = line.isAsked ? line.newest.item.version : nil
            return ([line.newest] + line.earlier).map {
                row($0, isCurrent: $0.item.version == current, words.ifChinese)
            }
        }
        return ReportTable(
            words: words,
            name: [
                .init("items", words("items")), .init(course.id, course.title(words.language)), .init(Day(at: now)),
            ],
            facts: [
                .report(words("items"), words), .course(course.id, [course], words),
                .init(words("about_tries"), words("about_first_tries", ["n": analysis.tries])),
                .asOf(words.time(now), words),
            ], columns: .all(columns, of: "items", words), rows: rows)
    }

    private func row(_ version: ItemAnalysis.Version, isCurrent: Bool, _ chinese: Words?) -> [Cell] {
        let (question, statistics) = (version.item.question, version.statistics)
        let verdict = statistics.verdict.rawValue
        func number(_ value: Double?, _ digits: Int) -> Cell { value.map { .number($0.fixed(digits)) } ?? .empty }
        return [
            .text(question.id.rawValue), .text(question.kind.rawValue), .text(version.item.version),
            .text(chinese?(isCurrent ? "yes" : "no") ?? "\(isCurrent)"),
            .text(chinese?("verdict_\(verdict)") ?? verdict), .text(statistics.suspect?.key ?? ""),
            .integer(statistics.people), number(statistics.indices?.facility, 4),
            number(statistics.indices?.itemRest, 4), number(statistics.indices?.medianSeconds, 1),
        ]
    }
}

/// The wire form of an analysis.
struct ItemsDocument: Encodable {
    let course: CourseID
    let tries: Int
    let least_people: Int
    let counted_at: Date
    let items: [Item]

    /// A question with its version of now and those before.
    struct Item: Encodable {
        let question: QuestionID
        let type: Question.Kind
        let asked: Bool
        let current: Version
        let earlier: [Version]
    }

    /// How a version behaved; what is told of enough people only is left out of others.
    struct Version: Encodable {
        let version: String
        let verdict: ItemStatistics.Verdict
        let suspect: String?
        let people: Int
        let facility: Double?
        let item_rest: Double?
        let median_seconds: Double?
        let options: [Option]?
        let unanswered: Int?
        let parts: [Part]?
    }

    /// Who chose an option.
    struct Option: Encodable {
        let key: String
        let right: Bool
        let chosen: Int
        let share: Double
        let mean_rest: Double?
    }

    /// How a part went.
    struct Part: Encodable {
        let number: Int
        let people: Int
        let facility: Double
    }

    init(_ analysis: ItemAnalysis, _ lines: [ItemAnalysis.Line], at now: Date) {
        course = analysis.course
        tries = analysis.tries
        least_people = ItemStatistics.leastPeople
        counted_at = now
        items = lines.map { line in
            let question = line.newest.item.question
            return Item(
                question: question.id, type: question.kind, asked: line.isAsked, current: Version(line.newest),
                earlier: line.earlier.map(Version.init))
        }
    }
}

extension ItemsDocument.Version {
    fileprivate init(_ version: ItemAnalysis.Version) {
        let (statistics, indices) = (version.statistics, version.statistics.indices)
        self.init(
            version: version.item.version, verdict: statistics.verdict, suspect: statistics.suspect?.key,
            people: statistics.people, facility: indices?.facility, item_rest: indices?.itemRest,
            median_seconds: indices?.medianSeconds,
            options: indices?.options.map {
                .init(
                    key: $0.key, right: $0.isRight, chosen: $0.choosers.count, share: $0.choosers.share,
                    mean_rest: $0.choosers.meanRest)
            }, unanswered: indices?.unanswered.count,
            parts: indices?.parts.map { .init(number: $0.number, people: $0.people, facility: $0.facility) })
    }
}

extension Double {
    /// The number with just so many decimals, rounded: `-0.32`.
    func fixed(_ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let size = Int((magnitude * Double(scale)).rounded())
        let decimals = String(scale + size % scale).dropFirst()
        return (self < 0 && size > 0 ? "-" : "") + "\(size / scale)" + (digits > 0 ? ".\(decimals)" : "")
    }

    /// A share as whole percents: `78%`.
    var percent: String { (self * 100).fixed(0) + "%" }
}

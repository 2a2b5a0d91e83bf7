import FoundationEssentials
import Training

/// How the questions of a course behave: all in a table, then each with what its numbers mean.
struct ItemsPage: Page {
    static let template = "items"
    /// It shows the key.
    static let isKept = false
    let courseName: String
    let tries: String
    let asOf: String
    let explained: String
    let courses: [CourseChoice]
    let items: [Line]
    let downloads: Downloads

    /// A course to choose.
    struct CourseChoice: Sendable {
        let id: String
        let name: String
        let chosen: Bool
    }

    /// A question.
    struct Line: Sendable {
        /// Its place on the page.
        let anchor: String
        let id: String
        /// How it begins.
        let beginning: String
        let stem: [String]
        let isAsked: Bool
        /// Whether somebody should look at it.
        let conspicuous: Bool
        let numbers: ItemNumbers
        let earlier: [ItemNumbers]
    }

    init(
        _ analysis: ItemAnalysis, _ lines: [ItemAnalysis.Line], _ course: Course, _ courses: [Course], at now: Date,
        _ words: Words
    ) {
        courseName = course.title(words.language)
        tries = words("items_tries", ["n": analysis.tries])
        asOf = words("as_of", ["time": words.time(now)])
        explained = words("items_text", ["least": ItemStatistics.leastPeople])
        self.courses = courses.map {
            CourseChoice(id: $0.id.rawValue, name: $0.title(words.language), chosen: $0.id == course.id)
        }
        items = lines.map { line in
            let question = line.newest.item.question
            let anchor = "item-\(question.id)"
            let numbers = ItemNumbers(line.newest, anchor, words)
            return Line(
                anchor: anchor, id: question.id.rawValue, beginning: question.stem.beginning,
                stem: question.stem.paragraphs, isAsked: line.isAsked, conspicuous: numbers.note != nil,
                numbers: numbers,
                earlier: line.earlier.enumerated().map { ItemNumbers($1, "\(anchor)-\($0 + 1)", words) })
        }
        downloads = Downloads { Paths.items(of: course.id, as: $0, words.language) }
    }

    func title(_ words: Words) -> String { words("items") }
}

/// What one version of a question came to.
struct ItemNumbers: Sendable {
    let anchor: String
    let version: String
    let lastAsked: String?
    let verdict: String
    let verdictClass: String
    /// What should be done about it, if anything.
    let note: String?
    let noteClass: String
    /// What is said instead of numbers.
    let few: String?
    let people: Int
    let facility: String
    let itemRest: String
    let time: String
    let measures: [Measure]
    let options: [Option]
    let parts: [Part]

    /// A number with what it means.
    struct Measure: Sendable {
        let name: String
        let value: String
        let meaning: String
    }

    /// An option, or no answer, with its choosers.
    struct Option: Sendable {
        let key: String?
        let text: String
        let right: Bool
        let suspect: Bool
        let count: Int
        let share: String
        let meanRest: String
    }

    /// A part and how it went.
    struct Part: Sendable {
        let text: String
        let people: Int
        let facility: String
    }

    init(_ version: ItemAnalysis.Version, _ anchor: String, _ words: Words) {
        let (statistics, indices) = (version.statistics, version.statistics.indices)
        let suspect = statistics.suspect?.key
        let told: KeyValuePairs<String, any CustomStringConvertible> = [
            "option": suspect ?? "", "n": statistics.people, "least": ItemStatistics.leastPeople,
        ]
        let sentence = words("verdict_text_\(statistics.verdict.rawValue)", told)
        self.anchor = anchor
        self.version = String(version.item.version.prefix(12))
        lastAsked = version.lastAskedAt.map { words("last_asked", ["day": words.date(Day(at: $0))]) }
        verdict = words("verdict_\(statistics.verdict.rawValue)")
        (verdictClass, noteClass) = statistics.verdict.classes
        note = statistics.verdict.isConspicuous ? sentence : nil
        few = indices == nil ? sentence : nil
        people = statistics.people
        facility = indices?.facility.percent ?? "—"
        itemRest = indices?.itemRest?.fixed(2) ?? "—"
        time = indices?.medianSeconds.map { words("seconds", ["n": $0.fixed(0)]) } ?? "—"
        measures = indices.map { Self.measures($0, words) } ?? []
        options = indices.map { Self.options($0, of: version.item.question, suspect, words) } ?? []
        parts =
            indices?.parts.map {
                Part(
                    text: version.item.question.label(ofPart: $0.number, words), people: $0.people,
                    facility: $0.facility.percent)
            } ?? []
    }

    private static func measures(_ indices: ItemStatistics.Indices, _ words: Words) -> [Measure] {
        let facility = Measure(
            name: words("column_facility"), value: indices.facility.percent,
            meaning: words("facility_text", ["percent": indices.facility.percent]))
        let itemRest = Measure(
            name: words("column_item_rest"), value: indices.itemRest?.fixed(2) ?? "—",
            meaning: words("discrimination_\(Discrimination(indices).rawValue)"))
        let time = indices.medianSeconds.map {
            Measure(
                name: words("median_time"), value: words("seconds", ["n": $0.fixed(0)]),
                meaning: words("median_time_text"))
        }
        return [facility, itemRest] + (time.map { [$0] } ?? [])
    }

    private static func options(
        _ indices: ItemStatistics.Indices, of question: Question, _ suspect: String?, _ words: Words
    ) -> [Option] {
        guard case .choice(let choice) = question.interaction else { return [] }
        func option(
            _ key: String?, _ text: String, _ choosers: ItemStatistics.Choosers, right: Bool = false
        ) -> Option {
            Option(
                key: key, text: text, right: right, suspect: key != nil && key == suspect, count: choosers.count,
                share: choosers.share.percent, meanRest: choosers.meanRest?.percent ?? "—")
        }
        return zip(choice.options, indices.options).map {
            option($0.key, $0.text, $1.choosers, right: $1.isRight)
        } + [option(nil, words("answer_missing"), indices.unanswered)]
    }
}

/// What a corrected item–total correlation means in a word.
enum Discrimination: String, CaseIterable {
    case none, negative, weak, fair, good

    /// It is called negative only where it can hardly be chance.
    init(_ indices: ItemStatistics.Indices) {
        guard let itemRest = indices.itemRest else {
            self = .none
            return
        }
        switch itemRest {
        case _ where indices.itemRestAtMost.map { $0 < 0 } ?? false: self = .negative
        case ..<ItemStatistics.weakItemRest: self = .weak
        case ..<ItemStatistics.goodItemRest: self = .fair
        default: self = .good
        }
    }
}

extension ItemStatistics.Verdict {
    /// Whether somebody should look at the question.
    fileprivate var isConspicuous: Bool {
        switch self {
        case .keySuspect, .tooEasy, .doesNotDiscriminate: true
        case .sound, .notEnough: false
        }
    }

    /// How its tag and its note look.
    fileprivate var classes: (tag: String, note: String) {
        switch self {
        case .keySuspect: ("tag-bad", "note-bad")
        case .tooEasy, .doesNotDiscriminate: ("tag-warn", "note-warn")
        case .sound: ("tag-good", "")
        case .notEnough: ("", "")
        }
    }
}

extension Question {
    /// What a part is called, by its number from 1.
    fileprivate func label(ofPart number: Int, _ words: Words) -> String {
        let labels: [String] =
            switch interaction {
            case .fillIn(let fillIn): fillIn.blanks.map(\.label)
            case .matching(let matching): matching.prompts.map(\.text)
            case .ordering(let ordering): ordering.steps.map(\.text)
            case .publicationCheck(let check): check.fields.map(\.label)
            case .scenario, .choice, .shortText: []
            }
        if case .scenario = interaction { return words("decision_number", ["n": number]) }
        let label = labels.indices.contains(number - 1) ? labels[number - 1] : ""
        return label.isEmpty ? words("part_number", ["n": number]) : label
    }
}

extension String {
    /// The first few words, to tell a question by.
    var beginning: String {
        let line = paragraphs.first ?? ""
        return line.count > 26 ? line.prefix(24) + "…" : line
    }
}

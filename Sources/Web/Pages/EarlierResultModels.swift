import FoundationEssentials
import Records
import Training

import struct Training.Unit

/// The results on paper of people in a unit and below, and a form for more.
struct EarlierResultsPage: Page {
    static let template = "earlier-results"
    static let isKept = false
    let unitName: String
    let completionPath: String
    let downloads: Downloads
    let lines: [Line]
    let none: Bool
    /// For those who manage the people.
    let form: EarlierResultForm?

    /// Somebody with a result.
    struct Line: Sendable {
        let name: String
        let staffNumber: String
        let unitName: String
        let courseName: String
        /// The person with this course; nil where it is not offered any more.
        let path: String?
        let day: String
        let result: EarlierResultLine
    }

    init(
        _ unit: Unit, _ results: [EarlierResult.OfPerson], _ wrong: (EarlierResultEntry, String)?,
        _ courses: [Course], manages: Bool, today: Day, _ words: Words
    ) {
        unitName = unit.name
        completionPath = Paths.completion(of: unit.code)
        downloads = Downloads { Paths.earlierResults(in: unit.code, as: $0, words.language) }
        lines = results.map { person in
            let result = person.recorded.result
            return Line(
                name: person.name, staffNumber: person.staffNumber.rawValue, unitName: person.unitName,
                courseName: courses.name(of: result.course, words),
                path: courses.contains { $0.id == result.course }
                    ? Paths.person(person.staffNumber, result.course) : nil,
                day: result.day.description, result: EarlierResultLine(person.recorded, manages: false, words))
        }
        none = results.isEmpty
        form =
            manages
            ? EarlierResultForm(
                wrong?.0, problem: wrong?.1, path: Paths.earlierResults(in: unit.code), courses, today: today, words)
            : nil
    }

    func title(_ words: Words) -> String { words("results_in", ["unit": unitName]) }

    static var example: EarlierResultsPage { page(manages: true, nil) }

    static var examples: [EarlierResultsPage] {
        [example, page(manages: true, (EarlierResultEntry(), "请选人，一次最多 500 人。")), page(manages: false, nil, [])]
    }

    private static func page(
        manages: Bool, _ wrong: (EarlierResultEntry, String)?,
        _ results: [EarlierResult.Recorded] = EarlierResult.Recorded.examples
    ) -> EarlierResultsPage {
        EarlierResultsPage(
            Unit(code: "610621", name: "延长县", parent: nil),
            results.map {
                EarlierResult.OfPerson(
                    staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", recorded: $0)
            }, wrong, [.example], manages: manages, today: Day(number: 20_790), .example)
    }
}

/// A result on paper, in words.
struct EarlierResultLine: Sendable {
    let evidence: String
    let score: String?
    /// Who recorded it and when.
    let recorded: String
    /// That it was taken back, by whom and why.
    let withdrawn: String?
    let reason: String?
    /// What takes it back; nil when it was, and for whoever may not.
    let withdrawalPath: String?
    let id: String
    let longestReason: Int

    init(_ recorded: EarlierResult.Recorded, manages: Bool, _ words: Words) {
        evidence = recorded.result.evidence
        score = recorded.result.score.map { words("score_of", ["score": $0, "max": EarlierResult.maxScore]) }
        self.recorded = words("update_made", ["time": words.time(recorded.at), "who": recorded.by])
        withdrawn = recorded.withdrawal.map { words("result_withdrawn", ["time": words.time($0.at), "who": $0.by]) }
        reason = recorded.withdrawal?.reason
        withdrawalPath = manages && recorded.withdrawal == nil ? Paths.withdrawal(of: recorded.id) : nil
        id = recorded.id.rawValue
        longestReason = EarlierResult.longestEvidence
    }
}

/// The form that records a result, as it was sent when it was wrong.
struct EarlierResultForm: Sendable {
    let path: String
    let problem: String?
    /// What else is to be chosen; nil for one person with one course.
    let choice: Choice?
    let day: String
    let today: String
    let score: String
    let evidence: String
    let longestEvidence: Int

    /// For whom and for what.
    struct Choice: Sendable {
        /// The numbers of people, one a line.
        let people: String
        let courses: [CourseChoice]
    }

    /// For several people.
    init(
        _ entry: EarlierResultEntry?, problem: String?, path: String, _ courses: [Course], today: Day, _ words: Words
    ) {
        self.init(
            entry, problem: problem, path: path,
            Choice(
                people: entry?.numbers.joined(separator: "\n") ?? "",
                courses: CourseChoice.all(courses, chosen: entry.flatMap { CourseID(rawValue: $0.course) }, words)),
            today: today)
    }

    /// For one person with one course.
    init(_ entry: EarlierResultEntry?, problem: String?, path: String, today: Day) {
        self.init(entry, problem: problem, path: path, nil, today: today)
    }

    private init(_ entry: EarlierResultEntry?, problem: String?, path: String, _ choice: Choice?, today: Day) {
        self.path = path
        self.problem = problem
        self.choice = choice
        self.today = today.description
        day = entry?.day ?? ""
        score = entry?.score ?? ""
        evidence = entry?.evidence ?? ""
        longestEvidence = EarlierResult.longestEvidence
    }
}

extension EarlierResult.Recorded {
    /// One that stands and one that was taken back.
    static let examples: [EarlierResult.Recorded] = {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let results = [
            EarlierResult(
                course: "example", day: Day(number: 20_600), score: Marks(hundredths: 8800), evidence: "档案室 2026-31 号"),
            EarlierResult(course: "example", day: Day(number: 20_500), evidence: "2026 年 2 月签到册"),
        ].compactMap(\.self)
        return results.enumerated().map { index, result in
            EarlierResult.Recorded(
                index == 0 ? "01" : "02", result, at: at, by: "陈某",
                withdrawal: index == 0 ? nil : .init(reason: "录错了人", at: at, by: "陈某"))
        }
    }()
}

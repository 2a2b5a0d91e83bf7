import FoundationEssentials
import Records
import Training

import struct Training.Unit

/// The people whose day comes soon or has passed.
struct DuePage: Page {
    static let template = "due"
    static let isKept = false
    let unitName: String
    let completionPath: String
    /// For those who manage the people.
    let reminderPath: String?
    let downloads: Downloads
    let courses: [CourseChoice]
    let spans: [CourseChoice]
    let lines: [Line]
    let none: Bool
    /// That not all people are listed.
    let more: String?

    /// Somebody with a course.
    struct Line: Sendable {
        let name: String
        let staffNumber: String
        let unitName: String
        let courseName: String
        /// The person with this course; nil where it is not offered any more.
        let path: String?
        let state: String
        let stateName: String
        let day: String
        /// How many days there are left, or have gone.
        let left: String
        let late: Bool
    }

    init(_ list: DueList, _ courses: [Course], manages: Bool, _ words: Words) {
        unitName = list.unit.name
        completionPath = Paths.completion(of: list.unit.code, course: list.query.course)
        reminderPath = manages ? Paths.reminder(of: list.unit.code, course: list.query.course) : nil
        downloads = Downloads { Paths.due(in: list.unit.code, list.query, as: $0, words.language) }
        self.courses = CourseChoice.all(courses, chosen: list.query.course, words)
        spans = DueList.Span.offered(with: list.query.span).map { span in
            CourseChoice(id: span.word, name: words.name(of: span), chosen: span == list.query.span)
        }
        lines = list.lines.map { Line($0, courses, today: list.day, words) }
        none = list.lines.isEmpty
        more = list.isCut ? words("due_more", ["n": list.lines.count]) : nil
    }

    func title(_ words: Words) -> String { words("due_in", ["unit": unitName]) }

    static var example: DuePage { page(.within(30), isCut: false) }

    static var examples: [DuePage] {
        [example, page(.over, isCut: true), page(.within(60), isCut: false, empty: true)]
    }

    private static func page(_ span: DueList.Span, isCut: Bool, empty: Bool = false) -> DuePage {
        let today = Day(number: 20_781)
        func line(_ state: Standing.State, _ day: Day, _ course: CourseID = "example") -> DueList.Line {
            DueList.Line(
                staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", course: course,
                state: state, day: day)
        }
        let lines = [
            line(.notStarted, today), line(.completed, today.adding(7)), line(.expired, today.adding(-3), "gone"),
            line(.inProgress, today.adding(-1)),
        ]
        return DuePage(
            DueList(
                unit: Unit(code: "610621", name: "延长县", parent: nil), query: .init(span: span), day: today,
                lines: empty ? [] : lines, isCut: isCut), [.example], manages: !isCut, .example)
    }
}

extension DuePage.Line {
    fileprivate init(_ line: DueList.Line, _ courses: [Course], today: Day, _ words: Words) {
        name = line.name
        staffNumber = line.staffNumber.rawValue
        unitName = line.unitName
        courseName = courses.name(of: line.course, words)
        path = courses.contains { $0.id == line.course } ? Paths.person(line.staffNumber, line.course) : nil
        state = line.state.rawValue
        stateName = words(line.state == .completed ? "due_renewal" : "state_\(line.state.rawValue)")
        day = line.day.description
        late = line.day < today
        let days = line.day.number - today.number
        left =
            days == 0
            ? words("due_today") : late ? words("due_days_over", ["n": -days]) : words("days_left", ["n": days])
    }
}

extension DueList.Span {
    /// What one can choose on the page; another one beside when it was asked for.
    fileprivate static func offered(with asked: DueList.Span) -> [DueList.Span] {
        let usual: [DueList.Span] = [.within(30), .within(7), .within(1), .over]
        return usual.contains(asked) ? usual : [asked] + usual
    }

    /// As the address says it.
    var word: String {
        switch self {
        case .within(let days): "\(days)"
        case .over: "overdue"
        }
    }
}

extension Words {
    func name(of span: DueList.Span) -> String {
        switch span {
        case .within(let days): self("due_within", ["n": days])
        case .over: self("due_over")
        }
    }
}

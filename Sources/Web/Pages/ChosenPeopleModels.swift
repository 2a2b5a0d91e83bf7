import Training

import struct Training.Unit

/// People who were ticked on a list, by name, before something is done for all of them: an exemption, or a later day.
struct ChosenPeoplePage: Page {
    static let template = "chosen-people"
    static let isKept = false
    let unitName: String
    let peoplePath: String
    let title: String
    let people: [Line]
    let none: Bool
    let courses: [CourseChoice]
    let exemption: ExemptionForm?
    let `extension`: ExtensionForm?
    /// What the button says, with how many people it is for.
    let confirm: String

    /// What is to be done for them, as far as it is filled in.
    enum Wanted: EntryForPeople {
        case exemption(ExemptionEntry)
        case `extension`(ExtensionEntry)

        var numbers: [String] {
            switch self {
            case .exemption(let entry): entry.numbers
            case .extension(let entry): entry.numbers
            }
        }

        /// The course that it is about, nil for every course or while none is named.
        var course: CourseID? {
            switch self {
            case .exemption(let entry): CourseID(rawValue: entry.course)
            case .extension(let entry): entry.course
            }
        }
    }

    /// Somebody.
    struct Line: Sendable {
        let place: Int
        let number: String
        let name: String
        let unitName: String
        /// How far they are with the course, and their last day.
        let standing: String?
    }

    init(
        _ unit: Unit, _ people: [PersonLine], _ wanted: Wanted, _ courses: [Course], problem: String?, today: Day,
        _ words: Words
    ) {
        unitName = unit.name
        peoplePath = Paths.people(of: unit.code, PersonQuery(course: wanted.course))
        self.people = people.enumerated().map { Line($1, place: $0 + 1, words) }
        none = people.isEmpty
        self.courses = CourseChoice.all(courses, chosen: wanted.course, words)
        switch wanted {
        case .exemption(let entry):
            title = words("exempt_people", ["n": people.count])
            confirm = words("exempt_confirm", ["n": people.count])
            exemption = ExemptionForm(
                entry, problem: problem, path: Paths.exemptions(in: unit.code), today: today, words)
            self.extension = nil
        case .extension(let entry):
            title = words("extend_people", ["n": people.count])
            confirm = words("extend_confirm", ["n": people.count])
            exemption = nil
            let latest = people.compactMap(\.course?.due).max() ?? today
            self.extension = ExtensionForm(
                entry.due.isEmpty && problem == nil ? nil : entry, problem: problem,
                path: Paths.extensions(in: unit.code), due: max(latest, today), words)
        }
    }

    func title(_ words: Words) -> String { title }

    static var example: ChosenPeoplePage { examples[0] }

    static var examples: [ChosenPeoplePage] {
        let unit = Unit(code: "610621", name: "延长县", parent: nil)
        let day = Day(number: 20_780)
        let course = PersonLine.Course(
            id: "example", state: .inProgress, overdue: true, completedAt: nil, score: nil, maxScore: nil, due: day)
        let person = PersonLine(
            staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", course: course)
        var exemption = ExemptionEntry()
        (exemption.numbers, exemption.course, exemption.note) = (["61062199001"], "example", "借调到市里")
        exemption.until = day.description
        let later = ExtensionEntry(numbers: ["61062199001"], course: "example")
        return [
            ([person], Wanted.exemption(exemption), "结束那天不能早于开始那天。"), ([person], .extension(later), "请写明理由。"),
            ([], .exemption(exemption), nil),
        ].map { ChosenPeoplePage(unit, $0, $1, [.example], problem: $2, today: day, .example) }
    }
}

extension ChosenPeoplePage.Line {
    fileprivate init(_ line: PersonLine, place: Int, _ words: Words) {
        self.place = place
        number = line.staffNumber.rawValue
        name = line.name
        unitName = line.unitName
        standing = line.course.map { course in
            let state = words("state_\(course.state.rawValue)")
            let shown = course.overdue ? words("state_overdue", ["state": state]) : state
            return course.due.map { words("chosen_due", ["state": shown, "day": words.date($0)]) } ?? shown
        }
    }
}

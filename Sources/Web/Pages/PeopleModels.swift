import FoundationEssentials
import Records
import Tabular
import Training

import struct Training.Unit

/// People of a unit by name.
struct PeoplePage: Page {
    static let template = "people"
    static let isKept = false
    let unitName: String
    let unitCode: String
    let completionPath: String
    let asOf: String
    let courses: [CourseChoice]
    /// Learning plans to choose in place of a course.
    let plans: [CourseChoice]
    let states: [CourseChoice]
    /// With all units below, or only those of the unit itself.
    let reaches: [CourseChoice]
    let orders: [CourseChoice]
    let text: String
    let lines: [Line]
    let empty: Bool
    let nextPath: String?
    let downloads: Downloads
    let codesPath: String
    let newPersonPath: String
    /// Who is suspended and may be taken back.
    let suspended: [Suspended]
    let reminderPath: String
    let manages: Bool
    /// What can be done for those ticked.
    let exemptPath: String
    let extendPath: String
    /// The page with every box ticked.
    let tickAllPath: String
    /// The course that the list is asked for.
    let course: String?
    /// How many lines a page has.
    let limits: [CourseChoice]
    /// That something was just done.
    var done: String?

    /// The boxes before people.
    struct Ticks {
        /// Who asks: for oneself nothing is done.
        let own: StaffNumber?
        /// Whether all are ticked.
        let all: Bool
    }

    /// How many suspended people are listed.
    static let room = 200

    /// Somebody who is suspended.
    struct Suspended: Sendable {
        let number: String
        let name: String
        let path: String
    }

    /// A person with one course.
    struct Line: Sendable {
        let staffNumber: String
        let name: String
        let personPath: String
        /// Whether there is a box before the name: before the first line of each person but oneself.
        var canBeTicked = false
        var isTicked = false
        let unitName: String
        let unitPath: String
        let courseName: String
        /// The person with this course; nil without a course that is offered.
        let coursePath: String?
        let entryPath: String
        let state: String
        let stateName: String
        let overdue: Bool
        let due: String
        let completedAt: String
        let score: String
    }

    init(
        _ page: PersonPage, _ query: PersonQuery, _ courses: [Course], _ plans: [LearningPlan], _ suspended: [Person],
        manages: Bool, _ ticks: Ticks, at now: Date, _ words: Words
    ) {
        asOf = words("as_of", ["time": words.time(now)])
        unitName = page.unit.name
        unitCode = page.unit.code.rawValue
        completionPath =
            query.plan.map { Paths.completion(of: page.unit.code, plan: $0.id) }
            ?? Paths.completion(of: page.unit.code, course: query.course)
        self.courses = CourseChoice.all(courses, chosen: query.course, words)
        self.plans = plans.map {
            CourseChoice(
                id: Assignable.plan($0.id).description, name: $0.title(words.language), chosen: $0.id == query.plan?.id)
        }
        states = query.states(words)
        reaches = query.reaches(words)
        orders = query.orders(words)
        text = query.text
        lines = Line.all(page.lines, courses, manages ? ticks : nil, words)
        empty = page.lines.isEmpty
        var following = query
        following.after = page.next
        nextPath = page.next.map { _ in Paths.people(of: page.unit.code, following) }
        var all = query
        all.limit = nil
        all.after = nil
        downloads = Downloads { Paths.people(of: page.unit.code, all, as: $0, words.language) }
        reminderPath = Paths.reminder(of: page.unit.code, course: query.course)
        exemptPath = Paths.newExemptions(in: page.unit.code)
        extendPath = Paths.newExtensions(in: page.unit.code)
        tickAllPath = Paths.people(of: page.unit.code, query, ticked: true)
        course = query.course?.rawValue
        limits = [50, 200].map {
            CourseChoice(id: "\($0)", name: words("per_page_lines", ["n": $0]), chosen: $0 == query.limit)
        }
        codesPath = Paths.signInCodes(of: page.unit.code)
        newPersonPath = Paths.newPerson(in: page.unit.code)
        self.suspended = suspended.map {
            Suspended(number: $0.staffNumber.rawValue, name: $0.name, path: Paths.entry(of: $0.staffNumber))
        }
        self.manages = manages
    }

    func title(_ words: Words) -> String { words("people_of", ["unit": unitName]) }

    static var example: PeoplePage {
        let course = PersonLine.Course(
            id: "example", state: .inProgress, overdue: true, completedAt: nil, score: Marks(hundredths: 850),
            maxScore: Marks(hundredths: 1000), due: Day(number: 20_780))
        let lines = [
            PersonLine(staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", course: course)
        ]
        let unit = Unit(code: "610621", name: "延长县", parent: nil)
        let plan = LearningPlan(
            id: "new-staff", title: Bilingual(zh: "新进经办人员", en: "New staff"), courses: ["example"], days: 60)
        let page = PersonPage(
            unit: unit, lines: lines,
            next: PersonQuery.Cursor(unit: "610621991201", staffNumber: "61062199001", course: "example"))
        var list = PeoplePage(
            page, PersonQuery(course: "example", text: "张"), [.example], [plan], [.example], manages: true,
            Ticks(own: nil, all: true), at: Date(timeIntervalSince1970: 1_795_000_000), .example)
        list.done = "已给 1 人延期。"
        return list
    }
}

extension PersonQuery {
    fileprivate func states(_ words: Words) -> [CourseChoice] {
        [Standing.State.notStarted, .inProgress, .completed, .expired, .exempt].map {
            CourseChoice(id: $0.rawValue, name: words("state_\($0.rawValue)"), chosen: state == $0)
        } + [CourseChoice(id: "overdue", name: words("overdue"), chosen: overdue)]
    }

    fileprivate func reaches(_ words: Words) -> [CourseChoice] {
        [
            CourseChoice(id: "", name: words("with_below"), chosen: !direct),
            CourseChoice(id: "true", name: words("direct"), chosen: direct),
        ]
    }

    fileprivate func orders(_ words: Words) -> [CourseChoice] {
        Order.allCases.map {
            CourseChoice(id: $0.rawValue, name: words("sort_\($0.rawValue)"), chosen: $0 == order)
        }
    }
}

extension PeoplePage.Line {
    /// The lines of a page, those of one person one after the other; without `ticks` none has a box.
    fileprivate static func all(
        _ lines: [PersonLine], _ courses: [Course], _ ticks: PeoplePage.Ticks?, _ words: Words
    ) -> [PeoplePage.Line] {
        var last: StaffNumber?
        return lines.map { person in
            var line = PeoplePage.Line(person, courses, words)
            if let ticks {
                line.canBeTicked = person.staffNumber != last && person.staffNumber != ticks.own
                line.isTicked = ticks.all
            }
            last = person.staffNumber
            return line
        }
    }

    fileprivate init(_ line: PersonLine, _ courses: [Course], _ words: Words) {
        staffNumber = line.staffNumber.rawValue
        name = line.name
        personPath = Paths.person(line.staffNumber)
        unitName = line.unitName
        unitPath = Paths.people(of: line.unit)
        courseName =
            line.course.map { courses.name(of: $0.id, words) } ?? words("no_course")
        coursePath = line.course.flatMap { asked in
            courses.contains { $0.id == asked.id } ? Paths.person(line.staffNumber, asked.id) : nil
        }
        entryPath = Paths.entry(of: line.staffNumber)
        state = line.course?.state.rawValue ?? "none"
        stateName = line.course.map { words("state_\($0.state.rawValue)") } ?? "—"
        overdue = line.course?.overdue ?? false
        due = line.course?.due?.description ?? "—"
        completedAt = line.course?.completedAt.map(words.time) ?? "—"
        score =
            line.course.flatMap { course in
                course.score.flatMap { score in
                    course.maxScore.map { words("score_of", ["score": score, "max": $0]) }
                }
            } ?? "—"
    }
}

/// The wire form of a line of people.
struct PersonDocument: Encodable {
    let line: PersonLine

    init(_ line: PersonLine) { self.line = line }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line.staffNumber, forKey: .staff_no)
        try container.encode(line.name, forKey: .name)
        try container.encode(line.unit, forKey: .unit)
        try container.encode(line.unitName, forKey: .unit_name)
        try container.encode(line.course?.id.rawValue ?? "", forKey: .course)
        try container.encode(line.course?.state, forKey: .state)
        try container.encode(line.course?.overdue ?? false, forKey: .overdue)
        try container.encode(line.course?.completedAt, forKey: .completed_at)
        try container.encode(line.course?.score?.decimal, forKey: .score)
        try container.encode(line.course?.due, forKey: .due)
    }

    /// The same as cells of a table; with `words` as the page says it: states in words, times of Asia/Shanghai.
    func cells(_ words: Words?) -> [Cell] {
        let course = line.course
        let state = course.map { words?("state_\($0.state.rawValue)") ?? $0.state.rawValue }
        let overdue = course.map { words?($0.overdue ? "yes" : "no") ?? ($0.overdue ? "true" : "false") }
        let completed = course?.completedAt.map { words?.time($0) ?? $0.formatted(.iso8601) }
        return [
            .text(line.staffNumber.rawValue), .text(line.name), .text(line.unit.rawValue), .text(line.unitName),
            .text(course?.id.rawValue ?? ""), .text(state ?? ""), .text(overdue ?? ""), .text(completed ?? ""),
            course?.score.map { .number($0.description) } ?? .empty, .day(course?.due?.description ?? ""),
        ]
    }

    private enum CodingKeys: String, CodingKey {
        case staff_no, name, unit, unit_name, course, state, overdue, completed_at, score, due
    }
}

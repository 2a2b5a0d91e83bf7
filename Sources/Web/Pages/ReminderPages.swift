import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

import struct Training.Unit

/// Text to paste into a group chat, and to single people, about a course that is still to be finished.
struct ReminderPages: Sendable {
    let site: Site

    /// How many people get a text of their own.
    private static let room = 200

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let words = try site.pages.words(visit.language)
        let unit = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn)
        guard let course = try request.query.course(in: library) else {
            guard visit.format == .html else { throw Problem.noCourse }
            return try site.pages.render(ReminderPage(unit, library.courses, words), visit, site)
        }
        let reminder = try await site.records.reminder(
            of: course, in: unit.code, limit: Self.room, for: try visit.signedIn, at: visit.now)
        let link = site.origin(request, visit) + Paths.course(course)
        let texts = ReminderTexts(reminder, course: library.courses.name(of: course, words), link: link, words)
        guard visit.format == .html else { return try .json(ReminderDocument(reminder, texts)) }
        return try site.pages.render(ReminderPage(reminder, texts, library.courses, words), visit, site)
    }
}

extension Problem {
    fileprivate static let noCourse = Problem(
        .unprocessableContent, "no_course",
        Bilingual(zh: "请用 course= 说明是哪门课程。", en: "Say which course with course=."))
}

/// A reminder in words that learners understand.
struct ReminderTexts: Sendable {
    /// To all, naming nobody; nil when everybody has finished.
    let group: String?
    /// To each of the reminder's people.
    let single: [String]

    init(_ reminder: Reminder, course: String, link: String, _ words: Words) {
        group =
            reminder.count == 0
            ? nil
            : words(
                "reminder_group",
                [
                    "unit": reminder.unit.name, "n": reminder.count, "course": course,
                    "due": words.due(reminder.deadline), "link": link,
                ])
        single = reminder.people.map { person in
            words(
                person.state.reminder,
                [
                    "name": person.name, "course": course, "due": words.due(.init([person.due], on: reminder.day)),
                    "link": link,
                ])
        }
    }
}

extension Standing.State {
    /// The text to one person who is that far.
    fileprivate var reminder: String {
        switch self {
        case .expired: "reminder_expired"
        case .inProgress: "reminder_begun"
        case .notStarted, .completed, .exempt: "reminder_not_begun"
        }
    }
}

extension Words {
    /// A part of a sentence.
    fileprivate func due(_ deadline: Reminder.Deadline) -> String {
        switch deadline {
        case .none: self("reminder_any_time")
        case .on(let day): self("reminder_until", ["day": date(day)])
        case .over(let day): self("reminder_over", ["day": date(day)])
        case .from(nil): self("reminder_some_over")
        case .from(let day?): self("reminder_from", ["day": date(day)])
        }
    }
}

/// The wire form of a reminder.
private struct ReminderDocument: Encodable {
    let unit: CompletionDocument.UnitDocument
    let course: CourseID
    let day: Day
    let count: Int
    let dues: [Due]
    let text: String?
    let people: [Addressee]

    /// People with the same last day.
    struct Due: Encodable {
        let due: Day?
        let people: Int
    }

    /// Somebody.
    struct Addressee: Encodable {
        let staff_no: StaffNumber
        let name: String
        let unit_name: String
        let state: Standing.State
        let due: Day?
        let text: String
    }

    init(_ reminder: Reminder, _ texts: ReminderTexts) {
        unit = .init(code: reminder.unit.code, name: reminder.unit.name)
        course = reminder.course
        day = reminder.day
        count = reminder.count
        dues = reminder.dues.map { Due(due: $0.day, people: $0.people) }
        text = texts.group
        people = zip(reminder.people, texts.single).map { person, text in
            Addressee(
                staff_no: person.staffNumber, name: person.name, unit_name: person.unitName,
                state: person.state, due: person.due, text: text)
        }
    }
}

/// The texts, each beside a button that copies it.
struct ReminderPage: Page {
    static let template = "reminder"
    static let isKept = false
    let unitName: String
    let completionPath: String
    let courses: [CourseChoice]
    /// Whether a course was chosen at all.
    let chosen: Bool
    let group: String?
    let people: [Line]
    /// That not all people are listed.
    let more: String?

    /// Somebody.
    struct Line: Sendable {
        let name: String
        let unitName: String
        let text: String
    }

    /// Before a course is chosen.
    init(_ unit: Unit, _ courses: [Course], _ words: Words) {
        unitName = unit.name
        completionPath = Paths.completion(of: unit.code)
        self.courses = CourseChoice.all(courses, chosen: nil, words)
        (chosen, group, people, more) = (false, nil, [], nil)
    }

    init(_ reminder: Reminder, _ texts: ReminderTexts, _ courses: [Course], _ words: Words) {
        unitName = reminder.unit.name
        completionPath = Paths.completion(of: reminder.unit.code, course: reminder.course)
        self.courses = CourseChoice.all(courses, chosen: reminder.course, words)
        chosen = true
        group = texts.group
        people = zip(reminder.people, texts.single).map { person, text in
            Line(name: person.name, unitName: person.unitName, text: text)
        }
        more =
            reminder.count > reminder.people.count
            ? words("reminder_more", ["n": reminder.people.count, "all": reminder.count]) : nil
    }

    func title(_ words: Words) -> String { words("reminder_of", ["unit": unitName]) }

    static var example: ReminderPage { page(people: 300) }

    static var examples: [ReminderPage] {
        [example, page(people: 0), ReminderPage(Unit(code: "610621", name: "延长县", parent: nil), [.example], .example)]
    }

    private static func page(people count: Int) -> ReminderPage {
        let day = Day(number: 20_781)
        let somebody = Reminder.Addressee(
            staffNumber: "61062199001", name: "甲村张某", unitName: "示例甲村", due: day.adding(3), state: .notStarted)
        let reminder = Reminder(
            unit: Unit(code: "610621", name: "延长县", parent: nil), course: "example", day: day,
            dues: count > 0 ? [.init(day: day.adding(3), people: count)] : [], people: count > 0 ? [somebody] : [])
        let texts = ReminderTexts(
            reminder, course: "把人找到", link: "https://training.example/courses/example", .example)
        return ReminderPage(reminder, texts, [.example], .example)
    }
}

import FoundationEssentials
import Records
import Training

import struct Training.Unit

/// Who in a unit and below is exempt today or later.
struct ExemptionsPage: Page {
    static let template = "exemptions"
    static let isKept = false
    let unitName: String
    let peoplePath: String
    let downloads: Downloads
    let lines: [Line]
    let none: Bool
    /// How many were just exempted.
    var done: String?

    /// Somebody with an exemption.
    struct Line: Sendable {
        let name: String
        let staffNumber: String
        let unitName: String
        let exemption: ExemptionLine
        /// Where it can be ended; nil for whoever may not.
        let path: String?
    }

    init(
        _ unit: Unit, _ people: [ExemptPerson], _ courses: [Course], manages: Bool, today: Day, _ words: Words
    ) {
        unitName = unit.name
        peoplePath = Paths.people(of: unit.code)
        downloads = Downloads { Paths.exemptions(in: unit.code, as: $0, words.language) }
        lines = people.map { person in
            let course = person.given.exemption.course ?? courses.first?.id
            return Line(
                name: person.name, staffNumber: person.staffNumber.rawValue, unitName: person.unitName,
                exemption: ExemptionLine(person.given, courses, today: today, words),
                path: manages ? course.map { Paths.person(person.staffNumber, $0) + "#exemptions" } : nil)
        }
        none = people.isEmpty
    }

    func title(_ words: Words) -> String { words("exemptions_in", ["unit": unitName]) }

    static var example: ExemptionsPage {
        let unit = Unit(code: "610621991201", name: "示例甲村", parent: nil)
        var page = ExemptionsPage(unit, [.example], [.example], manages: true, today: Day(number: 20_790), .example)
        page.done = "已给 1 人免训。"
        return page
    }

    static var examples: [ExemptionsPage] {
        let unit = Unit(code: "610621991201", name: "示例甲村", parent: nil)
        return [example, ExemptionsPage(unit, [], [], manages: false, today: Day(number: 20_790), .example)]
    }
}

/// An exemption in a line.
struct ExemptionLine: Sendable {
    let reason: String
    let note: String
    /// From when to when.
    let days: String
    /// The course, or that it is every course.
    let course: String
    /// Whether it holds today.
    let holds: Bool
    let given: String
    /// That it was ended early, or never held.
    let ended: String?
    /// The form that ends it; nil when there is nothing to end.
    let end: End?

    /// What ends it.
    struct End: Sendable {
        let path: String
        let id: String
        let course: String
        /// Today: the day that the field begins with.
        let today: String
    }

    init(_ given: Exemption.Given, _ courses: [Course], from course: CourseID? = nil, today: Day, _ words: Words) {
        let exemption = given.exemption
        reason = words("exempt_\(exemption.reason.rawValue)")
        note = exemption.note
        let first = words.date(exemption.from)
        days =
            given.period.until.map { words("exempt_days", ["from": first, "until": words.date($0)]) }
            ?? words("exempt_since", ["from": first])
        self.course =
            exemption.course.map { id in courses.first { $0.id == id }?.title(words.language) ?? id.rawValue }
            ?? words("all_courses")
        holds = given.period.contains(today)
        self.given = words("update_made", ["time": words.time(given.at), "who": given.by])
        ended = given.end.map { end in
            end.last < exemption.from
                ? words("exempt_never", ["who": end.by]) : words("exempt_ended", ["who": end.by])
        }
        let isOver = given.end != nil || given.period.until.map { $0 < today } ?? false
        self.end =
            isOver
            ? nil
            : course.map {
                End(
                    path: Paths.end(of: given.id), id: given.id.rawValue, course: $0.rawValue,
                    today: today.description)
            }
    }
}

/// The form that exempts somebody, as it was sent when it was wrong.
struct ExemptionForm: Sendable {
    let path: String
    let problem: String?
    let reasons: [Choice]
    let note: String
    let from: String
    let until: String
    let everyCourse: Bool
    let longestNote: Int

    /// A reason to choose.
    struct Choice: Sendable {
        let id: String
        let name: String
        let chosen: Bool
    }

    init(_ entry: ExemptionEntry?, problem: String?, path: String, today: Day, _ words: Words) {
        self.path = path
        self.problem = problem
        reasons = Exemption.Reason.allCases.map {
            Choice(id: $0.rawValue, name: words("exempt_\($0.rawValue)"), chosen: $0.rawValue == entry?.reason)
        }
        note = entry?.note ?? ""
        from = entry?.from ?? today.description
        until = entry?.until ?? ""
        everyCourse = entry.map(\.course.isEmpty) ?? true
        longestNote = Exemption.longestNote
    }
}

/// The form that gives somebody a later day, as it was sent when it was wrong.
struct ExtensionForm: Sendable {
    let path: String
    let problem: String?
    let due: String
    let reason: String
    let longestReason: Int

    init(_ entry: ExtensionEntry?, problem: String?, path: String, due: Day, _ words: Words) {
        self.path = path
        self.problem = problem
        self.due = entry?.due ?? due.adding(14).description
        reason = entry?.reason ?? ""
        longestReason = Extension.longestReason
    }
}

/// The wire form of somebody with an exemption.
struct ExemptPersonDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let unit_name: String
    let exemption: ExemptionDocument

    init(_ person: ExemptPerson) {
        staff_no = person.staffNumber
        name = person.name
        unit = person.unit
        unit_name = person.unitName
        exemption = ExemptionDocument(person.given)
    }
}

/// The wire form of an exemption.
struct ExemptionDocument: Encodable {
    let id: ExemptionID
    /// Left out for every course.
    let course: CourseID?
    let reason: Exemption.Reason
    let note: String
    let from: Day
    /// The last day, also where it was ended early.
    let until: Day?
    let given_at: Date
    let given_by: String
    let ended_at: Date?
    let ended_by: String?

    init(_ given: Exemption.Given) {
        id = given.id
        course = given.exemption.course
        reason = given.exemption.reason
        note = given.exemption.note
        from = given.exemption.from
        until = given.period.until
        given_at = given.at
        given_by = given.by
        ended_at = given.end?.at
        ended_by = given.end?.by
    }
}

extension ExemptPerson {
    static var example: ExemptPerson {
        ExemptPerson(
            staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", given: .example)
    }
}

extension Exemption.Given {
    static var example: Exemption.Given { example(until: nil) }

    /// One from 2026-12-03 on; with a last day it was ended early.
    static func example(until: Day?) -> Exemption.Given {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let from = Day(number: 20_790)
        let exemption = Exemption(course: nil, reason: .parentalLeave, note: "到明年春天", from: from, until: nil)
        // The values keep the rules, so there is one.
        let given = exemption.map { exemption in
            Exemption.Given(
                "example", exemption, at: at, by: "陈某", end: until.map { Exemption.End(last: $0, at: at, by: "陈某") })
        }
        return given ?? example(until: nil)
    }
}

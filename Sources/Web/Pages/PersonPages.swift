import FoundationEssentials
import Hummingbird
import Records
import Training

/// One person at a glance, for whoever is in charge: where everything about them begins.
struct PersonPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let caller = try visit.signedIn
        let record = try await site.records.record(of: try visit.code("person"), for: caller, at: visit.now)
        let courses = site.library.courses
        guard visit.format == .html else { return try .json(PersonOverviewDocument(record, courses)) }
        let page = PersonOverviewPage(
            record, courses, manages: caller.manages && caller.person != record.person.id, today: Day(at: visit.now),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site)
    }
}

/// The wire form of a person at a glance.
private struct PersonOverviewDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let unit_name: String
    let role: Person.Role
    let status: Person.Status
    let courses: [CourseDocument]
    let exemptions: [ExemptionDocument]

    /// Where they stand with a course.
    struct CourseDocument: Encodable {
        let course: CourseID
        let assigned: Bool
        let state: Standing.State
        let overdue: Bool
        let due: Day?
        let completed_on: Day?
    }

    init(_ record: PersonRecord, _ courses: [Course]) {
        staff_no = record.person.staffNumber
        name = record.person.name
        unit = record.person.unit
        unit_name = record.unitName
        role = record.person.role
        status = record.person.status
        self.courses = record.courses.map {
            CourseDocument(
                course: $0.id, assigned: $0.isAssigned, state: $0.state, overdue: $0.isOverdue, due: $0.due,
                completed_on: $0.completions.last?.day)
        }
        exemptions = record.exemptions.map(ExemptionDocument.init)
    }
}

/// A person: where they belong, how far they are with each course, and the ways to everything else.
struct PersonOverviewPage: Page {
    static let template = "person"
    static let isKept = false
    let name: String
    let staffNumber: String
    let unitName: String
    let unitPath: String
    let role: String
    let isSuspended: Bool
    let courses: [Line]
    let exemptions: [ExemptionLine]
    let exemptionsPath: String
    let recordPath: String
    /// Where a sign-in code is made; nil for whoever may not, and for oneself.
    let codesPath: String?

    /// A course.
    struct Line: Sendable {
        let name: String
        /// The person with this course: tries, grants, exemptions. Nil where the course is not offered any more.
        let path: String?
        let state: String
        let stateName: String
        let isOverdue: Bool
        let isAssigned: Bool
        let due: String
        let finished: String
        let score: String
    }

    init(_ record: PersonRecord, _ courses: [Course], manages: Bool, today: Day, _ words: Words) {
        let person = record.person
        name = person.name
        staffNumber = person.staffNumber.rawValue
        unitName = record.unitName
        unitPath = Paths.people(of: person.unit)
        role = words("role_\(person.role.rawValue)")
        isSuspended = person.status == .suspended
        self.courses = record.courses.map { Line($0, of: person.staffNumber, courses, words) }
        exemptions = record.exemptions.map { ExemptionLine($0, courses, today: today, words) }
        exemptionsPath = Paths.exemptions(in: person.unit)
        recordPath = Paths.record(of: person.staffNumber)
        codesPath = manages ? "/units/\(person.unit)/sign-in-codes" : nil
    }

    func title(_ words: Words) -> String { name }

    static var example: PersonOverviewPage {
        PersonOverviewPage(.example, [.example], manages: true, today: Day(number: 20_791), .example)
    }

    static var examples: [PersonOverviewPage] {
        [example, PersonOverviewPage(.emptyExample, [], manages: false, today: Day(number: 20_791), .example)]
    }
}

extension PersonOverviewPage.Line {
    fileprivate init(_ course: PersonRecord.Course, of number: StaffNumber, _ courses: [Course], _ words: Words) {
        name = courses.name(of: course.id, words)
        path = courses.contains { $0.id == course.id } ? Paths.person(number, course.id) : nil
        state = course.state.rawValue
        stateName = words("state_\(course.state.rawValue)")
        isOverdue = course.isOverdue
        isAssigned = course.isAssigned
        due = course.due?.description ?? "—"
        finished = course.completions.last?.day.description ?? "—"
        score =
            course.completions.last.flatMap { finish in
                finish.score.flatMap { score in
                    finish.maxScore.map { words("score_of", ["score": score, "max": $0]) }
                }
            } ?? "—"
    }
}

import FoundationEssentials
import Training

/// A person's record to read and to print.
struct PersonRecordPage: Page {
    static let template = "person-record"
    static let isKept = false
    let name: String
    let staffNumber: String
    let unitName: String
    let asOf: String
    /// What only whoever is in charge sees: the role and the way back; nil on one's own page.
    let overseen: Overseen?
    let stays: [Stay]
    let years: [Year]
    let courses: [CourseLines]
    let exemptions: [Line]
    let xlsxPath: String
    let csvPath: String

    /// What surrounds somebody else's record.
    struct Overseen: Sendable {
        let unitPath: String
        let personPath: String
        let role: String
        let isSuspended: Bool
    }

    /// Days in one unit.
    struct Stay: Sendable {
        let unitName: String
        let days: String
        let isSuspended: Bool
    }

    /// One calendar year.
    struct Year: Sendable {
        let year: Int
        let attempts: Int
        let passRate: String
        let finished: Int
        let creditHours: String
        /// The sheet that says which courses these hours are of.
        let statement: String
        let statementPath: String
    }

    /// A course with what was done in it.
    struct CourseLines: Sendable {
        let name: String
        /// The person with this course; nil on one's own page and for a course that is not offered.
        let coursePath: String?
        let state: String
        let stateName: String
        let isOverdue: Bool
        let due: String?
        let lines: [Line]
    }

    /// One thing.
    struct Line: Sendable {
        let at: String
        let what: String
        /// Where there is more about it.
        let path: String?
        let more: [String]
        let result: [String]
    }

    init(_ record: PersonRecord, _ courses: [Course], isOwn: Bool, _ words: Words) {
        let person = record.person
        name = person.name
        staffNumber = person.staffNumber.rawValue
        unitName = record.unitName
        asOf = words("as_of", ["time": words.time(record.at)])
        overseen =
            isOwn
            ? nil
            : Overseen(
                unitPath: Paths.people(of: person.unit), personPath: Paths.person(person.staffNumber),
                role: words("role_\(person.role.rawValue)"), isSuspended: person.status == .suspended)
        stays = record.stays.map { stay in
            let from = words.date(stay.from)
            return Stay(
                unitName: stay.unit?.name ?? words("record_other_unit"),
                days: stay.until.map { words("exempt_days", ["from": from, "until": words.date($0)]) }
                    ?? words("exempt_since", ["from": from]), isSuspended: !isOwn && !stay.isActive)
        }
        let number = isOwn ? nil : person.staffNumber
        years = record.years.map { Year($0, of: number, words) }
        self.courses = record.courses.map { CourseLines($0, of: person, courses, isOwn: isOwn, words) }
        exemptions = record.exemptionEntries(words).map { Line($0, words) }
        xlsxPath = Paths.record(of: number, as: .xlsx, words.language)
        csvPath = Paths.record(of: number, as: .csv, words.language)
    }

    func title(_ words: Words) -> String {
        overseen == nil ? words("own_record") : words("record_of", ["name": name])
    }

    static var example: PersonRecordPage { PersonRecordPage(.example, [.example], isOwn: false, .example) }

    static var examples: [PersonRecordPage] {
        [
            example, PersonRecordPage(.example, [.example], isOwn: true, .example),
            PersonRecordPage(.emptyExample, [], isOwn: false, .example),
        ]
    }
}

extension PersonRecordPage.Year {
    fileprivate init(_ year: PersonYear, of number: StaffNumber?, _ words: Words) {
        self.init(
            year: year.year, attempts: year.tally.attempts,
            passRate: words.rate(year.tally.passed, of: year.tally.attempts), finished: year.finished.count,
            creditHours: CreditHours(halves: year.tally.halfHours).description,
            statement: words("statement_of_year", ["year": year.year]),
            statementPath: Paths.creditStatement(of: number, year.year))
    }
}

extension PersonRecordPage.CourseLines {
    fileprivate init(
        _ course: PersonRecord.Course, of person: Person, _ courses: [Course], isOwn: Bool, _ words: Words
    ) {
        let isOffered = courses.contains { $0.id == course.id }
        name = courses.name(of: course.id, words)
        coursePath = isOwn || !isOffered ? nil : Paths.person(person.staffNumber, course.id)
        state = course.state.rawValue
        stateName = words("state_\(course.state.rawValue)")
        isOverdue = course.isOverdue
        due = course.due.map { words("due_by", ["day": words.date($0)]) }
        lines = course.entries(courses, words).map { .init($0, words) }
    }
}

extension PersonRecordPage.Line {
    fileprivate init(_ entry: RecordEntry, _ words: Words) {
        at = entry.at?.text(words) ?? ""
        let isOfTry = entry.number != nil && entry.kind != .attempt
        let what =
            switch entry.kind {
            case .reading, .scenario, .exemption:
                words("record_line", ["kind": words("record_\(entry.kind.rawValue)"), "what": entry.title])
            case .unit, .course, .attempt, .late, .correction, .completion, .extension, .grant: entry.title
            }
        self.what = what
        path = entry.path
        let number = entry.number.map { words("try_number", ["n": $0]) }
        let untils: [RecordEntry.Kind: String] = [.exemption: "record_until", .completion: "valid_until"]
        let until = untils[entry.kind].flatMap { key in entry.until.map { words(key, ["day": words.date($0)]) } }
        more =
            [isOfTry ? number : nil, until, entry.note.isEmpty ? nil : entry.note, entry.certificate?.grouped]
            .compactMap(\.self)
        let score = entry.score.flatMap { score in
            entry.maxScore.map { words("score_of", ["score": score, "max": $0]) }
        }
        result = [score, entry.creditHours.map(words.creditHours), entry.state.map { words($0.key) }].compactMap(\.self)
    }
}

extension PersonRecord {
    fileprivate func exemptionEntries(_ words: Words) -> [RecordEntry] {
        entries([], words).filter { $0.kind == .exemption && $0.course == nil }
    }
}

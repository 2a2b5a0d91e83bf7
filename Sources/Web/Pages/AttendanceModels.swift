import FoundationEssentials
import Training

/// People of one unit on the list of a session.
struct RosterGroup: Sendable {
    let code: String
    let name: String
    let people: [Line]
    /// Whether the unit is ticked as a whole.
    let chosen: Bool

    /// Somebody.
    struct Line: Sendable {
        let place: Int
        let number: String
        let name: String
        let unitName: String
        let isPresent: Bool
        /// Whether it is the one who asks.
        let isOneself: Bool
        /// Whether the box cannot be ticked.
        let isFixed: Bool
        let chosen: Bool

        init(_ line: RosterLine, place: Int, chosen: Bool = false) {
            self.place = place
            number = line.staffNumber.rawValue
            name = line.name
            unitName = line.unitName
            isPresent = line.isPresent
            isOneself = line.isOneself
            isFixed = line.isPresent || line.isOneself
            self.chosen = chosen || line.isPresent
        }
    }

    /// The units of a list, in its order.
    static func all(_ lines: [RosterLine], _ entry: AttendanceEntry) -> [RosterGroup] {
        let ticked = Set(entry.ticked)
        var groups: [(unit: RosterLine, people: [Line])] = []
        for (place, line) in lines.enumerated() {
            let person = Line(line, place: place + 1, chosen: ticked.contains(line.staffNumber.rawValue))
            if groups.last?.unit.unit == line.unit {
                groups[groups.count - 1].people.append(person)
            } else {
                groups.append((line, [person]))
            }
        }
        return groups.map {
            RosterGroup(
                code: $0.unit.unit.rawValue, name: $0.unit.unitName, people: $0.people,
                chosen: entry.units.contains($0.unit.unit.rawValue))
        }
    }
}

/// Everybody of a session's unit and below, to tick who was there.
struct AttendancePage: Page {
    static let template = "attendance"
    static let isKept = false
    let facts: GroupSessionFacts
    let path: String
    let problem: String?
    /// That the day has not come, in place of the form.
    let notYet: Bool
    let groups: [RosterGroup]
    /// That there are more people than are listed.
    let isCut: Bool
    let typed: String

    init(
        _ session: GroupSession, _ lines: [RosterLine], isCut: Bool, _ courses: [Course], _ entry: AttendanceEntry,
        problem: String?, today: Day, _ words: Words
    ) {
        facts = GroupSessionFacts(session, courses, words)
        path = Paths.attendance(at: session.id)
        self.problem = problem
        notYet = session.plan.day > today || session.cancellation != nil
        groups = RosterGroup.all(lines, entry)
        self.isCut = isCut
        typed = entry.typed
    }

    func title(_ words: Words) -> String { words("attendance_on", ["day": facts.day]) }

    static var example: AttendancePage {
        var entry = AttendanceEntry()
        entry.ticked = ["61062199001"]
        entry.units = ["610621991201"]
        return AttendancePage(
            .example(day: 0), .example, isCut: true, [.example], entry, problem: "没有这个登录号。",
            today: GroupSession.exampleDay, .example)
    }

    static var examples: [AttendancePage] {
        [
            example,
            AttendancePage(
                .example(day: 2), [], isCut: false, [.example], AttendanceEntry(), problem: nil,
                today: GroupSession.exampleDay, .example),
        ]
    }
}

/// Whom a coordinator ticked and typed, by name, before they are recorded.
struct AttendanceReviewPage: Page {
    static let template = "attendance-review"
    static let isKept = false
    let facts: GroupSessionFacts
    let path: String
    /// How many will be recorded.
    let count: String
    /// Those who will be.
    let people: [RosterGroup.Line]
    /// How many of those sent were recorded before.
    let already: String?
    let none: Bool

    init(_ session: GroupSession, _ lines: [RosterLine], _ courses: [Course], _ words: Words) {
        facts = GroupSessionFacts(session, courses, words)
        path = Paths.attendance(at: session.id)
        let fresh = lines.filter { !$0.isPresent }
        count = words("attendance_count", ["n": fresh.count, "lessons": session.plan.lessons.count])
        people = fresh.enumerated().map { RosterGroup.Line($1, place: $0 + 1) }
        already = fresh.count < lines.count ? words("attendance_already", ["n": lines.count - fresh.count]) : nil
        none = fresh.isEmpty
    }

    func title(_ words: Words) -> String { words("attendance_review") }

    static var example: AttendanceReviewPage {
        AttendanceReviewPage(.example(day: 0), .example, [.example], .example)
    }

    static var examples: [AttendanceReviewPage] {
        [example, AttendanceReviewPage(.example(day: 0), [], [.example], .example)]
    }
}

/// A list to sign on, A4.
struct SignInSheetPage: Page {
    static let template = "sign-in-sheet"
    static let isKept = false
    let facts: GroupSessionFacts
    let people: [RosterGroup.Line]
    /// The numbers of empty rows, for those who are not listed.
    let blanks: [Int]
    let listed: String

    /// How many empty rows there are unless something else is asked for.
    static let blankRows = 8

    init(
        _ session: GroupSession, _ lines: [RosterLine], _ courses: [Course], blank: Int, _ words: Words
    ) {
        facts = GroupSessionFacts(session, courses, words)
        people = lines.enumerated().map { RosterGroup.Line($1, place: $0 + 1) }
        blanks = Array((lines.count + 1)..<(lines.count + 1 + blank))
        listed = words("sheet_listed", ["n": lines.count])
    }

    func title(_ words: Words) -> String { words("sign_in_sheet") }

    static var example: SignInSheetPage {
        SignInSheetPage(.example(day: 0), .example, [.example], blank: 2, .example)
    }
}

extension [RosterLine] {
    fileprivate static var example: [RosterLine] {
        [
            RosterLine(
                staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村",
                isPresent: false),
            RosterLine(
                staffNumber: "61062199002", name: "甲村李某", unit: "610621991201", unitName: "示例甲村", isPresent: true),
            RosterLine(
                staffNumber: "61062199003", name: "乙村王某", unit: "610621991202", unitName: "示例乙村",
                isPresent: false, isOneself: true),
        ]
    }
}

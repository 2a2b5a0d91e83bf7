import FoundationEssentials
import Training

import struct Training.Unit

/// A session in a line.
struct GroupSessionLine: Sendable {
    let path: String
    let day: String
    let place: String
    let unitName: String
    /// `走访 2 课、公示 1 课`
    let lessons: String
    let stateName: String
    /// How many were there; nil where nobody is recorded.
    let present: String?
    let waits: Bool

    init(_ session: GroupSession, _ courses: [Course], today: Day, _ words: Words) {
        path = Paths.groupSession(session.id)
        day = words.date(session.plan.day)
        place = session.plan.place
        unitName = session.unitName
        lessons = words.lessons(of: session.plan, courses)
        let state = session.state(on: today)
        stateName = words("group_state_\(state.rawValue)")
        present = session.present > 0 ? words("group_present", ["n": session.present]) : nil
        waits = state == .unrecorded
    }
}

extension Words {
    /// The courses of a session, each with how many of its lessons it goes through.
    func lessons(of plan: GroupSession.Plan, _ courses: [Course]) -> String {
        plan.courses.map { course in
            let count = plan.lessons.count { $0.course == course }
            return self("group_lessons_of", ["course": courses.name(of: course, self), "n": count])
        }.joined(separator: self("group_comma"))
    }
}

/// The sessions of a unit and below, and a form to arrange one.
struct GroupSessionsPage: Page {
    static let template = "group-sessions"
    let unitName: String
    let completionPath: String
    let path: String
    let problem: String?
    let manages: Bool
    /// Yet to come, the next one first.
    let ahead: [GroupSessionLine]
    /// The latest one first.
    let past: [GroupSessionLine]
    let none: Bool
    let day: String
    let firstDay: String
    let place: String
    let courses: [CourseBoxes]

    /// A course to tick, and its lessons.
    struct CourseBoxes: Sendable {
        let id: String
        let name: String
        let chosen: Bool
        /// Whether some of its lessons are ticked, so that they are to be seen.
        let isOpen: Bool
        let lessons: [LessonBox]
    }

    /// A lesson to tick.
    struct LessonBox: Sendable {
        let id: String
        let title: String
        let chosen: Bool
    }

    init(
        _ unit: Unit, _ sessions: [GroupSession], _ courses: [Course], _ entry: GroupSessionEntry, problem: String?,
        manages: Bool, today: Day, _ words: Words
    ) {
        unitName = unit.name
        completionPath = Paths.completion(of: unit.code)
        path = Paths.groupSessions(of: unit.code)
        self.problem = problem
        self.manages = manages
        let isAhead = { (session: GroupSession) in session.plan.day >= today && session.cancellation == nil }
        ahead = sessions.filter(isAhead).reversed().map { GroupSessionLine($0, courses, today: today, words) }
        past = sessions.filter { !isAhead($0) }.map { GroupSessionLine($0, courses, today: today, words) }
        none = sessions.isEmpty
        day = entry.day
        firstDay = today.description
        place = entry.place
        self.courses = courses.map { course in
            let lessons = course.lessons.map { lesson in
                let id = "\(course.id)/\(lesson.id)"
                return LessonBox(id: id, title: lesson.title, chosen: entry.lessons.contains(id))
            }
            return CourseBoxes(
                id: course.id.rawValue, name: course.title(words.language),
                chosen: entry.courses.contains(course.id.rawValue), isOpen: lessons.contains(where: \.chosen),
                lessons: lessons)
        }
    }

    func title(_ words: Words) -> String { words("group_sessions_of", ["unit": unitName]) }

    static var example: GroupSessionsPage {
        var entry = GroupSessionEntry()
        let course = Course.example
        entry.courses = [course.id.rawValue]
        entry.lessons = ["\(course.id)/\(course.lessons[0].id)"]
        return GroupSessionsPage(
            Unit(code: "610621991", name: "示例一镇", parent: nil), [.example(day: 0), .example(day: -3, present: 2)],
            [course], entry, problem: "请写地点。", manages: true, today: GroupSession.exampleDay, .example)
    }

    static var examples: [GroupSessionsPage] {
        let unit = Unit(code: "610621991", name: "示例一镇", parent: nil)
        return [
            example,
            GroupSessionsPage(
                unit, [], [.example], GroupSessionEntry(), problem: nil, manages: false,
                today: GroupSession.exampleDay, .example),
        ]
    }
}

/// What a page about a session says of it.
struct GroupSessionFacts: Sendable {
    let unitName: String
    let listPath: String
    let path: String
    let day: String
    let place: String
    let courses: [CourseLessons]

    /// The lessons of a course.
    struct CourseLessons: Sendable {
        let name: String
        let lessons: [String]
    }

    init(_ session: GroupSession, _ courses: [Course], _ words: Words) {
        unitName = session.unitName
        listPath = Paths.groupSessions(of: session.unit)
        path = Paths.groupSession(session.id)
        day = words.date(session.plan.day)
        place = session.plan.place
        self.courses = session.plan.courses.map { id in
            let course = courses.first { $0.id == id }
            let lessons = session.plan.lessons.filter { $0.course == id }.map { lesson in
                course?.lesson(lesson.lesson)?.title ?? lesson.lesson.rawValue
            }
            return CourseLessons(name: courses.name(of: id, words), lessons: lessons)
        }
    }
}

/// One session: what was arranged, who was there, and what there is to do.
struct GroupSessionPage: Page {
    static let template = "group-session"
    static let isKept = false
    let facts: GroupSessionFacts
    let made: String
    let stateName: String
    let problem: String?
    /// That it does not take place, by whom and why.
    let cancelled: String?
    let sheetPath: String?
    /// Where attendance is recorded; nil before the day, and for whoever may not.
    let attendancePath: String?
    let isFirst: Bool
    let cancellationPath: String?
    let removalsPath: String?
    /// What is said of those who are on the list, and were.
    let lines: [Line]
    let count: String?
    let elsewhere: String?
    let reason: String

    /// Somebody.
    struct Line: Sendable {
        let name: String
        let staffNumber: String
        let unitName: String
        let isPresent: Bool
        /// That they can be taken off, and whether they are ticked for that.
        let chosen: Bool
        let history: [String]
    }

    init(
        _ record: GroupSessionRecord, _ courses: [Course], _ entry: RemovalEntry, problem: String?, manages: Bool,
        today: Day, _ words: Words
    ) {
        let session = record.session
        let state = session.state(on: today)
        facts = GroupSessionFacts(session, courses, words)
        made = words("group_made", ["time": words.time(session.madeAt), "who": session.madeBy])
        stateName = words("group_state_\(state.rawValue)")
        self.problem = problem
        cancelled = session.cancellation.map {
            words("group_cancelled", ["time": words.time($0.at), "who": $0.by, "reason": $0.reason])
        }
        sheetPath = state == .cancelled ? nil : Paths.signInSheet(of: session.id)
        let mayRecord = manages && state != .cancelled
        attendancePath = mayRecord && session.plan.day <= today ? Paths.attendance(at: session.id) : nil
        isFirst = session.present == 0
        cancellationPath = mayRecord && session.present == 0 ? Paths.cancellation(of: session.id) : nil
        lines = record.attendances.map { attendance in
            Line(
                name: attendance.name, staffNumber: attendance.staffNumber.rawValue, unitName: attendance.unitName,
                isPresent: attendance.isPresent, chosen: entry.numbers.contains(attendance.staffNumber.rawValue),
                history: attendance.entries.map { words.attendance($0) })
        }
        removalsPath = mayRecord && lines.contains(where: \.isPresent) ? Paths.removals(from: session.id) : nil
        count = session.present > 0 ? words("group_present", ["n": session.present]) : nil
        elsewhere = record.elsewhere > 0 ? words("group_elsewhere", ["n": record.elsewhere]) : nil
        reason = entry.reason
    }

    func title(_ words: Words) -> String { words("group_session_on", ["day": facts.day]) }

    static var example: GroupSessionPage {
        GroupSessionPage(
            GroupSessionRecord(session: .example(day: 0, present: 3), attendances: .example, elsewhere: 2), [.example],
            RemovalEntry(), problem: "请写明原因。", manages: true, today: GroupSession.exampleDay, .example)
    }

    static var examples: [GroupSessionPage] {
        let planned = GroupSessionRecord(session: .example(day: 0), attendances: [], elsewhere: 0)
        let cancelled = GroupSessionRecord(
            session: .example(day: 2, isCancelled: true), attendances: [], elsewhere: 0)
        return [example]
            + [planned, cancelled].map {
                GroupSessionPage(
                    $0, [.example], RemovalEntry(), problem: nil, manages: true, today: GroupSession.exampleDay,
                    .example)
            }
    }
}

extension Words {
    fileprivate func attendance(_ entry: Attendance.Entry) -> String {
        entry.isPresent
            ? self("group_recorded", ["time": time(entry.at), "who": entry.by])
            : self("group_taken_off", ["time": time(entry.at), "who": entry.by, "reason": entry.reason])
    }
}

extension GroupSession {
    static let exampleDay = Day(number: 20_790)

    static func example(day: Int, present: Int = 0, isCancelled: Bool = false) -> GroupSession {
        let course = Course.example
        let lessons = course.lessons.prefix(2).map {
            GroupSession.Lesson(course: course.id, lesson: $0.id, version: $0.version, taught: [])
        }
        let at = exampleDay.start
        let plan = GroupSession.Plan(checked: exampleDay.adding(day), place: "镇政府三楼会议室", lessons: lessons)
        return GroupSession(
            id: "example", unit: "610621991", unitName: "示例一镇", plan: plan, madeAt: at, madeBy: "陈某",
            cancellation: isCancelled ? Cancellation(reason: "下雨", at: at, by: "陈某") : nil, present: present)
    }
}

extension [Attendance] {
    fileprivate static var example: [Attendance] {
        let at = GroupSession.exampleDay.start
        let there = Attendance.Entry(isPresent: true, reason: "", at: at, by: "陈某")
        let off = Attendance.Entry(isPresent: false, reason: "记错了人", at: at, by: "陈某")
        return [[there], [there, off]].map { entries in
            Attendance(
                staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村",
                entries: entries)
        }
    }
}

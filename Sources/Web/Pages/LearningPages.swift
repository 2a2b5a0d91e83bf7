import Content
import FoundationEssentials
import Hummingbird
import Records
import Training

/// A person's own page: what to do next and by when.
struct LearningPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let session = visit.session else {
            if try visit.signedIn.oversees { return .seeOther(Paths.units) }
            throw Refusal.signInNeeded
        }
        let words = try site.pages.words(visit.language)
        let lines = try await site.records.learning(of: session.person.id, at: visit.now)
        let library = site.library
        let notebook = try await site.records.notebook(of: session.person.id, library, on: Day(at: visit.now))
        let rules = try await site.records.creditRules()
        var page = LearningPage(
            lines, library.courses.map { $0.under(rules, on: Day(at: visit.now)) }, session.person.name,
            today: Day(at: visit.now),
            notebook: NotebookLine(notebook, words), units: try await UnitPages(site: site).linksInCharge(visit), words)
        let today = Day(at: visit.now)
        page.together = try await site.records.groupSessions(ahead: today, of: session.person.id)
            .map { LearningPage.Together($0, library.courses, today: today, words) }
        return try site.pages.render(page, visit, site)
    }
}

/// What is due, in progress and done.
struct LearningPage: Page {
    static let template = "learning"
    let name: String
    /// Assigned and not finished, or to be renewed; what is due first comes first.
    let toDo: [CourseCard]
    /// Finished.
    let done: [CourseCard]
    /// Assigned, but not now.
    let exempt: [CourseCard]
    /// Not assigned: open to whoever wants to read.
    let others: [CourseCard]
    let nothingToDo: Bool
    /// The wrong-answer notebook, unless there is nothing in it.
    let notebook: NotebookLine?
    /// The units in one's charge where there is something to choose or to know: several, or one that ends.
    let units: [UnitsPage.Link]
    /// When lessons are gone through together, today or later.
    var together: [Together] = []

    /// A group session as a learner is told of it.
    struct Together: Sendable {
        let day: String
        let place: String
        let lessons: String
        /// How soon that is; nil for more than a month.
        let hint: String?
    }

    /// A course as a card.
    struct CourseCard: Sendable {
        let title: String
        let summary: String
        let path: String
        let area: String
        let creditHours: String?
        /// `3/5`
        let lessonsRead: String
        let percent: Int
        let state: String
        let stateName: String
        let due: String?
        let dueHint: String?
        let overdue: Bool
        let late: Bool
        let completedAt: String?
        /// Until when that holds.
        let validUntil: String?
        let resumePath: String?
        fileprivate let dueDay: Day?
    }

    init(
        _ lines: [LearningLine], _ courses: [Course], _ name: String, today: Day, notebook: NotebookLine?,
        units: [UnitsPage.Link], _ words: Words
    ) {
        self.name = name
        self.units = units.count > 1 || units.contains { $0.until != nil } ? units : []
        self.notebook = notebook
        let byCourse = Dictionary(lines.map { ($0.course, $0) }, uniquingKeysWith: { first, _ in first })
        let cards = courses.map { course in
            (line: byCourse[course.id], card: CourseCard(course, byCourse[course.id], today: today, words))
        }
        let open = cards.filter { card in
            guard let line = card.line, line.assigned else { return false }
            return line.completedAt == nil || line.isRenewable(on: today)
        }
        toDo = open.filter { $0.line?.state != .exempt }.map(\.card)
            .sorted { ($0.dueDay ?? Day(number: .max)) < ($1.dueDay ?? Day(number: .max)) }
        exempt = open.filter { $0.line?.state == .exempt }.map(\.card)
        done = cards.filter { card in
            guard let line = card.line, line.completedAt != nil else { return false }
            return !line.assigned || !line.isRenewable(on: today)
        }.map(\.card)
        // An update is for those who were taught what has changed.
        others = zip(courses, cards).filter { course, card in
            card.line?.assigned != true && card.line?.completedAt == nil && !course.id.isOfUpdate
        }.map(\.1.card)
        nothingToDo = toDo.isEmpty
    }

    func title(_ words: Words) -> String { words("my_learning") }

    static var example: LearningPage {
        let today = Day(number: 20_781)
        func line(
            _ course: Course, assigned: Bool, _ state: Standing.State = .inProgress, _ holding: Holding? = nil
        ) -> LearningLine {
            LearningLine(
                course: course.id, assigned: assigned, due: today.adding(6), state: state, overdue: false,
                read: [course.lessons[0].id], holding: holding, openAttempt: "01", passed: false)
        }
        let courses = ["first", "second", "third", "fourth", "fifth", "sixth"].map { Course.example($0) }
        func held(until last: Day) -> Holding {
            Holding(doneAt: today.start, last: last, reopensAt: last.adding(-30).start)
        }
        let lines = [
            line(courses[0], assigned: true),
            line(courses[1], assigned: true, .completed, held(until: today.adding(365))),
            line(courses[2], assigned: false), line(courses[3], assigned: true, .exempt),
            line(courses[4], assigned: true, .completed, held(until: today.adding(20))),
            line(courses[5], assigned: true, .expired, held(until: today.adding(-3))),
        ]
        var page = LearningPage(
            lines, courses, "甲村张某", today: today, notebook: NotebookLine(.example, .example),
            units: UnitsPage.example.units, .example)
        page.together = [Together(.example(day: 1), courses, today: GroupSession.exampleDay, .example)]
        return page
    }
}

extension LearningPage.Together {
    fileprivate init(_ session: GroupSession, _ courses: [Course], today: Day, _ words: Words) {
        day = words.date(session.plan.day)
        place = session.plan.place
        lessons = words.lessons(of: session.plan, courses)
        switch session.plan.day.number - today.number {
        case 0: hint = words("together_today")
        case let left where left <= 30: hint = words("days_left", ["n": left])
        default: hint = nil
        }
    }
}

extension LearningPage.CourseCard {
    fileprivate init(_ course: Course, _ line: LearningLine?, today: Day, _ words: Words) {
        let read = course.lessons.count { line?.read.contains($0.id) == true }
        title = course.title(words.language)
        summary = course.summary(words.language)
        path = Paths.course(course.id)
        area = words("area_\(course.area.rawValue)")
        creditHours = course.syllabus.map { words.creditHours($0.creditHours) }
        lessonsRead = words("lessons_read", ["read": read, "all": course.lessons.count])
        percent = 100 * (read + (line?.passed == true ? 1 : 0)) / (course.lessons.count + 1)
        let standing = line?.state ?? .notStarted
        state = standing.rawValue
        stateName = words("state_\(standing.rawValue)")
        let renewal = words.renewal(line?.holding, at: today.start)
        let day = renewal == nil ? line?.due : line?.holding?.last
        dueDay = day
        due = renewal ?? line?.due.map { words("due_by", ["day": words.date($0)]) }
        overdue = line?.overdue ?? false
        late = overdue || standing == .expired
        dueHint = day.flatMap { day in
            let left = day.number - today.number
            if line?.completedAt != nil && renewal == nil || left > 30 { return nil }
            if standing == .expired { return words("state_expired") }
            if left < 0 { return words("days_over", ["n": -left]) }
            return left == 0 ? words("due_today") : words("days_left", ["n": left])
        }
        completedAt = line?.completedAt.map { words("finished_on", ["day": words.date(Day(at: $0))]) }
        validUntil = line?.holding.flatMap { words.holds(until: $0.last, course.rule.validity) }
        resumePath = line?.openAttempt.map(Paths.attempt)
    }
}

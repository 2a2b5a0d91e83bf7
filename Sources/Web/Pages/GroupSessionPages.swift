import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Sessions in which people go through lessons together: arranged, printed as a sign-in sheet, and afterwards recorded.
struct GroupSessionPages: Sendable {
    let site: Site

    /// How many sessions a page lists.
    private static let listed = 200
    /// How many people a sheet or a form lists, and one request records.
    private static let room = 2_000

    // MARK: Arranging

    func showAll(_ request: Request, _ visit: Visit) async throws -> Response {
        guard visit.format == .html else {
            let today = Day(at: visit.now)
            let (_, sessions) = try await sessions(visit)
            return try .json(["sessions": sessions.map { GroupSessionDocument($0, on: today) }])
        }
        return try await list(GroupSessionEntry(), nil, visit)
    }

    func arrange(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try GroupSessionEntry(try await request.submission())
        do {
            let id = try await site.records.arrange(
                try entry.plan(of: site.library), for: try visit.code("unit"), by: try visit.signedIn, at: visit.now)
            guard visit.format == .html else {
                let record = try await site.records.groupSession(id, for: try visit.signedIn)
                return try .json(GroupSessionDocument(record, on: Day(at: visit.now)), status: .created)
            }
            return .seeOther(Paths.groupSession(id))
        } catch let refusal as Refusal {
            return try await list(entry, try problem(refusal, visit), visit)
        }
    }

    private func sessions(_ visit: Visit) async throws -> (unit: Training.Unit, sessions: [GroupSession]) {
        try await site.records.groupSessions(
            in: try visit.code("unit"), limit: Self.listed, for: try visit.signedIn)
    }

    private func list(_ entry: GroupSessionEntry, _ problem: Problem?, _ visit: Visit) async throws -> Response {
        let (unit, sessions) = try await sessions(visit)
        let page = GroupSessionsPage(
            unit, sessions, site.library.courses, entry, problem: problem?.detail(visit.language),
            manages: try visit.signedIn.manages, today: Day(at: visit.now), try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: problem?.status ?? .ok)
    }

    /// What is shown again on a page with the form; anything else is thrown on.
    private func problem(_ refusal: Refusal, _ visit: Visit) throws -> Problem {
        let problem = Problem(refusal)
        guard visit.format == .html, [.unprocessableContent, .conflict].contains(problem.status) else { throw refusal }
        return problem
    }

    // MARK: One session

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        guard visit.format == .html else {
            let record = try await site.records.groupSession(try visit.code("session"), for: try visit.signedIn)
            return try .json(GroupSessionDocument(record, on: Day(at: visit.now)))
        }
        return try await session(RemovalEntry(), nil, visit)
    }

    private func session(_ entry: RemovalEntry, _ problem: Problem?, _ visit: Visit) async throws -> Response {
        let record = try await site.records.groupSession(try visit.code("session"), for: try visit.signedIn)
        let page = GroupSessionPage(
            record, site.library.courses, entry, problem: problem?.detail(visit.language),
            manages: try visit.signedIn.manages, today: Day(at: visit.now), try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: problem?.status ?? .ok)
    }

    func cancel(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try RemovalEntry(try await request.submission())
        do {
            let unit = try await site.records.cancel(
                try visit.code("session"), because: try entry.checkedReason, by: try visit.signedIn, at: visit.now)
            return visit.format == .html ? .seeOther(Paths.groupSessions(of: unit)) : .noContent
        } catch let refusal as Refusal {
            return try await session(entry, try problem(refusal, visit), visit)
        }
    }

    /// Takes `people` off the list, all of them or none.
    func takeOff(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try RemovalEntry(try await request.submission(upTo: 512 * 1024))
        do {
            let removal = try await site.records.takeOff(
                try entry.people(atMost: Self.room), from: try visit.code("session"),
                because: try entry.checkedReason, by: try visit.signedIn, at: visit.now)
            guard visit.format == .html else { return try .json(AttendanceRemovalDocument(removal)) }
            return .seeOther(Paths.groupSession(try visit.code("session")))
        } catch let refusal as Refusal {
            return try await session(entry, try problem(refusal, visit), visit)
        }
    }

    /// The sheet to print: `below` for a unit below alone, `blank` for so many empty rows.
    func showSheet(_ request: Request, _ visit: Visit) async throws -> Response {
        let (session, lines) = try await roster(request.query, visit)
        let blank = request.query["blank"].flatMap { Int($0) } ?? SignInSheetPage.blankRows
        let page = SignInSheetPage(
            session, lines, site.library.courses, blank: min(max(blank, 0), 100),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site)
    }

    private func roster(
        _ query: Form, _ visit: Visit
    ) async throws -> (session: GroupSession, lines: [RosterLine]) {
        let below = query["below"] ?? ""
        let unit = UnitCode(rawValue: below)
        guard below.isEmpty || unit != nil else { throw Refusal.notFound }
        return try await site.records.roster(
            of: try visit.code("session"), below: unit, limit: Self.room, for: try visit.signedIn)
    }

    // MARK: Who was there

    func showAttendance(_ request: Request, _ visit: Visit) async throws -> Response {
        try await attendance(AttendanceEntry(), nil, request, visit)
    }

    /// Records them; a form first shows whom it means, and records them once that is confirmed.
    func record(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try AttendanceEntry(try await request.submission(upTo: 512 * 1024))
        do {
            let attendees = try entry.attendees(atMost: Self.room)
            guard visit.format != .html || entry.isConfirmed else { return try await review(attendees, visit) }
            let library = site.library
            let receipt = try await site.records.record(
                attendees, at: try visit.code("session"), by: try visit.signedIn, now: visit.now,
                requirements: { library.requirements(of: $0) })
            guard visit.format == .html else { return try .json(AttendanceReceiptDocument(receipt)) }
            return .seeOther(Paths.groupSession(try visit.code("session")))
        } catch let refusal as Refusal {
            return try await attendance(entry, try problem(refusal, visit), request, visit)
        }
    }

    private func review(_ attendees: Attendees, _ visit: Visit) async throws -> Response {
        let (session, lines) = try await site.records.roster(
            of: attendees, at: try visit.code("session"), for: try visit.signedIn, now: visit.now)
        let page = AttendanceReviewPage(
            session, lines, site.library.courses, try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site)
    }

    private func attendance(
        _ entry: AttendanceEntry, _ problem: Problem?, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        let (session, lines) = try await roster(request.query, visit)
        let page = AttendancePage(
            session, lines, isCut: lines.count == Self.room, site.library.courses, entry,
            problem: problem?.detail(visit.language), today: Day(at: visit.now),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: problem?.status ?? .ok)
    }
}

// MARK: - What is sent

/// What a coordinator sends to arrange a session, as it was sent.
struct GroupSessionEntry {
    var day = ""
    var place = ""
    /// Whole courses.
    var courses: Set<String> = []
    /// Single lessons, `course/lesson`.
    var lessons: Set<String> = []

    init() {}

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            (day, place) = (form["day"] ?? "", form["place"] ?? "")
            (courses, lessons) = (Set(form.all("courses")), Set(form.all("lessons")))
        case .json(let data):
            struct Document: Decodable {
                let day: String
                let place: String
                let courses: [String]?
                let lessons: [String]?
            }
            let document = try data.decoded(as: Document.self)
            (day, place) = (document.day, document.place)
            (courses, lessons) = (Set(document.courses ?? []), Set(document.lessons ?? []))
        }
    }

    /// The plan, with lessons in the order of the courses; throws what is wrong with it.
    func plan(of library: Library) throws -> GroupSession.Plan {
        let day = try Day(sent: day, as: "day")
        var unknown = courses.union(lessons)
        var wanted: [GroupSession.Lesson] = []
        for course in library.courses {
            guard let requirements = library.requirements(of: course.id) else { continue }
            let isWhole = unknown.remove(course.id.rawValue) != nil
            for lesson in requirements.lessons {
                let isNamed = unknown.remove("\(course.id)/\(lesson.lesson)") != nil
                guard isWhole || isNamed else { continue }
                wanted.append(
                    GroupSession.Lesson(
                        course: course.id, lesson: lesson.lesson, version: lesson.version,
                        taught: requirements.taught[lesson.lesson] ?? []))
            }
        }
        if let name = unknown.sorted().first {
            throw Refusal.invalid(
                code: "unknown_lesson",
                Bilingual(
                    zh: "没有“\(name.prefix(128))”这门课程或这一课。", en: "There is no course or lesson \(name.prefix(128))."))
        }
        guard let plan = GroupSession.Plan(day: day, place: place, lessons: wanted) else {
            throw Refusal.invalid(
                code: "bad_session",
                Bilingual(
                    zh: """
                        请写地点（\(GroupSession.Plan.longestPlace) 字以内），并选要学的课，1 到 \
                        \(GroupSession.Plan.mostLessons) 课。
                        """,
                    en: """
                        A place of at most \(GroupSession.Plan.longestPlace) characters is needed, and 1 to \
                        \(GroupSession.Plan.mostLessons) lessons.
                        """))
        }
        return plan
    }
}

/// Who is said to have been there, as it was sent.
struct AttendanceEntry: EntryForPeople {
    var ticked: [String] = []
    var units: [String] = []
    /// The text of a field for further numbers.
    var typed = ""
    /// Whether a form says that its people were looked at.
    var isConfirmed = false

    init() {}

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            (ticked, units, typed) = (form.all("people"), form.all("units"), form["numbers"] ?? "")
            isConfirmed = form["confirmed"] == "true"
        case .json(let data):
            struct Document: Decodable {
                let people: [String]?
                let units: [String]?
            }
            let document = try data.decoded(as: Document.self)
            (ticked, units) = (document.people ?? [], document.units ?? [])
        }
    }

    var numbers: [String] {
        ticked + typed.split { ",，、;；".contains($0) || $0.isWhitespace }.map(String.init)
    }

    /// Who that is; throws for nobody, for too many, and for what is no number or code.
    func attendees(atMost room: Int) throws -> Attendees {
        let codes = try units.map { text in
            guard let code = UnitCode(rawValue: text) else {
                throw Refusal.invalid(
                    code: "bad_unit",
                    Bilingual(zh: "“\(text.prefix(64))”不是单位代码。", en: "\(text.prefix(64)) is no code of a unit."))
            }
            return code
        }
        return Attendees(numbers: codes.isEmpty || !numbers.isEmpty ? try people(atMost: room) : [], units: codes)
    }
}

/// Whom to take off, or what to cancel, and why, as it was sent.
struct RemovalEntry: EntryForPeople {
    var numbers: [String] = []
    var reason = ""

    init() {}

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form): (numbers, reason) = (form.all("people"), form["reason"] ?? "")
        case .json(let data):
            struct Document: Decodable {
                let people: [String]?
                let reason: String
            }
            let document = try data.decoded(as: Document.self)
            (numbers, reason) = (document.people ?? [], document.reason)
        }
    }

    /// The reason without white space around it; throws for none and for too long a one.
    var checkedReason: String {
        get throws {
            let reason = String(reason.trimming(while: \.isWhitespace))
            guard (1...200).contains(reason.count) else {
                throw Refusal.invalid(
                    code: "bad_reason",
                    Bilingual(zh: "请写明原因，最多 200 字。", en: "A reason is needed, of at most 200 characters."))
            }
            return reason
        }
    }
}

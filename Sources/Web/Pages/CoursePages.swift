import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Records
import Training

/// Courses and their lessons.
struct CoursePages: Sendable {
    let site: Site

    func showCourse(_ request: Request, _ visit: Visit) async throws -> Response {
        let (_, offered, requirements) = try wanted(visit)
        let course = offered.under(try await site.records.creditRules(), on: Day(at: visit.now))
        let words = try site.pages.words(visit.language)
        guard let person = visit.session?.person else {
            return try site.pages.render(CoursePage(course, nil, Tries([]), nil, now: visit.now, words), visit, site)
        }
        let progress = try await site.records.progress(of: person.id, in: requirements, at: visit.now)
        let tries = try await site.records.tries(of: person.id, at: course.id, now: visit.now)
        let certificate =
            progress.completedAt == nil
            ? nil : try await site.records.certificates(of: person.id).first { $0.course == course.id }
        return try site.pages.render(
            CoursePage(course, progress, tries, certificate, now: visit.now, words), visit, site)
    }

    func showLesson(_ request: Request, _ visit: Visit) async throws -> Response {
        let (library, course, requirements) = try wanted(visit)
        guard let lesson = course.lesson(try visit.code("lesson")) else { throw Refusal.notFound }
        let words = try site.pages.words(visit.language)
        var progress: CourseProgress?
        if let person = visit.session?.person {
            progress = try await site.records.progress(of: person.id, in: requirements, at: visit.now)
        }
        return try site.pages.render(
            LessonPage(lesson, course, progress, Basis(library, on: Day(at: visit.now)), words), visit, site)
    }

    func recordReading(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let (_, course, requirements) = try wanted(visit)
        let lesson: LessonID = try visit.code("lesson")
        let progress = try await site.records.record(
            readingOf: lesson, in: requirements, by: person.id, at: visit.now)
        guard visit.format == .html else { return try .json(ReadingDocument(progress, course)) }
        let place = course.lessons.firstIndex { $0.id == lesson }
        let next = place.flatMap { course.lessons.indices.contains($0 + 1) ? course.lessons[$0 + 1] : nil }
        return .seeOther(next.map { Paths.lesson($0.id, in: course.id) } ?? Paths.course(course.id))
    }

    func showImage(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let name = visit.parameters.get("image"),
            let image = site.library.image(course: try visit.code("course"), name: name)
        else { throw Refusal.notFound }
        return .picture(image.bytes, type: image.type, hash: image.hash, to: request)
    }

    private func wanted(_ visit: Visit) throws -> (Library, Course, Requirements) {
        let library = site.library
        guard let course = library.course(try visit.code("course")),
            let requirements = library.requirements(of: course.id)
        else { throw Refusal.notFound }
        return (library, course, requirements)
    }
}

extension Response {
    /// A picture of the content. It may hold a script only in the sense that a drawing may; the policy lets none run.
    static func picture(_ bytes: [UInt8], type: String, hash: String, to request: Request) -> Response {
        let tag = "\"\(hash.prefix(32))\""
        let headers: HTTPFields = [
            .contentType: type, .cacheControl: "private, max-age=86400", .eTag: tag,
            .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// What recording a reading answers to programs.
private struct ReadingDocument: Encodable {
    let course: CourseID
    let read: Int
    let of: Int
    let missing_lessons: [LessonID]
    let completed: Bool

    init(_ progress: CourseProgress, _ course: Course) {
        self.course = course.id
        read = course.lessons.count - progress.missing.count
        of = course.lessons.count
        missing_lessons = progress.missing
        completed = progress.completedAt != nil
    }
}

/// A course: what it is about, its lessons, its quiz.
struct CoursePage: Page {
    static let template = "course"
    let name: String
    let summary: String
    let area: String
    let minutes: String
    let syllabus: SyllabusFacts?
    let lessons: [LessonLine]
    /// What the quiz is like, sentence by sentence.
    let quizFacts: [String]
    /// How many of its lessons nobody signed; nil when all are signed.
    let unreviewed: String?
    /// What the coordinator granted beyond that, sentence by sentence.
    let allowance: [String]
    let attemptsPath: String
    /// Why no try may begin now.
    let obstacle: String?
    /// A try that goes on.
    let resumePath: String?
    let tries: [TryLine]
    let completedAt: String?
    /// Until when that holds.
    let validUntil: String?
    /// That it is to be taken again.
    let renewal: String?
    /// What completes it and how long that holds, where there is something to say.
    let rule: [String]
    let certificatePath: String?
    let passedButUnread: Bool
    /// Whether a person looks at it who can learn: a token cannot.
    let canLearn: Bool
    /// Whether the quiz waits until every lesson is read.
    let lessonsFirst: Bool

    /// A lesson in the list.
    struct LessonLine: Sendable {
        let number: Int
        let name: String
        let path: String
        let minutes: String
        let read: Bool
        let of2019: Bool
    }

    /// One try.
    struct TryLine: Sendable {
        let name: String
        let path: String
        let at: String
        let score: String?
        let passed: Bool
        let open: Bool
        let onPaper: Bool
    }

    init(
        _ course: Course, _ progress: CourseProgress?, _ tries: Tries, _ certificate: Certificate?, now: Date,
        _ words: Words
    ) {
        name = course.title(words.language)
        summary = course.summary(words.language)
        area = words("area_\(course.area.rawValue)")
        minutes = words("minutes", ["n": course.minutes])
        syllabus = course.syllabus.map { SyllabusFacts($0, of: course.id, words) }
        lessons = course.lessons.enumerated().map { index, lesson in
            LessonLine(
                number: index + 1, name: lesson.title, path: Paths.lesson(lesson.id, in: course.id),
                minutes: words("minutes", ["n": lesson.minutes]), read: progress?.read.contains(lesson.id) ?? false,
                of2019: lesson.era == .year2019)
        }
        quizFacts = course.quiz.blueprint.facts(words) + words.facts(course.quiz.rules)
        unreviewed = words.unreviewed(course, on: Day(at: now))
        allowance = words.allowance(tries, course.quiz.rules)
        obstacle = tries.obstacle(course.quiz.rules, at: now).map { words.obstacle($0) }
        attemptsPath = "\(Paths.course(course.id))/attempts"
        resumePath = tries.all.first { $0.result == nil }.map { Paths.attempt($0.id) }
        self.tries = tries.all.map { TryLine($0, words) }
        completedAt = progress?.completedAt.map { words("finished_on", ["day": words.date(Day(at: $0))]) }
        validUntil =
            progress?.completedAt == nil ? nil : words.holds(until: progress?.holding?.last, course.rule.validity)
        renewal = words.renewal(progress?.holding, at: now)
        rule = words.facts(course.rule)
        certificatePath = certificate.map { Paths.certificate($0.number) }
        passedButUnread =
            course.rule.needs == .completedAndPassed && progress?.passed == true && progress?.missing.isEmpty == false
        canLearn = progress != nil
        lessonsFirst = course.quiz.lessonsFirst && progress?.missing.isEmpty == false
    }

    func title(_ words: Words) -> String { name }

    static var example: CoursePage {
        let result = Attempt.Result(
            submittedAt: Date(timeIntervalSince1970: 1_795_000_000), score: Marks(hundredths: 850),
            maxScore: Marks(hundredths: 1000), received: 10, passed: true)
        let began = Date(timeIntervalSince1970: 1_795_000_000)
        let tries = [
            AttemptSummary(id: "01", number: 1, startedAt: began, passMark: 80, result: result, medium: .paper),
            AttemptSummary(id: "02", number: 2, startedAt: began, passMark: 80, result: nil),
        ]
        let progress = CourseProgress(
            read: [Course.example.lessons[0].id], missing: [Course.example.lessons[1].id], passed: true,
            holding: Holding(doneAt: began, last: Day(at: began).adding(9), reopensAt: began), at: began)
        return CoursePage(
            .renewed, progress, Tries(tries, allowance: Allowance(minutes: 10, tries: 1)), .example, now: began,
            .example)
    }

    /// With a try that goes on, and one whose tries are used up.
    static var examples: [CoursePage] {
        let strict = Quiz.Rules(
            passMark: 60, timeLimit: 60, tries: 1, delay: 1440, counts: .last, feedback: .afterPassing)
        let began = Date(timeIntervalSince1970: 1_795_000_000)
        let result = Attempt.Result(
            submittedAt: began, score: Marks(hundredths: 100), maxScore: Marks(hundredths: 1000), received: 10,
            passed: false, isExpired: true)
        let tries = [AttemptSummary(id: "01", number: 1, startedAt: began, passMark: 60, result: result)]
        let progress = CourseProgress(read: [], missing: [], passed: false, at: began)
        return [
            example, CoursePage(Course.example("strict", strict), progress, Tries(tries), nil, now: began, .example),
        ]
    }
}

extension Words {
    fileprivate func unreviewed(_ course: Course, on day: Day) -> String? {
        let n = course.lessons.count { $0.signOff.state(on: day) == .unsigned }
        if n == 0 { return nil }
        return n == course.lessons.count ? self("lessons_unreviewed") : self("lessons_unreviewed_some", ["n": n])
    }
}

extension CoursePage.TryLine {
    init(_ attempt: AttemptSummary, _ words: Words) {
        name = words("try_number", ["n": attempt.number])
        at = words.time(attempt.result?.submittedAt ?? attempt.startedAt)
        score = attempt.result.map { words("score_of", ["score": $0.score, "max": $0.maxScore]) }
        passed = attempt.result?.passed ?? false
        open = attempt.result == nil
        onPaper = attempt.medium == .paper
        path = attempt.result == nil ? Paths.attempt(attempt.id) : Paths.review(of: attempt.id)
    }
}

/// A lesson to read.
struct LessonPage: Page {
    static let template = "lesson"
    let name: String
    let courseName: String
    let coursePath: String
    let place: String
    let minutes: String
    let of2019: Bool
    let body: [Passage]
    /// Who signed it, or that nobody did.
    let signOff: String
    let clauses: [ClauseLine]
    let previousPath: String?
    let nextPath: String?
    let nextName: String?
    let readingPath: String
    let read: Bool
    let canLearn: Bool

    /// A piece of the text: safe HTML, or a clause that is cited.
    struct Passage: Sendable {
        let html: String?
        let citation: Citation?
    }

    init(_ lesson: Lesson, _ course: Course, _ progress: CourseProgress?, _ basis: Basis, _ words: Words) {
        let index = course.lessons.firstIndex(of: lesson) ?? 0
        name = lesson.title
        courseName = course.title(words.language)
        coursePath = Paths.course(course.id)
        place = words("lesson_place", ["n": index + 1, "all": course.lessons.count])
        minutes = words("minutes", ["n": lesson.minutes])
        of2019 = lesson.era == .year2019
        body = lesson.body.map { passage in
            switch passage {
            case .html(let html): Passage(html: html, citation: nil)
            case .citation(let id, let words): Passage(html: nil, citation: basis.citation(id, words: words))
            }
        }
        signOff = words.signOff(lesson.signOff, on: basis.day)
        clauses = basis.lines(lesson.clauses)
        previousPath = index > 0 ? Paths.lesson(course.lessons[index - 1].id, in: course.id) : nil
        let next = course.lessons.indices.contains(index + 1) ? course.lessons[index + 1] : nil
        nextPath = next.map { Paths.lesson($0.id, in: course.id) }
        nextName = next?.title
        readingPath = "\(Paths.lesson(lesson.id, in: course.id))/reading"
        read = progress?.read.contains(lesson.id) ?? false
        canLearn = progress != nil
    }

    func title(_ words: Words) -> String { name }

    static var example: LessonPage {
        let progress = CourseProgress(
            read: ["02-second"], missing: [], passed: false, at: Date(timeIntervalSince1970: 1_795_000_000))
        return LessonPage(Course.example.lessons[1], .example, progress, .example, .example)
    }
}

extension Course {
    static let example = example("example")

    /// One that is to be taken each year, in other words than usual.
    static let renewed = example(
        "example", rule: CompletionRule(needs: .completedOrPassed, validity: .months(12)))

    static func example(
        _ id: CourseID, _ rules: Quiz.Rules = Quiz.Rules(passMark: 80, timeLimit: 25),
        rule: CompletionRule = CompletionRule()
    ) -> Course {
        Course(
            id: id, title: Bilingual(zh: "把人找到", en: "Finding people"),
            summary: Bilingual(zh: "学完能主动发现有困难的人。", en: "You can find people in need."), area: .awareness,
            lessons: ["01-first", "02-second", "03-third"].map { (id: LessonID) in
                Lesson(
                    id: id, title: "门没敲，情况就不算核过", minutes: 6, era: .year2019, clauses: ["M57-16"],
                    body: [
                        .html("<div class=\"paragraph\">甲村张某……（依据："), .citation("M57-16", words: "M57-16"),
                        .html("）</div>"),
                    ], version: "0")
            }, quiz: Quiz(blueprint: .example, rules: rules), syllabus: .example, rule: rule)
    }
}

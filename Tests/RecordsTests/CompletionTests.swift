import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("Finishing a course")
struct CompletionTests {
    private func completions(_ world: World) async throws -> [[String]] {
        try await world.rows("SELECT course, effective_day, unit, score, max_score, pass_mark FROM completions")
            .map { $0.map(\.text) }
    }

    @Test("of a lesson records it once, with the version that was read first")
    func readingOnce() async throws {
        let world = try await World()
        let progress = try await world.read("01-knock", of: .visits, as: .zhang)
        #expect(
            progress
                == CourseProgress(
                    read: ["01-knock"], missing: ["02-record"], passed: false, at: progress.at))
        let before = try await world.dump()
        let edited = Requirements(
            course: "visits", lessons: Course.visits.lessons.map { .init(lesson: $0.id, version: "v2") }, clauses: [])
        let again = try await world.records.record(
            readingOf: "01-knock", in: edited, by: world.person(.zhang).id, at: monday.days(1))
        #expect(again.read == progress.read && again.missing == progress.missing)
        #expect(try await world.dump() == before)
    }

    @Test("takes no lesson that the course does not have")
    func unknownLesson() async throws {
        let world = try await World()
        let before = try await world.dump()
        await #expect(throws: Refusal.notFound) { try await world.read("01-names", of: .visits, as: .zhang) }
        #expect(try await world.dump() == before)
    }

    @Test("needs every lesson read and the quiz passed, in either order")
    func eitherOrder() async throws {
        let world = try await World()
        try await world.read("01-knock", of: .visits, as: .zhang)
        let passed = try await world.take(.visits, as: .zhang, at: monday.days(1))
        #expect(!passed.completed && passed.missing == ["02-record"] && passed.result.passed == true)
        #expect(try await completions(world) == [])
        let read = try await world.read("02-record", of: .visits, as: .zhang, at: monday.days(2))
        #expect(read.completedAt == monday.days(2) && read.passed && read.missing == [])

        let finished = try await world.finish(.visits, as: .li, at: monday.days(3))
        #expect(finished.completed && finished.missing == [])
        #expect(try await completions(world).count == 2)
    }

    @Test("needs the pass mark")
    func failed() async throws {
        let world = try await World()
        for lesson in Course.visits.lessons { try await world.read(lesson.id, of: .visits, as: .zhang) }
        let failed = try await world.take(.visits, as: .zhang, right: 1)
        #expect(!failed.completed && failed.result.passed == false && failed.missing == [])
        #expect(try await completions(world) == [])
    }

    @Test("is recorded once, with the unit, the versions and the score of then")
    func recorded() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang, at: monday.days(1))
        let expected = [["visits", "\(Day("2026-11-10").number)", "610621991201", "300", "300", "60"]]
        #expect(try await completions(world) == expected)
        let kept = try await world.rows("SELECT lessons, clauses, recorded_at FROM completions")[0].map(\.text)
        #expect(
            kept[0]
                == #"[{"lesson":"01-knock","version":"01-knock-v1"},{"lesson":"02-record","version":"02-record-v1"}]"#)
        #expect(kept[1] == #"[{"clause":"N78-2.1-a","version":1},{"clause":"N78-2.1-b","version":1}]"#)
        try await world.take(.visits, as: .zhang, at: monday.days(2))
        try await world.read("01-knock", of: .visits, as: .zhang, at: monday.days(2))
        #expect(try await completions(world) == expected)
    }

    @Test("stays with the unit it was recorded in when the person moves, and moves with them in reports")
    func moved() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        try await world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610621992"), at: monday.days(1))
        #expect(try await completions(world).map { $0[2] } == ["610621991201"])
        #expect(try await world.report(of: .secondTown, at: monday.days(1)).totals.completed == 1)
        #expect(try await world.report(of: .firstVillage, at: monday.days(1)).totals == Tally())
        #expect(try await world.report(of: .firstVillage, on: "2026-11-09", at: monday.days(1)).totals.completed == 1)
    }

    @Test("is not withdrawn by a later, worse try, nor by lessons that come later")
    func notWithdrawn() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        let worse = try await world.take(.visits, as: .zhang, right: 0, at: monday.days(1))
        #expect(worse.completed && worse.result.passed == false)
        let line = try await world.records.learning(of: world.person(.zhang).id, at: monday.days(1))
            .first { $0.course == "visits" }
        #expect(line?.state == .completed && line?.completedAt == monday && line?.passed == true)

        let longer = Requirements(
            course: "visits", lessons: Course.visits.requirements.lessons + [.init(lesson: "03-new", version: "v1")],
            clauses: [])
        let progress = try await world.records.progress(
            of: world.person(.zhang).id, in: longer, at: monday.days(1))
        #expect(progress.missing == ["03-new"] && progress.completedAt == monday)
    }

    @Test("is recorded when the lesson that was missing is taken out of the course, and once")
    func lessonTakenOut() async throws {
        let world = try await World()
        let zhang = try await world.person(.zhang).id
        try await world.read("01-knock", of: .visits, as: .zhang)
        try await world.take(.visits, as: .zhang)
        let shorter = Requirements(
            course: "visits", lessons: Array(Course.visits.requirements.lessons.prefix(1)), clauses: [])
        for day in 1...2 {
            let progress = try await world.records.progress(of: zhang, in: shorter, at: monday.days(day))
            #expect(progress.completedAt == monday.days(1) && progress.missing == [])
        }
        #expect(try await completions(world).count == 1)
        #expect(try await world.report(of: .firstVillage, at: monday.days(1)).totals.completed == 1)
    }

    @Test("rests on the best of the passed tries")
    func bestCounts() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        try await world.take(.visits, as: .zhang, right: 3)
        try await world.take(.visits, as: .zhang, right: 2)
        for lesson in Course.visits.lessons { try await world.read(lesson.id, of: .visits, as: .zhang) }
        let best = try await world.rows("SELECT number FROM attempts WHERE id = (SELECT attempt FROM completions)")
        #expect(best == [[.integer(2)]])
        #expect(try await completions(world)[0][3] == "300")
    }

    @Test("counts without being asked, and is finished at once when it is asked later")
    func notAssigned() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhao)
        #expect(try await world.report(of: .yanchuan).totals == Tally())
        try await world.apply(.enrolments, Sheet("staff_no,course\n00020,visits"), at: monday.days(5))
        let report = try await world.report(of: .yanchuan, at: monday.days(5))
        #expect(report.totals.assigned == 1 && report.totals.completed == 1)
    }

    @Test("shows on the own page: what is due, begun, overdue, open and done")
    func learningPage() async throws {
        let world = try await World()
        let zhang = try await world.person(.zhang).id
        let open = try await world.begin(.visits, as: .zhang)
        try await world.read("01-names", of: .publicity, as: .zhang)
        let lines = try await world.records.learning(of: zhang, at: monday.days(12))
        #expect(lines.map(\.course) == ["publicity", "visits"])
        #expect(lines.map(\.state) == [.inProgress, .inProgress])
        #expect(lines.map(\.overdue) == [false, true])
        #expect(lines.map(\.due) == [nil, "2026-11-20"])
        #expect(lines.map(\.openAttempt) == [nil, open.id])
        #expect(lines.map(\.read) == [["01-names"], []])
        #expect(try await world.records.learning(of: zhang, at: Day("2026-11-20").morning)[1].overdue == false)
        #expect(try await world.records.learning(of: world.person(.zheng).id, at: monday) == [])
    }
}

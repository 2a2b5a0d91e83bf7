import Content
import FoundationEssentials
import Records
import Training

/// What the training coordinator of 延长县 had to do with in the year, so that each of the pages for it shows something: a plan
/// assigned, people exempt, sessions in which some learnt together, and a course that some finished so long ago that they
/// may renew it. All of it comes from the people's order and the demo's one seed.
struct DemoCounty: Sendable {
    let learning: DemoLearning
    let answers: DemoAnswers

    private var records: Records { learning.records }
    private var library: Library { learning.library }
    private var today: Day { Day(at: learning.to) }

    /// The plan that the county is assigned: that of every year where there is one.
    static func plan(_ library: Library) -> LearningPlan? {
        library.plans.first { $0.id == "yearly" } ?? library.plans.first
    }

    /// The course of that plan that is to be learnt anew every year.
    static func renewed(_ library: Library) -> Course? {
        plan(library)?.courses.compactMap { library.course($0) }.first { $0.rule.validity == .months(12) }
    }

    /// Lets the year in the county pass.
    func run() async throws {
        guard let county = UnitCode(rawValue: DemoAnswers.misledCounty), let plan = Self.plan(library) else { return }
        let coordinator = try await coordinator()
        _ = try await records.assign(
            plan.courses, of: plan.id, to: [], in: county, due: today.adding(45), by: coordinator,
            at: time(-327))
        try await exempt(in: county, by: coordinator)
        try await finishBeforeAYear()
        try await meet(in: county, plan, by: coordinator)
    }

    /// Nine in the morning, so many days from today.
    private func time(_ days: Int) -> Date { today.adding(days).start.addingTimeInterval(9 * 3600) }

    /// The learners of the county in the order of the file; the first is the demo's own.
    private var people: [StaffNumber] {
        learning.world.people.filter { $0[2].hasPrefix(DemoAnswers.misledCounty) && $0[3] == "learner" }
            .compactMap { StaffNumber(rawValue: $0[0]) }
    }

    private func coordinator() async throws -> Caller {
        guard let account = DemoProvince.accounts.first(where: { $0.role == .coordinator }) else {
            return .operatorAtTheMachine
        }
        let person = try await records.person(account.number, for: .operatorAtTheMachine)
        return Session(person: person, units: [person.unit], expiresAt: learning.to, passwordNeeded: false).caller
    }

    /// One is on leave, one was lent to another office and is back, one need not take a single course.
    private func exempt(in county: UnitCode, by coordinator: Caller) async throws {
        let cases: [(course: CourseID?, reason: Exemption.Reason, note: String, from: Int, until: Int?)] = [
            (nil, .parentalLeave, "", -30, 60), (nil, .secondment, "借调到县级专班", -120, -40),
            (Self.renewed(library)?.id, .other, "今年担任本课程的讲师", -20, nil),
        ]
        for (number, given) in zip(people.dropFirst(), cases) {
            let exemption = Exemption(
                course: given.course, reason: given.reason, note: given.note, from: today.adding(given.from),
                until: given.until.map { today.adding($0) })
            guard let exemption else { continue }
            _ = try await records.exempt([number], in: county, exemption, by: coordinator, at: time(given.from))
        }
    }

    /// The demo's learner and every second of the others finished what is renewed every year soon after the year began: what
    /// they finished ends in a few weeks.
    private func finishBeforeAYear() async throws {
        guard let course = Self.renewed(library) else { return }
        for number in people.enumerated().filter({ $0.offset % 2 == 0 }).map(\.element) {
            try await learning.finish(course, as: number, from: time(-326), answers)
        }
    }

    /// Sessions of the plan's other courses: one long ago and one of last month that people were at, one that did not take
    /// place, one whose list nobody has brought yet, and one to come.
    private func meet(in county: UnitCode, _ plan: LearningPlan, by coordinator: Caller) async throws {
        let courses = plan.courses.filter { $0 != Self.renewed(library)?.id }.compactMap {
            library.requirements(of: $0)
        }
        guard let first = courses.first, let last = courses.last else { return }
        let present = Array(people.dropFirst(4))
        for (requirements, day, there) in [(first, -150, present), (last, -25, Array(present.prefix(3)))] {
            let session = try await arrange(requirements, in: county, day, by: coordinator)
            guard !there.isEmpty else { continue }
            _ = try await records.record(
                Attendees(numbers: there), at: session, by: coordinator, now: time(day + 1),
                requirements: { [library] in library.requirements(of: $0) })
        }
        let cancelled = try await arrange(first, in: county, -10, by: coordinator)
        _ = try await records.cancel(cancelled, because: "会议室另有安排，改期再学", by: coordinator, at: time(-11))
        _ = try await arrange(last, in: county, -2, by: coordinator)
        _ = try await arrange(first, in: county, 6, by: coordinator)
    }

    private func arrange(
        _ requirements: Requirements, in county: UnitCode, _ days: Int, by coordinator: Caller
    ) async throws -> GroupSessionID {
        let lessons = requirements.lessons.map {
            GroupSession.Lesson(
                course: requirements.course, lesson: $0.lesson, version: $0.version,
                taught: requirements.taught[$0.lesson] ?? [])
        }
        let plan = GroupSession.Plan(checked: today.adding(days), place: "县民政局三楼会议室", lessons: lessons)
        return try await records.arrange(plan, for: county, by: coordinator, at: time(days - 14))
    }
}

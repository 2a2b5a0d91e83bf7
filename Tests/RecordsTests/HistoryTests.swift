import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// Everything that can happen to units, people and courses, in any order on advancing days through the public methods;
/// after each step what the records report is what a recount from the bare facts gives.
@Suite("After any history")
struct HistoryTests {
    @Test("reports and lists are what a recount gives", arguments: 0..<16)
    func recount(_ seed: Int) async throws {
        var chronicle = try await Chronicle(seed: seed)
        for _ in 0..<30 {
            try await chronicle.goOn()
            try await chronicle.expectSameReports(count: 2)
            try await chronicle.expectSameYears(count: 1)
        }
        try await chronicle.expectSameReports(count: 25)
        try await chronicle.expectSameYears(count: 12)
        try await chronicle.expectSameDeliveries(count: 8)
        try await chronicle.expectSameList()
        try await chronicle.expectSound()
    }
}

/// A world to which things happen at random, and all the facts about it kept apart from its database.
private struct Chronicle {
    private let world: World
    private var dice: Dice
    private var today: Day

    private var parents: [UnitCode: UnitCode] = [:]
    /// Where units report that do not report to their parents.
    private var reporting: [UnitCode: UnitCode] = [:]
    /// Both at the end of each day on which they changed; the first hold for all days before, too.
    private var formerly: [(from: Day, parents: [UnitCode: UnitCode], reporting: [UnitCode: UnitCode])] = []
    private var people: [StaffNumber: [Membership]] = [:]
    private var ids: [StaffNumber: PersonID] = [:]
    private var assignments: [Assignment] = []
    private var exemptions: [StaffNumber: [ExemptPerson]] = [:]
    private var started: [StaffNumber: [CourseID: Day]] = [:]
    private var completed: [StaffNumber: [CourseID: [Finished]]] = [:]
    /// The days on which somebody did something for a course alone.
    private var doings: [StaffNumber: [CourseID: [Day]]] = [:]
    private var sessions: [Together] = []
    /// Distinguishes what happens on one day.
    private var ticks = 0
    /// How often the clause that visits rests on has risen.
    private var version = 1

    /// One time that somebody finished a course.
    private struct Finished {
        let day: Day
        let at: Date
        let rule: CompletionRule
        var last: Day?
        var reopensAt: Date?
    }
    /// Who failed by a mistaken key, with the days of their tries.
    private var wronged: [StaffNumber: Day] = [:]

    private let units: [UnitCode]
    private let numbers = (1...9).compactMap { StaffNumber(rawValue: "N\($0)") }
    private let courses = [Course.visits, Course.publicity]

    init(seed: Int) async throws {
        world = try await World.empty()
        dice = Dice(seed: seed)
        // Every other history passes into another year.
        today = seed % 2 == 0 ? "2026-11-09" : "2026-12-20"
        units = Province.units.rows.compactMap { UnitCode(rawValue: $0.cells[0]) }
        for row in Province.units.rows { parents[UnitCode(row.cells[0])!] = UnitCode(row.cells[2]) }
        formerly = [(today, parents, [:])]
        try await world.apply(.units, Province.units)
        _ = try await world.records.note([.visitsClause: .example(1)], citedBy: [], at: now)
        for (index, course) in courses.enumerated() {
            let rule = CreditRule(course: course.id, from: Day(at: monday), hours: CreditHours(halves: index + 2))
            try await world.records.make(try #require(rule), by: .operatorAtTheMachine, at: monday)
        }
    }

    private var now: Date { today.morning.addingTimeInterval(Double(ticks)) }

    /// Who stood above whom at the end of a day, or reported to whom.
    private func parents(on day: Day, _ tree: CompletionReport.Tree = .administrative) -> [UnitCode: UnitCode] {
        let then = formerly.last { $0.from <= day } ?? formerly[0]
        return tree == .administrative
            ? then.parents : then.parents.merging(then.reporting) { _, reporting in reporting }
    }

    private func isBelow(
        _ unit: UnitCode, _ above: UnitCode, on day: Day, _ tree: CompletionReport.Tree
    ) -> Bool {
        UnitTree(parents: parents(on: day, tree)).lineage(of: unit).contains(above)
    }

    // MARK: What happens

    mutating func goOn() async throws {
        today = today.adding(dice.once(in: 6) ? dice.below(20) : dice.below(3))
        ticks += 1
        switch dice.below(22) {
        case 0...2: try await joinOrMove()
        case 3...5: try await assign()
        case 6: try await moveUnits()
        case 7...9: try await learn()
        case 10, 11: try await failByMistake()
        case 12, 13: try await exempt()
        case 14: try await endExemption()
        case 15...17: try await meet()
        case 18: try await takeOff()
        case 19: try await raise()
        case 20: try await learn()
        default: try await correct()
        }
    }

    /// One to three people join, move, are suspended or come back.
    private mutating func joinOrMove() async throws {
        var cells: [[String]] = []
        for number in dice.shuffled(numbers).prefix(dice.below(3) + 1) {
            let membership = Membership(from: today, unit: dice.pick(units), active: !dice.once(in: 4))
            people[number, default: []].append(membership)
            cells.append([number.rawValue, "学员", membership.unit.rawValue, membership.active ? "" : "suspended"])
        }
        let sheet = Sheet(header: ["staff_no", "name", "unit", "status"], cells: cells)
        #expect(try await world.apply(.people, sheet, at: now).state == .applied)
        for number in people.keys where ids[number] == nil { ids[number] = try await world.person(number).id }
    }

    /// A course is asked of a unit or a person, with another deadline or none, or no longer.
    private mutating func assign() async throws {
        let course = dice.pick(courses).id
        let due = dice.once(in: 3) ? nil : today.adding(dice.below(20) - 5)
        let status: Assignment.Status = dice.once(in: 4) ? .withdrawn : .active
        let number = dice.once(in: 3) ? people.keys.sorted().randomly(&dice) : nil
        let unit = dice.pick(units)
        let target = number.flatMap { ids[$0] }.map(Assignment.Target.person) ?? .unit(unit)
        assignments.append(Assignment(target: target, course: course, due: due, status: status, from: today))
        let cells = [
            number?.rawValue ?? "", number == nil ? unit.rawValue : "", course.rawValue, due.map(String.init) ?? "",
            status.rawValue,
        ]
        let sheet = Sheet(header: ["staff_no", "unit", "course", "due", "status"], cells: [cells])
        #expect(try await world.apply(.enrolments, sheet, at: now).state == .applied)
    }

    /// One to three units get other parents, or report elsewhere; a file that makes a circle of either is refused and
    /// changes nothing.
    private mutating func moveUnits() async throws {
        var next = parents
        var nextReporting = reporting
        var cells: [[String]] = []
        for unit in dice.shuffled(units).prefix(dice.below(3) + 1) {
            next[unit] = dice.once(in: 6) ? nil : dice.pick(units)
            nextReporting[unit] = dice.once(in: 2) ? dice.pick(units) : nil
            cells.append([unit.rawValue, "单位", next[unit]?.rawValue ?? "", nextReporting[unit]?.rawValue ?? ""])
        }
        let receipt = try await world.apply(
            .units, Sheet(header: ["code", "name", "parent", "reports_to"], cells: cells), at: now)
        let reports = next.merging(nextReporting) { _, reporting in reporting }
        #expect((receipt.state == .applied) == (UnitTree.cycle(in: next) == nil && UnitTree.cycle(in: reports) == nil))
        guard receipt.state == .applied else { return }
        (parents, reporting) = (next, nextReporting)
        formerly.append((today, parents, reporting))
    }

    /// Somebody reads a lesson, tries a quiz or finishes a course.
    private mutating func learn() async throws {
        guard let number = people.keys.sorted().randomly(&dice) else { return }
        let course = dice.once(in: 3) ? Course.publicity : .visits.completed(by: anyRule())
        let held = farthest(number, course.id)
        if dice.once(in: 2) {
            try await world.finish(course, as: number, at: now)
            if held.map({ ($0.reopensAt ?? .distantFuture) <= now }) ?? true { finish(course, number, renewing: held) }
        } else {
            let progress = try await world.read(course.lessons[0].id, of: course, as: number, at: now)
            let holds = held.map { today <= $0.last ?? Day(number: .max) } ?? false
            #expect((progress.completedAt != nil) == holds)
        }
        if started[number]?[course.id] == nil { started[number, default: [:]][course.id] = today }
        // Who went through the lesson with others has read it, and reads nothing more.
        if !isPresent(number, for: course.id) { doings[number, default: [:]][course.id, default: []].append(today) }
    }

    /// A group session, with those who were there.
    private struct Together {
        let id: GroupSessionID
        let day: Day
        let courses: [CourseID]
        var present: Set<StaffNumber> = []
    }

    private func isPresent(_ number: StaffNumber, for course: CourseID) -> Bool {
        sessions.contains { $0.courses.contains(course) && $0.present.contains(number) }
    }

    /// A session is arranged, or it is told of one whose day has come that some at work were there.
    private mutating func meet() async throws {
        if sessions.isEmpty || dice.once(in: 3) {
            let chosen = dice.shuffled(courses).prefix(dice.below(2) + 1)
            let day = today.adding(dice.below(3))
            let plan = GroupSession.Plan(day: day, place: "会议室", lessons: chosen.flatMap { $0.together(1) })
            let id = try await world.records.arrange(
                try #require(plan), for: dice.pick(units), by: .operatorAtTheMachine, at: now)
            sessions.append(Together(id: id, day: day, courses: chosen.map(\.id)))
        }
        let index = dice.below(sessions.count)
        let atWork = people.filter { $1.last?.active == true }.keys.sorted()
        let there = Array(dice.shuffled(atWork).prefix(dice.below(3) + 1))
        guard sessions[index].day <= today, !there.isEmpty else { return }
        let receipt = try await world.attend(sessions[index].id, there, by: .operatorAtTheMachine, at: now)
        #expect(receipt.completed == 0)
        for number in there where sessions[index].present.insert(number).inserted {
            for course in sessions[index].courses {
                let former = started[number]?[course]
                started[number, default: [:]][course] = min(former ?? sessions[index].day, sessions[index].day)
            }
        }
    }

    /// Somebody was not there after all.
    private mutating func takeOff() async throws {
        guard let index = sessions.indices.filter({ !sessions[$0].present.isEmpty }).first,
            let number = sessions[index].present.sorted().randomly(&dice)
        else { return }
        _ = try await world.records.takeOff(
            [number], from: sessions[index].id, because: "记错", by: .operatorAtTheMachine, at: now)
        sessions[index].present.remove(number)
        for course in sessions[index].courses
        where started[number]?[course] == sessions[index].day {
            if (completed[number]?[course] ?? []).contains(where: { $0.day >= sessions[index].day }) { continue }
            let others = sessions.filter { $0.courses.contains(course) && $0.present.contains(number) }.map(\.day)
            started[number]?[course] = ((doings[number]?[course] ?? []) + others).min()
        }
    }

    private mutating func anyRule() -> CompletionRule {
        let validity: Validity =
            switch dice.below(5) {
            case 0: .always
            case 1: .until(today.adding(dice.below(20) - 5))
            case 2: .untilClauseChange
            case 3: .yearly(month: 12, day: 5)
            default: .months(1)
            }
        return CompletionRule(validity: validity, renewalWindow: 20)
    }

    /// The completion that reaches farthest, of equal ones the latest.
    private func farthest(_ number: StaffNumber, _ course: CourseID) -> Finished? {
        (completed[number]?[course] ?? []).max { left, right in
            (left.last ?? Day(number: .max), left.at) < (right.last ?? Day(number: .max), right.at)
        }
    }

    private mutating func finish(_ course: Course, _ number: StaffNumber, renewing held: Finished?) {
        let rule = course.rule
        let inWindow = held?.last.map { today <= $0 } ?? false
        let last = rule.validity.last(from: inWindow ? held?.last ?? today : today, renewing: inWindow)
        var reopens = last?.adding(-rule.renewalWindow).start
        if case .until = rule.validity { reopens = last?.adding(1).start }
        completed[number, default: [:]][course.id, default: []].append(
            Finished(day: today, at: now, rule: rule, last: last, reopensAt: reopens))
    }

    /// A clause rises: who finished until it does has to begin anew.
    private mutating func raise() async throws {
        version += 1
        _ = try await world.records.note([.visitsClause: .example(version)], citedBy: [], at: now)
        completed = completed.mapValues { courses in
            var courses = courses
            courses["visits"] = courses["visits"]?.map { finished in
                guard finished.reopensAt == nil, finished.rule.validity == .untilClauseChange else { return finished }
                var ended = finished
                (ended.last, ended.reopensAt) = (today.adding(-1), now)
                return ended
            }
            return courses
        }
    }

    /// Somebody at work need not take a course, or any, for some days past or to come.
    private mutating func exempt() async throws {
        guard let number = people.keys.sorted().randomly(&dice), let membership = people[number]?.last,
            membership.active
        else { return }
        let from = today.adding(dice.below(20) - 10)
        let exemption = Exemption(
            course: dice.once(in: 2) ? nil : dice.pick(courses).id, reason: dice.pick(Exemption.Reason.allCases),
            note: "说明", from: from, until: dice.once(in: 3) ? nil : from.adding(dice.below(20)))
        exemptions[number, default: []] += try await world.records.exempt(
            [number], in: membership.unit, try #require(exemption), by: .operatorAtTheMachine, at: now)
    }

    /// An exemption is ended early, or taken back altogether.
    private mutating func endExemption() async throws {
        guard let number = exemptions.keys.sorted().randomly(&dice), let given = exemptions[number]?.last?.given,
            given.end == nil
        else { return }
        let last = given.exemption.from.adding(dice.below(12) - 2)
        guard given.exemption.until.map({ last < $0 }) ?? true else { return }
        #expect(
            try await world.records.endExemption(given.id, last: last, by: .operatorAtTheMachine, at: now) == number)
        let ended = Exemption.Given(
            given.id, given.exemption, at: given.at, by: given.by, end: .init(last: last, at: now, by: ""))
        guard let person = exemptions[number]?.popLast() else { return }
        exemptions[number]?.append(
            ExemptPerson(
                staffNumber: number, name: person.name, unit: person.unit, unitName: person.unitName, given: ended))
    }

    /// Somebody takes a quiz of which one key is wrong, and fails by it.
    private mutating func failByMistake() async throws {
        guard let number = people.keys.sorted().randomly(&dice) else { return }
        let world = Corrected(world)
        let receipt = try await world.take(as: number, board: "c", at: now)
        #expect(receipt.result.passed == false)
        if started[number]?["publicity"] == nil { started[number, default: [:]]["publicity"] = today }
        doings[number, default: [:]]["publicity", default: []].append(today)
        if wronged[number] == nil { wronged[number] = today }
    }

    /// The key is corrected: whoever failed by it had finished on that day, unless they finished before.
    private mutating func correct() async throws {
        let world = Corrected(world)
        guard let plan = try await world.records.regradePlan(of: world.corrected), !plan.isEmpty else { return }
        _ = try await world.records.applyRegrade(
            of: world.corrected, plan: plan.fingerprint, reason: "答案有误", allowFailing: dice.once(in: 2),
            requirements: { $0 == "publicity" ? Course.publicity.requirements : nil }, by: .operatorAtTheMachine,
            at: now)
        for (number, day) in wronged where completed[number]?["publicity"] == nil {
            completed[number, default: [:]]["publicity"] = [
                Finished(day: day, at: now, rule: CompletionRule(), last: nil, reopensAt: nil)
            ]
        }
        wronged = [:]
    }

    // MARK: The recount

    private func standing(of number: StaffNumber, _ course: CourseID, on day: Day) -> Standing? {
        let mine = assignments.filter { assignment in
            if case .person(let id) = assignment.target, id != ids[number] { return false }
            return assignment.course == course
        }
        let exempt = (exemptions[number] ?? []).map(\.given).filter { given in
            given.exemption.course.map { $0 == course } ?? true
        }
        return History(
            memberships: people[number] ?? [], assignments: mine, exemptions: exempt.map(\.period),
            started: started[number]?[course],
            completions: (completed[number]?[course] ?? []).map { .init(from: $0.day, last: $0.last) }
        ).standing(on: day, in: DatedTree(parents: parents(on: day)))
    }

    /// Counts the standings of everyone whose unit, then or now, `counts` takes, for a course or for all of them.
    private func count(_ query: CompletionReport.Query, on day: Day, _ counts: (UnitCode) -> Bool) -> Tally {
        people.flatMap { number, memberships in
            let unitNow = query.by == .now ? memberships.last?.unit : nil
            return courses.map(\.id).filter { query.course == nil || query.course == $0 }
                .compactMap { standing(of: number, $0, on: day) }.filter { counts(unitNow ?? $0.unit) }
        }.reduce(Tally()) { $0 + Tally($1) }
    }

    /// Whoever looks at the database as a whole finds nothing.
    func expectSound() async throws {
        let found = try #require(try await world.records.examination(at: now))
        #expect(found.findings == [] && found.people == people.count)
    }

    mutating func expectSameReports(count: Int) async throws {
        for _ in 0..<count {
            let unit = dice.pick(units)
            let query = CompletionReport.Query(
                course: dice.once(in: 3) ? nil : dice.pick(courses).id, day: today.adding(dice.below(60) - 30),
                by: dice.pick(CompletionReport.Belonging.allCases), tree: dice.pick(CompletionReport.Tree.allCases))
            try await expectSameReport(of: unit, query, on: query.day ?? today)
        }
    }

    private func expectSameReport(of unit: UnitCode, _ query: CompletionReport.Query, on day: Day) async throws {
        let report = try await world.records.completionReport(
            of: unit, course: query.course, day: day, by: query.by, tree: query.tree, for: .operatorAtTheMachine,
            at: now)
        let (standing, tree) = (query.by == .now ? today : day, query.tree)
        func below(_ unit: UnitCode) -> Tally {
            count(query, on: day) { isBelow($0, unit, on: standing, tree) }
        }
        func children(_ tree: CompletionReport.Tree) -> [UnitCode] {
            units.filter { parents(on: standing, tree)[$0] == unit }.sorted()
        }
        #expect(report.totals == below(unit), "below \(unit) \(query)")
        #expect(report.direct == count(query, on: day) { $0 == unit }, "in \(unit) \(query)")
        #expect(report.children.map(\.unit.code) == children(tree))
        let elsewhere = Set(children(.administrative)).subtracting(children(.reporting)).sorted()
        #expect(report.elsewhere.map(\.line.unit.code) == (tree == .reporting ? elsewhere : []))
        for line in report.children + report.elsewhere.map(\.line) {
            #expect(line.totals == below(line.unit.code), "below \(line.unit.code) \(query)")
        }
        #expect(report.children.map(\.totals).reduce(report.direct, +) == report.totals, "\(unit) \(query)")
        expectSameCurve(report, query, until: day)
    }

    /// The curve has each day's counts.
    private func expectSameCurve(_ report: CompletionReport, _ query: CompletionReport.Query, until day: Day) {
        #expect((report.curve != nil) == (query.course != nil && query.tree == .administrative))
        guard let curve = report.curve else { return }
        #expect(curve.days.allSatisfy { $0.day <= day } && curve.days.map(\.day) == curve.days.map(\.day).sorted())
        for past in [0, 1, 4, 9, 30].map({ day.adding(-$0) }) {
            let counted = count(query, on: past) {
                isBelow($0, report.unit.code, on: query.by == .now ? today : past, .administrative)
            }
            #expect(curve.tally(on: past) == counted, "\(report.unit.code) \(query) on \(past)")
        }
    }

    // MARK: Years

    /// What somebody did, as the tables of tries and completions have it.
    private struct Deed {
        let person: StaffNumber
        let course: CourseID
        let day: Day
        let tally: YearTally
    }

    private func deeds() async throws -> [Deed] {
        let tries = try await world.rows(
            """
            SELECT people.staff_no, course, submitted_at, passed FROM attempts
            JOIN people ON people.id = attempts.person WHERE passed IS NOT NULL ORDER BY submitted_at
            """
        ).map { row in
            Deed(
                person: StaffNumber(row[0].text)!, course: CourseID(row[1].text)!,
                day: Day(at: Date(timeIntervalSince1970: Double(row[2].text)! / 1000)),
                tally: YearTally(attempts: 1, passed: Int(row[3].text)!))
        }
        // Whoever finishes a course twice in a year has its hours once.
        var counted: Set<[String]> = []
        let completions = try await world.rows(
            """
            SELECT people.staff_no, course, effective_day, half_hours FROM completions
            JOIN people ON people.id = completions.person
            JOIN certificates ON certificates.completion = completions.id ORDER BY effective_day, completions.id
            """
        ).map { row in
            let day = Day(number: Int(row[2].text)!)
            let isFirst = counted.insert([row[0].text, row[1].text, "\(day.civil.year)"]).inserted
            return Deed(
                person: StaffNumber(row[0].text)!, course: CourseID(row[1].text)!, day: day,
                tally: YearTally(halfHours: isFirst ? Int(row[3].text) ?? 0 : 0))
        }
        return tries + completions
    }

    mutating func expectSameYears(count: Int) async throws {
        let deeds = try await deeds()
        for _ in 0..<count {
            let query = YearReport.Query(
                year: dice.pick([2026, 2026, 2027]), course: dice.once(in: 2) ? nil : dice.pick(courses).id,
                by: dice.pick(CompletionReport.Belonging.allCases), tree: dice.pick(CompletionReport.Tree.allCases))
            try await expectSameYear(of: dice.pick(units), query, deeds)
        }
    }

    private func expectSameYear(of unit: UnitCode, _ query: YearReport.Query, _ deeds: [Deed]) async throws {
        let report = try await world.records.yearReport(of: unit, query, for: .operatorAtTheMachine, at: now)
        let standing = query.by == .now ? today : min(today, Day(year: query.year, month: 12, day: 31) ?? today)
        let mine = deeds.filter {
            $0.day.civil.year == query.year && (query.course == nil || $0.course == query.course)
        }
        func place(_ deed: Deed) -> UnitCode {
            let memberships = people[deed.person] ?? []
            let then = memberships.last { $0.from <= deed.day } ?? memberships[0]
            return query.by == .now ? memberships[memberships.count - 1].unit : then.unit
        }
        func count(_ counts: (UnitCode) -> Bool) -> YearTally {
            let tally = mine.filter { counts(place($0)) }.map(\.tally).reduce(YearTally(), +)
            let lasts = Dictionary(mine.map { ($0.person, $0) }) { $0.day > $1.day ? $0 : $1 }.values
            return tally + YearTally(people: lasts.count { counts(place($0)) })
        }
        func below(_ unit: UnitCode) -> YearTally { count { isBelow($0, unit, on: standing, query.tree) } }
        #expect(report.totals == below(unit), "below \(unit) \(query)")
        #expect(report.direct == count { $0 == unit }, "in \(unit) \(query)")
        let children = units.filter { parents(on: standing, query.tree)[$0] == unit }.sorted()
        #expect(report.children.map(\.unit.code) == children)
        for line in report.children + report.elsewhere {
            #expect(line.totals == below(line.unit.code), "below \(line.unit.code) \(query)")
        }
        #expect(report.children.map(\.totals).reduce(report.direct, +) == report.totals, "\(unit) \(query)")
    }

    /// Tries are counted where they were begun, or where their people are now, under the units as they stand now.
    mutating func expectSameDeliveries(count: Int) async throws {
        let tries = try await world.rows(
            """
            SELECT people.staff_no, course, started_at FROM attempts JOIN people ON people.id = attempts.person
            WHERE medium = 'online'
            """
        ).map { row in
            let day = Day(at: Date(timeIntervalSince1970: Double(row[2].text)! / 1000))
            return (person: StaffNumber(row[0].text)!, course: CourseID(row[1].text)!, day: day)
        }
        for _ in 0..<count {
            let query = DeliveryReport.Query(
                course: dice.once(in: 2) ? nil : dice.pick(courses).id,
                since: dice.once(in: 2) ? nil : today.adding(-dice.below(40)),
                by: dice.pick(CompletionReport.Belonging.allCases), tree: dice.pick(CompletionReport.Tree.allCases))
            let unit = dice.pick(units)
            let places = tries.filter {
                (query.course == nil || query.course == $0.course)
                    && query.since.map { [day = $0.day] in $0 <= day } ?? true
            }.map { deed in
                let memberships = people[deed.person] ?? []
                let then = memberships.last { $0.from <= deed.day } ?? memberships[0]
                return query.by == .now ? memberships[memberships.count - 1].unit : then.unit
            }
            func below(_ unit: UnitCode) -> Int { places.count { isBelow($0, unit, on: today, query.tree) } }
            let report = try await world.records.deliveryReport(of: unit, query, for: .operatorAtTheMachine, at: now)
            #expect(report.totals.attempts == below(unit), "below \(unit) \(query)")
            #expect(report.direct.attempts == places.count { $0 == unit }, "in \(unit) \(query)")
            let children = units.filter { parents(on: today, query.tree)[$0] == unit }.sorted()
            #expect(report.children.map(\.unit.code) == children)
            for line in report.children + report.elsewhere {
                #expect(line.totals.attempts == below(line.unit.code), "below \(line.unit.code) \(query)")
            }
        }
    }

    /// The lists of all roots together show today's standing of everyone at work.
    func expectSameList() async throws {
        var listed: [String] = []
        for root in units where parents[root] == nil {
            let page = try await world.records.people(
                in: root, PersonQuery(), for: .operatorAtTheMachine, at: now)
            listed += page.lines.compactMap { line in
                line.course.map {
                    "\(line.staffNumber) \($0.id) \(line.unit) \($0.state) \($0.overdue) \($0.due as Day?)"
                }
            }
        }
        let expected = people.keys.flatMap { number in
            courses.compactMap { course in
                standing(of: number, course.id, on: today).map {
                    "\(number) \(course.id) \($0.unit) \($0.state) \($0.overdue) \($0.due as Day?)"
                }
            }
        }
        #expect(listed.sorted() == expected.sorted())
    }
}

extension [StaffNumber] {
    /// One of them, nil when there is none.
    fileprivate func randomly(_ dice: inout Dice) -> StaffNumber? { isEmpty ? nil : dice.pick(self) }
}

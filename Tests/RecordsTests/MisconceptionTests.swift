import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

struct `Misconceptions` {
    private func report(
        _ world: World, _ unit: UnitCode = .yanchang, _ query: MisconceptionReport.Query = .init(),
        by number: StaffNumber = .zheng
    ) async throws -> MisconceptionReport {
        try await world.records.misconceptionReport(of: unit, query, for: world.caller(number), at: monday.days(30))
    }

    /// How many people met a misconception in a unit and how many hold it. People are few here, so it is read from below
    /// the line under which it is not told.
    private func numbers(
        _ world: World, _ label: Misconception.Label = .ceiling, _ unit: UnitCode = .yanchang, course: CourseID? = nil,
        from: Day? = nil, to: Day? = nil, by: CompletionReport.Belonging = .then,
        tree: CompletionReport.Tree = .administrative
    ) async throws -> [Int] {
        let query = MisconceptionReport.Query(course: course, from: from, to: to, by: by, tree: tree)
        let line = try await report(world, unit, query).lines.first { $0.label == label }
        return line.map(\.totals).map { [$0.met, ($0 + Crowd.of(100)).hold ?? -1] } ?? [0, 0]
    }

    @Test func `count with the unit of the try, or where people belong now`() async throws {
        let world = try await World()
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday)
        try await world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610622991"), at: monday.days(1))
        #expect(try await [numbers(world), numbers(world, .ceiling, .yanchuan)] == [[1, 1], [0, 0]])
        #expect(
            try await [numbers(world, by: .now), numbers(world, .ceiling, .yanchuan, by: .now)] == [[0, 0], [1, 1]])
        #expect(try await numbers(world, .ceiling, .thirdTown, to: "2026-11-09", by: .now) == [1, 1])
        #expect(try await numbers(world, .ceiling, .yanan, by: .now) == [1, 1])
    }

    @Test func `of a past day stand under the units as they stood then, with their names, unless it is asked for now`()
        async throws
    {
        let world = try await World()
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday)
        try await world.apply(.units, Sheet("code,name,parent\n610621991,新一镇,610622"), at: monday.days(2))
        let past = try await report(world, .yanchang, .init(to: "2026-11-10"))
        #expect(past.lines.first?.children.map(\.unit.name) == ["示例一镇"] && past.closed == [])
        #expect(try await numbers(world, .ceiling, .yanchuan, to: "2026-11-10") == [0, 0])
        #expect(try await numbers(world, to: "2026-11-10", by: .now) == [0, 0])
        #expect(try await [numbers(world), numbers(world, .ceiling, .yanchuan)] == [[0, 0], [1, 1]])
        #expect(try await report(world, .yanchuan).lines.first?.children.map(\.unit.name) == ["新一镇"])
        let chen = try await report(world, .yanchang, .init(to: "2026-11-10"), by: .chen)
        #expect(chen.lines.first?.children.map(\.unit.code) == [.firstTown] && chen.closed == [.firstTown])
    }

    @Test func `by reports count everyone once, where their unit reports`() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent,reports_to\n610621,延长县,610600,610000"))
        for number in [StaffNumber.zhang, .zhao] { try await world.think(number, ["beliefs-quota": "b"], at: monday) }
        for by in CompletionReport.Belonging.allCases {
            #expect(try await numbers(world, .ceiling, .yanan, by: by, tree: .reporting) == [1, 1])
            #expect(try await numbers(world, .ceiling, .shaanxi, by: by, tree: .reporting) == [2, 2])
        }
        #expect(try await numbers(world, .ceiling, .yanan) == [2, 2])
        let city = try await report(world, .yanan, .init(tree: .reporting))
        #expect(city.elsewhere.map(\.code) == [.yanchang] && city.hasReporting)
        #expect(try await report(world, .yanan).elsewhere == [])
    }

    @Test func `count by the latest try: who has learnt better no longer holds them`() async throws {
        let world = try await World()
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday)
        #expect(try await numbers(world) == [1, 1])
        try await world.think(.li, ["beliefs-quota": "a"], at: monday.days(1))
        #expect(try await numbers(world) == [2, 1])
        try await world.think(.zhang, ["beliefs-quota": "a"], at: monday.days(2))
        #expect(try await numbers(world) == [2, 0])
        // What it was is still told of the days before.
        #expect(try await numbers(world, to: "2026-11-10") == [2, 1])
        #expect(try await numbers(world, to: "2026-11-09") == [1, 1])
        #expect(try await numbers(world, from: "2026-11-10") == [2, 0])
        #expect(try await numbers(world, from: "2026-11-11") == [1, 0])
        #expect(try await numbers(world, from: "2026-11-10", to: "2026-11-10") == [1, 0])
    }

    @Test func `count in the course and in the unit of that try`() async throws {
        let world = try await World()
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday)
        try await world.think(.li, ["beliefs-quota": "b"], of: .beliefs("other"), at: monday)
        #expect(try await numbers(world, course: "beliefs") == [1, 1])
        #expect(try await numbers(world, course: "other") == [1, 1])
        try await world.apply(
            .people, Sheet(header: ["staff_no", "name", "unit"], cells: [["00017", "张某", "610622991"]]),
            at: monday.days(1))
        #expect(try await numbers(world) == [2, 2])
        try await world.think(.zhang, ["beliefs-household": "b"], of: .beliefs("other"), at: monday.days(2))
        #expect(try await numbers(world) == [1, 1])
        #expect(try await numbers(world, .ceiling, .yanchuan) == [1, 0])
        #expect(try await numbers(world, course: "beliefs") == [0, 0])
        #expect(try await numbers(world, .ceiling, .yanan, course: "other") == [2, 1])
        // Of the question that was not asked again the first answer still holds.
        #expect(try await numbers(world, .rather) == [2, 0])
        #expect(try await report(world).children == [.firstTown])
    }

    @Test func `are met by nobody whose try goes on, whose paper was withdrawn, or who left the question out`()
        async throws
    {
        let world = try await World()
        let attempt = try await world.begin(.beliefs(), as: .zhang)
        try await world.choose(["beliefs-quota": "b", "beliefs-household": "c", "beliefs-many": "d"], in: attempt)
        #expect(try await report(world).lines.isEmpty)
        let chen = try await world.caller(.chen)
        let paper = try await world.records.drawPapers(
            for: [.li], in: .yanchang, at: Course.beliefs().quiz, drawing: Course.beliefs().items, pictures: [],
            requirements: Course.beliefs().requirements, by: chen, at: monday)[0]
        try await world.records.withdraw(paper.number, because: "湿了", by: chen, at: monday)
        try await world.think(.wang, [:], at: monday)
        #expect(try await report(world).lines.isEmpty)
        #expect(try await world.rows("SELECT 1 FROM misconceptions_met").isEmpty)
    }

    @Test func `are met on paper when it is keyed in`() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let course = Course.beliefs()
        let paper = try await world.records.drawPapers(
            for: [.zhang], in: .yanchang, at: course.quiz, drawing: course.items, pictures: [],
            requirements: course.requirements, by: chen, at: monday)[0]
        let (_, attempt) = try await world.records.paper(paper.number, for: chen)
        let responses = attempt.responses(["beliefs-quota": "b", "beliefs-household": "c", "beliefs-many": "d"])
        for _ in 0..<2 {
            _ = try await world.records.key(
                responses, into: paper.number, requirements: nil, by: chen, at: monday.days(3))
        }
        #expect(try await numbers(world) == [1, 1])
        #expect(try await numbers(world, to: "2026-11-11") == [0, 0])
    }

    @Test func `stay chosen when the key is corrected`() async throws {
        let world = try await World()
        for number in [StaffNumber.zhang, .li] { try await world.think(number, ["beliefs-quota": "b"], at: monday) }
        let before = try await report(world).lines
        let asked = Question.beliefs[0]
        let options = asked.choice.options.map { Choice.Option(key: $0.key, text: $0.text, reason: $0.reason) }
        let corrected = Item(
            version: "corrected",
            question: Question(
                id: asked.id, era: asked.era, clauses: asked.clauses, stem: asked.stem,
                interaction: .choice(Choice(kind: .single, options: options, key: ["b"])), explanation: "because"))
        let plan = try #require(try await world.records.regradePlan(of: corrected))
        #expect(plan.changes.count == 2)
        _ = try await world.records.applyRegrade(
            of: corrected, plan: plan.fingerprint, reason: "答案有误", allowFailing: true, requirements: { _ in nil },
            by: .operatorAtTheMachine, at: monday.days(1))
        #expect(try await report(world).lines == before)
    }

    @Test func `are chosen by late answers once these are accepted, and not before`() async throws {
        for accepting in [true, false] {
            let world = try await World()
            let course = Course.beliefs().under(Quiz.Rules(passMark: 60, timeLimit: 30))
            let attempt = try await world.begin(course, as: .zhang)
            let slot = attempt.paper.slots[0]
            let thought = attempt.question(slot).choice.options.first { $0.misconception == .ceiling }
            func send(_ key: String, seq: Int, at now: Date) async throws {
                _ = try await world.records.save(
                    attempt.response(slot, [key]), slot: slot.number, seq: seq, in: attempt.id, by: attempt.person,
                    at: now)
            }
            try await send(attempt.question(slot).choice.key[0], seq: 1, at: monday)
            try await world.records.closeOverdueAttempts(at: monday.days(1)) { _ in nil }
            #expect(try await numbers(world) == [1, 0])
            try await send(try #require(thought).key, seq: 2, at: monday.days(1))
            #expect(try await numbers(world) == [1, 0])
            try await world.records.decide(
                onLateAnswersOf: attempt.id, accepting: accepting, reason: "停电", requirements: nil,
                by: world.caller(.chen), at: monday.days(2))
            #expect(try await numbers(world) == [1, accepting ? 1 : 0])
            // The answer belongs to the day on which the try was closed.
            #expect(try await numbers(world, to: "2026-11-09") == [1, accepting ? 1 : 0])
        }
    }

    @Test func `are seen in the own scope, with the way up as far as the scope goes`() async throws {
        let world = try await World()
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday)
        #expect(try await report(world, .firstTown, by: .wu).above.map(\.code) == [.yanan, .yanchang])
        for (unit, number) in [
            (UnitCode.yanan, StaffNumber.chen), (.yanchuan, .chen), (.shaanxi, .wu), (.firstVillage, .zhang),
            ("NOWHERE", .zheng),
        ] {
            await #expect(throws: Refusal.notFound) { _ = try await report(world, unit, by: number) }
        }
    }

    @Test func `go by the name that was met last, whatever became of their table`() async throws {
        let world = try await World()
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday)
        #expect(try await report(world).lines.map(\.label.name.zh).sorted() == ["宁可漏保", "有名额"])
        try await world.database.write { try $0.run(Statement("UPDATE misconceptions SET name_zh = '旧名'")) }
        try await world.think(.zhang, ["beliefs-quota": "b"], at: monday.days(1))
        #expect(try await report(world).lines.map(\.label.name.zh).sorted() == ["宁可漏保", "有名额"])
    }

    @Test func `of tries before they were noted are noted when a database is prepared, in groups and once`()
        async throws
    {
        let world = try await World()
        for (day, number) in [StaffNumber.zhang, .li, .zhang, .wang, .zhao, .li].enumerated() {
            try await world.think(
                number, ["beliefs-quota": day % 2 == 0 ? "b" : "a", "beliefs-many": "d"], at: monday.days(day))
            try await world.take(.visits, as: number, at: monday.days(day))
        }
        let noted = try await world.dump()
        #expect(noted["misconceptions_met"]?.isEmpty == false)
        func expectNotedAgain(_ note: () async throws -> Void) async throws {
            try await note()
            for table in ["misconceptions", "misconceptions_met"] {
                #expect(try await world.dump()[table] == noted[table])
            }
        }
        try await world.forgetSteps(from: "misconceptions")
        try await world.database.write { try $0.script("DELETE FROM settings") }
        try await expectNotedAgain { try await world.records.prepare(at: monday.days(9)) }
        // A group at a time, and from the last one on after a stop.
        try await world.database.write { transaction in
            try transaction.script(
                "DELETE FROM misconceptions_met; DELETE FROM settings WHERE name = 'misconceptions_met_up_to'")
        }
        try await expectNotedAgain { try await world.records.noteMisconceptionsMetBefore(batch: 2) }
        let (_, statements) = try await world.database.statements {
            try await world.records.prepare(at: monday.days(9))
        }
        #expect(!statements.contains { $0.sql.contains("FROM attempts") })
    }
}

/// After anything that can happen to people, units and tries, in any order, the report is what a recount gives.
struct `The report on misconceptions` {
    @Test(arguments: 0..<12) func `is what a recount from the bare answers gives`(_ seed: Int) async throws {
        var story = try await Story(seed: seed)
        for _ in 0..<60 {
            try await story.goOn()
            try await story.expectSameReport()
        }
        for _ in 0..<30 { try await story.expectSameReport() }
        #expect(story.sawSomething)
    }
}

/// A world to which things happen at random, and what people chose in it kept apart from its database.
private struct Story {
    private let world: World
    private var dice: Dice
    private var now = monday
    private var parents: [UnitCode: UnitCode] = [:]
    /// Who stood above whom, each from a day on.
    private var formerly: [(from: Day, parents: [UnitCode: UnitCode])] = []
    private var memberships: [StaffNumber: [(from: Day, unit: UnitCode)]] = [:]
    private var tries: [AttemptID: Handed] = [:]
    /// Timed tries that go on, with what was chosen by slot, in time and late.
    private var timed: [AttemptID: (attempt: Attempt, number: StaffNumber, chosen: [Int: Set<String>])] = [:]
    private var late: [AttemptID: [Int: Set<String>]] = [:]
    private var papers: [(paper: PrintedPaper, number: StaffNumber)] = []
    private(set) var sawSomething = false

    private let units = Province.units.rows.compactMap { UnitCode(rawValue: $0.cells[0]) }
    private let numbers = (1...6).compactMap { StaffNumber(rawValue: "N\($0)") }
    private let courses = [Course.beliefs(), Course.beliefs("other")]

    /// A handed-in try: what was chosen in each place of its paper.
    private struct Handed {
        let attempt: Attempt
        let number: StaffNumber
        let at: Date
        var unit: UnitCode?
        var chosen: [Int: Set<String>]
    }

    init(seed: Int) async throws {
        world = try await World.empty()
        dice = Dice(seed: seed)
        for row in Province.units.rows { parents[UnitCode(row.cells[0])!] = UnitCode(row.cells[2]) }
        formerly = [(Day(at: now), parents)]
        try await world.apply(.units, Province.units)
        for number in numbers { try await move(number) }
    }

    // MARK: What happens

    mutating func goOn() async throws {
        now = now.minutes(1 + dice.below(3000))
        switch dice.below(12) {
        case 0: try await move(dice.pick(numbers))
        case 1: try await moveUnit()
        case 2...5: try await answerOnline()
        case 6: try await beginTimed()
        case 7: try await answerTimed()
        case 8: try await decide()
        case 9: try await drawPaper()
        case 10: try await keyOrWithdraw()
        default: try await sweep()
        }
    }

    private mutating func move(_ number: StaffNumber) async throws {
        let unit = dice.pick(units)
        memberships[number, default: []].append((Day(at: now), unit))
        let sheet = Sheet(header: ["staff_no", "name", "unit"], cells: [[number.rawValue, "学员", unit.rawValue]])
        #expect(try await world.apply(.people, sheet, at: now).state == .applied)
    }

    private mutating func moveUnit() async throws {
        let (unit, above) = (dice.pick(units), dice.pick(units))
        var next = parents
        next[unit] = above
        guard UnitTree.cycle(in: next) == nil else { return }
        parents = next
        formerly.append((Day(at: now), parents))
        let sheet = Sheet(header: ["code", "name", "parent"], cells: [[unit.rawValue, "单位", above.rawValue]])
        #expect(try await world.apply(.units, sheet, at: now).state == .applied)
    }

    private mutating func answerOnline() async throws {
        let number = dice.pick(numbers)
        guard !timed.values.contains(where: { $0.number == number }) else { return }
        let attempt = try await world.begin(dice.pick(courses), as: number, at: now)
        var chosen: [Int: Set<String>] = [:]
        for slot in attempt.paper.slots { chosen[slot.number] = try await answer(slot, of: attempt, seq: 1) }
        _ = try await world.records.submit(attempt.id, requirements: nil, by: attempt.person, at: now)
        note(attempt, number, at: now, chosen.compactMapValues(\.self))
    }

    private mutating func beginTimed() async throws {
        let number = dice.pick(numbers)
        guard !timed.values.contains(where: { $0.number == number }) else { return }
        let course = dice.pick(courses).under(Quiz.Rules(passMark: 60, timeLimit: 30))
        let attempt = try await world.begin(course, as: number, at: now)
        timed[attempt.id] = (attempt, number, [:])
        try await answerTimed()
    }

    /// Something is answered in a try that has a time limit, in time or too late.
    private mutating func answerTimed() async throws {
        let open = timed.keys.sorted() + tries.values.filter { $0.attempt.deadline != nil }.map(\.attempt.id).sorted()
        guard !open.isEmpty else { return }
        let id = dice.pick(open)
        guard let attempt = timed[id]?.attempt ?? tries[id]?.attempt, let deadline = attempt.deadline else { return }
        let slot = dice.pick(attempt.paper.slots)
        let isLate = now > deadline.addingTimeInterval(60)
        guard let keys = try await answer(slot, of: attempt, seq: 1 + Int(now.timeIntervalSince(monday) / 60)) else {
            return
        }
        if isLate { late[id, default: [:]][slot.number] = keys } else { timed[id]?.chosen[slot.number] = keys }
    }

    /// Time closes what is over, some time after it was.
    private mutating func sweep() async throws {
        try await world.records.closeOverdueAttempts(at: now) { _ in nil }
        for (id, open) in timed.sorted(by: { $0.key < $1.key }) {
            guard let deadline = open.attempt.deadline, now > deadline.addingTimeInterval(60) else { continue }
            timed[id] = nil
            note(open.attempt, open.number, at: deadline.addingTimeInterval(60), open.chosen)
        }
    }

    private mutating func decide() async throws {
        guard let id = late.keys.sorted().first(where: { tries[$0] != nil }), let answers = late[id] else { return }
        let accepting = !dice.once(in: 3)
        try await world.records.decide(
            onLateAnswersOf: id, accepting: accepting, reason: "停电", requirements: nil, by: .operatorAtTheMachine,
            at: now)
        late[id] = nil
        guard accepting else { return }
        tries[id]?.chosen.merge(answers) { $1 }
        place(id)
    }

    private mutating func drawPaper() async throws {
        let number = dice.pick(numbers)
        guard !papers.contains(where: { $0.number == number }) else { return }
        let course = dice.pick(courses)
        guard let unit = memberships[number]?.last?.unit else { return }
        let drawn = try await world.records.drawPapers(
            for: [number], in: unit, at: course.quiz, drawing: course.items, pictures: [],
            requirements: course.requirements, by: .operatorAtTheMachine, at: now)
        papers.append((drawn[0], number))
    }

    private mutating func keyOrWithdraw() async throws {
        guard !papers.isEmpty else { return }
        let (paper, number) = papers.removeFirst()
        if dice.once(in: 3) {
            return try await world.records.withdraw(paper.number, because: "湿了", by: .operatorAtTheMachine, at: now)
        }
        let (_, attempt) = try await world.records.paper(paper.number, for: .operatorAtTheMachine)
        var chosen: [Int: Set<String>] = [:]
        for slot in attempt.paper.slots where !dice.once(in: 4) {
            chosen[slot.number] = Set(keys(attempt.question(slot)))
        }
        let responses = Dictionary(
            uniqueKeysWithValues: attempt.paper.slots.compactMap { slot in
                chosen[slot.number].map { (slot.number, attempt.response(slot, Array($0))) }
            })
        _ = try await world.records.key(
            responses, into: paper.number, requirements: nil, by: .operatorAtTheMachine, at: now)
        note(attempt, number, at: now, chosen)
    }

    /// Answers a place of a paper with anything, or leaves it out.
    private mutating func answer(_ slot: Paper.Slot, of attempt: Attempt, seq: Int) async throws -> Set<String>? {
        if dice.once(in: 4) { return nil }
        let keys = keys(attempt.question(slot))
        _ = try await world.records.save(
            attempt.response(slot, keys), slot: slot.number, seq: seq, in: attempt.id, by: attempt.person, at: now)
        return Set(keys)
    }

    private mutating func keys(_ question: Question) -> [String] {
        let options = question.choice.options.map(\.key)
        return question.kind == .multiple ? options.filter { _ in dice.once(in: 2) } : [dice.pick(options)]
    }

    private mutating func note(_ attempt: Attempt, _ number: StaffNumber, at time: Date, _ chosen: [Int: Set<String>]) {
        tries[attempt.id] = Handed(attempt: attempt, number: number, at: time, unit: nil, chosen: chosen)
        place(attempt.id)
    }

    /// A try belongs to the unit of its day, as that is known when it first says something.
    private mutating func place(_ id: AttemptID) {
        guard let handed = tries[id], handed.unit == nil, !beliefs(of: handed).isEmpty else { return }
        tries[id]?.unit =
            memberships[handed.number]?.last { $0.from <= Day(at: handed.at) }?.unit
            ?? memberships[handed.number]?.first?.unit
    }

    // MARK: The recount

    /// Each misconception behind an option of an answered question, and whether one such was chosen.
    private func beliefs(of handed: Handed) -> [String: Bool] {
        var found: [String: Bool] = [:]
        for slot in handed.attempt.paper.slots {
            guard let chosen = handed.chosen[slot.number], !chosen.isEmpty else { continue }
            for option in handed.attempt.question(slot).choice.options {
                guard let id = option.misconception?.id else { continue }
                found[id] = found[id] == true || chosen.contains(option.key)
            }
        }
        return found
    }

    /// Who stands above whom in a report: as on its last day, or now.
    private func parents(_ query: MisconceptionReport.Query) -> [UnitCode: UnitCode] {
        guard query.by == .then, let to = query.to else { return parents }
        return (formerly.last { $0.from <= to } ?? formerly[0]).parents
    }

    private func counted(_ unit: UnitCode, _ query: MisconceptionReport.Query, directly: Bool = false)
        -> [String: [Int]]
    {
        let (course, from, to) = (query.course, query.from, query.to)
        var latest: [String: (handed: Handed, holds: Bool)] = [:]
        let inOrder = tries.values.sorted { ($0.at, $0.attempt.id) < ($1.at, $1.attempt.id) }
        for handed in inOrder where to.map({ Day(at: handed.at) <= $0 }) ?? true {
            for (id, holds) in beliefs(of: handed) { latest["\(handed.number) \(id)"] = (handed, holds) }
        }
        var counts: [String: [Int]] = [:]
        let tree = UnitTree(parents: parents(query))
        for (key, (handed, holds)) in latest {
            let now = memberships[handed.number]?.last?.unit
            guard let place = query.by == .now ? now : handed.unit, course == nil || course == handed.attempt.course,
                from.map({ $0 <= Day(at: handed.at) }) ?? true,
                directly ? place == unit : tree.lineage(of: place).contains(unit)
            else { continue }
            let id = String(key.split(separator: " ")[1])
            let before = counts[id] ?? [0, 0]
            counts[id] = [before[0] + 1, before[1] + (holds ? 1 : 0)]
        }
        return counts
    }

    mutating func expectSameReport() async throws {
        let (unit, today) = (dice.pick(units), Day(at: now))
        let course = dice.once(in: 2) ? nil : dice.pick(courses).id
        let to = dice.once(in: 2) ? nil : today.adding(-dice.below(30))
        let from = dice.once(in: 2) ? nil : (to ?? today).adding(-dice.below(30))
        let by = dice.pick(CompletionReport.Belonging.allCases)
        let query = MisconceptionReport.Query(course: course, from: from, to: to, by: by)
        let report = try await world.records.misconceptionReport(
            of: unit, query, for: .operatorAtTheMachine, at: now)
        func numbers(_ count: MisconceptionReport.Count) -> [Int] {
            [count.met, (count + Crowd.of(100)).hold ?? -1]
        }
        let asked = "\(unit) \(query)"
        let lines = Dictionary(uniqueKeysWithValues: report.lines.map { ($0.label.id, $0) })
        #expect(lines.mapValues { numbers($0.totals) } == counted(unit, query), "\(asked)")
        let direct = counted(unit, query, directly: true)
        for (id, line) in lines { #expect(numbers(line.direct) == direct[id] ?? [0, 0], "\(asked) \(id)") }
        for child in units where parents(query)[child] == unit {
            let below = counted(child, query)
            for (id, line) in lines {
                let told = line.children.first { $0.unit.code == child }.map { numbers($0.totals) }
                #expect(told == below[id], "\(asked) \(id) \(child)")
            }
        }
        if !lines.isEmpty { sawSomething = true }
    }
}

/// So many people of whom nobody holds anything: added to a few, these can be told.
private enum Crowd {
    static func of(_ people: Int) -> MisconceptionReport.Count { .init(met: people) }
}

extension MisconceptionReport {
    fileprivate var children: [UnitCode] { lines.first?.children.map(\.unit.code) ?? [] }
}

extension Attempt {
    fileprivate func question(_ slot: Paper.Slot) -> Question { questions[slot.version] ?? Question.beliefs[0] }

    /// The options of these keys, as they stand in this paper.
    fileprivate func response(_ slot: Paper.Slot, _ keys: [String]) -> Response {
        let letters = slot.order.indices.filter { keys.contains(slot.order[$0]) }.map { Paper.letters[$0] }
        return question(slot).kind == .multiple ? .list(letters) : .text(letters.first ?? "")
    }

    /// An option a question, for those that the paper asks.
    fileprivate func responses(_ chosen: [QuestionID: String]) -> [Int: Response] {
        Dictionary(
            uniqueKeysWithValues: paper.slots.compactMap { slot in
                chosen[question(slot).id].map { (slot.number, response(slot, [$0])) }
            })
    }
}

extension World {
    fileprivate func choose(_ chosen: [QuestionID: String], in attempt: Attempt, at now: Date = monday) async throws {
        for (slot, response) in attempt.responses(chosen) {
            _ = try await records.save(response, slot: slot, seq: nil, in: attempt.id, by: attempt.person, at: now)
        }
    }

    /// Somebody takes a quiz that asks just these questions, or two when there are none, and chooses so.
    fileprivate func think(
        _ number: StaffNumber, _ chosen: [QuestionID: String], of course: Course = .beliefs(), at now: Date
    ) async throws {
        let ids = chosen.isEmpty ? Question.beliefs.prefix(2).map(\.id) : chosen.keys.sorted()
        let quiz = Quiz(blueprint: Blueprint(drawing: ids.count, of: ids), rules: Quiz.Rules(passMark: 60))
        let attempt = try await records.beginAttempt(
            at: quiz, drawing: course.items, pictures: [], requirements: course.requirements, by: person(number).id,
            at: now
        ).attempt
        try await choose(chosen, in: attempt, at: now)
        _ = try await records.submit(attempt.id, requirements: nil, by: attempt.person, at: now)
    }
}

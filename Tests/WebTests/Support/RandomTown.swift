import Foundation
import HTTPTypes
import Records
import SQL
import TestSupport
import Testing
import Training

@testable import Web

/// A town with units, people, roles and charges at random that have changed for some days, and all these facts kept apart
/// from its database. Codes, numbers and names all hold a mark of their own (`UQ007X`, `PQ012X`), by which they are found in
/// any text.
struct RandomTown {
    let town: Town
    private(set) var dice: Dice
    private(set) var units: [UnitCode]
    let people: [StaffNumber]

    private(set) var parents: [UnitCode: UnitCode] = [:]
    private(set) var reporting: [UnitCode: UnitCode] = [:]
    private var formerly: [(from: Day, parents: [UnitCode: UnitCode], reporting: [UnitCode: UnitCode])] = []
    private(set) var home: [StaffNumber: UnitCode] = [:]
    private(set) var role: [StaffNumber: Person.Role] = [:]
    private var charges: [StaffNumber: [UnitCode: Day?]] = [:]

    /// What there is to ask for.
    private(set) var attempts: [(id: String, owner: StaffNumber)] = []
    private(set) var papers: [(number: String, owner: StaffNumber)] = []
    private(set) var sessions: [(id: String, unit: UnitCode)] = []

    /// Someone who asks, with what their requests carry.
    struct Walker: Sendable {
        let name: String
        let number: StaffNumber?
        let role: Person.Role
        let units: [UnitCode]
        let headers: HTTPFields
    }

    init(seed: Int) async throws {
        town = try await Town(rules: ["time_limit: 30"], files: RandomTown.files)
        dice = Dice(seed: seed)
        units = (1...11).map { code("UQ\(String(format: "%03d", $0))X") }
        people = (1...16).map { code("PQ\(String(format: "%03d", $0))X") }
    }

    /// Lets things happen for some days.
    mutating func live(_ visit: Visitor) async throws {
        try await found()
        for _ in 0..<3 {
            try await moveUnits()
            try await transferPeople()
            try await changeCharges()
            try await learn(visit)
            town.clock.advance(by: .days(2))
        }
        try await drawPapers(visit)
        try await learnTogether(visit)
    }

    // MARK: What happens

    private mutating func found() async throws {
        for (index, unit) in units.enumerated() where index > 1 { parents[unit] = dice.pick(Array(units[..<index])) }
        formerly = [(Day(at: town.clock.now), parents, [:])]
        try await apply(
            .units, ["code", "name", "parent"], units.map { [$0.rawValue, "乡\($0)", parents[$0]?.rawValue ?? ""] })
        for (index, number) in people.enumerated() {
            home[number] = dice.pick(units)
            role[number] = [Person.Role.coordinator, .inspector, .learner, .learner][index % 4]
        }
        try await applyPeople(people)
        try await apply(
            .enrolments, ["unit", "course", "due"],
            units.filter { parents[$0] == nil }.flatMap { unit in
                ["visits", "essays"].map { [unit.rawValue, $0, "2026-11-12"] }
            })
    }

    private mutating func moveUnits() async throws {
        for unit in dice.shuffled(units).prefix(3) {
            var (next, reports) = (parents, reporting)
            next[unit] = dice.once(in: 6) ? nil : dice.pick(units)
            reports[unit] = dice.once(in: 2) ? dice.pick(units) : nil
            let row = [
                unit.rawValue, "乡\(unit)改\(dice.below(9))", next[unit]?.rawValue ?? "", reports[unit]?.rawValue ?? "",
            ]
            guard try await apply(.units, ["code", "name", "parent", "reports_to"], [row]) else { continue }
            (parents, reporting) = (next, reports)
            formerly.append((Day(at: town.clock.now), parents, reporting))
        }
    }

    private mutating func transferPeople() async throws {
        let moved = Array(dice.shuffled(people).prefix(3))
        for number in moved { home[number] = dice.pick(units) }
        try await applyPeople(moved)
    }

    private mutating func changeCharges() async throws {
        let inCharge = people.filter { role[$0] != .learner }
        for number in dice.shuffled(inCharge).prefix(2) {
            let unit = dice.pick(units)
            let until = dice.once(in: 3) ? Day(at: town.clock.now).adding(dice.below(12) - 4) : nil
            charges[number, default: [:]][unit] = .some(until)
            try await apply(
                .coordinators, ["staff_no", "unit", "until"],
                [[number.rawValue, unit.rawValue, until?.description ?? ""]])
        }
    }

    /// Some take a quiz and hand it in; of some an answer comes late; all of these write a text that waits for a mark.
    private mutating func learn(_ visit: Visitor) async throws {
        for number in dice.shuffled(people).prefix(3) {
            for course in ["visits", "essays"] {
                // Nobody's session outlives the hours that pass here.
                let headers = try await session(of: number)
                let begun = try await visit.ask(.post, "/courses/\(course)/attempts", headers, [:])
                let id = try #require(try begun.json["id"].string)
                attempts.append((id, number))
                if course == "essays" {
                    _ = try await visit.ask(
                        .put, "/attempts/\(id)/answers/1", headers, ["response": "因为", "seq": 1])
                    _ = try await visit.ask(.post, "/attempts/\(id)/submission", headers, [:])
                } else if dice.once(in: 2) {
                    town.clock.advance(by: .minutes(90))
                    let headers = try await session(of: number)
                    let late: JSON = ["response": try await visit.anyAnswer(to: id), "seq": 1]
                    _ = try await visit.ask(.put, "/attempts/\(id)/answers/1", headers, late)
                } else if dice.once(in: 2) {
                    _ = try await visit.ask(.post, "/attempts/\(id)/submission", headers, [:])
                }
            }
        }
    }

    private mutating func drawPapers(_ visit: Visitor) async throws {
        for number in dice.shuffled(people).prefix(5) {
            let unit = try #require(home[number])
            let drawn: JSON = ["course": "sheets", "people": [.string(number.rawValue)]]
            let reply = try await visit.send(drawn, to: "/units/\(unit)/papers", as: .zhengsToken)
            papers.append((try #require(try reply.json["papers"][0]["number"].string), number))
        }
    }

    /// Sessions of some units, at which people of any unit were.
    private mutating func learnTogether(_ visit: Visitor) async throws {
        for unit in dice.shuffled(units).prefix(4) {
            let plan: JSON = [
                "day": .string(Day(at: town.clock.now).description), "place": "会议室", "courses": ["visits"],
            ]
            let arranged = try await visit.send(plan, to: "/units/\(unit)/group-sessions", as: .zhengsToken)
            let id = try #require(try arranged.json["id"].string)
            let there = JSON.list(dice.shuffled(people).prefix(5).map { .string($0.rawValue) })
            let reply = try await visit.send(
                ["people": there], to: "/group-sessions/\(id)/attendance", as: .zhengsToken)
            #expect(try reply.json["recorded"] == 5)
            sessions.append((id, unit))
        }
    }

    @discardableResult
    private func apply(_ kind: ImportKind, _ header: [String], _ cells: [[String]]) async throws -> Bool {
        let request = ImportRequest(
            kind: kind, sheet: Sheet(header: header, cells: cells), ignored: IgnoredColumns(), encoding: "UTF-8",
            catalogue: town.content.current.catalogue)
        return try await town.records.applyImport(request, by: .operatorAtTheMachine, at: town.clock.now).state
            == .applied
    }

    private func applyPeople(_ numbers: [StaffNumber]) async throws {
        let rows = numbers.map { [$0.rawValue, "民\($0)", home[$0]?.rawValue ?? "", role[$0]?.rawValue ?? ""] }
        try #require(try await apply(.people, ["staff_no", "name", "unit", "role"], rows))
    }

    // MARK: Who asks

    /// Everyone with a role, and a token of each role.
    mutating func walkers() async throws -> [Walker] {
        var walkers: [Walker] = []
        for number in people where role[number] != .learner {
            walkers.append(
                Walker(
                    name: "\(number)", number: number, role: role[number] ?? .learner, units: unitsInCharge(number),
                    headers: try await session(of: number)))
        }
        for role in [Person.Role.coordinator, .inspector] {
            let unit = dice.pick(units)
            let token = try await town.records.createToken(
                named: "\(role)", role: role, unit: unit, at: town.clock.now)
            walkers.append(
                Walker(
                    name: "token:\(role)", number: nil, role: role, units: [unit],
                    headers: [.authorization: "Bearer \(token)"]))
        }
        return walkers
    }

    private func session(of number: StaffNumber) async throws -> HTTPFields {
        let person = try await town.records.person(number, for: .operatorAtTheMachine)
        let token = try await town.records.openSession(for: person, by: .password, at: town.clock.now)
        return [.cookie: "session=\(token)"]
    }

    private func unitsInCharge(_ number: StaffNumber) -> [UnitCode] {
        charges[number] == nil ? home[number].map { [$0] } ?? [] : told(of: number)
    }

    /// The units that coordinators files put into someone's charge to this day.
    func told(of number: StaffNumber) -> [UnitCode] {
        let today = Day(at: town.clock.now)
        return (charges[number] ?? [:]).filter { _, until in until.map { today <= $0 } ?? true }.map(\.key)
    }

    // MARK: What they may see, by the bare facts

    /// Those of `units` from which a walk up by `above` comes to one of `ends`.
    private func climbing(to ends: Set<UnitCode>, by above: [UnitCode: UnitCode]) -> Set<UnitCode> {
        Set(
            units.filter { unit in
                var here: UnitCode? = unit
                while let step = here {
                    if ends.contains(step) { return true }
                    here = above[step]
                }
                return false
            })
    }

    func scope(of walker: Walker) -> Set<UnitCode> {
        climbing(to: Set(walker.number.map(unitsInCharge) ?? walker.units), by: parents)
    }

    /// The units whose numbers are shown to someone because they report into the scope.
    func sight(of walker: Walker) -> Set<UnitCode> {
        climbing(to: scope(of: walker), by: parents.merging(reporting) { $1 })
    }

    func people(in scope: Set<UnitCode>) -> Set<StaffNumber> {
        Set(people.filter { home[$0].map(scope.contains) ?? false })
    }

    /// The units directly below another at the end of a day.
    func children(of unit: UnitCode, on day: Day, reporting isReporting: Bool) -> [UnitCode] {
        let then = formerly.last { $0.from <= day } ?? formerly[0]
        let above = isReporting ? then.parents.merging(then.reporting) { $1 } : then.parents
        return units.filter { above[$0] == unit }
    }

    // MARK: What changed

    /// Every row of the tables that say who is where and what is asked of whom.
    func facts() async throws -> [String: Set<[Value]>] {
        try await town.database.read { transaction in
            var facts: [String: Set<[Value]>] = [:]
            for table in [
                "units", "people", "charges", "assignments", "credentials", "grants", "late_answers", "marks", "papers",
                "attempts", "completions", "tallies", "group_sessions", "attendances", "readings",
            ] {
                facts[table] = Set(try transaction.rows(Statement("SELECT * FROM \(table)")).map(\.values))
            }
            return facts
        }
    }

    /// Takes over what was changed by others.
    mutating func reload() async throws {
        func rows(_ kind: ImportKind) async throws -> [[String]] {
            try await town.records.export(kind, for: .operatorAtTheMachine).filter { !$0[0].marks.isEmpty }
        }
        let placed = try await rows(.units)
        units = placed.map { code($0[0]) }
        (parents, reporting) = ([:], [:])
        for row in placed {
            parents[code(row[0])] = UnitCode(rawValue: row[2])
            reporting[code(row[0])] = UnitCode(rawValue: row[3])
        }
        for row in try await rows(.people) {
            home[code(row[0])] = code(row[2])
            role[code(row[0])] = Person.Role(rawValue: row[3])
        }
        for row in try await rows(.coordinators) {
            charges[code(row[0]), default: [:]][code(row[1])] = .some(Day(row[2]))
        }
    }

    mutating func choose<Element>(_ elements: [Element]) -> Element? { elements.isEmpty ? nil : dice.pick(elements) }

    mutating func chance(_ times: Int) -> Bool { dice.once(in: times) }

    private static let files = [
        "Courses/plans/all.yml": "title: 全部\ntitle_en: All\ncourses: [visits, essays]\n",
        "Courses/essays/course.yml": """
        title: 短文
        title_en: Essays
        summary: 写几句。
        summary_en: A few sentences.
        area: quality
        lessons:
          - 01-write
        quiz:
          include: [essays-why]
          pass_mark: 60
        """,
        "Courses/essays/01-write.md": "---\ntitle: 写\nminutes: 3\nera: current\nclauses: [L-1]\n---\n写几句。",
        "Questions/essays.yml": """
        - id: essays-why
          type: short_text
          era: current
          clauses: [L-1]
          stem: 为什么？
          model: 因为。
          criteria: [说明理由]
          explanation: 要说明理由。
        """,
        "Courses/sheets/course.yml": """
        title: 纸上
        title_en: On paper
        summary: 写在纸上。
        summary_en: On paper.
        area: quality
        lessons:
          - 01-paper
        quiz:
          topics: [publicity]
          draw: 1
          pass_mark: 60
        """,
        "Courses/sheets/01-paper.md": "---\ntitle: 纸\nminutes: 3\nera: current\nclauses: [L-1]\n---\n写在纸上。",
    ]
}

extension Visitor {
    /// Sends JSON, or nothing, with these headers alone.
    func ask(_ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ json: JSON? = nil) async throws
        -> Reply
    {
        let type = json == nil ? nil : "application/json"
        return try await send(method, path, as: .nobody, headers, type, body: json.map { Array($0.description.utf8) })
    }

    /// Something that fits the first question of a paper.
    fileprivate func anyAnswer(to attempt: String) async throws -> JSON {
        try #require(try await rightAnswers(to: attempt, as: .nobody)[1])
    }
}

/// The code of a text that is one.
private func code<Subject>(_ text: String) -> Code<Subject> { Code(rawValue: text) ?? "none" }

extension String {
    /// The marks of units and people in a text, as `[UP]Q[0-9]{3}X` finds them. By bytes, because it reads every page of a
    /// walk.
    var marks: Set<String> {
        let bytes = Array(utf8)
        var marks: Set<String> = []
        var end = 6
        while end <= bytes.count {
            if bytes[end - 1] == UInt8(ascii: "X"), bytes[end - 5] == UInt8(ascii: "Q") {
                let mark = String(decoding: bytes[end - 6..<end], as: UTF8.self)
                if mark.wholeMatch(of: /[UP]Q[0-9]{3}X/) != nil { marks.insert(mark) }
            }
            end += 1
        }
        return marks
    }
}

import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// 张某 of 示例甲村 passed 走访 on paper on 10 November 2026; 陈某 of 延长县 records it on the 12th.
@Suite("An earlier result")
struct EarlierResultTests {
    private let now = monday.days(3)

    private func result(_ day: Day = "2026-11-10", score: Int? = 88, _ evidence: String = "档号 31") throws
        -> EarlierResult
    {
        try #require(
            EarlierResult(
                course: "visits", day: day, score: score.map { Marks(hundredths: $0 * 100) }, evidence: evidence))
    }

    @discardableResult
    private func record(
        _ result: EarlierResult, in world: World, of course: Course = .visits, for numbers: [StaffNumber] = [.zhang],
        in unit: UnitCode = .yanchang, as number: StaffNumber = .chen, at now: Date? = nil
    ) async throws -> [EarlierResult.OfPerson] {
        try await world.records.record(
            result, of: course.requirements, passMark: 60, for: numbers, in: unit, by: world.caller(number),
            at: now ?? self.now)
    }

    private func completed(_ world: World, on day: Day, at now: Date? = nil) async throws -> [Int] {
        let village = try await world.report(of: .firstVillage, on: day, at: now ?? self.now).totals
        let county = try await world.report(of: .yanchang, on: day, at: now ?? self.now).totals
        return [village.completed, county.completed]
    }

    private func expectInvalid(_ code: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            Issue.record("nothing was refused as \(code)")
        } catch Refusal.invalid(code, _) {
            // What was expected.
        } catch {
            Issue.record("\(error) is not \(code)")
        }
    }

    @Test("completes the course from its day on, with a certificate and who recorded it")
    func counts() async throws {
        let world = try await World()
        try await record(result(), in: world, for: [.zhang, .li])
        #expect(try await completed(world, on: "2026-11-09") == [0, 0])
        #expect(try await completed(world, on: "2026-11-10") == [1, 2])
        let found = try await world.records.personCourse(.zhang, "visits", for: world.caller(.chen), at: now)
        let completion = try #require(found.completions.first)
        #expect(completion.day == "2026-11-10" && completion.at == now)
        #expect(completion.score == Marks(hundredths: 8800) && completion.maxScore == EarlierResult.maxScore)
        #expect(completion.earlier?.result.evidence == "档号 31" && completion.earlier?.by == "陈某")
        let certificates = try await world.records.certificates(of: world.person(.zhang).id)
        #expect(certificates.map(\.day) == ["2026-11-10"] && certificates.map(\.isOfQuiz) == [false])
        let line = try await world.records.learning(of: world.person(.zhang).id, at: now).first {
            $0.course == "visits"
        }
        #expect(line?.state == .completed)
    }

    @Test("holds by the rule of the course from its day on")
    func validity() async throws {
        let world = try await World()
        try await record(result("2026-03-01"), in: world, of: .visits.valid(.months(9)))
        #expect(try await world.report(of: .firstVillage, on: "2026-12-01").totals.completed == 1)
        #expect(try await world.report(of: .firstVillage, on: "2026-12-02").totals.expired == 1)
        // An old one takes nothing from a newer one, and adds nothing to its end.
        try await world.finish(.visits.valid(.months(12)), as: .li, at: monday.days(1))
        try await record(result("2026-03-01"), in: world, of: .visits.valid(.months(12)), for: [.li])
        let li = try await world.records.personCourse(.li, "visits", for: world.caller(.chen), at: now)
        #expect(li.completions.map(\.last) == ["2027-11-10", "2027-03-01"])
        #expect(li.holding?.last == "2027-11-10")
    }

    @Test("counts in the unit of its day")
    func unitThen() async throws {
        let world = try await World()
        try await world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610621992"), at: monday.days(2))
        try await record(result(), in: world)
        #expect(try await world.rows("SELECT unit FROM completions")[0][0] == .text("610621991201"))
        #expect(try await world.report(of: .firstVillage, on: "2026-11-10", at: now).totals.completed == 1)
    }

    @Test("is taken back with a reason, and record, reason and certificate stay")
    func withdrawn() async throws {
        let world = try await World()
        let id = try await record(result(), in: world)[0].recorded.id
        let later = monday.days(4)
        let whose = try await world.records.withdrawResult(
            id, because: "录错了人", by: world.caller(.chen), at: later)
        #expect(whose.0 == .zhang && whose.1 == "visits")
        for day: Day in ["2026-11-10", "2026-11-12", "2026-11-13"] {
            #expect(try await completed(world, on: day, at: later) == [0, 0])
        }
        let found = try await world.records.personCourse(.zhang, "visits", for: world.caller(.chen), at: later)
        #expect(found.holding == nil && found.completions.count == 1)
        #expect(found.completions[0].earlier?.withdrawal == .init(reason: "录错了人", at: later, by: "陈某"))
        #expect(try await world.records.certificates(of: world.person(.zhang).id).map(\.isWithdrawn) == [true])
        let chen = try await world.caller(.chen)
        await expectConflict("withdrawn_already") {
            _ = try await world.records.withdrawResult(id, because: "再撤一次", by: chen, at: later)
        }
        // The right one can then be recorded, and what is learnt here counts.
        try await record(result(), in: world, at: later)
        #expect(try await completed(world, on: "2026-11-10", at: later) == [1, 1])
    }

    @Test("that is taken back leaves what was finished here as it was")
    func besides() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang, at: monday.days(2))
        let id = try await record(result(), in: world)[0].recorded.id
        #expect(try await completed(world, on: "2026-11-10") == [1, 1])
        _ = try await world.records.withdrawResult(id, because: "重复", by: world.caller(.chen), at: now)
        #expect(try await completed(world, on: "2026-11-10") == [0, 0])
        #expect(try await completed(world, on: "2026-11-11") == [1, 1])
    }

    @Test("is refused for everybody when it cannot be for one, and nothing is written")
    func refused() async throws {
        let world = try await World()
        try await record(result(), in: world)
        let before = try await world.dump()
        await expectInvalid("recorded_already") { try await record(result(), in: world, for: [.li, .zhang]) }
        await expectInvalid("own_person") { try await record(result(), in: world, for: [.li, .chen]) }
        await expectInvalid("not_available") { try await record(result(), in: world, for: [.li, .zhao]) }
        await expectInvalid("bad_day") { try await record(result("2026-11-13"), in: world, for: [.li]) }
        await expectInvalid("not_passed") { try await record(result(score: 59), in: world, for: [.li]) }
        await #expect(throws: Refusal.notFound) { try await record(result(), in: world, in: .yanchuan) }
        #expect(try await world.dump() == before)
        let id = try await record(result(score: nil), in: world, for: [.li])[0].recorded.id
        let zhou = try await world.caller(.zhou)
        await #expect(throws: Refusal.notFound) {
            try await world.records.withdrawResult(id, because: "x", by: zhou, at: now)
        }
    }

    @Test("from before a clause changed is none where the course holds only until then")
    func clausesChanged() async throws {
        let world = try await World()
        let course = Course.visits.valid(.untilClauseChange)
        for version in 1...2 {
            _ = try await world.records.note(
                [.visitsClause: .example(version)], citedBy: [], at: monday.days(version - 1))
        }
        func record(_ day: Day) async throws {
            _ = try await world.records.record(
                result(day), of: course.completed(by: course.rule).requirements(raisedTo: 2), passMark: 60,
                for: [.zhang], in: .yanchang, by: world.caller(.chen), at: now)
        }
        await expectInvalid("clauses_changed") { try await record("2026-11-09") }
        try await record("2026-11-10")
        #expect(try await completed(world, on: "2026-11-10") == [1, 1])
    }

    @Test("has evidence, a day since 2000 and no more than the full score")
    func limits() {
        func result(_ day: Day, _ score: Int?, _ evidence: String) -> EarlierResult? {
            EarlierResult(
                course: "visits", day: day, score: score.map { Marks(hundredths: $0) }, evidence: evidence)
        }
        #expect(result("2026-11-10", 10_000, " 档号 ")?.evidence == "档号")
        #expect(result("2026-11-10", 10_001, "档号") == nil)
        #expect(result("1999-12-31", nil, "档号") == nil && result("2000-01-01", nil, "档号") != nil)
        #expect(result("2026-11-10", nil, "  ") == nil)
        #expect(result("2026-11-10", nil, String(repeating: "档", count: 201)) == nil)
    }

    @Test("is found from the units to their people, and statements walk through nothing")
    func plan() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            let id = try await record(result(), in: world)[0].recorded.id
            _ = try await world.records.earlierResults(in: .yanchang, for: chen)
            _ = try await world.records.withdrawResult(id, because: "x", by: chen, at: now)
        }
        for statement in statements {
            let plan = try await world.database.plan(of: statement)
            for table in ["people", "completions", "earlier_results", "completion_ends", "clause_versions"] {
                #expect(!plan.contains { $0.hasPrefix("SCAN \(table)") }, "\(plan) for \(statement.sql)")
            }
        }
    }
}

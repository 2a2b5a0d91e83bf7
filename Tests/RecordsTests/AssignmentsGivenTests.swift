import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("Assigning")
struct AssigningTests {
    private let today = Day(at: monday)
    private let both: [CourseID] = ["publicity", "visits"]

    @Test("a plan asks all its courses of everyone in and below a unit, and keeps the plan they came from")
    func plan() async throws {
        let world = try await World()
        let zhou = try await world.caller(.zhou)
        let receipt = try await world.records.assign(
            both, of: "new-staff", to: [], in: .thirdTown, due: today.adding(30), by: zhou, at: monday)
        #expect(receipt == AssignmentReceipt(changed: 2, unchanged: 0))
        let list = try await world.records.assignments(in: .thirdTown, limit: 50, for: zhou)
        let here = list.standing.filter { $0.target == .here(.thirdTown) }
        #expect(here.map(\.course) == both && here.allSatisfy { $0.plan == "new-staff" && $0.by == "周某" })
        #expect(try await world.report(of: .thirdTown).totals.assigned == 1)
        let zhao = try await world.records.learning(of: world.person(.zhao).id, at: monday)
        #expect(zhao.filter(\.assigned).map(\.due) == [today.adding(30), today.adding(30)])
        let again = try await world.records.assign(
            both, of: "new-staff", to: [], in: .thirdTown, due: today.adding(30), by: zhou, at: monday.days(1))
        #expect(again == AssignmentReceipt(changed: 0, unchanged: 2))
    }

    @Test("shows what units above and below and people have, and of units above the scope no name")
    func list() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let list = try await world.records.assignments(in: .yanchang, limit: 50, for: chen)
        #expect(
            list.standing.map(\.target) == [
                .hidden, .here(.yanchang), .person(.zhang, name: "张某", unitName: "示例甲村"),
            ])
        #expect(list.standing.map(\.by) == [nil, "command-line", "command-line"])
        let village = try await world.records.assignments(in: .firstVillage, limit: 50, for: chen).standing
        #expect(village.map(\.target).prefix(2) == [.hidden, .above(.yanchang, name: "延长县")])
        let all = try await world.records.assignments(in: .shaanxi, limit: 2, for: .operatorAtTheMachine)
        #expect(all.standing.first?.target == .below(.yanan, name: "延安市") && !all.isCut)
        #expect(try await world.records.assignments(in: .shaanxi, limit: 1, for: .operatorAtTheMachine).isCut)
    }

    @Test("says what a plan has gained since, and assigns just that when asked to")
    func gaps() async throws {
        let world = try await World()
        let zhou = try await world.caller(.zhou)
        _ = try await world.records.assign(
            ["visits"], of: "new-staff", to: [.zhao], in: .thirdTown, due: today.adding(30), by: zhou, at: monday)
        let grown = LearningPlan(id: "new-staff", title: Bilingual(zh: "新", en: "new"), courses: both, days: nil)
        func gaps() async throws -> [PlanGap] {
            try await world.records.assignments(in: .yanchuan, limit: 50, for: zhou).gaps(in: [grown])
        }
        let gap = try #require(try await gaps().first)
        #expect(gap.courses == ["publicity"] && gap.due == today.adding(30))
        #expect(gap.target == .person(.zhao, name: "赵某", unitName: "示例三镇"))
        let receipt = try await world.records.assign(
            both, of: "new-staff", to: [.zhao], in: .thirdTown, due: today.adding(60), missing: true, by: zhou,
            at: monday)
        #expect(receipt.changed == 1)
        #expect(try await gaps() == [])
        let dues = try await world.records.learning(of: world.person(.zhao).id, at: monday).map(\.due)
        #expect(dues == [today.adding(60), today.adding(30)])
        _ = try await world.records.withdraw(.course("publicity"), from: [.zhao], in: .thirdTown, by: zhou, at: monday)
        #expect(try await gaps() == [], "what was taken back is not missing")
    }

    @Test("is taken back for a course, or for a plan as a whole, and what is finished stays")
    func withdrawal() async throws {
        let world = try await World()
        let zhou = try await world.caller(.zhou)
        _ = try await world.records.assign(
            both, of: "new-staff", to: [.zhao], in: .thirdTown, due: nil, by: zhou, at: monday)
        try await world.finish(.visits, as: .zhao)
        let receipt = try await world.records.withdraw(
            .plan("new-staff"), from: [.zhao], in: .thirdTown, by: zhou, at: monday.days(1))
        #expect(receipt.changed == 2)
        #expect(try await world.report(of: .thirdTown, on: today).totals.completed == 1)
        #expect(try await world.report(of: .thirdTown, at: monday.days(1)).totals.assigned == 0)
        #expect(
            await refusalCode {
                _ = try await world.records.withdraw(
                    .plan("new-staff"), from: [.zhao], in: .thirdTown, by: zhou, at: monday.days(1))
            } == "not_assigned")
    }

    @Test("is refused outside the scope, for oneself and for a day that is over, and then changes nothing")
    func refuses() async throws {
        let world = try await World()
        let before = try await world.dump()
        let cases: [([StaffNumber], UnitCode, Int, StaffNumber, String)] = [
            ([], .thirdTown, 1, .chen, "not_found"), ([.zhao], .yanchang, 1, .chen, "not_available"),
            ([.zhang, .sun], .yanchang, 1, .chen, "not_available"), ([.chen], .yanchang, 1, .chen, "own_person"),
            ([], .yanchang, -1, .chen, "bad_due"),
        ]
        for (numbers, unit, day, who, code) in cases {
            let caller = try await world.caller(who)
            #expect(
                await refusalCode {
                    _ = try await world.records.assign(
                        both, of: nil, to: numbers, in: unit, due: today.adding(day), by: caller, at: monday)
                } == code)
        }
        #expect(try await world.dump() == before)
    }
}

private func refusalCode(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch Refusal.notFound {
        return "not_found"
    } catch Refusal.invalid(let code, _), Refusal.conflict(let code, _) {
        return code
    } catch {
        return "\(error)"
    }
}

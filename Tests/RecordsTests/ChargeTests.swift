import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

import struct Training.Unit

/// 陈某 is coordinator of 延长县, 周某 of 延川县, 吴某 inspector of 延安市, until a coordinators file says otherwise.
@Suite("Being in charge of units")
struct ChargeTests {
    private func codes(_ world: World, _ number: StaffNumber, at now: Date = monday) async throws -> [UnitCode] {
        try await world.records.unitsInCharge(of: world.caller(number, at: now)).map(\.code)
    }

    @Test("begins with the own unit, and is what a coordinators file says once it says something")
    func beginsWithTheOwn() async throws {
        let world = try await World()
        #expect(try await codes(world, .chen) == [.yanchang])
        let receipt = try await world.apply(
            .coordinators, Sheet("staff_no,unit\nC-0001,SX-XIXIAN\nC-0001,610622991\nI-0001,610621"))
        #expect(receipt.results == [.created, .created, .created])
        #expect(try await codes(world, .chen) == [.thirdTown, .xixian])
        #expect(try await codes(world, .wu) == [.yanchang])
        await #expect(throws: Refusal.notFound) {
            try await world.records.unit(.yanchang, for: world.caller(.chen))
        }
        #expect(try await world.records.unit(.thirdTown, for: world.caller(.chen)).code == .thirdTown)
    }

    @Test("lasts to the end of its last day, and then nothing comes in its place")
    func ends() async throws {
        let world = try await World()
        try await world.apply(.coordinators, Sheet("staff_no,unit,until\nI-0001,610600,2026-11-12"))
        #expect(try await codes(world, .wu, at: Day("2026-11-12").end.addingTimeInterval(-1)) == [.yanan])
        #expect(try await codes(world, .wu, at: Day("2026-11-12").end) == [])
        let after = try await world.caller(.wu, at: monday.days(4))
        #expect(after.oversees && after.scope == .below([]))
        #expect(try await world.records.export(.people, for: after) == [])
    }

    @Test("is seen by a session that goes on, at the next request")
    func sessionsFollow() async throws {
        let world = try await World()
        let token = try await world.records.openSession(for: world.person(.chen), by: .password, at: monday)
        func units() async throws -> [UnitCode]? { try await world.records.session(token, at: monday)?.caller.units }
        #expect(try await units() == [.yanchang])
        try await world.apply(.coordinators, Sheet("staff_no,unit\nC-0001,610621\nC-0001,SX-XIXIAN"))
        #expect(try await units() == [.yanchang, .xixian])
        try await world.apply(.coordinators, Sheet("staff_no,unit,until\nC-0001,610621,2026-11-08"))
        #expect(try await units() == [.xixian])
    }

    @Test("is lost with the role, also by a row that is still there")
    func withoutTheRole() async throws {
        let world = try await World()
        try await world.apply(.coordinators, Sheet("staff_no,unit\nC-0001,SX-XIXIAN"))
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nC-0001,陈某,610621,learner"))
        #expect(try await codes(world, .chen) == [])
        #expect(try await world.records.export(.coordinators, for: .operatorAtTheMachine) == [])
    }

    @Test("exported and imported again changes nothing, ended ones included")
    func again() async throws {
        let world = try await World()
        try await world.apply(
            .coordinators,
            Sheet("staff_no,unit,until\nC-0001,610621,\nC-0001,SX-XIXIAN,2026-12-31\nI-0001,610600,2026-11-01"))
        let rows = try await world.records.export(.coordinators, for: .operatorAtTheMachine)
        #expect(
            rows == [
                ["C-0001", "610621", ""], ["C-0001", "SX-XIXIAN", "2026-12-31"], ["I-0001", "610600", "2026-11-01"],
            ])
        let sheet = Sheet(header: ImportKind.coordinators.columns.map(\.name), cells: rows)
        #expect(try await world.apply(.coordinators, sheet).results == [.unchanged, .unchanged, .unchanged])
        let without = Sheet("staff_no,unit\nC-0001,SX-XIXIAN")
        #expect(try await world.apply(.coordinators, without).results == [.unchanged])
        let changed = Sheet("staff_no,unit,until\nC-0001,SX-XIXIAN,")
        #expect(try await world.apply(.coordinators, changed).results == [.updated])
    }

    @Test(
        "is given by a coordinator inside the own scope alone",
        arguments: [
            ("C-0002,610621", ["2 staff_no not_available"]), ("NOBODY,610621", ["2 staff_no not_available"]),
            ("K-0001,610622", ["2 unit not_available"]), ("K-0001,NOWHERE", ["2 unit not_available"]),
            ("00019,610621991", ["2 staff_no no_role_for_it"]), ("C-0001,610621991", ["2 staff_no yourself"]),
            ("K-0001,610621\nK-0001,610621", ["3 unit twice"]), ("K-0001,610621", []),
        ] as [(String, [String])])
    func scope(_ rows: String, _ expected: [String]) async throws {
        let world = try await World()
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nK-0001,钱某,610621991,inspector"))
        let receipt = try await world.apply(
            .coordinators, Sheet("staff_no,unit\n" + rows), by: world.caller(.chen))
        #expect(receipt.told == expected)
        #expect((receipt.state == .applied) == expected.isEmpty)
    }

    @Test("of units elsewhere is told to nobody whose scope does not hold them")
    func hidden() async throws {
        let world = try await World()
        try await world.apply(
            .coordinators, Sheet("staff_no,unit\nC-0001,610621\nC-0001,SX-XIXIAN\nI-0001,610621"))
        // Of 吴某, who is not in the county, nothing is told.
        let rows = try await world.records.export(.coordinators, for: world.person(ofCounty: .yanchang))
        #expect(rows == [["C-0001", "610621", ""]])
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nK-0001,钱某,610621991,inspector"))
        try await world.apply(.coordinators, Sheet("staff_no,unit\nK-0001,610621992\nK-0001,610622"))
        let seen = try await world.records.export(.coordinators, for: world.person(ofCounty: .yanchang))
        #expect(seen == [["C-0001", "610621", ""], ["K-0001", "610621992", ""]])
    }

    /// 钱某 belongs to 延长县 and is inspector of 延川县 by the administrator's word: whoever signs in as 钱某 sees 延川县.
    @Test("beyond the scope of another coordinator, keeps that one from acting for such a person")
    func reachesBeyond() async throws {
        let world = try await World()
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nK-0001,钱某,610621991,inspector"))
        let chen = try await world.caller(.chen)
        func codes() async throws -> [StaffNumber] {
            try await world.records.issueCodes(below: .yanchang, to: nil, renew: true, by: chen, at: monday)
                .map(\.staffNumber)
        }
        #expect(try await codes().contains("K-0001"))
        try await world.apply(.coordinators, Sheet("staff_no,unit\nK-0001,610622"))
        #expect(try await !codes().contains("K-0001"))
        await #expect(throws: Refusal.notFound) {
            try await world.records.issueCodes(below: .yanchang, to: ["K-0001"], renew: true, by: chen, at: monday)
        }
        func told(_ row: String) async throws -> [String] {
            try await world.apply(.people, Sheet("staff_no,name,unit,role,status\n" + row), by: chen).told
        }
        #expect(try await told("K-0001,钱某,610621991,coordinator,") == ["2 role wider_scope"])
        #expect(try await told("K-0001,钱某某,610621992,inspector,suspended") == [])
        #expect(try await told("K-0001,钱某某,610621992,inspector,") == ["2 role wider_scope"])
    }

    @Test("of nested units shows each person once")
    func nested() async throws {
        let world = try await World()
        try await world.apply(.coordinators, Sheet("staff_no,unit\nC-0001,610621\nC-0001,610621991"))
        let people = try await world.records.export(.people, for: world.caller(.chen)).map { $0[0] }
        #expect(people == ["00017", "00018", "00019", "00021", "C-0001"])
    }
}

extension World {
    /// Somebody in charge of one unit who is none of the people.
    fileprivate func person(ofCounty unit: UnitCode) -> Caller {
        Caller(person: nil, name: "token:x", role: .coordinator, units: [unit])
    }
}

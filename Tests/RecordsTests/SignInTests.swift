import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

@Suite("Sign-in codes")
struct SignInCodeTests {
    private func codes(
        _ world: World, below unit: UnitCode, to people: [StaffNumber]? = nil, renew: Bool = false,
        by number: StaffNumber = .zheng, at now: Date = monday
    ) async throws -> [IssuedCode] {
        try await world.records.issueCodes(
            below: unit, to: people, renew: renew, by: world.caller(number), at: now)
    }

    @Test("go to everyone at work in and below the unit, once")
    func everyone() async throws {
        let world = try await World()
        let issued = try await codes(world, below: .yanchang)
        #expect(issued.map(\.staffNumber) == [.chen, .wang, .zhang, .li])
        #expect(issued.allSatisfy { $0.code.count == 10 && $0.expiresAt == monday.days(30) })
        #expect(Set(issued.map(\.code)).count == 4)
        #expect(issued[2].unitName == "示例甲村" && issued[2].name == "张某")
        #expect(try await codes(world, below: .yanchang, at: monday.days(29)) == [])
        #expect(try await codes(world, below: .yanchang, at: monday.days(30)).count == 4)
    }

    @Test("go to nobody who has a password, unless renewed")
    func withPassword() async throws {
        let world = try await World()
        try await world.records.setPassword("$y$hash", of: .zhang)
        #expect(try await codes(world, below: .firstVillage) == [])
        #expect(try await codes(world, below: .firstVillage, to: [.zhang]) == [])
        #expect(try await codes(world, below: .firstVillage, to: [.zhang], renew: true).map(\.staffNumber) == [.zhang])
        #expect(try await codes(world, below: .firstVillage, renew: true).map(\.staffNumber) == [.zhang])
    }

    @Test("asked for twice in one list are one code, which works")
    func sameNumberTwice() async throws {
        let world = try await World()
        let issued = try await codes(world, below: .yanchang, to: [.zhang, .li, .zhang])
        #expect(issued.map(\.staffNumber) == [.zhang, .li])
        let kept = try await world.records.credential(of: .zhang, at: monday)?.code
        #expect(kept == Records.hash(ofCode: issued[0].code))
    }

    @Test("go to nobody outside the unit and the scope, and one such number spoils the list")
    func scope() async throws {
        let world = try await World()
        await #expect(throws: Refusal.notFound) { try await codes(world, below: .yanchuan, by: .chen) }
        await #expect(throws: Refusal.notFound) { try await codes(world, below: "NOWHERE") }
        for stranger: StaffNumber in [.zhao, .sun, "99999"] {
            await #expect(throws: Refusal.notFound) {
                try await codes(world, below: .yanchang, to: [.zhang, stranger], by: .chen)
            }
        }
        #expect(try await world.records.credential(of: .zhang, at: monday)?.code == nil)
    }

    @Test("go to administrators from administrators only")
    func admins() async throws {
        let world = try await World()
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nA-0002,冯某,610621,admin"))
        #expect(try await !codes(world, below: .yanchang, by: .chen).map(\.staffNumber).contains("A-0002"))
        await #expect(throws: Refusal.notFound) {
            try await codes(world, below: .yanchang, to: ["A-0002"], renew: true, by: .chen)
        }
        #expect(try await codes(world, below: .yanchang, by: .zheng).map(\.staffNumber) == ["A-0002"])
    }

    @Test("renewed end the person's sessions and the old code")
    func renewed() async throws {
        let world = try await World()
        let old = try await codes(world, below: .firstVillage)[0]
        let zhang = try await world.person(.zhang)
        let session = try await world.records.openSession(for: zhang, by: .password, at: monday)
        let new = try await codes(world, below: .firstVillage, renew: true)[0]
        #expect(old.code != new.code)
        #expect(try await world.records.session(session, at: monday) == nil)
        #expect(try await world.records.credential(of: .zhang, at: monday)?.code == Records.hash(ofCode: new.code))
    }

    @Test("work once, until they expire, however they are typed")
    func once() async throws {
        let world = try await World()
        let issued = try await codes(world, below: .firstVillage)[0]
        let last = monday.days(30).addingTimeInterval(-1)
        let hash = Records.hash(ofCode: " \(issued.code.prefix(5))-\(issued.code.suffix(5)) ")
        #expect(try await world.records.credential(of: .zhang, at: last)?.code == hash)
        #expect(try await world.records.credential(of: .zhang, at: monday.days(30))?.code == nil)

        let zhang = try await world.person(.zhang)
        let token = try await world.records.openSession(for: zhang, by: .code(hash), at: last)
        #expect(try await world.records.session(token, at: last)?.passwordNeeded == true)
        #expect(try await world.records.credential(of: .zhang, at: last)?.code == nil)
        await #expect(throws: Refusal.notFound) {
            try await world.records.openSession(for: zhang, by: .code(hash), at: last)
        }
    }

    @Test("are nowhere kept")
    func notKept() async throws {
        let world = try await World()
        let issued = try await codes(world, below: .shaanxi)
        let dump = "\(try await world.dump())"
        #expect(issued.count == 8 && issued.allSatisfy { !dump.contains($0.code) })
    }

    @Test("are nobody's who is suspended or not there")
    func noCredential() async throws {
        let world = try await World()
        #expect(try await world.records.credential(of: .sun, at: monday) == nil)
        #expect(try await world.records.credential(of: "99999", at: monday) == nil)
        #expect(try await world.records.credential(of: .zhang, at: monday)?.password == nil)
    }
}

@Suite("Sessions")
struct SessionTests {
    private func open(_ world: World, _ number: StaffNumber, at now: Date = monday) async throws -> String {
        try await world.records.openSession(for: world.person(number), by: .password, at: now)
    }

    @Test("tell who is signed in, and nothing for any other token")
    func who() async throws {
        let world = try await World()
        let token = try await open(world, .zhang)
        let session = try #require(try await world.records.session(token, at: monday))
        #expect(session.person == (try await world.person(.zhang)))
        #expect(!session.passwordNeeded)
        #expect(token.count == 64)
        #expect(try await world.records.session(token + "0", at: monday) == nil)
        #expect(try await world.records.session("", at: monday) == nil)
        #expect(!"\(try await world.dump())".contains(token))
    }

    @Test(
        "of learners last 90 days after their last use, of whoever sees others' records 30 minutes",
        arguments: [
            (.zhang, 90 * 86_400.0), (.chen, 1800.0), (.wu, 1800.0), (.zheng, 1800.0),
        ] as [(StaffNumber, TimeInterval)])
    func lifetime(_ number: StaffNumber, _ seconds: TimeInterval) async throws {
        let world = try await World()
        let token = try await open(world, number)
        #expect(try await world.records.session(token, at: monday.addingTimeInterval(seconds)) == nil)
        let used = monday.addingTimeInterval(seconds - 1)
        #expect(try await world.records.session(token, at: used) != nil)
        #expect(try await world.records.session(token, at: used.addingTimeInterval(seconds - 1)) != nil)
        let end = used.addingTimeInterval(2 * seconds - 1)
        #expect(try await world.records.session(token, at: end) == nil)
    }

    @Test("write their use down at most once a grain")
    func grain() async throws {
        let world = try await World()
        let token = try await open(world, .chen)
        let before = try await world.dump()
        _ = try await world.records.session(token, at: monday.addingTimeInterval(60))
        #expect(try await world.dump() == before)
        _ = try await world.records.session(token, at: monday.addingTimeInterval(61))
        #expect(try await world.dump() != before)
    }

    @Test("end when they are ended, one at a time")
    func ended() async throws {
        let world = try await World()
        let (phone, desk) = (try await open(world, .zhang), try await open(world, .zhang))
        try await world.records.endSession(phone)
        #expect(try await world.records.session(phone, at: monday) == nil)
        #expect(try await world.records.session(desk, at: monday) != nil)
    }

    @Test("end with a suspension and do not come back with the person")
    func suspended() async throws {
        let world = try await World()
        let token = try await open(world, .zhang)
        let header = "staff_no,name,unit,status\n00017,张某,610621991201,"
        try await world.apply(.people, Sheet(header + "suspended"))
        #expect(try await world.records.session(token, at: monday) == nil)
        try await world.apply(.people, Sheet(header + "active"))
        #expect(try await world.records.session(token, at: monday) == nil)
    }

    @Test("opened while the person is being suspended are none")
    func suspendedMeanwhile() async throws {
        let world = try await World()
        let zhang = try await world.person(.zhang)
        try await world.apply(.people, Sheet("staff_no,name,unit,status\n00017,张某,610621991201,suspended"))
        let token = try await world.records.openSession(for: zhang, by: .password, at: monday)
        #expect(try await world.records.session(token, at: monday) == nil)
    }

    @Test("end with a change of role, and go on with a change of name or unit")
    func changedRole() async throws {
        let world = try await World()
        let token = try await open(world, .chen)
        try await world.apply(.people, Sheet("staff_no,name,unit\nC-0001,陈某某,610622"))
        #expect(try await world.records.session(token, at: monday)?.caller.units == [.yanchuan])
        try await world.apply(.people, Sheet("staff_no,name,unit,role\nC-0001,陈某某,610622,learner"))
        #expect(try await world.records.session(token, at: monday) == nil)
    }

    @Test("all end with a new password but the one it gives")
    func newPassword() async throws {
        let world = try await World()
        let old = try await open(world, .zhang)
        let others = try await open(world, .li)
        let new = try await world.records.setPassword("$y$new", of: world.person(.zhang), at: monday)
        #expect(try await world.records.session(old, at: monday) == nil)
        #expect(try await world.records.session(new, at: monday)?.passwordNeeded == false)
        #expect(try await world.records.session(others, at: monday) != nil)
        #expect(try await world.records.password(of: world.person(.zhang).id) == "$y$new")
        try await world.records.setPassword("$y$newer", of: .zhang)
        #expect(try await world.records.session(new, at: monday) == nil)
        await #expect(throws: Refusal.notFound) { try await world.records.setPassword("$y$", of: "99999") }
    }
}

@Suite("Tokens")
struct TokenTests {
    @Test("bear their role and unit until they are taken back, and are nowhere kept")
    func bearer() async throws {
        let world = try await World()
        let token = try await world.records.createToken(
            named: "hr", role: .coordinator, unit: .yanchang, at: monday)
        let caller = Caller(person: nil, name: "token:hr", role: .coordinator, units: [.yanchang])
        #expect(try await world.records.caller(bearing: token, at: monday) == caller)
        #expect(try await world.records.caller(bearing: token + "x", at: monday) == nil)
        #expect(!"\(try await world.dump())".contains(token))

        try await world.records.revokeToken(named: "hr", at: monday.days(1))
        #expect(try await world.records.caller(bearing: token, at: monday) == nil)
        #expect(
            try await world.records.tokens().map { [$0.createdAt, $0.revokedAt] } == [[monday, monday.days(1)]])
        await #expect(throws: Refusal.notFound) { try await world.records.revokeToken(named: "hr", at: monday) }
    }

    @Test("have names of their own and units that are there")
    func names() async throws {
        let world = try await World()
        _ = try await world.records.createToken(named: "b", role: .admin, unit: nil, at: monday)
        _ = try await world.records.createToken(named: "a", role: .inspector, unit: .yanan, at: monday)
        await expectConflict("name_taken") {
            _ = try await world.records.createToken(named: "a", role: .admin, unit: nil, at: monday)
        }
        await #expect(throws: Refusal.notFound) {
            try await world.records.createToken(named: "c", role: .inspector, unit: "NOWHERE", at: monday)
        }
        #expect(try await world.records.tokens().map(\.name) == ["a", "b"])
    }

    @Test("never stand for a session, nor a session for a token")
    func apart() async throws {
        let world = try await World()
        let token = try await world.records.createToken(named: "hr", role: .admin, unit: nil, at: monday)
        let session = try await world.records.openSession(for: world.person(.zheng), by: .password, at: monday)
        #expect(try await world.records.session(token, at: monday) == nil)
        #expect(try await world.records.caller(bearing: session, at: monday) == nil)
    }
}

import TestSupport
import Testing
import Training

@Suite("The units' tree")
struct UnitTreeTests {
    private let tree = UnitTree(parents: [.firstVillage: .firstTown, .firstTown: .yanchang, .yanchang: .yanan])

    @Test("leads from a unit up to its root")
    func lineage() {
        #expect(tree.lineage(of: .firstVillage) == [.firstVillage, .firstTown, .yanchang, .yanan])
        #expect(tree.lineage(of: .yanan) == [.yanan])
        #expect(tree.lineage(of: .xixian) == [.xixian])
    }

    @Test("does not walk in a circle for ever")
    func circle() {
        let circle = UnitTree(parents: [.yanan: .yanchang, .yanchang: .firstTown, .firstTown: .yanan])
        #expect(circle.lineage(of: .yanan) == [.yanan, .yanchang, .firstTown])
    }

    @Test("finds a unit above itself, and none where there is none")
    func findsCycles() {
        #expect(UnitTree.cycle(in: [.firstVillage: .firstTown, .firstTown: .yanchang]) == nil)
        #expect(UnitTree.cycle(in: [.yanan: .yanan]) == .yanan)
        let tail: [UnitCode: UnitCode] = [.firstVillage: .firstTown, .firstTown: .yanchang, .yanchang: .firstTown]
        #expect([.firstTown, .yanchang].contains(UnitTree.cycle(in: tail)))
    }

    @Test("has a cycle exactly when some walk up comes back", arguments: 0..<200)
    func cycleLaw(_ seed: Int) {
        var dice = Dice(seed: seed)
        let units: [UnitCode] = [.shaanxi, .yanan, .yanchang, .firstTown, .firstVillage, .xixian]
        var parents: [UnitCode: UnitCode] = [:]
        for unit in units where !dice.once(in: 3) { parents[unit] = dice.pick(units) }
        func comesBack(_ unit: UnitCode) -> Bool {
            var here = parents[unit]
            for _ in units {
                if here == unit { return true }
                here = here.flatMap { parents[$0] }
            }
            return false
        }
        let cycle = UnitTree.cycle(in: parents)
        #expect((cycle != nil) == units.contains(where: comesBack))
        if let cycle { #expect(comesBack(cycle)) }
    }
}

@Suite("A scope")
struct ScopeTests {
    private let village: [UnitCode] = [.firstVillage, .firstTown, .yanchang, .yanan, .shaanxi]

    private func caller(_ role: Person.Role) -> Caller {
        Caller(person: "p", name: "p", role: role, units: [.yanchang])
    }

    @Test(
        "of a coordinator and of an inspector is the own unit and everything below",
        arguments: [Person.Role.coordinator, .inspector])
    func ofCoordinators(_ role: Person.Role) {
        let scope = caller(role).scope
        #expect(scope.covers(village))
        #expect(scope.covers([.yanchang, .yanan, .shaanxi]))
        #expect(!scope.covers([.yanan, .shaanxi]))
        #expect(!scope.covers([.yanchuan, .yanan, .shaanxi]))
        #expect(!scope.covers([]))
    }

    @Test("of an administrator is everything, of a learner nothing")
    func ofOthers() {
        #expect(caller(.admin).scope.covers([.yanchuan]))
        #expect(Caller.operatorAtTheMachine.scope == .everything)
        #expect(!caller(.learner).scope.covers(village))
    }

    @Test("is changed by coordinators and administrators, seen by inspectors too")
    func roles() {
        #expect(Person.Role.allCases.filter { caller($0).manages } == [.coordinator, .admin])
        #expect(Person.Role.allCases.filter { caller($0).oversees } == [.coordinator, .inspector, .admin])
    }

    @Test("of a session is the person's unit")
    func ofSessions() {
        let person = Person(
            id: "p", staffNumber: .chen, name: "陈某", unit: .yanchang, role: .coordinator, status: .active)
        let caller = Session(person: person, units: [person.unit], expiresAt: monday, passwordNeeded: false).caller
        #expect(caller == Caller(person: "p", name: "p", role: .coordinator, units: [.yanchang]))
    }
}

@Suite("Being in charge")
struct UnitsInChargeTests {
    private func units(_ role: Person.Role, _ charges: [Charge]) -> [UnitCode] {
        Person(id: "p", staffNumber: .chen, name: "陈某", unit: .yanchang, role: role, status: .active)
            .unitsInCharge(by: charges, on: "2026-11-12")
    }

    @Test("of the own unit ends when anything is said, and does not come back", arguments: Person.Role.allCases)
    func own(_ role: Person.Role) {
        let takes = role == .coordinator || role == .inspector
        #expect(units(role, []) == (takes ? [.yanchang] : []))
        let others = [Charge(unit: .xixian, until: nil), Charge(unit: .yanchuan, until: "2026-11-12")]
        #expect(units(role, others) == (takes ? [.yanchuan, .xixian] : []))
        #expect(units(role, [Charge(unit: .yanchang, until: "2026-11-11")]) == [])
    }
}

@Suite("The level of a unit")
struct UnitLevelTests {
    @Test(
        "is told by its division code, whatever zeros it leaves out",
        arguments: [
            ("610000", .province), ("500000000000", .province), ("610600", .city), ("611000000000", .city),
            ("610621", .county), ("610620000000", .county), ("610621991", .township), ("610621100000", .township),
            ("610621991201", .village), ("SX-XIXIAN", nil), ("6106219912011", nil), ("061062", nil), ("61062A", nil),
            ("610", nil),
        ] as [(UnitCode, UnitLevel?)])
    func level(_ code: UnitCode, _ level: UnitLevel?) { #expect(UnitLevel(code) == level) }
}

@Suite("Sign-in codes")
struct SignInCodeTests {
    private func bytes(_ drawn: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: drawn >> UInt64(56 - 8 * $0)) }
    }

    @Test("have ten digits, none of them a leading zero")
    func digits() {
        #expect(SignInCode.code(from: bytes(0)) == "1000000000")
        #expect(SignInCode.code(from: bytes(10_000_000_007)) == "2000000007")
        #expect(SignInCode.code(from: bytes(9_999_999_999)) == "1999999999")
        #expect(SignInCode.code(from: [UInt8](repeating: 0, count: 7) + [42, 255]) == "1000000042")
    }

    /// 2⁶⁴ is 2,049,638,230 whole ranges of 9·10⁹ and a rest, which would make small codes likelier.
    @Test("are drawn again above the last whole range, so that each is equally likely")
    func bound() {
        let wholes: UInt64 = 18_446_744_070_000_000_000
        #expect(SignInCode.code(from: bytes(wholes - 1)) == "9999999999")
        #expect(SignInCode.code(from: bytes(wholes)) == nil)
        #expect(SignInCode.code(from: bytes(.max)) == nil)
    }

    @Test(
        "are understood as people type them",
        arguments: [
            "1234567890", "12345 67890", "12345-67890", " 12 34 56 78 90 ", "１２３４５６７８９０", "12345　67890", "12345–67890",
        ])
    func typed(_ typed: String) {
        #expect(SignInCode.normalized(typed) == "1234567890")
    }

    @Test("typed with other characters stay wrong")
    func wronglyTyped() {
        #expect(SignInCode.normalized("12345o7890") == "12345o7890")
        #expect(SignInCode.normalized("") == "")
    }
}

@Suite("Passwords")
struct PasswordRuleTests {
    private func code(_ password: String, of number: StaffNumber = "00017") -> String? {
        guard case .invalid(let code, _)? = PasswordRule.problem(with: password, of: number) else { return nil }
        return code
    }

    @Test("have 8 to 128 characters, whatever the script")
    func length() {
        #expect(code("abcdefg") == "password_short")
        #expect(code("abcdefgh") == nil)
        #expect(code("延长县培训密码") == "password_short")
        #expect(code("延长县的培训密码") == nil)
        let long = String(repeating: "abcd", count: 32)
        #expect(code(long) == nil)
        #expect(code(long + "e") == "password_long")
    }

    @Test("have no more bytes than libcrypt takes, and no character that would end them early")
    func bytes() {
        #expect(code(String(repeating: "密码长", count: 42)) == nil)
        #expect(code(String(repeating: "👩‍👩‍👧‍👦👨‍👩‍👧‍👦👩", count: 20)) == "password_long")
        #expect(code("abcdefgh\u{0}") == "password_character")
        #expect(code("abcd\tefgh") == "password_character")
    }

    @Test(
        "are not what everyone tries first", arguments: ["12345678", "PASSWORD", "11111111", "88668866", "woaini1314"])
    func common(_ password: String) {
        #expect(code(password) == "password_common")
    }

    @Test("do not hold the own number, in any case, unless that is very short")
    func number() {
        #expect(code("my-00017-secret") == "password_number")
        #expect(code("secret-c-0001", of: .chen) == "password_number")
        #expect(code("secret-123-secret", of: "123") == nil)
    }
}

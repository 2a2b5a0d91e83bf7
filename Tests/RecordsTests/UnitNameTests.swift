import Foundation
import Records
import TestSupport
import Testing
import Training

import struct Training.Unit

@Suite("Units by name in a table")
struct UnitNameTests {
    private let header = "staff_no,name,unit\n"

    @Test("are written as their codes, kept as they were sent, and noted")
    func translated() async throws {
        let world = try await World()
        let receipt = try await world.apply(
            .people, Sheet(header + "N1,新某,示例甲村\nN2,钱某,示例一镇/示例乙村"), by: world.caller(.chen))
        #expect(receipt.state == .applied)
        #expect(try await world.person("N1").unit == .firstVillage)
        #expect(try await world.person("N2").unit == .secondVillage)
        #expect(receipt.outcomes.map { $0.row.cells[2] } == ["示例甲村", "示例一镇/示例乙村"])
        #expect(
            receipt.notes == [
                ImportNote(
                    .unitsByName,
                    detail: Bilingual(
                        zh: "示例甲村 → 610621991201，示例一镇/示例乙村 → 610621991202",
                        en: "示例甲村 → 610621991201, 示例一镇/示例乙村 → 610621991202"))
            ])
        let enrolled = try await world.apply(.enrolments, Sheet("unit,course\n示例二镇,visits"), by: world.caller(.chen))
        #expect(enrolled.results == [.created])
    }

    @Test("are understood the same when a plan is applied, and a unit that was renamed since is not guessed")
    func planned() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let request = world.request(.people, Sheet(header + "N1,新某,示例甲村"))
        let plan = try await world.records.planImport(request, by: caller, at: monday)
        #expect(try await world.records.importReceipt(plan.id, for: caller).notes == plan.notes)
        let second = try await world.records.planImport(request, by: caller, at: monday)
        #expect(
            try await world.records.applyPlan(plan.id, catalogue: CourseCatalogue([]), by: caller, at: monday).state
                == .applied)
        #expect(try await world.person("N1").unit == .firstVillage)
        try await world.apply(.units, Sheet("code,name,parent\n610621991201,示例丙村,610621991"))
        await #expect(throws: Refusal.self) {
            try await world.records.applyPlan(second.id, catalogue: CourseCatalogue([]), by: caller, at: monday)
        }
    }

    @Test("that several units have, and codes with too many zeros, are told with those that may be meant")
    func ambiguous() async throws {
        let world = try await World()
        try await world.apply(.units, Sheet("code,name,parent\n610621992201,示例甲村,610621992"))
        let receipt = try await world.apply(
            .people, Sheet(header + "N1,新某,示例甲村\nN2,钱某,610621992000\nN3,李某,示例二镇/示例甲村"), by: world.caller(.chen))
        #expect(receipt.told == ["2 unit ambiguous_unit", "3 unit did_you_mean"])
        let told = receipt.problems.map(\.message.zh)
        #expect(told[0].contains("示例一镇/示例甲村（610621991201）") && told[0].contains("示例二镇/示例甲村（610621992201）"))
        #expect(told[1].contains("延长县/示例二镇（610621992）"))
        let units = try await world.apply(
            .units, Sheet("code,name,parent\n610621993,示例四镇,610621000000"), by: world.caller(.chen))
        #expect(units.told == ["2 parent did_you_mean"])
    }

    @Test("tell nobody of a unit outside the scope, however it is written", arguments: [StaffNumber.chen, .zhou])
    func scope(_ number: StaffNumber) async throws {
        let world = try await World()
        let caller = try await world.caller(number)
        let inside = Set(try await world.records.unitDirectory(for: caller).inOrder)
        let all = try await world.records.unitDirectory(for: .operatorAtTheMachine).inOrder
        let outside = all.filter { !inside.contains($0) }
        #expect(outside.count > 3)
        for unit in outside {
            let name = unit.name
            let texts = [
                name, String(name.dropLast()), String(name.dropFirst()), "延安市/\(name)", "\(unit.code)",
                "\(unit.code)000",
                "\(unit.code)".replacingOccurrences(of: "0", with: ""), "\(name)村委会",
            ]
            for text in texts {
                let receipt = try await world.apply(.people, Sheet(header + "N1,新某,\(text)"), by: caller)
                #expect(receipt.state == .refused, "\(text)")
                let told = receipt.problems.map { $0.message.zh + $0.message.en }.joined()
                for hidden in outside {
                    #expect(!told.contains(hidden.name) && !told.contains("（\(hidden.code)）"), "\(text): \(told)")
                }
            }
        }
    }
}

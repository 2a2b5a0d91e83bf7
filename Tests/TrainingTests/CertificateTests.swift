import TestSupport
import Testing
import Training

@Suite("The number of a certificate")
struct CertificateTests {
    private static let alphabet = "23456789ABCDEFGHJKMNPQRTVWXYZ"

    private func numbers(_ count: Int) -> [CertificateNumber] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).compactMap { _ in
            CertificateNumber(
                from: (0..<CertificateNumber.bytesNeeded).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
        }
    }

    @Test("is read as it is printed, however it is typed")
    func typed() throws {
        let numbers = numbers(200)
        #expect(Set(numbers).count == 200)
        for number in numbers {
            #expect(number.grouped.wholeMatch(of: /([2-9A-Z]{4}-){3}[2-9A-Z]{4}/) != nil)
            #expect(number.rawValue.allSatisfy(Self.alphabet.contains))
            let fullWidth = String(
                String.UnicodeScalarView(
                    number.rawValue.unicodeScalars.compactMap { UnicodeScalar($0.value + 0xFEE0) }))
            for typed in [
                number.rawValue, number.grouped, number.grouped.lowercased(), " \(number.grouped) ", fullWidth,
            ] {
                #expect(CertificateNumber(typed: typed) == number, "\(typed)")
            }
        }
    }

    @Test("with one wrong character, or with two changed over, is none")
    func check() throws {
        for number in numbers(20) {
            let right = Array(number.rawValue)
            for place in right.indices {
                for character in Self.alphabet where character != right[place] {
                    var wrong = right
                    wrong[place] = character
                    #expect(CertificateNumber(rawValue: String(wrong)) == nil)
                }
                for other in right.indices where right[other] != right[place] {
                    var wrong = right
                    wrong.swapAt(place, other)
                    #expect(CertificateNumber(rawValue: String(wrong)) == nil)
                }
            }
        }
    }

    @Test(
        "is nothing else",
        arguments: ["", "2222", "0000-0000-0000-0000", "222222222222222222", "22222222222222张", "2222-2222-2222-222L"])
    func others(_ text: String) { #expect(CertificateNumber(typed: text) == nil) }

    @Test("has every character in every place alike, and takes no byte that would favour one")
    func evenly() {
        #expect(CertificateNumber(from: Array(repeating: 232, count: 24)) == nil)
        #expect(CertificateNumber(from: Array(repeating: 231, count: 14)) == nil)
        #expect(CertificateNumber(from: Array(repeating: 231, count: 15)) != nil)
        var seen: [Character: Int] = [:]
        for number in numbers(2000) { for character in number.rawValue { seen[character, default: 0] += 1 } }
        #expect(seen.count == 29)
        #expect(seen.values.allSatisfy { (900...1300).contains($0) }, "\(seen)")
    }
}

@Suite("A certificate")
struct CertificateFactsTests {
    private func certificate(_ name: String, _ clauses: [ClauseID: Int] = [:]) throws -> Certificate {
        Certificate(
            number: try #require(CertificateNumber(from: Array(0..<24))), person: "zhang", name: name,
            unitName: "示例甲村", course: "visits", award: nil, day: "2026-11-24",
            clauses: clauses.map { .init(clause: $0, version: $1) })
    }

    @Test("shows strangers the first character of the name alone", arguments: ["张某", "张", "张某某某"])
    func masked(_ name: String) throws { #expect(try certificate(name).maskedName == "张*") }

    @Test("rests on clauses that rose or went, not on those that stayed")
    func outdated() throws {
        func clause(_ id: ClauseID, _ version: Int) -> (ClauseID, Clause) {
            (id, Clause(id: id, version: version, text: "", source: "", era: .current, verified: true))
        }
        let now = Dictionary(uniqueKeysWithValues: [clause("L-1", 2), clause("L-2", 2), clause("L-4", 1)])
        #expect(try certificate("张某", ["L-1": 2]).outdatedClauses(now) == [])
        #expect(try certificate("张某", ["L-2": 1]).outdatedClauses(now) == ["L-2"])
        #expect(try certificate("张某", ["L-3": 1]).outdatedClauses(now) == ["L-3"])
    }
}

@Suite("What a reminder says of the last day")
struct DeadlineTests {
    private let past: Day = "2026-11-20"
    private let today: Day = "2026-11-24"
    private let next: Day = "2026-11-30"
    private let later: Day = "2026-12-31"

    @Test("is the day of all, that it is over, or that they differ")
    func deadlines() {
        func said(_ days: Day?...) -> Reminder.Deadline { Reminder.Deadline(days, on: today) }
        #expect(said() == .none && said(nil) == .none)
        #expect(said(next) == .on(next) && said(next, next) == .on(next))
        #expect(said(today) == .on(today), "it ends with this day")
        #expect(said(past) == .over(past) && said(past.adding(-1), past) == .over(past))
        #expect(said(next, later) == .from(next) && said(next, nil) == .from(next))
        #expect(said(past, next) == .from(nil) && said(past, nil) == .from(nil))
    }
}

import Foundation
import TestSupport
import Testing
import Training

@Suite("Codes")
struct CodeTests {
    @Test("hold letters, digits, underscores and hyphens", arguments: ["a", "610621991201", "SX-XIXIAN", "_", "0"])
    func allowed(_ text: String) throws {
        let code = try #require(UnitCode(rawValue: text))
        #expect(code.description == text)
        #expect(try JSONDecoder().decode(UnitCode.self, from: JSONEncoder().encode(code)) == code)
    }

    @Test(
        "hold nothing else",
        arguments: ["", " ", "a b", "a/b", "..", "a.b", "延长", "a\u{0}", "é", "６", "a\n", "610621 ", "%41", "'a'"])
    func refused(_ text: String) throws {
        #expect(UnitCode(rawValue: text) == nil)
        let json = try JSONEncoder().encode([text])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([UnitCode].self, from: json) }
    }

    @Test("have 64 characters at most")
    func length() {
        #expect(UnitCode(rawValue: String(repeating: "a", count: 64)) != nil)
        #expect(UnitCode(rawValue: String(repeating: "a", count: 65)) == nil)
    }

    @Test("sort by code point, as the database does")
    func order() {
        let codes: [UnitCode] = ["a", "_", "Z", "10", "9", "-", "1"]
        #expect(codes.sorted().map(\.rawValue) == ["-", "1", "10", "9", "Z", "_", "a"])
    }

    @Test("of clauses may hold dots as well", arguments: ["N78-2.1-m", "L2026-45", "a.b"])
    func clauses(_ text: String) {
        #expect(ClauseID(rawValue: text)?.description == text)
    }

    @Test("of clauses hold no more than that", arguments: ["", "N78 2", "条", "a/b", String(repeating: "a", count: 65)])
    func badClauses(_ text: String) {
        #expect(ClauseID(rawValue: text) == nil)
    }
}

@Suite("Personal ID numbers")
struct PersonalIDNumberTests {
    // Made up: division 610621 with birthdays of the 19th century, check characters by GB 11643-1999.
    @Test("are known by their check character", arguments: Self.numbers(100))
    func known(_ number: String) {
        #expect(PersonalIDNumber.isOne(number))
        #expect(PersonalIDNumber.isOne(number.lowercased()))
    }

    @Test("with any one digit changed are none", arguments: Self.numbers(5))
    func oneDigitOff(_ number: String) {
        for place in 0..<18 {
            var digits = Array(number)
            digits[place] = digits[place] == "0" ? "1" : "0"
            #expect(!PersonalIDNumber.isOne(String(digits)), "\(String(digits))")
        }
    }

    @Test("are not staff numbers, codes or dates", arguments: ["00017", "610621991201", "2026-11-30", "", "X"])
    func others(_ text: String) {
        #expect(!PersonalIDNumber.isOne(text))
    }

    @Test("are what these headings promise", arguments: ["身份证号", "居民身份证", "公民身份号码", "ID_Number", "id_card"])
    func headings(_ heading: String) {
        #expect(PersonalIDNumber.isHeading(heading))
        #expect(!PersonalIDNumber.isHeading("staff_no"))
    }

    /// So many numbers, with the check character worked out by the standard's own formula: the sum of a(i) · 2^(i−1),
    /// counted from the right, is 1 modulo 11.
    private static func numbers(_ count: Int) -> [String] {
        (0..<count).map { index in
            let body = "61062118900101" + String(repeating: "0", count: 3 - "\(index)".count) + "\(index)"
            let sum = body.reversed().enumerated().reduce(0) { sum, place in
                (sum + (place.element.wholeNumberValue ?? 0) * (1 << (place.offset + 1))) % 11
            }
            let check = (12 - sum) % 11
            return body + (check == 10 ? "X" : "\(check)")
        }
    }
}

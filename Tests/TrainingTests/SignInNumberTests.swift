import TestSupport
import Testing
import Training

@Suite("A number that the server gives")
struct SignInNumberTests {
    private var numbers: [StaffNumber] {
        var dice = Dice(seed: 7)
        return (0..<50).compactMap { _ in SignInNumber.number(from: (0..<4).map { _ in UInt8(dice.below(256)) }) }
    }

    @Test("is told from every other by its letters and its check digits")
    func form() {
        #expect(SignInNumber.number(from: [0, 0, 0, 0])?.rawValue == "DLH000000098")
        for number in numbers {
            #expect(number.rawValue.wholeMatch(of: /DLH[0-9]{9}/) != nil)
            #expect(SignInNumber.isOne(number) && !SignInNumber.isMistyped(number))
        }
        for other in ["00017", "A-0001", "DLH-000012", "DLH0000000981", "61062199001"] as [StaffNumber] {
            #expect(!SignInNumber.isOne(other) && !SignInNumber.isMistyped(other))
        }
    }

    @Test("with one digit wrong, or two swapped, is no number at all")
    func slips() {
        for number in numbers {
            let text = Array(number.rawValue)
            for place in 3..<12 {
                for digit in "0123456789" where digit != text[place] {
                    var wrong = text
                    wrong[place] = digit
                    #expect(StaffNumber(rawValue: String(wrong)).map(SignInNumber.isMistyped) == true)
                }
                guard place > 3, text[place] != text[place - 1] else { continue }
                var swapped = text
                swapped.swapAt(place, place - 1)
                #expect(StaffNumber(rawValue: String(swapped)).map(SignInNumber.isMistyped) == true)
            }
        }
    }

    @Test("may be typed in small letters, unlike other numbers")
    func smallLetters() {
        #expect(SignInNumber.normalized("dlh000000098") == "DLH000000098")
        #expect(SignInNumber.normalized("abc1") == "abc1")
    }

    @Test(
        "is one slip from another where a hand may have typed one for the other",
        arguments: [
            ("00017", "00018", true), ("00017", "0017", true), ("00017", "000177", true), ("00017", "00071", true),
            ("00017", "00017", false), ("00017", "00028", false), ("00017", "017", false), ("12345", "21354", false),
        ] as [(StaffNumber, StaffNumber, Bool)])
    func slip(_ one: StaffNumber, _ other: StaffNumber, _ expected: Bool) {
        #expect(one.isOneSlip(from: other) == expected && other.isOneSlip(from: one) == expected)
    }
}

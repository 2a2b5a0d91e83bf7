import Testing
import TestSupport
import Training

@Suite("Two texts beside each other")
struct LineDifferenceTests {
    @Test("show a changed line beside what took its place, and leave out what is far from it")
    func change() {
        let old = (1...9).map(String.init).joined(separator: "\n")
        let difference = LineDifference(old: old, new: old.replacing("5", with: "伍"))
        #expect(
            difference.rows == [
                .skipped(2), .same("3"), .same("4"), .changed(old: "5", new: "伍"), .same("6"), .same("7"), .skipped(2),
            ])
    }

    @Test("show a line that came or went alone")
    func alone() {
        #expect(
            LineDifference(old: "甲\n乙", new: "甲\n丙\n乙").rows == [.same("甲"), .changed(old: nil, new: "丙"), .same("乙")])
        #expect(
            LineDifference(old: "甲\n丙\n乙", new: "甲\n乙").rows == [.same("甲"), .changed(old: "丙", new: nil), .same("乙")])
    }

    @Test("give back both texts, whatever they are, when nothing is left out")
    func law() {
        var dice = Dice(seed: 4)
        for _ in 0..<300 {
            let texts = (0..<2).map { _ in (0...dice.below(8)).map { _ in "\(dice.below(4))" } }
            guard texts[0] != texts[1] else { continue }
            let (old, new) = (texts[0].joined(separator: "\n"), texts[1].joined(separator: "\n"))
            let rows = LineDifference(old: old, new: new, context: 100).rows
            #expect(rows.compactMap(\.old) == texts[0] && rows.compactMap(\.new) == texts[1])
        }
    }

    @Test("are one gap when they are the same") func same() {
        #expect(LineDifference(old: "甲\n乙", new: "甲\n乙").rows == [.skipped(2)])
    }
}

extension LineDifference.Row {
    fileprivate var old: String? {
        switch self {
        case .same(let line): line
        case .changed(let old, _): old
        case .skipped: nil
        }
    }

    fileprivate var new: String? {
        switch self {
        case .same(let line): line
        case .changed(_, let new): new
        case .skipped: nil
        }
    }
}

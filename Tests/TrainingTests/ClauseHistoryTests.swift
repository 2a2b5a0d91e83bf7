import FoundationEssentials
import TestSupport
import Testing

@testable import Training

@Suite("What is remembered of clauses")
struct ClauseHistoryTests {
    private let item = Item(version: "v1", question: .example("visits-knock", key: ["b"]))

    private func clause(_ version: Int, _ text: String = "要面对面。") -> [ClauseID: Clause] {
        [
            "N78-2.1-a": Clause(
                id: "N78-2.1-a", version: version, text: text, source: "78号", era: .current, verified: true)
        ]
    }

    /// The history of a question that came into service under version 1, and of a version 2 that came three days later.
    private var risen: ClauseHistory {
        let first = ClauseHistory(at: monday).seeing(clause(1), [item])
        return first.told(at: monday.days(3)).seeing(clause(2), [item])
    }

    @Test("makes a question stale once a clause under it rises, and tells since when")
    func rises() {
        #expect(ClauseHistory(at: monday).seeing(clause(1), [item]).rises(under: item, clause(1)).isEmpty)
        let rise = ClauseHistory.Rise(clause: "N78-2.1-a", from: 1, to: 2, day: "2026-11-12")
        #expect(risen.rises(under: item, clause(2)) == [rise])
        #expect(risen.told(at: monday.days(90)).rises(under: item, clause(2)) == [rise])
    }

    @Test("leaves a question alone that is new, was rewritten, or whose clause went back")
    func stays() {
        let rewritten = Item(version: "v2", question: item.question)
        #expect(risen.seeing(clause(2), [rewritten]).rises(under: rewritten, clause(2)).isEmpty)
        #expect(risen.rises(under: Item(version: "v3", question: item.question), clause(2)).isEmpty)
        #expect(risen.rises(under: item, clause(1)).isEmpty)
    }

    @Test(
        "makes no question stale that was reviewed since the day of the rise; a review to come is none",
        arguments: [("2026-11-11", true), ("2026-11-12", false), ("2026-11-13", false), ("2026-11-14", true)])
    func reviewed(_ day: String, isStale: Bool) {
        let nextDay = risen.told(at: monday.days(4))
        #expect(nextDay.rises(under: item.reviewed(on: day), clause(2)).isEmpty == !isStale)
        // A later rise wants another review.
        let again = risen.told(at: monday.days(60)).seeing(clause(3), [item])
        #expect(!again.rises(under: item.reviewed(on: day), clause(3)).isEmpty)
    }

    @Test("asks for a review since the rise in earnest where a version was in service before by mistake")
    func takenBack() {
        let back = risen.told(at: monday.days(5)).seeing(clause(1), [item])
        let again = back.told(at: monday.days(20)).seeing(clause(2), [item])
        #expect(again.rises(under: item, clause(2)).map(\.day) == ["2026-11-29"])
        #expect(again.rises(under: item.reviewed(on: "2026-11-20"), clause(2)).map(\.day) == ["2026-11-29"])
        #expect(again.rises(under: item.reviewed(on: "2026-11-29"), clause(2)).isEmpty)
        // The words may change under it meanwhile.
        let edited = again.told(at: monday.days(25)).seeing(clause(2, "面对面地要。"), [item])
        #expect(edited.rises(under: item, clause(2, "面对面地要。")).map(\.day) == ["2026-11-29"])
    }

    @Test(
        "lets a review count that was made since the new version stood in the files, though it holds only later",
        arguments: [("2026-11-11", true), ("2026-11-12", false), ("2026-11-20", false), ("2026-12-01", false)])
    func announced(_ day: String, isStale: Bool) {
        let coming = Clause(
            id: "N78-2.1-a", version: 2, text: "要两人。", source: "78号", era: .current, verified: true,
            from: "2026-12-01")
        let first = ClauseHistory(at: monday).seeing(clause(1), [item])
        let announced = first.told(at: monday.days(3)).seeing(clause(1), coming: [coming], [item])
        #expect(announced.rises(under: item, clause(1)).isEmpty)
        // Until its day it may be reworded, and nobody need be at work on that day.
        let reworded = announced.told(at: monday.days(8)).seeing(clause(1, "要见面。"), coming: [coming], [item])
        let risen = reworded.told(at: monday.days(25)).seeing([coming.id: coming], [item])
        let rise = ClauseHistory.Rise(clause: coming.id, from: 1, to: 2, day: "2026-12-01")
        #expect(risen.rises(under: item, [coming.id: coming]) == [rise])
        #expect(risen.rises(under: item.reviewed(on: day), [coming.id: coming]) == (isStale ? [rise] : []))
    }

    @Test("tells a text that changed under its version for a month, and not one that rose or was put back")
    func changedText() {
        let first = ClauseHistory(at: monday).seeing(clause(1), [item])
        func told(_ text: String, version: Int = 1, in history: ClauseHistory, after days: Int) -> Day? {
            history.told(at: monday.days(days)).changedText(of: clause(version, text)["N78-2.1-a"] ?? .none)
        }
        #expect(told("要面对面。", in: first, after: 0) == nil)
        #expect(told("要见面。", in: first, after: 5) == "2026-11-14", "not in service yet, so it would be today's")
        #expect(told("要见面。", version: 2, in: first, after: 5) == nil)
        let changed = first.told(at: monday.days(5)).seeing(clause(1, "要见面。"), [item])
        #expect(told("要见面。", in: changed, after: 35) == "2026-11-14")
        #expect(told("要见面。", in: changed, after: 36) == nil)
        #expect(told("要面对面。", in: changed, after: 6) == nil)
    }
}

extension Clause {
    fileprivate static let none = Clause(
        id: "none", version: 1, text: "", source: "", era: .current, verified: true)
}

@Suite("A blueprint without some questions")
struct ReducedBlueprintTests {
    private let blueprint = Blueprint(
        draws: [.init(2, of: ["a", "b", "c"]), .init(2, of: ["c", "d"])], fixed: ["e"], scenarios: .init(1, of: ["s"]))

    @Test("asks for as many as before, of those that are left")
    func without() {
        let left = blueprint.without(["a", "d", "e", "s"])
        #expect(left.draws == [.init(2, of: ["b", "c"]), .init(2, of: ["c"])])
        #expect(left.fixed.isEmpty && left.scenarios == .init(0, of: []))
        #expect(!left.shortages.isEmpty)
    }

    /// The law: what is left is drawn as far as it can be, and nobody could draw more of it.
    @Test("is as full as it can be, by every seed", arguments: 0..<20)
    func fullest(_ seed: Int) {
        var dice = Dice(seed: seed)
        for _ in 0..<25 {
            let all = ["a", "b", "c", "d", "f", "g"].compactMap { QuestionID(rawValue: $0) }
            let draws = (0..<3).map { _ in
                Blueprint.Draw(1 + dice.below(3), of: all.filter { _ in dice.below(2) == 0 })
            }
            let left = Blueprint(draws: draws, fixed: ["f"]).without(Set(all.filter { _ in dice.below(3) == 0 }))
            let full = left.fullest
            #expect(full.shortages.isEmpty)
            let seats = left.draws.flatMap { draw in (0..<draw.count).map { _ in Set(draw.candidates) } }
            #expect(full.count - full.fixed.count == most(seats, Set(left.draws.flatMap(\.candidates))))
            for seed in 0..<10 {
                var generator = SeededGenerator(seed: UInt64(seed))
                #expect(full.questions(from: &generator).count == full.count)
            }
        }
    }

    /// How many of the seats can be given a question each, by trying everything.
    private func most(_ seats: [Set<QuestionID>], _ questions: Set<QuestionID>) -> Int {
        guard let seat = seats.first else { return 0 }
        let rest = Array(seats.dropFirst())
        return seat.intersection(questions).reduce(most(rest, questions)) {
            max($0, 1 + most(rest, questions.subtracting([$1])))
        }
    }
}

extension Item {
    /// The same, signed by the policy office on a day if that is one.
    fileprivate func reviewed(on day: String) -> Item {
        Item(version: version, question: question, signOff: Day(day).map { SignOff(by: "业务处室", on: $0) })
    }
}

import TestSupport
import Testing

@testable import Training

@Suite("Changes of clauses")
struct ClauseChangesTests {
    /// Every way in which two clauses can stand in two states of the content, with a question and a lesson for every set
    /// of clauses that they can rest on, unchanged and changed.
    @Test("sort each clause into one list, and make stale exactly what is unchanged and rests on a raised one")
    func exhaustive() {
        let states: [Clause?] = [
            nil, .clause("A", 1, "一"), .clause("A", 1, "二"), .clause("A", 2, "二"), .clause("A", 3, "二"),
        ]
        var stale = 0
        for (oldA, newA) in states.pairs {
            for (oldB, newB) in states.pairs {
                let (old, new) = ([oldA, oldB?.named("B")], [newA, newB?.named("B")])
                let changes = ClauseChanges(from: corpus(old, .old), to: corpus(new, .new))
                let told = zip(old, new).map { word($0, $1) }
                #expect(changes.added.map(\.id) == ids(told, "added"))
                #expect(changes.removed.map(\.id) == ids(told, "removed"))
                #expect(changes.raised.map(\.new.id) == ids(told, "raised"))
                #expect(changes.lowered.map(\.new.id) == ids(told, "lowered"))
                #expect(changes.unraised.map(\.new.id) == ids(told, "unraised"))
                let raised = ids(told, "raised")
                let expected = resting(on: raised).map { "same-\($0.joined())" }
                #expect(changes.staleItems.map(\.id.rawValue) == expected)
                #expect(changes.staleLessons.map(\.lesson.rawValue) == expected)
                #expect(changes.staleItems.allSatisfy { $0.clauses == raised.filter($0.id.rules.contains) })
                stale += expected.count
            }
        }
        #expect(stale > 0)
    }

    @Test("leave alone what was signed since, and no clause is reworded by being signed")
    func signed() {
        let days: [Day?] = [nil, "2026-11-01", "2026-11-02"]
        for (before, after) in days.pairs {
            let isSigned = after.map { after in before.map { $0 < after } ?? true } ?? false
            let changes = ClauseChanges(
                from: signed(on: before, .clause("A", 1, "一")), to: signed(on: after, .clause("A", 2, "二")))
            #expect(changes.staleItems.isEmpty == isSigned && changes.staleLessons.isEmpty == isSigned)
            let same = ClauseChanges(
                from: signed(on: before, .clause("A", 1, "一")), to: signed(on: after, .clause("A", 1, "一")))
            #expect(same.unraised == [] && same.raised == [] && same.lowered == [])
        }
    }

    /// A clause with a question and a lesson, all signed on this day.
    private func signed(on day: Day?, _ clause: Clause) -> Corpus {
        let signOff = day.map { SignOff(by: "处", on: $0) }
        let clause = Clause(
            id: clause.id, version: clause.version, text: clause.text, source: clause.source, era: clause.era,
            verified: true, signOff: signOff)
        let lesson = Lesson(
            id: "01", title: "", minutes: 1, era: .current, clauses: ["A"], body: [.html("")], version: "v",
            signOff: signOff)
        let course = Course.visits
        return Corpus(
            clauses: ["A": clause],
            items: ["q": Item(version: "v", question: .resting("q", on: ["A"]), signOff: signOff)],
            courses: [
                Course(
                    id: course.id, title: course.title, summary: course.summary, area: course.area, lessons: [lesson],
                    quiz: course.quiz)
            ])
    }

    @Test("count every question of a paper, its scenarios and those of every paper, that is not left")
    func shortPapers() {
        let draw = Blueprint.Draw(2, of: ["a", "b", "c"])
        func short(_ blueprint: Blueprint, _ stale: Set<QuestionID>) -> ClauseChanges.ShortPaper? {
            let quiz = Quiz(blueprint: blueprint, rules: Quiz.Rules(passMark: 80))
            let course = Course(
                id: "c", title: Course.visits.title, summary: Course.visits.summary, area: .quality,
                lessons: Course.visits.lessons, quiz: quiz)
            return ClauseChanges.ShortPaper.all(of: [course], without: stale).first
        }
        let whole = Blueprint(draws: [draw], fixed: ["f"], scenarios: .init(1, of: ["s", "t"]))
        #expect(short(whole, []) == nil && short(whole, ["a"]) == nil && short(whole, ["s"]) == nil)
        let two = short(whole, ["a", "b"])
        #expect(two?.asked == 4 && two?.left == 3)
        #expect(two?.shortages == [.init(draws: [0], asked: 2, available: 1)])
        #expect(short(whole, ["f"])?.left == 3 && short(whole, ["f"])?.shortages == [])
        #expect(short(whole, ["s", "t"])?.left == 3)
        #expect(short(whole, ["a", "b", "c", "f", "s", "t"])?.left == 0)
        // Draws that take each other's.
        let rivals = Blueprint(draws: [.init(1, of: ["a", "b"]), .init(1, of: ["a", "c"])])
        #expect(short(rivals, ["a"]) == nil)
        #expect(short(rivals, ["b", "c"])?.left == 1)
        #expect(short(rivals, ["b", "c"])?.shortages == [.init(draws: [0, 1], asked: 2, available: 1)])
    }

    @Test("make no paper short exactly where the rest of the bank still fills it", arguments: 0..<30)
    func shortExactly(_ seed: Int) {
        var dice = Dice(seed: seed)
        let names: [QuestionID] = ["a", "b", "c", "d", "e", "f"]
        for _ in 0..<20 {
            let draws = (0..<2).map { _ in
                Blueprint.Draw(1 + dice.below(2), of: Array(dice.shuffled(names).prefix(3 + dice.below(3))))
            }
            let blueprint = Blueprint(draws: draws)
            guard blueprint.shortages.isEmpty else { continue }
            let stale = Set(dice.shuffled(names).prefix(dice.below(4)))
            let course = Course.visits.asking(blueprint)
            let short = ClauseChanges.ShortPaper.all(of: [course], without: stale).first
            let most = most(draws.map { $0.candidates.filter { !stale.contains($0) } }, draws.map(\.count))
            #expect((short?.left ?? blueprint.count) == most)
            #expect((short == nil) == (most == blueprint.count))
        }
    }

    // MARK: The same told another way

    private enum Side { case old, new }

    private func corpus(_ clauses: [Clause?], _ side: Side) -> Corpus {
        var items: [QuestionID: Item] = [:]
        var lessons: [Lesson] = []
        for set in Self.sets {
            for changed in [false, true] {
                let name = "\(changed ? "edited" : "same")-\(set.joined())"
                let version = changed ? "\(side)" : "v"
                guard let id = QuestionID(name), let lesson = LessonID(name) else { continue }
                let rests = set.compactMap { ClauseID(rawValue: $0) }
                items[id] = Item(version: version, question: .resting(id, on: rests))
                lessons.append(
                    Lesson(
                        id: lesson, title: name, minutes: 1, era: .current, clauses: rests, body: [.html("")],
                        version: version))
            }
        }
        let course = Course.visits
        let byID = clauses.compactMap(\.self).map { ($0.id, $0) }
        return Corpus(
            clauses: Dictionary(uniqueKeysWithValues: byID), items: items,
            courses: [
                Course(
                    id: course.id, title: course.title, summary: course.summary, area: course.area, lessons: lessons,
                    quiz: course.quiz)
            ])
    }

    private static let sets = [["A"], ["A", "B"], ["B"]]

    private func word(_ old: Clause?, _ new: Clause?) -> String {
        switch (old, new) {
        case (nil, nil): ""
        case (nil, _): "added"
        case (_, nil): "removed"
        case (let old?, let new?) where old.version == new.version: old.text == new.text ? "" : "unraised"
        case (let old?, let new?): new.version > old.version ? "raised" : "lowered"
        }
    }

    private func ids(_ told: [String], _ word: String) -> [ClauseID] {
        zip(["A", "B"] as [ClauseID], told).filter { $0.1 == word }.map(\.0)
    }

    private func resting(on raised: [ClauseID]) -> [[String]] {
        Self.sets.filter { set in raised.contains { set.contains($0.rawValue) } }
    }

    /// The most that can be given out, by trying everything.
    private func most(_ candidates: [[QuestionID]], _ counts: [Int]) -> Int {
        var seats: [[QuestionID]] = []
        for (candidates, count) in zip(candidates, counts) { for _ in 0..<count { seats.append(candidates) } }
        func fill(_ seat: Int, _ taken: Set<QuestionID>) -> Int {
            guard seat < seats.count else { return taken.count }
            return seats[seat].filter { !taken.contains($0) }.map { fill(seat + 1, taken.union([$0])) }
                .reduce(fill(seat + 1, taken), max)
        }
        return fill(0, [])
    }
}

@Suite("The questions of an update")
struct UpdateItemsTests {
    @Test(
        "are three to five, rest on the clauses, are not stale, and leave no clause out that has one", arguments: 0..<40
    )
    func chosen(_ seed: Int) {
        var dice = Dice(seed: seed)
        let clauses: [ClauseID] = ["A", "B", "C", "D"]
        for _ in 0..<20 {
            let items = (0..<dice.below(9)).compactMap { number in
                QuestionID("q\(number)").map {
                    Item(
                        version: "v",
                        question: .resting($0, on: Array(dice.shuffled(clauses).prefix(1 + dice.below(2)))))
                }
            }
            let raised = Set(dice.shuffled(clauses).prefix(1 + dice.below(4)))
            let stale = Set(items.map(\.question.id).filter { _ in dice.once(in: 3) })
            let chosen = ClauseUpdate.items(about: raised, among: dice.shuffled(items), without: stale)
            let fitting = items.filter {
                !stale.contains($0.question.id) && !raised.isDisjoint(with: $0.question.clauses)
            }
            #expect(chosen.count == min(fitting.count, max(3, raised.count)))
            #expect(chosen.count <= 5 && chosen.allSatisfy(fitting.contains))
            #expect(chosen.map(\.question.id) == Set(chosen.map(\.question.id)).sorted())
            for clause in raised where fitting.contains(where: { $0.question.clauses.contains(clause) }) {
                #expect(chosen.contains { $0.question.clauses.contains(clause) }, "\(clause)")
            }
            #expect(chosen == ClauseUpdate.items(about: raised, among: items, without: stale))
            let uncovered = ClauseUpdate.uncovered(raised, among: items, without: stale)
            #expect(uncovered == raised.subtracting(fitting.flatMap(\.question.clauses)))
        }
    }

    @Test("are never texts to be marked, nor scenarios")
    func kinds() {
        let text = Question(
            id: "text", era: .current, clauses: ["A"], stem: "?",
            interaction: .shortText(ShortText(model: "", criteria: [])), explanation: "")
        let items = [Item(version: "v", question: text), Item(version: "v", question: .resting("q", on: ["A"]))]
        #expect(ClauseUpdate.items(about: ["A"], among: items, without: []).map(\.question.id) == ["q"])
    }

    @Test("belong to a course named by its day, the next one by the next number")
    func names() {
        let day: Day = "2026-11-09"
        #expect(ClauseUpdate.id(on: day, taken: []) == "update-20261109-1")
        #expect(ClauseUpdate.id(on: day, taken: ["update-20261109-1", "visits"]) == "update-20261109-2")
        #expect(ClauseUpdate.id(on: day, taken: []).isOfUpdate && !CourseID("visits").isOfUpdate)
    }
}

extension Clause {
    static func clause(_ id: ClauseID, _ version: Int, _ text: String) -> Clause {
        Clause(id: id, version: version, text: text, source: "法", era: .current, verified: true)
    }

    fileprivate func named(_ id: ClauseID) -> Clause { .clause(id, version, text) }
}

extension Question {
    fileprivate static func resting(_ id: QuestionID, on clauses: [ClauseID]) -> Question {
        let plain = Question.example(id, key: ["a"])
        return Question(
            id: id, era: plain.era, clauses: clauses, stem: plain.stem, interaction: plain.interaction,
            explanation: plain.explanation)
    }
}

extension QuestionID {
    /// The names of the clauses that a question of `corpus` rests on.
    fileprivate var rules: Set<ClauseID> {
        Set((rawValue.split(separator: "-").last ?? "").compactMap { ClauseID(String($0)) })
    }
}

extension Course {
    fileprivate func asking(_ blueprint: Blueprint) -> Course {
        Course(
            id: id, title: title, summary: summary, area: area, lessons: lessons,
            quiz: Quiz(blueprint: blueprint, rules: quiz.rules))
    }
}

extension Array {
    fileprivate var pairs: [(Element, Element)] { flatMap { one in map { (one, $0) } } }
}

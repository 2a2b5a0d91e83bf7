import TestSupport
import Testing
import Training

struct `A person's book of years` {
    private let home = Membership(from: "2026-01-01", unit: "A", active: true)

    private func passed(_ day: Day, _ course: CourseID = "visits") -> CountedEvent {
        CountedEvent(course: course, day: day, what: .markedTry(passed: true))
    }

    private func finished(_ day: Day, _ halves: Int?, _ course: CourseID = "visits") -> CountedEvent {
        CountedEvent(course: course, day: day, what: .completion(halves.map(CreditHours.init(halves:))))
    }

    private func place(_ unit: UnitCode, _ course: CourseID? = nil, _ year: Int = 2026) -> YearPlace {
        YearPlace(unit: unit, course: course, year: year)
    }

    @Test func `counts a course once a year, and again in the next`() {
        let book = YearBook(
            [finished("2026-05-01", 3), finished("2026-03-01", 2), finished("2027-01-01", 3)], memberships: [home])
        #expect(book.counts[place("A")]?.then == YearTally(people: 1, halfHours: 2))
        #expect(book.counts[place("A", nil, 2027)]?.then == YearTally(people: 1, halfHours: 3))
    }

    @Test func `counts another course beside it, and one that counts for nothing not at all`() {
        let events = [finished("2026-05-01", nil), finished("2026-06-01", 2), finished("2026-07-01", 4, "publicity")]
        let counts = YearBook(events, memberships: [home]).counts
        #expect(counts[place("A")]?.then == YearTally(people: 1, halfHours: 6))
        #expect(counts[place("A", "visits")]?.then == YearTally(people: 1, halfHours: 2))
    }

    @Test func `counts nobody who did nothing, and a person once in all units together`() {
        #expect(YearBook([], memberships: [home]).counts.isEmpty)
        let moved = Membership(from: "2026-06-01", unit: "B", active: true)
        let counts = YearBook(
            [passed("2026-05-31"), passed("2026-06-01"), passed("2026-05-30", "publicity")],
            memberships: [home, moved]
        ).counts
        #expect(counts[place("A")]?.then == YearTally(attempts: 2, passed: 2))
        #expect(counts[place("B")]?.then == YearTally(people: 1, attempts: 1, passed: 1))
        #expect(counts[place("A", "publicity")]?.then.people == 1)
        #expect(
            counts[place("B")]?.now == YearTally(people: 1, attempts: 3, passed: 3)
                && counts[place("A")]?.now == YearTally())
    }

    @Test(arguments: 0..<40) func `replaced step by step leaves what the last one counts`(_ seed: Int) {
        var dice = Dice(seed: seed)
        var sum: [YearPlace: YearCount] = [:]
        var last: YearBook?
        for _ in 0..<8 {
            let memberships = (0...dice.below(3)).map {
                Membership(from: Day(number: 20_400 + 100 * $0), unit: dice.pick(["A", "B"]), active: true)
            }
            let events = (0..<dice.below(6)).map { _ in
                let day = Day(number: 20_400 + dice.below(500))
                return dice.once(in: 2)
                    ? finished(day, dice.below(4), dice.pick(["visits", "publicity"])) : passed(day)
            }
            let book = YearBook(events, memberships: memberships)
            var changes = YearChanges()
            changes.replace(last, by: book)
            for (place, change) in changes.changes {
                let known = sum[place, default: YearCount()]
                sum[place] = YearCount(then: known.then + change.then, now: known.now + change.now)
            }
            last = book
            let nothing = YearCount()
            #expect(sum.filter { $0.value != nothing } == book.counts.filter { $0.value != nothing })
        }
    }

    @Test func `reads hours in steps of a half and nothing else`() {
        for (text, halves) in [("2", 4), ("1.5", 3), ("1.0", 2), (" 0 ", 0), ("0.5", 1)] {
            #expect(CreditHours(text)?.halves == halves, "\(text)")
        }
        for text in ["", "x", "1.25", "-1", "1,5", ".5", "1e1", "99999"] {
            #expect(CreditHours(text) == nil, "\(text)")
        }
    }
}

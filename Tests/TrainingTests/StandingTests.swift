import TestSupport
import Testing

@testable import Training

/// Joined 示例甲村 on the 2nd of November; 走访 asked of 延长县 from the 3rd, due on the 20th.
@Suite("A standing")
struct StandingTests {
    private let tree = DatedTree(parents: [
        .firstVillage: .firstTown, .firstTown: .yanchang, .yanchang: .yanan, .yanan: .shaanxi, .yanchuan: .yanan,
    ])
    private let joined = Membership(from: "2026-11-02", unit: .firstVillage, active: true)
    private let ofCounty = Assignment.of(.unit(.yanchang), from: "2026-11-03", due: "2026-11-20")

    private func standing(_ history: History, on day: Day) -> Standing? { history.standing(on: day, in: tree) }

    @Test("begins when the course is asked of someone who is there")
    func begins() {
        let history = History(memberships: [joined], assignments: [ofCounty])
        #expect(standing(history, on: "2026-11-02") == nil)
        #expect(
            standing(history, on: "2026-11-03")
                == Standing(unit: .firstVillage, state: .notStarted, due: "2026-11-20", overdue: false))
    }

    @Test("is there from the first day for someone who joins later")
    func joinsLater() {
        let late = Membership(from: "2026-11-10", unit: .firstVillage, active: true)
        let history = History(memberships: [late], assignments: [ofCounty])
        #expect(standing(history, on: "2026-11-09") == nil)
        #expect(standing(history, on: "2026-11-10")?.state == .notStarted)
    }

    @Test("is nobody's in a unit beside or above the one that is asked")
    func elsewhere() {
        for unit: UnitCode in [.yanchuan, .yanan, .xixian] {
            let history = History(
                memberships: [Membership(from: "2026-11-02", unit: unit, active: true)], assignments: [ofCounty])
            #expect(standing(history, on: "2026-11-30") == nil)
        }
    }

    @Test("follows the person's own assignment before the unit's")
    func ownBeatsUnits() {
        let own = Assignment.of(.person("zhang"), from: "2026-11-05", due: "2026-12-24")
        let history = History(memberships: [joined], assignments: [own, ofCounty])
        #expect(standing(history, on: "2026-11-04")?.due == "2026-11-20")
        #expect(standing(history, on: "2026-11-05")?.due == "2026-12-24")
    }

    @Test("follows the nearer unit's assignment before the farther, also without a deadline")
    func nearerBeatsFarther() {
        let ofTown = Assignment.of(.unit(.firstTown), from: "2026-11-05", due: nil)
        let ofCity = Assignment.of(.unit(.yanan), from: "2026-11-06", due: "2026-11-07")
        let history = History(memberships: [joined], assignments: [ofCity, ofTown, ofCounty])
        #expect(standing(history, on: "2026-11-10")?.due == nil)
        #expect(standing(history, on: "2026-11-10") != nil)
    }

    @Test("is exempt from the first to the last day of an exemption, and then what it was")
    func exempt() {
        let exemption = Exemption.Period(from: "2026-11-10", until: "2026-11-25")
        let history = History(memberships: [joined], assignments: [ofCounty], exemptions: [exemption])
        let states = ["2026-11-09", "2026-11-10", "2026-11-25", "2026-11-26"].map { standing(history, on: $0) }
        #expect(states.map { $0?.state } == [.notStarted, .exempt, .exempt, .notStarted])
        #expect(states.map { $0?.overdue } == [false, false, false, true])
        #expect(states.map { $0.map(Tally.init)?.assigned } == [1, 0, 0, 1])
        #expect(history.timeline(in: tree).map(\.from) == ["2026-11-03", "2026-11-10", "2026-11-26"])
    }

    @Test("stays finished through an exemption, and an exemption that ends before it begins is none")
    func exemptAndFinished() {
        var history = History(
            memberships: [joined], assignments: [ofCounty], exemptions: [.init(from: "2026-11-10", until: nil)],
            started: "2026-11-04", completions: [.init(from: "2026-11-12")])
        #expect(standing(history, on: "2026-11-11")?.state == .exempt)
        #expect(standing(history, on: "2026-11-12")?.state == .completed)
        history.exemptions = [.init(from: "2026-11-10", until: "2026-11-09")]
        #expect(standing(history, on: "2026-11-10")?.state == .inProgress)
    }

    @Test("counts those who are exempt for one rate and not for the other")
    func rates() {
        let tally = Tally(assigned: 4, completed: 3, inProgress: 1, notStarted: 0, expired: 0, overdue: 0, exempt: 2)
        #expect(tally.rate == 0.75 && tally.rateWithExempt == 0.5)
        #expect(Tally().rate == nil && Tally().rateWithExempt == nil)
    }

    @Test("falls back to the next assignment when one is withdrawn, and ends with the last")
    func fallsBack() {
        let own = Assignment.of(.person("zhang"), from: "2026-11-05", due: "2026-12-24")
        let history = History(
            memberships: [joined],
            assignments: [
                ofCounty, own, .of(.person("zhang"), from: "2026-11-08", due: nil, .withdrawn),
                .of(.unit(.yanchang), from: "2026-11-10", due: nil, .withdrawn),
            ])
        #expect(standing(history, on: "2026-11-07")?.due == "2026-12-24")
        #expect(standing(history, on: "2026-11-08")?.due == "2026-11-20")
        #expect(standing(history, on: "2026-11-10") == nil)
    }

    @Test("of several changes on one day takes the last")
    func lastOfADay() {
        let changed = Assignment.of(.unit(.yanchang), from: "2026-11-03", due: "2026-12-01")
        let moved = Membership(from: "2026-11-02", unit: .firstTown, active: true)
        let history = History(memberships: [joined, moved], assignments: [ofCounty, changed])
        #expect(standing(history, on: "2026-11-03")?.due == "2026-12-01")
        #expect(standing(history, on: "2026-11-03")?.unit == .firstTown)
    }

    @Test("is overdue from the day after the deadline, begun or not, and until it is completed")
    func overdue() {
        var history = History(memberships: [joined], assignments: [ofCounty])
        #expect(standing(history, on: "2026-11-20")?.overdue == false)
        #expect(standing(history, on: "2026-11-21")?.overdue == true)
        history.started = "2026-11-15"
        #expect(standing(history, on: "2026-11-14")?.state == .notStarted)
        #expect(standing(history, on: "2026-11-15")?.state == .inProgress)
        #expect(standing(history, on: "2026-11-21")?.overdue == true)
        history.completions = [.init(from: "2026-11-23")]
        #expect(standing(history, on: "2026-11-22")?.overdue == true)
        let finished = standing(history, on: "2026-11-23")
        #expect(finished?.state == .completed && finished?.overdue == false)
    }

    @Test("is completed at once when the course was finished before it was asked")
    func completedBefore() {
        let history = History(
            memberships: [joined], assignments: [ofCounty], started: "2026-11-02",
            completions: [.init(from: "2026-11-02")])
        #expect(standing(history, on: "2026-11-02") == nil)
        #expect(standing(history, on: "2026-11-03")?.state == .completed)
    }

    @Test("of someone suspended counts nowhere, and comes back with them")
    func suspended() {
        let history = History(
            memberships: [
                joined, Membership(from: "2026-11-10", unit: .firstVillage, active: false),
                Membership(from: "2026-11-12", unit: .firstVillage, active: true),
            ], assignments: [ofCounty], started: "2026-11-04")
        #expect(standing(history, on: "2026-11-09") != nil)
        #expect(standing(history, on: "2026-11-10") == nil)
        #expect(standing(history, on: "2026-11-12")?.state == .inProgress)
    }

    @Test("moves with the person, and is judged by the new unit's assignments")
    func moved() {
        let history = History(
            memberships: [joined, Membership(from: "2026-11-10", unit: .yanchuan, active: true)],
            assignments: [ofCounty, .of(.unit(.yanan), from: "2026-11-03", due: "2026-12-31")])
        #expect(standing(history, on: "2026-11-09")?.unit == .firstVillage)
        #expect(standing(history, on: "2026-11-09")?.due == "2026-11-20")
        #expect(standing(history, on: "2026-11-10")?.unit == .yanchuan)
        #expect(standing(history, on: "2026-11-10")?.due == "2026-12-31")
    }

    @Test("follows the unit when it comes under another one, from that day on")
    func unitMoved() {
        func placed(_ from: Day, under parent: UnitCode?) -> Placement {
            Placement(from: from, name: "示例一镇", parent: parent, reportsTo: nil)
        }
        let tree = DatedTree([
            .firstVillage: [placed(Placement.beginning, under: .firstTown)],
            .firstTown: [placed(Placement.beginning, under: .yanchang), placed("2026-11-10", under: .yanchuan)],
        ])
        let history = History(
            memberships: [joined],
            assignments: [ofCounty, .of(.unit(.yanchuan), from: "2026-11-03", due: "2026-12-31")])
        #expect(history.standing(on: "2026-11-09", in: tree)?.due == "2026-11-20")
        #expect(history.standing(on: "2026-11-10", in: tree)?.due == "2026-12-31")
        #expect(tree.lineage(of: .firstVillage, on: "2026-11-09") == [.firstVillage, .firstTown, .yanchang])
        #expect(tree.lineage(of: .firstVillage, on: "2026-11-10") == [.firstVillage, .firstTown, .yanchuan])
    }

    @Test("is what the timeline last said, on every day", arguments: 0..<300)
    func timelineIsTheStanding(_ seed: Int) {
        var dice = Dice(seed: seed)
        let tree = dice.tree()
        let history = dice.history()
        let timeline = history.timeline(in: tree)
        for number in Span.first.number...Span.last.number {
            let day = Day(number: number)
            let replayed = timeline.last { $0.from <= day }
            #expect(replayed?.standing == history.standing(on: day, in: tree), "\(day)")
            guard let unit = replayed?.standing?.unit else { continue }
            #expect(replayed?.lineage == tree.lineage(of: unit, on: day), "\(day)")
        }
        for (one, next) in zip(timeline, timeline.dropFirst()) {
            #expect(one.from < next.from && (one.standing != next.standing || one.lineage != next.lineage))
        }
    }
}

@Suite("Tallies")
struct TallyTests {
    @Test("count each state once, and expect nothing of the exempt")
    func ofOne() {
        func tally(_ state: Standing.State, overdue: Bool = false) -> Tally {
            Tally(Standing(unit: .yanchang, state: state, due: nil, overdue: overdue))
        }
        for state: Standing.State in [.notStarted, .inProgress, .completed, .expired] {
            let one = tally(state)
            #expect(one.assigned == 1 && one.exempt == 0)
            #expect(one.completed + one.inProgress + one.notStarted + one.expired == 1)
        }
        #expect(tally(.exempt).assigned == 0 && tally(.exempt).exempt == 1)
        #expect(tally(.notStarted, overdue: true).overdue == 1)
        #expect(tally(.completed).rate == 1)
        #expect(Tally().rate == nil)
        #expect((tally(.completed) - tally(.completed)).isZero)
    }

    @Test("change nothing when nothing changed")
    func nothingChanged() {
        let tree = DatedTree(parents: [.firstVillage: .firstTown])
        let history = History(
            memberships: [Membership(from: "2026-11-02", unit: .firstVillage, active: true)],
            assignments: [.of(.unit(.firstTown), from: "2026-11-03", due: "2026-11-20")], started: "2026-11-04")
        var deltas = TallyDeltas()
        deltas.replace((history, tree), by: (history, tree), of: "visits")
        #expect(deltas.changes.isEmpty)
        deltas.replace(nil, by: (history, tree), of: "visits")
        #expect(!deltas.changes.isEmpty)
        deltas.replace((history, tree), by: (History(), tree), of: "visits")
        #expect(deltas.changes.isEmpty)
    }

    /// People join, move, learn and are assigned courses in any order, and units move with everybody in them; after each
    /// step the sums must be what counting everybody gives.
    @Test("summed up to a day are the count of standings on that day", arguments: 0..<30)
    func law(_ seed: Int) {
        var dice = Dice(seed: seed)
        var tree = dice.tree()
        var people = Array(repeating: History(), count: 6)
        var sums: [TallyDeltas.Place: Tally] = [:]
        for _ in 0..<12 {
            var deltas = TallyDeltas()
            if dice.once(in: 4) {
                let moved = dice.tree()
                for person in people { deltas.replace((person, tree), by: (person, moved), of: "visits") }
                tree = moved
            } else {
                let index = dice.below(people.count)
                let next = dice.history()
                deltas.replace((people[index], tree), by: (next, tree), of: "visits")
                people[index] = next
            }
            for (place, change) in deltas.changes {
                sums[place, default: Tally()] = sums[place, default: Tally()] + change
            }
            expectCount(of: people, in: tree, on: dice.day(), is: sums)
            expectCount(of: people, in: tree, on: Span.last.adding(400), is: sums)
        }
    }

    private func expectCount(
        of people: [History], in tree: DatedTree, on day: Day, is sums: [TallyDeltas.Place: Tally]
    ) {
        let standings = people.compactMap { history in
            history.standing(on: day, in: tree).map { (standing: $0, unitNow: history.memberships.last?.unit) }
        }
        func summed(_ unit: UnitCode, _ reaches: Set<TallyDeltas.Reach>) -> Tally {
            sums.filter { $0.key.unit == unit && reaches.contains($0.key.reach) && $0.key.day <= day }
                .reduce(Tally()) { $0 + $1.value }
        }
        func counted(_ counts: ((standing: Standing, unitNow: UnitCode?)) -> Bool) -> Tally {
            standings.filter(counts).reduce(Tally()) { $0 + Tally($1.standing) }
        }
        let now = Day(number: .max)
        for unit in Span.units {
            #expect(summed(unit, [.direct]) == counted { $0.standing.unit == unit }, "in \(unit) on \(day)")
            let below = counted { tree.lineage(of: $0.standing.unit, on: day).contains(unit) }
            #expect(summed(unit, [.below]) == below, "below \(unit) on \(day)")
            let directNow = counted { $0.unitNow == unit }
            #expect(summed(unit, [.direct, .directMoved]) == directNow, "now in \(unit), of \(day)")
            let belowNow = counted { $0.unitNow.map { tree.lineage(of: $0, on: now).contains(unit) } ?? false }
            #expect(summed(unit, [.below, .belowMoved]) == belowNow, "now below \(unit), of \(day)")
        }
    }
}

// MARK: - Random histories

/// The days and units of random histories.
private enum Span {
    static let first: Day = "2026-11-01"
    static let last: Day = "2026-12-20"
    static let units: [UnitCode] = [.shaanxi, .yanan, .yanchang, .firstTown, .firstVillage, .yanchuan, .thirdTown]
}

extension Dice {
    fileprivate mutating func day() -> Day { Span.first.adding(below(Span.last.number - Span.first.number + 1)) }

    /// Each unit below one that stands before it, or a root; on up to two days all stand anew.
    fileprivate mutating func tree() -> DatedTree {
        var placements: [UnitCode: [Placement]] = [:]
        for from in [Placement.beginning] + (0..<below(3)).map({ _ in day() }).sorted() {
            let units = [Span.units[0]] + shuffled(Array(Span.units.dropFirst()))
            for index in units.indices {
                let parent = index == 0 || once(in: 8) ? nil : units[below(index)]
                placements[units[index], default: []].append(
                    Placement(from: from, name: "单位", parent: parent, reportsTo: nil))
            }
        }
        return DatedTree(placements)
    }

    fileprivate mutating func history() -> History {
        let memberships = (0..<below(4)).map { _ in
            Membership(from: day(), unit: pick(Span.units), active: !once(in: 4))
        }.sorted { $0.from < $1.from }
        let assignments = (0..<below(6)).map { _ in
            Assignment.of(
                once(in: 3) ? .person("zhang") : .unit(pick(Span.units)), from: day(), due: once(in: 3) ? nil : day(),
                once(in: 4) ? .withdrawn : .active)
        }
        let exemptions = (0..<below(3)).map { _ in
            Exemption.Period(from: day(), until: once(in: 3) ? nil : day())
        }
        let days = [day(), day()].sorted()
        let completions = (0..<below(3)).map { _ in
            Completion.Period(from: days[1].adding(below(9)), last: once(in: 3) ? nil : days[1].adding(below(20) - 1))
        }
        return History(
            memberships: memberships, assignments: assignments, exemptions: exemptions,
            started: once(in: 3) ? nil : days[0],
            completions: completions)
    }
}

extension Assignment {
    static func of(
        _ target: Target, from: Day, due: Day?, _ status: Status = .active
    ) -> Assignment {
        Assignment(target: target, course: "visits", due: due, status: status, from: from)
    }
}

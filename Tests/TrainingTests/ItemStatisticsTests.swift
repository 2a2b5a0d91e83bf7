import Foundation
import TestSupport
import Testing
import Training

/// Numbers that pandas, NumPy and SciPy worked out from simulated tries: `Tests/Fixtures/items/make.py`.
private struct Fixture: Decodable {
    let expected: [String: Expected]
    let tries: [[Line]]

    struct Expected: Decodable {
        let people: Int
        let facility: Double
        let itemRest: Double
        let itemRestAtMost: Double
        let unanswered: Int
        let medianSeconds: Double?
        let options: [String: Option]?
        let parts: [Double]?
    }

    struct Option: Decodable {
        let count: Int
        let share: Double
        let meanRest: Double?
        let lead: Double?
    }

    /// One question of a try: what was chosen, whether each part was right, what it earned, seconds since the one before;
    /// none of them without an answer.
    struct Line: Decodable {
        let item: String
        let chosen: [String]
        let parts: [Bool]
        let earned: Int
        let gap: Int?

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            item = try list.decode(String.self)
            chosen = try list.decode([String].self)
            parts = try list.decode([Bool].self)
            earned = try list.decode(Int.self)
            gap = try list.decodeIfPresent(Int.self)
        }

        var question: Question {
            guard item.hasPrefix("matching") else {
                return item.hasPrefix("multiple")
                    ? .example("q", .multiple, key: ["a", "c"]) : .example("q", key: ["a"])
            }
            return Question(
                id: "q", era: .current, clauses: ["M57-19"], stem: "?",
                interaction: .matching(Matching(prompts: [], options: [])), explanation: "because")
        }
    }

    init() throws {
        let file = URL(filePath: #filePath).appending(path: "../../Fixtures/items/tries.json").standardized
        self = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    }

    /// The tally of each question after all tries, each on a paper of its own order.
    func tallies() -> [String: ItemTally] {
        var tallies: [String: ItemTally] = [:]
        for (index, lines) in tries.enumerated() {
            for (item, observation) in finished(lines, order: ["c", "a", "d", "b"].rotated(by: index)).observations {
                let question = lines.first { $0.item == item }?.question ?? .example("q", key: [])
                tallies[item, default: ItemTally(of: question)].add(observation)
            }
        }
        return tallies
    }

    private func finished(_ lines: [Line], order: [String]) -> FinishedTry {
        let slots = lines.enumerated().map { Paper.Slot(number: $0 + 1, version: $1.item, order: order) }
        var (answers, marks, time) = ([Int: Answer](), [Int: Mark](), monday)
        for (slot, line) in zip(slots, lines) {
            guard let gap = line.gap else {
                let parts = line.item.hasPrefix("matching") ? 1...3 : nil
                marks[slot.number] = .unanswered(findings: parts?.map { .part($0, right: false) } ?? [])
                continue
            }
            time += Double(gap)
            answers[slot.number] = Answer(
                slot: slot.number, response: .list(line.chosen.compactMap(slot.letter)), seq: 1, savedAt: time)
            marks[slot.number] = Mark(
                earned: Marks(hundredths: line.earned),
                findings: line.parts.enumerated().map { .part($0 + 1, right: $1) })
        }
        return FinishedTry(
            paper: Paper(seed: 1, slots: slots), startedAt: monday, answers: answers, marks: marks)
    }
}

struct `Item statistics` {
    @Test func `are what a statistics library makes of the same tries`() throws {
        let fixture = try Fixture()
        let tallies = fixture.tallies()
        #expect(tallies.keys.sorted() == fixture.expected.keys.sorted())
        for (item, expected) in fixture.expected where expected.people >= 30 {
            let statistics = try #require(tallies[item]?.statistics)
            let indices = try #require(statistics.indices)
            #expect(statistics.people == expected.people)
            #expect(isNear(indices.facility, expected.facility), "\(item)")
            #expect(isNear(indices.itemRest, expected.itemRest), "\(item)")
            #expect(isNear(indices.itemRestAtMost, expected.itemRestAtMost), "\(item)")
            #expect(indices.unanswered.count == expected.unanswered)
            #expect(isNear(indices.medianSeconds, expected.medianSeconds), "\(item)")
            #expect(indices.options.count == expected.options?.count ?? 0)
            for option in indices.options {
                let library = try #require(expected.options?[option.key])
                #expect(option.choosers.count == library.count, "\(item) \(option.key)")
                #expect(isNear(option.choosers.share, library.share), "\(item) \(option.key)")
                #expect(isNear(option.choosers.meanRest, library.meanRest), "\(item) \(option.key)")
                #expect(isNear(option.lead, library.lead), "\(item) \(option.key)")
            }
            #expect(indices.parts.count == expected.parts?.count ?? 0)
            for (part, facility) in zip(indices.parts, expected.parts ?? []) {
                #expect(part.people == expected.people)
                #expect(isNear(part.facility, facility), "\(item) \(part.number)")
            }
        }
    }

    @Test func `name what was made conspicuous among those tries, and nothing else`() throws {
        let verdicts = try Fixture().tallies().mapValues(\.statistics.verdict).filter { $0.value != .sound }
        #expect(
            verdicts == [
                "single-5": .doesNotDiscriminate, "single-6": .tooEasy, "single-7": .keySuspect, "single-8": .notEnough,
            ])
    }

    @Test func `name the option that looks like the right one`() throws {
        let tallies = try Fixture().tallies()
        #expect(tallies["single-7"]?.statistics.suspect?.key == "b")
        #expect(tallies["single-5"]?.statistics.suspect == nil)
    }

    @Test func `tell of fewer than thirty people how many they are and nothing more`() {
        var tally = ItemTally(of: .example("q", key: ["a"]))
        for number in 0..<29 { tally.add(.choosing("a", rest: Double(number) / 29)) }
        #expect(tally.statistics.people == 29)
        #expect(tally.statistics.indices == nil)
        #expect(tally.statistics.verdict == .notEnough)
        tally.add(.choosing("b", rest: 0))
        #expect(tally.statistics.people == 30)
        #expect(tally.statistics.indices?.facility == 29.0 / 30)
        // Chance may well have done that to a question that one in eight gets wrong.
        #expect(tally.statistics.verdict != .tooEasy)
    }

    @Test func `have no correlation where all earn the same`() {
        var (easy, hard) = (ItemTally(of: .example("q", key: ["a"])), ItemTally(of: .example("q", key: ["a"])))
        for number in 0..<40 {
            easy.add(.choosing("a", rest: Double(number % 5) / 5))
            hard.add(.choosing("c", rest: Double(number % 5) / 5))
        }
        #expect(easy.statistics.indices?.itemRest == nil)
        #expect(easy.statistics.verdict == .tooEasy)
        #expect(hard.statistics.indices?.itemRest == nil)
        #expect(hard.statistics.verdict == .doesNotDiscriminate)
    }

    @Test func `suspect no key for a correlation or a distractor alone`() {
        // The key's choosers do worse than one distractor's, but those who chose the other distractor do worst.
        var positive = ItemTally(of: .example("q", key: ["a"]))
        // The key's choosers do a little worse than all others, who stand together.
        var negative = ItemTally(of: .example("q", key: ["a"]))
        for number in 0..<60 {
            let noise = Double(number % 7) / 70
            positive.add(.choosing("a", rest: 0.6 + noise))
            if number % 4 == 0 { positive.add(.choosing("b", rest: 0.8 + noise)) }
            positive.add(.choosing("c", rest: 0.1 + noise))
            negative.add(.choosing("a", rest: 0.50 + noise))
            negative.add(.choosing(number % 2 == 0 ? "b" : "c", rest: 0.505 + noise))
        }
        #expect((positive.statistics.indices?.itemRest ?? 0) > 0)
        #expect((positive.statistics.indices?.options[1].lead ?? 0) > ItemStatistics.clearLead)
        #expect(positive.statistics.verdict == .sound)
        #expect((negative.statistics.indices?.itemRest ?? 0) < 0)
        #expect(negative.statistics.verdict == .doesNotDiscriminate)
    }

    @Test func `call a weak value among few answers no fault, among many they do`() {
        for (people, verdict) in [(40, ItemStatistics.Verdict.sound), (400, .doesNotDiscriminate)] {
            var tally = ItemTally(of: .example("q", key: ["a"]))
            // Right or wrong by turns, whatever the rest score: the correlation is 0.
            for number in 0..<people {
                tally.add(.choosing(number % 2 == 0 ? "a" : "b", rest: Double(number / 2 % 5) / 5))
            }
            #expect(abs(tally.statistics.indices?.itemRest ?? 1) < 1e-12)
            #expect(tally.statistics.verdict == verdict)
        }
    }

    @Test func `tell the median time of thirty people or more`() {
        var tally = ItemTally(of: .example("q", key: ["a"]))
        for number in 1...60 { tally.add(.choosing("a", rest: 0.5, seconds: number <= 29 ? number * 2 : nil)) }
        #expect(tally.statistics.indices != nil)
        #expect(tally.statistics.indices?.medianSeconds == nil)
        tally.add(.choosing("a", rest: 0.5, seconds: 60))
        #expect(tally.statistics.indices?.medianSeconds == 31)
    }
}

struct `A finished try` {
    private let slots = (1...4).map { Paper.Slot(number: $0, version: "q\($0)", order: ["b", "a"]) }

    @Test func `tells how the rest went as a share of what could be earned there`() {
        let rests: [Double?] = [0.25, 125.0 / 300, 175.0 / 300, 0.5]
        #expect(observations(earned: [100, 50, 0, 25]).map(\.rest) == rests)
        let alone = FinishedTry(
            paper: Paper(seed: 1, slots: [slots[0]]), startedAt: monday, answers: [:],
            marks: [1: .unanswered(findings: [])])
        #expect(alone.observations.map(\.observation.rest) == [nil])
    }

    @Test func `names what was chosen as the file does`() {
        #expect(observations(saved: [1: 10]).first?.chosen == ["b"])
        #expect(observations(saved: [1: 10]).last?.chosen == [])
    }

    @Test func `says nothing while a mark is awaited or missing`() {
        let awaited = ShortText(model: "", criteria: []).grade("先听完。")
        #expect(awaited.state == .awaiting)
        #expect(observations(marking: [4: awaited]) == [])
        #expect(observations(marking: [4: nil]) == [])
        #expect(observations(marking: [4: .given(.one, remark: "")]).count == 4)
    }

    @Test(
        arguments: [
            ([1: 40, 2: 55, 3: 155, 4: 200], [40, 15, 100, 45]),
            // Back to the first at the end: its own time and that of the second are no longer known.
            ([1: 300, 2: 55, 3: 155, 4: 200], [nil, nil, 100, 45]),
            // Begun with the third.
            ([1: 80, 2: 120, 3: 30, 4: 200], [nil, 40, nil, nil]),
            // The second was never answered.
            ([1: 40, 3: 155, 4: 200], [40, nil, nil, 45]),
            // All four in one parcel, which came after a while.
            ([1: 90, 2: 90, 3: 90, 4: 90], [90, nil, nil, nil]),
            // The phone was laid aside for a little longer than ten minutes, then for just ten.
            ([1: 40, 2: 641, 3: 1241, 4: 1242], [40, nil, 600, 1]),
        ] as [([Int: Int], [Int?])])
    func `tells times only where nothing else lies between two answers`(_ saved: [Int: Int], _ seconds: [Int?]) {
        #expect(observations(saved: saved).map(\.seconds) == seconds)
    }

    /// What a try at four questions says, in their order.
    private func observations(
        earned: [Int] = [100, 100, 100, 100], saved: [Int: Int] = [:], marking: [Int: Mark?] = [:]
    ) -> [ItemObservation] {
        var marks: [Int: Mark] = [:]
        for (slot, earned) in zip(slots, earned) {
            marks[slot.number] = Mark(earned: Marks(hundredths: earned), findings: [])
        }
        for (slot, mark) in marking { marks[slot] = mark }
        let answers = saved.map { slot, seconds in
            Answer(slot: slot, response: .text("a"), seq: 1, savedAt: monday.addingTimeInterval(Double(seconds)))
        }
        return FinishedTry(
            paper: Paper(seed: 1, slots: slots), startedAt: monday,
            answers: Dictionary(uniqueKeysWithValues: answers.map { ($0.slot, $0) }), marks: marks
        ).observations.map(\.observation)
    }
}

struct `An item analysis` {
    @Test func `puts the gravest first, then the rest by id`() {
        let analysis = ItemAnalysis(
            course: "visits", tries: 40,
            versions: [version("b", 1), version("c", 1, easy: true), version("a", 1, people: 3)])
        let lines = analysis.lines(current: [item("a", 1), item("b", 1), item("c", 1), item("d", 1)])
        #expect(lines.map(\.newest.item.version) == ["c-1", "b-1", "a-1", "d-1"])
        #expect(lines.map(\.newest.statistics.verdict) == [.tooEasy, .sound, .notEnough, .notEnough])
        #expect(lines.last?.newest.lastAskedAt == nil)
    }

    @Test func `keeps the versions of a question apart, the one asked now first`() {
        let versions = [version("a", 1), version("a", 3), version("a", 2), version("gone", 1), version("gone", 2)]
        let lines = ItemAnalysis(course: "visits", tries: 40, versions: versions).lines(current: [item("a", 4)])
        #expect(lines.map(\.newest.item.version) == ["gone-2", "a-4"])
        #expect(lines.map { $0.earlier.map(\.item.version) } == [["gone-1"], ["a-3", "a-2", "a-1"]])
        #expect(lines.map(\.isAsked) == [false, true])
        let back = ItemAnalysis(course: "visits", tries: 40, versions: versions).lines(current: [item("a", 2)])
        #expect(back.first?.newest.item.version == "a-2")
        #expect(back.first?.newest.statistics.people == 40)
    }

    private func item(_ id: QuestionID, _ version: Int) -> Item {
        Item(version: "\(id)-\(version)", question: .example(id, key: ["a"]))
    }

    /// A version asked last on a day of its number.
    private func version(
        _ id: QuestionID, _ number: Int, people: Int = 40, easy: Bool = false
    ) -> ItemAnalysis.Version {
        var tally = ItemTally(of: .example(id, key: ["a"]))
        for place in 0..<people {
            tally.add(.choosing(easy || place % 2 == 0 ? "a" : "b", rest: place % 2 == 0 ? 0.9 : 0.1))
        }
        return ItemAnalysis.Version(
            item: item(id, number), statistics: tally.statistics, lastAskedAt: monday.days(number))
    }
}

extension ItemObservation {
    /// One option of a question whose key is `a`.
    fileprivate static func choosing(_ key: String, rest: Double, seconds: Int? = nil) -> ItemObservation {
        ItemObservation(
            earned: key == "a" ? .one : .zero, rest: rest, chosen: [key], isAnswered: true, parts: [:],
            seconds: seconds)
    }
}

extension [String] {
    fileprivate func rotated(by count: Int) -> [String] {
        let first = count % self.count
        return Array(self[first...] + self[..<first])
    }
}

private func isNear(_ value: Double?, _ expected: Double?) -> Bool {
    switch (value, expected) {
    case (nil, nil): true
    case (let value?, let expected?): abs(value - expected) < 1e-9
    default: false
    }
}

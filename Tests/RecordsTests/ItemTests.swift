import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

struct `The analysis of a quiz's questions` {
    @Test func `counts what a recount of all first tries gives`() async throws {
        let world = try await World()
        let people = try await world.hire(70)
        var dice = Dice(seed: 7)
        var first: [Attempt] = []
        for (index, number) in people.enumerated() {
            let start = monday.minutes(index)
            let attempt = try await world.begin(.visits, as: number, at: start)
            try await world.answer(attempt, right: dice.below(4), at: start.minutes(1))
            // Some hand nothing in; some try again, which counts for nothing.
            if dice.once(in: 10) { continue }
            _ = try await world.records.submit(
                attempt.id, requirements: Course.visits.requirements, by: attempt.person, at: start.minutes(2))
            first.append(try await world.records.attempt(attempt.id, for: .operatorAtTheMachine))
            if dice.once(in: 3) { try await world.take(.visits, as: number, right: 3, at: start.minutes(90)) }
        }
        try await world.take(.publicity, as: people[0], reading: true)

        let analysis = try await world.records.itemAnalysis(of: "visits")
        #expect(analysis.tries == first.count)
        #expect(analysis.versions.map(\.item).sorted { $0.version < $1.version } == Course.visits.sortedItems)
        for version in analysis.versions {
            let asked = first.flatMap { attempt in
                attempt.paper.slots.filter { $0.version == version.item.version }.map { (attempt, $0) }
            }
            #expect(version.statistics.people == asked.count)
            #expect(version.lastAskedAt == asked.map(\.0.startedAt).max())
            let indices = try #require(version.statistics.indices)
            let earned = asked.map { Double($0.marks[$1.number]?.earned.hundredths ?? 0) / 100 }
            #expect(abs(indices.facility - earned.reduce(0, +) / Double(asked.count)) < 1e-12)
            for option in indices.options {
                let choosers = asked.filter { attempt, slot in
                    attempt.answers[slot.number]?.response.letters.contains { slot.key($0) == option.key } == true
                }
                #expect(option.choosers.count == choosers.count, "\(version.item.version) \(option.key)")
            }
        }
    }

    @Test func `goes on from batch to batch to the last try`() async throws {
        let world = try await World()
        for number in try await world.hire(31) { try await world.take(.publicity, as: number, reading: true) }
        for batch in [1, 10, 31, 32] {
            let analysis = try await world.records.itemAnalysis(of: "publicity", batch: batch)
            #expect(analysis.tries == 31)
            #expect(analysis.versions.map(\.statistics.people) == [31, 31, 31])
            #expect(analysis.versions.allSatisfy { $0.statistics.verdict == .tooEasy })
        }
    }

    @Test func `is empty while nobody has handed anything in`() async throws {
        let world = try await World()
        _ = try await world.begin(.visits, as: .zhang)
        let analysis = try await world.records.itemAnalysis(of: "visits")
        #expect(analysis.tries == 0)
        #expect(analysis.versions.isEmpty)
    }

    @Test func `takes the mark that holds`() async throws {
        let world = try await World()
        for number in try await world.hire(30) { try await world.take(.publicity, as: number, right: 0, reading: true) }
        let before = try await world.records.itemAnalysis(of: "publicity")
        #expect(before.versions.compactMap { $0.statistics.indices?.facility } == [0, 0, 0])
        // As a later mark of somebody's would be.
        try await world.database.write { transaction in
            try transaction.script(
                """
                INSERT INTO marks (attempt, slot, position, earned, state, mark, given_at, given_by)
                SELECT attempt, slot, 2, 50, 'marked', '{"earned":50,"findings":[],"state":"marked"}', 0, 'chen' FROM marks
                """)
        }
        let after = try await world.records.itemAnalysis(of: "publicity")
        #expect(after.versions.compactMap { $0.statistics.indices?.facility } == [0.5, 0.5, 0.5])
    }
}

extension World {
    /// So many learners more.
    fileprivate func hire(_ count: Int) async throws -> [StaffNumber] {
        let cells = (0..<count).map { ["K\(1000 + $0)", "学员", "610621991201"] }
        try await apply(.people, Sheet(header: ["staff_no", "name", "unit"], cells: cells))
        return cells.compactMap { StaffNumber(rawValue: $0[0]) }
    }

    /// Takes a course's quiz, the lessons read before.
    fileprivate func take(
        _ course: Course, as number: StaffNumber, right: Int? = nil, reading: Bool
    ) async throws {
        for lesson in course.lessons { try await read(lesson.id, of: course, as: number) }
        try await take(course, as: number, right: right)
    }
}

extension Course {
    fileprivate var sortedItems: [Item] { items.sorted { $0.version < $1.version } }
}

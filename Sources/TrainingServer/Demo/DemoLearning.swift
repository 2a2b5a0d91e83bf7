import Content
import Foundation
import Records
import Training

/// A year in which the people of the demo province learn: some at once, some late, some not at all.
struct DemoLearning: Sendable {
    let world: DemoWorld
    let library: Library
    let records: Records
    let from: Date
    let to: Date

    /// Lets everyone learn. Many at a time, so that their writes share commits; what each does depends on the own number
    /// only, so the outcome does not depend on the order.
    func run() async throws {
        let learners = world.people.filter { $0[0] != "learner01" }.compactMap { StaffNumber(rawValue: $0[0]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, number) in learners.enumerated() {
                if index >= 64 { try await group.next() }
                group.addTask { try await learn(number) }
            }
            try await group.waitForAll()
        }
    }

    private func learn(_ number: StaffNumber) async throws {
        let person = try await records.person(number, for: .operatorAtTheMachine)
        var chance = SeededGenerator(seed: number.rawValue.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        for (index, course) in library.courses.enumerated() {
            guard chance.below(100) < 85 - 20 * index, let requirements = library.requirements(of: course.id) else {
                continue
            }
            let days = Int(to.timeIntervalSince(from) / 86_400) - 2
            var time = from.addingTimeInterval(Double(1 + chance.below(days)) * 86_400 + Double(chance.below(36_000)))
            let reads = chance.below(100) < 80 ? course.lessons.count : chance.below(course.lessons.count)
            for lesson in course.lessons.prefix(reads) {
                _ = try await records.record(readingOf: lesson.id, in: requirements, by: person.id, at: time)
                time += Double(120 + chance.below(600))
            }
            if reads == course.lessons.count {
                try await answer(course, requirements, person.id, skill: 55 + chance.below(45), &chance, &time)
            }
        }
    }

    /// Tries the quiz up to three times.
    private func answer(
        _ course: Course, _ requirements: Requirements, _ person: PersonID, skill: Int, _ chance: inout SeededGenerator,
        _ time: inout Date
    ) async throws {
        for trial in 1...3 {
            let (attempt, _) = try await records.beginAttempt(
                at: course.quiz, drawing: library.items(of: course.quiz), pictures: [], requirements: requirements,
                by: person, at: time)
            for slot in attempt.paper.slots {
                guard let question = attempt.questions[slot.version] else { continue }
                let knows = chance.below(100) < skill + 10 * trial
                let keys = knows ? question.key : [question.options[chance.below(question.options.count)].key]
                let letters = keys.compactMap { slot.letter(of: $0) }.sorted()
                let response = question.kind == .multiple ? Response.choices(letters) : .choice(letters[0])
                time += Double(15 + chance.below(60))
                _ = try await records.save(response, slot: slot.number, seq: 1, in: attempt.id, by: person, at: time)
            }
            let receipt = try await records.submit(attempt.id, requirements: requirements, by: person, at: time)
            if receipt.result.passed { return }
            time += 3600
        }
    }
}

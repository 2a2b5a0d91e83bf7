import Content
import Foundation
import Records
import Training

/// A year in which the people of the demo province learn: some at once, some late, some not at all.
struct DemoLearning: Sendable {
    let world: DemoWorld
    let library: Library
    let records: Records
    let seed: UInt64
    let from: Date
    let to: Date

    /// Lets everyone learn. Many at a time, so that their writes share commits; what each does depends on the own number
    /// only, so the outcome does not depend on the order.
    func run(_ answers: DemoAnswers) async throws {
        let learners = world.people.filter { $0[0] != "learner01" }.compactMap { StaffNumber(rawValue: $0[0]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, number) in learners.enumerated() {
                if index >= 64 { try await group.next() }
                group.addTask { try await learn(number, answers) }
            }
            try await group.waitForAll()
        }
    }

    private func learn(_ number: StaffNumber, _ answers: DemoAnswers) async throws {
        let person = try await records.person(number, for: .operatorAtTheMachine)
        var chance = SeededGenerator(seed: seed &+ number.rawValue.seed)
        let ability = DemoAnswers.ability(&chance)
        for (index, course) in DemoProvince.courses(library).enumerated() {
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
                try await answer(course, requirements, person, ability, answers, &chance, &time)
            }
        }
    }

    /// Reads all of a course and takes its quiz, as somebody who knows the matter well.
    func finish(_ course: Course, as number: StaffNumber, from begin: Date, _ answers: DemoAnswers) async throws {
        guard let requirements = library.requirements(of: course.id) else { return }
        let person = try await records.person(number, for: .operatorAtTheMachine)
        var chance = SeededGenerator(seed: seed &+ "\(course.id)\(number)".seed)
        var time = begin
        for lesson in course.lessons {
            _ = try await records.record(readingOf: lesson.id, in: requirements, by: person.id, at: time)
            time += Double(120 + chance.below(600))
        }
        try await answer(course, requirements, person, 3, answers, &chance, &time)
    }

    /// Tries the quiz up to three times.
    private func answer(
        _ course: Course, _ requirements: Requirements, _ learner: Person, _ ability: Double, _ answers: DemoAnswers,
        _ chance: inout SeededGenerator, _ time: inout Date
    ) async throws {
        let person = learner.id
        // In one place in six the line is bad.
        let drops = learner.unit.rawValue.utf8.reduce(0) { $0 + Int($1) } % 6 == 0
        for trial in 1...3 {
            let tries = try await records.tries(of: person, at: course.id, now: time)
            guard tries.obstacle(course.quiz.rules, at: time) == nil else { return }
            let (attempt, _) = try await records.beginAttempt(
                at: course.quiz, drawing: library.items(of: course.id), pictures: [], requirements: requirements,
                by: person, at: time)
            for slot in attempt.paper.slots {
                guard let question = attempt.questions[slot.version] else { continue }
                let responses = answers.responses(
                    to: question, on: slot, ability: ability, trial: trial, in: learner.unit, &chance)
                for (index, response) in responses.enumerated() {
                    time += Double(15 + chance.below(60))
                    _ = try await records.save(
                        response, slot: slot.number, seq: index + 1, recovered: drops && slot.number % 2 == 0,
                        in: attempt.id, by: person, at: time)
                }
            }
            let receipt = try await records.submit(attempt.id, requirements: requirements, by: person, at: time)
            var passed = receipt.result.passed
            // One text in ten still waits, so that there is something to mark.
            if attempt.questions.values.contains(where: { $0.kind == .shortText }), chance.below(10) > 0 {
                passed = try await markTexts(of: attempt.id, requirements, at: time + 1800)
            }
            if passed != false { return }
            time += Double(max(60, course.quiz.rules.delay)) * 60
        }
    }

    /// A coordinator marks the texts of a try: what a full answer says earns all of the mark, anything else a quarter.
    /// Returns whether the try is passed now.
    private func markTexts(of id: AttemptID, _ requirements: Requirements, at time: Date) async throws -> Bool? {
        let attempt = try await records.attempt(id, for: .operatorAtTheMachine)
        for slot in attempt.paper.slots where attempt.marks[slot.number]?.state == .awaiting {
            guard case .shortText(let asked) = attempt.questions[slot.version]?.interaction else { continue }
            let isFull = attempt.answers[slot.number]?.response == .text(asked.model)
            try await records.give(
                isFull ? .one : Marks(hundredths: 25), remark: "", to: slot.number, of: id, requirements: requirements,
                by: .operatorAtTheMachine, at: time)
        }
        return try await records.attempt(id, for: .operatorAtTheMachine).result?.passed
    }
}

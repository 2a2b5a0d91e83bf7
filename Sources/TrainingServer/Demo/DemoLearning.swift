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
                try await answer(course, requirements, person, skill: 55 + chance.below(45), &chance, &time)
            }
        }
    }

    /// Tries the quiz up to three times.
    private func answer(
        _ course: Course, _ requirements: Requirements, _ learner: Person, skill: Int, _ chance: inout SeededGenerator,
        _ time: inout Date
    ) async throws {
        let person = learner.id
        // In one place in six the line is bad.
        let drops = learner.unit.rawValue.utf8.reduce(0) { $0 + Int($1) } % 6 == 0
        for trial in 1...3 {
            let (attempt, _) = try await records.beginAttempt(
                at: course.quiz, drawing: library.items(of: course.quiz), pictures: [], requirements: requirements,
                by: person, at: time)
            for slot in attempt.paper.slots {
                guard let question = attempt.questions[slot.version] else { continue }
                let knows = chance.below(100) < skill + 10 * trial
                let responses = knows ? slot.rightResponses(to: question) : slot.guesses(at: question, &chance)
                for (index, response) in responses.enumerated() {
                    time += Double(15 + chance.below(60))
                    _ = try await records.save(
                        response, slot: slot.number, seq: index + 1, recovered: drops && slot.number % 2 == 0,
                        in: attempt.id, by: person, at: time)
                }
            }
            let receipt = try await records.submit(attempt.id, requirements: requirements, by: person, at: time)
            if receipt.result.passed != false { return }
            time += 3600
        }
    }
}

extension Paper.Slot {
    /// What someone answers who knows: decision by decision in a scenario, else at once.
    fileprivate func rightResponses(to question: Question) -> [Response] {
        guard case .scenario(let scenario) = question.interaction else { return [rightResponse(to: question)] }
        return Scenario.Analysis(of: scenario).best.map(Response.text)
    }

    /// What someone answers who does not.
    fileprivate func guesses(at question: Question, _ chance: inout SeededGenerator) -> [Response] {
        guard case .scenario(let scenario) = question.interaction else { return [guess(at: question, &chance)] }
        var letters: [String] = []
        while let walk = scenario.walk(letters), !walk.isOver, letters.count < 20 {
            letters.append(Paper.letters[chance.below(walk.node.options.count)])
        }
        return letters.map(Response.text)
    }

    private func rightResponse(to question: Question) -> Response {
        switch question.interaction {
        case .choice(let choice):
            let letters = choice.key.compactMap { letter(of: $0) }
            return choice.kind == .multiple ? .list(letters) : .text(letters.first ?? "")
        case .fillIn(let fillIn):
            let texts = fillIn.blanks.map(\.accepts.shown)
            return texts.count == 1 ? .text(texts[0]) : .list(texts)
        case .matching(let matching):
            return .map(
                Dictionary(
                    uniqueKeysWithValues: matching.prompts.enumerated().map {
                        ("\($0.offset + 1)", letter(of: $0.element.answer) ?? "")
                    }))
        case .ordering(let ordering): return .list(ordering.steps.compactMap { letter(of: $0.key) })
        case .shortText(let shortText): return .text(shortText.model)
        case .publicationCheck(let check):
            return .map(Dictionary(uniqueKeysWithValues: check.fields.map { ($0.key, $0.action.rawValue) }))
        case .scenario: return .list([])
        }
    }

    /// Something that can be chosen, or a text that is not right.
    private func guess(at question: Question, _ chance: inout SeededGenerator) -> Response {
        switch question.interaction {
        case .choice(let choice):
            let letter = Paper.letters[chance.below(order.count)]
            return choice.kind == .multiple ? .list([letter]) : .text(letter)
        case .fillIn(let fillIn):
            let texts = fillIn.blanks.map { _ in "\(chance.below(90) + 10)" }
            return texts.count == 1 ? .text(texts[0]) : .list(texts)
        case .matching(let matching):
            return .map(
                Dictionary(
                    uniqueKeysWithValues: matching.prompts.indices.map {
                        ("\($0 + 1)", Paper.letters[chance.below(order.count)])
                    }))
        case .ordering: return .list(chance.shuffled(Array(Paper.letters.prefix(order.count))))
        case .shortText: return .text("不清楚，要问一问。")
        case .publicationCheck(let check):
            let actions = PublicationCheck.Action.allCases
            return .map(
                Dictionary(
                    uniqueKeysWithValues: check.fields.map { ($0.key, actions[chance.below(actions.count)].rawValue) }))
        case .scenario: return .list([])
        }
    }
}

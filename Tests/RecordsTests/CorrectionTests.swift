import FoundationEssentials
import Records
import TestSupport
import Testing
import Training

/// Where a corrected key meets deadlines, paper and the notebook.
@Suite("A corrected key")
struct CorrectionTests {
    /// A slot's letter for one option of the last question of 发布.
    private func letter(_ key: String, in attempt: Attempt) throws -> (slot: Int, letter: String) {
        let slot = try #require(
            attempt.paper.slots.first { attempt.questions[$0.version]?.id == "publicity-board" })
        return (slot.number, try #require(slot.letter(of: key)))
    }

    private func cards(of number: StaffNumber, _ world: Corrected) async throws -> Set<QuestionID> {
        Set(try await world.records.notebookCards(of: world.world.person(number).id).map(\.question))
    }

    @Test("marks late answers that are accepted after it was applied")
    func lateAnswers() async throws {
        let world = try await Corrected()
        let timed = Course.publicity.under(Quiz.Rules(passMark: 80, timeLimit: 30))
        for lesson in timed.lessons { try await world.world.read(lesson.id, of: timed, as: .zhao) }
        let attempt = try await world.world.begin(timed, as: .zhao)
        let (board, right) = try letter("c", in: attempt)
        for slot in attempt.paper.slots where slot.number != board {
            _ = try await world.records.save(
                attempt.rightResponse(slot), slot: slot.number, seq: 1, in: attempt.id, by: attempt.person, at: monday)
        }
        _ = try await world.records.save(
            .text(right), slot: board, seq: 1, in: attempt.id, by: attempt.person, at: monday.minutes(90))
        _ = try await world.records.closeOverdueAttempts(at: monday.minutes(91)) { _ in timed.requirements }
        try await world.apply(at: monday.days(9))
        try await world.records.decide(
            onLateAnswersOf: attempt.id, accepting: true, reason: "停电", requirements: timed.requirements,
            by: world.world.caller(.zheng), at: monday.days(10))
        let result = try #require(try await world.attempt(of: .zhao).result)
        #expect(result.score == result.maxScore && result.passed == true && result.isExpired)
    }

    @Test("marks a paper that was printed before and is keyed in after")
    func papers() async throws {
        let world = try await Corrected()
        for lesson in Course.publicity.lessons { try await world.world.read(lesson.id, of: .publicity, as: .zhao) }
        let caller = try await world.world.caller(.zheng)
        let paper = try await world.records.drawPapers(
            for: [.zhao], in: .shaanxi, at: Course.publicity.quiz, drawing: Course.publicity.items, pictures: [],
            requirements: Course.publicity.requirements, by: caller, at: monday)[0]
        let (_, attempt) = try await world.records.paper(paper.number, for: caller)
        let (board, right) = try letter("c", in: attempt)
        try await world.apply(at: monday.days(9))
        var responses = Dictionary(
            uniqueKeysWithValues: attempt.paper.slots.map { ($0.number, attempt.rightResponse($0)) })
        responses[board] = .text(right)
        let receipt = try await world.records.key(
            responses, into: paper.number, requirements: Course.publicity.requirements, by: caller, at: monday.days(10))
        #expect(receipt.result.score == receipt.result.maxScore && receipt.completed)
        #expect(try await cards(of: .zhao, world) == [])
        let again = try await world.records.key(
            responses, into: paper.number, requirements: Course.publicity.requirements, by: caller, at: monday.days(11))
        #expect(again == receipt)
    }

    @Test("is not kept open by a paper that was withdrawn")
    func withdrawn() async throws {
        let world = try await Corrected()
        for lesson in Course.publicity.lessons { try await world.world.read(lesson.id, of: .publicity, as: .zhao) }
        let caller = try await world.world.caller(.zheng)
        let paper = try await world.records.drawPapers(
            for: [.zhao], in: .shaanxi, at: Course.publicity.quiz, drawing: Course.publicity.items, pictures: [],
            requirements: Course.publicity.requirements, by: caller, at: monday)[0]
        #expect(try await world.plan().inProgress == 1)
        try await world.records.withdraw(paper.number, because: "淋湿了", by: caller, at: monday)
        #expect(try await world.plan().inProgress == 0)
    }

    @Test("brings nothing into the notebook that was right by it when the try was handed in")
    func handedIn() async throws {
        let world = try await Corrected()
        let attempt = try await world.begin(as: .zhao, at: monday.days(8))
        try await world.apply(at: monday.days(9))
        try await world.handIn(attempt, board: "c", at: monday.days(10))
        #expect(try await cards(of: .zhao, world) == [])
    }

    @Test("that passes a quiz brings what was wrong into the notebook, where passing shows keys")
    func passing() async throws {
        let world = try await Corrected(tries: false)
        let later = Course.publicity.under(Quiz.Rules(passMark: 60, feedback: .afterPassing))
        for lesson in later.lessons { try await world.world.read(lesson.id, of: later, as: .zhang) }
        let attempt = try await world.world.begin(later, as: .zhang)
        let (board, right) = try letter("c", in: attempt)
        let others = attempt.paper.slots.filter { $0.number != board }
        for (slot, response) in [
            (others[0].number, attempt.rightResponse(others[0])), (others[1].number, attempt.wrongResponse(others[1])),
            (board, .text(right)),
        ] {
            _ = try await world.records.save(
                response, slot: slot, seq: 1, in: attempt.id, by: attempt.person, at: monday)
        }
        _ = try await world.records.submit(
            attempt.id, requirements: later.requirements, by: attempt.person, at: monday)
        #expect(try await cards(of: .zhang, world) == [])
        try await world.apply(at: monday.days(9))
        let wrong = try #require(attempt.questions[others[1].version]?.id)
        #expect(try await cards(of: .zhang, world) == [wrong])
    }
}

import TestSupport
import Testing
import Training

@Suite("A delivery")
struct DeliveryTests {
    @Test("adds up number by number")
    func sum() {
        let one = Delivery(attempts: 1, received: 8, recovered: 2, late: 1, missing: 1)
        let other = Delivery(attempts: 2, received: 20, recovered: 0, late: 3, missing: 5)
        #expect(one + other == Delivery(attempts: 3, received: 28, recovered: 2, late: 4, missing: 6))
        #expect(one + Delivery() == one)
    }

    @Test(
        "tells of a bad line from three answers sent again, when they are one in ten",
        arguments: [(0, 0, false), (2, 2, false), (3, 3, true), (30, 3, true), (31, 3, false), (400, 40, true)])
    func badLine(_ received: Int, _ recovered: Int, _ expected: Bool) {
        #expect(Delivery(received: received, recovered: recovered).tellsOfABadLine == expected)
    }

    @Test("counts what was answered, and an answer taken back neither as received nor as recovered")
    func ofATry() {
        let items = Course.visits.items
        func answer(_ slot: Int, _ response: Response, recovered: Bool) -> (Int, Answer) {
            (slot, Answer(slot: slot, response: response, seq: 1, savedAt: monday, recovered: recovered))
        }
        let slots = items.enumerated().map {
            Paper.Slot(
                number: $0.offset + 1, version: $0.element.version,
                order: $0.element.question.choice.options.map(\.key))
        }
        let attempt = Attempt(
            id: "try", person: "zhang", course: "visits", number: 1, startedAt: monday,
            paper: Paper(seed: 0, slots: slots), rules: Quiz.Rules(passMark: 60),
            questions: Dictionary(uniqueKeysWithValues: items.map { ($0.version, $0.question) }),
            answers: Dictionary(uniqueKeysWithValues: [
                answer(1, .text("a"), recovered: true), answer(2, .text("b"), recovered: false),
                answer(3, .list([]), recovered: true),
            ]), result: nil)
        #expect(attempt.delivery == Delivery(attempts: 1, received: 2, recovered: 1))
        #expect(attempt.delivery(handedIn: true).missing == 2)
    }
}

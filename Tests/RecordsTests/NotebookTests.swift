import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

private let day = Day(at: monday)

struct `The notebook in the records` {
    @Test func `takes in what was answered wrongly when the try is handed in, in the same transaction`() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        try await world.answer(attempt, right: 1)
        #expect(try await world.cards(of: .zhang).isEmpty)
        _ = try await world.records.submit(attempt.id, requirements: nil, by: attempt.person, at: monday)
        let cards = try await world.cards(of: .zhang)
        let wrong = attempt.paper.slots.dropFirst().compactMap { attempt.questions[$0.version]?.id }
        #expect(Set(cards.map(\.question)) == Set(wrong) && cards.count == 2)
        #expect(cards.allSatisfy { $0.stage == 0 && $0.due == day.adding(1) && $0.entered == day && $0.seq == 1 })
        let (_, last) = try await world.records.notebookCard(wrong[0], of: attempt.person, on: day)
        #expect(last.kind == .entered && last.attempt == attempt.id && last.slot == attempt.paper.slots[1])
        #expect(last.response == attempt.wrongResponse(attempt.paper.slots[1]))
    }

    @Test func `takes in questions without an answer, and a try once`() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        for minutes in 0..<3 {
            _ = try await world.records.submit(
                attempt.id, requirements: nil, by: attempt.person, at: monday.minutes(minutes))
        }
        #expect(
            try await world.rows("SELECT kind, response FROM notebook_entries").map { $0.map(\.text) }
                == Array(repeating: ["entered", "NULL"], count: 3))
    }

    @Test func `puts a card back to the start when a later try has it wrong`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 0)
        let first = try #require(try await world.cards(of: .zhang).first)
        try await world.practise(first, as: .zhang, right: true, at: monday.days(1))
        try await world.take(.visits, as: .zhang, right: 0, at: monday.days(2))
        try await world.take(.visits, as: .zhang, right: 0, at: monday.days(2).minutes(9))
        let again = try #require(try await world.cards(of: .zhang).first { $0.question == first.question })
        #expect(again.stage == 0 && again.due == day.adding(3) && again.entered == day.adding(2))
    }

    @Test func `moves a card on by practice until it leaves, and writes each answer down`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        var card = try #require(try await world.cards(of: .zhang).first)
        var days: [Int] = []
        while let due = card.due {
            days.append(due.number - day.number)
            card = try await world.practise(card, as: .zhang, right: true, at: due.morning)
        }
        #expect(days == [1, 4, 11, 26, 56])
        #expect(try await world.cards(of: .zhang) == [card] && card.seq == 6)
        let kinds = try await world.rows("SELECT seq, kind, attempt IS NULL FROM notebook_entries ORDER BY seq")
        #expect(
            kinds.map { $0.map(\.text).joined(separator: " ") }
                == ["1 entered 0"] + (2...6).map { "\($0) right 1" })
    }

    @Test func `counts the same practice answer once, however often and whenever it comes`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        let card = try #require(try await world.cards(of: .zhang).first)
        let tomorrow = monday.days(1)
        let person = try await world.person(.zhang).id
        let item = try #require(card.item)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    _ = try await world.records.practise(
                        nil, to: item, version: item.version, number: 2, pictures: [], by: person, at: tomorrow)
                }
            }
            try await group.waitForAll()
        }
        // The page was left open, and is sent again when the card is due anew.
        let late = try await world.records.practise(
            nil, to: item, version: item.version, number: 2, pictures: [], by: person, at: monday.days(5))
        #expect(late.card.seq == 2 && late.card.due == day.adding(2) && late.last.kind == .wrong)
        #expect(try await world.rows("SELECT seq FROM notebook_entries WHERE attempt IS NULL").count == 1)
    }

    @Test func `changes nothing before a card is due`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        let card = try #require(try await world.cards(of: .zhang).first)
        let before = try await world.dump()
        #expect(try await world.practise(card, as: .zhang, right: true, at: monday.minutes(5)) == card)
        #expect(try await world.dump() == before)
    }

    @Test func `asks the newest version, keeps it, and refuses an answer to an older one`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        let card = try #require(try await world.cards(of: .zhang).first)
        let person = try await world.person(.zhang).id
        let newest = Item(version: "new", question: .example(card.question, key: ["a"]))
        await expectConflict("question_changed") {
            _ = try await world.records.practise(
                nil, to: newest, version: card.item?.version, number: 2, pictures: [], by: person, at: monday.days(1))
        }
        let letter = card.slot(for: newest, of: person).letter(of: "a") ?? ""
        let picture = MediaFile(hash: "h", mediaType: "image/png", bytes: [1])
        let done = try await world.records.practise(
            .text(letter), to: newest, version: "new", number: 2, pictures: [picture], by: person, at: monday.days(1))
        #expect(done.last.kind == .right && done.last.slot.version == "new")
        #expect(try await world.rows("SELECT question FROM question_versions WHERE version = 'new'").count == 1)
        #expect(try await world.records.media("h") == picture)
    }

    @Test func `is one's own: nobody else has the card`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        let card = try #require(try await world.cards(of: .zhang).first)
        await #expect(throws: Refusal.notFound) {
            try await world.practise(card, as: .li, right: true, at: monday.days(1))
        }
        #expect(try await world.cards(of: .li).isEmpty)
    }
}

struct `Keys that may not be shown yet` {
    @Test func `keep wrong answers out of the notebook until their day, and each goes in once`() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        let marks = try attempt.submitted(by: attempt.person, at: monday).marks
        func enter(_ shown: Day?, at now: Date = monday) async throws {
            try await world.database.write {
                try $0.enter(attempt, marks: marks, keysShownFrom: shown, at: now)
            }
        }
        func shown(on day: Day) async throws -> Int {
            Notebook(try await world.cards(of: .zhang), on: day) { _ in true }.cards.count
        }
        try await enter(nil)
        #expect(try await world.cards(of: .zhang).isEmpty)
        for _ in 0..<2 { try await enter(day.adding(5)) }
        try await enter(day, at: monday.days(1))
        #expect(try await world.rows("SELECT day FROM notebook_entries").count == 3)
        #expect(try await shown(on: day.adding(4)) == 0)
        #expect(try await shown(on: day.adding(5)) == 3)
        let question = try #require(try await world.cards(of: .zhang).first).question
        await #expect(throws: Refusal.notFound) {
            try await world.records.notebookCard(question, of: attempt.person, on: day.adding(4))
        }
        _ = try await world.records.notebookCard(question, of: attempt.person, on: day.adding(5))
    }

    @Test func `that were shown long ago count from today`() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        let marks = try attempt.submitted(by: attempt.person, at: monday).marks
        try await world.database.write {
            try $0.enter(attempt, marks: marks, keysShownFrom: day, at: monday.days(9))
        }
        #expect(try await world.cards(of: .zhang).allSatisfy { $0.due == day.adding(10) })
    }
}

struct `A notebook of a quiz that shows keys later` {
    private func cards(_ world: World) async throws -> Int { try await world.cards(of: .zhang).count }

    @Test func `has nothing before the quiz is passed, and then what was wrong in every try`() async throws {
        let course = Course.visits.under(Quiz.Rules(passMark: 60, feedback: .afterPassing))
        let world = try await World()
        try await world.take(course, as: .zhang, right: 0)
        #expect(try await cards(world) == 0)
        try await world.take(course, as: .zhang, at: monday.days(1))
        #expect(try await cards(world) == 3)
    }

    @Test func `has what was wrong once its owner looks at the keys after the due date`() async throws {
        let course = Course.visits.under(Quiz.Rules(passMark: 60, feedback: .afterDue))
        let world = try await World()
        try await world.take(course, as: .zhang, right: 0)
        let zhang = try await world.person(.zhang).id
        let attempt = try #require(try await world.records.tries(of: zhang, at: "visits", now: monday).all.first)
        let due = try #require(
            try await world.records.personCourse(.zhang, "visits", for: world.caller(.chen), at: monday).due)
        for (time, count) in [(due.adding(1).start.addingTimeInterval(-1), 0), (due.adding(1).start, 3)] {
            try await world.records.enterNotebook(attempt.id, by: zhang, at: time)
            #expect(try await cards(world) == count)
        }
    }
}

struct `Numbers of notebooks` {
    private let questions = Course.visits.quiz.blueprint.questions

    @Test func `add up from the units below, and count only people at work`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 1)
        try await world.take(.visits, as: .li, right: 2)
        try await world.take(.visits, as: .wang, right: 2)
        try await world.take(.visits, as: .zhao, right: 0)
        let one = try #require(try await world.cards(of: .li).first)
        try await world.practise(one, as: .li, right: true, at: monday.days(1))
        let report = try await world.notebooks(of: .yanchang, as: .chen, at: monday.days(1))
        #expect(report.totals == .init(people: 3, cards: 4, due: 3, learnt: 0))
        #expect(report.direct == .init())
        #expect(report.children.map(\.unit.code) == [.firstTown, .secondTown])
        #expect(report.children.map(\.count) == [report.totals, .init()])
        let town = try await world.notebooks(of: .firstTown, as: .chen, at: monday.days(1))
        #expect(town.direct == .init(people: 1, cards: 1, due: 1))
        #expect(town.children.map(\.count.cards) == [2, 1])
        #expect(town.above.map(\.code) == [.yanchang])
        try await world.apply(.people, Sheet("staff_no,name,unit,status\n00017,张某,610621991201,suspended"))
        #expect(try await world.notebooks(of: .yanchang, as: .chen, at: monday.days(1)).totals.people == 2)
    }

    @Test func `count what was learnt apart, and no question that is not in the bank`() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang, right: 2)
        var card = try #require(try await world.cards(of: .zhang).first)
        while let due = card.due { card = try await world.practise(card, as: .zhang, right: true, at: due.morning) }
        let later = monday.days(100)
        #expect(try await world.notebooks(of: .yanchang, as: .chen, at: later).totals == .init(learnt: 1))
        let others = questions.filter { $0 != card.question }
        let caller = try await world.caller(.chen)
        for asked in [others, []] {
            let report = try await world.records.notebookReport(
                of: .yanchang, questions: asked, for: caller, at: later)
            #expect(report.totals == .init())
        }
    }

    @Test func `are nobody's outside the scope`() async throws {
        let world = try await World()
        for who in [StaffNumber.zhou, .zhang] {
            await #expect(throws: Refusal.notFound) {
                try await world.notebooks(of: .yanchang, as: who, at: monday)
            }
        }
        #expect(try await world.notebooks(of: .yanchang, as: .wu, at: monday).totals == .init())
    }
}

extension World {
    fileprivate func cards(of number: StaffNumber) async throws -> [Notebook.Card] {
        try await records.notebookCards(of: person(number).id).sorted { $0.question < $1.question }
    }

    @discardableResult
    fileprivate func practise(
        _ card: Notebook.Card, as number: StaffNumber, right: Bool, at now: Date
    ) async throws -> Notebook.Card {
        let item = try #require(card.item)
        let person = try await person(number).id
        let slot = card.slot(for: item, of: person)
        let letters = item.question.choice.key.compactMap { slot.letter(of: $0) }.sorted()
        let response: Response = item.question.kind == .multiple ? .list(letters) : .text(letters[0])
        return try await records.practise(
            right ? response : nil, to: item, version: item.version, number: nil, pictures: [], by: person, at: now
        ).card
    }

    fileprivate func notebooks(
        of unit: UnitCode, as number: StaffNumber, at now: Date
    ) async throws -> NotebookReport {
        try await records.notebookReport(
            of: unit, questions: Course.visits.quiz.blueprint.questions, for: caller(number), at: now)
    }
}

extension Notebook.Card {
    /// The question in its present version.
    fileprivate var item: Item? { Course.all.flatMap(\.items).first { $0.question.id == question } }
}

import Content
import Foundation
import Records
import SQLiteStorage
import Testing
import Training

@testable import TrainingServer

/// The content of this repository, which the demo is filled with.
private let library = Result { () throws -> Library in
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    return try LiveLibrary(
        courses: root.appending(path: "Courses").path, questions: root.appending(path: "Questions").path
    ).current
}

struct `The people of the demo` {
    @Test func `answer every kind of question rightly or wrongly, and always as it is asked`() throws {
        var chance = SeededGenerator(seed: 1)
        let items = try library.get().allItems
        for item in items {
            for _ in 0..<40 {
                let slot = Paper.draw(
                    Blueprint(drawing: 1, of: [item.question.id]), of: [item], seed: chance.next()
                ).slots[0]
                let right = slot.mark(of: slot.rightResponses(to: item.question), to: item.question)
                #expect(right == .one, "\(item.question.id)")
                let wrong = slot.mark(of: slot.wrongResponses(to: item.question, &chance), to: item.question)
                #expect(wrong != nil, "\(item.question.id)")
                if item.question.kind != .scenario { #expect(wrong != .one, "\(item.question.id)") }
            }
        }
    }

    @Test func `have one ability, on the whole and one by one`() {
        var chance = SeededGenerator(seed: 1)
        let abilities = (0..<4000).map { _ in DemoAnswers.ability(&chance) }
        let mean = abilities.reduce(0, +) / 4000
        #expect(abs(mean) < 0.06)
        #expect(abs(abilities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000 - 1) < 0.1)
    }

    /// As many as the README tells to ask for; in memory, since only answers matter here.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `make the item analysis name what was planted and nothing else`(_ seed: UInt64) throws {
        let library = try library.get()
        let answers = DemoAnswers(library)
        let planted = try #require(answers.planted)
        var found: [QuestionID: ItemStatistics.Verdict] = [:]
        for (index, course) in DemoProvince.courses(library).enumerated() {
            var tallies: [String: ItemTally] = [:]
            let items = library.items(of: course.id)
            // The share of people who come to the quiz, as in `DemoLearning`.
            for person in 0..<(2000 * (85 - 20 * index) * 8 / 1000) {
                var chance = SeededGenerator(seed: seed &+ "\(course.id)\(person)".seed)
                let ability = DemoAnswers.ability(&chance)
                let paper = Paper.draw(course.quiz.blueprint, of: items, seed: chance.next())
                for (version, observation) in paper.firstTry(at: items, by: ability, answers, &chance).observations {
                    guard let item = items.first(where: { $0.version == version }) else { continue }
                    tallies[version, default: ItemTally(of: item.question)].add(observation)
                }
            }
            #expect(tallies.count == items.count)
            for item in items {
                let statistics = try #require(tallies[item.version]?.statistics)
                // Of the many questions that tables make, one is drawn: few people meet each of them.
                #expect(item.question.generated != nil || statistics.verdict != .notEnough)
                if ![.sound, .notEnough].contains(statistics.verdict) {
                    found[item.question.id] = statistics.verdict
                }
            }
        }
        #expect(
            found == [
                planted.wrongKey: .keySuspect, planted.tooEasy: .tooEasy, planted.random: .doesNotDiscriminate,
            ])
    }

    /// Through the records, with fewer people, so that it takes seconds: among few answers chance may excuse the question
    /// that chance decides.
    @Test func `leave what was planted in the records of a demo`() async throws {
        let database = try SQLiteDatabase.inMemory()
        let records = Records(database: database)
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        try await records.prepare(at: now)
        let library = try library.get()
        try await DemoProvince(people: 500, seed: 3, now: now).fill(records, library)
        var found: [QuestionID: ItemStatistics.Verdict] = [:]
        for course in DemoProvince.courses(library) {
            let analysis = try await records.itemAnalysis(of: course.id)
            #expect(analysis.tries > 100)
            for line in analysis.lines(current: library.items(of: course.id)) {
                let question = line.newest.item.question
                #expect(line.earlier.isEmpty)
                let verdict = line.newest.statistics.verdict
                if ![.sound, .notEnough].contains(verdict) { found[question.id] = verdict }
            }
        }
        let planted = try #require(DemoAnswers(library).planted)
        try await expectPlantedMisconception(records, now)
        try await expectBusyCounty(records, now)
        let chanced = found.removeValue(forKey: planted.random)
        #expect(found == [planted.wrongKey: .keySuspect, planted.tooEasy: .tooEasy])
        #expect(chanced == nil || chanced == .doesNotDiscriminate)
    }
}

/// In 延长县 most people hold the misconception that was planted there; elsewhere it is one of many.
private func expectPlantedMisconception(_ records: Records, _ now: Date) async throws {
    let answers = DemoAnswers(try library.get())
    let planted = try #require(answers.misconception)
    func line(_ unit: UnitCode) async throws -> MisconceptionReport.Line? {
        try await records.misconceptionReport(
            of: unit, .init(), for: .operatorAtTheMachine, at: now
        ).lines.first { $0.label.id == planted }
    }
    let county = try #require(UnitCode(rawValue: DemoAnswers.misledCounty))
    let misled = try #require(try await line(county))
    let share = try #require(misled.totals.percent)
    #expect(share > 50)
    let province = try #require(try await line("610000"))
    let everywhere = try #require(province.totals.percent)
    #expect(everywhere < 40)
}

/// In 延长县 each page of its coordinator has something to show, and its learner can renew a course that soon ends.
private func expectBusyCounty(_ records: Records, _ now: Date) async throws {
    let (library, today) = (try library.get(), Day(at: now))
    let county = try #require(UnitCode(rawValue: DemoAnswers.misledCounty))
    let plan = try #require(DemoCounty.plan(library))
    let assigned = try await records.assignments(in: county, limit: 100, for: .operatorAtTheMachine)
    #expect(Set(assigned.standing.filter { $0.plan == plan.id }.map(\.course)) == Set(plan.courses))
    #expect(assigned.gaps(in: library.plans) == [])

    let exempt = try await records.exemptions(in: county, on: today, for: .operatorAtTheMachine).map(\.given)
    #expect(Set(exempt.map(\.exemption.reason)) == [.parentalLeave, .other])
    #expect(exempt.allSatisfy { $0.by == "县级王某" })
    let (_, sessions) = try await records.groupSessions(in: county, limit: 10, for: .operatorAtTheMachine)
    #expect(sessions.map { $0.state(on: today) } == [.planned, .unrecorded, .cancelled, .recorded, .recorded])

    let course = try #require(DemoCounty.renewed(library))
    let requirements = try #require(library.requirements(of: course.id))
    let learner = try await records.person("learner01", for: .operatorAtTheMachine)
    let progress = try await records.progress(of: learner.id, in: requirements, at: now)
    #expect(progress.isRenewable)
    let last = try #require(progress.holding?.last)
    #expect((today.adding(20)...today.adding(45)).contains(last))
    let report = try await records.completionReport(
        of: county, course: course.id, day: nil, for: .operatorAtTheMachine, at: now)
    #expect(report.totals.completed > 3 && report.totals.completed < report.totals.assigned)
}

extension Library {
    /// The whole bank, of which courses draw some.
    fileprivate var allItems: [Item] { items.values.sorted { $0.question.id < $1.question.id } }
}

extension Paper {
    /// What someone of this ability makes of the paper, half a minute an answer.
    fileprivate func firstTry(
        at items: [Item], by ability: Double, _ answers: DemoAnswers, _ chance: inout SeededGenerator
    ) -> FinishedTry {
        let start = Date(timeIntervalSince1970: 1_795_000_000)
        var (given, marks) = ([Int: Answer](), [Int: Mark]())
        for slot in slots {
            guard let question = items.first(where: { $0.version == slot.version })?.question else { continue }
            let responses = answers.responses(to: question, on: slot, ability: ability, trial: 1, &chance)
            let response = responses.asKept
            given[slot.number] = Answer(
                slot: slot.number, response: response, seq: responses.count,
                savedAt: start.addingTimeInterval(Double(30 * slot.number)))
            // As the coordinator of the demo marks texts.
            let mark = slot.mark(response, to: question)
            marks[slot.number] = mark
            // Only of a text is it asked what would be right: of a scenario all ways would be walked for it.
            if mark.state == .awaiting {
                let isFull = slot.rightResponses(to: question) == responses
                marks[slot.number] = .given(isFull ? .one : Marks(hundredths: 25), remark: "")
            }
        }
        return FinishedTry(paper: self, startedAt: start, answers: given, marks: marks)
    }
}

extension Paper.Slot {
    /// What these responses earn, a text as if it had been marked; nil when one does not fit the question.
    fileprivate func mark(of responses: [Response], to question: Question) -> Marks? {
        guard !responses.isEmpty, responses.allSatisfy({ normalized($0, to: question) != nil }) else { return nil }
        if case .shortText(let asked) = question.interaction {
            return responses == [.text(asked.model)] ? .one : .zero
        }
        return mark(responses.asKept, to: question).earned
    }
}

extension [Response] {
    /// One response, or the decisions of a scenario as they are kept together.
    fileprivate var asKept: Response { count == 1 ? self[0] : .list(flatMap(\.letters)) }
}

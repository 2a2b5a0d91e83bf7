import Foundation
import Records
import TestSupport
import Testing
import Training

@testable import Web

struct `The item analysis` {
    @Test func `tells of a question that few were asked how many they are and nothing more`() async throws {
        try await Town().open { visit in
            for who in [Who.zhang, .li, .zhao] { try await visit.pass("visits", as: who) }
            let document = try await visit.get("/items.json?course=visits", as: .zhengsToken).json
            #expect(document["course"] == "visits")
            #expect(document["tries"] == 3)
            #expect(document["least_people"] == 30)
            let items = document["items"].list
            #expect(items.compactMap { $0["question"].string } == ["visits-knock", "visits-record", "visits-skip"])
            for item in items {
                #expect(item["current"].names == ["version", "verdict", "people"])
                #expect(item["current"]["verdict"] == "not_enough")
                #expect(item["current"]["people"] == 3)
            }
            let page = try await visit.get("/items?course=visits", as: .zheng)
            #expect(page.contains("人数不足：有 3 人作答，满 30 人才给出数字。"))
            #expect(!page.contains("谁选了什么"))
        }
    }

    @Test func `counts what each person handed in first, whoever asks for it in which form`() async throws {
        let town = try await Town()
        try await town.crowd(40)
        try await town.open { visit in
            try await visit.pass("visits", as: .zhang)
            try await visit.pass("visits", as: .zhang)
            let document = try await visit.get("/items.json?course=visits", as: .zhengsToken).json
            #expect(document["tries"] == 41)
            let knock = document["items"].list.first { $0["question"] == "visits-knock" }?["current"] ?? .null
            #expect(knock["verdict"] == "key_suspect")
            #expect(knock["suspect"] == "keyWrong")
            #expect(knock["people"] == 41)
            #expect(knock["options"][0]["key"] == "keyRight")
            #expect(knock["options"][0]["right"] == true)
            #expect(knock["options"][0]["chosen"] == 11)
            #expect(knock["options"][1]["chosen"] == 30)
            #expect(knock["facility"] == .number(11.0 / 41))
            #expect(knock["median_seconds"] == 20)

            let table = try await visit.get("/items.csv?course=visits", as: .zhengsToken)
            let rows = table.rows
            #expect(rows[1][0] == "visits-knock")
            #expect(rows[1][1] == "single")
            #expect(Array(rows[1][3...7]) == ["true", "key_suspect", "keyWrong", "41", "0.2683"])
            #expect(rows[1][9] == "20.0")
            #expect(rows.count == 4)
            #expect(rows.allSatisfy { $0.count == 10 })
            let chinese = try await visit.get("/items.csv?course=visits&header=zh", as: .zhengsToken).rows
            #expect(chinese[0].last == "用时中位数（秒）")
            #expect(Array(chinese[1][3...4]) == ["是", "答案可能有误"])

            let page = try await visit.get("/items?course=visits", as: .zheng)
            #expect(page.contains("答案可能有误：选 keyWrong 的人"))
            #expect(page.contains("41 人的第一次作答"))
            #expect(page.contains("这道题答对的人，其余题反而做得差。"))
            #expect(page.contains("<b>27%</b>") && page.contains("<b>20 秒</b>"))
            #expect(page.headers[.cacheControl]?.contains("no-store") == true)
            let english = try await visit.get("/items?course=visits", as: .zheng, [.cookie: "language=en"])
            #expect(english.contains("The key may be wrong: those who chose “keyWrong”"))
        }
    }

    @Test func `is of the first course unless another is asked for, and of none that does not exist`() async throws {
        try await Town().open { visit in
            let first = try await visit.get("/items.json", as: .zhengsToken).json["course"].string
            #expect(first == visit.town.content.current.courses.first?.id.rawValue)
            let unknown = try await visit.get("/items.json?course=nothing", as: .zhengsToken)
            #expect(unknown.status == 422)
            #expect(unknown.problem == "unknown_course")
        }
    }

    @Test func `is led to from the page on the content`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/content", as: .zheng)
            for course in visit.town.content.current.courses {
                #expect(page.contains(#"href="/items?course=\#(course.id)""#))
            }
        }
    }

    @Test func `calls each part what the question calls it`() {
        let blanks = FillIn(blanks: [
            .init(label: "公示", accepts: .texts(["7天"]), reason: ""),
            .init(label: "", accepts: .texts(["10"]), reason: ""),
        ])
        let steps = Ordering(steps: ["先听", "再记"].map { .init(key: $0, text: $0, reason: "") })
        let fields = PublicationCheck(
            place: .villageBoard,
            fields: [.init(key: "name", label: "姓名", value: "张某", action: .publish, reason: "")])
        let prompts = Matching(prompts: [.init(text: "突发大病", answer: "a", reason: "")], options: [])
        let named: [(Question.Interaction, [String])] = [
            (.fillIn(blanks), ["公示", "第 2 处"]), (.ordering(steps), ["先听", "再记"]),
            (.publicationCheck(fields), ["姓名"]), (.matching(prompts), ["突发大病"]),
            (.scenario(Scenario(start: "door", nodes: [])), ["第 1 步"]),
            (.choice(.init(kind: .single, options: [], key: [])), []),
        ]
        for (interaction, names) in named {
            let question = Question(
                id: "q", era: .current, clauses: ["L-1"], stem: "?", interaction: interaction, explanation: "")
            var tally = ItemTally(of: question)
            for _ in 0..<30 {
                tally.add(
                    ItemObservation(
                        earned: .one, rest: 1, chosen: [], isAnswered: true,
                        parts: Dictionary(uniqueKeysWithValues: names.indices.map { ($0 + 1, true) }), seconds: nil))
            }
            let version = ItemAnalysis.Version(
                item: Item(version: "v", question: question), statistics: tally.statistics, lastAskedAt: nil)
            #expect(ItemNumbers(version, "item-q", .example).parts.map(\.text) == names)
        }
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (0.126, 2, "0.13"), (-0.126, 2, "-0.13"), (-0.001, 2, "0.00"), (1.0, 2, "1.00"),
        (59.5, 0, "60"), (0.05, 1, "0.1"), (12.3456, 3, "12.346"),
    ]) func `rounds to so many decimals`(_ number: Double, _ digits: Int, _ text: String) {
        #expect(number.fixed(digits) == text)
    }
}

extension Town {
    /// Lets so many people take the quiz of `visits`, twenty seconds a question: of four, three know the rest and choose
    /// the wrong answer to the first question, as they would if its key were wrong.
    fileprivate func crowd(_ count: Int) async throws {
        let cells = (0..<count).map { ["K\(1000 + $0)", "学员", "610621991201"] }
        let request = ImportRequest(
            kind: .people, sheet: Sheet(header: ["staff_no", "name", "unit"], cells: cells), ignored: IgnoredColumns(),
            encoding: "UTF-8", catalogue: CourseCatalogue([]))
        _ = try await records.applyImport(request, by: .operatorAtTheMachine, at: clock.now)
        let library = content.current
        let course = library.course("visits")!
        for (index, cells) in cells.enumerated() {
            let person = try await records.person(StaffNumber(rawValue: cells[0])!, for: .operatorAtTheMachine).id
            let requirements = library.requirements(of: course.id)!
            let (attempt, _) = try await records.beginAttempt(
                at: course.quiz, drawing: library.items(of: course.id), pictures: [], requirements: requirements,
                by: person, at: clock.now)
            var time = clock.now
            for slot in attempt.paper.slots {
                let isFirst = attempt.questions[slot.version]?.id == "visits-knock"
                let knows = index % 4 != 0
                time += 20
                _ = try await records.save(
                    knows != isFirst ? attempt.rightResponse(slot) : attempt.wrongResponse(slot), slot: slot.number,
                    seq: 1, in: attempt.id, by: person, at: time)
            }
            _ = try await records.submit(attempt.id, requirements: requirements, by: person, at: time)
        }
    }
}

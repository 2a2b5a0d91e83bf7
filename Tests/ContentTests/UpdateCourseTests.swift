import Testing
import Training

@testable import Content

@Suite("An update among the courses")
struct UpdateCourseTests {
    @Test("is a course with one reading, old and new side by side, and all of its questions")
    func course() throws {
        let plain = try World().library()
        let library = plain.adding([.example(["visits-01", "visits-03"])])
        let course = try #require(library.course("update-20261109-1"))
        #expect(course.title.zh == "政策更新 2026-11-09" && course.quiz.rules.passMark == 80)
        #expect(library.items(of: course.id).map(\.question.id) == ["visits-01", "visits-03"])
        #expect(course.quiz.blueprint.count == 2 && course.quiz.blueprint.shortages.isEmpty)
        let requirements = try #require(library.requirements(of: course.id))
        #expect(requirements.clauses == [.init(clause: "L-1", version: 7)])
        #expect(requirements.lessons.map(\.lesson) == ["01-changes"])
        let html = course.lessons[0].body.map { if case .html(let text) = $0 { text } else { "" } }.joined()
        #expect(
            html.contains("<del><span class=\"unseen\">〔删去：</span>2<span class=\"unseen\">〕</span></del>人&lt;以上&gt;"))
        #expect(
            html.contains("<ins><span class=\"unseen\">〔新增：</span>3<span class=\"unseen\">〕</span></ins>人&lt;以上&gt;"))
        #expect(html.contains("第 5 版的原文没有保存。") && !html.contains("<以上>"))
        #expect(library.courses.map(\.id) == ["update-20261109-1", "visits"])
        #expect(library.course("visits") == plain.course("visits"))
    }

    @Test("asks no question that is stale, where others have gone or not")
    func stale() throws {
        let fresh = try World().library()
        let item = try #require(fresh.items["visits-01"])
        let history = ClauseHistory(at: Day(number: 20_770).start, citations: [item.version: ["L-1": 0]])
        let library = fresh.remembering(history).library
        #expect(library.stale == ["visits-01": ["L-1"]])
        let cases: [([QuestionID], [QuestionID])] = [
            (["visits-01", "visits-03"], ["visits-03"]), (["gone", "visits-01"], []),
        ]
        for (planned, asked) in cases {
            let updated = library.adding([.example(planned)])
            #expect(updated.items(of: "update-20261109-1").map(\.question.id) == asked)
            #expect(updated.course("update-20261109-1")?.quiz.blueprint.count == asked.count)
        }
    }

    @Test("asks no question that has gone, and those of old where all have gone, which come back nowhere else")
    func vanished() throws {
        let whole = try World().library()
        let kept = whole.adding([.example(["visits-01", "gone"])])
        #expect(kept.course("update-20261109-1")?.quiz.blueprint.questions == ["visits-01"])
        let update = ClauseUpdate.example(["gone"])
        let bare = whole.adding([update])
        let course = try #require(bare.course(update.id))
        #expect(bare.items(of: course.id) == update.items)
        #expect(bare.items == whole.items && bare.practice("gone") == nil)
    }

    @Test("gives way to a course of its name, and no folder may have one")
    func names() throws {
        let world = try World()
        let update = ClauseUpdate.example(["visits-01"], id: "visits")
        let library = try world.library()
        #expect(library.adding([update]).course("visits") == library.course("visits"))
        try world.write("", to: "Courses/update-1/course.yml")
        #expect(
            world.problems() == [
                "Courses/update-1:1: error: names that begin with `update-` are kept for updates about changed clauses"
            ])
    }
}

extension ClauseUpdate {
    fileprivate static func example(
        _ questions: [QuestionID], id: CourseID = "update-20261109-1"
    ) -> ClauseUpdate {
        let clause = Clause(
            id: "L-1", version: 7, text: "3人<以上>。", source: "法", era: .current, verified: true)
        let items = questions.map {
            Item(
                Question(
                    id: $0, era: .current, clauses: ["L-1"], stem: "?",
                    interaction: .fillIn(FillIn(blanks: [])), explanation: ""))
        }
        let change = Change(
            clause, formers: [Former(version: 6, text: "2人<以上>。"), Former(version: 5, text: nil)])
        return ClauseUpdate(
            id: id,
            plan: Plan(changes: [change], items: items.map(ItemVersion.init), passMark: 80, area: .quality),
            items: items, due: Day(number: 20_795), at: Day(number: 20_766).start, by: "郑某")
    }
}

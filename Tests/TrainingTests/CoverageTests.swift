import TestSupport
import Testing
import Training

struct `The coverage of the content` {
    @Test func `counts lessons, questions, made questions, scenarios and tables apart, each once`() throws {
        let coverage = coverage(
            items: [
                question("q-1", ["A", "B"]), question("q-2", ["A"]), question("t-1", ["A"], made: true), scenario,
            ],
            tables: [table])
        let line = try #require(coverage.lines.first)
        #expect(line.clause.id == "A")
        #expect([line.lessons, line.questions, line.generated, line.scenarios, line.tables] == [1, 2, 1, 1, 1])
        #expect(coverage.lines.map(\.clause.id) == ["A", "B", "C"])
    }

    @Test func `names the clauses without a lesson and those without a question`() {
        let coverage = coverage(items: [question("q-1", ["B"])], tables: [])
        #expect(coverage.untaught == ["B", "C"])
        #expect(coverage.unasked == ["A", "C"])
    }

    @Test func `takes a made question or a decision of a scenario for a question, and a mere table for none`() {
        #expect(coverage(items: [question("t-1", ["A"], made: true)], tables: []).unasked == ["B", "C"])
        #expect(coverage(items: [scenario], tables: []).unasked == ["B", "C"])
        #expect(coverage(items: [], tables: [table]).unasked == ["A", "B", "C"])
    }

    @Test func `names items that nobody answered as they now stand, by id`() {
        let items = [question("q-2", ["A"]), question("q-1", ["A"]), question("q-3", ["A"])]
        let reanswers = [
            Reanswer(item: "q-1", version: "old"), Reanswer(item: "q-2", version: "q-2-v1"),
            Reanswer(item: "gone", version: "gone-v1"),
        ]
        let coverage = coverage(items: items, tables: [], reanswers)
        #expect(coverage.unanswered.map(\.question.id) == ["q-1", "q-3"])
        #expect(coverage.items == 3)
    }

    private func coverage(items: [Item], tables: [DecisionTable], _ reanswers: [Reanswer] = []) -> Coverage {
        let clauses: [ClauseID] = ["C", "B", "A"]
        let course = Course(
            id: "c", title: Bilingual(zh: "课", en: "Course"), summary: Bilingual(zh: "学", en: "Learn"), area: .ability,
            lessons: [.example("01-a", clauses: ["A"])], quiz: Course.visits.quiz)
        return Coverage(
            clauses: clauses.map { Clause(id: $0, version: 1, text: "", source: "", era: .both, verified: true) },
            courses: [course], items: items, tables: tables, reanswers: reanswers)
    }

    private func question(_ id: QuestionID, _ clauses: [ClauseID], made: Bool = false) -> Item {
        let origin = GeneratedQuestion(table: "t", version: "", template: "", seed: 1)
        return Item(
            version: "\(id)-v1",
            question: Question(
                id: id, era: .both, clauses: clauses, stem: "",
                interaction: .shortText(ShortText(model: "", criteria: [])),
                explanation: "", generated: made ? origin : nil))
    }

    private var scenario: Item {
        let story = Scenario(start: "end", nodes: [.init(id: "end", text: "", ending: .init(.good, score: 1))])
        return Item(
            version: "s-v1",
            question: Question(
                id: "s", era: .both, clauses: ["A"], stem: "", interaction: .scenario(story), explanation: ""))
    }

    private var table: DecisionTable {
        let rules = ["one", "two"].map {
            DecisionTable.Rule($0, when: .init([]), outcome: "yes", says: "", clauses: ["A"])
        }
        return DecisionTable(
            id: "t", title: Bilingual(zh: "", en: ""), era: .both, inputs: [], outcomes: [], rules: rules)
    }
}

struct `The table of answers given anew` {
    private static let hash = String(repeating: "0a", count: 32)
    private static let header = ["version", "item", "answer", "agrees", "changed"]

    @Test func `says which version of which item was answered, whatever the order of its columns`() throws {
        let rows = [Sheet.Row(number: 2, cells: [Self.hash.uppercased(), "q-1", "b", "yes", ""])]
        #expect(
            try Reanswer.read(Sheet(header: Self.header, rows: rows)) == [Reanswer(item: "q-1", version: Self.hash)])
    }

    @Test func `is refused with every missing column`() {
        let problems = problems(Sheet(header: ["item", "answer"], rows: []))
        #expect(problems.map(\.column) == ["version", "agrees", "changed"])
    }

    @Test func `is refused with every row that names no item or no whole version`() {
        let rows = [
            Sheet.Row(number: 2, cells: [Self.hash, "q 1", "b", "yes", ""]),
            Sheet.Row(number: 3, cells: [String(Self.hash.dropLast()), "q-1", "b", "yes", ""]),
        ]
        let problems = problems(Sheet(header: Self.header, rows: rows))
        #expect(problems.map { "\($0.row) \($0.column)" } == ["2 item", "3 version"])
    }

    private func problems(_ sheet: Sheet) -> [RowProblem] {
        do throws(RowProblems) {
            _ = try Reanswer.read(sheet)
            return []
        } catch {
            return error.problems
        }
    }
}

import FoundationEssentials
import Training

/// People against courses.
struct GridPage: Page {
    static let template = "grid"
    static let isKept = false
    let unitName: String
    let unitCode: String
    let completionPath: String
    let peoplePath: String
    let asOf: String
    let text: String
    let columns: [Column]
    let rows: [Row]
    let isEmpty: Bool
    /// Why there is nothing: nobody is asked anything, or nobody matches.
    let emptyText: String
    let signs: [Sign]
    let nextPath: String?
    let downloads: Downloads

    /// A course.
    struct Column: Sendable {
        let number: Int
        /// As much of the title as a column has room for.
        let short: String
        let title: String
    }

    /// A person.
    struct Row: Sendable {
        let name: String
        let staffNumber: String
        let unitName: String
        let unitPath: String
        let cells: [Cell]
    }

    /// A person with a course; without a sign where it is not asked of them.
    struct Cell: Sendable {
        let path: String?
        let sign: Sign?
        let overdue: Bool
        /// The day it was finished, else the day it is due.
        let day: String?
    }

    /// A state as a sign and a word.
    struct Sign: Sendable {
        let state: String
        let sign: String
        let word: String

        init(_ state: Standing.State, _ words: Words) {
            self.state = state.rawValue
            word = words("state_\(state.rawValue)")
            sign =
                switch state {
                case .completed: "✓"
                case .inProgress: "◐"
                case .notStarted: "○"
                case .expired: "↻"
                case .exempt: "－"
                }
        }
    }

    init(_ grid: CourseGrid, _ query: CourseGrid.Query, _ courses: [Course], at now: Date, _ words: Words) {
        unitName = grid.unit.name
        unitCode = grid.unit.code.rawValue
        completionPath = Paths.completion(of: grid.unit.code)
        peoplePath = Paths.people(of: grid.unit.code)
        asOf = words("as_of", ["time": words.time(now)])
        text = query.text
        let ids = grid.columns(courses)
        columns = ids.enumerated().map { index, id in
            let title = courses.name(of: id, words)
            return Column(
                number: index + 1, short: Drawing.cut(title, to: words.language == .chinese ? 8 : 16), title: title)
        }
        rows = grid.people.map { person in
            Row(
                name: person.name, staffNumber: person.staffNumber.rawValue, unitName: person.unit.name,
                unitPath: Paths.grid(of: person.unit.code),
                cells: ids.map { id in
                    Cell(
                        person.courses[id],
                        path: courses.contains { $0.id == id } ? Paths.person(person.staffNumber, id) : nil, words)
                })
        }
        isEmpty = rows.isEmpty || columns.isEmpty
        emptyText = words(query.text.isEmpty ? "nobody_assigned" : "no_people")
        signs = Standing.State.allCases.map { Sign($0, words) }
        nextPath = grid.next.map { Paths.grid(of: grid.unit.code, query.following($0)) }
        downloads = Downloads {
            Paths.grid(of: grid.unit.code, CourseGrid.Query(text: query.text), as: $0, words.language)
        }
    }

    func title(_ words: Words) -> String { words("grid_of", ["unit": unitName]) }

    static var example: GridPage {
        func line(_ number: StaffNumber, _ state: Standing.State?, overdue: Bool = false) -> PersonLine {
            PersonLine(
                staffNumber: number, name: "甲村张某", unit: "610621991201", unitName: "示例甲村",
                course: state.map {
                    .init(
                        id: "example", state: $0, overdue: overdue, completedAt: nil, score: nil, maxScore: nil,
                        due: Day(number: 20_780))
                })
        }
        let query = CourseGrid.Query(text: "张", limit: 2)
        let grid = CourseGrid(
            unit: .init(code: "610621", name: "延长县"), courses: ["example", "gone"],
            lines: [
                line("61062199001", .notStarted, overdue: true), line("61062199002", nil), line("61062199003", nil),
            ],
            limit: query.limit)
        return GridPage(grid, query, [.example], at: Date(timeIntervalSince1970: 1_795_000_000), .example)
    }
}

extension GridPage.Cell {
    fileprivate init(_ course: PersonLine.Course?, path: String?, _ words: Words) {
        self.path = path
        sign = course.map { GridPage.Sign($0.state, words) }
        overdue = course?.overdue ?? false
        let finished = course?.completedAt.map { Day(at: $0).description }
        day = finished ?? (course?.state.canBeOverdue == true ? course?.due?.description : nil)
    }
}

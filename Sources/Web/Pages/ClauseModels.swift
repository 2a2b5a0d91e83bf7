import Training

/// The clauses by the document they stand in, to look one up.
struct ClausesPage: Page {
    static let template = "clause-list"
    let query: String
    /// How many were found; nil without a search.
    let found: String?
    let none: Bool
    let documents: [Document]

    /// A document with its clauses.
    struct Document: Sendable {
        let name: String
        let count: String
        /// Whether its clauses are shown at once: what was searched for should not have to be opened.
        let isOpen: Bool
        let clauses: [Line]
    }

    /// A clause in the list.
    struct Line: Sendable {
        let clause: ClauseLine
        let version: String
        let era: String
    }

    init(_ clauses: [Clause], _ query: String, _ words: Words) {
        let searched = !query.allSatisfy(\.isWhitespace)
        self.query = query
        found = searched ? words("clauses_found", ["n": clauses.count]) : nil
        none = clauses.isEmpty
        // The documents with the most clauses first: those are looked up.
        let byDocument = Dictionary(grouping: clauses, by: \.document)
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        documents = byDocument.map { name, clauses in
            Document(
                name: name, count: words("clauses_count", ["n": clauses.count]), isOpen: searched,
                clauses: clauses.map {
                    Line(
                        clause: ClauseLine($0), version: words("clause_version", ["n": $0.version]),
                        era: words("era_\($0.era.rawValue)"))
                })
        }
    }

    func title(_ words: Words) -> String { words("clauses_all") }

    static var example: ClausesPage { ClausesPage([.example], "两人", .example) }
}

/// A clause with everything that hangs on it.
struct ClausePage: Page {
    static let template = "clause-page"
    let id: String
    let clause: ClauseLine
    let version: String
    let era: String
    /// From when until when it holds, as far as that is known.
    let period: String?
    let signOff: String
    let courses: [CourseUse]
    let noCourse: Bool
    /// What administrators see besides.
    let bank: Bank?

    /// A course with its lessons that name the clause.
    struct CourseUse: Sendable {
        let name: String
        let path: String
        let lessons: [Link]
    }

    /// What of the question bank rests on it.
    struct Bank: Sendable {
        let questions: [Use]
        let scenarios: [Use]
        let tables: [Use]
        let nothing: Bool
    }

    /// Where one can go.
    struct Link: Sendable {
        let name: String
        let path: String
    }

    /// A question, scenario or table.
    struct Use: Sendable {
        let id: String
        let title: String
        /// Its page, where it has one: a question that no quiz can ask has none.
        let path: String?
    }

    init(_ clause: Clause, _ uses: ClauseUsesShown, on day: Day, _ words: Words) {
        id = clause.id.rawValue
        self.clause = ClauseLine(clause)
        version = words("clause_version", ["n": clause.version])
        era = words("era_\(clause.era.rawValue)")
        let period = [
            clause.from.map { words("clause_from", ["day": words.date($0)]) },
            clause.to.map { words("clause_to", ["day": words.date($0)]) },
        ].compactMap(\.self)
        self.period = period.isEmpty ? nil : period.joined(separator: " · ")
        signOff = words.signOff(clause.signOff, on: day)
        courses = uses.courses.map { course, lessons in
            CourseUse(
                name: course.title(words.language), path: Paths.course(course.id),
                lessons: lessons.map { Link(name: $0.title, path: Paths.lesson($0.id, in: course.id)) })
        }
        noCourse = courses.isEmpty
        bank = uses.bank.map { Bank($0, words) }
    }

    func title(_ words: Words) -> String { words("clause_title", ["id": id]) }

    static var example: ClausePage {
        let asked = [(question: Question.example, courses: [Course.example])]
        let table = DecisionTable(
            id: "example", title: Bilingual(zh: "该用哪项救助", en: "Which measure"), era: .current, inputs: [],
            outcomes: [], rules: [])
        let uses = ClauseUsesShown(
            courses: [(.example, [Course.example.lessons[0]])],
            bank: .init(questions: asked, scenarios: asked, tables: [table]))
        return ClausePage(.example, uses, on: Day(number: 20_780), .example)
    }
}

extension ClausePage.Bank {
    fileprivate init(_ bank: ClauseUsesShown.Bank, _ words: Words) {
        questions = bank.questions.map(ClausePage.Use.init)
        scenarios = bank.scenarios.map(ClausePage.Use.init)
        tables = bank.tables.map { ClausePage.Use(id: $0.id.rawValue, title: $0.title(words.language), path: nil) }
        nothing = questions.isEmpty && scenarios.isEmpty && tables.isEmpty
    }
}

extension ClausePage.Use {
    fileprivate init(_ question: Question, _ courses: [Course]) {
        id = question.id.rawValue
        title = question.stem.beginning
        path = courses.first.map { Paths.item(question.id, of: $0.id) }
    }
}

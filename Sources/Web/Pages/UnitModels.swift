import Training

/// A choice of units where someone is in charge of several.
struct UnitsPage: Page {
    static let template = "units"
    let units: [Link]

    /// A unit to go to.
    struct Link: Sendable {
        let name: String
        let code: String
        let path: String
        /// The last day on which it is in one's charge.
        var until: String?
    }

    func title(_ words: Words) -> String { words("units") }

    static let example = UnitsPage(units: [
        Link(name: "陕西省", code: "610000", path: "/units/610000/completion", until: "至2026年12月31日")
    ])
}

/// A course to choose in a filter.
struct CourseChoice: Sendable {
    let id: String
    let name: String
    let chosen: Bool

    static func all(_ courses: [Course], chosen: CourseID?, _ words: Words) -> [CourseChoice] {
        courses.map { CourseChoice(id: $0.id.rawValue, name: $0.title(words.language), chosen: $0.id == chosen) }
    }
}

extension CourseChoice {
    /// Where people count.
    static func belongings(chosen: CompletionReport.Belonging, _ words: Words) -> [CourseChoice] {
        CompletionReport.Belonging.allCases.map {
            CourseChoice(id: $0.rawValue, name: words("by_\($0.rawValue)"), chosen: $0 == chosen)
        }
    }

    /// Administrative or by reports.
    static func trees(chosen: CompletionReport.Tree, _ words: Words) -> [CourseChoice] {
        CompletionReport.Tree.allCases.map {
            CourseChoice(id: $0.rawValue, name: words("tree_\($0.rawValue)"), chosen: $0 == chosen)
        }
    }
}

extension [Course] {
    /// What a course is called; its id when it is not offered any more.
    func name(of id: CourseID, _ words: Words) -> String {
        first { $0.id == id }?.title(words.language) ?? id.rawValue
    }
}

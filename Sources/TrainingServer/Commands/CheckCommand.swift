import ArgumentParser
import Content
import Foundation
import Training

/// `training check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks all content and prints each problem as path:line: error: message.")

    @OptionGroup var content: ContentOptions
    @OptionGroup var data: DataOptions

    @Flag(help: "Also print the least and the most points that each scenario can earn.")
    var scenarios = setting("SCENARIOS", false)

    @Flag(help: "Also print what rests on each clause, what is not covered, and what nobody has answered anew.")
    var coverage = setting("COVERAGE", false)

    @OptionGroup var reanswers: ReanswerOptions

    func run() async throws {
        let (library, problems) = Library.load(
            courses: content.courses, questions: content.questions, today: Day(at: Date()))
        let remembered = if let library { try await warnings(library) } else { [Content.Problem]() }
        for problem in problems + remembered {
            let line = problem.description(in: .ofTheTerminal)
            // Warnings go where they do not count as output: content that only has some is good.
            if problem.severity == .error {
                print(line)
            } else {
                FileHandle.standardError.write(Data("\(line)\n".utf8))
            }
        }
        // The problems are told already; what is left to say is the exit status.
        guard let library else { throw Failure([]) }
        if coverage { library.coverage(try reanswers.read()).report(in: .ofTheTerminal).forEach { print($0) } }
        if scenarios { library.scenarioRanges.forEach { print($0) } }
    }

    /// What the database has to say of the content before a server takes it up. Without one, what there is counts as having
    /// always been there: then every review knows of all changes to come.
    private func warnings(_ library: Library) async throws -> [Content.Problem] {
        let unremembered = ClauseHistory(at: Date(timeIntervalSince1970: 0))
            .seeing(library.clauses, coming: library.comingClauses, library.citingTexts).told(at: Date())
        return library.remembering(try await remembered(library) ?? unremembered).problems
    }

    private func remembered(_ library: Library) async throws -> ClauseHistory? {
        guard let (records, database) = try data.look() else { return nil }
        let history = try await records.clauseHistory(
            of: library.clauses, coming: library.comingClauses, citedBy: library.citingTexts, at: Date())
        try await database.close()
        return history
    }
}

extension Library {
    /// A line for each scenario: `home-visit: 2–14`.
    fileprivate var scenarioRanges: [String] {
        items.sorted { $0.key < $1.key }.compactMap { id, item in
            guard case .scenario(let scenario) = item.question.interaction,
                let range = Scenario.Analysis(of: scenario).range
            else { return nil }
            return "\(id): \(range.lowerBound)–\(range.upperBound)"
        }
    }
}

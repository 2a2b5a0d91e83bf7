import ArgumentParser
import Content
import Foundation
import Training

/// `training check`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks all content and prints each problem as path:line: error: message.")

    @OptionGroup var content: ContentOptions

    func run() throws {
        let (library, problems) = Library.load(courses: content.courses, questions: content.questions)
        for problem in problems { print(problem.description(in: .ofTheTerminal)) }
        // The problems are told already; what is left to say is the exit status.
        if library == nil { throw Failure([]) }
    }
}

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
        for problem in problems {
            let line = problem.description(in: .ofTheTerminal)
            // Warnings go where they do not count as output: content that only has some is good.
            if problem.severity == .error {
                print(line)
            } else {
                FileHandle.standardError.write(Data("\(line)\n".utf8))
            }
        }
        // The problems are told already; what is left to say is the exit status.
        if library == nil { throw Failure([]) }
    }
}

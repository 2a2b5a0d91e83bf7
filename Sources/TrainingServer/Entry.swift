import ArgumentParser
import Foundation
import Records
import SQL
import Training
import Web

/// The program: one command a file in `Commands`.
@main
struct Entry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Training and policy-knowledge quizzes for social-assistance staff.",
        discussion: "Every option can also be given in the environment: --public-url as TRAINING_PUBLIC_URL.",
        subcommands: [
            ServeCommand.self, CheckCommand.self, TokenCommand.self, PersonCommand.self, ImportCommand.self,
            ExportCommand.self, ContentCommand.self, ClausesCommand.self, DemoCommand.self,
            DoctorCommand.self,
        ])

    /// Runs the command that the arguments name. Exit status: 0 done, 1 the input or the data is wrong, 2 usage,
    /// 70 internal.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Foundation.exit(Outcome(error).tell())
        }
    }
}

/// Something wrong with what the command was given; `message` says what, in the language of the terminal.
struct Failure: Error {
    let message: String

    init(_ message: Bilingual) { self.message = message(.ofTheTerminal) }

    init(_ lines: [String]) { message = lines.joined(separator: "\n") }
}

extension Language {
    /// Chinese where the locale says so, else English.
    static var ofTheTerminal: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale?.hasPrefix("zh") == true ? .chinese : .english
    }
}

/// How a command ended.
private struct Outcome {
    let status: Int32
    let message: String

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: (status, message) = (1, failure.message)
        case let refusal as Refusal: (status, message) = (1, refusal.told)
        case let problems as RowProblems: (status, message) = (1, problems.told)
        case let newer as NewerSchema:
            (status, message) = (
                1, "The database is of a later version (\(newer.found) > \(newer.known)); use the later program."
            )
        case let error as DatabaseError: (status, message) = (70, "The database: \(error)")
        default:
            // 64 and 0 are the argument parser's own: a wrong call, and help that was asked for.
            let code = Entry.exitCode(for: error)
            (status, message) = (
                code == .success ? 0 : code == .validationFailure ? 2 : 70, Entry.fullMessage(for: error)
            )
        }
    }

    func tell() -> Int32 {
        let output = status == 0 ? FileHandle.standardOutput : FileHandle.standardError
        if !message.isEmpty { output.write(Data("\(message)\n".utf8)) }
        return status
    }
}

extension Refusal {
    fileprivate var told: String {
        switch self {
        case .notFound: Bilingual(zh: "没有找到。", en: "There is no such thing.")(.ofTheTerminal)
        case .forbidden(let text), .conflict(_, let text), .invalid(_, let text): text(.ofTheTerminal)
        case .signInNeeded, .passwordNeeded, .readOnly, .tooSoon: "\(self)"
        }
    }
}

extension RowProblems {
    fileprivate var told: String { problems.map(\.told).joined(separator: "\n") }
}

extension RowProblem {
    /// `row 3, unit: …`.
    var told: String {
        let language = Language.ofTheTerminal
        let place = column.isEmpty ? "" : ", \(column)"
        return language == .chinese ? "第 \(row) 行\(place)：\(message.zh)" : "row \(row)\(place): \(message.en)"
    }
}

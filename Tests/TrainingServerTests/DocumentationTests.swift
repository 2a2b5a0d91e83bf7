import ArgumentParser
import Foundation
import Testing

@testable import TrainingServer

struct `The README` {
    private static let text = readme()

    @Test func `names every command`() {
        for command in allCommands(of: Entry.self) where command.configuration.subcommands.isEmpty {
            let name = command.configuration.commandName ?? command._commandName
            #expect(Self.text.contains(name), "\(name) is not in README.md")
        }
    }

    @Test func `names every option of every command`() throws {
        for command in allCommands(of: Entry.self) {
            for option in command.helpMessage().matches(of: /--[a-z-]+/).map({ String($0.output) }) {
                guard !["--help", "--version"].contains(option) else { continue }
                #expect(Self.text.contains("`\(option)`"), "\(option) of \(command._commandName) is not in README.md")
            }
        }
    }

    @Test func `names every dependency with its reason`() throws {
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        for match in manifest.matches(of: /\.package\(url: "https:\/\/github\.com\/[^\/]+\/([^"]+)"/) {
            #expect(Self.text.contains(match.output.1), "\(match.output.1) is not in README.md")
        }
    }
}

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

private func readme() -> String {
    (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
}

private func allCommands(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    [command] + command.configuration.subcommands.flatMap(allCommands)
}

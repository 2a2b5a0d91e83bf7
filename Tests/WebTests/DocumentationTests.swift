import Foundation
import Testing
import Training

@testable import Web

struct `The page on the interface` {
    @Test func `names every route`() async throws {
        let town = try await Town()
        let text = try Self.text
        for route in town.site.routes {
            let path = route.path.replacing(/:([a-z]+)/) { "{\($0.output.1)}" }
            #expect(
                text.contains("`\(route.method) /\(path)`"), "docs/http.md says nothing of \(route.method) /\(path)")
        }
    }

    @Test func `names every column of every table, in English and Chinese`() throws {
        let text = try Self.text
        for column in ImportKind.allCases.flatMap(\.columns) {
            #expect(text.contains("`\(column.name)` \(column.zh)"), "docs/http.md says nothing of \(column.name)")
        }
    }

    @Test func `names every type of question`() throws {
        let text = try Self.text
        for kind in Question.Kind.allCases { #expect(text.contains("`\(kind.rawValue)`")) }
    }

    private static var text: String {
        get throws {
            try String(
                contentsOf: URL(filePath: #filePath).appending(path: "../../../docs/http.md").standardized,
                encoding: .utf8)
        }
    }
}

import Foundation
import TestSupport
import Testing
import Training

@Suite("A response")
struct ResponseTests {
    private func read(_ json: String) throws -> Response {
        try JSONDecoder().decode([Response].self, from: Data("[\(json)]".utf8))[0]
    }

    @Test("is a text, a list of texts or a map of texts")
    func reads() throws {
        #expect(try read(#""b""#) == .text("b"))
        #expect(try read(#"["c","a"]"#) == .list(["c", "a"]))
        #expect(try read("[]") == .list([]))
        #expect(try read(#"{"1":"a","2":"b"}"#) == .map(["1": "a", "2": "b"]))
    }

    @Test(
        "comes back as it was written",
        arguments: [.text("a"), .list([]), .list(["a", "h"]), .map(["1": "a"])] as [Response])
    func comesBack(_ response: Response) throws {
        #expect(try JSONDecoder().decode(Response.self, from: JSONEncoder().encode(response)) == response)
    }

    @Test(
        "is nothing else",
        arguments: [
            "1", "null", "true", #"{"a":1}"#, #"{"a":["b"]}"#, #"[1]"#, #"[null]"#, #"[["a"]]"#, #"["a",["b"]]"#,
            "1e400", #""\ud800""#,
        ])
    func refuses(_ json: String) {
        #expect(throws: (any Error).self) { try read(json) }
    }

    @Test("is not read from a very deep list")
    func refusesBombs() {
        let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
        #expect(throws: (any Error).self) { try read(deep) }
    }

    @Test("is empty only when it says nothing")
    func emptiness() {
        #expect(Response.list([]).isEmpty)
        #expect(!Response.list(["a"]).isEmpty)
        #expect(!Response.text("a").isEmpty)
        #expect(Response.text(" \u{3000}").isEmpty)
        #expect(Response.list(["", " "]).isEmpty)
        #expect(Response.map([:]).isEmpty)
    }
}

import Foundation
import TestSupport
import Testing
import Training

@Suite("A response")
struct ResponseTests {
    private func read(_ json: String) throws -> Response {
        try JSONDecoder().decode([Response].self, from: Data("[\(json)]".utf8))[0]
    }

    @Test("is a letter or a list of letters, in any order")
    func reads() throws {
        #expect(try read(#""b""#) == .choice("b"))
        #expect(try read(#"["c","a"]"#) == .choices(["a", "c"]))
        #expect(try read("[]") == .choices([]))
    }

    @Test("comes back as it was written", arguments: [.choice("a"), .choices([]), .choices(["a", "h"])] as [Response])
    func comesBack(_ response: Response) throws {
        #expect(try JSONDecoder().decode(Response.self, from: JSONEncoder().encode(response)) == response)
    }

    @Test(
        "is nothing else",
        arguments: [
            "1", "null", "true", "{}", #"{"a":1}"#, #"["a","a"]"#, #"[1]"#, #"[null]"#, #"[["a"]]"#, #"["a",["b"]]"#,
            #"["1","2","3","4","5","6","7","8","9"]"#, "1e400", #""\ud800""#,
        ])
    func refuses(_ json: String) {
        #expect(throws: (any Error).self) { try read(json) }
    }

    @Test("is not read from a very deep or very long list")
    func refusesBombs() {
        let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
        let long = "[" + (0..<20_000).map { "\"\($0)\"" }.joined(separator: ",") + "]"
        #expect(throws: (any Error).self) { try read(deep) }
        #expect(throws: (any Error).self) { try read(long) }
    }

    @Test("is empty only when every tick was taken away")
    func emptiness() {
        #expect(Response.choices([]).isEmpty)
        #expect(!Response.choices(["a"]).isEmpty)
        #expect(!Response.choice("a").isEmpty)
    }
}

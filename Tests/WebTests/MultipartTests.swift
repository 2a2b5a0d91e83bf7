import Foundation
import Hummingbird
import Testing

@testable import Web

struct `A multipart body` {
    @Test func `has fields and files`() throws {
        let parts = try read(
            """
            --x
            Content-Disposition: form-data; name="kind"

            people
            --x
            Content-Disposition: form-data; name="file"; filename="人员.csv"
            Content-Type: text/csv

            staff_no,name
            --x--

            """)
        #expect(parts.map(\.name) == ["kind", "file"])
        #expect(parts.map(\.fileName) == [nil, "人员.csv"])
        #expect(parts.map(\.text) == ["people", "staff_no,name"])
    }

    @Test func `may have an empty file`() throws {
        let parts = try read(part(#"name="file"; filename="""#, "") + "--x--")
        #expect(parts.map(\.text) == [""])
        #expect(parts.map(\.fileName) == [""])
    }

    @Test func `keeps line ends and anything else in a file`() throws {
        let content = "a,b\n\n1,2\n"
        #expect(try read(part(#"name="file""#, content) + "--x--").map(\.text) == [content.crlf])
        let bytes = [UInt8](0...255)
        let body =
            Array("--x\r\nContent-Disposition: form-data; name=file\r\n\r\n".utf8) + bytes + Array("\r\n--x--".utf8)
        #expect(try Multipart(body, boundary: "x").parts.map(\.bytes) == [bytes])
    }

    @Test(arguments: ["a --x b", "a--x", "-x", "--", "\n--xy\nb", "--xy", "\n-- x"])
    func `keeps what only resembles a delimiter`(_ content: String) throws {
        #expect(try read(part(#"name="file""#, content) + "--x--").map(\.text) == [content.crlf])
    }

    @Test(arguments: [
        (#"name=file"#, "file"), (#"name = "file""#, "file"), (#"NAME="file""#, "file"), (#"name="a;b""#, "a;b"),
        (#"name="a=b""#, "a=b"), (#"name="a\"b""#, #"a"b"#), (#"name="a\b""#, #"a\b"#),
        (#"filename="; name=evil"; name="file""#, "file"), (#"filename=x;name="文件""#, "文件"), (#"name="""#, ""),
    ]) func `names its parts as browsers do`(_ disposition: String, _ name: String) throws {
        #expect(try read(part(disposition, "1") + "--x--").map(\.name) == [name])
    }

    @Test func `may have several files of one name, of which the first is meant`() throws {
        let body = try Multipart(
            Array((part(#"name="file""#, "one") + part(#"name="file""#, "two") + "--x--").crlf.utf8), boundary: "x")
        #expect(body.parts.map(\.text) == ["one", "two"])
        #expect(body.text("file") == "one")
        #expect(body.text("nothing") == nil)
    }

    @Test func `may have text before and after its parts`() throws {
        let text = "preamble\n" + part(#"name="a""#, "1") + "--x--\nepilogue\n--x\n"
        #expect(try read(text).map(\.text) == ["1"])
    }

    @Test func `may name its headers in any case and order`() throws {
        let text = "--x\ncontent-type: text/plain\nX-More: 1\nCONTENT-DISPOSITION: form-data; name=\"a\"\n\n1\n--x--"
        #expect(try read(text).map(\.name) == ["a"])
    }

    @Test func `may have no part at all`() throws {
        #expect(try read("--x--").isEmpty)
    }

    @Test(arguments: [
        "", "nothing", "--y--", "--x", "--x\n", "--x\n\n", "--x\nContent-Disposition: form-data; name=\"a\"\n\n1",
        "--x\nContent-Disposition: form-data; name=\"a\"\n\n1\n--x", "--x\n\n1\n--x--", "--x\n1\n--x--",
        "--x\nContent-Disposition: form-data\n\n1\n--x--", "--x\nContent-Disposition: form-data; name=\"a\"\n--x--",
        "--x\nContent-Type: text/plain\n\n1\n--x--",
    ]) func `that is cut off or malformed is refused`(_ text: String) {
        #expect(throws: HTTPError.self) { try read(text) }
    }

    @Test func `with bare line feeds is refused`() {
        let text = "--x\nContent-Disposition: form-data; name=\"a\"\n\n1\n--x--"
        #expect(throws: HTTPError.self) { try Multipart(Array(text.utf8), boundary: "x") }
    }

    @Test func `with more parts than any form has is refused`() throws {
        let parts = { (count: Int) in String(repeating: part(#"name="a""#, "1"), count: count) + "--x--" }
        #expect(try read(parts(20)).count == 20)
        #expect(throws: HTTPError.self) { try read(parts(21)) }
    }

    @Test func `with a huge header is refused`() {
        let header = "X-More: " + String(repeating: "x", count: 5000)
        #expect(throws: HTTPError.self) {
            try read("--x\n\(header)\nContent-Disposition: form-data; name=\"a\"\n\n1\n--x--")
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc"), (#"multipart/form-data; boundary="a b;c""#, "a b;c"),
        ("multipart/form-data; charset=utf-8; boundary=abc", "abc"), ("multipart/form-data;BOUNDARY=abc ", "abc"),
        ("multipart/form-data", ""), ("multipart/form-data; boundary", ""), ("multipart/form-data; boundary=", ""),
    ]) func `has the boundary that its type names`(_ type: String, _ boundary: String) {
        #expect(Multipart.boundary(of: type) == boundary)
    }

    @Test(arguments: ["", String(repeating: "b", count: 71)]) func `without a boundary, or with a long one, is refused`(
        _ boundary: String
    ) {
        #expect(throws: HTTPError.self) { try Multipart(Array("--\(boundary)--".utf8), boundary: boundary) }
    }

    @Test func `without a boundary or without a file is refused as a request`() async throws {
        try await Town().open { visit in
            let headers: [(String, Int)] = [("multipart/form-data", 400), ("multipart/form-data; boundary=x", 422)]
            for (type, status) in headers {
                let body = Array((part(#"name="kind""#, "people") + "--x--").crlf.utf8)
                let reply = try await visit.send(.post, "/imports", as: .chen, [:], type, body: body)
                #expect(reply.status == status)
            }
        }
    }
}

private func part(_ disposition: String, _ content: String) -> String {
    "--x\nContent-Disposition: form-data; \(disposition)\n\n\(content)\n"
}

private func read(_ text: String) throws -> [Multipart.Part] {
    try Multipart(Array(text.crlf.utf8), boundary: "x").parts
}

extension String {
    fileprivate var crlf: String { replacing("\n", with: "\r\n") }
}

extension Multipart.Part {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}

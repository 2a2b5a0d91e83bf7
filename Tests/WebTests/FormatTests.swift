import CZlib
import HTTPTypes
import Testing

@testable import Web

struct `A compressed answer` {
    @Test(arguments: ["/sign-in", "/units/610621/people", "/units/610621/people.json", "/units/610621/people.csv"])
    func `unpacks to the plain one`(_ path: String) async throws {
        try await Town().open { visit in
            let who: Who = path == "/sign-in" ? .nobody : .chen
            let plain = try await visit.get(path, as: who)
            let packed = try await visit.get(path, as: who, [.acceptEncoding: "br, gzip;q=0.8"])
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(packed.headers[.vary] == "Accept-Encoding")
            #expect(plain.headers[.vary] == "Accept-Encoding")
            guard plain.bytes.count > 1000 else { return #expect(packed.bytes == plain.bytes) }
            #expect(packed.headers[.contentEncoding] == "gzip")
            #expect(packed.bytes.count < plain.bytes.count)
            #expect(try gunzip(packed.bytes) == plain.bytes)
        }
    }

    @Test(arguments: ["identity", "br", "gzip;q=0", "gzip; q=0.0, br", "", "xgzip"])
    func `is not sent to whoever takes none`(
        _ encodings: String
    ) async throws {
        try await Town().open { visit in
            let reply = try await visit.get("/sign-in", [.acceptEncoding: encodings])
            #expect(reply.headers[.contentEncoding] == nil)
            #expect(reply.contains("</html>"))
        }
    }
}

struct `An asset` {
    @Test func `is named by its hash and kept for a year, packed or not`() async throws {
        try await Town().open { visit in
            let paths = visit.town.site.pages.assets.paths
            #expect(Set(paths.keys).isSuperset(of: ["site.css", "quiz.js", "icon.svg"]))
            for (name, path) in paths {
                #expect(path.firstMatch(of: /-[0-9a-f]{12}\.[a-z]+$/) != nil)
                let plain = try await visit.get(path)
                #expect(plain.status == 200)
                #expect(plain.headers[.cacheControl]?.contains("immutable") == true)
                #expect(plain.headers[.contentType] != "application/octet-stream", "\(name)")
                let packed = try await visit.get(path, [.acceptEncoding: "gzip"])
                #expect(packed.headers[.contentEncoding] == "gzip")
                #expect(try gunzip(packed.bytes) == plain.bytes)
            }
        }
    }

    @Test(arguments: ["/assets/site.css", "/assets/site-000000000000.css", "/assets/../Strings/zh.json", "/assets/"])
    func `is served under no other name`(_ path: String) async throws {
        try await Town().open { visit async throws in
            #expect(try await visit.get(path).status == 404)
        }
    }
}

struct `Asking for the head alone` {
    @Test(arguments: ["/sign-in", "/courses/visits", "/units/610621/people.csv", "/nothing"])
    func `gives the headers without a body`(_ path: String) async throws {
        try await Town().open { visit in
            let whole = try await visit.get(path, as: .chen)
            let head = try await visit.send(.head, path, as: .chen)
            #expect(head.status == whole.status)
            #expect(head.headers[.contentType] == whole.headers[.contentType])
            #expect(head.bytes.isEmpty)
        }
    }
}

struct `An address with a suffix` {
    @Test(arguments: [
        ("/units/610621/completion.json", "application/json"), ("/units/610621/completion.csv", "text/csv"),
        ("/units/610621/completion.json?course=visits", "application/json"), ("/exports/people.csv", "text/csv"),
        ("/units/610621/completion", "text/html"), ("/exports/people", "text/csv"),
    ]) func `is the same thing in another form`(_ path: String, _ type: String) async throws {
        try await Town().open { visit in
            let reply = try await visit.get(path, as: .chen)
            #expect(reply.status == 200)
            #expect(reply.headers[.contentType]?.hasPrefix(type) == true)
        }
    }

    @Test(arguments: [
        "/units/610621/completion.xml", "/units/610621/completion.html", "/units/610621/completion.csv.json",
        "/courses/visits.json", "/courses/visits/01-knock.md", "/exports/people.json", "/sign-in.csv", "/.json",
        "/units/610621/completion.JSON",
    ]) func `that it does not come in does not exist`(_ path: String) async throws {
        try await Town().open { visit async throws in
            #expect(try await visit.get(path, as: .chen).status == 404)
        }
    }

    @Test func `tells a person in a page and a program in a document what is wrong`() async throws {
        try await Town().open { visit in
            let path = "/units/610621/people.csv?limit=x"
            let page = try await visit.get(path, as: .chen, [.accept: "text/html,application/xhtml+xml"])
            #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
            let document = try await visit.get(path, as: .chen)
            #expect(document.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            let names: Set = ["type", "title", "status", "detail", "code"]
            #expect(try document.json.names == names)
            #expect(try document.json["status"] == 422)
        }
    }
}

struct `A method that an address does not take` {
    @Test(arguments: [
        (HTTPRequest.Method.delete, "/units"), (.put, "/session"), (.get, "/session"), (.get, "/session/end"),
        (.post, "/units/610621/completion"), (.patch, "/password"), (.options, "/"), (.trace, "/"),
    ]) func `is not found`(_ method: HTTPRequest.Method, _ path: String) async throws {
        try await Town().open { visit async throws in
            #expect(try await visit.send(method, path, as: .chen).status == 404)
        }
    }
}

struct `The language` {
    @Test func `is Chinese until it is switched, and then stays`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/sign-in", [.acceptLanguage: "en"]).contains(#"<html lang="zh-CN">"#))
            let switched = try await visit.post(
                "/language", form: ["language": "en", "back": "/sign-in?next=%2Funits"])
            #expect(switched.location == "/sign-in?next=%2Funits")
            let cookie = try #require(switched.cookie("language"))
            #expect(cookie.attributes.isSuperset(of: ["HttpOnly", "SameSite=Lax", "Path=/"]))
            let page = try await visit.get("/sign-in", [.cookie: "language=\(cookie.value)"])
            #expect(page.contains(#"<html lang="en">"#))
            #expect(page.contains("Sign in"))
        }
    }

    @Test func `of a program is what it asks for`() async throws {
        try await Town().open { visit in
            let path = "/units/999999/completion"
            let english = try await visit.get(path, as: .chensToken, [.acceptLanguage: "en-GB,en;q=0.9"])
            let chinese = try await visit.get(path, as: .chensToken, [.acceptLanguage: "zh-CN"])
            #expect(try english.json["detail"] == "There is no such thing, or it is not yours to see.")
            #expect(try chinese.json["detail"] == "没有这个页面，或您无权查看。")
        }
    }

    @Test(arguments: ["", "fr", "zh-CN"]) func `is none that there is no catalogue of`(_ language: String) async throws
    {
        try await Town().open { visit async throws in
            #expect(try await visit.post("/language", form: ["language": language]).status == 400)
            #expect(try await visit.get("/sign-in", [.cookie: "language=\(language)"]).contains(#"lang="zh-CN""#))
        }
    }
}

struct `What was sent from a session that had ended` {
    @Test func `leads back to its page after signing in, and is said to be lost`() async throws {
        try await Town().open { visit in
            let reply = try await visit.post(
                "/courses/visits/01-knock/reading", [.referer: "http://localhost/courses/visits/01-knock"])
            #expect(reply.status == 303)
            let path = try #require(reply.location)
            #expect(path == "/sign-in?next=%2Fcourses%2Fvisits%2F01-knock&lost=true")
            #expect(try await visit.get(path).contains("没有保存"))
        }
    }

    @Test(arguments: ["http://evil.example/a", "http://localhost//evil.example", "http://localhost.evil.example/", "x"])
    func `never leads to another site`(_ referrer: String) async throws {
        try await Town().open { visit in
            let reply = try await visit.post("/courses/visits/01-knock/reading", [.referer: referrer])
            #expect(reply.location?.contains("evil") == false)
        }
    }
}

/// The content of a gzip member.
private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    let ready = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    try #require(ready == Z_OK)
    defer { inflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: 4_000_000))
    let end = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            return inflate(&stream, Z_FINISH)
        }
    }
    try #require(end == Z_STREAM_END)
    return Array(output.prefix(Int(stream.total_out)))
}

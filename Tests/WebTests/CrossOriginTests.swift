import HTTPTypes
import Testing

@testable import Web

struct `A request of another site` {
    @Test(arguments: ["cross-site", "same-site", "", "nonsense"]) func `is refused by what the browser says of it`(
        _ site: String
    ) async throws {
        try await Town().open { visit in
            let reply = try await visit.post("/courses/visits/01-knock/reading", as: .zhang, [.secFetchSite: site])
            #expect(reply.status == 403)
            let script = try await visit.post(
                "/courses/visits/01-knock/reading", as: .zhang, [.secFetchSite: site, .accept: "application/json"])
            #expect(script.problem == "cross_origin")
            #expect(try await visit.progress() == 0)
        }
    }

    @Test(arguments: [
        "http://evil.example", "null", "http://localhost.evil.example", "http://evil.example/localhost", "localhost",
        "http://localhost:81", "",
    ]) func `is refused by its origin`(_ origin: String) async throws {
        try await Town().open { visit in
            let reply = try await visit.post("/courses/visits/01-knock/reading", as: .zhang, [.origin: origin])
            #expect(reply.status == 403)
            #expect(try await visit.progress() == 0)
        }
    }

    @Test func `is refused for every method that changes something, before anyone asks who it is`() async throws {
        try await Town().open { visit in
            for (method, path) in [
                (HTTPRequest.Method.post, "/session"), (.post, "/session/end"), (.put, "/attempts/1/answers/1"),
                (.delete, "/"), (.patch, "/"),
            ] {
                let reply = try await visit.send(method, path, [.secFetchSite: "cross-site"])
                #expect(reply.status == 403, "\(method) \(path)")
            }
        }
    }

    @Test func `may be a link`() async throws {
        try await Town().open { visit in
            let reply = try await visit.get(
                "/courses/visits", as: .zhang, [.secFetchSite: "cross-site", .origin: "http://evil.example"])
            #expect(reply.status == 200)
        }
    }
}

struct `A request of our own pages` {
    @Test(
        arguments: [
            [.secFetchSite: "same-origin"], [.secFetchSite: "none"], [.origin: "http://localhost"],
            [.origin: "https://localhost"], [.secFetchSite: "same-origin", .origin: "null"], [:],
        ] as [HTTPFields]) func `is carried out`(_ headers: HTTPFields) async throws
    {
        try await Town().open { visit in
            let reply = try await visit.post("/courses/visits/01-knock/reading", as: .zhang, headers)
            #expect(reply.status == 303)
            #expect(try await visit.progress() == 1)
        }
    }
}

extension Visitor {
    /// How many lessons zhang has read of `visits`.
    fileprivate func progress() async throws -> Int {
        try await get("/courses/visits", as: .zhang).text.components(separatedBy: "已读").count - 1
    }
}

struct `Every answer` {
    @Test(arguments: [
        ("/sign-in", 200), ("/nothing", 404), ("/units/610621/completion.xml", 404), ("/sign-in.json", 404),
        ("/healthz", 200), ("/", 303), ("/%00", 404), ("/../etc/passwd", 404),
    ]) func `tells the browser to keep to this site`(_ path: String, _ status: Int) async throws {
        try await Town().open { visit in
            let reply = try await visit.get(path)
            #expect(reply.status == status)
            let policy = try #require(reply.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("script-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(reply.headers[.xContentTypeOptions] == "nosniff")
            #expect(reply.headers[.referrerPolicy] == "same-origin")
            #expect(reply.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func `behind TLS asks to come back through TLS`() async throws {
        try await Town(Site.Options(publicURL: "https://training.example")).open { visit async throws in
            #expect(try await visit.get("/sign-in").headers[.strictTransportSecurity] != nil)
        }
    }

    @Test func `with a person's data in it is kept by no shared cache`() async throws {
        try await Town().open { visit in
            for path in [
                "/", "/courses/visits", "/units/610621/people", "/units/610621/people.json", "/exports/people",
            ] {
                let reply = try await visit.get(path, as: .chen)
                #expect(reply.headers[.cacheControl]?.hasPrefix("private") == true, "\(path)")
            }
        }
    }
}

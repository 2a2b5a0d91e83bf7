import Foundation
import HTTPTypes
import Testing
import Training

@testable import Web

struct `A session` {
    @Test func `of a learner lasts 90 days after its last use`() async throws {
        try await Town().open { visit async throws in
            #expect(try await visit.get("/", as: .zhang).status == 200)
            visit.town.clock.advance(by: .days(89))
            #expect(try await visit.get("/", as: .zhang).status == 200)
            visit.town.clock.advance(by: .days(89))
            #expect(try await visit.get("/", as: .zhang).status == 200)
            visit.town.clock.advance(by: .days(91))
            #expect(try await visit.get("/", as: .zhang).location == "/sign-in")
        }
    }

    @Test(arguments: [Who.chen, .wu, .zheng]) func `of whoever sees other people's records lasts 30 idle minutes`(
        _ who: Who
    ) async throws {
        try await Town().open { visit async throws in
            #expect(try await visit.get("/units", as: who).location != "/sign-in")
            visit.town.clock.advance(by: .minutes(29))
            #expect(try await visit.get("/", as: who).status == 200)
            visit.town.clock.advance(by: .minutes(29))
            #expect(try await visit.get("/", as: who).status == 200)
            visit.town.clock.advance(by: .minutes(31))
            #expect(try await visit.get("/", as: who).location == "/sign-in")
        }
    }

    @Test(arguments: [Who.zhang, .chen]) func `is not dropped by the browser while the server keeps it`(
        _ who: Who
    ) async throws {
        let town = try await Town()
        try await town.setPassword("a good secret", of: who)
        try await town.open { visit in
            let cookie = try await visit.signIn(who.number.rawValue, "a good secret").cookie("session")
            let age = try #require(cookie).attributes.first { $0.hasPrefix("Max-Age=") }
            // The cookie is set once, while each use makes the session last longer.
            let seconds = age.flatMap { Double($0.dropFirst("Max-Age=".count)) }
            let life = Session.lifetime(of: try await town.person(who).role)
            #expect(seconds.map { $0 > 2 * life } ?? (who == .chen))
        }
    }

    @Test func `ends at signing out, also for whoever kept the cookie`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/", as: .zhang).status == 200)
            let reply = try await visit.post("/session/end", as: .zhang)
            #expect(reply.location == "/sign-in")
            let cleared = try #require(reply.cookie("session"))
            #expect(cleared.value == "")
            #expect(cleared.attributes.contains("Max-Age=0"))
            #expect(try await visit.get("/", as: .zhang).location == "/sign-in")
        }
    }

    @Test func `ends when the person is suspended`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/", as: .zhang).status == 200)
            _ = try await visit.post(
                table: "staff_no,name,unit,status\n00017,张某,610621991201,suspended\n",
                to: "/imports?kind=people&mode=apply", as: .zhengsToken)
            #expect(try await visit.get("/", as: .zhang).location == "/sign-in")
        }
    }

    @Test func `and a token together are refused`() async throws {
        try await Town().open { visit in
            let token = try await visit.town.key(of: .zhengsToken)
            let reply = try await visit.get("/units", as: .zheng, [.authorization: "Bearer \(token)"])
            #expect(reply.status == 400)
            #expect(reply.problem == "both_credentials")
        }
    }
}

struct `A token` {
    @Test(arguments: ["Bearer 0123", "Bearer", "Basic YTpi", "Bearer  ", "bearer x y"]) func `that is none is refused`(
        _ header: String
    ) async throws {
        try await Town().open { visit in
            let reply = try await visit.get("/units/610621/completion", [.authorization: header])
            #expect(reply.status == 401)
            #expect(reply.headers[.wwwAuthenticate] == "Bearer")
            #expect(reply.problem == "bad_token")
        }
    }

    @Test func `works no more once it is revoked`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/units/610621/completion", as: .chensToken).status == 200)
            try await visit.town.records.revokeToken(named: Who.chensToken.rawValue, at: visit.town.clock.now)
            #expect(try await visit.get("/units/610621/completion", as: .chensToken).status == 401)
        }
    }
}

struct `The session cookie` {
    @Test func `is for this site and not for scripts`() async throws {
        let cookie = try await cookie(of: Town(), [:])
        #expect(cookie.name == "session")
        #expect(cookie.attributes.isSuperset(of: ["HttpOnly", "SameSite=Lax", "Path=/"]))
        #expect(!cookie.attributes.contains("Secure"))
    }

    @Test func `is for TLS only behind a trusted proxy that ended TLS`() async throws {
        let town = try await Town(.behindProxy)
        let cookie = try await cookie(of: town, [.forwardedProto: "https"])
        #expect(cookie.name == "__Host-session")
        #expect(cookie.attributes.isSuperset(of: ["HttpOnly", "SameSite=Lax", "Path=/", "Secure"]))
        #expect(try await self.cookie(of: town, [.forwardedProto: "http"]).name == "session")
    }

    @Test func `is for TLS only when people use an https address`() async throws {
        let cookie = try await cookie(of: Town(Site.Options(publicURL: "https://training.example")), [:])
        #expect(cookie.attributes.contains("Secure"))
    }

    @Test func `does not believe a stranger's word about TLS`() async throws {
        let cookie = try await cookie(of: Town(), [.forwardedProto: "https"])
        #expect(!cookie.attributes.contains("Secure"))
    }

    private func cookie(of town: Town, _ headers: HTTPFields) async throws -> (name: String, attributes: Set<String>) {
        try await town.setPassword("a good secret", of: .zhang)
        return try await town.open { visit in
            let reply = try await visit.signIn("00017", "a good secret", headers)
            let name = reply.cookie("session") == nil ? "__Host-session" : "session"
            return (name, try #require(reply.cookie(name)).attributes)
        }
    }
}

struct `The address of a visitor` {
    @Test func `is what a trusted proxy says`() async throws {
        try await failures(counted: "203.0.113.9", behind: .behindProxy, forwarded: "203.0.113.9")
    }

    @Test func `is the last one that a trusted proxy saw, not what a visitor wrote before it`() async throws {
        let forwarded = "198.51.100.1, 203.0.113.9, 127.0.0.1"
        try await failures(counted: "203.0.113.9", behind: .behindProxy, forwarded: forwarded)
    }

    @Test func `is the connection's own when nobody is trusted`() async throws {
        let town = try await Town()
        try await town.open { visit in
            town.fail(99, from: "203.0.113.9")
            _ = try await visit.signIn("00017", "wrong", [.forwardedFor: "203.0.113.9"])
            #expect(town.site.throttle.delay(for: "203.0.113.9", at: town.clock.now) == 0)
        }
    }

    private func failures(counted address: String, behind options: Site.Options, forwarded: String) async throws {
        let town = try await Town(options)
        try await town.open { visit in
            town.fail(99, from: address)
            #expect(town.site.throttle.delay(for: address, at: town.clock.now) == 0)
            _ = try await visit.signIn("00017", "wrong", [.forwardedFor: forwarded])
            #expect(town.site.throttle.delay(for: address, at: town.clock.now) > 0)
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.2", false), ("192.168.1.128/25", "192.168.1.127", false),
        ("192.168.1.128/25", "192.168.1.255", true), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
        ("::1", "::1", true), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("10.0.0.0/8", "not an address", false), ("10.0.0.0/8", "", false),
    ]) func `lies in a range or not`(_ range: String, _ address: String, _ inside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == inside)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::1/129", "a.b.c.d", "1.2.3.4/8/9",
    ])
    func `is in no range that is not one`(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}

extension Site.Options {
    /// A proxy on this machine is trusted.
    static var behindProxy: Site.Options {
        Site.Options(trustedProxies: ["127.0.0.0/8", "::1"].compactMap(AddressRange.init))
    }
}

extension Town {
    /// Counts wrong tries from an address, each at another number.
    fileprivate func fail(_ count: Int, from address: String) {
        for number in 0..<count {
            guard let number = StaffNumber(rawValue: "nobody-\(number)") else { continue }
            _ = site.throttle.wait(for: number, from: address, at: clock.now)
        }
    }
}

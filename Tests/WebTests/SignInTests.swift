import Foundation
import HTTPTypes
import Testing
import Training

@testable import Web

struct `Signing in` {
    @Test func `with a password leads to where one wanted to go`() async throws {
        try await withPassword { visit in
            let reply = try await visit.signIn("00017", "a good secret", next: "/courses/visits")
            #expect(reply.status == 303)
            #expect(reply.location == "/courses/visits")
            let token = try #require(reply.cookie("session")?.value)
            #expect(try await visit.get("/", [.cookie: "session=\(token)"]).contains("张某"))
        }
    }

    @Test func `a number with hyphens, spaces and full-width digits is understood`() async throws {
        let town = try await Town()
        try await town.setPassword("a good secret", of: .chen)
        try await town.open { visit async throws in
            for number in ["C-0001", " C-0001 ", "C-０００１"] {
                #expect(try await visit.signIn(number, "a good secret").status == 303, "\(number)")
            }
        }
    }

    @Test func `by a program answers with JSON and a cookie`() async throws {
        try await withPassword { visit in
            let reply = try await visit.send(["staff_no": "00017", "password": "a good secret"], to: "/session")
            #expect(reply.status == 200)
            #expect(try reply.json == ["password_needed": false])
            #expect(reply.cookie("session") != nil)
        }
    }

    @Test func `unknown numbers, wrong passwords and malformed numbers are told alike`() async throws {
        try await withPassword { visit in
            let wrong = try await visit.send(["staff_no": "00017", "password": "wrong"], to: "/session")
            #expect(wrong.status == 401)
            #expect(wrong.problem == "wrong_password")
            for number in ["99999", "张三", ""] {
                let reply = try await visit.send(
                    ["staff_no": .string(number), "password": "wrong"], to: "/session")
                #expect(reply.status == 401)
                #expect(reply.text == wrong.text)
            }
            let page = try await visit.signIn("00017", "wrong")
            let other = try await visit.signIn("99999", "wrong")
            #expect(page.status == 401)
            #expect(page.contains("登录号、密码或登录码不对。"))
            #expect(page.text.replacing("00017", with: "99999") == other.text)
        }
    }

    @Test func `a suspended person is told the same as an unknown one`() async throws {
        try await withPassword { visit in
            _ = try await visit.post(
                table: "staff_no,name,unit,status\n00017,张某,610621991201,suspended\n",
                to: "/imports?kind=people&mode=apply", as: .zheng)
            #expect(try await visit.signIn("00017", "a good secret").status == 401)
        }
    }

    @Test func `waits longer after each of many wrong tries, also at a number that nobody has`() async throws {
        try await withPassword { visit in
            for number in ["00017", "99999"] {
                for _ in 1...5 { #expect(try await visit.signIn(number, "wrong").status == 401) }
                let early = try await visit.signIn(number, "a good secret")
                #expect(early.status == 429)
                #expect(early.headers[.retryAfter] == "1")
                visit.town.clock.advance(by: 1)
                #expect(try await visit.signIn(number, "wrong").status == 401)
                let json = try await visit.send(
                    ["staff_no": .string(number), "password": "wrong"], to: "/session")
                #expect(json.status == 429)
                #expect(json.problem == "too_soon")
                #expect(json.headers[.retryAfter] == "2")
            }
        }
    }

    @Test func `a right password ends the waiting`() async throws {
        try await withPassword { visit in
            for _ in 1...5 { _ = try await visit.signIn("00017", "wrong") }
            visit.town.clock.advance(by: 1)
            #expect(try await visit.signIn("00017", "a good secret").status == 303)
            for _ in 1...4 { #expect(try await visit.signIn("00017", "wrong").status == 401) }
            #expect(try await visit.signIn("00017", "a good secret").status == 303)
        }
    }

    @Test(arguments: [
        (0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (12, 60), (1_000_000, 60),
    ]) func `waiting grows to a minute and no further`(_ failures: Int, _ seconds: Double) {
        #expect(SignInThrottle.wait(after: failures) == seconds)
    }

    @Test func `an address with a hundred failures waits, and is never locked out`() {
        #expect(SignInThrottle.delay(after: 99) == 0)
        #expect(SignInThrottle.delay(after: 100) > 0)
        #expect(SignInThrottle.delay(after: 1_000_000) < 10)
    }

    @Test func `replaces the browser's former session`() async throws {
        try await withPassword { visit in
            let former = try await visit.town.key(of: .li)
            _ = try await visit.post(
                "/session", form: ["staff_no": "00017", "password": "a good secret"], as: .li)
            let reply = try await visit.get("/", [.cookie: "session=\(former)"])
            #expect(reply.location == "/sign-in")
        }
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example", "evil.example",
        "javascript:alert(1)", "/\t/evil.example", "/%0a\n/evil", "\\\\evil.example", "",
    ]) func `never leads to another site`(_ next: String) async throws {
        try await withPassword { visit in
            #expect(try await visit.signIn("00017", "a good secret", next: next).location == "/")
            let switched = try await visit.post("/language", form: ["language": "en", "back": next])
            #expect(switched.location == "/")
            let page = try await visit.get("/sign-in?next=\(next.percentEncoded)")
            #expect(page.contains(#"name="next" value="/""#))
        }
    }
}

struct `A sign-in code` {
    @Test func `signs in once, and then a password must be set before anything else`() async throws {
        try await Town().open { visit in
            let code = try await visit.code(for: "00017")
            let reply = try await visit.signIn("00017", code)
            #expect(reply.location == "/password")
            let cookie = HTTPFields.session(try #require(reply.cookie("session")?.value))
            for path in ["/", "/courses/visits", "/units/610621/completion"] {
                let gated = try await visit.get(path, cookie)
                #expect(gated.status == 303)
                #expect(gated.location == "/password")
            }
            let script = try await visit.send(.get, "/", cookie.with(.accept, "application/json"))
            #expect(script.status == 403)
            #expect(script.problem == "password_needed")
            #expect(try await visit.get("/password", cookie).status == 200)

            let set = try await visit.post("/password", form: ["new": "a new secret", "again": "a new secret"], cookie)
            #expect(set.location == "/")
            let fresh = try #require(set.cookie("session")?.value)
            #expect(try await visit.get("/", .session(fresh)).status == 200)
            #expect(try await visit.get("/", cookie).location == "/sign-in")
            #expect(try await visit.signIn("00017", code).status == 401)
            #expect(try await visit.signIn("00017", "a new secret").status == 303)
        }
    }

    @Test func `may be typed as the slip shows it`() async throws {
        try await Town().open { visit in
            let code = try await visit.code(for: "00017")
            let typed = "\(code.prefix(4)) \(code.dropFirst(4).prefix(3))-\(code.dropFirst(7))"
            #expect(try await visit.signIn("00017", typed).location == "/password")
        }
    }

    @Test func `that two browsers send at once signs one of them in and is wrong for the other`() async throws {
        let town = try await Town()
        let code = try await town.open { visit in try await visit.code(for: "00017") }
        async let one = town.open { visit in try await visit.signIn("00017", code) }
        async let other = town.open { visit in try await visit.signIn("00017", code) }
        #expect(try await [one.status, other.status].sorted() == [303, 401])
    }

    @Test func `is worth nothing after 30 days`() async throws {
        try await Town().open { visit in
            let code = try await visit.code(for: "00017")
            visit.town.clock.advance(by: .days(30))
            #expect(try await visit.signIn("00017", code).status == 401)
        }
    }
}

struct `Setting a password` {
    @Test func `asks for the present one`() async throws {
        try await withPassword { visit in
            let reply = try await visit.send(
                ["current": "wrong", "new": "another secret"], to: "/password", as: .zhang)
            #expect(reply.status == 422)
            #expect(reply.problem == "wrong_password")
        }
    }

    @Test(arguments: [
        ("short", "password_short"), (String(repeating: "long ", count: 26), "password_long"),
        ("my 00017 secret", "password_number"),
    ]) func `refuses one that is easy to guess or too long`(_ new: String, _ code: String) async throws {
        try await withPassword { visit in
            let reply = try await visit.send(
                ["current": "a good secret", "new": .string(new)], to: "/password", as: .zhang)
            #expect(reply.status == 422)
            #expect(reply.problem == code)
            #expect(try await visit.signIn("00017", "a good secret").status == 303)
        }
    }

    @Test func `refuses two that differ`() async throws {
        try await withPassword { visit in
            let reply = try await visit.post(
                "/password", form: ["current": "a good secret", "new": "another secret", "again": "an other secret"],
                as: .zhang)
            #expect(reply.status == 422)
            #expect(reply.contains("两次输入的新密码不一样。"))
        }
    }

    @Test func `ends every other session of the person`() async throws {
        try await withPassword { visit in
            let elsewhere = try #require(try await visit.signIn("00017", "a good secret").cookie("session")?.value)
            let reply = try await visit.send(
                ["current": "a good secret", "new": "another secret"], to: "/password", as: .zhang)
            #expect(reply.status == 204)
            #expect(try await visit.get("/", .session(elsewhere)).location == "/sign-in")
        }
    }
}

/// Visits to a town in which zhang has a password.
private func withPassword(_ visits: @Sendable (Visitor) async throws -> Void) async throws {
    let town = try await Town()
    try await town.setPassword("a good secret", of: .zhang)
    try await town.open(visits)
}

extension Visitor {
    /// Signs in through the form.
    func signIn(
        _ number: String, _ password: String, next: String? = nil, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        try await post(
            "/session", form: ["staff_no": number, "password": password, "next": next ?? "/"], headers)
    }

    /// A sign-in code that the administrator has just issued.
    func code(for number: String) async throws -> String {
        let reply = try await send(
            .post, "/units/610600/sign-in-codes.json?people=\(number)&renew=true", as: .zhengsToken)
        return try #require(try reply.json["codes"][0]["code"].string)
    }
}

extension HTTPFields {
    /// The cookie of a browser with this session.
    static func session(_ token: String) -> HTTPFields { [.cookie: "session=\(token)"] }

    func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
        var fields = self
        fields[name] = value
        return fields
    }
}

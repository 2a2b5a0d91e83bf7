import HTTPTypes
import Testing

@testable import Web

struct `Sign-in codes` {
    @Test func `are given as a table to everyone below who has neither password nor code`() async throws {
        let town = try await Town()
        try await town.setPassword("a good secret", of: .li)
        try await town.open { visit in
            let path = "/units/610621/sign-in-codes.csv"
            let table = try await visit.send(.post, path, as: .chensToken)
            #expect(table.status == 200)
            #expect(table.rows[0] == ["\u{FEFF}staff_no", "name", "unit", "code"])
            #expect(Set(table.rows.dropFirst().map { $0[0] }) == ["00017", "00019", "C-0001"])
            #expect(table.rows.dropFirst().allSatisfy { $0[3].wholeMatch(of: /[0-9]{10}/) != nil })
            #expect(try await visit.send(.post, path, as: .chensToken).rows.count == 1)
        }
    }

    @Test func `are given as JSON`() async throws {
        try await Town().open { visit in
            let reply = try await visit.send(.post, "/units/610621/sign-in-codes?people=00017", as: .chensToken)
            let code = try reply.json["codes"][0]
            #expect(try reply.json["codes"].list.count == 1)
            #expect(code.names == ["staff_no", "name", "unit", "code"])
            #expect(code.without("code") == ["staff_no": "00017", "name": "张某", "unit": "610621991201"])
            #expect(reply.headers[.cacheControl]?.contains("no-store") == true)
        }
    }

    @Test func `are given on a page to print, for a quarter of an hour and to whoever issued them`() async throws {
        try await Town().open { visit in
            let path = try #require(
                try await visit.post("/units/610621/sign-in-codes", form: ["people": "00017"], as: .chen).location)
            let page = try await visit.get(path, as: .chen)
            #expect(page.status == 200)
            #expect(page.text.firstMatch(of: /[0-9]{4} [0-9]{3} [0-9]{3}/) != nil)
            #expect(page.contains("http://localhost/sign-in"))
            #expect(page.headers[.cacheControl]?.contains("no-store") == true)
            for who in [Who.zheng, .wu, .zhou, .chensToken] {
                #expect(try await visit.get(path, as: who).status == 404)
            }
            visit.town.clock.advance(by: .minutes(14))
            #expect(try await visit.get(path, as: .chen).text == page.text)
            visit.town.clock.advance(by: .minutes(1))
            #expect(try await visit.get(path, as: .chen).status == 404)
        }
    }

    @Test func `are given again only when asked for anew, and then end sessions and the former code`() async throws {
        try await Town().open { visit in
            let path = "/units/610621/sign-in-codes.json?people=00017"
            func codes(_ query: String) async throws -> [JSON] {
                try await visit.send(.post, path + query, as: .chensToken).json["codes"].list
            }
            let first = try #require(try await codes("").first?["code"].string)
            #expect(try await codes("").isEmpty)
            #expect(try await visit.get("/", as: .zhang).status == 200)
            let second = try #require(try await codes("&renew=true").first?["code"].string)
            #expect(try await visit.get("/", as: .zhang).location == "/sign-in")
            #expect(try await visit.signIn("00017", first).status == 401)
            #expect(try await visit.signIn("00017", second).location == "/password")
        }
    }

    @Test(arguments: ["00020", "99999", "00017,00020", "00021", "00017,,x y"])
    func `are given to nobody when one number is not there`(
        _ people: String
    ) async throws {
        try await Town().open { visit in
            let path = "/units/610621/sign-in-codes.json"
            let reply = try await visit.post(path, form: ["people": people], as: .chensToken)
            #expect(reply.status == 404)
            let rest = try await visit.post(path, form: ["people": "00017"], as: .chensToken)
            #expect(try rest.json["codes"].list.count == 1)
        }
    }

    @Test func `for an administrator are given by administrators only`() async throws {
        try await Town().open { visit in
            let token = try await visit.town.records.createToken(
                named: "province", role: .coordinator, unit: "610000", at: visit.town.clock.now)
            let path = "/units/610000/sign-in-codes.json?people=A-0001&renew=true"
            #expect(try await visit.send(.post, path, [.authorization: "Bearer \(token)"]).status == 404)
            #expect(try await visit.send(.post, path, as: .zhengsToken).status == 200)
        }
    }
}

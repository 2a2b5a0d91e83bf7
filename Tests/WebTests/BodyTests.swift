import Foundation
import HTTPTypes
import Testing

@testable import Web

struct `A body` {
    @Test func `over its limit is refused`() async throws {
        try await Town().open { visit in
            let text = "staff_no=" + String(repeating: "1", count: 65_536)
            let reply = try await visit.send(
                .post, "/session", [.accept: "application/json"], "application/x-www-form-urlencoded",
                body: Array(text.utf8))
            #expect(reply.status == 413)
            #expect(reply.problem == "too_large")
            #expect(try reply.json["detail"].string?.contains("64 KiB") == true)
        }
    }

    @Test func `over its limit is refused also when its length was not told`() async throws {
        try await Town().open { visit in
            let reply = try await Wire.exchange(
                """
                POST /session HTTP/1.1\r
                Host: localhost\r
                Connection: close\r
                Accept: application/json\r
                Content-Type: application/x-www-form-urlencoded\r
                Transfer-Encoding: chunked\r
                \r
                10001\r
                \(String(repeating: "1", count: 0x10001))\r
                0\r
                \r

                """, port: try #require(visit.client.port))
            #expect(reply.hasPrefix("HTTP/1.1 413 "))
            #expect(reply.contains("too_large"))
        }
    }

    @Test(arguments: [
        ("/session", "text/plain"), ("/session", "multipart/form-data; boundary=x"), ("/session", "application/xml"),
        ("/courses/visits/attempts/answers", "text/plain"), ("/password", "text/csv"), ("/language", "text/plain"),
        ("/imports?kind=people", "application/json"), ("/imports?kind=people", "text/plain"),
        ("/units/610621/sign-in-codes", "application/json"),
    ]) func `of a type that is not taken is refused`(_ path: String, _ type: String) async throws {
        try await Town().open { visit in
            let path = path.replacing("/courses/visits/attempts", with: "/attempts/1")
            let who: Who = path.hasPrefix("/session") ? .nobody : .chen
            let reply = try await visit.send(
                .post, path, as: who, [.accept: "application/json"], type, body: [0x7B, 0x7D])
            #expect(reply.status == 415)
            #expect(reply.problem == "wrong_content_type")
        }
    }

    @Test func `without a type is refused`() async throws {
        try await Town().open { visit async throws in
            let headers: HTTPFields = [.accept: "application/json"]
            #expect(try await visit.send(.post, "/session", headers, body: Array("a=b".utf8)).status == 415)
        }
    }

    @Test(arguments: [
        (#"{"staff_no": "00017"}"#, "password"), (#"{"staff_no": 17, "password": "x"}"#, "staff_no"),
        (#"{"staff_no": "00017", "password": null}"#, "password"), (#"{"staff_no": "00017""#, "JSON"), ("", "JSON"),
        ("[]", "JSON"), ("\u{0}", "JSON"),
    ]) func `of malformed JSON is refused with the place`(_ text: String, _ place: String) async throws {
        try await Town().open { visit in
            let reply = try await visit.send(.post, "/session", [:], "application/json", body: Array(text.utf8))
            #expect(reply.status == 422)
            #expect(reply.problem == "bad_json")
            #expect(try reply.json["detail"].string?.contains(place) == true)
        }
    }

    @Test func `of a list names the element that is wrong`() async throws {
        try await Town().open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let answers: JSON = [["slot": 1, "response": "a", "seq": 1], ["slot": 2, "response": "a", "seq": "x"]]
            let reply = try await visit.send(["answers": answers], to: "/attempts/\(attempt)/answers", as: .zhang)
            #expect(reply.status == 422)
            let detail = try #require(try reply.json["detail"].string)
            #expect(detail.contains("answers") && detail.contains("1") && detail.contains("seq"))
        }
    }

    @Test func `of JSON that is nested without end is refused`() async throws {
        try await Town().open { visit async throws in
            let body = Array(repeating: UInt8(ascii: "["), count: 60_000)
            #expect(try await visit.send(.post, "/session", [:], "application/json", body: body).status == 422)
        }
    }

    @Test func `of a form that is no UTF-8 is refused`() async throws {
        try await Town().open { visit in
            let reply = try await visit.send(
                .post, "/session", [:], "application/x-www-form-urlencoded", body: [0x61, 0x3D, 0xD5, 0xC5])
            #expect(reply.status == 400)
        }
    }
}

struct `A form` {
    @Test(arguments: [
        ("a=1+2", "1 2"), ("a=1%2B2", "1+2"), ("a=%E5%BC%A0", "张"), ("a=%e5%bc%a0", "张"), ("a=b=c", "b=c"), ("a=", ""),
        ("a", ""), ("b=1&a=2", "2"), ("a=1&a=2", "1"), ("%61=1", "1"), ("&&a=1&", "1"), ("a=50%", "50%"),
        ("a=%00", "\u{FFFD}"), ("a=%0D%0A", "\r\n"),
    ]) func `is read as browsers write it`(_ text: String, _ value: String) {
        #expect(Form(text)["a"] == value)
    }

    @Test func `has nothing where no field was sent`() {
        #expect(Form("")["a"] == nil)
        #expect(Form("b=a")["a"] == nil)
        #expect(Form("a=1&b=2&a=3").all("a") == ["1", "3"])
    }
}

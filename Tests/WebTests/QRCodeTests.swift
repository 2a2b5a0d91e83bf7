import Testing

@testable import Web

struct `A QR code` {
    @Test func `has its three finder patterns, and around it the margin that the standard asks for`() throws {
        let code = try #require(QRCode("https://training.example/sign-in?staff_no=00017"))
        #expect(code.svg.contains(#"viewBox="0 0 \#(code.width + 8) \#(code.width + 8)""#))
        let far = code.width + 4 - 7
        for (x, y) in [(4, 4), (far, 4), (4, far)] {
            for row in [y, y + 6] { #expect(code.svg.contains("M\(x) \(row)h7v1h-7z")) }
            #expect(code.svg.contains("M\(x + 2) \(y + 3)h3v1h-3z"))
        }
        #expect(code.svg.firstMatch(of: /M[0-3] |M\d+ [0-3]h/) == nil)
    }

    @Test func `is another one for another text, and none for no text or too much of it`() {
        #expect(QRCode("00017")?.svg == QRCode("00017")?.svg)
        #expect(QRCode("00017")?.svg != QRCode("00018")?.svg)
        #expect(QRCode(String(repeating: "a", count: 2331)) != nil)
        for text in ["", String(repeating: "a", count: 2332), "a\0b"] { #expect(QRCode(text) == nil) }
    }

    @Test func `of the sign-in page holds the address by which people reach the site`() async throws {
        let town = try await Town(Site.Options(publicURL: "http://training.example"))
        try await town.open { visit in
            let reply = try await visit.get("/sign-in/00017/qr", as: .chen)
            #expect(reply.headers[.contentType] == "image/svg+xml")
            #expect(reply.text == QRCode("http://training.example/sign-in?staff_no=00017")?.svg)
        }
        try await Town().open { visit in
            let reply = try await visit.get("/sign-in/00017/qr", as: .chen)
            #expect(reply.text == QRCode("http://localhost/sign-in?staff_no=00017")?.svg)
        }
    }
}

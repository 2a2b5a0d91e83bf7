import Testing

@testable import Web

private let lessons = ["01-knock", "02-record"]

struct `A certificate` {
    @Test func `is linked from home, from the course and from the list once the course is finished`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/certificates", as: .zhang).text.contains("还没有证书"))
            let number = try await visit.finish("visits", lessons, as: .zhang)
            for page in ["/courses/visits", "/certificates"] {
                #expect(try await visit.get(page, as: .zhang).contains("/certificates/\(number)"), "\(page)")
            }
            #expect(try await visit.get("/", as: .zhang).contains(#"<a href="/certificates">"#))
            #expect(try await visit.get("/people/00017/courses/visits", as: .chen).contains("/certificates/\(number)"))
            let record = try await visit.get("/people/00017/courses/visits.json", as: .chen)
            #expect(try record.json["certificate"].string == number)
        }
    }

    @Test func `says who finished what and when, and nothing of the score`() async throws {
        try await Town().open { visit in
            let number = try await visit.finish("visits", lessons, as: .zhang)
            let page = try await visit.get("/certificates/\(number)", as: .zhang)
            for fact in ["张某", "示例甲村", "走访", "2026年11月9日", "0.5 学时", number, "http://localhost/verification"] {
                #expect(page.contains(fact), "\(fact)")
            }
            let json = try await visit.get("/certificates/\(number).json", as: .chen).json
            #expect(
                json == [
                    "number": .string(number), "name": "张某", "unit_name": "示例甲村", "course": "visits",
                    "title": "走访", "title_en": "Visits", "credit_hours": 0.5, "completed_on": "2026-11-09",
                    "expired": false, "withdrawn": false, "outdated_clauses": [],
                ])
        }
    }

    @Test func `keeps what the course was called and counted for`() async throws {
        try await Town().open { visit in
            let number = try await visit.finish("visits", lessons, as: .zhang)
            try await visit.town.revise("Courses/visits/course.yml", "title: 走访", "title: 上门走访")
            try await visit.town.revise("Courses/visits/course.yml", "credit_hours: 0.5", "credit_hours: 1")
            let json = try await visit.get("/certificates/\(number).json", as: .zhang).json
            #expect(json["title"] == "走访" && json["credit_hours"] == 0.5)
        }
    }

    @Test func `is verified by anyone, who learns no name and no score`() async throws {
        let town = try await Town(Site.Options(publicURL: "http://training.example"))
        try await town.open { visit in
            let number = try await visit.finish("visits", lessons, as: .zhang)
            let code = try await visit.get("/certificates/\(number)/qr", as: .zhang).text
            #expect(code == QRCode("http://training.example/verification/\(number)")?.svg)
            let page = try await visit.get("/verification/\(number)")
            #expect(page.status == 200 && page.contains("张*") && page.contains("走访") && !page.contains("张某"))
            #expect(page.headers[.cacheControl]?.contains("no-store") == true)
            let reply = try await visit.get("/verification/\(number).json")
            #expect(
                try reply.json.names == [
                    "number", "name", "course", "title", "title_en", "credit_hours", "completed_on",
                    "expired", "withdrawn", "outdated_clauses",
                ])
            #expect(!reply.contains("张某") && !reply.contains("00017"))
            let typed = number.lowercased().replacing("-", with: "%20")
            #expect(try await visit.get("/verification?number=\(typed)").location == "/verification/\(number)")
        }
    }

    @Test func `tells that a clause it rests on changed since`() async throws {
        try await Town().open { visit in
            let number = try await visit.finish("visits", lessons, as: .zhang)
            #expect(try await visit.get("/verification/\(number)").contains("至今没有改动"))
            try await visit.town.revise(
                "Courses/clauses/law.yml", "- id: L-1\n  version: 1\n", "- id: L-1\n  version: 2\n")
            let page = try await visit.get("/verification/\(number)")
            #expect(page.contains("有 1 条改了") && page.contains("社会救助法 L-1"))
            let json = try await visit.get("/verification/\(number).json").json
            #expect(json["outdated_clauses"] == ["L-1"])
            #expect(try await visit.get("/certificates/\(number)", as: .zhang).contains("有 1 条改了"))
        }
    }

    @Test func `of an unknown number looks like one of a number that is none, and many of them are slowed`()
        async throws
    {
        try await Town().open { visit in
            let pages = try await ["2222-2222-2222-2222", "nothing"].asyncMap { number in
                let page = try await visit.get("/verification/\(number)")
                #expect(page.status == 404)
                #expect(try await visit.get("/verification/\(number).json").problem == "not_found")
                return page.text.replacing(number, with: "")
            }
            #expect(pages[0] == pages[1])
            #expect(try await visit.get("/verification?number=nothing").status == 404)

            let (site, now) = (visit.town.site, visit.town.clock.now)
            #expect(site.verifications.delay(for: "127.0.0.1", at: now) == 0)
            for _ in 0..<95 { _ = try await visit.get("/verification/nothing") }
            #expect(site.verifications.delay(for: "127.0.0.1", at: now) > 0)
            #expect(site.throttle.delay(for: "127.0.0.1", at: now) == 0, "signing in is as fast as before")
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}

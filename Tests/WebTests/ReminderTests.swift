import Testing

@testable import Web

struct `A reminder` {
    @Test func `is a text for the group without names, and one for each person`() async throws {
        let town = try await Town(Site.Options(publicURL: "http://training.example"))
        try await town.open { visit in
            let json = try await visit.get("/units/610621/reminder.json?course=visits", as: .chensToken).json
            let text = try #require(json["text"].string)
            for part in ["延长县", "4 位", "《走访》", "2026年11月20日", "http://training.example/courses/visits"] {
                #expect(text.contains(part), "\(part) in \(text)")
            }
            let people = json["people"].list
            #expect(people.count == 4 && json["count"] == 4)
            for person in people {
                let name = try #require(person["name"].string)
                #expect(!text.contains(name))
                #expect(person["text"].string?.hasPrefix(name) == true)
            }
            #expect(people[0]["text"].string?.contains("2026年11月20日之前") == true)
        }
    }

    @Test func `shows its texts in fields, with buttons for who has scripts`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/units/610621/reminder?course=visits", as: .chen)
            #expect(page.text.matches(of: /<textarea[^>]* readonly/).count == 5)
            #expect(page.text.matches(of: /<button[^>]* data-copied="已复制"[^>]* hidden>/).count == 5)
            #expect(try await visit.get("/units/610621/completion", as: .chen).contains("data-copied"))
        }
    }

    @Test func `is asked for with a course, and says when there is nobody to remind`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/units/610621/reminder", as: .chen).status == 200)
            let without = try await visit.get("/units/610621/reminder.json", as: .chensToken)
            #expect(without.status == 422 && without.problem == "no_course")
            let unknown = try await visit.get("/units/610621/reminder.json?course=none", as: .chensToken)
            #expect(unknown.problem == "unknown_course")
            let empty = try await visit.get("/units/610621992/reminder.json?course=visits", as: .chensToken).json
            #expect(empty.without("day").names == ["unit", "course", "count", "dues", "people"])
            #expect(
                try await visit.get("/units/610621992/reminder?course=visits", as: .chen).contains("都学完了"))
        }
    }

    @Test func `speaks to learners without the words of administration`() throws {
        let words = try Words(.chinese)
        let learners = words.texts.filter { key, _ in
            ["reminder", "certificate", "verification", "slip"].contains { key.hasPrefix($0) }
        }
        #expect(learners.count > 20)
        for word in ["挂账", "整改", "台账", "逾期"] {
            #expect(learners.filter { $0.value.contains(word) }.isEmpty, "\(word)")
        }
    }
}

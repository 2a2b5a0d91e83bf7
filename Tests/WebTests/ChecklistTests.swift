import Testing

@testable import Web

struct `A checklist` {
    @Test func `has every line with what it rests on, and says which content it is of and when it was printed`()
        async throws
    {
        try await Town().open { visit in
            let page = try await visit.get("/courses/visits/checklist", as: .zhang)
            #expect(page.text.matches(of: /class="check-box"/).count == 8)
            #expect(page.contains("先敲门"))
            #expect(page.contains("<span>陕民发〔2019〕78号 <code>N-1</code></span>"))
            #expect(page.contains("面对面谈<span class=\"tag tag-era\">2019年情景</span>"))
            #expect(page.text.matches(of: /tag-era/).count == 1)
            #expect(page.contains(String(visit.town.content.current.version.prefix(12))))
            #expect(page.contains("2026年11月9日打印"))
        }
    }

    @Test func `is there only where the course has one`() async throws {
        try await Town().open { visit in
            #expect(try await visit.get("/courses/publicity/checklist", as: .zhang).status == 404)
            #expect(try await visit.get("/courses/nothing/checklist", as: .zhang).status == 404)
            let page = try await visit.get("/courses/publicity", as: .zhang)
            #expect(!page.contains("/checklist"))
        }
    }
}

struct `The page of a course` {
    @Test func `says for whom it is, how long, and what one can do afterwards`() async throws {
        try await Town().open { visit in
            let page = try await visit.get("/courses/visits", as: .zhang)
            for text in ["适合：基层经办人员", "0.5 学时", "<li>能记录</li>", #"href="/courses/visits/checklist""#] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(try await visit.get("/", as: .zhang).contains("0.5 学时"))
        }
    }
}

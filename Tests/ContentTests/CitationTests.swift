import Testing
import Training

@testable import Content

struct `A citation in a lesson` {
    @Test func `is every known id that running text names, and every link to a clause`() throws {
        let world = try World()
        try world.append(
            """


            先看（依据：L-1、X-9、N-1）。句末 L-1. 再**看 U-1**，也看[*这一条*](clause:N-1)和[](clause:L-1)。
            """, to: World.second)
        #expect(
            try Array(body(world).suffix(12)) == [
                cited("L-1"), .html("、X-9、"), cited("N-1"),
                .html("）。句末 "), cited("L-1"), .html(". 再<strong>看 "), cited("U-1"), .html("</strong>，也看"),
                .citation("N-1", words: "<em>这一条</em>"), .html("和"), cited("L-1"), .html("。\n</div>\n"),
            ])
        guard case .html(let before) = try body(world).first else { return #expect(Bool(false)) }
        #expect(before.hasSuffix("</div>\n<div class=\"paragraph\">\n先看（依据："))
        #expect(try world.library().course("visits")?.lessons[1].cited == ["N-1", "L-1", "U-1"])
    }

    @Test func `leaves headings, links, code and longer words alone`() throws {
        let text = "## 看 L-1\n\n[看 L-1](https://example.org)，`L-1`，XL-1、L-10、L-1.2、https://example.org/L-1\n"
        let page = Markdown.page(text) { _ in
            .external
        } isKnown: {
            $0 == "L-1"
        }
        #expect(page.passages.count == 1)
        #expect(!page.html.contains("clause:"))
        #expect(page.html == Markdown.page(text) { _ in .external }.html)
    }

    @Test func `stands in lists, tables, quotations and footnotes, with room for its text`() {
        func html(_ text: String) -> String { Markdown.page(text, isKnown: { _ in true }).passages.html }
        #expect(html("- 甲 L-1\n- 乙\n") == "<ul>\n<li>甲 {L-1}</li>\n<li>乙</li>\n</ul>\n")
        #expect(html("- [x] L-1\n").contains("disabled=\"\" /> {L-1}</li>"))
        #expect(
            html("- 甲 L-1\n\n  乙\n") == """
                <ul>
                <li>
                <div class="paragraph">
                甲 {L-1}
                </div>
                <p>乙</p>
                </li>
                </ul>

                """)
        #expect(html("> 甲 L-1\n") == "<blockquote>\n<div class=\"paragraph\">\n甲 {L-1}\n</div>\n</blockquote>\n")
        #expect(html("| 甲 |\n|---|\n| L-1 |\n").contains("<td>{L-1}</td>"))
        #expect(html("甲[^1]\n\n[^1]: 乙 L-1\n").contains("<div class=\"paragraph\">\n乙 {L-1}\n</div>"))
    }

    @Test func `cannot be forged by raw HTML`() {
        let page = Markdown.page(
            "一 <a href=\"clause:L-1\">二</a> `<a href=\"clause:L-1\">`\n\n<a href=\"clause:L-1\">\n")
        #expect(page.passages.allSatisfy { if case .html = $0 { true } else { false } })
    }

    @Test func `of an unknown clause is refused where it stands`() throws {
        let problems = try World.problems {
            try $0.append("\n\n一\n[甲](clause:L-2)\n[乙](clause:X-900)、[丙](clause:)、[丁](clause:L-1)\n", to: World.lesson)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:14: error: names the unknown clause L-2; did you mean L-1?",
                "Courses/visits/01-knock.md:15: error: names the unknown clause X-900",
                "Courses/visits/01-knock.md:15: error: names the unknown clause ",
            ])
    }

    private func body(_ world: World) throws -> [Lesson.Passage] {
        try #require(world.library().course("visits")?.lesson("02-record")).body
    }

    private func cited(_ id: ClauseID) -> Lesson.Passage { .citation(id, words: id.rawValue) }
}

struct `The name of a clause` {
    @Test func `does not end as the other forms of its page do`() throws {
        let problems = try World.problems { try $0.replace("- id: U-1\n", by: "- id: U-1.json\n", in: World.clauses) }
        #expect(
            problems.first
                == "Courses/clauses/notice.yml:14: error: `id` must not end in .json, .csv or .xlsx: its page has such addresses"
        )
    }
}

extension [Lesson.Passage] {
    /// The HTML with each citation's words in braces.
    fileprivate var html: String {
        map {
            switch $0 {
            case .html(let html): html
            case .citation(_, let words): "{\(words)}"
            }
        }.joined()
    }
}

import Testing

@testable import Content

struct `Lesson text in Markdown` {
    @Test func `leaves raw HTML out and tells its lines`() {
        let page = Markdown.page("一\n二 <script>x</script>\n\n<div style=\"a\">\n")
        #expect(!page.html.contains("<script") && !page.html.contains("<div"))
        #expect(page.rawHTML == [2, 4])
    }

    @Test(arguments: ["javascript:x", "JaVaScRiPt:x", "vbscript:x", "file:///x", "data:text/html,x"])
    func `drops addresses that run something`(address: String) {
        #expect(Markdown.page("[一](\(address))").html == "<p><a href=\"\">一</a></p>\n")
    }

    @Test func `keeps headings at their level and task lists without live ticks`() {
        #expect(Markdown.page("## 记住").html == "<h2>记住</h2>\n")
        #expect(
            Markdown.page("- [x] 敲门").html
                == "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> 敲门</li>\n</ul>\n")
    }

    @Test func `puts tables into a region that scrolls, without styles`() {
        let html = Markdown.page("> | 甲 | 乙 |\n> |:--|--:|\n> | 一 | 二 |\n").html
        #expect(html.contains("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"表格\">\n<table>"))
        #expect(html.contains("</table>\n</div>"))
        #expect(html.contains("<td align=\"right\">二</td>"))
        #expect(!html.contains("style"))
    }

    @Test func `strikes through with two tildes, so that one can stand for a range`() {
        #expect(Markdown.page("3~5 天，6~8 天，~~作废~~").html == "<p>3~5 天，6~8 天，<del>作废</del></p>\n")
    }

    @Test func `is the same when many texts are read at once`() async {
        let texts = await withTaskGroup(of: String.self) { group in
            for _ in 0..<2000 { group.addTask { Markdown.page("~~作废~~ https://example.org").html } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(texts == ["<p><del>作废</del> <a href=\"https://example.org\">https://example.org</a></p>\n"])
    }

    @Test func `has footnotes`() {
        let html = Markdown.page("正文[^1]。\n\n[^1]: 注解。\n").html
        #expect(html.contains("<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\""))
        #expect(html.contains("<section class=\"footnotes\""))
        #expect(html.contains("<li id=\"fn-1\">\n<p>注解。"))
    }

    @Test func `marks links to other sites and escapes their addresses`() {
        let html = Markdown.page("[**一**<](https://example.org/?a=1&b='2' \"题\\\"\")、https://example.com") { _ in
            .external
        }.html
        #expect(
            html == """
                <p><a href="https://example.org/?a=1&amp;b=&#39;2&#39;" title="题&quot;" rel="noopener"><strong>一</strong>&lt;</a>、\
                <a href="https://example.com" rel="noopener">https://example.com</a></p>

                """)
    }

    @Test func `asks about every link and picture, with its line and words`() {
        var asked: [String] = []
        _ = Markdown.page("一\n![甲*乙*](images/a.svg)\n\n- 二\n- [三](02-x.md)\n\n| a |\n|---|\n| [四](y) |\n") {
            asked.append("\($0.kind) \($0.line) \($0.address) \($0.words)")
            return .unchanged
        }
        #expect(asked == ["image 2 images/a.svg 甲乙", "link 5 02-x.md 三", "link 9 y 四"])
    }
}

struct `A lesson's page` {
    @Test func `shows pictures at an address that changes with the picture`() throws {
        let world = try World()
        let board = try #require(world.library().image(course: "visits", name: "board.svg"))
        let before = try html(world)
        #expect(
            before.contains("<img src=\"/courses/visits/images/board.svg?v=\(board.hash.prefix(12))\" alt=\"一张流程图\" />")
        )
        try world.replace("流程", by: "新流程", in: World.board)
        #expect(try html(world) != before)
    }

    @Test func `leads to other lessons by their address on the site`() throws {
        let world = try World()
        try world.append("\n\n[自己](../visits/01-knock.md)", to: World.lesson)
        let html = try html(world)
        #expect(html.contains("<a href=\"/courses/visits/02-record#end\">下一课</a>"))
        #expect(html.contains("<a href=\"/courses/visits/01-knock\">自己</a>"))
        #expect(html.contains("<a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noopener\">法律</a>"))
    }

    private func html(_ world: World) throws -> String {
        let lesson = try #require(world.library().course("visits")?.lesson("01-knock"))
        return lesson.body.map { if case .html(let html) = $0 { html } else { "" } }.joined()
    }
}

import Content
import Foundation
import Testing
import Training

struct `A picture` {
    @Test func `that is missing is named with the one that was meant`() throws {
        let problems = try World.problems {
            try $0.replace("images/board.svg", by: "images/bord.svg", in: World.lesson)
            try $0.replace("image: door.gif", by: "image: window.gif", in: World.bank)
        }
        #expect(
            problems == [
                "Courses/visits/01-knock.md:9: error: the picture images/bord.svg is missing; did you mean images/board.svg?",
                "Courses/visits/images/board.svg:1: warning: this picture is not used",
                "Questions/images/door.gif:1: warning: this picture is not used",
                "Questions/visits.yml:8: error: `image` names the missing picture images/window.gif",
            ])
    }

    @Test func `is of a type that browsers show`() throws {
        let problems = try World.problems {
            try $0.write("BM", to: "Courses/visits/images/board.bmp")
            try $0.replace("images/board.svg", by: "images/board.bmp", in: World.lesson)
            try $0.remove(World.board)
        }
        #expect(problems == ["Courses/visits/images/board.bmp:1: error: must be a picture: svg, png, jpg, webp or gif"])
    }

    @Test func `is what its ending says`() throws {
        let problems = try World.problems { try $0.write("\u{89}PNG", to: "Questions/images/door.gif") }
        #expect(problems == ["Questions/images/door.gif:1: error: is not what its ending .gif says"])
    }

    @Test func `has a name that stands in an address as it is`() throws {
        let problems = try World.problems { try $0.write("GIF89a", to: "Questions/images/一扇 门.gif") }
        #expect(problems == ["Questions/images/一扇 门.gif:1: error: a picture's name must be of A–Z a–z 0–9 _ -"])
    }

    @Test func `is not larger than 500 kB`() throws {
        let problems = try World.problems {
            try $0.write(Data("GIF89a".utf8) + Data(count: 500_000), to: "Questions/images/door.gif")
        }
        #expect(problems == ["Questions/images/door.gif:1: error: the picture is larger than 500 kB"])
    }

    @Test func `that nothing shows is a warning`() throws {
        let problems = try World.problems { try $0.write("GIF89a", to: "Courses/visits/images/spare.gif") }
        #expect(problems == ["Courses/visits/images/spare.gif:1: warning: this picture is not used"])
    }

    @Test func `is found by its name, and a question's by its hash`() throws {
        let library = try World().library()
        let board = try #require(library.image(course: "visits", name: "board.svg"))
        #expect(board.type == "image/svg+xml")
        #expect(String(decoding: board.bytes, as: UTF8.self).contains("流程"))
        #expect(library.image(course: "visits", name: "door.gif") == nil)
        #expect(library.image(course: "other", name: "board.svg") == nil)
        let image = try #require(library.items["visits-01"]?.question.image)
        #expect(image.alternative == "一扇门")
        #expect(library.media(image.hash)?.bytes == Array("GIF89a".utf8))
        #expect(library.media(board.hash) == nil)
    }
}

struct `An SVG picture` {
    @Test(arguments: [
        (#"<script>alert(1)</script>"#, "an SVG must not have <script>"),
        (#"<foreignObject/>"#, "an SVG must not have <foreignObject>"),
        (#"<g onclick="x()"/>"#, "an SVG must not have the event handler onclick"),
        (#"<g ONLOAD="x()"/>"#, "an SVG must not have the event handler ONLOAD"),
        (#"<image href="https://example.org/a.png"/>"#, "an SVG must not refer to anything outside it"),
        (
            #"<a xmlns:x="http://www.w3.org/1999/xlink" x:href="j&#97;vascript:x"/>"#,
            "an SVG must not refer to anything outside it"
        ),
        (#"<g style="fill: url( 'http://example.org/a')"/>"#, "an SVG must not refer to anything outside it"),
        (#"<style>@import "a.css";</style>"#, "an SVG must not refer to anything outside it"),
        (#"<style><![CDATA[g { fill: url(//a.b) }]]></style>"#, "an SVG must not refer to anything outside it"),
        (#"<set attributeName="xlink:href" to="x"/>"#, "an SVG must not animate xlink:href"),
        (#"<?xml-stylesheet href="a.css"?>"#, "an SVG must not have <?xml-stylesheet?>"),
        (#"<g>"#, "not a well-formed SVG"),
    ])
    func `holds nothing that runs or loads`(content: String, message: String) throws {
        let problems = try World.problems {
            try $0.write("<svg xmlns=\"http://www.w3.org/2000/svg\">\n<g/>\n\(content)</svg>", to: World.board)
        }
        #expect(problems == ["Courses/visits/images/board.svg:3: error: \(message)"])
    }

    @Test func `has no document type`() throws {
        let problems = try World.problems { try $0.write("<!doctype svg [<!ENTITY a 'b'>]><svg/>", to: World.board) }
        #expect(problems == ["Courses/visits/images/board.svg:1: error: an SVG must not have a DOCTYPE"])
    }

    @Test func `is an SVG to the end`() throws {
        #expect(
            try World.problems { try $0.write("<html></html>", to: World.board) } == [
                "Courses/visits/images/board.svg:1: error: the outermost element must be <svg>"
            ])
        #expect(
            try World.problems { try $0.write("<svg></svg>\n<svg/>", to: World.board) } == [
                "Courses/visits/images/board.svg:2: error: not a well-formed SVG"
            ])
    }

    @Test func `may refer to its own parts and be styled`() throws {
        let problems = try World.problems {
            try $0.write(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg"><style>g { fill: url(#a) }</style>
                <g style="fill: url('#a')"><use href="#a"/></g><image href="data:image/png;base64,AA=="/></svg>
                """, to: World.board)
        }
        #expect(problems == [])
    }

    @Test func `holds no personal data`() throws {
        let problems = try World.problems {
            try $0.write("<svg><path d=\"M 139 1234 5678\"/>\n<text>电话 13912345678</text></svg>", to: World.board)
        }
        #expect(problems == ["Courses/visits/images/board.svg:2: error: looks like a real mobile phone number"])
    }
}

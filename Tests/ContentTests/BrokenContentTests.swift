import Content
import Foundation
import Testing

/// `Tests/Fixtures/broken-content` holds twenty mistakes; each must be told once, and nothing else.
struct `The broken content` {
    @Test func `is told as twenty lines`() {
        let root = URL(filePath: #filePath).appending(path: "../../Fixtures/broken-content/").standardized.path()
        let (library, problems) = Library.load(courses: "\(root)Courses", questions: "\(root)Questions")
        #expect(library == nil)
        let lines = problems.map { $0.description(in: .english).replacingOccurrences(of: root, with: "") }
        #expect(lines == golden)
        #expect(lines.count == 20)
    }

    private let golden = [
        "Courses/clauses/rules.yml:2: error: `version` must be a whole number from 1",
        "Courses/clauses/rules.yml:12: error: `verified` must be true or false",
        "Courses/clauses/rules.yml:19: error: `from` is after `to`",
        "Courses/visits/01-knock.md:7: error: links to the missing lesson 05-next.md",
        "Courses/visits/01-knock.md:9: error: the picture images/bord.png is missing",
        "Courses/visits/01-knock.md:11: error: raw HTML is not let through",
        "Courses/visits/02-record.md:1: error: must begin with front matter between two lines `---`",
        "Courses/visits/04-tell.md:1: error: is not listed in course.yml",
        "Courses/visits/04-tell.md:7: error: a lesson of the era 2019 must have the words 2019年情景 in its first line",
        "Courses/visits/course.yml:3: error: unknown key `sumary`; did you mean `summary`?",
        "Courses/visits/course.yml:5: error: `area` must be one of `awareness`, `ability`, `quality`",
        "Courses/visits/course.yml:9: error: `lessons` lists 03-report, but there is no 03-report.md",
        "Courses/visits/course.yml:12: error: `draw` asks for 10 questions, but there are only 3",
        "Courses/visits/course.yml:13: error: `pass_mark` must be a whole number from 1 to 100",
        "Courses/visits/images/board.svg:2: error: an SVG must not have <script>",
        "Questions/more.yml:11: error: `id` more-01 was given before, at Questions/more.yml:1",
        "Questions/visits.yml:4: error: `clauses` names the unknown clause L-9; did you mean L-1?",
        "Questions/visits.yml:10: error: missing key `reason`",
        "Questions/visits.yml:22: error: `answer` must be one right option only",
        "Questions/visits.yml:32: error: `answer` names the unknown option `c`",
    ]
}

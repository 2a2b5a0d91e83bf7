import Content
import Foundation
import Testing
import Training

/// A small content without a mistake, in a folder of its own that goes when the test is over. A test spoils one thing.
final class World {
    let root = FileManager.default.temporaryDirectory.appending(path: "content-\(UUID().uuidString)").path()

    var courses: String { "\(root)/Courses" }
    var questions: String { "\(root)/Questions" }

    init() throws {
        for (path, text) in World.files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    func write(_ data: Data, to path: String) throws {
        let file = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    func text(of path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

    /// Changes the one place in the file where `old` stands.
    func replace(_ old: String, by new: String, in path: String) throws {
        let text = try text(of: path)
        try #require(text.components(separatedBy: old).count == 2, "`\(old)` stands once in \(path)")
        try write(text.replacing(old, with: new), to: path)
    }

    func append(_ new: String, to path: String) throws { try write(text(of: path) + new, to: path) }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(root)/\(path)") }

    /// A world whose questions all hold today, so that a paper can be of any `count` of them.
    static func drawing(_ count: Int) throws -> World {
        let world = try World()
        try world.replace("era: \"2019\"\n  clauses: [N-1, U-1]", by: "era: both\n  clauses: [N-1, U-1]", in: bank)
        try world.replace("draw: 3", by: "draw: \(count)", in: sheet)
        return world
    }

    /// The problems of a world after `spoil`.
    static func problems(after spoil: (World) throws -> Void) throws -> [String] {
        let world = try World()
        try spoil(world)
        return world.problems()
    }

    func load(on day: Day? = nil) -> (library: Library?, problems: [Problem]) {
        Library.load(courses: courses, questions: questions, today: day)
    }

    func library(on day: Day? = nil) throws -> Library { try #require(load(on: day).library) }

    /// The problems in English, with paths as seen from the world's folder.
    func problems(on day: Day? = nil) -> [String] { load(on: day).problems.map(line) }

    func line(_ problem: Problem) -> String {
        problem.description(in: .english).replacingOccurrences(of: "\(root)/", with: "")
    }

    static let sheet = "Courses/visits/course.yml"
    static let lesson = "Courses/visits/01-knock.md"
    static let second = "Courses/visits/02-record.md"
    static let clauses = "Courses/clauses/notice.yml"
    static let bank = "Questions/visits.yml"
    static let board = "Courses/visits/images/board.svg"

    private static let files = [
        sheet: """
        title: 上门核查
        title_en: Visits
        summary: 学完能上门核查。
        summary_en: After this course you can visit.
        area: quality
        lessons:
          - 01-knock
          - 02-record
        quiz:
          topics: [visits]
          draw: 3
          pass_mark: 80
        """,
        lesson: """
        ---
        title: 先敲门
        minutes: 6
        era: current
        clauses: [L-1, N-1]
        ---
        甲村张某在家。

        ![一张流程图](images/board.svg)

        接着看[下一课](02-record.md#end)，或看[法律](https://example.org/a?b=1&c=2)。
        """,
        second: """
        ---
        title: 再记录
        minutes: 4
        era: "2019"
        clauses: [N-1]
        ---
        2019年情景：镇里来了通知。

        | 问 | 答 |
        |---|---|
        | 几人 | 三人 |
        """,
        clauses: """
        - id: L-1
          version: 2
          text: 应当上门调查。
          source: 社会救助法
          era: current
          verified: true
          from: 2026-07-01
        - id: N-1
          version: 1
          text: 要面对面。
          source: 陕民发〔2019〕78号
          era: "2019"
          verified: true
        - id: U-1
          version: 1
          text: 各县自定。
          source: 县级细则
          era: current
          verified: false
        """,
        bank: """
        - id: visits-01
          type: single
          era: current
          clauses: [L-1]
          stem: |-
            敲门没人应，
            怎么办？
          image: door.gif
          image_alt: 一扇门
          options:
            - key: a
              text: 改天再来
              reason: 对，要见到人。
            - key: b
              text: 当作核过
              reason: 没见到人不算。
          answer: a
          explanation: 要见到人。
        - id: visits-02
          type: multiple
          era: "2019"
          clauses: [N-1, U-1]
          stem: 2019年情景：记什么？
          options:
            - {key: a, text: 时间, reason: 要记。}
            - {key: b, text: 猜测, reason: 不记。}
            - {key: c, text: 地点, reason: 要记。}
          answer: [c, a]
          scoring: exact
          fixed_order: true
          explanation: 记事实。
        - id: visits-03
          type: true_false
          era: both
          clauses: [L-1]
          stem: 可以不上门。
          options:
            - {key: t, text: 对, reason: 不行。}
            - {key: f, text: 错, reason: 要上门。}
          answer: f
          explanation: 要上门。
        """,
        board: #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>流程</title></svg>"#,
        "Questions/images/door.gif": "GIF89a",
    ]
}

/// A mistake made in a file, and what is said of it.
struct Slip: Sendable, CustomTestStringConvertible {
    let right: String
    let wrong: String
    let problem: String
    var testDescription: String { problem }

    init(_ right: String, _ wrong: String, _ problem: String) {
        self.right = right
        self.wrong = wrong
        self.problem = problem
    }
}

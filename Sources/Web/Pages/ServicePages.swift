import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Training

/// What keeps the site itself going: content problems, assets, health.
struct ServicePages: Sendable {
    let site: Site

    func showContent(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let open = try await site.records.openCorrections(among: library.items)
        let words = try site.pages.words(visit.language)
        let page = ContentPage(site.content.problems, library, corrections: open.count, words)
        return try site.pages.render(page, visit, site)
    }

    func showAsset(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let name = visit.parameters.get("name"), let response = site.pages.assets.response(name, to: request)
        else {
            throw Refusal.notFound
        }
        return response
    }

    /// The process answers.
    func health(_ request: Request, _ visit: Visit) async throws -> Response { try .json(["status": "ok"]) }

    /// The database answers too.
    func readiness(_ request: Request, _ visit: Visit) async throws -> Response {
        let ready = await site.records.isReachable()
        return try .json(["status": ready ? "ok" : "database"], status: ready ? .ok : .serviceUnavailable)
    }
}

/// What keeps an edit of the content out of service, and what is in service.
struct ContentPage: Page {
    static let template = "content"
    let problems: [String]
    let sound: Bool
    /// Whether all of the problems let the content come into service.
    let serves: Bool
    let version: String
    /// That keys were corrected by which older tries are yet to be marked.
    let corrections: String?
    let courses: [Line]

    /// A course.
    struct Line: Sendable {
        let name: String
        let path: String
        let lessons: Int
        let questions: Int
        let itemsPath: String
    }

    init(_ problems: [Content.Problem], _ library: Library, corrections: Int, _ words: Words) {
        self.init(
            problems.map { $0.description(in: words.language) },
            serves: problems.allSatisfy { $0.severity == .warning }, version: library.version, library.courses,
            corrections: corrections, words)
    }

    private init(
        _ problems: [String], serves: Bool, version: String, _ courses: [Course], corrections: Int, _ words: Words
    ) {
        self.problems = problems
        self.serves = serves
        sound = problems.isEmpty
        self.version = String(version.prefix(12))
        self.corrections = corrections > 0 ? words("corrections_open_count", ["n": corrections]) : nil
        self.courses = courses.map {
            Line(
                name: $0.title(words.language), path: Paths.course($0.id), lessons: $0.lessons.count,
                questions: $0.quiz.blueprint.questions.count, itemsPath: Paths.items(of: $0.id))
        }
    }

    func title(_ words: Words) -> String { words("content") }

    static var example: ContentPage { examples[0] }

    /// With what keeps an edit out of service, and with what does not.
    static var examples: [ContentPage] {
        [false, true].map {
            ContentPage(
                ["Courses/example/course.yml:4: 没有 area。"], serves: $0, version: "0123456789abcdef", [.example],
                corrections: 1, .example)
        }
    }
}

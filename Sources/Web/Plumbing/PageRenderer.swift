import FoundationEssentials
import HTTPTypes
import Hummingbird
import Mustache
import Training

/// What a page shows: a plain value made by a handler, printed by the template of its name.
protocol Page: Sendable {
    /// The file in `Templates` without its ending.
    static var template: String { get }
    /// What it looks like with something on it: for tests and for the preview.
    static var example: Self { get }
    /// Several where one cannot show everything that its template prints.
    static var examples: [Self] { get }
    /// Whether a browser may keep a copy: not of other people's names and codes.
    static var isKept: Bool { get }
    /// The heading, also the window's title.
    func title(_ words: Words) -> String
}

extension Page {
    static var isKept: Bool { true }
    static var examples: [Self] { [example] }
}

/// Prints pages.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    private let words: [Language: Words]
    let assets: Assets

    init(assets: Assets) throws {
        self.assets = assets
        var library = MustacheLibrary()
        for name in try Resources.names(in: "Templates") where name.hasSuffix(".mustache") {
            let text = String(decoding: try Resources.file("Templates/\(name)"), as: UTF8.self)
            try library.register(text, named: String(name.dropLast(".mustache".count)))
        }
        self.library = library
        words = Dictionary(
            uniqueKeysWithValues: try Language.allCases.map { ($0, try Words($0)) })
    }

    /// The sentences in a language.
    func words(_ language: Language) throws -> Words {
        guard let words = words[language] else { throw MissingResource(name: language.rawValue) }
        return words
    }

    /// A page as the answer to a visit.
    func render<Model: Page>(
        _ page: Model, _ visit: Visit, _ site: Site, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let words = try words(visit.language)
        let frame = Frame(page.title(words), visit, site)
        return .html(try text(page, frame, words), status: status, kept: Model.isKept)
    }

    /// A page as text.
    func text<Model: Page>(_ page: Model, _ frame: Frame, _ words: Words) throws -> String {
        let context = PageContext(t: words.texts, frame: frame, asset: assets.names, page: page)
        guard let text = library.render(context, withTemplate: Model.template) else {
            throw MissingResource(name: Model.template)
        }
        return text
    }

    /// A template or catalogue that the program was built without.
    struct MissingResource: Error { let name: String }
}

/// What templates see: `t` the sentences, `frame` what surrounds every page, `asset` addresses of assets, `page` the page.
private struct PageContext: MustacheParent {
    let t: [String: String]
    let frame: Frame
    let asset: [String: String]
    let page: any Page

    func child(named name: String) -> Any? {
        switch name {
        case "t": t
        case "frame": frame
        case "asset": asset
        case "page": page
        default: nil
        }
    }
}

/// What surrounds every page.
struct Frame: Sendable {
    let title: String
    let languageTag: String
    /// The language one can switch to.
    let otherLanguage: String
    let otherLanguageName: String
    /// Where a switch of language comes back to.
    let here: String
    let person: String?
    /// Who reads, for the outbox, which sends nobody else's answers; nil where nobody can answer anything.
    let reader: String?
    let oversees: Bool
    let manages: Bool
    let admin: Bool
    let demo: Bool
    /// How many problems keep an edit of the content out of service; only administrators are told.
    let contentProblems: Int?

    init(_ title: String, _ visit: Visit, _ site: Site) {
        self.title = title
        languageTag = visit.language == .chinese ? "zh-CN" : "en"
        otherLanguage = visit.language == .chinese ? "en" : "zh"
        otherLanguageName = visit.language == .chinese ? "English" : "中文"
        here = visit.here
        let known = visit.session?.passwordNeeded == false ? visit.session : nil
        person = visit.session?.person.name
        reader = known?.person.id.rawValue
        oversees = known?.caller.oversees ?? false
        manages = known?.caller.manages ?? false
        admin = known?.caller.role == .admin
        demo = site.options.demoAccounts != nil
        let problems = site.content.problems.count { $0.severity == .error }
        contentProblems = admin && problems > 0 ? problems : nil
    }
}

extension Assets {
    /// `site.css` as templates can write it: `site_css`.
    var names: [String: String] {
        Dictionary(uniqueKeysWithValues: paths.map { ($0.replacing(".", with: "_").replacing("-", with: "_"), $1) })
    }
}

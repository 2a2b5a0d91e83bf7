import Foundation
import Hummingbird
import Logging
import NIOEmbedded
import Testing
import Training

@testable import Web

/// Every page there is.
private let pages: [any Page.Type] = [
    SignInPage.self, PasswordPage.self, LearningPage.self, CoursePage.self, LessonPage.self, QuestionPage.self,
    SubmissionPage.self, ReviewPage.self, UnitsPage.self, CompletionPage.self, PeoplePage.self, SlipsPage.self,
    ImportFormPage.self, ImportPage.self, EntryPage.self, ContentPage.self, ErrorPage.self, MarkingPage.self,
    LateAnswersPage.self, PersonCoursePage.self, ExemptionsPage.self, ChosenPeoplePage.self,
    ItemsPage.self,
    ClausesPage.self, ClausePage.self, ContentReviewsPage.self,
    DeliveryPage.self, GridPage.self,
    MisconceptionsPage.self, ClauseMapPage.self,
    NotebookPage.self, PracticePage.self, CardPage.self, NotebookReportPage.self,
    PapersPage.self, PaperNumberPage.self, SheetsPage.self, KeyingPage.self,
    CorrectionsPage.self, CorrectionPage.self,
    PacksPage.self, PackPage.self,
    ChecklistPage.self, CoveragePage.self,
    ChangesPage.self,
    AssignmentsPage.self, PlanReportPage.self,
    GroupSessionsPage.self, GroupSessionPage.self, AttendancePage.self, AttendanceReviewPage.self,
    SignInSheetPage.self,
    PersonOverviewPage.self, PersonRecordPage.self, CreditStatementPage.self, YearPage.self, CreditRulesPage.self,
    DuePage.self, EarlierResultsPage.self,
    CertificatesPage.self, CertificatePage.self, VerificationPage.self, ReminderPage.self,
]

/// A page and a language, for tests of each.
struct PageCase: Sendable, CustomTestStringConvertible {
    let page: any Page.Type
    let language: Language

    var testDescription: String { "\(page) in \(language)" }

    static let all = pages.flatMap { page in Language.allCases.map { PageCase(page: page, language: $0) } }
}

struct `The templates` {
    @Test func `are those of the pages that this file lists, and what they are made from`() throws {
        let source = try SourceFile.all(in: "Sources/Web", ending: "swift").map(\.text).joined()
        let declared = source.matches(of: /struct (\w+): Page \{/).map { String($0.output.1) }
        #expect(declared.sorted() == pages.map { "\($0)" }.sorted())

        let templates = try Self.templates
        var used = Set(pages.map { $0.template })
        for node in templates.values.joined() { used.formUnion(node.templates) }
        #expect(used.sorted() == templates.keys.sorted())
    }

    @Test(arguments: pages.map { PageCase(page: $0, language: .chinese) })
    func `ask for nothing that a page does not have`(_ page: PageCase) async throws {
        let example = try await Example(page)
        var walk = MustacheWalk(templates: try Self.templates)
        for context in example.contexts { walk.walk(page.page.template, from: [context]) }
        #expect(walk.unknown == [])
        #expect(walk.empty == [], "the example shows none of these")
    }

    private static var templates: [String: [MustacheNode]] {
        get throws {
            let files = try SourceFile.all(in: "Sources/Web/Templates", ending: "mustache")
            return Dictionary(uniqueKeysWithValues: files.map { ($0.name, MustacheParser.nodes(of: $0.text)) })
        }
    }
}

struct `Every page` {
    @Test(arguments: PageCase.all) func `is printed whole in each language`(_ page: PageCase) async throws {
        let html = try await Example(page).html
        #expect(html.contains(#"<html lang="\#(page.language == .chinese ? "zh-CN" : "en")">"#))
        #expect(html.hasSuffix("</html>\n") || html.hasSuffix("</html>"))
        #expect(HTML(html).unbalanced == nil)
    }

    @Test(arguments: PageCase.all) func `leaves no place of a sentence unfilled`(_ page: PageCase) async throws {
        // Scripts fill those in these attributes.
        let html = try await Example(page).html.replacing(/data-(answered|sent|minutes|rest)="[^"]*"/, with: "")
        #expect(html.firstMatch(of: /\{[a-z_]+\}/) == nil)
    }

    @Test(arguments: PageCase.all) func `has no script and no style of its own, as the policy demands`(
        _ page: PageCase
    ) async throws {
        #expect(HTML(try await Example(page).html).inline == [])
    }

    @Test(arguments: PageCase.all) func `names with each label, description and link a part that is there once`(
        _ page: PageCase
    ) async throws {
        for text in try await Example(page).texts {
            let html = HTML(text)
            #expect(Set(html.ids).count == html.ids.count, "\(html.ids)")
            #expect(html.references.subtracting(html.ids) == [])
        }
    }

    @Test func `says nothing in the other language`() async throws {
        let page = PageCase(page: SignInPage.self, language: .english)
        let html = try await Example(page).html
        #expect(html.contains("Sign in"))
        #expect(!html.contains("登录号（工号）"))
    }
}

/// The example of a page, as an administrator of a demo sees it.
private struct Example {
    let contexts: [Root]
    /// Each example printed.
    let texts: [String]

    /// All of them.
    var html: String { texts.joined() }

    /// What the renderer starts from.
    struct Root {
        let t: [String: String]
        let frame: Frame
        let asset: [String: String]
        let page: any Page
    }

    init(_ page: PageCase) async throws {
        let town = try await Town(Site.Options(demoAccounts: .init(numbers: [], password: "")))
        var visit = Visit(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "example")))
        visit.language = page.language
        visit.session = Session(
            person: try await town.person(.zheng), units: [], expiresAt: town.clock.now, passwordNeeded: false)
        (contexts, texts) = try Self.print(page.page, visit, town.site)
    }

    private static func print<Model: Page>(_ page: Model.Type, _ visit: Visit, _ site: Site) throws -> (
        [Root], [String]
    ) {
        let words = try site.pages.words(visit.language)
        let frame = Frame(page.example.title(words), visit, site)
        let roots = page.examples.map { Root(t: words.texts, frame: frame, asset: site.pages.assets.names, page: $0) }
        return (roots, try page.examples.map { try site.pages.text($0, frame, words) })
    }
}

extension MustacheNode {
    /// The other templates it is made from.
    fileprivate var templates: Set<String> {
        switch self {
        case .variable: []
        case .partial(let name): [name]
        case .section(_, let nodes), .block(_, let nodes): nodes.reduce([]) { $0.union($1.templates) }
        case .inheritance(let name, let nodes): nodes.reduce([name]) { $0.union($1.templates) }
        }
    }
}

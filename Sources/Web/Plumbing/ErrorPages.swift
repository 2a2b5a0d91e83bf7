import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Training

/// Turns whatever went wrong into an answer in the reader's form and language; causes stay in the log.
struct ErrorPages: RouterMiddleware {
    let site: Site

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async throws
        -> Response
    {
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.isOurs {
                context.logger.error("\(error)", metadata: ["route": "\(context.endpointPath ?? "-")"])
            }
            return try response(to: request, context, problem)
        }
    }

    private func response(to request: Request, _ visit: Visit, _ problem: Problem) throws -> Response {
        var response =
            if visit.isScript || visit.suffix != nil && !wantsPage(request) {
                try document(problem, visit.language)
            } else if problem.status == .unauthorized, request.method == .get || request.method == .head {
                Response.seeOther(Paths.signIn(next: request.head.path ?? "/"))
            } else if problem.status == .unauthorized {
                // A form of a page: afterwards the page is shown again, and it is said that nothing was kept.
                Response.seeOther(Paths.signIn(next: referrer(request), lost: true))
            } else if problem.code == "password_needed" {
                Response.seeOther(Paths.password)
            } else {
                try site.pages.render(ErrorPage(problem, visit.language), visit, site, status: problem.status)
            }
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    private func referrer(_ request: Request) -> String? {
        guard let text = request.headers[.referer], let host = request.head.authority,
            let path = text.split(separator: "://\(host)/", maxSplits: 1).dropFirst().first
        else { return nil }
        return Paths.safe("/" + path)
    }

    /// A person who follows a link to a table is told in a page what is wrong with it.
    private func wantsPage(_ request: Request) -> Bool { request.headers[.accept]?.contains("text/html") == true }

    private func document(_ problem: Problem, _ language: Language) throws -> Response {
        var response = try Response.json(ProblemDocument(problem, language), status: problem.status)
        response.headers[.contentType] = "application/problem+json; charset=utf-8"
        if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}

/// The page that says what went wrong.
struct ErrorPage: Page {
    static let template = "error"
    let status: Int
    let detail: String

    init(_ problem: Problem, _ language: Language) {
        status = problem.status.code
        detail = problem.detail(language)
    }

    func title(_ words: Words) -> String { words("error_title") }

    static let example = ErrorPage(Problem(Refusal.notFound), .chinese)
}

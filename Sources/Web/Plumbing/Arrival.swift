import FoundationEssentials
import HTTPTypes
import Hummingbird
import Training

/// Takes `.json`, `.csv` and `.xlsx` off the address before it is routed: the same address with a suffix is the same thing in
/// another form.
struct Suffixes<Inner: HTTPResponder<Visit>>: HTTPResponder {
    let inner: Inner

    func respond(to request: Request, context: Visit) async throws -> Response {
        var (request, visit) = (request, context)
        let target = request.head.path ?? "/"
        let end = target.firstIndex(of: "?") ?? target.endIndex
        for format in [Visit.Format.json, .csv, .xlsx] where target[..<end].hasSuffix(".\(format.rawValue)") {
            let path = target[..<end].dropLast(format.rawValue.count + 1)
            request = Request(
                head: request.head.with(path: String(path) + target[end...]), body: request.body)
            visit.suffix = format
        }
        return try await inner.respond(to: request, context: visit)
    }
}

extension HTTPRequest {
    fileprivate func with(path: String) -> HTTPRequest {
        var head = self
        head.path = path
        return head
    }
}

/// Notes what every later step needs to know of a request: its time, its language, where it comes from.
struct Arrival: RouterMiddleware {
    let site: Site

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async throws
        -> Response
    {
        var visit = context
        visit.now = site.clock()
        visit.isScript = isScript(request)
        visit.here = request.method == .get ? Paths.safe(request.head.path) : Paths.home
        visit.language = language(of: request, isScript: visit.isScript)
        let proxies = TrustedProxies(ranges: site.options.trustedProxies)
        let peer = context.peer?.ipAddress ?? ""
        visit.address = proxies.origin(
            peer: peer, forwarded: request.headers[values: .forwardedFor].joined(separator: ","))
        visit.isSecure =
            site.options.publicURL?.hasPrefix("https:") == true
            || proxies.isTrusted(peer) && request.headers[.forwardedProto] == "https"
        return try await next(request, visit)
    }

    private func isScript(_ request: Request) -> Bool {
        if request.headers[.authorization] != nil || request.mediaType == "application/json" { return true }
        return request.headers[.accept]?.hasPrefix("application/json") == true
            || request.headers[.accept]?.hasPrefix("application/problem+json") == true
    }

    /// Pages are Chinese until the reader switches; programs may ask in their request.
    private func language(of request: Request, isScript: Bool) -> Language {
        if let chosen = request.cookies["language"].flatMap({ Language(rawValue: $0.value) }) { return chosen }
        guard isScript || request.headers[.userAgent]?.hasPrefix("curl/") == true else { return .chinese }
        return request.headers[.acceptLanguage]?.lowercased().hasPrefix("en") == true ? .english : .chinese
    }
}

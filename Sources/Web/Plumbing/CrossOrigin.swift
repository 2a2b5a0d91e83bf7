import HTTPTypes
import Hummingbird
import Training

/// Refuses what another site makes a browser send here.
///
/// Browsers say where a request comes from: `Sec-Fetch-Site` (not over plain HTTP and not the old ones), else `Origin`.
/// A request with neither comes from a program or from an old browser's own form; the session cookie is `SameSite=Lax`,
/// so such a form of another site arrives without a session.
struct CrossOrigin: RouterMiddleware {
    typealias Context = Visit

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async throws
        -> Response
    {
        guard ![.get, .head, .options].contains(request.method), !Self.isOurs(request) else {
            return try await next(request, context)
        }
        throw Problem(
            .forbidden, "cross_origin",
            Bilingual(zh: "这个请求来自别的网站，没有执行。", en: "The request comes from another site and was not carried out."))
    }

    static func isOurs(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        guard let scheme = origin.firstRange(of: "://") else { return false }
        return String(origin[scheme.upperBound...]) == request.head.authority
    }
}

extension HTTPField.Name {
    static let link = known("Link")
    static let secFetchSite = known("Sec-Fetch-Site")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedProto = known("X-Forwarded-Proto")
    static let referrerPolicy = known("Referrer-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let clearSiteData = known("Clear-Site-Data")
    static let prefer = known("Prefer")
    static let preferenceApplied = known("Preference-Applied")
    static let refresh = known("Refresh")

    /// A name that is a valid token; anything else would be a mistake in this file.
    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("not a field name: \(name)") }
        return field
    }
}

import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// Finds out who asks: by the session cookie of a browser or by the token of a program, never both.
struct Authentication: RouterMiddleware {
    let site: Site

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async throws
        -> Response
    {
        var visit = context
        let cookie = request.cookies[SessionCookie.name(secure: visit.isSecure)]?.value
        switch (request.headers[.authorization], cookie) {
        case (nil, nil): break
        case (.some, .some):
            throw Problem(
                .badRequest, "both_credentials",
                Bilingual(zh: "请求同时带了令牌和登录状态，只能用一种。", en: "Send a token or a session, not both."))
        case (let header?, nil): visit.caller = try await bearer(of: header, at: visit.now)
        case (nil, let token?):
            visit.session = try await site.records.session(token, at: visit.now)
            visit.sessionToken = visit.session == nil ? nil : token
            visit.caller = visit.session?.caller
        }
        return try await next(request, visit)
    }

    private func bearer(of header: String, at now: Date) async throws -> Caller {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let caller = try await site.records.caller(bearing: String(parts[1]), at: now)
        else {
            throw Problem(
                .unauthorized, "bad_token",
                Bilingual(zh: "令牌无效、已到期或已撤销。", en: "The token is unknown, has ended or was revoked."))
        }
        return caller
    }
}

/// The cookie that carries a session.
enum SessionCookie {
    /// Behind TLS the name itself asks the browser to accept it from this host over TLS only.
    static func name(secure: Bool) -> String { secure ? "__Host-session" : "session" }

    /// How long a browser keeps the cookie is not how long the session lasts: that the server decides at each use, while
    /// the cookie is set only once. A learner's phone keeps it as long as browsers keep anything; the browser of
    /// whoever sees other people's records forgets it when it is closed.
    static func set(_ token: String, for person: Person, _ visit: Visit) -> Cookie {
        Cookie(
            name: name(secure: visit.isSecure), value: token, maxAge: person.role == .learner ? 400 * 86_400 : nil,
            path: "/", secure: visit.isSecure, httpOnly: true, sameSite: .lax)
    }

    static func cleared(_ visit: Visit) -> Cookie {
        Cookie(
            name: name(secure: visit.isSecure), value: "", maxAge: 0, path: "/", secure: visit.isSecure, httpOnly: true,
            sameSite: .lax)
    }
}

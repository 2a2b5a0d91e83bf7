import FoundationEssentials
import Hummingbird
import NIOCore
import Training

/// One request with what is known about who sent it.
public struct Visit: RequestContext {
    /// What the framework keeps: logger, parameters.
    public var coreContext: CoreRequestContextStorage
    /// Where the connection comes from: the proxy, if there is one.
    let peer: SocketAddress?
    /// When the request arrived.
    var now = Date(timeIntervalSince1970: 0)
    /// The form asked for by a suffix; nil for a bare address.
    var suffix: Format?
    /// The language of the answer.
    var language = Language.chinese
    /// The session of a browser.
    var session: Session?
    /// The token behind `session`.
    var sessionToken: String?
    /// Who asks: the person of the session or the bearer of a token; nil for anyone else.
    var caller: Caller?
    /// Whether the answer goes to a program: it sends a token, sends JSON or asks for it.
    var isScript = false
    /// Whether the browser reached us through TLS.
    var isSecure = false
    /// Where the request came from, as far as trusted proxies tell.
    var address = ""
    /// The page's own address, for coming back to it.
    var here = "/"

    /// What a visit is made of when a request arrives.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }

    /// A form of the same thing.
    enum Format: String, Sendable, CaseIterable {
        case html
        case json
        case csv
        case xlsx
    }

    /// The form of the answer: by suffix, else JSON for programs and a page for people.
    var format: Format { suffix ?? (isScript ? .json : .html) }

    /// The caller; throws when there is none.
    var signedIn: Caller {
        get throws {
            guard let caller else { throw Refusal.signInNeeded }
            return caller
        }
    }

    /// The person who learns; a token is nobody and is refused.
    var learner: Person {
        get throws {
            if let person = session?.person { return person }
            guard caller == nil else {
                throw Refusal.forbidden(
                    Bilingual(zh: "令牌不能代替学员作答。", en: "A token cannot learn on behalf of a person."))
            }
            throw Refusal.signInNeeded
        }
    }

    /// The part of the address called `name` as a code; `notFound` when it is none.
    func code<Subject>(_ name: String) throws -> Code<Subject> {
        guard let text = parameters.get(name), let code = Code<Subject>(rawValue: text) else { throw Refusal.notFound }
        return code
    }
}

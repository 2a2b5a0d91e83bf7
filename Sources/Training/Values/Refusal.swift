/// Why something asked for is not done: the closed set that the web maps to status codes in one place.
public enum Refusal: Error, Sendable, Hashable {
    /// There is no such thing, or it lies outside the caller's scope: told alike.
    case notFound
    /// Nobody is signed in, or the session has ended.
    case signInNeeded
    /// The first password must be set before anything else.
    case passwordNeeded
    /// The caller's role does not allow it.
    case forbidden(Bilingual)
    /// An inspector asked for a change.
    case readOnly
    /// What is asked for clashes with how things stand.
    case conflict(code: String, Bilingual)
    /// What was sent is understood but cannot be taken.
    case invalid(code: String, Bilingual)
    /// Too many tries; the next may come after so many seconds.
    case tooSoon(seconds: Int)
}

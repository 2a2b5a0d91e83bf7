import HTTPTypes
import Hummingbird
import Logging

/// One line a request, once it is answered: method, route, status and time. The route, not the address, so that no
/// person's number gets into the log.
struct AccessLog: RouterMiddleware {
    typealias Context = Visit

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async throws
        -> Response
    {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        let took = ContinuousClock.now - began
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "-")",
                "status": "\(response.status.code)",
                "ms": "\(took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000)",
            ])
        return response
    }
}

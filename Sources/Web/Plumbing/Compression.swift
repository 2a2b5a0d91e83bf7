import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Sends text compressed to whoever takes it. Pages hold no secret that an attacker could guess by their length.
struct Compression: RouterMiddleware {
    typealias Context = Visit

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async throws
        -> Response
    {
        var response = try await next(request, context)
        guard response.headers[.contentEncoding] == nil, Self.isText(response.headers[.contentType]) else {
            return response
        }
        response.headers[.vary] = "Accept-Encoding"
        guard request.headers.takeGzip, let length = response.body.contentLength,
            length > 1000, request.method != .head
        else { return response }
        let collector = Collector()
        try await response.body.write(collector)
        guard let smaller = gzip(collector.bytes) else {
            response.body = .init(byteBuffer: ByteBuffer(bytes: collector.bytes))
            return response
        }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.body = .init(byteBuffer: ByteBuffer(bytes: smaller))
        return response
    }

    private static func isText(_ type: String?) -> Bool {
        guard let type else { return false }
        return type.hasPrefix("text/") || type.contains("json") || type.contains("svg") || type.contains("javascript")
    }
}

extension HTTPFields {
    /// Whether the sender of these takes gzip: named, and not with the weight of nothing.
    var takeGzip: Bool {
        let offers = (self[.acceptEncoding] ?? "").split(separator: ",")
        return offers.contains { offer in
            let parts = offer.split(separator: ";").map { $0.trimming(while: \.isWhitespace).lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return parts.first == "gzip" && weight != 0
        }
    }
}

/// Takes a body that is already whole.
private final class Collector: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws { bytes.append(contentsOf: buffer.readableBytesView) }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// `bytes` as a gzip member (RFC 1952), nil when zlib has no memory for it.
func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8]? {
    var stream = z_stream()
    // 15 bits of window plus 16: with the header and checksum of gzip.
    let ready = deflateInit2_(
        &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard ready == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var input = bytes
    let room = Int(deflateBound(&stream, UInt(bytes.count)))
    return input.withUnsafeMutableBufferPointer { source in
        var done = false
        let output = [UInt8](unsafeUninitializedCapacity: room) { target, count in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(room)
            done = deflate(&stream, Z_FINISH) == Z_STREAM_END
            count = room - Int(stream.avail_out)
        }
        return done ? output : nil
    }
}

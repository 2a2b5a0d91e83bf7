import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Stylesheets, scripts and icons: read and compressed once, named by their hash, kept by browsers for a year.
struct Assets: Sendable {
    private struct Asset {
        let type: String
        let plain: ByteBuffer
        let compressed: ByteBuffer?
    }

    private let assets: [String: Asset]
    /// `site.css` → `/assets/site-0123abcd.css`.
    let paths: [String: String]

    init() throws {
        var assets: [String: Asset] = [:]
        var paths: [String: String] = [:]
        for name in try Resources.names(in: "Assets") {
            let bytes = try Resources.file("Assets/\(name)")
            let parts = name.split(separator: ".", maxSplits: 1)
            let hash = SHA256.hash(data: bytes).prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let hashed = "\(parts[0])-\(hash).\(parts.dropFirst().joined())"
            let type = Self.type(of: name)
            let compressed = type.hasPrefix("image/png") ? nil : gzip(bytes, level: 9).map { ByteBuffer(bytes: $0) }
            assets[hashed] = Asset(type: type, plain: ByteBuffer(bytes: bytes), compressed: compressed)
            paths[name] = "/assets/\(hashed)"
        }
        self.assets = assets
        self.paths = paths
    }

    /// The asset of this hashed name, nil when there is none.
    func response(_ name: String, to request: Request) -> Response? {
        guard let asset = assets[name] else { return nil }
        var headers: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable", .vary: "Accept-Encoding",
        ]
        guard let compressed = asset.compressed, request.headers.takeGzip else {
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: asset.plain))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: compressed))
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: "application/octet-stream"
        }
    }
}

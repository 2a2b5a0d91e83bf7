import CQREncode
import Crypto
import Hummingbird
import Training

/// A QR code (ISO/IEC 18004) with error correction M: a stain over a seventh of it does no harm.
struct QRCode: Sendable {
    /// How many modules a side has.
    let width: Int
    /// Row by row, which are dark.
    private let isDark: [Bool]

    /// The code of a text in UTF-8; nil for one of more than 2331 bytes, an empty one and one with a NUL in it.
    init?(_ text: String) {
        guard !text.utf8.contains(0), let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        // The lowest bit of a module says whether it is dark, the others what it is for.
        isDark = UnsafeBufferPointer(start: code.pointee.data, count: width * width).map { $0 & 1 == 1 }
    }

    /// A drawing, with the margin of four modules that the standard asks for.
    var svg: String {
        let margin = 4
        let side = width + 2 * margin
        let path = runs.map { "M\($0.x + margin) \($0.y + margin)h\($0.length)v1h-\($0.length)z" }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)"/></svg>
            """
    }

    /// The dark modules that lie beside each other in a row.
    private var runs: [(x: Int, y: Int, length: Int)] {
        (0..<width).flatMap { y in
            let row = isDark[y * width..<(y + 1) * width]
            let starts = row.indices.filter { row[$0] && ($0 == row.startIndex || !row[$0 - 1]) }
            return starts.map { start in
                (x: start - row.startIndex, y: y, length: row[start...].prefix { $0 }.count)
            }
        }
    }
}

extension Response {
    /// The QR code of an address as a drawing.
    static func qrCode(of address: String, to request: Request) throws -> Response {
        guard let code = QRCode(address) else { throw Refusal.notFound }
        let svg = Array(code.svg.utf8)
        let hash = SHA256.hash(data: svg).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return .picture(svg, type: "image/svg+xml", hash: hash, to: request)
    }
}

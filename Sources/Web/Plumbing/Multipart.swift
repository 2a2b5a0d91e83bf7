import Hummingbird
import Training

/// The parts of a `multipart/form-data` body (RFC 7578), read whole; the caller has limited its size.
struct Multipart {
    /// One part.
    struct Part {
        let name: String
        let fileName: String?
        let bytes: [UInt8]
    }

    let parts: [Part]

    /// More parts than this are refused: no form of ours has as many.
    private static let room = 20

    /// Reads a body; a malformed one is 400.
    init(_ body: [UInt8], boundary: String) throws {
        let delimiter = Array("--\(boundary)".utf8)
        guard !boundary.isEmpty, boundary.utf8.count <= 70 else { throw HTTPError(.badRequest) }
        var places = body.places(of: delimiter)[...]
        guard var begin = places.popFirst() else { throw HTTPError(.badRequest) }
        var parts: [Part] = []
        for end in places {
            parts.append(try Part(body[(begin + delimiter.count)..<end]))
            guard parts.count <= Self.room else { throw HTTPError(.badRequest) }
            begin = end
        }
        let closing = body[(begin + delimiter.count)...].prefix(2)
        guard Array(closing) == Array("--".utf8) else { throw HTTPError(.badRequest) }
        self.parts = parts
    }

    /// The text of the first part called `name`.
    func text(_ name: String) -> String? {
        parts.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}

extension Multipart.Part {
    /// Reads what stands between two delimiters: a line end, header lines, an empty line, the content, a line end.
    fileprivate init(_ slice: ArraySlice<UInt8>) throws {
        let blank = Array("\r\n\r\n".utf8)
        let bytes = Array(slice)
        guard let head = bytes.places(of: blank).first, bytes.starts(with: Array("\r\n".utf8)),
            bytes.suffix(2) == Array("\r\n".utf8)[...], head + blank.count <= bytes.count - 2, head <= 4096
        else { throw HTTPError(.badRequest) }
        let lines = String(decoding: bytes[2..<max(head, 2)], as: UTF8.self).split(separator: "\r\n")
        let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let disposition, let name = Self.parameter("name", of: disposition) else { throw HTTPError(.badRequest) }
        self.name = name
        fileName = Self.parameter("filename", of: disposition)
        self.bytes = Array(bytes[(head + blank.count)..<(bytes.count - 2)])
    }

    private static func parameter(_ name: String, of line: Substring) -> String? {
        for field in line.split(separator: ";").dropFirst() {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimming(while: \.isWhitespace).lowercased() == name else { continue }
            return String(parts[1].trimming { $0.isWhitespace || $0 == "\"" })
        }
        return nil
    }
}

extension [UInt8] {
    /// Where `needle` begins, each place once, none overlapping.
    fileprivate func places(of needle: [UInt8]) -> [Int] {
        guard let first = needle.first, count >= needle.count else { return [] }
        var places: [Int] = []
        var here = 0
        while here <= count - needle.count {
            if self[here] == first, self[here..<(here + needle.count)].elementsEqual(needle) {
                places.append(here)
                here += needle.count
            } else {
                here += 1
            }
        }
        return places
    }
}

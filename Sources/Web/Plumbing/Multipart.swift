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
        guard (1...70).contains(boundary.utf8.count) else { throw HTTPError(.badRequest) }
        // A delimiter is a line of its own; the line end before it belongs to it, not to the content.
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let body = Array("\r\n".utf8) + body
        func follows(_ text: String, _ place: Int) -> Bool {
            body[(place + delimiter.count)...].starts(with: Array(text.utf8))
        }
        let places = body.places(of: delimiter).filter { follows("\r\n", $0) || follows("--", $0) }
        guard let closing = places.firstIndex(where: { follows("--", $0) }), closing <= Self.room else {
            throw HTTPError(.badRequest)
        }
        parts = try zip(places[..<closing], places[...closing].dropFirst()).map { begin, end in
            try Part(body[(begin + delimiter.count)..<end])
        }
    }

    /// The boundary that a content type names, empty when it names none.
    static func boundary(of contentType: String?) -> String { parameter("boundary", of: contentType ?? "") ?? "" }

    /// The text of the first part called `name`.
    func text(_ name: String) -> String? {
        parts.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}

extension Multipart.Part {
    /// Reads what stands between two delimiters: a line end, header lines, an empty line, the content.
    fileprivate init(_ slice: ArraySlice<UInt8>) throws {
        let blank = Array("\r\n\r\n".utf8)
        let bytes = Array(slice)
        guard let head = bytes.places(of: blank).first, bytes.starts(with: Array("\r\n".utf8)), head <= 4096 else {
            throw HTTPError(.badRequest)
        }
        let lines = String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\r\n")
        let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let disposition, let name = Multipart.parameter("name", of: disposition) else {
            throw HTTPError(.badRequest)
        }
        self.name = name
        fileName = Multipart.parameter("filename", of: disposition)
        self.bytes = Array(bytes[(head + blank.count)...])
    }
}

extension Multipart {
    /// The parameter `name` of a header: of `form-data; name="a;b"` it is `a;b`.
    fileprivate static func parameter(_ name: String, of header: some StringProtocol) -> String? {
        var rest = Substring(header).drop { $0 != ";" }
        while !rest.isEmpty {
            let key = rest.dropFirst().prefix { $0 != "=" && $0 != ";" }
            rest = rest[key.endIndex...]
            guard rest.first == "=" else { continue }
            let value: String
            (value, rest) = self.value(rest.dropFirst())
            if key.trimming(while: \.isWhitespace).lowercased() == name { return value }
        }
        return nil
    }

    /// The value that `text` begins with, and the rest from the next semicolon on. In quotes, `\"` is a quote.
    private static func value(_ text: Substring) -> (String, Substring) {
        let text = text.drop(while: \.isWhitespace)
        guard text.first == "\"" else {
            let value = text.prefix { $0 != ";" }
            return (String(value.trimming(while: \.isWhitespace)), text[value.endIndex...])
        }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
            value.append(character == "\\" && rest.first == "\"" ? rest.removeFirst() : character)
        }
        return (value, rest.drop { $0 != ";" })
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

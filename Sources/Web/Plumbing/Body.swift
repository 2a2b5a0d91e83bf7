import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Training

/// The fields of a form, in the order sent; a name may come several times.
struct Form {
    private let fields: [(name: String, value: String)]

    /// Reads `application/x-www-form-urlencoded` text: percent escapes, and `+` for a space.
    init(_ text: String) {
        fields = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Form.decoded(parts[0]), parts.count > 1 ? Form.decoded(parts[1]) : "")
        }
    }

    /// The first value of `name`, nil when the form has no such field.
    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The fields whose names begin with `prefix`.
    func named(_ prefix: String) -> [(name: String, value: String)] { fields.filter { $0.name.hasPrefix(prefix) } }

    /// All values of `name`.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        // No field of ours has a NUL, and databases take none; U+FFFD stands for what cannot be, as in HTML.
        return (spaced.removingPercentEncoding ?? String(spaced)).replacing("\0", with: "\u{FFFD}")
    }
}

/// A body that is either a form or JSON; which one, the content type says.
enum Submission {
    case form(Form)
    case json(Data)
}

extension Request {
    /// The fields behind the `?` of the address.
    var query: Form { Form(uri.query ?? "") }

    /// The media type that the content type names, lower case, without parameters.
    var mediaType: String {
        let text = headers[.contentType] ?? ""
        return text.prefix { $0 != ";" }.trimming(while: \.isWhitespace).lowercased()
    }

    /// The whole body, at most `limit` bytes; more is 413.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Problem.tooLarge(limit) }
        do {
            return Array(buffer: try await body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit)
        }
    }

    /// The body as a form or JSON; any other content type is 415, an empty body an empty form.
    func submission(upTo limit: Int = 64 * 1024) async throws -> Submission {
        switch mediaType {
        case "application/json": return .json(Data(try await bytes(upTo: limit)))
        case "application/x-www-form-urlencoded": return .form(try await form(upTo: limit))
        case "":
            guard try await bytes(upTo: limit).isEmpty else { throw HTTPError(.unsupportedMediaType) }
            return .form(Form(""))
        default: throw HTTPError(.unsupportedMediaType)
        }
    }

    /// The body as JSON of `type`; what does not decode is 422 and says where, another content type is 415.
    func json<Value: Decodable>(_ type: Value.Type, upTo limit: Int = 64 * 1024) async throws -> Value {
        guard mediaType == "application/json" else { throw HTTPError(.unsupportedMediaType) }
        return try Data(try await bytes(upTo: limit)).decoded(as: type)
    }

    private func form(upTo limit: Int) async throws -> Form {
        guard let text = String(validating: try await bytes(upTo: limit), as: UTF8.self) else {
            throw HTTPError(.badRequest)
        }
        return Form(text)
    }
}

extension Data {
    /// Decodes JSON; an error names the place in the document.
    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: self)
        } catch let error as DecodingError {
            throw Problem(.unprocessableContent, "bad_json", error.explained)
        }
    }
}

extension DecodingError {
    fileprivate var explained: Bilingual {
        let (context, missing): (Context, String?) =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, nil)
            case .keyNotFound(let key, let context): (context, key.stringValue)
            @unknown default: (Context(codingPath: [], debugDescription: ""), nil)
            }
        let path = (context.codingPath.map(\.stringValue) + (missing.map { [$0] } ?? [])).joined(separator: ".")
        if let missing {
            return Bilingual(zh: "JSON 缺少 \(missing)（位置 \(path)）。", en: "The JSON lacks \(missing) (at \(path)).")
        }
        let place = path.isEmpty ? "/" : path
        return Bilingual(zh: "JSON 在 \(place) 处不对。", en: "The JSON is wrong at \(place).")
    }
}

extension Problem {
    /// A body beyond its limit.
    static func tooLarge(_ limit: Int) -> Problem {
        let size = limit >= 1024 * 1024 ? "\(limit / 1024 / 1024) MiB" : "\(limit / 1024) KiB"
        return Problem(
            .contentTooLarge, "too_large",
            Bilingual(zh: "发送的内容超过了 \(size) 的上限。", en: "What was sent is over the limit of \(size)."))
    }
}

import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

/// Sends requests to an open town over its socket, as anyone.
struct Visitor: Sendable {
    let client: any TestClientProtocol
    let town: Town

    /// Asks for an address.
    func get(_ path: String, as who: Who = .nobody, _ headers: HTTPFields = [:]) async throws -> Reply {
        try await send(.get, path, as: who, headers)
    }

    /// Sends the fields of a form.
    func post(
        _ path: String, form: KeyValuePairs<String, String> = [:], as who: Who = .nobody, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        let text = form.map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&")
        return try await send(
            .post, path, as: who, headers, "application/x-www-form-urlencoded", body: Array(text.utf8))
    }

    /// Sends JSON, with POST unless told otherwise.
    func send(_ json: JSON, to path: String, as who: Who = .nobody, by method: HTTPRequest.Method = .post) async throws
        -> Reply
    {
        try await send(method, path, as: who, [:], "application/json", body: Array(json.description.utf8))
    }

    /// Sends a table, as a program does.
    func post(table: some Sequence<UInt8>, to path: String, as who: Who = .nobody) async throws -> Reply {
        try await send(.post, path, as: who, [.accept: "application/json"], "text/csv", body: Array(table))
    }

    func post(table: String, to path: String, as who: Who = .nobody) async throws -> Reply {
        try await post(table: table.utf8, to: path, as: who)
    }

    /// Sends anything.
    func send(
        _ method: HTTPRequest.Method, _ path: String, as who: Who = .nobody, _ headers: HTTPFields = [:],
        _ type: String? = nil, body: [UInt8]? = nil
    ) async throws -> Reply {
        var headers = headers
        if let type { headers[.contentType] = type }
        if who.isToken {
            headers[.authorization] = "Bearer \(try await town.key(of: who))"
        } else if who != .nobody {
            let cookies = ["session=\(try await town.key(of: who))", headers[.cookie]].compactMap(\.self)
            headers[.cookie] = cookies.joined(separator: "; ")
        }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        return Reply(
            status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }
}

/// What came back.
struct Reply {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON; a failure of the test when it is none.
    var json: JSON {
        get throws { try JSONDecoder().decode(JSON.self, from: Data(bytes)) }
    }

    /// The `code` of a problem document.
    var problem: String? { (try? json).flatMap { $0["code"].string } }

    var location: String? { headers[.location] }

    /// The value and attributes of a cookie that is set.
    func cookie(_ name: String) -> (value: String, attributes: Set<String>)? {
        for line in headers[values: .setCookie] {
            let parts = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let first = parts.first, first.hasPrefix("\(name)=") else { continue }
            return (String(first.dropFirst(name.count + 1)), Set(parts.dropFirst()))
        }
        return nil
    }

    /// The lines of a CSV file, each split at its commas; for tables without quotes.
    var rows: [[String]] {
        text.components(separatedBy: "\r\n").filter { !$0.isEmpty }.map { $0.components(separatedBy: ",") }
    }

    func contains(_ text: String) -> Bool { self.text.contains(text) }
}

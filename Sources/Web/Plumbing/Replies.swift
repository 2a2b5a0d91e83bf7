import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Tabular
import Training

extension Response {
    /// JSON with sorted keys; times are RFC 3339 UTC.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "private, no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    /// A page; one that is not `kept` leaves no copy on the disk of a shared computer.
    static func html(_ text: String, status: HTTPResponse.Status = .ok, kept: Bool = true) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: kept ? "private, no-cache" : "private, no-store",
            ],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A CSV file to save: UTF-8 with BOM and CRLF, so that spreadsheets read it right.
    static func csv(_ name: String, header: [String], rows: [[Cell]], bom: Bool = true) -> Response {
        var writer = CSVWriter(bom: bom)
        writer.append(header.map(Cell.text))
        for row in rows { writer.append(row) }
        let encoded = name.percentEncoded
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present", .cacheControl: "private, no-store",
                .contentDisposition: "attachment; filename=\"table.csv\"; filename*=UTF-8''\(encoded).csv",
            ], body: .init(byteBuffer: ByteBuffer(bytes: writer.take())))
    }

    /// On to another page, with GET.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// Nothing to say.
    static var noContent: Response { Response(status: .noContent) }
}

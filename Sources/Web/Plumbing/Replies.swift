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

    /// A table to save, in the form that is asked for: a workbook, or CSV in UTF-8 with CRLF and, unless told otherwise, a
    /// byte order mark, so that spreadsheets read it right. The table is the first sheet, which imports read; reports have
    /// one before it, see `ReportTable`.
    ///
    /// The file is called `name`, in ASCII; `said` is how people call it, where that differs.
    static func table(
        _ format: Visit.Format, _ name: String, said: String? = nil, header: [String], rows: [[Cell]],
        bom: Bool = true
    ) throws -> Response {
        guard format == .xlsx else { return .csv(name, said: said, header: header, rows: rows, bom: bom) }
        let writer = try XLSXWriter()
        try writer.begin("Sheet1", header: header)
        for row in rows { try writer.append(row) }
        return .workbook(name, said: said, try writer.finish())
    }

    /// A workbook to save.
    static func workbook(_ name: String, said: String? = nil, _ bytes: [UInt8]) -> Response {
        .file(name, said: said, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
    }

    /// CSV to save that is written while it is sent.
    static func csv(
        _ name: String, said: String? = nil,
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var response = file(name, said: said, "csv", "text/csv; charset=utf-8; header=present", [])
        response.headers[.contentLength] = nil
        response.body = .init(write)
        return response
    }

    private static func csv(
        _ name: String, said: String?, header: [String], rows: [[Cell]], bom: Bool
    ) -> Response {
        var writer = CSVWriter(bom: bom)
        writer.append(header.map(Cell.text))
        for row in rows { writer.append(row) }
        return .file(name, said: said, "csv", "text/csv; charset=utf-8; header=present", writer.take())
    }

    /// RFC 6266 with RFC 5987: what does not know the second name takes the first.
    private static func file(
        _ name: String, said: String?, _ suffix: String, _ type: String, _ bytes: [UInt8]
    ) -> Response {
        let plain = name.percentEncoded == name ? name : "table"
        // What a file system of Windows does not take in a name.
        let spoken = (said ?? name).filter { !$0.isNewline && !"\\/:*?\"<>|".contains($0) }
        let disposition =
            "attachment; filename=\"\(plain).\(suffix)\"; filename*=UTF-8''\(spoken.percentEncoded).\(suffix)"
        return Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "private, no-store", .contentDisposition: disposition,
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// On to another page, with GET.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// Nothing to say.
    static var noContent: Response { Response(status: .noContent) }
}

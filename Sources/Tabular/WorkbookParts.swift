import CZip
import Glibc

/// The parts of a workbook: a ZIP archive in memory, read by libzip. Nothing that it says of its sizes is believed.
final class WorkbookParts {
    private let archive: OpaquePointer
    /// How many bytes may still come out of it.
    private var room: Int
    private let refusal: Table.Problem

    /// Opens the archive that `bytes` are.
    init(_ bytes: [UInt8], limits: Table.Limits) throws(Table.Problem) {
        let byRatio = max(limits.ratio * bytes.count, 1 << 20)
        room = min(limits.bytes, byRatio)
        refusal = byRatio < limits.bytes ? .expandsTooMuch(limit: limits.ratio) : .tooLarge(limit: limits.bytes)
        archive = try Self.open(bytes)
    }

    deinit { zip_discard(archive) }

    /// Whether there is a part of this name.
    func has(_ part: String) -> Bool { zip_name_locate(archive, part, zip_flags_t(ZIP_FL_NOCASE)) >= 0 }

    /// What `handler` makes of a part; as it was when there is no such part.
    func read<Handler: XMLHandler>(_ part: String, _ handler: Handler) throws(Table.Problem) -> Handler {
        let index = zip_name_locate(archive, part, zip_flags_t(ZIP_FL_NOCASE))
        guard index >= 0 else { return handler }
        let stream = try XMLStream(part, handler)
        guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
            throw isEncrypted(index) ? .workbook(.locked) : .damagedWorkbook(part: part)
        }
        defer { zip_fclose(file) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = zip_fread(file, piece.baseAddress, zip_uint64_t(piece.count))
            // At the end libzip compares the checksum, too.
            guard count >= 0 else { throw .damagedWorkbook(part: part) }
            room -= Int(count)
            guard room >= 0 else { throw refusal }
            try stream.parse(UnsafeRawBufferPointer(rebasing: piece[..<Int(count)]), isLast: count == 0)
            if count == 0 { return stream.handler }
        }
    }

    private func isEncrypted(_ index: zip_int64_t) -> Bool {
        var entry = zip_stat_t()
        return zip_stat_index(archive, zip_uint64_t(index), 0, &entry) == 0
            && entry.encryption_method != ZIP_EM_NONE
    }

    private static func open(_ bytes: [UInt8]) throws(Table.Problem) -> OpaquePointer {
        // libzip reads from this copy and frees it with the archive.
        guard let copy = malloc(max(bytes.count, 1)) else { throw .damagedWorkbook(part: "") }
        bytes.withUnsafeBytes { if let start = $0.baseAddress { copy.copyMemory(from: start, byteCount: $0.count) } }
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(copy, zip_uint64_t(bytes.count), 1, &error) else {
            free(copy)
            throw .damagedWorkbook(part: "")
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw .damagedWorkbook(part: "")
        }
        return archive
    }
}

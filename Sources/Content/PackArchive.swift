import CZip
import Glibc
import Training

/// ZIP files in and out, by libzip. Nothing that an archive says of itself is believed before it is checked.
enum PackArchive {
    /// The files of an archive by path; what cannot be taken is reported by entry, and then nothing counts.
    static func read(_ bytes: [UInt8], report: Report) -> [String: [UInt8]] {
        bytes.withUnsafeBytes { buffer in
            var error = zip_error_t()
            guard let source = zip_source_buffer_create(buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error),
                let archive = zip_open_from_source(source, ZIP_RDONLY, &error)
            else {
                report.error(
                    Place(path: "ZIP"), zh: "这不是能打开的 ZIP 文件", en: "this is no ZIP file that can be opened")
                return [:]
            }
            defer { zip_discard(archive) }
            return Reading(archive: archive, report: report).files()
        }
    }

    /// An archive of these files, in the order of their paths and without times of its own.
    static func write(_ files: [String: [UInt8]]) throws(BrokenContent) -> [UInt8] {
        let report = Report()
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(nil, 0, 0, &error),
            let archive = zip_open_from_source(source, ZIP_TRUNCATE, &error)
        else { throw unwritable(report, "ZIP") }
        // Closing the archive frees the source unless somebody keeps it.
        zip_source_keep(source)
        defer { zip_source_free(source) }
        for (path, bytes) in files.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            guard add(bytes, as: path, to: archive) else {
                zip_discard(archive)
                throw unwritable(report, path)
            }
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            throw unwritable(report, "ZIP")
        }
        guard let bytes = contents(of: source) else { throw unwritable(report, "ZIP") }
        return bytes
    }

    private static func add(_ bytes: [UInt8], as path: String, to archive: OpaquePointer) -> Bool {
        // libzip reads the bytes when it closes the archive and frees this copy itself.
        guard let copy = malloc(max(bytes.count, 1)) else { return false }
        bytes.withUnsafeBytes {
            copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: bytes.count)
        }
        guard let source = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1) else {
            free(copy)
            return false
        }
        let index = zip_file_add(archive, path, source, ZIP_FL_ENC_UTF_8)
        guard index >= 0 else {
            zip_source_free(source)
            return false
        }
        // 1980-01-01, the first day that ZIP knows.
        return zip_file_set_dostime(archive, zip_uint64_t(index), 0, 0x21, 0) == 0
            && zip_set_file_compression(archive, zip_uint64_t(index), ZIP_CM_DEFLATE, 9) == 0
    }

    private static func contents(of source: OpaquePointer) -> [UInt8]? {
        guard zip_source_open(source) == 0 else { return nil }
        defer { zip_source_close(source) }
        guard zip_source_seek(source, 0, SEEK_END) == 0 else { return nil }
        let size = zip_source_tell(source)
        guard size >= 0, zip_source_seek(source, 0, SEEK_SET) == 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let read = bytes.withUnsafeMutableBytes { zip_source_read(source, $0.baseAddress, zip_uint64_t($0.count)) }
        return read == size ? bytes : nil
    }

    private static func unwritable(_ report: Report, _ path: String) -> BrokenContent {
        report.error(Place(path: path), zh: "不能写进 ZIP 文件", en: "cannot be written to the ZIP file")
        return BrokenContent(problems: report.problems)
    }
}

/// One archive while it is read.
private struct Reading {
    let archive: OpaquePointer
    let report: Report

    func files() -> [String: [UInt8]] {
        let count = zip_get_num_entries(archive, 0)
        guard count <= Pack.Limits.files else {
            report.error(
                Place(path: "ZIP"), zh: "有 \(count) 个文件，最多 \(Pack.Limits.files) 个",
                en: "holds \(count) entries; at most \(Pack.Limits.files)")
            return [:]
        }
        var files: [String: [UInt8]] = [:]
        // Two names that some systems take for one.
        var seen: [String: String] = [:]
        var left = Pack.Limits.bytes
        for index in 0..<zip_uint64_t(max(count, 0)) {
            guard let path = path(of: index), !path.hasSuffix("/") else { continue }
            if let other = seen.updateValue(path, forKey: path.lowercased()) {
                report.error(
                    Place(path: path), zh: "与 \(other) 只差大小写或者重名", en: "has the same name as \(other), but for capitals"
                )
                continue
            }
            guard let size = size(of: index, path, left: left) else { continue }
            left -= size
            files[path] = bytes(of: index, path, size: size)
        }
        return files
    }

    /// The entry's path, if it can be one below the folder that a pack is written to.
    private func path(of index: zip_uint64_t) -> String? {
        guard let raw = zip_get_name(archive, index, ZIP_FL_ENC_RAW) else {
            report.error(Place(path: "ZIP"), zh: "第 \(index + 1) 个文件没有名字", en: "entry \(index + 1) has no name")
            return nil
        }
        let name = UnsafeBufferPointer(start: raw, count: strlen(raw)).map { UInt8(bitPattern: $0) }
        guard let path = String(validating: name, as: UTF8.self) else {
            report.error(
                Place(path: String(decoding: name, as: UTF8.self)), zh: "文件名不是 UTF-8：请只用字母、数字起名",
                en: "its name is not UTF-8: use letters and digits only")
            return nil
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isBelow = parts.enumerated().allSatisfy { place, part in
            part != "." && part != ".." && (!part.isEmpty || place == parts.count - 1)
        }
        guard isBelow, !path.contains("\\"), !path.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            report.error(
                Place(path: path), zh: "路径不对：不能以“/”开头，不能有“..”“\\”", en: "has no path that can be taken")
            return nil
        }
        var system: zip_uint8_t = 0
        var attributes: zip_uint32_t = 0
        zip_file_get_external_attributes(archive, index, 0, &system, &attributes)
        let kind = attributes >> 16 & 0o170000
        if system == ZIP_OPSYS_UNIX, kind != 0, kind != 0o100000, kind != 0o040000 {
            report.error(Place(path: path), zh: "不是普通文件（比如快捷链接）", en: "is no plain file but a link or the like")
            return nil
        }
        return path
    }

    /// What the entry says it takes, if that can be taken.
    private func size(of index: zip_uint64_t, _ path: String, left: Int) -> Int? {
        var entry = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &entry) == 0, entry.valid & zip_uint64_t(ZIP_STAT_SIZE) != 0 else {
            report.error(Place(path: path), zh: "读不出大小", en: "does not tell its size")
            return nil
        }
        guard entry.encryption_method == ZIP_EM_NONE else {
            report.error(Place(path: path), zh: "加了密码：请不加密重新打包", en: "is encrypted: pack it without a password")
            return nil
        }
        guard entry.size <= zip_uint64_t(min(Pack.Limits.fileBytes, left)) else {
            report.error(
                Place(path: path),
                zh: "太大：每个文件最多 \(Pack.Limits.fileBytes >> 20) MiB，一共最多 \(Pack.Limits.bytes >> 20) MiB",
                en: "is too large: at most \(Pack.Limits.fileBytes >> 20) MiB a file, "
                    + "\(Pack.Limits.bytes >> 20) MiB in all")
            return nil
        }
        return Int(entry.size)
    }

    /// The entry's bytes: no more than it said, and those its checksum is of.
    private func bytes(of index: zip_uint64_t, _ path: String, size: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: size)
        var isWhole = false
        if let file = zip_fopen_index(archive, index, 0) {
            let read = bytes.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, zip_uint64_t(size)) }
            // The end is read too: only there libzip compares the checksum.
            var more: UInt8 = 0
            isWhole = read == size && zip_fread(file, &more, 1) == 0
            isWhole = zip_fclose(file) == 0 && isWhole
        }
        guard isWhole else {
            report.error(Place(path: path), zh: "损坏了：请重新打包", en: "is damaged: pack it again")
            return nil
        }
        return bytes
    }
}

import CZip
import Foundation
import Tabular

/// A workbook made by hand: what of it a test does not say is as Excel writes it.
struct Book {
    var rows = ""
    var afterRows = ""
    var strings: [String] = []
    /// Number formats by id, and the format of each style.
    var formats: [Int: String] = [:]
    var styles: [Int] = [0]
    var countsFrom1904 = false
    var sheets = #"<sheet name="人员" sheetId="1" r:id="rId1"/>"#
    /// Parts that stand in for others or are added; nil leaves one out.
    var parts: [String: String?] = [:]

    var bytes: [UInt8] { zip(allParts) }

    func read(limits: Table.Limits = Table.Limits(), isHeader: (([String]) -> Bool)? = nil) -> Table.Reading {
        Table.read(bytes, limits: limits, isHeader: isHeader)
    }

    private var allParts: [String: String] {
        var all: [String: String?] = [
            "[Content_Types].xml": """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
            <Override PartName="/xl/workbook.xml" ContentType="\(Self.main)"/></Types>
            """,
            "xl/workbook.xml": """
            <workbook xmlns="\(Self.namespace)" xmlns:r="x"><workbookPr date1904="\(countsFrom1904 ? 1 : 0)"/>\
            <sheets>\(sheets)</sheets></workbook>
            """,
            "xl/_rels/workbook.xml.rels": """
            <Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>\
            <Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>\
            <Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/></Relationships>
            """,
            "xl/worksheets/sheet1.xml": """
            <worksheet xmlns="\(Self.namespace)"><sheetData>\(rows)</sheetData>\(afterRows)</worksheet>
            """,
            "xl/sharedStrings.xml": "<sst>\(strings.map { "<si>\($0)</si>" }.joined())</sst>",
            "xl/styles.xml": """
            <styleSheet><numFmts>\(formats.map { #"<numFmt numFmtId="\#($0)" formatCode="\#($1)"/>"# }.joined())</numFmts>\
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
            <cellXfs>\(styles.map { #"<xf numFmtId="\#($0)"/>"# }.joined())</cellXfs></styleSheet>
            """,
        ]
        all.merge(parts) { $1 }
        return all.compactMapValues(\.self)
    }

    static let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    private static let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
}

/// An archive of these files.
func zip(_ files: [String: String]) -> [UInt8] {
    var error = zip_error_t()
    guard let target = zip_source_buffer_create(nil, 0, 0, &error),
        let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error)
    else { return [] }
    zip_source_keep(target)
    defer { zip_source_free(target) }
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
        let bytes = Array(text.utf8)
        let copy = malloc(max(bytes.count, 1))
        bytes.withUnsafeBytes { if let start = $0.baseAddress { copy?.copyMemory(from: start, byteCount: $0.count) } }
        zip_file_add(archive, name, zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1), 0)
    }
    zip_close(archive)
    zip_source_open(target)
    defer { zip_source_close(target) }
    zip_source_seek(target, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: Int(zip_source_tell(target)))
    zip_source_seek(target, 0, SEEK_SET)
    _ = bytes.withUnsafeMutableBytes { zip_source_read(target, $0.baseAddress, zip_uint64_t($0.count)) }
    return bytes
}

/// The text of a file in an archive.
func part(_ name: String, of bytes: [UInt8]) -> String? {
    bytes.withUnsafeBytes { buffer in
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error),
            let archive = zip_open_from_source(source, ZIP_RDONLY, &error), let file = zip_fopen(archive, name, 0)
        else { return nil }
        defer { zip_discard(archive) }
        var text = [UInt8](repeating: 0, count: 65_536)
        let count = text.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, zip_uint64_t($0.count)) }
        zip_fclose(file)
        return String(decoding: text.prefix(max(Int(count), 0)), as: UTF8.self)
    }
}

extension Book {
    /// Rows of texts, each in its cell.
    static func inline(_ rows: [[String]]) -> String {
        rows.map { cells in
            "<row>\(cells.map { #"<c t="inlineStr"><is><t>\#($0)</t></is></c>"# }.joined())</row>"
        }.joined()
    }
}

import Tabular
import Testing

@Suite("Writing an XLSX workbook")
struct XLSXWritingTests {
    private func written(_ rows: [[Cell]], header: [String] = ["a", "b"]) throws -> [UInt8] {
        let writer = try XLSXWriter()
        try writer.begin("人员", header: header)
        for row in rows { try writer.append(row) }
        return try writer.finish()
    }

    @Test("Codes, days and numbers come back as they were")
    func values() throws {
        let cells: [Cell] = [
            "0017", "61062199001", "1E5", "=1+1", "'x", "_x0041_", "TRUE", "张 某𠀀", 12, .integer(.max), .number("97.50"),
            .number("-3"), .number("x"), .number("12345678901234567890"), .day("2026-11-30"), .day("1900-01-01"),
            .day("soon"),
        ]
        let read = [
            "0017", "61062199001", "1E5", "=1+1", "'x", "_x0041_", "TRUE", "张 某𠀀", "12", "9223372036854775807", "97.5",
            "-3", "x",
            "12345678901234567890", "2026-11-30", "1900-01-01", "soon",
        ]
        let reading = Table.read(try written(cells.map { [$0, "-"] }))
        #expect(reading.problems == [])
        #expect(reading.cells?.map(\.[0]) == read)
        #expect(reading.header == ["a", "b"])
    }

    @Test("What is written is read back, but for blanks at the ends", arguments: 1...4 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows = (0..<200).map { _ in (0..<3).map { _ in Hostile.text(&random) } }
        let reading = Table.read(try written(rows.map { $0.map(Cell.text) }, header: ["a", "b", "c"]))
        let expected = rows.map { $0.map(Hostile.trimmed) }.filter { !$0.allSatisfy(\.isEmpty) }
        #expect(reading.problems == [])
        #expect(reading.cells.map(Hostile.scalars) == Hostile.scalars(expected))
    }

    @Test("The same table gives the same bytes, whenever it is written")
    func sameBytes() throws {
        #expect(try written([["1", "2"]]) == written([["1", "2"]]))
        #expect(try written([["1", "2"]]) != written([["1", "3"]]))
        let properties = part("docProps/core.xml", of: try written([["1", "2"]]))
        #expect(properties?.contains(">1980-01-01T00:00:00Z</dcterms:created>") == true)
        #expect(properties?.contains(">1980-01-01T00:00:00Z</dcterms:modified>") == true)
    }

    @Test("A sheet fits a page of A4 in width, a table across and under its headings, one to read upright and wrapped")
    func pages() throws {
        let writer = try XLSXWriter()
        try writer.begin("说明", header: ["a", "b"], widths: [20, 90])
        try writer.append(["x", "y"])
        try writer.begin("表格", header: ["a"])
        let bytes = try writer.finish()
        let (prose, table) = (part("xl/worksheets/sheet1.xml", of: bytes), part("xl/worksheets/sheet2.xml", of: bytes))
        for sheet in [prose, table] { #expect(sheet?.contains(#"paperSize="9""#) == true) }
        #expect(prose?.contains("landscape") == false && table?.contains(#"orientation="landscape""#) == true)
        #expect(prose?.contains(#"width="90."#) == true)
        #expect(part("xl/styles.xml", of: bytes)?.contains(#"wrapText="1""#) == true)
        #expect(part("xl/workbook.xml", of: bytes)?.contains("表格'!$1:$1") == true)
    }

    @Test("A sheet has a name that a workbook takes, and only one has it")
    func names() throws {
        let writer = try XLSXWriter()
        try writer.begin("单位", header: ["a"])
        #expect(throws: XLSXWriter.Failure.self) { try writer.begin("单位", header: ["a"]) }
        #expect(throws: XLSXWriter.Failure.self) { try writer.begin("a/b", header: ["a"]) }
    }
}

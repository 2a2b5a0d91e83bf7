import Tabular
import Testing

@Suite("Reading an XLSX workbook")
struct WorkbookReadingTests {
    /// The text of one cell with this markup in a column called `a`.
    private func cell(_ markup: String, _ book: Book = Book()) -> String? {
        var book = book
        book.rows = Book.inline([["a", "b"]]) + #"<row r="2">\#(markup)<c r="B2"><v>1</v></c></row>"#
        return book.read().cells?.first?.first
    }

    @Test("Texts are shared or in their cells, in runs, without the guides for reading them aloud")
    func texts() {
        let book = Book(strings: [
            "<t>0017</t>", "<r><rPr><b/></rPr><t>张</t></r><r><t xml:space=\"preserve\">某 </t></r>",
            "<t>張</t><rPh sb=\"0\" eb=\"1\"><t>ちょう</t></rPh><phoneticPr fontId=\"1\"/>", "<t>一_x000D_二_x4e09_</t>",
            "<t>A&amp;B&#x20000;</t>",
        ])
        #expect(cell(#"<c t="s"><v>0</v></c>"#, book) == "0017")
        #expect(cell(#"<c t="s"><v>1</v></c>"#, book) == "张某")
        #expect(cell(#"<c t="s"><v>2</v></c>"#, book) == "張")
        #expect(cell(#"<c t="s"><v>3</v></c>"#, book) == "一\r二三")
        #expect(cell(#"<c t="s"><v>4</v></c>"#, book) == "A&B𠀀")
        #expect(cell(#"<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>"#) == "甲乙")
        #expect(cell(#"<c t="str"><f>A1&amp;"x"</f><v>结果</v></c>"#) == "结果")
        #expect(cell(#"<c t="str"><f>A1</f></c>"#) == "")
    }

    @Test("Truth is spelled out, and an error is the text that is seen")
    func otherTypes() {
        #expect(cell(#"<c t="b"><v>1</v></c>"#) == "TRUE")
        #expect(cell(#"<c t="b"><v>0</v></c>"#) == "FALSE")
        #expect(cell(#"<c t="e"><v>#N/A</v></c>"#) == "#N/A")
        #expect(cell(#"<c t="d"><v>2026-11-30T00:00:00</v></c>"#) == "2026-11-30")
    }

    @Test(
        "Numbers are written out as far as a spreadsheet knows them",
        arguments: [
            ("610621991201", "610621991201"), ("6.1062199120100001E11", "610621991201"), ("0.30000000000000004", "0.3"),
            ("1E-3", "0.001"), ("-12.50", "-12.5"), ("0", "0"), ("-0.0", "0"), ("100", "100"), ("1.5E+3", "1500"),
            ("999999999999999.9", "1E+15"), ("99999999999999.96", "100000000000000"),
            ("1.10105194912310E+17", "1.10105E+17"),
            ("123456789012345", "123456789012345"), ("x", "x"), ("1E999", "1E999"), ("", ""),
        ])
    func numbers(spelled: String, shown: String) {
        #expect(cell("<c><v>\(spelled)</v></c>") == shown)
    }

    @Test(
        "A number is a date by its format, counted from 1900",
        arguments: [
            (46356, 14, "2026-11-30"), (46356, 31, "2026-11-30"), (46356.6, 22, "2026-11-30 14:24"),
            (46356, 22, "2026-11-30"),
            (0.604166666666667, 20, "14:30"), (0.5, 46, "12:00"), (1, 14, "1900-01-01"), (59, 14, "1900-02-28"),
            (60, 14, "1900-02-29"), (61, 14, "1900-03-01"), (45351, 14, "2024-02-29"), (36526, 14, "2000-01-01"),
            (46356, 0, "46356"), (46356, 10, "46356"), (-1, 14, "-1"), (2_958_465, 14, "9999-12-31"),
            (2_958_466, 14, "2958466"),
        ])
    func dates(number: Double, format: Int, shown: String) {
        #expect(cell(#"<c s="1"><v>\#(number)</v></c>"#, Book(styles: [0, format])) == shown)
    }

    @Test(
        "Formats of one's own are told apart by their letters",
        arguments: [
            ("yyyy\\-mm\\-dd", "2026-11-30"), ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "2026-11-30"),
            ("[$-804]aaaa", "46356"), ("[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;", "2026-11-30"),
            ("mmm", "2026-11-30"),
            ("0.00E+00", "46356"), ("&quot;day&quot;0", "46356"), ("[Red]0", "46356"), ("General", "46356"),
            ("00000000", "00046356"), ("000", "46356"), ("@", "46356"), ("h:mm", "2026-11-30 00:00"),
            ("[hh]:mm", "2026-11-30 00:00"),
            ("0;[Red]-d", "46356"),
        ])
    func customFormats(code: String, shown: String) {
        #expect(cell(#"<c s="1"><v>46356</v></c>"#, Book(formats: [170: code], styles: [0, 170])) == shown)
    }

    @Test("Days may be counted from 1904")
    func macDates() {
        let book = Book(styles: [0, 14], countsFrom1904: true)
        #expect(cell(#"<c s="1"><v>44894</v></c>"#, book) == "2026-11-30")
        #expect(cell(#"<c s="1"><v>0</v></c>"#, book) == "1904-01-01")
    }

    @Test("Rows keep the numbers of the spreadsheet; what is missing is empty, and what is wholly empty is left out")
    func places() {
        let rows = """
            <row r="3"><c r="B3" t="str"><v>工号</v></c><c r="C3" t="str"><v>姓名</v></c><c r="D3" t="str"><v> </v></c></row>\
            <row r="5"><c r="C5" t="str"><v>张某</v></c></row><row r="6"><c r="B6" s="0"/></row>\
            <row r="9"><c r="B9"><v>17</v></c></row>
            """
        let reading = Book(rows: rows).read()
        #expect(reading.problems == [])
        #expect(reading.header == ["工号", "姓名"])
        #expect(reading.table?.headerRow == 3)
        #expect(reading.numbers == [5, 9])
        #expect(reading.cells == [["", "张某"], ["17", ""]])
        #expect(reading.table?.form.name == "XLSX")
    }

    @Test("The first sheet is the one that people see first")
    func firstSheet() {
        let sheets = """
            <sheet name="x" sheetId="7" state="hidden" r:id="rId9"/><sheet name="y" sheetId="8" r:id="rId1"/>\
            <sheet name="z" sheetId="9" r:id="rId8"/>
            """
        #expect(Book(rows: Book.inline([["a"], ["1"]]), sheets: sheets).read().cells == [["1"]])
    }

    @Test("Names of elements may have prefixes")
    func prefixes() {
        let sheet = """
            <x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>\
            <x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>
            """
        #expect(Book(parts: ["xl/worksheets/sheet1.xml": sheet]).read().cells == [["1"]])
    }

    @Test("Every row of merged cells has the text of the first, if it has anything else")
    func merged() {
        let rows = """
            <row r="1"><c r="A1" t="str"><v>单位</v></c><c r="B1" t="str"><v>姓名</v></c></row>\
            <row r="2"><c r="A2" t="str"><v>甲村</v></c><c r="B2" t="str"><v>张</v></c></row>\
            <row r="3"><c r="B3" t="str"><v>李</v></c></row><row r="4"><c r="A4"/></row>\
            <row r="5"><c r="B5" t="str"><v>王</v></c></row><row r="6"><c r="B6" t="str"><v>赵</v></c></row>
            """
        let reading = Book(rows: rows, afterRows: #"<mergeCells><mergeCell ref="A2:A5"/></mergeCells>"#).read()
        #expect(reading.numbers == [2, 3, 5, 6])
        #expect(reading.cells == [["甲村", "张"], ["甲村", "李"], ["甲村", "王"], ["", "赵"]])
        #expect(reading.table?.merged == [Table.Merged(rows: 2...5, column: 1)])
    }

    @Test("A header is found below a title, and under a header of two rows")
    func header() {
        let isHeader = { (cells: [String]) in cells.contains("工号") }
        let title = Book(rows: Book.inline([["2026年名单"], ["工号", "姓名"], ["1", "张"]])).read(isHeader: isHeader)
        #expect(title.header == ["工号", "姓名"])
        #expect(title.table?.above.map(\.number) == [1])
        #expect(title.numbers == [3])
        let rows = """
            <row r="1"><c r="A1" t="str"><v>工号</v></c><c r="B1" t="str"><v>联系方式</v></c></row>\
            <row r="2"><c r="B2" t="str"><v>手机</v></c><c r="C2" t="str"><v>座机</v></c></row>\
            <row r="3"><c r="A3"><v>17</v></c></row>
            """
        let twoRows = Book(rows: rows, afterRows: #"<mergeCells><mergeCell ref="A1:A2"/></mergeCells>"#)
        #expect(twoRows.read(isHeader: isHeader).header == ["工号", "手机", "座机"])
        #expect(twoRows.read(isHeader: isHeader).cells == [["17", "", ""]])
        #expect(twoRows.read(isHeader: { _ in false }).header == ["工号", "联系方式"])
    }
}

@Suite("Problems of a workbook")
struct WorkbookProblemTests {
    private let table = Book.inline([["a", "b"], ["1", "2"]])

    @Test("What stands beside the table, and a column without a name, is told")
    func outside() {
        #expect(
            Book(rows: Book.inline([["a"], ["1", "2"]])).read().problems == [
                .wrongCellCount(row: 2, found: 2, expected: 1)
            ])
        #expect(
            Book(rows: Book.inline([["a", "", "c"], ["1", "2", "3"]])).read()
                == .refused(.unnamedColumn(row: 1, column: 2)))
        #expect(Book(rows: Book.inline([["a", "", "c"], ["1", "", "3"]])).read().header == ["a", "c"])
        #expect(
            Book(rows: Book.inline([["a", "a"]])).read()
                == .refused(.duplicateHeader(row: 1, name: "a", columns: [1, 2])))
        #expect(Book().read() == .refused(.empty))
    }

    @Test("Limits are kept and named")
    func limits() {
        let rows = Book.inline([["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]])
        #expect(Book(rows: rows).read(limits: Table.Limits(rows: 2)).problems == [.tooManyRows(row: 4, limit: 2)])
        #expect(
            Book(rows: rows).read(limits: Table.Limits(columns: 1))
                == .refused(.tooManyColumns(row: 1, found: 2, limit: 1)))
        #expect(Book(rows: rows).read(limits: Table.Limits(cells: 5)) == .refused(.tooManyCells(row: 3, limit: 5)))
        #expect(
            Book(rows: Book.inline([["a"], ["四个字啊啊"]])).read(limits: Table.Limits(characters: 4)).problems
                == [.cellTooLong(row: 2, column: 1, found: 5, limit: 4)])
        #expect(Book(rows: rows).read(limits: Table.Limits(bytes: 500)) == .refused(.tooLarge(limit: 500)))
    }

    @Test("One long text that many cells refer to counts as often as it is used")
    func amplified() {
        let cells = String(repeating: #"<row><c t="s"><v>0</v></c></row>"#, count: 1000)
        let book = Book(rows: cells, strings: ["<t>\(String(repeating: "字", count: 30_000))</t>"])
        #expect(book.read(limits: Table.Limits(bytes: 10 << 20)) == .refused(.tooLarge(limit: 10 << 20)))
    }

    @Test("A bomb is not unpacked")
    func bomb() {
        let row = String(repeating: " ", count: 64 << 20)
        let bytes = Book(rows: row).bytes
        #expect(bytes.count < 200_000)
        #expect(Table.read(bytes) == .refused(.expandsTooMuch(limit: 200)))
        #expect(Table.read(bytes, limits: Table.Limits(bytes: 8 << 20)) == .refused(.tooLarge(limit: 8 << 20)))
    }

    @Test("A cell of many megabytes is told as too long, and its text goes nowhere")
    func giantCell() {
        let rows = (1...40_000).map { "<row><c><v>\($0)</v></c></row>" }.joined()
        let giant = (0..<300_000).map { "\($0)," }.joined()
        let reading = Book(rows: rows + Book.inline([[giant]])).read()
        #expect(reading.problems == [.cellTooLong(row: 40_001, column: 1, found: giant.count, limit: 32_767)])
    }

    @Test(
        "Entities are not followed, neither those that grow nor those that lead outside",
        arguments: [
            #"<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"#,
            #"<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>"#,
            #"<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:1/x.dtd"><worksheet/>"#, "<worksheet>&a;</worksheet>",
        ])
    func entities(sheet: String) {
        let part = "xl/worksheets/sheet1.xml"
        #expect(Book(parts: [part: sheet]).read() == .refused(.damagedWorkbook(part: part)))
    }

    @Test("A file that was cut off is damaged, wherever it was cut")
    func truncated() {
        let bytes = Book(rows: table).bytes
        for length in stride(from: 4, to: bytes.count, by: 97) {
            let reading = Table.read(Array(bytes[..<length]))
            #expect(reading.table == nil)
            #expect(reading.problems.count == 1)
        }
        var changed = 0
        for place in stride(from: 40, to: bytes.count, by: 31) {
            var bytes = bytes
            bytes[place] ^= 0x55
            if Table.read(bytes).table == nil { changed += 1 }
        }
        #expect(changed > 10)
    }

    @Test(
        "Parts that are not as they should be are named",
        arguments: [
            ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"), ("xl/worksheets/sheet1.xml", "<worksheet></sheet>"),
            ("xl/worksheets/sheet1.xml", #"<w><row r="0"/></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><row r="2"/><row r="2"/></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><row r="1048577"/></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><row><c r="XFE1"/></row></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><row><c r="B1"/><c r="A1"/></row></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><row><c t="s"><v>0</v></c></row></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><mergeCell ref="B2:A1"/></w>"#),
            ("xl/worksheets/sheet1.xml", #"<w><mergeCell ref="99999999999999999999"/></w>"#),
            ("xl/workbook.xml", "<workbook/>"), ("xl/workbook.xml", ""), ("xl/sharedStrings.xml", "<sst>"),
            ("xl/styles.xml", "\0"),
        ])
    func damaged(part: String, text: String) {
        #expect(Book(rows: table, parts: [part: text]).read() == .refused(.damagedWorkbook(part: part)))
    }

    @Test("Other files that are archives are told apart")
    func others() {
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        for type in [word, "application/vnd.ms-excel.sheet.binary.macroEnabled.main", "image/png"] {
            #expect(
                Book(
                    rows: table,
                    parts: [
                        "[Content_Types].xml":
                            #"<Types><Override PartName="/xl/workbook.xml" ContentType="\#(type)"/></Types>"#
                    ]
                ).read()
                    == .refused(.workbook(.otherArchive)))
        }
        #expect(Table.read(zip(["content.xml": "<x/>", "mimetype": "x"])) == .refused(.workbook(.openDocument)))
        #expect(Table.read(zip(["a.txt": "x"])) == .refused(.workbook(.otherArchive)))
        #expect(
            Book(rows: table, parts: ["xl/worksheets/sheet1.xml": nil]).read()
                == .refused(.damagedWorkbook(part: "xl/workbook.xml")))
    }

    @Test("Merged cells without end cost no more than the limit of cells")
    func manyMerges() {
        let rows = Book.inline(Array(repeating: ["a"], count: 2000))
        let merges = String(repeating: #"<mergeCell ref="A1:A2000"/>"#, count: 10_000)
        #expect(
            Book(rows: rows, afterRows: merges).read(limits: Table.Limits(cells: 100_000))
                == .refused(.tooManyCells(row: 52, limit: 100_000)))
    }

    @Test("No bytes whatever in its parts stop the reader", arguments: 41...46 as ClosedRange<UInt64>)
    func anyMarkup(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "<row>", "</row>", #"<row r="7">"#, "<c>", "</c>", #"<c t="s">"#, #"<c r="B2" s="9" t="inlineStr">"#, "<v>",
            "</v>",
            "<is>", "</is>", "<t>", "</t>", "<rPh>", "</rPh>", "1", "-1E5", "字", "&amp;", #"<mergeCell ref="A1:B9"/>"#,
            "</x>",
        ]
        for _ in 0..<300 {
            let markup = (0..<20).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let reading = Book(rows: markup, strings: ["<t>x</t>"]).read()
            #expect(reading.table != nil || !reading.problems.isEmpty)
        }
    }
}

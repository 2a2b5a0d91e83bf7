import Tabular
import Testing

@Suite("Reading CSV")
struct CSVReadingTests {
    @Test("A header and its rows")
    func plainTable() {
        let reading = read("staff_no,name\n007,王强\n008,李娜\n")
        #expect(reading.problems.isEmpty)
        #expect(reading.header == ["staff_no", "name"])
        #expect(reading.cells == [["007", "王强"], ["008", "李娜"]])
        #expect(reading.numbers == [2, 3])
    }

    @Test("A header alone is a table without rows")
    func headerAlone() {
        let reading = read("staff_no,name")
        #expect(reading.problems.isEmpty)
        #expect(reading.header == ["staff_no", "name"])
        #expect(reading.cells == [])
    }

    @Test("The last line needs no end", arguments: ["a,b\n1,2", "a,b\n1,2\n"])
    func lastLine(text: String) {
        #expect(read(text).cells == [["1", "2"]])
    }

    @Test("A separator at the end of the file begins one more cell, which is empty")
    func separatorAtTheEnd() {
        #expect(read("a,b\n1,").cells == [["1", ""]])
    }

    @Test(
        "CRLF, LF and CR give the same table",
        arguments: [
            "a,b\n1,2\n\n3,4\n", "a,b\n\"1\",2\n", "\n\na,b\n1,2", "a,b\n,\n\"x\",\"\"\n",
        ])
    func lineEnds(text: String) {
        let lf = read(text)
        #expect(lf.problems.isEmpty)
        #expect(read(text.replacingLineEnds(with: "\r\n")) == lf)
        #expect(read(text.replacingLineEnds(with: "\r")) == lf)
    }

    @Test("Line ends of all kinds may be mixed")
    func mixedLineEnds() {
        #expect(read("a,b\r\n1,2\n3,4\r5,6").numbers == [2, 3, 4])
    }

    // MARK: Numbers of rows

    @Test("Empty rows are skipped, and counted as a spreadsheet counts them")
    func emptyRows() {
        let reading = read("a,b\n1,2\n\n,\n \t,　\n3,4\n\n\n5,6\n\n")
        #expect(reading.problems.isEmpty)
        #expect(reading.cells == [["1", "2"], ["3", "4"], ["5", "6"]])
        #expect(reading.numbers == [2, 6, 9])
    }

    @Test("An empty row may be wider than the header")
    func wideEmptyRow() {
        #expect(read("a,b\n,,,, ,\"\",\n1,2\n").problems.isEmpty)
    }

    @Test("A row with line breaks in quotes counts once", arguments: ["\n", "\r\n", "\r"])
    func linesInOneCell(lineBreak: String) {
        let address = "杨陵区\(lineBreak)\(lineBreak)康乐路"
        let reading = read("a,b\n1,\"\(address)\"\n2,\"x\(lineBreak)\"\n3,4\n")
        #expect(reading.cells == [["1", address], ["2", "x"], ["3", "4"]])
        #expect(reading.numbers == [2, 3, 4])
    }

    @Test("Empty rows above the header count, too")
    func emptyRowsAboveTheHeader() {
        let reading = read("\n,,\na,b\n1,2\n")
        #expect(reading.header == ["a", "b"])
        #expect(reading.numbers == [4])
    }

    // MARK: Cells

    @Test("Quotes keep separators, line breaks and doubled quotes")
    func quotes() {
        #expect(read("a,b\n\"1,5\",\"he said \"\"no\"\"\"\n").cells == [["1,5", "he said \"no\""]])
        #expect(read("a,b\n\"\",\"\"\"\"\n").cells == [["", "\""]])
        #expect(read("a,b\n\"\"\"\"\"\",\"x\"\"\"\n").cells == [["\"\"", "x\""]])
    }

    @Test("A quote inside a cell that does not begin with one is text")
    func quoteAsText() {
        #expect(read("a,b\n5\" pipe, \"x\"\n").cells == [["5\" pipe", "\"x\""]])
    }

    @Test("Blanks between the closing quote and the separator are nothing")
    func blanksAfterQuote() {
        let reading = read("a,b\n\"1\" ,\"2\"　\n")
        #expect(reading.problems.isEmpty)
        #expect(reading.cells == [["1", "2"]])
    }

    @Test("A doubled quote with a combining mark after it is one quote and the mark")
    func combiningMarkAfterQuote() {
        #expect(read("a,b\n\"\"\"\u{301}x\",1\n").cells == [["\"\u{301}x", "1"]])
    }

    @Test(
        "Blanks at the ends of a cell are taken off",
        arguments: [
            " ", "\t ", "　", "\u{A0}", "\u{FEFF}", "\u{200B}", "\u{200E}", "\u{202A}", "\u{2060}", "\u{2003}",
        ])
    func blanks(blank: String) {
        let reading = read("\(blank)name\(blank),b\n\(blank)王　强\(blank)\(blank),\"\(blank)x \u{200B}y\(blank)\"\n")
        #expect(reading.header == ["name", "b"])
        #expect(reading.cells == [["王　强", "x \u{200B}y"]])
    }

    @Test("The guard of a text that looks like a formula is taken off, once")
    func formulaGuard() {
        #expect(read("a,b\n'=1+1,'-\n'@x,\"'+86 10\"\n").cells == [["=1+1", "-"], ["@x", "+86 10"]])
        #expect(read("a,b\n''=1,'|x\n").cells == [["'=1", "|x"]])
        #expect(read("a,b\n '=1 ,'\tx\n'＝1,'%\n").cells == [["=1", "x"], ["＝1", "%"]])
    }

    @Test("An apostrophe before other text is text")
    func apostrophe() {
        #expect(read("a,b\n'tis,'\n'007,' =1\n").cells == [["'tis", "'"], ["'007", "' =1"]])
    }

    // MARK: Separators

    @Test("Tabs and semicolons separate cells when the header has no comma", arguments: ["\t", ";"])
    func separators(separator: String) {
        let reading = read("a\(separator)b\n1,5\(separator)\"2\(separator)0\"\n")
        #expect(reading.problems.isEmpty)
        #expect(reading.cells == [["1,5", "2\(separator)0"]])
    }

    @Test("A comma in the header's quotes does not separate")
    func quotedCommaInHeader() {
        #expect(read("\"name, full\";b\n1;2\n").header == ["name, full", "b"])
    }

    @Test("With a comma in the header, semicolons and tabs are text")
    func commaWins() {
        #expect(read("a;b,c\td\n1;2,3\t4\n").cells == [["1;2", "3\t4"]])
    }

    @Test("The separator is found below empty rows")
    func separatorBelowEmptyRows() {
        #expect(read(";;\n\na;b\n1;2\n").cells == [["1", "2"]])
    }

    @Test("One column needs no separator")
    func oneColumn() {
        #expect(read("name\n王强\n\n李娜\n").numbers == [2, 4])
    }
}

extension String {
    /// The text with another line end in the place of each LF.
    fileprivate func replacingLineEnds(with lineEnd: String) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
    }
}

import Tabular
import Testing

@Suite("Writing CSV")
struct CSVWritingTests {
    @Test("A file begins with the byte order mark, and lines end in CRLF")
    func plainTable() {
        var writer = CSVWriter()
        writer.append(["staff_no", "name", "score"])
        writer.append([.text("007"), .text("王强"), .integer(-5), .number("97.50"), .empty])
        #expect(writer.take() == [0xEF, 0xBB, 0xBF] + Array("staff_no,name,score\r\n007,王强,-5,97.50,\r\n".utf8))
    }

    @Test("The byte order mark can be left out")
    func withoutByteOrderMark() {
        var writer = CSVWriter(bom: false)
        writer.append(["a"])
        #expect(writer.take() == Array("a\r\n".utf8))
    }

    @Test("Bytes are taken once, in pieces that join to the file")
    func pieces() {
        var whole = CSVWriter()
        var inPieces = CSVWriter()
        var pieces: [UInt8] = []
        for number in 0..<100 {
            whole.append([.integer(number), "x"])
            inPieces.append([.integer(number), "x"])
            if inPieces.count > 40 { pieces += inPieces.take() }
        }
        pieces += inPieces.take()
        #expect(inPieces.count == 0)
        #expect(inPieces.take().isEmpty)
        #expect(pieces == whole.take())
    }

    @Test(
        "Quotes are put where they are needed, and nowhere else",
        arguments: [
            ("plain text", "plain text"), ("1,5", "\"1,5\""), ("say \"no\"", "\"say \"\"no\"\"\""),
            ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), ("a\rb", "\"a\rb\""), ("a;b", "\"a;b\""),
            ("a\tb", "\"a\tb\""), ("", ""),
            ("王'强", "王'强"), ("\"\u{301}", "\"\"\"\u{301}\""),
        ])
    func quoting(text: String, written: String) {
        #expect(line(.text(text)) == written)
    }

    @Test(
        "Text that looks like a formula gets a guard",
        arguments: [
            ("=1+1", "'=1+1"), ("+86", "'+86"), ("-", "'-"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("|x", "'|x"),
            ("%x", "'%x"), ("＝1", "'＝1"), ("'=1", "''=1"), ("''-1", "'''-1"), ("'\tx", "\"''\tx\""),
            ("=1,2", "\"'=1,2\""), ("=\"x\"", "\"'=\"\"x\"\"\""), ("=\u{301}", "'=\u{301}"),
        ])
    func guarded(text: String, written: String) {
        #expect(line(.text(text)) == written)
    }

    @Test("Other text gets none", arguments: ["a=b", "'tis", "'", "''", "1-2", "王强", "' =1", "_"])
    func unguarded(text: String) {
        #expect(line(.text(text)) == text)
    }

    @Test(
        "Blanks at the ends are not written, so none can stand before a formula",
        arguments: [("\t=1", "'=1"), ("\r=1", "'=1"), ("　=1 ", "'=1"), ("\tx", "x"), (" \t", ""), (" '=1", "''=1")])
    func blanks(text: String, written: String) {
        #expect(line(.text(text)) == written)
    }

    @Test("Numbers are written bare", arguments: ["-5", "+5", "0", "97.50", "-0.5", "007"])
    func numbers(digits: String) {
        #expect(line(.number(digits)) == digits)
    }

    @Test(
        "What is given as a number and is none is written as text",
        arguments: [
            ("-", "'-"), ("=1", "'=1"), ("-1+1", "'-1+1"), ("-1.", "'-1."), ("-.5", "'-.5"), ("-1.5.2", "'-1.5.2"),
            ("", ""),
            ("1,5", "\"1,5\""), ("-５", "'-５"), ("1e5", "1e5"),
        ])
    func falseNumbers(digits: String, written: String) {
        #expect(line(.number(digits)) == written)
    }

    @Test("The least integer is written in full")
    func leastInteger() {
        #expect(line(.integer(.min)) == "-9223372036854775808")
    }

    /// One cell as it stands in the file.
    private func line(_ cell: Cell) -> String {
        var writer = CSVWriter(bom: false)
        writer.append([cell])
        return String(decoding: writer.take().dropLast(2), as: UTF8.self)
    }
}

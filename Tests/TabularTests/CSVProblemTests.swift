import Tabular
import Testing

@Suite("Problems of a CSV file")
struct CSVProblemTests {
    @Test(
        "A file with nothing to see in it is empty",
        arguments: ["", "\n\n", ",,\r\n,", ";;\n;", "\t\n\t\t", "\"\",\" \"", " \t　", "\u{FEFF}"])
    func empty(text: String) {
        #expect(read(text) == .refused(.empty))
    }

    @Test("A workbook of old is told by its first bytes, and anything but its own bytes is text")
    func workbooks() {
        let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0x00]
        #expect(Table.read(ole) == .refused(.workbook(.old)))
        #expect(read("PK,b\n1,2\n").problems.isEmpty)
    }

    // MARK: The header

    @Test("Columns without a name are told, each")
    func unnamedColumns() {
        #expect(
            read("a,, \n1,2,3\n") == .refused(.unnamedColumn(row: 1, column: 2), .unnamedColumn(row: 1, column: 3)))
    }

    @Test("A repeated name is told once, with all its columns")
    func duplicateHeaders() {
        let reading = read("\n工号,name, 工号 ,name,'工号,\"工号\"\n")
        #expect(
            reading
                == .refused(
                    .duplicateHeader(row: 2, name: "工号", columns: [1, 3, 6]),
                    .duplicateHeader(row: 2, name: "name", columns: [2, 4])))
        #expect(reading.problems.map(\.column) == [3, 4])
    }

    @Test("Below names that are wrong the rows are still looked at")
    func rowsBelowWrongNames() {
        #expect(
            read("a,a\n1\n1,2\n1,2,3\n")
                == .refused(
                    .duplicateHeader(row: 1, name: "a", columns: [1, 2]),
                    .wrongCellCount(row: 2, found: 1, expected: 2),
                    .wrongCellCount(row: 4, found: 3, expected: 2)))
    }

    @Test("Below a header with a broken quote nothing is looked at")
    func brokenHeader() {
        #expect(read("a,\"b\"c\n1\n") == .refused(.textAfterQuote(row: 1, column: 2)))
        #expect(read("a,\"b\n1\n") == .refused(.unclosedQuote(row: 1, column: 2)))
    }

    // MARK: Rows

    @Test("Every row with too few or too many cells is told; the others are kept")
    func wrongCellCounts() {
        let reading = read("a,b\n1\n1,2\n1,2,3\n\n1,2,\n3,4\n")
        #expect(
            reading.problems == [
                .wrongCellCount(row: 2, found: 1, expected: 2),
                .wrongCellCount(row: 4, found: 3, expected: 2),
                .wrongCellCount(row: 6, found: 3, expected: 2),
            ])
        #expect(reading.cells == [["1", "2"], ["3", "4"]])
        #expect(reading.numbers == [3, 7])
    }

    @Test("Text after a closing quote is told, and reading goes on behind it")
    func textAfterQuote() {
        let reading = read("a,b\n1,\"2\"x\n\"1\"x,\"2\"\"y\"z\n3,4\n")
        #expect(
            reading.problems == [
                .textAfterQuote(row: 2, column: 2),
                .textAfterQuote(row: 3, column: 1), .textAfterQuote(row: 3, column: 2),
            ])
        #expect(reading.cells == [["3", "4"]])
        #expect(read("a,b\n\"\"x,\n").problems == [.textAfterQuote(row: 2, column: 1)])
    }

    @Test("An unclosed quote is told where it opens, not where the file ends")
    func unclosedQuote() {
        let reading = read("a,b\n1,2\n\n3,\"4\n5,6\n7,8\n")
        #expect(reading.problems == [.unclosedQuote(row: 4, column: 2)])
        #expect(reading.cells == [["1", "2"]])
        #expect(read("a,b\n1,\"").problems == [.unclosedQuote(row: 2, column: 2)])
        #expect(read("a,b\n1,\"x\"\"").problems == [.unclosedQuote(row: 2, column: 2)])
    }

    @Test("An unclosed quote right of the header's last column is told, too")
    func unclosedQuoteBeyondTheHeader() {
        #expect(read("a,b\n1,2,3,\"4\n5,6\n").problems == [.unclosedQuote(row: 2, column: 4)])
    }

    @Test("A NUL is told in each cell that has one")
    func nul() {
        let reading = read("a,b\n1,x\0y\n\0,\0\n3,4\n")
        #expect(
            reading.problems == [
                .nulCharacter(row: 2, column: 2), .nulCharacter(row: 3, column: 1), .nulCharacter(row: 3, column: 2),
            ])
        #expect(reading.cells == [["3", "4"]])
    }

    @Test("One row may have several problems")
    func severalInOneRow() {
        #expect(
            read("a,b\nx\0,1,2\n").problems == [
                .nulCharacter(row: 2, column: 1), .wrongCellCount(row: 2, found: 3, expected: 2),
            ])
    }

    // MARK: Limits

    @Test("A cell may have as many characters as the limit, however many bytes they take")
    func cellTooLong() {
        let limits = Table.Limits(characters: 4)
        #expect(
            read("a,b\n一二三𠀀,' 1234 '\n", limits: limits).problems == [
                .cellTooLong(row: 2, column: 2, found: 8, limit: 4)
            ])
        #expect(read("a,b\n1234,\"  12\"\"4 \"\n", limits: limits).problems.isEmpty)
        #expect(
            read("a,b\n12345,'=123\n", limits: limits).problems == [
                .cellTooLong(row: 2, column: 1, found: 5, limit: 4)
            ])
    }

    @Test("Rows above the limit are not read; empty rows are not counted")
    func tooManyRows() {
        let limits = Table.Limits(rows: 2)
        #expect(read("a,b\n1,2\n\n3,4\n\n", limits: limits).problems.isEmpty)
        let reading = read("a,b\n1,2\n\n3,4\n\n5,6\n7\n", limits: limits)
        #expect(reading.problems == [.tooManyRows(row: 6, limit: 2)])
        #expect(reading.numbers == [2, 4])
    }

    @Test("A header above the limit is refused")
    func tooManyColumns() {
        let limits = Table.Limits(columns: 2)
        #expect(read("a,b\n1,2\n", limits: limits).problems.isEmpty)
        #expect(read("a,b,c,\n1,2\n", limits: limits) == .refused(.tooManyColumns(row: 1, found: 4, limit: 2)))
    }

    @Test("A row of a million commas is only counted")
    func millionCommas() {
        let commas = String(repeating: ",", count: 1_000_000)
        #expect(
            read("a,b\n1\(commas)\n").problems == [
                .wrongCellCount(row: 2, found: 1_000_001, expected: 2)
            ])
        #expect(read("a,b\n\(commas)\n1,2\n").numbers == [3])
    }

    @Test("A problem knows its row and its column")
    func places() {
        #expect(Table.Problem.empty.row == nil)
        #expect(Table.Problem.workbook(.old).row == nil)
        #expect(Table.Problem.undecodable(row: 3).row == 3)
        #expect(Table.Problem.wrongCellCount(row: 3, found: 1, expected: 2).column == nil)
        #expect(Table.Problem.unclosedQuote(row: 3, column: 4).row == 3)
        #expect(Table.Problem.unclosedQuote(row: 3, column: 4).column == 4)
        #expect(Table.Problem.duplicateHeader(row: 1, name: "a", columns: [2, 5]).column == 5)
    }
}

import Foundation
import Tabular
import Testing

@Suite("Encodings of a CSV file")
struct TextEncodingTests {
    static let people = [["000123", "𠀀国强", "610403001", "学员"], ["000124", "杨, 䶮", "610403002", "培训管理员"]]

    @Test(
        "Each file is read as what it is",
        arguments: [
            ("people-utf8-bom.csv", TextEncoding.utf8), ("people-gb18030.csv", .gb18030),
            ("people-unicode-text.txt", .utf16LittleEndian),
        ])
    func files(name: String, encoding: TextEncoding) throws {
        let reading = Table.read(try fixture(name))
        #expect(reading.problems.isEmpty)
        #expect(reading.table?.form == .text(encoding))
        #expect(reading.header == ["工号", "姓名", "单位代码", "角色"])
        #expect(reading.cells == Self.people)
    }

    @Test("Encodings have the names that people know")
    func names() {
        #expect(TextEncoding.allCases.map(\.name) == ["UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"])
    }

    @Test("ASCII is UTF-8")
    func ascii() {
        #expect(read("a,b\n1,2\n").table?.form == .text(.utf8))
    }

    @Test("A byte order mark is no part of the first name, quoted or not")
    func byteOrderMark() {
        #expect(read("\u{FEFF}a,b\n").header == ["a", "b"])
        #expect(read("\u{FEFF}\"a\",b\n").header == ["a", "b"])
    }

    @Test("UTF-16 needs no mark", arguments: ["工号,姓名\r\n一,二\r\n", "a,b\n1,2\n", "工号,姓名\n\u{10FFFF},\"上\n一\"\n"])
    func utf16(text: String) {
        let expected = read(text)
        let little = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for (bytes, encoding) in [
            (little, TextEncoding.utf16LittleEndian), ([0xFF, 0xFE] + little, .utf16LittleEndian),
            (big, .utf16BigEndian), ([0xFE, 0xFF] + big, .utf16BigEndian),
        ] {
            let reading = Table.read(bytes)
            #expect(reading.table?.form == .text(encoding))
            #expect(reading.header == expected.header)
            #expect(reading.cells == expected.cells)
            #expect(reading.problems == [])
        }
    }

    @Test("A stray NUL does not make UTF-16 of a text")
    func strayNUL() {
        #expect(read("a,b\n1,\0\n").problems == [.nulCharacter(row: 2, column: 2)])
        #expect(read("a,b\n1,\0\0x\0\n").problems == [.nulCharacter(row: 2, column: 2)])
        let gb18030: [UInt8] = [0xB9, 0xA4, 0xBA, 0xC5, 0x0A, 0xD1, 0x00, 0xEE, 0x0A]
        #expect(Table.read(gb18030).problems == [.undecodable(row: 2)])
        #expect(Table.read(gb18030[..<5] + [0xD1, 0xEE, 0x00]).problems == [.nulCharacter(row: 2, column: 1)])
    }

    @Test("GB18030 has the characters of two bytes and of four, wherever they stand")
    func gb18030() {
        // 工 is B9A4, 号 BAC5, 𠀀 95328236, € A2E3 and, in Windows' code page 936, 80.
        let header: [UInt8] = [0xB9, 0xA4, 0x2C, 0xBA, 0xC5, 0x0A]
        for padding in 0..<9 {
            let rare = [UInt8](repeating: 0x61, count: padding) + (0..<8000).flatMap { _ in [0x95, 0x32, 0x82, 0x36] }
            let reading = Table.read(header + rare + [0x2C, 0xA2, 0xE3, 0x80, 0x0D, 0x0A])
            let name = String(repeating: "a", count: padding) + String(repeating: "𠀀", count: 8000)
            #expect(reading.table?.form == .text(.gb18030))
            #expect(reading.header == ["工", "号"])
            #expect(reading.cells == [[name, "€€"]])
        }
    }

    @Test("Separators and quotes inside the bytes of a GB18030 character are none of ours")
    func secondBytes() {
        // The second byte of a character may be ASCII, such as `|` and `@`: 憒 is 917C, 丂 8140.
        #expect(Table.read([0x61, 0x2C, 0x62, 0x0A, 0x91, 0x7C, 0x2C, 0x81, 0x40]).cells == [["憒", "丂"]])
    }

    // MARK: Bytes that are no text

    @Test(
        "Broken UTF-8 is told with its row",
        arguments: [
            ("a,b\n1,2\n3,", [0xFF], "4\n", 3), ("工号,姓名\n\n1,\"王\n强", [0xE7, 0x8E], "\"\n4,5\n", 3),
            ("工号,姓名\n1,王强\n", [0xED, 0xA0, 0x80], ",x\n", 3), ("", [0xC0, 0xAF], "\n", 1),
            ("工号,姓名\n1,王强", [0xE7], "", 2),
        ] as [(String, [UInt8], String, Int)])
    func brokenUTF8(before: String, broken: [UInt8], after: String, row: Int) {
        let bytes = Array(before.utf8) + broken + Array(after.utf8)
        #expect(Table.read([0xEF, 0xBB, 0xBF] + bytes) == .refused(.undecodable(row: row)))
    }

    @Test("Without a mark, too, broken UTF-8 is told where it breaks, not where another encoding would break")
    func brokenUTF8WithoutMark() {
        let bytes = Array("工号,姓名\n1,欧阳修\n2,王".utf8) + [0xFF] + Array("\n3,李娜\n".utf8)
        #expect(Table.read(bytes) == .refused(.undecodable(row: 3)))
    }

    @Test("Broken GB18030 is told with its row")
    func brokenGB18030() throws {
        let sound = try fixture("people-gb18030.csv")
        #expect(Table.read(sound + [0x81]) == .refused(.undecodable(row: 4)))
        #expect(Table.read(sound + [0x0D, 0x0A, 0x22, 0x0A, 0xFF, 0x22]) == .refused(.undecodable(row: 5)))
        #expect(Table.read(sound + [0xE3, 0x32, 0x9A, 0x36]) == .refused(.undecodable(row: 4)))
        #expect(Table.read(sound.dropLast(3)) == .refused(.undecodable(row: 3)))
    }

    @Test("In a long GB18030 file, too, the broken row is found, wherever it is", arguments: 1...40)
    func brokenRow(row: Int) {
        let lines = (1...40).map { number in
            let name = [0xB9, 0xA4] + [UInt8](repeating: 0x61, count: number * 7 % 5)
            return number == row ? name + [0x81, 0x0A] : name + [0x0A]
        }
        #expect(Table.read(Array(lines.joined())) == .refused(.undecodable(row: row)))
    }

    @Test("UTF-16 that ends within a character, or has half a pair, is told with its row")
    func brokenUTF16() {
        let table: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x31, 0x00]
        #expect(Table.read(table + [0x0A]) == .refused(.undecodable(row: 2)))
        #expect(Table.read(table + [0x0A, 0x00, 0x00, 0xD8, 0x31, 0x00]) == .refused(.undecodable(row: 3)))
        #expect(Table.read(table + [0x00, 0xDC]) == .refused(.undecodable(row: 2)))
    }
}

extension Table {
    fileprivate static func read(_ bytes: ArraySlice<UInt8>) -> Reading { read(Array(bytes)) }
}

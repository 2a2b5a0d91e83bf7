import Tabular
import Testing

@Suite("Laws of reading and writing")
struct RoundTripTests {
    @Test("What is written is read back, but for blanks at the ends", arguments: 1...8 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for width in 1...5 {
            let header = (1...width).map { "column;\t\($0)" }
            let rows = (0..<200).map { _ in (0..<width).map { _ in Hostile.text(&random) } }
            var writer = CSVWriter(bom: Bool.random(using: &random))
            writer.append(header)
            for row in rows { writer.append(row) }

            let reading = Table.read(writer.take())

            let expected = rows.enumerated()
                .map { (number: $0.offset + 2, cells: $0.element.map(Hostile.trimmed)) }
                .filter { !$0.cells.allSatisfy(\.isEmpty) }
            #expect(reading.problems == [])
            #expect(reading.header == header)
            #expect(reading.numbers == expected.map(\.number))
            #expect(reading.cells.map(Hostile.scalars) == Hostile.scalars(expected.map(\.cells)))
        }
    }

    @Test("What was read is written and read without change", arguments: 11...14 as ClosedRange<UInt64>)
    func secondRoundTrip(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var text = "a,b\n"
        for _ in 0..<500 {
            let cell = Hostile.text(&random).unicodeScalars.filter { !",\"\r\n".unicodeScalars.contains($0) }
            text += String(String.UnicodeScalarView(cell)) + ",x\n"
        }
        let first = read(text)
        var writer = CSVWriter()
        writer.append(first.header ?? [])
        for cells in first.cells ?? [] { writer.append(cells) }
        let second = Table.read(writer.take())
        #expect(first.problems == [])
        #expect(second.cells.map(Hostile.scalars) == first.cells.map(Hostile.scalars))
    }

    @Test("No text in a file begins like a formula", arguments: 21...24 as ClosedRange<UInt64>)
    func noFormulas(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            var writer = CSVWriter(bom: false)
            writer.append([Hostile.text(&random)])
            let written = String(decoding: writer.take(), as: UTF8.self)
            let opening = written.utf8.first == UInt8(ascii: "\"") ? 1 : 0
            let cell = written.unicodeScalars.dropFirst(opening).dropLast(2 + opening)
            #expect(cell.first.map("=+-@|%\t\r\n＝＋－＠ ".unicodeScalars.contains) != true)
        }
    }

    @Test("No bytes whatever stop the reader", arguments: 31...38 as ClosedRange<UInt64>)
    func anyBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let bytes = Hostile.bytes(&random)
            let limits = Table.Limits(rows: 5, columns: 4, characters: 20)
            let reading = Table.read(bytes, limits: limits)
            #expect(reading.table != nil || !reading.problems.isEmpty)
            guard let table = reading.table else { continue }
            #expect(Set(table.header).count == table.header.count)
            #expect(!table.header.contains(""))
            #expect(table.header.count <= 4)
            #expect(table.rows.count <= 5)
            #expect(table.rows.allSatisfy { $0.cells.count == table.header.count })
            #expect(table.rows.allSatisfy { $0.cells.allSatisfy { $0 == Hostile.trimmed($0) } })
            #expect(zip(table.rows, table.rows.dropFirst()).allSatisfy { $0.number < $1.number })
        }
    }
}

/// Texts and bytes made of the pieces that reading and writing trip over.
enum Hostile {
    static let pieces = [
        "=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\r\n", "'", "''", "\"", "\"\"", ",", ";", " ", "　", "\u{A0}",
        "\u{FEFF}", "\u{200B}", "\u{202C}", "\u{301}", "＝", "＠", "工", "𠀀", "👩‍🌾", "\u{FFFD}", "\u{FFFF}", "\u{1}", "a",
        "007", "1e5", "sep=;",
    ]

    static func text(_ random: inout SplitMix64) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    static func bytes(_ random: inout SplitMix64) -> [UInt8] {
        let starts: [[UInt8]] = [[], [], Array("a,b\n".utf8), [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]]
        let start = starts.randomElement(using: &random) ?? []
        let isText = Bool.random(using: &random)
        return (0..<Int.random(in: 0...60, using: &random)).reduce(into: start) { bytes, _ in
            if isText {
                bytes += Array(text(&random).utf8)
            } else {
                bytes.append(.random(in: 0...255, using: &random))
            }
            if Bool.random(using: &random) {
                bytes.append([0x2C, 0x0A, 0x00, 0x22].randomElement(using: &random) ?? 0)
            }
        }
    }

    /// Blanks as the documentation says them, told apart from the implementation's own list.
    static func trimmed(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Texts that compare by scalars, not by what looks alike.
    static func scalars(_ rows: [[String]]) -> [[[UInt32]]] {
        rows.map { $0.map { $0.unicodeScalars.map(\.value) } }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        "\t\n\u{B}\u{C}\r \u{A0}\u{2060}\u{3000}\u{FEFF}".unicodeScalars.contains(scalar)
            || ("\u{2000}"..."\u{200F}").contains(scalar) || ("\u{202A}"..."\u{202E}").contains(scalar)
    }
}

/// Writes a table as comma-separated text in UTF-8, in the form that spreadsheet programs open without a question:
/// byte order mark, CRLF, quotes where RFC 4180 needs them, and a `'` before text that looks like a formula.
///
/// What it writes `Table.read(_:)` reads back: every text without NUL as it was, but for blanks at its ends, which are
/// not written.
///
/// It holds bytes until they are taken, so that a long table can be sent while it is made:
///
///     var writer = CSVWriter()
///     for person in people {
///         writer.append([.text(person.number), .integer(person.score)])
///         if writer.count > 65_536 { try await send(writer.take()) }
///     }
///     try await send(writer.take())
public struct CSVWriter: Sendable {
    private var bytes: [UInt8]

    /// A writer at the start of a file. Without the byte order mark, Excel takes Chinese text for another encoding.
    public init(bom: Bool = true) {
        bytes = bom ? [0xEF, 0xBB, 0xBF] : []
    }

    /// The number of bytes that wait to be taken.
    public var count: Int { bytes.count }

    /// Takes the bytes written since the last time.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Writes one row.
    public mutating func append(_ cells: some Sequence<Cell>) {
        var isFirst = true
        for cell in cells {
            if !isFirst { bytes.append(.comma) }
            isFirst = false
            append(quoted: cell.written)
        }
        bytes.append(.carriageReturn)
        bytes.append(.lineFeed)
    }

    /// Writes one row of texts.
    public mutating func append(_ texts: some Sequence<String>) {
        append(texts.lazy.map(Cell.text))
    }

    private mutating func append(quoted text: String) {
        guard text.utf8.contains(where: Self.needsQuotes) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(.quote)
        for byte in text.utf8 {
            if byte == .quote { bytes.append(.quote) }
            bytes.append(byte)
        }
        bytes.append(.quote)
    }

    /// Tabs and semicolons are quoted as well, as there are readers, ours among them, that may take them for separators.
    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case .quote, .comma, .carriageReturn, .lineFeed, .tab, .semicolon: true
        default: false
        }
    }
}

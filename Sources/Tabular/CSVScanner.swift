/// Cuts UTF-8 text into records and fields, by RFC 4180. It knows bytes and places in them; what is an error in a table,
/// it leaves to its reader.
struct CSVScanner {
    /// Where the text of a cell is.
    struct Field {
        /// Without the quotes around it.
        let content: Range<Int>
        /// Whether quotes in `content` are doubled.
        var hasDoubledQuotes = false
        var fault: Fault?
    }

    enum Fault {
        case unclosedQuote
        case textAfterQuote
    }

    /// One row of the table, which may be several lines of the text.
    struct Record {
        /// The number of the record in the text, from 1. Records that are blank have a number, too.
        fileprivate(set) var row = 0
        /// The first fields, as many as were asked for.
        fileprivate(set) var fields: [Field] = []
        /// How many fields there are in all.
        fileprivate(set) var count = 0
        /// The faults of the first fields; a quote that is never closed is told wherever it is.
        fileprivate(set) var faults: [(column: Int, fault: Fault)] = []
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var row = 0

    init(_ utf8: [UInt8], separator: UInt8) {
        bytes = utf8
        self.separator = separator
    }

    /// Reads the next record with something to see in it into `record`, whose storage is used again; false at the end.
    ///
    /// Only the first `width` fields are kept, so that a line of a million commas costs no more than its bytes.
    mutating func next(_ record: inout Record, width: Int) -> Bool {
        while position < bytes.count {
            if read(&record, width: width) { return true }
        }
        return false
    }

    /// Reads a record and tells whether there is something to see in it.
    private mutating func read(_ record: inout Record, width: Int) -> Bool {
        row += 1
        record.row = row
        record.fields.removeAll(keepingCapacity: true)
        record.faults.removeAll(keepingCapacity: true)
        record.count = 0
        var isBlank = true
        repeat {
            let field = field()
            let isKept = record.count < width
            record.count += 1
            if isKept { record.fields.append(field) }
            if let fault = field.fault, isKept || fault == .unclosedQuote {
                record.faults.append((column: record.count, fault: fault))
            }
            isBlank = isBlank && field.fault == nil && self.isBlank(field.content)
        } while skip(separator)
        skipLineEnd()
        return !isBlank
    }

    /// The text of a field as it was before it was quoted.
    func text(of field: Field) -> String {
        guard field.hasDoubledQuotes else { return String(decoding: bytes[field.content], as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(field.content.count)
        var index = field.content.lowerBound
        while index < field.content.upperBound {
            text.append(bytes[index])
            index += bytes[index] == .quote ? 2 : 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func field() -> Field {
        position < bytes.count && bytes[position] == .quote ? quotedField() : Field(content: plainText())
    }

    private mutating func quotedField() -> Field {
        position += 1
        let start = position
        var hasDoubledQuotes = false
        while position < bytes.count {
            guard skip(.quote) else {
                position += 1
                continue
            }
            if skip(.quote) {
                hasDoubledQuotes = true
                continue
            }
            let content = start..<position - 1
            let fault: Fault? = isBlank(plainText()) ? nil : .textAfterQuote
            return Field(content: content, hasDoubledQuotes: hasDoubledQuotes, fault: fault)
        }
        return Field(content: start..<position, hasDoubledQuotes: hasDoubledQuotes, fault: .unclosedQuote)
    }

    /// What comes before the next separator or line end.
    private mutating func plainText() -> Range<Int> {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == .lineFeed || byte == .carriageReturn { break }
            position += 1
        }
        return start..<position
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// CRLF, CR or LF.
    private mutating func skipLineEnd() {
        _ = skip(.carriageReturn)
        _ = skip(.lineFeed)
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        range.isEmpty || String(decoding: bytes[range], as: UTF8.self).unicodeScalars.allSatisfy(\.isBlank)
    }
}

extension CSVScanner {
    /// Begins at the top of `utf8` with the separator its header shows: the comma, unless that leaves the header in one
    /// piece and a tab or a semicolon does not.
    init(_ utf8: [UInt8]) {
        let separators: [UInt8] = [.comma, .tab, .semicolon]
        let separator = separators.first { CSVScanner(utf8, separator: $0).headerWidth != 1 }
        self.init(utf8, separator: separator ?? .comma)
    }

    private var headerWidth: Int {
        var scanner = self
        var record = Record()
        return scanner.next(&record, width: 0) ? record.count : 0
    }

    /// The row that a character after `utf8` would belong to.
    static func row(after utf8: [UInt8]) -> Int {
        var scanner = CSVScanner(utf8 + [UInt8(ascii: "?")])
        var record = Record()
        while scanner.next(&record, width: 0) {}
        return record.row
    }
}

extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let semicolon = UInt8(ascii: ";")
}

/// Gathers the text of a string item, `si` or `is`: its runs joined, without the phonetic guides that East Asian texts
/// carry beside them.
struct WorkbookText {
    private var bytes: [UInt8] = []
    private var guides = 0
    private var isOpen = false

    mutating func start(_ element: String) {
        switch element {
        case "rPh": guides += 1
        case "t": isOpen = guides == 0
        default: break
        }
    }

    mutating func end(_ element: String) {
        switch element {
        case "rPh": guides -= 1
        case "t": isOpen = false
        default: break
        }
    }

    mutating func text(_ piece: UnsafeRawBufferPointer) {
        if isOpen { bytes.append(contentsOf: piece) }
    }

    /// The text as cells hold it; the next one begins.
    mutating func take() -> String {
        defer { bytes.removeAll(keepingCapacity: true) }
        return String(decoding: bytes, as: UTF8.self).unescaped
    }
}

/// The texts that cells refer to by number.
struct SharedStrings: XMLHandler {
    private(set) var strings: [String] = []
    private var current = WorkbookText()

    mutating func start(_ element: String, _ attributes: XMLAttributes) { current.start(element) }

    mutating func end(_ element: String) {
        current.end(element)
        if element == "si" { strings.append(current.take().cleaned) }
    }

    mutating func text(_ piece: UnsafeRawBufferPointer) { current.text(piece) }
}

extension String {
    /// Without blanks at the ends and formula guard, as cells of other files are.
    var cleaned: String { trimmed.unguarded }

    /// With the characters that XML cannot hold put back: `_x000D_` is a line end (ECMA-376 part 1, 22.9.2.19).
    fileprivate var unescaped: String {
        guard contains("_x") else { return self }
        return replacing(/_x([0-9A-Fa-f]{4})_/.matchingSemantics(.unicodeScalar)) { match in
            UInt32(match.output.1, radix: 16).flatMap(Unicode.Scalar.init).map(String.init) ?? String(match.output.0)
        }
    }
}

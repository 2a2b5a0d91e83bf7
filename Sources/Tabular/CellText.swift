// How the text of a cell differs from the text in the file, the same for reading and for writing.

extension String {
    /// Without the blanks at both ends. Blanks inside are the writer's business.
    var trimmed: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last, first.isBlank || last.isBlank else {
            return self
        }
        let text = unicodeScalars.drop(while: \.isBlank)
        let end = text.lastIndex { !$0.isBlank }.map(text.index(after:)) ?? text.startIndex
        return String(text[..<end])
    }

    /// A trimmed text as it is written, so that no spreadsheet takes it for a formula: with one `'` more before it.
    ///
    /// A text that is guarded already gets another, so that taking one off gives back every text as it was.
    var guarded: String { looksLikeFormula ? "'" + self : self }

    /// The trimmed text that was guarded. What came after the guard may have had blanks before it, in others' files.
    var unguarded: String { utf8.first == UInt8(ascii: "'") && looksLikeFormula ? String(dropFirst()).trimmed : self }

    /// Whether a formula, or what a spreadsheet may take for one, comes first or after any number of `'`.
    private var looksLikeFormula: Bool {
        switch unicodeScalars.first(where: { $0 != "'" }) {
        case "=", "+", "-", "@", "|", "%", "\t", "\r": true
        case "＝", "＋", "－", "＠": true  // OWASP counts these, too, for Chinese and Japanese spreadsheets.
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Whether nothing is seen of the character at the end of a line: ASCII, typographic and full-width spaces, line
    /// breaks, characters without width such as the byte order mark, and marks of direction.
    var isBlank: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200F, 0x202A...0x202E, 0x2060, 0x3000, 0xFEFF: true
        default: false
        }
    }
}

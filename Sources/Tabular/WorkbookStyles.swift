/// How the numbers of cells are shown, by the style that a cell names.
struct WorkbookStyles: XMLHandler {
    private var codes: [Int: String] = [:]
    private var formats: [Int] = []
    private var isInCellFormats = false

    mutating func start(_ element: String, _ attributes: XMLAttributes) {
        let id = attributes["numFmtId"].flatMap { Int($0) }
        switch element {
        case "numFmt": if let id { codes[id] = attributes["formatCode"] }
        case "cellXfs": isInCellFormats = true
        case "xf" where isInCellFormats: formats.append(id ?? 0)
        default: break
        }
    }

    mutating func end(_ element: String) {
        if element == "cellXfs" { isInCellFormats = false }
    }

    /// What each style makes of a number.
    var shapes: [NumberShape] {
        var known: [Int: NumberShape] = [:]
        return formats.map { id in
            if let shape = known[id] { return shape }
            let shape = codes[id].map(NumberShape.init(code:)) ?? NumberShape(builtIn: id)
            known[id] = shape
            return shape
        }
    }
}

/// What a number format makes of a number.
enum NumberShape: Hashable {
    case plain
    /// At least so many digits, by a format such as `00000`.
    case padded(Int)
    case date
    case time
    case dateAndTime

    /// A format by its fixed number (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian versions).
    init(builtIn id: Int) {
        self =
            switch id {
            case 14...17, 27...31, 36, 50...54, 57, 58: .date
            case 18...21, 32...35, 45...47, 55, 56: .time
            case 22: .dateAndTime
            default: .plain
            }
    }

    /// A format by its code, of which the first section counts.
    init(code: String) {
        let letters = Self.letters(of: code)
        let hasTime = letters.contains { "hsHS".contains($0) }
        // Without a year or a day, `m` beside hours or seconds are minutes.
        let hasDate = letters.contains { "ydeYDE".contains($0) } || !hasTime && letters.contains { "mM".contains($0) }
        self =
            switch (hasDate, hasTime) {
            case (true, true): .dateAndTime
            case (true, false): .date
            case (false, true): .time
            case (false, false):
                !code.isEmpty && code.allSatisfy { $0 == "0" } ? .padded(code.utf8.count) : .plain
            }
    }

    /// The code without what it shows as it is: quoted text, escaped characters, colours and conditions in brackets.
    /// Brackets around `h`, `m` or `s` only say that time runs on past a day.
    private static func letters(of code: String) -> [Character] {
        guard code.lowercased() != "general" else { return [] }
        var letters: [Character] = []
        var rest = code[...]
        while let character = rest.popFirst(), character != ";" {
            switch character {
            case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": _ = rest.popFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                rest = rest[inside.endIndex...].dropFirst()
                if inside.allSatisfy({ "hmsHMS".contains($0) }) { letters += inside }
            case "E", "e":
                // `0.00E+00` is scientific notation, `e` a year.
                if rest.first != "+", rest.first != "-" { letters.append(character) }
            default: letters.append(character)
            }
        }
        return letters
    }
}

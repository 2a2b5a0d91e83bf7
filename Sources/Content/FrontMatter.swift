import Training

/// A lesson's file in its two parts.
struct FrontMatter {
    /// The lines between the two `---`.
    let front: String
    /// What follows.
    let body: String
    /// The line of the file on which `body` begins.
    let bodyLine: Int

    /// Nil when the text does not begin with `---` or no second one ends the front matter.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(FrontMatter.isFence) == true,
            let end = lines.dropFirst().firstIndex(where: FrontMatter.isFence)
        else { return nil }
        front = lines[1..<end].joined(separator: "\n")
        body = lines[(end + 1)...].joined(separator: "\n")
        bodyLine = end + 2
    }

    /// The first line of the body that is not blank, with its number in the file.
    var firstLine: (number: Int, text: String)? {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.firstIndex { !$0.allSatisfy(\.isWhitespace) }.map { (bodyLine + $0, String(lines[$0])) }
    }

    /// Whether a line begins or ends front matter.
    static func isFence(_ line: Substring) -> Bool { line.trimming(while: \.isWhitespace) == "---" }
}

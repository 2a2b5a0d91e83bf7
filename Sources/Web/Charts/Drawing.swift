import FoundationEssentials

/// Pieces of drawings in SVG that are parts of a page: classes only, no styles and no scripts, so that the stylesheet colours
/// them for a light screen, a dark one and paper.
///
/// A chart is as wide as its place and keeps the size of its letters: across it is measured in percent, down in pixels.
enum Drawing {
    /// The text as it stands between tags and in attributes.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// A whole drawing with its name, and with its content in words for those who do not see it.
    static func chart(_ id: String, height: Int, title: String, told: String, _ content: [String]) -> String {
        """
        <svg width="100%" height="\(height)" role="img" aria-labelledby="\(id)-title \(id)-told">\
        <title id="\(id)-title">\(escaped(title))</title><desc id="\(id)-told">\(escaped(told))</desc>\
        \(content.joined())</svg>
        """
    }

    /// A line of text that begins, or with `ends` ends, at `x`.
    static func text(_ text: String, x: String, y: Int, ends: Bool = false, style: String = "chart-text") -> String {
        "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\"\(ends ? " text-anchor=\"end\"" : "")>\(escaped(text))</text>"
    }

    /// Upright or level, from one place to another.
    static func line(from start: (String, Int), to end: (String, Int), style: String) -> String {
        "<line class=\"\(style)\" x1=\"\(start.0)\" y1=\"\(start.1)\" x2=\"\(end.0)\" y2=\"\(end.1)\"/>"
    }

    /// So much of all in percent with two decimals, as places across are given.
    static func percent(_ part: Int, of all: Int) -> String {
        guard all > 0 else { return "0%" }
        let hundredths = (part * 20_000 + all) / (all * 2)
        let digits = String(hundredths % 100)
        return "\(hundredths / 100).\(digits.count < 2 ? "0" : "")\(digits)%"
    }

    /// At most so many characters, the last a sign that there are more.
    static func cut(_ text: String, to length: Int) -> String {
        text.count > length ? text.prefix(length - 1) + "…" : text
    }
}

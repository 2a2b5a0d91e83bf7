import Foundation

/// A page's text, as far as tests look into it.
struct HTML {
    private let text: String

    init(_ text: String) { self.text = text }

    /// The first element that is not closed where it should be, nil when all are.
    var unbalanced: String? {
        let void: Set = ["meta", "link", "input", "img", "br", "hr"]
        var open: [String] = []
        for tag in text.matches(of: /<(\/?)([a-z][a-z0-9]*)[^>]*>/) {
            let name = String(tag.output.2)
            if void.contains(name) || tag.output.0.hasSuffix("/>") { continue }
            if tag.output.1.isEmpty {
                open.append(name)
            } else if open.popLast() != name {
                return name
            }
        }
        return open.last
    }

    /// Scripts, styles and handlers that stand in the page itself.
    var inline: [String] {
        let patterns = [
            /<style/, /<script(?![^>]* src=")[^>]*>/, /<script[^>]*>[^<]+/, /<[^>]*\sstyle=/, /<[^>]*\son[a-z]+=/,
            /<[^>]*javascript:/,
        ]
        return patterns.flatMap { pattern in text.matches(of: pattern).map { String($0.output) } }
    }

    /// The names of its parts.
    var ids: [String] { text.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) } }

    /// The names of parts that labels, descriptions and links within the page mean.
    var references: Set<String> {
        let attributes = text.matches(of: /\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"/)
            .flatMap { $0.output.1.split(separator: " ").map(String.init) }
        let links = text.matches(of: /\shref="#([^"]+)"/).map { String($0.output.1) }
        return Set(attributes + links)
    }
}

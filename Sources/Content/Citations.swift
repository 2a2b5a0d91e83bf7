import Training

/// Citations in Markdown: a clause that running text names by its id, and `[words](clause:L2026-45)`.
///
/// In the tree and in the HTML a citation is a link to `clause:…`, which is taken out when the HTML is cut into passages. No
/// other link is one: those that authors write are resolved, and raw HTML is left out.
extension Markdown {
    /// What the address of a citation begins with.
    static let clauseScheme = "clause:"

    /// Makes a citation of a link; one without words has the id for words.
    static func cite(_ id: ClauseID, in link: MarkdownNode) {
        if link.words.allSatisfy(\.isWhitespace) { link.append(text: id.rawValue) }
        link.address = clauseScheme + id.rawValue
        link.dropTitle()
    }

    /// Makes citations of the ids that text names, and returns them. Headings, links and code stay as they are.
    static func citeNamedClauses(_ document: MarkdownDocument, _ isKnown: (ClauseID) -> Bool) -> [Reference] {
        var cited: [Reference] = []
        // A link to another site is an inline of our own by now.
        let left = ["heading", "link", "image", "custom_inline"]
        for (node, line) in document.descendants where node.type == "text" {
            let pieces = pieces(of: node.words, isKnown)
            guard pieces.contains(where: { $0.id != nil }), !node.ancestors.contains(where: { left.contains($0.type) })
            else { continue }
            cited += pieces.compactMap { piece in
                piece.id.map {
                    Reference(kind: .link, address: clauseScheme + $0.rawValue, line: line, words: piece.text)
                }
            }
            node.replace(byTexts: pieces.map { ($0.text, $0.id.map { clauseScheme + $0.rawValue }) })
        }
        return cited
    }

    /// A citation is shown as a block that opens, which cannot stand in a paragraph of HTML: such paragraphs become divisions.
    static func makeRoomForCitations(_ document: MarkdownDocument) {
        for (node, _) in document.descendants where node.type == "paragraph" && !node.isTight {
            guard node.descendants.contains(where: { $0.type == "link" && $0.address.hasPrefix(clauseScheme) }) else {
                continue
            }
            node.replace(byBlock: #"<div class="paragraph">"#, "</div>")
        }
    }

    /// The text with the ids set apart.
    private static func pieces(of text: String, _ isKnown: (ClauseID) -> Bool) -> [(text: String, id: ClauseID?)] {
        var pieces: [(text: String, id: ClauseID?)] = []
        var rest = text[...]
        while let start = rest.firstIndex(where: isOfAnID) {
            let run = rest[start...].prefix(while: isOfAnID)
            // A sentence may end behind an id.
            let name = run.dropLast(run.reversed().prefix { $0 == "." }.count)
            let id = ClauseID(rawValue: String(name)).flatMap { isKnown($0) ? $0 : nil }
            let taken = id == nil ? run : name
            pieces += [(String(rest[..<start]), nil), (String(taken), id)]
            rest = rest[taken.endIndex...]
        }
        return (pieces + [(String(rest), nil)]).filter { !$0.text.isEmpty }
    }

    private static func isOfAnID(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }
}

extension Markdown.Page {
    /// The page taken apart at its citations.
    var passages: [Lesson.Passage] {
        var passages: [Lesson.Passage] = []
        var rest = html[...]
        while let (before, id, words, after) = Markdown.firstCitation(in: rest) {
            passages += [.html(String(before)), .citation(id, words: String(words))]
            rest = after
        }
        return (passages + [.html(String(rest))]).filter { $0 != .html("") }
    }
}

extension Markdown {
    fileprivate static func firstCitation(
        in html: Substring
    ) -> (before: Substring, id: ClauseID, words: Substring, after: Substring)? {
        // By bytes: a tag that a combining character follows is no run of characters.
        guard let opened = html.utf8.firstRange(of: #"<a href="\#(clauseScheme)"#.utf8),
            let named = html[opened.upperBound...].utf8.firstRange(of: #"">"#.utf8),
            let closed = html[named.upperBound...].utf8.firstRange(of: "</a>".utf8),
            let id = ClauseID(rawValue: String(html[opened.upperBound..<named.lowerBound]))
        else { return nil }
        return (
            html[..<opened.lowerBound], id, html[named.upperBound..<closed.lowerBound], html[closed.upperBound...]
        )
    }
}

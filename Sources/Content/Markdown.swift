import CMarkGFM
import Training

/// GitHub's Markdown to HTML that is safe to serve: raw HTML and addresses that run something are left out.
///
/// Tables lie in a region that scrolls by itself, links to other sites carry `rel="noopener"`, and nothing carries a
/// style.
enum Markdown {
    /// The address of a link or picture as the author wrote it.
    struct Reference {
        let kind: Kind
        let address: String
        /// Line within the text.
        let line: Int
        /// What stands in place of the picture for those who do not see it, or the words of the link.
        let words: String

        enum Kind { case link, image }
    }

    /// What becomes of a reference.
    enum Resolution: Equatable {
        /// It stays as it is.
        case unchanged
        /// It leads to this address on our own site.
        case address(String)
        /// It leads to another site, by http or https; the caller has looked.
        case external
        /// It cites a clause.
        case citation(ClauseID)
    }

    /// What Markdown makes of a text.
    struct Page {
        /// Citations are links to `clause:…`; `passages` takes them out.
        let html: String
        /// Lines within the text on which raw HTML stands, each once; it is left out.
        let rawHTML: [Int]
        /// Lines of headings of the first level.
        let topHeadings: [Int]
    }

    /// Renders `text`; `resolve` is asked about every link and picture in the order of the text. The ids of clauses for which
    /// `isKnown` holds are citations wherever running text names them; `resolve` is told of them as of links, afterwards.
    static func page(
        _ text: String, resolve: (Reference) -> Resolution = { _ in .unchanged },
        isKnown: (ClauseID) -> Bool = { _ in false }
    ) -> Page {
        let parser = MarkdownParser()
        let document = parser.parse(text)
        var rawHTML: [Int] = []
        var topHeadings: [Int] = []
        for (node, line) in document.descendants {
            switch node.type {
            case "html_block", "html_inline": if rawHTML.last != line { rawHTML.append(line) }
            case "heading" where node.headingLevel == 1: topHeadings.append(line)
            case "table":
                node.wrap(inBlock: #"<div class="table-scroll" tabindex="0" role="region" aria-label="表格">"#, "</div>")
            case "link":
                let reference = Reference(kind: .link, address: node.address, line: line, words: node.words)
                apply(resolve(reference), to: node)
            case "image":
                let reference = Reference(kind: .image, address: node.address, line: line, words: node.words)
                apply(resolve(reference), to: node)
            default: break
            }
        }
        for reference in citeNamedClauses(document, isKnown) { _ = resolve(reference) }
        makeRoomForCitations(document)
        return Page(html: parser.html(of: document), rawHTML: rawHTML, topHeadings: topHeadings)
    }

    private static func apply(_ resolution: Resolution, to node: MarkdownNode) {
        switch resolution {
        case .unchanged: break
        case .address(let address): node.address = address
        case .external:
            // cmark has no place for further attributes of a link, so the tag is written here.
            let title = node.title.isEmpty ? "" : #" title="\#(escape(node.title))""#
            node.replace(byInline: #"<a href="\#(escape(node.address))"\#(title) rel="noopener">"#, "</a>")
        case .citation(let id): cite(id, in: node)
        }
    }

    /// The text as it can stand in HTML, in attributes too.
    static func escape(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
    }
}

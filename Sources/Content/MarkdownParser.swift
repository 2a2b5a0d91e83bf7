import CMarkGFM
import Glibc
import Synchronization

/// One cmark parser with the extensions that lessons are written in.
final class MarkdownParser {
    private let parser: OpaquePointer
    // A single tilde stays a tilde: Chinese text writes ranges with it (3~5 天).
    private static let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
    private static let extensions = ["table", "strikethrough", "tasklist", "autolink"]
    // cmark has one table of special characters for the whole process. Each parsing adds those of its extensions and takes them
    // out again, so that of two at the same time one would lose its own.
    private static let turn = Mutex(())
    private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()

    init() {
        _ = MarkdownParser.registration
        parser = cmark_parser_new(MarkdownParser.options)
        for name in MarkdownParser.extensions {
            cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
        }
    }

    deinit { cmark_parser_free(parser) }

    /// The tree of `text`.
    func parse(_ text: String) -> MarkdownDocument {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        var root: OpaquePointer?
        MarkdownParser.turn.withLock { _ in root = cmark_parser_finish(parser) }
        return MarkdownDocument(root: root)
    }

    /// The tree as HTML. Raw HTML and dangerous addresses are left out: cmark does so unless told otherwise.
    func html(of document: MarkdownDocument) -> String {
        guard
            let html = cmark_render_html(
                document.root, MarkdownParser.options, cmark_parser_get_syntax_extensions(parser))
        else { return "" }
        defer { free(html) }
        return String(cString: html)
    }
}

/// A tree of Markdown; it owns its nodes.
final class MarkdownDocument {
    fileprivate let root: OpaquePointer?

    fileprivate init(root: OpaquePointer?) { self.root = root }

    deinit { cmark_node_free(root) }

    /// All nodes in the order of the text, each with the line it begins on.
    ///
    /// cmark knows the lines of blocks; within a block the breaks before the node are counted.
    var descendants: [(node: MarkdownNode, line: Int)] {
        var nodes: [(MarkdownNode, Int)] = []
        var line = 1
        let iterator = cmark_iter_new(root)
        defer { cmark_iter_free(iterator) }
        while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
            guard event == CMARK_EVENT_ENTER, let pointer = cmark_iter_get_node(iterator) else { continue }
            let node = MarkdownNode(pointer: pointer)
            if node.isBlock { line = node.firstLine ?? line }
            if node.isBreak { line += 1 }
            nodes.append((node, line))
        }
        return nodes
    }
}

/// A node of a tree that some `MarkdownDocument` keeps alive.
struct MarkdownNode {
    fileprivate let pointer: OpaquePointer

    /// cmark's name for the kind of node: `link`, `table`.
    var type: String { String(cString: cmark_node_get_type_string(pointer)) }

    /// 1–6.
    var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }

    /// Where a link or picture leads.
    var address: String {
        get { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
        nonmutating set { cmark_node_set_url(pointer, newValue) }
    }

    /// The title of a link.
    var title: String { cmark_node_get_title(pointer).map { String(cString: $0) } ?? "" }

    /// The plain words inside.
    var words: String {
        children.reduce(cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "") { $0 + $1.words }
    }

    /// The nodes that it lies in, the nearest first.
    var ancestors: [MarkdownNode] {
        var ancestors: [MarkdownNode] = []
        var next = cmark_node_parent(pointer)
        while let parent = next {
            ancestors.append(MarkdownNode(pointer: parent))
            next = cmark_node_parent(parent)
        }
        return ancestors
    }

    /// Every node below it.
    var descendants: [MarkdownNode] { children.flatMap { [$0] + $0.descendants } }

    /// Whether it is a paragraph of a list whose paragraphs are printed without tags of their own.
    var isTight: Bool {
        let outer = ancestors.prefix(2)
        return outer.count == 2 && outer[1].type == "list" && cmark_node_get_list_tight(outer[1].pointer) != 0
    }

    /// Puts a text behind what is inside the node.
    func append(text: String) { cmark_node_append_child(pointer, MarkdownNode.text(text)) }

    /// Takes the title of a link away.
    func dropTitle() { cmark_node_set_title(pointer, nil) }

    /// Puts texts in the place of the node, each a link to an address or none.
    func replace(byTexts texts: [(text: String, address: String?)]) {
        for (text, address) in texts {
            var node = MarkdownNode.text(text)
            if let address {
                let link = cmark_node_new(CMARK_NODE_LINK)
                cmark_node_set_url(link, address)
                cmark_node_append_child(link, node)
                node = link
            }
            cmark_node_insert_before(pointer, node)
        }
        cmark_node_free(pointer)
    }

    /// Puts a block of our own around what is inside the node, in the node's place.
    func replace(byBlock opening: String, _ closing: String) {
        replace(by: MarkdownNode.custom(CMARK_NODE_CUSTOM_BLOCK, opening, closing))
    }

    /// Puts a block of our own around the node.
    func wrap(inBlock opening: String, _ closing: String) {
        let block = MarkdownNode.custom(CMARK_NODE_CUSTOM_BLOCK, opening, closing)
        cmark_node_insert_before(pointer, block)
        cmark_node_append_child(block, pointer)
    }

    /// Puts an inline of our own around what is inside the node, in the node's place.
    func replace(byInline opening: String, _ closing: String) {
        replace(by: MarkdownNode.custom(CMARK_NODE_CUSTOM_INLINE, opening, closing))
    }

    private func replace(by node: OpaquePointer?) {
        children.forEach { cmark_node_append_child(node, $0.pointer) }
        cmark_node_replace(pointer, node)
        cmark_node_free(pointer)
    }

    fileprivate var isBlock: Bool {
        cmark_node_get_type(pointer).rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_BLOCK)
    }
    fileprivate var isBreak: Bool {
        [CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK].contains(cmark_node_get_type(pointer))
    }
    fileprivate var firstLine: Int? {
        let line = Int(cmark_node_get_start_line(pointer))
        return line > 0 ? line : nil
    }

    private var children: [MarkdownNode] {
        var children: [MarkdownNode] = []
        var next = cmark_node_first_child(pointer)
        while let child = next {
            children.append(MarkdownNode(pointer: child))
            next = cmark_node_next(child)
        }
        return children
    }

    private static func text(_ text: String) -> OpaquePointer? {
        let node = cmark_node_new(CMARK_NODE_TEXT)
        cmark_node_set_literal(node, text)
        return node
    }

    private static func custom(_ type: cmark_node_type, _ opening: String, _ closing: String) -> OpaquePointer? {
        let node = cmark_node_new(type)
        cmark_node_set_on_enter(node, opening)
        cmark_node_set_on_exit(node, closing)
        return node
    }
}

import Foundation

/// A template taken apart, as far as its names matter.
indirect enum MustacheNode {
    case variable(String)
    case section(String, [MustacheNode])
    /// `{{<name}}…{{/name}}`: another template with some of its blocks filled.
    case inheritance(String, [MustacheNode])
    case block(String, [MustacheNode])
    case partial(String)
}

/// Takes templates apart.
struct MustacheParser {
    private var tags: [(sigil: Character?, name: String)]

    /// The nodes of a template's text.
    static func nodes(of text: String) -> [MustacheNode] {
        let tags = text.matches(of: /\{\{\{?([#^\/<>$&!]?)\s*([^{}]*?)\s*\}?\}\}/).map {
            (sigil: $0.output.1.first, name: String($0.output.2))
        }
        var parser = MustacheParser(tags: tags[...].map { $0 })
        return parser.nodes()
    }

    private init(tags: [(sigil: Character?, name: String)]) { self.tags = tags.reversed() }

    private mutating func nodes() -> [MustacheNode] {
        var nodes: [MustacheNode] = []
        while let tag = tags.popLast() {
            switch tag.sigil {
            case "#", "^": nodes.append(.section(tag.name, self.nodes()))
            case "<": nodes.append(.inheritance(tag.name, self.nodes()))
            case "$": nodes.append(.block(tag.name, self.nodes()))
            case ">": nodes.append(.partial(tag.name))
            case "/": return nodes
            case "!": break
            default: nodes.append(.variable(tag.name))
            }
        }
        return nodes
    }
}

/// Walks a template with the values it is printed from, and notes each name that none of them has: the renderer would
/// print nothing there and say nothing.
struct MustacheWalk {
    /// The nodes of every template by name.
    let templates: [String: [MustacheNode]]
    /// Names that no value has.
    private(set) var unknown: [String] = []
    /// Lists that are empty wherever they come, so that nothing can be said of what is printed for their elements.
    var empty: Set<String> { seenEmpty.subtracting(seenFilled) }
    private var seenEmpty: Set<String> = []
    private var seenFilled: Set<String> = []
    private var blocks: [String: [MustacheNode]] = [:]

    init(templates: [String: [MustacheNode]]) { self.templates = templates }

    /// Walks the template called `name` from these values, the outermost first.
    mutating func walk(_ name: String, from stack: [Any]) {
        guard let nodes = templates[name] else { return unknown.append("template \(name)") }
        walk(nodes, stack)
    }

    private mutating func walk(_ nodes: [MustacheNode], _ stack: [Any]) {
        for node in nodes {
            switch node {
            case .variable(let name): _ = value(of: name, stack)
            case .section(let name, let nodes): walk(section: name, nodes, stack)
            case .partial(let name): walk(name, from: stack)
            case .block(let name, let standard): walk(blocks[name] ?? standard, stack)
            case .inheritance(let name, let filled):
                let outer = blocks
                for case .block(let name, let nodes) in filled { blocks[name] = nodes }
                walk(name, from: stack)
                blocks = outer
            }
        }
    }

    private mutating func walk(section name: String, _ nodes: [MustacheNode], _ stack: [Any]) {
        guard let value = value(of: name, stack) else { return }
        let mirror = Mirror(reflecting: value)
        if value is Bool || name.hasPrefix("empty(") {
            walk(nodes, stack)
        } else if mirror.displayStyle == .collection {
            if mirror.children.isEmpty { seenEmpty.insert(name) } else { seenFilled.insert(name) }
            for element in mirror.children { walk(nodes, stack + [element.value]) }
        } else {
            walk(nodes, stack + [value])
        }
    }

    /// What `name` means in the innermost value that knows its first part; nil for one that is not there or not set.
    private mutating func value(of name: String, _ stack: [Any]) -> Any? {
        if name == "." { return stack.last }
        let plain = name.hasPrefix("empty(") ? String(name.dropFirst("empty(".count).dropLast()) : name
        let parts = plain.split(separator: ".").map(String.init)
        for context in stack.reversed() {
            guard let first = child(parts[0], of: context) else { continue }
            var value = first
            for part in parts.dropFirst() {
                guard let next = value.flatMap({ child(part, of: $0) }) else {
                    unknown.append(name)
                    return nil
                }
                value = next
            }
            return value
        }
        unknown.append(name)
        return nil
    }

    /// nil when there is no such child; a child without a value is there.
    private func child(_ name: String, of value: Any) -> Any?? {
        if let dictionary = value as? [String: String] { return dictionary[name].map { .some($0) } }
        guard let child = Mirror(reflecting: value).children.first(where: { $0.label == name }) else { return nil }
        let mirror = Mirror(reflecting: child.value)
        guard mirror.displayStyle == .optional else { return .some(child.value) }
        return .some(mirror.children.first?.value)
    }
}

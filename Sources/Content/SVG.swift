import Foundation
import Training
import FoundationXML

/// Judges SVG pictures: drawings only, nothing that runs or loads something from elsewhere.
final class SVG: NSObject, XMLParserDelegate {
    private let path: String
    private let report: Report
    private var isSafe = true
    private var isRoot = true
    private var text = ""

    /// Whether the picture may be served; each reason against it is reported with its line.
    static func check(_ bytes: [UInt8], path: String, report: Report) -> Bool {
        // A document type can declare entities that the parser would have to expand; no drawing needs one.
        guard String(decoding: bytes, as: UTF8.self).range(of: "<!DOCTYPE", options: .caseInsensitive) == nil else {
            report.error(Place(path: path), zh: "SVG 里不能有 DOCTYPE", en: "an SVG must not have a DOCTYPE")
            return false
        }
        let judge = SVG(path: path, report: report)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.delegate = judge
        // On Linux `parse()` may be true for a document with trailing text, but the error is set.
        let isWellFormed = parser.parse() && parser.parserError == nil
        if !isWellFormed, judge.isSafe {
            judge.refuse(parser, zh: "不是完整的 SVG", en: "not a well-formed SVG")
        }
        return judge.isSafe
    }

    private init(path: String, report: Report) {
        self.path = path
        self.report = report
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        judgeText(parser)
        if isRoot, name != "svg" { refuse(parser, zh: "最外层应为 <svg>", en: "the outermost element must be <svg>") }
        isRoot = false
        if SVG.refused.contains(name.lowercased()) {
            refuse(parser, zh: "SVG 里不能有 <\(name)>", en: "an SVG must not have <\(name)>")
        }
        for (key, value) in attributes { judge(key, value, parser) }
    }

    func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
        judgeText(parser)
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(_ parser: XMLParser, foundCDATA data: Data) { text += String(decoding: data, as: UTF8.self) }

    func parser(_ parser: XMLParser, foundProcessingInstructionWithTarget target: String, data: String?) {
        refuse(parser, zh: "SVG 里不能有 <?\(target)?>", en: "an SVG must not have <?\(target)?>")
    }

    private static let refused: Set = [
        "script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video",
    ]

    private func judge(_ key: String, _ value: String, _ parser: XMLParser) {
        let name = key.lowercased().split(separator: ":").last ?? ""
        if name.hasPrefix("on") {
            refuse(parser, zh: "SVG 里不能有事件属性 \(key)", en: "an SVG must not have the event handler \(key)")
        } else if name == "attributename", value.lowercased().hasSuffix("href") || value.lowercased().hasPrefix("on") {
            refuse(parser, zh: "SVG 动画不能改 \(value)", en: "an SVG must not animate \(value)")
        } else if name == "href" || name == "src", !SVG.isInside(value) {
            refuse(parser, zh: "SVG 不能引用外部内容", en: "an SVG must not refer to anything outside it")
        } else {
            judgeStyle(value, parser)
        }
    }

    /// Looks at what stood between two tags: as a style, and as text that may hold personal data.
    private func judgeText(_ parser: XMLParser) {
        judgeStyle(text, parser)
        for kind in PersonalData.kinds(in: text[...]) {
            report.error(Place(path: path, line: parser.lineNumber), kind)
        }
        text = ""
    }

    private func judgeStyle(_ style: String, _ parser: XMLParser) {
        let plain = style.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        let outside = plain.split(separator: "url(", omittingEmptySubsequences: false).dropFirst().contains {
            !$0.hasPrefix("#")
        }
        if outside || plain.contains("@import") || plain.contains("javascript:") {
            refuse(parser, zh: "SVG 不能引用外部内容", en: "an SVG must not refer to anything outside it")
        }
    }

    private static func isInside(_ address: String) -> Bool {
        let plain = address.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        return plain.hasPrefix("#")
            || ["png", "jpeg", "gif", "webp"].contains { plain.hasPrefix("data:image/\($0);base64,") }
    }

    private func refuse(_ parser: XMLParser, zh: String, en: String) {
        isSafe = false
        report.error(Place(path: path, line: max(parser.lineNumber, 1)), zh: zh, en: en)
    }
}

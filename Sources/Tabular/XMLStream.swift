import CExpat

/// What makes sense of a part of a workbook while it streams by. Names are without their prefixes.
protocol XMLHandler {
    /// An element begins. What it throws ends the parsing.
    mutating func start(_ element: String, _ attributes: XMLAttributes) throws(Table.Problem)
    /// An element ends. What it throws ends the parsing.
    mutating func end(_ element: String) throws(Table.Problem)
    /// Text, a piece of it: what stands between two tags may come in many.
    mutating func text(_ piece: UnsafeRawBufferPointer)
}

extension XMLHandler {
    mutating func end(_ element: String) throws(Table.Problem) {}
    mutating func text(_ piece: UnsafeRawBufferPointer) {}
}

/// The attributes of an element while its handler runs.
struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// The value of the attribute of this name, whatever its prefix.
    subscript(_ name: String) -> String? {
        guard var pair = pairs else { return nil }
        while let key = pair[0], let value = pair[1] {
            if String(cString: key).withoutPrefix == name { return String(cString: value) }
            pair += 2
        }
        return nil
    }
}

/// Parses one part of a workbook, piece by piece, by expat: memory does not grow with the part. A part with a document
/// type is refused before any entity could grow.
final class XMLStream<Handler: XMLHandler>: XMLEvents {
    private(set) var handler: Handler
    private let part: String
    private let parser: XML_Parser
    private var problem: Table.Problem?

    init(_ part: String, _ handler: Handler) throws(Table.Problem) {
        guard let parser = XML_ParserCreate(nil) else { throw .damagedWorkbook(part: part) }
        self.part = part
        self.parser = parser
        self.handler = handler
        super.init()
        XML_SetUserData(parser, Unmanaged<XMLEvents>.passUnretained(self).toOpaque())
        XML_SetElementHandler(parser, { XMLEvents.here($0)?.start($1, $2) }, { XMLEvents.here($0)?.end($1) })
        XML_SetCharacterDataHandler(parser) { XMLEvents.here($0)?.text($1, Int($2)) }
        XML_SetStartDoctypeDeclHandler(parser) { this, _, _, _, _ in XMLEvents.here(this)?.refuseDoctype() }
    }

    deinit { XML_ParserFree(parser) }

    /// Parses the next piece of the part.
    func parse(_ piece: UnsafeRawBufferPointer, isLast: Bool = false) throws(Table.Problem) {
        let bytes = piece.assumingMemoryBound(to: CChar.self).baseAddress
        let status = XML_Parse(parser, bytes, Int32(piece.count), isLast ? 1 : 0)
        if let problem { throw problem }
        guard status == XML_STATUS_OK else { throw .damagedWorkbook(part: part) }
    }

    fileprivate override func start(
        _ name: UnsafePointer<CChar>?, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard let name, problem == nil else { return }
        do throws(Table.Problem) {
            try handler.start(String(cString: name).withoutPrefix, XMLAttributes(pairs: pairs))
        } catch { stop(error) }
    }

    fileprivate override func end(_ name: UnsafePointer<CChar>?) {
        guard let name, problem == nil else { return }
        do throws(Table.Problem) { try handler.end(String(cString: name).withoutPrefix) } catch { stop(error) }
    }

    fileprivate override func text(_ start: UnsafePointer<CChar>?, _ count: Int) {
        handler.text(UnsafeRawBufferPointer(start: start, count: count))
    }

    fileprivate override func refuseDoctype() { stop(.damagedWorkbook(part: part)) }

    private func stop(_ problem: Table.Problem) {
        self.problem = problem
        XML_StopParser(parser, 0)
    }
}

/// What expat calls: C knows no generic types.
class XMLEvents {
    fileprivate func start(_ name: UnsafePointer<CChar>?, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {}
    fileprivate func end(_ name: UnsafePointer<CChar>?) {}
    fileprivate func text(_ start: UnsafePointer<CChar>?, _ count: Int) {}
    fileprivate func refuseDoctype() {}

    fileprivate static func here(_ pointer: UnsafeMutableRawPointer?) -> XMLEvents? {
        pointer.map { Unmanaged<XMLEvents>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension String {
    /// `row` of `x:row`.
    fileprivate var withoutPrefix: String {
        guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")) else { return self }
        return String(self[utf8.index(after: colon)...])
    }
}

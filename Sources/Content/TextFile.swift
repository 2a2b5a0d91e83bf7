import Training

/// A text file of the content as it was read.
struct TextFile {
    let path: String
    /// The file as it is on disk.
    let bytes: [UInt8]
    /// The text without a byte order mark, its lines ended by `\n` alone.
    let text: String

    /// The whole of it.
    var place: Place { Place(path: path) }

    /// Reads the file and reports personal data in it; nil, and reported, when it cannot be read or is not UTF-8 text.
    init?(_ path: String, sources: Sources) {
        guard let bytes = sources.read(path)?.bytes else { return nil }
        self.path = path
        self.bytes = bytes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let line = TextFile.line(ofByte: TextFile.firstInvalid(bytes), in: bytes)
            sources.report.error(
                Place(path: path, line: line), zh: "不是 UTF-8 编码：请用 UTF-8 另存", en: "not UTF-8: save the file as UTF-8")
            return nil
        }
        if let control = bytes.firstIndex(of: 0) {
            sources.report.error(
                Place(path: path, line: TextFile.line(ofByte: control, in: bytes)), zh: "含有 NUL 字符",
                en: "holds a NUL character")
            return nil
        }
        let unmarked = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        self.text = unmarked.utf8.contains(UInt8(ascii: "\r")) ? TextFile.plainLines(unmarked) : unmarked
        reportPersonalData(to: sources.report)
    }

    private func reportPersonalData(to report: Report) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for kind in PersonalData.kinds(in: line) {
                report.error(Place(path: path, line: index + 1), kind)
            }
        }
    }

    private static func plainLines(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
                bytes.append(byte)
            }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The first byte that no UTF-8 text has in this place.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = decoder.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }

    private static func line(ofByte offset: Int, in bytes: [UInt8]) -> Int {
        bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    }
}

import Foundation

/// The text of a file, in UTF-8 and without a byte order mark, with the encoding it was found in.
struct DecodedText {
    let encoding: TextEncoding
    let utf8: [UInt8]

    /// Decodes strictly: no byte is replaced or left out.
    ///
    /// A byte order mark decides. Without one, zero bytes in every other place show UTF-16; what is valid UTF-8 is UTF-8;
    /// the rest is GB18030. Chinese text in GB18030 practically never happens to be valid UTF-8, so the order is safe.
    init(_ bytes: [UInt8]) throws(UndecodableText) {
        if let (encoding, mark) = Self.byteOrderMark(of: bytes) {
            try self.init(Array(bytes[mark...]), as: encoding)
        } else if let encoding = Self.utf16(shownByZerosIn: bytes) {
            try self.init(bytes, as: encoding)
        } else {
            try self.init(utf8OrGB18030: bytes)
        }
    }

    private init(utf8OrGB18030 bytes: [UInt8]) throws(UndecodableText) {
        do throws(UndecodableText) {
            try self.init(bytes, as: .utf8)
        } catch let utf8 {
            do throws(UndecodableText) {
                try self.init(bytes, as: .gb18030)
            } catch let gb18030 {
                // A damaged file: the encoding that reads further is the one it was written in.
                throw utf8.readable.count > gb18030.readable.count ? utf8 : gb18030
            }
        }
    }

    private init(_ bytes: [UInt8], as encoding: TextEncoding) throws(UndecodableText) {
        self.encoding = encoding
        utf8 =
            switch encoding {
            case .utf8: try Self.validated(bytes)
            case .utf16LittleEndian: try Self.transcoded(bytes, low: 0, high: 1)
            case .utf16BigEndian: try Self.transcoded(bytes, low: 1, high: 0)
            case .gb18030: try Self.fromGB18030(bytes)
            }
    }
}

/// No encoding fits: `readable` is the text in UTF-8 up to the line, or the character, that could not be read.
struct UndecodableText: Error {
    let readable: [UInt8]
}

// MARK: Finding the encoding

extension DecodedText {
    private static func byteOrderMark(of bytes: [UInt8]) -> (TextEncoding, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// UTF-16 without a mark has a zero beside each comma, digit and line end, always on the same side. A stray NUL in
    /// other text does not look like it: it takes three, one in sixteen pairs, and hardly any on the other side.
    private static func utf16(shownByZerosIn bytes: [UInt8]) -> TextEncoding? {
        let pairs = min(bytes.count, 4096) / 2
        let first = (0..<pairs).count { bytes[2 * $0] == 0 && bytes[2 * $0 + 1] != 0 }
        let second = (0..<pairs).count { bytes[2 * $0] != 0 && bytes[2 * $0 + 1] == 0 }
        let (few, many) = (min(first, second), max(first, second))
        guard many >= 3, many * 16 >= pairs, many > few * 4 else { return nil }
        return second > first ? .utf16LittleEndian : .utf16BigEndian
    }
}

// MARK: Decoding

extension DecodedText {
    private static func validated(_ bytes: [UInt8]) throws(UndecodableText) -> [UInt8] {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return bytes
        } catch {
            throw UndecodableText(readable: Array(bytes[..<error.byteOffsets.lowerBound]))
        }
    }

    private static func transcoded(_ bytes: [UInt8], low: Int, high: Int) throws(UndecodableText) -> [UInt8] {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count)
        let units = (0..<bytes.count / 2).lazy.map { pair in
            UInt16(bytes[2 * pair + high]) << 8 | UInt16(bytes[2 * pair + low])
        }
        let failed = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true) {
            utf8.append($0)
        }
        guard !failed, bytes.count.isMultiple(of: 2) else { throw UndecodableText(readable: utf8) }
        return utf8
    }

    private static func fromGB18030(_ bytes: [UInt8]) throws(UndecodableText) -> [UInt8] {
        guard let text = String(bytes: bytes, encoding: .gb18030) else {
            throw UndecodableText(readable: soundLines(ofGB18030: bytes))
        }
        return Array(text.utf8)
    }

    /// The lines above the first broken one. Foundation does not say where it failed, so the place is found by halving;
    /// the bytes of line ends are never part of a longer character.
    private static func soundLines(ofGB18030 bytes: [UInt8]) -> [UInt8] {
        var readable: [UInt8] = []
        var position = 0
        var distance = bytes.count  // The broken line begins at most this far behind `position`.
        while distance > 0 {
            let half = distance / 2
            let lineEnd = bytes[(position + half)...].firstIndex { $0 == .lineFeed || $0 == .carriageReturn }
            let end = lineEnd.map { $0 + 1 } ?? bytes.count
            if let text = String(bytes: bytes[position..<end], encoding: .gb18030) {
                readable += text.utf8
                distance -= end - position
                position = end
            } else {
                distance = half
            }
        }
        return readable
    }
}

extension String.Encoding {
    /// CoreFoundation's GB18030 (0x0632) as Foundation numbers it. Unlike its code page 936 it has the four-byte
    /// characters, such as 𠀀, that rare names and places are written with.
    fileprivate static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}

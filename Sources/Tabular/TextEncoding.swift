/// The encodings in which spreadsheet programs and editors save text here.
public enum TextEncoding: Sendable, Hashable, CaseIterable {
    /// UTF-8, with or without a byte order mark; also plain ASCII.
    case utf8
    /// UTF-16, low byte first: what Excel calls "Unicode Text".
    case utf16LittleEndian
    /// UTF-16, high byte first.
    case utf16BigEndian
    /// GB18030, which holds all of GBK and GB2312: what Excel saves as CSV on a Chinese computer.
    case gb18030

    /// The name people and `charset=` use.
    public var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .gb18030: "GB18030"
        }
    }
}

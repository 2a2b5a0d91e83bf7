/// A value as it crosses the seam: what a placeholder stands for and what a column holds.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A type that can stand for a placeholder.
public protocol ValueConvertible {
    /// The value as the engine stores it.
    var sqlValue: Value { get }
}

extension Value: ValueConvertible {
    /// The value itself.
    public var sqlValue: Value { self }
}

extension Int: ValueConvertible {
    /// A 64-bit integer.
    public var sqlValue: Value { .integer(Int64(self)) }
}

extension Int64: ValueConvertible {
    /// A 64-bit integer.
    public var sqlValue: Value { .integer(self) }
}

extension Bool: ValueConvertible {
    /// 1 or 0: the schema keeps truth values as small integers, the one form that both engines compare alike.
    public var sqlValue: Value { .integer(self ? 1 : 0) }
}

extension String: ValueConvertible {
    /// Text.
    public var sqlValue: Value { .text(self) }
}

extension Array: ValueConvertible where Element == UInt8 {
    /// Bytes.
    public var sqlValue: Value { .blob(self) }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
    /// NULL for nil.
    public var sqlValue: Value { self?.sqlValue ?? .null }
}

extension Statement {
    /// A statement whose values are given as what they are: `Statement("… = $1", with: code, day)`.
    public init(_ sql: String, with values: any ValueConvertible...) {
        self.init(sql, values.map(\.sqlValue))
    }
}

/// One row of a result, read by position in the order of the `SELECT`.
///
/// A column of another type than asked for is a mistake in the program or a damaged file, never a user's: it throws
/// `DatabaseError.unexpectedColumn`.
public struct Row: Sendable {
    /// The columns in order.
    public let values: [Value]

    /// A row of these columns.
    public init(_ values: [Value]) { self.values = values }

    /// The text at `index`.
    public func text(_ index: Int) throws -> String {
        guard case .text(let text) = values[index] else { throw unexpected(index, "text") }
        return text
    }

    /// The integer at `index`.
    public func int(_ index: Int) throws -> Int {
        guard case .integer(let integer) = values[index] else { throw unexpected(index, "integer") }
        return Int(integer)
    }

    /// The truth value at `index`.
    public func bool(_ index: Int) throws -> Bool { try int(index) != 0 }

    /// The bytes at `index`.
    public func blob(_ index: Int) throws -> [UInt8] {
        guard case .blob(let bytes) = values[index] else { throw unexpected(index, "blob") }
        return bytes
    }

    /// The text at `index`, nil for NULL.
    public func optionalText(_ index: Int) throws -> String? { isNull(index) ? nil : try text(index) }

    /// The integer at `index`, nil for NULL.
    public func optionalInt(_ index: Int) throws -> Int? { isNull(index) ? nil : try int(index) }

    /// Whether the column at `index` is NULL.
    public func isNull(_ index: Int) -> Bool { values[index] == .null }

    private func unexpected(_ index: Int, _ wanted: String) -> DatabaseError {
        .unexpectedColumn("column \(index) is not \(wanted)")
    }
}

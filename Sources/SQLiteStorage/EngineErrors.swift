import SQL

/// Runs `work` and throws the engine's errors as the seam's. Other errors pass unchanged.
func mappingErrors<T>(_ work: () throws -> T) throws -> T {
    do { return try work() } catch let error as EngineError { throw DatabaseError(error) }
}

/// Runs `work` and throws the engine's errors as the seam's. Other errors pass unchanged.
func mappingErrors<T: Sendable>(_ work: () async throws -> T) async throws -> T {
    do { return try await work() } catch let error as EngineError { throw DatabaseError(error) }
}

extension DatabaseError {
    /// The engine's error with its message, its extended code and the text of the statement, but no value.
    init(_ error: EngineError) {
        let statement = error.sql.map { " in: \($0)" } ?? ""
        let text = "\(error.messageWithoutValues) (\(error.extendedResultCode.rawValue))\(statement)"
        self =
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: .constraint(text)
            case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: .busy(text)
            case .SQLITE_FULL: .full(text)
            case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .inputOutput(text)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(text)
            default: .failed(text)
            }
    }
}

extension EngineError {
    /// Messages name tables, columns and constraints. Only the general code may quote a bound value, as FTS5 quotes the
    /// words of a search: then the meaning of the code has to do.
    fileprivate var messageWithoutValues: String {
        let mayQuoteValues = resultCode == .SQLITE_ERROR && arguments?.isEmpty == false
        return mayQuoteValues ? "\(resultCode)" : message ?? "\(resultCode)"
    }
}

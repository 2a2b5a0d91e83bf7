import Foundation
import SQL

import struct GRDB.DatabaseValue
import struct GRDB.StatementArguments

/// What a body may do on one connection, inside the transaction that is open there.
final class SQLiteTransaction: Transaction {
    private let connection: Connection
    private let mayWrite: Bool

    init(_ connection: Connection, mayWrite: Bool) {
        self.connection = connection
        self.mayWrite = mayWrite
    }

    func rows(_ statement: Statement) throws -> [Row] {
        try mappingErrors {
            let prepared = try allowed(connection.cachedStatement(sql: statement.sql))
            let found = try EngineRow.fetchCursor(prepared, arguments: StatementArguments(statement))
            return try Array(found.map(Row.init))
        }
    }

    func forEach(_ statement: Statement, _ body: (Row) throws -> Void) throws {
        try mappingErrors {
            // Not from the cache: `body` may run the same text, and the two would share one cursor.
            let prepared = try allowed(connection.makeStatement(sql: statement.sql))
            let found = try EngineRow.fetchCursor(prepared, arguments: StatementArguments(statement))
            while let row = try found.next() { try body(Row(row)) }
        }
    }

    func run(_ statement: Statement) throws -> Int {
        try mappingErrors {
            let prepared = try allowed(connection.cachedStatement(sql: statement.sql))
            let before = connection.totalChangesCount
            try prepared.execute(arguments: StatementArguments(statement))
            // `changesCount` still tells of the statement before this one when this one cannot change rows.
            return connection.totalChangesCount == before ? 0 : connection.changesCount
        }
    }

    func script(_ sql: String) throws {
        try mappingErrors {
            let statements = try connection.allStatements(sql: sql)
            while let prepared = try statements.next() { try allowed(prepared).execute() }
        }
    }

    /// Nothing: `BEGIN IMMEDIATE` made the writer alone.
    var lockingClause: String { "" }

    /// `prepared`, if the body may run it now.
    private func allowed(_ prepared: PreparedStatement) throws -> PreparedStatement {
        guard mayWrite || prepared.isReadonly else {
            throw DatabaseError.failed("a read may not write: \(prepared.sql)")
        }
        // What neither reads nor writes ends transactions (neighbours' rows would be kept or lost with it) or switches
        // off checks for everyone: COMMIT, ROLLBACK, RELEASE, ATTACH, most pragmas with a value.
        guard prepared.columnCount > 0 || !prepared.isReadonly else {
            throw DatabaseError.failed("not for the body of a transaction: \(prepared.sql)")
        }
        // A body that caught the error of a full disk would otherwise go on in autocommit.
        guard connection.isInsideTransaction else {
            throw DatabaseError.failed("the transaction is over: \(prepared.sql)")
        }
        return prepared
    }
}

extension StatementArguments {
    /// The values by position: SQLite numbers `$1 $2 …` by first appearance, which a `Statement` keeps in order.
    fileprivate init(_ statement: Statement) throws {
        self.init(try statement.values.map { try $0.engineValue })
    }
}

extension Value {
    fileprivate var engineValue: DatabaseValue {
        get throws {
            switch self {
            case .null: return .null
            case .integer(let integer): return integer.databaseValue
            case .blob(let bytes): return Data(bytes).databaseValue
            case .text(let text):
                // C strings end there: the engine would keep the beginning and say nothing.
                guard !text.utf8.contains(0) else { throw DatabaseError.failed("text may not hold U+0000") }
                return text.databaseValue
            }
        }
    }

    fileprivate init(_ value: DatabaseValue) throws {
        switch value.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(Array(data))
        case .double(let real):
            guard let integer = Int64(exactly: real) else {
                throw DatabaseError.unexpectedColumn("a column holds a fraction")
            }
            self = .integer(integer)
        }
    }
}

extension Row {
    fileprivate init(_ row: EngineRow) throws { self.init(try row.databaseValues.map(Value.init)) }
}

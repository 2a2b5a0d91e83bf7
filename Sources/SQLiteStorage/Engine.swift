import GRDB

// GRDB and the seam both have a `Database`, a `Statement`, a `Row` and a `DatabaseError`, and GRDB's type `SQL` hides the
// seam's module. So GRDB's get other names here, and no file that speaks of the seam imports all of GRDB.

/// One open connection to the file, used on GRDB's queue only.
typealias Connection = GRDB.Database
/// A prepared statement.
typealias PreparedStatement = GRDB.Statement
/// A row that is valid until its cursor moves.
typealias EngineRow = GRDB.Row
/// What GRDB throws.
typealias EngineError = GRDB.DatabaseError

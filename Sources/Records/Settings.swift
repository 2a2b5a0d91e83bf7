import SQL
import Training

extension Records {
    /// Whether the database was made for showing, with accounts whose passwords everyone knows.
    public func isDemo() async throws -> Bool {
        try await database.read { try $0.row(Statement("SELECT 1 FROM settings WHERE name = 'demo'")) != nil }
    }

    /// Marks an empty database as one for showing. `conflict` when units are there already.
    public func markAsDemo() async throws {
        try await database.write { transaction in
            guard try transaction.row(Statement("SELECT 1 FROM units LIMIT 1")) == nil else {
                throw Refusal.conflict(
                    code: "not_empty", Bilingual(zh: "数据库不是空的。", en: "The database is not empty."))
            }
            try transaction.run(Statement("INSERT INTO settings (name, value) VALUES ('demo', '1')"))
        }
    }
}
